"""Sentences: counted by hand in English and German, and the properties of their spans."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.layout import Span, lay_out
from helpers.layout.sentences import STRETCH, Sentence, split

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


@pytest.mark.parametrize(
    "expected",
    [
        # a time of day goes on with its zone, its place, its weekday, its date, and with nothing else
        ["The boat left at 7 a.m. Harbourtown time.", "It came at 4 p.m. Tuesday, in the rain."],
        ["The sluice opens at 8 p.m. CET.", "Come at 10 a.m. June 4."],
        ["The sluice opened at 8 p.m.", "Fishermen cheered."],
        ["The sluice opened at 8 p.m.", "Supper time was over."],
        ["They slept until 10 p.m.", "Saturday was quiet."],
        # a question goes on with who asked it, however they are called
        ["“Whose boat is it?” Harbour inspector Ann Example wondered.", "Nobody knew."],
        ["“Stop the pumps!” Bob Sample, the mayor of the island, shouted.", "They stopped."],
        ["“Whose boat is it?” I asked.", "He told me."],
        ["“Whose boat is it?”", "The inspector who had come asked twice."],
        ["“Whose boat is it?”", "Sample asked for silence."],
        ["“Whose boat is it?”", "Nobody knew.", "Sample asked again."],
        ["He asked: “Whose boat is it?”", "I replied, “Mine.”"],
        # items of a list
        ["• The port is old.", "It has two cranes.", "Both are broken."],
        ["◦ The port is old.", "It has two cranes."],
        ["(b) The port is old.", "It has two cranes."],
        ["iv. The port is old.", "It has two cranes."],
        # brackets that are not closed, or not where they should be
        ["The harbour (built in 1902 is closed.", "Its cranes rust.", "Boats (small ones) still come.", "They fish."],
        ["The harbour [built in 1902 is closed.", "Its cranes [both] rust."],
        ["The harbour is closed (see map).", "Its cranes rust 1).", "They are old (built in 1902)."],
        ["The harbour (opened by Dr. Sample, mayor at the time.) is closed."],
        # abbreviations
        ["Atty. Gen. Sample met ex-Gov. Roe.", "They met Attys. Gens. Doe and Poe."],
        ["Vice-Adm. Sample spoke of Franco-U. S. ties.", "It was 30 deg. Celsius."],
        ["Is it safe?", "He said no.", "Sample said yes.", "It was no. 4 of nine."],
        ["They met in the U.S.", "Officials said little.", "The U.S. Senate sat."],
        ["We sell rope, nails etc.", "Boats are let."],
        ["They met in the port (10 a.m. EST).", "It rained."],
        # two single marks for a double one, as databases print it
        ["''We build.", "They pay,'' he said.", "''It is the ports' money.''"],
        ["She wrote ``We build.", "They pay.''", "He agreed."],
    ],
    ids=lambda expected: expected[0],
)
def test_what_sentencex_alone_would_cut_wrongly(expected: list[str]) -> None:
    assert sentences(" ".join(expected), "en") == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["Man verkauft Seile, Nägel usw. im Hafen.", "Es gibt Boote usw.", "Die Kräne sind alt."],
        ["Der dt. Kapitän traf den ehem. Bürgermeister.", "Die Gebr. Beispiel bauten den Kran."],
        ["• Der Hafen ist alt.", "Er hat zwei Kräne."],
        ["Der Hafen (erbaut 1902 ist zu.", "Boote (kleine) kommen noch."],
    ],
    ids=lambda expected: expected[0],
)
def test_what_sentencex_alone_would_cut_wrongly_in_german(expected: list[str]) -> None:
    assert sentences(" ".join(expected), "de") == expected


def test_chinese_marks_and_brackets() -> None:
    expected = ["市长说「港口很旧。", "吊车坏了。」", "（他没有说原因。）", "船长读《海》。", "他走了。"]
    assert sentences("".join(expected), "zh") == expected


@pytest.mark.parametrize("sentence", ["船来了。", "Boats (old ones) come. ", "“Go!” Ann Example said. "])
def test_sentences_do_not_depend_on_how_long_the_paragraph_is(sentence: str) -> None:
    """sentencex reads a long paragraph in stretches, which must not show."""
    number = 3 * STRETCH // len(sentence)
    assert sentences(sentence * number, "en") == [sentence.strip()] * number


def test_one_sentence_longer_than_a_stretch() -> None:
    long = "Boats " * STRETCH + "came."
    assert sentences(f"It rained. {long} They left.", "en") == ["It rained.", long, "They left."]


def test_stops_without_a_word_are_read_but_once() -> None:
    assert sentences("Boats came. " + "! " * 20_000 + "They left.", "en")[-1] == "They left."


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
