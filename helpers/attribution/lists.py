"""The word lists behind attribution, and regular expressions of them."""

from __future__ import annotations

from collections.abc import Iterable

from helpers import lexicons
from helpers.lexicons import one_of
from helpers.lexicons.languages import language as language_of

__all__ = ["lists", "one_of", "whole"]


def lists(language: str) -> dict:
    """All word lists of a language."""
    return lexicons.load("saying", language)


def whole(words: Iterable[str], language: str) -> str:
    """A regular expression for any of the words where it stands alone, if the language parts words by blanks."""
    found = f"(?:{one_of(words)})"
    return found if language_of(language).unspaced else rf"\b{found}\b"
