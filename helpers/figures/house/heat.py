"""Heat maps that print their values."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple, cast

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize, to_hex
from matplotlib.patches import Rectangle

from helpers.figures.house.labels import left_labels
from helpers.figures.house.layout import across, ask_height, narrow, scaled
from helpers.figures.house.marks import DIVERGING, GREY, INK, PALE, SEQUENTIAL, contrast, inked, of_row
from helpers.figures.house.words import break_name, cut, number, shorten, text_width

SHARE_LIMITS, TONE_LIMITS = (0.0, 0.5), (-0.5, 0.5)  # what the colours of a scale reach to, the same in every figure
FAINTEST = 0.2  # what is left of the colour of a value with an interval as wide as the scale
SMALL = 7.0  # points of the small print in a cell
LEAST = 0.42  # inches of a cell in a column
PITCH = 0.52  # inches from row to row in a column
SLANT = 55  # degrees
BAR = (0.16, 0.08)  # columns and rows of the bar that tells a sign
MOST_LINES = 4  # of the name of a column, before it is slanted


class _Heads(NamedTuple):
    """Names over columns: their texts, points, degrees, and the inches that they take up and to the right."""

    texts: list[str]
    points: float
    slant: int
    height: float
    over: float = 0.0


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
    """Cells with their value (bold in rows whose column ``clear`` is true), its interval and n; too few: hatched.

    ``limits`` are those of the measure (SHARE_LIMITS, TONE_LIMITS), so that a colour means the same in every figure of
    a study; a cell is the paler, the wider its interval. On a diverging scale a bar in the upper or lower corner tells
    above from below zero in grey print. In a column of a journal the longer side becomes the rows, and
    what is still too wide goes on below.
    """
    rows, columns = list(rows or table[row].unique()), list(columns or table[column].unique())
    if narrow(ax) and len(columns) > len(rows):
        row, column, rows, columns = column, row, columns, rows
    cells = table.assign(gid=[of_row(at) for at in table.index]).set_index([row, column])
    names, room = _names(ax, [label(r) for r in rows], len(columns))
    blocks = _blocks(columns, int(room / LEAST) if narrow(ax) else len(columns))
    each = room / max(len(blocks[0]), 1)
    heads = _heads(ax, [label(c) for c in columns], each)
    if heads.over > 0 and narrow(ax):
        each = (room - heads.over) / max(len(blocks[0]), 1)
    aside = 1.0 + heads.height / PITCH + 0.2  # rows from one block to the next, beyond its own
    paint = partial(
        _cell, ax, value=value, form=form, diverging=diverging, scale=Normalize(*limits, clip=True), each=each
    )
    ticks: list[float] = []
    for b, block in enumerate(blocks):
        top = b * (len(rows) + aside - 1.0)
        for y, r in enumerate(rows):
            ticks.append(top + y)
            for x, c in enumerate(block):
                paint(x, top + y, cells.loc[(r, c)] if (r, c) in cells.index else None)
        first = columns.index(block[0]) if block else 0
        _write_heads(ax, top - 0.5, heads, range(first, first + len(block)))
    left_labels(ax, ticks, [(name, "normal") for name in names * len(blocks)], most=200)
    ax.set_xlim(-0.5, len(blocks[0]) - 0.5)
    bottom = (ticks[-1] if ticks else 0) + 0.5
    ax.set_ylim(bottom, -0.5)
    ask_height(ax, PITCH * (bottom + 0.5))
    ax.set_xticks([])
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)


def _names(ax: Axes, names: Sequence[str], columns: int) -> tuple[list[str], float]:
    """The names of the rows as they are written, and the inches that they leave to all cells of a row."""
    points = scaled(ax, 10)
    if not narrow(ax):
        short = cut(names)
        widest = max((text_width(name, points, "normal") for name in short), default=0)
        return short, across(ax) - widest - 0.2
    wanted = max(0.7, across(ax) - 0.1 - columns * (LEAST + 0.04))
    room = min(wanted, 1.15)
    short = ["\n".join(break_name(name, points, room)[:3]) for name in cut(names, 40)]
    lines = [[shorten_to(line, points, room) for line in name.split("\n")] for name in short]
    widest = max((text_width(line, points, "normal") for name in lines for line in name), default=0)
    return ["\n".join(name) for name in lines], across(ax) - widest - 0.12


def shorten_to(text: str, points: float, room: float) -> str:
    """A text cut where it is wider than so many inches."""
    most = len(text)
    while most > 3 and text_width(shorten(text, most), points, "normal") > room:
        most -= 1
    return shorten(text, most)


def _blocks(columns: list[str], most: int) -> list[list[str]]:
    """Columns in groups of about equal size, none of more than ``most``."""
    groups = max(1, math.ceil(len(columns) / max(most, 1)))
    size = math.ceil(len(columns) / groups)
    return [columns[at : at + size] for at in range(0, len(columns), size)] if columns else [[]]


def _heads(ax: Axes, names: Sequence[str], each: float) -> _Heads:
    """Names over columns, broken into lines, smaller or at last slanted so that they do not touch."""
    sizes = [scaled(ax, points) for points in (9.5, 8.5, 7.5)]
    for points in sizes:
        broken = [break_name(name, points, each - 0.08) for name in names]
        most = max((len(lines) for lines in broken), default=1)
        wide = any(text_width(line, points, "normal") > each - 0.08 for lines in broken for line in lines)
        if not wide and most <= MOST_LINES:
            return _Heads(["\n".join(lines) for lines in broken], points, 0, most * points * 1.25 / 72 + 0.08)
    texts = cut(names, 16 if narrow(ax) else 18)
    widest = max(text_width(text, sizes[1], "normal") for text in texts)
    over = math.cos(math.radians(SLANT)) * widest - each / 2
    return _Heads(texts, sizes[1], SLANT, math.sin(math.radians(SLANT)) * widest + 0.15, over)


def _write_heads(ax: Axes, y: float, heads: _Heads, places: range) -> None:
    """Write the heads of some columns over cells whose upper edge is at y."""
    slanted = {"rotation": heads.slant, "ha": "left", "rotation_mode": "anchor"} if heads.slant else {"ha": "center"}
    for x, place in enumerate(places):
        ax.annotate(
            heads.texts[place],
            (x, y),
            xytext=(0, 4),
            textcoords="offset points",
            va="bottom",
            color=INK,
            size=heads.points,
            annotation_clip=False,
            **slanted,
        )


def _cell(
    ax: Axes, x: int, y: float, cell: Any, *, value: str, form: str, diverging: bool, scale: Normalize, each: float
) -> None:
    """One cell of a heat map, ``each`` inches wide."""
    box: dict[str, Any] = {"width": 0.94, "height": 0.9, "linewidth": 0}
    corner = (x - 0.47, y - 0.45)
    if cell is None or not cell["n"] or pd.isna(cell[value]):
        ax.add_patch(Rectangle(corner, **box, facecolor="#fafbfb"))
        _print(ax, x, y, [("–", 10, PALE, "normal")])
        return
    main, n = number(form, cell[value]), f"n {cell['n']:,.0f}"
    if not cell["enough"]:
        ax.add_patch(Rectangle(corner, **box, facecolor="white", edgecolor="#cfd4d9", hatch="////", gid=cell["gid"]))
        _print(ax, x, y, [(main, 7.5, GREY, "normal"), (n, 7.5, GREY, "normal")], ground="white")
        return
    colours, span = DIVERGING if diverging else SEQUENTIAL, cast(float, scale.vmax) - cast(float, scale.vmin)
    colour = _faded(colours(scale(cell[value])), (cell["high"] - cell["low"]) / span)
    ax.add_patch(Rectangle(corner, **box, facecolor=colour, gid=cell["gid"]))
    if diverging and any(digit in main for digit in "123456789"):
        ax.add_patch(_sign(corner, box["height"], cell[value] > 0, colour))
    ink, stays = inked(colour, cell["gid"]).values()
    weight = "bold" if cell.get("clear") else "normal"
    small = [*_span(ax, cell, form, 0.84 * each), n]
    _print(ax, x, y, [(main, 10, ink, weight), *((line, SMALL, ink, "normal") for line in small)], stays=stays)


def _sign(corner: tuple[float, float], height: float, above: bool, colour: tuple) -> Rectangle:
    """A short bar in the upper corner of a cell above zero, the lower of one below: the sign, without colour."""
    x, top = corner
    end = to_hex(DIVERGING(1.0 if above else 0.0))
    strong = end if contrast(end, colour) > contrast("white", colour) else "white"
    return Rectangle((x, top if above else top + height - BAR[1]), *BAR, linewidth=0, facecolor=strong)


def _span(ax: Axes, cell: pd.Series, form: str, room: float) -> list[str]:
    """The interval of a cell in one line, in two where it is wider than ``room``, or in none where it has none."""
    if pd.isna(cell["low"]):
        return []
    low, high = number(form, cell["low"]).removesuffix(" %"), number(form, cell["high"])
    forms = [f"{low} – {high}"] if "−" in low + high or "+" in low + high else [f"{low} – {high}", f"{low}–{high}"]
    fitting = (form for form in forms if text_width(form, scaled(ax, SMALL), "normal") < room)
    whole = next(fitting, "")
    return [whole] if whole else [f"{low} –", high]


def _print(
    ax: Axes, x: float, y: float, lines: Sequence[tuple[str, float, str, str]], ground: str = "", stays: str = ""
) -> None:
    """Lines of a cell (text, points, colour, weight) under one another around its middle; ``stays``: see `inked`."""
    heights = [scaled(ax, points) * 1.12 for _, points, *_ in lines]
    at = sum(heights) / 2
    box = {"facecolor": ground, "edgecolor": "none", "pad": 1.0} if ground else None
    for line, ((text, points, colour, weight), height) in enumerate(zip(lines, heights, strict=True)):
        written = ax.annotate(
            text,
            (x, y),
            xytext=(0, at - height / 2),
            textcoords="offset points",
            ha="center",
            va="center",
            color=colour,
            size=scaled(ax, points),
            weight=weight,
            bbox=box,
            gid=f"{stays}.{line}" if stays else "",
        )
        written.set_in_layout(False)  # it lies in its cell: measuring hundreds of them is slow
        at -= height


def _faded(colour: tuple, doubt: float) -> tuple[float, float, float]:
    """A colour mixed with white: the more, the more of the scale an interval takes; a value without one stays."""
    strength = 1.0 if pd.isna(doubt) else min(max(1 - doubt, FAINTEST), 1.0)
    red, green, blue = (1 - strength * (1 - part) for part in colour[:3])
    return red, green, blue
