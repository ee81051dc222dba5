"""Every attribution of an article -> its speaker, voice and relaying medium."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from helpers import lexicons
from helpers.attribution import Attribution
from helpers.layout.sentences import Sentence
from helpers.speakers import antecedents, relays, turns
from helpers.speakers.context import Context, words
from helpers.speakers.history import History
from helpers.speakers.phrase import Entity, is_role, parse
from helpers.speakers.relays import Relay
from helpers.speakers.voices import voice_of
from helpers.study import Article, Study

_NEIGHBOURS = 30  # attributions before and after one, among which those around and inside it are looked for
_NAMED_WITHIN = 3  # sentences and attributions after a role in which its holder may be named
_RELAYED = 0.6  # share of a medium's report that must be one speaker's words to make it that speaker's


@dataclass(frozen=True)
class Speaker:
    """Who speaks, and for whom.

    kind: named, unnamed (one person without a name), group (several), medium, or none (nobody to be found; also
    the outlet itself, whose voice is narrator). `evidence` are the words that decided the voice, `rule` which rule.
    """

    name: str
    voice: str
    via: str = ""
    kind: str = "named"
    evidence: str = ""
    rule: str = ""


NARRATOR = Speaker("narrator", "narrator", "", "none", "", "the outlet itself")
UNKNOWN = Speaker("", "unknown", "", "none", "", "no source")
_KINDS = {"person": "named", "body": "named", "joint": "named", "medium": "medium", "group": "group"}


def resolve(
    text: str,
    sentences: Sequence[Sentence],
    attributions: Sequence[Attribution],
    article: Article,
    study: Study,
) -> list[Speaker]:
    """One speaker an attribution, in the order of `attributions`."""
    context = Context(text, list(sentences), article, study)
    history = History(context)
    found: list[tuple[Entity, str] | None] = [None] * len(attributions)
    running: tuple[str, str] = ("", "")  # a speaker, and the medium spoken to
    order = sorted(range(len(attributions)), key=lambda i: _position(attributions[i]))
    for i in order:
        entity, relay = _who(attributions[i], attributions, found, context, history)
        if relay and relay.runs:
            running = (entity.name, relay.medium)
        elif entity.kind not in ("none", "narrator") and entity.name != running[0]:
            running = ("", "")
        via = relay.medium if relay else running[1]
        found[i] = (entity, "" if via == entity.name else via)
        if entity.kind not in ("none", "narrator"):
            history.add(_last_position(attributions[i]), entity)
    _pass_on(attributions, found)
    _named_later(found, order, attributions, context)
    return _agreed([_speaker(entity, via, context) for entity, via in found])


def _agreed(speakers: list[Speaker]) -> list[Speaker]:
    """One voice for one named speaker: what is known of him first holds everywhere."""
    known: dict[str, Speaker] = {}
    for s in speakers:
        if s.kind in ("named", "medium") and s.voice != "unknown":
            known.setdefault(s.name, s)
    return [
        replace(s, voice=known[s.name].voice, evidence=known[s.name].evidence, rule=known[s.name].rule)
        if s.kind in ("named", "medium") and s.name in known
        else s
        for s in speakers
    ]


def _position(attribution: Attribution) -> int:
    starts = [start for start, _ in (attribution.source, *attribution.content) if start >= 0]
    return min(starts, default=attribution.cue[0])


def _last_position(attribution: Attribution) -> int:
    """Where somebody has finished speaking: what comes next may go on from there."""
    return max([attribution.source[0], attribution.cue[0], *(end - 1 for _, end in attribution.content)])


def _who(
    attribution: Attribution, others: Sequence[Attribution], found: list, context: Context, history: History
) -> tuple[Entity, Relay | None]:
    contents = list(attribution.content)
    label = turns.label_of(context, attribution)
    if label is not None:
        return label, None
    entity = parse(context, *attribution.source) if attribution.source[0] >= 0 else Entity("", "none")
    if entity.kind == "narrator":
        return entity, None
    if entity.kind == "pronoun" and entity.person == 1:
        return _first_person(attribution, others, found), None
    if entity.kind == "none":
        return _unsaid(attribution, history), None
    if entity.head in words("own_words") and not context.names(entity.start, entity.end):
        entity = _whose_statement(attribution, history) or entity
    entity = _owned(antecedents.resolve(entity, history, contents), history)
    if entity.kind == "medium" or relays.is_own_outlet(entity, context):
        between = (attribution.source[1], contents[0][0])
        inner = relays.inner_speaker(context, contents, between)
        if inner:
            unnamed = inner.kind == "pronoun"  # "he was quoted by the agency": not the agency, whoever he is
            inner = antecedents.resolve(inner, history, contents[:0])
            if unnamed or inner.kind != "none":
                return inner, Relay(entity.name, False)
    spans = [span for span in (attribution.source, attribution.cue) if span[0] >= 0]
    span = (min(a for a, _ in spans), max(b for _, b in spans))
    return entity, relays.relay_of(context, span, contents, replace_span(entity, attribution))


def _whose_statement(attribution: Attribution, history: History) -> Entity | None:
    """ "The bank will close, according to a statement": the subject of what the statement says."""
    context = history.context
    begin = attribution.content[0][0]
    if begin > attribution.source[0] or not _ACCORDING.match(context.text, attribution.cue[0]):
        return None
    subject = _SUBJECT.match(context.text, begin, attribution.source[0])
    entity = antecedents.resolve(parse(context, *subject.span()), history, []) if subject else None
    return entity if entity and entity.kind in ("person", "body", "medium") else None


_ACCORDING = re.compile(r"according to|laut\b|in\b", re.I)
_SUBJECT = re.compile(
    r"(?:(?:The|A|An|Die|Der|Das)\s)?(?:[A-Z][\w’'.-]*(?:\s(?:(?:of|for|and)\s(?:the\s)?)?(?=[A-Z]))?)+|"
    r"(?:The|Its|Die|Das)\s[\w-]+"
)


def replace_span(entity: Entity, attribution: Attribution) -> Entity:
    """The entity at the place where this attribution names it, also when it was named in full before."""
    return replace(entity, start=attribution.source[0], end=attribution.source[1])


def _unsaid(attribution: Attribution, history: History) -> Entity:
    """No source: quoted words next to somebody's words are still that speaker's."""
    inverted = attribution.cue[0] >= 0 and _INVERTED.match(history.context.text, attribution.cue[1])
    if inverted and _opens_sentence(history.context, attribution.cue[0]):
        return parse(history.context, *inverted.span("who"))
    beside = [
        p
        for p in history.context.persons(attribution.cue[0] - 60, attribution.cue[0])
        if attribution.cue[0] >= 0 and not history.context.text[p.end : attribution.cue[0]].strip()
    ]
    if beside:
        return parse(history.context, beside[-1].start, beside[-1].end)
    if attribution.mode == "indirect" and attribution.cue[0] >= 0 and history.context.language != "de":
        return Entity("", "none")
    here = history.context.sentence_at(_position(attribution))
    last = history.last(here, lambda e: True, 1)
    return last or Entity("", "none")


_INVERTED = re.compile(
    r"\s(?P<who>(?:an?|the|one|another|some|ein|eine|der|die)\s(?:[\w’'-]+\s?){1,6}?)(?=[,.:])", re.I
)  # "Said one diplomat, who ..."


def _opens_sentence(context: Context, position: int) -> bool:
    at = context.sentence_at(position)
    return at >= 0 and not context.text[context.sentences[at].start : position].strip()


def _owned(entity: Entity, history: History) -> Entity:
    """ "its transport minister" speaks for whom "its" means, unless the phrase says for whom."""
    data = lexicons.load("speakers")
    word = data["possessives"].get(entity.determiner)
    if word is None or entity.kind not in ("unnamed", "group", "body", "person") or entity.head in words("not_theirs"):
        return entity
    gender, number, _ = data["pronouns"][word]
    pronoun = Entity(word, "pronoun", entity.start, entity.start, word, gender, number == "p")
    owner = antecedents.resolve(pronoun, history, [])  # "X hesitates, his aide said": X stands in the words themselves
    if word == "it" and owner.kind == "body" and entity.kind == "unnamed" and entity.head.startswith("spokes"):
        return owner  # who has no name speaks for the body
    return replace(entity, owner=owner if owner.kind not in ("none", "pronoun", "narrator") else None)


def _named_later(found: list, order: list[int], attributions: Sequence[Attribution], context: Context) -> None:
    """The transport minister said so. "...," Erkin Baatyrov told reporters: role and name are one person's.

    When a person about whom nothing is told is first named right after a role without a name: a definite one and a
    name without a title, or one that comes back as the title ("a spokesperson for ... Spokesperson Pym").
    """
    for at, earlier in enumerate(order):
        role, _ = found[earlier]
        later = next((i for i in order[at + 1 : at + 1 + _NAMED_WITHIN] if found[i][0].kind == "person"), None)
        if later is None:
            continue
        person, _ = found[later]
        if role.kind != "unnamed" or person.kind != "person" or not is_role(role.head) or role.start < 0:
            continue
        sentences = [context.sentence_at(_position(attributions[i])) for i in (earlier, later)]
        first = context.mentions.get(person.name, [None])[0]
        if first is None or first.start < role.end or sentences[1] - sentences[0] > _NAMED_WITHIN:
            continue
        named_so = role.head in first.title.split() or (not first.title and _is_definite(role, context))
        if not named_so or voice_of(person, context)[0] != "unknown":
            continue
        named = replace(person, role=(role.start, role.end), owner=role.owner)
        for i, (entity, medium) in enumerate(found):
            if entity is role or entity == role:
                found[i] = (named, medium)
            elif entity.name == person.name:
                found[i] = (replace(entity, role=named.role, owner=named.owner), medium)


def _is_definite(role: Entity, context: Context) -> bool:
    return role.determiner in words("definite") or _POSSESSED.match(context.text, role.start) is not None


_POSSESSED = re.compile(r"[\w-]+(?:\s[\w-]+)?[’']s\s")


def _first_person(attribution: Attribution, others: Sequence[Attribution], found: list) -> Entity:
    """ "I" and "we" are whoever is quoted there; else the outlet."""
    start, end = attribution.source
    here = bisect_left(others, attribution.cue, key=lambda other: other.cue)
    near = range(max(0, here - _NEIGHBOURS), min(len(others), here + _NEIGHBOURS))
    around = [
        (b - a, j)
        for j in near
        if others[j] is not attribution and found[j]
        for a, b in others[j].content
        if a <= start and end <= b
    ]
    if around:
        return found[min(around)[1]][0]
    return Entity("narrator", "narrator")


def _pass_on(attributions: Sequence[Attribution], found: list) -> None:
    """Where a medium's report is mostly one speaker's words, it is that speaker's, via the medium."""
    for i, outer in enumerate(attributions):
        entity, _ = found[i]
        if entity.kind != "medium":
            continue
        size = sum(b - a for a, b in outer.content)
        for j in range(max(0, i - _NEIGHBOURS), min(len(found), i + _NEIGHBOURS)):
            inner, (other, _) = attributions[j], found[j]
            if i == j or other.kind in ("none", "medium", "narrator") or not size:
                continue
            spans = [s for s in (*inner.content, inner.source, inner.cue) if s[0] >= 0]
            shared = sum(max(0, min(b, d) - max(a, c)) for a, b in outer.content for c, d in spans)
            if shared >= _RELAYED * size:
                found[i], found[j] = (other, entity.name), (other, entity.name)


def _speaker(entity: Entity, via: str, context: Context) -> Speaker:
    if entity.kind == "narrator" or relays.is_own_outlet(entity, context):
        return NARRATOR
    if entity.kind == "none" or not entity.name:
        return replace(UNKNOWN, via=via)
    voice, evidence, rule = voice_of(entity, context)
    if entity.kind in ("pronoun", "relative"):
        return replace(UNKNOWN, via=via, rule="no antecedent")
    return Speaker(entity.name, voice, via, _KINDS.get(entity.kind, "unnamed"), evidence, rule)
