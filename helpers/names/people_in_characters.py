"""People in a text without blanks and capitals, by what Chinese names are made of.

A Chinese name is a surname of a known list and one or two characters; a foreign one is written with characters of
sound, its parts with a dot between them, or in Latin letters as in English. Where neither blank nor capital tells
where a name begins, a title does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial

from helpers import lexicons
from helpers.lexicons import one_of
from helpers.names import gazetteer, people
from helpers.names.forms import BASE
from helpers.names.people import Person

DOTS = "·•・"
_MANY = "们"  # the end of a word for several
_MOST_SOUNDS = 8  # characters of a part of a foreign name
_FEWEST_SOUNDS = 2
_SURELY_SOUNDS = 5  # characters of sound that are no Chinese name with another word behind it
_BRACKET = re.compile(r"\s?[（(]\s?$")
_IN_TITLE = re.compile(r"《[^《》\n]*$")  # what stands before a name in the title of a work
_HAN = re.compile("[\u4e00-\u9fff]+")
_LATIN_NAME = re.compile("[A-Za-z]")  # without which nobody's name is in Latin letters
_words = partial(lexicons.words, "sources")  # of a key and a language


@lru_cache
def _foreign(language: str) -> re.Pattern[str]:
    """A foreign name: parts of sounds, with dots between them."""
    sounds, more = ("".join(sorted(set("".join(_words(key, language))))) for key in ("sounds", "more_sounds"))
    part = rf"[{sounds}{more}]{{1,{_MOST_SOUNDS}}}"
    return re.compile(rf"{part}(?:[{DOTS}]{part})+|[{sounds}]{{1,{_MOST_SOUNDS}}}")


def is_foreign(name: str, language: str) -> bool:
    """Whether a name is written as foreign ones are; one without a dot has at least two characters."""
    return bool(_foreign(language).fullmatch(name)) and (len(name) >= _FEWEST_SOUNDS)


def is_native(name: str, language: str) -> bool:
    """Whether a name is a surname and one or two characters."""
    surnames = _words("surnames", language)
    return _HAN.fullmatch(name) is not None and any(
        name[:length] in surnames and 1 <= len(name) - length <= 2 and len(name) <= 3 + (length == 2)
        for length in (2, 1)
    )


def is_name(name: str, language: str) -> bool:
    """Whether a string can be a person's name and is no word for anything else."""
    if not 2 <= len(name) <= 24 or name.endswith(ends(language)) or any(map(str.isdigit, name)):
        return False
    if name in _words("people_ends", language) or name.endswith(_MANY) or _holds_verb(language).search(name):
        return False
    return is_native(name, language) or is_foreign(name, language)


@lru_cache
def _holds_verb(language: str) -> re.Pattern[str]:
    """A word of saying or of time, which no name holds: "强调", "曾指出"."""
    words = _words("tails", language) | _words("relaying", language) | _words("heads", language)
    return re.compile(one_of(word for word in words if len(word) > 1))


@lru_cache
def ends(language: str) -> tuple[str, ...]:
    """What a word ends in that is no name: an office, a body, a paper."""
    keys = ("titles", "bodies_ends", "papers", "groups_ends", "bodies", "officials", "media", "authors", "reporters")
    longer = frozenset().union(*(_words(key, language) for key in keys))
    return tuple(
        {word for word in longer if len(word) > 1} | (_words("bodies_ends", language) - _words("name_ends", language))
    )


@lru_cache
def _titled(language: str) -> re.Pattern[str]:
    """A title, and up to its end what may be the name behind it."""
    words = frozenset().union(*(_words(key, language) for key in ("people_ends", "titles", "officials", "ages")))
    titles = one_of(word for word in words if len(word) > 1)
    return re.compile(
        rf"(?P<title>{titles})(?P<name>[\u4e00-\u9fff]{{1,{_MOST_SOUNDS}}}(?:[{DOTS}][\u4e00-\u9fff]{{1,{_MOST_SOUNDS}}})*)"
    )


