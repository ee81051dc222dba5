"""Mentions of targets, and names to mask."""

from helpers.layout.sentences import Sentence
from helpers.names import mentions
from helpers.study import load_study

STUDY = load_study("seeds")


def found_in(text, language="en"):
    found = mentions.mentions(text, [Sentence(0, len(text), "body")], language, STUDY)
    return [(text[m.start : m.end], m.target) for m in found]


def test_capital_leader_and_bloc_stand_for_the_actor():
    assert found_in("Dushanbe owes Beijing, and Putin fears NATO.") == [
        ("Dushanbe", "central_asia"),
        ("Beijing", "china"),
        ("Putin", "russia"),
        ("NATO", "west"),
    ]


def test_another_actors_longer_name_does_not_count():
    assert found_in("The Carnegie Russia Eurasia Center and the Moscow Times disagree.") == []


def test_words_of_the_study_count_once():
    assert found_in("The Belt and Road crosses Central Asia.") == [
        ("Belt and Road", "china"),
        ("Central Asia", "central_asia"),
    ]


def test_home_towns_think_tanks_and_datelines_do_not_count():
    assert found_in("Moscow (AsiaNews) - A writer from Henan met a RAND analyst.") == []


def test_german():
    assert found_in("Der Einfluss Moskaus in Zentralasien und westliche Sanktionen", "de") == [
        ("Moskaus", "russia"),
        ("Zentralasien", "central_asia"),
        ("westliche", "west"),
    ]


def test_each_mention_has_its_sentence():
    text = "China waits. Russia acts."
    split = [Sentence(0, 12, "body"), Sentence(13, 25, "body")]
    assert [m.sentence for m in mentions.mentions(text, split, "en", STUDY)] == [0, 1]
    assert mentions.mentions(text, [split[1]], "en", STUDY)[0].target == "russia"


def test_names_cover_people_places_and_bodies():
    text = "Great Britain and Erlan Sadykow praised the Foreign Ministry of Kazakhstan."
    covered = [text[a:b] for a, b in mentions.names(text, "en")]
    assert "Erlan Sadykow" in covered
    assert "Great Britain" in covered
    assert "Kazakhstan" in covered


def test_names_do_not_overlap():
    text = "Chinese President Xi Jinping, U.S. Secretary of State Antony Blinken and Mr. Becker of the RAND Corporation"
    spans = mentions.names(text, "en")
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    assert text[slice(*spans[-2])] == "Becker"


def test_a_word_of_the_study_does_not_count_where_it_is_no_name():
    assert "Western" in next(target for target in STUDY.targets if target.name == "west").words
    assert found_in("A Western gale broke the Western Digital sign.") == []
    assert found_in("They fear Western lenders.") == [("Western", "west")]


def test_russian():
    text = "Западные санкции, но западный берег. На Западе ждут Кремль, на западе Украины тихо. Российско-китайский."
    assert found_in(text, "ru") == [
        ("Западные", "west"),
        ("Западе", "west"),
        ("Кремль", "russia"),
        ("Российско", "russia"),
        ("китайский", "china"),
    ]


def test_chinese_without_blanks():
    assert found_in("中国人民、印度尼西亚、中东。北京时间五点，中美和西方国家会谈。", "zh") == [
        ("中国人", "china"),
        ("中", "china"),
        ("美", "west"),
        ("西方国家", "west"),
    ]
