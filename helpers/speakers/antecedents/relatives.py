"""Who "who" and "which" are."""

from __future__ import annotations

import re
from functools import lru_cache

from helpers.lexicons.speakers import any_of, words
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity, named_body, parse
from helpers.speakers.history import History, Span, as_entity

_CITED_WITHIN = 200  # characters before "which" in which who cites a paper is looked for
_PERSON_WITHIN, _BODY_WITHIN, _PHRASE_WITHIN = 120, 60, 90  # characters before a relative


def before(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """The person or body right before a relative pronoun; who cites it, where that is a law or paper."""
    if entity.kind != "relative":
        return None
    context = history.context
    citing = _citing(context, entity)
    if citing:
        return citing
    named = context.persons(max(0, entity.start - _PERSON_WITHIN), entity.start)
    if named and "." not in context.text[named[-1].end : entity.start]:
        return as_entity(context, named[-1])
    bodies = [m for m in context.names(max(0, entity.start - _BODY_WITHIN), entity.start) if m.kind != "demonym"]
    if bodies and "." not in context.text[bodies[-1].end : entity.start]:
        return named_body(bodies[-1])
    phrase = _phrase_before().search(context.text, max(0, entity.start - _PHRASE_WITHIN), entity.start)
    return parse(context, *phrase.span("who")) if phrase else None


def _citing(context: Context, entity: Entity) -> Entity | None:
    start = max(context.sentences[max(0, context.sentence_at(entity.start))].start, entity.start - _CITED_WITHIN)
    cited = _cites().search(context.text, start, entity.start)
    if cited is None:
        return None
    nouns = set(re.findall(r"\w+", context.text[cited.end() : entity.start].lower()))
    return parse(context, start, cited.start()) if nouns & words("documents") else None


@lru_cache
def _cites() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{any_of('citing')})\s")


@lru_cache
def _phrase_before() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<who>(?:{any_of('before_relatives')})\s(?:[\w’'-]+\s){{0,5}}?[\w’'-]+),?\s$", re.I)
