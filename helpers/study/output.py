"""Where results go: into a folder of their own, never over the study or over somebody's work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from helpers.study.errors import StudyError
from helpers.study.settings import ROOT, Study

MEASURED = "measured.json"  # in tables/, or in .old-tables/ while they are replaced: what the tables rest on
RUN = "run.json"  # what a report made


def output_folder(study: Study, out: Path | str) -> Path:
    """Where a study's results go: out/<name of the study>; a relative out counts from the repository's root.

    Raises StudyError where that place is the study, lies in it or around it, or holds files and no mark of a run.
    """
    folder = (ROOT / out / study.name).resolve()
    if folder.is_relative_to(study.path) or study.path.is_relative_to(folder):
        raise StudyError(f"the results of {study.name} would be written over its own folder: give another --out")
    refuse_foreign(folder)
    return folder


def refuse_foreign(folder: Path) -> None:
    """Raise StudyError where a folder is there that no run has made; one with nothing but hidden files is free."""
    if folder.is_dir() and (bears_mark(folder) or all(path.name.startswith(".") for path in folder.iterdir())):
        return
    if folder.exists():
        raise StudyError(f"{folder} is there already and no run has made it: give another --out, or move it away")


def bears_mark(folder: Path) -> bool:
    """Whether a run has made this results folder."""
    return any((folder / tables / MEASURED).is_file() for tables in ("tables", ".old-tables")) or bool(last_run(folder))


def last_run(folder: Path) -> dict[str, Any]:
    """The run.json of a results folder; empty where there is none or it is not one of ours."""
    try:
        record = json.loads((folder / RUN).read_text("utf-8"))
        kinds = {name: type(record[name]) for name in ("study", "notebooks", "files")}
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    return record if kinds == {"study": str, "notebooks": dict, "files": dict} else {}
