"""Every attribution of an article -> who speaks in it, and the relaying medium; and an entity -> a speaker."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from helpers.attribution import Attribution
from helpers.layout.sentences import Sentence
from helpers.lexicons import one_of
from helpers.lexicons.speakers import any_of, forms, words
from helpers.speakers import antecedents, interviews, media, quoted, subjects, without_source
from helpers.speakers.antecedents import bodies, roles
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity, named_body, nobody, parse
from helpers.speakers.entities.nouns import is_role
from helpers.speakers.history import History, Span, as_entity
from helpers.speakers.media import Relay
from helpers.speakers.voices import Judgement, codes_of, voice_of
from helpers.speakers.without_source import begin
from helpers.study import Article, Study

_NEIGHBOURS = 30  # attributions before and after one, among which those around and inside it are looked for
_NAMED_WITHIN = 3  # sentences and attributions after a role in which its holder may be named
_MENTIONS = 20  # places that name somebody, read for what he is
_STATES = ("country", "demonym", "capital")  # kinds of names that mean a state
_RELAYED = 0.6  # share of a medium's report that must be one speaker's words to make it that speaker's


@dataclass(frozen=True)
class Speaker:
    """Who speaks, and for whom.

    kind: named, unnamed (one person without a name), group (several), medium, or none (nobody to be found; also
    the outlet itself, whose voice is narrator). `found` is the rule that found the speaker, `rule` the one that decided
    the voice, `evidence` the words by which it did, `probability` how likely the voice is right (None where it is
    unknown, or the outlet's).
    """

    name: str
    voice: str
    via: str = ""
    kind: str = "person"
    evidence: str = ""
    rule: str = ""
    found: str = ""
    probability: float | None = None


Who = tuple[Entity, str]  # who speaks, and the medium that relays it
Judge = Callable[[Entity, Context], Judgement]  # for whom an entity speaks
NARRATOR = Speaker("narrator", "narrator", "", "none", "", "the outlet itself")
UNKNOWN = Speaker("", "unknown", "", "none", "", "no source")
NAMED = ("person", "body", "joint", "medium")  # kinds of speakers with a name
_KINDS = {kind: kind for kind in (*NAMED, "group")}


def who(
    text: str,
    sentences: Sequence[Sentence],
    attributions: Sequence[Attribution],
    article: Article,
    study: Study,
) -> tuple[Context, list[Who]]:
    """What is known of the article, and who speaks in each attribution, in the order of `attributions`."""
    context = Context(text, list(sentences), article, study)
    history = History(context)
    found: list[Who | None] = [None] * len(attributions)
    running: tuple[str, str] = ("", "")  # a speaker, and the medium spoken to
    order = sorted(range(len(attributions)), key=lambda i: begin(attributions[i]))
    for i in order:
        entity, relay = _who(attributions[i], attributions, found, context, history)
        if relay and relay.runs:
            running = (entity.name, relay.medium)
        elif entity.kind not in ("none", "narrator") and entity.name != running[0]:
            running = ("", "")
        via = relay.medium if relay else running[1]
        found[i] = (entity, "" if via == entity.name else via)
        if entity.kind not in ("none", "narrator"):
            history.add(last_position(attributions[i]), entity)
    quoted.settle(attributions, found, context)
    pass_on(attributions, found)
    _named_later(found, order, attributions, context)
    _named_below(found, context)
    _reported_below(found, order, context)
    return context, list(filter(None, found))  # all are found by now


def agreed(speakers: list[Speaker]) -> list[Speaker]:
    """One voice for one named speaker: what is known of him first holds everywhere."""
    known: dict[str, Speaker] = {}
    for s in speakers:
        if s.kind in NAMED and s.voice != "unknown":
            known.setdefault(s.name, s)
    return [
        replace(s, voice=known[s.name].voice, evidence=known[s.name].evidence, rule=known[s.name].rule)
        if s.kind in NAMED and s.name in known
        else s
        for s in speakers
    ]


def last_position(attribution: Attribution) -> int:
    """Where somebody has finished speaking: what comes next may go on from there."""
    return max([attribution.source[0], attribution.cue[0], *(end - 1 for _, end in attribution.content)])


def _who(
    attribution: Attribution, others: Sequence[Attribution], found: list, context: Context, history: History
) -> tuple[Entity, Relay | None]:
    """Who speaks, and the medium that relays it."""
    label = interviews.label_of(context, attribution)
    if label is not None:
        return label, None
    entity = parse(context, *_source(attribution, context)) if attribution.source[0] >= 0 else nobody()
    if entity.kind == "narrator":
        return entity, None
    if entity.kind == "pronoun" and entity.person == 1:
        return quoted.around(attribution, others, found), None
    if entity.kind == "none":
        return without_source.find(attribution, history), None
    subject = subjects.subject_of(attribution, entity, context)
    if subject:
        speaker = _owned(antecedents.resolve(subject.entity, history, list(attribution.content)), history)
        medium = media.name_of(entity, context) if subject.relayed else ""
        return speaker, Relay(medium, False) if medium else None
    if entity.head in words("own_words") and not context.names(entity.start, entity.end):
        entity = _whose_statement(attribution, history) or entity
    entity = _owned(antecedents.resolve(entity, history, list(attribution.content)), history)
    return _quoted_by_medium(entity, attribution, history) or (entity, _relay(entity, attribution, context))


def _source(attribution: Attribution, context: Context) -> Span:
    """The source, whole where only its beginning was found: "U.S." of "U.S. President Pym said".

    Of "the bulk of her speech" it is her speech.
    """
    start, end = attribution.source
    hit = _share().match(context.text, start)
    if hit and hit.start("who") - 1 <= end <= hit.end("who"):
        return hit.span("who")
    stop = end + len(context.text[end : max(end, attribution.cue[0])].rstrip())
    named = context.persons(end, stop)
    titled = named and named[-1].end == stop and _TITLED.fullmatch(context.text, end, stop)
    return (start, stop) if titled and context.names(start, end) else (start, end)


_TITLED = re.compile(r"(?:\s(?:[A-Z][\w’'.-]*|of|for|and|the)){2,8}")  # words of a title and a name


@lru_cache
def _share() -> re.Pattern[str]:
    whose = one_of(forms("possessives"))
    return re.compile(rf"(?:the\s)?(?:{any_of('shares')})\sof\s(?P<who>(?:{whose})\s[\w-]+)", re.I)


def _quoted_by_medium(entity: Entity, attribution: Attribution, history: History) -> tuple[Entity, Relay] | None:
    """Whose words they are, where the source is a medium that passes them on."""
    if entity.kind != "medium" and not media.is_own_outlet(entity, history.context):
        return None
    contents = list(attribution.content)
    inner = media.inner_speaker(history.context, contents, (attribution.source[1], contents[0][0]))
    if inner is None:
        return None
    speaker = antecedents.resolve(inner, history, [])
    nobody_named = speaker.kind == "none" and inner.kind != "pronoun"  # "he was quoted by N.": not N., whoever he is
    return None if nobody_named else (speaker, Relay(entity.name, False))


def _relay(entity: Entity, attribution: Attribution, context: Context) -> Relay | None:
    spans = [span for span in (attribution.source, attribution.cue) if span[0] >= 0]
    span = (min(a for a, _ in spans), max(b for _, b in spans))
    return media.relay_of(context, span, list(attribution.content), _at_source(entity, attribution))


def _at_source(entity: Entity, attribution: Attribution) -> Entity:
    """The entity at the place where this attribution names it, also when it was named in full before."""
    return replace(entity, start=attribution.source[0], end=attribution.source[1])


def _whose_statement(attribution: Attribution, history: History) -> Entity | None:
    """ "The bank will close, according to a statement": the subject of what the statement says."""
    context = history.context
    begin = attribution.content[0][0]
    if begin > attribution.source[0] or not _according().match(context.text, attribution.cue[0]):
        return None
    subject = _subject().match(context.text, begin, attribution.source[0])
    entity = antecedents.resolve(parse(context, *subject.span()), history, []) if subject else None
    if entity is None or entity.kind not in ("person", "body", "medium", "unnamed"):
        return None
    return replace(entity, found="subject of a statement")


@lru_cache
def _according() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('before_statements')})\b", re.I)


@lru_cache
def _subject() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:{any_of('before_subjects_with_a_name')})\s)?"
        r"(?:[A-Z][\w’'.-]*(?:\s(?:(?:of|for|and)\s(?:the\s)?)?(?=[A-Z]))?)+|"
        rf"(?:{any_of('before_subjects')})\s[\w-]+"
    )


# ---------------------------------------------------------------------------------------------------------------
# whose he is, and what he is called later


def _owned(entity: Entity, history: History) -> Entity:
    """ "its transport minister" speaks for whom "its" means, unless the phrase says for whom."""
    word = forms("possessives").get(entity.determiner)
    if word is None and entity.owner is None:
        of_a_body = entity.kind in ("unnamed", "group")
        found = _of_the_country(entity, history.context) or (bodies.owner(entity, history) if of_a_body else None)
        return replace(entity, owner=found) if found else entity
    if word is None or entity.kind not in ("unnamed", "group", "body", "person") or entity.head in words("not_theirs"):
        return entity
    gender, number, _ = forms("pronouns")[word]
    pronoun = Entity(word, "pronoun", entity.start, entity.start, word, gender, number == "p")
    owner = antecedents.resolve(pronoun, history, [])  # "X hesitates, his aide said": X stands in the words themselves
    if word == "it" and owner.kind == "body" and entity.kind == "unnamed" and entity.head.startswith("spokes"):
        return owner  # who has no name speaks for the body
    return replace(entity, owner=owner if owner.kind not in ("none", "pronoun", "narrator") else None)


def _of_the_country(entity: Entity, context: Context) -> Entity | None:
    """The state named last before "the country's ministry of commerce"."""
    if entity.start < 0 or not _countrys().match(context.text, entity.start):
        return None
    before = (m for m in reversed(context.matches) if m.end <= entity.start and m.kind in _STATES)
    state = next(before, None)
    return named_body(state) if state else None


@lru_cache
def _countrys() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:the|this|that)\s)?(?:{any_of('words_for_a_country')})['’]s\s", re.I)


def _named_later(found: list, order: list[int], attributions: Sequence[Attribution], context: Context) -> None:
    """The transport minister said so. "...," Erkin Baatyrov told reporters: role and name are one person's.

    When a person about whom nothing is told is first named right after a role without a name: a definite one and a
    name without a title, or one that comes back as the title ("a spokesperson for ... Spokesperson Pym").
    """
    for at, earlier in enumerate(order):
        role, _ = found[earlier]
        later = next((i for i in order[at + 1 : at + 1 + _NAMED_WITHIN] if found[i][0].kind == "person"), None)
        if later is None or role.kind != "unnamed" or not is_role(role.head) or role.start < 0:
            continue
        person, _ = found[later]
        sentences = [context.sentence_at(begin(attributions[i])) for i in (earlier, later)]
        next_one = later == order[at + 1]
        told = _is_named_so(person, role, context) or next_one and _opens_story(role, person, context)
        if sentences[1] - sentences[0] <= _NAMED_WITHIN and told:
            found[:] = list(_with_role(found, role, person))


def _opens_story(role: Entity, person: Entity, context: Context) -> bool:
    """Whether "a top official" of the first sentence is who speaks next, an official by what he is called.

    So news begin; not where the first phrase names a state that is not his, or tells that he keeps his name to himself.
    """
    sentence = next((n for n, each in enumerate(context.sentences) if each.kind == "body"), -1)
    named = context.names(role.start, role.end)
    if context.sentence_at(role.start) != sentence or any(m.kind not in _STATES for m in named):
        return False
    kinds = (words("generic_roles", "officer") | words("generic_roles", "expert")) - words("unnamed_roles")
    held, codes = roles.held_by(person, context), codes_of(person, context)
    his = not named or {m.code for m in named} <= codes
    return role.head in kinds and bool(held or named) and his and roles.is_of_kind(role.head, held)


def _named_below(found: list, context: Context) -> None:
    """ "Chinese ambassador" of a headline: the only one whom the article calls by all these words."""
    for role in list(dict.fromkeys(entity for entity, _ in found)):
        if role.kind != "unnamed" or not is_role(role.head) or not context.in_headline(role.start):
            continue
        called = set(role.name.lower().split())
        named = [
            name
            for name, places in context.mentions.items()
            if any(called <= roles.said_of(place, context) for place in places[:_MENTIONS])
        ]
        if len(named) == 1:
            person = next(
                (e for e, _ in found if e.name == named[0]), as_entity(context, context.mentions[named[0]][0])
            )
            found[:] = list(_with_role(found, role, person))


def _reported_below(found: list, order: list[int], context: Context) -> None:
    """ "Factory closes: report" of a headline: the medium that speaks first below it."""
    for i in order:
        entity, via = found[i]
        if (
            entity.kind != "unnamed"
            or entity.head not in words("reports_of_media")
            or not context.in_headline(entity.start)
        ):
            continue
        below = (
            found[j][0] for j in order if found[j][0].kind == "medium" and not context.in_headline(found[j][0].start)
        )
        if medium := next(below, None):
            found[i] = (replace(medium, found="reported below"), via)


def _is_named_so(person: Entity, role: Entity, context: Context) -> bool:
    """Whether a person first named behind a role, of whom nothing else is told, can be the one who has it."""
    place = context.mentions.get(person.name, [None])[0]
    if place is None or place.start < role.end:
        return False
    named_so = role.head in place.title.split() or (not place.title and _is_definite(role, context))
    return named_so and voice_of(person, context).voice == "unknown"


def _with_role(found: list, role: Entity, person: Entity) -> Iterator[tuple[Entity, str]]:
    """All speakers, with the person in place of the role, and the role known of the person everywhere."""
    named = replace(person, role=(role.start, role.end), owner=role.owner, found="named later")
    for entity, medium in found:
        if entity == role:
            yield named, medium
        elif entity.name == person.name:
            yield replace(entity, role=named.role, owner=named.owner), medium
        else:
            yield entity, medium


def _is_definite(role: Entity, context: Context) -> bool:
    return role.determiner in words("definite") or _POSSESSED.match(context.text, role.start) is not None


_POSSESSED = re.compile(r"[\w-]+(?:\s[\w-]+)?[’']s\s")


def pass_on(attributions: Sequence[Attribution], found: list) -> None:
    """Where what somebody tells is mostly another's words, it is that other's: via the medium, if one tells.

    What somebody only feels or wants passes no words on.
    """
    for i, outer in enumerate(attributions):
        teller, via = found[i]
        if teller.kind in ("none", "narrator"):
            continue
        for j in range(max(0, i - _NEIGHBOURS), min(len(found), i + _NEIGHBOURS)):
            speaker, _ = found[j]
            if attributions[j].cue_class != "speech" and outer.cue_class == "speech":
                continue
            if i != j and speaker.kind not in ("none", "medium", "narrator") and _is_mostly(outer, attributions[j]):
                relay = teller.name if teller.kind == "medium" else via
                found[i], found[j] = (replace(speaker, found="passed on"), relay), (speaker, relay)


def _is_mostly(outer: Attribution, inner: Attribution) -> bool:
    """Whether most of what is attributed in one attribution is the words of another, with what attributes them."""
    size = sum(b - a for a, b in outer.content)
    spans = [span for span in (*inner.content, inner.source, inner.cue) if span[0] >= 0]
    shared = sum(max(0, min(b, d) - max(a, c)) for a, b in outer.content for c, d in spans)
    return size > 0 and shared >= _RELAYED * size


def speaker(entity: Entity, via: str, context: Context, judge: Judge = voice_of) -> Speaker:
    """An entity as a speaker, with the voice that a rule tells."""
    if entity.kind == "narrator" or media.is_own_outlet(entity, context):
        return NARRATOR
    if entity.kind == "none" or not entity.name:
        return replace(UNKNOWN, via=via)
    if entity.kind in ("pronoun", "relative"):
        return replace(UNKNOWN, via=via, rule="no antecedent")
    voice, evidence, rule = judge(entity, context)
    return Speaker(entity.name, voice, via, kind_of(entity), evidence, rule, entity.found)


def kind_of(entity: Entity) -> str:
    """The kind of speaker that an entity is."""
    return _KINDS.get(entity.kind, "unnamed")
