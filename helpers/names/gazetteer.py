"""Names of states and what stands for them: countries, demonyms, capitals, seats, institutions, media, people.

`find` marks every such name in a text with the code of whom it stands for (ISO 3166 alpha-2, a UN M.49
region or an organisation). Which names there are, and in which forms, is told by forms.py.

The longest name wins and names do not overlap, so that "Carnegie Russia Eurasia Center" is a think tank and
not Russia. One pass over the words of the text with an index by first word keeps it linear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from helpers import lexicons
from helpers.layout.words import characters
from helpers.lexicons import languages, one_of
from helpers.names import context, forms, knowledge, organs
from helpers.names.forms import country_name as country_name
from helpers.names.forms import people as people

__all__ = [
    "Match",
    "belongs",
    "country_name",
    "find",
    "members",
    "no_names",
    "people",
    "person",
]

TOKEN = re.compile(r"\w+")  # of a name, which hyphens and stops divide
CHARACTER = re.compile(
    rf"{characters().pattern}|(?:(?!{characters().pattern})\w)+"
)  # where no blanks stand between words
_OF_A_FOUNDER = ("office", "institution")  # kinds of names that may be a surname: Wagner, Carnegie
_SHORT = 5  # a name in capitals up to this length ("US", "NATO") is matched in capitals only


class Match(NamedTuple):
    """A name in a text. `code` is "" for a longer name whose owner is not known."""

    start: int
    end: int
    code: str
    kind: str  # country demonym capital region organisation seat office institution medium person place
    name: str  # canonical name


class _Pattern(NamedTuple):
    """A form of a name as it is looked for, behind its first word."""

    words: tuple[frozenset[str], ...]  # spellings accepted for the words after the first
    gaps: tuple[str, ...]  # what stands between the words
    dot: bool  # ends in a full stop that belongs to the name ("U.S.")
    code: str
    kind: str
    name: str


def is_demonym(word: str) -> bool:
    """Whether a word is one for the people of a state, or holds one: "Latvian", "Russian-born"."""
    return any(match.kind == "demonym" for match in find(word))


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
    if languages.language(language).unspaced:
        none |= set(_inside_others(text, spelt, language))
    names = [match for i, match in enumerate(spelt) if i not in none]
    names = list(_longer_names(text, names))
    owned = (m._replace(code=code) for m, code in zip(names, organs.owners(text, names), strict=True))
    return tuple(owned), tuple(spelt[i] for i in sorted(none))


def _inside_others(text: str, spelt: list[Match], language: str) -> Iterator[int]:
    """Which places are parts of longer names, where no blanks part these: 达州 in 佛罗里达州."""
    longer = [known for known in knowledge.find(text, language) if known.sure == "unique"]
    starts = [known.start for known in longer]
    for i, match in enumerate(spelt):
        if match.kind != "place":
            continue
        around = longer[bisect_right(starts, match.start) - 1] if longer else None
        inside = around is not None and around.start < match.start and match.end <= around.end
        if inside or is_end_of_a_word(text, match.start, match.end, language):
            yield i


def is_end_of_a_word(text: str, start: int, end: int, language: str) -> bool:
    """Whether a place of a text without blanks is but the end of a longer name that no list knows: 莱州 in 瓦莱州.

    The text has it more than once, and always behind the same character, which is no small word.
    """
    before, name = text[max(0, start - 1) : start], text[start:end]
    if not languages.language(language).unspaced or not "\u4e00" <= before <= "\u9fff":
        return False
    small = (lexicons.words("sources", key, language) for key in ("stay", "topics", "joining", "edges"))
    return not any(before in words for words in small) and text.count(name) == text.count(before + name) > 1


@lru_cache
def person(name: str, language: str = "en") -> str:
    """The name under which a person known by exactly this name stands here; "" for anybody else."""
    found = (m for m in _scan(name, language) if m.kind == "person" and (m.start, m.end) == (0, len(name)))
    return next((m.name for m in found), "")


# ---------------------------------------------------------------------------------------------------------------
# scanning


def _token(language: str) -> re.Pattern[str]:
    return CHARACTER if languages.language(language).unspaced else TOKEN


def _scan(text: str, language: str) -> Iterator[Match]:
    index = _index(language)
    tokens = [token.span() for token in _token(language).finditer(text)]
    short = forms.shortened(language)
    i = 0
    while i < len(tokens):
        start, end = tokens[i]
        i += 1
        for form in index.get(text[start:end], ()):
            last = _matches(text, tokens, i, form)
            if last is not None:
                end = tokens[last][1] if last >= i else end
                end += form.dot and text[end : end + 1] == "."
                yield Match(start, end, form.code, form.kind, form.name)
                i = last + 1
                break
        else:
            if short and (found := short[0].match(text, start)):
                for at, character in enumerate(found[0], start):
                    code = short[1][character]
                    yield Match(at, at + 1, code, "demonym", country_name(code))
                i += len(found[0]) - 1


def _matches(text: str, tokens: list[tuple[int, int]], i: int, form: _Pattern) -> int | None:
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


def _any(*keys: str) -> str:
    """A regular expression for the words of the languages' lists of names."""
    return one_of(frozenset().union(*(lexicons.every("names", key) for key in keys)))


