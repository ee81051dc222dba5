"""Estimates corrected for the machine's errors by a hand-coded sample with known chances.

What the machine measured in all sentences is plenty and wrong in a way that nobody knows; what people coded is right
and little. Both together: the machine's total over all sentences, and to it the machine's errors as the coded sentences
show them, each of these standing for 1/chance sentences:

    total = lam * sum(machine, all) + N / sum(1/chance) * sum((hand - lam * machine) / chance, coded)

Whatever the errors are, it is right on average, for the chances are known. It is the design-based estimator of Egami,
Hinck, Stewart & Wei (2023), NeurIPS 36, arXiv:2306.04746 (lam = 1), the weights of the sample made to sum to the N
sentences that it was drawn from (Hajek). lam says how far the machine is leaned on: the power tuning of Angelopoulos,
Duchi & Zrnic (2023), "PPI++", arXiv:2311.01453, here the lam of the least variance over stories, within 0 and 1. For
n of N sentences drawn alike that is cov(hand, machine) / var(machine), and the estimate is that of PPI++, whose own lam
is this one divided by 1 + n / (N - n). A lam learned from few codes makes intervals too short, so it is tuned only from
TUNED_FROM codes on, FEWEST of them inside and FEWEST outside of the class; else lam = 1.

A mean or share is the ratio of two such totals, ``part`` in ``whole``. Where membership in the group is measured too
(the sentences of a voice), both are corrected: a sentence has a part and a whole by the machine, and a part and a whole
by hand. This solves the corrected moment of part - estimate * whole.

Chance is drawn over stories, with all of their sentences and codes, so an interval covers what the coding leaves open
and how other stories of the same kind would have looked (expanded percentiles, see ``helpers.analysis.estimate``). Two
things keep it honest where errors are rare. It is taken out as far as the effective number of stories asks for, which
is 2 * sum(e^2)^2 / (sum(e^4) - sum(e^2)^2 / K) for K stories of influence e: all of them for errors alike everywhere,
few where few stories hold all the errors (the degrees of freedom of Satterthwaite 1946, moments from the data). And the
draws hold one coded sentence more, a third of it an error upward, a third one downward, a third none: where no error
was found, there may still be some. So much weighs each of three kinds before any is seen in the prior of Perks (1947,
Journal of the Institute of Actuaries 73), recommended by Berger, Bernardo & Sun (2015, Bayesian Analysis 10:1); half of
an error each way makes the intervals of rare classes wider than they need be.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from helpers.analysis.estimate import USUAL, Bootstrap

TUNED_FROM = 200  # codes from which on lam is tuned
FEWEST = 20  # codes inside a class, and outside of it, below which it is rare
UNSEEN = 1 / 3  # coded sentences that the draws hold more, with each of the two errors
MOST_LOST = 0.02  # share of draws without an estimate from which on there is no interval
WAYS = ("naive", "corrected", "by_hand")
HAND = ["hand_part", "hand_whole", "part", "whole"]
COLUMNS = [
    *(name for way in WAYS for name in (way, f"{way}_low", f"{way}_high")),
    *("lam", "codes", "stories", "enough"),
]


class Sample(NamedTuple):
    """A hand-coded sample of the sentences that estimates are about.

    sizes: story -> sentences that could have been drawn. coded: one row a coded sentence, [sentence_id, story_id,
    chance]. codes: one row a coded sentence and group that it is of, by the machine or by hand: [sentence_id, group,
    part, whole, hand_part, hand_whole].
    """

    sizes: pd.Series
    coded: pd.DataFrame
    codes: pd.DataFrame


class Sums(NamedTuple):
    """The sums of one group over the sentences of each story, one array a column; or in each draw of stories.

    part, whole: of the machine, all sentences; n: sentences; the others of coded sentences, each divided by its chance.
    """

    part: np.ndarray
    whole: np.ndarray
    n: np.ndarray
    hand_part: np.ndarray
    hand_whole: np.ndarray
    coded_part: np.ndarray
    coded_whole: np.ndarray
    coded_n: np.ndarray

    def total(self) -> Sums:
        """The sums over all stories."""
        return Sums(*(column.sum() for column in self))

    def ratio(self, lam: float) -> np.ndarray:
        """The estimate: with lam 0 that of the hand coding alone. NaN where the corrected whole is nothing."""
        with np.errstate(divide="ignore", invalid="ignore"):
            part = lam * self.part + self.n / self.coded_n * (self.hand_part - lam * self.coded_part)
            whole = self.corrected_whole(lam)
            return np.where(whole > 0, part / whole, np.nan)

    def corrected_whole(self, lam: float) -> np.ndarray:
        """What the estimate is a part of."""
        with np.errstate(divide="ignore", invalid="ignore"):
            whole: np.ndarray = lam * self.whole + self.n / self.coded_n * (self.hand_whole - lam * self.coded_whole)
            return whole

    def naive(self) -> np.ndarray:
        """The estimate by the machine alone."""
        with np.errstate(divide="ignore", invalid="ignore"):
            share: np.ndarray = self.part / self.whole
            return share


def corrected(
    machine: pd.DataFrame, sample: Sample, *, span: tuple[float, float], bootstrap: Bootstrap = USUAL
) -> pd.DataFrame:
    """The mean of each group by the machine, corrected, and by the hand coding alone, with intervals over stories.

    machine: [group, story_id, part, whole], the sums of all sentences; span: lowest and highest value of the measure.
    Returns [group, *COLUMNS]: codes and stories are those of the group by hand. Where they are fewer than the bootstrap
    asks for, ``enough`` is False, and only the machine's estimate is given.
    """
    groups = dict.fromkeys(machine["group"]) if len(machine) else {}
    rows = []
    for name in groups:
        group = _group(machine, sample, name, span, bootstrap)
        values = [(np.clip(way.estimate, *span), *_interval(way, span, bootstrap)) for way in group.ways]
        rows.append((name, *sum(values, ()), group.lam, group.codes, group.stories, group.enough))
    return pd.DataFrame(rows, columns=["group", *COLUMNS]).astype({"enough": bool})


def differences(
    machine: pd.DataFrame,
    sample: Sample,
    pairs: Sequence[tuple[Any, Any]],
    *,
    span: tuple[float, float],
    bootstrap: Bootstrap = USUAL,
) -> pd.DataFrame:
    """Mean of group a minus mean of group b, [a, b, *COLUMNS, decided], the level corrected for all pairs (Bonferroni).

    COLUMNS as in ``corrected``; decided: the corrected interval leaves zero out, and there are stories enough. Both
    groups are drawn with the same stories, so a story that holds both counts as the pair it is.
    """
    at = bootstrap.corrected(len(pairs))
    found = {name: _group(machine, sample, name, span, at) for pair in pairs for name in pair}
    rows = []
    for a, b in pairs:
        one, two = found[a], found[b]
        gaps = [
            _Way(x.estimate - y.estimate, x.drawn - y.drawn, min(x.clusters, y.clusters))
            for x, y in zip(one.ways, two.ways, strict=True)
        ]
        values = [(gap.estimate, *_interval(gap, (span[0] - span[1], span[1] - span[0]), at)) for gap in gaps]
        stories = min(one.stories, two.stories)
        _, low, high = values[WAYS.index("corrected")]
        least = (min(one.lam, two.lam), min(one.codes, two.codes), stories, one.enough and two.enough)
        rows.append((a, b, *sum(values, ()), *least, at.decides(low, high, stories)))
    return pd.DataFrame(rows, columns=["a", "b", *COLUMNS, "decided"]).astype({"enough": bool, "decided": bool})


def supported(sample: Sample, bootstrap: Bootstrap = USUAL) -> list[Any]:
    """The groups of which people coded sentences enough, of stories enough, for a corrected interval."""
    member = sample.codes[sample.codes["hand_whole"] > 0].merge(sample.coded, on="sentence_id")
    held = member.groupby("group").agg({"sentence_id": "nunique", "story_id": "nunique"})
    return [name for name, n, stories in held.itertuples() if bootstrap.suffices(n, stories)]


def expected(
    machine: pd.DataFrame,
    sample: Sample,
    codes: Sequence[int],
    *,
    span: tuple[float, float],
    bootstrap: Bootstrap = USUAL,
) -> pd.DataFrame:
    """How wide the corrected intervals would be with so many codes drawn as these were: [group, codes, width].

    The variance of a corrected estimate has two parts: that of the coded sentences' errors, which falls with 1/codes,
    and that of the stories, which no coding takes away. The first is estimated from the sample, the second is what the
    variance of the estimate has beside it. Groups without codes enough for an interval, and more codes than there are
    sentences, are left out.
    """
    rows = []
    for name in dict.fromkeys(machine["group"]) if len(machine) else ():
        group = _group(machine, sample, name, span, bootstrap)
        if not group.enough:
            continue
        sums, own = _sums(machine, sample, name)
        whole = float(sums.total().corrected_whole(group.lam))
        total = float(sums.n.sum())
        of_one = _spread_of_errors(own, group.lam, group.ways[1].estimate) * (total / whole) ** 2
        by_hand, by_machine = _influence(sums)
        now = float(((by_hand + group.lam * by_machine) ** 2).sum()) / whole**2
        stories = max(now - of_one * (1 / len(own) - 1 / total), of_one / total)
        for n in (n for n in codes if n <= total):
            borne = min(group.ways[1].clusters * n / len(own), len(sums.n))
            reach = stdtrit(max(borne - 1, 1), (1 + bootstrap.level) / 2)
            rows.append((name, n, min(2 * reach * np.sqrt(stories + of_one * (1 / n - 1 / total)), span[1] - span[0])))
    return pd.DataFrame(rows, columns=["group", "codes", "width"])


def _spread_of_errors(own: pd.DataFrame, lam: float, mean: float) -> float:
    """The variance that one coded sentence alone would give to the mean error of them all, weighted as they are."""
    hand_part, hand_whole, part, whole = own[HAND].to_numpy(float).T
    error = hand_part - mean * hand_whole - lam * (part - mean * whole)
    weight = 1 / own["chance"].to_numpy(float)
    weight /= weight.sum()
    return len(own) * float((weight**2 * (error - weight @ error) ** 2).sum())


class _Way(NamedTuple):
    """An estimate, what it is in each draw, and how many stories bear it."""

    estimate: float
    drawn: np.ndarray
    clusters: float


class _Group(NamedTuple):
    """A group's estimates in WAYS, and what they rest on."""

    ways: tuple[_Way, ...]
    lam: float
    codes: int
    stories: int
    enough: bool


