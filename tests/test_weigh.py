"""A voice for those of whom no rule tells: what is counted, weighed by hand, and when nothing is told."""

import json
import math
from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest
from test_speakers import ARTICLE, STUDY, sentences_of, unmark

from helpers import models, speakers
from helpers.names import origin
from helpers.speakers.voices import weigh
from helpers.tables.annotate import Settings

FIVE = ("chinese", "russian", "western", "central_asian", "other")
STORY = weigh.FEATURES.index("story")


def toy(least=0.5, rules=None, **weights):
    """A model with these weights for all kinds of speakers, and none for any other feature."""
    table = np.zeros((3, len(weigh.FEATURES)))
    for name, weight in weights.items():
        table[:, weigh.FEATURES.index(name)] = weight
    bare = table.copy()
    bare[:, weigh.FEATURES.index("name")] = 0
    return weigh.Model(table, bare, least, rules or {"": 0.9})


def said(marked, model, language="en", by_name=True, fewest=0, **outlet):
    text, attributions = unmark(marked)
    article = replace(ARTICLE, language=language, **outlet)
    with patch.object(weigh, "model", lambda: model), patch.object(weigh, "FEWEST", (fewest,) * 3):
        return speakers.resolve(text, sentences_of(text, language), attributions, article, STUDY, by_name)


PERU = "Peru is dry. Lima waits for rain. Germany sent tents. [s1 Jo Abt] [c1 said] [t1 that it was late]."


def test_the_probability_of_a_voice_by_hand():
    (found,) = said(PERU, toy(story=1.0))
    other, western, none = (math.log((n + 1 / 5) / 4 * 5) for n in (2, 1, 0))
    likely = math.exp(other) / (math.exp(other) + math.exp(western) + 3 * math.exp(none))
    assert (found.voice, found.rule) == ("other", "weighed")
    assert found.probability == pytest.approx(likely, abs=5e-4) == pytest.approx(2.2 / 4, abs=5e-4)
    assert found.evidence == "2 of 3 places and states named: Other"


def test_an_article_that_names_few_places_does_not_tell_where_it_plays():
    apart = PERU.replace("[s1", "Nobody knew how long it would have to wait for it, nor who would help. [s1")
    assert said(apart, toy(story=1.0), fewest=3)[0].voice == "other"
    assert said(apart, toy(story=1.0), fewest=4)[0].voice == "unknown"
    assert said(PERU, toy(story=1.0), fewest=3)[0].voice == "unknown"  # what stands beside may be only a topic


def test_below_the_threshold_nothing_is_told():
    (found,) = said(PERU, toy(story=1.0, least=0.56))
    assert (found.voice, found.rule, found.probability) == ("unknown", "no evidence", None)


def test_a_voice_that_a_rule_tells_has_the_share_of_that_rule_that_is_right():
    marked = "[s1 The Chinese ministry] [c1 said] [t1 that it was late]."
    (found,) = said(marked, toy(rules={"office": 0.97, "": 0.5}))
    assert (found.voice, found.rule, found.probability) == ("chinese", "office", 0.97)
    (other,) = said(marked, toy(rules={"": 0.5}))
    assert other.probability == 0.5


NAMED = "Oslo is wet. [s1 Dmitri Sobolev] [c1 said] [t1 that it was late]."


def test_what_a_name_suggests_counts_with_the_setting_can_be_switched_off_and_stands_in_the_evidence():
    model = toy(name=1.0, story=0.1, least=0.4)
    (heard,) = said("Moscow is wet. " + NAMED, model)
    assert (heard.voice, heard.evidence) == ("russian", "name's sound, 1 of 2 places and states named: Russian")
    (deaf,) = said("Moscow is wet. " + NAMED, model, by_name=False)
    assert deaf.voice == "unknown"
    assert Settings().sound_of_names and not Settings(sound_of_names=False).sound_of_names


def test_a_name_alone_decides_nothing():
    (found,) = said(NAMED, toy(name=1.0))
    assert found.voice == "unknown"


def test_groups_get_the_setting_and_people_of_anywhere_nothing():
    model = toy(story=1.0)
    (police,) = said(PERU.replace("Jo Abt", "Police"), model)
    assert (police.voice, police.rule) == ("other", "setting")
    for nobody in ("Analysts", "Some experts", "Many"):
        assert said(PERU.replace("Jo Abt", nobody), model)[0].voice == "unknown"


def test_the_topic_of_a_phrase_is_no_setting():
    (found,) = said("[s1 An adviser focusing on Chile] [c1 said] [t1 that it was late].", toy(story=1.0))
    assert found.voice == "unknown"


def test_outlet_and_language_and_who_else_speaks_are_evidence():
    marked = "[s1 Jo Abt] [c1 said] [t1 that it was late]."
    assert said(marked, toy(outlet=3.0), voice="western")[0].evidence == "outlet: Western"
    assert said(marked, toy(outlet=3.0), country="CN")[0].voice == "chinese"
    assert said(marked, toy(outlet=3.0))[0].voice == "unknown"
    assert said("[c1 sagte] [s1 Jo Abt]: [t1 es sei spät].", toy(language=3.0), "de")[0].voice == "western"
    both = "[s2 The Kremlin] [c2 said] [t2 that it was early]. " + marked
    assert said(both, toy(told=1.0))[0].voice == "russian"


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("ru", "Перу ждёт. В Лиме сухо. [c1 Сообщил] [s1 Жан Абт], [t1 что уже поздно]."),
        ("zh", "秘鲁很干。利马没有雨。[s1 让·阿布特][c1 说]，[t1 现在很晚]。"),
    ],
)
def test_both_engines_weigh(language, marked):
    found = said(marked, toy(story=1.0), language)[-1]
    assert (found.voice, found.rule) == ("other", "weighed")


def test_features_are_as_many_as_weights_and_what_nobody_knows_is_nought():
    stored = json.loads((models.FOLDER / "voices.json").read_text("utf-8"))
    assert stored["features"] == list(weigh.FEATURES)
    assert np.shape(stored["weights"]) == np.shape(stored["without_name"]) == (3, len(weigh.FEATURES))
    assert not np.any(np.array(stored["without_name"])[:, weigh.FEATURES.index("name")])
    assert 0.5 <= stored["least"] < 1 and all(0 < share < 1 for share in stored["rules"].values())
    assert weigh.probabilities(np.zeros((5, len(weigh.FEATURES))), weigh.model().weights[0]) == pytest.approx([0.2] * 5)


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Li Jianguo", "CN"),
        ("Сергей Морозов", "RU"),
        ("李建国", "CN"),
        ("Giuseppe Bianchi", "IT"),
        ("Nursultan Abenov", "KZ"),
    ],
)
def test_a_name_suggests_countries(name, country):
    found = origin.countries(name)
    assert sum(found.values()) == pytest.approx(1, abs=1e-2)
    assert found[country] > 0.3
    assert not origin.countries(name.split()[0]) or " " not in name


def test_a_name_of_one_word_suggests_nothing():
    assert origin.countries("Madonna") == {}
