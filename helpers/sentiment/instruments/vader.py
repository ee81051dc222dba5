"""VADER (Hutto & Gilbert, ICWSM 2014) by its own package, with the number of words it knew."""

from collections.abc import Iterable
from functools import cache
from importlib.metadata import version

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from helpers.sentiment.instrument import Instrument
from helpers.sentiment.reading import Scores

LIMIT = 10_000  # characters of what may pass for a sentence


class _Counting(SentimentIntensityAnalyzer):
    """VADER, which also says how many of the words it knew.

    Each of its checks lowers all words of the text for the few around the one that it is about, so it is given those.
    """

    @staticmethod
    def _negation_check(valence: float, words: list[str], before: int, at: int) -> float:
        near = words[max(0, at - 3) : at]
        return SentimentIntensityAnalyzer._negation_check(valence, near, before, len(near))

    @staticmethod
    def _special_idioms_check(valence: float, words: list[str], at: int) -> float:
        return SentimentIntensityAnalyzer._special_idioms_check(valence, words[at - 3 : at + 3], 3)  # at least the 4th

    def score_valence(self, sentiments: list[float], text: str) -> dict[str, float]:
        """VADER's own result with the numbers of words known and of words."""
        known = sum(1 for valence in sentiments if valence)
        return super().score_valence(sentiments, text) | {"known": known, "words": len(sentiments)}


@cache
def analyser() -> _Counting:
    """One VADER a process: it reads its lexicon when made."""
    return _Counting()


def compounds(texts: Iterable[str], language: str) -> Scores:
    """VADER's compound score, words known and words of each text."""
    return [_compound(text) for text in texts]


def _compound(text: str) -> tuple[float, int, int]:
    """One text. VADER's time grows with the square of the words, so what no sentence is goes in pieces."""
    if len(text) > LIMIT:
        words = text.split()
        pieces = [_compound(" ".join(words[i : i + 200])[:LIMIT]) for i in range(0, len(words), 200)]
        known = sum(piece[1] for piece in pieces)
        return sum(score * k for score, k, _ in pieces) / max(known, 1), known, sum(piece[2] for piece in pieces)
    found = analyser().polarity_scores(text)
    return found["compound"], found["known"], found["words"]


INSTRUMENT = Instrument(
    name="vader",
    label="VADER",
    version=version("vaderSentiment"),
    languages=("en",),
    licence="MIT",
    source="Hutto & Gilbert, ICWSM 2014",
    note="Made for social media: takes united, security, justice and defense for praise.",
    score=compounds,
    cuts=(-0.05, 0.05),  # its authors'
)
