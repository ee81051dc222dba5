"""Colours, and the mark of a voice, outlet or category: label, colour, marker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb
from matplotlib.typing import ColorType

INK, GREY, PALE, RULE = "#1f2328", "#4f575f", "#626a72", "#d5d9dd"  # text of the first three can be read on white
ACCENT = "#2f4b6e"  # for marks that belong to no voice
DIVERGING = LinearSegmentedColormap.from_list(
    "house_diverging", ["#a6611a", "#d9b06f", "#f7f4ee", "#7cbcae", "#01665e"]
)
SEQUENTIAL = LinearSegmentedColormap.from_list("house_sequential", ["#f4f6f8", "#a9c0d6", "#2f4b6e"])


class Mark(NamedTuple):
    """Label, colour and marker of a row or category; an area is filled with ``fill``, "" the colour, and hatched."""

    label: str
    colour: str = ACCENT
    marker: str = "o"
    fill: str = ""
    hatch: str = ""


class Look(Protocol):
    """What a Mark has, or the style that a study gives a voice."""

    @property
    def label(self) -> str: ...  # noqa: D102
    @property
    def colour(self) -> str: ...  # noqa: D102
    @property
    def marker(self) -> str: ...  # noqa: D102
    @property
    def fill(self) -> str: ...  # noqa: D102
    @property
    def hatch(self) -> str: ...  # noqa: D102


Style = Callable[[Any], Look]
READABLE = 4.5  # contrast of a text, as WCAG 2 asks


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


def area(look: Look, strength: float = 1.0) -> dict[str, Any]:
    """How a patch of a look is painted, or a tint of it: an own fill or a hatch is outlined, so that texture tells it.

    >>> area(Mark("a", "#000000"))["facecolor"], area(Mark("a", "#000000", fill="#ffffff"))["edgecolor"]
    ('#000000', '#000000')
    """
    colour, fill = (tint(part, strength) for part in (look.colour, look.fill or look.colour))
    textured = bool(look.fill or look.hatch)
    edge = {"edgecolor": colour, "linewidth": 0.7} if textured else {"edgecolor": "none", "linewidth": 0}
    return {"facecolor": fill, "hatch": look.hatch or None} | edge


def tint(colour: ColorType, strength: float) -> str:
    """A colour mixed with white; of strength 1 itself.

    >>> tint("#000000", 0.5)
    '#808080'
    """
    red, green, blue = (1 - strength * (1 - part) for part in to_rgb(colour))
    return to_hex((red, green, blue))


def ink_on(colour: ColorType) -> str:
    """Black or white, whichever reads better on a colour: always at a contrast of 4.5 or more."""
    return "white" if contrast(colour, "white") >= contrast(colour, "black") else "black"


def inked(colour: ColorType, mark: str, part: str = "") -> dict[str, Any]:
    """Colour and id of a text on the mark of this id: `ink_on`, and "" or the id of one that a dark page leaves black.

    >>> inked("#cf4f14", "mark-3", "n"), inked("#14309a", "mark-3")
    ({'color': 'black', 'gid': 'stays-3n'}, {'color': 'white', 'gid': ''})
    """
    ink, ground = ink_on(colour), turned(colour)
    now, other = (contrast(ground, turned(each)) for each in (ink, "white"))
    stays = ink == "black" and now < min(READABLE, other)
    return {"color": ink, "gid": f"stays-{mark.removeprefix('mark-')}{part}" if stays else ""}


def turned(colour: ColorType) -> tuple[float, float, float]:
    """A colour on a page in the dark scheme: ``invert(.9) hue-rotate(180deg)`` of its style sheet."""
    opposite = [0.9 - 0.8 * part for part in to_rgb(colour)]
    grey = 0.213 * opposite[0] + 0.715 * opposite[1] + 0.072 * opposite[2]
    red, green, blue = (min(max(2 * grey - part, 0.0), 1.0) for part in opposite)
    return red, green, blue


def contrast(one: ColorType, other: ColorType) -> float:
    """The contrast of two colours, 1 to 21, as WCAG 2 defines it."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: ColorType) -> float:
    """The relative luminance of a colour, 0 to 1 (WCAG 2)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
