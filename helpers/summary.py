"""Every estimate of sentiment in one table: by outlet, by voice, by month, and toward each actor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from helpers import estimate
from helpers.aggregates import condition
from helpers.sentiment import combined, target_model
from helpers.study import UNMEASURED

if TYPE_CHECKING:
    from helpers.measure import Results

# What estimates are given by: the column, and where the scores are.
GROUPS = {
    "outlet": ("a.outlet_name", "sentiment"),
    "voice": (f"nullif(s.voice, '{UNMEASURED}')", "sentiment"),
    "month": ("case when length(a.published) >= 7 then substr(a.published, 1, 7) end", "sentiment"),
    "target": ("t.target", "target_sentiment"),
}
COLUMNS = [
    "by",
    "group",
    "mean",
    "low",
    "high",
    "negative",
    "negative_low",
    "negative_high",
    "positive",
    "positive_low",
    "positive_high",
    "sentences",
    "articles",
    "stories",
    "enough",
]


def sentiment(
    results: Results,
    instrument: str,
    target_instrument: str,
    outlets: Sequence[str] = (),
    voices: Sequence[str] = (),
    **settings: object,
) -> pd.DataFrame:
    """COLUMNS, one row a group: mean score, shares of negative and positive sentences with their intervals, and n.

    Of scored sentences; toward a target weighted where a sample was scored. ``enough`` and the intervals as in
    ``estimate.means``, which takes the settings; the classes by the cut-offs of the primary instruments.
    """
    parts = []
    for by, (column, table) in GROUPS.items():
        rows = _rows(results, column, table, target_instrument if by == "target" else instrument, outlets, voices)
        if rows.empty:
            continue
        found = _means(rows, "score", **settings).rename(columns={"n": "sentences", "n_clusters": "stories"})
        for share in ("negative", "positive"):
            bounds = _means(rows, share, span=(0, 1), **settings).set_index("group")[["mean", "low", "high"]]
            found = found.join(bounds.set_axis([share, f"{share}_low", f"{share}_high"], axis=1), on="group")
        parts.append(found.join(rows.groupby("group")["articles"].sum(), on="group").assign(by=by))
    return pd.concat(parts, ignore_index=True)[COLUMNS] if parts else pd.DataFrame(columns=COLUMNS)


def _means(rows: pd.DataFrame, value: str, **settings: object) -> pd.DataFrame:
    return estimate.means(rows, value, "group", weight="weight", n="n", **settings)


def _rows(
    results: Results, column: str, table: str, instrument: str, outlets: Sequence[str], voices: Sequence[str]
) -> pd.DataFrame:
    """One row a group and story: ``[group, story_id, score, negative, positive, weight, n, articles]``."""
    where, values = condition(outlets, voices)
    weight, (low, high) = ("t.weight", target_model.CUTS) if table == "target_sentiment" else ("1.0", combined.CUTS)
    weight = f"{weight} * s.part"
    parts = {"score": "t.score", "negative": f"(t.score < {low})::int", "positive": f"(t.score > {high})::int"}
    weighted = ", ".join(f"sum({part} * {weight}) / sum({weight}) as {name}" for name, part in parts.items())
    return results.query(
        f'select {column} as "group", a.story_id, {weighted}, sum({weight}) as weight, sum(s.part) as n, '
        f"count(distinct a.article_id) as articles from {table} t join parts s using (sentence_id) "
        "join articles a using (article_id) "
        f"where t.instrument = ? and t.score is not null and {column} is not null and {where} "
        "group by all order by all",
        [instrument, *values],
    )
