"""Where evidence for a speaker's voice is looked for: an ordered register of rules for people, and one for others."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from helpers.lexicons.speakers import any_of, words
from helpers.speakers import descriptions
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity
from helpers.speakers.rules import Rule
from helpers.speakers.voices import home, knowledge, nations
from helpers.speakers.voices.evidence import NO_STATE, Evidence, voice_for
from helpers.speakers.voices.names import in_phrase

_MENTIONS = 50  # places that name somebody, read for evidence
_PARTY_WITHIN = 30  # characters behind a name in which the party stands
_MOST_EXAMPLES = 120  # characters behind a group in which its examples stand
_WINDOW = 160  # characters behind a body in which its seat is looked for


def evidence_for(entity: Entity, context: Context) -> list[Evidence]:
    """The evidence for an entity, gathered once an article: a person's is the same at every mention."""
    key = (entity.kind, entity.name, entity.role, entity.kind == "person" or (entity.start, entity.end))
    if key not in context.memory:
        context.memory[key] = _gather(entity, context)
    return context.memory[key]


def _gather(entity: Entity, context: Context) -> list[Evidence]:
    """What the first group of rules that finds anything finds."""
    if entity.kind != "person" and entity.start < 0:
        return []
    for group in PERSON if entity.kind == "person" else OTHERS:
        found = [evidence for rule in group for evidence in rule.decide(entity, context) or ()]
        if found:
            return found
    return []


# ---------------------------------------------------------------------------------------------------------------
# of a person


def _spans(entity: Entity, context: Context) -> list[tuple[int, int]]:
    """The places that name a person."""
    places = (context.mentions.get(entity.name) or [])[:_MENTIONS]
    return [(place.start, place.end) for place in places] or [(entity.start, entity.end)]


def _described(entity: Entity, context: Context) -> list[Evidence]:
    """What describes the person wherever it is named: "Kazakh politician N.", "N., a researcher at X"."""
    return [evidence for start, end in _spans(entity, context) for evidence in around(context, start, end)]


def _party(entity: Entity, context: Context) -> list[Evidence]:
    """ "N. (R-Neb.)", "N. (Lab, Stoke)"."""
    tags = (descriptions.party(context.text[end : end + _PARTY_WITHIN]) for _, end in _spans(entity, context))
    return [Evidence("party", tag, code) for tag, code in tags if tag][:1]


def _american_home(entity: Entity, context: Context) -> list[Evidence]:
    """ "N., 52, of Kirkland, Wash."."""
    homes = (descriptions.american_home(context, end) for _, end in _spans(entity, context))
    return [Evidence("place", home, "US") for home in homes if home][:1]


def _source(entity: Entity, context: Context) -> list[Evidence]:
    """The source phrase, where it is longer than the name."""
    if entity.end - entity.start <= len(entity.name):
        return []
    return in_phrase(context, entity.start, entity.end)


def _known(entity: Entity, context: Context) -> list[Evidence]:
    known = context.known_people.get(entity.name)
    return [Evidence("known person", known.name, known.code)] if known else []


def _role(entity: Entity, context: Context) -> list[Evidence]:
    """A description of the same person elsewhere: "the Kazakh expert"."""
    return in_phrase(context, *entity.role) if entity.role[0] >= 0 else []


# ---------------------------------------------------------------------------------------------------------------
# of a body, a group, somebody without a name


def _state(entity: Entity, context: Context) -> list[Evidence]:
    """A state, or an office or organisation of states, is evidence for itself."""
    span = (entity.start, entity.end)
    itself = (m for m in context.names(*span) if (m.start, m.end) == span and m.kind not in ("institution", "medium"))
    match = next(itself, None) if entity.kind == "body" else None
    return [Evidence("state", context.text[slice(*span)], match.code)] if match else []


def _phrase(entity: Entity, context: Context) -> list[Evidence]:
    """The phrase itself: "a Russian official"."""
    return in_phrase(context, entity.start, entity.end)


