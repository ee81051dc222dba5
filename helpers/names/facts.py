"""What a text tells that stays the same in another language: its numbers, dates and names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from helpers import lexicons
from helpers.lexicons import one_of
from helpers.names import gazetteer, people
from helpers.study.dates import month_names

NUMBER = re.compile(r"(?<![\w.,])(\d{1,3}(?:[,.' \u00a0\u202f]\d{3})+(?!\d)|\d+)(?:([.,])(\d+))?(?![\d])", re.A)
THOUSANDS = re.compile(r"[,.' \u00a0\u202f]")
YEARS = range(1900, 2100)  # a number of four digits among these is taken for a year, which many texts share
STATES = frozenset(("country", "demonym", "capital", "region", "seat"))  # names that count as their state
DIGITS = 2  # that a number must have, zeros at its ends aside, or a scale such as "million"


class Fact(NamedTuple):
    """kind: number, date or name. key: the same in every language, and what is shown of it."""

    kind: str
    key: str


def facts(text: str, language: str) -> set[Fact]:
    """The facts of a text by which it can be known again in another language."""
    dates = list(_dates(text))
    free = _without(text, [span for span, _ in dates])
    return {
        *(Fact("date", day) for _, day in dates),
        *(Fact("number", number) for number in _numbers(free, language)),
        *(Fact("name", name) for name in _names(text, language)),
    }


def _names(text: str, language: str) -> Iterator[str]:
    """Names as they are called here, whatever their form in the text.

    The gazetteer joins languages and scripts. Other people are known by their name as it is spelt, which
    joins languages of one script; a register of people with their forms belongs here.
    """
    for match in gazetteer.find(text, language):
        name = gazetteer.country_name(match.code) if match.kind in STATES else match.name
        if name != match.code:  # which is what a code has that no language names: WEST
            yield name
    for person in people.persons(text, language):
        if person.sure:
            yield person.name


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


def _dates(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Days with their month, and where they stand: "May 19", "19. Mai", "19 мая", "5月19日" are 05-19."""
    for found in _day().finditer(text):
        month = found["m1"] or found["m2"] or found["m3"]
        number = int(month) if month.isdecimal() else month_names()[month.casefold()]
        day = int(found["d1"] or found["d2"] or found["d3"])
        if 1 <= day <= 31 and 1 <= number <= 12:
            yield found.span(), f"{number:02}-{day:02}"


@cache
def _day() -> re.Pattern[str]:
    months = one_of(name for name, number in month_names().items() if number and len(name) > 2)
    return re.compile(
        rf"\b(?P<m1>{months})\.? (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\b(?![.,]?\d)"
        rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th|\.|º)? (?:of |de )?(?P<m2>{months})\b"
        r"|(?P<m3>\d{1,2})月(?P<d3>\d{1,2})日",
        re.I,
    )


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with blanks at some places."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
