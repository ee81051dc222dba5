"""Which articles tell the same text: copies, reprints that were cut or edited, syndication share a story.

A story is what is linked by pairs of texts of which the shorter is mostly contained in the longer (Broder 1997) and
tells the same facts. Pairs worth comparing are those that share runs of words, and of all texts with a run only
neighbours in length are compared, so that time grows with the number of articles, not with its square.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from helpers.tables.sketch import SHIFT, SHORT, Sketch, kept_below
from helpers.tables.sketch_file import StoredSketch

NEAR = 1  # days within which the same short text is the same event: of the same headlines a week apart none was
LEAST_PART = 0.2  # of the longer text that the shorter must be as long as: a reprint may be cut to its first third
SHARED = 0.6  # least share of the shorter text's frames that the longer has
SHARED_OPENING = 0.35  # the same, where the two begin alike
OPEN_ALIKE = 0.5  # least share of the frames of their beginnings that such texts have in common
AGREE = 0.75  # least share of the frames with facts that both have in which the facts agree
FEW_FACTS = 3  # frames with facts below which their agreement says nothing
INDEXED = 64  # runs of a text that it is looked up by
TOGETHER = 2  # runs by which two texts must meet to be compared: a phrase is no evidence
PARTS = 16  # in which the runs of all texts are sorted, to take less memory

AnySketch = Sketch | StoredSketch


class Told(NamedTuple):
    """An article as far as its story goes. published: ISO, "" where not known; story: the user's word, "" for none."""

    article_id: str
    sketch: AnySketch
    published: str = ""
    language: str = ""
    story: str = ""
    facts: Sequence[str] = ()


def story_ids(articles: Sequence[Told]) -> list[str]:
    """The story of each article: of the ids of all that share it the first in the alphabet.

    What the user says goes before what is found: articles of one name are one story, those of two never. The order
    of the articles does not matter.
    """
    from scipy.cluster.hierarchy import DisjointSet  # slow to import, where stories are not asked for

    sketches = [article.sketch for article in articles]
    joined = DisjointSet(range(len(articles)))
    for a, b in _same_words(sketches, [article.published for article in articles]):
        joined.merge(a, b)
    for a, b in _alike(sketches):
        if not joined.connected(a, b) and is_copy(sketches[a], sketches[b]):
            joined.merge(a, b)
    groups = _named([joined[i] for i in range(len(articles))], [article.story for article in articles])
    first: dict[int | str, str] = {}
    for group, article in zip(groups, articles, strict=True):
        first[group] = min(article.article_id, first.get(group, article.article_id))
    return [first[group] for group in groups]


def _named(groups: list[int], names: list[str]) -> list[int | str]:
    """The groups, with the user's names in the place of numbers; a group takes the name that alone is in it."""
    inside: dict[int, set[str]] = defaultdict(set)
    for group, name in zip(groups, names, strict=True):
        inside[group].update({name} - {""})
    alone = {group: next(iter(found)) for group, found in inside.items() if len(found) == 1}
    return [name or alone.get(group, group) for group, name in zip(groups, names, strict=True)]


def is_copy(a: AnySketch, b: AnySketch) -> bool:
    """Whether one of two texts is a copy of the other, or of a part of it."""
    shared, *agreeing = likeness(a, b)
    enough = shared >= SHARED or (shared >= SHARED_OPENING and _open_alike(a, b))
    return enough and min(agreeing) >= AGREE


def likeness(a: AnySketch, b: AnySketch) -> tuple[float, float, float]:
    """The share of the shorter text's frames that the longer has; and in how many of these numbers and names agree.

    All are 0 where the shorter is too short to be a part of the longer. Of the frames that both have, those with a
    number (a name) count, and the share is 1 where there are fewer than FEW_FACTS.
    """
    short, long = sorted((a, b), key=lambda one: one.n_units)
    if short.n_units < LEAST_PART * long.n_units:
        return 0.0, 0.0, 0.0
    runs = short.runs[short.runs[:, 0] < kept_below(long.n_units)]
    found = np.isin(runs[:, 0], long.runs[:, 0])
    shared = float(found.mean()) if len(found) else 0.0
    return shared, _agreeing(runs[found], long.runs, 1), _agreeing(runs[found], long.runs, 2)


