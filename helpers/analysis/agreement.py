"""How far two codings agree: Krippendorff's alpha, precision and recall, corrected prevalence.

Alpha: Krippendorff (2019), Content Analysis, 4th ed., chapter 12; also Hayes & Krippendorff (2007),
doi:10.1080/19312450709336664. It counts disagreement, weighted by how far apart two values are, against what
chance would give; missing codes are allowed. 1 is full agreement, 0 is chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.analysis.estimate import USUAL, Bootstrap

LEVELS = ("nominal", "ordinal", "interval")


def krippendorff_alpha(codes: pd.DataFrame, level: str = "nominal") -> float:
    """Alpha over units (rows) and coders (columns); empty cells are missing codes.

    ``level``: nominal, ordinal (values sort in their natural order) or interval (numbers). NaN where no two
    codes can be compared, or where all codes are alike, so that chance and agreement cannot be told apart.
    Raises ValueError for another level.
    """
    values, pairs = _coincidences(codes, level)
    return float(_alpha(pairs.sum(axis=0)[None], values, level)[0])


def alpha_interval(
    codes: pd.DataFrame, level: str, clusters: Sequence[Any] | pd.Series, bootstrap: Bootstrap = USUAL
) -> tuple[float, float, float]:
    """Alpha with its interval, for which clusters of units (the stories of sentences) are drawn anew; else as above.

    No interval where the bootstrap's min_n or min_clusters is not reached by the units that two coders coded.
    """
    values, pairs = _coincidences(codes, level)
    alpha = float(_alpha(pairs.sum(axis=0)[None], values, level)[0])
    compared = pairs.sum(axis=(1, 2)) > 0
    names, place = np.unique(np.asarray(clusters)[compared], return_inverse=True)
    if np.isnan(alpha) or not bootstrap.suffices(float(compared.sum()), len(names)):
        return alpha, float("nan"), float("nan")
    sums = np.zeros((len(names), len(values) ** 2))
    np.add.at(sums, place, pairs[compared].reshape(-1, len(values) ** 2))
    drawn = bootstrap.draw(sums).reshape(-1, len(values), len(values))
    return (alpha, *bootstrap.interval(_alpha(drawn, values, level), len(names)))


def _coincidences(codes: pd.DataFrame, level: str) -> tuple[list[Any], np.ndarray]:
    """The values, and for each unit how often each two of them meet, weighted as Krippendorff does."""
    if level not in LEVELS:
        raise ValueError(f"level is one of {', '.join(LEVELS)}, not {level!r}")
    values = sorted({value for column in codes for value in codes[column].dropna()})
    place = {value: i for i, value in enumerate(values)}
    pairs = np.zeros((len(codes), len(values), len(values)))
    for i, unit in enumerate(codes.to_numpy(dtype=object)):
        found = [place[value] for value in unit if not pd.isna(value)]
        if len(found) > 1:
            counts = np.bincount(found, minlength=len(values)).astype(float)
            pairs[i] = (np.outer(counts, counts) - np.diag(counts)) / (len(found) - 1)
    return values, pairs


def _alpha(pairs: np.ndarray, values: Sequence[Any], level: str) -> np.ndarray:
    """Alpha of each of several coincidence matrices; NaN where nothing is expected to differ."""
    totals = pairs.sum(axis=2)
    n = totals.sum(axis=1)
    apart = _distances(values, totals, level)
    expected = (totals[:, :, None] * totals[:, None, :] * apart).sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        alpha = 1 - (n - 1) * (pairs * apart).sum(axis=(1, 2)) / expected
    return np.where((n >= 2) & (expected > 0), alpha, np.nan)


def _distances(values: Sequence[Any], totals: np.ndarray, level: str) -> np.ndarray:
    """Squared distance between each two values on the level of measurement, one matrix a row of ``totals``, or one."""
    if level == "nominal":
        return 1.0 - np.eye(len(values))
    if level == "interval":
        numbers = np.asarray(values, dtype=float)
        between: np.ndarray = numbers[:, None] - numbers[None, :]
        return between**2
    middle = np.cumsum(totals, axis=1) - totals / 2  # ranks between, with half of the two at the ends
    return (middle[:, :, None] - middle[:, None, :]) ** 2


def scores(true: Sequence[Any], found: Sequence[Any]) -> pd.DataFrame:
    """Precision, recall and F1 of each value: ``[value, precision, recall, f1, n_true, n_found]``.

    A ratio without a denominator is empty; F1 is 0 where a value is never right.
    """
    true, found = list(true), list(found)
    values = sorted({*true, *found})
    from sklearn import metrics  # takes as long to load as all else; most notebooks do without

    precision, recall, f1, n_true = metrics.precision_recall_fscore_support(
        true, found, labels=values, zero_division=np.nan
    )
    n_found = [found.count(value) for value in values]
    columns = {"value": values, "precision": precision, "recall": recall, "f1": f1, "n_true": n_true}
    return pd.DataFrame(columns | {"n_found": n_found})


def macro_f1(true: Iterable[Any], found: Iterable[Any]) -> float:
    """Mean F1 over the values that truly occur."""
    true, found = list(true), list(found)
    values = sorted(set(true))
    from sklearn import metrics

    return float(metrics.f1_score(true, found, labels=values, average="macro", zero_division=0))


def presence_scores(true: ArrayLike, found: ArrayLike) -> tuple[float, float, float]:
    """Precision, recall and F1 of finding that something is there; NaN where there is nothing to divide by."""
    from sklearn import metrics

    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        np.asarray(true, bool), np.asarray(found, bool), average="binary", zero_division=np.nan
    )
    return float(precision), float(recall), float(f1)
