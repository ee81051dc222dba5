"""Whose "the report", "the statement", "a poll" is: who is said to have made it, in the phrase or where it is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from helpers import lexicons
from helpers.lexicons import one_of
from helpers.lexicons.speakers import any_of, forms, words
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity, named_body, parse
from helpers.speakers.history import History, Span

_BODIES = ("organisation", "institution", "office", "seat", "medium")  # kinds of names
_FAR = 6000  # characters to look back for a paper's maker
_REACH = 2  # sentences to look back for a body whose paper it may be
_ISSUED = 4  # sentences to look back for who issues a release
_BEHIND = 160  # characters behind the noun in which the phrase itself names the maker
_NAME = r"[A-ZÄÖÜ][\w.&’'-]*(?<!['’]s)"
_NOUN = re.compile(r"\s[a-z][\w-]+(?:\s[A-ZÄÖÜ][\w-]*)*")
_WHO = rf"(?:(?:the|an?)\s)?(?:[a-z][\w-]+\s){{0,4}}?{_NAME}(?:\s(?:(?:of|for|and|on|the|&)\s){{0,2}}{_NAME}){{0,7}}"


def of_maker(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "The WHO's report", "a poll by Gallup", "Amnesty published a report"; "report" of a headline, told below it."""
    context = history.context
    if entity.head not in words("documents") or entity.kind not in ("definite", "unnamed", "group"):
        return None
    if body := _named_before(entity, context):
        return body
    within = next(
        _makers(context, entity.head, entity.start, min(entity.end + _BEHIND, _sentence_end(context, entity))), None
    )
    if within or entity.kind != "definite" and not context.in_headline(entity.start):
        return within
    for head in _names_of_it(entity.head):
        before = list(_makers(context, head, max(0, entity.start - _FAR), entity.start))
        if before:
            return before[-1]
        behind = _makers(context, head, entity.end, entity.end + _FAR) if context.in_headline(entity.start) else ()
        if made := next(iter(behind), None):
            return made
    return None


def _names_of_it(noun: str) -> list[str]:
    """A noun for a paper, and others for the same one: a poll is a survey."""
    alike = (group for groups in lexicons.load("speakers")["same_papers"].values() for group in groups)
    return [noun, *(other for group in alike if noun in group for other in group if other != noun)]


def _named_before(entity: Entity, context: Context) -> Entity | None:
    """The one body that a phrase names before its noun: "an OSCE statement", "WHO data"."""
    named = [m for m in context.names(entity.start, entity.end) if m.kind in _BODIES]
    return named_body(named[0]) if len(named) == 1 and entity.name.lower().endswith(entity.head) else None


