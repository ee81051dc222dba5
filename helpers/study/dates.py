"""The dates of a catalogue's column: whole or partial, in the forms that people and programs write.

What can be read in one way is read. 03/04/2023 is the third of April or the fourth of March: which, the other dates
of the same outlet show, or else those of the whole column; where they show nothing or both, it is left empty.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from babel import Locale

from helpers.lexicons.languages import dated

YEARS = range(1900, 2100)
# Digits are those of ASCII: 1/1/0٠ is no date.
Order = Literal["day first", "month first"]

CLOCK = r"(?:[T ,]+\d{1,2}[:.]?\d\d(?:[:.]?\d\d)?(?:[.,]\d+)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?)?"
YEAR_FIRST = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?" + CLOCK, re.I | re.A)
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[T ]?[0-2]\d[0-5]\d(?:[0-5]\d)?Z?)?", re.A)
YEAR = re.compile(r"(\d{4})", re.A)
YEAR_LAST = re.compile(r"(\d{1,2})([-./]) ?(\d{1,2})\2 ?(\d{4}|\d\d(?![:\d]))" + CLOCK, re.I | re.A)
MONTH_LAST = re.compile(r"(\d{1,2})[-./](\d{4})", re.A)
EPOCH = re.compile(r"(1\d{9})(?:\d{3}|\.\d+)?", re.A)  # seconds or milliseconds since 1970, from September 2001 on
EXCEL = re.compile(r"([3-5]\d{4})(?:\.\d+)?", re.A)  # days since 1899-12-30, from 1982 to 2064
LABEL = re.compile(r"^(?:[^\W\d_]+ ?){1,3}: ?(?=[\w\d])")  # "Updated: "
MORE = re.compile(r"\||\s[^\W\d_]{3,}:\s")  # what follows is another date
CLOCK_FIRST = re.compile(r"^\d{1,2}:\d\d(?::\d\d)? *(?:[ap]\.?m\.?)?[ ,|]+", re.I | re.A)
OTHER_WORDS = frozenset(
    ("am", "at", "de", "del", "den", "der", "do", "du", "et", "gmt", "pm", "st", "nd", "rd", "th", "the", "um", "uhr")
    + ("utc", "z", "г", "года", "году", "в")
)
NUMBERS = re.compile(r"\d+", re.A)
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
    open_: list[tuple[int, str, str, dict[Order, str]]] = []
    for row, outlet, given in rows:
        found.published[row] = ""
        value = _bare(given)
        if not value:
            continue
        numbers = YEAR_LAST.fullmatch(value)
        ways = _ways(numbers) if numbers else {}
        if len(set(ways.values())) > 1:
            open_.append((row, outlet, value, ways))
        elif ways:
            found.published[row] = next(iter(ways.values()))
            if numbers and len(ways) == 1 and numbers[2] != ".":
                orders[outlet].update(ways)
        elif iso := _one_way(value):
            found.published[row] = iso
        else:
            found.none[row] = given
    anywhere = set().union(*orders.values())
    for row, outlet, value, ways in open_:
        shown = orders[outlet] or anywhere
        if len(shown) == 1:
            (order,) = shown
            found.published[row] = ways[order]
            found.settled[order].append(row)
        else:
            found.undecided[row] = value
    return found


def ways(words: str) -> list[str]:
    """The dates that 3-4-2023 can be; none where the words are no such date."""
    numbers = YEAR_LAST.fullmatch(words)
    return list(_ways(numbers).values()) if numbers else []


def _bare(value: str) -> str:
    """A date without what stands before it: "Updated: 2022-03-07", "15:45, 23-Mar-2022"; the first of several."""
    value = LABEL.sub("", value.strip())
    return CLOCK_FIRST.sub("", MORE.split(value)[0]).strip()


def _ways(numbers: re.Match) -> dict[Order, str]:
    """The dates that 03/04/2023 can be, by the order they are read in; full stops mean day first."""
    first, mark, second, year = numbers[1], numbers[2], numbers[3], numbers[4]
    if len(year) == 2:  # the latest such year that is not in the future
        year = f"{20 if int(year) <= date.today().year % 100 else 19}{year}"
    ways: dict[Order, str] = {"day first": iso(year, second, first)}
    if mark != ".":
        ways["month first"] = iso(year, first, second)
    return {order: iso for order, iso in ways.items() if iso}


@lru_cache(maxsize=10_000)  # a corpus has many articles of one day
def _one_way(value: str) -> str:
    """A date that can be read in one way only, whole or partial; "" if it is none."""
    if found := YEAR_FIRST.fullmatch(value) or COMPACT.fullmatch(value) or YEAR.fullmatch(value):
        return iso(*found.groups())
    if found := MONTH_LAST.fullmatch(value):
        return iso(found[2], found[1])
    if found := EPOCH.fullmatch(value):
        return datetime.fromtimestamp(int(found[1]), UTC).date().isoformat()
    if found := EXCEL.fullmatch(value):
        return (date(1899, 12, 30) + timedelta(int(found[1]))).isoformat()
    return of_words(value) or _in_words(value)


def of_words(value: str) -> str:
    """A date of a day, a month's name and a year and of nothing else, such as 4. Mai 2021; "" for any other."""
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", NOT_THE_DAY.sub(" ", value))]
    months = {number for word in words if (number := month_names().get(word))}
    years, days = re.findall(r"\b(?:19|20)\d\d\b", value), NUMBERS.findall(NOT_THE_DAY.sub(" ", value))
    others = [word for word in words if word not in month_names() and word not in OTHER_WORDS]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or others or len(value) > LONGEST:
        return ""
    return iso(years[0], str(months.pop()), *days)


@lru_cache(maxsize=1)
def month_names() -> dict[str, int]:
    """Names of months and, as 0, of days of the week in the languages of a catalogue -> the month's number."""
    found: dict[str, int] = {}
    for language in dated("catalogue"):
        locale = Locale(language)
        for names, is_month in ((locale.days, 0), (locale.months, 1)):
            for width in ("wide", "abbreviated"):
                for context in ("format", "stand-alone"):
                    for number, name in names[context][width].items():
                        if name.strip(".").isalpha():
                            found[name.strip(".").casefold()] = number * is_month
    return found | {"sept": 9}


def _in_words(value: str) -> str:
    """A date whose month is a word: 31 May, 2019; Mai 2019."""
    year = re.search(r"\b(?:19|20)\d\d\b", value)
    if not year or len(value) > LONGEST or not re.search(r"[^\W\d_]{3}", value):
        return ""
    days = NUMBERS.findall(NOT_THE_DAY.sub(" ", value))
    parts = ["day", "month", "year"] if days else ["month", "year"]
    settings = {"REQUIRE_PARTS": parts, "STRICT_PARSING": bool(days), "PREFER_DAY_OF_MONTH": "first"}
    import dateparser  # slow to import, and most dates are read above

    found = dateparser.parse(value, languages=dated("catalogue"), settings=settings)
    if not found or str(found.year) != year[0]:
        return ""
    return iso(*map(str, (found.year, found.month, found.day)[: len(parts)]))


def iso(year: str, month: str | None = None, day: str | None = None) -> str:
    """A date as ISO, as far as it goes; "" where the calendar has none or it is not of our time."""
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    if int(year) not in YEARS:
        return ""
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])
