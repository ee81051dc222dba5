"""A notebook at work: one call at its beginning, one at its end, and between them what it shows and writes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import pandas as pd

from helpers.analysis import corpus as corpora
from helpers.analysis.corpus import Corpus
from helpers.analysis.estimate import Bootstrap
from helpers.figures import display, live
from helpers.figures.house import Page, export, save_table, use_style
from helpers.run import parameters, planning
from helpers.study import Study
from helpers.tables import measure

if TYPE_CHECKING:
    from helpers.tables.results import Results

VERSIONS = ("pandas", "matplotlib", "duckdb", "scipy")  # that the record names
WRITTEN = re.compile(r"\*\*Is written:\*\*(.*)")
FIGURE = re.compile(r"`([A-Za-z0-9_]+)`")  # a name without a dot; with one it is another file


@dataclass(frozen=True)
class Notebook:
    """What a notebook works with, and what it has published so far.

    p: its parameters. corpus: what its outlets hold. bootstrap: for all estimates. cards: figure -> card. without:
    figure -> why these data do not allow it.
    """

    name: str
    p: Any
    results: Results
    corpus: Corpus
    bootstrap: Bootstrap
    cards: dict[str, dict] = field(default_factory=dict)
    without: dict[str, str] = field(default_factory=dict)

    @property
    def study(self) -> Study:
        """The study measured."""
        return self.results.study

    @property
    def folder(self) -> Path:
        """Where the figures are written."""
        return self.results.folder / "figures"

    def publish(self, page: Page, name: str, evidence: str = "", asks: Mapping[str, str] | None = None) -> None:
        """Write a figure to ``folder`` and show it, with the sentences behind it.

        ``asks``: what its marks ask of the sentences besides what their rows tell, as in `live.bundle`.
        """
        shown = live.bundle(page, name, self.study, asks)
        self.cards[name] = display.publish(page, name, self.folder, evidence, shown)

    def keep(self, page: Page, name: str) -> dict:
        """Write a figure to ``folder`` without showing it; its card."""
        return export(page, name, self.folder)

    def hold(self, dossier: Mapping, frames: Mapping[str, str], instrument: str, toward: str) -> None:
        """Give the page of this notebook all sentences, from ``analysis.dossier``, with what its script must know."""
        display.hold(dossier, live.study_of(self.study, frames, self.corpus.outlets, instrument, toward))

    def leave_out(self, name: str, *why: str) -> None:
        """Say why these data do not allow a figure that the notebook's head names; "" where it is said already."""
        plt.close("all")  # a page drawn to see whether it holds enough
        self.without[name] = " ".join(why)
        self.say(*why)

    def say(self, *sentences: str) -> None:
        """Show computed sentences as a paragraph; none where all are empty."""
        if any(sentences):
            display.say(*sentences)

    def table(
        self,
        frame: pd.DataFrame,
        caption: str = "",
        names: Mapping[str, str] | None = None,
        most: int = display.MOST,
    ) -> None:
        """Show a table, or the first ``most`` rows of it with the number of all."""
        display.table(frame, caption, names, most)

    def read(self, evidence: str) -> None:
        """Show sentences to read, from ``figures.evidence``."""
        display.read(evidence)

    def save(self, frame: pd.DataFrame, name: str) -> None:
        """Write a table as NAME.csv beside the figures."""
        save_table(frame, self.folder / f"{name}.csv")

    def pages(self) -> dict[str, str]:
        """The other pages of a report on this study, but for those of single outlets: name -> its heading."""
        paths = planning.fitting_study(self.study, planning.chosen())
        others = [path for path in paths if path.stem not in (planning.REPORT, planning.PER_OUTLET)]
        return {path.stem: _heading(path) for path in others}

    def end(self) -> None:
        """Check that the figures named under "Is written" were published or left out, and show the record of the run.

        Raises ValueError naming those for which neither holds.
        """
        named, done = written(self.name), {*self.cards, *self.without}
        missing = [name for name in named if not any(fnmatchcase(made, name) for made in done)]
        unnamed = [made for made in done if named and not any(fnmatchcase(made, name) for name in named)]
        if missing or unnamed:
            told = [f"named there and not published: {', '.join(missing)}"] if missing else []
            told += [f"published and not named there: {', '.join(sorted(unnamed))}"] if unnamed else []
            raise ValueError(
                f"{self.name}.ipynb, “Is written”: {'; '.join(told)}. A figure that the data do not allow is told with "
                "nb.leave_out(name, why)"
            )
        self.record()

    def record(self) -> None:
        """Show, folded away, what made this notebook: parameters, measurement, versions, hashes, figures."""
        rows = [("parameter", name, value) for name, value in self.p.model_dump().items()]
        rows += [
            ("hash" if "sha256" in name else "measured with", name, value)
            for name, value in sorted(self.results.record.items())
        ]
        rows += [("version", name, version(name)) for name in VERSIONS]
        rows += [("figure", name, card["title"]) for name, card in self.cards.items()]
        display.record(rows)


def start(name: str, namespace: Mapping[str, Any]) -> Notebook:
    """Begin a notebook: ``nb = figures.start("01_voices", locals())``, right after its parameters cell.

    Checks the parameters, opens the results (measures them where they are missing or old) and sets the house style.
    The parameters study and out must be among those that the cell declares. Raises ParameterError, StudyError.
    """
    p = parameters.check(name, namespace)
    results = measure.open_results(p.study, p.out, told=display.say)
    use_style()
    given = p.model_dump()
    chances = {name: given[name] for name in ("min_n", "resamples", "seed") if name in given}
    return Notebook(name, p, results, corpora.describe(results, given.get("outlets", [])), Bootstrap(**chances))


def _heading(path: Path) -> str:
    """The first line of a notebook."""
    return parameters.read_cells(path)[0]["source"].partition("\n")[0].lstrip("# ") or path.stem


def written(name: str) -> list[str]:
    """The figures that a notebook of the package names under "Is written"; NAME in one stands for any (``*``)."""
    path = planning.NOTEBOOKS / f"{name}.ipynb"
    if not path.is_file():
        return []
    texts = [cell["source"] for cell in parameters.read_cells(path) if cell["cell_type"] == "markdown"]
    lines = [found[1] for text in texts for found in WRITTEN.finditer(text)]
    return [name.replace("NAME", "*") for line in lines for name in FIGURE.findall(line)]
