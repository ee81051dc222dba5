"""One who has no name goes on under other descriptions: "житель Хомса", "бывший пленник", "мужчина", "сириец"."""

from __future__ import annotations

import re

from helpers.lexicons import languages
from helpers.speakers.context import Context
from helpers.speakers.entities.model import Entity
from helpers.speakers.history import History, Span, agrees
from helpers.speakers.lexical import clause
from helpers.speakers.lexical.cases import DESCRIBED, is_addressee
from helpers.speakers.lexical.listed import listed

_WORD = re.compile(r"[^\W_][\w-]*")
_NO_STATES = ("medium", "person")  # kinds of names that do not tell a state
_NEXT = 3  # sentences ahead in which somebody is called otherwise


def states_in(entity: Entity, context: Context) -> set[str]:
    """The states and bodies that a phrase names."""
    return (
        {m.code for m in context.names(entity.start, entity.end) if m.code and m.kind not in _NO_STATES}
        if entity.start >= 0
        else set()
    )


def is_of_a_people(entity: Entity, context: Context) -> bool:
    """Whether a phrase is the word for one of a people: "сириец"."""
    return any((m.start, m.end) == (entity.start, entity.end) for m in context.names(entity.start, entity.end))


def only_one(history: History) -> Entity | None:
    """The one without a name who is the only person that has spoken so far."""
    names = {other.name: other for _, other in history.said if other.human and other.kind != "body" or other.parts}
    one = next(iter(names.values()), None)
    if one is None or len(names) > 1 or one.kind != "unnamed":
        return None
    others = (listed(key, history.context) for key in ("officials", "journalists", "vague"))
    return None if any(one.head in each for each in others) else one


def interviewed(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Бывший пленник", "пенсионерка" right after "житель города рассказал агентству": whom the article is about.

    Only of somebody who calls for no office, trade or kinship of his own, and where nobody else has spoken.
    """
    context = history.context
    role = entity.kind == "definite" and entity.gender != "n"
    one = only_one(history) if role and entity.determiner in ("", DESCRIBED) else None
    if one is None or entity.plural or languages.language(context.language).unspaced:
        return None
    others = (listed(key, context) for key in ("officials", "journalists", "vague", "relations", "makers", "experts"))
    trades = frozenset().union(*others)
    bare = context.text[entity.start : entity.end].split()[-1]
    if {entity.head, one.head} & trades or clause.base(bare) != entity.head or _interview(one, context) is None:
        return None
    own, told = states_in(entity, context), states_in(one, context)
    here = context.sentence_at(entity.start)
    fits = agrees(entity.gender, one.gender) and (not own or not told or bool(own & told))
    return history.last(here, lambda other: other == one, _NEXT) if fits else None


def _interview(one: Entity, context: Context) -> int | None:
    """Where the sentence of somebody names the medium, or who works for one, that was told: "рассказал газете"."""
    _, stop, _ = context.sentences[context.sentence_at(one.start)]
    words = _WORD.finditer(context.text, one.end, stop)
    return next((word.start() for word in words if is_addressee(context, word[0])), None)
