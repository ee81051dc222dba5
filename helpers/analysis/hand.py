"""What the machine measured and what people coded, of the same sentences: the estimates of a study, corrected.

``measures`` says what every sentence adds by the machine, to the ``part`` and to the ``whole`` of each group, and what
a coded one adds by hand; ``correction`` does the rest. Estimates are of all sentences, or apart for each voice, which
is itself measured, or for each outlet or period, which is known. Copies of one text count together as much as one of
them, in each outlet or period that has it; a sentence that several people coded counts for each of them in equal
parts. Draws with chances of their own count in proportion to their sentences: of each, the sentences stand for all
those left to draw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from helpers.analysis import coding, correction
from helpers.analysis.estimate import USUAL, Bootstrap
from helpers.analysis.measures import ALL, SHARE, TONE, Measure, each_voice, measures, of_words, voice_labels
from helpers.study import UNMEASURED
from helpers.tables.results import condition
from helpers.tables.rows import each_row

if TYPE_CHECKING:
    from helpers.tables.results import Results


UNKNOWN = "unknown"  # the voice that is never compared
Pairs = Callable[[Sequence[str]], Sequence[tuple[str, str]]]


class Apart(NamedTuple):
    """What estimates are told apart by: each voice, or what is known of articles (place: article_id -> key).

    Without either there is one key, ALL.
    """

    by_voice: bool = False
    place: pd.Series | None = None


WHOLE, BY_VOICE = Apart(), Apart(by_voice=True)


class Corrected(NamedTuple):
    """The voices of one measure, corrected: what is claimed where coding suffices to compare two of them.

    table: [group, *correction.COLUMNS]. pairs: their differences, [a, b, *correction.COLUMNS, decided]. codes:
    sentences that were coded for it.
    """

    table: pd.DataFrame
    pairs: pd.DataFrame
    codes: int


class Given(NamedTuple):
    """What the estimates of one group are made of, by key: [key as "group", story_id, part, whole], and the sample."""

    machine: pd.DataFrame
    sample: correction.Sample


# Sentences whose voice was looked for; a story counts once for each key, however many articles of it there are.
_BASE = (
    "with placed as ({placed}), copies as (select a.article_id, p.key, "
    "1 / count(*) over (partition by a.story_id, p.key) as counts "
    "from articles a join placed p using (article_id) where {where}), "
    "base as (select s.sentence_id, a.story_id, s.n_words, c.key, c.counts "
    "from sentences s join articles a using (article_id) "
    f"join copies c using (article_id) where s.voice <> '{UNMEASURED}' and {{where}}), "
    'rows as (select b.sentence_id, b.story_id, r."group", {key} as key, r.part * {share} * b.counts as part, '
    "r.whole * {share} * b.counts as whole from ({rows}) r join base b using (sentence_id) {voices}) "
)
_SUMS = _BASE + (
    'select "group", key, story_id, sum(part) as part, sum(whole) as whole from rows group by all order by all'
)
_CODED = _BASE + (
    'select sentence_id, "group", key, sum(part) as part, sum(whole) as whole from rows '
    "where list_contains(?, sentence_id) group by all order by all"
)
_SIZES = _BASE + "select story_id, count(*) as n from base group by all order by all"
_OF_CODED = _BASE + "select sentence_id, story_id, n_words, key, counts from base where list_contains(?, sentence_id)"
_MEASURED = {"key": "p.voice", "share": "p.part", "voices": "join parts p using (sentence_id)"}
_KNOWN = {"key": "b.key", "share": "1", "voices": ""}


def corrected(
    results: Results,
    coded: pd.DataFrame,
    outlets: Sequence[str] = (),
    only: Sequence[str] = (),
    *,
    bootstrap: Bootstrap = USUAL,
) -> pd.DataFrame:
    """Every estimate that the coding allows: [measure, group, label, *correction.COLUMNS], by measure.

    coded: the table of ``coding.coded``; only: measures, empty for all. Groups that neither machine nor people found
    are left out. The groups of tone are all sentences, and those of each voice.
    """
    parts = [
        _named(correction.corrected(*given, span=measure.span, bootstrap=bootstrap), measure, labels)
        for measure, labels, given in _overall(results, coded, outlets)
        if not only or measure.name in only
    ]
    return _joined(parts, ["measure", "group", "label", *correction.COLUMNS])


def ranked(
    results: Results,
    coded: pd.DataFrame,
    measure: str,
    outlets: Sequence[str] = (),
    voices: Sequence[str] = (),
    *,
    bootstrap: Bootstrap = USUAL,
) -> Corrected | None:
    """The voices of a measure (TONE, WORDS, REPORTED), corrected; None where not two voices have codes enough.

    coded: the table of ``coding.coded``; voices: those asked for, empty for all. The level of the differences is
    corrected for all pairs (Bonferroni).
    """
    study = results.study
    of = next((one for one in (*measures(results, coded), *of_words(study)) if one.name == measure), None)
    by = BY_VOICE if measure == TONE else WHOLE
    found = _found(results, of, coded, by, outlets) if of else None
    if found is None or of is None:
        return None
    names = [name for name in study.voice_names() if not voices or name in voices]
    given = found.keys(ALL, names) if by.by_voice else found.groups(names, of.is_there)
    pairs = every_pair(_compared(given, bootstrap))
    if not pairs:
        return None
    table = correction.corrected(*given, span=of.span, bootstrap=bootstrap)
    apart = correction.differences(*given, pairs, span=of.span, bootstrap=bootstrap)
    return Corrected(table, apart, len(given.sample.coded))


def expected(
    results: Results,
    coded: pd.DataFrame,
    codes: Sequence[int],
    outlets: Sequence[str] = (),
    *,
    bootstrap: Bootstrap = USUAL,
) -> pd.DataFrame:
    """How wide the corrected intervals would be with so many codes: [measure, group, label, codes, width]."""
    parts = [
        _named(correction.expected(*given, codes, span=measure.span, bootstrap=bootstrap), measure, labels)
        for measure, labels, given in _overall(results, coded, outlets)
    ]
    return _joined(parts, ["measure", "group", "label", "codes", "width"])


def apart(
    results: Results,
    coded: pd.DataFrame,
    by: Apart,
    outlets: Sequence[str] = (),
    *,
    bootstrap: Bootstrap = USUAL,
) -> pd.DataFrame:
    """Every estimate apart for each outlet, period or voice: [measure, group, label, key, *correction.COLUMNS]."""
    parts = [
        correction.corrected(*given, span=measure.span, bootstrap=bootstrap)
        .rename(columns={"group": "key"})
        .assign(measure=measure.name, group=group, label=measure.labels[group])
        for measure, group, given in _by_group(results, coded, by, outlets)
    ]
    return _joined(parts, ["measure", "group", "label", "key", *correction.COLUMNS])


def by_outlet(results: Results) -> Apart:
    """Apart for each outlet, by its name."""
    names = results.query("select article_id, outlet_name from articles order by outlet_name, article_id")
    return Apart(place=names.set_index("article_id")["outlet_name"])


def held(results: Results, coded: pd.DataFrame, by: Apart, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """What each outlet or period holds, and what of it was coded: [key, sentences, stories, codes, coded_stories]."""
    where, values = condition(outlets)
    placed, places = _placed(by)
    found = results.query(
        f"with placed as ({placed}) select p.key, count(*) as sentences, count(distinct a.story_id) as stories, "
        "count(*) filter (list_contains(?, s.sentence_id)) as codes, "
        "count(distinct a.story_id) filter (list_contains(?, s.sentence_id)) as coded_stories "
        "from sentences s join articles a using (article_id) join placed p using (article_id) "
        f"where s.voice <> '{UNMEASURED}' and {where} group by all",
        [*places, *[coded["sentence_id"].unique().tolist()] * 2, *values],
    )
    return found.set_index("key").loc[[key for key in _keys(by) if key in set(found["key"])]].reset_index()


def every_pair(keys: Sequence[str]) -> list[tuple[str, str]]:
    """Each two of some keys."""
    return list(combinations(keys, 2))


def last_and_first(keys: Sequence[str]) -> list[tuple[str, str]]:
    """The last of some keys against the first: what changed from one period to another."""
    return [(keys[-1], keys[0])] if len(keys) > 1 else []


def differences(
    results: Results,
    coded: pd.DataFrame,
    by: Apart,
    outlets: Sequence[str] = (),
    pairs: Pairs = every_pair,
    *,
    bootstrap: Bootstrap = USUAL,
) -> pd.DataFrame:
    """Differences between voices, outlets or periods that have codes enough, in every measure.

    Between voices the shares themselves are compared as well; those of unknown side are not. The level is corrected
    for all pairs of a measure (Bonferroni), as titles are. Returns [measure, group, label, a, b, *correction.COLUMNS,
    decided], a and b as keys.
    """
    asked = [
        (measure, group, given, pairs(_compared(given, bootstrap)))
        for measure, group, given in [
            *(_shares(results, coded, outlets) if by.by_voice else ()),
            *_by_group(results, coded, by, outlets),
        ]
    ]
    parts = []
    for measure, group, given, chosen in asked:
        if not chosen:
            continue
        together = sum(len(others) for other, _, _, others in asked if other.name == measure.name)
        at = replace(bootstrap, level=1 - (1 - bootstrap.level) * len(chosen) / together)
        found = correction.differences(given.machine, given.sample, chosen, span=measure.span, bootstrap=at)
        label = measure.labels.get(group, "")
        parts.append(found.assign(measure=measure.name, group=group, label=label))
    return _joined(parts, ["measure", "group", "label", "a", "b", *correction.COLUMNS, "decided"])


def _named(found: pd.DataFrame, measure: Measure, labels: Mapping[str, str]) -> pd.DataFrame:
    """Estimates with the measure that they are of, and the labels of their groups."""
    return found.assign(measure=measure.name, label=found["group"].map(dict(labels)))


def _joined(parts: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """Tables one below the other; none of those without rows, whose columns have no type."""
    parts = [part for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def _compared(given: Given, bootstrap: Bootstrap) -> list[str]:
    """The keys that are compared with one another: those with codes enough, in order."""
    known = correction.supported(given.sample, bootstrap)
    return [key for key in dict.fromkeys(given.machine["group"]) if key in known and key != UNKNOWN]


class _Found(NamedTuple):
    """What `Given` is, of all groups: the machine's sums and the codes have [group, key]."""

    machine: pd.DataFrame
    sample: correction.Sample

    def groups(self, names: Iterable[str], is_there: str) -> Given:
        """The groups of these that are there, over all keys."""
        codes = self.sample.codes.drop(columns="key")
        return _in_order(self.machine.drop(columns="key"), self.sample._replace(codes=codes), names, is_there)

    def keys(self, group: str, names: Iterable[str]) -> Given:
        """The keys of these in which one group could be, each as a group."""
        machine, codes = (
            rows[rows["group"] == group].drop(columns="group").rename(columns={"key": "group"})
            for rows in (self.machine, self.sample.codes)
        )
        return _in_order(machine, self.sample._replace(codes=codes), names, "whole")


