"""The medium through which words reach the outlet: named in the sentence, and not the speaker itself."""

from __future__ import annotations

import re
from functools import lru_cache

from helpers import lexicons
from helpers.attribution import Attribution
from helpers.lexicons import languages, one_of
from helpers.names import morphology
from helpers.speakers.context import Context
from helpers.speakers.entities.model import Entity
from helpers.speakers.lexical import clause
from helpers.speakers.lexical.cases import of_match
from helpers.speakers.media import is_own_name

_WORD = re.compile(r"[^\W_][\w’'-]*")
_WHO_FIRST = 30  # characters of who opens what a medium passes on
_WITHIN = 60  # characters beside a medium in which a word of passing on stands


@lru_cache
def _relaying(language: str) -> re.Pattern[str]:
    return re.compile(one_of(lexicons.words("sources", "relaying", language)), re.I)


def relay(context: Context, attribution: Attribution, entity: Entity) -> str:
    """The name of the medium that passes the words on; "" for none."""
    starts = [start for start, _ in (attribution.source, attribution.cue) if start >= 0]
    at = context.sentence_at(starts[0]) if starts else -1
    if at < 0:
        return ""
    start, end, _ = context.sentences[at]
    for medium in (m for m in context.names(start, end) if m.kind == "medium"):
        if any(a <= medium.start and medium.end <= b for a, b in attribution.content) or is_own_name(
            medium.name, context
        ):
            continue
        beside = (
            context.text[max(start, medium.start - _WITHIN) : medium.start]
            + context.text[medium.end : min(end, medium.end + _WITHIN)]
        )
        if (
            medium.name != entity.name
            and not _is_employer(context, medium.start, medium.end, entity)
            and _relaying(context.language).search(beside)
        ):
            return medium.name
    return ""


def _is_employer(context: Context, start: int, end: int, entity: Entity) -> bool:
    """Whether a medium only tells whom the speaker works for: "корреспондент RT"."""
    inside = entity.start <= start and end <= entity.end and entity.kind not in ("person", "medium")
    before = context.text[max(0, start - 24) : start].lower()
    return inside or any(word in before for word in lexicons.words("sources", "journalists", context.language))


def cited(context: Context, attribution: Attribution) -> tuple[int, int] | None:
    """Whom a medium cites: "сообщает ТАСС со ссылкой на пресс-службу", "приводит издание слова эксперта".

    Also whom its verb has for an object: "цитирует агентство губернатора". None for nobody.
    """
    if languages.language(context.language).unspaced:
        begins = attribution.content[0][0]
        hit = _says_first(context.language).match(context.text, begins) if attribution.mode != "direct" else None
        return hit.span("who") if hit else None
    starts = [span[0] for span in (attribution.cue, attribution.source) if span[0] >= 0]
    at = context.sentence_at(max(starts))
    stop = context.sentences[at].end if at >= 0 else 0
    behind = _cited(context.language).search(context.text, max(attribution.cue[1], attribution.source[1]), stop)
    within = _words_of(context.language).search(context.text, min(starts), stop)
    if within and any(start <= within.start() < end for start, end in attribution.content):
        within = None  # what is passed on tells of somebody's words itself
    hit = behind or within or _object(context, attribution, stop)
    return hit.span("who") if hit else None


_WHO = r"\s(?P<who>[^.,;:«»\"]{3,100})"


def _object(context: Context, attribution: Attribution, stop: int) -> re.Match[str] | None:
    """Whom a verb of citing right before a medium has for an object: a noun or a name in the case of one behind it."""
    (start, end), (cue, verb_end) = attribution.source, attribution.cue
    verbs = lexicons.words("sources", "quoting", context.language)
    if context.text[cue:verb_end].lower() not in verbs or start != verb_end + 1:
        return None
    hit = re.compile(_WHO).match(context.text, end, stop)
    first = _WORD.match(context.text, hit.start("who")) if hit else None
    readings = morphology.readings(first[0]) if first else []
    return hit if any(r.case in ("accs", "gent") and r.part in ("noun", "adjective") for r in readings[:3]) else None


@lru_cache
def _cited(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of(lexicons.words('sources', 'citing', language))}){_WHO}")


@lru_cache
def _says_first(language: str) -> re.Pattern[str]:
    """Who says what a medium passes on, at the beginning of it and where no blanks part words: "气象台预报，"."""
    verbs = one_of(lexicons.words("saying", "saying", language) | lexicons.words("sources", "showing", language))
    when = one_of(lexicons.words("sources", "concerning", language))
    return re.compile(rf"(?P<who>[^，。：；“”\n]{{2,{_WHO_FIRST}}}?)(?<!{when})(?:{verbs})[，：]")


@lru_cache
def _words_of(language: str) -> re.Pattern[str]:
    """A verb of passing on, the medium beside it, and the words of whoever is named behind."""
    verbs, said = (one_of(lexicons.words("sources", key, language)) for key in ("passing_words", "passed_words"))
    return re.compile(rf"\b(?:{verbs})\b[^.,;:!?]{{0,60}}?\s(?:{said}){_WHO}")


def quoted_paper(context: Context, attribution: Attribution) -> tuple[int, int] | None:
    """The paper that a verb of citing has for an object before the medium: "цитирует сообщение ТАСС"; else None."""
    (start, end), (cue, verb_end) = attribution.source, attribution.cue
    if context.text[cue:verb_end].lower() not in lexicons.words("sources", "quoting", context.language):
        return None
    first = _WORD.match(context.text, start, end)
    media = [m for m in context.names(start, end) if m.kind == "medium" and m.end == end]
    papers = lexicons.words("sources", "papers", context.language)
    if not first or not media or start < verb_end or first.end() + 1 != media[0].start:
        return None
    return first.span() if clause.base(first[0]) in papers else None


def is_own_outlet(entity: Entity, context: Context) -> bool:
    """Whether a speaker is the outlet that the article stands in."""
    return entity.kind in ("body", "medium") and is_own_name(entity.name, context)


def figures_of(context: Context, attribution: Attribution) -> Entity | None:
    """The medium whose figures they are: "По его данным" behind "сообщает телеканал"; None for anybody else."""
    form = lexicons.load("sources", context.language)["pronouns"].get(context.text[slice(*attribution.source)].lower())
    behind = re.findall(r"\w+", context.text[attribution.source[1] : attribution.source[1] + 20])[:1]
    if not form or not set(behind) & lexicons.words("sources", "figures", context.language):
        return None
    at = context.sentence_at(attribution.source[0])
    start, stop, _ = context.sentences[max(0, at - 1)]
    named = [m for m in context.names(start, stop) if m.kind == "medium"]
    return of_match(named[-1], context.text) if named else None
