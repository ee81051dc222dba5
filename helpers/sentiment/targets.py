"""Sentiment of a sentence toward one marked mention, by either of two instruments."""

from collections.abc import Sequence

import numpy as np

from helpers.sentiment import target_model, target_rules
from helpers.study import StudyError

LANGUAGES = ("en",)
INSTRUMENTS = ("target_rules", "target_model")


def score_targets(texts: Sequence[str], spans: Sequence[tuple[int, int]], instrument: str) -> np.ndarray:
    """Scores in [-1, 1] of English sentences toward the mention at `spans` (half-open offsets, one a sentence).

    target_rules: transparent, see target_rules.py; NaN where no word of the sentence says anything.
    target_model: probability of positive minus that of negative, by the trained model, on the side of its cut-offs
    that belongs to the most probable class; NaN for a mention without a letter or digit, and everywhere where
    helpers/models lacks the model. Raises StudyError for another instrument or a span outside its text.
    """
    if instrument not in INSTRUMENTS:
        raise StudyError(f'There is no target instrument "{instrument}"; choose one of: {", ".join(INSTRUMENTS)}.')
    for text, (start, end) in zip(texts, spans, strict=True):
        if not 0 <= start < end <= len(text):
            raise StudyError(f"Mention {start}-{end} lies outside a sentence of {len(text)} characters.")
    if instrument == "target_rules":
        return np.array(target_rules.score_all(texts, spans), dtype=float)
    if not target_model.available():
        return np.full(len(texts), np.nan)
    scores = target_model.scores(texts, spans)
    blank = [not any(map(str.isalnum, text[start:end])) for text, (start, end) in zip(texts, spans, strict=True)]
    return np.where(blank, np.nan, scores)


def classes(scores: np.ndarray, cuts: tuple[float, float]) -> np.ndarray:
    """-1, 0 or 1 for each score: below the first cut, between, above the second; unscored is 0."""
    filled = np.nan_to_num(np.asarray(scores, dtype=float))
    return (filled > cuts[1]).astype(int) - (filled < cuts[0]).astype(int)