def _in_order(machine: pd.DataFrame, sample: correction.Sample, names: Iterable[str], is_there: str) -> Given:
    """Those of some groups whose sum ``is_there`` is not zero by the machine or by hand, in order."""
    codes = sample.codes
    there = {*machine["group"][machine[is_there] > 0], *codes["group"][codes[f"hand_{is_there}"] > 0]}
    groups = [name for name in names if name in there]
    lacking = pd.DataFrame({"group": groups, "story_id": sample.sizes.index[0], "part": 0.0, "whole": 0.0})
    return Given(pd.concat([lacking, machine[machine["group"].isin(groups)]], ignore_index=True), sample)


def _overall(
    results: Results, coded: pd.DataFrame, outlets: Sequence[str]
) -> Iterator[tuple[Measure, dict[str, str], Given]]:
    """Each measure over all sentences, its groups with their labels; tone for each voice as well."""
    for measure in measures(results, coded):
        if found := _found(results, measure, coded, WHOLE, outlets):
            yield measure, measure.labels, found.groups(measure.labels, measure.is_there)
        if measure.name == TONE and (found := _found(results, measure, coded, BY_VOICE, outlets)):
            labels = voice_labels(results.study)
            yield measure, labels, found.keys(ALL, labels)


def _shares(results: Results, coded: pd.DataFrame, outlets: Sequence[str]) -> Iterator[tuple[Measure, str, Given]]:
    """The shares of voices in all sentences, as if they were one group."""
    for measure in measures(results, coded):
        if measure.name == SHARE and (found := _found(results, measure, coded, WHOLE, outlets)):
            yield measure, ALL, found.groups(measure.labels, measure.is_there)


