"""What a text tells that stays the same in another language: its numbers, dates and names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from helpers import lexicons
from helpers.lexicons import one_of
from helpers.names import gazetteer, people
from helpers.study.dates import month_names

NUMBER = re.compile(
    r"(?<!\w)(?<!\d[.,:])(\d{1,3}(?:[,.' \u00a0\u202f]\d{3})+(?!\d)|\d+)(?:([.,])(\d+))?(?![\d:])", re.A
)
DIGIT = re.compile(r"\d", re.A)
DAY = re.compile(r"(?<![\w-])(?<!\d[.,:])(\d{1,2})(?:st|nd|rd|th|º)?(?![\w:]|[.,]\d)", re.A)
MONTH_BEFORE = re.compile(r"([^\W\d_]{3,})\.? \Z")
MONTH_BEHIND = re.compile(r"\.? (?:of |de )?([^\W\d_]{3,})")
LONGEST_MONTH = 14  # letters, with what follows
CHINESE_DAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日", re.A)
THOUSANDS = re.compile(r"[,.' \u00a0\u202f]")
YEARS = range(1900, 2100)  # a number of four digits among these is taken for a year, which many texts share
STATES = frozenset(("country", "demonym", "capital", "region", "seat"))  # names that count as their state
DIGITS = 2  # that a number must have, zeros at its ends aside, or a scale such as "million"


Span = tuple[int, int]


class Fact(NamedTuple):
    """kind: number, date or name. key: the same in every language, and what is shown of it."""

    kind: str
    key: str


def facts(text: str, language: str, places: Sequence[Span]) -> set[Fact]:
    """The facts by which a text can be known again in another language, of those of its sentences at the places."""
    found = {Fact("name", name) for name in _names(text, language, places)}
    for sentence in (text[start:end] for start, end in places):
        if not DIGIT.search(sentence):
            continue
        dates = list(_dates(sentence))
        found.update(Fact("date", day) for _, day in dates)
        found.update(Fact("number", number) for number in _numbers(_without(sentence, dates), language))
    return found


def _names(text: str, language: str, places: Sequence[Span]) -> Iterator[str]:
    """Names as they are called here, whatever their form in the text.

    The gazetteer joins languages and scripts. Other people are known by their name as it is spelt, which
    joins languages of one script; a register of people with their forms belongs here.
    """
    starts = [start for start, _ in places]

    def inside(found: gazetteer.Match | people.Person) -> bool:
        place = bisect_right(starts, found.start) - 1
        return place >= 0 and found.end <= places[place][1]

    for match in filter(inside, gazetteer.find(text, language)):
        name = gazetteer.country_name(match.code) if match.kind in STATES else match.name
        if name != match.code:  # which is what a code has that no language names: WEST
            yield name
    yield from (person.name for person in filter(inside, people.persons(text, language)) if person.sure)


def _numbers(text: str, language: str) -> Iterator[str]:
    """Numbers of some length, with the scale behind them: 26 billion and 26 Milliarden are 26000000000."""
    for found in NUMBER.finditer(text):
        digits = THOUSANDS.sub("", found[1]) + (f".{found[3]}" if found[3] else "")
        scale = _scale(language).match(text, found.end())
        value = Decimal(digits)
        if scale:
            value = value.scaleb(_power(scale[1].casefold(), language))
        significant = len(digits.replace(".", "").strip("0"))
        if scale or (significant >= DIGITS and not (digits.isdecimal() and int(digits) in YEARS)):
            yield f"{value.normalize():f}"


@cache
def _scales(language: str) -> dict[str, int]:
    """Words that multiply a number -> their power of ten; a word that ends in * stands for all that begin so."""
    listed = lexicons.load("facts")
    powers = {word: int(power) for power, words in listed["scales"].items() for word in words.split()}
    if language in listed["long_scale"].split():
        powers |= {word: int(power) for power, words in listed["long_scales"].items() for word in words.split()}
    return powers


@cache
def _scale(language: str) -> re.Pattern[str]:
    stems = [word[:-1] for word in _scales(language) if word.endswith("*")]
    whole = [word for word in _scales(language) if not word.endswith("*")]
    spaced, unspaced = [w for w in whole if w.isascii() or w[0] < "\u2e80"], [w for w in whole if w[0] >= "\u2e80"]
    words = rf"(?:{one_of(stems)})\w*|(?:{one_of(spaced)})\b|{one_of(unspaced)}"
    return re.compile(rf"[ \u00a0\u202f-]?({words})", re.I)


def _power(word: str, language: str) -> int:
    scales = _scales(language)
    stem = next((form for form in scales if form.endswith("*") and word.startswith(form[:-1])), "")
    return scales.get(word) or scales[stem]


def _dates(text: str) -> Iterator[tuple[Span, str]]:
    """Days with their month, and where they stand: "May 19", "19. Mai", "19 мая", "5月19日" are 05-19."""
    at = 0  # no month belongs to two days
    for found in DAY.finditer(text):
        before = MONTH_BEFORE.search(text, max(at, found.start() - LONGEST_MONTH), found.start())
        for named in (before, MONTH_BEHIND.match(text, found.end())):
            month = month_names().get(named[1].casefold()) if named else 0
            if named and month and 1 <= int(found[1]) <= 31:
                at = max(found.end(), named.end())
                yield (min(found.start(), named.start()), at), f"{month:02}-{int(found[1]):02}"
                break
    for found in CHINESE_DAY.finditer(text):
        yield found.span(), f"{int(found[1]):02}-{int(found[2]):02}"


def _without(text: str, dates: list[tuple[Span, str]]) -> str:
    """The text with blanks in the place of its dates."""
    for (start, end), _ in dates:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
