"""The word lists by which the sources of a language are read (lexicons/LANGUAGE/sources.yaml)."""

from __future__ import annotations

from helpers import lexicons
from helpers.speakers.context import Context


def listed(key: str, context: Context) -> frozenset[str]:
    """The words under a key, in the language of the article."""
    return lexicons.words("sources", key, context.language)
