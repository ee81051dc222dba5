"""Which words make one group more negative than another: a word shift whose parts sum to the whole.

Gallagher et al. (2021), Generalized word shift graphs, EPJ Data Science 10:4. The measure taken apart is the
mean score of the scored words of a group (not of its sentences): a word contributes its difference in use times
how far its score lies from the mean of both. Negation and context are not seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from helpers import sentiment
from helpers.analysis import estimate
from helpers.analysis.contrast.counts import Counts, plain
from helpers.analysis.estimate import USUAL, Bootstrap


class Shift(NamedTuple):
    """Mean word scores of both sides, the difference with its interval, and each word's part in it."""

    mean_a: float
    mean_b: float
    difference: estimate.Difference
    words: pd.DataFrame  # word, score, count_a, count_b, share_a, share_b, contribution, how


def word_scores(counts: Counts, instrument: str, language: str) -> dict[str, float]:
    """Word -> its score by an instrument, for the single words that it knows; none without an instrument."""
    if not instrument:
        return {}
    words = [term for term in counts.terms if " " not in term]
    scores, _ = sentiment.score(words, instrument, language)
    return {word: float(score) for word, score in zip(words, scores, strict=True) if not np.isnan(score)}


def shift(counts: Counts, a: str, b: str, scores: Mapping[str, float], *, bootstrap: Bootstrap = USUAL) -> Shift:
    """Take the difference in mean word score (a minus b) apart into words; "" for b means all other groups.

    scores: word -> score; words without one are no part of the measure. The contributions sum to the difference.
    The interval of the difference is drawn over stories.
    """
    known = [i for i, term in enumerate(counts.terms) if term in scores]
    value = np.array([scores[counts.terms[i]] for i in known], dtype=float)
    in_a = counts.side(a)
    in_b = counts.side(b) if b else ~in_a
    matrix = counts.matrix[:, known]
    count_a, count_b = (np.asarray(matrix[side].sum(axis=0), float).ravel() for side in (in_a, in_b))
    with np.errstate(invalid="ignore", divide="ignore"):
        share_a, share_b = count_a / count_a.sum(), count_b / count_b.sum()
    mean_a, mean_b = float(share_a @ value), float(share_b @ value)
    part = (share_a - share_b) * (value - (mean_a + mean_b) / 2)
    table = pd.DataFrame(
        {
            "word": [counts.terms[i] for i in known],
            "score": value,
            "count_a": plain(count_a),
            "count_b": plain(count_b),
            "share_a": share_a,
            "share_b": share_b,
            "contribution": part,
        }
    )
    table = table[(table["count_a"] > 0) | (table["count_b"] > 0)]
    table["how"] = np.select(
        [
            (table["score"] >= 0) & (table["share_a"] >= table["share_b"]),
            table["score"] >= 0,
            table["share_a"] >= table["share_b"],
        ],
        ["more of a positive word", "less of a positive word", "more of a negative word"],
        "less of a negative word",
    )
    order = table["contribution"].abs().sort_values(ascending=False, kind="stable").index
    return Shift(
        mean_a,
        mean_b,
        _difference(counts, matrix, value, in_a, in_b, bootstrap),
        table.loc[order].reset_index(drop=True),
    )


def _difference(
    counts: Counts, matrix: csr_array, value: np.ndarray, in_a: np.ndarray, in_b: np.ndarray, bootstrap: Bootstrap
) -> estimate.Difference:
    """The difference of the two means with its interval over stories."""
    n = np.asarray(matrix.sum(axis=1)).ravel()
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.asarray(matrix @ value).ravel() / n
    frame = counts.units[["story_id"]].assign(side=np.select([in_a, in_b], ["a", "b"], ""), mean=mean, n=n)
    frame = frame[(frame["n"] > 0) & (frame["side"] != "")]
    if set(frame["side"]) != {"a", "b"}:
        return estimate.Difference("a", "b", float("nan"), float("nan"), float("nan"), 0, 0, 0, False, False)
    return estimate.difference(frame, "mean", "side", "a", "b", n="n", bootstrap=bootstrap)
