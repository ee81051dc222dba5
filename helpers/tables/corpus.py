"""What needs the whole corpus: stories, one name and one voice a speaker, the sample for slow target instruments."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from helpers import sentiment, speakers
from helpers.layout import damage
from helpers.layout.reading_form import ReadingForm
from helpers.study import (
    Problem,
    Study,
    nothing_read,
)
from helpers.tables import register, schemas
from helpers.tables.annotate import mean_by_pair
from helpers.tables.cache import digest, load
from helpers.tables.ground import Ground
from helpers.tables.parallel import Run
from helpers.tables.shards import computed
from helpers.tables.sketch import Sketch
from helpers.tables.stories import Told, story_ids
from helpers.tables.translations import suggested

PAIRS_PER_CHUNK = 512  # sentences that one call of a sampled instrument scores
MIN_PER_STRATUM = 30  # sentences kept of each outlet x voice x target when there are too many


def assemble(shards: list[Path], problems: list[Problem], folder: Path, study: Study) -> tuple[str, int, int]:
    """Write every table but target_sentiment; the hash of the corpus, the numbers of articles read and lost."""
    told: list[Told] = []
    who = register.Told()
    hashes = []
    lost = list(problems)
    languages: list[tuple[str, str, str, bool]] = []
    for shard in map(_open, shards):
        listed = shard["articles"].select(["file", "outlet", "language", "detected"]).to_pydict()
        languages.extend((*row, "language" in found.split()) for *row, found in zip(*listed.values(), strict=True))
        told.extend(_told(shard))
        hashes.extend(shard["articles"]["sha256"].to_pylist())
        who.add(shard["attributions"])
        lost.extend(Problem(**row) for row in shard["errors"].to_pylist())
    if not told:
        raise nothing_read(study, lost)
    stories = dict(zip((one.article_id for one in told), story_ids(told), strict=True))
    problems += [Problem(file, 0, why, "doubt") for file, why in damage.odd_languages(languages)]
    known_as = {old: new for old, new in speakers.canonical(who.names).items() if old != new}
    known = who.register(known_as, study, problems)
    with schemas.Writers(folder, [name for name in schemas.SCHEMAS if name != "target_sentiment"]) as writers:
        for shard in map(_open, shards):
            shard["articles"] = _map(shard["articles"], "story_id", stories)
            for name in ("sentences", "attributions"):
                shard[name] = _map(shard[name], "speaker", known_as)
            known.apply(shard)
            for name in writers.n_rows:
                writers.add(name, shard[name])
        writers.add("speakers", known.table(study))
        writers.add("errors", schemas.build("errors", problems))
        writers.add("story_suggestions", schemas.build("story_suggestions", suggested(told, stories)))
    return digest(*sorted(hashes)), len(told), n_lost(lost)


def n_lost(problems: Iterable[Problem]) -> int:
    """How many of the problems are articles that are missing."""
    return sum(problem.severity == "lost" for problem in problems)


def _open(path: Path) -> dict[str, pa.Table]:
    return schemas.unpack(load(path), schemas.IN_SHARDS)


def _told(shard: dict[str, pa.Table]) -> Iterator[Told]:
    """What the stories of a shard's articles are found by."""
    articles = shard["articles"].select(["article_id", "published", "language"]).to_pylist()
    sketches = shard["sketches"]
    kept = sketches.select(["n_units", "words", "story", "facts"]).to_pylist()
    runs, openings = (_parts(sketches[name]) for name in ("runs", "opening"))
    for article, row, run, opening in zip(articles, kept, runs, openings, strict=True):
        facts = [sys.intern(fact) for fact in row["facts"]]  # most stand in several articles
        made = Sketch(row["n_units"], row["words"], run.reshape(-1, 3), opening)
        yield Told(**article, story=row["story"], facts=facts, sketch=made)


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


# Which sentence-target pairs a sampled instrument scores: all, or of each stratum (outlet x voice x
# target) the same fraction, but at least MIN_PER_STRATUM; drawn by a hash, so always the same ones.
_SAMPLE = """
with pairs as (
    select m.sentence_id, m.target, a.outlet, s.voice, a.language,
           min(m.start - s.start) as start, arg_min(m."end" - s.start, m.start) as "end"
    from mentions m join sentences s using (sentence_id) join articles a on a.article_id = m.article_id
    where a.language in (select unnest($1))
    group by m.sentence_id, m.target, a.outlet, s.voice, a.language),
ranked as (
    select *, count(*) over () as total, count(*) over stratum as size,
           row_number() over (stratum order by md5(sentence_id || ' ' || target), sentence_id) as rank
    from pairs window stratum as (partition by outlet, voice, target))
select sentence_id, target, language, s.text, r.start, r."end",
       size / least(size, greatest($3, ceil(size * $2 / total))) as weight
from ranked r join sentences s using (sentence_id) where rank <= greatest($3, ceil(size * least(1.0, $2 / total)))
order by sentence_id, target
"""


def write_targets(shards: list[Path], folder: Path, ground: Ground, cache: Path, run: Run) -> None:
    """The table target_sentiment: the rows of what scores every mention and, of a sample, of what is sampled."""
    with schemas.Writers(folder, ["target_sentiment"]) as writers:
        for shard in map(_open, shards):
            writers.add("target_sentiment", shard["target_sentiment"])
        for instrument in sentiment.target_instruments().values():
            if not (instrument.sampled and ground.settings.target_sample):
                continue
            sample = _sample(folder, ground.settings.target_sample, instrument.languages)
            chunks = [sample[i : i + PAIRS_PER_CHUNK] for i in range(0, len(sample), PAIRS_PER_CHUNK)]
            jobs = (
                (cache / f"{digest(ground.code, instrument.name, chunk.to_json())}.chunk", (instrument.name, chunk))
                for chunk in chunks
            )
            for path in computed(_score_chunk, jobs, ground, run, "scoring actors", len(chunks)):
                for name, table in schemas.unpack(load(path), ["target_sentiment"]).items():
                    writers.add(name, table)


def _sample(folder: Path, size: int, languages: tuple[str, ...]) -> pd.DataFrame:
    with contextlib.closing(duckdb.connect()) as connection:
        for name in ("articles", "sentences", "mentions"):
            connection.read_parquet(str(folder / f"{name}.parquet")).create_view(name)
        return connection.execute(_SAMPLE, [list(languages), size, MIN_PER_STRATUM]).df()


def _score_chunk(path: Path, job: tuple[str, pd.DataFrame]) -> tuple[Path, bytes]:
    instrument, sample = job
    rows = []
    for language, part in sample.groupby("language", sort=False):
        forms = list(map(ReadingForm, part["text"]))
        spans = [form.read(*span) for form, *span in zip(forms, part["start"], part["end"], strict=True)]
        scores = sentiment.score_targets([form.text for form in forms], spans, instrument, str(language))
        keys = list(zip(part["sentence_id"], part["target"], strict=True))
        rows += [
            (*row[:-1], round(weight, 6))
            for row, weight in zip(mean_by_pair(keys, scores, instrument), part["weight"], strict=True)
        ]
    return path, schemas.pack({"target_sentiment": schemas.build("target_sentiment", rows)})
