"""For whom a speaker speaks: who the gazetteer knows first, then institution, office or place, then nationality.

The evidence is read from the words right around the speaker: what stands before the name ("Russian Foreign
Ministry spokeswoman"), behind it (", a researcher at the Carnegie Endowment"), and the same wherever else the
article names that person. A country that the speaker is an expert on, or an ambassador to, is no evidence.
names tells what a name in a phrase says, gather where to look, home what the article need not say; evidence weighs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from helpers.lexicons.speakers import any_of, words
from helpers.names.gazetteer import Match
from helpers.speakers import descriptions
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity
from helpers.speakers.voices.evidence import Evidence, decide, voice_for
from helpers.speakers.voices.gather import evidence_for


class Judgement(NamedTuple):
    """The voice of a speaker, the words that decided it, and the rule."""

    voice: str
    words: str
    rule: str


NO_EVIDENCE = Judgement("unknown", "", "no evidence")


def voice_of(entity: Entity, context: Context) -> Judgement:
    """For whom a resolved entity speaks; NO_EVIDENCE where nothing tells."""
    if entity.kind == "joint":
        return _joint([voice_of(part, context) for part in entity.parts])
    if (entity.plural or entity.head in words("documents")) and (states := _coordinated(entity, context)):
        return _joint(
            [
                Judgement(voice_for(m.code, context.study), context.text[m.start : m.end], "states joined")
                for m in states
            ]
        )
    best = best_evidence(entity, context)
    if best:
        return Judgement(voice_for(best.code, context.study), best.words, best.rule)
    owner = entity.owner or _whose(entity, context)
    return voice_of(owner, context) if owner else NO_EVIDENCE


def _coordinated(entity: Entity, context: Context) -> list[Match]:
    """The states joined by "and" whose people a phrase means: "Chinese and Kazakh officials"."""
    states = [m for m in context.names(entity.start, entity.end) if m.kind in ("country", "demonym", "capital")]
    gaps = [context.text[one.end : other.start] for one, other in zip(states, states[1:], strict=False)]
    if len(states) < 2 or not all(_between().fullmatch(gap) for gap in gaps):
        return []
    told = {evidence.words for evidence in evidence_for(entity, context)}
    return states if all(context.text[m.start : m.end] in told for m in states) else []


@lru_cache
def _between() -> re.Pattern[str]:
    return re.compile(rf",?\s(?:(?:{any_of('conjunctions')})\s(?:the\s|their\s)?)?|,\s?")


def _joint(parts: list[Judgement]) -> Judgement:
    """The voices of all who speak together, in the order named: "chinese|central_asian"; unknown ones fall away."""
    known = [part for part in parts if part.voice != "unknown"]
    if not known:
        return NO_EVIDENCE
    voices = dict.fromkeys(voice for part in known for voice in part.voice.split("|"))
    return known[0]._replace(voice="|".join(voices))


def best_evidence(entity: Entity, context: Context) -> Evidence | None:
    """The strongest evidence, the first of several as strong; None where nothing tells."""
    return decide(evidence_for(entity, context))


def _whose(entity: Entity, context: Context) -> Entity | None:
    """The person whose campaign, government or adviser a phrase means: "the Tokayev administration"."""
    if entity.kind not in ("unnamed", "group", "body") or entity.start < 0:
        return None
    person = next(iter(context.persons(entity.start, entity.end)), None)
    if person is None or set(context.text[entity.start : person.start].lower().split()) & words("prepositions"):
        return None
    after = descriptions.WORD.findall(context.text[person.end : entity.end].lower())
    if not after or after[-1] in words("topics"):
        return None
    return Entity(context.full_name(person.name), "person", person.start, person.end)


def codes_of(entity: Entity, context: Context) -> set[str]:
    """The codes of everybody and everything that somebody may speak for, by the article's words."""
    return {evidence.code for evidence in evidence_for(entity, context)}
