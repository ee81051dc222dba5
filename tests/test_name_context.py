"""What is spelt like a name and is none: directions, languages, pronouns, parts of other names, common words."""

import pytest

from helpers.names import gazetteer


def codes(text, language="en"):
    return [match.code for match in gazetteer.find(text, language)]


@pytest.mark.parametrize(
    "text",
    [
        "Western lenders have left.",
        "It is a quarrel between western capitals.",
        "western economic sanctions",
        "They bought western-made pumps.",
        "an anti-Western speech",
        "The West is tired of the war.",
        "the collective West",
        "He spoke of the Collective West again.",
        "Western Leaders Gather",
        "Western moralism",
        "western and other investors",
    ],
)
def test_the_west_as_a_bloc(text):
    assert "WEST" in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "a western breeze",
        "the western foothills",
        "Western gales closed the port.",
        "on the Western Isles",
        "They pay by Western Digital vouchers.",
        "the western Kazakh town of Uralsk",
        "a village in West Kordofan",
        "They moved to Key West in spring.",
        "West of the dam there is nothing.",
        "a western sunset",
    ],
)
def test_a_direction_is_no_bloc(text):
    assert "WEST" not in codes(text)


@pytest.mark.parametrize(
    ("text", "bloc"),
    [
        ("Der Westen zögert.", True),
        ("westliche Diplomaten", True),
        ("mit westlichen Waffen", True),
        ("Geld aus dem Westen", True),
        ("das westliche Seeufer und der westliche Stadtrand", False),
        ("westlich der Bahn", False),
        ("im Westen der Stadt", False),
        ("der Westen des Tals", False),
        ("im Westen Usbekistans", False),
        ("Regen aus Westen", False),
    ],
)
def test_the_german_west(text, bloc):
    assert ("WEST" in codes(text, "de")) is bloc


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("HELP US SAVE THE LAKE", []),
        ("THE RIVER BELONGS TO US", []),
        ("WHO PAYS FOR THE DAM?", []),
        ("US SENDS PUMPS", ["US"]),
        ("RUSSIA, US DISAGREE", ["RU", "US"]),
        ("TALKS IN THE US FAIL", ["US"]),
        ("PRICE OF TRADE WITH US RISES\n\nAn American envoy arrived.", ["US", "US"]),
        ("The US sends pumps.", ["US"]),
    ],
)
def test_us_in_a_line_of_capitals_is_a_pronoun(text, found):
    assert codes(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("His mother speaks Kazakh and Russian with him.", []),
        ("The letter is written in Chinese.", []),
        ("a poem translated from Russian into German", []),
        ("Half of the pupils learn English.", []),
        ("They have geometry, Russian and singing.", []),
        ("a Chinese dictionary", []),
        ("Uzbek-speaking farmers", []),
        ("The goods are sold in Chinese markets.", ["CN"]),
        ("He lives in Russian and Kazakh towns by turns.", ["RU", "KZ"]),
        ("tea from Chinese gardens", ["CN"]),
        ("They study Chinese loans.", ["CN"]),
        ("A Russian came in.", ["RU"]),
        ("Kazakh is an old language.", []),
        ("The visitor is Russian and older.", ["RU"]),
    ],
)
def test_a_language_is_no_actor(text, found):
    assert codes(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sie lernt Chinesisch.", []),
        ("Das Buch wurde ins Russische übertragen.", []),
        ("ein Brief auf Deutsch", []),
        ("die englische Sprache", []),
        ("Die russische Firma liefert.", ["RU"]),
        ("Die Deutschen kommen.", ["DE"]),
        ("in der Chinesischen Botschaft", ["CN"]),
    ],
)
def test_a_german_name_of_a_language_is_no_actor(text, found):
    assert codes(text, "de") == found


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("They saw Lokomotiv Moscow lose.", []),
        ("He works for Friends of Japan and for Hertz Germany now.", ["country"]),
        ("troops from South Ukraine", ["country"]),
        ("On Monday Russia answered.", ["country"]),
        ("the paper Rethinking US Water Strategy of last year", ["country"]),
        ("They keep to the One China policy.", ["country"]),
        ("The London Marathon is over.", ["institution"]),
        ("Central American farmers", ["region"]),
        ("Russia Welcomes New China Trade Rules", ["country", "country"]),
    ],
)
def test_a_place_inside_a_longer_name_is_that_name(text, kinds):
    assert [match.kind for match in gazetteer.find(text)] == kinds


@pytest.mark.parametrize(
    ("text", "language", "medium"),
    [
        ("Ein kasachischer Diplomat lachte.", "de", False),
        ("Der Diplomat sagte nichts.", "de", False),
        ("Die Welt ist ein Dorf.", "de", False),
        ("Es ist höchste Zeit.", "de", False),
        ("Das Bild zeigt ein Dorf.", "de", False),
        ("Der Standard sinkt.", "de", False),
        ("Wie die Zeit schreibt, sinkt er.", "de", True),
        ("Das meldete die Welt.", "de", True),
        ("Er sagte der „Bild“ nichts.", "de", True),
        ("Im Magazin Der Spiegel stand es.", "de", True),
        ("Guardian angels sang.", "en", False),
        ("An Independent lawmaker left.", "en", False),
        ("Dawn broke over the lake.", "en", False),
        ("Economist Ann Weaver left.", "en", False),
        ("She told the Independent so.", "en", True),
        ("It stood in the Guardian on Monday.", "en", True),
        ("A Guardian investigation found it.", "en", True),
    ],
)
def test_a_common_word_is_a_medium_only_where_something_says_so(text, language, medium):
    assert any(match.kind == "medium" for match in gazetteer.find(text, language)) is medium


def test_the_economist_group_is_a_body_of_its_own():
    assert [match.name for match in gazetteer.find("The Economist Group grows.")] == ["Economist Group"]


@pytest.mark.parametrize("text", ["The U.S. and the U.K. agreed.", "U.S.-U.K. talks", "officials in the U.K."])
def test_states_with_stops(text):
    assert set(codes(text)) <= {"US", "GB"} and codes(text)
