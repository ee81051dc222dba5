"""A page: a figure with title, subtitle and source around its panels, in the house style, at two widths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Rectangle

from helpers.figures.house import fonts
from helpers.figures.house.marks import ACCENT, GREY, INK, PALE
from helpers.figures.house.words import wrap

STYLE = Path(__file__).with_name("house.mplstyle")
WIDTH, COLUMN = 7.4, 3.35  # inches: two columns of a journal page (188 mm), and one (85 mm)
NARROW = 5.0  # inches: a figure under this width is laid out as a column
MARGIN = 0.18
SMALLEST = 6.5  # points of the smallest text
SHRUNK = 0.8  # size of text in a column, of that at full width
PAD = 0.04  # inches around a panel


class Page(Figure):
    """A figure with its words: title, subtitle, source; and, once described, alt text, data and n.

    heights: inches that a panel of a column asked for, without what stands around it.
    """

    title = subtitle = source = alt = ""
    data: pd.DataFrame | None = None
    n = 0
    panels: list[Axes]
    heights: dict[Axes, float]
    draw_at: Callable[[float], Page]
    _column: Page | None = None

    def describe(self, *, alt: str, data: pd.DataFrame, n: int) -> Page:
        """Attach what goes into the card: alt text, the table drawn, and the number of observations."""
        self.alt, self.data, self.n = alt, data, int(n)
        return self

    def column(self) -> Page:
        """The same figure at the width of one column of a journal, as described; drawn when it is first asked for."""
        page = self._column = self._column or self.draw_at(COLUMN)
        page.alt, page.data, page.n = self.alt, self.data, self.n
        return page

    def lay_out(self) -> None:
        """Give the panels their places, as all that is drawn now asks for; no drawing, which takes far longer."""
        if engine := self.get_layout_engine():
            engine.execute(self)

    def savefig(self, *args: Any, **kwargs: Any) -> None:
        """Write the page. It is laid out the first time: all its files have the panels in the same place."""
        with fonts.found_once():
            self.lay_out()
            self.set_layout_engine(None)  # not "none", which has the page drawn twice for each file
            super().savefig(*args, **kwargs)

    def close(self) -> None:
        """Let pyplot forget the figure, at both widths; it can still be written."""
        plt.close(self)
        if self._column:
            plt.close(self._column)


def use_style() -> None:
    """Switch the house style on for all figures that follow."""
    plt.style.use(STYLE)
    fonts.use()


def rows_height(rows: int, headings: int = 0) -> float:
    """Inches that a panel of so many rows (and headings among them) needs at full width."""
    return 0.75 + 0.30 * (rows + headings)


def narrow(ax: Axes) -> bool:
    """Whether a panel lies on a page of one column."""
    return cast(Figure, ax.figure).get_figwidth() < NARROW


def scaled(ax: Axes, points: float) -> float:
    """Points that a text has on the page of a panel, of those that it has at full width."""
    return size_at(cast(Figure, ax.figure).get_figwidth(), points)


def size_at(width: float, points: float) -> float:
    """Points that a text has on a page of this width, of those that it has at full width."""
    return max(SMALLEST, SHRUNK * points) if width < NARROW else points


def across(ax: Axes) -> float:
    """Inches between the margins of a panel's page."""
    return cast(Figure, ax.figure).get_figwidth() - 2 * MARGIN - 2 * PAD


def ask_height(ax: Axes, inches: float) -> None:
    """Let a panel of a column have so many inches, whatever stands around it; full pages know theirs."""
    if narrow(ax):
        cast(Page, ax.figure).heights[ax] = inches


