"""Whether a name means the same body or medium in every article: "NATO", not "Ministry of Defence", "警方".

What knowledge has decides first: a name that it knows of several countries, or of none for every country has such a
body, is nobody's own. Of what it does not know a body's name is its own where it has a capital and two words or more,
and no word for an office beside which no place or state stands.
"""

from __future__ import annotations

import re
from functools import cache

from helpers import lexicons
from helpers.lexicons import languages
from helpers.lexicons.speakers import words
from helpers.names import gazetteer, knowledge

_WORD = re.compile(r"\w[\w’'-]*")
_UNSPACED = re.compile(r"[\u3400-\u9fff]")
_LEAST_UNSPACED = 4  # characters of a body's own name where no blanks part words
_ANYBODYS = ("generic", "ambiguous", "surname")  # how sure knowledge is of a name that several bear


def is_own(name: str, kind: str) -> bool:
    """Whether a body or a medium of this name (`kind` tells which) is the same one wherever it is named."""
    if name.casefold() in _of_every_place():
        return False
    known = knowledge.look_up(name)
    if known and known.sure != "common":
        return known.sure not in _ANYBODYS
    named = _named(name)
    if any(match.start == 0 and match.end == len(name) for match in named):
        return True
    if kind == "medium":
        return _is_name(name)
    written = set(_WORD.findall(name.casefold()))
    if _UNSPACED.search(name):
        office = name.endswith(tuple(_offices())) and not named
        return len(name) >= _LEAST_UNSPACED and not office
    return len(written) > 1 and _is_name(name) and (bool(named) or written.isdisjoint(_offices()))


def _is_name(name: str) -> bool:
    """Whether something in it is written as names are; where there are no capitals, always."""
    return name != name.casefold() or bool(_UNSPACED.search(name)) or any(map(str.isdigit, name))


def _named(name: str) -> list[gazetteer.Match]:
    """The names of places, states, bodies and people that a name holds, in any of the languages that have them."""
    codes = [code for code, row in languages.table().items() if row.names]
    return [match for code in codes for match in gazetteer.find(name, code)]


@cache
def _offices() -> frozenset[str]:
    """The words for offices and organs, in lower case."""
    return words("organs") | words("offices_of_any_place") | _listed("bodies", "bodies_ends", "generic")


@cache
def _of_every_place() -> frozenset[str]:
    """The words for bodies and media that every state has."""
    return _listed("bodies", "media", "generic") | words("bodies") | words("media")


def _listed(*keys: str) -> frozenset[str]:
    """The words under these keys, in all languages whose speakers are read by words; in lower case."""
    by_words = [row.code for row in languages.table().values() if row.speakers == "words"]
    found = (lexicons.words("sources", key, code) for code in by_words for key in keys)
    return frozenset(word.casefold() for each in found for word in each)
