"""Rows summed to one per group and cluster, and how far their values leave a mean open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

COPIES, COPIES_IN_OUTLET = "copies", "copies_in_outlet"  # columns: articles of a row's story, in all and in its outlet
STANDS_FOR = "stands_for"  # column: how many of the corpus a sentence of a sample stands for
OUTLET = {"outlet", "outlet_name"}
SAME = 1e-12  # values that differ by less are the same
SAME_N = 1e-6  # and so are counts


def whole(n: float) -> int:
    """Whole sentences in a sum of parts; three thirds are one, and a part alone is not none but of one."""
    return int(max(n, n > SAME_N) + SAME_N)


def listed(by: str | Sequence[str]) -> list[str]:
    """The columns to group by, one alone as well."""
    return [by] if isinstance(by, str) else list(by)


def sizes(frame: pd.DataFrame, n: str | None) -> pd.Series:
    """How many sentences each row stands for: those of column ``n``, one without it."""
    return frame[n] if n else pd.Series(1, index=frame.index)


def once(rows: pd.DataFrame, weights: pd.Series, by: Sequence[str] = ()) -> pd.Series:
    """The weights of rows as they count when a story counts once: each of its copies for its part.

    Once in every outlet where groups are made by outlet, else once in all. Rows that do not tell their copies count
    as they are. Where a sample was scored, a row counts for as many as it stands for.
    """
    column = COPIES_IN_OUTLET if OUTLET.intersection(by) else COPIES
    weights = weights * rows[STANDS_FOR] if STANDS_FOR in rows else weights
    return weights / rows[column] if column in rows else weights


def in_each(rows: pd.DataFrame, within: str) -> pd.DataFrame:
    """Rows that are estimated in each value of a column apart: a story counts once in each outlet, if it is that."""
    apart = within in OUTLET and COPIES_IN_OUTLET in rows
    return rows.assign(**{COPIES: rows[COPIES_IN_OUTLET]}) if apart else rows


def by_cluster(
    frame: pd.DataFrame, value: str, by: list[str], weight: str | None, n: str | None, cluster: str
) -> pd.DataFrame:
    """One row per group and cluster: ``[*by, cluster, numerator, denominator, n]``.

    The numerator sums weight x value, the denominator the weights, as ``once`` has them; n counts every copy. Rows
    without a value are left out.
    """
    rows = frame[frame[value].notna()]
    count = sizes(rows, n)
    weights = once(rows, (rows[weight] if weight else count).astype(float), by)
    columns = list(dict.fromkeys([*by, cluster]))
    sums = rows[columns].assign(numerator=weights * rows[value], denominator=weights, n=count)
    return sums.groupby([*by, cluster], as_index=False, sort=True, observed=True).sum()


def groups(cells: pd.DataFrame, by: list[str]) -> Iterator[tuple[tuple[Any, ...], pd.DataFrame]]:
    """Yield (key tuple, rows); without ``by`` the whole table is the one group."""
    if by:
        yield from cells.groupby(by, sort=True, observed=True)
    elif len(cells):
        yield (), cells


def seen(cells: pd.DataFrame) -> tuple[float, float]:
    """The lowest and the highest value of a cluster in any group."""
    values = _values(cells)
    return (values.min(), values.max()) if len(values) else (np.nan, np.nan)


def varied(low: float, high: float) -> bool:
    """Whether there is any spread between two values."""
    return bool(high - low > SAME)


def reach(clusters: pd.DataFrame, span: tuple[float, float], level: float) -> tuple[float, float]:
    """How far below and above their value clusters without spread leave the mean open; 0 where there is spread."""
    values = _values(clusters)
    if values.empty or varied(values.min(), values.max()):
        return 0.0, 0.0
    unseen = 1 - ((1 - level) / 2) ** (1 / len(values))
    return unseen * max(values.mean() - span[0], 0), unseen * max(span[1] - values.mean(), 0)


def _values(cells: pd.DataFrame) -> pd.Series:
    return (cells["numerator"] / cells["denominator"])[cells["denominator"] > 0]
