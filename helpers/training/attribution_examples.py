"""Annotated articles as the tagger learns them: windows of paragraphs with tags and links, their marks varied."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

import numpy as np
import torch

from helpers.attribution import decode
from helpers.encoder import pieces, reading
from helpers.encoder.quotes import quotations
from helpers.training import polnear
from helpers.training.projection import without

NONE = -100  # a piece that is not judged
UNKNOWN = -1  # a word that nobody has annotated


@dataclass(frozen=True)
class Example:
    """A window with what is to be learnt: tags per piece (NONE where not judged) and pairs of pieces (from, to).

    `saying` holds the pieces where a cue begins and whether it is one of saying.
    """

    ids: np.ndarray
    types: np.ndarray
    tags: np.ndarray
    to_cue: list[tuple[int, int]]
    to_source: list[tuple[int, int]]
    saying: list[tuple[int, bool]]


MARKS = [
    ("“", "”"),
    ('"', '"'),
    ("‘", "’"),
    ("'", "'"),
    ("„", "“"),
    ("«", "»"),
    ("»", "«"),
    ("``", "''"),
    ("”", "”"),
    ("「", "」"),
    ("– ", " –"),
    ("— ", " —"),
]
DASHES = ("– ", "— ")
Edit = tuple[int, int, str]  # start, end, what stands there instead


def reworked(text: str, chance: random.Random) -> tuple[str, np.ndarray]:
    """The paragraph with other quotation marks, for each old offset the new one.

    Now and then the last closing mark is missing, the spaces after full stops are, or all marks are straight.
    """
    opening, closing = chance.choice(MARKS)
    kind = chance.random()
    quoted = quotations(text)
    if opening in DASHES and not (quoted and quoted[0].start == 0):
        opening, closing = MARKS[0]  # a dialogue is told with dashes where a paragraph begins with words
    edits: list[Edit] = []
    for quotation in quoted:
        start, end, closed = quotation
        edits.append((start, start + (2 if text.startswith("``", start) else 1), opening))
        if closed:
            missing = kind < 0.12 and quotation == quoted[-1]
            edits.append((end - (2 if text.endswith("''", 0, end) else 1), end, "" if missing else closing))
    if kind > 0.8:
        straight = str.maketrans("“”‘’", "\"\"''")
        edits = [(a, b, new.translate(straight)) for a, b, new in edits]
        edits += [(m.start(), m.end(), "'") for m in re.finditer(r"(?<=\w)’(?=\w)", text)]
    if 0.12 < kind < 0.2:
        edits += [(m.start(), m.end(), "") for m in re.finditer(r"(?<=[a-z][.])\s(?=[A-Z])", text)]
    return _applied(text, edits)


def _applied(text: str, edits: list[Edit]) -> tuple[str, np.ndarray]:
    """The text after the edits, and for each old offset the new one."""
    out: list[str] = []
    moved = np.zeros(len(text) + 1, dtype=np.int64)
    at = length = 0
    for start, end, new in [*sorted(edits), (len(text), len(text), "")]:
        if start < at:
            continue
        out += [text[at:start], new]
        moved[at : start + 1] = np.arange(at, start + 1) + (length - at)
        length += start - at
        moved[start:end] = length
        length += len(new)
        at = end
    moved[len(text)] = length
    return "".join(out), moved


def article_examples(article: polnear.Annotated, changed: float, chance: random.Random) -> list[Example]:
    """Windows over one article; where they begin, and what is reworked, is drawn anew each time."""
    parts: list[reading.Words] = []
    origins: list[np.ndarray] = []  # per part: first character of each word in the article
    for start, end, _ in polnear.page(article.text):
        line = article.text[start:end]
        if chance.random() < changed:
            new, moved = reworked(line, chance)
            back = np.searchsorted(moved, np.arange(len(new) + 1), side="left")
        else:
            new, back = line, np.arange(end - start + 1)
        for part in reading.parts(reading.words(new)):
            parts.append(part)
            origins.append(np.stack([back[part.starts], back[part.ends]]) + start)
    groups = [[0]] if parts else []
    room = chance.randint(reading.LIMIT // 4, reading.LIMIT)
    for i in range(1, len(parts)):
        if i == 1 or len(parts[i].ids) > room:
            groups.append([])
            room = reading.LIMIT if i > 1 else max(room, len(parts[i].ids))
        groups[-1].append(i)
        room -= len(parts[i].ids)
    return [_example(article, [parts[i] for i in g], [origins[i] for i in g]) for g in groups]


def _example(article: polnear.Annotated, parts: list[reading.Words], origins: list[np.ndarray]) -> Example:
    window = reading.window(parts)
    starts, ends = np.concatenate(origins, axis=1)
    opens = np.cumsum([0, *(len(p) for p in parts)])
    tags = np.zeros(len(window.first), dtype=np.int64)
    to_cue, to_source, saying = [], [], []

    def mark(spans: tuple[polnear.Span, ...], begin: int) -> list[int]:
        firsts = []
        for a, b in spans:
            inside = np.flatnonzero((starts < b) & (ends > a))
            if not len(inside):
                continue
            # two spans with nothing between them are one
            joined = bool(firsts) and tags[inside[0] - 1] in (begin, begin + 1) and inside[0] not in opens
            tags[inside] = begin + 1
            for at in (inside[:1].tolist() if not joined else []) + [i for i in inside[1:] if i in opens]:
                tags[at] = begin
                firsts.append(int(at))
        return [int(window.first[i]) for i in firsts]

    for gold in article.attributions or ():
        content = mark(_apart(gold), decode.B_CONTENT)
        cue = mark(gold.cue, decode.B_CUE)
        source = mark(gold.source, decode.B_SOURCE)
        if cue:
            to_cue += [(at, cue[0]) for at in content]
            saying += [(cue[0], gold.speech)] if gold.speech is not None else []
        elif not gold.cue:
            to_cue += [(at, 0) for at in content]
        asking = cue[:1] if gold.cue else content
        to_source += [(at, source[0] if source else 0) for at in asking] if source or not gold.source else []
    per_piece = np.full(len(window.ids), NONE)
    per_piece[window.first] = tags if article.attributions is not None else UNKNOWN
    return Example(window.ids, window.types, per_piece, to_cue, to_source, saying)


def _apart(gold: polnear.Gold) -> tuple[polnear.Span, ...]:
    """A content without the source and the cue within it."""
    return tuple(left for span in gold.content for left in without(span, [*gold.source, *gold.cue]))


def batches(examples: list[Example], size: int, chance: random.Random) -> list[list[Example]]:
    """Shuffled batches of windows of like length."""
    order = sorted(examples, key=lambda e: len(e.ids) + chance.uniform(-12, 12))
    out = [order[i : i + size] for i in range(0, len(order), size)]
    chance.shuffle(out)
    return out


def collate(batch: list[Example], masked: float, chance: np.random.Generator) -> dict[str, torch.Tensor]:
    """Pad a batch; `masked` of the pieces are hidden. Pairs are rows of (number in the batch, from, to)."""
    length = max(len(e.ids) for e in batch)
    ids, types = np.zeros((2, len(batch), length), dtype=np.int64)
    tags = np.full((len(batch), length), NONE)
    for i, e in enumerate(batch):
        n = len(e.ids)
        ids[i, :n], types[i, :n], tags[i, :n] = e.ids, e.types, e.tags
    real = ids != pieces.PAD
    ids[(chance.random(ids.shape) < masked) & (tags != NONE)] = pieces.mask()
    pairs = {
        name: np.array([(i, *pair) for i, e in enumerate(batch) for pair in getattr(e, name)]).reshape(-1, 3)
        for name in ("to_cue", "to_source", "saying")
    }
    made = {"ids": ids, "types": types, "mask": real, "tags": tags} | pairs
    return {name: torch.from_numpy(value.astype(bool if value is real else np.int64)) for name, value in made.items()}
