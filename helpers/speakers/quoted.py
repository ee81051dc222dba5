"""Whose words in quotation marks are: who "I" and "we" are, and who is named behind a quotation of sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from helpers.attribution import Attribution, running
from helpers.encoder.quotes import MARK, Quotation, quotations
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity, narrator, nobody

NEIGHBOURS = 30  # attributions before and after one, among which those around and beside it are looked for
_RULE = "first person"
_GUESSED = ("", "goes on")  # rules by which somebody speaks where nobody is named
_BESIDE = 60  # characters behind a quotation in which its speaker is named
_BEFORE = 250  # characters before one in which its speaker has spoken
_NESTING = ("«»", "»«", "“”", "„“")  # marks of two shapes, which may stand within their like
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
    _run_on(attributions, found, context)


def _run_on(attributions: Sequence[Attribution], found: list, context: Context) -> None:
    """Words that a paragraph opens with a mark, behind one whose quotation is left open: of whoever speaks there."""
    for i, attribution in enumerate(attributions):
        begins = attribution.content[0][0]
        if attribution.source[0] >= 0 or found[i][0].name or context.text[begins - 1 : begins] not in ("", "\n"):
            continue
        before = context.text[:begins].rstrip()
        quoted = _in_line(before.rfind("\n") + 1, context) if before and begins else []
        if not quoted or quoted[-1][2] or quoted[-1][1] < len(before) or not MARK.match(context.text, begins):
            continue
        near = (j for j in _near(attribution, attributions) if found[j][0].kind not in ("narrator", "none"))
        there = (j for j in near if any(a < len(before) <= b + 1 for a, b in attributions[j].content))
        j = next(there, None)
        if j is not None:
            found[i] = (replace(found[j][0], found="runs on"), found[j][1])


def _place(attribution: Attribution) -> Span:
    """From where to where source and cue stand, or where there is neither the words."""
    spans = [span for span in (attribution.source, attribution.cue) if span[0] >= 0] or attribution.content
    return min(start for start, _ in spans), max(end for _, end in spans)


def _near(attribution: Attribution, others: Sequence[Attribution]) -> range:
    here = bisect_left(others, attribution.cue, key=lambda other: other.cue)
    return range(max(0, here - NEIGHBOURS), min(len(others), here + NEIGHBOURS))


def quotation(position: int, context: Context) -> Span | None:
    """The quotation around a position, to the line in which it closes; it may open in one above. None for none."""
    start = context.text.rfind("\n", 0, position) + 1
    for begin, end, closed in _in_line(start, context):
        if begin <= position < end:
            return begin, end if closed else _closed_below(context, end)
    return _opened_above(start, position, context)


def _in_line(start: int, context: Context) -> list[tuple[int, int, bool]]:
    """The quotations of the line that begins at `start`, each with whether it is closed there."""
    key = ("quotations", start)
    if key not in context.memory:
        context.memory[key] = _outer(start, context.text)
    return context.memory[key]


def around_position(text: str, position: int) -> Span | None:
    """The quotation around a position of a text that closes in its line; None for none."""
    start = text.rfind("\n", 0, position) + 1
    around = (span for span in _outer(start, text) if span[0] <= position < span[1])
    return next(((begin, end) for begin, end, closed in around if closed), None)


def _outer(start: int, text: str) -> list[tuple[int, int, bool]]:
    """The outermost quotations of the line that begins at `start`, each with whether it is closed there."""
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)]
    return [(start + q.start, start + _outermost(line, q), q.closed) for q in quotations(line)]


def _outermost(line: str, quotation: Quotation) -> int:
    """Where a quotation ends in a line, with those in the same marks of two shapes within it: «A «B» C»."""
    start, end, closed = quotation
    opening, closing = line[start], line[end - 1]
    if not closed or opening + closing not in _NESTING:
        return end
    depth = 0
    for mark in re.finditer(f"[{opening}{closing}]", line[start:]):
        depth += 1 if mark[0] == opening else -1
        if depth == 0:
            return start + mark.end()
    return end


def _opened_above(start: int, position: int, context: Context) -> Span | None:
    """The quotation that runs on to a position in a line from one of those above it."""
    line = start
    for _ in range(2 * running.REACH):  # an empty line may stand between two
        line = context.text.rfind("\n", 0, max(0, line - 1)) + 1 if line else -1
        if line < 0:
            return None
        quoted = _in_line(line, context)
        if quoted and not quoted[-1][2]:
            end = _closed_below(context, quoted[-1][1])
            return (quoted[-1][0], end) if position < end else None
        if quoted:
            return None
    return None


def _closed_below(context: Context, end: int) -> int:
    """Where a quotation closes that runs on below its line, each opened anew or not; else where its line ends."""
    reach = end
    for line in islice(_LINE.finditer(context.text, end), running.REACH):
        opened = next((q for q in quotations(line[0]) if q.start == 0), None)
        if opened is None:
            close = line.start() + running.dangling(line[0]) + 1
            if close > line.start() or MARK.search(line[0]):
                return close if close > line.start() else reach
            continue
        if opened.closed:
            return line.start() + opened.end
        reach = line.end()
    return reach
