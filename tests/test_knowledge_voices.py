"""Whom knowledge lets speak for whom: after what the article says at the name, and never for a namesake."""

import pytest
from test_speakers import resolve

from helpers.speakers.voices import evidence, gather


def judged(text, language="en"):
    speaker = resolve(text, language)[-1]
    return speaker.voice, speaker.rule


@pytest.mark.parametrize(
    ("text", "language", "voice"),
    [
        ("[s1 Joko Widodo] [c1 said] [t1 that it was late].", "en", "other"),
        ("[t1 Es sei spät], [c1 sagte] [s1 Norbert Röttgen].", "de", "western"),
        ("[s1 Norbert Roettgen] [c1 said] [t1 that it was late].", "en", "western"),
        ("[s1 Anwar Gargash] [c1 said] [t1 that it was late].", "en", "other"),
        ("[s1 Deutsche Welle] [c1 said] [t1 that it was late].", "en", "western"),
        ("[s1 Rospotrebnadzor] [c1 said] [t1 that it was late].", "en", "russian"),
    ],
)
def test_a_known_name_tells_the_voice(text, language, voice):
    assert judged(text, language)[0] == voice


def test_the_evidence_names_the_entry():
    speaker = resolve("[s1 Joko Widodo] [c1 said] [t1 that it was late].")[0]
    assert speaker.evidence == "Joko Widodo: President, Indonesia"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # an institution, an office, a nationality at the name
        ("[s1 Joko Widodo, an adviser to the Kremlin,] [c1 said] [t1 that it was late].", ("russian", "institution")),
        ("[s1 Kazakh analyst Joko Widodo] [c1 said] [t1 that it was late].", ("central_asian", "nationality")),
        # the one office holder at home gives way to a person whom only one name can mean
        (
            "ASTANA (Evening X) — [s1 Energy Minister Joko Widodo] [c1 said] [t1 that it was late].",
            ("other", "knowledge"),
        ),
    ],
)
def test_what_the_article_says_of_somebody_goes_first(text, found):
    assert judged(text) == found


def test_a_surname_is_nobody_elses_in_the_article():
    assert judged("[s1 Röttgen] [c1 said] [t1 that it was late].") == ("western", "knowledge")
    assert judged("Erna Röttgen left. [s1 Röttgen] [c1 said] [t1 that it was late].")[0] == "unknown"


def test_a_body_called_by_a_word_needs_its_country_and_a_frequent_name_of_people_tells_nothing():
    text = "[s1 {}] [c1 said] [t1 that it was late]."
    assert judged(text.format("Vodafone"))[0] == "unknown"
    assert judged("Britain buys. " + text.format("Vodafone"))[0] == "western"
    assert judged("Britain has many. " + text.format("John Smith"))[0] == "unknown"


def test_names_of_several_voices_tell_nothing():
    assert judged("[s1 Alexander Volkov] [c1 said] [t1 that it was late].") == ("unknown", "no evidence")


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("[s1 A professor at Tsinghua University] [c1 said] [t1 that it was late].", "chinese"),
        ("[s1 Erna Baum of the Brookings Institution] [c1 said] [t1 that it was late].", "western"),
        ("[s1 The mayor of Khabarovsk] [c1 said] [t1 that it was late].", "russian"),
        ("[s1 An expert on Tsinghua University] [c1 said] [t1 that it was late].", "unknown"),
        ("[s1 A critic of Khabarovsk] [c1 said] [t1 that it was late].", "unknown"),
        ("[s1 Emma Warrnambool] [c1 said] [t1 that it was late].", "unknown"),  # a place in a person's name is none
    ],
)
def test_bodies_and_places_that_knowledge_alone_tells_follow_the_rules_of_names(text, voice):
    assert judged(text)[0] == voice


def test_without_the_rule_nothing_is_known(monkeypatch):
    text = "[s1 Joko Widodo] [c1 said] [t1 that it was late]."
    off = ("knowledge", "well known")
    groups = tuple(tuple(rule for rule in group if rule.name not in off) for group in gather.PERSON)
    monkeypatch.setattr(gather, "PERSON", groups)
    assert judged(text) == ("unknown", "no evidence")


def test_knowledge_has_its_strength():
    assert evidence.STRENGTH["nationality"] < evidence.STRENGTH["knowledge"] < evidence.STRENGTH["country of"]
