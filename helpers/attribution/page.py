"""From an article's layout and sentences to the paragraphs the tagger reads, and back to the article's characters.

Headlines are read apart from the body. Page furniture that interrupts a paragraph and HTML residue are left out of
what is read; every character keeps its place in the article.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from helpers.layout import Span
    from helpers.layout.sentences import Sentence

Edit = tuple[int, int, str]  # start and end of a stretch of a paragraph's text, and what is read in its place
RESIDUE = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>|&(?:[A-Za-z]{2,8}|#\d{2,6}|#x[0-9A-Fa-f]{2,5});")
GLUED = re.compile(  # a sentence set without a space after the one before: "TajikistanThe goal"
    r"(?<=[a-z]{2})(?=(?:The|This|That|These|It|In|On|At|He|She|They|We|But|And|For|As|If|When|According)\b)"
)
ENDS_SENTENCE = re.compile(r"[.!?…:;。！？：；\"”’'»」』)\]]\s*$")


@dataclass(frozen=True)
class Paragraph:
    """`text` as the tagger reads it; character i of it is character origin[i] of the article.

    `breaks` are the places in `text` where page furniture was left out: no span is carried across one.
    """

    text: str
    origin: np.ndarray
    breaks: tuple[int, ...]
    headline: bool

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """The article's characters of text[start:end], one span for each unbroken stretch."""
        edges = [start, *(b for b in self.breaks if start < b < end), end]
        out = []
        for a, b in zip(edges, edges[1:], strict=False):
            stretch = self.text[a:b]
            b -= len(stretch) - len(stretch.rstrip())
            a += len(stretch) - len(stretch.lstrip())
            if a < b:
                out.append((int(self.origin[a]), int(self.origin[b - 1]) + 1))
        return out

    def edited(self, edits: Sequence[Edit]) -> Paragraph:
        """The paragraph with stretches of its text replaced; what is put in has the place of the letter beside it."""
        pieces, origins, at = [], [], 0
        for start, end, new in edits:
            beside = self.origin[end] if new.endswith("“") else self.origin[start - 1]
            pieces += [self.text[at:start], new]
            origins += [self.origin[at:start], np.full(len(new), beside)]
            at = end
        breaks = [b + sum(len(new) - (end - start) for start, end, new in edits if end <= b) for b in self.breaks]
        whole = np.concatenate([*origins, self.origin[at:]])
        return replace(self, text="".join([*pieces, self.text[at:]]), origin=whole, breaks=tuple(breaks))


def paragraphs(text: str, layout: Sequence[Span], sentences: Sequence[Sentence]) -> list[Paragraph]:
    """The headlines and paragraphs of an article, in order."""
    furniture = sorted((s.start, s.end) for s in layout if s.kind not in ("body", "headline"))
    wrapped = any("\n" in text[s.start : s.end].strip() for s in sentences)
    gap = re.compile(r"\n[^\S\n]*\n" if wrapped else r"\n")
    groups: list[list[Sentence]] = []
    for sentence in sentences:
        if groups and _continues(text, groups[-1][-1], sentence, gap):
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
    made = (_paragraph(text, group, furniture) for group in groups)
    return [paragraph for paragraph in made if paragraph.text.strip()]


def _continues(text: str, last: Sentence, sentence: Sentence, gap: re.Pattern[str]) -> bool:
    """Whether a sentence goes on in the paragraph of the last, be it after something that broke it in the middle."""
    if last.kind != sentence.kind or sentence.kind == "headline":
        return False
    if not gap.search(text, last.end, sentence.start):
        return True
    broken = not ENDS_SENTENCE.search(text[max(last.start, last.end - 5) : last.end])
    return broken and text[sentence.start : sentence.start + 1].islower()


def _paragraph(text: str, group: list[Sentence], furniture: list[tuple[int, int]]) -> Paragraph:
    pieces: list[str] = []
    origins: list[np.ndarray] = []
    breaks: list[int] = []
    length = 0
    for start, end in _kept(group[0].start, group[-1].end, group, furniture):
        if pieces:
            pieces.append(" ")
            origins.append(np.array([start], dtype=np.int64))
            length += 1
            breaks.append(length)
        for piece, origin in _clean(text, start, end):
            pieces.append(piece)
            origins.append(origin)
            length += len(piece)
    origin = np.concatenate(origins) if origins else np.zeros(0, dtype=np.int64)
    return Paragraph("".join(pieces), origin, tuple(breaks), group[0].kind == "headline")


def _kept(start: int, end: int, group: list[Sentence], furniture: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """start..end without the furniture in it; furniture is in order and does not overlap."""
    out, at = [], start
    first = bisect_right(furniture, start, key=lambda span: span[1])
    for a, b in furniture[first : bisect_left(furniture, (end, end))]:
        out.append((at, a))
        at = b
    out.append((at, end))
    return [(a, b) for a, b in out if a < b]


def _clean(text: str, start: int, end: int) -> list[tuple[str, np.ndarray]]:
    """text[start:end] as it is read, each piece with its origins.

    Tags are left out, entities are the characters they stand for, and a space parts sentences glued together.
    """
    out, at = [], start
    found = [*RESIDUE.finditer(text, start, end), *GLUED.finditer(text, start, end)]
    for match in sorted(found, key=lambda m: m.span()):
        if match.start() < at:
            continue
        out.append((text[at : match.start()], np.arange(at, match.start())))
        read = _read_as(match.group())
        out.append((read, np.full(len(read), match.start())))
        at = match.end()
    out.append((text[at:end], np.arange(at, end)))
    return out


def _read_as(residue: str) -> str:
    """A character for an entity, a space for nothing at all, and nothing for a tag."""
    if residue.startswith("&"):
        return html.unescape(residue)[:1]
    return "" if residue else " "
