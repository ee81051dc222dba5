"""The dates of a catalogue's column: whole or partial, in the forms that people and programs write.

What can be read in one way is read. 03/04/2023 is the third of April or the fourth of March: which, the other dates
of the same outlet show, or else those of the whole column; where they show nothing or both, it is left empty.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

import dateparser

from helpers.lexicons.languages import dated
from helpers.study.detect import YEARS

Order = Literal["day first", "month first"]

CLOCK = r"(?:[T ,]+\d{1,2}[:.]?\d\d(?:[:.]?\d\d)?(?:[.,]\d+)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?)?"
YEAR_FIRST = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?" + CLOCK, re.I)
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[T ]?[0-2]\d[0-5]\d(?:[0-5]\d)?Z?)?")
YEAR = re.compile(r"(\d{4})")
YEAR_LAST = re.compile(r"(\d{1,2})([-./]) ?(\d{1,2})\2 ?(\d{4})" + CLOCK, re.I)
MONTH_LAST = re.compile(r"(\d{1,2})[-./](\d{4})")
TITLE = 3  # words of a title in a file's name
NAMED = re.compile(r"(\d{4})([-_.])(\d\d)\2(\d\d)(?!\d)")
NUMBERS = re.compile(r"\d+")
NOT_THE_DAY = re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?|[+-]\d\d:?\d\d\b|\b(?:19|20)\d\d\b", re.I)
LONGEST = 60  # characters of a date written in words, with weekday and time


class Reading(NamedTuple):
    """The dates of a column, and what is to be said of them."""

    published: dict[int, str]  # row -> 2023-05-20, 2023-05, 2023 or ""
    none: dict[int, str]  # row -> what stands there and is no date
    undecided: dict[int, str]  # row -> a date that can be read in two ways
    settled: dict[Order, list[int]]  # rows whose order of day and month other dates showed


def read_dates(rows: Iterable[tuple[int, str, str]]) -> Reading:
    """The dates of a column's rows, each (row, outlet, what stands there)."""
    found = Reading({}, {}, {}, defaultdict(list))
    orders: dict[str, set[Order]] = defaultdict(set)
    open_: list[tuple[int, str, str]] = []
    for row, outlet, value in rows:
        found.published[row] = ""
        if not value:
            continue
        numbers = YEAR_LAST.fullmatch(value)
        ways = _ways(numbers) if numbers else {}
        if len(set(ways.values())) > 1:
            open_.append((row, outlet, value))
        elif ways:
            found.published[row] = next(iter(ways.values()))
            if len(ways) == 1 and numbers[2] != ".":
                orders[outlet].update(ways)
        elif iso := _one_way(value):
            found.published[row] = iso
        else:
            found.none[row] = value
    anywhere = set().union(*orders.values())
    for row, outlet, value in open_:
        shown = orders[outlet] or anywhere
        if len(shown) == 1:
            (order,) = shown
            found.published[row] = _ways(YEAR_LAST.fullmatch(value))[order]
            found.settled[order].append(row)
        else:
            found.undecided[row] = value
    return found


def of_name(name: str) -> tuple[str, str]:
    """The whole ISO date that a file's name begins with, and the title behind it: "2023-05-20 A bridge is shut".

    Each is "" where there is none; a title has several words with blanks between, which no slug has.
    """
    found = NAMED.match(name)
    published = _iso(found[1], found[3], found[4]) if found else ""
    rest = name[found.end() :].strip(" -–—_.") if published else ""
    return published, rest if len(rest.split()) >= TITLE else ""


def _ways(numbers: re.Match) -> dict[Order, str]:
    """The dates that 03/04/2023 can be, by the order they are read in; full stops mean day first."""
    first, mark, second, year = numbers[1], numbers[2], numbers[3], numbers[4]
    ways: dict[Order, str] = {"day first": _iso(year, second, first)}
    if mark != ".":
        ways["month first"] = _iso(year, first, second)
    return {order: iso for order, iso in ways.items() if iso}


@lru_cache(maxsize=10_000)  # a corpus has many articles of one day
def _one_way(value: str) -> str:
    """A date that can be read in one way only, whole or partial; "" if it is none."""
    if found := YEAR_FIRST.fullmatch(value) or COMPACT.fullmatch(value) or YEAR.fullmatch(value):
        return _iso(*found.groups())
    if found := MONTH_LAST.fullmatch(value):
        return _iso(found[2], found[1])
    return _in_words(value)


def _in_words(value: str) -> str:
    """A date whose month is a word: 31 May, 2019; Mai 2019."""
    year = re.search(r"\b(?:19|20)\d\d\b", value)
    if not year or len(value) > LONGEST or not re.search(r"[^\W\d_]{3}", value):
        return ""
    days = NUMBERS.findall(NOT_THE_DAY.sub(" ", value))
    parts = ["day", "month", "year"] if days else ["month", "year"]
    settings = {"REQUIRE_PARTS": parts, "STRICT_PARSING": bool(days), "PREFER_DAY_OF_MONTH": "first"}
    found = dateparser.parse(value, languages=dated("catalogue"), settings=settings)
    if not found or str(found.year) != year[0]:
        return ""
    return _iso(*map(str, (found.year, found.month, found.day)[: len(parts)]))


def _iso(year: str, month: str | None = None, day: str | None = None) -> str:
    """A date as ISO, as far as it goes; "" where the calendar has none or it is not of our time."""
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    if int(year) not in YEARS:
        return ""
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])
