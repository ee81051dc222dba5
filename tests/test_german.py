"""German attribution: the kinds that must be told apart, on sentences of our own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import attribution
from helpers.attribution import Attribution
from helpers.attribution.introduced import introduced, without_bare
from helpers.layout import Span
from helpers.layout.sentences import split
from helpers.names import people


def attribute(text):
    layout = [Span(0, len(text), "body")]
    return attribution.attribute(text, layout, split(text, layout, "de"), "de")


def test_subjunctive_runs_on_over_sentences_without_a_verb_of_saying():
    text = "Die Lage sei ernst, sagte der Minister. Man habe zu lange gewartet. Nun werde gehandelt."
    found = attribute(text)
    assert {text[slice(*f.source)] for f in found} == {"der Minister"}
    said = " ".join(text[a:b] for f in found for a, b in f.content)
    assert all(words in said for words in ("Die Lage sei ernst", "Man habe zu lange gewartet", "Nun werde gehandelt"))


@pytest.mark.parametrize(
    "text",
    [
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


@pytest.mark.parametrize(
    "marks",
    ["„{}“, {}.", "»{}«, {}.", '"{}", {}.', "«{}», {}.", "“{}”, {}."],
    ids=["low", "angle", "straight", "out", "high"],
)
@pytest.mark.parametrize("inquit", ["so der Wirt Ulf Brand", "sagte der Wirt Ulf Brand"])
def test_a_quotation_of_several_sentences_has_one_attribution(marks, inquit):
    text = marks.format("Der Hafen ist leer. Niemand kommt mehr. Wir schließen", inquit)
    ((source, content, mode),) = said(text)
    assert (source, mode) == ("der Wirt Ulf Brand", "direct")
    assert "Der Hafen" in content and "schließen" in content


@pytest.mark.parametrize(
    ("text", "source", "mode"),
    [
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
        ("Mittlerweile erklärte Thomas Brand, er sei müde.", "Thomas Brand"),
        ("Hierzu sagten Fischer, der Fang sei klein.", "Fischer"),
        ("Offenbar glaubt der Wirt, dass der Fang klein ist.", "der Wirt"),
        ("Von ihnen antworteten 40 Prozent, dass sie nichts wüssten.", "40 Prozent"),
        ("Norwegische Fischer sagten, der Fang sei klein.", "Norwegische Fischer"),
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


@given(st.text(alphabet='„“»«" sagte, der Xi dass sei. : laut\n', max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_spans_inside_it(text):
    for found in attribute(text):
        assert found.content
        assert all(0 <= a < b <= len(text) for a, b in found.content)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Die Beraterin Roxana Ehsani lachte, Yotam Ophir nicht.", ["Roxana Ehsani", "Yotam Ophir"]),
        ("Die Goldman Sachs und die Premier League zahlen, Google Maps hilft.", []),
    ],
)
def test_two_words_that_no_dictionary_has_name_somebody(text, names):
    assert [person.name for person in people.persons(text, "de")] == names


@pytest.mark.parametrize(
    ("sentence", "source", "cue", "content"),
    [
        ("Da behauptet Klein, es werde nie mehr regnen.", "Klein", "behauptet", "es werde nie mehr regnen"),
        ("Natürlich warnt die alte Partei, er sei ein Tyrann.", "die alte Partei", "warnt", "er sei ein Tyrann"),
        ("Später berichtete Anna Sommer, dass alle gingen.", "Anna Sommer", "berichtete", "dass alle gingen"),
        (
            "Klein konterte trocken: Wer mäht, der kann nicht ruhen.",
            "Klein",
            "konterte",
            "Wer mäht, der kann nicht ruhen.",
        ),
        ("Gegen den neuen Zaun sprach sich Anna Sommer (FDP) aus.", "Anna Sommer", "sprach", "Gegen den neuen Zaun"),
    ],
)
def test_a_sentence_that_says_at_its_beginning_who_speaks(sentence, source, cue, content):
    text = f"Es war Montag. {sentence}"
    found = introduced(text, split(text, [Span(0, len(text), "body")], "de"), [])
    assert [[text[slice(*a.source)], text[slice(*a.cue)], text[slice(*a.content[0])]] for a in found] == [
        [source, cue, content]
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Klein konterte: „Wer mäht, der kann nicht ruhen.“",
        "Klein kam: Wer mäht, der kann nicht ruhen.",
        "Gegen den neuen Zaun sprach sich herum, was kam.",
        "Da kam Klein, der nie mehr geht.",
        "Gestern sagte Klein ab, was alle ärgerte.",
        "Dann sagte Klein, ja.",
    ],
)
def test_other_sentences_with_a_verb_in_front(sentence):
    assert introduced(sentence, split(sentence, [Span(0, len(sentence), "body")], "de"), []) == []


def test_what_only_its_words_gave_to_somebody_gives_way_to_a_cue():
    text = "Davon sprach Moor. Da behauptet Klein, es werde nie mehr regnen."
    bare = Attribution((13, 17), (19, 20), ((19, len(text)),), "indirect", "speech", 0.5)
    told = introduced(text, split(text, [Span(0, len(text), "body")], "de"), [bare])
    assert without_bare([bare], told) == []
    assert without_bare([bare], []) == [bare]
