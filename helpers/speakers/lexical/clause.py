"""What stands beside a name in its clause: the words that call somebody what he is."""

from __future__ import annotations

import re
from functools import lru_cache

from helpers import lexicons
from helpers.lexicons import languages, one_of
from helpers.names import morphology
from helpers.names.people import Person
from helpers.speakers.context import Context

_REACH = 160  # characters before a name in which what describes it begins
_APPOSED = 90  # characters behind a name in which what describes it ends
_STOP = re.compile(r"[.!?;:,，。！？；：“”\"«»\n（）()—–]|\s-\s")
_APPOSITION = re.compile(
    r"\s?(?:,\s|[（(]|，|\s[—–-]\s)(?P<who>[^,.;:，。；：()（）—–\n]{3,90})(?=[,.;，。；)）—–]|\s-\s)"
)
_TOKEN = re.compile(r"[^\W_][\w’'-]*")


def before(context: Context, start: int) -> tuple[int, int]:
    """What stands in the clause before a name, behind its last verb."""
    key = ("before", start)
    if key not in context.memory:
        low = max(0, start - _REACH)
        stop = max((hit.end() for hit in _STOP.finditer(context.text, low, start)), default=low)
        context.memory[key] = (_behind_verb(context, stop, start), start)
    return context.memory[key]


def _behind_verb(context: Context, low: int, high: int) -> int:
    """Where the words behind the last verb of a stretch begin."""
    if languages.language(context.language).unspaced:
        return max((hit.end() for hit in _verbs(context.language).finditer(context.text, low, high)), default=low)
    for token in reversed(list(_TOKEN.finditer(context.text, low, high))):
        if any(reading.part == "verb" for reading in morphology.readings(token[0])[:1]):
            return token.end()
    return low


@lru_cache
def _verbs(language: str) -> re.Pattern[str]:
    """Words that part what describes somebody from the rest of the clause, where no blanks stand between words."""
    words = frozenset().union(*(lexicons.words("sources", key, language) for key in ("tails", "relaying", "topics")))
    return re.compile(one_of(words))


def behind(context: Context, end: int) -> tuple[int, int] | None:
    """The apposition behind a name: ", директор института,"; None where there is none."""
    hit = _APPOSITION.match(context.text, end, end + _APPOSED + 10)
    if hit is None or hit["who"].split(" ")[0] in lexicons.words("sources", "conjunctions", context.language):
        return None  # "Ветрова, и его зарплата в Италии" tells of something else
    return hit.span("who")


def called(context: Context, start: int, end: int, beside: Person | None = None) -> set[str]:
    """The base forms of the words of a stretch; where no blanks part them, the words for people in it.

    With a name beside them, only those words that stand in its case.
    """
    if not languages.language(context.language).unspaced:
        cases = cases_of(context.text[beside.start : beside.end]) if beside else frozenset()
        words = _TOKEN.findall(context.text[start:end])
        return {base(word) for word in words if not cases or cases & cases_of(word)}
    listed = (lexicons.words("sources", key, context.language) for key in ("people_ends", "officials"))
    return {word for words in listed for word in words if word in context.text[start:end]}


def base(word: str) -> str:
    """The base form of a noun, or the word."""
    reading = morphology.noun(word)
    if reading is None:
        return word.lower()
    return morphology.singular(word) if reading.plural else reading.base


def cases_of(words: str) -> frozenset[str]:
    """The cases that all words of the dictionary in a name can stand in, in the singular; none where none is known."""
    found: frozenset[str] | None = None
    for word in _TOKEN.findall(words):
        own = [reading for reading in morphology.readings(word) if not reading.plural and reading.part == "noun"]
        if own and any(reading.known for reading in own) and all(reading.case for reading in own):
            cases = frozenset(reading.case for reading in own)
            found = cases if found is None else found & cases
    return found or frozenset()


def note(context: Context, name: str, span: tuple[int, int]) -> None:
    """Keep a source phrase that names somebody with what he is."""
    context.memory.setdefault(("told of", name), []).append(span)


def told_of(context: Context, name: str) -> list[tuple[int, int]]:
    """The source phrases that name somebody."""
    return context.memory.get(("told of", name), [])