def page(
    title: str,
    subtitle: str,
    source: str,
    draw: Callable[[Page], object],
    *,
    height: float,
    width: float = WIDTH,
    **subplots: Any,
) -> Page:
    """Make a figure whose panels, which ``draw`` fills, take ``height`` inches, with its words set around them.

    ``draw(page)`` draws into ``page.panels``, and again on the page of another width that ``column`` makes. Panels
    that ask for a height of their own (`ask_height`) get that. ``subplots``: as in ``Figure.subplots``.
    """
    use_style()
    words = _words(title, subtitle, source, width)
    shrunk: dict[Any, Any] = {f"{name}.labelsize": size_at(width, 9.5) for name in ("axes", "xtick")}
    shrunk |= {
        "font.size": size_at(width, 10),
        "axes.titlesize": size_at(width, 10.5),
        "ytick.labelsize": size_at(width, 10),
    }
    with mpl.rc_context(shrunk):
        fig = cast(Page, plt.figure(FigureClass=Page, figsize=(width, 1), layout="constrained"))
        fig.title, fig.subtitle, fig.source = title, subtitle, source
        fig.draw_at = lambda width: page(title, subtitle, source, draw, height=height, width=width, **subplots)
        fig.heights = {}
        _set_height(fig, height, words)
        grid: Any = fig.subplots(squeeze=False, **subplots)
        fig.panels = list(grid.ravel())
        for ax in fig.panels:  # ticks are made later, when this context is left
            ax.tick_params(axis="x", labelsize=size_at(width, 9.5))
            ax.tick_params(axis="y", labelsize=size_at(width, 10))
        draw(fig)
    if fig.heights:
        _set_height(fig, _fitting(fig, height), words)
    _write(fig, words)
    return fig


class _Words:
    """The words of a page in lines: (text, points, weight, colour), those above and those below the panels."""

    def __init__(self, above: list[tuple[str, float, str, str]], below: list[tuple[str, float, str, str]]) -> None:
        self.above, self.below = above, below
        self.top = 0.45 + sum(_line(size) for _, size, *_ in above)
        self.bottom = 0.22 + sum(_line(size) for _, size, *_ in below)


def _words(title: str, subtitle: str, source: str, width: float) -> _Words:
    """Title, subtitle and source broken into lines that fit between the margins."""

    def lines(text: str, points: float, weight: str, colour: str) -> list[tuple[str, float, str, str]]:
        broken = wrap(text, size_at(width, points), weight, width - 2 * MARGIN - 0.1)
        return [(line, size_at(width, points), weight, colour) for line in broken]

    above = [*lines(title, 14, "bold", INK), *lines(subtitle, 10.5, "normal", GREY)]
    return _Words(above, lines(source, 8.5, "normal", PALE))


def _set_height(fig: Page, height: float, words: _Words) -> None:
    """Let the panels take so many inches between the words."""
    width, total = fig.get_figwidth(), words.top + height + words.bottom
    fig.set_figheight(total)
    left = MARGIN / width
    cast(ConstrainedLayoutEngine, fig.get_layout_engine()).set(
        rect=(left, words.bottom / total, 1 - 2 * left, height / total), w_pad=PAD, h_pad=PAD
    )


def _fitting(fig: Page, height: float) -> float:
    """The inches of all panels: what they asked for (one that did not: its share), and what stands around them."""
    fig.lay_out()
    inner = {ax: fig.heights.get(ax, height / len(fig.panels)) for ax in fig.panels}
    around = 0.0
    for ax in fig.panels:
        box = ax.get_tightbbox()
        around += (box.height - ax.bbox.height) / fig.dpi + 2 * PAD if box is not None else 0
    if len(fig.panels) > 1:
        grid: Any = fig.panels[0].get_gridspec()
        grid.set_height_ratios(list(inner.values()))
    return sum(inner.values()) + around


def _write(fig: Page, words: _Words) -> None:
    """Set the words of a page around its panels, below the mark of the house."""
    width, total = fig.get_size_inches()
    left = MARGIN / width
    fig.add_artist(Rectangle((left, 1 - 0.075 / total), 0.42 / width, 0.055 / total, color=ACCENT))
    y = total - 0.2
    previous = ""
    for line, points, weight, colour in words.above:
        y -= _line(points) + (0.05 if previous not in ("", weight) else 0)
        fig.text(left, (y + 0.04) / total, line, size=points, weight=weight, color=colour, va="baseline")
        previous = weight
    for i, (line, points, weight, colour) in enumerate(reversed(words.below)):
        fig.text(
            left, (0.14 + i * _line(points)) / total, line, size=points, weight=weight, color=colour, va="baseline"
        )


def _line(points: float) -> float:
    """Height of a line of text in inches."""
    return points * 1.32 / 72
