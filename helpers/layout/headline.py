"""Which line of a page is the headline: the known title, else the line above the text that is most like it."""

from __future__ import annotations

import re

from helpers.layout.marks import is_name
from helpers.layout.units import Unit
from helpers.layout.words import PART, characters

HEADLINE = (2, 32)  # words
HEADLINE_CHARS = 250
SUBHEAD = 15  # words at most
SHORT_HEADLINE = 4  # words of a headline that a list of key points may stand under
UPPER = 0.4  # share of the best line's score from which the line right above it is the headline instead
KEYWORD = 4  # letters from which a word tells what a text is about
STEM = 4  # letters by which two forms of a word are taken as one
LIKE_TITLE = 0.7  # share of common words that makes a line the title
INNER_FULL_STOP = re.compile(r"[^\W\d_]{3}\.(?: +[A-ZÀ-ÞА-Я]\w| ?[—–])")
SIGN = re.compile(r"[-–—•·*▪●◦‣]\s+")  # of an item in a list
PRINTED_NEAR = 4  # units within which a page prints its headline again


def printed_twice(units: list[Unit], kinds: list[str]) -> str:
    """The first line, though it ends with a full stop, where the page prints it again right below; else ""."""
    first = units[0].text if units and not kinds[0] else ""
    again = first.endswith((".", "。")) and any(unit.text == first for unit in units[1 : 1 + PRINTED_NEAR])
    return first if again and HEADLINE[0] <= units[0].n_words <= HEADLINE[1] else ""


def find(units: list[Unit], kinds: list[str], good: list[bool], halves: list[bool], title: str) -> int | None:
    """The number of the headline; None where there is none.

    kinds, good, halves: of each unit, its kind as far as it is known, whether it is running text, whether it is the
    first half of a sentence that goes on.
    """
    if len(units) == 1:
        return 0 if _is_all_headline(units[0], title) else None
    titled = [number for number, unit in enumerate(units) if title and _same(unit.text, title)]
    first = _first_text(units, good, halves, titled)
    if titled and (titled[0] < first or any(good[titled[0] :])):
        return max((number for number in titled if number < first), default=titled[0])
    candidates = [n for n in range(first) if not kinds[n] and _may_be_headline(units[n])]
    return _best(candidates, first, units, kinds, good) if candidates else None


def _is_all_headline(unit: Unit, title: str) -> bool:
    """Whether the only line of a page is its headline."""
    words = 0 < unit.n_words < HEADLINE[0] and not unit.terminal
    return words or _may_be_headline(unit) or _same(unit.text, title)


def _best(candidates: list[int], first: int, units: list[Unit], kinds: list[str], good: list[bool]) -> int:
    """The one of the lines above the text, which begins at the unit `first`, that is most like it."""
    about = _keywords(" ".join(unit.text[:1500] for unit, is_good in zip(units, good, strict=True) if is_good))
    scores = {number: _score(number, units, kinds, about) for number in candidates}
    best = _upper(max(candidates, key=lambda number: scores[number]), scores, units, kinds)
    best = max((n for n in candidates if n >= best and _same(units[n].text, units[best].text)), default=best)
    if scores[best] == 0 and len(candidates) > 1 and first < len(units):
        return candidates[-1] if candidates[-1] == first - 1 else candidates[0]
    return best


def _upper(best: int, scores: dict[int, float], units: list[Unit], kinds: list[str]) -> int:
    """Of two lines that fit, one right below the other, the upper one is the headline, the lower a standfirst."""
    while (above := _above(best, units, kinds)) in scores and units[above].n_words >= 5:
        if not scores[above] >= UPPER * scores[best] > 0:
            break
        best = above
    return best


def _above(number: int, units: list[Unit], kinds: list[str]) -> int:
    """The number of the line above, past one line of words to the reader ("This article is more than a year old")."""
    words = number > 1 and kinds[number - 1] == "boilerplate" and units[number - 1].n_words >= SHORT_HEADLINE
    return number - 2 if words else number - 1


def _first_text(units: list[Unit], good: list[bool], halves: list[bool], titled: list[int]) -> int:
    """The number of the first running text, where a question alone may yet be a headline."""
    for number, is_good in enumerate(good):
        half = halves[number] and units[number].n_words > SUBHEAD
        alone = not half and not any(good[number + 1 : number + 2])
        if is_good and number not in titled and not (alone and _may_be_headline(units[number])):
            return number
    return len(units)


def _may_be_headline(unit: Unit) -> bool:
    stop = unit.text.rstrip("\"'”’»“) ")[-1:] in (".", "。", ":", ",", ";") or unit.text[:1].islower()
    stop = stop or bool(INNER_FULL_STOP.search(unit.text)) or unit.n_words == 2 and is_name(unit)
    stop = stop or bool(SIGN.match(unit.text))
    return HEADLINE[0] <= unit.n_words <= HEADLINE[1] and len(unit.text) <= HEADLINE_CHARS and not stop


def _score(number: int, units: list[Unit], kinds: list[str], about: set[str]) -> float:
    words = _keywords(units[number].text)
    shared = len(words & about) / (len(words) + 3)
    near = (n for n, kind in enumerate(kinds[number + 1 : number + 4]) if kind in ("byline", "dateline"))
    return shared + 0.5 - 0.1 * next(near, 5)


def _keywords(text: str) -> set[str]:
    if characters().search(text[:200]):
        return {text[i : i + 2] for i in range(len(text) - 1) if characters().match(text[i])}
    return {word[:STEM] for word in map(str.casefold, PART.findall(text)) if len(word) >= KEYWORD}


def _same(line: str, title: str) -> bool:
    """Whether a line is the title: equal but for case and signs, cut off, or nearly so."""
    a, b = ([word.casefold() for word in PART.findall(part[:400])] for part in (line, title))
    if not a or not b or len(a) > 3 * len(b):
        return False
    short, long = sorted((a, b), key=len)
    if short == long[: len(short)] and (len(short) >= 4 or a == b):
        return len(long) <= len(short) + 8
    return len(set(a) & set(b)) >= LIKE_TITLE * len(set(a) | set(b))
