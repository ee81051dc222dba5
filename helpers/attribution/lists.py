"""The word lists of attribution, lexicons/saying_LANGUAGE.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable

from helpers import lexicons


def lists(language: str) -> dict:
    """All word lists of a language."""
    return lexicons.load(f"saying_{language}")


def one_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
