"""Measure a study: its texts -> the tables, shard by shard, with workers and a cache; and open what was measured."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

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
from helpers.tables import corpus, parallel, schemas, trained
from helpers.tables.annotate import Settings
from helpers.tables.cache import clear, code_version
from helpers.tables.corpus import assemble, n_lost
from helpers.tables.ground import Ground, fingerprint, sums
from helpers.tables.results import TEXTS, Results
from helpers.tables.shards import annotate_all
from helpers.tables.staging import put_in_place, staging

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
) -> Results:
    """Write all tables of a study to out/<study>/tables, replacing the last ones only once all are there.

    workers: processes on this machine (all cores if None). dask: address of a Dask scheduler to
    use instead. cache: folder for the results of shards, out/.cache if None. columns: see `load_study`.
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
    with staging(folder, WAIT) as stage:
        new = stage / "tables"
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
            "cache": Path(os.path.relpath(cache, folder)).as_posix(),
            "fingerprint": as_it_was,
            "articles": {"given": given, "read": read, "lost": lost},
            "corpus_sha256": texts,
            "codebooks_sha256": ground.codebook.digest,
            "taught_frames_sha256": frames.digest,
            "code_sha256": code_version(),
            "tables_sha256": sums(new),
        }
        (new / MEASURED).write_text(json.dumps(record, indent=1), "utf-8")
        folder.mkdir(exist_ok=True)
        put_in_place(new, folder / "tables", schemas.FILES)
    return Results(opened, folder, settings, record)


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
