"""Whose words in quotation marks are: who "I" and "we" are, and who is named behind a quotation of sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from helpers.attribution import Attribution, running
from helpers.encoder.quotes import quotations
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity, narrator, nobody

NEIGHBOURS = 30  # attributions before and after one, among which those around and beside it are looked for
_RULE = "first person"
_GUESSED = ("", "goes on")  # rules by which somebody speaks where nobody is named
_BESIDE = 60  # characters behind a quotation in which its speaker is named
_BEFORE = 250  # characters before one in which its speaker has spoken
_LINE = re.compile(r"[^\n\s][^\n]*")
Span = tuple[int, int]


def around(attribution: Attribution, others: Sequence[Attribution], found: list) -> Entity:
    """Who speaks the words in which somebody says "I", as far as is known yet; else the outlet."""
    start, end = attribution.source
    within = [
        (b - a, j)
        for j in _near(attribution, others)
        if others[j] is not attribution and found[j]
        for a, b in others[j].content
        if a <= start and end <= b
    ]
    return replace(found[min(within)[1]][0], found=_RULE) if within else narrator(_RULE)


def settle(attributions: Sequence[Attribution], found: list, context: Context) -> None:
    """Give words in quotation marks that have no source, or say "I", to whom the quotation belongs.

    That is who is named right behind the quotation ("I doubt it. I said so," said Pym). "I" is else who spoke right
    before it, or nobody, for it is not the outlet. To be done when all speakers have been looked for.
    """
    for i, attribution in enumerate(attributions):
        entity, medium = found[i]
        own = (entity.kind, entity.found) == ("narrator", _RULE)
        if not own and (attribution.source[0] >= 0 or entity.found not in _GUESSED):
            continue
        marked = quotation(attribution.source[0] if own else attribution.content[0][0], context)
        if marked:
            near = [j for j in _near(attribution, attributions) if found[j][0].kind not in ("narrator", "none")]
            places = {j: _place(attributions[j]) for j in near}
            behind = [(start, j) for j, (start, _) in places.items() if 0 <= start - marked[1] <= _BESIDE]
            before = [(-end, j) for j, (_, end) in places.items() if 0 <= marked[0] - end <= _BEFORE]
            beside = [pair for pair in behind if "\n" not in context.text[marked[1] : pair[0]]]
            beside = beside or (before if own else [])
            if beside or own:
                rule = _RULE if own else "named behind"
                found[i] = (replace(found[min(beside)[1]][0], found=rule) if beside else nobody(), medium)


def _place(attribution: Attribution) -> Span:
    """From where to where source and cue stand, or where there is neither the words."""
    spans = [span for span in (attribution.source, attribution.cue) if span[0] >= 0] or attribution.content
    return min(start for start, _ in spans), max(end for _, end in spans)


def _near(attribution: Attribution, others: Sequence[Attribution]) -> range:
    here = bisect_left(others, attribution.cue, key=lambda other: other.cue)
    return range(max(0, here - NEIGHBOURS), min(len(others), here + NEIGHBOURS))


def quotation(position: int, context: Context) -> Span | None:
    """The quotation around a position, to the line in which it closes; None where none is."""
    start = context.text.rfind("\n", 0, position) + 1
    key = ("quotations", start)
    if key not in context.memory:
        end = context.text.find("\n", position)
        context.memory[key] = quotations(context.text[start : end if end >= 0 else len(context.text)])
    for marked in context.memory[key]:
        if start + marked.start <= position < start + marked.end:
            end = start + marked.end
            return start + marked.start, end if marked.closed else _closed_below(context, end)
    return None


def _closed_below(context: Context, end: int) -> int:
    """Where a quotation closes that runs on below its line, each opened anew or not; else where its line ends."""
    reach = end
    for line in islice(_LINE.finditer(context.text, end), running.REACH):
        opened = next((q for q in quotations(line[0]) if q.start == 0), None)
        if opened is None:
            close = line.start() + running.dangling(line[0]) + 1
            return close if close > line.start() else reach
        if opened.closed:
            return line.start() + opened.end
        reach = line.end()
    return reach
