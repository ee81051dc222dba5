"""Whose an organ is that many states have: India's Supreme Court, the Congress of Peru, the World Uyghur Congress."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from helpers.names import forms
from helpers.names.around import Name

STATES = ("country", "demonym", "capital", "place")
_OWNS = re.compile(r"(?:['’]s?)? |的?")  # between a state and its organ
_OF = re.compile(r" of (?:the )?|(?<=[а-яё]) ")  # between an organ and its state
_LONGER = re.compile(r"(?:\w[’']?s?|,) ([A-Z][\w’'-]+) $")  # a word of a longer name right before, inside a sentence
_LONGEST = 40  # characters of such a word
_WORD = re.compile(r"[^\W\d_]{4,}")
_AROUND = 200  # characters of a line on either side
_OFTEN = 3  # names of the one state a text speaks of
_MOSTLY = 0.6  # share of all names of states that are of it
_CAPITALS = 0.6  # share of long words with a capital from which a line is a headline in title case


def owners(text: str, names: Sequence[Name]) -> list[str]:
    """The code of each name, in order; of an organ that many states have that of the state that has it here.

    It is that of the state named beside it, else of whom it was before in the text, else its own, unless the text never
    names that state and speaks mostly of one other. In a longer name ("the Trades Union Congress") and there it is
    nobody's that is known, code "".
    """
    of_many = forms.listed("of_many")
    many = [i for i, match in enumerate(names) if text[match.start : match.end] in of_many]
    if not many:
        return [match.code for match in names]
    others = [m for m in names if text[m.start : m.end] not in of_many]
    named = Counter(m.code for m in others if m.kind in STATES)
    known = {m.code for m in others}
    (most, often), *_ = named.most_common(1) or [("", 0)]
    at_home = often >= _OFTEN and often >= _MOSTLY * named.total()
    before: dict[str, str] = {}
    out = [match.code for match in names]
    for i in many:
        match, beside = names[i], _beside(text, names, i)
        if beside is not None:
            before[match.name] = out[i] = beside
        elif _is_longer(text, names, i):
            out[i] = ""
        else:
            elsewhere = at_home and match.code != most and match.code not in known
            out[i] = before.get(match.name, "" if elsewhere else match.code)
    return out


def _beside(text: str, names: Sequence[Name], i: int) -> str | None:
    """The code of the state that stands right before or behind an organ; None where none does."""
    match = names[i]
    if i and (before := names[i - 1]).kind in STATES and _OWNS.fullmatch(text, before.end, match.start):
        return before.code
    if i + 1 < len(names) and (behind := names[i + 1]).kind in STATES and _OF.fullmatch(text, match.end, behind.start):
        return behind.code
    return None


def _is_longer(text: str, names: Sequence[Name], i: int) -> bool:
    """Whether a capitalised word before an organ makes another name of it, in a line where not all have capitals.

    Not one that is a name itself: "the Biden State Department".
    """
    match = names[i]
    if i and match.start - names[i - 1].end <= 1:
        return False
    before = _LONGER.search(text, max(0, match.start - _LONGEST), match.start)
    if before is None or before[1] in forms.listed("parties"):
        return False
    first, last = max(0, match.start - _AROUND), match.end + _AROUND
    line = text[first : match.start].rpartition("\n")[2] + text[match.start : last].partition("\n")[0]
    words = _WORD.findall(line)
    return sum(word[0].isupper() for word in words) < _CAPITALS * len(words)
