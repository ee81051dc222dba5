"""Rank correlation of two columns, with its interval."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.analysis.estimate.bootstrap import USUAL, Bootstrap


def correlation(
    frame: pd.DataFrame, a: str, b: str, *, bootstrap: Bootstrap = USUAL
) -> tuple[float, float, float, int, int, bool]:
    """Spearman's rank correlation of two columns: (rho, low, high, n, n_clusters, enough).

    Rows where either is missing are left out. Whole clusters are drawn, with the ranks that their rows have among all.
    Not ``enough``, as in ``means`` or where a column does not vary: rho, low and high are empty.
    """
    rows = frame[[bootstrap.cluster, a, b]].dropna()
    clusters = rows[bootstrap.cluster]
    x, y, n_clusters = rows[a].rank(), rows[b].rank(), clusters.nunique()
    if not bootstrap.suffices(len(rows), n_clusters) or x.nunique() < 2 or y.nunique() < 2:
        return np.nan, np.nan, np.nan, len(rows), n_clusters, False
    x, y = x - x.mean(), y - y.mean()
    products = pd.DataFrame({"n": 1.0, "x": x, "y": y, "xx": x * x, "yy": y * y, "xy": x * y})
    sums = products.groupby(clusters).sum().to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        low, high = bootstrap.interval(_rho(bootstrap.draw(sums)), n_clusters)
    return float(_rho(sums.sum(axis=0)[None])[0]), low, high, len(rows), n_clusters, True


def _rho(totals: np.ndarray) -> np.ndarray:
    """Pearson's correlation from sums, one row a sample: n, x, y, xx, yy, xy."""
    n, x, y, xx, yy, xy = totals.T
    rho: np.ndarray = (n * xy - x * y) / np.sqrt((n * xx - x * x) * (n * yy - y * y))
    return rho
