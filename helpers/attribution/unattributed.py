"""Whole sentences in quotation marks that nobody has yet: somebody's words all the same, not the outlet's."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from helpers.attribution.classify import DIRECT
from helpers.attribution.model import Attribution
from helpers.attribution.page import Paragraph
from helpers.attribution.quotes import Quotation

if TYPE_CHECKING:
    from helpers.sentences import Sentence

LEAST = 3  # words of a sentence
CONFIDENCE = 0.5
ENDS = re.compile(r"[.!?…][\"“”»«’'\s]*$")
Span = tuple[int, int]


class Covered:
    """Which stretches of a text somebody's words share a character with."""

    def __init__(self, attributions: Iterable[Attribution]) -> None:
        """Sort the contents of all that is speech, each with how far those up to it reach."""
        self.spans = sorted(span for a in attributions if a.cue_class == "speech" for span in a.content)
        self.reach = list(accumulate((end for _, end in self.spans), max))

    def __call__(self, start: int, end: int) -> bool:
        """Whether some content shares a character with start..end."""
        at = bisect_left(self.spans, (end, 0)) - 1
        return at >= 0 and self.reach[at] > start


def unattributed(
    text: str,
    page: Sequence[Paragraph],
    spoken: Sequence[list[Quotation]],
    sentences: Sequence[Sentence],
    found: Sequence[Attribution],
) -> list[Attribution]:
    """An attribution without a source for each run of such sentences; `spoken`: each paragraph's quotations, no titles.

    A sentence of the body must end as sentences do, so that a name in marks is none.
    """
    covered = Covered(found)
    out: list[Attribution] = []
    quotes = [s for p, each in zip(page, spoken, strict=True) for q in each for s in p.spans(q.start, q.end)]
    starts = [sentence.start for sentence in sentences]
    for quote in quotes:
        low, high = max(0, bisect_right(starts, quote[0]) - 1), bisect_left(starts, quote[1])
        mine = [s for s in sentences[low:high] if _is_whole(text, s, quote) and not covered(s.start, s.end)]
        if mine:
            start, end = max(mine[0].start, quote[0]), min(mine[-1].end, quote[1])
            out.append(Attribution((-1, -1), (start, start + 1), ((start, end),), "direct", "speech", CONFIDENCE))
    return out


def _is_whole(text: str, sentence: Sentence, quote: Span) -> bool:
    """Whether all letters of a sentence stand in the quotation."""
    start, end = max(sentence.start, quote[0]), min(sentence.end, quote[1])
    words = text[sentence.start : sentence.end]
    inside = sum(map(str.isalnum, text[start:end]))
    ended = sentence.kind == "headline" or ENDS.search(words) is not None
    return ended and len(words.split()) >= LEAST and inside >= DIRECT * sum(map(str.isalnum, words))
