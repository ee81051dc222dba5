"""All estimates of sentiment in one table, against a count by hand from the tables."""

import pytest

from helpers import measure, summary


@pytest.fixture(scope="module")
def table(finished_run, corpus):
    results = measure.open_results(corpus, finished_run.parent)
    return results, summary.sentiment(results, "combined", "target_rules", min_n=1, min_clusters=2, resamples=50)


def test_every_group_has_its_mean_shares_and_counts(table):
    results, found = table
    assert list(found.columns) == summary.COLUMNS and set(found["by"]) == set(summary.GROUPS)
    scores = results.table("sentiment").query("instrument == 'combined'").dropna(subset="score")
    rows = scores.merge(results.table("sentences")[["sentence_id", "article_id", "voice"]], on="sentence_id")
    articles = results.table("articles", ["article_id", "story_id", "outlet_name", "published"])
    rows = rows.merge(articles, on="article_id")
    for by, column in (("voice", "voice"), ("outlet", "outlet_name")):
        for name, part in rows.groupby(column):
            row = found[(found["by"] == by) & (found["group"] == name)].iloc[0]
            assert row["mean"] == pytest.approx(part["score"].mean())
            assert row["negative"] == pytest.approx((part["score"] < -0.03).mean())
            assert row["positive"] == pytest.approx((part["score"] > 0.05).mean())
            assert row["sentences"] == len(part)
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
    assert summary.sentiment(table[0], "", "").empty
