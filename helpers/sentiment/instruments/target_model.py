"""Sentiment toward a mention by the trained model."""

from collections.abc import Sequence

import numpy as np

from helpers import models
from helpers.sentiment.instrument import Instrument
from helpers.sentiment.target_encoding import MENTION, encode

NAME = "target_sentiment"  # helpers/models/<NAME>.onnx
CUTS = (-0.25, 0.25)  # a score below the first is negative, above the second positive, else neutral
STEP = 0.001  # how far beyond a cut-off a score is moved
NEGATIVE, POSITIVE = 0, 2  # columns of the probabilities; neutral is between


def available() -> bool:
    """Whether the trained model is there; a checkout without it leaves mentions unscored."""
    return (models.FOLDER / f"{NAME}.onnx").exists()


def scores(texts: Sequence[str], spans: Sequence[tuple[int, int]], language: str) -> np.ndarray:
    """What `kept` says; NaN for a mention without a letter or digit, and everywhere where the model is not there."""
    if not available():
        return np.full(len(texts), np.nan)
    blank = [not any(map(str.isalnum, text[start:end])) for text, (start, end) in zip(texts, spans, strict=True)]
    return np.where(blank, np.nan, kept(probabilities(texts, spans)))


def kept(found: np.ndarray) -> np.ndarray:
    """Probability of positive minus that of negative, [n] from [n, 3], on the side of CUTS of the likeliest class.

    Where all three classes are about as probable the difference alone may fall on another side.
    """
    likely = found.argmax(axis=1)
    lowest = np.array([-1.0, CUTS[0], CUTS[1] + STEP])[likely]
    highest = np.array([CUTS[0] - STEP, CUTS[1], 1.0])[likely]
    return np.clip(found[:, POSITIVE] - found[:, NEGATIVE], lowest, highest)


def probabilities(texts: Sequence[str], spans: Sequence[tuple[int, int]]) -> np.ndarray:
    """Probabilities of negative, neutral and positive, [n, 3] float64.

    Sentences go through one by one: int8 activations are scaled over a whole call, and so no result depends on the
    other sentences of a batch.
    """
    network = models.session(NAME)
    rows = np.empty((len(texts), 3))
    for i, (text, span) in enumerate(zip(texts, spans, strict=True)):
        ids, types, part = encode(text, span)
        mention = (part == MENTION).astype(np.float32)
        fed = {"embedded": models.embed(ids)[None], "types": types[None], "mention": mention[None]}
        rows[i] = _softmax(network.run(None, fed)[0][0])
    return rows


def _softmax(scores: np.ndarray) -> np.ndarray:
    odds = np.exp(scores.astype(np.float64) - scores.max())
    return odds / odds.sum()


INSTRUMENT = Instrument(
    name="target_model",
    version="1",
    languages=("en",),
    licence="MIT, with lists under ODbL 1.0 and Hu & Liu's terms; encoder Apache-2.0",
    source="helpers/models/target_sentiment.md",
    note="A small encoder trained on NewsMTSC: probability of positive minus that of negative.",
    score=scores,
    kind="target",
    cuts=CUTS,
    primary=True,
    sampled=True,
)
