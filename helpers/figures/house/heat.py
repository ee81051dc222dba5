"""Heat maps that print their values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.figures.house.labels import left_labels
from helpers.figures.house.layout import MARGIN
from helpers.figures.house.marks import DIVERGING, GREY, INK, PALE, SEQUENTIAL, luminance, of_row
from helpers.figures.house.words import break_name, number, shorten, text_width

SHARE_LIMITS, TONE_LIMITS = (0.0, 0.5), (-0.5, 0.5)  # what the colours of a scale reach to, the same in every figure
FAINTEST = 0.2  # what is left of the colour of a value with an interval as wide as the scale
SMALL = 7.0  # size of the small print in a cell


def heat_map(
    ax: Axes,
    table: pd.DataFrame,
    row: str,
    column: str,
    value: str = "mean",
    *,
    limits: tuple[float, float],
    diverging: bool = True,
    form: str = "{:+.2f}",
    label: Callable[[Any], str] = str,
    rows: Sequence[str] = (),
    columns: Sequence[str] = (),
) -> None:
    """Cells with their value (bold where the interval leaves zero out), its interval and n; too few: hatched.

    ``limits`` are those of the measure (SHARE_LIMITS, TONE_LIMITS), so that a colour means the same in every figure of
    a study; a cell is the paler, the wider its interval.
    """
    rows = list(rows or table[row].unique())
    columns = list(columns or table[column].unique())
    cells = table.assign(gid=[of_row(at) for at in table.index]).set_index([row, column])
    colours, scale = (DIVERGING if diverging else SEQUENTIAL), Normalize(*limits, clip=True)
    widest = left_labels(ax, range(len(rows)), [(label(r), "normal") for r in rows])
    room = cast(Figure, ax.figure).get_figwidth() - 2 * MARGIN - widest - 0.25
    each = room / max(len(columns), 1)
    for y, r in enumerate(rows):
        for x, c in enumerate(columns):
            cell = cells.loc[(r, c)] if (r, c) in cells.index else None
            _cell(ax, x, y, cell, value, form, colours, scale, diverging, each)
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    _column_heads(ax, [label(c) for c in columns], room)
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)


def _column_heads(ax: Axes, names: Sequence[str], room: float) -> None:
    """Names over the columns, broken into lines, smaller or at last slanted so that they do not touch."""
    each = room / max(len(names), 1) - 0.08
    ax.xaxis.tick_top()
    ax.tick_params(axis="x", labelcolor=INK)
    for size in (9.5, 8.5, 7.5):
        broken = [break_name(name, size, each) for name in names]
        if all(text_width(line, size, "normal") <= each for lines in broken for line in lines):
            ax.set_xticks(range(len(names)), ["\n".join(lines) for lines in broken], size=size)
            return
    short = [shorten(name, 18) for name in names]
    ax.set_xticks(range(len(names)), short, rotation=40, ha="left", rotation_mode="anchor", size=8.5)


def _cell(ax, x: int, y: int, cell, value: str, form: str, colours, scale, diverging: bool, room: float) -> None:
    """One cell of a heat map, ``room`` inches wide."""
    box: dict[str, Any] = {"width": 0.94, "height": 0.9, "linewidth": 0}
    corner = (x - 0.47, y - 0.45)
    if cell is None or not cell["n"] or pd.isna(cell[value]):
        ax.add_patch(Rectangle(corner, **box, facecolor="#fafbfb"))
        ax.text(x, y, "–", ha="center", va="center", color=PALE)
        return
    if not cell["enough"]:
        ax.add_patch(Rectangle(corner, **box, facecolor="white", edgecolor="#cfd4d9", hatch="////", gid=cell["gid"]))
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 1.2}
        text = f"{number(form, cell[value])}  (n {cell['n']:,.0f})"
        if text_width(text, 7.5, "normal") > 0.9 * room:
            text = text.replace("  (", "\n").rstrip(")")
        ax.text(x, y, text, ha="center", va="center", size=7.5, color=GREY, bbox=ground)
        return
    colour = _faded(colours(scale(cell[value])), (cell["high"] - cell["low"]) / (scale.vmax - scale.vmin))
    ax.add_patch(Rectangle(corner, **box, facecolor=colour, gid=cell["gid"]))
    ink = "white" if luminance(colour) < 0.5 else INK
    sure = diverging and (cell["low"] > 0 or cell["high"] < 0)
    weight = "bold" if sure else "normal"
    span = ""
    if pd.notna(cell["low"]):
        span = f"{number(form, cell['low']).removesuffix('%')} – {number(form, cell['high'])}"
    lines = [f"n {cell['n']:,.0f}"]
    if span and text_width(span, SMALL, "normal") < 0.92 * room:
        lines.insert(0, span)
    ax.text(
        x, y - 0.1 - 0.1 * len(lines), number(form, cell[value]), ha="center", va="center", color=ink, weight=weight
    )
    for i, line in enumerate(reversed(lines)):
        ax.text(x, y + 0.29 - 0.21 * i, line, ha="center", va="center", color=ink, size=SMALL)


def _faded(colour: tuple, doubt: float) -> tuple[float, float, float]:
    """A colour mixed with white: the more, the more of the scale an interval takes; a value without one stays."""
    strength = 1.0 if pd.isna(doubt) else min(max(1 - doubt, FAINTEST), 1.0)
    red, green, blue = (1 - strength * (1 - part) for part in colour[:3])
    return red, green, blue
