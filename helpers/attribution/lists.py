"""The word lists of attribution, lexicons/LANGUAGE/saying.yaml."""

from __future__ import annotations

from helpers import lexicons
from helpers.lexicons import one_of

__all__ = ["lists", "one_of"]


def lists(language: str) -> dict:
    """All word lists of a language."""
    return lexicons.load("saying", language)
