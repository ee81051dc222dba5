"""Words of an inflected language and the forms they stand in: Russian, by pymorphy3 (OpenCorpora's dictionary)."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

_GENDERS = {"masc": "m", "femn": "f", "neut": "n"}
_CASES = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct", "voct": "nomn"}
_NAMES = ("Name", "Surn", "Patr")
_VERBS = ("VERB", "INFN", "GRND", "PRTS")
_PARTS = {"NOUN": "noun", "ADJF": "adjective", "PRTF": "adjective", **dict.fromkeys(_VERBS, "verb")}
_INFLECTED = ("noun", "adjective")
_KEPT = 20_000  # words of the articles read last


class Reading(NamedTuple):
    """One way to read a word: `base` is its nominative in the same number, `name` whether it is a person's."""

    base: str
    part: str  # noun, adjective, verb, or "" for any other
    case: str  # nomn, gent, datv, accs, ablt, loct; "" where the word has but one form
    gender: str  # m, f, n or ""
    plural: bool
    animate: bool
    name: bool
    given: bool  # a given name
    known: bool  # stands in the dictionary
    score: float


@cache
def _analyzer() -> MorphAnalyzer:
    from pymorphy3 import MorphAnalyzer  # half a second, for a text of such a language alone

    return MorphAnalyzer()


@lru_cache(maxsize=_KEPT)
def readings(word: str) -> tuple[Reading, ...]:
    """The ways to read a word, the likeliest first; the base forms are in lower case."""
    found = []
    for parsed in _analyzer().parse(word):
        tag = parsed.tag
        part = _PARTS.get(str(tag.POS), "")
        nominative = parsed.inflect({"nomn"}) if part in _INFLECTED else None
        found.append(
            Reading(
                (nominative or parsed).word,
                part,
                "" if "Fixd" in str(tag) else _CASES.get(str(tag.case), str(tag.case or "")),
                _GENDERS.get(str(tag.gender), ""),
                str(tag.number) == "plur",
                str(tag.animacy) == "anim",
                any(mark in str(tag) for mark in _NAMES),
                "Name" in str(tag),
                parsed.is_known,
                parsed.score,
            )
        )
    return tuple(found)


@lru_cache(maxsize=_KEPT)
def agreeing(word: str, gender: str, plural: bool) -> str:
    """The nominative of an adjective before a noun of this gender and number; the word itself where it has none."""
    wanted = (
        {"nomn", "plur"} if plural else {"nomn", "sing", {"m": "masc", "f": "femn", "n": "neut"}.get(gender, "masc")}
    )
    for parsed in _analyzer().parse(word):
        if _PARTS.get(str(parsed.tag.POS)) == "adjective" and (inflected := parsed.inflect(wanted)):
            return str(inflected.word)
    return word


@lru_cache(maxsize=_KEPT)
def singular(word: str) -> str:
    """The nominative singular of a noun."""
    return next((str(parsed.normal_form) for parsed in _analyzer().parse(word) if parsed.tag.POS == "NOUN"), word)


def is_common(word: str) -> bool:
    """Whether a word is in the dictionary and never a person's name."""
    found = readings(word)
    return any(reading.known for reading in found) and not any(reading.name for reading in found)


def is_given(word: str, known: bool = False) -> bool:
    """Whether a word can be a given name; one that the dictionary has (known), or one that looks so."""
    return any(reading.given and (reading.known or not known) for reading in readings(word))


def noun(word: str) -> Reading | None:
    """The likeliest reading of a word as a noun; None where it has none."""
    return next((reading for reading in readings(word) if reading.part == "noun"), None)
