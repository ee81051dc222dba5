"""The names in a byline: what introduces them, stands between them and follows them is in page_marks.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from lxml.html import HtmlElement

from helpers.study.readers.page_marks import is_byline, joined, known, marks, words_of

ADDRESS = re.compile(r"@|https?:|www\.|/\w+/")
NAMED = re.compile(r"[^\W_\d]")  # what a name begins with
LONGEST_NAME = 6  # words
LONGEST_BYLINE = 15  # words


def byline_of(tree: HtmlElement) -> list[str]:
    """The names that elements mark as the author's, before the article's end: the first kind of mark that has any."""
    marked = tree.xpath("//*[@rel='author' or contains(@itemprop, 'author')]")
    classed = [e for e in tree.iter("a", "span", "div", "p", "address", "strong", "li") if is_byline(e)]
    begun = (e for e in tree.iter("p", "div", "span", "li", "address") if e.text and _by().match(e.text))
    lines = (element for element in begun if _begins().match(joined(element)))
    for elements in (marked, classed, lines):
        for element in elements:
            name = joined(element)
            if 0 < len(words_of(name)) <= LONGEST_BYLINE and all(map(_is_name, split(name) or [""])):
                return [name]
    return []


def is_byline_of(line: str, authors: Iterable[str]) -> bool:
    """Whether a line says who wrote the article and nothing else."""
    names = set(words_of(" ".join(authors)))
    said = set(words_of(_by().sub("", line, count=1)))
    return bool(names) and names <= said and not said - names - marks()["joins"]


def name_line(line: str) -> list[str]:
    """The names in a line above the text that is nothing but a byline; [] where it is none."""
    names = split(line) if _begins().match(line) or 2 <= len(words_of(line)) <= LONGEST_NAME else []
    return names if all(_is_name(name) and " " in name for name in names) else []


def _is_name(name: str) -> bool:
    """Whether no word of a name begins with a small letter, but for those that names have."""
    return bool(name) and not any(word[0].islower() and word not in marks()["particles"] for word in name.split())


def split(names: str) -> list[str]:
    """The single names in a byline, without what introduces them, without addresses and offices."""
    offices = marks()["offices"]
    found: list[str] = []
    if ADDRESS.search(names):
        return found
    for part in _between().split(_by().sub("", names, count=1)):
        name = _behind().sub("", _by().sub("", part.strip(" .,:*()•·–—-"), count=1)) if part else ""
        words = words_of(name)
        if NAMED.match(name) and len(words) <= LONGEST_NAME and not set(words) & offices and not re.search(r"\d", name):
            found.append(name)
    return found


@lru_cache(maxsize=1)
def _by() -> re.Pattern[str]:
    """What introduces an author, or a colon that is left of it."""
    return re.compile(rf"^\s*(?:{'|'.join(known('by'))})\b\s*[:：]?\s*|^\s*[:：]\s*", re.I)


@lru_cache(maxsize=1)
def _begins() -> re.Pattern[str]:
    """A line that introduces an author and goes on with a capital, or in a script without them."""
    return re.compile(rf"(?i:{'|'.join(known('by'))})\s*[:：]?\s*(?=[A-ZÀ-ÞА-ЯЁ一-鿿])")


@lru_cache(maxsize=1)
def _between() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:[;|&/、，]|,(?!\s*(?:Jr|Sr|MD|PhD)\b)|\b(?:{'|'.join(known('joins'))})\b)\s*")


@lru_cache(maxsize=1)
def _behind() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{'|'.join(known('behind'))})\s.*", re.I)
