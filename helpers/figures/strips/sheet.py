"""A panel laid out in inches: blocks, markers and words from top to bottom, before the height of it is known."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from helpers.figures import house
from helpers.figures.house.layout import NARROW, PAD, size_at
from helpers.study.table_file import UNSHOWN
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    from helpers.figures.house import Look
    from helpers.study import Study

AIR = 2 * PAD  # inches that a page keeps free around its panel, both sides together
TEXT, SMALL = 9.0, 7.5  # points of headings, and of names at marks
LETTERS = 400  # of a text that are looked at, more than any line holds
WIDER = 1.05  # width of a text on a screen, of what it measures


class Sheet:
    """What is drawn, in inches from the upper left corner; ``y`` is where the next thing goes."""

    def __init__(self, page_width: float) -> None:
        """An empty sheet as wide as the panel of a page of this width; words are measured in the style of the house."""
        house.use_style()
        self.page_width, self.narrow = page_width, page_width < NARROW
        self.width = page_width - 2 * house.MARGIN - AIR
        self.y = 0.0
        self._drawn: list[Callable[[Axes], object]] = []

    def size(self, points: float) -> float:
        """Points that a text has here, of those that it has at full width."""
        return size_at(self.page_width, points)

    def wide(self, text: str, points: float = TEXT, weight: str = "normal") -> float:
        """Inches that a text takes, also where a screen sets each letter on a whole pixel."""
        return WIDER * house.text_width(text, self.size(points), weight)

    def fitted(self, text: str, room: float, points: float = TEXT, weight: str = "normal") -> str:
        """A text cut where it is wider than ``room`` inches; "" where nothing of it fits."""
        short = text[:LETTERS]
        if short == text and self.wide(text, points, weight) <= room:
            return text
        fitting = bisect_right(range(len(short)), room, key=lambda n: self.wide(f"{short[:n]}…", points, weight))
        return f"{short[: fitting - 1].rstrip(' ,;:-–(')}…" if fitting > 1 else ""

    @property
    def height(self) -> float:
        """Inches that the panel of the page needs."""
        return max(self.y, 0.3) + AIR

    def onto(self, page: house.Page) -> None:
        """Draw everything on the page's panel."""
        ax = page.panels[0]
        house.ask_height(ax, self.height - AIR)
        ax.set(xlim=(0, self.width), ylim=(self.height - AIR, 0))
        ax.set_axis_off()
        for draw in self._drawn:
            draw(ax)

    def text(
        self, x: float, y: float, text: str, size: float = TEXT, colour: str = house.INK, weight="normal", ha="left"
    ) -> None:
        """Words whose base line is at ``y``."""
        look: dict[str, Any] = {"size": self.size(size), "color": colour, "weight": weight, "ha": ha, "va": "baseline"}
        self._drawn.append(lambda ax: ax.text(x, y, text, in_layout=False, **look))

    def line(self, x: Sequence[float], y: Sequence[float], colour: str, width: float = 0.8) -> None:
        """A thin line that is no mark."""
        look: dict[str, Any] = {"color": colour, "linewidth": width, "solid_capstyle": "butt", "zorder": 1}
        self._drawn.append(lambda ax: ax.add_artist(Line2D(x, y, **look)))

    def block(
        self, x: float, y: float, width: float, height: float, looks: Sequence[Look], row: object = None, part: str = ""
    ) -> None:
        """A block in the colours of its voices, in equal stripes; the mark of a row of the data, or a part of it."""
        each = height / len(looks)
        for i, look in enumerate(looks):
            self._drawn.append(_filled(x, y + i * each, width, each, look, _id(row, i, part)))

    def marker(self, x: float, y: float, looks: Sequence[Look], size: float, row: object = None) -> None:
        """The markers of the voices, side by side; the mark of a row of the data."""
        for i, look in enumerate(looks):
            at = x + (i - (len(looks) - 1) / 2) * 0.6 * size / 72
            self._drawn.append(_marked(at, y, look, size, _id(row, i)))

    def area(self, x: float, y: float, width: float, height: float, row: object) -> None:
        """Where a small mark of a row can be hit; not seen."""
        gid = house.of_row(row, "area")
        self._drawn.append(lambda ax: ax.add_artist(Rectangle((x, y), width, height, alpha=0, linewidth=0, gid=gid)))

    def key(self, entries: Iterable[tuple[str, Sequence[Look]]], marks: bool = False) -> None:
        """Squares (or markers) with their names in a line, in several where the names are long."""
        x, base = 0.0, self.y + 0.13
        for name, looks in entries:
            width = 0.16 + self.wide(name)
            if x and x + width > self.width:
                x, base = 0.0, base + 0.18
            if marks:
                self.marker(x + 0.05, base - 0.04, looks, 5.5)
            else:
                self.block(x, base - 0.09, 0.1, 0.1, looks)
            self.text(x + 0.15, base, name)
            x += width + 0.16
        self.y = base + 0.17

    def heading(self, article: Article, fact: str = "") -> None:
        """The outlet and title of an article with a fact at the right; in a column in two lines."""
        base = self.y + 0.14
        below = (article.title or fact) if self.narrow else ""
        beside = "" if below == fact else fact
        room = self.width - (self.wide(beside) + 0.2 if beside else 0)
        head = self.fitted(article.head, room / 2 if article.title and not self.narrow else room, weight="bold")
        self.text(0, base, head, weight="bold")
        self.text(self.width, base, beside, colour=house.GREY, ha="right")
        if below:
            base += 0.14
            self.text(0, base, self.fitted(below, self.width), colour=house.GREY)
        elif article.title:
            left = self.wide(head, weight="bold") + 0.1
            self.text(left, base, self.fitted(article.title, room - left), colour=house.GREY)
        self.y = base + 0.07


