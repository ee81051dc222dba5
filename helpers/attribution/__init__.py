"""Who says what: attributions with their source, cue and content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from helpers.attribution import classify
from helpers.attribution.calibration import confidence
from helpers.attribution.model import Attribution
from helpers.attribution.page import Paragraph, paragraphs
from helpers.attribution.quotes import MARK, Quotation, quotations
from helpers.attribution.signed import signed
from helpers.attribution.tagger import Tagged, tag

if TYPE_CHECKING:
    from helpers.layout import Span
    from helpers.sentences import Sentence

__all__ = ["Attribution", "attribute", "available"]
LANGUAGES = ("en", "de")


def available(language: str) -> bool:
    """Whether attributions can be found in this language (ISO 639-1)."""
    return language in LANGUAGES


def attribute(
    text: str, layout: Sequence[Span], sentences: Sequence[Sentence], language: str, engine: str = "full"
) -> list[Attribution]:
    """The attributions of an article in order of their cues; none where the language is not available.

    `engine` is "full", or "fast" for a smaller model. Headlines are read apart from the body, and page furniture is
    not read at all.
    """
    if language == "de":
        from helpers.attribution import german

        return german.attribute(text, layout, sentences)
    if language != "en":
        return []
    page = paragraphs(text, layout, sentences)
    quoted = [quotations(p.text) for p in page]
    tagged = tag([p.text for p in page], [p.headline for p in page], engine)
    found = [a for a in (_attribution(text, page, quoted, each, engine) for each in tagged) if a]
    by_form = [a for a in map(signed, page, quoted) if a]
    taken = {a.content[0][0] for a in by_form}
    found = by_form + [a for a in found if a.content[0][0] not in taken]
    return sorted(found, key=lambda a: (a.cue, a.content))


def _attribution(
    text: str, page: list[Paragraph], quoted: list[list[Quotation]], tagged: Tagged, engine: str
) -> Attribution | None:
    link = tagged.link
    cue, source = _first(page, tagged, link.cue), _first(page, tagged, link.source)
    places = _reached(page, tagged)
    content = [span for number, start, end in places for span in page[number].spans(start, end)]
    if not content or cue == (-1, -1):
        return None
    words = " ".join(page[number].text[start:end] for number, start, end in places)
    marked = " ".join(classify.inside(page[n].text, [(a, b)], quoted[n]) for n, a, b in places)
    return Attribution(
        source,
        cue,
        tuple(content),
        classify.mode_of(words, marked),
        classify.cue_class(text[slice(*cue)], words, source != (-1, -1), marked, classify.is_refusal(text, cue)),
        confidence(link, engine),
    )


def _reached(page: list[Paragraph], tagged: Tagged) -> list[tuple[int, int, int]]:
    """The places of the content: those in the cue's paragraph, and in others what opens with a quotation mark."""
    home = tagged.places(tagged.link.cue)[0][0]
    places = [place for words in tagged.link.content for place in tagged.places(words)]
    return [(n, a, b) for n, a, b in places if n == home or MARK.match(page[n].text, a)]


def _first(page: list[Paragraph], tagged: Tagged, words: tuple[int, int] | None) -> tuple[int, int]:
    """The article's characters of a source or cue: its first unbroken stretch."""
    for number, start, end in tagged.places(words) if words else ():
        return page[number].spans(start, end)[0]
    return (-1, -1)
