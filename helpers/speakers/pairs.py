"""Which two a phrase for a pair means: "both sides", "the two presidents", "the latter"."""

from __future__ import annotations

from collections import Counter

from helpers.names import gazetteer
from helpers.speakers.context import Context, words
from helpers.speakers.history import History, as_entity, within
from helpers.speakers.phrase import Entity, join

PAIR_REACH = 3  # sentences to look back for two actors


def is_pair(entity: Entity) -> bool:
    """Whether a phrase means two: "both sides", "the two presidents"."""
    name = entity.name.lower()
    return name.startswith(("both", "beide")) or (
        name.startswith(("two ", "zwei ")) and entity.determiner in ("the", "die")
    )


def _actors(history: History, entity: Entity, avoid: list[tuple[int, int]], human: bool) -> list[Entity]:
    """The two actors that a phrase for a pair means, in the order of the text.

    The nearest sentences before that name two decide: who spoke last in them, else their first actor, and of the
    others the one named most, then last.
    """
    context = history.context
    here = context.sentence_at(entity.start)
    named: list[Entity] = []
    spoke: list[Entity] = []
    for sentence in range(here, max(-1, here - PAIR_REACH), -1):
        start, end = context.sentences[sentence][0], min(context.sentences[sentence][1], entity.start)
        speakers = [e for e in history.at(sentence) if e.kind == "person"]
        found = _people_in(context, start, end)
        if not human:
            speakers = [state for e in speakers if (state := _state(context, e))]
            found = [state for e in found[:1] if (state := _state(context, e))] + _states_in(context, start, end)
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


def _people_in(context: Context, start: int, end: int) -> list[Entity]:
    return [as_entity(context, p) for p in context.persons(start, end) if p.sure]


def _states_in(context: Context, start: int, end: int) -> list[Entity]:
    kinds = ("country", "demonym", "capital", "seat", "organisation", "person", "office")
    return [
        Entity(gazetteer.country_name(m.code), "body", m.start, m.end)
        for m in context.names(start, end)
        if m.kind in kinds and m.code
    ]


def _state(context: Context, person: Entity) -> Entity | None:
    """The state that the gazetteer knows a person for."""
    match = context.known_people.get(person.name)
    return Entity(gazetteer.country_name(match.code), "body", match.start, match.end) if match else None


def pair(entity: Entity, history: History, avoid: list[tuple[int, int]]) -> Entity | None:
    """ "Both sides", "the two presidents": the last two states, or people, named before."""
    human = entity.head.rstrip("s") in words("roles") or entity.head in ("men", "women", "beide")
    two = _actors(history, entity, avoid, human) or _actors(history, entity, avoid, not human)
    return join(tuple(two)) if len(two) == 2 else None


def pair_member(entity: Entity, history: History, avoid: list[tuple[int, int]]) -> Entity | None:
    """ "The former", "the latter" of the last two people, else states, named before."""
    for human in (True, False):
        two = _actors(history, entity, avoid, human)
        if len(two) == 2:
            return two[0] if entity.name.lower().startswith("former") else two[1]
    return None
