"""What a sentence means, by one trained model: its tone, its frames, and its tone toward what it names.

The model gives numbers for every piece of a word. The score of a sentence is the weighed mean of its pieces', so that
it falls apart into its words: `Meaning.shares` says what each adds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from helpers import models
from helpers.encoder import pieces, reading, session

NAME = "meaning"  # helpers/models/<NAME>.onnx, and .json for what was chosen when it was taught
FRAMES = (
    "security", "economy", "connectivity", "rivalry", "partnership", "dependence", "sovereignty", "interference",
)  # fmt: skip
# Columns of the model's output, [pieces, WIDTH]: values of tone and frames, how much each piece weighs in them, and
# the odds that the text is negative, neutral, positive toward what the piece names.
VALUES = slice(0, 1 + len(FRAMES))
WEIGHTS = slice(VALUES.stop, 2 * VALUES.stop)
TOWARD = slice(WEIGHTS.stop, WEIGHTS.stop + 3)
WIDTH = TOWARD.stop
HALVES, HIDDEN = ("lower", "upper"), 384  # outputs: [pieces, HIDDEN], what each half of the layers makes of a piece
KEPT = 64  # sentences remembered, so that tone, frames and targets of one are read once


@dataclass(frozen=True)
class Chosen:
    """What was chosen on the development data: the cut-offs of tone, and the chance from which a frame is present.

    codebook: whose frames they are, a file of helpers/codebooks.
    """

    tone: tuple[float, float]
    frames: dict[str, float]
    codebook: str


@cache
def chosen() -> Chosen:
    """As helpers/models/meaning.json has it."""
    stored = json.loads((models.FOLDER / f"{NAME}.json").read_text("utf-8"))
    return Chosen(tuple(stored["tone"]), stored["frames"], stored["codebook"])


@dataclass(frozen=True)
class Meaning:
    """What the model says of a sentence: [pieces, WIDTH]; word i has the pieces first[i] to first[i + 1].

    starts, ends: the characters of each word. vector: [2 * HIDDEN], the direction of the mean of what each of HALVES
    makes of the pieces, of length one; zeros without a word.
    """

    said: np.ndarray
    first: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    vector: np.ndarray

    @property
    def tone(self) -> float:
        """From -1, negative, to 1, positive; NaN for a sentence without a word."""
        return float(np.clip(self.shares[:, 0].sum(), -1, 1)) if len(self.said) else float("nan")

    @property
    def frames(self) -> np.ndarray:
        """The chance that the sentence carries each of FRAMES."""
        return 1 / (1 + np.exp(-self.shares[:, 1:].sum(axis=0, dtype=np.float64)))

    @property
    def shares(self) -> np.ndarray:
        """What each word adds to the tone and to the log odds of each frame: [words, 1 + len(FRAMES)]."""
        if not len(self.said):
            return np.zeros((0, VALUES.stop))
        weights = np.exp(self.said[:, WEIGHTS] - self.said[:, WEIGHTS].max(axis=0))
        return np.add.reduceat(self.said[:, VALUES] * weights / weights.sum(axis=0), self.first[:-1])

    def toward(self, start: int, end: int) -> np.ndarray:
        """The chances of negative, neutral and positive, [3], toward a mention, by characters; NaN without a word."""
        words = np.flatnonzero((self.starts < end) & (self.ends > start))
        if not len(words):
            return np.full(3, np.nan)
        odds = self.said[self.first[words[0]] : self.first[words[-1] + 1], TOWARD].mean(axis=0, dtype=np.float64)
        chances = np.exp(odds - odds.max())
        return chances / chances.sum()


@lru_cache(maxsize=KEPT)
def read(text: str) -> Meaning:
    """One sentence, read alone, so that nothing else decides what is said of it; of a very long one the beginning."""
    part = next(reading.read(text), None)
    if part is None:
        nothing = np.zeros(0, dtype=np.int64)
        return Meaning(
            np.zeros((0, WIDTH)), np.zeros(1, dtype=np.int64), nothing, nothing, np.zeros(len(HALVES) * HIDDEN)
        )
    window = reading.window([part])
    asked = {"embedded": pieces.embed(window.ids)[None]}
    said, *halves = (each[0, 1:-1] for each in session(NAME).run(["meaning", *HALVES], asked))
    means = [half.mean(axis=0, dtype=np.float64) for half in halves]
    vector = np.concatenate([mean / np.linalg.norm(mean) for mean in means])
    return Meaning(said, np.append(part.first, len(part.ids)), part.starts, part.ends, vector)
