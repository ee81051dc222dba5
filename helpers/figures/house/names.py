"""Names beside points, as many as have room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from helpers.figures.house.layout import Page, scaled
from helpers.figures.house.marks import INK
from helpers.figures.house.words import text_width

SIZE = 8.5
HALF = 3.5  # points that a mark reaches to each side
PLACES = ((7, 0), (-7, 0), (0, 10), (0, -10), (6, 9), (6, -9), (-6, 9), (-6, -9))  # offsets, the best first


def name_points(
    ax: Axes, points: Sequence[tuple[float, float]], named: Iterable[tuple[tuple[float, float], str, str]]
) -> None:
    """Write names (point, text, weight), the most important first, beside points of a panel.

    A name stands where it covers no point, no other name, and stays in the panel; one without such a place is
    left out. Call it last: limits and scales of the panel must stand.
    """
    cast(Page, ax.figure).lay_out()
    frame = _in_points(ax, ax.bbox)
    taken = [Bbox.from_bounds(x - HALF, y - HALF, 2 * HALF, 2 * HALF) for x, y in (_place(ax, p) for p in points)]
    for point, text, weight in named:
        for offset in PLACES:
            box = _box(_place(ax, point), text, weight, offset, scaled(ax, SIZE))
            inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
            if inside and not any(box.overlaps(other) for other in taken):
                ax.annotate(
                    text,
                    point,
                    xytext=offset,
                    textcoords="offset points",
                    va="center",
                    weight=weight,
                    ha=_side(offset),
                    size=scaled(ax, SIZE),
                    color=INK,
                )
                taken.append(box)
                break


def _place(ax: Axes, point: tuple[float, float]) -> tuple[float, float]:
    """A point of the data in printer's points."""
    x, y = ax.transData.transform(point) * 72 / ax.figure.dpi
    return x, y


def _in_points(ax: Axes, box: Bbox) -> Bbox:
    return Bbox(box.get_points() * 72 / ax.figure.dpi)


def _side(offset: tuple[float, float]) -> str:
    return "left" if offset[0] > 0 else "right" if offset[0] < 0 else "center"


def _box(at: tuple[float, float], text: str, weight: str, offset: tuple[float, float], size: float) -> Bbox:
    """Where a name would lie, with a little air around it."""
    x, y = at[0] + offset[0], at[1] + offset[1]
    width = 72 * text_width(text, size, weight) + 4
    left = {"left": x - 2, "right": x - width + 2, "center": x - width / 2}[_side(offset)]
    return Bbox.from_bounds(left, y - 6, width, 12)
