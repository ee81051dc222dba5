"""Sentiment toward a mention by the trained model helpers/models/target_sentiment.onnx."""

from collections.abc import Sequence

import numpy as np

from helpers import models
from helpers.sentiment.target_encoding import MENTION, encode

NAME = "target_sentiment"
CUTS = (-0.25, 0.25)  # a score below the first is negative, above the second positive, else neutral
NEGATIVE, NEUTRAL, POSITIVE = range(3)


def available() -> bool:
    """Whether the trained model is there; a checkout without it leaves mentions unscored."""
    return (models.FOLDER / f"{NAME}.onnx").exists()


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
        classes = network.run(None, fed)[0][0].astype(np.float64)
        odds = np.exp(classes - classes.max())
        rows[i] = odds / odds.sum()
    return rows
