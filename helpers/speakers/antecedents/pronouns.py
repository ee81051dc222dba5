"""Who "he", "she", "it" and "they" are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from helpers import lexicons
from helpers.lexicons.speakers import any_of, words
from helpers.names import gazetteer
from helpers.names.people import Person
from helpers.speakers import both_sides
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity, named_body, parse
from helpers.speakers.entities.nouns import role_noun
from helpers.speakers.history import History, Span, agrees, as_entity, within

REACH = 8  # sentences to look back for somebody who has not spoken
APPOSITION = re.compile(r"(?:,\s\d{1,3})?,\s([^,.;:“”\"]{3,120})(?=[,.;:])")
_TELLER_WITHIN = 3  # sentences to look back for "the ambassador told"
_BODY_WITHIN = 3  # sentences to look back for the body that "it" means
_VERB_WITHIN = 30  # characters on either side of a pronoun in which its verb stands
_SUBJECT_WITHIN = 60  # characters from the sentence's start in which its subject is looked for
_ACTING = ("country", "capital", "seat", "office", "organisation", "medium", "institution")

Fits = Callable[[Entity], bool]


def is_third(entity: Entity) -> bool:
    """Whether it is "he", "she", "it" or "they"."""
    return entity.kind == "pronoun" and entity.person == 3


def several(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "They": those who spoke last."""
    here = history.context.sentence_at(entity.start)
    return history.last(here, lambda other: other.plural, REACH) if _is_several(entity, history.context) else None


def both(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "They": the two named last."""
    return both_sides.both(entity, history, avoid) if _is_several(entity, history.context) else None


def body(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "It", or "they" of a body: the body that spoke last, else the subject of the sentence before."""
    context = history.context
    here = context.sentence_at(entity.start)
    if _is_several(entity, context):
        return history.last(here, lambda other: other.kind in ("body", "medium"), REACH)
    if not is_third(entity) or entity.gender != "n":
        return None
    spoke = history.last(here, lambda other: other.kind in ("body", "medium") or other.gender == "n", REACH)
    return spoke or _body_named(context, entity.start, here)


def near(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "He", "she": who spoke in the sentences before, else their subject, else somebody named in them."""
    return walk_back(entity, history, avoid, _fits(entity)) if _is_one(entity, history.context) else None


def last(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "He", "she": who spoke last, however far back."""
    here = history.context.sentence_at(entity.start)
    return history.last(here, _fits(entity)) if _is_one(entity, history.context) else None


def teller(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "He", "she": the nearest "the ambassador told" in the sentences before."""
    context = history.context
    if not _is_one(entity, context):
        return None
    start = context.sentences[max(0, context.sentence_at(entity.start) - _TELLER_WITHIN)].start
    for hit in reversed(list(_telling().finditer(context.text, start, entity.start))):
        told = replace(parse(context, *hit.span("who")), kind="unnamed")
        if hit["verb"] in words("say") and told.head in words("roles") and _fits(entity)(told):
            return told
    return None


@lru_cache
def _telling() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?P<who>(?:{any_of('before_tellers')})\s(?:[\w’'-]+\s){{0,3}}?[\w’'-]+)\s(?P<verb>[a-z]+)\b", re.I
    )


def _fits(entity: Entity) -> Fits:
    return lambda other: other.human and agrees(entity.gender, other.gender)


def _is_several(entity: Entity, context: Context) -> bool:
    """Whether it is "they"; of German "sie" the verb right before or behind tells: "sagten sie"."""
    if not is_third(entity) or entity.plural:
        return is_third(entity)
    by_verb = lexicons.load("speakers")["number_by_verb"].get(context.language, {}).get(entity.head)
    if not by_verb:
        return False
    after = re.match(r"\s*(\w+)", context.text[entity.end : entity.end + _VERB_WITHIN])
    before = re.search(r"(\w+)\s*$", context.text[max(0, entity.start - _VERB_WITHIN) : entity.start])
    return any(verb is not None and verb[1].endswith(tuple(by_verb)) for verb in (after, before))


def _is_one(entity: Entity, context: Context) -> bool:
    return is_third(entity) and entity.gender != "n" and not _is_several(entity, context)


def walk_back(entity: Entity, history: History, avoid: list[Span], fits: Fits, reach: int = REACH) -> Entity | None:
    """Back sentence by sentence: speaker, else subject; else the nearest person who was neither."""
    context = history.context
    here = context.sentence_at(entity.start)
    spare = None
    for at in range(here, max(-1, here - reach), -1):
        speaker = next((other for other in history.at(at) if fits(other)), None)
        if speaker:
            return speaker
        start, end, _ = context.sentences[at]
        named = [
            person
            for person in context.persons(start, min(end, entity.start))
            if not within(person.start, avoid) and _is_person(context, person) and fits(as_entity(context, person))
        ]
        subject = next((person for person in named if _is_subject(context, person, start)), None)
        if subject:
            return as_entity(context, subject)
        if at != here:
            spare = spare or next(reversed(named), None)
    return as_entity(context, spare) if spare else None


def _is_person(context: Context, person: Person) -> bool:
    """Whether a name is surely a person's, by itself or by the words behind it: "Li Na, a professor at ..."."""
    told = None if person.sure else APPOSITION.match(context.text, person.end)
    return person.sure or (told is not None and role_noun(told[1].split(",")[0]))


def _is_subject(context: Context, person: Person, start: int) -> bool:
    """Near the sentence's start and not behind a preposition or possessive."""
    before = context.text[start : person.start].lower().replace(",", " ").split()
    if person.start - start > _SUBJECT_WITHIN or context.text[person.end : person.end + 2] in ("'s", "’s"):
        return False
    tail = [w for w in before[-8:] if w.strip(".") not in gazetteer.titles()]
    return not tail or tail[-1] not in words("prepositions") | words("conjunctions")


def _body_named(context: Context, position: int, here: int) -> Entity | None:
    """The subject state or body of the sentence before, for "it"."""
    for at in range(here, max(-1, here - _BODY_WITHIN), -1):
        start, end, _ = context.sentences[at]
        match = next((m for m in context.names(start, min(end, position)) if m.kind in _ACTING), None)
        if match:
            return named_body(match)
    return None
