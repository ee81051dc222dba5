"""Agreement against values worked out by hand or published."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.analysis import agreement

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability": four coders, twelve units, with gaps.
NONE = None
PUBLISHED = pd.DataFrame(
    {
        "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
        "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
        "C": [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
        "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
    }
)


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_equals_the_published_example(level, alpha):
    assert agreement.krippendorff_alpha(PUBLISHED, level) == pytest.approx(alpha, abs=0.0006)


def test_alpha_by_hand():
    # Two coders, codes aa, aa, ab, bb: coincidences aa 4, ab 1, ba 1, bb 2; n 8, n_a 5, n_b 3.
    codes = pd.DataFrame({"one": list("aaab"), "two": list("aabb")})
    assert agreement.krippendorff_alpha(codes) == pytest.approx(1 - 7 * 2 / (2 * 5 * 3))


def test_alpha_without_variation_is_not_a_number():
    assert math.isnan(agreement.krippendorff_alpha(pd.DataFrame({"one": ["a"], "two": ["a"]})))


@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=30))
def test_alpha_of_a_coder_with_itself_is_one(codes):
    alpha = agreement.krippendorff_alpha(pd.DataFrame({"one": codes, "two": codes}))
    assert math.isnan(alpha) if len(set(codes)) == 1 else alpha == pytest.approx(1)


def test_an_unknown_level_is_refused():
    with pytest.raises(ValueError, match="nominal"):
        agreement.krippendorff_alpha(PUBLISHED, "ratio")


def test_precision_and_recall_by_hand():
    table = agreement.scores(["a", "a", "a", "b"], ["a", "a", "b", "c"]).set_index("value")
    assert table.loc["a", ["precision", "recall", "f1"]].tolist() == pytest.approx([1, 2 / 3, 0.8])
    assert table.loc["b", ["precision", "recall", "f1"]].tolist() == [0, 0, 0]
    assert np.isnan(table.at["c", "recall"])
    assert agreement.macro_f1(["a", "a", "a", "b"], ["a", "a", "b", "c"]) == pytest.approx(0.4)


def test_presence_by_hand():
    found = agreement.presence_scores([True, True, False, True], [True, False, True, True])
    assert found == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    precision, recall, f1 = agreement.presence_scores([True, True], [False, False])
    assert math.isnan(precision) and (recall, f1) == (0, 0)
    assert all(map(math.isnan, agreement.presence_scores([False], [False])))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abd")), min_size=1, max_size=20))
def test_every_value_is_counted_once(pairs):
    true, found = zip(*pairs, strict=True)
    table = agreement.scores(true, found)
    assert table["n_true"].sum() == table["n_found"].sum() == len(pairs)
    right = {value: sum(a == b == value for a, b in pairs) for value in table["value"]}
    assert (table["f1"] * (table["n_true"] + table["n_found"]) / 2).tolist() == pytest.approx(list(right.values()))
