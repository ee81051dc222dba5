"""Layout: what each stretch of an article's text is.

In the spirit of jusText (Pomikalek 2011), for plain text: a line is first judged by itself (its words, its
signs, its share of function words), then by its neighbours and its place. Nothing is cut away: what is not the
article's is a span of kind boilerplate.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from helpers.layout.lexicon import markup
from helpers.layout.units import TERMINAL, Unit, units
from helpers.layout.zones import classify

KINDS = ("headline", "body", "subhead", "caption", "byline", "dateline", "boilerplate")
REPEATED = 0.2  # share of an outlet's texts that furniture stands in
LONGEST_LINE = 400  # characters: what is longer is no furniture worth remembering


class Span(NamedTuple):
    """A stretch of a text, in 0-based half-open character offsets, and its kind, one of KINDS."""

    start: int
    end: int
    kind: str


def repeated_lines(texts: Iterable[str]) -> frozenset[str]:
    """The lines that stand in at least two and a fifth of an outlet's texts: page furniture, mostly."""
    seen: Counter[str] = Counter()
    number = 0
    for text in texts:
        number += 1
        seen.update({line.strip() for line in text.splitlines() if len(line) <= LONGEST_LINE} - {""})
    least = max(2, math.ceil(REPEATED * number))
    return frozenset(line for line, count in seen.items() if count >= least)


def lay_out(text: str, language: str = "", repeated: frozenset[str] = frozenset(), title: str = "") -> list[Span]:
    """The spans of an article: in order, without overlap, together all of its text that is not blank.

    language is an ISO 639-1 code ("" for unknown); repeated are lines that repeated_lines() found for the
    article's outlet; title is the headline, where it is known. A place and agency that begin a sentence
    ("Moscow (AsiaNews) - China has ...") belong to it; kind dateline is for lines of their own.
    """
    found = units(text, language)
    kinds = classify(found, repeated, title, [text[unit.start : unit.end] for unit in found])
    return [span for unit, kind in zip(found, kinds, strict=True) for span in _spans(text, unit, kind)]


def _spans(text: str, unit: Unit, kind: str) -> list[Span]:
    """The spans of a unit: one, unless markup lies in it that a sentence does not run over."""
    if kind == "boilerplate" or "<" not in text[unit.start : unit.end]:
        return [Span(unit.start, unit.end, kind)]
    spans, start = [], unit.start
    for tag in markup().finditer(text, unit.start, unit.end):
        before = text[start : tag.start()].rstrip()
        if tag[1] or not before or before[-1] in TERMINAL or not text[tag.end() : unit.end].strip():
            spans += _trimmed(text, start, tag.start(), kind)
            spans.append(Span(*tag.span(), "boilerplate"))
            start = tag.end()
    return spans + _trimmed(text, start, unit.end, kind)


def _trimmed(text: str, start: int, end: int, kind: str) -> list[Span]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return [Span(start, start + len(piece.strip()), kind)] if piece.strip() else []
