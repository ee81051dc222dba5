"""A body in short, where no blanks part words, under its name in the article.

英政府 is 英国政府, and of an embassy host and sender are told: 驻英使馆 is 中国驻英国使馆.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from helpers import lexicons
from helpers.lexicons import languages, one_of
from helpers.speakers.context import Context
from helpers.speakers.entities.model import Entity

_STATES = ("country", "demonym")
_LEAST = 2  # characters of an organ's name


def in_full(entity: Entity, context: Context) -> Entity:
    """The entity, named as the article names the body in full; as it is where the article does not."""
    if not languages.language(context.language).unspaced:
        return entity
    if organ := _of_a_state(entity, context):
        return replace(entity, name=organ)
    hit = _short(context.language).match(entity.name)
    host = _hosts(context.language).get(hit["host"], "") if hit else ""
    full = _named(context, host, hit["office"]) if hit and host else ""
    return replace(entity, name=full + entity.name[hit.end() :]) if hit and full else entity


def _of_a_state(entity: Entity, context: Context) -> str:
    """The name of an organ whose state stands in one character, with the state as the article has it before it."""
    organ, code = entity.name[1:], _hosts(context.language).get(entity.name[:1], "")
    if entity.kind != "body" or len(organ) < _LEAST or not context.text.startswith(entity.name, entity.start):
        return ""
    full = (m for m in context.matches if m.code == code and m.kind in _STATES and m.end - m.start > 1)
    return next((context.text[m.start : m.end] + organ for m in full if context.text.startswith(organ, m.end)), "")


def _named(context: Context, host: str, office: str) -> str:
    """The first name of an embassy in the state with a code, with that of the state which sends it."""
    posted = tuple(lexicons.words("sources", "posted", context.language))
    for match in context.matches:
        behind = re.compile(f"大?{office}").match(context.text, match.end)
        start = match.start - 1
        if match.code != host or match.kind not in _STATES or not behind:
            continue
        if match.end - match.start > 1 and context.text.startswith(posted, start):
            sender = next((m.start for m in context.matches if m.end == start and m.kind in _STATES), start)
            return context.text[sender : behind.end()]
    return ""


@cache
def _short(language: str) -> re.Pattern[str]:
    posted, offices = (one_of(lexicons.words("sources", key, language)) for key in ("posted", "missions"))
    return re.compile(rf"(?:{posted})(?P<host>{one_of(_hosts(language))})大?(?P<office>{offices})")


@cache
def _hosts(language: str) -> dict[str, str]:
    """The states' names of one character, each with the state's code."""
    short = lexicons.load("names", language)["short"]
    return {one: code for code, many in short.items() for one in many if len(one) == 1}
