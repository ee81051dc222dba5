"""Names and their codes: inflection, longest match, what a name inside another name does not mean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import lexicons
from helpers.names import gazetteer


def found(text, language="en"):
    return [(text[m.start : m.end], m.code) for m in gazetteer.find(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China's trade", [("China", "CN")]),
        ("the Sino-Russian border", [("Sino", "CN"), ("Russian", "RU")]),
        ("a Russia-Ukraine war", [("Russia", "RU"), ("Ukraine", "UA")]),
        ("Kazakhs and Tajikistan’s Dushanbe", [("Kazakhs", "KZ"), ("Tajikistan", "TJ"), ("Dushanbe", "TJ")]),
        ("they told us that the US and U.S. officials agree", [("US", "US"), ("U.S.", "US")]),
        ("china plates and turkey meat", []),
        ("XI Jinping in Xi’an", [("XI Jinping", "CN"), ("Xi’an", "CN")]),
        ("talks in Nur-Sultan, now Astana", [("Nur-Sultan", "KZ"), ("Astana", "KZ")]),
        ("the C+C5 summit of Central Asian states", [("C5", "143"), ("Central Asian", "143")]),
        ("Wang\nYi spoke", [("Wang\nYi", "CN")]),
        ("Norway joins NATO", [("Norway", "NO"), ("NATO", "NATO")]),
    ],
)
def test_names_in_english(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chinesische Firmen in Kasachstans Städten", [("chinesische", "CN"), ("Kasachstans", "KZ")]),
        ("die Moskauer Führung und Pekings Pläne", [("Moskauer", "RU"), ("Pekings", "CN")]),
        ("Putins Kreml", [("Putins", "RU"), ("Kreml", "RU")]),
        ("US-Sanktionen gegen zentralasiatische Banken", [("US", "US"), ("zentralasiatische", "143")]),
        (
            "Russen, Chinesinnen und Amerikaner",
            [("Russen", "RU"), ("Chinesinnen", "CN"), ("Amerikaner", "US")],
        ),
    ],
)
def test_names_in_german(text, expected):
    assert found(text, "de") == expected


@pytest.mark.parametrize(
    ("text", "name", "code", "kind"),
    [
        ("the Carnegie Russia Eurasia Center", "Carnegie Russia Eurasia Center", "US", "institution"),
        ("the Financial Times wrote", "Financial Times", "GB", "medium"),
        ("the Bank of China lends", "Bank of China", "CN", "institution"),
        ("the new China Weekly", "China Weekly", "CN", "institution"),
        ("an Institute for China Studies", "Institute for China Studies", "", "institution"),
    ],
)
def test_a_country_inside_a_longer_name(text, name, code, kind):
    match = next(m for m in gazetteer.find(text) if text[m.start : m.end] == name)
    assert (match.code, match.kind) == (code, kind)


def test_an_organ_of_state_is_no_longer_name():
    assert [m.kind for m in gazetteer.find("the Chinese Embassy Press Office")] == ["demonym"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Michael Jordan visited Jordan", ["JO"]),
        ("Melania Trump and President Trump", ["US"]),
        ("When Putin came", ["RU"]),
        ("western sanctions hurt western China", ["WEST", "CN"]),
        ("the Minister of Foreign Affairs wrote in Foreign Affairs", ["US"]),
        ("the former Soviet Union", ["SU"]),
    ],
)
def test_what_surrounds_a_name(text, codes):
    assert [m.code for m in gazetteer.find(text)] == codes


def test_a_region_belongs_to_those_who_hold_most_of_it():
    assert gazetteer.belongs("143", ["KZ", "KG", "TJ"])
    assert not gazetteer.belongs("143", ["KZ", "KG"])
    assert gazetteer.belongs("KZ", ["KZ"])
    assert not gazetteer.belongs("", ["KZ"])


def test_country_names_come_in_other_languages():
    assert [m.code for m in gazetteer.find("la Chine et le Kazakhstan", "fr")] == ["CN", "KZ"]
    assert [m.code for m in gazetteer.find("China and Kazakhstan", "xx")] == ["CN", "KZ"]


@given(st.text(alphabet="China KzhstUS.-'’\n„“中国", max_size=80))
@settings(max_examples=200, deadline=None)
def test_matches_are_in_order_and_inside_the_text(text):
    end = 0
    for match in gazetteer.find(text):
        assert end <= match.start < match.end <= len(text)
        end = match.end


@pytest.mark.parametrize("language", lexicons.having("gazetteer"))
def test_every_country_row_is_a_known_territory(language):
    for code, row in lexicons.load("gazetteer", language).items():
        assert gazetteer.country_name(code) != code
        assert set(row) <= {"people", "capital", "adjective", "place", "district"}
