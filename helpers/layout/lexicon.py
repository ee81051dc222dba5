"""The word lists of the layout step, read once: page furniture, function words, dates."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from helpers import lexicons
from helpers.lexicons import languages, one_of

DATE_WORDS = 3  # further words (a place, an outlet) that a line of a date may hold
CREDIT_WORDS = 8  # further words that it may hold where it says who published, and under what heading
LONGEST_NAME = 6  # characters of a Chinese outlet


def _furniture() -> dict[str, list]:
    return lexicons.load("furniture")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """All expressions of one list of furniture.yaml as one, without regard to case."""
    return re.compile("|".join(f"(?:{entry})" for entry in _furniture()[name]), re.IGNORECASE)


@cache
def _addresses() -> list[tuple[list[str], re.Pattern[str]]]:
    return [(entry["words"], re.compile(entry["says"], re.IGNORECASE)) for entry in _furniture()["anywhere"]]


def addresses_reader(text: str) -> bool:
    """Whether a paragraph speaks to the reader of a page, as a cookie notice does."""
    holds = text.lower().__contains__
    return any(any(map(holds, words)) and says.search(text) is not None for words, says in _addresses())


def may_hold_credit(text: str) -> bool:
    """Whether a text holds one of the signs without which nothing is a caption: a quick look before the search."""
    return any(map(text.lower().__contains__, _furniture()["caption_signs"]))


@cache
def markup() -> re.Pattern[str]:
    """An HTML tag or comment, also one garbled by blanks ("< p>"); group 1 is set where it ends a sentence."""
    block, inline = ("|".join(sorted(_furniture()[name], key=len, reverse=True)) for name in ("block", "inline"))
    return re.compile(rf"<\s*/?\s*(?:({block})|{inline})\b[^<>]{{0,500}}>|<!--.{{0,500}}?-->", re.IGNORECASE)


def function_words(language: str) -> frozenset[str]:
    """The function words of a language (for Chinese, characters); none of a language without a list."""
    return lexicons.words("words", "function", language)


@cache
def date_parts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """(what makes a line a date, what else may stand beside it: names of weekdays, "published", "Uhr")."""
    months, days = set(), set()
    for code in languages.dated("page"):
        locale = Locale.parse(code)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                months |= {name.lower().rstrip(".") for name in locale.months[context][width].values()}
                days |= {name.lower().rstrip(".") for name in locale.days[context][width].values()}
    month = one_of(name for name in months if len(name) > 2 and not name.isdigit())
    day = r"\d{1,2}(?:st|nd|rd|th|er|º|\.)?"
    date = (
        r"\d{4}[-./]\d{1,2}[-./]\d{1,2}(?:[T ]?\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
        r"|\d{1,2}(?:[-./]\d{1,2}[-./]|\. \d{1,2}\. )(?:\d{4}|\d\d)(?!\d)|\d{4}年\d{1,2}月\d{1,2}日"
        rf"|{day}(?:\s*[-–]\s*{day})?[\s-]*(?:de\s+|d'|of\s+)?(?:{month})\b\.?(?:[\s,-]*(?:de\s+)?\d{{4}})?"
        rf"|\b(?:{month})\b\.?\s*{day}(?:\s*,?\s*\d{{4}})?(?!\d)"
    )
    beside = (
        rf"\b\d{{1,2}}[:.h]\d\d(?:[:.]\d\d)?(?:\s*[ap]\.?m\b\.?)?|\b\d{{1,2}}\s*[ap]\.?m\b\.?|\b\d{{1,4}}\b"
        rf"|\b(?:{one_of(days)})\b\.?|{_words_of_dates()}"
    )
    return re.compile(date, re.IGNORECASE), re.compile(beside, re.IGNORECASE)


def _words_of_dates() -> str:
    return rf"(?<!\w)(?:{'|'.join(_furniture()['dates'])})(?!\w)"


@cache
def glued_date() -> re.Pattern[str]:
    """Who posted an article and when, as it stands between headline and text where the line breaks are lost."""
    date, _ = date_parts()
    words = _furniture()
    small = one_of(word.capitalize() for code in languages.expected() for word in function_words(code))
    capital = r"[^\W\d_a-z][\w’'-]+"
    name = rf"(?:{one_of(words['poster'])})\b|(?-i:{capital}(?: (?!(?:{small})\b){capital})?)"
    hour = r"[\s,|–-]*(?:at |um )?\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?: Uhr)?"
    return re.compile(
        rf"(?-i:(?<=\s)(?:{one_of(words['posted'])}))(?:\s+(?:on|at|am|le|el))?\s*[:：]?\s*(?:{date.pattern})"
        rf"(?:{hour})?(?:\s+(?:by|von|par|por)\s+(?:{name}))?(?=\s+(?-i:[“\"„«]?[^\W\d_a-z]))",
        re.IGNORECASE,
    )


def is_date(line: str) -> bool:
    """Whether a line tells when the article was published, and little else: who did, and under what heading."""
    if len(line) > 120 or not any(map(str.isdigit, line)) or pattern("other_dates").search(line):
        return False
    date, beside = date_parts()
    rest, dates = date.subn(" ", line)
    if not dates and not re.search(r"\d[:.]\d\d|\b(?:19|20)\d\d\b", line):
        return False
    heads = dates and any(expression.match(line) for expression in (date, beside, pattern("credits")))
    rest, credits = pattern("credits").subn(" ", rest) if heads else (rest, 0)
    words = re.findall(r"[^\W\d_]+", beside.sub(" ", rest))
    most = CREDIT_WORDS if credits else DATE_WORDS
    few = dates and len(words) <= most and not line.endswith((".", "?", "!"))
    return not words or bool(few) and all(map(_is_of_name, words))


def _is_of_name(word: str) -> bool:
    """Whether a word is written as one of a name: with a capital, or, in a script without, as short as an outlet's."""
    return word[0].isupper() or not word.isascii() and not word[0].islower() and len(word) <= LONGEST_NAME
