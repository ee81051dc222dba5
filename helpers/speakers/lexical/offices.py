"""Who is meant by another word for the same office or organ: "понтифик" is the pope, "кабмин" the government."""

from __future__ import annotations

import re

from helpers import lexicons
from helpers.speakers.context import Context
from helpers.speakers.entities.model import Entity
from helpers.speakers.history import History, Span
from helpers.speakers.lexical import clause
from helpers.speakers.lexical.cases import read

_WORD = re.compile(r"[^\W_][\w-]*")
_LONG_NAME = 60  # characters of a name behind a word for an office
_MENTIONS = 10  # places that name somebody, read for what he is


def called_otherwise(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Понтифик", "кабмин" after "папа", "правительство РФ": the last before who is called by another word for it."""
    context = history.context
    names = lexicons.load("sources", context.language)["same_office"]
    words = names.get(entity.name.lower()) or names.get(entity.head, ())
    if not words or entity.kind not in ("definite", "body") or entity.kind == "body" and " " in entity.name:
        return None

    def called(other: Entity) -> bool:
        return other.kind in ("person", "body") and bool(_base_words(other, context) & set(words))

    spoke = history.last(context.sentence_at(entity.start), called)
    if spoke:
        return spoke
    for word in reversed(list(_WORD.finditer(context.text, 0, entity.start))):
        if clause.base(word[0]) in words:
            found = read(context, word.start(), _with_owner(context, word))
            return found if found.kind in ("person", "body") else None
    return None


def _base_words(other: Entity, context: Context) -> set[str]:
    """The base forms of the words that somebody is named by, and of those before his name."""
    spans = [clause.before(context, p.start) for p in context.mentions.get(other.name, ())[:_MENTIONS]]
    named = {clause.base(word) for word in _WORD.findall(other.name)}
    return named.union({other.head}, *(clause.called(context, *span) for span in spans))


def _with_owner(context: Context, word: re.Match[str]) -> int:
    """Where a word ends with the name that it opens or that stands right behind it: "правительства РФ"."""
    named = context.names(word.start(), word.end() + _LONG_NAME)
    ends = [m.end for m in named if m.start in (word.start(), word.end() + 1)]
    person = [p.end for p in context.persons(word.start(), word.end() + _LONG_NAME) if p.start <= word.end() + 1]
    return max([word.end(), *ends, *person])