@lru_cache
def _field() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('fields')}) (?:{_any('of_field')}) (?:the )?$")


def _is_field(text: str, match: Match) -> bool:
    """Whether a medium's name is what an office is for: "Minister of Foreign Affairs"."""
    return match.kind == "medium" and _field().search(text, max(0, match.start - 24), match.start) is not None


def _is_surname(text: str, match: Match) -> bool:
    """Whether a one-word name is somebody else's surname: "Michael Jordan", "Melania Trump"."""
    word = text[match.start : match.end]
    of_a_founder = match.kind in _OF_A_FOUNDER and not word.isupper()
    if " " in word or not (match.kind == "person" or of_a_founder or word in forms.listed("not_after")):
        return False
    before = _BEFORE.search(text, max(0, match.start - 40), match.start)
    if not before or not before["word"][:1].isupper() or before["word"].endswith("."):
        return False
    given = before["word"]
    if match.kind != "person":
        return given in _given_names()
    if given.lower() in lexicons.every("names", "openers") or given.isupper():
        return False
    return given not in _known_words() and given.lower() not in titles()


@lru_cache
def _given_names() -> frozenset[str]:
    data = lexicons.load("given_names")
    return frozenset((*data["male"].split(), *data["female"].split()))


@lru_cache
def _run() -> re.Pattern[str]:
    """The rest of a name, behind the name of a state."""
    return re.compile(rf"(?:(?:[ -]| (?:{_any('inside')}) )[A-Z][\w’'-]*){{1,6}}")


@lru_cache
def _of() -> re.Pattern[str]:
    """What a body is, before the name of a state: "Bank of"."""
    return re.compile(rf"\b([A-Z]\w+) ({_any('of', 'about')}) (?:the )?(?:[A-Z]\w+ )?(?:and )?$")


def _longer_name(text: str, match: Match) -> Match:
    """The longer name that a country's name is part of, as an institution; else the match itself.

    "China Daily" keeps the country's code, "Institute for China Studies" has none: it is about China.
    """
    run = _run().match(text, match.end)
    longer = lexicons.every("names", "longer")
    before = _of().search(text, max(0, match.start - 60), match.start)
    about = before is not None and before[1] in longer and before[2] in lexicons.every("names", "about")
    if before and before[1] in longer and not about:
        return Match(before.start(), match.end, match.code, "institution", text[before.start() : match.end])
    last = None
    for word in TOKEN.finditer(text, match.end, run.end()) if run else ():
        if word[0] in lexicons.every("names", "government"):
            break
        if word[0] in longer:
            last = word
    if last is None:
        return match
    start = before.start() if before and about else match.start
    code = "" if about or last[0] in lexicons.every("names", "topics") else match.code
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
        for word, found in _index(forms.BASE).items()
        for form in found
        if form.kind in ("country", "demonym", "office", "seat", "organisation", "region")
    )


@lru_cache(maxsize=8)
def _index(language: str) -> dict[str, list[_Pattern]]:
    """First word -> forms, the longest first; of two of one length the one read first wins."""
    index: dict[str, list[_Pattern]] = {}
    seen: set[str] = set()
    for name, code, kind, canonical in forms.names(language):
        if name in seen:
            continue
        seen.add(name)
        tokens = [token.span() for token in _token(language).finditer(name)]
        if not tokens:
            continue
        words = [_spellings(name[start:end], len(tokens)) for start, end in tokens]
        gaps = tuple(name[a[1] : b[0]].replace("’", "'") for a, b in zip(tokens, tokens[1:], strict=False))
        form = _Pattern(tuple(words[1:]), gaps, name.endswith("."), code, kind, canonical)
        for first in words[0]:
            index.setdefault(first, []).append(form)
    for found in index.values():
        found.sort(key=lambda form: -len(form.words))
    return index


def _spellings(word: str, n_words: int) -> frozenset[str]:
    if word.isupper():
        return frozenset((word,) if len(word) <= _SHORT else (word, word.capitalize()))
    if word.islower() and n_words == 1:
        return frozenset((word, word.capitalize(), word.upper()))
    return frozenset((word, word.upper())) if len(word) > 1 else frozenset((word,))
