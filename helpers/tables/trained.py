"""What the trained model of meaning says of sentences: their tone, their frames, their tone toward actors.

Frames that the study itself taught (`framing.taught`) are scored in the same pass. It reads slowly, so in a big corpus
it scores a sample, drawn by outlet and voice (and actor), and every score carries the number of sentences that it
stands for.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from helpers import framing, sentiment
from helpers.encoder import meaning
from helpers.framing.taught import Taught
from helpers.layout.reading_form import ReadingForm
from helpers.sentiment.instrument import Instrument
from helpers.tables import schemas
from helpers.tables.cache import digest, load
from helpers.tables.ground import Ground
from helpers.tables.parallel import Run
from helpers.tables.rows import Row, each_row
from helpers.tables.shards import computed

TABLES = ("sentiment", "target_sentiment", "frame_scores")
TONE = "tone_model"  # whose scores tell which sentences the model read
TOLD = 0.05  # chances of a frame below this are left out
AT_ONCE = 256  # sentences that one job scores
FEWEST = 30  # sentences kept of each outlet x voice (and actor) when there are too many
# Which sentences, and which of their mentions, are scored: all, or of each stratum the same fraction, but at least
# FEWEST; drawn by a hash of the sentence, so always the same ones, and those of the actors among those of the voices.
# Of all units the hashes alone are held, eight bytes each: a stratum keeps those up to a last one.
_SAMPLE = """
with units as ({units}),
strata as (
    select outlet, voice, target, list(hash) as hashes, count(*) as size, sum(count(*)) over () as total
    from units group by outlet, voice, target),
kept as (
    select outlet, voice, target, size, least(size, greatest($3, ceil(size * $2 / total)))::int64 as n,
           list_sort(hashes)[n] as last
    from strata)
select sentence_id, target, language, s.text, u.start, u."end", size / n as weight
from units u join kept using (outlet, voice, target) join sentences s using (sentence_id) where u.hash <= last
order by sentence_id, target
"""
_HASH = "('0x' || left(md5(s.sentence_id), 16))::uint64 as hash"
_SENTENCES = f"""
    select s.sentence_id, '' as target, a.outlet, s.voice, a.language, 0 as start, 0 as "end", {_HASH}
    from sentences s join articles a using (article_id) where a.language in (select unnest($1))"""
_MENTIONS = f"""
    select s.sentence_id, m.target, a.outlet, s.voice, a.language,
           min(m.start - s.start) as start, arg_min(m."end" - s.start, m.start) as "end", {_HASH}
    from mentions m join sentences s using (sentence_id) join articles a on a.article_id = m.article_id
    where a.language in (select unnest($1))
    group by s.sentence_id, m.target, a.outlet, s.voice, a.language"""


def write(
    shards: Iterable[dict[str, pa.Table]], folder: Path, ground: Ground, taught: Taught, cache: Path, run: Run
) -> None:
    """The tables TABLES: what every sentence has in the shards and, of a sample, what the trained model says."""
    with schemas.Writers(folder, list(TABLES)) as writers:
        for shard in shards:
            for name in TABLES:
                writers.add(name, shard[name])
        if not ground.settings.target_sample:
            return
        frames = [frame.name for frame in ground.codebook.frames if frame.codebook == meaning.chosen().codebook]
        pa.default_memory_pool().release_unused()  # what the other tables took
        drawn = _drawn(folder, ground.settings.target_sample)
        chunks = [drawn[i : i + AT_ONCE] for i in range(0, len(drawn), AT_ONCE)]
        rests_on = digest(ground.code, *ground.instruments, *frames, taught.digest)
        jobs = ((cache / f"{digest(rests_on, chunk.to_json())}.chunk", (frames, taught, chunk)) for chunk in chunks)
        for path in computed(_scored, jobs, ground, run, "scoring tone and frames", len(chunks)):
            for name, table in schemas.unpack(load(path), TABLES).items():
                writers.add(name, table)


def _drawn(folder: Path, size: int) -> pd.DataFrame:
    """Sentences (their target is "") and mentions to score, in the order of the sentences."""
    languages = sorted({language for one in (*_sentence(), *_target()) for language in one.languages})
    with contextlib.closing(duckdb.connect()) as connection:
        for name in ("articles", "sentences", "mentions"):
            connection.read_parquet(str(folder / f"{name}.parquet")).create_view(name)
        asked = [languages, size, FEWEST]
        parts = [connection.execute(_SAMPLE.format(units=units), asked).df() for units in (_SENTENCES, _MENTIONS)]
    return pd.concat(parts).sort_values(["sentence_id", "target"], ignore_index=True)


def _sentence() -> list[Instrument]:
    return [one for one in sentiment.sentence_instruments().values() if one.sampled]


def _target() -> list[Instrument]:
    return [one for one in sentiment.target_instruments().values() if one.sampled]


def _scored(path: Path, job: tuple[list[str], Taught, pd.DataFrame]) -> tuple[Path, bytes]:
    frames, taught, drawn = job
    sentences, targets = _sentence(), _target()
    rows: dict[str, list[Row]] = defaultdict(list)
    for asked in each_row(drawn):
        form = ReadingForm(asked.text)
        weight = round(asked.weight, 6)
        key = asked.sentence_id
        if asked.target:
            span = form.read(asked.start, asked.end)
            for name in (one.name for one in targets if asked.language in one.languages):
                found = sentiment.score_targets([form.text], [span], name, asked.language)[0]
                rows["target_sentiment"].append((key, asked.target, name, round(float(found), 6), weight))
            continue
        for name in (one.name for one in sentences if asked.language in one.languages):
            (found,), (known,) = sentiment.score([form.text], name, asked.language)
            rows["sentiment"].append((key, name, round(float(found), 6), round(float(known), 6), weight))
            if name == TONE:
                rows["frame_scores"] += _frames(key, form.text, frames, weight)
                rows["frame_scores"] += _taught_frames(key, form.text, asked.language, taught, weight)
    return path, schemas.pack({name: schemas.build(name, rows[name]) for name in TABLES})


def _frames(sentence: str, text: str, frames: Sequence[str], weight: float) -> list[Row]:
    """Those that the package's model knows."""
    chances = dict(zip(meaning.FRAMES, meaning.read(text).frames, strict=True))
    own = np.array([chances[name] for name in frames])
    least = np.array([meaning.chosen().frames[name] for name in frames])
    return _worth_telling(sentence, frames, own, own >= least, weight)


def _taught_frames(sentence: str, text: str, language: str, taught: Taught, weight: float) -> list[Row]:
    """Those that the study taught."""
    names, (scores,), (present,) = taught.frames([text], language)
    return _worth_telling(sentence, names, scores, present, weight)


def _worth_telling(
    sentence: str, names: Sequence[str], scores: np.ndarray, present: np.ndarray, weight: float
) -> list[Row]:
    """Rows of frame_scores: the frames that are present, and those with a chance to be."""
    return [
        (sentence, name, framing.MODEL, round(float(score), 6), bool(there), weight)
        for name, score, there in zip(names, scores, present, strict=True)
        if there or score >= TOLD
    ]
