"""Who "the company", "the newspaper" is."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from helpers.lexicons.speakers import any_of, words
from helpers.names import gazetteer, knowledge
from helpers.names.knowledge import Known
from helpers.speakers.antecedents.pronouns import REACH
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity
from helpers.speakers.history import History, Span

_NEAR_SENTENCES = 3  # to look back for companies of which the one named most often is meant
_NEAR = 4000  # characters to look back for a name that ends in the noun
_ARTICLE = re.compile(r"^(?:The|A|An|Das|Der|Die|Dem|Den|Des|Ein|Eine|Einem|Einer)\s")


_OF_STATES = ("country", "demonym", "capital")  # kinds of names that mean a state


def medium_by_last_word(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "The Times" after the New York Times."""
    if entity.kind != "body" or " " in entity.name:
        return None
    return _last_medium(history.context, entity, " " + entity.name)


def _last_medium(context: Context, entity: Entity, ending: str, codes: set[str] | None = None) -> Entity | None:
    """The last medium named before whose name ends so, and which is of these states, if any."""
    media = (m for m in reversed(context.matches) if m.kind == "medium" and m.end <= entity.start)
    medium = next((m for m in media if m.name.endswith(ending) and (not codes or codes <= {m.code})), None)
    return Entity(medium.name, "medium", medium.start, medium.end) if medium else None


def medium_before(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "The newspaper", "the Chinese newspaper": the medium named last, of that state."""
    context = history.context
    named = context.names(entity.start, entity.end)
    if entity.head not in words("media") or any(m.kind not in _OF_STATES for m in named):
        return None
    return _last_medium(context, entity, "", {m.code for m in named})


def called_so(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "The ministry" after "the Foreign Ministry": the last name before that ends in the noun or begins with it."""
    if entity.head not in words("bodies") | words("media"):
        return None
    text, noun = history.context.text, re.escape(entity.head)
    patterns = [_name_with(noun, ending) for ending in (noun, noun.capitalize())]
    if history.context.language in words("languages_with_capital_nouns"):
        patterns.append(_compound_with(noun))
    near = (pattern.finditer(text, max(0, entity.start - _NEAR), entity.start) for pattern in patterns)
    hit = max((hit for hits in near for hit in hits), key=lambda hit: hit.start(), default=None)
    name = _ARTICLE.sub("", next(filter(None, hit.groups())).strip()) if hit else ""
    if hit is None or name.lower() == entity.head:
        return None
    return Entity(name, "body", hit.start(), hit.end(), entity.head, "n")


def company(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "The company", "the Chinese firm": one that spoke just before, else of those named the one named most often."""
    context = history.context
    if entity.head not in words("companies"):
        return None
    here = context.sentence_at(entity.start)
    states = {match.code for match in context.names(entity.start, entity.end)}
    spoke = None if states else history.last(here, _may_be_company, _NEAR_SENTENCES)
    if spoke:
        return spoke
    named = [one for one in _companies(context) if not states or not states.isdisjoint(one.countries)]
    before = [one for one in named if one.end <= entity.start]
    near = [one for one in before if here - context.sentence_at(one.start) <= _NEAR_SENTENCES] or before[-1:]
    if not near:
        return None
    often = Counter(one.entry.name for one in named)
    meant = max(near, key=lambda one: (often[one.entry.name], one.start))
    return Entity(context.text[meant.start : meant.end], "body", meant.start, meant.end, "", "n")


def _companies(context: Context) -> list[Known]:
    """The places where an article names a company that is known, in order."""
    named = (one for one in context.known if one.entry.what == "company" and one.sure != "generic")
    return [one for one in named if not context.text[one.start].islower()]


def owner(entity: Entity, history: History) -> Entity | None:
    """Whose "a spokesman for the ministry", "the ministry's website", "ein Sprecher des Ministeriums" is."""
    hit = _of_a_body().search(history.context.text, entity.start, entity.end) if entity.start >= 0 else None
    if hit is None:
        return None
    noun = next(filter(None, hit.groups())).lower()
    head = noun if noun in words("bodies") else noun.removesuffix("s")
    phrase = Entity(noun, "definite", hit.start(), hit.end(), head, "n", determiner="the")
    return called_so(phrase, history, []) or company(phrase, history, []) or before(phrase, history, [])


@lru_cache
def _of_a_body() -> re.Pattern[str]:
    """A noun for a body behind "of the", or before what it owns, or before who speaks for it."""
    body = any_of("bodies")
    return re.compile(
        rf"\b(?:{any_of('of_a_body')})\s(?:{any_of('articles_of_a_body')})\s({body})s?\b|"
        rf"\b(?:{any_of('genitives')})\s({body})s?\b|\bthe\s({body})['’]s\b|\b({body})\s(?=spokes)",
        re.I,
    )


@lru_cache(maxsize=64)
def _compound_with(noun: str) -> re.Pattern[str]:
    """A German compound that ends in a noun, with an adjective: "chinesisches Handelsministerium"."""
    return re.compile(rf"\b((?:[a-zäöü]\w+(?:{any_of('adjective_endings')})\s)?[A-ZÄÖÜ][\w-]+{noun})s?\b")


def _name_with(noun: str, ending: str) -> re.Pattern[str]:
    """Capitalised words with a noun at their end, in this spelling, or before them."""
    return re.compile(
        rf"\b((?:[A-Z][\w’'-]*\s(?:of\s|for\s|and\s)?){{1,5}}{ending})\b|"
        rf"\b{noun}\s((?:[A-Z][\w’'-]*\s?(?:of\s|for\s|and\s)?){{1,5}})"
    )


def before(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "The committee": the body that spoke last; a state only where a state can be meant, and no company there."""
    context = history.context
    known = entity.head in words("bodies") | words("media")
    if not known or " " in entity.name or context.names(entity.start, entity.end):
        return None
    stately = entity.head in words("organs") | words("words_for_a_state")

    def fits(other: Entity) -> bool:
        unlike = _is_company if stately else _is_state
        return other.kind in ("body", "medium") and not unlike(other.name)

    return history.last(context.sentence_at(entity.start), fits, REACH)


def _may_be_company(entity: Entity) -> bool:
    """Whether a speaker is a company as far as is known: no state or organ of one, nobody known as something else."""
    if entity.kind != "body":
        return False
    if knowledge.look_up(entity.name):
        return _is_company(entity.name)
    return not _is_state(entity.name) and {*entity.name.lower().split()}.isdisjoint(words("organs"))


def _is_company(name: str) -> bool:
    """Whether a body is known as a company, which no "government" can mean."""
    known = knowledge.look_up(name)
    return known is not None and known.entry.what == "company"


def _is_state(name: str) -> bool:
    """Whether a body is a state, which no "company" or "committee" can mean."""
    return any(m.kind == "country" and m.end - m.start == len(name) for m in gazetteer.find(name))
