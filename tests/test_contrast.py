"""Contrast: counting, log-odds, keyness, split halves, word shift, key word in context."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from helpers import analysis
from helpers.analysis.contrast.counts import BLANK, Counts, not_terms, only, phrases, runs
from helpers.analysis.estimate import Bootstrap
from helpers.tables import measure


@pytest.fixture(autouse=True)
def masked_names(monkeypatch):
    """Only "Bob" is a name here."""

    def names(text, language):
        at = text.find("Bob")
        return [(at, at + 3)] if at >= 0 else []

    monkeypatch.setattr("helpers.analysis.contrast.counts.mentions.names", names)


def frame(rows) -> pd.DataFrame:
    table = pd.DataFrame(
        [(*row, "en", f"s{i}") for i, row in enumerate(rows)],
        columns=["group", "story_id", "text", "language", "sentence_id"],
    )
    return table.assign(own=table["text"], speaker="", part=1.0)


def made(a, b, terms, words=1000, stories=10) -> Counts:
    """Counts spread over stories: a and b are counts per term and story."""
    units = pd.DataFrame(
        {
            "group": ["a"] * stories + ["b"] * stories,
            "story_id": [f"s{i}" for i in range(2 * stories)],
            "n_words": words,
        }
    )
    return Counts(units, terms, csr_array(np.array([a] * stories + [b] * stories)))


def test_runs_stop_at_punctuation_and_masks():
    assert list(runs("Peace, free-trade talks", [])) == [["peace"], ["free", "trade", "talks"]]
    assert list(runs("old Bob talks", [(4, 7)])) == [["old"], ["talks"]]


def test_phrases_begin_and_end_with_content_words():
    assert set(phrases(["the", "balance", "of", "power", "in", "2023"], 3, not_terms("en"))) == {
        "balance",
        "power",
        "balance of power",
    }


def test_counts_by_group_and_story_with_names_masked_or_not():
    rows = frame([("a", "1", "Bob wants free trade."), ("a", "1", "Trade is good."), ("b", "1", "War.")])
    counts = analysis.contrast.count(rows, longest=2)
    assert counts.units.to_dict("list") == {"group": ["a", "b"], "story_id": ["1", "1"], "n_words": [6, 1]}
    assert counts.matrix[[0], [counts.terms.index("trade")]] == 2
    assert "bob" not in counts.terms and "free trade" in counts.terms
    assert "bob" in analysis.contrast.count(rows, names=True).terms


def test_what_is_blanked_counts_nowhere():
    rows = frame([("a", "1", "Trade is free, he told us.")])
    rows["own"] = only(rows["text"][0], [(0, 13)])
    assert rows["own"][0].rstrip(BLANK) == "Trade is free" and len(rows["own"][0]) == len(rows["text"][0])
    counts = analysis.contrast.count(rows, longest=1)
    assert sorted(counts.terms) == ["free", "trade"] and counts.units["n_words"].tolist() == [3]
    assert analysis.contrast.kwic(rows, "told").empty and not analysis.contrast.kwic(rows, "free").empty
    assert only("all of it", []) == "all of it"


def test_surnames_of_speakers_are_names_where_they_stand_alone():
    rows = frame([("a", "1", "Bekova fears the road."), ("a", "1", "The Roads of Old.")])
    rows["speaker"] = ["Aigul Bekova", "ministry of Roads"]
    assert sorted(analysis.contrast.count(rows, longest=1).terms) == ["fears", "old", "road"]
    assert "bekova" in analysis.contrast.count(rows, longest=1, names=True).terms


def test_lines_come_from_either_side_one_an_article():
    rows = frame(
        [("a", "1", "Trade, trade."), ("b", "2", "War and trade."), ("b", "3", "No trade."), ("c", "4", "Trade.")]
    )
    rows["sentence_id"] = ["x:0", "y:0", "y:1", "z:0"]
    found = analysis.contrast.lines(["trade"], rows, "a", "")
    assert found["sentence_id"].tolist() == ["x:0", "y:0", "z:0"]


def test_log_odds_by_hand():
    # a: 10 of 100, b: 2 of 100, prior 1 of 10 words
    delta, z = analysis.contrast.log_odds(np.array([10.0]), np.array([2.0]), 100, 100, np.array([1.0]), 10)
    assert delta[0] == pytest.approx(np.log(11 / 99) - np.log(3 / 107))
    assert z[0] == pytest.approx(delta[0] / np.sqrt(1 / 11 + 1 / 3))


def test_keyness_by_hand():
    # 2 x 2 table 10, 90 / 2, 98
    observed = np.array([10, 90, 2, 98])
    expected = np.array([6, 94, 6, 94])
    g2 = 2 * (observed * np.log(observed / expected)).sum()
    assert analysis.contrast.keyness(np.array([10.0]), np.array([2.0]), 100, 100)[0] == pytest.approx(g2)
    assert analysis.contrast.keyness(np.array([2.0]), np.array([10.0]), 100, 100)[0] == pytest.approx(-g2)
    assert analysis.contrast.keyness(np.array([0.0]), np.array([0.0]), 100, 100)[0] == 0


def test_a_steady_difference_is_beyond_chance_and_a_like_use_is_not():
    table = analysis.contrast.distinctive(made([8, 2, 5], [2, 8, 5], ["trade", "war", "road"]), "a", "b")
    assert list(table["term"]) == ["trade", "road", "war"]
    assert list(table["beyond_chance"]) == [True, False, True]
    assert table["z"].iloc[1] == pytest.approx(0)
    assert table.attrs["n_a"] == 10_000


def test_too_few_stories_decide_nothing():
    table = analysis.contrast.distinctive(made([8, 2], [2, 8], ["trade", "war"], stories=2), "a")
    assert np.isnan(table.attrs["chance"]) and not table["beyond_chance"].any()


def test_one_against_the_rest_and_the_minimum_of_articles():
    counts = analysis.contrast.count(
        frame(
            [
                ("a", "1", "trade trade"),
                ("a", "2", "trade"),
                ("b", "2", "war"),
                ("c", "3", "war"),
                ("c", "3", "road road road"),
            ]
        )
    )
    table = analysis.contrast.distinctive(counts, "a", min_articles=2)
    assert list(table["term"]) == ["trade", "war"]
    assert table.set_index("term").loc["war", "count_b"] == 2
    assert analysis.contrast.distinctive(counts, "nobody").empty


def test_more_stories_than_bundles(monkeypatch):
    monkeypatch.setattr("helpers.analysis.contrast.terms.BLOCKS", 12)
    table = analysis.contrast.distinctive(made([8, 2], [2, 8], ["trade", "war"], stories=40), "a", "b")
    assert table["beyond_chance"].all()


COUNTS = st.lists(st.integers(0, 9), min_size=4, max_size=4)


@settings(max_examples=60, deadline=None)
@given(COUNTS, COUNTS, st.lists(st.floats(-1, 1), min_size=3, max_size=3))
def test_the_parts_of_a_shift_sum_to_the_difference(a, b, values):
    if not (sum(a[:3]) and sum(b[:3])):
        return
    scores = dict(zip("xyz", values, strict=True))
    found = analysis.contrast.shift(made(a, b, list("xyzu")), "a", "b", scores, bootstrap=Bootstrap(resamples=100))
    mean = [sum(n * v for n, v in zip(side, values, strict=False)) / sum(side[:3]) for side in (a, b)]
    assert found.mean_a - found.mean_b == pytest.approx(mean[0] - mean[1], abs=1e-9)
    assert found.words["contribution"].sum() == pytest.approx(found.mean_a - found.mean_b, abs=1e-9)
    assert found.difference.estimate == pytest.approx(mean[0] - mean[1], abs=1e-9)


def test_a_shift_names_what_a_word_does():
    found = analysis.contrast.shift(made([3, 1], [1, 3], ["good", "bad"]), "a", "b", {"good": 1, "bad": -1})
    assert dict(zip(found.words["word"], found.words["how"], strict=True)) == {
        "good": "more of a positive word",
        "bad": "less of a negative word",
    }
    assert found.difference.decided


def test_kwic_shows_the_words_around():
    rows = frame([("a", "1", "They want free\ntrade, and then more free trade for all.")])
    found = analysis.contrast.kwic(rows, "free trad*", width=10)
    assert list(found["left"]) == ["They want", "…then more"]
    assert list(found["match"]) == ["free\ntrade", "free trade"]
    assert list(found["right"]) == [", and then…", "for all."]


def test_own_wording_is_what_is_quoted_without_the_words_that_attribute_it(finished_run, corpus):
    measured = measure.open_results(corpus, finished_run.parent)
    table = analysis.contrast.load(measured, "voice")
    assert (table["own"].str.len() == table["text"].str.len()).all()
    quoted = table["voice"] != "narrator"
    assert (table["own"] == table["text"])[~quoted].all()
    cut = table[quoted & (table["own"] != table["text"])]
    assert len(cut) and not cut["own"].str.contains(r"\bsaid\b").any()
    by_outlet = analysis.contrast.load(measured, "outlet")
    assert (by_outlet["own"] == by_outlet["text"]).all()
