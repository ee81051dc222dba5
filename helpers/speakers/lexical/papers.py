"""Who makes a paper, by what kind it is: prosecutors an indictment, and who brought a bill what explains the bill."""

from __future__ import annotations

import re
from functools import cache

from helpers import lexicons
from helpers.lexicons import one_of
from helpers.names import morphology
from helpers.speakers.context import Context
from helpers.speakers.entities.model import Entity
from helpers.speakers.lexical import clause
from helpers.speakers.lexical.cases import read
from helpers.speakers.lexical.listed import listed

_WORD = re.compile(r"[^\W_][\w-]*")
_LONGEST = 60  # characters of whom a word for an organ belongs to


def issuer(entity: Entity, context: Context) -> Entity | None:
    """ "Обвинительное заключение": the body named last before that issues such papers; None for other papers."""
    makers = lexicons.load("sources", context.language)["issuers"]
    kind = next((kind for kind in makers if entity.name.lower().startswith(kind)), None)
    for word in reversed(list(_WORD.finditer(context.text, 0, entity.start))) if kind else ():
        if clause.base(word[0]) in makers[kind]:
            return _body(context, word)
    return None


def bringer(entity: Entity, context: Context) -> Entity | None:
    """ "Пояснительная записка": who brought the bill in a sentence before: "поправки вносятся правительством"."""
    notes = listed("notes_to_bills", context)
    if not entity.name.lower().startswith(tuple(notes)):
        return None
    here = context.sentence_at(entity.start)
    for start, stop, _ in reversed(context.sentences[:here]):
        verb = _brings(context.language).search(context.text, start, stop)
        if verb and _bills(context.language).search(context.text, start, stop):
            passive = verb["by"] is not None
            found = _agent(context, start, verb.start(), "nomn") if not passive else None
            found = found or _agent(context, verb.end(), stop, "ablt" if passive else "nomn")
            if found:
                return found
    return None


def _agent(context: Context, start: int, stop: int, case: str) -> Entity | None:
    """The first person, organ or official of a stretch who stands in a case."""
    for word in _WORD.finditer(context.text, start, stop):
        readings = morphology.readings(word[0])[:3]
        if not any(r.case == case and r.part == "noun" for r in readings):
            continue
        if clause.base(word[0]) in listed("bodies", context) | listed("officials", context):
            return _body(context, word)
    return None


def _body(context: Context, word: re.Match[str]) -> Entity | None:
    """The body or person that a word means, with the name or the nouns right behind it: "правительством РФ"."""
    end = word.end()
    named = [m.end for m in context.names(end, end + _LONGEST) if m.start == end + 1]
    named += [p.end for p in context.persons(end, end + _LONGEST) if p.start == end + 1]
    found = read(context, word.start(), max([end, *named]))
    return found if found.kind in ("body", "person", "group") else None


@cache
def _brings(language: str) -> re.Pattern[str]:
    active, passive = (one_of(lexicons.words("sources", key, language)) for key in ("brings", "brought_by"))
    return re.compile(rf"\b(?:(?P<by>(?:{passive})\w*)|(?:{active})\w*)\b", re.I)


@cache
def _bills(language: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{one_of(lexicons.words('sources', 'bills', language))})", re.I)
