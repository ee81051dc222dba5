"""The pages of a report in the order in which they are read, and where one lies, seen from another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from helpers.run import planning, safe_name
from helpers.run.planning import PER_OUTLET, REPORT, heading
from helpers.study import ROOT

if TYPE_CHECKING:
    from helpers.study import Study
    from helpers.tables.results import Results


class Around(NamedTuple):
    """The pages before and behind one, each its name and its heading; None at the ends."""

    before: tuple[str, str] | None
    behind: tuple[str, str] | None


def in_a_run() -> bool:
    """Whether a notebook is run for a report, which starts it in the repository's folder; JupyterLab, in its own."""
    return Path.cwd() == ROOT


def address(name: str) -> str:
    """The link from one executed notebook to another; from one open in JupyterLab to the notebook in ``notebooks/``."""
    if in_a_run():
        return f"../{REPORT}.html" if name == REPORT else f"{quote(name)}.html"
    return f"{PER_OUTLET if name.startswith(f'{PER_OUTLET}-') else quote(name)}.ipynb"


def topics(study: Study) -> dict[str, str]:
    """The pages on a study but for the report and those of single outlets: name -> heading."""
    paths = planning.fitting_study(study, planning.chosen())
    return {path.stem: heading(path) for path in paths if path.stem not in (REPORT, PER_OUTLET)}


def outlets(results: Results, wanted: list[str], least: int) -> dict[str, str]:
    """The pages of single outlets: name -> the outlet's name."""
    articles = results.table("articles", ["outlet", "outlet_name"])
    names = dict(zip(articles["outlet"], articles["outlet_name"], strict=True))
    return {of_outlet(one): names[one] for one in planning.outlets_of(results, wanted, least)}


def of_outlet(outlet: str) -> str:
    """The name of the page of an outlet."""
    return f"{PER_OUTLET}-{safe_name(outlet)}"


def around(notebook: str, p: Any, results: Results) -> Around | None:
    """What is read before and after a notebook with these parameters; None where it is not one of the pages."""
    listed, own = topics(results.study), notebook
    if notebook == PER_OUTLET and p.outlet:
        listed, own = listed | outlets(results, p.outlets, p.own_page), of_outlet(p.outlet)
    elif not in_a_run():
        listed |= {PER_OUTLET: "One outlet, seen close up"}
    names = list(listed.items())
    at = next((at for at, (name, _) in enumerate(names) if name == own), None)
    if at is None:
        return None
    return Around(names[at - 1] if at else None, names[at + 1] if at + 1 < len(names) else None)
