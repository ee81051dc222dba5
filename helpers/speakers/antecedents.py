"""Who "he", "the expert", "the company", "the latter" or "both sides" is, by what the article said before.

Rules instead of a trained model: go back from the phrase, sentence by sentence; the speaker of a sentence is
preferred to its subject, the subject to anybody else in it; gender, number and kind must fit (the salience order
of Lappin and Leass 1994, reduced to what can be read without a parser).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from helpers import lexicons
from helpers.names import gazetteer, people
from helpers.names.gazetteer import Match
from helpers.names.people import Person
from helpers.speakers import voices
from helpers.speakers.context import Context, words
from helpers.speakers.history import History, agrees, as_entity, within
from helpers.speakers.pairs import is_pair, pair, pair_member
from helpers.speakers.phrase import Entity, is_role, named_body, parse, role_noun

NEAR = 6000  # characters to look back for who was called so
_CITED_WITHIN = 200  # characters before "which" in which who cites a paper is looked for
NEAR_SENTENCES = 3  # sentences to look back for "the ambassador told"
REACH = 8  # sentences to look back for somebody who has not spoken
_MENTIONS = 20  # places that name somebody, read for what he is
_ROLE_WITHIN = 60  # characters before a name that may hold what its title is of
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
    state = next(iter(context.names(entity.start, entity.end)), None)
    if state is None or state.kind not in ("country", "demonym") or not _is_all_of(entity, state, context):
        return None
    named = {
        context.full_name(p.name): as_entity(context, p)
        for p in context.people
        if words("titles_of_heads_of_state") & set(p.title.split())
        and not words("no_longer") & set(re.findall(r"\w+", context.text[max(0, p.start - 40) : p.start].lower()))
    }
    told = [(leader, voices.best_evidence(leader, context)) for leader in named.values()]
    leaders = [leader for leader, best in told if best and best.code == state.code]
    return leaders[0] if len(leaders) == 1 else None


def _is_all_of(entity: Entity, state: Match, context: Context) -> bool:
    """Whether a phrase speaks of the head of a state and of nothing in it, such as its central bank."""
    text = context.text
    rest = f"{text[entity.start : state.start]} {text[state.end : entity.end]}".lower().split()
    plain = words("definite") | words("prepositions") | words("words_for_a_state") | {"'s", "’s", entity.head}
    return all(word.strip(",") in plain for word in rest)


def _before(context: Context, entity: Entity) -> Entity | None:
    """The person or body right before a relative pronoun; who cites it, where that is a law or paper."""
    citing = _citing(context, entity)
    if citing:
        return citing
    named = context.persons(max(0, entity.start - 120), entity.start)
    if named and "." not in context.text[named[-1].end : entity.start]:
        return as_entity(context, named[-1])
    bodies = [m for m in context.names(max(0, entity.start - 60), entity.start) if m.kind != "demonym"]
    if bodies and "." not in context.text[bodies[-1].end : entity.start]:
        return named_body(bodies[-1])
    phrase = _PHRASE_BEFORE.search(context.text, max(0, entity.start - 90), entity.start)
    return parse(context, *phrase.span("who")) if phrase else None


def _citing(context: Context, entity: Entity) -> Entity | None:
    start = max(context.sentences[max(0, context.sentence_at(entity.start))].start, entity.start - _CITED_WITHIN)
    cited = _cites().search(context.text, start, entity.start)
    if cited is None:
        return None
    nouns = set(re.findall(r"\w+", context.text[cited.end() : entity.start].lower()))
    return parse(context, start, cited.start()) if nouns & words("documents") else None


@lru_cache
def _cites() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{'|'.join(words('citing'))})\s")


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
    if is_role(entity.head):
        return _role(entity, history, avoid)
    if entity.head in words("bodies") | words("media"):
        body = _body_called(context, entity)
        medium = next((m for m in reversed(context.matches) if m.kind == "medium" and m.end <= entity.start), None)
        if medium and entity.head in words("media") and not codes:
            return Entity(medium.name, "medium", medium.start, medium.end)
        if body:
            return body
        if not codes and " " not in entity.name:
            stately = entity.head in words("organs") | words("words_for_a_state")
            earlier = history.last(
                here, lambda e: e.kind in ("body", "medium") and (stately or not _is_state(e.name)), REACH
            )
            if earlier:
                return earlier
    if entity.head in words("documents") and not own:
        return history.last(here, lambda e: e.gender == "n" or e.kind in ("body", "medium"), REACH) or entity
    if entity.head in ("man", "woman"):
        return history.last(here, lambda e: e.human and agrees(entity.gender, e.gender)) or entity
    return replace(entity, kind="unnamed")


def _is_state(name: str) -> bool:
    """Whether a body is a state, which no "company" or "committee" can mean."""
    return any(m.kind == "country" and m.end - m.start == len(name) for m in gazetteer.find(name))


def _role(entity: Entity, history: History, avoid: list[tuple[int, int]]) -> Entity:
    """Who "the ambassador" is: whoever was called so. Only "the expert" and the like may be anybody of that kind.

    An office is nobody's because he spoke last or is the only person named.
    """
    context = history.context
    own = context.names(entity.start, entity.end)
    codes = {m.code for m in own}
    unnamed = replace(entity, kind="unnamed")
    if entity.name.lower().split()[0] in words("others") or any(m.kind not in _OF_A_STATE for m in own):
        return unnamed
    if entity.determiner in words("possessives_of_bodies"):  # "its spokesman" has not been called so before
        return _called(context, entity) or unnamed
    if entity.determiner in lexicons.load("speakers")["possessives"]:
        return unnamed

    def fits(other: Entity) -> bool:
        known = voices.codes_of(other, context) - {""} if codes else set()
        return other.human and agrees(entity.gender, other.gender) and (not known or codes <= known)

    def called_so(other: Entity) -> bool:
        return other.kind in ("unnamed", "definite") and _same_role(entity, other) and fits(other)

    here = context.sentence_at(entity.start)
    named, unnamed_before = _called(context, entity), history.last(here, called_so)
    found = [e for e in (named, unnamed_before) if e and fits(e)]
    if found:
        return max(found, key=lambda e: e.start)
    nearby = _walk_back(entity, history, avoid, lambda other: fits(other) and _of_one_kind(entity.head, other, context))
    if nearby and words("generic_roles").issuperset((entity.head,)) and not _complement(entity):
        return replace(nearby, role=(entity.start, entity.end)) if codes and nearby.kind == "person" else nearby
    return _read_as_noun(entity, history) or unnamed


_OF_A_STATE = ("demonym", "country", "capital", "place", "region")


def _same_role(entity: Entity, other: Entity) -> bool:
    """Whether somebody without a name was called by the same noun and what this phrase adds: "the chief of police"."""
    return entity.head == other.head and _complement(entity) <= set(other.name.lower().split())


def _complement(entity: Entity) -> set[str]:
    """The nouns behind the head of a phrase: {"bank"} of "the chairman of the bank"."""
    tokens = entity.name.lower().split()
    behind = tokens[tokens.index(entity.head) + 1 :] if entity.head in tokens else []
    return {w for w in behind if w not in words("prepositions") | words("definite") | words("indefinite")}


def _of_one_kind(role: str, other: Entity, context: Context) -> bool:
    """Whether "the analyst" can be somebody of whom something is known: not the president, not a driver."""
    kinds = lexicons.load("speakers")["generic_roles"]
    mine = {kind for kind, nouns in kinds.items() if role in nouns}
    held = _held(other, context)
    if not held or "anybody" in mine or role in held:
        return True
    theirs = {kind for kind, nouns in kinds.items() if held & set(nouns)}
    if "anybody" in theirs or not theirs and "officer" in mine:
        return True
    return "worker" not in mine and bool(mine & theirs)


def _held(entity: Entity, context: Context) -> set[str]:
    """The roles that an article gives somebody."""
    if entity.kind != "person":
        return {w for w in entity.name.lower().split() if is_role(w)}
    told = set().union(*(_said_of(place, context) for place in context.mentions.get(entity.name, ())[:_MENTIONS]))
    return {w for w in told if is_role(w)} or ({"politician"} if entity.name in context.known_people else set())


def _said_of(person: Person, context: Context) -> set[str]:
    """The words that name somebody's role at one place: the title, the apposition behind and the one before."""
    behind = _APPOSITION.match(context.text, person.end)
    before = _ROLE_BEFORE.search(context.text, max(0, person.start - _ROLE_WITHIN), person.start)
    phrases = [part[1].lower().split() for part in (behind, before) if part]
    return {_long(word) for word in person.title.split()}.union(*phrases)


