"""Whose words they are where a German source is not the subject of its verb.

"Sagte N. laut X": N., and X passes it on. "Seine Gegner nannte N. ...": N. "In einem Brief warnte N. ...": N.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from helpers.attribution import Attribution, german
from helpers.lexicons import one_of
from helpers.lexicons.speakers import any_of, words
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity, parse

_WITHIN = 60  # characters behind "laut X" in which the participle that says what somebody has done stands
_CAPITAL = r"[A-ZÄÖÜ][\w’'-]+"


class Subject(NamedTuple):
    """Who speaks, not yet resolved to anybody earlier, and whether the source only passes it on."""

    entity: Entity
    relayed: bool


def subject_of(attribution: Attribution, source: Entity, context: Context) -> Subject | None:
    """Who speaks, if that is not the source; None where it is, or in another language."""
    if context.language not in words("languages_with_capital_nouns") or min(attribution.cue[0], source.start) < 0:
        return None
    cue = context.text[slice(*attribution.cue)].lower()
    relayed = True
    if cue in words("relaying_cues", context.language):
        span = _told_by(attribution, context)
    elif not (span := _passed_on(attribution, source, context)):
        span, relayed = _behind(attribution, source, context), False
    entity = parse(context, *span) if span else None
    fits = entity and entity.kind in ("person", "unnamed", "definite", "body", "joint", "pronoun", "group")
    return Subject(entity, relayed) if entity and fits and entity.person == 3 else None


# ---------------------------------------------------------------------------------------------------------------
# "laut X"


def _told_by(attribution: Attribution, context: Context) -> tuple[int, int] | None:
    """Who stands beside a verb of saying in the clause of "laut X"."""
    text = context.text
    sentence = context.sentences[max(0, context.sentence_at(attribution.cue[0]))]
    low, high = sorted((attribution.cue, attribution.source))
    before = _verb_and_who().search(text, sentence.start, low[0])
    if before:
        return before.span("who")
    behind = _then_who().match(text, high[1], sentence.end)
    if behind:
        return behind.span("who")
    done = _done().match(text, high[1], min(sentence.end, high[1] + _WITHIN))
    return _whose_clause(context, sentence.start, low[0]) if done else None


def _whose_clause(context: Context, start: int, end: int) -> tuple[int, int] | None:
    """The subject of a clause that stands before a position: a pronoun, or the person before a relative one."""
    pronoun = _pronoun().search(context.text, start, end)
    if pronoun:
        return pronoun.span("who")
    relative = _relative().search(context.text, start, end)
    named = context.persons(start, relative.start() if relative else end)
    beside = [p for p in named if relative is None or not context.text[p.end : relative.start()].strip()]
    return beside[-1][:2] if beside else None


@cache
def _verb_and_who() -> re.Pattern[str]:
    """A verb of saying behind what is said, who says it, and no more than a time or place before "laut X"."""
    return re.compile(rf"[,:“”\"»«]\s(?:{_said()})\s{_who()}(?:\s[^,.;:!?„“”\"»«()]{{1,40}})?\s$")


@cache
def _then_who() -> re.Pattern[str]:
    """The same behind "laut X", up to what is said."""
    return re.compile(rf"[\"“”«»]?\s(?:{_said()})\s{_who()}(?:\s[^,.;:!?„“”\"»«()]{{1,40}})?[,:]")


@cache
def _done() -> re.Pattern[str]:
    """ "... zugegeben haben soll": what somebody has said, in the clause of "laut X"."""
    return re.compile(rf"\s(?:[^,.;:!?„“”\"»«()]*\s)?(?:{one_of(german.participles())})\s(?:{any_of('having')})\b")


def _said() -> str:
    forms, attitudes, _ = german.verbs()
    return one_of(forms - attitudes)


def _who() -> str:
    before = any_of("before_inverted_subjects")
    pronouns = any_of("subjects_of_one")
    small = any_of("name_particles")
    return (
        rf"(?P<who>(?:(?:{before})\s(?:[a-zäöüß-]+\s){{0,3}})?{_CAPITAL}(?:\s(?:(?:{small})\s){{0,2}}{_CAPITAL}){{0,4}}"
        rf"|(?:{pronouns})\b)"
    )


@cache
def _pronoun() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<who>{any_of('subjects_of_one')})\s(?:[^,.;:!?]*\s)?$")


@cache
def _relative() -> re.Pattern[str]:
    return re.compile(rf",\s(?:{any_of('relatives_of_one')})\s(?:[^,.;:!?]*\s)?$")


def _passed_on(attribution: Attribution, source: Entity, context: Context) -> tuple[int, int] | None:
    """Whom a source refers to, "unter Berufung auf N.", or a medium has spoken with."""
    if source.kind == "person":
        return None
    end = context.sentences[max(0, context.sentence_at(attribution.source[0]))].end
    asked = _asked().match(context.text, attribution.source[1], end) if source.kind == "medium" else None
    cited = asked or _on_behalf_of().search(context.text, attribution.source[1], end)
    inside = cited and any(
        start < cited.start() < end for start, end in attribution.content if start > attribution.cue[0]
    )
    if cited is None or inside or parse(context, *cited.span("who")).head in words("documents"):
        return None
    return cited.span("who")


@cache
def _asked() -> re.Pattern[str]:
    return re.compile(rf"[\"”“«]?\s(?:{any_of('interviewing')})\s{_who()}")


@cache
def _on_behalf_of() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{any_of('on_behalf_of')})\s(?P<who>[^,.;:!?„“”\"»«()]{{3,80}})(?=[,.:])")


# ---------------------------------------------------------------------------------------------------------------
# what stands before the verb and is no subject


def _behind(attribution: Attribution, source: Entity, context: Context) -> tuple[int, int] | None:
    """Who stands right behind the verb, where what stands before it cannot be its subject."""
    text, (start, end), cue = context.text, attribution.source, attribution.cue
    if end > cue[0] or text[end : cue[0]].strip() or text[cue[1] : cue[1] + 1] != " ":
        return None
    if _is_governed().search(text, max(0, start - 12), start):
        inverted = _inverted().match(text, cue[1])
        return inverted.span("who") if inverted else None
    person = next(iter(context.persons(cue[1] + 1, cue[1] + 80)), None)
    person = person if person and person.start == cue[1] + 1 else None
    return person[:2] if person and _is_object(text[start:end], text[slice(*cue)], source) else None


@cache
def _is_governed() -> re.Pattern[str]:
    """A preposition right before a phrase, which then is no subject."""
    return re.compile(rf"(?:^|\W)(?:{any_of('prepositions_of_occasions')})\s$", re.I)


@cache
def _inverted() -> re.Pattern[str]:
    return re.compile(rf"\s{_who()}(?=[\s,:])")


def _is_object(phrase: str, verb: str, source: Entity) -> bool:
    """Whether a phrase is an object by its article, or by its number where the verb has another."""
    first, *rest = phrase.lower().split()
    if source.kind == "person":
        return False
    if first in words("objects_alone", "de") or rest and first in words("articles_of_objects", "de"):
        return True
    several = source.plural or first in words("articles_of_several", "de") and _is_of_men(source.head)
    return several and not verb.endswith(tuple(words("endings_of_plural_verbs", "de")))


def _is_of_men(noun: str) -> bool:
    """Whether a noun has the form of men, one or several, which "seine" makes several: "seine Gegner"."""
    return noun.endswith("er") and noun not in words("roles", "f")
