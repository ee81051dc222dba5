"""Sentiment toward a mention: roles of verbs, nearness, and the trained model."""

import math

import numpy as np
import pytest

from helpers.sentiment import score_targets
from helpers.sentiment.instruments import combined, target_model
from helpers.sentiment.instruments.target_rules import score_all
from helpers.study import StudyError


def toward(text, mention, instrument="target_rules"):
    start = text.index(mention)
    return score_targets([text], [(start, start + len(mention))], instrument)[0]


def test_hand_computed_score():
    # accused: agent -0.1, patient -1.0; in the combined list accused has the news score
    value = combined.WORDS.reader("en")["accused"].value
    text = "China accused Japan"
    agent = math.tanh(-0.1 + 2 * 1.4 * value * math.exp(-1 / 12))
    patient = math.tanh(-1.0 + 2 * value * math.exp(-1 / 12))
    assert toward(text, "China") == pytest.approx(agent)
    assert toward(text, "Japan") == pytest.approx(patient)


@pytest.mark.parametrize(
    ("text", "better", "worse"),
    [
        ("Ankara criticized Tehran over the plan.", "Ankara", "Tehran"),
        ("Tehran was criticized by Ankara over the plan.", "Ankara", "Tehran"),
        ("Tehran invaded Ankara.", "Ankara", "Tehran"),
        ("Delegates praised Ankara in a talk with Tehran.", "Ankara", "Tehran"),
    ],
)
def test_who_does_what_to_whom(text, better, worse):
    assert toward(text, better) > toward(text, worse)


def test_near_words_count_more_than_far_ones():
    text = "Oslo celebrated a splendid victory, while in the far south a terrible flood destroyed Lima."
    assert toward(text, "Oslo") > 0.2 > -0.2 > toward(text, "Lima")


def test_a_sentence_that_says_nothing_is_unscored():
    assert np.isnan(toward("Oslo is the capital.", "Oslo"))
    assert np.isnan(score_all(["..."], [(0, 3)], "en"))


def test_wrong_input_is_told():
    with pytest.raises(StudyError, match="lies outside"):
        score_targets(["Oslo"], [(0, 9)], "target_rules")
    with pytest.raises(StudyError, match="no target instrument"):
        score_targets(["Oslo"], [(0, 4)], "vader")
    assert len(score_targets([], [], "target_rules")) == 0


def test_the_trained_model_tells_favour_from_blame():
    assert toward("Critics condemned Oslo for its disastrous failure.", "Oslo", "target_model") < -0.3
    assert toward("Oslo won praise for its brilliant work.", "Oslo", "target_model") > 0.3


def test_the_trained_model_does_not_depend_on_the_batch():
    texts = ["Oslo helped Lima.", "Lima betrayed its friends, said an angry crowd in Oslo.", "Oslo"] * 3
    spans = [(text.index("Oslo"), text.index("Oslo") + 4) for text in texts]
    together = score_targets(texts, spans, "target_model")
    alone = [score_targets([text], [span], "target_model")[0] for text, span in zip(texts, spans, strict=True)]
    assert together.tolist() == alone
    assert np.all(np.abs(together) <= 1)


@pytest.mark.parametrize("text", ["🙂 Oslo", "中国 Oslo 俄罗斯", "Oslo " + "a " * 100_000])
def test_the_trained_model_survives_odd_text(text):
    assert abs(toward(text, "Oslo", "target_model")) <= 1


def test_a_cut_at_a_quarter_gives_the_most_probable_class():
    odds = np.array([[0.40, 0.20, 0.40], [0.30, 0.36, 0.34], [0.0, 0.70, 0.30], [0.05, 0.46, 0.49], [0.9, 0.1, 0.0]])
    found = target_model.kept(odds)
    assert found.tolist() == pytest.approx([-0.251, 0.04, 0.25, 0.44, -0.9])
