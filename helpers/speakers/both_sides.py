"""Which two a phrase for a pair means: "both sides", "the two presidents", "the latter"."""

from __future__ import annotations

from collections import Counter

from helpers.lexicons.speakers import words
from helpers.names import gazetteer
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity, join
from helpers.speakers.history import History, Span, as_entity, within

_REACH = 3  # sentences to look back for two actors


def is_both(entity: Entity) -> bool:
    """Whether a phrase means two: "both sides", "the two presidents"."""
    name = entity.name.lower()
    if name.startswith(tuple(words("both"))):
        return True
    two = name.startswith(tuple(f"{number} " for number in words("two")))
    return two and entity.determiner in words("articles_before_two")


def _actors(history: History, entity: Entity, avoid: list[Span], human: bool) -> list[Entity]:
    """The two actors that a phrase for a pair means, in the order of the text.

    The nearest sentences before that name two decide: who spoke last in them, else their first actor, and of the
    others the one named most, then last.
    """
    named: list[Entity] = []
    spoke: list[Entity] = []
    here = history.context.sentence_at(entity.start)
    for at in range(here, max(-1, here - _REACH), -1):
        speakers, found = (_people if human else _states)(history, at, entity.start)
        spoke += [e for e in speakers if not within(e.start, avoid)]
        named = [e for e in found if not within(e.start, avoid)] + named
        if len({e.name for e in spoke + named}) > 1:
            break
    named = spoke[:1] + named
    counts = Counter(e.name for e in named)
    if len(counts) < 2:
        return []
    others = [e for e in named if e.name != named[0].name]
    return [named[0], max(reversed(others), key=lambda e: counts[e.name])]


def _people(history: History, sentence: int, end: int) -> tuple[list[Entity], list[Entity]]:
    """The people who spoke in a sentence, and those whom it names up to a position."""
    context = history.context
    start, stop, _ = context.sentences[sentence]
    named = [as_entity(context, p) for p in context.persons(start, min(stop, end)) if p.sure]
    return [e for e in history.at(sentence) if e.kind == "person"], named


def _states(history: History, sentence: int, end: int) -> tuple[list[Entity], list[Entity]]:
    """The states of the people who spoke in a sentence; that of the first it names, and those it names itself."""
    context = history.context
    speakers, named = _people(history, sentence, end)
    start, stop, _ = context.sentences[sentence]
    states = [_state_of(context, e) for e in speakers]
    first = [_state_of(context, e) for e in named[:1]]
    return [e for e in states if e], [*(e for e in first if e), *_states_in(context, start, min(stop, end))]


def _states_in(context: Context, start: int, end: int) -> list[Entity]:
    kinds = ("country", "demonym", "capital", "seat", "organisation", "person", "office")
    return [
        Entity(gazetteer.country_name(m.code), "body", m.start, m.end)
        for m in context.names(start, end)
        if m.kind in kinds and m.code
    ]


def _state_of(context: Context, person: Entity) -> Entity | None:
    """The state that the gazetteer knows a person for."""
    match = context.known_people.get(person.name)
    return Entity(gazetteer.country_name(match.code), "body", match.start, match.end) if match else None


def both(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Both sides", "the two presidents": the last two states, or people, named before."""
    human = entity.head.rstrip("s") in words("roles") or entity.head in words("both_people")
    two = _actors(history, entity, avoid, human) or _actors(history, entity, avoid, not human)
    return join(tuple(two), two[0].start, two[1].end) if two else None


def member(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "The former", "the latter" of the last two people, else states, named before."""
    two = _actors(history, entity, avoid, True) or _actors(history, entity, avoid, False)
    if not two:
        return None
    return two[0] if entity.name.lower().startswith(tuple(words("first_of_two"))) else two[1]
