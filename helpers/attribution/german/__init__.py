"""Attribution in German, by rules: verbs of saying, quotation marks, "laut", the subjunctive of reported speech.

The rules are written out; `bench --german` measures them. A sentence is read once, with what stands in quotation
marks hidden: an adverbial ("laut dem Bericht"), a verb of saying with its subject and complement, or a finite verb in
the Konjunktiv I, which carries on what was said before. Sentences of one quotation are read as one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from helpers.attribution.classify import inside, mode_of
from helpers.attribution.german.rules import Found, sentence
from helpers.attribution.german.verbs import HIDDEN, NOWHERE, Place
from helpers.attribution.model import Attribution
from helpers.attribution.page import Paragraph
from helpers.attribution.quotes import Quotation, overlapping

if TYPE_CHECKING:
    from helpers.layout.sentences import Sentence

Piece = tuple[Paragraph, list[Quotation], Place]
# Confidence by rule: set by hand, a little under the share found right on the annotated passages.
_CONFIDENCE = {
    "adverbial": 0.9,
    "verb": 0.9,
    "quotation": 0.9,
    "backward": 0.8,
    "subjunctive": 0.8,
    "alone": 0.7,
    "colon": 0.7,
}


def attribute(
    page: Sequence[Paragraph],
    quoted: Sequence[list[Quotation]],
    spoken: Sequence[list[Quotation]],
    sentences: Sequence[Sentence],
) -> list[Attribution]:
    """The attributions of a German article; each paragraph's quotations are `quoted`, those but titles `spoken`."""
    out = []
    running = False  # whether reported speech may go on
    speaker = NOWHERE  # whose it is, in characters of the article
    before: list[Piece] = []  # the sentence that ended the paragraph before
    for paragraph, quotes, words in zip(page, quoted, spoken, strict=True):
        places = _whole_sentences(_sentences(paragraph, sentences), quotes)
        found, running = _paragraph(paragraph, places, quotes, running and not paragraph.headline)
        for item in found:
            pieces = [(paragraph, words, place) for place in item.content]
            if item.rule == "backward" and not pieces:
                pieces = before
            spans = tuple(span for page, _, place in pieces for span in page.spans(*place))
            if not spans:
                continue
            mode = mode_of(*_quoted(pieces))
            kind = "attitude" if item.attitude and mode == "indirect" else "speech"
            source, cue = _span(paragraph, item.source), _span(paragraph, item.cue)
            speaker = speaker if item.goes_on else source
            out.append(Attribution(speaker, cue, spans, mode, kind, _CONFIDENCE[item.rule]))
        if places and not paragraph.headline:
            before = [(paragraph, words, places[-1])]
            announced = _announced(paragraph, places[-1], quotes)
            running, speaker = (True, _span(paragraph, announced)) if announced != NOWHERE else (running, speaker)
    return out


def _announced(paragraph: Paragraph, place: Place, quoted: list[Quotation]) -> Place:
    """Who is said to speak next at a paragraph's end: "Das Ministerium teilte mit:", before a quotation."""
    if not paragraph.text.rstrip().endswith(":"):
        return NOWHERE
    text = f"{_hide(paragraph.text, quoted).rstrip()} „{HIDDEN}“"
    found = next(sentence(text, place[0], len(text), [], False), None)
    return found.source if found else NOWHERE


def _paragraph(
    paragraph: Paragraph, places: list[Place], quoted: list[Quotation], running: bool
) -> tuple[list[Found], bool]:
    """What is attributed in a paragraph, sentence by sentence, and whether reported speech may go on after it."""
    hidden = _hide(paragraph.text, quoted)
    out: list[Found] = []
    taken: list[Place] = []
    unnamed: list[Place] = []  # sentences in the subjunctive that nobody was named for yet
    previous: Place | None = None
    for start, end in places:
        if any(a <= start and end <= b for a, b in taken[-20:]):
            previous = (start, end)
            continue
        found = list(sentence(hidden, start, end, quoted, running))
        for item in found:
            content = item.content
            if item.rule == "backward":
                content = tuple(unnamed) or ((previous,) if previous else ())
            goes_on = running and item.source == NOWHERE
            item = item._replace(content=tuple(_whole_quotes(place, quoted) for place in content), goes_on=goes_on)
            taken.extend(item.content)
            out.append(item)
        named = any(item.source != NOWHERE for item in found)
        unnamed = [] if named or not found else [*unnamed, (start, end)]
        running = bool(found)
        previous = (start, end)
    return out, running


def _whole_sentences(places: list[Place], quoted: list[Quotation]) -> list[Place]:
    """Sentences that one quotation holds together, from its first to the one that goes on behind it, as one."""
    out: list[Place] = []
    at = 0
    for start, end in places:
        while at < len(quoted) and quoted[at].end <= start:
            at += 1
        inside = at < len(quoted) and quoted[at].closed and quoted[at].start < start and out
        out[-1:] = [(out[-1][0], end)] if inside else [*out[-1:], (start, end)]
    return out


def _quoted(pieces: list[Piece]) -> tuple[str, str]:
    """The words of a content, and those of them in quotation marks."""
    words = " ".join(page.text[slice(*place)] for page, _, place in pieces)
    return words, " ".join(inside(page.text, [place], quotes) for page, quotes, place in pieces)


def _span(paragraph: Paragraph, place: Place) -> Place:
    spans = paragraph.spans(*place) if place[0] >= 0 else []
    return (spans[0][0], spans[-1][1]) if spans else NOWHERE


def _sentences(paragraph: Paragraph, sentences: Sequence[Sentence]) -> list[Place]:
    """The paragraph's sentences by their offsets in it."""
    origin = paragraph.origin
    if not len(origin):
        return []
    low = bisect_right(sentences, origin[0], key=lambda sentence: sentence.end)
    high = bisect_right(sentences, origin[-1], key=lambda sentence: sentence.start)
    edges = [[int(origin.searchsorted(edge)) for edge in sentence[:2]] for sentence in sentences[low:high]]
    return [(start, end) for start, end in edges if start < end]


def _hide(text: str, quoted: list[Quotation]) -> str:
    """The text with all inside quotation marks hidden, but for the ? or ! at its end."""
    pieces, at = [], 0
    for quote in quoted:
        inner = (quote.start + 1, quote.end - quote.closed)
        inner = (inner[0], inner[1] - (text[inner[1] - 1 : inner[1]] in ("?", "!")))
        pieces += [text[at : inner[0]], HIDDEN * max(0, inner[1] - inner[0])]
        at = max(inner)
    return "".join([*pieces, text[at:]])


def _whole_quotes(place: Place, quoted: list[Quotation]) -> Place:
    """A content that begins or ends inside a quotation is stretched to all of it."""
    start, end = place
    for quote in overlapping(quoted, start, end):
        if quote.end - quote.start > 12:
            start, end = min(start, quote.start), max(end, quote.end)
    return start, end
