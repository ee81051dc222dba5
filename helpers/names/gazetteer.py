"""Names of states and what stands for them: countries, demonyms, capitals, seats, institutions, media, people.

`find` marks every such name in a text with the code of whom it stands for (ISO 3166 alpha-2, a UN M.49
region or an organisation). Country names are those of CLDR (through Babel) in English and in the language
asked for; everything else is data in lexicons/gazetteer.yaml and lexicons/gazetteer_names.yaml.

The longest name wins and names do not overlap, so that "Carnegie Russia Eurasia Center" is a think tank and
not Russia. One pass over the words of the text with an index by first word keeps it linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

from helpers import lexicons
from helpers.names import context

WORD = re.compile(r"\w+")
_SHORT = 5  # a name in capitals up to this length ("US", "NATO") is matched in capitals only
_NAMED = ("organisation", "seat", "office", "institution", "medium", "person", "place", "region")
_ENGLISH_ENDINGS = ("s", "z", "ese", "sh", "ch")
_GERMAN_ADJECTIVE = ("", "e", "en", "em", "er", "es")


class Match(NamedTuple):
    """A name in a text. `code` is "" for a longer name whose owner is not known."""

    start: int
    end: int
    code: str
    kind: str  # country demonym capital region organisation seat office institution medium person place
    name: str  # canonical name


class _Form(NamedTuple):
    words: tuple[frozenset[str], ...]  # spellings accepted for the words after the first
    gaps: tuple[str, ...]  # what stands between the words
    dot: bool  # ends in a full stop that belongs to the name ("U.S.")
    code: str
    kind: str
    name: str


@lru_cache
def _words(name: str) -> frozenset[str]:
    """A flat word list of gazetteer_names.yaml."""
    return frozenset(lexicons.load("gazetteer_names")[name])


@lru_cache
def members(code: str) -> tuple[str, ...]:
    """The countries of a region or alliance by its code; the code itself for everything else."""
    return tuple(lexicons.load("gazetteer_names")["members"].get(code, (code,)))


def belongs(code: str, countries: list[str]) -> bool:
    """Whether a code is among `countries`, or is a region most of whose members are."""
    if code in countries:
        return True
    inside = [member in countries for member in members(code)]
    return sum(inside) > len(inside) / 2


def find(text: str, language: str = "en") -> list[Match]:
    """All names in the text, in order, not overlapping, the longest first at each place."""
    return list(_find(text, language)[0])


def no_names(text: str, language: str = "en") -> list[Match]:
    """What is spelt like a name and is none where it stands: a direction, a language, a surname."""
    return list(_find(text, language)[1])


@lru_cache(maxsize=4)  # several steps ask for the names of one article in turn
def _find(text: str, language: str) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """The names of a text, and what is spelt like one and is none."""
    spelt = list(_scan(text, language))
    none = context.no_names(text, spelt, language)
    none |= {i for i, match in enumerate(spelt) if _is_surname(text, match) or _is_field(text, match)}
    names = [match for i, match in enumerate(spelt) if i not in none]
    return tuple(_longer_names(text, names)), tuple(spelt[i] for i in sorted(none))


@lru_cache
def person(name: str, language: str = "en") -> str:
    """The name under which a person known by exactly this name stands here; "" for anybody else."""
    found = (m for m in _scan(name, language) if m.kind == "person" and (m.start, m.end) == (0, len(name)))
    return next((m.name for m in found), "")


@lru_cache
def country_name(code: str, language: str = "en") -> str:
    """`KZ` -> `Kazakhstan` as CLDR has it; the code itself where CLDR has none."""
    return _locale(language).territories.get(code, code)


def people(code: str) -> tuple[str, ...]:
    """The English demonyms of a country."""
    return tuple(word.rstrip("=") for word in lexicons.load("gazetteer").get(code, {}).get("people", ()))


# ---------------------------------------------------------------------------------------------------------------
# scanning


def _scan(text: str, language: str) -> Iterator[Match]:
    index = _index(language)
    tokens = [token.span() for token in WORD.finditer(text)]
    i = 0
    while i < len(tokens):
        start, end = tokens[i]
        forms = index.get(text[start:end])
        i += 1
        for form in forms or ():
            last = _matches(text, tokens, i, form)
            if last is not None:
                end = tokens[last][1] if last >= i else end
                end += form.dot and text[end : end + 1] == "."
                yield Match(start, end, form.code, form.kind, form.name)
                i = last + 1
                break


def _matches(text: str, tokens: list[tuple[int, int]], i: int, form: _Form) -> int | None:
    """The index of the form's last word when its words stand from token `i` on, else None."""
    last = i + len(form.words) - 1
    if last >= len(tokens):
        return None
    for (start, end), spellings, gap, before in zip(
        tokens[i : last + 1], form.words, form.gaps, tokens[i - 1 : last], strict=True
    ):
        if text[start:end] not in spellings or not _same_gap(text[before[1] : start], gap):
            return None
    return last