def _group(
    machine: pd.DataFrame, sample: Sample, name: object, span: tuple[float, float], bootstrap: Bootstrap
) -> _Group:
    sums, own = _sums(machine, sample, name)
    total = sums.total()
    member = own[own["hand_whole"] > 0]
    codes, stories = len(member), member["story_id"].nunique()
    enough = bootstrap.suffices(codes, stories) and float(total.ratio(1.0)) == float(total.ratio(1.0))
    lam = _tuned(sums) if enough and len(own) >= TUNED_FROM and not _rare(member, span) else 1.0
    draws = Sums(*bootstrap.draw(np.column_stack(_with_unseen(sums, sample.coded))).T)
    ways = [_Way(float(total.naive()), draws.naive(), int((sums.whole > 0).sum()))]
    none = _Way(np.nan, np.full(bootstrap.resamples, np.nan), 0)
    for lean in (lam, 0.0):
        borne = min(sample.coded["story_id"].nunique(), _borne(sums, lean)) if enough else 0
        ways.append(_Way(float(total.ratio(lean)), draws.ratio(lean), borne) if enough else none)
    return _Group(tuple(ways), lam, codes, stories, enough)


def _borne(sums: Sums, lam: float) -> float:
    """How many stories bear an estimate."""
    hand, machine = _influence(sums)
    return effective(hand + lam * machine) + 1


