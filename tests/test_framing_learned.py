"""Frames learnt from coded sentences, suggestions, and the small tables of notebook 03."""

import json

import duckdb
import numpy as np
import pandas as pd
import pytest

from helpers import analysis
from helpers.framing import learned, read_codebook
from helpers.study import load_study

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


def test_presence_counts_the_hits_of_each_frame(codebook):
    found = learned.presence(["trade, exports and trade", "army"], "en", codebook)
    assert found.tolist() == [[3, 0], [0, 1]]
    assert learned.presence(["army, trade"], "en", codebook, ["war"]).tolist() == [[1]]


def sentences(n):
    """Vectors, hits, codes and stories of n sentences of trade, of war and of neither, which alone have a direction.

    The codebook finds every second one of trade, and nothing else.
    """
    kinds = np.arange(3 * n) % 3
    read = np.eye(learned.WIDTH)[kinds]
    true = np.column_stack([kinds == 0, kinds == 1])
    found = np.column_stack([(kinds == 0) & (np.arange(3 * n) % 2 == 0), np.zeros(3 * n)]).astype(float)
    return read, found, true, [f"story {i // 3 % 6}" for i in range(3 * n)]


def test_what_the_codebook_does_not_find_is_learnt_from_vectors():
    heads = learned.fit(*sentences(20))
    assert heads.blend == pytest.approx(60 / 160) and (heads.fewest, heads.most) == (0, 1)
    read = np.eye(learned.WIDTH)[[0, 1, 2]]
    scores = heads.scores(read, np.zeros((3, 2)))
    assert heads.present(scores).tolist() == [[True, False], [False, True], [False, False]]
    # 20 sentences of trade, of which the codebook finds 10, and nothing else: 10.05 of 50.5 not found, 11.2 of 12 found
    assert heads.says[0] == pytest.approx([10.05 / 50.5, 11.2 / 12])


def test_heads_are_a_blend_of_the_regression_and_the_codebook():
    says = np.array([[0.1, 0.9]])
    heads = learned.Heads(
        np.array([[2.0]]), np.zeros((1, learned.WIDTH)), np.array([-1.0]), np.ones(1), says, 0.25, 0.5, 0, 1
    )
    chance = 1 / (1 + np.exp(-(2 * np.log1p(3) - 1)))  # three hits
    read = np.zeros((2, learned.WIDTH))
    scores = heads.scores(read, np.array([[3.0], [0.0]]))
    assert scores[:, 0] == pytest.approx([0.25 * chance + 0.75 * 0.9, 0.25 / (1 + np.e) + 0.75 * 0.1])
    alone = learned.replace(heads, learned=np.zeros(1))
    assert alone.scores(read, np.array([[3.0], [0.0]]))[:, 0] == pytest.approx([0.9, 0.1])


def test_as_many_frames_are_found_as_coders_give():
    heads = learned.Heads(*(np.zeros(1) for _ in range(5)), blend=0.5, threshold=0.5, fewest=1, most=2)
    scores = np.array([[0.9, 0.8, 0.7], [0.1, 0.2, 0.3]])
    assert heads.present(scores).tolist() == [[True, True, False], [False, False, True]]


def test_a_frame_coded_too_seldom_is_left_to_the_codebook():
    read, found, true, stories = sentences(10)
    true[:, 1] = False
    assert learned.fit(read, found, true, stories).learned.tolist() == [1, 0]


def test_stories_are_never_on_both_sides():
    stories = [f"story {i % 7}" for i in range(40)]
    apart = [set(part) for _, part in learned.folds(stories)]
    assert len(apart) == learned.FOLDS and set.union(*apart) == set(range(40))
    for taught, part in learned.folds(stories):
        assert not {stories[i] for i in taught} & {stories[i] for i in part}


def test_what_is_stored_says_the_same():
    read, found, *rest = sentences(10)
    heads = learned.fit(read, found, *rest)
    again = learned.Heads.of(json.loads(json.dumps(heads.stored())), 2)
    assert again.scores(read, found) == pytest.approx(heads.scores(read, found), abs=1e-4)
    with pytest.raises(ValueError, match="another shape"):
        learned.Heads.of(heads.stored(), 3)


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
