"""A story counts once in every estimate, however many copies it has; by hand."""

import pandas as pd
import pytest

from helpers.analysis import copies, corpus, estimate, voices
from helpers.analysis.estimate import Bootstrap
from helpers.study import load_study
from helpers.tables import schemas
from helpers.tables.annotate import Settings
from helpers.tables.results import Results

ANY = Bootstrap(min_n=1, min_clusters=2, resamples=50)
# Story s is told three times, twice in A; each telling has 10 words of narration and 10 of the mayor. Story t stands
# in A alone, with 20 words of narration.
ARTICLES = [("s", "A", "s"), ("s2", "A", "s"), ("s3", "B", "s"), ("t", "A", "t")]
SAID = [(key, voice, 10) for key in ("s", "s2", "s3") for voice in ("narrator", "western")] + [("t", "narrator", 20)]


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> Results:
    folder = tmp_path_factory.mktemp("copies") / "study"
    (folder / "tables").mkdir(parents=True)
    with schemas.Writers(folder / "tables", schemas.SCHEMAS) as writers:
        rows = [
            (
                key,
                f"{key}.txt",
                outlet,
                outlet,
                "unknown",
                "2023-05",
                "en",
                "T",
                "",
                "",
                9,
                9,
                story,
                key,
                "",
                "",
                "",
                "",
            )
            for key, outlet, story in ARTICLES
        ]
        writers.add("articles", schemas.build("articles", rows))
        rows = [
            (f"{key}:{i}", key, 0, 5, "body", "Words", n, "none" if v == "narrator" else "direct", v[:7], v, "")
            for i, (key, v, n) in enumerate(SAID)
        ]
        writers.add("sentences", schemas.build("sentences", rows))
        writers.add("story_suggestions", schemas.build("story_suggestions", [("s", "t", 0.5, "437", "Peru", "")]))
    return Results(load_study("seeds"), folder, Settings(), {})


def share(rows: pd.DataFrame, by: tuple[str, ...] = ()) -> list[float]:
    table = estimate.shares(rows, "voice", list(by), weight="words", n="n", bootstrap=ANY)
    return table.loc[table["voice"] == "narrator", "share"].tolist()


def test_a_story_counts_once_in_all_and_once_in_each_outlet(results):
    spoken = voices.spoken(results)
    assert share(spoken) == [pytest.approx((10 + 20) / (20 + 20))]
    assert share(spoken, ("outlet_name",)) == [pytest.approx((10 + 20) / (20 + 20)), pytest.approx(10 / 20)]
    assert share(copies.every_copy(spoken)) == [pytest.approx((30 + 20) / (60 + 20))]
    assert estimate.shares(spoken, "voice", weight="words", n="n", bootstrap=ANY)["n"].tolist() == [7, 7]


def test_copies_are_those_of_the_outlets_asked_for(results):
    only_b = voices.spoken(results, ["B"])
    assert only_b[["copies", "copies_in_outlet"]].drop_duplicates().values.tolist() == [[1, 1]]
    of_a = voices.spoken(results, ["A"]).query("story_id == 's'")
    assert of_a[["copies", "copies_in_outlet"]].drop_duplicates().values.tolist() == [[2, 2]]


def test_differences_count_a_story_once_too(results):
    spoken = voices.spoken(results).assign(is_t=lambda rows: (rows["story_id"] == "t").astype(float))
    found = estimate.difference(spoken, "is_t", "voice", "narrator", "western", weight="words", bootstrap=ANY)
    assert found.estimate == pytest.approx(20 / 30 - 0)
    within = estimate.differences_within(spoken, "is_t", "voice", "outlet_name", n="n", bootstrap=ANY)
    of_a = within.set_index("outlet_name").loc["A", "estimate"]
    assert of_a == pytest.approx(1 / 2)  # a sentence of t, and one of s that stands twice; in all outlets it is three


def test_both_ways_stand_side_by_side(results):
    both = copies.both_ways(voices.spoken(results), "voice", "words", bootstrap=ANY)
    assert both["voice"].tolist() == ["narrator", "western"]
    assert both[["once", "copies"]].values.tolist() == [[0.75, 0.625], [0.25, 0.375]]
    assert (both["once_low"] <= both["once"]).all() and (both["copies_low"] <= both["copies"]).all()


def test_who_speaks_counts_words_of_copies_once(results):
    found = voices.speakers(results).set_index("speaker")
    assert found.loc["western", ["words", "n", "articles", "stories"]].tolist() == [10, 3, 3, 1]
    alone = voices.speakers(results, ["A"], ["western"]).set_index("speaker")
    assert alone.loc["western", ["words", "n", "articles", "stories"]].tolist() == [10, 2, 2, 1]


def test_suggestions_come_with_both_articles(results):
    (row,) = corpus.suggestions(results).to_dict("records")
    assert (row["article_id"], row["other_id"], row["numbers"], row["names"]) == ("s", "t", "437", "Peru")
    assert corpus.suggestions(results, ["B"]).empty
