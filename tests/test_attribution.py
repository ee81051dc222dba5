"""Attribution: quotation marks, paragraphs, decoding, classes, the engines on messy pages, and how it is judged."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.attribution import Attribution, attribute, available, classify, decode
from helpers.attribution.cut_off import cut_off
from helpers.attribution.page import Paragraph, paragraphs
from helpers.attribution.running import closed
from helpers.attribution.signed import signed
from helpers.attribution.titles import titles
from helpers.attribution.unmarked import restored
from helpers.encoder import reading
from helpers.encoder.quotes import quotations
from helpers.training import polnear


class Stretch(NamedTuple):
    start: int
    end: int
    kind: str


def lines(text: str, **kinds: str) -> list[Stretch]:
    """Each line without blanks at its edges as a stretch of body, or of the kind given for its number (l0, l1, ...)."""
    out, at = [], 0
    for i, line in enumerate(text.split("\n")):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            out.append(Stretch(start, at + len(line.rstrip()), kinds.get(f"l{i}", "body")))
        at += len(line) + 1
    return out


def found(text: str, engine: str = "full", **kinds: str) -> list[tuple[str, str, str, list[str]]]:
    """(mode, source, cue, contents) of all attributions, in words."""
    page = lines(text, **kinds)
    sentences = [s for s in page if s.kind in ("body", "headline")]
    return [
        (a.mode, text[max(a.source[0], 0) : a.source[1]], text[slice(*a.cue)], [text[s:e] for s, e in a.content])
        for a in attribute(text, page, sentences, "en", engine)
    ]


# ---- quotation marks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "we go" and "we stay."', ['"we go"', '"we stay."']),
        ("“A,” he said. “B.”", ["“A,”", "“B.”"]),
        ("‘It’s the states’ rights here’, he said", ["‘It’s the states’ rights here’"]),
        ("the 'big bank', and it's own 'big cannon'", ["'big bank'", "'big cannon'"]),
        ("He said: 'We didn't. Don't.' Then 'x'", ["'We didn't. Don't.'", "'x'"]),
        ("rock 'n' roll in the '90s; the Joneses' house", []),
        ("„Wir gehen“, sagte er. »Ja«, so «Nein» und « Oui »", ["„Wir gehen“", "»Ja«", "«Nein»", "« Oui »"]),
        ("``He went'' home", ["``He went''"]),
        ("”Ja”, sa han.", ["”Ja”"]),
        ("5' 11\" tall", []),
    ],
)
def test_quotations(text, expected):
    assert [text[q.start : q.end] for q in quotations(text)] == expected


@pytest.mark.parametrize("text", ["“One. Two.", 'He said, "It is so.', "According to X, 'The port wants this. So."])
def test_a_quotation_that_is_never_closed_runs_to_the_end(text):
    (quotation,) = quotations(text)
    assert (quotation.end, quotation.closed) == (len(text), False)


@given(st.text(alphabet="ab. A,s'\"“”‘’„«»`-\n", max_size=60))
def test_quotations_are_in_order_and_inside(text):
    edges = [edge for start, end, _ in quotations(text) for edge in (start, end)]
    assert edges == sorted(edges) and all(0 <= edge <= len(text) for edge in edges)


def running(*paragraphs_of_it: str) -> list[str]:
    return [p.text for p in closed([Paragraph(t, np.arange(len(t)), (), False) for t in paragraphs_of_it])]


@pytest.mark.parametrize(
    ("given_lines", "read_as"),
    [
        (
            ["“At ten they closed.", "Nobody came.", "We went.” He left “soon”."],
            ["“At ten they closed.”", "“Nobody came.”", "“We went.” He left “soon”."],
        ),
        (['"We gave facts.', 'We did not "make" them."'], ['"We gave facts.”', '“We did not ‘make’ them."']),
        (["他说：“渡船晚了。", "桥还没有开。”", "他走了。"], ["他说：“渡船晚了。”", "“桥还没有开。”", "他走了。"]),
        (["«Паром опоздал.", "Мост закрыт», — сказал он."], ["«Паром опоздал.”", "“Мост закрыт», — сказал он."]),
    ],
)
def test_a_quotation_that_runs_over_paragraphs_has_its_marks_in_each(given_lines, read_as):
    assert running(*given_lines) == read_as


@pytest.mark.parametrize(
    "lines_as_they_are",
    [
        ["“A and B.", "“C and D,” he said."],  # each paragraph opens it, as the convention is
        ['He wrote: "It ends.', "Nobody came.", 'The "old" town.'],  # it never closes
        ["“It ends.", *["Nobody came."] * 7, "So be it.”"],  # too far away
        ["A ferry.", "The town’s bridge.”"],  # nothing opened it
    ],
)
def test_what_opens_or_closes_alone_runs_nowhere(lines_as_they_are):
    assert running(*lines_as_they_are) == lines_as_they_are


@given(st.lists(st.text(alphabet='ab. "“”„«»‘’', max_size=25), max_size=6))
def test_marks_put_in_keep_every_letter_at_its_place(texts):
    page = [Paragraph(t, np.arange(len(t)), (), False) for t in texts if t.strip()]
    for before, after in zip(page, closed(page), strict=True):
        kept = [(c, o) for c, o in zip(after.text, after.origin, strict=True) if c.isalnum()]
        assert kept == [(c, o) for c, o in zip(before.text, before.origin, strict=True) if c.isalnum()]


def test_the_middle_of_a_quotation_over_lines_is_somebodys():
    text = "“The ferry was late,” the captain said.\n“The bridge was shut.\nNobody came.\nSo we left.”"
    told = " ".join(content for mode, *_, contents in found(text) if mode == "direct" for content in contents)
    assert "Nobody came" in told and "So we left" in told


# ---- paragraphs -----------------------------------------------------------------------------------------------


def test_a_paragraph_reads_through_an_advertisement_and_keeps_its_place():
    text = "The minister said it would\n- Advertisement -\nnot join any bloc."
    page = lines(text, l1="boilerplate")
    (paragraph,) = paragraphs(text, page, [page[0], page[2]])
    assert " ".join(paragraph.text.split()) == "The minister said it would not join any bloc."
    start, end = paragraph.text.index("would"), paragraph.text.index(" join")
    assert [text[a:b] for a, b in paragraph.spans(start, end)] == ["would", "not"]


def test_html_residue_is_skipped_with_offsets_right():
    text = "The bank &amp; the <b>fund</b> AT&T said so."
    (paragraph,) = paragraphs(text, lines(text), lines(text))
    assert paragraph.text == "The bank & the fund AT&T said so."
    at = paragraph.text.index("fund")
    assert paragraph.spans(at, at + 4) == [(text.index("fund"), text.index("fund") + 4)]


def test_sentences_glued_together_are_read_apart():
    text = "according to the envoy in GenevaThe aim was a truce."
    (paragraph,) = paragraphs(text, lines(text), lines(text))
    assert "Geneva The aim" in paragraph.text and paragraph.spans(0, len(paragraph.text)) == [(0, len(text))]


def test_lines_are_paragraphs_unless_sentences_run_over_them():
    text = "One is here. Two\nis there.\n\nThree."
    broken = [Stretch(0, 12, "body"), Stretch(13, 26, "body"), Stretch(28, 34, "body")]
    assert [p.text for p in paragraphs(text, [], broken)] == ["One is here. Two\nis there.", "Three."]
    assert len(paragraphs("One.\nTwo.", [], lines("One.\nTwo."))) == 2


# ---- words and windows ----------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=300) | st.text(alphabet="ab .", max_size=1500))
def test_parts_hold_all_words_and_fit_the_window(text):
    whole = reading.words(text)
    cut = reading.parts(whole)
    assert sum(len(part) for part in cut) == len(whole)
    assert all(len(part.ids) <= reading.LIMIT for part in cut)
    if cut:
        assert np.concatenate([part.starts for part in cut]).tolist() == whole.starts.tolist()


def test_a_paragraph_too_long_is_read_by_stretches_and_keeps_its_places():
    text = "The bank said it. " * 2500
    read = list(reading.read(text))
    starts, ends = (np.concatenate([getattr(part, edge) for part in read]) for edge in ("starts", "ends"))
    assert len(starts) == 2500 * 5
    assert {text[a:b] for a, b in zip(starts, ends, strict=True)} == {"The", "bank", "said", "it", "."}


def test_features_of_words():
    types = reading.words('NATO said: "Yes. No 3"').types
    start, rest = types % reading.N_START, types // reading.N_START
    assert (rest // reading.N_QUOTE).tolist() == [2, 0, 4, 4, 1, 4, 1, 3, 4]  # capitals, lower, marks, title, digit
    assert (rest % reading.N_QUOTE).tolist() == [0, 0, 0, 3, 1, 1, 1, 1, 4]  # outside, opening, inside, closing
    assert start.tolist() == [2, 0, 0, 0, 0, 0, 1, 0, 0]  # of a paragraph, of a sentence


# ---- decoding -------------------------------------------------------------------------------------------------


def legal(tags: tuple[int, ...]) -> bool:
    pairs = zip((decode.OUT, *tags), tags, strict=False)
    inside = (decode.I_SOURCE, decode.I_CUE, decode.I_CONTENT)
    return all(tag not in inside or before in (tag - 1, tag) for before, tag in pairs)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.lists(st.integers(-5, 0), min_size=7, max_size=7), min_size=1, max_size=4))
def test_viterbi_finds_the_best_legal_sequence(rows):
    scores = np.array(rows, dtype=np.float32)
    every = [tags for tags in product(range(decode.N_TAGS), repeat=len(rows)) if legal(tags)]
    best = max(sum(scores[i, tag] for i, tag in enumerate(tags)) for tags in every)
    (tags,) = decode.viterbi([scores])
    assert legal(tuple(tags)) and scores[np.arange(len(tags)), tags].sum() == best


def test_viterbi_takes_sequences_of_different_length_and_none():
    short, long = np.full((1, 7), -1.0), np.full((3, 7), -1.0)
    assert [len(tags) for tags in decode.viterbi([short, long, short[:0]])] == [1, 3, 0]
    assert decode.viterbi([]) == []


def test_contents_go_to_the_cue_they_point_at_and_cues_to_their_source_or_none():
    tags = np.array([1, 3, 5, 3, 5])  # source cue content cue content
    logp = np.full((5, 7), -9.0)
    logp[np.arange(5), tags] = 0
    pointers = np.zeros((5, 4 * decode.WIDTH))
    nothing = np.zeros((5, 2))
    asks, cue_answers, cue_asks, source_answers = (np.arange(256)[s][0] for s in (
        decode.CONTENT_ASKS, decode.CUE_ANSWERS, decode.CUE_ASKS, decode.SOURCE_ANSWERS))  # fmt: skip
    pointers[2, asks] = pointers[1, cue_answers] = 3  # the first content, the first cue
    pointers[4, asks + 1] = pointers[3, cue_answers + 1] = 3  # the second content, the second cue
    pointers[1, cue_asks] = pointers[0, source_answers] = 3  # the first cue, the source
    nothing[3, 1] = 9  # the second cue, nobody
    first, second = decode.link(tags, logp, pointers, nothing, np.full(5, 0.25))
    assert first.saying == 0.25
    assert (first.source, first.cue, first.content) == ((0, 1), (1, 2), ((2, 3),))
    assert (second.source, second.cue, second.content) == (None, (3, 4), ((4, 5),))


def test_contents_without_a_cue_point_at_their_source_and_are_one_around_it():
    tags = np.array([5, 1, 5, 0, 5])  # content source content, content
    logp = np.full((5, 7), -9.0)
    logp[np.arange(5), tags] = 0
    pointers = np.zeros((5, 4 * decode.WIDTH))
    pointers[[0, 2], decode.CUE_ASKS.start] = pointers[1, decode.SOURCE_ANSWERS.start] = 3
    nothing = np.zeros((5, 2))
    nothing[4, 1] = 9
    first, second = decode.link(tags, logp, pointers, nothing, np.ones(5))
    assert (first.source, first.cue, first.content) == ((1, 2), None, ((0, 1), (2, 3)))
    assert (second.source, second.cue, second.content) == (None, None, ((4, 5),))


# ---- classes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cue", "content", "sourced", "quoted", "expected"),
    [
        ("said", "it is late", True, "", "speech"),
        ("pointing out", "it is late", True, "", "speech"),
        ("according to", "it is late", True, "", "speech"),
        ("doubts", "the Chinese are strong enough", True, "", "speech"),
        ("are hopes", "that these countries may turn", False, "", "attitude"),
        ("hopes", "to turn", True, "", "attitude"),
        ("are seeking", "to distance themselves", True, "", "attitude"),
        ("signed", "an agreement", True, "", "attitude"),
        ("has offered", "an alliance", True, "", "attitude"),
        ("aims", 'to "promote values and more"', True, '"promote values and more"', "speech"),
        ("aims", 'for the "Silk Road"', True, '"Silk Road"', "attitude"),
        ("sneered", "that the ferry was late again", True, "", "speech"),
        ("sneered", "that the ferry was late again", False, "", "attitude"),
        ("sneered", "the ferry was late", True, "", "speech"),
        ("made plain", "how the ferry came to sink", True, "", "speech"),
        ("insistence", "on a new ferry", True, "", "speech"),
        ("backs", "the ferry that was late", True, "", "attitude"),
        ("refuses to do", "what every port has done", True, "", "attitude"),
        ("decided", "how to pay for the ferry", True, "", "attitude"),
        ("declined", "that post and has since left", True, "", "attitude"),
        ("is now welcoming", "crews who were turned away", True, "", "attitude"),
        ("considers", "the new ferry to be late", True, "", "speech"),
        ("considers", "a bill on ferries today", True, "", "attitude"),
        ("characterised", "the ferry as a danger", True, "", "speech"),
        ("opinion", "the ferry of the town", True, "", "speech"),
        ("makes clear", "this ferry", True, "", "speech"),
    ],
)
def test_class_of_a_cue(cue, content, sourced, quoted, expected):
    assert classify.cue_class(cue, content, sourced, quoted) == expected


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("The ministry did not immediately respond to a request for comment.", "did not immediately respond", True),
        ("The ministry didn't reply.", "reply", True),
        ("Her office declined to comment on the loan.", "declined", True),
        ("He would not say when the talks resume.", "would not say", True),
        ("He said the bank had not responded.", "said", False),
        ("She replied that it was not late.", "replied", False),
        ("They did not deny that it was late.", "did not deny", False),
    ],
)
def test_a_refusal_to_speak_is_no_speech(text, cue, expected):
    start = text.index(cue)
    assert classify.is_refusal(text, (start, start + len(cue))) is expected


def test_a_refusal_with_quoted_words_is_speech():
    assert classify.cue_class("declined to comment", "to comment", True, "", refusal=True) == "attitude"
    assert classify.cue_class("declined to say more", "", True, "“not a word today”", refusal=True) == "speech"


def test_verbs_of_saying_in_all_their_forms():
    saying = ["said", "denies", "denying", "wrote", "pledged", "argues", "pointed out", "Tweeted", "told"]
    assert all(map(classify.holds_verb_of_saying, saying))
    assert not any(map(classify.holds_verb_of_saying, ["signed", "visited", "refused", "essay", "hopes to"]))


def test_mode_is_the_share_in_quotation_marks():
    text = 'it is "very late" now'
    marked = classify.inside(text, [(0, len(text))], quotations(text))
    assert marked == '"very late"' and classify.mode_of(text, marked) == "mixed"
    assert classify.mode_of(marked, marked) == "direct" and classify.mode_of(text, "") == "indirect"


# ---- the engines ----------------------------------------------------------------------------------------------

ENGINES = ["full", "fast"]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_common_forms(engine):
    assert ("direct", "Anna Weber", "said", ["“We are late,”"]) in found("“We are late,” said Anna Weber.", engine)
    assert ("indirect", "The minister", "said", ["that growth would slow"]) in found(
        "The minister said that growth would slow.", engine
    )
    ((mode, source, cue, _),) = found("Trade fell by a third last year, according to official data.", engine)
    assert (mode, source, cue.lower()) == ("indirect", "official data", "according to")
    ((mode, source, _, contents),) = found(
        '"The corridor," said Karl Brandt, an economist, "is a dream that will not come true."', engine
    )
    assert mode == "direct" and source.startswith("Karl Brandt") and len(contents) == 2


@pytest.mark.parametrize("engine", ENGINES)
def test_acts_and_scare_quotes_are_no_speech(engine):
    text = 'The ministers signed the pact. He visited the plant. The famous "Silk Road" began here.'
    page = lines(text)
    assert not [a for a in attribute(text, page, page, "en", engine) if a.cue_class == "speech"]


def test_a_dateline_and_a_sentence_that_goes_on_after_an_advertisement():
    text = "ASTANA, June 3 (Reuters) - Kazakhstan will not join the union, the president said on Friday."
    assert ("indirect", "the president", "said") in [each[:3] for each in found(text)]
    text = "The deputy minister said the country would not\n- Advertisement -\njoin any military bloc this year."
    ((_, source, cue, contents),) = found(text, l1="boilerplate")
    assert (source, cue) == ("The deputy minister", "said")
    assert contents == ["the country would not", "join any military bloc this year"]


def test_a_quotation_over_two_paragraphs_is_one():
    text = "“We want no bases,” Sadyr Japarov said. “We have said so many times.\n“And we shall say it again, to all.”"
    assert any("“And we shall say it again, to all.”" in contents for *_, contents in found(text))


def test_a_signed_quotation():
    text = "“Nobody asked us about the road.” ― Dinara Alieva, teacher"
    ((mode, source, cue, contents),) = found(text)
    assert (mode, source, cue) == ("direct", "Dinara Alieva, teacher", "―")
    assert contents == ["“Nobody asked us about the road.”"]


@pytest.mark.parametrize(
    ("text", "kinds", "source"),
    [
        ("“We paid for the bridge twice.”\n— Norwegian engineer Kari Dahl", {}, "Norwegian engineer Kari Dahl"),
        (
            "“We paid for it twice, and in cash.” -Port Director Kari Dahl of Norway",
            {},
            "Port Director Kari Dahl of Norway",
        ),
        ("“We paid for the bridge twice.” – a resident of Bergen", {}, "a resident of Bergen"),
        ("Oslo to close the port in May — minister\nSnow fell.", {"l0": "headline"}, "minister"),
        (
            "No tolls on the bridge this year - Danish planner Dahl\nSnow fell.",
            {"l0": "headline"},
            "Danish planner Dahl",
        ),
        ("No tolls on the bridge this year - Dahl\nKari Dahl came.", {"l0": "headline"}, "Dahl"),
        ("No tolls on the bridge this year — Macron\nSnow fell.", {"l0": "headline"}, "Macron"),
    ],
)
def test_a_dash_and_a_name_sign_what_stands_before_them(text, kinds, source):
    (first, *_) = found(text, **kinds)
    assert first[1] == source
    assert first[3] == [text[: text.index(source)].rstrip(" \n—–-")]
    assert first[0] == ("indirect" if kinds else "direct")


@pytest.mark.parametrize(
    "text",
    [
        "“Fjord Line” - Norway's ferry.",
        "“We paid for the bridge twice” — the slogan of the march.",
        "“We paid for the bridge twice” — That was on the wall.",
        "Oslo to close the port in May - Bergen Courier",
        "Oslo to close the port in May — and the yard",
        "The port — and the whole of Bergen — sleeps.",
    ],
)
def test_a_dash_is_no_signature_without_a_name(text):
    text += "\nThe Bergen Courier has an office here."
    page = lines(text, l0="body" if "“" in text else "headline")
    read = paragraphs(text, page, page)
    quoted = [quotations(p.text) for p in read]
    assert signed(read, quoted, "en") == []


def test_headlines_are_read_apart():
    text = "Minister says talks go on\nMinister says talks go on"
    both = attribute(text, lines(text, l0="headline"), lines(text, l0="headline"), "en")
    alone = attribute(text[:25], lines(text[:25], l0="headline"), lines(text[:25], l0="headline"), "en")
    assert [a for a in both if a.cue[0] < 25] == alone


def test_other_languages_are_not_guessed():
    assert all(map(available, ("en", "de", "ru", "zh"))) and not available("fr")
    assert attribute("Il dit qu’il part.", [], lines("Il dit qu’il part."), "fr") == []


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        '"' * 3000,
        "‘" * 3000,
        "“‘„«" * 500,
        "” said",
        "x" * 5000,
        "said " * 3000,
        "他说。" * 200,
        "قال: «نعم»",
        "\u200f\u202e",
    ],
)
def test_bad_input_is_survived(text, engine):
    for a in attribute(text, lines(text), lines(text), "en", engine):
        assert all(0 <= start < end <= len(text) for start, end in (a.cue, *a.content))


@settings(deadline=None, max_examples=15)
@given(st.lists(st.sampled_from(
    ["He said ", "“we go", "”", '"', ", ", "Anna Weber", " told Interfax ", "that it is so", ". ", "\n", "<b>",
     "&quot;", "'"]
), max_size=25))  # fmt: skip
def test_spans_are_inside_and_confidence_is_a_chance(pieces):
    text = "".join(pieces)
    for a in attribute(text, lines(text), lines(text), "en", "fast"):
        spans = [a.cue, *a.content] + ([a.source] if a.source != (-1, -1) else [])
        assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in spans)
        assert 0 <= a.confidence <= 1 and a.mode in ("direct", "indirect", "mixed")


def test_what_is_found_does_not_depend_on_what_was_read_before():
    text = "The envoy told reporters that talks would go on. “We are close,” she said."
    first = attribute(text, lines(text), lines(text), "en")
    attribute(text * 40, lines(text * 40), lines(text * 40), "en")
    assert attribute(text, lines(text), lines(text), "en") == first


# ---- words without marks, without a source, and titles --------------------------------------------------------


def sourced(text: str, **kinds: str) -> dict[str, str]:
    """Content -> source of all speech."""
    page = lines(text, **kinds)
    return {
        text[a.content[0][0] : a.content[-1][1]]: text[max(a.source[0], 0) : a.source[1]]
        for a in attribute(text, page, page, "en")
        if a.cue_class == "speech"
    }


def test_a_reporting_clause_and_a_colon_open_a_block_until_the_narrator_is_back():
    text = (
        "The ferry company wrote in a letter on Monday:\nThe ferry was too old for the fjord in winter.\n"
        "We shall buy another one in spring.\nThe harbour was quiet."
    )
    words = " ".join(sourced(text))
    assert "too old" in words and "buy another" in words and "quiet" not in words
    assert set(sourced(text).values()) == {"The ferry company"}
    marked = "The mayor replied to the drivers:\n> Nobody asked the town.\n> It will not pay for a bridge.\nSnow fell."
    assert "Nobody asked" in " ".join(sourced(marked)) and "Snow" not in " ".join(sourced(marked))


@pytest.mark.parametrize(
    "text",
    [
        "The plan has three parts:\nThe ferry gets a new engine this year.",
        "The mayor said there were three ways out:\n- the ferry gets a new engine",
        "She said that the plan was good and the parts were cheap:\nThe ferry gets a new engine this year.",
    ],
)
def test_a_colon_alone_opens_no_block(text):
    page = lines(text)
    read = paragraphs(text, page, page)
    assert [p.text for p in restored(read, "en")] == [p.text for p in read]


def test_a_dialogue_with_dashes_keeps_its_second_half():
    text = "- We have no ferry, - said the mayor. - The fjord is too wide."
    assert sourced(text) == {"We have no ferry, - said the mayor. - The fjord is too wide.": "the mayor"}
    listed = lines("- a new ferry, - a new port.\n- a bridge - said to be long")
    assert restored(paragraphs("- a new ferry, - a new port.\n- a bridge - said to be long", listed, listed), "en")[
        0
    ].text.startswith("- a")


def test_the_time_of_an_entry_is_no_part_of_a_name():
    assert set(sourced("14:05 - Norwegian minister Kari Dahl said the port was shut.").values()) == {
        "Norwegian minister Kari Dahl"
    }


def test_whole_sentences_in_marks_are_never_the_outlets():
    text = "“The fjord is too wide.” With that the Norwegian engineer left the hall."
    page = [Stretch(0, 24, "body"), Stretch(25, len(text), "body")]
    (one,) = attribute(text, page, page, "en")
    assert (one.source, one.mode, one.cue_class, one.content) == ((-1, -1), "direct", "speech", ((0, 24),))
    head = "“The fjord is too wide”"
    assert [a.source for a in attribute(head, lines(head, l0="headline"), lines(head, l0="headline"), "en")] == [
        (-1, -1)
    ]


def test_a_long_clause_in_marks_is_somebodys_and_a_name_in_marks_is_not():
    text = "On the wall: “The ferry will never come back to this old town.”"
    assert [(a.source, a.mode) for a in attribute(text, lines(text), lines(text), "en")][-1] in (
        ((-1, -1), "mixed"),
        ((-1, -1), "direct"),
    )
    text = "The wall is known as “the long and winding wall of the old town”."
    assert sourced(text) == {}


def test_who_nods_behind_a_quotation_is_not_its_speaker_but_who_shouts_is():
    text = "“We dig here, at the lake.” The Norwegian engineer Kari Dahl shrugged."
    page = [Stretch(0, 27, "body"), Stretch(28, len(text), "body")]
    assert [a.source for a in attribute(text, page, page, "en")] == [(-1, -1)]
    text = "“We dig here!” the Norwegian engineer Kari Dahl shouted."
    assert set(sourced(text).values()) == {"the Norwegian engineer Kari Dahl"}


@pytest.mark.parametrize(
    "text",
    [
        "The cinema shows the films “Beyond the Fjord” and “The Last Ferry of Autumn”.",
        "The panel, entitled “Ferries in winter: what now and for whom,” met in Bergen.",
        "He plays in a band with the name “Nordic Ghosts.”",
    ],
)
def test_titles_are_nobodys_words(text):
    assert sourced(text) == {}


def test_words_behind_a_noun_are_no_title_without_its_capitals():
    text = "He praised the film “as a warning to us all.”"
    assert titles(text, quotations(text), "en") == []
    assert titles("He sang “Wind Over Water” twice.", quotations("He sang “Wind Over Water” twice."), "en") != []
    assert titles("THEY SANG “WIND OVER”", quotations("THEY SANG “WIND OVER”"), "en") == []
    text = "The book “Beyond the Fjord” and “a bad joke” of a show"
    assert [text[q.start : q.end] for q in titles(text, quotations(text), "en")] == ["“Beyond the Fjord”"]


def test_a_reporting_clause_cut_off_tells_the_sentence_before():
    text = "“It is far too late for all of that.” Said the Norwegian minister."
    page = [Stretch(0, 37, "body"), Stretch(38, len(text), "body")]
    (one,) = cut_off(text, page, [])
    assert text[slice(*one.source)] == "the Norwegian minister" and one.content == ((0, 37),)
    text = "“It is far too late for all of that.” She said nothing."
    assert cut_off(text, [Stretch(0, 37, "body"), Stretch(38, len(text), "body")], []) == []


def test_a_quotation_runs_over_paragraphs_only_where_nothing_stands_between():
    text = "“We are tired,” Kari Dahl said. “We wait.”\n“And we shall wait, all winter.”\n"
    text += "Snow fell. “It is cold here now.” Snow fell."
    (first, *_) = found(text)
    assert "“And we shall wait, all winter.”" in first[3] and "“It is cold here now.”" not in first[3]


def test_a_source_without_letters_is_borne():
    assert ("indirect", "█████", "said") in [one[:3] for one in found("█████ said he was afraid to give his name.")]


# ---- how it is judged -----------------------------------------------------------------------------------------


def test_polnear_is_read_and_malformed_files_are_left_out(tmp_path):
    (tmp_path / "dev" / "text").mkdir(parents=True)
    (tmp_path / "dev" / "attributions").mkdir()
    (tmp_path / "dev" / "text" / "one.txt").write_text("Ann said it is so, and late.", encoding="utf-8")
    good = "T1\tSource 0 3\tAnn\nT2\tCue 4 8\tsaid\nT3\tContent 9 17;23 27\tit is so late\n"
    good += "T4\tAttribution 4 8\tsaid\nE1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
    stray, shifted = good + "a stray line\n", good.replace("9 17", "8 17")
    for name, words in (("one_aaaa", good), ("one_bbbb", stray), ("one_cccc", shifted)):
        (tmp_path / "dev" / "attributions" / f"{name}.ann").write_text(words, encoding="utf-8")
    (article,) = polnear.load(tmp_path, "dev")
    assert article.attributions == (polnear.Gold(((0, 3),), ((4, 8),), ((9, 17), (23, 27)), True),)


def test_measures_by_hand():
    def one(source, content, mode="direct", saying=True):
        return polnear.Judged(frozenset(source), frozenset(content), frozenset({99}), mode, saying)

    gold = [one({1}, {3, 4, 5, 6}), one({1}, {20, 21}, "indirect", False)]
    mine = [one({1, 2}, {3, 4, 5}), one({7}, {20, 21}, "indirect"), one((), {30})]
    scores = polnear.measures([(gold, mine)])
    # the first agrees (Jaccard 3/4, sources overlap), the second has another source, the third is made up
    assert scores["attribution precision"] == pytest.approx(100 / 3)
    assert scores["attribution recall"] == 50 and scores["attribution F"] == pytest.approx(40)
    assert scores["direct recall"] == 100 and scores["other cue recall"] == 0
    assert scores["content token F"] == pytest.approx(100 * 2 * 5 / (6 + 6))


def test_an_attribution_without_source_agrees_with_one_without():
    tokens = polnear.Tokens("It was said that all is well.")
    assert tokens([(-1, -1)]) == frozenset() and tokens([(7, 16)]) == {2, 3}
    (judged,) = polnear.found_of(
        "It was said that all is well.", [Attribution((-1, -1), (7, 11), ((12, 28),), "indirect", "speech", 0.5)]
    )
    assert polnear.agrees(judged, judged) and judged.saying


def test_training_examples_keep_their_tags_when_marks_are_changed():
    examples = pytest.importorskip("helpers.training.attribution_examples")
    import random

    text = "Headline\n\n“We didn’t go,” said Ann. “We ‘never’ go.”"
    spans = [text.index("Ann"), text.index("said"), text.index("“We didn")]
    gold = polnear.Gold(((spans[0], spans[0] + 3),), ((spans[1], spans[1] + 4),), ((spans[2], spans[2] + 15),))
    article = polnear.Annotated("x_aaaa", text, (gold,))
    for seed in range(30):
        body = examples.article_examples(article, 1.0, random.Random(seed))[-1]
        tags = body.tags[body.tags >= 0].tolist()
        assert tags.count(decode.B_SOURCE) == tags.count(decode.B_CUE) == tags.count(decode.B_CONTENT) == 1
        ((at, cue),) = body.to_cue
        assert body.tags[at] == decode.B_CONTENT and body.tags[cue] == decode.B_CUE


@pytest.mark.parametrize(
    ("cue", "content", "expected"),
    [
        ("already know", "that the ferry is late", True),
        ("should be aware", "that the ferry is late", True),
        ("says he knows", "that the ferry is late", False),
        ("wants to know", "whether the ferry is late", False),
        ("let it be known", "that the ferry is late", False),
        ("indicating", "that the ferry is late", True),
        ("said, indicating", "that the ferry is late", False),
        ("would have to show", "that the ferry is late", True),
        ("cannot be said of", "the old ferry", True),
        ("would say", "that the ferry is late", False),
        ("declared", "independence from the island", True),
        ("declared", "that it would seek independence", False),
        ("has declared", "the ferry unsafe", False),
    ],
)
def test_what_is_known_hypothetical_or_made_so_is_not_said(cue, content, expected):
    assert classify.is_not_said(cue, content) is expected
