"""Who says what: attributions with their source, cue and content."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from helpers.attribution import classify, continued
from helpers.attribution.calibration import confidence
from helpers.attribution.cut_off import cut_off
from helpers.attribution.introduced import introduced, without_bare
from helpers.attribution.model import Attribution
from helpers.attribution.page import Paragraph, paragraphs
from helpers.attribution.reported import reported
from helpers.attribution.running import closed
from helpers.attribution.saying import is_said
from helpers.attribution.signed import signed
from helpers.attribution.tagger import Tagged, tag
from helpers.attribution.titles import titles
from helpers.attribution.unattributed import unattributed
from helpers.attribution.unmarked import restored
from helpers.attribution.vectors import Vectors
from helpers.encoder.quotes import MARK, Quotation, quotations
from helpers.lexicons import languages

if TYPE_CHECKING:
    from helpers.layout import Span
    from helpers.layout.sentences import Sentence

__all__ = ["Attribution", "attribute", "available"]
Place = tuple[int, int, int]  # number of a paragraph, start and end in its text
# What the tagger misses, by the language whose grammar they read.
RULES = {"en": (cut_off,), "de": (introduced, reported)}
SAYING = 0.5  # the chance from which a cue is one of saying, where no words tell
SURELY = 0.9  # and where words tell otherwise
ENDS = re.compile(r"[^\S\n]*(?:\.|$)", re.M)


def available(language: str) -> bool:
    """Whether attributions can be found in this language (ISO 639-1)."""
    return bool(languages.language(language).attribution)


def attribute(
    text: str, layout: Sequence[Span], sentences: Sequence[Sentence], language: str, engine: str = "full"
) -> list[Attribution]:
    """The attributions of an article in order of their cues; none where the language is not available.

    Which engine reads a language is told by the table of languages; `engine` is "full", or "fast" for a smaller model
    of the tagger. Headlines are read apart from the body, and page furniture is not read at all.
    """
    if not available(language):
        return []
    goes_on = language in continued.least()
    found, vectors = marked(text, layout, sentences, language, engine, goes_on)
    if vectors:
        found += continued.continued(continued.Page(text, sentences, found, vectors, language), engine)
    return sorted(found, key=lambda a: (a.cue, a.content))


def marked(
    text: str, layout: Sequence[Span], sentences: Sequence[Sentence], language: str, engine: str, wanted: bool
) -> tuple[list[Attribution], Vectors | None]:
    """What signs in the text tell of who says what, and, if wanted, what the reader makes of its sentences."""
    page = closed(restored(paragraphs(text, layout, sentences), language))
    quoted = [quotations(p.text) for p in page]
    named = [titles(p.text, each, language) for p, each in zip(page, quoted, strict=True)]
    spoken = [[q for q in each if q not in title] for each, title in zip(quoted, named, strict=True)]
    by_tagger = languages.language(language).attribution == "tagger"  # else what stands in marks is read below
    vectors = Vectors(page, sentences) if wanted else None
    tagged = tag([p.text for p in page], [p.headline for p in page], engine, vectors) if by_tagger else []
    read = [a for a in (_attribution(text, page, spoken, each, language, engine) for each in tagged) if a]
    found = signed(page, quoted, language)
    taken = {a.content[0][0] for a in found}
    nobodys = [s for p, each in zip(page, named, strict=True) for q in each for s in p.spans(q.start, q.end)]
    found += [a for a in read if a.content[0][0] not in taken and not _only(a, nobodys)]
    for rule in RULES.get(language, ()):
        told = rule(text, sentences, found)
        found = [*without_bare(found, told), *told]
    return found + unattributed(text, page, spoken, sentences, found), vectors


def _only(attribution: Attribution, titles: list[tuple[int, int]]) -> bool:
    """Whether all that is attributed are titles in quotation marks; these are in order."""
    at = (bisect_right(titles, (start + 1, 0)) - 1 for start, _ in attribution.content)
    return all(i >= 0 and titles[i][1] >= end for i, (_, end) in zip(at, attribution.content, strict=True))


def _attribution(
    text: str, page: list[Paragraph], spoken: list[list[Quotation]], tagged: Tagged, language: str, engine: str
) -> Attribution | None:
    link = tagged.link
    source = _first(page, tagged, link.source)
    places = _reached(page, tagged)
    content = [span for number, start, end in places for span in page[number].spans(start, end)]
    if not content:
        return None
    cue = _first(page, tagged, link.cue) if link.cue else (content[0][0], content[0][0] + 1)
    words = " ".join(page[number].text[start:end] for number, start, end in places)
    if not link.cue and not classify.is_long(words):
        return None  # nothing tells that these few words are somebody's
    marked = " ".join(classify.inside(page[n].text, [(a, b)], spoken[n]) for n, a, b in places)
    mode, refusal = classify.mode_of(words, marked), classify.is_refusal(text, cue)
    before = content[-1][1] <= min(cue[0], source[0] if source[0] >= 0 else cue[0])
    if language == "en" and mode == "direct" and before and _is_beat(text, content[-1], cue):
        return None
    if language == "en" and link.cue:
        kind = classify.cue_class(text[slice(*cue)], words, source != (-1, -1), marked, refusal)
        if source != (-1, -1) and link.saying >= SURELY and not refusal:
            kind = "speech"
        if not classify.is_long(marked) and classify.is_not_said(text[slice(*cue)], words):
            kind = "attitude"
    else:
        said = link.cue and is_said(text[slice(*cue)], source != (-1, -1), language)
        kind = "speech" if said or link.saying >= SAYING or classify.is_long(marked) else "attitude"
    if mode == "direct" and before and classify.ENDED.search(words) and not refusal:
        kind = "speech"  # “Never,” he snapped: too short to be told from scare quotes but for its comma
    return Attribution(source, cue, tuple(content), mode, kind, confidence(link, language, engine))


def _is_beat(text: str, content: tuple[int, int], cue: tuple[int, int]) -> bool:
    """Whether the cue is what somebody does after a quotation has ended: “We start here.” The engineer nodded."""
    ended = re.search(r"\.[\"”’'»]\s*$", text[slice(*content)])
    return bool(ended and ENDS.match(text, cue[1])) and not classify.says(text[slice(*cue)])


def _reached(page: list[Paragraph], tagged: Tagged) -> list[Place]:
    """The places of the content: those in the cue's paragraph, and in others what runs on from it without a break.

    A quotation runs on where it opens with a mark, and only the paragraphs' edges stand between it and the cue's.
    """
    home = tagged.places(tagged.link.cue or tagged.link.content[0])[0][0]
    places: dict[int, list[Place]] = {}
    for words in tagged.link.content:
        for place in tagged.places(words):
            places.setdefault(place[0], []).append(place)
    before, after = home, home
    while _runs_on(page, places.get(before - 1), ends=True) and (
        before == home or _runs_on(page, places[before], opens=True)
    ):
        before -= 1
    while _runs_on(page, places.get(after + 1), opens=True) and (
        after == home or _runs_on(page, places[after], ends=True)
    ):
        after += 1
    return [place for n in range(before, after + 1) for place in places.get(n, ())]


def _runs_on(page: list[Paragraph], places: list[Place] | None, *, opens: bool = False, ends: bool = False) -> bool:
    """Whether the quotations of a paragraph begin where it opens, and end where it ends."""
    if not places:
        return False
    (number, start, _), (_, _, end) = places[0], places[-1]
    text = page[number].text
    return (
        MARK.match(text, start) is not None
        and not (opens and text[:start].strip())
        and not (ends and any(map(str.isalnum, text[end:])))
    )


def _first(page: list[Paragraph], tagged: Tagged, words: tuple[int, int] | None) -> tuple[int, int]:
    """The article's characters of a source or cue: its first unbroken stretch."""
    for number, start, end in tagged.places(words) if words else ():
        return page[number].spans(start, end)[0]
    return (-1, -1)
