"""What stands around a name, and the words that decide what it is there (lexicons/LANGUAGE/name_context.yaml)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Protocol

from helpers import lexicons
from helpers.lexicons import languages

NEAR = 200  # characters of a line looked at to either side
PLAIN = re.compile(r"[^\W\d_][\w’']*")


class Name(Protocol):
    """A name found in a text (gazetteer.Match)."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102


def before(text: str, at: int, n: int = 2) -> list[str]:
    """Up to n words right before a place, in lower case; none across punctuation."""
    found = re.search(rf"(?:[^\W\d_][\w’']*[ \t]){{0,{n}}}$", text[max(0, at - 30 * n) : at])
    return found.group().lower().split() if found else []


def after(text: str, at: int, n: int = 3) -> list[str]:
    """Up to n words right after a place, as they are written; none across punctuation."""
    found = re.match(rf"(?:[ \t-][^\W\d_][\w’']*){{0,{n}}}", text[at : at + 30 * n])
    return PLAIN.findall(found.group()) if found else []


def line(text: str, name: Name) -> tuple[str, str]:
    """What stands in the name's line before and after it."""
    ahead, behind = text[max(0, name.start - NEAR) : name.start], text[name.end : name.end + NEAR]
    return ahead.rpartition("\n")[2], behind.partition("\n")[0]


def in_capitals(text: str, name: Name) -> bool:
    """Whether all of the name's line is in capitals."""
    letters = [letter for letter in "".join(line(text, name)) if letter.isalpha()]
    return len(letters) > 1 and all(map(str.isupper, letters))


def in_title_case(text: str, name: Name) -> bool:
    """Whether the longer words of the line all begin with a capital, as in headlines."""
    longer = [word for word in PLAIN.findall(" ".join(line(text, name))) if len(word) > 3]
    return len(longer) > 1 and all(word[0].isupper() for word in longer)


def opens_sentence(text: str, at: int) -> bool:
    """Whether a sentence or a line begins at a place."""
    last = text[max(0, at - 4) : at].rstrip(" \t“\"„»«*_'‘")[-1:]
    return not last or last in ".!?:\n"


def phrase_in(said: list[str], listed: frozenset[str]) -> bool:
    """Whether the last word, or the last two, are listed."""
    return bool(said) and (said[-1] in listed or " ".join(said[-2:]) in listed)


def words(language: str, name: str) -> frozenset[str]:
    """The words of a list of a language."""
    return lexicons.words("name_context", name, language)


@lru_cache
def anywhere(*names: str) -> frozenset[str]:
    """Words of all languages: those of one stand in a text of another, as the names do."""
    return frozenset().union(*(lexicons.every("name_context", name) for name in names))


def has_capitals(language: str) -> bool:
    """Whether a capital inside a sentence says nothing, since common nouns have one."""
    return languages.language(language).capitals
