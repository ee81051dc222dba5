"""Estimates as dots with their intervals, one a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from helpers.figures.house.labels import Row, row_words
from helpers.figures.house.layout import ask_height, narrow
from helpers.figures.house.marks import INK, PALE, Look, Style, of_row, plain
from helpers.figures.house.words import number

TOO_FEW = "too few to say"
PITCH, PITCH_OF_TWO = 0.34, 0.46  # inches from row to row in a column, and where each has two values
ABOVE = 0.36  # of a row's height, from the corrected value to the machine's
UP, UP_OF_TWO = 10.0, 19.0  # points from a dot to the words above it in a column, and from the lower of two


def interval_dots(
    ax: Axes,
    table: pd.DataFrame,
    row: str,
    value: str = "mean",
    *,
    style: Style = plain,
    group: str = "",
    heading: Callable[[Any], str] = str,
    zero: float | None = None,
    form: str = "{:+.2f}",
    limits: tuple[float, float] | None = None,
    axis: str = "",
    unit: str = "sentences",
    clusters: str = "stories",
) -> None:
    """One row a group: dot, interval, and beside it (in a column: above it) its name, the value and n in words.

    ``unit`` is what n counts, and ``clusters`` what the number in brackets counts; of shares the unit is what they are
    shares of (``part`` of ``whole``), in a column ``unit`` where it differs from row to row. ``group`` names a column
    whose values, as ``heading`` words them, become bold headings over their rows. Where the table has ``machine``,
    the values are corrected by hand coding, and above each stands the machine's alone.
    """
    words: list[Row] = []
    y = 0.0
    previous = None
    for at, record in zip(table.index, table.to_dict("records"), strict=True):
        if group and record[group] != previous:
            previous = record[group]
            y += (0.15 if narrow(ax) else 0.35) if words else 0
            words.append(Row(y, heading(previous), weight="bold"))
            y += 0.6 if narrow(ax) else 1
        mark = style(record[row])
        _dot(ax, y, at, record, value, mark)
        words.append(_words(y, mark.label, record, value, form))
        y += 1
    ax.set_ylim(y - (0.55 if narrow(ax) else 0.4), -0.9)
    pitch, up = (PITCH_OF_TWO, UP_OF_TWO) if "machine" in table else (PITCH, UP)
    ask_height(ax, pitch * (y + 0.35))
    row_words(ax, words, ("value", f"{unit} ({clusters})"), top=-0.95, up=up)
    if limits:
        ax.set_xlim(*limits)
    ax.margins(x=0.06)
    ax.locator_params(axis="x", nbins=4 if narrow(ax) else 5)
    if zero is not None:
        ax.axvline(zero, color=PALE, linewidth=1, zorder=1.5)
    ax.set_xlabel(axis)


def _dot(ax: Axes, y: float, at: object, record: Mapping[Any, Any], value: str, mark: Look) -> None:
    """One row of interval_dots, which draws the row ``at`` of the data."""
    x = record[value]
    if pd.isna(x):
        return
    ax.axhline(y, color="#eef0f2", linewidth=0.8, zorder=0.5)
    ax.axhspan(y - 0.5, y + 0.5, alpha=0, linewidth=0, gid=of_row(at, "area"))  # a dot alone is hard to hit
    if record["enough"] and not pd.isna(record.get("machine", float("nan"))):
        ends = [record["machine_low"], record["machine_high"]]
        ax.plot(ends, [y - ABOVE] * 2, color=PALE, alpha=0.5, linewidth=1.6)
        ax.plot([record["machine"]], [y - ABOVE], "o", markersize=4, color=PALE, clip_on=False)
    if record["enough"]:
        ax.plot([record["low"], record["high"]], [y, y], color=mark.colour, alpha=0.55, linewidth=3.2)
    ax.plot(
        [x],
        [y],
        mark.marker,
        markersize=7.5,
        color=mark.colour,
        zorder=3,
        markerfacecolor=mark.colour if record["enough"] else "white",
        markeredgecolor="white" if record["enough"] else mark.colour,
        markeredgewidth=0.9 if record["enough"] else 1.4,
        clip_on=False,
        gid=of_row(at),
    )


def _words(y: float, name: str, record: Mapping[Any, Any], value: str, form: str) -> Row:
    """The words of a row: its name, its value, and the numbers that it stands on."""
    x = record[value]
    if pd.isna(x):
        return Row(y, name, "", "none")
    count = f"{record.get('part', record['n']):,.0f}"
    count += f" of {record['whole']:,.0f}" if "whole" in record else ""
    count += f" {record['unit']}" if "unit" in record else ""
    count += f" ({record['n_clusters']:,.0f})" + ("" if record["enough"] else f"  {TOO_FEW}")
    return Row(y, name, number(form, x), count, colour=INK if record["enough"] else PALE)
