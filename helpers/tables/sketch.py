"""A text made small, so that it can be compared with all others: its runs of words, without their facts and with them.

A copy keeps the words and the facts. A bulletin that comes out every day keeps the words and changes the facts: its
numbers and dates, its names. So of each run of words three hashes are kept: as a frame, in which every fact is a
blank; with its numbers and dates; with its names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter
from string import ascii_letters, digits
from typing import NamedTuple

import numpy as np

from helpers import lexicons
from helpers.layout.words import characters
from helpers.lexicons.languages import language as row_of
from helpers.study.dates import month_names

SHORT = 30  # words (or characters) of a text that is compared as a whole, not by its runs
RUN, RUN_UNSPACED = 4, 7  # words of a run; characters of one where a script sets no blanks
MOST = 256  # runs kept of a text: of a longer one every second, fourth and so on, the same ones of all its copies
OPENING = 40  # runs with which a text begins
DIGITS = r"\d+(?:[.,'’ \u00a0\u2009\u202f]?\d+)*"
NUMBER, NAME = "#", "@"  # the blanks
_WIDE = {0xFEE0 + ord(one): one for one in f".{digits}{ascii_letters}"}  # as wide as a Chinese sign
FACTOR, MIXER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)  # odd, so that no bit is lost
SHIFT = np.uint64(32)

Sentence = tuple[str, Sequence[tuple[int, int]]]  # and the places of the names in it, in order
Unit = tuple[str, str]  # the blank, "" for what is no fact; the word


class Sketch(NamedTuple):
    """n_units: words (or characters) of the text. words: a hash (64 bits) of all of them, in their order.

    runs: (n, 3) uint32, the hashes of each run kept: as a frame, with its numbers, with its names; in order.
    opening: uint32, the frames of the first runs, all of them.
    """

    n_units: int
    words: int
    runs: np.ndarray
    opening: np.ndarray

    @property
    def n_runs(self) -> int:
        """How many runs are kept."""
        return len(self.runs)


def sketch(sentences: Iterable[Sentence], language: str) -> Sketch:
    """The sketch of a text from its sentences; one that is shorter than SHORT has no runs."""
    units = [unit for text, names in sentences for unit in _units(text, names, language)]
    words = [word for _, word in units]
    whole = _hash("".join(words)) if words else 0
    if len(units) < SHORT:
        return Sketch(len(units), whole, np.zeros((0, 3), np.uint32), np.zeros(0, np.uint32))
    unspaced = sum(len(word) == 1 and bool(characters().match(word)) for word in words)
    length = RUN_UNSPACED if 2 * unspaced > len(words) else RUN
    hashes = np.fromiter(map(_hash_of_word, words), np.uint64, len(words))
    is_number, is_name = (np.array([blank == kind for blank, _ in units]) for kind in (NUMBER, NAME))
    with_numbers = np.where(is_name, np.uint64(_hash(NAME)), hashes)
    with_names = np.where(is_number, np.uint64(_hash(NUMBER)), hashes)
    frames = np.where(is_name, with_numbers, with_names)
    runs = np.column_stack([_runs(one, length) for one in (frames, with_numbers, with_names)])
    kept = np.unique(runs[runs[:, 0] < kept_below(len(units))], axis=0)
    return Sketch(len(units), whole, kept, np.unique(runs[:OPENING, 0]))


def kept_below(n_units: int) -> int:
    """Of a text of this length those runs are kept whose frame has a hash below this number."""
    return 2**32 >> max(0, (n_units - 1) // MOST).bit_length()


def _hash(text: str) -> int:
    """64 bits, the same on every machine, which those of hash() are not."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest())


_hash_of_word = lru_cache(maxsize=100_000)(_hash)


def _runs(words: np.ndarray, length: int) -> np.ndarray:
    """The hash (uint32) of each run of so many words."""
    total = np.zeros(len(words) - length + 1, np.uint64)
    for i in range(length):
        total = (total + words[i : len(total) + i]) * FACTOR
    return (((total ^ (total >> SHIFT)) * MIXER) >> SHIFT).astype(np.uint32)


def _units(text: str, names: Sequence[tuple[int, int]], language: str) -> Iterator[Unit]:
    """The words of a sentence as they are compared; a name of several words is one."""
    for blank, group in groupby(_read(text, names, language), itemgetter(0)):
        words = [word for _, word in group]
        yield from ((blank, word) for word in (["".join(words)] if blank == NAME else words))


def _read(text: str, names: Sequence[tuple[int, int]], language: str) -> Iterator[Unit]:
    """The words of a sentence, in lower case; a name may come in several pieces."""
    by_capital = not row_of(language).capitals
    text = text if text.isascii() else text.translate(_WIDE)
    at, begun = 0, False  # a sentence begins with a capital, be it a name or not
    for start, end in [*names, (len(text), len(text))]:
        for found in _unit().finditer(text, at, start):
            word = found[0].casefold()
            if found.lastgroup == "number":
                yield NUMBER, "".join(filter(str.isalnum, word))
            elif len(word) > 3 and word in month_names():
                yield NUMBER, word
            elif by_capital and found[0][0].isupper() and begun:
                yield NAME, word
            elif word not in _percent():
                yield "", word
            begun = True
        if start < end:
            yield NAME, "".join(filter(str.isalnum, text[start:end].casefold()))
        at, begun = end, True


@cache
def _unit() -> re.Pattern[str]:
    """A number, a character of a script without blanks, a run of letters.

    A single Chinese numeral stands in many words that count nothing: it is a number before a measure and in a fraction.
    """
    one, facts = characters().pattern, lexicons.load("facts")
    numeral, measure = facts["numerals"], lexicons.one_of(facts["measures"].split())
    number = rf"{DIGITS}|[{numeral}]{{2,}}|[{numeral}](?={measure})|(?<=分之)[{numeral}]"
    return re.compile(rf"(?P<number>{number})|{one}|[^\W\d_{one[1:-1]}]+")


@cache
def _percent() -> frozenset[str]:
    return frozenset(lexicons.load("facts")["percent"].split())
