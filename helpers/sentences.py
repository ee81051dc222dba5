"""Sentences."""

from __future__ import annotations

from typing import NamedTuple

import sentencex

from helpers.layout import Span


class Sentence(NamedTuple):
    """A sentence of headline or body, by its offsets in the text."""

    start: int
    end: int
    kind: str


def split(text: str, layout: list[Span], language: str) -> list[Sentence]:
    """First simple version."""
    found = []
    for span in layout:
        if span.kind == "headline":
            found.append(Sentence(*span))
        elif span.kind == "body":
            piece = text[span.start : span.end]
            for part in sentencex.get_sentence_boundaries(language or "en", piece):
                words = part["text"]
                if words.strip():
                    start = span.start + part["start_index"] + len(words) - len(words.lstrip())
                    found.append(Sentence(start, start + len(words.strip()), "body"))
    return found
