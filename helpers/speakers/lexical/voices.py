"""For whom a speaker of a language read by words speaks: institution, office and state at the name, then the setting.

A state that somebody only speaks about, or is posted to, is no evidence. An organ of a state that is not named is that
of the state the story plays in: the nearest one named before it, else the outlet's, else that of the language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from helpers import lexicons
from helpers.lexicons import languages, one_of
from helpers.names import morphology, people_in_characters
from helpers.names.gazetteer import Match
from helpers.speakers.context import Context
from helpers.speakers.entities.model import Entity
from helpers.speakers.lexical import clause
from helpers.speakers.lexical.listed import listed
from helpers.speakers.voices import NO_EVIDENCE, Judgement, knowledge, weigh
from helpers.speakers.voices.evidence import NO_STATE, Evidence, voice_for

_MENTIONS = 30  # places that name somebody, read for evidence
_NEAR = 2  # sentences before, in which the state of an organ is looked for
_LEAST_OF_STATE = 3  # characters of a phrase that begins with a state in one
_LONGEST = 60  # characters of a state's name behind a body's
_LEAST_UNSPACED = 3  # characters of a name known elsewhere, in a text without blanks: shorter ones are parts of words
_HOME = 0.8  # share of the names of states that makes a story one from home
_MAIN = 0.5  # share of the names of states that makes one of them the state where the story plays
_BODIES = ("institution", "organisation", "office", "seat")
_OF_STATES = ("country", "demonym", "capital", "place", "seat", "office")
_OF_PLACES = ("country", "capital", "place")
_OPENING = ("«", '"', "“", "„")
_TOPIC_BEHIND = ("问题", "事务", "研究", "研究中心", "局势")
_RANK = {  # rule -> rank of its evidence, the strongest first; of one rank what is found first counts
    "institution": 1,
    "state": 1,
    "medium": 2,
    "place": 3,
    "office of": 4,
    "region": 5,
    "place of stay": 6,
    "topic of": 7,
}


def voice_of(entity: Entity, context: Context) -> Judgement:
    """For whom a resolved entity speaks; NO_EVIDENCE where nothing tells."""
    if entity.kind == "joint":
        known = [told for told in (voice_of(part, context) for part in entity.parts) if told.voice != "unknown"]
        voices = dict.fromkeys(voice for told in known for voice in told.voice.split("|"))
        if not known and entity.owner:
            return voice_of(entity.owner, context)
        return known[0]._replace(voice="|".join(voices)) if known else NO_EVIDENCE
    found = (
        _at_name(entity, context)
        or _known(entity, context)
        or _person_behind(entity, context)
        or _setting(entity, context)
    )
    return Judgement(voice_for(found.code, context.study), found.words, found.rule) if found else NO_EVIDENCE


def _known(entity: Entity, context: Context) -> Evidence | None:
    """What knowledge tells of a name."""
    named = entity.kind in ("person", "body", "medium")
    return next(iter(knowledge.speaker(entity, context)), None) if named else None


def _person_behind(entity: Entity, context: Context) -> Evidence | None:
    """What tells of the one person whose a phrase is: "советник Ветрова", "администрация Обамы"; not of his critics."""
    if entity.kind == "person" or entity.start < 0:
        return None
    named = context.persons(entity.start, entity.end)
    if len(named) != 1 or listed("sides", context) & clause.called(context, entity.start, named[0].start):
        return None
    lead = context.text[entity.start : named[0].start].lower().split()[-1:]
    if lead and (lead[0] in listed("topics", context) or entity.head in listed("papers", context)):
        return None
    name = context.full_name(named[0].name)
    owner = Entity(name, "person", named[0].start, named[0].end, named[0].title)
    told = _at_name(owner, context) or _known(owner, context)
    return Evidence("person behind", name, told.code) if told else None


def _at_name(entity: Entity, context: Context) -> Evidence | None:
    """The strongest evidence in the phrase and beside the name, wherever the article has it."""
    if entity.start < 0:
        return None
    found: list[Evidence] = []
    if entity.kind == "person":
        for span in clause.told_of(context, entity.name):
            found += _in_phrase(context, *span, person=True)
        for start, end in _places(entity, context):
            found += _in_phrase(context, *clause.before(context, start), person=True)
            beside = clause.behind(context, end)
            found += _in_phrase(context, *beside, person=True) if beside else []
    else:
        found += _in_phrase(context, entity.start, entity.end)
        if not found and entity.kind == "unnamed":  # what the same one is called later: "сириец"
            for span in clause.told_of(context, entity.name):
                found += _in_phrase(context, *span)
        if not found and (entity.kind == "body" or _is_named_elsewhere(entity, context)):
            for start, end in _namesakes(entity, context):
                found += _in_phrase(context, start, end)
    found = _of_first_character(entity, context) or found
    return min(found, key=lambda evidence: _RANK[evidence.rule], default=None)


def _is_named_elsewhere(entity: Entity, context: Context) -> bool:
    """Whether an embassy, without blanks in its language, has its name from another place of the article."""
    unspaced = languages.language(context.language).unspaced
    return unspaced and entity.name not in context.text[entity.start : entity.end]


def _of_first_character(entity: Entity, context: Context) -> list[Evidence]:
    """The state that a phrase begins with in one character, by its name in the article: "乌国家统计委员会"."""
    if not languages.language(context.language).unspaced:
        return []
    before = clause.before(context, entity.start) if entity.kind == "person" else (entity.start, entity.end)
    told = context.text[slice(*before)]
    short = {one for many in lexicons.load("names", context.language)["short"].values() for one in many}
    longer = [m for m in context.names(*before) if m.start == before[0] and m.end > m.start + 1]
    if told[:1] not in short or longer or told.startswith(tuple(listed("no_states", context))):
        return []
    ends = tuple(listed("bodies_ends", context) | listed("bodies", context) | listed("officials", context))
    if len(told) < _LEAST_OF_STATE or not told.endswith(ends):
        return []
    full = (m for m in context.matches if m.kind == "country" and m.end - m.start > 1)
    states = Counter(m.code for m in full if context.text[m.start] == told[0])
    return [Evidence("state", told[0], states.most_common(1)[0][0])] if states else []


def _places(entity: Entity, context: Context) -> list[tuple[int, int]]:
    places = [(p.start, p.end) for p in context.mentions.get(entity.name, [])[:_MENTIONS]]
    if not places:
        last = re.split(f"[{people_in_characters.DOTS} ]", entity.name)[-1]
        hits = re.finditer(re.escape(last), context.text) if len(last) > 1 else ()
        places = [hit.span() for hit, _ in zip(hits, range(_MENTIONS), strict=False)]
    return [*places, (entity.start, entity.end)]


def _namesakes(entity: Entity, context: Context) -> Iterator[tuple[int, int]]:
    """The places that name a body, with what stands before each, and the state behind it: "Минздрав Испании"."""
    for hit, _ in zip(re.finditer(re.escape(entity.name), context.text), range(_MENTIONS), strict=False):
        behind = [m.end for m in context.names(hit.end() + 1, hit.end() + _LONGEST) if m.start == hit.end() + 1]
        yield clause.before(context, hit.start())[0], max(behind, default=hit.end())


def _in_phrase(context: Context, start: int, end: int, person: bool = False) -> list[Evidence]:
    """The names in a phrase that tell for whom it speaks, each with the rule."""
    named = _names(context, start, end, opening=start)
    told = [(_rule(context, match, start, end, person), match) for match in named if match.code not in NO_STATE]
    return [Evidence(rule, context.text[match.start : match.end], match.code) for rule, match in told if rule]


def _rule(context: Context, match: Match, start: int, end: int, person: bool) -> str:
    """By which rule a name tells for whom the phrase speaks; "" for a topic, a posting, the medium that passes on."""
    if match.kind in _OF_PLACES and context.text[match.start - 1 : match.start] in _OPENING:
        return ""  # a club or a firm: «Вашингтон»
    behind = context.text[match.end : end]
    lead, last = _prepositions(context, match, start)
    if lead in listed("topics", context) or behind.startswith(_TOPIC_BEHIND) or match.kind == "person":
        return ""
    if listed("origins", context) & clause.called(context, start, match.start):
        return ""
    if lead in listed("stay", context):
        posted = listed("posted", context) & (clause.called(context, start, match.start) | {lead})
        return "" if posted else "place of stay"
    if match.kind == "medium":
        return (
            "medium"
            if not person and (match.start, match.end) == (start, end) or _works_for(context, match, start, end)
            else ""
        )
    if last in listed("topics", context):
        return "topic of"
    if last:
        return "office of"
    if match.kind in _BODIES:
        return "" if listed("sides", context) & clause.called(context, start, match.start) else "institution"
    return {"region": "region", "place": "place"}.get(match.kind, "state")


def _prepositions(context: Context, match: Match, start: int) -> tuple[str, str]:
    """The small word right before a name, and the last one before it in the phrase."""
    before = context.text[start : match.start]
    small = listed("topics", context) | listed("stay", context)
    if languages.language(context.language).unspaced:
        return next((word for word in sorted(small, key=len, reverse=True) if before.endswith(word)), ""), ""
    words = before.lower().split()
    while words and words[-1] in listed("joining", context) | {"«"}:
        words = words[:-2]
    return words[-1] if words else "", next((word for word in reversed(words[1:]) if word in small), "")


def _works_for(context: Context, match: Match, start: int, end: int) -> bool:
    """Whether a noun for a journalist stands beside a medium: "корреспондент RT", "人民日报评论员"."""
    if languages.language(context.language).unspaced:
        return context.text[match.end : end].startswith(tuple(listed("journalists", context)))
    before = context.text[start : match.start].split()[-2:]
    return any(
        clause.base(word) in listed("journalists", context) and "datv" not in clause.cases_of(word) for word in before
    )


# ---------------------------------------------------------------------------------------------------------------
# the setting


def _setting(entity: Entity, context: Context) -> Evidence | None:
    """The state that an official, an organ or a paper need not name, and in a story from home nobody."""
    if entity.start < 0 or entity.head in listed("posted", context):
        return None
    home = context.article.country or languages.language(context.language).home
    counts = _states(context)
    if _is_official(entity, context):
        match = _near(entity, context) or _main(context)
        if match:
            return Evidence("setting", context.text[match.start : match.end], match.code)
        return None if counts else Evidence("setting", "", home)
    if _is_local(entity, context) and (match := _near(entity, context)):
        return Evidence("setting", context.text[match.start : match.end], match.code)
    alone = counts.total() == counts[home]  # experts may be from anywhere, if the story is not from home alone
    mostly = alone if weigh.is_anybody(entity) else counts[home] > _HOME * counts.total()
    local = entity.kind in ("unnamed", "group") and counts[home] > 0 and mostly
    if local or _is_at_home(entity, context) and (counts[home] or not counts):
        return Evidence("setting", _shown(context, home), home)
    return None


def _is_local(entity: Entity, context: Context) -> bool:
    """Whether somebody lives where the story is: "местные жители", which one that names several states may not tell."""
    if entity.kind not in ("unnamed", "group", "definite"):
        return False
    phrase, stems = context.text[entity.start : entity.end].lower(), tuple(listed("locals", context))
    if languages.language(context.language).unspaced:
        return any(stem in phrase for stem in stems)
    return any(word.startswith(stems) for word in phrase.split())


def _shown(context: Context, code: str) -> str:
    """The first name of a state in the article."""
    named = _of_states(context, 0, len(context.text))
    return next((context.text[m.start : m.end] for m in named if m.code == code), "")


def _is_official(entity: Entity, context: Context) -> bool:
    if entity.kind == "person":
        spans = [clause.before(context, start) for start, _ in _places(entity, context)]
        spans += [beside for _, end in _places(entity, context) if (beside := clause.behind(context, end))]
        titles = {word for span in spans for word in clause.called(context, *span)} | {entity.head}
        return bool(titles & listed("officials", context))
    phrase = context.text[entity.start : entity.end]
    if languages.language(context.language).unspaced:
        ends = tuple(listed("bodies", context) | listed("officials", context))
        return phrase.endswith(ends) or bool(_officials(context.language).search(phrase))
    return bool(
        (listed("bodies", context) | listed("officials", context))
        & (clause.called(context, entity.start, entity.end) | {entity.head})
    )


@lru_cache
def _officials(language: str) -> re.Pattern[str]:
    return re.compile(one_of(lexicons.words("sources", "bodies", language)))


def _is_at_home(entity: Entity, context: Context) -> bool:
    """Whether a person's name is of the form that names at home have; it decides only together with the setting."""
    if entity.kind != "person":
        return False
    if languages.language(context.language).unspaced:
        return people_in_characters.is_native(entity.name, context.language) and f"·{entity.name}" not in context.text
    if " " not in entity.name:  # "отец школьников Николай": only where no other state is spoken of
        home = languages.language(context.language).home
        return morphology.is_given(entity.name, known=True) and not {*_states(context)} - {home}
    ends = tuple(lexicons.words("sources", "surname_ends", context.language))
    return morphology.is_given(entity.name.split()[0], known=True) and entity.name.endswith(ends)


