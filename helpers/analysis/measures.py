"""What hand coding can correct: each measure of a study, as the machine tells it and as a coded sentence does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from helpers import framing, sentiment
from helpers.analysis import tone
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    from helpers.study import Study
    from helpers.tables.results import Results


ALL = "*"  # the group of all sentences
NARRATOR = "narrator"  # the voice of whoever writes
SHARE, TONE, TOWARD, FRAME = "share of sentences", "tone", "tone toward", "frame"  # the measures
WORDS, REPORTED = "share of words", "share of reported words"  # of voices too, as figures of words have them
FRAME_BY_MODEL = "frame by the model"  # compared with the coding, and not corrected by it
Codes = Iterator[tuple[object, float, float]]  # of a sentence: group, part, whole


class Measure(NamedTuple):
    """One of the study's measures.

    rows: a query for [sentence_id, group, part, whole] with its values; needs: the columns that must be coded;
    by_hand: what a coded row adds; labels: of the groups, in order; span: lowest and highest value; languages: that it
    is measured in, empty for all; is_there: the sum that is not zero where the group is found at all.
    """

    name: str
    rows: str
    values: list[Any]
    needs: tuple[str, ...]
    by_hand: Callable[[Any], Codes]
    labels: dict[str, str]
    span: tuple[float, float] = (0.0, 1.0)
    languages: tuple[str, ...] = ()
    is_there: str = "part"


def measures(results: Results, coded: pd.DataFrame) -> list[Measure]:
    """What a study's hand coding can correct."""
    study = results.study
    return [*_voices(study), *_tone(results), *_targets(results), *_frames(study, coded)]


def of_words(study: Study) -> list[Measure]:
    """Shares of voices as `measures` has them, of the words in place of the sentences: of all, of those reported."""
    names = study.voice_names()
    quoted = [name for name in names if name != NARRATOR]
    labels = voice_labels(study)
    rows = (
        'select s.sentence_id, v.voice as "group", '
        "sum(case when s.voice = v.voice then s.part * s.n_words else 0 end) as part, {whole} as whole "
        "from parts s cross join (select unnest(?::varchar[]) as voice) v group by all"
    )

    def by_hand(row: Any) -> Codes:
        own = dict(each_voice(row.voice))
        return ((name, own.get(name, 0.0) * row.n_words, row.n_words) for name in names)

    def reported_by_hand(row: Any) -> Codes:
        own = dict(each_voice(row.voice))
        whole = (1 - own.get(NARRATOR, 0.0)) * row.n_words
        return ((name, own.get(name, 0.0) * row.n_words, whole) for name in quoted)

    every, reported = (
        "sum(s.part * s.n_words)",
        f"sum(case when s.voice <> '{NARRATOR}' then s.part * s.n_words else 0 end)",
    )
    return [
        Measure(WORDS, rows.format(whole=every), [names], ("voice",), by_hand, labels),
        Measure(REPORTED, rows.format(whole=reported), [quoted], ("voice",), reported_by_hand, labels),
    ]


def each_voice(code: str) -> list[tuple[str, float]]:
    """The voices of a code, each with its part of the sentence."""
    voices = code.split(JOINT)
    return [(voice, 1 / len(voices)) for voice in voices]


def _voices(study: Study) -> Iterator[Measure]:
    """Share of sentences by voice."""
    names = study.voice_names()

    def by_hand(row: Any) -> Codes:
        own = dict(each_voice(row.voice))
        return ((name, own.get(name, 0.0), 1.0) for name in names)

    rows = (
        'select s.sentence_id, v.voice as "group", sum(case when s.voice = v.voice then s.part else 0 end) as part, '
        "1.0 as whole from parts s cross join (select unnest(?::varchar[]) as voice) v group by all"
    )
    yield Measure(SHARE, rows, [names], ("voice",), by_hand, voice_labels(study))


def _tone(results: Results) -> Iterator[Measure]:
    """Mean tone of all sentences."""
    study, name = results.study, tone.instrument(results)
    if not name:
        return

    def by_hand(row: Any) -> Codes:
        yield ALL, row.tone, 1.0

    rows = (
        f"select t.sentence_id, '{ALL}' as \"group\", t.score * t.weight as part, t.weight as whole "
        "from sentiment t where t.instrument = ? and t.score is not null"
    )
    languages = tuple(sentiment.sentence_instruments(study)[name].languages)
    yield Measure(TONE, rows, [name], ("tone",), by_hand, {ALL: "All sentences"}, (-1.0, 1.0), languages, "whole")


def _targets(results: Results) -> Iterator[Measure]:
    """Mean tone toward each actor, of the sentences that mention it."""
    targets, name = results.study.targets, tone.instrument(results, "target_sentiment")
    if not name or not targets:
        return

    def by_hand(row: Any) -> Codes:
        codes = {target.name: getattr(row, f"t_{target.name}", None) for target in targets}
        return ((target, code, 1.0) for target, code in codes.items() if pd.notna(code))

    rows = (
        'select t.sentence_id, t.target as "group", t.score * t.weight as part, t.weight as whole '
        "from target_sentiment t where t.instrument = ? and t.score is not null"
    )
    needs = tuple(f"t_{target.name}" for target in targets)
    labels = {target.name: target.label for target in targets}
    yield Measure(TOWARD, rows, [name], needs, by_hand, labels, (-1.0, 1.0), (), "whole")


def _frames(study: Study, coded: pd.DataFrame) -> Iterator[Measure]:
    """Share of sentences that carry each frame, of the codebooks of which any frame was coded."""
    codebook = framing.load_codebooks(study)
    used = set().union(*coded["frames"].dropna()) if "frames" in coded else set()
    asked = {codebook.frame(name).codebook for name in used}
    labels = {f.name: f.label for f in codebook.frames if f.codebook in asked and not f.residual}

    def by_hand(row: Any) -> Codes:
        return ((name, float(name in row.frames), 1.0) for name in labels)

    rows = (
        'select s.sentence_id, f.frame as "group", (h.frame is not null)::double as part, 1.0 as whole '
        "from sentences s cross join (select unnest(?::varchar[]) as frame) f left join "
        "(select distinct sentence_id, frame from frame_hits) h on h.sentence_id = s.sentence_id and h.frame = f.frame"
    )
    languages = tuple(sorted(codebook.languages))
    yield Measure(FRAME, rows, [list(labels)], ("frames",), by_hand, labels, languages=languages)


def voice_labels(study: Study) -> dict[str, str]:
    """Voice -> label, in the study's order."""
    return {name: study.style(name).label for name in study.voice_names()}
