"""What the machine measured and what people coded, of the same sentences: the estimates of a study, corrected.

Each measure says with a query what every sentence adds by the machine, to the ``part`` and to the ``whole`` of each
group, and with a function what a coded one adds by hand; ``correction`` does the rest. Copies of one text count
together as much as one of them; a sentence that several people coded counts for each of them in equal parts. Draws with
chances of their own count in proportion to their sentences: of each, the sentences stand for all those left to draw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from helpers import framing, sentiment
from helpers.analysis import coding, correction, tone
from helpers.analysis.estimate import USUAL, Bootstrap
from helpers.study import UNMEASURED
from helpers.tables.results import condition
from helpers.tables.rows import each_row
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    from helpers.study import Study
    from helpers.tables.results import Results


ALL = "*"  # the group of all sentences
Codes = Iterator[tuple[object, float, float]]  # of a sentence: group, part, whole


class Measure(NamedTuple):
    """One of the study's measures.

    rows: a query for [sentence_id, group, part, whole] of the sentences ``s`` (their part ``s.part`` of a voice) with
    its values; needs: the columns that must be coded; by_hand: what a coded row adds; labels: of the groups, in order;
    span: lowest and highest value; languages: that it is measured in, empty for all; is_there: the sum that is not zero
    where the group is found at all.
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


# Sentences whose voice was looked for, with how many articles their story has.
_BASE = (
    "with copies as (select story_id, count(*) as copies from articles a where {where} group by all), "
    "base as (select s.*, a.story_id, 1 / c.copies as counts from sentences s join articles a using (article_id) "
    f"join copies c using (story_id) where s.voice <> '{UNMEASURED}' and {{where}}), "
    'rows as (select sentence_id, story_id, "group", part * counts as part, whole * counts as whole '
    "from ({rows}) join base using (sentence_id)) "
)
_SUMS = _BASE + 'select "group", story_id, sum(part) as part, sum(whole) as whole from rows group by all order by all'
_CODED = _BASE + (
    'select sentence_id, "group", sum(part) as part, sum(whole) as whole from rows '
    "where list_contains(?, sentence_id) group by all order by all"
)
_SIZES = _BASE + "select story_id, count(*) as n from base group by all order by all"
_OF_CODED = _BASE + "select sentence_id, story_id, counts from base where list_contains(?, sentence_id)"


def measures(results: Results, coded: pd.DataFrame) -> list[Measure]:
    """What a study's hand coding can correct."""
    study = results.study
    return [*_voices(study), *_tone(results), *_targets(results), *_frames(study, coded)]


