"""Bars: shares that add up to 100 %, and counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from helpers.figures.house.dots import TOO_FEW
from helpers.figures.house.labels import beside, direct_key, left_labels
from helpers.figures.house.marks import GREY, INK, PALE, Style, luminance, of_row, plain
from helpers.figures.house.words import number


def stacked_shares(
    ax: Axes,
    table: pd.DataFrame,
    row: str,
    category: str,
    value: str = "share",
    *,
    style: Style = plain,
    order: Sequence[str] = (),
    label: Callable[[Any], str] = str,
    intervals: bool = True,
    unit: str = "sentences",
    count: str = "whole",
    clusters: str = "stories",
) -> None:
    """One bar of 100 % a row; each part prints its per cent and, where it fits, its interval.

    A bar of too few sentences (``few``) is thin and hatched, and prints no numbers. Beside it stands the column
    ``count``, in ``unit``, and in brackets the number of ``clusters``.
    ``order`` fixes the sequence of categories (first at the left); a key above the panel names them.
    ``intervals=False`` is for counts that are no sample of anything.
    """
    present = [c for c in (order or table[category].unique()) if table.loc[table[category] == c, value].sum()]
    rows = list(table[row].unique())
    for y, name in enumerate(rows):
        part = table.assign(gid=[of_row(at) for at in table.index])[table[row] == name].set_index(category)
        left = 0.0
        for c in present:
            if c in part.index and part.at[c, value] > 0:
                _segment(ax, y, left, part.loc[c], value, style(c).colour, intervals)
                left += part.at[c, value]
        first = part.iloc[0]
        note = "" if first["enough"] or not intervals else f"  {TOO_FEW}" if first["few"] else "  no interval"
        beside(ax, y, f"{first[count]:,.0f} ({first['n_clusters']:,.0f}){note}", 8, GREY, size=9, ha="left")
    beside(ax, -0.62, f"{unit} ({clusters})", 8, PALE, size=8.5, ha="left")
    ax.set_xlim(0, 1)
    ax.set_ylim(len(rows) - 0.5, -0.75)
    left_labels(ax, range(len(rows)), [(label(name), "normal") for name in rows])
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25", "50", "75", "100"])
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)
    direct_key(ax, [style(c) for c in present])


def _segment(ax: Axes, y: float, left: float, part: pd.Series, value: str, colour: str, intervals: bool) -> None:
    """One part of a stacked bar with its label."""
    width = part[value]
    if part["few"]:
        thin = {"height": 0.24, "color": "white", "edgecolor": colour, "linewidth": 0.8, "hatch": "/////"}
        ax.barh(y, width, left=left, gid=part["gid"], **thin)
        return
    ax.barh(y, width, left=left, height=0.66, color=colour, edgecolor="white", linewidth=1, gid=part["gid"])
    ink = "white" if luminance(colour) < 0.45 else INK
    if width >= 0.035:
        interval = intervals and width >= 0.1 and part["enough"]
        x, text = left + width / 2, f"{100 * width:.0f}"
        ax.text(x, y - (0.1 if interval else 0), text, color=ink, ha="center", va="center", weight="bold")
        if interval:
            span = f"{100 * part['low']:.0f}–{100 * part['high']:.0f}"
            ax.text(x, y + 0.19, span, color=ink, ha="center", va="center", size=7.5)


def bars(
    ax: Axes,
    table: pd.DataFrame,
    row: str,
    value: str,
    part: str = "",
    *,
    style: Style = plain,
    form: str = "{:,.0f}",
    note: str = "",
) -> None:
    """Counts as bars, one a row, with the number at the end and the text of column ``note`` beside it.

    ``part`` names a column with that share of the count which is drawn in full colour, the rest paler.
    The style is that of the row, or those in its list ``styles_of`` where the table has one, in equal stripes.
    """
    records = table.to_dict("records")
    for y, (at, record) in enumerate(zip(table.index, records, strict=True)):
        marks = [style(name) for name in record.get("styles_of", [record[row]])]
        for i, mark in enumerate(marks):
            middle, height = y + 0.62 * ((i + 0.5) / len(marks) - 0.5), 0.62 / len(marks)
            alpha = 0.45 if part else 1
            gid = of_row(at, f"{i}" if i else "")
            ax.barh(middle, record[value], height, color=mark.colour, alpha=alpha, linewidth=0, gid=gid)
            if part:
                ax.barh(middle, record[part], height, color=mark.colour, linewidth=0)
        text = number(form, record[value]) + (f"   {record[note]}" if note else "")
        ax.annotate(
            text, (record[value], y), xytext=(6, 0), textcoords="offset points", va="center", size=9, color=GREY
        )
    left_labels(ax, range(len(records)), [(record[row], "normal") for record in records])
    ax.set_ylim(len(records) - 0.4, -0.6)
    ax.set_xlim(0, max((record[value] for record in records), default=1) * 1.32 or 1)
    ax.set_xticks([])
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)
