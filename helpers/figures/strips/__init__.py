"""Few articles shown as they stand: each mark is a sentence, in the order of the text.

Where there are too few stories to say how anybody writes in general, these figures count what these texts hold::

    rows = analysis.passages.in_order(results, instrument, list(labels), read, p.outlets)
    if strips.fits(corpus):
        nb.publish(strips.voices(rows, study, corpus), "strip_voices")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers.figures.strips.by_frame import frames
from helpers.figures.strips.by_tone import tone
from helpers.figures.strips.by_voice import voices
from helpers.figures.strips.squares import waffle

if TYPE_CHECKING:
    from helpers.analysis.corpus import Corpus

__all__ = ["fits", "frames", "tone", "voices", "waffle"]

# Above these a figure is longer than a page, and a sentence too small to be seen. So few articles are fewer stories
# than findings.reach lets stand for more than themselves: what is lost is no estimate. Of headlines alone there is no
# order of the text to be shown.
MOST_ARTICLES, MOST_SENTENCES, FEWEST_EACH = 12, 400, 3


def fits(corpus: Corpus) -> bool:
    """Whether the articles are so few that they can be shown as they stand, each sentence a mark."""
    few = corpus.n_articles <= MOST_ARTICLES and corpus.n_sentences <= MOST_SENTENCES
    return few and corpus.n_sentences >= FEWEST_EACH * max(corpus.n_articles, 1)