_ROLE_BEFORE = re.compile(r"\b(?:[Tt]he|[Ii]ts|[Dd]er|[Dd]ie)\s([^,.;:“”\"]{3,60}),\s$")


def _read_as_noun(entity: Entity, history: History) -> Entity | None:
    """ "The king" for Wang in a machine's translation, where somebody of that surname is named."""
    surnames = lexicons.load("speakers")["read_as_nouns"].get(entity.head, ())
    context = history.context
    named = [p for p in context.persons(0, entity.start) if set(p.name.split()) & set(surnames)]
    return as_entity(context, named[-1]) if named else None


def _called(context: Context, entity: Entity) -> Entity | None:
    """The nearest person before whose title or apposition holds the noun: "the minister", "the researcher"."""
    own = {w for w in entity.name.lower().split() if is_role(w) or w in gazetteer.titles()}
    what = _complement(entity) - {m.name.lower() for m in context.names(entity.start, entity.end)}
    for person in reversed(context.persons(max(0, entity.start - NEAR), entity.start)):
        before = context.text[max(0, person.start - _ROLE_WITHIN) : person.start].lower()
        held = _said_of(person, context)
        fits = own | {entity.head} <= held and what <= held | set(before.split())
        if fits and agrees(entity.gender, people.gender(context.full_name(person.name))):
            return as_entity(context, person)
    return None


def _long(word: str) -> str:
    """A title written out: "sen." -> "senator"."""
    short = lexicons.load("titles")["abbreviations"]
    return short.get(word.rstrip("."), word.rstrip("."))


_APPOSITION = re.compile(r"(?:,\s\d{1,3})?,\s([^,.;:“”\"]{3,120})(?=[,.;:])")


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
