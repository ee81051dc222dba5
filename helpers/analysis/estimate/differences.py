"""Differences between groups, with intervals, and which of them are decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from math import comb
from typing import Any, NamedTuple, cast

import numpy as np
import pandas as pd

from helpers.analysis.estimate.bootstrap import USUAL, Bootstrap
from helpers.analysis.estimate.means import means, p_values
from helpers.analysis.estimate.sums import by_cluster, in_each, reach, seen, sizes, varied, whole


class Difference(NamedTuple):
    """Mean of ``a`` minus mean of ``b``; ``decided`` when the interval leaves zero out.

    And when there are stories enough: even if every one of k stories points the same way, a sign test
    cannot reach a level finer than 2 ** (1 - k). So with five stories nothing is ever decided. p: of no difference
    (`Bootstrap.p_value`), empty where not ``enough``.
    """

    a: object
    b: object
    estimate: float
    low: float
    high: float
    n_a: int
    n_b: int
    n_clusters: int
    enough: bool
    decided: bool
    p: float = np.nan


def difference(
    frame: pd.DataFrame,
    value: str,
    by: str,
    a: object,
    b: object,
    *,
    weight: str | None = None,
    n: str | None = None,
    bootstrap: Bootstrap = USUAL,
) -> Difference:
    """Mean of group ``a`` minus mean of group ``b`` (values of column ``by``), with its interval.

    Stories are drawn once for both groups, so a story that holds both counts as the pair it is.
    Not ``enough`` in either group: no interval, and never decided.
    """
    rows = frame[frame[by].isin([a, b])]
    cells = by_cluster(rows, value, [by], weight, n, bootstrap.cluster)
    return _pairs(cells, by, [(a, b)], bootstrap)[0]


def differences(
    frame: pd.DataFrame,
    value: str,
    by: str,
    groups: Sequence[Any] | None = None,
    *,
    weight: str | None = None,
    n: str | None = None,
    bootstrap: Bootstrap = USUAL,
) -> pd.DataFrame:
    """All pairwise differences between groups, as the columns of ``Difference``.

    The level is corrected for the number of pairs (Bonferroni), so that among all the pairs of a
    figure a false "decided" is as rare as among one.
    """
    cells = by_cluster(frame[frame[by].notna()], value, [by], weight, n, bootstrap.cluster)
    pairs = _of(groups, sorted(cells[by].unique()))
    rows = _pairs(cells, by, pairs, bootstrap.corrected(len(pairs))) if pairs else []
    return pd.DataFrame(rows, columns=Difference._fields)


def _of(groups: Sequence[Any] | None, found: Sequence[Any]) -> list[tuple[Any, Any]]:
    """All pairs of the groups asked for (of all without any) that are there."""
    return list(combinations([group for group in (groups or found) if group in found], 2))


def differences_within(
    frame: pd.DataFrame,
    value: str,
    by: str,
    within: str,
    *,
    weight: str | None = None,
    n: str | None = None,
    bootstrap: Bootstrap = USUAL,
) -> pd.DataFrame:
    """Pairwise differences between groups inside each value of ``within``, which stands in the first column.

    The other columns as from ``differences``. The level is corrected for all pairs in all of them.
    """
    frame = in_each(frame, within)
    parts = [(name, rows, comb(rows[by].nunique(), 2)) for name, rows in frame.groupby(within, sort=True)]
    total = sum(pairs for *_, pairs in parts)
    found = [
        differences(
            rows,
            value,
            by,
            weight=weight,
            n=n,
            bootstrap=replace(bootstrap, level=1 - (1 - bootstrap.level) * pairs / total),
        ).assign(**{within: name})
        for name, rows, pairs in parts
        if pairs
    ]
    columns = [within, *Difference._fields]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def _pairs(cells: pd.DataFrame, by: str, pairs: Sequence[tuple[Any, Any]], bootstrap: Bootstrap) -> list[Difference]:
    """Differences of pairs of groups; all stories are drawn once for all of them."""
    groups = list(dict.fromkeys(group for pair in pairs for group in pair))
    sums, n_of, stories = _wide(cells, by, groups, bootstrap.cluster)
    place, half = {group: i for i, group in enumerate(groups)}, len(groups)
    span = seen(cells)
    enough = {g: varied(*span) and bootstrap.suffices(n_of[g], stories[g]) for g in groups}
    with np.errstate(invalid="ignore", divide="ignore"):
        means_of = sums[:, :half].sum(0) / sums[:, half:].sum(0)
        drawn = bootstrap.draw(sums) if any(enough.values()) else np.empty((0, 2 * half))
        drawn = drawn[:, :half] / drawn[:, half:]
    open_to = {group: reach(cells[cells[by] == group], span, bootstrap.level) for group in groups}
    rows = []
    for a, b in pairs:
        low = high = p = np.nan
        k, both = int(min(stories[a], stories[b])), enough[a] and enough[b]
        if both:
            apart = drawn[:, place[a]] - drawn[:, place[b]]
            low, high = bootstrap.interval(apart, k)
            low, high = low - open_to[a][0] - open_to[b][1], high + open_to[a][1] + open_to[b][0]
        decided = both and bootstrap.decides(low, high, k)
        if both:
            no_spread = any(open_to[a] + open_to[b])
            p = (1 - bootstrap.level if decided else 1.0) if no_spread else bootstrap.p_value(apart, k)
        gap = float(means_of[place[a]] - means_of[place[b]])
        rows.append(Difference(a, b, gap, low, high, int(n_of[a]), int(n_of[b]), k, both, decided, p))
    return rows


def _wide(cells: pd.DataFrame, by: str, groups: Sequence[Any], cluster: str) -> tuple[np.ndarray, pd.Series, pd.Series]:
    """The numerators and then the denominators of all groups, one row a cluster; sentences and clusters of each."""
    columns = ["numerator", "denominator", "n"]
    wide = cells[cells[by].isin(groups)].pivot(index=cluster, columns=by, values=columns)
    wide = wide.reindex(columns=pd.MultiIndex.from_product([columns, groups])).fillna(0)
    sums = np.hstack([wide["numerator"].to_numpy(), wide["denominator"].to_numpy()])
    n = cast(pd.DataFrame, wide["n"])  # a level of columns, which the stubs take for one column
    return sums, n.sum().map(whole), (n > 0).sum()


def share_differences(
    frame: pd.DataFrame,
    category: str,
    groups: Sequence[Any] | None = None,
    *,
    weight: str | None = None,
    n: str | None = None,
    bootstrap: Bootstrap = USUAL,
) -> pd.DataFrame:
    """Pairwise differences between the shares of categories in the same whole, with the columns of ``differences``.

    The difference of two shares is the mean of +1 (the one), -1 (the other) and 0 (neither).
    """
    pairs = _of(groups, sorted(frame[category].dropna().unique()))
    at = bootstrap.corrected(len(pairs))
    n_of = sizes(frame, n).groupby(frame[category]).sum().map(whole)
    rows = []
    for a, b in pairs:
        sign = (frame[category] == a).astype(float) - (frame[category] == b).astype(float)
        signed = frame.assign(_sign=sign)
        found = means(signed, "_sign", weight=weight, n=n, span=(-1, 1), bootstrap=at)
        mean, low, high, _, k, enough, _ = found.iloc[0].tolist()
        decided = bool(enough) and at.decides(low, high, k)
        p = float(p_values(signed, found, "_sign", [], weight, n, at)[0])
        rows.append(Difference(a, b, mean, low, high, n_of[a], n_of[b], k, enough, decided, p))
    return pd.DataFrame(rows, columns=Difference._fields)
