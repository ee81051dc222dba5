"""Reported speech that goes on: German sentences in the subjunctive that nobody has, behind somebody's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from helpers.attribution.lists import lists
from helpers.attribution.model import Attribution
from helpers.attribution.unattributed import CONFIDENCE, Covered

if TYPE_CHECKING:
    from helpers.layout.sentences import Sentence

WORD = re.compile(r"\w+")
NEAR = (18, 10)  # characters before and behind a verb in which something else may explain its mood
OTHERWISE = re.compile(r"\b(?:ich|als|denn|dank|wie dem auch|damit|wenn)\b", re.IGNORECASE)


def reported(text: str, sentences: Sequence[Sentence], found: Sequence[Attribution]) -> list[Attribution]:
    """An attribution to whoever spoke last for each such sentence; it must follow their words."""
    covered = Covered(found)
    spoken = sorted((a.content[-1][1], a.source) for a in found if a.cue_class == "speech")
    out: list[Attribution] = []
    running, source, at = False, (-1, -1), 0
    for sentence in sentences:
        while at < len(spoken) and spoken[at][0] <= sentence.end + 1:
            source = spoken[at][1]
            at += 1
        verb = None
        if sentence.kind == "body" and not covered(sentence.start, sentence.end):
            verb = _verb(text, sentence, running)
            if verb and running:
                span = (sentence.start, sentence.end)
                out.append(Attribution(source, verb, (span,), "indirect", "speech", CONFIDENCE))
        running = bool(verb and running) or covered(sentence.start, sentence.end)
    return out


@cache
def _forms() -> tuple[frozenset[str], frozenset[str]]:
    """Verbs in the Konjunktiv I, and those in the Konjunktiv II, which tells less."""
    words = lists("de")
    return frozenset(words["subjunctive"]), frozenset(words["second_subjunctive"])


def _verb(text: str, sentence: Sentence, running: bool) -> tuple[int, int] | None:
    """The first finite verb in the subjunctive of reported speech."""
    first, second = _forms()
    for word in WORD.finditer(text, sentence.start, sentence.end):
        form = word[0].lower() if word.start() == sentence.start else word[0]
        if form in first or (running and form in second):
            near = text[max(sentence.start, word.start() - NEAR[0]) : word.end() + NEAR[1]]
            if not OTHERWISE.search(near):
                return word.span()
    return None
