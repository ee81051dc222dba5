"""What page_marks.yaml knows of web pages, what the names in their code tell, and when two lines say the same."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from lxml.html import HtmlElement

from helpers.study.yaml_file import read_yaml

MARKS = Path(__file__).with_name("page_marks.yaml")
WORD = re.compile(r"\w+")
WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")  # of a class or an id: articleBody__teaser-text
SHORT_ID = 4  # words; a longer id is a heading's anchor
ALIKE = 0.8  # share of the shorter line's words that two lines must have in common to be alike, and
ALIKE_LONG = 0.6  # share of the longer one's


@lru_cache(maxsize=1)
def _loaded() -> dict[str, list[str]]:
    return read_yaml(MARKS, words=True)


@lru_cache(maxsize=1)
def marks() -> dict[str, frozenset[str]]:
    """The words of page_marks.yaml, by what they tell."""
    return {kind: frozenset(" ".join(words).split()) for kind, words in _loaded().items()}


def known(kind: str) -> tuple[str, ...]:
    """The entries of page_marks.yaml of a kind, in their order."""
    return tuple(_loaded()[kind])


def names_of(element: HtmlElement) -> frozenset[str]:
    """The words of which an element's class is made, and its id, unless that is a sentence."""
    names, own = _parts(element.get("class", "")), _parts(element.get("id", ""))
    return names | own if len(own) <= SHORT_ID else names


def is_byline(element: HtmlElement) -> bool:
    """Whether an element's name says that it holds the author's."""
    names = names_of(element)
    return bool(names & marks()["byline"]) and not names & marks()["comments"]


def text_of(element: HtmlElement) -> str:
    """An element's text on one line."""
    return " ".join(element.text_content().split())


def joined(element: HtmlElement) -> str:
    """The text of a heading or a byline on one line, where each element within stands as a word of its own."""
    return re.sub(r"\s+(?=[,.:;!?])", "", " ".join(" ".join(element.itertext()).split()))


def words_of(text: str) -> list[str]:
    """The words of a text in small letters."""
    return WORD.findall(text.lower())


def size_of(text: str) -> int:
    """The number of words of a text, where two Chinese or Japanese characters are taken as one."""
    wide = len(WIDE.findall(text))
    return len(words_of(WIDE.sub(" ", text))) + wide // 2


def alike(one: str, other: str) -> bool:
    """Whether two lines say the same, but for a few words."""
    a, b = set(words_of(one)), set(words_of(other))
    common = len(a & b)
    return common > 0 and common >= ALIKE * min(len(a), len(b)) and common >= ALIKE_LONG * max(len(a), len(b))


@lru_cache(maxsize=20_000)
def _parts(value: str) -> frozenset[str]:
    return frozenset(part.lower() for part in PART.findall(value[:500]))