def _by_group(
    results: Results, coded: pd.DataFrame, by: Apart, outlets: Sequence[str]
) -> Iterator[tuple[Measure, str, Given]]:
    """Each group of each measure, told apart. The shares of voices by voice would be 0 and 1."""
    for measure in measures(results, coded):
        if by.by_voice and measure.name == SHARE:
            continue
        if found := _found(results, measure, coded, by, outlets):
            names = voice_labels(results.study) if by.by_voice else _keys(by)
            there = found.groups(measure.labels, measure.is_there).machine["group"]
            for group in dict.fromkeys(there):
                yield measure, group, found.keys(group, names)


def _found(results: Results, measure: Measure, coded: pd.DataFrame, by: Apart, outlets: Sequence[str]) -> _Found | None:
    """The machine's sums and the sample of a measure; None where nothing was coded for it."""
    needs = {*measure.needs, "voice"} if by.by_voice else {*measure.needs}
    if coded.empty or not needs <= set(coded):
        return None
    own = coded[coding.has_codes(coded, sorted(needs)) & coded["chance"].fillna(_unknown(coded)).notna()]
    where, values = condition(outlets, languages=measure.languages)
    placed, places = _placed(by)
    ask = {"where": where, "rows": measure.rows, "placed": placed} | (_MEASURED if by.by_voice else _KNOWN)
    given = [*places, *values, *values, *measure.values]
    ids = own["sentence_id"].tolist()
    own = own.merge(results.query(_OF_CODED.format(**ask), [*given, ids]), on="sentence_id", validate="m:1")
    if own.empty:
        return None
    machine = results.query(_SUMS.format(**ask), given)
    of_coded = results.query(_CODED.format(**ask), [*given, ids])
    sizes = results.query(_SIZES.format(**ask), given).set_index("story_id")["n"]
    codes = of_coded.merge(_by_hand(own, measure, by), on=["sentence_id", "group", "key"], how="outer").fillna(0.0)
    return _Found(machine, correction.Sample(sizes, _chances(own), codes))


