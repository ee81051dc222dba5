"""Words beside a panel: those of its rows, a key above, per cent below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, cast

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.offsetbox import AnnotationBbox, DrawingArea, HPacker, OffsetBox, TextArea, VPacker
from matplotlib.patches import Rectangle

from helpers.figures.house.layout import Page, across, narrow, scaled
from helpers.figures.house.marks import GREY, INK, PALE, Look, area
from helpers.figures.house.words import LONGEST, cut, text_width

GAP = 10  # points between two words of a row


class Row(NamedTuple):
    """The words of a row at height y: its name, a value, and what the value stands on."""

    y: float
    name: str
    value: str = ""
    note: str = ""
    weight: str = "normal"
    colour: str = INK


def row_words(
    ax: Axes,
    rows: Sequence[Row],
    heads: tuple[str, str] = ("", ""),
    *,
    top: float,
    up: float,
    most: int = LONGEST,
) -> None:
    """Write the words of rows: names left of the panel, value and note right of it, the heads at height ``top``.

    most: characters of a name at full width.
    In a column they stand in a line above the mark, ``up`` points over it: the name at its left, the rest at its right.
    """
    if narrow(ax):
        _above(ax, rows, heads, up)
        return
    left_labels(ax, [row.y for row in rows], [(row.name, row.weight) for row in rows], most)
    values = max(
        (text_width(text, scaled(ax, 9.5), "normal") for text in (heads[0], *(r.value for r in rows))), default=0
    )
    notes = 72 * values + (8 + GAP if values else 8)
    for row in rows:
        _at(ax, 1, row.y, row.value, (8 + 72 * values, 0), "right", row.colour, 9.5)
        _at(ax, 1, row.y, row.note, (notes, 0), "left", GREY, 9)
    _at(ax, 1, top, heads[0], (8 + 72 * values, 0), "right", PALE, 8.5)
    _at(ax, 1, top, heads[1], (notes, 0), "left", PALE, 8.5)


def _above(ax: Axes, rows: Sequence[Row], heads: tuple[str, str], up: float) -> None:
    """The words of rows in lines above their marks; the heads in a line above the first."""
    ax.set_yticks([])
    rights = [_right(ax, row) for row in rows]
    names = _fitted(ax, [(row.name, row.weight) for row in rows], [across(ax) - right for right in rights])
    for row, name in zip(rows, names, strict=True):
        _at(ax, 0, row.y, name, (0, up), "left", INK, 10, row.weight, ground=True)
        _at(ax, 1, row.y, row.note, (0, up), "right", GREY, 9, ground=True)
        aside = 72 * text_width(row.note, scaled(ax, 9), "normal") + 6 if row.note else 0
        _at(ax, 1, row.y, row.value, (-aside, up), "right", row.colour, 9.5, ground=True)
    if rows and any(heads):
        _at(ax, 1, rows[0].y, "   ".join(filter(None, heads)), (0, up + 11), "right", PALE, 8.5)


def _right(ax: Axes, row: Row) -> float:
    """Inches that value and note of a row take in a column, with air."""
    return text_width(row.value, scaled(ax, 9.5), "normal") + text_width(row.note, scaled(ax, 9), "normal") + 0.25


def _fitted(ax: Axes, names: Sequence[tuple[str, str]], rooms: Sequence[float]) -> list[str]:
    """Names, all cut at the same number of characters where one is wider than its room in inches."""
    for most in range(60, 8, -1):
        short = cut([name for name, _ in names], most)
        wide = [text_width(text, scaled(ax, 10), weight) for text, (_, weight) in zip(short, names, strict=True)]
        if all(width <= room for width, room in zip(wide, rooms, strict=True)):
            break
    return short


def _at(
    ax: Axes,
    x: float,
    y: float,
    text: str,
    offset: tuple[float, float],
    ha: str,
    colour: str,
    points: float,
    weight: str = "normal",
    ground: bool = False,
) -> None:
    """Write at a side of the panel (x 0 or 1), at height y of the data, ``offset`` points away; on white ``ground``."""
    if text:
        box = {"facecolor": "white", "edgecolor": "none", "pad": 0.5} if ground else None
        ax.annotate(
            text,
            (x, y),
            xycoords=("axes fraction", "data"),
            xytext=offset,
            textcoords="offset points",
            ha=ha,
            va="center",
            color=colour,
            size=scaled(ax, points),
            weight=weight,
            annotation_clip=False,
            bbox=box,
        )


def left_labels(ax: Axes, ticks: Sequence[float], names: Sequence[tuple[str, str]], most: int = LONGEST) -> float:
    """Names (text, weight) left of a panel, aligned at the left edge of the page and cut at ``most`` characters.

    The inches that the widest of them takes.
    """
    short = cut([name for name, _ in names], most)
    ax.set_yticks(ticks, short)
    weights = [weight for _, weight in names]
    points = scaled(ax, 10)
    widest = max((text_width(name, points, weight) for name, weight in zip(short, weights, strict=True)), default=0)
    for tick, weight in zip(ax.get_yticklabels(), weights, strict=True):
        tick.set(weight=weight, ha="left")
    ax.tick_params(axis="y", pad=72 * widest + (6 if narrow(ax) else 10))
    return widest


def beside(ax: Axes, y: float, text: str, points: float, colour: str, size: float = 9.5, ha: str = "right") -> None:
    """Write to the right of the panel at height y, ``points`` away from its edge."""
    _at(ax, 1, y, text, (points, 0), ha, colour, size)


def panel_title(ax: Axes, text: str, pad: float = 6) -> None:
    """The name of one of several panels, ``pad`` points over it at full width, with air to the panel above."""
    first = ax is cast(Page, ax.figure).panels[0]
    ax.set_title(text if first else f"\n{text}", loc="left", pad=scaled(ax, pad))


def percent_axis(ax: Axes) -> None:
    """An axis of shares: starts at 0, written in per cent."""
    ax.set_xlim(left=0)
    ax.xaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")


def some_ticks(ax: Axes, names: Mapping[float, str], always: Sequence[float] = ()) -> None:
    """Name as many places along the axis below as have room: those of ``always``, then from first to last.

    Call it last: the limits of the panel and the names of its rows must stand.
    """
    points = scaled(ax, 9.5)
    left, right = ax.get_xlim()
    inch = (right - left) / (0.75 * (across(ax) - _names_width(ax)))  # of the data; there are words at the right, too
    half = {at: (text_width(name, points, "normal") / 2 + 0.05) * inch for at, name in names.items()}
    ticks: list[float] = []
    for at in (*always, *names):
        if at not in ticks and all(abs(at - other) >= half[at] + half[other] for other in ticks):
            ticks.append(at)
    ax.set_xticks(sorted(ticks), [names[at] for at in sorted(ticks)])


def _names_width(ax: Axes) -> float:
    """Inches of the names left of a panel."""
    return max((text_width(t.get_text(), scaled(ax, 10), "normal") for t in ax.get_yticklabels()), default=0)


def direct_key(ax: Axes, entries: Iterable[Look]) -> None:
    """Squares and names above the panel, in the order of the parts, in as many lines as they need.

    Call it after the names of the rows are written, which leave the panel its width.
    """
    points = scaled(ax, 9.5)
    room = across(ax) - _names_width(ax) - 0.1
    lines: list[list[Artist]] = []
    used = 0.0
    for mark in entries:
        width = text_width(mark.label, points, "normal") + (0.85 * points + 16) / 72
        if not lines or used + width > room:
            lines.append([])
            used = 0.0
        lines[-1].append(_entry(mark, points))
        used += width
    packed: list[Artist] = [HPacker(children=line, pad=0, sep=12, align="center") for line in lines]
    box = VPacker(children=packed, pad=0, sep=3, align="left")
    above = (0, 9 if narrow(ax) else 7)  # in a column over the heads of the words
    ax.add_artist(
        AnnotationBbox(
            box,
            (0, 1),
            xybox=above,
            xycoords="axes fraction",
            boxcoords="offset points",
            box_alignment=(0, 0),
            frameon=False,
            pad=0,
            annotation_clip=False,
        )
    )


def _entry(mark: Look, points: float) -> OffsetBox:
    """A square in the look of a mark, and its name."""
    side = 0.85 * points
    square = DrawingArea(side, side)
    square.add_artist(Rectangle((0, 0), side, side, **area(mark)))
    return HPacker(
        children=[square, TextArea(mark.label, textprops={"color": INK, "size": points})], pad=0, sep=4, align="center"
    )


def spread(ends: dict[str, float], gap: float) -> dict[str, float]:
    """Heights for labels at the ends of lines, moved up until none covers another."""
    placed: dict[str, float] = {}
    lowest = float("-inf")
    for name, y in sorted(ends.items(), key=lambda item: item[1]):
        lowest = placed[name] = max(y, lowest + gap)
    return placed
