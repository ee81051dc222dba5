"""How the weights of evidence for a voice are fitted: on examples made by hand."""

import numpy as np
import pytest

from helpers.speakers.voices import weigh
from helpers.training import voices

STORY, NAME = weigh.FEATURES.index("story"), weigh.FEATURES.index("name")


def example(voice, story=(), kind=0, **more):
    """A speaker for whose voices the article tells this much, of five voices."""
    table = np.zeros((5, len(weigh.FEATURES)))
    table[: len(story), STORY] = story
    return voices.Example(table, kind, voice, "en", **more)


def told(rule, right, dev=True):
    return voices.Example(None, 0, -1, "en", True, dev, rule, right)


def test_what_agrees_with_the_voice_gets_weight_and_what_is_left_out_none():
    fitted = voices.fit([example(0, (2, 0), kind) for kind in (0, 1, 2) for _ in range(20)], without=("name",))
    assert fitted.shape == (3, len(weigh.FEATURES))
    assert (fitted[:, STORY] > 0.5).all() and not fitted[:, NAME].any()


def test_no_evidence_for_a_voice_speaks_against_it():
    fitted = voices.fit([example(1, (2, 0), kind) for kind in (0, 1, 2) for _ in range(20)])
    assert (np.delete(fitted, weigh.FEATURES.index("rest"), axis=1) >= 0).all()


def test_weights_are_scaled_so_that_probabilities_hold():
    weights = np.zeros((3, len(weigh.FEATURES)))
    weights[:, STORY] = 4
    unsure = [example(i % 2, (1, 0), coded=True, dev=True) for i in range(10)]
    assert voices.scale(weights, unsure) == pytest.approx(0.5)
    assert voices.scale(weights, []) == 1


def test_the_threshold_leaves_the_wrong_sentences_that_are_allowed():
    weights = np.zeros((3, len(weigh.FEATURES)))
    weights[:, STORY] = 1
    wrong = example(1, (np.log(4 * 0.605 / 0.395),), coded=True, dev=True)  # .605 for the first, but it is the second
    right = [example(0, (np.log(4 * 0.8 / 0.2),), coded=True, dev=True)] * 10
    assert voices.threshold(weights, [*right, wrong]) == pytest.approx(0.61)  # one of 11 is more than .02
    assert voices.threshold(weights, [*right * 6, wrong]) == 0.5  # one of 61 is not


def test_the_share_of_a_rule_is_drawn_to_that_of_all():
    found = [*[told("place", True)] * 9, told("place", False), *[told("office", True)] * 10]
    assert voices.rules(found) == {"office": (10 + 9.5) / 20, "place": (9 + 9.5) / 20, "": 0.95}


def test_how_many_get_a_voice_and_the_right_one():
    weights = np.zeros((3, len(weigh.FEATURES)))
    weights[:, STORY] = 1
    dev = [example(0, (3,), coded=True, dev=True), example(1, (3,), coded=True, dev=True), example(0, coded=True)]
    assert voices.judged(weights, dev, 0.5) == {"en": "2 of 3 told, 1 right"}
