"""Measure a study: its texts -> the tables, shard by shard, with workers and a cache; and open what was measured."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from helpers.framing import taught
from helpers.study import (
    MEASURED,
    Problem,
    RunError,
    Study,
    StudyError,
    entries,
    load_study,
    output_folder,
)
from helpers.study.given import listed_speakers
from helpers.tables import corpus, parallel, schemas, trained
from helpers.tables.annotate import Settings
from helpers.tables.cache import clear, code_version, digest, sha256
from helpers.tables.corpus import assemble, n_lost
from helpers.tables.ground import Ground, csv_sums, fingerprint, sums
from helpers.tables.results import TEXTS, Results
from helpers.tables.shards import annotate_all
from helpers.tables.staging import copy, put_in_place, staging

WAIT = 600  # seconds that one measurement waits for another to put its tables in place


def open_results(
    study: str | Path = "seeds",
    out: str | Path = "outputs",
    settings: Settings | None = None,
    told: Callable[[str], None] | None = None,
) -> Results:
    """The results of a study, measured now where they are missing or older than what they rest on.

    Without settings those of the last measurement hold, else the defaults of the study. ``told`` is given a sentence
    before anything is measured.
    """
    opened, columns = load_study(study), None
    folder = output_folder(opened, out)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        record = json.loads((folder / "tables" / MEASURED).read_text("utf-8"))
        stored = Settings(**record["settings"])
        columns = record["columns"]
        opened = load_study(study, columns)
        if (
            settings in (None, stored)
            and record["fingerprint"] == fingerprint(Ground.of(opened, stored))
            and record["tables_sha256"] == sums(folder / "tables")
        ):
            return Results(opened, folder, stored, record)
        settings = settings or stored
    if told:
        told(f"{opened.title} is measured first: about a minute for a hundred articles.")
    return measure(study, out, settings, columns=columns)


def measure(
    study: str | Path = "seeds",
    out: str | Path = "outputs",
    settings: Settings | None = None,
    *,
    workers: int | None = None,
    dask: str = "",
    cache: Path | None = None,
    columns: Mapping[str, str] | None = None,
    last: Path | None = None,
) -> Results:
    """Write all tables of a study to out/<study>/tables, replacing the last ones only once all are there.

    workers: processes on this machine (all cores if None). dask: address of a Dask scheduler to
    use instead. cache: folder for the results of shards, out/.cache if None. columns: see `load_study`. last: the
    results whose tables are taken over where all that they rest on is the same, out/<study> if None.
    Raises StudyError for a mistake in study.yaml or in the catalogue, or where no text can be read, and
    RunError where workers are killed again and again, or the articles read and lost are not all that were given; a bad
    article is a row of the table errors.
    """
    opened = load_study(study, columns)
    settings = settings or default_settings(opened)
    folder = output_folder(opened, out)
    cache = cache or folder.parent / ".cache"
    ground = Ground.of(opened, settings)  # a mistake in a codebook or lexicon stops here, before any work
    as_it_was = fingerprint(ground)
    frames, doubts = taught.load(opened, ground.codebook)
    clear(cache)
    processes = partial(parallel.pool, workers, dask, code_version)  # none while the parts are joined: memory for both
    with processes() as run:
        shards, problems, given = _annotated(ground, cache, run)
    problems += doubts
    parts = digest(_rest_on(shards, problems, opened), frames.digest)
    with staging(folder, WAIT) as stage:
        new = stage / "tables"
        record = _taken_over(last or folder, new, as_it_was, parts, given)
        if record:
            record["cache"] = _from(folder, cache)
            _finish(record, new, folder)
            return Results(opened, folder, settings, record)
        new.mkdir()
        texts, read, lost = assemble(shards, problems, new, opened)
        if given != read + lost:
            raise RunError(f"{given} texts were given, but {read} read and {lost} lost: please report it")
        with processes() as run:
            trained.write(corpus.opened(shards), new, ground, frames, cache, run)
        record = {
            "study": opened.name,
            "settings": settings.model_dump(),
            "columns": dict(columns or {}),
            "cache": _from(folder, cache),
            "fingerprint": as_it_was,
            "parts_sha256": parts,
            "articles": {"given": given, "read": read, "lost": lost},
            "corpus_sha256": texts,
            "codebooks_sha256": ground.codebook.digest,
            "taught_frames_sha256": frames.digest,
            "code_sha256": code_version(),
            "tables_sha256": sums(new),
            "csv_sha256": csv_sums(new),
        }
        _finish(record, new, folder)
    return Results(opened, folder, settings, record)


def _from(folder: Path, cache: Path) -> str:
    return Path(os.path.relpath(cache, folder)).as_posix()


def _rest_on(shards: list[Path], problems: list[Problem], study: Study) -> str:
    """Hash of what the tables are put together from: the parts, what was said of the texts, the speakers listed.

    A part's name is what it rests on, but of one whose process was killed, which may go otherwise the next time.
    """
    parts = (sha256(path) if path.suffix == ".killed" else path.name for path in shards)
    return digest(*parts, *map(repr, problems), repr(listed_speakers(study, [])))


def _taken_over(last: Path, new: Path, as_it_was: str, parts: str, given: int) -> dict[str, Any]:
    """The record of the last tables, which are now in `new` too; empty where they rest on other things or were touched.

    A large corpus that has not changed is not put together again.
    """
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        tables = last / "tables"
        record = json.loads((tables / MEASURED).read_text("utf-8"))
        rests_on = record["fingerprint"], record["parts_sha256"], record["articles"]["given"]
        if rests_on != (as_it_was, parts, given):
            return {}
        if record["tables_sha256"] == sums(tables) and record["csv_sha256"] == csv_sums(tables):
            new.mkdir()
            for name in (*(f"{table}.parquet" for table in record["tables_sha256"]), *record["csv_sha256"]):
                copy(tables / name, new / name)
            return dict(record)
    return {}


def _finish(record: Mapping[str, Any], new: Path, folder: Path) -> None:
    """Write the record of finished tables, and put both into their place."""
    (new / MEASURED).write_text(json.dumps(record, indent=1), "utf-8")
    folder.mkdir(exist_ok=True)
    put_in_place(new, folder / "tables", schemas.FILES)


def _annotated(ground: Ground, cache: Path, run: parallel.Run) -> tuple[list[Path], list[Problem], int]:
    """The shards, what was said of their texts, and how many were given; the list of them all ends with it."""
    articles, problems = entries(ground.study, cache / TEXTS)
    given = len(articles) + n_lost(problems)
    return annotate_all(ground, articles, problems, cache, run), problems, given


def default_settings(study: Study) -> Settings:
    """The settings with the study's own defaults in their place. Raises StudyError where one of them cannot be."""
    own = {name: value for name, value in study.defaults.items() if name in Settings.model_fields}
    try:
        return Settings.model_validate(own)
    except ValueError as error:
        raise StudyError(f"{study.name}/study.yaml: defaults: {str(error).splitlines()[-2].strip()}") from None
