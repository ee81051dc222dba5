"""Layout: what each stretch of an article's text is.

In the spirit of jusText (Pomikalek 2011), for plain text: a line is first judged by itself (its words, its
signs, its share of function words), then by its neighbours and its place. Nothing is cut away: what is not the
article's is a span of kind boilerplate.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from helpers.layout.code import markup_in
from helpers.layout.lexicon import pattern
from helpers.layout.units import TERMINAL, Unit, is_whole_sentence, units
from helpers.layout.zones import classify

KINDS = ("headline", "body", "subhead", "caption", "byline", "dateline", "boilerplate")
REPEATED = 0.2  # share of an outlet's texts that furniture stands in
SENTENCE_REPEATED = 0.5  # a whole sentence is furniture only where more of them have it: stock background is text
NEAR = 100  # characters before a tag that tell whether a sentence ended there
LONGEST_LINE = 400  # characters: what is longer is no furniture worth remembering


class Span(NamedTuple):
    """A stretch of a text, in 0-based half-open character offsets, and its kind, one of KINDS."""

    start: int
    end: int
    kind: str


def repeated_lines(texts: Iterable[str]) -> frozenset[str]:
    """The lines that are page furniture of an outlet, by their number.

    They stand in at least two and a fifth of its texts; whole sentences in at least three and more than half.
    """
    seen: Counter[str] = Counter()
    number = 0
    for text in texts:
        number += 1
        seen.update({line.strip() for line in text.splitlines() if len(line) <= LONGEST_LINE} - {""})
    line_least = max(2, math.ceil(REPEATED * number))
    sentence_least = max(3, math.floor(SENTENCE_REPEATED * number) + 1)
    return frozenset(
        line for line, count in seen.items() if count >= (sentence_least if is_whole_sentence(line) else line_least)
    )


def lay_out(text: str, language: str = "", repeated: frozenset[str] = frozenset(), title: str = "") -> list[Span]:
    """The spans of an article: in order, without overlap, together all of its text that is not blank.

    language is an ISO 639-1 code ("" for unknown); repeated are lines that repeated_lines() found for the
    article's outlet; title is the headline, where it is known. A place and agency that begin a sentence
    ("Moscow (AsiaNews) - China has ...") belong to it; kind dateline is for lines of their own, and for what a dispatch
    begins with in Russian and Chinese (furniture.yaml, opening).
    """
    found = units(text, language)
    kinds = classify(found, repeated, title, [text[unit.start : unit.end] for unit in found])
    return [span for unit, kind in zip(found, kinds, strict=True) for span in _parted(text, unit, kind)]


def _parted(text: str, unit: Unit, kind: str) -> list[Span]:
    """The spans of a unit, what a dispatch begins with apart from its text."""
    opening = pattern("opening").match(text, unit.start, unit.end) if kind == "body" else None
    if opening is None or opening.end() == unit.end:
        return _spans(text, unit, kind)
    rest = replace(unit, start=opening.end())
    return _trimmed(text, unit.start, opening.end(), "dateline") + _spans(text, rest, kind)


def _spans(text: str, unit: Unit, kind: str) -> list[Span]:
    """The spans of a unit: one, unless markup lies in it that a sentence does not run over, or program text."""
    if kind == "boilerplate":
        return [Span(unit.start, unit.end, kind)]
    spans, start = [], unit.start
    for begin, stop, ends in markup_in(text, unit.start, unit.end):
        before = text[max(start, begin - NEAR) : begin].rstrip()
        if ends or not before or before[-1] in TERMINAL or stop == unit.end:
            spans += _trimmed(text, start, begin, kind)
            spans.append(Span(begin, stop, "boilerplate"))
            start = stop
    return spans + _trimmed(text, start, unit.end, kind)


def _trimmed(text: str, start: int, end: int, kind: str) -> list[Span]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return [Span(start, start + len(piece.strip()), kind)] if piece.strip() else []