def _states(context: Context) -> Counter[str]:
    """How often the article names each state, by its own name, its places, its people."""
    key = ("states",)
    if key not in context.memory:
        context.memory[key] = Counter(m.code for m in _of_states(context, 0, len(context.text)))
    return context.memory[key]


def _of_states(context: Context, start: int, end: int) -> list[Match]:
    """The names of states, their peoples and places in a span, those included that knowledge alone tells; in order."""
    key = ("names of states",)
    if key not in context.memory:
        named = _names(context, 0, len(context.text))
        context.memory[key] = [m for m in named if m.kind in _OF_STATES and m.code not in NO_STATE]
    return [m for m in context.memory[key] if start <= m.start and m.end <= end]


def _names(context: Context, start: int, end: int, opening: int = -1) -> list[Match]:
    """The names in a span, in order, those included that knowledge alone tells.

    Where no blanks part words the shorter of these are parts of words, but for one that opens a phrase.
    """
    least = _LEAST_UNSPACED * languages.language(context.language).unspaced
    known = (m for m in knowledge.names(context, start, end) if m.end - m.start >= least or m.start == opening)
    return sorted([*context.names(start, end), *known])


def _near(entity: Entity, context: Context) -> Match | None:
    """The one state that the sentences right before and with a speaker name."""
    here = context.sentence_at(entity.start)
    for at in range(here, max(-1, here - _NEAR - 1), -1):
        start, stop, _ = context.sentences[at]
        before = _of_states(context, start, min(stop, max(start, entity.start)))
        named = [m for m in before if m.kind != "demonym" and not _is_topic(context, m)]
        if named:
            return named[-1] if len({m.code for m in named}) == 1 else None
    return None


def _main(context: Context) -> Match | None:
    """The state that most names of states in the article are of."""
    named = _of_states(context, 0, len(context.text))
    counts = Counter(m.code for m in named if not _is_topic(context, m))
    if not counts:
        return None
    code, number = counts.most_common(1)[0]
    if number <= _MAIN * counts.total():
        return None
    return next(m for m in named if m.code == code)


def _is_topic(context: Context, match: Match) -> bool:
    """Whether a state stands behind a small word that makes it what something is about: "граница с Россией"."""
    if languages.language(context.language).unspaced:
        return False
    words = context.text[max(0, match.start - _LONGEST) : match.start].lower().split()
    return bool(words) and words[-1] in listed("topics", context)
