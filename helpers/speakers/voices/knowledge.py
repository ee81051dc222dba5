"""What is known of a speaker apart from the article, and the names that only knowledge tells in a phrase about one."""

from __future__ import annotations

from helpers.names import gazetteer, knowledge
from helpers.names.gazetteer import Match
from helpers.names.knowledge import Known
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity
from helpers.speakers.voices.evidence import Evidence, voice_for

RULE = "knowledge"
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

    Not where it names somebody else whose longer name has this one in it. A frequent name has to be a full one, and
    the article to name the country.
    """
    longer = (name for name in context.mentions if name != entity.name and f" {entity.name} " in f" {name} ")
    if any(_is_another(name, known) for name in longer):
        return False
    if known.sure == "common":
        full = known.entry.kind != "person" or not entity.name.isalpha()
        return full and any(match.code in known.countries for match in context.matches)
    return known.sure != "generic"


def _is_another(name: str, known: Known) -> bool:
    """Whether a longer name is somebody else's; what nobody is called may be a full name with a title before it."""
    other = knowledge.look_up(name)
    return known.sure == "surname" if other is None else other.entry != known.entry


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
