"""Copies of one text: how many there are of each story, so that an estimate counts a story once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from helpers.analysis import estimate
from helpers.analysis.estimate import COPIES, COPIES_IN_OUTLET
from helpers.tables.results import condition

if TYPE_CHECKING:
    from helpers.tables.results import Results


def with_copies(results: Results, rows: pd.DataFrame, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """The rows with two more columns, how many articles their story has: in all outlets asked for, in the row's own.

    The columns are ``copies`` and ``copies_in_outlet``, the second only where the rows name an outlet. Estimates divide
    by them; ``every_copy`` takes them off.
    """
    where, values = condition(outlets)
    listed = results.query(
        f"select a.outlet_name, a.story_id, count(*) as {COPIES_IN_OUTLET} from articles a where {where} group by all",
        values,
    )
    stories = listed.groupby("story_id")[COPIES_IN_OUTLET].sum()
    rows = rows.assign(**{COPIES: rows["story_id"].map(stories)})
    if "outlet_name" in rows:
        rows = rows.merge(listed, on=["outlet_name", "story_id"], how="left", validate="m:1")
    return rows


def both_ways(
    rows: pd.DataFrame, category: str, weight: str, *, bootstrap: estimate.Bootstrap = estimate.USUAL
) -> pd.DataFrame:
    """The share of each category with every story counted once, and with every copy counted.

    Returns ``[category, once, once_low, once_high, copies, copies_low, copies_high]``: shares of ``weight`` with their
    intervals, which are over stories both times, largest first.
    """
    counted = {"once": rows, "copies": every_copy(rows)}
    parts = []
    for way, these in counted.items():
        table = estimate.shares(these, category, weight=weight, n="n", bootstrap=bootstrap).set_index(category)
        named = {"share": way, "low": f"{way}_low", "high": f"{way}_high"}
        parts.append(table[list(named)].rename(columns=named))
    both = pd.concat(parts, axis=1).sort_values("once", ascending=False, kind="stable")
    return both.rename_axis(category).reset_index()


def every_copy(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as they are counted when each copy counts: without the columns of ``with_copies``."""
    return rows.drop(columns=[COPIES, COPIES_IN_OUTLET], errors="ignore")
