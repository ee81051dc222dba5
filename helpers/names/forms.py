"""Every spelling under which a state and what stands for it may stand in a text of a language.

Names of countries are those of CLDR (through Babel) in English and in the language asked for. All else is data in
lexicons/: actors of every language in gazetteer_names.yaml; of each language, its names of countries, peoples and
capitals (gazetteer.yaml) and how they are inflected (names.yaml). A text of any language may hold English names, which
are inflected as its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from helpers import lexicons

BASE = "en"  # the language whose names stand in texts of every language
NAMED = ("organisation", "seat", "office", "institution", "medium", "person", "place", "region")
NO_COUNTRIES = ("ZZ", "XA", "XB", "QO")  # of CLDR
FAR = ("Etc/", "Antarctica/", "Arctic/", "Pacific/", "Indian/", "Atlantic/")  # time zones named after no city


class Form(NamedTuple):
    """A spelling, whose code and kind it has (as in gazetteer.Match), and its canonical name."""

    spelt: str
    code: str
    kind: str
    name: str


def names(language: str) -> Iterator[Form]:
    """Every form of everything known for the language; of two of one spelling the first counts."""
    data = lexicons.load("gazetteer_names")
    spoken = tuple(dict.fromkeys((language, BASE)))
    for code in spoken:
        yield from _listed(lexicons.load("names", code)["countries"], "country", language, country_name)
        for kind, rows in lexicons.load("names", code)["actors"].items():
            yield from _listed(rows, kind, language)
    for kind in NAMED:
        yield from _listed(data[kind], kind, language)
    for code in spoken:
        yield from _of_cldr(code, language)
    for code in dict.fromkeys(key for each in spoken for key in lexicons.load("gazetteer", each)):
        yield from _of_country(code, language)
    for zone, code in _zones():
        city = _locale(language).time_zones.get(zone, {}).get("city") or zone.split("/")[-1].replace("_", " ")
        yield from (Form(form, code, "place", city) for form in inflected(city, "name", language))


@lru_cache
def listed(name: str) -> frozenset[str]:
    """A flat word list of gazetteer_names.yaml."""
    return frozenset(lexicons.load("gazetteer_names")[name])


def inflected(word: str, kind: str, language: str) -> tuple[str, ...]:
    """The forms of a word of a kind (names.yaml, endings), itself among them; only itself with "=" behind it."""
    endings = lexicons.load("names", language)["endings"].get(kind)
    if word.endswith("="):
        return (word[:-1],)
    own = max((end for end in endings or () if word.endswith(end)), key=len, default=None)
    if own is None or not word[-1:].isalpha():
        return (word,)
    return tuple(dict.fromkeys((word, *(word.removesuffix(own) + ending for ending in endings[own]))))


@lru_cache
def country_name(code: str, language: str = BASE) -> str:
    """`KZ` -> `Kazakhstan` as CLDR has it; the code itself where CLDR has none."""
    return _locale(language).territories.get(code, code)


@lru_cache
def shortened(language: str) -> tuple[re.Pattern[str], dict[str, str]] | None:
    """Countries in one character, where that is what it means: the expression, and character -> code.

    "美" before "方" is one, and each of the two of "中美"; None in a language without such.
    """
    data = lexicons.load("names", language)
    codes = {character: code for code, characters in data["short"].items() for character in characters}
    if not codes:
        return None
    no_pair = "".join(lexicons.words("names", "no_pair", language))
    pairs, alone, behind = (lexicons.one_of(words) for words in (data["pairs"], codes, data["behind_short"]))
    return re.compile(rf"(?<![{no_pair}\d])(?:(?:{pairs})|(?:{alone})(?={behind}))"), codes


def people(code: str) -> tuple[str, ...]:
    """The English demonyms of a country."""
    return tuple(word.rstrip("=") for word in lexicons.load("gazetteer", BASE).get(code, {}).get("people", ()))


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language or BASE, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale(BASE)


def _listed(
    rows: dict[str, list[str]], kind: str, language: str, canonical: Callable[[str], str] | None = None
) -> Iterator[Form]:
    """Rows of "canonical name; another spelling"; an adjective of a state or bloc among them is a demonym."""
    for code, listed in rows.items():
        for entry in listed:
            forms = entry.split("; ")
            name = canonical(code) if canonical and canonical(code) != code else forms[0]
            for form in forms:
                adjective = form.islower() and form.endswith(_adjectives(language))
                of_kind = ("adjective", "demonym") if adjective else ("name", kind)
                yield from (Form(each, code, of_kind[1], name) for each in inflected(form, of_kind[0], language))


@lru_cache
def _adjectives(language: str) -> tuple[str, ...]:
    return tuple(lexicons.load("names", language)["ends_of_adjectives"])


def _of_cldr(spoken: str, language: str) -> Iterator[Form]:
    for code, name in _locale(spoken).territories.items():
        if len(code) == 2 and code not in NO_COUNTRIES:
            for form in re.split(r" \(|\)| SAR China", name):
                yield from (Form(f, code, "country", country_name(code)) for f in inflected(form, "name", language))


def _of_country(code: str, language: str) -> Iterator[Form]:
    """Capitals, adjectives and people of a country: the language's own, inflected, and the English ones.

    English words for people are inflected as English does, capitals as the language does.
    """
    name = country_name(code)
    own, english = (lexicons.load("gazetteer", spoken).get(code, {}) for spoken in (language, BASE))
    for word in english.get("people", ()):
        yield from (Form(form, code, "demonym", name) for form in inflected(word, "people", BASE))
    for capital in dict.fromkeys((*english.get("capital", ()), *own.get("capital", ()))):
        plain = capital.rstrip("=")
        yield from (Form(form, code, "capital", plain) for form in inflected(capital, "capital", language))
    for kind in ("adjective", "people"):
        for word in own.get(kind, ()):
            yield from (Form(form, code, "demonym", name) for form in inflected(word, kind, language))
    for kind, like in (("place", "capital"), ("district", "adjective")):
        for word in own.get(kind, ()):
            yield from (Form(form, code, "place", word) for form in inflected(word, like, language))


@lru_cache
def _zones() -> tuple[tuple[str, str], ...]:
    """Cities that CLDR names for time zones, each with its country."""
    return tuple(
        (zone, code)
        for zone, code in get_global("zone_territories").items()
        if "/" in zone and len(code) == 2 and code != "ZZ" and not zone.startswith(FAR)
    )
