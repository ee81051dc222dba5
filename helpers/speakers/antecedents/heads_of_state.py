"""Who "the head of the People's Republic" is: the one president of that state whom the article names."""

from __future__ import annotations

import re

from helpers.lexicons.speakers import words
from helpers.names.gazetteer import Match
from helpers.names.people import Person
from helpers.speakers import voices
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity
from helpers.speakers.history import History, Span, as_entity

_FORMER_WITHIN = 40  # characters before a name in which "former" is looked for


def head(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """The one president of a state whom the article names, also later on."""
    context = history.context
    if entity.head not in words("heads_of_state") or entity.kind not in ("definite", "body", "unnamed"):
        return None
    state = next(iter(context.names(entity.start, entity.end)), None)
    if entity.determiner in words("indefinite") or state is None or not _is_head_of(entity, state, context):
        return None
    named = {context.full_name(p.name): as_entity(context, p) for p in context.people if _presides(p, context)}
    told = [(leader, voices.best_evidence(leader, context)) for leader in named.values()]
    leaders = [leader for leader, best in told if best and best.code == state.code]
    return leaders[0] if len(leaders) == 1 else None


def _is_head_of(entity: Entity, state: Match, context: Context) -> bool:
    """Whether a phrase speaks of the head of a state and of nothing in it, such as its central bank."""
    text = context.text
    rest = f"{text[entity.start : state.start]} {text[state.end : entity.end]}".lower().split()
    plain = words("definite") | words("prepositions") | words("words_for_a_state") | {"'s", "’s", entity.head}
    return state.kind in ("country", "demonym") and all(word.strip(",") in plain for word in rest)


def _presides(person: Person, context: Context) -> bool:
    """Whether a person is called a president where it is named, and not a former one."""
    before = context.text[max(0, person.start - _FORMER_WITHIN) : person.start].lower()
    titled = words("titles_of_heads_of_state") & set(person.title.split())
    return bool(titled) and not words("no_longer") & set(re.findall(r"\w+", before))
