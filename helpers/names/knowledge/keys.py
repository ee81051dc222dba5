"""Under which spelling names are compared: words folded and joined, with a way back to where they stand in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, cached_property, lru_cache
from itertools import accumulate

from helpers import lexicons

HAN = "\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")
_JOINING = frozenset(("", "-", "‑", "–", "'", "’", "‘", "·", "•", "・", "‧", "&"))  # between the words of a name
_BREAK = "\n"  # between words that are of no one name
_ABBREVIATED = 4  # letters of a word that a full stop may shorten: "St.", "Gov.", "U.S."
_APART = str.maketrans("øłđıŁØĐ’", "oldiLOD'")  # letters that do not decompose
Fold = Callable[[str], str]


class Words:
    """The words of a text: where each stands, and what stands between it and the one before."""

    def __init__(self, text: str) -> None:
        """Cut a text into words; each Han character is one."""
        self.text = text
        self.spans = [hit.span() for hit in _WORD.finditer(text)]
        ends = [0, *(end for _, end in self.spans)]
        self.gaps = ["", *(_gap(text, end, start) for end, (start, _) in zip(ends[1:], self.spans[1:], strict=False))]

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that stand somewhere without a capital."""
        return frozenset(word for start, end in self.spans if (word := self.text[start:end]).islower())

    def folded(self, fold: Fold) -> Line:
        """The words folded and joined."""
        return Line([fold(self.text[start:end]) for start, end in self.spans], self.gaps)


class Line:
    """Folded words in one string, a blank between those that may be parts of one name.

    Word i begins at `at[i]` of `text`; `ends` leads from where a word ends to its number.
    """

    def __init__(self, words: list[str], gaps: list[str]) -> None:
        """Join words with what stands before each."""
        pieces = [gap + word for gap, word in zip(gaps, words, strict=False)]
        beyond = list(accumulate(map(len, pieces)))
        self.words = words
        self.text = "".join(pieces)
        self.at = [end - len(word) for end, word in zip(beyond, words, strict=True)]
        self.ends = {end: i for i, end in enumerate(beyond)}


def _gap(text: str, end: int, start: int) -> str:
    """What stands for the characters between two words."""
    between = text[end:start]
    if between in ("", " "):
        return between
    plain = between.replace("\u00a0", " ").strip(" ")
    if len(between) > 3 or "\n" in between:
        return _BREAK
    if plain in _JOINING:
        return " "
    before = _WORD.findall(text, max(0, end - _ABBREVIATED - 1), end)
    return " " if plain == "." and len(before[-1]) <= _ABBREVIATED else _BREAK


def key(name: str, fold: Fold) -> str:
    """The key of a name; "" for one that no text can have as one name."""
    line = Words(name).folded(fold).text
    return "" if _BREAK in line else line


@lru_cache(1 << 15)
def plain(word: str) -> str:
    """A word without case, accents and the difference of ё and е, й and и."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.translate(_APART).casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


@lru_cache(1 << 15)
def sound(word: str) -> str:
    """How a word of a name sounds, however it is spelt in Latin letters or inflected in Russian: "Tokayeva", "Токаеву".

    Words without a capital are of no name and stay as they are.
    """
    if not word[0].isupper():
        return word
    latin = "".join(_latin().get(letter, letter) for letter in word.lower())
    spelt = plain(latin)
    for written, meant in _sounds():
        spelt = spelt.replace(written, meant)
    spelt = re.sub(r"(\w)\1+", r"\1", spelt.replace("x", "ks"))
    while (bare := _endings().sub("", spelt)) != spelt:
        spelt = bare
    return _fleeting().get(spelt, spelt)


@cache
def _latin() -> dict[str, str]:
    return dict(lexicons.load("transliteration", "ru")["latin"])


@cache
def _fleeting() -> dict[str, str]:
    return dict(lexicons.load("transliteration", "ru")["fleeting"])


@cache
def _sounds() -> list[tuple[str, str]]:
    return [(written, meant) for written, meant in lexicons.load("given_names")["sounds"]]


@cache
def _endings() -> re.Pattern[str]:
    endings = lexicons.load("transliteration", "ru")["case_endings"]
    return re.compile(rf"(?<=\w\w)(?:{lexicons.one_of(endings)})$")