def _interval(way: _Way, span: tuple[float, float], bootstrap: Bootstrap) -> tuple[float, float]:
    """The expanded percentile interval, inside the span; none for too few stories or draws without an estimate."""
    if way.clusters < 2 or np.isnan(way.drawn).mean() > MOST_LOST:
        return np.nan, np.nan
    low, high = bootstrap.interval(way.drawn, way.clusters)
    return max(low, span[0]), min(high, span[1])


def _sums(machine: pd.DataFrame, sample: Sample, group: object) -> tuple[Sums, pd.DataFrame]:
    """The sums of a group over each story, and the codes of all coded sentences for it, zeros where it is not of it."""
    stories = sample.sizes.index
    of_machine = machine[machine["group"] == group].groupby("story_id")[["part", "whole"]].sum().reindex(stories)
    codes = sample.codes[sample.codes["group"] == group].groupby("sentence_id")[HAND].sum()
    own = sample.coded.join(codes, on="sentence_id").fillna(dict.fromkeys(HAND, 0.0))
    weighted = own[HAND].assign(n=1.0).div(own["chance"], axis=0).groupby(own["story_id"]).sum().reindex(stories)
    columns = [of_machine["part"], of_machine["whole"], sample.sizes, *(weighted[name] for name in [*HAND, "n"])]
    return Sums(*(column.fillna(0).to_numpy(float) for column in columns)), own


