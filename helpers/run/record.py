"""run.json: what a run was made of and what it made, and what of it the next run need not make again."""

from __future__ import annotations

import contextlib
import datetime
import json
from pathlib import Path
from typing import Any

from helpers.run import provenance
from helpers.run.jobs import Job
from helpers.tables import staging
from helpers.tables.cache import sha256
from helpers.tables.results import Results


def reuse(job: Job, last: dict[str, Any], target: Path, folder: Path) -> dict[str, Any]:
    """Take over what the last run made of a job, if its key is the same and its files are untouched; else {}."""
    known = last.get("notebooks", {}).get(job.name, {})
    if known.get("key") != job.key:
        return {}
    if any(
        not (target / name).is_file() or sha256(target / name) != last["files"].get(name) for name in known["files"]
    ):
        return {}
    for name in known["files"]:
        if not (folder / name).exists():
            staging.copy(target / name, folder / name)
    return known | {"status": "unchanged"}


def describe(
    results: Results,
    started: datetime.datetime,
    values: dict[str, Any],
    notebooks: dict[str, dict[str, Any]],
    problems: list[str],
) -> dict[str, Any]:
    """The content of run.json."""
    files = [path for path in results.folder.rglob("*") if path.is_file()]
    seconds = (datetime.datetime.now(datetime.UTC) - started).total_seconds()
    return {
        "study": results.study.name,
        "title": results.study.title,
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(seconds, 1),
        "primary": results.study.primary.model_dump(),
        "parameters": values,
        "versions": provenance.versions(),
        "git": provenance.git(),
        "articles": results.record["articles"],
        "corpus_sha256": results.record["corpus_sha256"],
        "codebooks_sha256": results.record["codebooks_sha256"],
        "taught_frames_sha256": results.record["taught_frames_sha256"],
        "notebooks": notebooks,
        "files": provenance.hashes(results.folder, files),
        "unusable": results.table("errors").to_dict("records"),
        "missing_glyphs": [] if problems else missing_glyphs(results.folder),
        "errors": problems,
    }


def missing_glyphs(folder: Path) -> list[str]:
    """The characters in figures that no font on this computer has, from their cards."""
    found: set[str] = set()
    for path in (folder / "figures").glob("*.json"):
        with contextlib.suppress(ValueError, TypeError, KeyError):
            found.update(json.loads(path.read_text("utf-8"))["missing_glyphs"])
    return sorted(found)
