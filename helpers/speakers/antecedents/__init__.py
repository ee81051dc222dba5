"""Who "he", "the expert", "the company", "the latter" or "both sides" is, by what the article said before.

Rules instead of a trained model: go back from the phrase, sentence by sentence; the speaker of a sentence is
preferred to its subject, the subject to anybody else in it; gender, number and kind must fit (the salience order
of Lappin and Leass 1994, reduced to what can be read without a parser).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from helpers.lexicons.speakers import forms, words
from helpers.speakers import both_sides
from helpers.speakers.antecedents import bodies, heads_of_state, offices, papers, pronouns, relatives, roles
from helpers.speakers.entities import Entity
from helpers.speakers.entities.nouns import is_role
from helpers.speakers.history import History, Span
from helpers.speakers.rules import Rule, first


def resolve(entity: Entity, history: History, avoid: list[Span]) -> Entity:
    """The antecedent of a pronoun, a definite phrase or a relative; the entity itself for anything else.

    `avoid` are spans that cannot hold it: the words that are attributed.
    """
    decided = first(RULES, entity, history, avoid)
    if decided:
        return replace(decided[1], found=decided[0])
    if pronouns.is_third(entity):
        return replace(entity, kind="none" if entity.head in forms("pronouns") else "unnamed")
    if _is_definite(entity) and not _is_left_definite(entity, history):
        return replace(entity, kind="unnamed")
    return entity


def _is_definite(entity: Entity) -> bool:
    """ "The expert", or "same expert"; "an anonymous source" is somebody new."""
    same = entity.kind == "unnamed" and entity.name.lower().startswith("same ")
    return entity.kind == "definite" or same


def _is_left_definite(entity: Entity, history: History) -> bool:
    """ "The latter" and "the report", of which the article does not tell whose they are."""
    nobodys_paper = entity.head in words("documents") and not history.context.names(entity.start, entity.end)
    return _is_member(entity) or (nobodys_paper and not is_role(entity.head))


def _both_sides(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Both sides", "the two presidents"."""
    return both_sides.both(entity, history, avoid) if entity.kind == "group" and both_sides.is_both(entity) else None


def _own(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Her comments", "their report": who she is, who they are."""
    word = forms("possessives").get(entity.determiner)
    if word is None or entity.head not in words("utterances") or entity.kind not in ("group", "unnamed", "definite"):
        return None
    gender, number, _ = forms("pronouns")[word]
    pronoun = Entity(word, "pronoun", entity.start, entity.start, word, gender, number == "p")
    owner = resolve(pronoun, history, avoid)
    return owner if owner.kind not in ("none", "pronoun", "narrator") else None


def _on_a_page(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "A statement on the ministry's website": the ministry, also where that is one spoken of before."""
    whose = papers.on_a_page(entity, history, avoid)
    return resolve(whose, history, avoid) if whose and whose.kind != "none" else None


def _same_group(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "The analysts": analysts who spoke before."""
    plain = entity.determiner in words("definite") and " " not in entity.name
    if entity.kind != "group" or not plain or both_sides.is_both(entity):
        return None
    here = history.context.sentence_at(entity.start)
    return history.last(here, lambda other: other.kind == "group" and other.head == entity.head)


def _member(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "The latter" of two."""
    return both_sides.member(entity, history, avoid) if _is_definite(entity) and _is_member(entity) else None


def _is_member(entity: Entity) -> bool:
    ordinals = words("first_of_two") | words("second_of_two")
    return entity.head in ordinals or entity.name.lower() in ordinals


def _is_role(entity: Entity) -> bool:
    return _is_definite(entity) and not _is_member(entity) and is_role(entity.head)


def _is_called(entity: Entity) -> bool:
    """ "The billionaire", "the Serbian", "die SPD-Politikerin", which may look like a name."""
    return entity.determiner in words("definite") and entity.kind in ("definite", "body") and not _is_member(entity)


def _is_body(entity: Entity) -> bool:
    return _is_definite(entity) and not _is_member(entity) and not is_role(entity.head)


def _is_judges(entity: Entity, history: History) -> bool:
    """ "Die Richter", "(nach Ansicht) der Richter": several, of one court."""
    if not _is_definite(entity) or entity.head not in words("judges", history.context.language):
        return False
    before = history.context.text[: max(0, entity.start)].rpartition("\n")[2].split()[-1:]
    return entity.determiner == "die" or not words("opinions").isdisjoint(before)


def _court_of_judges(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Die Richter": the court that spoke last."""
    return papers.court(entity, history) if _is_judges(entity, history) else None


Find = Callable[[Entity, History, list[Span]], Entity | None]


def _if(applies: Callable[[Entity], bool], find: Find) -> Find:
    """A rule for phrases of one kind."""
    return lambda entity, history, avoid: find(entity, history, avoid) if applies(entity) else None


RULES: tuple[Rule[Entity], ...] = (
    Rule("relative", relatives.before),
    Rule("head of state", heads_of_state.head),
    Rule("several before", pronouns.several),
    Rule("both sides", pronouns.both),
    Rule("body before", pronouns.body),
    Rule("speaker or subject", pronouns.near),
    Rule("last speaker", pronouns.last),
    Rule("teller", pronouns.teller),
    Rule("both sides", _both_sides),
    Rule("own words", _own),
    Rule("same group", _same_group),
    Rule("short name of a medium", bodies.medium_by_last_word),
    Rule("one of two", _member),
    Rule("judges of a court", _court_of_judges),
    Rule("same description", _if(_is_role, roles.same_description)),
    Rule("same kind", _if(_is_role, roles.same_kind)),
    Rule("compound of an office", _if(_is_role, offices.by_compound)),
    Rule("known office", _if(_is_called, offices.by_known_office)),
    Rule("epithet", _if(_is_called, roles.by_epithet)),
    Rule("noun before a name", _if(_is_called, roles.by_noun)),
    Rule("name read as a noun", _if(_is_role, roles.read_as_noun)),
    Rule("on a page", _on_a_page),
    Rule("office of the speaker before", _if(_is_role, offices.by_last_speaker)),
    Rule("paper of its maker", papers.of_maker),
    Rule("medium before", _if(_is_body, bodies.medium_before)),
    Rule("body called so", _if(_is_body, bodies.called_so)),
    Rule("company before", _if(_is_body, bodies.company)),
    Rule("body before", _if(_is_body, bodies.before)),
    Rule("paper of a body", _if(_is_body, papers.of_body)),
    Rule("paper of a person", _if(_is_body, papers.of_speaker)),
    Rule("release of an issuer", papers.of_issuer),
    Rule("ruling of a court", _if(_is_body, papers.of_court)),
)
