"""Dates as exports print them: with the name of the month in any of many languages, or in numbers."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from babel import Locale

from helpers.study.dates import YEARS

LOCALES = ("en", "de", "fr", "ru", "es", "it", "pt", "nl", "pl", "uk", "tr", "sv", "da", "nb", "fi", "cs", "zh")
LONGEST = 120  # characters of a line that is a date, with weekday, hour and edition


class Dated(NamedTuple):
    """A date in a text: 2023-05-20 or 2023-05 ("" where its order is open), and where it stands."""

    iso: str
    start: int
    end: int


def find(text: str) -> Dated | None:
    """The first date of a text, whole or a month with its year."""
    for found in _dates().finditer(text):
        if (iso := _iso(found)) is not None:
            return Dated(iso, found.start(), found.end())
    return None


def days(text: str) -> set[str]:
    """Every whole date of a text as ISO."""
    return {iso for found in _dates().finditer(text) if len(iso := _iso(found) or "") == len("2023-05-20")}


def published(text: str) -> str:
    """The date of a field as ISO, or else its words as they stand."""
    found = find(text)
    return found.iso if found and found.iso else " ".join(text.split())


def heads(text: str) -> Dated | None:
    """The date with which a line begins, at most a weekday before it; None for any other line."""
    found = find(text) if len(text) <= LONGEST else None
    before = re.findall(r"[^\W\d_]+", text[: found.start]) if found else []
    return found if found and all(map(is_weekday, before)) else None


def is_weekday(word: str) -> bool:
    """Whether a word is a day of the week in any of the languages, or its short form."""
    return word.lower() in _days()


def _iso(found: re.Match) -> str | None:
    """None where the calendar has no such date; "" where day and month cannot be told apart."""
    parts = found.groupdict()
    if parts["first"]:
        return _in_numbers(int(parts["first"]), int(parts["second"]), _year(parts["third"]), "." in found[0])
    year = next(int(value) for name, value in parts.items() if value and name.startswith("year"))
    word = next((value for name, value in parts.items() if value and name.startswith("word")), "")
    month = int(parts["month1"] or parts["month2"] or _months()[word.lower()])
    day = next((int(value) for name, value in parts.items() if value and name.startswith("day")), 0)
    return _checked(year, month, day)


def _in_numbers(first: int, second: int, year: int, dotted: bool) -> str | None:
    ways = {iso for day, month in ((first, second), (second, first)) if (iso := _checked(year, month, day))}
    if dotted:
        return _checked(year, second, first)
    return None if not ways else ways.pop() if len(ways) == 1 else ""


def _year(digits: str) -> int:
    """28.02.05 is of 2005, 28.02.95 of 1995."""
    return int(digits) if len(digits) == 4 else int(digits) + (2000 if int(digits) < 70 else 1900)


def _checked(year: int, month: int, day: int) -> str | None:
    try:
        found = date(year, month, day or 1)
    except ValueError:
        return None
    if year not in YEARS:
        return None
    return found.isoformat() if day else found.isoformat()[:7]


@cache
def _dates() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    forms = (
        r"(?P<year1>\d{4})(?P<between>[-/.])(?P<month1>\d{1,2})(?P=between)(?P<day1>\d{1,2})",
        r"(?P<year2>\d{4})\s*年\s*(?P<month2>\d{1,2})\s*月(?:\s*(?P<day2>\d{1,2})\s*日)?",
        r"(?P<first>\d{1,2})(?P<mark>[./])(?P<second>\d{1,2})(?P=mark)(?P<third>\d{4}|\d\d)(?![\d.])",
        rf"(?P<day3>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?\s*(?:de\s+|d')?(?P<word2>{names})\b\.?,?\s*(?:de[l]?\s+)?"
        r"(?P<year3>\d{4})(?:\s*г(?:ода|\.))?",
        rf"\b(?P<word3>{names})\b\.?\s+(?P<day4>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<year4>\d{{4}})",
        rf"\b(?P<word4>{names})\b\.?,?\s*(?:de\s+)?(?P<year5>\d{{4}})",
    )
    return re.compile(r"(?<![\d/])(?:" + "|".join(forms) + r")(?!\d)", re.IGNORECASE)


@cache
def _months() -> dict[str, int]:
    return {name: int(number) for name, number in _names("months")}


@cache
def _days() -> frozenset[str]:
    return frozenset(name for name, _ in _names("days"))


def _names(of: str) -> list[tuple[str, int]]:
    return [
        (name.lower().rstrip("."), number)
        for code in LOCALES
        for forms in [getattr(Locale.parse(code), of)]
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in forms[context][width].items()
        if len(name.rstrip(".")) > 1 and not name.isdigit()
    ]
