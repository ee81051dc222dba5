"""The sentiment instruments: what each is, and how it scores.

Every instrument gives a sentence a score in [-1, 1] and a coverage, the share of its words that the instrument
knows. A sentence in which it knows no word, or whose language it does not know, is unscored: NaN, never 0.
"""

from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import version
from typing import NamedTuple

import numpy as np
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from helpers.sentiment import textblob_batch
from helpers.study import Study, StudyError


VADER_LIMIT = 10_000  # characters


class Instrument(NamedTuple):
    """An instrument as every result names it."""

    name: str
    version: str
    languages: tuple[str, ...]
    licence: str
    source: str
    note: str


Scores = list[tuple[float, int, int]]  # of each text: score, words known, words


class _CountingVader(SentimentIntensityAnalyzer):
    """VADER, which also says how many of the words it knew."""

    def score_valence(self, sentiments: list[float], text: str) -> dict[str, float]:
        """VADER's own result with the numbers of words known and of words."""
        known = sum(1 for valence in sentiments if valence)
        return super().score_valence(sentiments, text) | {"known": known, "words": len(sentiments)}


@cache
def _vader() -> _CountingVader:
    return _CountingVader()


def _score_vader(texts: Sequence[str]) -> Scores:
    return [_vader_of(text) for text in texts]


def _vader_of(text: str) -> tuple[float, int, int]:
    """VADER's compound score; its time grows with the square of the words, so what no sentence is goes in pieces."""
    if len(text) > VADER_LIMIT:
        words = text.split()
        pieces = [_vader_of(" ".join(words[i : i + 200])[:VADER_LIMIT]) for i in range(0, len(words), 200)]
        known = sum(piece[1] for piece in pieces)
        return sum(s * k for s, k, _ in pieces) / max(known, 1), known, sum(piece[2] for piece in pieces)
    found = _vader().polarity_scores(text)
    return found["compound"], found["known"], found["words"]


_SCORERS: dict[str, Callable[[Sequence[str]], Scores]] = {
    "textblob": textblob_batch.polarities,
    "vader": _score_vader,
}

_BUILT_IN = (
    Instrument(
        "textblob", version("textblob"), ("en",), "MIT (code), PDDL (lexicon)", "Loria; De Smedt & Daelemans 2012",
        "Adjectives of product reviews: knows little of the vocabulary of news and does not see n't.",
    ),
    Instrument(
        "vader", version("vaderSentiment"), ("en",), "MIT", "Hutto & Gilbert, ICWSM 2014",
        "Made for social media: takes united, security, justice and defense for praise.",
    ),
)  # fmt: skip


def instruments(study: Study | None = None) -> dict[str, Instrument]:
    """All instruments by name, the study's own lexicons last."""
    return {instrument.name: instrument for instrument in _BUILT_IN}


def score(texts: Sequence[str], instrument: str, language: str) -> tuple[np.ndarray, np.ndarray]:
    """Scores in [-1, 1], NaN where unscored, and coverages in [0, 1] of prepared texts, by one instrument.

    language: of all the texts, two letters. Raises StudyError for an instrument that does not exist.
    """
    known_instruments = instruments()
    if instrument not in known_instruments:
        raise StudyError(f'There is no instrument "{instrument}"; choose one of: {", ".join(known_instruments)}.')
    if language not in known_instruments[instrument].languages or not len(texts):
        return np.full(len(texts), np.nan), np.zeros(len(texts))
    found = np.array(_SCORERS[instrument](texts), dtype=float)
    scores = np.where(found[:, 1] > 0, np.clip(found[:, 0], -1, 1), np.nan)
    return scores, found[:, 1] / np.maximum(found[:, 2], 1)
