"""The word lists by which speakers are read, of one language or of all together."""

from __future__ import annotations

from functools import lru_cache

from helpers import lexicons
from helpers.attribution.lists import one_of


@lru_cache
def words(name: str, language: str = "") -> frozenset[str]:
    """A word list of speakers.yaml or descriptions.yaml.

    A list in parts (by language, by gender) is one list, unless a language is asked for; a language without a part
    is read by the English one.
    """
    speakers = lexicons.load("speakers")
    value = speakers[name] if name in speakers else lexicons.load("descriptions")[name]
    if language:
        value = value.get(language, value["en"])
    if isinstance(value, dict):
        return frozenset(word for listed in value.values() for word in listed)
    return frozenset(value)


@lru_cache
def any_of(*names: str) -> str:
    """A regular expression for any of the words of these lists."""
    return one_of(frozenset[str]().union(*map(words, names)))
