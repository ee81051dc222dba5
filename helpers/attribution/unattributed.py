"""Quoted sentences and clauses that nobody has yet: somebody's words all the same, not the outlet's."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from helpers.attribution.classify import CLAUSE, DIRECT
from helpers.attribution.model import Attribution
from helpers.attribution.page import Paragraph
from helpers.encoder.quotes import Quotation
from helpers.layout.words import count_words

if TYPE_CHECKING:
    from helpers.layout.sentences import Sentence

LEAST, LONG = 3, 8  # words of a sentence in quotation marks, and of a clause within a sentence
MOST = 0.4  # share of a sentence's letters that stands in such a clause
CONFIDENCE = 0.5
ENDS = re.compile(r"[.!?…。！？][\"“”»«’'」』\s]*$")
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
    """An attribution without a source for each such quotation; `spoken`: each paragraph's quotations, no titles.

    It is direct where it fills sentences, which in the body must end as sentences do, so that a name in marks is none;
    mixed where a clause of it is much of a sentence.
    """
    covered = Covered(found)
    out: list[Attribution] = []
    quotes = [s for p, each in zip(page, spoken, strict=True) for q in each for s in p.spans(q.start, q.end)]
    starts = [sentence.start for sentence in sentences]
    for quote in quotes:
        low, high = max(0, bisect_right(starts, quote[0]) - 1), bisect_left(starts, quote[1])
        free = [s for s in sentences[low:high] if not covered(s.start, s.end)]
        whole = [s for s in free if _is_whole(text, s, quote)]
        if whole or any(_is_clause(text, s, quote) for s in free):
            start = max(whole[0].start, quote[0]) if whole else quote[0]
            end = min(whole[-1].end, quote[1]) if whole else quote[1]
            mode = "direct" if whole else "mixed"
            out.append(Attribution((-1, -1), (start, start + 1), ((start, end),), mode, "speech", CONFIDENCE))
    return out


def _is_whole(text: str, sentence: Sentence, quote: Span) -> bool:
    """Whether all letters of a sentence stand in the quotation."""
    words = text[sentence.start : sentence.end]
    ended = sentence.kind == "headline" or ENDS.search(words) is not None
    return ended and count_words(words) >= LEAST and _share(text, sentence, quote) >= DIRECT


def _is_clause(text: str, sentence: Sentence, quote: Span) -> bool:
    """Whether the quotation is a clause and much of a sentence."""
    words = text[slice(*quote)]
    inside = sentence.start <= quote[0] and quote[1] <= sentence.end
    long = inside and count_words(words) >= LONG and CLAUSE.search(words) is not None
    return long and _share(text, sentence, quote) >= MOST


def _share(text: str, sentence: Sentence, quote: Span) -> float:
    """The share of a sentence's letters that stand in the quotation."""
    start, end = max(sentence.start, quote[0]), min(sentence.end, quote[1])
    letters = sum(map(str.isalnum, text[sentence.start : sentence.end]))
    return sum(map(str.isalnum, text[start:end])) / max(letters, 1)
