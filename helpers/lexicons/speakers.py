"""The word lists by which speakers are read, of one language or of all together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from helpers import lexicons
from helpers.lexicons import one_of


@lru_cache
def words(name: str, part: str = "") -> frozenset[str]:
    """A word list of speakers.yaml or descriptions.yaml, in all languages together, or one part of it.

    A part is a language, a gender, a kind; a language without a part of its own is read by the English one.
    """
    speakers = lexicons.load("speakers")
    listed = speakers[name] if name in speakers else lexicons.load("descriptions")[name]
    if part:
        listed = listed[part if part in listed else "en"]
    return frozenset(_flat(listed))


def _flat(listed: dict | list) -> Iterator[str]:
    for item in listed.values() if isinstance(listed, dict) else listed:
        if isinstance(item, str):
            yield item
        else:
            yield from _flat(item)


@lru_cache
def forms(name: str) -> dict[str, Any]:
    """What speakers.yaml tells of each word of a table, in all languages together: pronouns, possessives."""
    by_language = lexicons.load("speakers")[name].values()
    return {word: told for language in by_language for word, told in language.items()}


@lru_cache
def any_of(*names: str) -> str:
    """A regular expression for any of the words of these lists."""
    return one_of(frozenset[str]().union(*map(words, names)))