def persons(text: str, language: str) -> tuple[Person, ...]:
    """Everybody named behind a title, with a dot inside the name, or in Latin letters, in order."""
    covered = {i for m in gazetteer.find(text, language) if m.kind != "person" for i in range(m.start, m.end)}
    found = {**dict(_called_so(text, language)), **dict(_behind_titles(text, language, covered))}
    for hit in _foreign(language).finditer(text):
        if any(dot in hit[0] for dot in DOTS) and not any(
            start <= hit.start() < person.end for start, person in found.items()
        ):
            start = hit.start() + _in_title(text, hit.start(), language)
            name = _sounds_at(text, start, language)
            found[start] = Person(start, start + len(name), name, True, "")
    again = [*_by_part(text, list(found.values())), *_again(text, list(found.values()))]
    return tuple(sorted([*found.values(), *again, *_in_latin(text, list(found.values()), language)]))


def _in_title(text: str, start: int, language: str) -> int:
    """How many characters of sound at a place end a word for somebody before a name: 士 of 女士."""
    words = tuple(word for key in ("people_ends", "titles") for word in _words(key, language) if len(word) > 1)
    return int(text.endswith(words, 0, start + 1) and text[start + 1 : start + 2] not in DOTS)


def _in_latin(text: str, found: list[Person], language: str) -> list[Person]:
    """Everybody whose name is left in Latin letters: "总理 Narendra Modi".

    In brackets behind a name it is that name: "安娜·韦伯（Anna Weber）"; behind what is none, or in a title,
    it is nobody's: "国会（Batasang Pambansa）".
    """
    if not _LATIN_NAME.search(text):
        return []
    ends = {person.end: person.name for person in found}
    named = []
    for person in people.persons(text, BASE):
        bracket = _BRACKET.search(text, max(0, person.start - 3), person.start)
        spelt = (
            bracket is None
            or bracket.start() in ends
            or is_foreign(text[max(0, bracket.start() - _FEWEST_SOUNDS) : bracket.start()], language)
        )
        line = text.rfind("\n", 0, person.start) + 1
        if text[person.start].isascii() and spelt and not _IN_TITLE.search(text, line, person.start):
            named.append(person._replace(name=ends.get(bracket.start(), person.name)) if bracket else person)
    return named


def _called_so(text: str, language: str) -> Iterator[tuple[int, Person]]:
    """Who is called by a name that ends a clause: "主人叫周小云，", "来自美术学院的周小云。"."""
    for hit in _calls(language).finditer(text):
        name = hit["name"] or hit["from"]
        start = hit.end() - len(name)
        if is_native(name, language) and is_name(name, language) and not _no_names(language).match(text, start):
            yield start, Person(start, hit.end(), name, True, "")


@lru_cache
def _calls(language: str) -> re.Pattern[str]:
    called, origin = (one_of(_words(key, language)) for key in ("calling", "coming_from"))
    someone = one_of(_words("people_ends", language))
    han = "[\u4e00-\u9fff]"
    return re.compile(
        rf"(?:(?:{someone})(?:{called})(?P<name>{han}{{2,3}})|(?:{origin})[^，。；：\n]{{2,24}}的(?P<from>{han}{{3}}))(?=[，。、；（]|$)"
    )


def _behind_titles(text: str, language: str, covered: set[int]) -> Iterator[tuple[int, Person]]:
    at = 0
    while (hit := _titled(language).search(text, at)) is not None:
        at = hit.start() + 1
        start = hit.start("name")
        name = name_at(text, start, language)
        if name and not covered & {start, start + len(name) - 1}:
            at = start + len(name)
            yield start, Person(start, at, name, True, hit["title"])


