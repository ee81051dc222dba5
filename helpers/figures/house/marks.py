"""Colours, and the mark of a voice, outlet or category: label, colour, marker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.typing import ColorType

INK, GREY, PALE, RULE = "#1f2328", "#5b636b", "#8b929a", "#d5d9dd"
ACCENT = "#2f4b6e"  # for marks that belong to no voice
DIVERGING = LinearSegmentedColormap.from_list(
    "house_diverging", ["#a6611a", "#d9b06f", "#f7f4ee", "#7cbcae", "#01665e"]
)
SEQUENTIAL = LinearSegmentedColormap.from_list("house_sequential", ["#f4f6f8", "#a9c0d6", "#2f4b6e"])


class Mark(NamedTuple):
    """Label, colour and marker of a row or category."""

    label: str
    colour: str = ACCENT
    marker: str = "o"


class Look(Protocol):
    """What has label, colour and marker: a Mark, or the style that a study gives a voice."""

    @property
    def label(self) -> str: ...  # noqa: D102
    @property
    def colour(self) -> str: ...  # noqa: D102
    @property
    def marker(self) -> str: ...  # noqa: D102


Style = Callable[[Any], Look]


def plain(name: object) -> Mark:
    """The style of what is no voice: its own name, one colour."""
    return Mark(str(name))


def of_row(row: object, part: str = "") -> str:
    """The id that a mark has in the SVG: that of the row of the figure's data it draws, by the row's index.

    A ``part`` tells marks of one row apart. A page finds by it the sentences behind the mark.

    >>> of_row(17), of_row(17, "area")
    ('mark-17', 'mark-17-area')
    """
    return f"mark-{row}-{part}" if part else f"mark-{row}"


def luminance(colour: ColorType) -> float:
    """How light a colour is, 0 to 1, for dark or white ink upon it."""
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue
