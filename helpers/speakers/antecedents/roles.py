"""Who "the ambassador" is: whoever was called so. Only "the expert" and the like may be anybody of that kind.

An office is nobody's because he spoke last or is the only person named.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from helpers import lexicons
from helpers.lexicons.speakers import any_of, forms, words
from helpers.names import gazetteer, people
from helpers.names.people import Person
from helpers.speakers import descriptions, voices
from helpers.speakers.antecedents.pronouns import APPOSITION, Fits, walk_back
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity
from helpers.speakers.entities.nouns import calls_alike, gender_of, is_role
from helpers.speakers.history import History, Span, agrees, as_entity

_NEAR = 6000  # characters to look back for who was called so
_MENTIONS = 20  # places that name somebody, read for what he is
_ROLE_WITHIN = 60  # characters before a name that may hold what its title is of
_JUST_BEFORE = 4  # sentences to look back for who is called by an epithet
_BRACKET = re.compile(r"\s\([^()\n]{1,20}\)")
_AGED = re.compile(r"\d{1,3}[ -](?:year-old|jährige)", re.I)
_OF_A_STATE = ("demonym", "country", "capital", "place", "region")


def same_description(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """The last person before who was called so, with a name or without."""
    context = history.context
    if _is_somebody_new(entity, context):
        return None
    if entity.determiner in words("possessives_of_bodies"):  # "its spokesman" is nobody without a name before
        return _called(context, entity)
    fits = fits_of(entity, context)

    def called_so(other: Entity) -> bool:
        return other.kind in ("unnamed", "definite") and _is_same_role(entity, other) and fits(other)

    unnamed = history.last(context.sentence_at(entity.start), called_so)
    found = [other for other in (_called(context, entity), unnamed) if other and fits(other)]
    return max(found, key=lambda other: other.start, default=None)


def same_kind(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "The expert" after an analyst: somebody near who can be called so."""
    context = history.context
    generic = entity.head in words("generic_roles") and not complement(entity)
    if not generic or is_owned(entity) or _is_somebody_new(entity, context):
        return None
    fits = fits_of(entity, context)
    near = walk_back(
        entity, history, avoid, lambda other: fits(other) and is_of_kind(entity.head, held_by(other, context))
    )
    if near and near.kind == "person" and context.names(entity.start, entity.end):
        return replace(near, role=(entity.start, entity.end))
    return near


