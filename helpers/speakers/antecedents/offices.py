"""Who "der EVP-Präsident", "der ungarische Ministerpräsident", "der Gouverneur" is, in languages that join nouns."""

from __future__ import annotations

import re

from helpers import lexicons
from helpers.lexicons.speakers import words
from helpers.names.people import Person
from helpers.speakers.antecedents import roles
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity
from helpers.speakers.entities.nouns import calls_alike, is_role, split_role
from helpers.speakers.history import History, Span, agrees, as_entity

_LEAST_STEM = 3  # letters that a short form ("Juve") shares with a name
_JUST_BEFORE = 2  # sentences to look back for who is called by an office that the article tells of nobody
_STATES = ("demonym", "country")


def by_compound(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Der EVP-Präsident": who is called president beside "EVP"; else the only one whom the article calls just so."""
    context = history.context
    of, role = split_role(entity.head)
    joined = context.language in words("languages_with_capital_nouns") and len(of) >= _LEAST_STEM
    if not joined or entity.plural or roles.is_owned(entity):
        return None
    told: dict[str, Person] = {}
    bare: dict[str, Person] = {}
    for person in context.people:
        held = roles.said_of(person, context)
        if not any(calls_alike(role, word, context.language) for word in held):
            continue
        name = context.full_name(person.name)
        if _names(of, {part for word in held for part in re.findall(r"\w+", word)}):
            told.setdefault(name, person)
        elif all(is_role(word) or calls_alike(role, word, context.language) for word in held):
            bare.setdefault(name, person)
    return _only(told, entity, context) or (None if told else _only(bare, entity, context))


def _names(of: str, said: set[str]) -> bool:
    """Whether words name what a compound begins with, in full or in short: "Juventus" of "Juve-Coach"."""
    stems = {of, of.removesuffix("s")}
    return any(word.startswith(stem) for word in said for stem in stems if len(stem) >= _LEAST_STEM)


def _only(held: dict[str, Person], entity: Entity, context: Context) -> Entity | None:
    """The one person of those found, by name."""
    found = [as_entity(context, person) for person in held.values()]
    fitting = [one for one in found if agrees(entity.gender, one.gender)]
    return fitting[0] if len(fitting) == 1 else None


def by_known_office(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Der ungarische Ministerpräsident": the one person named of whom knowledge has that office, and that state."""
    context = history.context
    names = context.names(entity.start, entity.end)
    tables = ("known_offices", "known_offices_of_states") if names else ("known_offices",)
    listed = (lexicons.load("speakers")[table].get(context.language, {}).get(entity.head, ()) for table in tables)
    offices = tuple(office for offices in listed for office in offices)
    if not offices or roles.is_owned(entity) or any(m.kind not in _STATES for m in names) or roles.complement(entity):
        return None
    codes = {m.code for m in names}
    places = {person.start: person for person in context.people}
    held: dict[str, Person] = {}
    for known in context.known:
        entry, person = known.entry, places.get(known.start)
        if person is None or entry.kind != "person" or not codes <= {*entry.countries}:
            continue
        if entry.what.startswith(offices) and _is_in_office(entry.since, entry.until, context):
            held.setdefault(context.full_name(person.name), person)
    return _only(held, entity, context)


def _is_in_office(since: str, until: str, context: Context) -> bool:
    """Whether a year of an article lies between two; any does where it has no date."""
    year = context.article.published[:4]
    return not year or (since or year) <= year <= (until or year)


def by_last_speaker(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Der Gouverneur" right behind words of Abbott, of whom nothing else is told: he."""
    context = history.context
    named = context.names(entity.start, entity.end)
    alone = entity.head in words("not_who_spoke", context.language) or any(m.kind not in _STATES for m in named)
    apart = context.language not in words("languages_with_capital_nouns") or roles.is_owned(entity) or entity.plural
    if alone or apart or roles.complement(entity) or _is_new(entity):
        return None
    last = history.last(context.sentence_at(entity.start), lambda other: other.human, _JUST_BEFORE)
    if last is None or not roles.fits_of(entity, context)(last) or not _is_name(last) or roles.held_by(last, context):
        return None
    return last


def _is_new(entity: Entity) -> bool:
    first = entity.name.lower().split()[0]
    return first in words("others") or entity.head in words("never_epithets")


def _is_name(entity: Entity) -> bool:
    """Whether somebody is a person, or one word of which nothing is known that may be a surname."""
    if entity.kind == "person":
        return True
    return entity.kind == "unnamed" and not entity.determiner and " " not in entity.name and not is_role(entity.head)
