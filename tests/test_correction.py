"""Corrected estimates: by hand, against PPI++ and the design-based method, and how often the intervals hold."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.analysis import correction
from helpers.analysis.estimate import Bootstrap

FEW = Bootstrap(min_n=1, min_clusters=2, resamples=200)


def made(hand, machine, coded, chance=None, story=None, group="all", whole=None, hand_whole=None):
    """machine: a value for each sentence; hand: one for each coded one (by its place in ``coded``)."""
    n = len(machine)
    story = list(range(n)) if story is None else story
    whole = [1.0] * n if whole is None else whole
    rows = pd.DataFrame({"group": group, "story_id": story, "part": machine, "whole": whole, "sentence_id": range(n)})
    own = rows.iloc[list(coded)].assign(hand_part=hand, chance=len(coded) / n if chance is None else chance)
    own = own.assign(hand_whole=1.0 if hand_whole is None else hand_whole)
    sizes = rows.groupby("story_id").size()
    return rows, correction.Sample(sizes, own[["sentence_id", "story_id", "chance"]], own)


def test_by_hand():
    """Eight sentences, the machine finds 5; of four coded it is wrong in two, both times too much: 5/8 - 2/4."""
    machine = [1.0, 1, 1, 0, 1, 1, 0, 0]
    rows, sample = made([1.0, 0, 0, 0], machine, [0, 1, 2, 3])
    found = correction.corrected(rows, sample, span=(0, 1), bootstrap=FEW).iloc[0]
    assert (found["naive"], found["corrected"], found["by_hand"]) == pytest.approx((5 / 8, 5 / 8 - 2 / 4, 1 / 4))
    assert (found["codes"], found["stories"], found["lam"], bool(found["enough"])) == (4, 4, 1.0, True)


def test_chances_by_hand():
    """Two of ten were drawn with 1/2, so each stands for two: weights 2 and 2; two of the others with 1/4."""
    machine = [1.0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    rows, sample = made([0.0, 1, 1, 0], machine, [0, 1, 2, 3], chance=[1 / 2, 1 / 2, 1 / 4, 1 / 4])
    found = correction.corrected(rows, sample, span=(0, 1), bootstrap=FEW).iloc[0]
    # The machine 2/10; its errors -1, 0, 1, 0 with weights 2, 2, 4, 4: +2 of 12.
    assert found["corrected"] == pytest.approx(2 / 10 + 2 / 12)
    assert found["by_hand"] == pytest.approx((2 + 4) / 12)


def test_a_group_whose_members_are_found_by_the_machine_by_hand():
    """Numerator and denominator are corrected, each by its own errors."""
    whole, hand_whole = [1.0, 1, 1, 1, 0, 0, 0, 0], [1.0, 0, 1]
    machine = [1.0, 1, 0, 0, 0, 0, 0, 0]
    rows, sample = made([1.0, 0, 1], machine, [0, 1, 4], whole=whole, hand_whole=hand_whole)
    found = correction.corrected(rows, sample, span=(0, 1), bootstrap=FEW).iloc[0]
    each = 8 / 3
    part, size = 2 + each * ((1 - 1) + (0 - 1) + (1 - 0)), 4 + each * ((1 - 1) + (0 - 1) + (1 - 0))
    assert found["naive"] == 2 / 4 and found["corrected"] == pytest.approx(part / size)


def test_everything_coded_is_what_was_coded():
    hand = [1.0, 0, 0, 1, 1, 0]
    rows, sample = made(hand, [0.0, 1, 1, 1, 0, 0], range(6))
    found = correction.corrected(rows, sample, span=(0, 1), bootstrap=FEW).iloc[0]
    assert found["corrected"] == found["by_hand"] == 0.5
    assert found["corrected_low"] == pytest.approx(found["by_hand_low"])


# ppi-python 0.2.3 (MIT), ppi_mean_pointestimate and ppi_mean_ci(alpha=.05) on these numbers: lam 1, tuned, 0.
HAND = [1.0, 0, 1, 1, 0, 0, 1, 0, 1, 1]
OF_CODED = [1.0, 0, 1, 0, 0, 1, 1, 0, 1, 1]
OF_OTHERS = [1.0, 0, 0, 1, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0]
PPI = {1.0: (0.56, 0.22134, 0.89866), 0.0: (0.6, 0.29636369, 0.90363631)}
PPI_TUNED = 0.58413333


def ppi_sums():
    rows, sample = made(HAND, OF_CODED + OF_OTHERS, range(10))
    return correction._sums(rows, sample, "all")[0]


@pytest.mark.parametrize("lam", PPI)
def test_equal_to_ppi_python(lam):
    """PPI++ leans on the sentences that are not coded, this on all: its lam is N / (n + N) of ours."""
    n, others = len(HAND), len(OF_OTHERS)
    sums = ppi_sums()
    ours = lam * (n + others) / others
    assert sums.total().ratio(ours) == pytest.approx(PPI[lam][0], abs=1e-8)
    hand, machine = correction._influence(sums)
    error = np.sqrt(((hand + ours * machine) ** 2).sum()) / (n + others)
    theirs = (PPI[lam][2] - PPI[lam][1]) / 2 / 1.959964
    assert error == pytest.approx(theirs, rel=0.02)


def test_tuned_as_ppi_python_tunes():
    """Its variance of the machine is that of all sentences, ours that of each kind: alike but for chance."""
    sums = ppi_sums()
    assert sums.total().ratio(correction._tuned(sums)) == pytest.approx(PPI_TUNED, abs=0.005)


def test_tuned_is_the_slope_of_hand_on_machine():
    random = np.random.default_rng(3)
    machine = random.normal(size=4000)
    hand = 0.6 * machine + random.normal(size=4000)
    coded = random.choice(4000, 1000, replace=False)
    rows, sample = made(hand[coded], machine, coded)
    slope = np.cov(hand[coded], machine[coded])[0, 1] / machine[coded].var()
    assert correction._tuned(correction._sums(rows, sample, "all")[0]) == pytest.approx(slope, abs=0.03)


def test_lam_is_one_where_codes_are_few_or_the_class_is_rare():
    random = np.random.default_rng(4)
    for n, rate, tuned in ((150, 0.4, False), (300, 0.4, True), (300, 0.03, False)):
        hand = (random.random(1000) < rate).astype(float)
        machine = np.where(random.random(1000) < 0.3, 1 - hand, hand)
        coded = random.choice(1000, n, replace=False)
        rows, sample = made(hand[coded], machine, coded)
        found = correction.corrected(rows, sample, span=(0, 1), bootstrap=FEW).iloc[0]
        assert bool(found["lam"] < 1) is tuned


def test_equal_to_the_design_based_method():
    """The corrected moment of Egami et al. (2023), equation by equation, and its variance, clustered by story."""
    random = np.random.default_rng(5)
    story = np.sort(random.integers(0, 60, 600))
    member = (random.random(600) < 0.5).astype(float)
    value = random.normal(size=600)
    chance = np.where(member == 1, 0.4, 0.2)
    coded = np.flatnonzero(random.random(600) < chance)
    hand_member = np.where(random.random(600) < 0.2, 1 - member, member)
    hand = value + random.normal(scale=0.3, size=600)
    by_hand = {"hand_whole": hand_member[coded], "whole": member}
    rows, sample = made((hand * hand_member)[coded], value * member, coded, chance[coded], story, **by_hand)
    sums = correction._sums(rows, sample, "all")[0]
    seen = np.isin(np.arange(600), coded)
    weight = np.where(seen, 1 / chance, 0)
    weight *= 600 / weight.sum()

    def moments(theta):
        by_machine, by_hand = member * (value - theta), hand_member * (hand - theta)
        return by_machine + weight * (by_hand - by_machine)

    theta = float(sums.total().ratio(1.0))
    assert moments(theta).sum() == pytest.approx(0, abs=1e-9)
    hand_of, machine_of = correction._influence(sums)
    by_story = pd.Series(moments(theta)).groupby(story).sum().to_numpy()
    ours, plain = ((hand_of + machine_of) ** 2).sum(), (by_story**2).sum()
    assert ours == pytest.approx(plain, rel=0.1)  # plain has sum(1/chance) as given, ours as an estimate of N


@settings(max_examples=30)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=12, max_size=40), st.integers(0, 99))
def test_estimates_stay_inside_the_measure(pairs, seed):
    hand, machine = (np.array(side, float) for side in zip(*pairs, strict=True))
    coded = np.random.default_rng(seed).choice(len(hand), 10, replace=False)
    rows, sample = made(hand[coded], machine, coded)
    found = correction.corrected(rows, sample, span=(0, 1), bootstrap=FEW).iloc[0]
    for way in correction.WAYS:
        low, value, high = (found[f"{way}{end}"] for end in ("_low", "", "_high"))
        assert 0 <= value <= 1 and 0 <= low <= high <= 1


def test_too_few_codes_give_the_machine_alone():
    rows, sample = made([1.0, 0], [1.0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0], [0, 1])
    found = correction.corrected(rows, sample, span=(0, 1)).iloc[0]
    assert found["naive"] == 0.5 and not found["enough"]
    assert found[["corrected", "corrected_low", "by_hand", "by_hand_high"]].isna().all()


def test_without_an_error_among_few_codes_there_may_be_some():
    machine = np.tile([1.0, 0], 200)
    rows, sample = made(machine[:40], machine, range(40))
    found = correction.corrected(rows, sample, span=(0, 1)).iloc[0]
    width = found["corrected_high"] - found["corrected_low"]
    assert width > found["naive_high"] - found["naive_low"]


def test_the_draws_hold_a_third_of_an_error_each_way():
    """Of eight sentences four are coded, each stands for two: two thirds of a sentence more, and two thirds less."""
    rows, sample = made([1.0, 0, 0, 0], [1.0, 1, 1, 0, 1, 1, 0, 0], [0, 1, 2, 3])
    sums = correction._sums(rows, sample, "all")[0]
    more = correction._with_unseen(sums, sample.coded)
    assert more.hand_part[-2:].tolist() == pytest.approx([2 / 3, -2 / 3]) and more.n[-2:].tolist() == [0, 0]
    assert more.total().ratio(1.0) == pytest.approx(sums.total().ratio(1.0))


def test_differences_by_hand():
    parts = []
    for name, hand, machine in (("a", [1.0, 1, 0], [1.0, 1, 1, 1, 0, 0]), ("b", [0.0, 0, 0], [0.0, 1, 0, 0, 1, 0])):
        parts.append(made(hand, machine, [0, 1, 2], group=name))
    rows = pd.concat([part for part, _ in parts])
    codes = pd.concat([sample.codes.assign(sentence_id=sample.codes["sentence_id"]) for _, sample in parts])
    sample = parts[0][1]._replace(codes=codes)
    found = correction.differences(rows, sample, [("a", "b")], span=(0, 1), bootstrap=FEW).iloc[0]
    # a: 4/6 - 1/3, b: 2/6 - 1/3.
    assert found["corrected"] == pytest.approx(1 / 3) and found["naive"] == pytest.approx(2 / 6)
    assert -1 <= found["corrected_low"] <= found["corrected"] <= found["corrected_high"] <= 1


def test_intervals_hold_the_truth():
    """120 worlds of 200 stories, a machine that errs more in one direction, 100 codes: about 95 in 100 hold it."""
    random = np.random.default_rng(6)
    held = {way: 0 for way in correction.WAYS}
    for trial in range(120):
        story = np.repeat(np.arange(200), random.integers(1, 6, 200))
        rate = np.clip(random.beta(2, 4, 200)[story], 0, 1)
        hand = (random.random(len(story)) < rate).astype(float)
        machine = np.where(hand == 1, random.random(len(story)) < 0.8, random.random(len(story)) < 0.25).astype(float)
        coded = random.choice(len(story), 100, replace=False)
        rows, sample = made(hand[coded], machine, coded, story=story)
        found = correction.corrected(rows, sample, span=(0, 1), bootstrap=Bootstrap(resamples=300, seed=trial)).iloc[0]
        for way in held:
            held[way] += found[f"{way}_low"] <= 2 / 6 <= found[f"{way}_high"]
    assert held["naive"] < 0.4 * 120 and held["corrected"] >= 0.9 * 120 and held["by_hand"] >= 0.9 * 120
