"""Words beside a panel: row names at the left, values at the right, a key above, per cent below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matplotlib.axes import Axes

from helpers.figures.house.marks import INK, Look
from helpers.figures.house.words import cut, text_width


def left_labels(ax: Axes, ticks: Sequence[float], names: Sequence[tuple[str, str]]) -> float:
    """Row names (text, weight), aligned at the left edge of the page and cut where they are long.

    The inches that the widest of them takes.
    """
    short = cut([name for name, _ in names])
    ax.set_yticks(ticks, short)
    weights = [weight for _, weight in names]
    widest = max((text_width(name, 10, weight) for name, weight in zip(short, weights, strict=True)), default=0)
    for tick, weight in zip(ax.get_yticklabels(), weights, strict=True):
        tick.set(weight=weight, ha="left")
    ax.tick_params(axis="y", pad=72 * widest + 10)
    return widest


def beside(ax: Axes, y: float, text: str, points: float, colour: str, size: float = 9.5, ha="right") -> None:
    """Write to the right of the panel at height y, ``points`` away from its edge."""
    ax.annotate(
        text, (1, y), xycoords=("axes fraction", "data"), xytext=(points, 0), textcoords="offset points",
        ha=ha, va="center", color=colour, size=size, annotation_clip=False,
    )  # fmt: skip


def percent_axis(ax: Axes) -> None:
    """An axis of shares: starts at 0, written in per cent."""
    ax.set_xlim(left=0)
    ax.xaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")


def direct_key(ax: Axes, entries: Iterable[Look]) -> None:
    """Squares and names in one line above the panel, in the order of the parts; wraps when too long."""
    x, line, room = 0.0, 0, 5.4
    placed = []
    for mark in entries:
        width = 0.2 + text_width(mark.label, 9.5, "normal") + 0.18
        if x and x + width > room:
            x, line = 0.0, line + 1
        placed.append((x, line, mark))
        x += width
    for x, at, mark in placed:
        up = 10 + 15 * (line - at)
        ax.annotate(
            "■", (0, 1), xycoords="axes fraction", xytext=(72 * x, up), textcoords="offset points",
            color=mark.colour, size=11, va="center", family="DejaVu Sans",
        )  # fmt: skip
        ax.annotate(
            mark.label, (0, 1), xycoords="axes fraction", xytext=(72 * x + 14, up),
            textcoords="offset points", color=INK, size=9.5, va="center",
        )  # fmt: skip


def spread(ends: dict[str, float], gap: float) -> dict[str, float]:
    """Heights for labels at the ends of lines, moved up until none covers another."""
    placed: dict[str, float] = {}
    lowest = float("-inf")
    for name, y in sorted(ends.items(), key=lambda item: item[1]):
        lowest = placed[name] = max(y, lowest + gap)
    return placed
