"""What needs the whole corpus: stories, and one name and one voice a speaker."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa

from helpers import speakers
from helpers.layout import damage
from helpers.study import (
    Problem,
    Study,
    notes_once,
    nothing_read,
)
from helpers.tables import register, schemas, trained
from helpers.tables.cache import digest, load
from helpers.tables.sketch import Sketch
from helpers.tables.sketch_file import SketchFile
from helpers.tables.stories import Told, story_ids
from helpers.tables.translations import suggested


def assemble(shards: list[Path], problems: list[Problem], folder: Path, study: Study) -> tuple[str, int, int]:
    """Write every table but `trained.TABLES`; the hash of the corpus, the numbers of articles read and lost."""
    told: list[Told] = []
    who = register.Told()
    hashes = []
    met: list[Problem] = []
    languages: list[tuple[str, str, str, bool]] = []
    sketches = SketchFile(folder)
    for shard in opened(shards):
        listed = shard["articles"].select(["file", "outlet", "language", "detected"]).to_pydict()
        languages.extend(
            (file, sys.intern(outlet), sys.intern(language), "language" in found.split())
            for file, outlet, language, found in zip(*listed.values(), strict=True)
        )
        told.extend(_told(shard, sketches))
        hashes.extend(shard["articles"]["sha256"].to_pylist())
        who.add(shard["attributions"])
        met.extend(Problem(**row) for row in shard["errors"].to_pylist())
    lost = n_lost(problems + met)
    if not told:
        raise nothing_read(study, problems + met)
    stories = dict(zip((one.article_id for one in told), story_ids(told), strict=True))
    sketches.close()
    problems += [Problem(file, 0, why, "doubt") for file, why in damage.odd_languages(languages)]
    known_as = {old: new for old, new in speakers.canonical(who.names).items() if old != new}
    known = who.register(known_as, study, problems)
    with schemas.Writers(folder, [name for name in schemas.SCHEMAS if name not in trained.TABLES]) as writers:
        for shard in opened(shards):
            shard["articles"] = _map(shard["articles"], "story_id", stories)
            for name in ("sentences", "attributions"):
                shard[name] = _map(shard[name], "speaker", known_as)
            known.apply(shard)
            for name in writers.n_rows.keys() - {"errors"}:
                writers.add(name, shard[name])
        writers.add("speakers", known.table(study))
        writers.add("errors", schemas.build("errors", notes_once(met + problems)))
        writers.add("story_suggestions", schemas.build("story_suggestions", suggested(told, stories)))
    return digest(*sorted(hashes)), len(told), lost


def n_lost(problems: Iterable[Problem]) -> int:
    """How many of the problems are articles that are missing."""
    return sum(problem.severity == "lost" for problem in problems)


def opened(shards: Iterable[Path]) -> Iterator[dict[str, pa.Table]]:
    """The tables of each shard."""
    for path in shards:
        yield schemas.unpack(load(path), schemas.IN_SHARDS)


def _told(shard: dict[str, pa.Table], stored: SketchFile) -> Iterator[Told]:
    """What the stories of a shard's articles are found by."""
    articles = shard["articles"].select(["article_id", "published", "language"]).to_pylist()
    sketches = shard["sketches"]
    kept = sketches.select(["n_units", "words", "story", "facts"]).to_pylist()
    runs, openings = (_parts(sketches[name]) for name in ("runs", "opening"))
    for article, row, run, opening in zip(articles, kept, runs, openings, strict=True):
        facts = [sys.intern(fact) for fact in row["facts"]]  # most stand in several articles
        made = Sketch(row["n_units"], row["words"], run.reshape(-1, 3), opening)
        article["language"] = sys.intern(article["language"])
        yield Told(**article, story=row["story"], facts=facts, sketch=stored.keep(made))


def _parts(column: pa.ChunkedArray) -> Iterator[np.ndarray]:
    """The lists of numbers in a column, each a part of one array."""
    for chunk in column.chunks:
        numbers = chunk.values.to_numpy()
        yield from (numbers[start:end] for start, end in pairwise(chunk.offsets.to_pylist()))


def _map(table: pa.Table, column: str, changes: dict[str, str]) -> pa.Table:
    """The table with some values of a string column replaced."""
    if not changes:
        return table
    values = [changes.get(value, value) for value in table[column].to_pylist()]
    return table.set_column(
        table.schema.get_field_index(column), table.schema.field(column), pa.array(values, pa.string())
    )
