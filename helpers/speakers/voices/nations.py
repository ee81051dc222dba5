"""Nations that stand for a person named near: "The Serbian star", "the 21-year-old Bulgarian", "der Kanadier".

Such a phrase is of whoever the sentence before names, and of nobody of whom the article says another nation. Where two
are named there, as in a report of a match, whom the phrase's own sentence names as well is the other of the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from helpers.lexicons.speakers import any_of, words
from helpers.speakers import descriptions
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity
from helpers.speakers.voices.evidence import Evidence
from helpers.speakers.voices.names import in_phrase

_BACK = 2  # sentences to look back for whom such a phrase means
_MENTIONS = 20  # places that name somebody, read for another nation
_ROUNDS = 2  # of telling them apart: whom one phrase means another cannot


class _Phrase(NamedTuple):
    """Where it stands, which state it tells, and whether it is a subject, as no rival who was beaten is."""

    start: int
    end: int
    code: str
    acts: bool


def nation(entity: Entity, context: Context) -> list[Evidence]:
    """The state of a person by such a phrase."""
    key = ("nations",)
    if key not in context.memory:
        context.memory[key] = _told(context)
    return context.memory[key].get(entity.name, [])


def _told(context: Context) -> dict[str, list[Evidence]]:
    """Person -> the nation that stands for it."""
    found: dict[str, list[Evidence]] = {}
    phrases = list(_phrases(context))
    for _ in range(_ROUNDS):
        for phrase in phrases:
            meant = [name for name in _meant(phrase, context) if not _is_of_another(name, phrase, found, context)]
            if len(meant) == 1:
                words_of_it = context.text[phrase.start : phrase.end]
                found.setdefault(meant[0], [Evidence("only person", words_of_it, phrase.code)])
    return found


def _phrases(context: Context) -> Iterator[_Phrase]:
    for hit in _pattern(context.language).finditer(context.text):
        names = [m for m in context.names(*hit.span("nation")) if m.kind == "demonym"]
        called = hit["age"] or hit["noun"] or context.language in words("languages_with_capital_nouns")
        if not names or not called or context.persons(hit.end(), hit.end() + 2):
            continue
        at = context.sentence_at(hit.start())
        if at >= 0:
            yield _Phrase(*hit.span(), names[0].code, _acts(context, context.sentences[at].start, hit.start()))


def _meant(phrase: _Phrase, context: Context) -> list[str]:
    """Whom a phrase can mean, by the sentences before it, else by the ones around it."""
    here = context.sentence_at(phrase.start)
    own = _named(context, here)
    for at in range(here - 1, max(-1, here - 1 - _BACK), -1):
        before = _named(context, at)
        if phrase.acts and before:
            return before if len(before) == 1 or not own else [name for name in before if name not in own] or before
        if before:
            rivals = [name for name in before if _is_called_by_surname(name, context)]
            other = [name for name in rivals if name not in own]
            return other if len(rivals) == 2 and len(other) == 1 else []
    if not phrase.acts:
        return []
    return own or (_named(context, here + 1) if here + 1 < len(context.sentences) else [])


def _named(context: Context, sentence: int) -> list[str]:
    start, end, _ = context.sentences[sentence]
    return list(dict.fromkeys(context.full_name(person.name) for person in context.persons(start, end)))


def _is_called_by_surname(name: str, context: Context) -> bool:
    """Whether the article has somebody's last word alone as well, as it has no title's or event's ("World No. 1")."""
    *given, last = name.split()
    alone = len(re.findall(rf"\b{re.escape(last)}\b(?!\.\s?\d)", context.text)) > context.text.count(name)
    return bool(given) and alone and not any(word.isupper() for word in name.split())


def _is_of_another(name: str, phrase: _Phrase, found: dict[str, list[Evidence]], context: Context) -> bool:
    """Whether somebody is of another nation, by what stands at the name or by another such phrase."""
    known = context.known_people.get(name)
    codes = {known.code} if known else {evidence.code for evidence in found.get(name, ())}
    for place in context.mentions.get(name, ())[:_MENTIONS]:
        for span in descriptions.before(context, place.start):
            codes |= {evidence.code for evidence in in_phrase(context, *span)}
    return bool(codes) and phrase.code not in codes


def _acts(context: Context, start: int, phrase: int) -> bool:
    """Whether a phrase opens its sentence or stands behind a verb of saying: it is no rival who was beaten."""
    before = context.text[start:phrase].strip(' \n"“”„,').lower().split()
    return words("no_noun").issuperset(before) or before[-1] in words("say")


@lru_cache
def _pattern(language: str) -> re.Pattern[str]:
    """An article, an age, what describes, a nation, and in English what it is of; in German a noun by itself."""
    if language in words("languages_with_capital_nouns"):
        return re.compile(
            r"\b(?:[Dd]er|[Dd]ie(?=\s(?:\S+\s)?[A-ZÄÖÜ]\w+in\b))\s(?P<age>\d{1,2}-[Jj]ährige\s)?"
            r"(?P<nation>[A-ZÄÖÜ][a-zäöüß]+)(?P<noun>)\b(?!-)"
        )
    return re.compile(
        r"\b[Tt]he (?P<age>\d{1,2}-year-old )?(?:[a-z-]+ ){0,2}?(?P<nation>[A-Z][a-z]+)"
        rf"(?: (?:[a-z-]+ )?(?P<noun>{any_of('epithets')}))?(?=[’',.]| [a-z])"
    )
