"""The table of languages: which there are, and what each is like."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from helpers import lexicons


@dataclass(frozen=True)
class Language:
    """A row of lexicons/languages.yaml, which says what each field means."""

    code: str
    name: str
    attribution: str = ""
    names: str = ""
    speakers: str = ""
    home: str = ""
    expected: bool = False
    dates: frozenset[str] = frozenset()
    capitals: bool = False
    base_forms: bool = False
    inflected: bool = False
    unspaced: bool = False


@cache
def table() -> dict[str, Language]:
    """All languages by their codes (ISO 639), in the order of the table."""
    return {code: _language(code, **row) for code, row in lexicons.load("languages").items()}


WORDS = ("attribution", "names", "speakers", "home")  # fields that are words; all others are yes or no


def _language(code: str, name: str, dates: tuple[str, ...] = (), **row: str) -> Language:
    told: dict[str, Any] = {key: value if key in WORDS else value == "yes" for key, value in row.items()}
    return Language(code, name, dates=frozenset(dates), **told)


def language(code: str) -> Language:
    """The row of a language; one that says nothing for a language that the table lacks."""
    return table().get(code) or Language(code, code)


def expected() -> list[str]:
    """The codes of the languages that a text is taken for unless another is clearly more likely."""
    return [row.code for row in table().values() if row.expected]


def dated(where: str) -> list[str]:
    """The codes of the languages whose names of months are read: "page", "catalogue"."""
    return [row.code for row in table().values() if where in row.dates]