def corrected(
    results: Results, coded: pd.DataFrame, outlets: Sequence[str] = (), *, bootstrap: Bootstrap = USUAL
) -> pd.DataFrame:
    """Every estimate that the coding allows: [measure, group, label, *correction.COLUMNS], by measure.

    coded: the table of ``coding.coded``. Groups that neither machine nor people found are left out.
    """
    parts = []
    for measure in measures(results, coded):
        given = _given(results, measure, coded, outlets)
        if given is None:
            continue
        found = correction.corrected(*given, span=measure.span, bootstrap=bootstrap)
        parts.append(found.assign(measure=measure.name, label=found["group"].map(measure.labels)))
    columns = ["measure", "group", "label", *correction.COLUMNS]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def expected(
    results: Results,
    coded: pd.DataFrame,
    codes: Sequence[int],
    outlets: Sequence[str] = (),
    *,
    bootstrap: Bootstrap = USUAL,
) -> pd.DataFrame:
    """How wide the corrected intervals would be with so many codes: [measure, group, label, codes, width]."""
    parts = []
    for measure in measures(results, coded):
        given = _given(results, measure, coded, outlets)
        if given is None:
            continue
        found = correction.expected(*given, codes, span=measure.span, bootstrap=bootstrap)
        parts.append(found.assign(measure=measure.name, label=found["group"].map(measure.labels)))
    columns = ["measure", "group", "label", "codes", "width"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def _given(
    results: Results, measure: Measure, coded: pd.DataFrame, outlets: Sequence[str]
) -> tuple[pd.DataFrame, correction.Sample] | None:
    """The machine's sums and the sample of a measure; None where nothing was coded for it."""
    if coded.empty or not set(measure.needs) <= set(coded):
        return None
    own = coded[coding.has_codes(coded, measure.needs) & coded["chance"].fillna(_unknown(coded)).notna()]
    where, values = condition(outlets, languages=measure.languages)
    ask = {"where": where, "rows": measure.rows}
    before = [*values, *values]
    ids = own["sentence_id"].tolist()
    units = results.query(_OF_CODED.format(**ask), [*before, *measure.values, ids])
    own = own.merge(units, on="sentence_id", validate="m:1")
    if own.empty:
        return None
    machine = results.query(_SUMS.format(**ask), [*before, *measure.values])
    of_coded = results.query(_CODED.format(**ask), [*before, *measure.values, ids])
    sizes = results.query(_SIZES.format(**ask), [*before, *measure.values]).set_index("story_id")["n"]
    codes = of_coded.merge(_by_hand(own, measure), on=["sentence_id", "group"], how="outer").fillna(0.0)
    there = {*machine["group"][machine[measure.is_there] > 0], *codes["group"][codes[f"hand_{measure.is_there}"] > 0]}
    groups = [name for name in measure.labels if name in there]
    lacking = pd.DataFrame({"group": groups, "story_id": sizes.index[0], "part": 0.0, "whole": 0.0})
    ordered = pd.concat([lacking, machine[machine["group"].isin(groups)]], ignore_index=True)
    return ordered, correction.Sample(sizes, _chances(own), codes)


def outside(coded: pd.DataFrame) -> int:
    """Rows that stand outside every correction: they do not tell their chance, though others do."""
    return int((coded["chance"].fillna(_unknown(coded)).isna()).sum())


def _unknown(coded: pd.DataFrame) -> float:
    """The chance of a sentence that tells none: alike where no sentence does, else not known."""
    return 1.0 if coded["chance"].isna().all() else float("nan")


def _chances(own: pd.DataFrame) -> pd.DataFrame:
    """[sentence_id, story_id, chance] of the coded sentences, the draws pooled in proportion to what was coded."""
    each = own.drop_duplicates("sentence_id")
    chance = each["chance"].fillna(1.0)
    drawn = each.groupby(each["draw"])["sentence_id"].transform("size")
    return each[["sentence_id", "story_id"]].assign(chance=chance * len(each) / drawn)


def _by_hand(own: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """[sentence_id, group, hand_part, hand_whole], the mean over the people who coded a sentence."""
    coders = own.groupby("sentence_id")["coder"].transform("size")
    rows = [
        (row.sentence_id, group, part * row.counts / n, whole * row.counts / n)
        for row, n in zip(each_row(own), coders, strict=True)
        for group, part, whole in measure.by_hand(row)
    ]
    table = pd.DataFrame(rows, columns=["sentence_id", "group", "hand_part", "hand_whole"])
    return table.groupby(["sentence_id", "group"], as_index=False).sum()


def _each_voice(code: str) -> list[tuple[str, float]]:
    """The voices of a code, each with its part of the sentence."""
    voices = code.split(JOINT)
    return [(voice, 1 / len(voices)) for voice in voices]


def _voices(study: Study) -> Iterator[Measure]:
    """Share of sentences by voice."""
    names = study.voice_names()

    def by_hand(row: Any) -> Codes:
        own = dict(_each_voice(row.voice))
        return ((name, own.get(name, 0.0), 1.0) for name in names)

    rows = (
        'select s.sentence_id, v.voice as "group", sum(case when s.voice = v.voice then s.part else 0 end) as part, '
        "1.0 as whole from parts s cross join (select unnest(?::varchar[]) as voice) v group by all"
    )
    yield Measure("share of sentences", rows, [names], ("voice",), by_hand, _labels(study))


def _tone(results: Results) -> Iterator[Measure]:
    """Mean tone of all sentences, and of those of each voice."""
    study, name = results.study, tone.instrument(results)
    if not name:
        return

    def by_hand(row: Any) -> Codes:
        yield ALL, row.tone, 1.0
        for voice, part in _each_voice(row.voice):
            yield voice, row.tone * part, part

    scored = "join sentiment t using (sentence_id) where t.instrument = ? and t.score is not null"
    rows = (
        f"select s.sentence_id, '{ALL}' as \"group\", t.score * t.weight as part, t.weight as whole "
        f"from sentences s {scored} union all "
        'select s.sentence_id, s.voice as "group", t.score * t.weight * s.part as part, t.weight * s.part as whole '
        f"from parts s {scored}"
    )
    languages = tuple(sentiment.sentence_instruments(study)[name].languages)
    labels = {ALL: "All sentences"} | _labels(study)
    yield Measure("tone", rows, [name, name], ("voice", "tone"), by_hand, labels, (-1.0, 1.0), languages, "whole")


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
    yield Measure("tone toward", rows, [name], needs, by_hand, labels, (-1.0, 1.0), (), "whole")


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
    yield Measure("frame", rows, [list(labels)], ("frames",), by_hand, labels, languages=languages)


def _labels(study: Study) -> dict[str, str]:
    return {name: study.style(name).label for name in study.voice_names()}
