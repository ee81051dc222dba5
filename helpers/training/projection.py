"""Answers carried over from English to its translation, line by line, by how near the words' vectors are.

Every word of the translation takes the part of the English word it is nearest to; a span becomes the stretch that has
most of its words and fewest others. A line in which that fails is left out.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from helpers.attribution import Attribution, attribute
from helpers.encoder import pieces, reading
from helpers.encoder.quotes import quotations
from helpers.training.encoder import Encoder
from helpers.training.polnear import Annotated, Gold, Span, page

LAYER = 8  # of the frozen encoder, whose vectors are compared
LEAST = 0.5  # share of a span's words that must be found in the translation's stretch
ENDS = (".", "!", "?", "。", "！", "？", "…", "”", '"', "»", "“", "」", ":", "：", ";", "；")

SEPARATORS = " ,，:：、;；—–-"


@dataclass(frozen=True)
class Line:
    """A line in English and its translation, with where each begins in its text."""

    english: str
    other: str
    at: int


def documents(file: Path) -> list[list[tuple[str, str]]]:
    """Pairs of (English, other) lines by document: a line that ends as no sentence does begins one."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))
    left = rows[0].index("en")
    pairs = [(row[left].strip(), row[1 - left].strip()) for row in rows[1:] if len(row) == 2]
    out: list[list[tuple[str, str]]] = []
    for english, other in pairs:
        if english and other:
            if not out or not english.endswith(ENDS):
                out.append([])
            out[-1].append((english, other))
    return out


def projected(file: Path, encoder: Encoder) -> Iterator[Annotated]:
    """The documents of a file of translations, annotated with what `attribute` finds in their English."""
    for number, pairs in enumerate(documents(file)):
        lines, at = [], 0
        for english, other in pairs:
            lines.append(Line(english, other, at))
            at += len(english) + 1
        text = "\n".join(line.english for line in lines)
        found = attribute(text, *[page(text)] * 2, "en")
        yield _document(f"{file.stem}_{number}_proj", lines, found, encoder)


def _document(name: str, lines: list[Line], found: list[Attribution], encoder: Encoder) -> Annotated:
    """The translation without the lines in which something could not be carried over."""
    carried: list[list[Gold] | None] = []
    for line in lines:
        inside = [a for a in found if line.at <= a.content[0][0] < line.at + len(line.english)]
        carried.append(_line(line, inside, encoder) if inside else [])
    gold, kept, at = [], [], 0
    for line, each in zip(lines, carried, strict=True):
        if each is not None:
            gold += [_moved(one, at) for one in each]
            kept.append(line.other)
            at += len(line.other) + 1
    return Annotated(name, "\n".join(kept), tuple(gold))


def _moved(gold: Gold, by: int) -> Gold:
    """An attribution whose text stands further on."""
    return Gold(*(tuple((a + by, b + by) for a, b in s) for s in (gold.source, gold.cue, gold.content)), gold.speech)


def _characters(words: reading.Words, stretch: Span | None) -> Span | None:
    """The characters of a stretch of words."""
    return (int(words.starts[stretch[0]]), int(words.ends[stretch[1] - 1])) if stretch else None


def _line(line: Line, found: list[Attribution], encoder: Encoder) -> list[Gold] | None:
    """What was found in an English line, in its translation; None if a part of it is lost there."""
    (english, ours), (other, theirs) = (_vectors(text, encoder) for text in (line.english, line.other))
    near = ours @ theirs.T
    quoted = quotations(line.other)
    out = []
    for each in found:
        parts = []
        for spans in ((each.source,), (each.cue,) if each.cue[1] - each.cue[0] > 1 else (), each.content):
            wanted = _inside(english, [(a - line.at, b - line.at) for a, b in spans if a >= 0])
            stretch = _stretch(wanted, near) if wanted.any() else None
            if wanted.any() and stretch is None:
                return None
            parts.append(stretch)
        source, cue, content = (_characters(other, part) for part in parts)
        if content is None:
            return None
        content = _whole(content, [(q.start, q.end) for q in quoted])
        rest = tuple(_trimmed(line.other, *part) for part in without(content, [s for s in (source, cue) if s]))
        if not rest or any(start >= end for start, end in rest):
            return None
        out.append(Gold((source,) if source else (), (cue,) if cue else (), rest, each.cue_class == "speech"))
    return out


def _vectors(text: str, encoder: Encoder) -> tuple[reading.Words, np.ndarray]:
    """The words of a line and the unit vectors of their pieces' means, [words, HIDDEN]."""
    words = reading.words(text)
    window = reading.window([words.part(0, len(words)) if len(words.ids) < 500 else reading.parts(words)[0]])
    with torch.no_grad():
        embedded = torch.from_numpy(pieces.embed(window.ids))[None]
        hidden = encoder.states(embedded, torch.zeros(1, len(window.ids), dtype=torch.long))[LAYER - 1][0].numpy()
    means = np.add.reduceat(hidden[1:-1], window.first - 1)
    return words, means / np.linalg.norm(means, axis=1, keepdims=True)


def _inside(words: reading.Words, spans: list[Span]) -> np.ndarray:
    """Which words the spans touch."""
    out = np.zeros(len(words), dtype=bool)
    for start, end in spans:
        out |= (words.starts < end) & (words.ends > start)
    return out


def _stretch(wanted: np.ndarray, near: np.ndarray) -> tuple[int, int] | None:
    """The words of the translation that hold most of the `wanted` English words and fewest others."""
    gains = np.where(wanted[: len(near)][near.argmax(axis=0)], 1.0, -1.0)
    sums = np.append(0, np.cumsum(gains))
    lows = np.minimum.accumulate(sums[:-1])
    end = int((sums[1:] - lows).argmax())
    start = int(sums[: end + 1].argmin())
    there = near.argmax(axis=1)[wanted[: len(near)]]
    found = ((there >= start) & (there <= end)).mean() if len(there) else 0.0
    return (start, end + 1) if gains[end] > 0 and found >= LEAST else None


def _whole(content: Span, quoted: list[Span]) -> Span:
    """A content stretched to the quotations that it covers most of."""
    start, end = content
    for a, b in quoted:
        if min(end, b) - max(start, a) > 0.6 * (b - a):
            start, end = min(start, a), max(end, b)
    return start, end


def _trimmed(text: str, start: int, end: int) -> Span:
    """A stretch without the blanks and separating marks at its start."""
    return start + len(text[start:end]) - len(text[start:end].lstrip(SEPARATORS)), end


def without(content: Span, taken: list[Span]) -> tuple[Span, ...]:
    """What is left of a content, in order."""
    out, at = [], content[0]
    for start, end in sorted(taken):
        if start < content[1] and end > content[0]:
            out.append((at, start))
            at = max(at, end)
    out.append((at, content[1]))
    return tuple((a, b) for a, b in out if b - a > 1)
