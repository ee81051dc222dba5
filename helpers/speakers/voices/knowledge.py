"""What is known of a speaker apart from the article, and the names that only knowledge tells in a phrase about one."""

from __future__ import annotations

import re

from helpers.lexicons.codes import codes
from helpers.lexicons.speakers import words
from helpers.names import gazetteer, knowledge, people
from helpers.names.gazetteer import Match
from helpers.names.knowledge import Known
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity
from helpers.speakers.voices.evidence import Evidence, voice_for

RULE = "knowledge"
_WORD_BEFORE = re.compile(r"([^\W\d_]+) $")
_LONGEST_WORD = 30
_DOMAIN = re.compile(r"\w\.([a-z]{2})$")  # of a country, behind a name: "KP.ru"
_FIRST_RANK = 2  # weight (knowledge.Entry)
_KINDS = {"body": "institution", "medium": "medium", "place": "place", "demonym": "demonym"}  # as the gazetteer's


def well_known(entity: Entity, context: Context) -> list[Evidence]:
    """The country of a person of the first rank whom only one person's name can mean."""
    known = knowledge.look_up(entity.name)
    sure = known is not None and known.sure == "unique" and known.entry.weight >= _FIRST_RANK
    return speaker(entity, context) if sure else []


def speaker(entity: Entity, context: Context) -> list[Evidence]:
    """The country of a person, body or medium by its own name; nothing where namesakes speak for others."""
    known = knowledge.look_up(entity.name)
    if known is None and entity.kind in ("body", "medium") and (domain := _DOMAIN.search(entity.name)):
        code = next(iter(codes() & {domain[1].upper()}), "GB" if domain[1] == "uk" else "")
        return [Evidence("domain", domain[0], code)] if domain[1] not in words("domains_of_anybody") else []
    if known is None or not _is_of_kind(known.entry.kind, entity):
        return []
    if not _one_voice(known, context) or not _is_meant(known, entity, context):
        return []
    where = ", ".join(map(gazetteer.country_name, known.countries))
    return [Evidence(RULE, f"{known.entry.name}: {known.entry.what}, {where}", known.countries[0])]


def _is_of_kind(kind: str, entity: Entity) -> bool:
    """Whether an entry of a kind can be the entity; a single name may be a person's though no rule saw it."""
    return entity.human if kind == "person" else entity.kind != "person"


def _one_voice(known: Known, context: Context) -> bool:
    """Whether all who bear a name would speak with one voice."""
    bearers = (known.entry, *known.others)
    voices = {voice_for(code, context.study) for entry in bearers for code in entry.countries}
    return len(voices) == 1 and all(entry.countries for entry in bearers)


def _is_meant(known: Known, entity: Entity, context: Context) -> bool:
    """Whether the article can mean whom the name makes think of.

    Not where it names somebody else whose longer name has this one in it, and not by a frequent name of people. For a
    body called by an ordinary word it has to name the country.
    """
    longer = (name for name in context.mentions if name != entity.name and f" {entity.name} " in f" {name} ")
    if any(_is_another(name, known) for name in longer):
        return False
    if known.sure == "common":
        named = any(match.code in known.countries for match in context.matches)
        return named and known.entry.kind in ("body", "medium")
    return known.sure != "generic"


def _is_another(name: str, known: Known) -> bool:
    """Whether a longer name is somebody else's; what nobody is called may be a full name with a title before it."""
    other = knowledge.look_up(name)
    return known.sure == "surname" if other is None else other.entry != known.entry


def names(context: Context, start: int, end: int) -> list[Match]:
    """Bodies, media, places and peoples in a span that knowledge alone tells, as names of the gazetteer."""
    return [match for match in _all(context) if start <= match.start and match.end <= end]


def codes_of_bodies(context: Context, start: int, end: int) -> list[str]:
    """The states of the bodies and media that knowledge finds in a span, however frequent their names are."""
    found = knowledge.find(context.text[start:end], context.language)
    bodies = (known for known in found if known.entry.kind in ("body", "medium") and known.sure != "generic")
    return [known.countries[0] for known in bodies if known.countries and _one_voice(known, context)]


def _all(context: Context) -> list[Match]:
    """Every such name of the article, outside of the names that the gazetteer and people have."""
    key = (RULE,)
    if key not in context.memory:
        named = [(name.start, name.end) for names in (context.matches, context.people) for name in names]
        taken = {i for start, end in named for i in range(start, end)}
        context.memory[key] = [
            Match(known.start, known.end, known.countries[0], _KINDS[known.entry.kind], known.entry.name)
            for known in context.known
            if known.entry.kind in _KINDS and known.sure in ("unique", "ambiguous") and _one_voice(known, context)
            if known.start not in taken and known.end - 1 not in taken and not _is_surname(context.text, known)
            if known.entry.kind != "place"
            or not gazetteer.is_end_of_a_word(context.text, known.start, known.end, context.language)
        ]
    return context.memory[key]


def _is_surname(text: str, known: Known) -> bool:
    """Whether a place stands right behind a given name: "Jack Leeds"."""
    before = _WORD_BEFORE.search(text, max(0, known.start - _LONGEST_WORD), known.start)
    return known.entry.kind == "place" and before is not None and people.is_given_name(before[1])
