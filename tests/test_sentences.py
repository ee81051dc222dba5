"""Sentences: counted by hand in English and German, and the properties of their spans."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.layout import Span, lay_out
from helpers.sentences import Sentence, split

ENGLISH = [
    ["The port costs $3.5 billion.", "The U.S. bank of Dr. J. R. Sample pays it."],
    ["It lies in the region.", "The next one does not."],
    ["“We build.", "They pay.", "Nobody asks,” he said.", "“So it is.”", "Then he left."],
    ["Both expressed “concern.”", "The ministry agreed."],
    ["He believes that “it will be quiet.", "I will. ”", "Said."],
    ["It has been so since the flood. ..", "Now it is not."],
    ["“Why now?” Sample asked.", "Nobody knew."],
    ["'Stop!' the mayor said.", "'It is late.", "It is cold', he added."],
    ["China's 'big bank' is it.", "The towns' choice was clear."],
    ["(He did not say why.", "He left.)", "She stayed."],
    ["It opened in approx. 5 years.", "No. 3 came first."],
    ["1. The port.", "2. The railway."],
    ["So he went... and came back.", "All was well."],
]
GERMAN = [
    ["Am Freitag, dem 19. Mai, traf er ihn.", "Dann ging er."],
    ["Im 20. Jahrhundert war das so.", "Der 3. Gipfel begann."],
    ["Das kostet 5 Mio. Euro, d. h. bzw. z. B. 3,6 Mrd. Dollar.", "Mehr nicht."],
    ["Er sprach „von Krieg.", "Und Frieden.“", "Danach ging er."],
    ["»Wir gehen.", "Sie kommen.«", "Er ging."],
    ["Das war „gut.“ im Bereich „neu.“"],
    ["Er kam am 3. Dann ging er."[:12], "Dann ging er."],
]


def sentences(text: str, language: str) -> list[str]:
    return [text[s.start : s.end] for s in split(text, [Span(0, len(text), "body")], language)]


@pytest.mark.parametrize("expected", ENGLISH, ids=lambda e: e[0])
def test_english(expected: list[str]) -> None:
    assert sentences(" ".join(expected), "en") == expected


@pytest.mark.parametrize("expected", GERMAN, ids=lambda e: e[0])
def test_german(expected: list[str]) -> None:
    assert sentences(" ".join(expected), "de") == expected


def test_missing_blank_after_the_stop() -> None:
    assert sentences("It lies in the region.The next one does not.", "en") == [
        "It lies in the region.",
        "The next one does not.",
    ]


def test_a_headline_is_one_sentence_and_furniture_is_none() -> None:
    text = "A port? A dream.\nIt will cost much. It may sink.\nShare"
    layout = [Span(0, 16, "headline"), Span(17, 48, "body"), Span(49, 54, "boilerplate")]
    assert split(text, layout, "en") == [
        Sentence(0, 16, "headline"),
        Sentence(17, 35, "body"),
        Sentence(36, 48, "body"),
    ]


def test_a_line_wrapped_by_hand_does_not_end_a_sentence() -> None:
    assert sentences("It will\ncost much. It\nmay sink.", "en") == ["It will\ncost much.", "It\nmay sink."]


TEXT = st.text(max_size=200) | st.lists(
    st.sampled_from(
        ["Now", "he", "said.", "“We", "go.”", "'No", "3.", "19.", "Mai", "(It", "is.)", "\n", "..", "?", "„So“"]
    )
).map(" ".join)


@given(TEXT, st.sampled_from(["en", "de", ""]))
@settings(deadline=None, max_examples=200)
def test_sentences_hold_all_text_of_headline_and_body(text: str, language: str) -> None:
    layout = lay_out(text, language)
    found = split(text, layout, language)
    own = {n for s in layout if s.kind in ("headline", "body") for n in range(s.start, s.end) if not text[n].isspace()}
    held = [n for s in found for n in range(s.start, s.end) if not text[n].isspace()]
    assert held == sorted(own)
    for sentence in found:
        assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end] != ""
        assert any(s.start <= sentence.start and sentence.end <= s.end and s.kind == sentence.kind for s in layout)


def test_titles_and_french_marks() -> None:
    english = "The judge, Ms. Omarova, called the witness evasive. He left with Mrs. Kim."
    assert sentences(english, "en") == ["The judge, Ms. Omarova, called the witness evasive.", "He left with Mrs. Kim."]
    french = "Un député parle d'une « vente ». « On nous cache tout ! » dénonce un autre."
    assert sentences(french, "fr") == ["Un député parle d'une « vente ».", "« On nous cache tout ! » dénonce un autre."]
