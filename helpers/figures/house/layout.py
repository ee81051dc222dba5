"""A page: a figure with title, subtitle and source around its panels, in the house style."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

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
WIDTH = 7.4  # inches, two columns of a journal page
MARGIN = 0.18


class Page(Figure):
    """A figure with its words: title, subtitle, source; and, once described, alt text, data and n."""

    title = subtitle = source = alt = ""
    data: pd.DataFrame | None = None
    n = 0
    panels: list[Axes]

    def describe(self, *, alt: str, data: pd.DataFrame, n: int) -> Page:
        """Attach what goes into the card: alt text, the table drawn, and the number of observations."""
        self.alt, self.data, self.n = alt, data, int(n)
        return self


def use_style() -> None:
    """Switch the house style on for all figures that follow."""
    plt.style.use(STYLE)
    fonts.use()


def rows_height(rows: int, headings: int = 0) -> float:
    """Inches that a panel of so many rows (and headings among them) needs."""
    return 0.75 + 0.30 * (rows + headings)


def page(
    title: str,
    subtitle: str,
    source: str,
    *,
    height: float,
    width: float = WIDTH,
    nrows: int = 1,
    ncols: int = 1,
    **subplots: Any,
) -> Page:
    """Make a figure whose panels take ``height`` inches, with its words set around them."""
    use_style()
    room = width - 2 * MARGIN - 0.1
    blocks = [
        (wrap(title, 14, "bold", room), 14, "bold", INK),
        (wrap(subtitle, 10.5, "normal", room), 10.5, "normal", GREY),
    ]
    foot = wrap(source, 8.5, "normal", room)
    top = 0.2 + sum(_line(size) * len(lines) for lines, size, *_ in blocks) + 0.05 + 0.2
    bottom = 0.16 + _line(8.5) * len(foot) + 0.06
    total = top + height + bottom
    fig = cast(Page, plt.figure(FigureClass=Page, figsize=(width, total), layout="constrained"))
    fig.title, fig.subtitle, fig.source = title, subtitle, source
    left = MARGIN / width
    fig.add_artist(Rectangle((left, 1 - 0.075 / total), 0.42 / width, 0.055 / total, color=ACCENT))
    y = total - 0.2
    for lines, size, weight, colour in blocks:
        for line in lines:
            y -= _line(size)
            fig.text(left, (y + 0.04) / total, line, size=size, weight=weight, color=colour, va="baseline")
        y -= 0.05
    for i, line in enumerate(reversed(foot)):
        fig.text(left, (0.14 + i * _line(8.5)) / total, line, size=8.5, color=PALE, va="baseline")
    cast(ConstrainedLayoutEngine, fig.get_layout_engine()).set(
        rect=(left, bottom / total, 1 - 2 * left, 1 - (top + bottom) / total), w_pad=0.04, h_pad=0.04
    )
    fig.panels = list(fig.subplots(nrows, ncols, squeeze=False, **subplots).ravel())
    return fig


def _line(size: float) -> float:
    """Height of a line of text in inches."""
    return size * 1.32 / 72
