"""Every known name in a text, in one pass."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from helpers.names.knowledge import shelves
from helpers.names.knowledge.keys import Fold, Line, Words
from helpers.names.knowledge.shelves import ALL, FIRST, LAST, SHELVES, Entry, Shelf

_INITIAL = re.compile(r"(?<=\w) [^\W\d_]\.(?= [^\W\d_]{2})")
_LONGEST = 90  # characters of a key
GENITIVE = "de"  # the language whose names have an s in the genitive
_SHORT = 4  # letters of a word that is no genitive
_HOW = ("unique", "surname", "common", "generic")  # by the mark of a form
_SURE_OF_A_WORD = ("unique", "ambiguous", "surname")  # unless the text has the word without a capital as well
_SUREST_FIRST = ("unique", "ambiguous", "surname", "generic", "common")


class Known(NamedTuple):
    """A known name at text[start:end]: the likeliest entry, the others that bear it, and how sure the form is.

    sure: unique (one entry, or several of one country), ambiguous (entries of several countries), surname (a person's
    alone), common (an ordinary word or a frequent name as well), generic (every country has one).
    """

    start: int
    end: int
    entry: Entry
    sure: str
    others: tuple[Entry, ...] = ()

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries of all entries that bear the name."""
        return tuple(dict.fromkeys(code for one in (self.entry, *self.others) for code in one.countries))


def find(text: str, language: str = "") -> list[Known]:
    """All known names of a text, in order, not overlapping: at each place the longest.

    In German a name may have an s behind it. In other languages the language of the text makes no difference.
    """
    words = Words(text)
    lines = {fold: words.folded(fold) for fold in dict.fromkeys(shelf.fold for shelf in SHELVES)}
    found, i = [], 0
    while i < len(words.spans):
        candidates = _from(words, lines, i, language == GENITIVE)
        if not candidates:
            i += 1
            continue
        last, known = max(candidates, key=_preferred)
        word = words.text[known.start : known.end]
        small = last == i and word.lower() in words.small and not word.islower()
        found.append(known._replace(sure="common") if small and known.sure in _SURE_OF_A_WORD else known)
        i = last + 1
    return found


@lru_cache(1 << 14)  # each piece of evidence about a speaker asks for the same few names
def look_up(name: str) -> Known | None:
    """What exactly this name means, be it with an initial between its words; None where nobody has it."""
    return _whole(name) or (_whole(_INITIAL.sub("", name)) if _INITIAL.search(name) else None)


def _whole(name: str) -> Known | None:
    """The one known name that a string consists of."""
    found = find(name)
    whole = len(found) == 1 and not name[: found[0].start].strip(" .") and not name[found[0].end :].strip(" .")
    return found[0] if whole else None


def _preferred(candidate: tuple[int, Known]) -> tuple[int, int]:
    """The longest of the names that begin at one place; of two as long the surer one."""
    last, known = candidate
    return last, -_SUREST_FIRST.index(known.sure)


def _from(words: Words, lines: dict[Fold, Line], i: int, genitive: bool) -> list[tuple[int, Known]]:
    """For each shelf the longest of its names that begin with word i, with the number of the last word."""
    found = []
    small = words.text[words.spans[i][0]].islower() and not _is_particle(words, i)
    for shelf in SHELVES:
        line = lines[shelf.fold]
        if small and shelf.capitals:
            continue
        longest = None
        at = line.at[i]
        for spelt, number in shelves.trie(shelf).iter_prefixes_with_ids(line.text[at : at + _LONGEST]):
            last = _last(line, at + len(spelt), genitive)
            if last is not None and (known := _known(shelf, number, words, i, last)):
                longest = (last, known)
        if longest:
            found.append(longest)
    return found


def _is_particle(words: Words, i: int) -> bool:
    """Whether a small word may begin a name, as "al" and "von" do: a capital stands behind it."""
    behind = words.spans[i + 1 : i + 2]
    return bool(behind) and words.text[behind[0][0]].isupper()


def _last(line: Line, end: int, genitive: bool) -> int | None:
    """The word that ends at a place in the line, where `genitive` before the s of one; None where none does."""
    last = line.ends.get(end)
    if last is None and genitive and line.text[end : end + 1] == "s":
        last = line.ends.get(end + 1)
        return last if last is not None and len(line.words[last]) > _SHORT else None
    return last


def _known(shelf: Shelf, number: int, words: Words, first: int, last: int) -> Known | None:
    """The entries that a name of a shelf means where it stands with these capitals."""
    found = [(entry, mark) for entry, mark in shelves.meant(shelf, number) if _spelt(words, first, last, mark)]
    if not found:
        return None
    entries, marks = [entry for entry, _ in found], [mark & 15 for _, mark in found]
    best, *others = entries
    how = _HOW[marks[0]]
    if how in ("unique", "surname") and len({entry.countries for entry in entries}) > 1:
        how = "ambiguous"
    return Known(words.spans[first][0], words.spans[last][1], best, how, tuple(others))


def _spelt(words: Words, first: int, last: int, mark: int) -> bool:
    """Whether words have the capitals that a form of a name has."""
    if mark & ALL:
        return words.text[words.spans[first][0] : words.spans[last][1]].isupper()
    opens, closes = words.text[words.spans[first][0]], words.text[words.spans[last][0]]
    return not (mark & FIRST and opens.islower() or mark & LAST and closes.islower())
