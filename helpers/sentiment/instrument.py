"""What a sentiment instrument is, and how its scores become negative, neutral and positive."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from helpers.sentiment.lexicons import Lexicon
from helpers.sentiment.reading import Reader, Scores

Cuts = tuple[float, float]
SIGN: Cuts = (0.0, 0.0)

READ_ALIKE = "Words and phrases turned by negations and weighed by intensifiers, tanh(2 sum / sqrt(words))."


@dataclass(frozen=True)
class Instrument:
    """An instrument as every result names it.

    kind: "sentence" scores a whole sentence; "target" scores it toward a mention in it.
    score: of a sentence instrument called with prepared texts and their language, two letters; gives of each text its
        score, the words known and all words (reading.Scores). Of a target instrument called with texts, the half-open
        offsets of the mention in each, and the language; gives one score a text, NaN where it has none. Scores lie in
        [-1, 1]. It is only called with languages of the instrument.
    cuts: a score below the first is negative, above the second positive, else neutral. None where nobody has found
        cut-offs: then its sign says a score's class (`bounds`), and only a score of 0 is neutral.
    primary: shown where the user chose none; one of each kind is.
    sampled: too slow for every mention of a big corpus, or sentence, of a big corpus, so a sample is scored.
    label: what readers call it; "" for its name.
    version: part of what the cache of tables rests on: give another when scores change.
    """

    name: str
    version: str
    languages: tuple[str, ...]
    licence: str
    source: str
    note: str
    score: Callable[..., Any]
    kind: Literal["sentence", "target"] = "sentence"
    cuts: Cuts | None = None
    primary: bool = False
    sampled: bool = False
    label: str = ""

    @property
    def bounds(self) -> Cuts:
        """The cut-offs that class its scores: its own, else 0 and 0."""
        return self.cuts or SIGN


class WordList:
    """The `score` of a sentence instrument that is a word list; its readers remember the words that they met."""

    def __init__(self, lexicon: Callable[[], Lexicon]) -> None:
        """lexicon: called when the first text is read, so that an instrument not used loads nothing."""
        self._lexicon = lexicon
        self._readers: dict[str, Reader] = {}

    def reader(self, language: str) -> Reader:
        """The reader of texts in a language, one a process."""
        if language not in self._readers:
            self._readers[language] = Reader(self._lexicon(), language)
        return self._readers[language]

    def __call__(self, texts: Sequence[str], language: str) -> Scores:
        """Score, words known and words of each text."""
        return self.reader(language).read_all(texts)


def classes(scores: np.ndarray, cuts: Cuts) -> np.ndarray:
    """-1, 0 or 1 for each score: below the first cut, between, above the second; unscored is 0."""
    filled = np.nan_to_num(np.asarray(scores, dtype=float))
    return (filled > cuts[1]).astype(int) - (filled < cuts[0]).astype(int)
