"""Who "he", "the expert", "the company", "the latter" or "both sides" is, by what the article said before.

Rules instead of a trained model: go back from the phrase, sentence by sentence; the speaker of a sentence is
preferred to its subject, the subject to anybody else in it; gender, number and kind must fit (the salience order
of Lappin and Leass 1994, reduced to what can be read without a parser).
"""

from __future__ import annotations

import re
from dataclasses import replace

from helpers import gazetteer, lexicons
from helpers.speakers import people, voices
from helpers.speakers.context import Context, words
from helpers.speakers.history import History, agrees, as_entity, within
from helpers.speakers.pairs import is_pair, pair, pair_member
from helpers.speakers.people import Person
from helpers.speakers.phrase import Entity, named_body, parse, role_noun

NEAR = 6000  # characters to look back for who was called so
NEAR_SENTENCES = 3  # sentences to look back for "the ambassador told"
REACH = 8  # sentences to look back for somebody who has not spoken
_SUBJECT_WITHIN = 60  # characters from the sentence's start in which its subject is looked for


def resolve(entity: Entity, history: History, avoid: list[tuple[int, int]]) -> Entity:
    """The antecedent of a pronoun, a definite phrase or a relative; the entity itself for anything else.

    `avoid` are spans that cannot hold it: the words that are attributed.
    """
    context = history.context
    if entity.kind == "relative":
        return _before(context, entity) or entity
    if entity.head in words("heads_of_state") and (leader := _head_of_state(entity, context)):
        return leader
    if entity.kind == "pronoun" and entity.person == 3:
        return _pronoun(entity, history, avoid) or replace(entity, kind="none")
    if entity.kind == "group" and is_pair(entity):
        return pair(entity, history, avoid) or entity
    if entity.kind == "group" and entity.determiner in words("definite") and " " not in entity.name:
        here = context.sentence_at(entity.start)
        return history.last(here, lambda e: e.kind == "group" and e.head == entity.head) or entity
    if entity.kind == "body" and " " not in entity.name:
        medium = next(
            (
                m
                for m in reversed(context.matches)
                if m.kind == "medium" and m.end <= entity.start and m.name.endswith(" " + entity.name)
            ),
            None,
        )
        return Entity(medium.name, "medium", medium.start, medium.end) if medium else entity
    if entity.kind == "definite" or (entity.kind == "unnamed" and _anonymous(entity)):
        return _definite(entity, history, avoid)
    return entity


def _head_of_state(entity: Entity, context: Context) -> Entity | None:
    """The one president of a state whom the article names, also later on: "the head of the People's Republic"."""
    if entity.kind not in ("definite", "body", "unnamed") or entity.determiner in words("indefinite"):
        return None
    states = {m.code if m.kind in ("country", "demonym") else "" for m in context.names(entity.start, entity.end)}
    if len(states) != 1 or "" in states:
        return None
    named = {
        context.full_name(p.name): as_entity(context, p)
        for p in context.people
        if words("heads_of_state") & set(p.title.split())
        and not words("no_longer") & set(re.findall(r"\w+", context.text[max(0, p.start - 40) : p.start].lower()))
    }
    told = [(leader, voices.best_evidence(leader, context)) for leader in named.values()]
    leaders = [leader for leader, best in told if best and best.code in states]
    return leaders[0] if len(leaders) == 1 else None


def _before(context: Context, entity: Entity) -> Entity | None:
    """The person or body right before a relative pronoun."""
    named = context.persons(max(0, entity.start - 120), entity.start)
    if named and "." not in context.text[named[-1].end : entity.start]:
        return as_entity(context, named[-1])
    bodies = [m for m in context.names(max(0, entity.start - 60), entity.start) if m.kind != "demonym"]
    if bodies and "." not in context.text[bodies[-1].end : entity.start]:
        return named_body(bodies[-1])
    phrase = _PHRASE_BEFORE.search(context.text, max(0, entity.start - 90), entity.start)
    return parse(context, *phrase.span("who")) if phrase else None


_PHRASE_BEFORE = re.compile(
    r"\b(?P<who>(?:an?|the|another|one|ein|eine|einen|der|die|den)\s(?:[\w’'-]+\s){0,5}?[\w’'-]+),?\s$", re.I
)


# ---------------------------------------------------------------------------------------------------------------
# pronouns


