"""What is known of a speaker apart from the article, and the names that only knowledge tells in a phrase about one."""

from __future__ import annotations

from helpers.names import gazetteer, knowledge
from helpers.names.gazetteer import Match
from helpers.names.knowledge import Known
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity
from helpers.speakers.voices.evidence import Evidence, voice_for

RULE = "knowledge"
_KINDS = {"body": "institution", "medium": "medium", "place": "place", "demonym": "demonym"}  # as the gazetteer's


def speaker(entity: Entity, context: Context) -> list[Evidence]:
    """The country of a person, body or medium by its own name; nothing where namesakes speak for others."""
    known = knowledge.look_up(entity.name)
    if known is None or (known.entry.kind == "person") != (entity.kind == "person"):
        return []
    if not _one_voice(known, context) or not _is_meant(known, entity, context):
        return []
    where = ", ".join(map(gazetteer.country_name, known.countries))
    return [Evidence(RULE, f"{known.entry.name}: {known.entry.what}, {where}", known.countries[0])]


def _one_voice(known: Known, context: Context) -> bool:
    """Whether all who bear a name would speak with one voice."""
    bearers = (known.entry, *known.others)
    voices = {voice_for(code, context.study) for entry in bearers for code in entry.countries}
    return len(voices) == 1 and all(entry.countries for entry in bearers)


def _is_meant(known: Known, entity: Entity, context: Context) -> bool:
    """Whether the article can mean whom the name makes think of.

    A frequent name needs the article to name the country; a surname alone, that nobody else in it has the surname.
    """
    if known.sure == "common":
        return any(match.code in known.countries for match in context.matches)
    if known.sure == "surname":
        return not any(entity.name in name.split() for name in context.mentions if name != entity.name)
    return known.sure != "generic"


def names(context: Context, start: int, end: int) -> list[Match]:
    """Bodies, media, places and peoples in a span that knowledge alone tells, as names of the gazetteer."""
    return [match for match in _all(context) if start <= match.start and match.end <= end]


def _all(context: Context) -> list[Match]:
    """Every such name of the article, outside of the names that the gazetteer and people have."""
    key = (RULE,)
    if key not in context.memory:
        taken = {i for name in (*context.matches, *context.people) for i in range(name.start, name.end)}
        context.memory[key] = [
            Match(known.start, known.end, known.countries[0], _KINDS[known.entry.kind], known.entry.name)
            for known in knowledge.find(context.text, context.language)
            if known.entry.kind in _KINDS and known.sure in ("unique", "ambiguous") and _one_voice(known, context)
            if known.start not in taken and known.end - 1 not in taken
        ]
    return context.memory[key]
