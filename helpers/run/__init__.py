"""A whole run: measure the study, run the notebooks in parallel processes, put all results in their place at once.

All is written to a staging folder next to the results. Only a run that made everything takes the place of the
last good one; what a failed run made is kept beside it for a look. A notebook runs again only when its text,
its parameters, the tables or the code have changed.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from helpers.run import gallery
from helpers.run.notebooks import run_notebooks
from helpers.run.planning import NOTEBOOKS, all_parameters, chosen, fitting_study, plan, read_parameters, safe_name
from helpers.run.record import describe
from helpers.study import RUN, RunError, StudyError, load_study, output_folder, refuse_foreign
from helpers.tables import measure, staging
from helpers.tables.results import TEXTS

# Notebooks are read by nbformat, whose jsonschema then builds, for some seconds in every process, the grammar of web
# addresses in foreign scripts. No field of a notebook is one; where the grammar cannot be had it does without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

__all__ = ["NOTEBOOKS", "RunError", "chosen", "plain", "report", "safe_name", "shown"]


def report(
    study: str | Path = "seeds",
    out: str | Path = "outputs",
    words: Sequence[str] = (),
    *,
    workers: int | None = None,
    dask: str = "",
    notebooks: Path = NOTEBOOKS,
    columns: Mapping[str, str] | None = None,
) -> Path:
    """Run everything; returns the results folder. words: `NAME=VALUE` parameters. columns: see `load_study`.

    Raises StudyError for a mistake of the user's, before anything is written, and RunError where a
    notebook failed or something expected was not made; then the last good results stay.
    """
    started = datetime.datetime.now(datetime.UTC)
    opened = load_study(study, columns)
    target = output_folder(opened, out)
    failed = target.with_name(f"{target.name}.failed")
    refuse_foreign(failed)
    paths = fitting_study(opened, chosen(notebooks))
    cache = target.parent / ".cache"
    given, settings = read_parameters(opened, paths, words, cache / TEXTS)
    with staging.staging(target) as stage:
        results = measure.measure(
            study, stage, settings, workers=workers, dask=dask, cache=cache, columns=columns, last=target
        )
        done, problems = run_notebooks(plan(results, paths, given, stage), results, target, workers)
        gallery.write(results, done, notebooks)
        values = all_parameters(paths, given) | results.settings.model_dump()
        told = describe(results, started, values, done, problems)
        (results.folder / RUN).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
        if failed.exists():
            os.replace(failed, stage / "failed before")
        if problems:
            os.replace(results.folder, failed)
            problems.append(f"What was made is in {shown(failed)}; older results stay as they are.")
            raise RunError("\n".join(problems))
        try:
            staging.put_in_place(results.folder, target)
        except StudyError:
            os.replace(results.folder, failed)
            raise
    return target


def shown(path: Path) -> str:
    """A path as a person would type it from where they are."""
    here = Path.cwd()
    return plain(str(path.relative_to(here) if path.is_relative_to(here) else path))


def plain(text: str) -> str:
    """Text on one line in which what cannot be printed is escaped: names of files may hold anything."""
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
