"""Estimates as dots with their intervals, one a row."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from helpers.figures.house.labels import beside, left_labels
from helpers.figures.house.marks import GREY, INK, PALE, Look, Style, of_row, plain
from helpers.figures.house.words import number

TOO_FEW = "too few to say"


def interval_dots(
    ax: Axes,
    table: pd.DataFrame,
    row: str,
    value: str = "mean",
    *,
    style: Style = plain,
    group: str = "",
    zero: float | None = None,
    form: str = "{:+.2f}",
    labels: bool = True,
    compact: bool = False,
    limits: tuple[float, float] | None = None,
    axis: str = "",
    unit: str = "sentences",
    clusters: str = "stories",
) -> None:
    """One row a group: dot, interval, and to the right the value and n in words.

    ``unit`` is what n counts, and ``clusters`` what the number in brackets counts; of shares the unit is what they are
    shares of (``part`` of ``whole``), in a column ``unit`` where it differs from row to row. ``group`` names a column
    whose values become bold headings over their rows. In a row of small multiples, ``compact`` prints value and n
    alone, and ``labels=False`` leaves out the row names.
    """
    ticks: list[float] = []
    names: list[tuple[str, str]] = []
    y = 0.0
    previous = None
    for at, record in zip(table.index, table.to_dict("records"), strict=True):
        if group and record[group] != previous:
            previous = record[group]
            y += 0.35 if ticks else 0
            if labels:
                ticks.append(y)
                names.append((str(previous), "bold"))
            y += 1
        _dot(ax, y, at, record, value, style(record[row]), form, compact)
        if labels:
            ticks.append(y)
            names.append((style(record[row]).label, "normal"))
        y += 1
    ax.set_ylim(y - 0.4, -0.9)
    left_labels(ax, ticks, names)
    if limits:
        ax.set_xlim(*limits)
    ax.margins(x=0.06)
    ax.locator_params(axis="x", nbins=5)
    if zero is not None:
        ax.axvline(zero, color=PALE, linewidth=1, zorder=1.5)
    ax.set_xlabel(axis)
    beside(ax, -0.95, "value", 30, PALE, size=8.5)
    beside(ax, -0.95, "n" if compact else f"{unit} ({clusters})", 40, PALE, size=8.5, ha="left")


def _dot(ax: Axes, y: float, at: object, record: dict, value: str, mark: Look, form: str, compact: bool) -> None:
    """One row of interval_dots, which draws the row ``at`` of the data."""
    x = record[value]
    if pd.isna(x):
        beside(ax, y, "none", 8, PALE, ha="left")
        return
    ax.axhline(y, color="#eef0f2", linewidth=0.8, zorder=0.5)
    ax.axhspan(y - 0.5, y + 0.5, alpha=0, linewidth=0, gid=of_row(at, "area"))  # a dot alone is hard to hit
    if record["enough"]:
        ax.plot([record["low"], record["high"]], [y, y], color=mark.colour, alpha=0.55, linewidth=3.2)
    ax.plot(
        [x], [y], mark.marker, markersize=7.5, color=mark.colour, zorder=3,
        markerfacecolor=mark.colour if record["enough"] else "white",
        markeredgecolor="white" if record["enough"] else mark.colour,
        markeredgewidth=0.9 if record["enough"] else 1.4, clip_on=False, gid=of_row(at),
    )  # fmt: skip
    beside(ax, y, number(form, x), 30, INK if record["enough"] else PALE)
    count = f"{record.get('part', record['n']):,.0f}"
    if not compact:
        count += f" of {record['whole']:,.0f}" if "whole" in record else ""
        count += f" {record['unit']}" if "unit" in record else ""
        count += f" ({record['n_clusters']:,.0f})" + ("" if record["enough"] else f"  {TOO_FEW}")
    beside(ax, y, count, 40, GREY, size=9, ha="left")