def _pronoun(entity: Entity, history: History, avoid: list[tuple[int, int]]) -> Entity | None:
    context = history.context
    here = context.sentence_at(entity.start)
    if entity.plural or (context.language == "de" and entity.head == "sie" and _plural_verb(context, entity)):
        return (
            history.last(here, lambda e: e.plural, REACH)
            or pair(entity, history, avoid)
            or history.last(here, lambda e: e.kind in ("body", "medium"), REACH)
        )
    if entity.gender == "n":
        return history.last(here, lambda e: e.kind in ("body", "medium") or e.gender == "n", REACH) or _body_before(
            context, entity.start, here
        )

    def fits(other: Entity) -> bool:
        return other.human and agrees(entity.gender, other.gender)

    return _walk_back(entity, history, avoid, fits) or history.last(here, fits) or _teller(entity, context, fits)


def _teller(entity: Entity, context: Context, fits) -> Entity | None:
    """The nearest "the ambassador told" in the sentences before."""
    here = context.sentence_at(entity.start)
    start = context.sentences[max(0, here - NEAR_SENTENCES)].start
    for hit in reversed(list(_TELLING.finditer(context.text, start, entity.start))):
        teller = parse(context, *hit.span("who"))
        if hit["verb"] in words("say") and teller.head in words("roles") and fits(replace(teller, kind="unnamed")):
            return replace(teller, kind="unnamed")
    return None


_TELLING = re.compile(r"\b(?P<who>(?:the|an?)\s(?:[\w’'-]+\s){0,3}?[\w’'-]+)\s(?P<verb>[a-z]+)\b", re.I)


def _plural_verb(context: Context, entity: Entity) -> bool:
    """German "sie sagten": the verb right after or before tells the number."""
    after = re.match(r"\s*(\w+)", context.text[entity.end : entity.end + 30])
    before = re.search(r"(\w+)\s*$", context.text[max(0, entity.start - 30) : entity.start])
    return any(m is not None and m[1].endswith(("ten", "en")) for m in (after, before))


def _walk_back(entity: Entity, history: History, avoid: list[tuple[int, int]], fits) -> Entity | None:
    """Back sentence by sentence: speaker, else subject; else the nearest person who was neither."""
    context = history.context
    here = context.sentence_at(entity.start)
    spare = None
    for sentence in range(here, max(-1, here - REACH), -1):
        speaker = next((e for e in history.at(sentence) if fits(e)), None)
        if speaker:
            return speaker
        start, end, _ = context.sentences[sentence]
        named = [
            p
            for p in context.persons(start, min(end, entity.start))
            if (p.sure or _described(context, p)) and not within(p.start, avoid) and fits(as_entity(context, p))
        ]
        subject = next((p for p in named if _is_subject(context, p, start)), None)
        if subject:
            return as_entity(context, subject)
        spare = spare or (named[-1] if named and sentence != here else None)
    return as_entity(context, spare) if spare else None


def _described(context: Context, person: Person) -> bool:
    """Whether the words behind a name say that it is a person's: "Li Na, a professor at ..."."""
    told = _APPOSITION.match(context.text, person.end)
    return told is not None and role_noun(told[1].split(",")[0])


def _is_subject(context: Context, person: Person, start: int) -> bool:
    """Near the sentence's start and not behind a preposition or possessive."""
    before = context.text[start : person.start].lower().replace(",", " ").split()
    if person.start - start > _SUBJECT_WITHIN or context.text[person.end : person.end + 2] in ("'s", "’s"):
        return False
    tail = [w for w in before[-8:] if w.strip(".") not in gazetteer.titles()]
    return not tail or tail[-1] not in words("prepositions") | {"and", "und"}


# ---------------------------------------------------------------------------------------------------------------
# noun phrases


def _anonymous(entity: Entity) -> bool:
    """ "An anonymous source" is new; "anonymous source" without an article may be somebody from before."""
    return entity.name.lower().startswith("same ")


