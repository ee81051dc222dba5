"""German sentences that tell by their form who speaks, "Da behauptet Klein, es eile", which the tagger misses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from helpers.attribution import german
from helpers.attribution.lists import one_of
from helpers.attribution.model import Attribution
from helpers.attribution.unattributed import CONFIDENCE

if TYPE_CHECKING:
    from helpers.layout.sentences import Sentence


def introduced(text: str, sentences: Sequence[Sentence], found: Sequence[Attribution]) -> list[Attribution]:
    """An attribution for each such sentence in which none is that has a cue."""
    cues = sorted(a.cue[0] for a in found if not a.bare)
    out = []
    for sentence in sentences:
        at = bisect_left(cues, sentence.start)
        told = sentence.kind != "body" or at < len(cues) and cues[at] < sentence.end
        said = None if told else _said(text, sentence.start, sentence.end)
        if said:
            places = said.span("source"), said.span("cue"), (said.span("content"),)
            out.append(Attribution(*places, "indirect", "speech", CONFIDENCE))
    return out


def without_bare(found: Sequence[Attribution], told: Sequence[Attribution]) -> list[Attribution]:
    """The attributions but for the bare ones in whose words a cue of those told stands."""
    cues = [a.cue[0] for a in told]
    return [a for a in found if not (a.bare and any(s <= cue < e for cue in cues for s, e in a.content))]


def _said(text: str, start: int, end: int) -> re.Match[str] | None:
    """Who says what in a sentence of one of these forms."""
    return next(filter(None, (pattern.match(text, start, end) for pattern in _patterns())), None)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Three forms of a sentence with a verb of saying, of which the clause has three words or more.

    "Da behauptet Klein, es eile"; "Klein konterte: Es eile"; "Gegen den Plan sprach sich Anna Klein aus".
    """
    forms, attitudes, prefixes = german.verbs()
    verbs = one_of(form for form in forms - attitudes if "" in prefixes[form])
    noun = r"[A-ZÄÖÜ][\w-]+"
    who = rf"(?P<source>(?:(?:der|die|das|ein|eine)\s)?(?:[a-zäöüß]+\s){{0,2}}{noun}(?:\s{noun}){{0,3}})"
    clause = r"[\w-]+(?:[\s,]+[\w-]+){2,}"
    opening = rf"(?P<source>(?:(?:Der|Die|Das)\s)?(?:[a-zäöüß]+\s){{0,2}}{noun}(?:\s{noun}){{0,3}})"
    return (
        re.compile(rf"\W*(?:[A-ZÄÖÜ][a-zäöüß]+\s)(?P<cue>{verbs})\s{who},\s(?P<content>{clause}[^.!?]*)"),
        re.compile(rf"\W*{opening}\s(?P<cue>{verbs})(?:\s[a-zäöüß]+){{0,3}}:\s(?P<content>{clause}[^\"„“”»«]*)$"),
        re.compile(rf"\W*(?P<content>{clause}[^.!?:]*?)\s(?P<cue>spr(?:icht|ach))\ssich\s{who}\s[^.!?:]*?\baus\b"),
    )