def of_body(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "The report": the body that has just spoken."""
    context = history.context
    if entity.head not in words("documents") or context.names(entity.start, entity.end):
        return None
    here = context.sentence_at(entity.start)
    return history.last(here, lambda other: other.gender == "n" or other.kind in ("body", "medium"), _REACH)


def of_speaker(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "The letter", "the appeal": the person who has just spoken."""
    context = history.context
    if entity.head not in words("personal_papers", context.language) or context.names(entity.start, entity.end):
        return None
    return history.last(context.sentence_at(entity.start), lambda other: True, _REACH)


def of_issuer(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "A press release" after "Senators N. and Pym introduced the act": who does what it tells of."""
    context = history.context
    if (
        entity.head not in words("releases")
        or entity.kind not in ("definite", "unnamed")
        or entity.determiner in forms("possessives")
    ):
        return None
    here = context.sentence_at(entity.start)
    reach = _ISSUED if entity.kind == "unnamed" else _FAR
    for start, stop, _ in reversed(context.sentences[max(0, here - reach) : here]):
        hit = _issues().match(context.text, start, stop)
        maker = parse(context, *hit.span("who")) if hit else None
        if maker and maker.kind in ("person", "body", "joint"):
            return maker
    return None


@lru_cache
def _issues() -> re.Pattern[str]:
    """Who opens a sentence and does something that a release tells of."""
    return re.compile(rf"(?P<who>[A-Z][^:;“”\"]{{2,100}}?)\s(?:has\s|have\s)?(?:{any_of('issuing')})\b")


def on_a_page(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "A statement on the ministry's website": whose page it is."""
    if entity.start < 0 or entity.head not in words("own_words") | words("documents"):
        return None
    context = history.context
    hit = _on_page().search(context.text, entity.start, min(entity.end, _sentence_end(context, entity)))
    return parse(context, *hit.span("who")) if hit else None


@lru_cache
def _on_page() -> re.Pattern[str]:
    """Whose page something stands on."""
    return re.compile(rf"\son\s(?P<who>[^,;:.]{{3,60}})['’]s?\s(?:[\w-]+\s){{0,2}}?(?:{any_of('pages')})\b")


def of_court(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "The ruling", "das Urteil": the court that spoke last, else the one named last."""
    context = history.context
    if entity.head not in words("rulings") or context.names(entity.start, entity.end):
        return None
    return court(entity, history)


def court(entity: Entity, history: History) -> Entity | None:
    """The court that spoke last, else the one named last."""
    context = history.context
    ends = tuple(words("courts", context.language))
    spoke = history.last(context.sentence_at(entity.start), lambda other: other.head.endswith(ends))
    named = list(_court(context.language).finditer(context.text, max(0, entity.start - _FAR), entity.start))
    return spoke or (replace(parse(context, *named[-1].span()), kind="body") if named else None)


@lru_cache
def _court(language: str) -> re.Pattern[str]:
    """A court by its name, with where it is."""
    ends = one_of({form for word in words("courts", language) for form in (word, word.capitalize())})
    name = r"[A-ZÄÖÜ][\w-]*"
    return re.compile(rf"\b(?:{name}\s)?[\w-]*?(?:{ends})\b(?:\sin\s{name}(?:\s{name})?)?")


def _sentence_end(context: Context, entity: Entity) -> int:
    return context.sentences[max(0, context.sentence_at(entity.start))].end


def _makers(context: Context, noun: str, start: int, end: int) -> Iterator[Entity]:
    """Who is said to have made such a paper, in the order of the text."""
    hits = sorted(hit.span("who") for pattern in _patterns(noun) for hit in pattern.finditer(context.text, start, end))
    for span in hits:
        maker = _maker(context, *span)
        if maker.kind in ("person", "body", "medium", "unnamed", "definite") and maker.head not in words("documents"):
            yield replace(maker, kind="unnamed") if maker.kind == "definite" else maker


def _maker(context: Context, start: int, end: int) -> Entity:
    """Who a phrase names; "the Cambodian side" where a people has its noun behind it."""
    maker = parse(context, start, end)
    if maker.kind == "group" and (noun := _NOUN.match(context.text, end)):
        return parse(context, start, noun.end())
    return maker


@lru_cache(maxsize=256)
def _patterns(noun: str) -> tuple[re.Pattern[str], ...]:
    paper = rf"\b(?:{re.escape(noun)}|{re.escape(noun.capitalize())})\b"
    return (
        re.compile(
            rf"\b(?P<who>{_NAME}(?:\s(?:(?:of|for|and)\s(?:the\s)?)?{_NAME}){{0,7}})['’]s?\s(?:[\w-]+\s){{0,3}}?{paper}"
        ),
        re.compile(
            rf"{paper}(?:\s(?!(?:{any_of('behind_datives')})\b)[\w-]+){{0,5}}?\s(?:{any_of('paper_by')})\s(?P<who>{_WHO})"
        ),
        re.compile(rf"\b(?P<who>{_WHO})\s(?:{any_of('paper_made')})\s(?:[\w’'-]+\s){{1,5}}?{paper}"),
        re.compile(
            rf"\b(?:{any_of('before_makers')})\s(?P<who>(?:[a-zäöüß]+\s){{0,3}}{_NAME}(?:\s{_NAME}){{0,3}})\s"
            rf"(?:{any_of('paper_made_by')})[nrsm]?\s(?:[a-zäöüß]+\s){{0,2}}{paper}"
        ),
        re.compile(
            rf"\b(?P<who>{_WHO})\s(?:[a-z][\w’'-]*\s){{1,8}}?in\s(?:{any_of('paper_in')})\s(?:[\w-]+\s){{0,3}}?{paper}"
        ),
    )
