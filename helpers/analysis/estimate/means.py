"""Means and shares of groups, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from helpers.analysis.estimate.bootstrap import USUAL, Bootstrap, discoveries
from helpers.analysis.estimate.sums import by_cluster, groups, listed, once, reach, seen, sizes, varied, whole
from helpers.tables.rows import each_row

_SUMS = ["part", "whole"]  # what a share is the ratio of


def means(
    frame: pd.DataFrame,
    value: str,
    by: str | Sequence[str] = (),
    *,
    weight: str | None = None,
    n: str | None = None,
    span: tuple[float, float] | None = None,
    bootstrap: Bootstrap = USUAL,
) -> pd.DataFrame:
    """Mean of ``value`` in each group, with its interval over clusters.

    Rows without a value are left out. ``weight`` weighs rows (words, say); ``n`` names the column
    with the number of sentences a row stands for (one without it). The mean is the ratio of sums,
    so a long story counts for more than a short one. ``span``: lowest and highest value of the measure,
    for groups without spread (see helpers.analysis.estimate).

    Returns ``[*by, mean, low, high, n, n_clusters, enough, few]``, sorted by ``by``. ``enough`` is False,
    and low and high are empty, where the bootstrap's min_n or min_clusters is not reached, or nothing varies; ``few``
    is True where n < min_n.
    """
    by = listed(by)
    cells = by_cluster(frame, value, by, weight, n, bootstrap.cluster)
    span = span or seen(cells)
    rows = []
    for key, group in groups(cells, by):
        size = whole(group["n"].sum())
        enough = varied(*span) and bootstrap.suffices(size, len(group))
        mean, low, high = _ratio(group, enough, span, bootstrap)
        rows.append((*key, mean, low, high, size, len(group), enough, size < bootstrap.min_n))
    table = pd.DataFrame(rows, columns=[*by, "mean", "low", "high", "n", "n_clusters", "enough", "few"])
    return table.astype({"enough": bool, "few": bool})


def _ratio(
    clusters: pd.DataFrame, enough: bool, span: tuple[float, float], bootstrap: Bootstrap
) -> tuple[float, float, float]:
    """Ratio of the sums of a group with its interval (empty when not enough)."""
    numerator, denominator = clusters["numerator"].sum(), clusters["denominator"].sum()
    if not denominator:
        return np.nan, np.nan, np.nan
    mean = float(numerator / denominator)
    if not enough:
        return mean, np.nan, np.nan
    drawn = bootstrap.draw(np.column_stack([clusters["numerator"], clusters["denominator"]]))
    with np.errstate(invalid="ignore", divide="ignore"):
        low, high = bootstrap.interval(drawn[:, 0] / drawn[:, 1], len(clusters))
    below, above = reach(clusters, span, bootstrap.level)
    return mean, low - below, high + above


def away_from(
    frame: pd.DataFrame,
    value: str,
    by: str | Sequence[str],
    *,
    weight: str | None = None,
    n: str | None = None,
    bootstrap: Bootstrap = USUAL,
) -> pd.DataFrame:
    """The groups whose mean is away from zero: ``[*by, p, clear, decided]``, all groups; none where not ``enough``.

    Two rules, for two uses. clear: among all cells that are marked so the share of false ones is held (false-discovery
    rate, `discoveries`); for a table that is read as a whole. decided: the interval corrected for the number of groups
    leaves zero out (Bonferroni); for a title, which picks the largest of them all, and a rate says nothing of the one
    that is picked. Where a group has no spread its p is the level at least.
    """
    by = listed(by)
    plain = means(frame, value, by, weight=weight, n=n, bootstrap=bootstrap)
    at = bootstrap.corrected(int(plain["enough"].sum()))
    table = means(frame, value, by, weight=weight, n=n, bootstrap=at)
    decided = [r.enough and at.decides(r.low, r.high, r.n_clusters) for r in each_row(table)]
    p = p_values(frame, plain, value, by, weight, n, bootstrap)
    return table[by].assign(p=p, clear=discoveries(p, bootstrap.level), decided=decided).astype({"decided": bool})


def p_values(
    frame: pd.DataFrame,
    plain: pd.DataFrame,
    value: str,
    by: list[str],
    weight: str | None,
    n: str | None,
    bootstrap: Bootstrap,
) -> np.ndarray:
    """Of each row of ``plain``, which is from `means` of the same; empty where it is not enough."""
    found = zip(groups(by_cluster(frame, value, by, weight, n, bootstrap.cluster), by), each_row(plain), strict=True)
    return np.array([_p_value(cells, row, bootstrap) if row.enough else np.nan for (_, cells), row in found])


def _p_value(clusters: pd.DataFrame, row: Any, bootstrap: Bootstrap) -> float:
    if not varied(*seen(clusters)):
        return 1 - bootstrap.level if bootstrap.decides(row.low, row.high, row.n_clusters) else 1.0
    drawn = bootstrap.draw(np.column_stack([clusters["numerator"], clusters["denominator"]]))
    with np.errstate(invalid="ignore", divide="ignore"):
        return bootstrap.p_value(drawn[:, 0] / drawn[:, 1], len(clusters))


def shares(
    frame: pd.DataFrame,
    category: str,
    by: str | Sequence[str] = (),
    *,
    weight: str | None = None,
    n: str | None = None,
    categories: Sequence[Any] = (),
    bootstrap: Bootstrap = USUAL,
) -> pd.DataFrame:
    """Share of each ``category`` within each group: of sentences, or of ``weight`` (words, say).

    Every category seen anywhere, or named in ``categories``, gets a row in every group, with share 0
    where it does not occur.
    A share of exactly 0 or 1 has no spread to resample; its far end is the exact binomial bound.

    Returns ``[*by, category, share, low, high, part, whole, n, n_category, n_clusters, enough, few]``: the share is
    that of ``part`` in ``whole``, sums of ``weight`` (of sentences without one); ``n`` counts the sentences of
    the whole group, ``n_category`` those of the category; the rest as in ``means``.
    """
    by = listed(by)
    parts = []
    for name in sorted({*frame[category].dropna(), *categories}):
        inside = (frame[category] == name).astype(float)
        rows = frame.assign(_inside=inside)
        part = means(rows, "_inside", by, weight=weight, n=n, span=(0, 1), bootstrap=bootstrap)
        count = sizes(frame, n)
        weights = once(frame, frame[weight] if weight else count, by)
        sums = pd.DataFrame({"n_category": count * inside, "part": weights * inside, "whole": weights}).join(frame[by])
        if by:
            part = part.merge(sums.groupby(by, as_index=False).sum(), on=by, validate="1:1")
        else:
            part = part.assign(**sums.sum())
        parts.append(part.assign(**{category: name}))
    columns = [*by, category, "share", "low", "high", *_SUMS, "n", "n_category", "n_clusters", "enough", "few"]
    if not parts:
        return pd.DataFrame(columns=columns).astype({"share": float, "enough": bool, "few": bool})
    table = pd.concat(parts, ignore_index=True).rename(columns={"mean": "share"})
    table["n_category"] = [whole(value) for value in table["n_category"]]
    return table[columns].sort_values([*by, category], ignore_index=True)