def _definite(entity: Entity, history: History, avoid: list[tuple[int, int]]) -> Entity:
    """ "the expert": whoever was called so, else the last speaker of that kind; else the phrase as it is."""
    context = history.context
    here = context.sentence_at(entity.start)
    described = entity.name.lower().split()
    if entity.head in ("latter", "former") or described[:1] in (["latter"], ["former"]) and len(described) == 1:
        return pair_member(entity, history, avoid) or entity
    own = context.names(entity.start, entity.end)
    codes = {m.code for m in own}
    if entity.head in words("roles"):
        if described[0] in ("other", "another", "second", "third", "anderen", "andere"):
            return entity
        if any(m.kind not in ("demonym", "country", "capital", "place", "region") for m in own):
            return replace(entity, kind="unnamed")
        if entity.determiner in words("of_a_body"):  # "its spokesman" has not been called so before
            return _called(context, entity) or replace(entity, kind="unnamed")

        def fits(other: Entity) -> bool:
            known = voices.codes_of(other, context) - {""} if codes else set()
            return other.human and agrees(entity.gender, other.gender) and (not known or codes <= known)

        called = _called(context, entity)
        if called and fits(called):
            return called
        nearby = _walk_back(entity, history, avoid, fits)
        if nearby and (entity.head in words("generic_roles") or _only(context, entity, nearby)):
            return replace(nearby, role=(entity.start, entity.end)) if codes and nearby.kind == "person" else nearby
        return replace(entity, kind="unnamed")
    if entity.head in words("bodies") | words("media"):
        body = _body_called(context, entity)
        medium = next((m for m in reversed(context.matches) if m.kind == "medium" and m.end <= entity.start), None)
        if medium and entity.head in words("media") and not codes:
            return Entity(medium.name, "medium", medium.start, medium.end)
        if body:
            return body
        if not codes:
            earlier = history.last(here, lambda e: e.kind in ("body", "medium"), REACH)
            if earlier:
                return earlier
    if entity.head in words("documents") and not own:
        return history.last(here, lambda e: e.gender == "n" or e.kind in ("body", "medium"), REACH) or entity
    if entity.head in ("man", "woman"):
        return history.last(here, lambda e: e.human and agrees(entity.gender, e.gender)) or entity
    return replace(entity, kind="unnamed")


def _only(context: Context, entity: Entity, person: Entity) -> bool:
    """Whether nobody else has been named before: then even "the king" can mean nobody else."""
    before = {context.full_name(p.name) for p in context.persons(max(0, entity.start - NEAR), entity.start) if p.sure}
    return person.kind == "unnamed" or before == {person.name}


def _called(context: Context, entity: Entity) -> Entity | None:
    """The nearest person before whose title or apposition holds the noun: "the minister", "the researcher"."""
    own = {w for w in entity.name.lower().split() if w in words("roles") or w in gazetteer.titles()}
    for person in reversed(context.persons(max(0, entity.start - NEAR), entity.start)):
        after = _APPOSITION.match(context.text, person.end)
        held = {_long(word) for word in person.title.split()} | set(after[1].lower().split() if after else ())
        if own | {entity.head} <= held and agrees(entity.gender, people.gender(context.full_name(person.name))):
            return as_entity(context, person)
    return None


def _long(word: str) -> str:
    """A title written out: "sen." -> "senator"."""
    short = lexicons.load("titles")["abbreviations"]
    return short.get(word.rstrip("."), word.rstrip("."))


_APPOSITION = re.compile(r",\s((?:an?|the|his|her|one|who is|der|die|ein|eine)\s[^,.;]{3,120})")


def _body_called(context: Context, entity: Entity) -> Entity | None:
    """The latest name before that ends in the noun: "the ministry" after "the Foreign Ministry"."""
    noun = re.escape(entity.head)
    pattern = re.compile(
        rf"\b((?:[A-Z][\w’'-]*\s(?:of\s|for\s|and\s)?){{1,5}}{noun})\b|"
        rf"\b{noun}\s((?:[A-Z][\w’'-]*\s?(?:of\s|for\s|and\s)?){{1,5}})",
        re.I if noun.istitle() else 0,
    )
    found = None
    capital = re.compile(pattern.pattern.replace(noun, noun.capitalize(), 1))
    for regex in (pattern, capital):
        for hit in regex.finditer(context.text, max(0, entity.start - 4000), entity.start):
            if found is None or hit.start() > found.start():
                found = hit
    if found is None:
        return None
    name = re.sub(r"^(?:The|A|An)\s", "", (found[1] or found[2]).strip())
    return Entity(name, "body", found.start(), found.end(), entity.head, "n") if name.lower() != entity.head else None


def _body_before(context: Context, position: int, here: int) -> Entity | None:
    """The subject state or body of the sentence before, for "it"."""
    for sentence in range(here, max(-1, here - 3), -1):
        start, end, _ = context.sentences[sentence]
        for match in context.names(start, min(end, position)):
            if match.kind in (
                "country",
                "capital",
                "seat",
                "office",
                "organisation",
                "medium",
                "institution",
            ):
                return named_body(match)
    return None
