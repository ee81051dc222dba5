"""Whose an organ is that many states have: India's Supreme Court, the Congress of Peru, the World Uyghur Congress."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from helpers import lexicons

if TYPE_CHECKING:
    from helpers.names.gazetteer import Match

STATES = ("country", "demonym", "capital", "place")
_OWNS = re.compile(r"(?:['’]s?)? |的?")  # between a state and its organ
_OF = re.compile(r" of (?:the )?|(?<=[а-яё]) ")  # between an organ and its state
_LONGER = re.compile(r"(?:\w[’']?s?|,) ([A-Z][\w’'-]+) $")  # a word of a longer name right before, inside a sentence
_LONGEST = 40  # characters of such a word
_WORD = re.compile(r"[^\W\d_]{4,}")
_AROUND = 200  # characters of a line on either side
_OFTEN = 3  # names of the one state a text speaks of
_CAPITALS = 0.6  # share of long words with a capital from which a line is a headline in title case


@lru_cache
def _of_many() -> frozenset[str]:
    return frozenset(lexicons.load("gazetteer_names")["of_many"])


def with_owners(text: str, names: Sequence[Match]) -> list[Match]:
    """The names in order, each organ that many states have with the code of the state that has it here.

    It is that of the state named beside it, else of whom it was before in the text, else its own, unless the text never
    names that state and speaks of one other alone. In a longer name ("the Trades Union Congress") and there it is
    nobody's that is known, code "".
    """
    many = [i for i, match in enumerate(names) if text[match.start : match.end] in _of_many()]
    if not many:
        return list(names)
    named = Counter(m.code for i, m in enumerate(names) if i not in many and m.kind in STATES)
    known = {m.code for i, m in enumerate(names) if i not in many}
    at_home = len(named) == 1 and named.total() >= _OFTEN
    owners: dict[str, str] = {}
    out = list(names)
    for i in many:
        match = names[i]
        code = _beside(text, names, i)
        beside_name = i > 0 and match.start - names[i - 1].end <= 1  # "Biden State Department"
        if code is None and not beside_name and _is_longer(text, match):
            code = ""
        elif code is None:
            code = owners.get(match.name, "" if at_home and match.code not in known else match.code)
        else:
            owners[match.name] = code
        out[i] = match._replace(code=code)
    return out


def _beside(text: str, names: Sequence[Match], i: int) -> str | None:
    """The code of the state that stands right before or behind an organ; None where none does."""
    match = names[i]
    if i and (before := names[i - 1]).kind in STATES and _OWNS.fullmatch(text, before.end, match.start):
        return before.code
    if i + 1 < len(names) and (behind := names[i + 1]).kind in STATES and _OF.fullmatch(text, match.end, behind.start):
        return behind.code
    return None


def _is_longer(text: str, match: Match) -> bool:
    """Whether a capitalised word before an organ makes another name of it, in a line where not all have capitals."""
    before = _LONGER.search(text, max(0, match.start - _LONGEST), match.start)
    if before is None or before[1] in lexicons.load("gazetteer_names")["parties"]:
        return False
    first, last = max(0, match.start - _AROUND), match.end + _AROUND
    line = text[first : match.start].rpartition("\n")[2] + text[match.start : last].partition("\n")[0]
    words = _WORD.findall(line)
    return sum(word[0].isupper() for word in words) < _CAPITALS * len(words)
