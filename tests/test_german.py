"""German attribution: passages of our own writing that the rules were made with, and the kinds they must tell apart."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import attribution
from helpers.layout import Span
from helpers.layout.sentences import split

DATA = yaml.safe_load((Path(__file__).parent / "data" / "german_attribution.yaml").read_text("utf-8"))
ITEMS = {part["part"]: part["items"] for part in DATA}


def attribute(text):
    layout = [Span(0, len(text), "body")]
    return attribution.attribute(text, layout, split(text, layout, "de"), "de")


def words(text, spans):
    """Offsets of the words inside spans."""
    return {a + m.start() for a, b in spans if a >= 0 for m in re.finditer(r"\w+", text[a:b])}


def place(text, part):
    return (text.index(part), text.index(part) + len(part)) if part else (-1, -1)


def right(text, found, source, content):
    """Content words overlap by half (Jaccard) and the sources touch; nobody matches nobody."""
    a, b = words(text, found.content), words(text, [place(text, piece) for piece in content.split(" | ")])
    mine, theirs = words(text, [found.source]), words(text, [place(text, source)])
    return len(a & b) >= 0.5 * len(a | b) and (bool(mine & theirs) or not (mine or theirs))


def score(items):
    """(recall, precision) of attributions over passages."""
    hits = expected = correct = made = 0
    for item in items:
        found = attribute(item["text"])
        rows = [(row[0], row[1]) for row in item["said"]]
        hits += sum(any(right(item["text"], f, *row) for f in found) for row in rows)
        correct += sum(any(right(item["text"], f, *row) for row in rows) for f in found)
        expected, made = expected + len(rows), made + len(found)
    return hits / expected, correct / made


@pytest.mark.parametrize("part", ITEMS)
def test_the_passages_that_the_rules_were_made_with_stay_right(part):
    """What the rules were made with stays right; how good they are on other texts, `bench --german` tells."""
    recall, precision = score(ITEMS[part])
    assert recall >= 0.95
    assert precision >= 0.95


@pytest.mark.parametrize(
    "item", [i for items in ITEMS.values() for i in items if i["said"]], ids=lambda item: item["text"][:30]
)
def test_modes_of_the_passages(item):
    for found in attribute(item["text"]):
        for row in item["said"]:
            if right(item["text"], found, row[0], row[1]):
                assert found.mode == (row[2] if len(row) > 2 else "indirect")


def test_a_report_behind_its_words_takes_the_sentence_before():
    text = "Drei Brücken sind gesperrt. Dies berichtet die Agentur Interfax."
    found = attribute(text)
    assert [text[slice(*f.source)] for f in found] == ["die Agentur Interfax"]
    assert found[0].content == ((0, 27),)


def test_subjunctive_runs_on_over_sentences_without_a_verb_of_saying():
    text = "Die Lage sei ernst, sagte der Minister. Man habe zu lange gewartet. Nun werde gehandelt."
    assert len(attribute(text)) == 3
    assert {text[slice(*f.source)] for f in attribute(text)} == {"der Minister"}


@pytest.mark.parametrize(
    "text",
    [
        "Der Minister sagte nicht, wann die Gespräche beginnen.",
        "Dazu sagte der Minister nicht, ob er reist.",
        "Eine Sprecherin lehnte eine Stellungnahme ab.",
        "Zahlen nannte er nicht.",
    ],
)
def test_a_refusal_to_speak_is_no_speech(text):
    assert not attribute(text)


def said(text):
    """(source, content, mode) of all speech."""
    return [
        (text[max(f.source[0], 0) : f.source[1]], " | ".join(text[a:b] for a, b in f.content), f.mode)
        for f in attribute(text)
        if f.cue_class == "speech"
    ]


def test_thinking_a_clause_is_speech_and_wishing_is_an_attitude():
    assert [f.cue_class for f in attribute("Der Händler hofft, dass der Zoll fällt.")] == ["speech"]
    assert [f.cue_class for f in attribute("Der Händler hofft, bald wieder zu verkaufen.")] == ["attitude"]
    assert attribute("Damit hat der Händler einen neuen Käufer gefunden.") == []


@pytest.mark.parametrize(
    "marks",
    ["„{}“, {}.", "»{}«, {}.", '"{}", {}.', "«{}», {}.", "“{}”, {}."],
    ids=["low", "angle", "straight", "out", "high"],
)
@pytest.mark.parametrize("inquit", ["moserte der Wirt Ulf Brand", "so der Wirt Ulf Brand", "sagte der Wirt Ulf Brand"])
def test_a_quotation_of_several_sentences_has_one_attribution(marks, inquit):
    text = marks.format("Der Hafen ist leer. Niemand kommt mehr. Wir schließen", inquit)
    ((source, content, mode),) = said(text)
    assert (source, mode) == ("der Wirt Ulf Brand", "direct")
    assert "Der Hafen" in content and "schließen" in content


@pytest.mark.parametrize(
    ("text", "source", "mode"),
    [
        ("„Wann fährt die Fähre?“, erkundigte sich der Wirt.", "der Wirt", "direct"),
        ("„Die Fähre fährt nie!“ zürnte Frau Brand.", "Frau Brand", "direct"),
        ("„Die Fähre ist alt“, hob die 61-Jährige hervor.", "die 61-Jährige", "direct"),
        ("Der Wirt frohlockte: „Die Fähre fährt wieder.“", "Der Wirt", "direct"),
        ("Die Fähre sei zu alt, findet der Wirt.", "der Wirt", "indirect"),
        ("Der Wirt Ulf Brand jammerte, dass niemand die Fähre nehme.", "Der Wirt Ulf Brand", "indirect"),
        ("Der Wirt Ulf Brand (FDP) sagte, die Fähre sei alt.", "Der Wirt Ulf Brand (FDP)", "indirect"),
    ],
)
def test_any_verb_with_words_in_marks_or_a_clause(text, source, mode):
    ((found, _, found_mode),) = said(text)
    assert (found, found_mode) == (source, mode)


@pytest.mark.parametrize(
    "text",
    [
        "Der Sturm verhinderte, dass die Fähre ablegte.",
        "Die Fähre „Nordstern“ verließ der Wirt am Abend.",
        "Der Wirt liest den Roman „Die letzte Fähre“.",
    ],
)
def test_deeds_and_names_in_marks_are_no_words(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Mittlerweile erklärte Brand, er sei müde.", "Brand"),
        ("Hierzu sagten Fischer, der Fang sei klein.", "Fischer"),
        ("Offenbar glaubt der Wirt, dass der Fang klein ist.", "der Wirt"),
        ("Von ihnen antworteten 40 Prozent, dass sie nichts wüssten.", "40 Prozent"),
        ("Norwegische Fischer sagten, der Fang sei klein.", "Norwegische Fischer"),
        ("„Der Fang ist klein“, erzählt Brandsen der ARD.", "Brandsen"),
        ("Der Fang ist laut Brandsen „ein trauriger Rest“.", "Brandsen"),
        ("„Der Fang ist klein“, sagt die Forscherin Prof. Dr. Ida Brandsen.", "die Forscherin Prof. Dr. Ida Brandsen"),
    ],
)
def test_who_speaks_is_no_adverb_and_no_listener(text, source):
    assert [found for found, _, _ in said(text)] == [source]


def test_the_next_quotation_in_a_paragraph_is_the_same_speakers():
    text = "„Der Fang ist klein“, sagt Brandsen. Und: „Die Netze bleiben leer.“"
    assert [(who, mode) for who, _, mode in said(text)] == [("Brandsen", "direct"), ("Brandsen", "direct")]


def test_words_announced_with_a_colon_are_in_the_next_paragraph():
    lead = "Die Reederei Nordstern teilte am Montag mit:"
    text = f"{lead}\n\n„Die Fähre fährt nicht mehr.“\n\nDer Hafen ist leer."
    assert said(text) == [("Die Reederei Nordstern", "„Die Fähre fährt nicht mehr.“", "direct")]
    text = f"{lead}\n\nDie Fähre fährt nicht mehr.\n\nDer Hafen ist leer."
    assert [row[:2] for row in said(text)] == [("Die Reederei Nordstern", "Die Fähre fährt nicht mehr.")]
    assert said("Der Plan hat zwei Teile:\n\nDie Fähre fährt nicht mehr.") == []


@given(st.text(alphabet='„“»«" sagte, der Xi dass sei. : laut\n', max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_spans_inside_it(text):
    for found in attribute(text):
        assert found.content
        assert all(0 <= a < b <= len(text) for a, b in found.content)