def _behind(entity: Entity, context: Context) -> list[Evidence]:
    """What describes it behind the phrase: "the expert, a Russian"."""
    return around(context, -1, entity.end) if entity.kind in ("unnamed", "group", "definite", "body") else []


def _seat(entity: Entity, context: Context) -> list[Evidence]:
    """The place right behind a body: "das Energieministerium in Taschkent"; not behind an embassy."""
    seated = entity.kind in ("unnamed", "group", "definite", "body") and entity.head.endswith(tuple(words("bodies")))
    start = entity.end + len(" in ")
    if not seated or entity.head in words("posted") or context.text[entity.end : start] != " in ":
        return []
    return [
        Evidence("seat", context.text[m.start : m.end], m.code)
        for m in context.names(start, start + _WINDOW)[:1]
        if m.start == start and m.kind in ("capital", "place", "country")
    ]


def _elsewhere(entity: Entity, context: Context) -> list[Evidence]:
    """What describes a body wherever the article names it."""
    if entity.kind not in ("body", "medium"):
        return []
    places = islice(context.places_of(entity.name), _MENTIONS)
    return [evidence for start, end in places for evidence in around(context, start, end)]


def _known_body(entity: Entity, context: Context) -> list[Evidence]:
    """A body or medium by what is known of it."""
    return knowledge.speaker(entity, context) if entity.kind in ("body", "medium") else []


def _sender(entity: Entity, context: Context) -> list[Evidence]:
    """Who sent "the ambassador to Japan"."""
    return home.sent(context, entity.start, entity.end) if entity.determiner in words("definite") else []


def _examples(entity: Entity, context: Context) -> list[Evidence]:
    """The bodies and states that a group is told by, if they speak with one voice: "firms such as Nokia and Bosch"."""
    if entity.kind != "group" or entity.start < 0:
        return []
    hit = _such_as().search(context.text, entity.start, min(len(context.text), entity.end + _MOST_EXAMPLES))
    if hit is None or hit.start() > entity.end or "\n" in hit[0]:
        return []
    span = hit.span("names")
    codes = [m.code for m in context.names(*span) if m.code not in NO_STATE] + knowledge.codes_of_bodies(context, *span)
    voices = {voice_for(code, context.study) for code in codes}
    return [Evidence("institution", context.text[slice(*span)], codes[0])] if len(voices) == 1 else []


@lru_cache
def _such_as() -> re.Pattern[str]:
    """What leads to examples, and the names up to a mark or a verb."""
    name = r"(?:the\s)?[A-ZÄÖÜ][\w.&’'-]*(?:\s[A-ZÄÖÜ][\w.&’'-]*){0,4}"
    return re.compile(
        rf",?\s(?:{any_of('examples')})\s(?P<names>{name}(?:(?:,|,?\s(?:and|or|und|oder))\s{name}){{0,5}})"
    )


def around(context: Context, start: int, end: int) -> list[Evidence]:
    """Evidence in what describes a name before its start (if not negative) and behind its end."""
    spans = [*(descriptions.before(context, start) if start >= 0 else ()), *descriptions.behind(context, end)]
    return [evidence for span in spans for evidence in (in_phrase(context, *span) or home.sent(context, *span))]


# Groups of rules, the first of which finds something; all rules of a group are heard.
Group = tuple[Rule[list[Evidence]], ...]
PERSON: tuple[Group, ...] = (
    (
        Rule("described", _described),
        Rule("party", _party),
        Rule("home in a state of the US", _american_home),
        Rule("source phrase", _source),
        Rule("known person", _known),
        Rule("role", _role),
        Rule("well known", knowledge.well_known),
    ),
    (Rule("knowledge", knowledge.speaker),),
    (Rule("only person", nations.nation),),
    (Rule("office at home", home.office),),
)
OTHERS: tuple[Group, ...] = (
    (Rule("state", _state),),
    (Rule("phrase", _phrase), Rule("described", _behind), Rule("seat", _seat)),
    (Rule("described elsewhere", _elsewhere),),
    (Rule("knowledge", _known_body),),
    (Rule("examples", _examples),),
    (Rule("sent by", _sender),),
    (Rule("office at home", home.office),),
)
