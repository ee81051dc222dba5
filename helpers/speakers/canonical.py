"""One name per speaker over a corpus."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from helpers import lexicons
from helpers.lexicons import languages
from helpers.names import forms, gazetteer, knowledge

_BEYOND_LATIN = 0x370  # the first letter of Greek, behind which other scripts follow
_INITIAL = re.compile(r"(?<=\w) [^\W\d_]\. (?=[^\W\d_]{2})")


def canonical(names: Mapping[str, int] | Iterable[str]) -> dict[str, str]:
    """Name -> the name its speaker goes by in the whole corpus.

    Names are one when the gazetteer knows them as spellings of one name, when given name and surname sound alike
    after transliteration ("Tokaev", "Tokayev"), or when an initial is all that sets them apart ("Paul D. Ryan"). Names
    in other letters ("习近平", "Франция") are joined with the Latin ones that gazetteer and knowledge know for them,
    and stand where the corpus has no Latin spelling. The most frequent spelling stands (one in capitals only where
    there is no other), then the longer, then the first in the alphabet. Names of one word are matched by the
    gazetteer alone: a surname may be several people's.
    """
    counts = dict(names) if isinstance(names, Mapping) else {name: 1 for name in names}
    groups: dict[str, list[str]] = {}
    known: dict[str, str] = {}
    initials = _initials(counts)
    for name in counts:
        proper = _known(name)
        if proper:
            known[name] = proper
        bare = _bare(name)
        groups.setdefault(_key(proper or (bare if len(initials[bare]) == 1 else name)), []).append(name)
    out: dict[str, str] = {}
    for group in groups.values():
        full = sorted({known[name] for name in group if name in known}) if any(map(_is_latin, group)) else []
        best = full[0] if full else max(group, key=lambda n: _rank(n, counts[n]))
        out.update((name, best) for name in group)
    return out


def _rank(name: str, count: int) -> tuple:
    """How well a spelling stands for a speaker; one with a word in capitals is the last resort."""
    shouts = any(len(word) > 3 and word.isupper() for word in name.split())
    return not shouts, count, len(name), [-ord(c) for c in name]


def _initials(names: Iterable[str]) -> dict[str, set[str]]:
    """Name without its initial -> the initials it is found with: John A. and John B. Smith are two people."""
    found: dict[str, set[str]] = {}
    for name in names:
        found.setdefault(_bare(name), set()).update(_INITIAL.findall(name)[:1])
    return found


def _bare(name: str) -> str:
    return _INITIAL.sub(" ", name, count=1)


def _is_latin(name: str) -> bool:
    """Whether all letters of a name are Latin ones."""
    return all(ord(letter) < _BEYOND_LATIN for letter in name if letter.isalpha())


def _known(name: str) -> str:
    """The canonical name of a person, body or medium that is exactly this name, in the gazetteer, else in knowledge."""
    if _is_latin(name):
        return _in_gazetteer(name, forms.BASE)
    found = next(filter(None, (_in_gazetteer(name, code) for code in _other_scripts())), "")
    known = None if found else knowledge.look_up(name)
    return known.entry.name if known and known.sure == "unique" else found


@cache
def _other_scripts() -> list[str]:
    """The languages in whose gazetteers names in other letters than Latin ones are looked up."""
    return [code for code, row in languages.table().items() if row.names]


def _in_gazetteer(name: str, language: str) -> str:
    whole = [m for m in gazetteer.find(name, language) if m.start == 0 and m.end == len(name)]
    if not whole or whole[0].kind in ("demonym", "region", "place"):
        return ""
    return gazetteer.country_name(whole[0].code) if whole[0].kind in ("country", "capital") else whole[0].name


def _key(name: str) -> str:
    """How a name of two or more capitalised words sounds; anything else as it is, without case."""
    folded = re.sub(r"\s+", " ", name.replace("’", "'")).strip()
    words = folded.split(" ")
    if len(words) < 2 or len(words) > 4 or not all(word[:1].isupper() for word in words) or re.search(r"\W&\W", name):
        return folded.lower()
    plain = "".join(c for c in unicodedata.normalize("NFKD", folded.lower()) if not unicodedata.combining(c))
    for spelled, sound in lexicons.load("given_names")["sounds"]:
        plain = plain.replace(spelled, sound)
    return re.sub(r"(\w)\1+", r"\1", plain)
