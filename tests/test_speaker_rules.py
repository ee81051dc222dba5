"""The rules that find a speaker and judge the voice: each has a name, and without it the next one decides."""

import pytest
from test_speakers import resolve

from helpers.lexicons.speakers import any_of, forms, words
from helpers.speakers import antecedents, without_source
from helpers.speakers.entities import noun_phrase
from helpers.speakers.rules import Rule, first
from helpers.speakers.voices import evidence, gather, names


def switch_off(monkeypatch, register, *rules):
    """Take rules out of the register of a module."""
    monkeypatch.setattr(register, "RULES", tuple(rule for rule in register.RULES if rule.name not in rules))


def test_the_first_rule_that_says_something_decides():
    rules = (Rule("even", lambda n: "even" if n % 2 == 0 else None), Rule("small", lambda n: n if n < 10 else None))
    assert first(rules, 4) == ("even", "even")
    assert first(rules, 3) == ("small", 3)
    assert first(rules, 11) is None
    assert first(rules[1:], 4) == ("small", 4)


@pytest.mark.parametrize(
    ("off", "voice", "rule"),
    [
        ((), "russian", "institution"),
        (("institution",), "central_asian", "office"),
        (("institution", "office"), "russian", "office of"),
        (("institution", "office", "office of"), "central_asian", "nationality"),
        (("institution", "office", "office of", "nationality"), "russian", "country of"),
        (("institution", "office", "office of", "nationality", "country of"), "unknown", "no evidence"),
    ],
)
def test_without_a_rule_of_voices_the_next_one_decides(monkeypatch, off, voice, rule):
    switch_off(monkeypatch, names, *off)
    speaker = resolve("[s1 A Kazakh adviser to the Kremlin] [c1 said] [t1 that it was late].")[0]
    assert (speaker.voice, speaker.rule) == (voice, rule)


def test_without_a_rule_that_says_a_name_is_a_topic_the_name_is_evidence(monkeypatch):
    text = "[s1 An expert on Russia] [c1 said] [t1 that it was late]."
    assert resolve(text)[0].rule == "no evidence"
    switch_off(monkeypatch, names, "spoken about")
    assert (resolve(text)[0].voice, resolve(text)[0].rule) == ("russian", "country of")


def test_without_what_is_known_of_a_person_the_words_around_decide(monkeypatch):
    text = "[s1 Russian analyst Xi Jinping] [c1 said] [t1 that it was late]."
    assert (resolve(text)[0].voice, resolve(text)[0].rule) == ("chinese", "known person")
    groups = tuple(tuple(rule for rule in group if rule.name != "known person") for group in gather.PERSON)
    monkeypatch.setattr(gather, "PERSON", groups)
    assert (resolve(text)[0].voice, resolve(text)[0].rule) == ("russian", "nationality")


def test_every_rule_that_tells_a_voice_has_its_strength():
    assert {rule.name for rule in names.RULES if rule.tells} <= evidence.STRENGTH.keys()


TWO_EXPERTS = """[s1 Igor Petrov], an analyst in Lima, [c1 said] [t1 it rains].
[s2 Anton Weber], a researcher in Quito, [c2 said] [t2 it snows]. [s3 The analyst] [c3 said] [t3 it was cold]."""


@pytest.mark.parametrize(
    ("off", "name", "found"),
    [
        ((), "Igor Petrov", "same description"),
        (("same description",), "Anton Weber", "same kind"),
        (("same description", "same kind"), "analyst", "definite description"),
    ],
)
def test_without_a_rule_of_descriptions_the_next_one_finds_the_speaker(monkeypatch, off, name, found):
    switch_off(monkeypatch, antecedents, *off)
    speaker = resolve(TWO_EXPERTS)[2]
    assert (speaker.name, speaker.found) == (name, found)


def test_without_the_rules_of_pronouns_nobody_is_found(monkeypatch):
    text = "[s1 Igor Petrov] [c1 said] [t1 it rains]. [s2 He] [c2 added] [t2 that it snows]."
    assert (resolve(text)[1].name, resolve(text)[1].found) == ("Igor Petrov", "speaker or subject")
    switch_off(monkeypatch, antecedents, "speaker or subject")
    assert (resolve(text)[1].name, resolve(text)[1].found) == ("Igor Petrov", "last speaker")
    switch_off(monkeypatch, antecedents, "last speaker")
    assert (resolve(text)[1].name, resolve(text)[1].found) == ("", "")


def test_without_a_rule_of_noun_phrases_the_next_one_reads_them(monkeypatch):
    text = "[s1 Analysts] [c1 said] [t1 that it was late]."
    assert (resolve(text)[0].kind, resolve(text)[0].found) == ("group", "several")
    switch_off(monkeypatch, noun_phrase, "several")
    assert (resolve(text)[0].kind, resolve(text)[0].found) == ("unnamed", "description")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[s1 Igor Petrov] [c1 said] [t1 it rains].", "person"),
        ("[s1 The minister of trade, Igor Petrov,] [c1 said] [t1 it rains].", "person apposed"),
        ("[s1 China and Kazakhstan] [c1 said] [t1 it rains].", "names joined"),
        ("[s1 A Tajik farmer and a Uzbek trader] [c1 said] [t1 it rains].", "phrases joined"),
        ("[s1 Beijing] [c1 said] [t1 it rains].", "name"),
        ("[s1 The Chinese] [c1 said] [t1 it rains].", "people of a state"),
        ("[s1 The Uzbek parliament] [c1 said] [t1 it rains].", "organ of a state"),
        ("[c1 Said] one diplomat, who wept: [t1 “It rains.”]", "behind the cue"),
        ("Russia met China. [s1 Both sides] [c1 said] [t1 it rains].", "both sides"),
        ("Mr. Xi met Mr. Putin. [s1 The latter] [c1 said] [t1 it rains].", "one of two"),
    ],
)
def test_how_a_speaker_was_found(text, found):
    assert resolve(text)[0].found == found


def test_a_rule_for_quoted_words_beside_somebodys(monkeypatch):
    text = "[s1 Igor Petrov] [c1 said] [t1 it rains]. Nothing [t2 “helps at all”]."
    assert (resolve(text)[1].name, resolve(text)[1].found) == ("Igor Petrov", "goes on")
    switch_off(monkeypatch, without_source, "goes on")
    assert (resolve(text)[1].name, resolve(text)[1].found) == ("", "")


def test_a_word_list_is_read_in_all_languages_or_in_one():
    assert words("conjunctions") == {"and", "und"}
    assert words("conjunctions", "de") == {"und"}
    assert words("conjunctions", "ru") == {"and"}, "a language without a part is read by the English one"
    assert words("datives", "en") == frozenset()
    assert {"spokesman", "sprecher"} <= words("roles", "m") < words("roles")
    assert forms("pronouns")["er"] == forms("pronouns")["he"]
    assert any_of("both", "two") == "beide|both|zwei|two"
