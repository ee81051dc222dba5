"""Attributions that only words tell: "Об этом сообщает ТАСС", "数据显示"; and whom a reporter learnt something from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from helpers import lexicons
from helpers.attribution import Attribution
from helpers.attribution.saying import of_saying
from helpers.layout.sentences import Sentence
from helpers.lexicons import languages, one_of

_BETWEEN = 40  # characters between "Об этом" and its verb
_WHO = 24  # characters of who opens a sentence
_CHANCE = 0.5  # of what a pattern finds


def announced(
    text: str, sentences: Sequence[Sentence], attributions: Sequence[Attribution], language: str
) -> list[Attribution]:
    """The attributions of an article with those that point back to what was said, in order of their cues."""
    starts = [sentence.start for sentence in sentences]
    said = []
    for attribution in attributions:
        at = bisect_right(starts, attribution.cue[0]) - 1
        said.append(_heard(text, attribution, sentences[at], language) if at >= 0 else attribution)
    taken = {attribution.source[0] for attribution in said} | {attribution.cue[0] for attribution in said}
    found = [one for one in _pointing(text, sentences, language) if not {one.source[0], one.cue[0]} & taken]
    found += _opening(text, sentences, said, language)
    return sorted([*said, *found], key=lambda attribution: (attribution.cue, attribution.content))


def _heard(text: str, attribution: Attribution, sentence: Sentence, language: str) -> Attribution:
    """An attribution, by whom a reporter learnt it from in the cue's sentence: "记者从水利厅了解到"."""
    if text[slice(*attribution.source)] not in lexicons.words("sources", "reporters", language):
        return attribution
    hit = _heard_from(language).search(text, sentence.start, sentence.end)
    return replace(attribution, source=hit.span("who")) if hit else attribution


@lru_cache
def _heard_from(language: str) -> re.Pattern[str]:
    keys = ("reporters", "heard_from", "heard_from_end")
    who, before, behind = (one_of(lexicons.words("sources", key, language)) for key in keys)
    return re.compile(rf"(?:{who})\d{{0,2}}日?(?:{before})(?P<who>[^，。；：“”]{{2,40}}?)(?:{behind})")


def _pointing(text: str, sentences: Sequence[Sentence], language: str) -> Iterator[Attribution]:
    """ "Об этом сообщает (source)": the sentence is of whoever is named behind the verb."""
    pattern = _points(language)
    for start, end, kind in sentences:
        hit = pattern.match(text, start, end) if kind == "body" else None
        if hit:
            yield Attribution(hit.span("who"), hit.span("verb"), (hit.span("what"),), "indirect", "speech", _CHANCE)


def _opening(
    text: str, sentences: Sequence[Sentence], said: Sequence[Attribution], language: str
) -> Iterator[Attribution]:
    """ "数据显示，...": a sentence of which nothing is somebody's yet, and that begins with who says it and a verb."""
    if not languages.language(language).unspaced:
        return
    spoken = sorted(one.cue[0] for one in said if one.cue_class == "speech")
    for start, end, kind in sentences:
        hit = _opens(language).match(text, start, end) if kind == "body" else None
        if hit and bisect_left(spoken, start) == bisect_left(spoken, end):
            yield Attribution(hit.span("who"), hit.span("verb"), ((hit.end(), end),), "indirect", "speech", _CHANCE)


@lru_cache
def _opens(language: str) -> re.Pattern[str]:
    verbs = f"{of_saying(language).pattern}|{one_of(lexicons.words('sources', 'showing', language))}"
    no_source = one_of(lexicons.words("sources", "concerning", language))
    return re.compile(rf"(?P<who>[^，。：；“”\n]{{1,{_WHO}}}?)(?<!{no_source})(?P<verb>{verbs})[，：]")


@lru_cache
def _points(language: str) -> re.Pattern[str]:
    what = one_of(lexicons.words("sources", "pointing", language))
    verbs = f"{of_saying(language).pattern}|{one_of(lexicons.words('sources', 'pointing_verbs', language))}"
    return re.compile(
        rf"(?P<what>{what})\b[^.!?«\"]{{0,{_BETWEEN}}}?(?P<verb>{verbs})\s(?P<who>[^.,!?;:]{{2,120}}?)(?=[.,;:!?]|$)",
        re.I,
    )
