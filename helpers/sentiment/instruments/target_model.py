"""Tone toward a mention by the trained model of meaning, in four languages."""

from collections.abc import Sequence

import numpy as np

from helpers.encoder import meaning
from helpers.sentiment.instrument import Instrument

CUTS = (-0.25, 0.25)  # a score below the first is negative, above the second positive, else neutral
STEP = 0.001  # how far beyond a cut-off a score is moved
NEGATIVE, POSITIVE = 0, 2  # columns of the probabilities; neutral is between


def scores(texts: Sequence[str], spans: Sequence[tuple[int, int]], language: str) -> np.ndarray:
    """What `kept` says; NaN for a mention without a letter or digit."""
    read = [meaning.read(text).toward(*span) for text, span in zip(texts, spans, strict=True)]
    blank = [not any(map(str.isalnum, text[start:end])) for text, (start, end) in zip(texts, spans, strict=True)]
    return np.where(blank, np.nan, kept(np.array(read).reshape(-1, 3)))


def kept(found: np.ndarray) -> np.ndarray:
    """Probability of positive minus that of negative, [n] from [n, 3], on the side of CUTS of the likeliest class.

    Where all three classes are about as probable the difference alone may fall on another side.
    """
    likely = found.argmax(axis=1)
    lowest = np.array([-1.0, CUTS[0], CUTS[1] + STEP])[likely]
    highest = np.array([CUTS[0] - STEP, CUTS[1], 1.0])[likely]
    return np.clip(found[:, POSITIVE] - found[:, NEGATIVE], lowest, highest)


INSTRUMENT = Instrument(
    name="target_model",
    label="Trained model",
    version="2",
    languages=("de", "en", "ru", "zh"),
    licence="weights MIT; what they were taught on is on their card",
    source="helpers/models/meaning.md",
    note=(
        "A multilingual encoder taught on news sentences with the tone toward people, bodies and states that they "
        "name: probability of positive minus that of negative."
    ),
    score=scores,
    kind="target",
    cuts=CUTS,
    primary=True,
    sampled=True,
)
