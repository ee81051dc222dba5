"""Who is talked about: mentions of the study's targets, and the names to hide from a sentiment scorer."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from helpers.layout.sentences import Sentence
from helpers.names import everybody, gazetteer
from helpers.study import Study

# A think tank, a medium or a home town is not the state it belongs to.
_STANDS_FOR_STATE = frozenset(("country", "demonym", "capital", "region", "organisation", "seat", "office", "person"))
_DATELINE = re.compile(r"^[ \t]*[A-Z][\w .,/’'-]{2,60}?\([A-Z][\w ./-]+\)\s*[-–—]", re.M)  # "Moscow (AsiaNews) -"


class Mention(NamedTuple):
    """An actor named in a sentence: index of the sentence, offsets in the article's text, target."""

    sentence: int
    start: int
    end: int
    target: str


def mentions(text: str, sentences: list[Sentence], language: str, study: Study) -> list[Mention]:
    """Every place in a sentence that names a target of the study, in order of the text.

    A name stands for a target by its code (the target's countries, a region most of whose members they are),
    or because the study lists it under the target's words. Of overlapping names the longest counts once a
    target, so "Carnegie Russia Eurasia Center" is no mention of Russia.
    """
    datelines = [hit.span() for hit in _DATELINE.finditer(text)]
    named = [m for m in gazetteer.find(text, language) if not _inside(m.start, datelines)]
    spelt = [*named, *gazetteer.no_names(text, language)]
    places = sorted([*_by_code(named, study), *_by_words(text, spelt, study)])
    starts = [sentence.start for sentence in sentences]
    found = []
    for start, end, target in places:
        i = bisect_right(starts, start) - 1
        if i >= 0 and end <= sentences[i].end:
            found.append(Mention(i, start, end, target))
    return found


def _by_code(named: list[gazetteer.Match], study: Study) -> Iterator[tuple[int, int, str]]:
    """The names that stand for a target's countries."""
    for m in named:
        if m.kind in _STANDS_FOR_STATE:
            yield from ((m.start, m.end, t.name) for t in study.targets if gazetteer.belongs(m.code, t.countries))


def _by_words(text: str, spelt: list[gazetteer.Match], study: Study) -> Iterator[tuple[int, int, str]]:
    """Words that the study lists for a target, where they are no part of what is spelt like a name."""
    covered = {i for m in spelt for i in range(m.start, m.end)}
    for target in study.targets:
        for hit in _pattern(tuple(target.words)).finditer(text) if target.words else ():
            if hit.start() not in covered and hit.end() - 1 not in covered:
                yield *hit.span(), target.name


def names(text: str, language: str) -> list[tuple[int, int]]:
    """Spans of the names of states, organs, institutions, media, places and people, merged and in order."""
    found = gazetteer.find(text, language)
    spans = [(m.start, m.end) for m in found] + [p[:2] for p in everybody.persons(text, language)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


@lru_cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, ordered)) + r")\b")
