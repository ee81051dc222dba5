"""All estimates of sentiment in one table, against a count by hand from the tables."""

import numpy as np
import pytest

from helpers import analysis
from helpers.analysis.estimate import Bootstrap
from helpers.tables import measure


@pytest.fixture(scope="module")
def table(finished_run, corpus):
    results = measure.open_results(corpus, finished_run.parent)
    return results, analysis.tone.estimates(
        results, "combined", "target_rules", bootstrap=Bootstrap(min_n=1, min_clusters=2, resamples=50)
    )


def test_every_group_has_its_mean_shares_and_counts(table):
    results, found = table
    assert list(found.columns) == analysis.tone.COLUMNS and set(found["by"]) == set(analysis.tone.GROUPS)
    scores = results.table("sentiment").query("instrument == 'combined'").dropna(subset="score")
    rows = scores.merge(results.table("sentences")[["sentence_id", "article_id", "voice"]], on="sentence_id")
    articles = results.table("articles", ["article_id", "story_id", "outlet_name", "published"])
    rows = rows.merge(articles, on="article_id")
    in_all = rows["story_id"].map(articles.groupby("story_id").size())
    of_outlet = articles.groupby(["outlet_name", "story_id"]).size()
    in_outlet = [of_outlet[key] for key in zip(rows["outlet_name"], rows["story_id"], strict=True)]
    voices = rows["voice"].str.split("|")  # joint statements count in equal parts, and copies of a story together once
    by_voice = rows.assign(n=1 / voices.str.len(), weight=1 / voices.str.len() / in_all, voice=voices).explode("voice")
    by_outlet = rows.assign(n=1.0, weight=1 / np.array(in_outlet))
    for by, column, every in (("voice", "voice", by_voice), ("outlet", "outlet_name", by_outlet)):
        for name, part in every.groupby(column):
            row = found[(found["by"] == by) & (found["group"] == name)].iloc[0]
            for what, values in (
                ("mean", part["score"]),
                ("negative", part["score"] < -0.03),
                ("positive", part["score"] > 0.05),
            ):
                assert row[what] == pytest.approx(np.average(values, weights=part["weight"]))
            assert row["sentences"] == round(part["n"].sum())
            assert row["articles"] == part["article_id"].nunique()
            assert row["stories"] == part["story_id"].nunique()
    dated = rows[rows["published"].str.len() >= 7]
    assert found.loc[found["by"] == "month", "sentences"].sum() == len(dated)


def test_intervals_hold_their_estimates_and_shares_stay_shares(table):
    _, found = table
    enough = found[found["enough"]]
    assert len(enough)
    for value, low, high in (("mean", "low", "high"), ("negative", "negative_low", "negative_high")):
        known = enough.dropna(subset=low)
        assert ((known[low] <= known[value] + 1e-9) & (known[value] <= known[high] + 1e-9)).all()
    assert enough["negative_low"].dropna().between(0, 1).all() and enough["positive_high"].dropna().between(0, 1).all()


def test_an_instrument_that_scored_nothing_gives_an_empty_table(table):
    assert analysis.tone.estimates(table[0], "", "").empty
