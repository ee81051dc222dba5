"""Titles of works, names and nicknames in quotation marks: nobody's words."""

from __future__ import annotations

import re
from functools import cache

from helpers.attribution.classify import ENDED
from helpers.attribution.lists import lists, whole
from helpers.encoder.quotes import Quotation
from helpers.lexicons.languages import language as language_of

LONGEST, SEVERAL = 12, 3  # words of a title, and of one that nothing else gives away
LOWER = re.compile(r"(?:^|\s)[^\W\d_A-ZА-ЯЁ][\w’'-]*\s$")
NEAR = 40  # characters before a quotation in which what it is stands
WORD = re.compile(r"\w+(?:[-’']\w+)*")
AND = re.compile(r"\s*(?:[,、]|,?\s(?:and|or|und|oder|и|или)|和|与)\s*")


def titles(text: str, quoted: list[Quotation], language: str) -> list[Quotation]:
    """The quotations of a paragraph that are titles, in order.

    A title stands right behind what it is the title of (`works`: "the film") and has capitals as titles have, or
    behind a word that gives a title (`entitled`), or follows another title ("and", a comma). Where common nouns have
    no capitals, several words with them, after a word without and without a stop, are a title behind any word.
    """
    work, entitled = _patterns(language)
    out: list[Quotation] = []
    for quote in quoted:
        words = WORD.findall(text[quote.start : quote.end])
        before, marked = text[max(0, quote.start - NEAR) : quote.start], text[quote.start : quote.end]
        follows = bool(out) and AND.fullmatch(text, out[-1].end, quote.start) is not None
        nouns = language_of(language).capitals
        capitals = nouns or _has_capitals(words, language)
        named = not nouns and len(words) >= SEVERAL and LOWER.search(before) and not ENDED.search(marked)
        if len(words) <= LONGEST and (
            entitled.search(before) or (capitals and (follows or named or work.search(before)))
        ):
            out.append(quote)
    return out


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lists(language)
    return (
        re.compile(rf"{whole(words['works'], language)},?\s?$", re.I),
        re.compile(rf"{whole(words['entitled'], language)}[,:]?\s?$", re.I),
    )


def _has_capitals(words: list[str], language: str) -> bool:
    """Whether all words but the small ones have a capital."""
    small = lists(language)["small"]
    return bool(words) and words[0][:1].isupper() and all(w[:1].isupper() or w in small or w.isdigit() for w in words)
