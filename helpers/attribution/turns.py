"""Interviews printed as turns ("Q: ... A: ...", "Lavrov: ..."): what follows a label is the labelled person's words."""

from __future__ import annotations

import re
from itertools import pairwise

from helpers.attribution.model import Attribution
from helpers.attribution.page import Paragraph

LABEL = re.compile(
    r"(?P<who>[QA]|Question|Answer|[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,3})\s*(?P<cue>:)\s+(?=\S)", re.UNICODE
)
ASKS = {"q", "question"}
LEAST = 2  # turns of each of two parties, from which a text is an interview


def turns(page: list[Paragraph]) -> list[Attribution]:
    """One attribution for each answer; the questions are the outlet's own.

    A party whose turns mostly end in a question mark asks. An answer runs on over the paragraphs up to the next
    label; the last one is its own paragraph only, since nothing shows where it ends.
    """
    labels = [(i, match) for i, p in enumerate(page) if not p.headline and (match := LABEL.match(p.text))]
    parties: dict[str, list[bool]] = {}
    for i, match in labels:
        parties.setdefault(match["who"].lower(), []).append(page[i].text.rstrip().endswith("?"))
    if sum(len(asked) >= LEAST for asked in parties.values()) < 2:
        return []
    asking = {who for who, asked in parties.items() if who in ASKS or sum(asked) * 2 > len(asked)}
    if not asking:
        return []
    ends = [later for (_, _), (later, _) in pairwise(labels)] + [labels[-1][0] + 1]
    return [
        _turn(page, i, match, end)
        for (i, match), end in zip(labels, ends, strict=True)
        if match["who"].lower() not in asking and len(parties[match["who"].lower()]) >= LEAST
    ]


def _turn(page: list[Paragraph], at: int, label: re.Match[str], end: int) -> Attribution:
    own, rest = page[at], [p for p in page[at + 1 : end] if not p.headline]
    content = own.spans(label.end(), len(own.text)) + [span for p in rest for span in p.spans(0, len(p.text))]
    source, cue = (own.spans(*label.span(group))[0] for group in ("who", "cue"))
    return Attribution(source, cue, tuple(content), "direct", "speech", 1.0)