def _rare(member: pd.DataFrame, span: tuple[float, float]) -> bool:
    """Whether too few of a group's coded sentences are at the lower end of the measure's span, or too few are not."""
    low = (member["hand_part"] <= span[0] * member["hand_whole"]).sum()
    return bool(min(low, len(member) - low) < FEWEST)


def _influence(sums: Sums) -> tuple[np.ndarray, np.ndarray]:
    """What each story's hand coding, and its machine's measurement, adds to the estimate: it is theirs + lam * these.

    The linearised estimate (Taylor) at lam = 1, up to its denominator.
    """
    total = sums.total()
    mean, each = float(total.ratio(1.0)), float(total.n / total.coded_n)

    def error(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
        coded = each * (part - mean * whole)
        away: np.ndarray = coded - coded.sum() / total.n * (each * sums.coded_n - sums.n)
        return away

    hand = error(sums.hand_part, sums.hand_whole)
    machine = sums.part - mean * sums.whole - error(sums.coded_part, sums.coded_whole)
    return hand - hand.mean(), machine - machine.mean()


def _tuned(sums: Sums) -> float:
    """The lam within 0 and 1 with which the estimate varies least over stories."""
    hand, machine = _influence(sums)
    spread = float(machine @ machine)
    return float(np.clip(-(hand @ machine) / spread, 0, 1)) if spread > 0 else 1.0


def effective(influence: np.ndarray) -> float:
    """The degrees of freedom of a variance over stories that add so unevenly to an estimate; at least 1.

    >>> round(effective(np.array([9.0, -1, -1, -1, -1, -1, -1, -1, -1, -1])), 1)  # one story bears nearly all
    2.8
    """
    away = influence - influence.mean()
    squares, fourths = float((away**2).sum()), float((away**4).sum())
    left = fourths - squares**2 / len(away)
    return float(np.clip(2 * squares**2 / left, 1, len(away) - 1)) if left > 0 else len(away) - 1.0


def _with_unseen(sums: Sums, coded: pd.DataFrame) -> Sums:
    """The sums with two more stories, each of them nothing but UNSEEN of a coded sentence with an error."""
    weight = UNSEEN * float((1 / coded["chance"]).mean()) if len(coded) else 0.0
    member = float(sums.hand_whole.sum() / max(sums.coded_n.sum(), 1))
    errors = {"hand_part": np.array([weight, -weight]) * member}
    return Sums(*(np.append(getattr(sums, name), errors.get(name, [0, 0])) for name in sums._fields))
