"""Comparing instruments, masking, and the mixed model, on made-up scores."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from helpers import analysis
from helpers.analysis.estimate import Bootstrap


def made_up(stories=40, shift=0.5, instruments=("one", "two")):
    chance = np.random.default_rng(1)
    rows = []
    for story in range(stories):
        level = chance.normal(0, 0.1)
        for voice, mean in (("narrator", 0.0), ("chinese", shift)):
            for k in range(3):
                value = mean + level + chance.normal(0, 0.2)
                for scale, instrument in enumerate(instruments, 1):
                    for masked in (True, False):
                        rows.append((f"{story}:{voice}{k}", "text", voice, f"a{story}", f"s{story // 2}", instrument,
                                     masked, value * scale + (0 if masked else 0.1)))  # fmt: skip
    names = ["sentence_id", "text", "voice", "article_id", "story_id", "instrument", "masked", "score"]
    return pd.DataFrame(rows, columns=names)


def test_instruments_that_order_sentences_alike_correlate_fully():
    table = analysis.robustness.agreements(made_up()[lambda f: f["masked"]])
    assert table["mean"].tolist() == pytest.approx([1, 1]) and table["enough"].all()
    few = analysis.robustness.agreements(made_up(stories=1)[lambda f: f["masked"]])
    assert not few["enough"].any()


def test_agreement_is_spearmans_and_its_interval_holds_it():
    scores = made_up(stories=60)[lambda f: f["masked"]]
    noise = np.random.default_rng(3).normal(0, 0.5, len(scores))
    scores = scores.assign(score=scores["score"] + np.where(scores["instrument"] == "two", noise, 0))
    wide = scores.pivot(index="sentence_id", columns="instrument", values="score")
    row = analysis.robustness.agreements(scores, bootstrap=Bootstrap(resamples=300)).iloc[0]
    assert row["mean"] == pytest.approx(spearmanr(wide["one"], wide["two"]).statistic)
    assert row["low"] < row["mean"] < row["high"] <= 1 and row["n_clusters"] == 30


def test_alpha_is_one_where_all_instruments_say_the_same():
    assert analysis.robustness.alpha(made_up()[lambda f: f["masked"]]) > 0.9
    assert np.isnan(analysis.robustness.alpha(made_up(instruments=("one",))[lambda f: f["masked"]]))


def test_masking_is_the_mean_difference():
    table = analysis.robustness.masking(made_up(), bootstrap=Bootstrap(min_n=5, resamples=100)).set_index("instrument")
    assert table.loc["one", "mean"] == pytest.approx(-0.1)
    assert table.loc["one", "changed"] == 1 and table.loc["one", "unscored"] == 0


def test_the_mixed_model_finds_the_shift_and_declines_small_corpora():
    scores = made_up(stories=80)[lambda f: f["masked"] & (f["instrument"] == "one")]
    table = analysis.robustness.mixed_model(scores)
    assert table["voice"].tolist() == ["chinese"]
    assert table["low"][0] < 0.5 < table["high"][0]
    means = scores.groupby("voice")["score"].mean()  # as many of both in every story
    assert table["estimate"][0] == pytest.approx(means["chinese"] - means["narrator"], abs=1e-4)
    assert analysis.robustness.mixed_model(
        made_up(stories=10)[lambda f: f["masked"] & (f["instrument"] == "one")]
    ).empty


def test_a_mixed_model_that_cannot_be_solved_is_left_out(monkeypatch):
    def singular(*arguments, **settings):
        raise np.linalg.LinAlgError("Singular matrix")

    monkeypatch.setattr("statsmodels.regression.mixed_linear_model.MixedLM.fit", singular)
    assert analysis.robustness.mixed_model(
        made_up(stories=80)[lambda f: f["masked"] & (f["instrument"] == "one")]
    ).empty


def test_the_voices_with_most_sentences_are_compared():
    assert set(analysis.robustness.pair_of_voices(made_up())) == {"narrator", "chinese"}
    assert analysis.robustness.pair_of_voices(made_up().query("voice == 'chinese'")) == ("", "")