def _same_gap(found: str, wanted: str) -> bool:
    if found == wanted:
        return True
    if len(found) > 3 or found.count("\n") > 1:
        return False
    plain = " ".join(found.replace("’", "'").replace("‑", "-").replace("–", "-").split()) or (" " if found else "")
    return plain == wanted or (plain in (" ", "-") and wanted in (" ", "-"))


# ---------------------------------------------------------------------------------------------------------------
# what surrounds a name


def _longer_names(text: str, names: list[Match]) -> Iterator[Match]:
    """Turn "Bank of China" and "China Daily" into what they are."""
    end = 0
    for name in names:
        if name.start < end:
            continue
        if name.kind in ("country", "demonym", "capital", "region", "place"):
            name = _longer_name(text, name)
        end = name.end
        yield name


_BEFORE = re.compile(r"(?:^|(?P<stop>[.!?:\n“\"„(]\s*)|\s)(?P<word>[^\W\d_][\w.'’-]*) $")


_FIELD = re.compile(
    r"(?:Minist(?:er|ers|ry)|Department|Committee|Council|Institute|School|Cent(?:er|re)) (?:of|for|on) (?:the )?$"
)


def _is_field(text: str, match: Match) -> bool:
    """Whether a medium's name is what an office is for: "Minister of Foreign Affairs"."""
    return match.kind == "medium" and _FIELD.search(text, max(0, match.start - 24), match.start) is not None


def _is_surname(text: str, match: Match) -> bool:
    """Whether a one-word name is somebody else's surname: "Michael Jordan", "Melania Trump"."""
    word = text[match.start : match.end]
    if " " in word or not (match.kind == "person" or word in _words("not_after")):
        return False
    before = _BEFORE.search(text, max(0, match.start - 40), match.start)
    if not before or not before["word"][:1].isupper() or before["word"].endswith("."):
        return False
    given = before["word"]
    if match.kind != "person":
        return given in _given_names()
    if given.lower() in _words("sentence_openers") or given.isupper():
        return False
    return given not in _known_words() and given.lower() not in titles()


@lru_cache
def _given_names() -> frozenset[str]:
    data = lexicons.load("given_names")
    return frozenset((*data["male"].split(), *data["female"].split()))


_RUN = re.compile(r"(?:(?:[ -]| (?:and|for|of|&) )[A-Z][\w’'-]*){1,6}")
_OF = re.compile(r"\b([A-Z]\w+) (of|for|on|für|von) (?:the )?(?:[A-Z]\w+ )?(?:and )?$")


def _longer_name(text: str, match: Match) -> Match:
    """The longer name that a country's name is part of, as an institution; else the match itself.

    "China Daily" keeps the country's code, "Institute for China Studies" has none: it is about China.
    """
    run = _RUN.match(text, match.end)
    longer = {word for words in lexicons.load("gazetteer_names")["longer"].values() for word in words}
    before = _OF.search(text, max(0, match.start - 60), match.start)
    about = bool(before) and before[1] in longer and before[2] in ("for", "on", "für")
    if before and before[1] in longer and not about:
        return Match(before.start(), match.end, match.code, "institution", text[before.start() : match.end])
    last = None
    for word in WORD.finditer(text, match.end, run.end()) if run else ():
        if word[0] in _words("government"):
            break
        if word[0] in longer:
            last = word
    if last is None:
        return match
    start = before.start() if about else match.start
    code = "" if about or last[0] == "Studies" else match.code
    return Match(start, last.end(), code, "institution", text[start : last.end()])


@lru_cache
def titles() -> frozenset[str]:
    """Words of rank and office in lower case, as they stand before a name."""
    return frozenset(word.lower() for words in lexicons.load("titles")["titles"].values() for word in words)


# ---------------------------------------------------------------------------------------------------------------
# the index of names


@lru_cache
def _known_words() -> frozenset[str]:
    """First words of the names of states, capitals and peoples: none of them is a given name."""
    return frozenset(
        word
        for word, forms in _index("en").items()
        for form in forms
        if form.kind in ("country", "demonym", "office", "seat", "organisation", "region")
    )


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language or "en", sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale("en")