def _keys(by: Apart) -> list[str]:
    """The keys of what is known of articles, in the order of their table."""
    return [ALL] if by.place is None else list(dict.fromkeys(by.place.dropna()))


def _placed(by: Apart) -> tuple[str, list[list[str]]]:
    """A query for [article_id, key], and its values."""
    if by.place is None:
        return f"select article_id, '{ALL}' as key from articles", []
    place = by.place.dropna()
    return "select unnest(?::varchar[]) as article_id, unnest(?::varchar[]) as key", [list(place.index), list(place)]


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


def _by_hand(own: pd.DataFrame, measure: Measure, by: Apart) -> pd.DataFrame:
    """[sentence_id, group, key, hand_part, hand_whole], the mean over the people who coded a sentence."""
    coders = own.groupby("sentence_id")["coder"].transform("size")
    rows = [
        (row.sentence_id, group, key, part * share * row.counts / n, whole * share * row.counts / n)
        for row, n in zip(each_row(own), coders, strict=True)
        for group, part, whole in measure.by_hand(row)
        for key, share in (each_voice(row.voice) if by.by_voice else ((row.key, 1.0),))
    ]
    table = pd.DataFrame(rows, columns=["sentence_id", "group", "key", "hand_part", "hand_whole"])
    return table.groupby(["sentence_id", "group", "key"], as_index=False).sum()