def by_epithet(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "The billionaire", "der CDU-Politiker": who spoke or acted right before; "the Serbian": who spoke."""
    context = history.context
    nation = any(m.kind in ("demonym", "country") for m in context.names(entity.start, entity.end))
    alone = any(m.kind == "demonym" and m.end == entity.end for m in context.names(entity.start, entity.end))
    adjectives = words("epithet_adjectives", context.language)
    epithet = entity.head.endswith(tuple(words("epithets", context.language)))
    epithet = epithet or not adjectives.isdisjoint(entity.name.lower().split()) or _is_of_a_home(entity, context)
    new = entity.name.lower().split()[0] in words("others") or entity.head in words("never_epithets")
    new = new or is_owned(entity)
    new = new or entity.determiner == "die" and not alone and not entity.head.endswith("in")  # several
    if entity.plural or new or not (alone or epithet or _AGED.match(entity.name)):
        return None
    gender = gender_of([entity.head], context.language) if entity.kind == "body" else entity.gender
    fits = fits_of(replace(entity, gender=gender), context)

    def person(other: Entity) -> bool:
        return other.kind == "person" and fits(other)

    if not nation:
        return walk_back(entity, history, avoid, person, _JUST_BEFORE)
    spoke = history.last(context.sentence_at(entity.start), person, _JUST_BEFORE)
    return spoke or (_only_one_named(entity, history, person) if alone else None)


def _is_of_a_home(entity: Entity, context: Context) -> bool:
    """ "Der Regensburger", where the article has the place: its head with the ending of who comes from there."""
    endings = [ending for ending in words("home_endings", context.language) if entity.head.endswith(ending)]
    stems = [entity.head.removesuffix(ending).capitalize() for ending in endings]
    return not is_role(entity.head) and any(len(stem) > 3 and next(context.places_of(stem), None) for stem in stems)


def _only_one_named(entity: Entity, history: History, fits: Fits) -> Entity | None:
    """The one person named in the sentences before, of whom nothing that is told contradicts."""
    context = history.context
    here = context.sentence_at(entity.start)
    start = context.sentences[max(0, here - _JUST_BEFORE)].start
    named = {one.name: one for one in (as_entity(context, p) for p in context.persons(start, entity.start))}
    return next(iter(named.values())) if len(named) == 1 and all(map(fits, named.values())) else None


def by_noun(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Der Radprofi", "the angler": the last person before whose name this very noun stands."""
    context = history.context
    if entity.plural or is_owned(entity) or entity.name.lower().split()[0] in words("others"):
        return None
    for person in reversed(context.persons(max(0, entity.start - _NEAR), entity.start)):
        run = [context.text[slice(*span)].lower().split() for span in descriptions.before(context, person.start)[:1]]
        if run and run[0][-1:] == [entity.head]:
            return as_entity(context, person)
    return None


def read_as_noun(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "The king" for Wang in a machine's translation, where somebody of that surname is named."""
    context = history.context
    surnames = lexicons.load("speakers")["read_as_nouns"].get(entity.head, ())
    if not surnames or is_owned(entity) or _is_somebody_new(entity, context):
        return None
    named = [p for p in context.persons(0, entity.start) if set(p.name.split()) & set(surnames)]
    return as_entity(context, named[-1]) if named else None


def _is_somebody_new(entity: Entity, context: Context) -> bool:
    """ "The other expert", "the Gazprom expert", "his adviser": not the one before."""
    own = context.names(entity.start, entity.end)
    if entity.name.lower().split()[0] in words("others") or any(m.kind not in _OF_A_STATE for m in own):
        return True
    return is_owned(entity) and entity.determiner not in words("possessives_of_bodies")


def is_owned(entity: Entity) -> bool:
    """Whether a phrase begins with whose somebody is: "sein Anwalt"."""
    return entity.determiner in forms("possessives")


def fits_of(entity: Entity, context: Context) -> Fits:
    """Whether somebody's gender and state can be those of the phrase."""
    codes = {m.code for m in context.names(entity.start, entity.end)}

    def fits(other: Entity) -> bool:
        known = voices.codes_of(other, context) - {""} if codes else set()
        return other.human and agrees(entity.gender, other.gender) and (not known or codes <= known)

    return fits


def _is_same_role(entity: Entity, other: Entity) -> bool:
    """Whether somebody without a name was called by the same noun and what this phrase adds: "the chief of police"."""
    return entity.head == other.head and complement(entity) <= set(other.name.lower().split())


def complement(entity: Entity) -> set[str]:
    """The nouns behind the head of a phrase: {"bank"} of "the chairman of the bank"."""
    tokens = entity.name.lower().split()
    behind = tokens[tokens.index(entity.head) + 1 :] if entity.head in tokens else []
    return {w for w in behind if w not in words("prepositions") | words("definite") | words("indefinite")}


def is_of_kind(role: str, held: set[str]) -> bool:
    """Whether "the analyst" can be somebody who has these roles: not the president, not a driver."""
    kinds = {kind: words("generic_roles", kind) for kind in lexicons.load("speakers")["generic_roles"]}
    mine = {kind for kind, nouns in kinds.items() if role in nouns}
    if not held or "anybody" in mine or role in held:
        return True
    theirs = {kind for kind, nouns in kinds.items() if held & nouns}
    if "anybody" in theirs or not theirs and "officer" in mine:
        return True
    return "worker" not in mine and bool(mine & theirs)


def held_by(entity: Entity, context: Context) -> set[str]:
    """The roles that an article gives somebody."""
    if entity.kind != "person":
        return {w for w in entity.name.lower().split() if is_role(w)}
    told = set[str]().union(*(said_of(place, context) for place in context.mentions.get(entity.name, ())[:_MENTIONS]))
    return {w for w in told if is_role(w)} or ({"politician"} if entity.name in context.known_people else set())


def said_of(person: Person, context: Context) -> set[str]:
    """The words that name somebody's role at one place: the title, the apposition behind and the one before."""
    behind = APPOSITION.match(context.text, person.end)
    before = _role_before().search(context.text, max(0, person.start - _ROLE_WITHIN), person.start)
    phrases = [part[1].lower().split() for part in (behind, before) if part]
    if context.language in words("languages_with_capital_nouns"):
        runs = descriptions.before(context, person.start)[:1]  # "Trainer N.": nouns that no list of titles has
        phrases += [context.text[start:end].lower().split() for start, end in runs]
        party = _BRACKET.match(context.text, person.end)  # "N. (SPD), Landrätin in X,"
        office = APPOSITION.match(context.text, party.end()) if party else None
        phrases += [office[1].lower().split()] if office else []
    return {_written_out(word) for word in person.title.split()}.union(*phrases)


@lru_cache
def _role_before() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of('before_appositions')})\s([^,.;:“”\"]{{3,60}}),\s$")


def _written_out(word: str) -> str:
    """A title written out: "sen." -> "senator"."""
    short = lexicons.load("titles")["abbreviations"]
    return short.get(word.rstrip("."), word.rstrip("."))


def _is_held(role: str, held: set[str], context: Context) -> bool:
    """Whether somebody has a role, also as the end of a compound in German: "Polizeisprecher"."""
    if context.language not in words("languages_with_capital_nouns"):
        return role in held
    return role in held or any(calls_alike(role, word, context.language) for word in held)


def _called(context: Context, entity: Entity) -> Entity | None:
    """The nearest person before whose title or apposition holds the noun: "the minister", "the researcher"."""
    own = {w for w in entity.name.lower().split() if is_role(w) or w in gazetteer.titles()}
    what = complement(entity) - {m.name.lower() for m in context.names(entity.start, entity.end)}
    for person in reversed(context.persons(max(0, entity.start - _NEAR), entity.start)):
        before = context.text[max(0, person.start - _ROLE_WITHIN) : person.start].lower()
        held = said_of(person, context)
        called = all(_is_held(role, held, context) for role in own | {entity.head})
        fits = called and what <= held | set(before.split())
        if fits and agrees(entity.gender, people.gender(context.full_name(person.name))):
            return as_entity(context, person)
    return None