def _open_alike(a: AnySketch, b: AnySketch) -> bool:
    """Whether two texts begin with the same words, as a reprint does and a text that shares a quotation does not."""
    return len(np.intersect1d(a.opening, b.opening)) >= OPEN_ALIKE * min(len(a.opening), len(b.opening))


def _agreeing(runs: np.ndarray, others: np.ndarray, column: int) -> float:
    """The share of the runs with a fact of the column's kind that stand so in the other text too."""
    facts = runs[runs[:, 0] != runs[:, column]]
    if len(facts) < FEW_FACTS:
        return 1.0
    mine, theirs = (_as_one(each[:, 0], each[:, column]) for each in (facts, others))
    return float(np.isin(mine, theirs).mean())


def _as_one(high: np.ndarray, low: np.ndarray) -> np.ndarray:
    """One number (64 bits) for each two of 32 bits, in whose order these stand."""
    joined: np.ndarray = np.left_shift(high, SHIFT, dtype=np.uint64) | low
    return joined


def _alike(sketches: Sequence[AnySketch]) -> list[tuple[int, int]]:
    """Pairs of texts that may be copies, enough of them to link all: of those with a run each with the next, and first.

    Texts are in order of their length, so that the next is one of about the same length.
    """
    texts = [i for i, one in enumerate(sketches) if one.n_runs]
    texts.sort(key=lambda i: (-sketches[i].n_units, sketches[i].words))
    held, lengths = array("I"), []
    for i in texts:
        found = _indexed(sketches[i])
        held.frombytes(found.tobytes())
        lengths.append(len(found))
    runs = np.frombuffer(held, np.uint32)
    text = np.repeat(np.arange(len(texts), dtype=np.uint32), lengths)
    parts = ((runs % PARTS == part).nonzero()[0] for part in range(PARTS))
    met_by_a_run = [_met(runs[part], text[part]) for part in parts]
    pairs, times = np.unique(np.concatenate(met_by_a_run), return_counts=True)
    met = pairs[times >= TOGETHER]
    return [(texts[a], texts[b]) for a, b in zip((met >> SHIFT).tolist(), met.astype(np.uint32).tolist(), strict=True)]


def _met(runs: np.ndarray, text: np.ndarray) -> np.ndarray:
    """Pairs of texts that share a run, for each run those that `_alike` says; as one number a pair."""
    found = _as_one(runs, text)
    found.sort()
    run, text = (found >> SHIFT).astype(np.uint32), found.astype(np.uint32)
    again = np.append(False, run[1:] == run[:-1])[: len(run)]
    first = text[np.maximum.accumulate(np.where(again, 0, np.arange(len(run), dtype=np.uint32)))][again]
    before, text = text[np.flatnonzero(again) - 1], text[again]
    more = first != before
    return np.concatenate([_as_one(before, text), _as_one(first[more], text[more])])


def _indexed(one: AnySketch) -> np.ndarray:
    """The runs that a text is looked up by, as they stand: mostly the same ones of two copies."""
    runs = one.runs[:INDEXED]
    return np.unique(runs[:, 1] ^ (runs[:, 2] >> np.uint32(1)))


def _same_words(sketches: Sequence[AnySketch], days: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of texts word for word the same: short ones of about one day, long ones of any."""
    same: dict[int, list[int]] = defaultdict(list)
    for i, one in enumerate(sketches):
        if one.n_units:
            same[one.words].append(i)
    for texts in same.values():
        texts.sort(key=lambda i: (len(days[i]) < len("2023-05-20"), days[i]))
        first = texts[0]
        for i in texts:
            first = first if sketches[i].n_units >= SHORT or _apart(days[first], days[i]) <= NEAR else i
            yield first, i


def _apart(a: str, b: str) -> int:
    """Days between two dates; 0 where one of them is not known to the day."""
    return abs((date.fromisoformat(a) - date.fromisoformat(b)).days) if len(a) == len(b) == 10 else 0