class Article(NamedTuple):
    """The sentences of one article, and how it is headed: by its outlet, or where that is known by its title."""

    head: str
    title: str
    rows: pd.DataFrame


def articles(rows: pd.DataFrame) -> list[Article]:
    """The articles of some passages, in their order; where all are of one outlet, they go by their titles.

    One without a title goes by its first words.
    """
    one = rows["outlet_name"].nunique() == 1
    found = []
    for _, part in rows.groupby("article_id", sort=False):
        title = plain(part["title"].iloc[0]) or f"“{plain(part['text'].iloc[0])}”"
        head = title if one else plain(part["outlet_name"].iloc[0])
        found.append(Article(head, "" if one else title, part))
    return found


def plain(text: object) -> str:
    """A text of an article on one line, without what no figure shows."""
    return UNSHOWN.sub("", " ".join(str(text).split())) if isinstance(text, str) else ""


def looks_of(study: Study) -> Callable[[str], list[Look]]:
    """How the voices of a sentence look, one after the other."""
    return lambda voice: [study.style(one) for one in voice.split(JOINT)]


def key_of(rows: pd.DataFrame, study: Study) -> list[tuple[str, list[Look]]]:
    """The voices of some passages in the study's order, and a joint statement where there is one."""
    of_row = looks_of(study)
    here = {one for voice in rows["voice"] for one in voice.split(JOINT)}
    order = sorted(here, key=lambda voice: [*study.voice_names(), voice].index(voice))
    alone = [(study.style(voice).label, of_row(voice)) for voice in order]
    return alone + [("Joint statement", of_row(voice)) for voice in rows["voice"] if JOINT in voice][:1]


def _id(row: object, place: int, part: str = "") -> str | None:
    """The id of a mark, or of the stripe at a place in it; None for what draws no row."""
    return None if row is None else house.of_row(row, "-".join(filter(None, (part, f"{place}" if place else ""))))


def _filled(x: float, y: float, width: float, height: float, look: Look, gid: str | None) -> Callable[[Axes], object]:
    return lambda ax: ax.add_artist(Rectangle((x, y), width, height, gid=gid, zorder=2, **house.area(look)))


def _marked(x: float, y: float, look: Look, size: float, gid: str | None) -> Callable[[Axes], object]:
    painted: dict[str, Any] = {
        "markerfacecolor": look.fill or look.colour,
        "markeredgecolor": look.colour if look.fill else "white",
        "markeredgewidth": 0.6,
    }
    placed: dict[str, Any] = {"marker": look.marker, "markersize": size, "linestyle": "", "clip_on": False, "zorder": 3}
    return lambda ax: ax.add_artist(Line2D([x], [y], gid=gid, **placed, **painted))
