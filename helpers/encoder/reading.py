"""Text to what the encoder reads: words, their pieces and features, packed into windows of whole paragraphs.

Training and inference share this module, so that both see the same thing. A word is what stands between blanks and
marks; where a script sets no blanks, every piece is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from helpers.encoder.pieces import BEGIN, END, blank, tokenizer
from helpers.encoder.quotes import UNSPACED, quotations

LONGEST = 20_000  # characters of a paragraph that are read at once
LIMIT = 318  # pieces of a window, beside its first and last mark
N_CASE, N_QUOTE, N_START = 5, 5, 3
N_TYPES = N_CASE * N_QUOTE * N_START  # features of a word, crossed into one token type
LOWER, TITLE, UPPER, DIGIT, OTHER = range(N_CASE)
OUTSIDE, INSIDE, UNCLOSED, OPENING, CLOSING = range(N_QUOTE)
MIDDLE, SENTENCE, PARAGRAPH = range(N_START)
SENTENCE_START = re.compile(
    r"[.!?…][\"”’'»)\]]*\s+(?=[\"“„‘'«(\[—–-]*\s?[^\W_a-zß-öø-ÿа-яё])|[。！？…][”’」』）]*(?=[^”’」』）])"
)


@dataclass(frozen=True)
class Words:
    """One paragraph (or a part of a long one) as the encoder sees it.

    `ids` and `types` are per piece, `first` the index of each word's first piece, `starts` and `ends` each word's
    characters in the paragraph, `opens` whether the word starts a sentence.
    """

    ids: np.ndarray
    types: np.ndarray
    first: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    opens: np.ndarray

    def __len__(self) -> int:
        """How many words."""
        return len(self.first)

    def part(self, start: int, end: int) -> Words:
        """The words from `start` to `end`."""
        a = self.first[start]
        b = self.first[end] if end < len(self.first) else len(self.ids)
        cut = slice(start, end)
        return Words(
            self.ids[a:b], self.types[a:b], self.first[cut] - a, self.starts[cut], self.ends[cut], self.opens[cut]
        )


@dataclass(frozen=True)
class Window:
    """What one pass of the encoder reads: `ids` and `types` per piece, `first` the piece of each word."""

    ids: np.ndarray
    types: np.ndarray
    first: np.ndarray


def words(text: str) -> Words:
    """Split one paragraph into words and pieces with their features."""
    encoding = tokenizer().encode(text, add_special_tokens=False)
    unspaced = UNSPACED.search(text) is not None
    ids: list[int] = []
    found: list[tuple[int, int]] = []  # of each word its first piece and first character
    ends: list[int] = []
    last: int | None = -1
    alone = False
    for number, word, (start, end) in zip(encoding.ids, encoding.word_ids, encoding.offsets, strict=True):
        while start < end and text[start].isspace():
            start += 1
        if start == end or number == blank():
            continue
        before, alone = alone, unspaced and UNSPACED.search(text, start, end) is not None
        if word != last or alone or before:
            found.append((len(ids), start))
            ends.append(end)
        ids.append(number)
        ends[-1], last = end, word
    first, starts = np.array(found, dtype=np.int64).reshape(-1, 2).T
    cases = [_case(text[start:end]) for (_, start), end in zip(found, ends, strict=True)]
    start_type = _starts(text, starts)
    types = (np.array(cases, dtype=np.int64) * N_QUOTE + _quote_states(text, starts)) * N_START + start_type
    pieces = np.diff(first, append=len(ids))
    opens = start_type > MIDDLE
    return Words(np.array(ids, np.int64), np.repeat(types, pieces), first, starts, np.array(ends, np.int64), opens)


def _case(word: str) -> int:
    if word.islower():
        return LOWER
    if word[0].isupper():
        return UPPER if len(word) > 1 and word.isupper() else TITLE
    return DIGIT if word[0].isdigit() else OTHER


def _quote_states(text: str, starts: np.ndarray) -> np.ndarray:
    state = np.full(len(starts), OUTSIDE, dtype=np.int64)
    for start, end, closed in quotations(text):
        a, b = np.searchsorted(starts, [start, end])
        state[a:b] = INSIDE if closed else UNCLOSED
        if a < b:
            state[a] = OPENING
            if closed:
                state[b - 1] = CLOSING
    return state


def _starts(text: str, starts: np.ndarray) -> np.ndarray:
    kind = np.full(len(starts), MIDDLE, dtype=np.int64)
    at = np.searchsorted(starts, [m.end() for m in SENTENCE_START.finditer(text)])
    kind[at[at < len(kind)]] = SENTENCE
    kind[:1] = PARAGRAPH
    return kind


def parts(paragraph: Words) -> list[Words]:
    """The paragraph itself, or its parts of at most LIMIT pieces, cut where sentences start if that can be."""
    if len(paragraph.ids) <= LIMIT:
        return [paragraph] if len(paragraph) else []
    out, start = [], 0
    edges = np.append(paragraph.first, len(paragraph.ids))
    openers = np.flatnonzero(paragraph.opens)
    while start < len(paragraph):
        furthest = int(np.searchsorted(edges, edges[start] + LIMIT, side="right")) - 1
        end = max(furthest, start + 1)
        if end < len(paragraph):
            better = openers[(openers > start) & (openers <= end)]
            end = int(better[-1]) if len(better) else end
        piece = paragraph.part(start, end)
        out.append(piece if len(piece.ids) <= LIMIT else _truncated(piece))
        start = end
    return out


def read(text: str) -> Iterator[Words]:
    """The parts of a paragraph, in order; one too long to be a paragraph goes by stretches, to bound the memory."""
    start = 0
    while start < len(text):
        end = start + LONGEST
        if end < len(text):
            end = max(text.rfind(" ", start + 1, end), text.rfind("\n", start + 1, end)) + 1 or end
        for part in parts(words(text[start:end])):
            yield replace(part, starts=part.starts + start, ends=part.ends + start) if start else part
        start = end


def _truncated(word: Words) -> Words:
    """A single word of more than LIMIT pieces, cut to fit."""
    return Words(word.ids[:LIMIT], word.types[:LIMIT], word.first, word.starts, word.ends, word.opens)


def window(paragraphs: list[Words]) -> Window:
    """Join the paragraphs into what the encoder reads."""
    offsets = 1 + np.cumsum([0, *(len(p.ids) for p in paragraphs)])
    edge = np.zeros(1, dtype=np.int64)
    return Window(
        np.concatenate([edge + BEGIN, *(p.ids for p in paragraphs), edge + END]),
        np.concatenate([edge, *(p.types for p in paragraphs), edge]),
        np.concatenate([p.first + at for p, at in zip(paragraphs, offsets, strict=False)]),
    )
