"""Who speaks where no source is named: who stands at the cue, or whoever has spoken right before."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from helpers.attribution import Attribution, german
from helpers.lexicons import one_of
from helpers.lexicons.speakers import any_of, words
from helpers.speakers import antecedents
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity, nobody, parse
from helpers.speakers.history import History, as_entity
from helpers.speakers.rules import Rule, first

_NOUN_BEHIND = re.compile(r"(?:\s[a-zäöüß][\w-]*){0,3}(?:\s[A-ZÄÖÜ][\w-]*){1,3}")  # in a language that writes nouns so
_MARKS = " \t\n,.;:!?\"“”„‘’'»«–—-"
_CLOSING = "\"”“»«’'"
_NAMED_BEFORE = 60  # characters before a cue in which a person right before it is named


def begin(attribution: Attribution) -> int:
    """Where an attribution begins: with its source or its words, else with its cue."""
    starts = [start for start, _ in (attribution.source, *attribution.content) if start >= 0]
    return min(starts, default=attribution.cue[0])


def find(attribution: Attribution, history: History) -> Entity:
    """No source: whoever stands at the cue; else quoted words next to somebody's words are still that speaker's."""
    decided = first(RULES, attribution, history)
    return replace(decided[1], found=decided[0]) if decided else nobody()


def _cut_off(attribution: Attribution, history: History) -> Entity | None:
    """A source of which only the article was found: "die" of "die Polizei"."""
    context, (start, end) = history.context, attribution.source
    whole = _NOUN_BEHIND.match(context.text, end) if start >= 0 else None
    if whole is None or context.text[start:end].lower() not in words("definite"):
        return None
    return parse(context, start, whole.end())


def _inverted(attribution: Attribution, history: History) -> Entity | None:
    """ "Said one diplomat, who ...", "...", schreibt die "Gazzetta"."""
    context, cue = history.context, attribution.cue
    inverted = _inverted_subject().match(context.text, cue[1]) if cue[0] >= 0 else None
    said = attribution.content[-1][1]
    follows = said <= cue[0] and not context.text[said : cue[0]].strip(_MARKS)
    told = inverted and (follows or _opens_sentence(context, cue[0]))
    return parse(context, *inverted.span("who")) if inverted and told else None


def _behind_quotation(attribution: Attribution, history: History) -> Entity | None:
    """ "...", fuhr die Ärztin fort: whose verb the tagger does not know."""
    context = history.context
    behind = _subject_behind().match(context.text, attribution.content[-1][1]) if attribution.mode == "direct" else None
    if behind is None:
        return None
    return antecedents.resolve(parse(context, *behind.span("who")), history, list(attribution.content))


@lru_cache
def _subject_behind() -> re.Pattern[str]:
    before = any_of("before_inverted_subjects")
    return re.compile(
        rf"[{_CLOSING}]*,\s[a-zäöüß]{{3,}}\s(?P<who>(?:{before})\s[^.,;:\n]{{2,60}}?)(?:\s[a-z]{{2,6}})?[.,:]"
    )


@lru_cache
def _inverted_subject() -> re.Pattern[str]:
    before = any_of("before_inverted_subjects")
    return re.compile(rf"\s(?P<who>(?:{before})\s(?:[\w’'\"„“»«-]+\s?){{1,6}}?)(?=[,.:])", re.I)


def _opens_sentence(context: Context, position: int) -> bool:
    at = context.sentence_at(position)
    return at >= 0 and not context.text[context.sentences[at].start : position].strip()


def _right_before(attribution: Attribution, history: History) -> Entity | None:
    """The person named right before the cue."""
    context, cue = history.context, attribution.cue[0]
    named = context.persons(cue - _NAMED_BEFORE, cue) if cue >= 0 else []
    beside = [person for person in named if not context.text[person.end : cue].strip()]
    return parse(context, beside[-1].start, beside[-1].end) if beside else None


def _goes_on(attribution: Attribution, history: History) -> Entity | None:
    """Who spoke in this sentence or the one before; in indirect speech only where its verbs show that it goes on."""
    context = history.context
    reported = attribution.mode == "indirect" and attribution.cue[0] >= 0
    if reported and context.language not in words("languages_with_reported_speech"):
        return None
    here = context.sentence_at(begin(attribution))
    return next(iter([*history.at(here), *history.at(here - 1)]), None)


def _said_to_have(attribution: Attribution, history: History) -> Entity | None:
    """ "Anna Klein soll das vorgeschlagen haben": she."""
    context = history.context
    if context.language not in words("languages_with_reported_speech"):
        return None
    start, end, _ = context.sentences[max(0, context.sentence_at(begin(attribution)))]
    hit = _should_have().match(context.text, start, end)
    return antecedents.resolve(parse(context, *hit.span("who")), history, []) if hit else None


@lru_cache
def _should_have() -> re.Pattern[str]:
    participles = one_of(german.participles())
    return re.compile(
        rf"\W*(?P<who>(?:[\w.’'-]+\s){{0,5}}?[\w.’'-]+)\s(?:{any_of('should')})\s[^.!?]*?\b(?:{participles})\s"
        rf"(?:{any_of('having')})\b"
    )


def _named_before(attribution: Attribution, history: History) -> Entity | None:
    """In reported speech with nobody before: the one person whom the sentence before names."""
    context = history.context
    at = context.sentence_at(begin(attribution))
    if attribution.mode != "indirect" or at < 1 or context.language not in words("languages_with_reported_speech"):
        return None
    start, end, _ = context.sentences[at - 1]
    named = {one.name: one for one in (as_entity(context, person) for person in context.persons(start, end))}
    return next(iter(named.values())) if len(named) == 1 else None


RULES: tuple[Rule[Entity], ...] = (
    Rule("article alone", _cut_off),
    Rule("said to have said", _said_to_have),
    Rule("behind the cue", _inverted),
    Rule("behind the quotation", _behind_quotation),
    Rule("before the cue", _right_before),
    Rule("goes on", _goes_on),
    Rule("named before", _named_before),
)
