"""Which names are ordinary words as well: "Ende" is a city of Indonesia, 资源 a county of China."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import jieba
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from helpers import lexicons
from helpers.names.knowledge import keys

DICTIONARIES = ("en", "de", "ru")  # of simplemma
FREQUENT = 100  # times that a Chinese word stands in the texts that jieba counted
NAMES = ("ns", "nt", "nz", "nrt", "nrfg")  # tags of places, bodies and people in jieba's list
_HAN = re.compile(f"[{keys.HAN}]+")


def is_ordinary(name: str) -> bool:
    """Whether a name is also a word that needs no capital, in one of the four languages."""
    if _HAN.fullmatch(name):
        times, tag = _chinese().get(name, (0, ""))
        return len(name) < 2 or (times >= FREQUENT and tag not in NAMES)
    if not name.isalpha() or (name.isupper() and len(name) <= 3):
        return False
    small = name.lower()
    return small in lexicons.every("words", "function") or any(small in _words(code) for code in DICTIONARIES)


def is_chinese_word(name: str) -> bool:
    """Whether Chinese readers would take characters for one word or name, and not for parts of others."""
    return name in _chinese()


@cache
def _words(code: str) -> frozenset[str]:
    """The small words of a dictionary; places and people are in it with a capital."""
    return frozenset(word for word in DefaultDictionaryFactory().get_dictionary(code) if word.islower())


@cache
def _chinese() -> dict[str, tuple[int, str]]:
    """Chinese word -> how often it was counted, and its tag."""
    lines = Path(jieba.__file__).with_name("dict.txt").read_text("utf-8").splitlines()
    return {word: (int(times), tag) for word, times, tag in map(str.split, lines)}