def name_at(text: str, start: int, language: str) -> str:
    """The name that begins at a place, its end being where the text has it so again, or where nothing goes on."""
    if _no_names(language).match(text, start):
        return ""
    foreign = _sounds_at(text, start, language)
    if (
        any(dot in foreign for dot in DOTS)
        or len(foreign) >= _SURELY_SOUNDS
        or len(foreign) > 2
        and not is_native(text[start : start + 3], language)
    ):
        return foreign if is_name(foreign, language) else ""
    for length in (3, 2):
        name = text[start : start + length]
        if (
            len(name) == length
            and is_name(name, language)
            and (_ends_at(text, start + length, language) or _is_again(text, name, language))
        ):
            return without_coverb(text, name, language)
    return foreign if len(foreign) > 2 and is_name(foreign, language) else ""


def _sounds_at(text: str, start: int, language: str) -> str:
    """The characters of sound that begin at a place, without one that begins a word behind them: 通 of 通过."""
    hit = _foreign(language).match(text, start)
    if hit is None:
        return ""
    word = _goes_on(language).match(text, hit.end() - 1)
    longer = word is not None and len(word[0]) > 1 and len(hit[0]) > _FEWEST_SOUNDS
    return hit[0][:-1] if longer else hit[0]


@lru_cache
def _no_names(language: str) -> re.Pattern[str]:
    """Words that begin as names do and are none: "基金会", "安全"."""
    keys = ("bodies_ends", "papers", "bodies")
    longer = frozenset().union(*(_words(key, language) for key in keys))
    return re.compile(one_of(_words("no_names", language) | {word for word in longer if len(word) > 2}))


def _is_again(text: str, name: str, language: str) -> bool:
    """Whether a text has a name again, and not always with one character behind it, as part of a longer one has."""
    behind = {text[hit.end() : hit.end() + 1] for hit in re.finditer(re.escape(name), text)}
    one = next(iter(behind)) if len(behind) == 1 else ""
    small = not _HAN.match(one) or one in lexicons.words("words", "function", language)
    return text.count(name) > 1 and small


def without_coverb(text: str, name: str, language: str) -> str:
    """A name without the word of one character that it was read with: "周云说".

    One that a name may end in as well only where the text has the name more often without it: "周云用" of "周云".
    """
    bare, last = name[:-1], name[-1]
    if len(name) != 3 or not is_native(name, language) or not is_name(bare, language):
        return name
    often = last in _words("coverbs", language) and text.count(bare) > text.count(name)
    return bare if often or last in _words("tails", language) else name


@lru_cache
def _goes_on(language: str) -> re.Pattern[str]:
    verbs = frozenset().union(*(_words(key, language) for key in ("tails", "relaying", "goes_on", "joining")))
    verbs |= lexicons.words("saying", "saying", language)
    return re.compile(rf"$|[^\u4e00-\u9fff{DOTS}]|{one_of(verbs)}")


def _ends_at(text: str, end: int, language: str) -> bool:
    """Whether a name may end at a place: before a mark, a digit, or a word that stands behind sources."""
    return bool(_goes_on(language).match(text, end))


def _again(text: str, found: list[Person]) -> Iterator[Person]:
    """The other places that name somebody whose name in Chinese characters a title told once."""
    taken = {i for person in found for i in range(person.start, person.end)}
    for name in sorted({person.name for person in found if _HAN.fullmatch(person.name) and len(person.name) > 2}):
        for hit in re.finditer(re.escape(name), text):
            if hit.start() not in taken:
                yield Person(*hit.span(), name, True, "")


def _by_part(text: str, found: list[Person]) -> Iterator[Person]:
    """The places that name somebody by the last part of a foreign name."""
    taken = {i for person in found for i in range(person.start, person.end)}
    parts = {
        re.split(f"[{DOTS}]", person.name)[-1]: person.name for person in found if re.search(f"[{DOTS}]", person.name)
    }
    for part, name in parts.items():
        for hit in re.finditer(re.escape(part), text) if len(part) > 1 else ():
            if hit.start() not in taken:
                yield Person(*hit.span(), name, True, "")
