"""Estimates against values worked out by hand, and what an interval must never do."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, t

from helpers.analysis import estimate
from helpers.analysis.estimate import Bootstrap


def corpus(stories=30, per_story=6, seed=0, shift=0.0):
    rng = np.random.default_rng(seed)
    n = stories * per_story
    voice = rng.choice(["a", "b"], n)
    return pd.DataFrame(
        {
            "story_id": np.repeat([f"s{i}" for i in range(stories)], per_story),
            "voice": voice,
            "score": rng.normal(0, 0.3, n) + np.where(voice == "a", shift, 0),
            "words": rng.integers(3, 30, n),
        }
    )


def test_mean_and_share_by_hand():
    frame = pd.DataFrame(
        {"story_id": ["x", "x", "y"], "voice": ["a", "b", "a"], "score": [1.0, 0.0, 0.5], "words": [10, 30, 10]}
    )
    means = estimate.means(frame, "score", "voice").set_index("voice")
    assert means.at["a", "mean"] == 0.75 and means.at["b", "mean"] == 0
    assert means["n"].tolist() == [2, 1] and means["n_clusters"].tolist() == [2, 1]
    assert not means["enough"].any() and means[["low", "high"]].isna().all(axis=None)
    assert estimate.means(frame, "score", weight="words")["mean"].item() == pytest.approx(15 / 50)
    shares = estimate.shares(frame, "voice", weight="words").set_index("voice")["share"]
    assert shares.tolist() == pytest.approx([0.4, 0.6])


def test_aggregates_give_what_their_sentences_give():
    frame = corpus()
    small = frame.groupby(["story_id", "voice"], as_index=False).agg(score=("score", "mean"), n=("score", "size"))
    whole = estimate.means(frame, "score", "voice")
    pd.testing.assert_frame_equal(whole, estimate.means(small, "score", "voice", n="n"))


def test_unscored_rows_are_left_out():
    frame = corpus().assign(score=lambda f: f["score"].where(f.index % 2 == 0))
    assert estimate.means(frame, "score")["n"].item() == len(frame) / 2


def test_few_stories_give_no_interval_however_many_sentences():
    few = estimate.means(corpus(stories=4, per_story=200), "score")
    assert few["n"].item() == 800 and not few["enough"].item() and np.isnan(few["low"].item())
    assert estimate.means(corpus(stories=5), "score")["enough"].item()


def test_five_stories_never_decide():
    frame = corpus(stories=5, per_story=40, shift=5.0)
    pair = estimate.difference(frame, "score", "voice", "a", "b")
    assert pair.enough and pair.low > 0 and not pair.decided
    assert estimate.difference(corpus(shift=5.0), "score", "voice", "a", "b").decided


def test_a_difference_is_the_difference_of_the_means():
    frame = corpus(shift=0.2)
    means = estimate.means(frame, "score", "voice").set_index("voice")["mean"]
    pair = estimate.difference(frame, "score", "voice", "a", "b")
    assert pair.estimate == pytest.approx(means["a"] - means["b"])
    back = estimate.difference(frame, "score", "voice", "b", "a")
    assert (back.low, back.high) == pytest.approx((-pair.high, -pair.low))


def test_copies_of_a_story_add_nothing():
    frame = corpus(stories=12)
    thrice = pd.concat([frame] * 3)
    once, many = estimate.means(frame, "score"), estimate.means(thrice, "score")
    assert many[["mean", "low", "high"]].to_numpy() == pytest.approx(once[["mean", "low", "high"]].to_numpy())
    assert many["n_clusters"].item() == 12


def test_the_same_seed_gives_the_same_interval_in_any_order():
    frame = corpus()
    first = estimate.means(frame, "score", "voice", bootstrap=Bootstrap(seed=3))
    again = estimate.means(frame.sample(frac=1, random_state=1), "score", "voice", bootstrap=Bootstrap(seed=3))
    pd.testing.assert_frame_equal(first, again)
    assert first["low"].tolist() != estimate.means(frame, "score", "voice", bootstrap=Bootstrap(seed=4))["low"].tolist()


def test_shares_sum_to_one_and_name_the_absent():
    frame = corpus().assign(outlet=lambda f: np.where(f["story_id"] < "s2", "x", "y"))
    table = estimate.shares(frame, "voice", "outlet", weight="words", categories=["c"])
    assert table.groupby("outlet")["share"].sum().tolist() == pytest.approx([1, 1])
    absent = table[(table["voice"] == "c") & (table["outlet"] == "y")].iloc[0]
    assert absent["share"] == 0 and absent["n_category"] == 0
    assert absent["high"] == pytest.approx(1 - 0.025 ** (1 / absent["n_clusters"]))


def test_share_differences_are_those_of_the_shares():
    frame = corpus()
    shares = estimate.shares(frame, "voice", weight="words").set_index("voice")["share"]
    pair = estimate.share_differences(frame, "voice", weight="words").iloc[0]
    assert pair["estimate"] == pytest.approx(shares["a"] - shares["b"])
    assert not pair["decided"]


def test_pairs_are_corrected_for_their_number():
    frame = corpus(stories=40).assign(group=lambda f: np.arange(len(f)) % 4)
    pairs = estimate.differences(frame, "score", "group")
    alone = estimate.difference(frame, "score", "group", 0, 1)
    assert len(pairs) == 6 and not pairs["decided"].any()
    assert pairs.iloc[0]["high"] - pairs.iloc[0]["low"] > alone.high - alone.low


def test_away_from_zero_is_only_what_is():
    found = estimate.away_from(corpus(shift=1.0), "score", "voice").set_index("voice")
    assert found["decided"].to_dict() == found["clear"].to_dict() == {"a": True, "b": False}
    assert found.at["a", "p"] < 0.01 < 0.05 < found.at["b", "p"]
    assert not estimate.away_from(corpus(stories=5, shift=3.0), "score", "voice")[["clear", "decided"]].any(axis=None)


def test_false_discoveries_are_held_as_in_the_first_paper():
    """The fifteen p-values of Benjamini & Hochberg (1995), section 3.2: four stand out, by Bonferroni three."""
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.324,
        0.4262,
        0.5719,
        0.6528,
        0.759,
        1,
    ]
    assert estimate.discoveries(np.array([*p, np.nan])).tolist() == [True] * 4 + [False] * 12
    assert sum(value <= 0.05 / 15 for value in p) == 3
    assert not estimate.discoveries(np.array([])).any()


def test_a_p_value_is_the_level_whose_interval_ends_at_zero():
    """Of 2,000 draws 49 lie under zero, so (49 + 1) / 2001 of them, or as few, is the tail."""
    drawn = np.concatenate([np.full(49, -1.0), np.linspace(0.1, 2, 1951)])
    p = Bootstrap().p_value(drawn, 40)
    tail = norm.cdf(-np.sqrt(40 / 39) * t.ppf(1 - p / 2, 39))
    assert tail == pytest.approx(50 / 2001)
    assert (
        Bootstrap(level=1 - p - 0.01).interval(drawn, 40)[0] > 0 > Bootstrap(level=1 - p + 0.01).interval(drawn, 40)[0]
    )
    assert Bootstrap().p_value(np.linspace(1, 2, 100), 5) == 2.0**-4  # no finer than a sign test over five stories
    assert Bootstrap().p_value(np.linspace(-1, 1, 101), 40) == pytest.approx(1)


@settings(max_examples=40)
@given(st.floats(-0.4, 0.4), st.integers(6, 60), st.integers(0, 99))
def test_what_is_clear_has_an_interval_that_leaves_zero_out(shift, stories, seed):
    frame = corpus(stories=stories, shift=shift, seed=seed)
    means = estimate.means(frame, "score", "voice").set_index("voice")
    found = estimate.away_from(frame, "score", "voice").set_index("voice")
    sure = means.loc[found.index[found["clear"]]]
    assert ((sure["low"] > 0) | (sure["high"] < 0)).all()


def test_many_stories_are_pooled_without_changing_the_width():
    frame = corpus(stories=3 * estimate.bootstrap.BLOCKS, per_story=1)
    row = estimate.means(frame, "score").iloc[0]
    assert row["high"] - row["low"] == pytest.approx(2 * 1.96 * 0.3 / np.sqrt(len(frame)), rel=0.1)


def test_a_bootstrap_says_when_a_group_is_large_enough_and_corrects_for_comparisons():
    usual = Bootstrap()
    assert usual.suffices(10, 5) and not usual.suffices(9, 50) and not usual.suffices(500, 4)
    assert not Bootstrap(min_n=1, min_clusters=0).suffices(9, 1)  # one cluster alone has no spread
    assert usual.corrected(10).level == pytest.approx(0.995) and usual.corrected(0) == usual
    assert usual.decides(0.1, 0.2, 6) and not usual.decides(0.1, 0.2, 5)  # 2 ** -4 > .05
    assert not usual.corrected(10).decides(0.1, 0.2, 8) and usual.corrected(10).decides(-0.2, -0.1, 9)
    assert not usual.decides(-0.1, 0.2, 60)


def flat(stories=10, value=0.0, voice="a"):
    return pd.DataFrame({"story_id": np.repeat([f"s{i}" for i in range(stories)], 3), "voice": voice, "score": value})


def test_stories_that_are_all_alike_are_no_certainty():
    frame = pd.concat([flat(), corpus().assign(voice="b", score=lambda f: f["score"].clip(-0.4, 0.6))])
    seen = frame.groupby(["voice", "story_id"])["score"].mean()
    unseen = 1 - 0.025 ** (1 / 10)  # by hand: of ten stories alike, 31 % of the others may differ
    row = estimate.means(frame, "score", "voice").iloc[0]
    assert unseen == pytest.approx(0.3085, abs=1e-4) and row["mean"] == 0 and row["enough"]
    assert (row["low"], row["high"]) == pytest.approx((unseen * seen.min(), unseen * seen.max()))
    row = estimate.means(frame, "score", "voice", span=(0, 1)).iloc[0]
    assert (row["low"], row["high"]) == pytest.approx((0, unseen))


def test_where_nothing_varies_there_is_no_interval():
    row = estimate.means(flat(value=0.3), "score").iloc[0]
    assert row["mean"] == pytest.approx(0.3) and not row["enough"] and np.isnan(row["low"])
    pair = estimate.difference(pd.concat([flat(), flat(voice="b")]), "score", "voice", "a", "b")
    assert pair.estimate == 0 and not pair.enough and not pair.decided and np.isnan(pair.low)


def test_a_difference_from_stories_all_alike_is_as_open_as_they_are():
    unseen = 1 - 0.025 ** (1 / 10)
    pair = estimate.difference(pd.concat([flat(), flat(value=1.0, voice="b")]), "score", "voice", "a", "b")
    assert (pair.low, pair.high) == pytest.approx((-1, -1 + 2 * unseen)) and pair.decided


def test_a_share_of_half_in_every_story_has_a_width():
    frame = pd.DataFrame({"story_id": np.repeat([f"s{i}" for i in range(10)], 2), "voice": ["a", "b"] * 10})
    row = estimate.shares(frame, "voice").iloc[0]
    assert row["low"] == pytest.approx(0.5 - 0.5 * (1 - 0.025 ** (1 / 10))) and row["low"] + row["high"] == 1


def test_empty_frames_give_empty_tables():
    nothing = corpus().head(0)
    assert estimate.means(nothing, "score", "voice").empty
    assert estimate.means(nothing, "score").empty
    assert estimate.shares(nothing, "voice", weight="words").empty
    assert estimate.differences(nothing, "score", "voice").empty


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-1, 1), min_size=5, max_size=40), st.integers(0, 5))
def test_an_interval_lies_within_the_values_and_holds_the_mean(values, seed):
    frame = pd.DataFrame({"story_id": [str(i) for i in range(len(values))], "score": values})
    row = estimate.means(frame, "score", bootstrap=Bootstrap(min_n=1, resamples=300, seed=seed)).iloc[0]
    assert row["enough"] == (max(values) - min(values) > estimate.sums.SAME)
    if not row["enough"]:
        return
    assert min(values) - 1e-9 <= row["low"] <= row["mean"] + 1e-9
    assert row["mean"] - 1e-9 <= row["high"] <= max(values) + 1e-9