@lru_cache(maxsize=8)
def _index(language: str) -> dict[str, list[_Form]]:
    """First word -> forms, the longest first; of two of one length the one read first wins."""
    index: dict[str, list[_Form]] = {}
    seen: set[str] = set()
    for name, code, kind, canonical in _names(language):
        if name in seen:
            continue
        seen.add(name)
        tokens = [token.span() for token in WORD.finditer(name)]
        if not tokens:
            continue
        words = [_spellings(name[start:end], len(tokens)) for start, end in tokens]
        gaps = tuple(name[a[1] : b[0]].replace("’", "'") for a, b in zip(tokens, tokens[1:], strict=False))
        form = _Form(tuple(words[1:]), gaps, name.endswith("."), code, kind, canonical)
        for first in words[0]:
            index.setdefault(first, []).append(form)
    for forms in index.values():
        forms.sort(key=lambda form: -len(form.words))
    return index


def _spellings(word: str, n_words: int) -> frozenset[str]:
    if word.isupper():
        return frozenset((word,) if len(word) <= _SHORT else (word, word.capitalize()))
    if word.islower() and n_words == 1:
        return frozenset((word, word.capitalize(), word.upper()))
    return frozenset((word, word.upper())) if len(word) > 1 else frozenset((word,))


def _names(language: str) -> Iterator[tuple[str, str, str, str]]:
    """(form, code, kind, canonical name) of everything known for the language."""
    data = lexicons.load("gazetteer_names")
    german = language == "de"
    for kind in ("german", "english") if german else ("english",):
        yield from _listed(data[kind], "country", german, country_name)
    for kind in _NAMED:
        yield from _listed(data[kind], kind, german)
    for spoken in dict.fromkeys((language, "en")):
        for code, name in _locale(spoken).territories.items():
            if len(code) == 2 and code not in ("ZZ", "XA", "XB", "QO"):
                for form in re.split(r" \(|\)| SAR China", name):
                    yield from _cased(form, code, "country", country_name(code), german)
    for code, row in lexicons.load("gazetteer").items():
        yield from _inflected(code, row, german)
    for zone, code in _zones():
        city = _locale(language).time_zones.get(zone, {}).get("city") or zone.split("/")[-1].replace("_", " ")
        yield from _cased(city, code, "place", city, german)


def _listed(rows: dict[str, list[str]], kind: str, german: bool, canonical=None) -> Iterator[tuple]:
    for code, names in rows.items():
        for entry in names:
            forms = entry.split("; ")
            name = canonical(code) if canonical and canonical(code) != code else forms[0]
            for form in forms:
                if form.islower() and german and form.endswith("isch") or form == "westlich":
                    yield from ((form + ending, code, "demonym", name) for ending in _GERMAN_ADJECTIVE)
                else:
                    yield from _cased(form, code, kind, name, german)


def _cased(form: str, code: str, kind: str, name: str, german: bool) -> Iterator[tuple]:
    """The form, and in German its genitive."""
    yield form, code, kind, name
    if german and form and form[-1].isalpha() and form[-1] not in "sxzß":
        yield form + "s", code, kind, name


def _inflected(code: str, row: dict, german: bool) -> Iterator[tuple]:
    name = country_name(code)
    for word in row.get("people", ()):
        plain = word.rstrip("=")
        yield plain, code, "demonym", name
        if not word.endswith(("=", *_ENGLISH_ENDINGS)):
            yield plain + "s", code, "demonym", name
    for capital in row.get("capital", ()):
        yield from _cased(capital.rstrip("="), code, "capital", capital.rstrip("="), german)
    if not german:
        return
    for capital in row.get("hauptstadt", ()):
        yield from _cased(capital, code, "capital", capital, german)
    for capital in (*row.get("hauptstadt", ()), *row.get("capital", ())):
        yield capital + "er", code, "capital", capital
    for adjective in row.get("adjektiv", ()):
        endings = ("",) if adjective.endswith("=") else _GERMAN_ADJECTIVE
        yield from ((adjective.rstrip("=") + ending, code, "demonym", name) for ending in endings)
    for noun in row.get("volk", ()):
        yield from ((form, code, "demonym", name) for form in _german_noun(noun))


def _german_noun(noun: str) -> tuple[str, ...]:
    if noun.endswith("="):
        return (noun[:-1],)
    if noun.endswith("e"):
        return (noun, noun + "n", noun[:-1] + "in", noun[:-1] + "innen")
    plural = (noun + "n", noun + "s") if noun.endswith("er") else (noun + "en",)
    return (noun, *plural, noun + "in", noun + "innen")


@lru_cache
def _zones() -> tuple[tuple[str, str], ...]:
    """Cities that CLDR names for time zones, each with its country."""
    from babel.core import get_global

    zones = get_global("zone_territories")
    return tuple(
        (zone, code)
        for zone, code in zones.items()
        if "/" in zone
        and len(code) == 2
        and code != "ZZ"
        and not zone.startswith(("Etc/", "Antarctica/", "Arctic/", "Pacific/", "Indian/", "Atlantic/"))
    )
