"""The learned layer, suggestions, and the small tables of notebook 03."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from helpers import analysis
from helpers.framing import read_codebook
from helpers.study import StudyError, load_study

TEXT = """
title: Two frames
frames:
  - {name: trade, label: Trade, patterns: {en: [trade, export*]}}
  - {name: war, label: War, patterns: {en: [army, soldiers]}}
"""


@pytest.fixture
def codebook(tmp_path):
    path = tmp_path / "two.yaml"
    path.write_text(TEXT)
    return read_codebook(path)


def coded_sentences(n):
    """Sentences whose frame the codebook half knows: merchants trade, generals march."""
    trade = ["Merchants trade wool and cheese.", "Merchants sold wool at the market."]
    war = ["The army marched under its general.", "The general marched his men north."]
    none = ["It rained all day long.", "The garden is green."]
    texts, frames = [], []
    for i in range(n):
        for lines, held in ((trade, {"trade"}), (war, {"war"}), (none, set())):
            texts.append(f"{lines[i % 2]} Day {i}.")
            frames.append(held)
    return texts, frames


def test_presence_counts_the_hits_of_each_frame(codebook):
    assert analysis.learned_frames.presence(["trade, exports and trade", "army"], "en", codebook).tolist() == [
        [3, 0],
        [0, 1],
    ]


def test_the_layer_learns_words_that_the_codebook_does_not_know(codebook):
    texts, frames = coded_sentences(20)
    layer = analysis.learned_frames.fit(texts, frames, "en", codebook)
    assert layer.weight == pytest.approx(60 / 160)
    found = layer.predict(["Merchants sold cheese.", "The general marched.", "It rained.", "The army came."])
    assert found.tolist() == [[True, False], [False, True], [False, False], [False, True]]
    assert (layer.fewest, layer.most) == (0, 1)


def test_the_layer_is_the_same_every_time(codebook):
    texts, frames = coded_sentences(10)
    one, two = (analysis.learned_frames.fit(texts, frames, "en", codebook).scores(texts[:5]) for _ in range(2))
    assert np.array_equal(one, two)


def test_a_frame_coded_too_seldom_is_left_to_the_codebook(codebook):
    texts, frames = coded_sentences(10)
    layer = analysis.learned_frames.fit(texts, [held & {"trade"} for held in frames], "en", codebook)
    assert set(layer.models) == {0}


def test_too_few_coded_sentences_are_refused(codebook):
    with pytest.raises(StudyError, match="at least 20 coded sentences, there are 2"):
        analysis.learned_frames.fit(["a", "b"], [set(), set()], "en", codebook)


def test_suggestions_are_new_words_that_go_with_a_frame(codebook):
    texts = [
        "The army crossed the frontier.",
        "Soldiers hold the frontier.",
        "The army guards the frontier.",
        "Exports of wool rose.",
        "Wool fell.",
        "Trade in wool is free.",
        "It rained.",
    ] * 2
    table = analysis.suggestions.suggest(texts, [str(i) for i in range(14)], "en", codebook)
    strongest = table.groupby("frame").first()
    assert strongest.at["war", "term"] == "frontier" and strongest.at["trade", "term"] == "wool"
    assert "army" not in set(table["term"]) and (table["npmi"] > 0).all()


def test_no_sentences_no_suggestions(codebook):
    assert analysis.suggestions.suggest([], [], "en", codebook).empty


class Coded:
    """A measured study with a hand coding and the codebook two.yaml."""

    def __init__(self, folder, texts):
        (folder / "study.yaml").write_text("title: Two frames\ncodebooks: [two.yaml]\n")
        self.study = load_study(folder)
        ids = [(f"a{i}:0", f"a{i}", f"story{i % 4}", "en", 0, len(text), text) for i, text in enumerate(texts)]
        columns = ["sentence_id", "article_id", "story_id", "language", "start", "end", "text"]
        self.sentences = pd.DataFrame(ids, columns=columns).drop(columns=["story_id", "language"])
        self.articles = pd.DataFrame(ids, columns=columns)[["article_id", "story_id", "language"]]

    def query(self, sql, parameters=()):
        with duckdb.connect() as connection:
            connection.register("sentences", self.sentences).register("articles", self.articles)
            return connection.execute(sql, list(parameters)).df()


def test_the_frames_of_a_hand_coding_lead_to_its_sentences(tmp_path, codebook):
    texts = ["Trade rose.", "Exports fell.", "Merchants met.", "The army came.", "It rained.", "Nobody spoke."]
    frames = ["trade", "trade", "trade", "war", "", "war"]
    pd.DataFrame({"text": texts, "frames": frames}).to_csv(tmp_path / "coding.csv", index=False)
    results = Coded(tmp_path, texts)
    coded = analysis.validation.hand_coded(results, analysis.coding.coded(results).table)
    assert coded["frames"].tolist() == [{"trade"}, {"trade"}, {"trade"}, {"war"}, set(), {"war"}]


def test_a_frame_is_exploratory_where_coding_does_not_bear_it_out():
    by_frame = pd.DataFrame({"name": ["trade", "war"], "alpha": [0.9, 0.2]})
    assert analysis.validation.exploratory(by_frame, ["trade", "war", "never_coded"]) == ["war", "never_coded"]
    assert analysis.validation.exploratory(by_frame.head(0), ["trade"]) == []  # nothing was coded


def test_without_a_coding_there_is_nothing_to_compare(tmp_path, codebook):
    results = Coded(tmp_path, ["Trade rose."])
    assert analysis.validation.hand_coded(results, analysis.coding.coded(results).table).empty
    (tmp_path / "coding.csv").write_text('text,frames\n"Trade rose.,trade\n')  # an open quotation mark
    assert analysis.validation.hand_coded(results, analysis.coding.coded(results).table).empty


def test_the_worked_example_lists_words_and_patterns(codebook):
    table = analysis.frames.worked_example("The army exported.", "en", codebook, {"trade": "Trade"})
    assert table.values.tolist() == [["Trade", "exported", "export*"]]
