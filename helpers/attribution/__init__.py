"""Who says what: attributions with their source, cue and content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from helpers.attribution import classify
from helpers.attribution.page import Paragraph, paragraphs
from helpers.attribution.quotes import Quotation, quotations
from helpers.attribution.tagger import Tagged, tag

if TYPE_CHECKING:
    from helpers.layout import Span
    from helpers.sentences import Sentence

__all__ = ["Attribution", "attribute", "available"]
LANGUAGES = ("en", "de")


@dataclass(frozen=True)
class Attribution:
    """Somebody's words, written or spoken, or their attitude, as an article gives them.

    Spans are the article's characters. `source` is (-1, -1) where nobody is named; `content` may have a gap. `mode`
    is direct, indirect or mixed, `cue_class` speech or attitude, `confidence` the chance that all of it is right.
    """

    source: tuple[int, int]
    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    mode: str
    cue_class: str
    confidence: float


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
    found = tag([p.text for p in page], [p.headline for p in page], engine)
    made = (_attribution(text, page, quoted, tagged) for tagged in found)
    return sorted((a for a in made if a), key=lambda a: (a.cue, a.content))


def _attribution(
    text: str, page: list[Paragraph], quoted: list[list[Quotation]], tagged: Tagged
) -> Attribution | None:
    link = tagged.link
    places = [place for words in link.content for place in tagged.places(words)]
    content = [span for number, start, end in places for span in page[number].spans(start, end)]
    cue, source = _first(page, tagged, link.cue), _first(page, tagged, link.source)
    if not content or cue == (-1, -1):
        return None
    counts = [
        classify.quoted_letters(page[number].text, [span[1:] for span in spans], quoted[number])
        for number, spans in groupby(places, key=lambda place: place[0])
    ]
    mode = classify.mode_of(sum(total for total, _ in counts), sum(inside for _, inside in counts))
    return Attribution(
        source, cue, tuple(content), mode, classify.cue_class(text[slice(*cue)], mode), _confidence(link)
    )


def _first(page: list[Paragraph], tagged: Tagged, words: tuple[int, int] | None) -> tuple[int, int]:
    """The article's characters of a source or cue: its first unbroken stretch."""
    for number, start, end in tagged.places(words) if words else ():
        return page[number].spans(start, end)[0]
    return (-1, -1)


def _confidence(link) -> float:
    return round(link.content_p * link.cue_p * link.link_p * link.source_p, 3)
