"""House style: a page with title, subtitle and source; four primitives; export and show.

How a figure is made (all other modules of this package do it so)::

    page = house.page(title, subtitle, source, height=house.rows_height(len(table)), ncols=1)
    house.interval_dots(page.panels[0], table, "voice", style=study.style, zero=0)
    page.describe(alt="...", data=table, n=int(table["n"].sum()))
    return page                                   # a matplotlib Figure
    ...
    figures.publish(page, "tone_by_voice", results.folder / "figures", evidence_html)   # in a notebook

Signatures::

    use_style()
    page(title, subtitle, source, *, height, width=WIDTH, nrows=1, ncols=1, **subplots) -> Page
    rows_height(rows, headings=0) -> inches for so many rows of dots or bars
    interval_dots(ax, table, row, value="mean", *, style, group="", zero=None, form="{:+.2f}",
                  labels=True, compact=False, limits=None, axis="")
    percent_axis(ax)                              # after interval_dots of shares
    stacked_shares(ax, table, row, category, value="share", *, style, order=(), label=str, intervals=True,
                   unit="sentences")
    bars(ax, table, row, value, part="", *, style, form="{:,.0f}", note="")  # counts: no interval
    heat_map(ax, table, row, column, value="mean", *, limits, diverging=True, form="{:+.2f}", label=str)
    scatter(ax, table, x, y, label, *, style=None, most=40)
    direct_key(ax, entries)                       # squares and names above a panel, for stacked_shares
    shortlist(frame, column, most=12, weight=None, rest=REST) -> frame
    export(fig, name, title, alt, source, data, folder, n) -> card (dict)
    show(card, evidence="")                       # display in a notebook, with alt text
    publish(page, name, folder, evidence="") -> card   # export and show, close

``table`` is what helpers.estimate returns: the columns value, low, high, n, n_clusters, enough. Rows are
drawn from top to bottom in the order of the table. ``style`` maps the row's (or category's) value to
something with label, colour and marker: ``study.style`` for voices, ``plain`` for all else.
What is not ``enough`` gets a hollow mark, no interval and "too few to say".
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

INK, GREY, PALE, RULE = "#1f2328", "#5b636b", "#8b929a", "#d5d9dd"
ACCENT = "#2f4b6e"  # for marks that belong to no voice
WIDTH = 7.4  # inches, two columns of a journal page
MARGIN = 0.18
REST = "other outlets"  # what shortlist calls all that are not among the first
TOO_FEW = "too few to say"
DIVERGING = LinearSegmentedColormap.from_list(
    "house_diverging", ["#a6611a", "#d9b06f", "#f7f4ee", "#7cbcae", "#01665e"]
)
SEQUENTIAL = LinearSegmentedColormap.from_list("house_sequential", ["#f4f6f8", "#a9c0d6", "#2f4b6e"])


class Mark(NamedTuple):
    """Label, colour and marker of a row or category."""

    label: str
    colour: str = ACCENT
    marker: str = "o"


Style = Callable[[str], Mark]


def plain(name: object) -> Mark:
    """The style of what is no voice: its own name, one colour."""
    return Mark(str(name))


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


@cache
def _load_fonts() -> None:
    for path in sorted((Path(__file__).parent / "fonts").glob("*.ttf")):
        font_manager.fontManager.addfont(str(path))


def use_style() -> None:
    """Switch the house style on for all figures that follow."""
    _load_fonts()
    plt.style.use(Path(__file__).parents[1] / "house.mplstyle")


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
    **subplots: object,
) -> Page:
    """Make a figure whose panels take ``height`` inches, with its words set around them."""
    use_style()
    blocks = [
        (_wrap(title, 14, "bold", width), 14, "bold", INK),
        (_wrap(subtitle, 10.5, "normal", width), 10.5, "normal", GREY),
    ]
    foot = _wrap(source, 8.5, "normal", width)
    top = 0.2 + sum(_line(size) * len(lines) for lines, size, *_ in blocks) + 0.05 + 0.2
    bottom = 0.16 + _line(8.5) * len(foot) + 0.06
    total = top + height + bottom
    fig = plt.figure(FigureClass=Page, figsize=(width, total), layout="constrained")
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
    fig.get_layout_engine().set(
        rect=(left, bottom / total, 1 - 2 * left, 1 - (top + bottom) / total), w_pad=0.04, h_pad=0.04
    )
    fig.panels = list(fig.subplots(nrows, ncols, squeeze=False, **subplots).ravel())
    return fig


def _line(size: float) -> float:
    """Height of a line of text in inches."""
    return size * 1.32 / 72


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, weight: str) -> float:
    """Width of a text in inches."""
    font = font_manager.FontProperties(family=mpl.rcParams["font.family"], size=size, weight=weight)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a missing glyph is export's to report
        return text_to_path.get_text_width_height_descent(text, font, ismath=False)[0] / 72


def _wrap(text: str, size: float, weight: str, width: float) -> list[str]:
    """Break a text into lines that fit the page."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, weight) <= width - 2 * MARGIN - 0.1:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shorten(text: object, most: int = 28) -> str:
    """A label cut at ``most`` characters."""
    text = str(text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def shortlist(
    frame: pd.DataFrame,
    column: str,
    most: int = 12,
    weight: str | None = None,
    rest: str = REST,
) -> pd.DataFrame:
    """Keep the ``most`` frequent values of ``column``; all others become ``rest``."""
    heft = frame[weight] if weight else pd.Series(1, index=frame.index)
    order = heft.groupby(frame[column]).sum().sort_values(ascending=False, kind="stable").index
    if len(order) <= most:
        return frame
    return frame.assign(**{column: frame[column].where(frame[column].isin(order[: most - 1]), rest)})


# ---------------------------------------------------------------- primitives


def interval_dots(
    ax: Axes,
    table: pd.DataFrame,
    row: str,
    value: str = "mean",
    *,
    style: Style = plain,
    group: str = "",
    zero: float | None = None,
    form: str = "{:+.2f}",
    labels: bool = True,
    compact: bool = False,
    limits: tuple[float, float] | None = None,
    axis: str = "",
) -> None:
    """One row a group: dot, interval, and to the right the value and n in words.

    ``group`` names a column whose values become bold headings over their rows. In a row of small
    multiples, ``compact`` prints value and n alone, and ``labels=False`` leaves out the row names.
    """
    ticks, names, y = [], [], 0
    previous = None
    for record in table.to_dict("records"):
        if group and record[group] != previous:
            previous = record[group]
            y += 0.35 if ticks else 0
            if labels:
                ticks.append(y)
                names.append((shorten(previous, 34), "bold"))
            y += 1
        _dot(ax, y, record, value, style(record[row]), form, compact)
        if labels:
            ticks.append(y)
            names.append((shorten(style(record[row]).label, 34), "normal"))
        y += 1
    ax.set_ylim(y - 0.4, -0.9)
    left_labels(ax, ticks, names)
    if limits:
        ax.set_xlim(*limits)
    ax.margins(x=0.06)
    ax.locator_params(axis="x", nbins=5)
    if zero is not None:
        ax.axvline(zero, color=PALE, linewidth=1, zorder=1.5)
    ax.set_xlabel(axis)
    beside(ax, -0.95, "value", 30, PALE, size=8.5)
    beside(ax, -0.95, "n" if compact else "sentences (stories)", 40, PALE, size=8.5, ha="left")


def left_labels(ax: Axes, ticks: Sequence[float], names: Sequence[tuple[str, str]]) -> None:
    """Row names (text, weight), aligned at the left edge of the page."""
    ax.set_yticks(ticks, [name for name, _ in names])
    widest = max((text_width(name, 10, weight) for name, weight in names), default=0)
    for tick, (_, weight) in zip(ax.get_yticklabels(), names, strict=True):
        tick.set(weight=weight, ha="left")
    ax.tick_params(axis="y", pad=72 * widest + 10)


def _dot(ax: Axes, y: float, record: dict, value: str, mark: Mark, form: str, compact: bool) -> None:
    """One row of interval_dots."""
    x = record[value]
    if pd.isna(x):
        beside(ax, y, "none", 8, PALE, ha="left")
        return
    ax.axhline(y, color="#eef0f2", linewidth=0.8, zorder=0.5)
    if record["enough"]:
        ax.plot([record["low"], record["high"]], [y, y], color=mark.colour, alpha=0.55, linewidth=3.2)
    ax.plot(
        [x], [y], mark.marker, markersize=7.5, color=mark.colour, zorder=3,
        markerfacecolor=mark.colour if record["enough"] else "white",
        markeredgecolor="white" if record["enough"] else mark.colour,
        markeredgewidth=0.9 if record["enough"] else 1.4, clip_on=False,
    )  # fmt: skip
    beside(ax, y, number(form, x), 30, INK if record["enough"] else PALE)
    count = f"{record.get('n_category', record['n']):,.0f}"
    if not compact and "n_category" in record:
        count += f" of {record['n']:,.0f}"
    if not compact:
        count += f" ({record['n_clusters']:,.0f})" + ("" if record["enough"] else f"  {TOO_FEW}")
    beside(ax, y, count, 40, GREY, size=9, ha="left")


def number(form: str, value: float) -> str:
    """A formatted number with a true minus sign, and no minus before zero."""
    text = form.format(value)
    if not any(digit in text for digit in "123456789"):  # zero has no sign
        text = text.replace("-", "").replace("+", "")
    return text.replace("-", "−")


def percent_axis(ax: Axes) -> None:
    """An axis of shares: starts at 0, written in per cent."""
    ax.set_xlim(left=0)
    ax.xaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")


def beside(ax: Axes, y: float, text: str, points: float, colour: str, size: float = 9.5, ha="right") -> None:
    """Write to the right of the panel at height y, ``points`` away from its edge."""
    ax.annotate(
        text, (1, y), xycoords=("axes fraction", "data"), xytext=(points, 0), textcoords="offset points",
        ha=ha, va="center", color=colour, size=size, annotation_clip=False,
    )  # fmt: skip


def stacked_shares(
    ax: Axes,
    table: pd.DataFrame,
    row: str,
    category: str,
    value: str = "share",
    *,
    style: Style = plain,
    order: Sequence[str] = (),
    label: Callable[[object], str] = str,
    intervals: bool = True,
    unit: str = "sentences",
) -> None:
    """One bar of 100 % a row; each part prints its per cent and, where it fits, its interval.

    ``order`` fixes the sequence of categories (first at the left); a key above the panel names them.
    ``intervals=False`` is for counts that are no sample of anything.
    """
    present = [c for c in (order or table[category].unique()) if table.loc[table[category] == c, value].sum()]
    rows = list(table[row].unique())
    for y, name in enumerate(rows):
        part = table[table[row] == name].set_index(category)
        left = 0.0
        for c in present:
            if c in part.index and part.at[c, value] > 0:
                _segment(ax, y, left, part.loc[c], value, style(c).colour, intervals)
                left += part.at[c, value]
        n, stories = part["n"].iloc[0], part["n_clusters"].iloc[0]
        note = "" if part["enough"].iloc[0] or not intervals else "  no interval"
        beside(ax, y, f"{n:,.0f} ({stories:,.0f}){note}", 8, GREY, size=9, ha="left")
    beside(ax, -0.62, f"{unit} (stories)", 8, PALE, size=8.5, ha="left")
    ax.set_xlim(0, 1)
    ax.set_ylim(len(rows) - 0.5, -0.75)
    left_labels(ax, range(len(rows)), [(shorten(label(name)), "normal") for name in rows])
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25", "50", "75", "100"])
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)
    direct_key(ax, [style(c) for c in present])


def _segment(ax: Axes, y: float, left: float, part: pd.Series, value: str, colour: str, intervals: bool) -> None:
    """One part of a stacked bar with its label."""
    width = part[value]
    ax.barh(y, width, left=left, height=0.66, color=colour, edgecolor="white", linewidth=1)
    ink = "white" if _luminance(colour) < 0.45 else INK
    if width >= 0.035:
        interval = intervals and width >= 0.1 and part["enough"]
        x, text = left + width / 2, f"{100 * width:.0f}"
        ax.text(x, y - (0.1 if interval else 0), text, color=ink, ha="center", va="center", weight="bold")
        if interval:
            span = f"{100 * part['low']:.0f}–{100 * part['high']:.0f}"
            ax.text(x, y + 0.19, span, color=ink, ha="center", va="center", size=7.5)


def _luminance(colour: str) -> float:
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def direct_key(ax: Axes, entries: Iterable[Mark]) -> None:
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


def bars(
    ax: Axes,
    table: pd.DataFrame,
    row: str,
    value: str,
    part: str = "",
    *,
    style: Style = plain,
    form: str = "{:,.0f}",
    note: str = "",
) -> None:
    """Counts as bars, one a row, with the number at the end and the text of column ``note`` beside it.

    ``part`` names a column with that share of the count which is drawn in full colour, the rest paler.
    The style is that of the row, or of the row's column ``style_of`` where the table has one.
    """
    records = table.to_dict("records")
    for y, record in enumerate(records):
        mark = style(record.get("style_of", record[row]))
        ax.barh(y, record[value], height=0.62, color=mark.colour, alpha=0.45 if part else 1, linewidth=0)
        if part:
            ax.barh(y, record[part], height=0.62, color=mark.colour, linewidth=0)
        text = number(form, record[value]) + (f"   {record[note]}" if note else "")
        ax.annotate(
            text, (record[value], y), xytext=(6, 0), textcoords="offset points", va="center", size=9, color=GREY
        )
    left_labels(ax, range(len(records)), [(shorten(record[row], 34), "normal") for record in records])
    ax.set_ylim(len(records) - 0.4, -0.6)
    ax.set_xlim(0, max((record[value] for record in records), default=1) * 1.32 or 1)
    ax.set_xticks([])
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)


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
    label: Callable[[object], str] = str,
    rows: Sequence[str] = (),
    columns: Sequence[str] = (),
) -> None:
    """Cells with their value (bold where the interval leaves zero out) and n; too few: hatched."""
    rows = list(rows or table[row].unique())
    columns = list(columns or table[column].unique())
    cells = table.set_index([row, column])
    colours, scale = (DIVERGING if diverging else SEQUENTIAL), Normalize(*limits, clip=True)
    for y, r in enumerate(rows):
        for x, c in enumerate(columns):
            cell = cells.loc[(r, c)] if (r, c) in cells.index else None
            _cell(ax, x, y, cell, value, form, colours, scale, diverging)
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    left_labels(ax, range(len(rows)), [(shorten(label(r)), "normal") for r in rows])
    widest = max((text_width(shorten(label(r)), 10, "normal") for r in rows), default=0)
    _column_heads(ax, [label(c) for c in columns], ax.figure.get_figwidth() - 2 * MARGIN - widest - 0.25)
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)


def _column_heads(ax: Axes, names: Sequence[str], room: float) -> None:
    """Names over the columns, broken into lines, smaller or at last slanted so that they do not touch."""
    each = room / max(len(names), 1) - 0.08
    ax.xaxis.tick_top()
    ax.tick_params(axis="x", labelcolor=INK)
    for size in (9.5, 8.5, 7.5):
        broken = [_lines(name, size, each) for name in names]
        if all(text_width(line, size, "normal") <= each for lines in broken for line in lines):
            ax.set_xticks(range(len(names)), ["\n".join(lines) for lines in broken], size=size)
            return
    short = [shorten(name, 18) for name in names]
    ax.set_xticks(range(len(names)), short, rotation=40, ha="left", rotation_mode="anchor", size=8.5)


def _lines(name: str, size: float, room: float) -> list[str]:
    """A name broken at spaces and after hyphens where a line would grow wider than ``room`` inches."""
    lines = [""]
    for part in name.replace("-", "-\0").replace(" ", " \0").split("\0"):
        longer = lines[-1] + part
        if lines[-1] and text_width(longer.strip(), size, "normal") > room:
            lines.append(part)
        else:
            lines[-1] = longer
    return [line.strip() for line in lines]


def _cell(ax, x: int, y: int, cell, value: str, form: str, colours, scale, diverging: bool) -> None:
    """One cell of a heat map."""
    box = {"width": 0.94, "height": 0.9, "linewidth": 0}
    corner = (x - 0.47, y - 0.45)
    if cell is None or not cell["n"] or pd.isna(cell[value]):
        ax.add_patch(Rectangle(corner, **box, facecolor="#fafbfb"))
        ax.text(x, y, "–", ha="center", va="center", color=PALE)
        return
    if not cell["enough"]:
        ax.add_patch(Rectangle(corner, **box, facecolor="white", edgecolor="#cfd4d9", hatch="////"))
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1.2}
        text = f"{number(form, cell[value])}  (n {cell['n']:,.0f})"
        ax.text(x, y, text, ha="center", va="center", size=7.5, color=GREY, bbox=box)
        return
    colour = colours(scale(cell[value]))
    ax.add_patch(Rectangle(corner, **box, facecolor=colour))
    ink = "white" if _luminance(colour[:3]) < 0.5 else INK
    sure = diverging and (cell["low"] > 0 or cell["high"] < 0)
    weight = "bold" if sure else "normal"
    ax.text(x, y - 0.13, number(form, cell[value]), ha="center", va="center", color=ink, weight=weight)
    ax.text(x, y + 0.22, f"n {cell['n']:,.0f}", ha="center", va="center", color=ink, size=7.5)


def scatter(
    ax: Axes, table: pd.DataFrame, x: str, y: str, label: str, *, style: Style | None = None, most: int = 40
) -> None:
    """Points with names beside them; of more than ``most`` the last rows stay unnamed.

    ``style`` maps the label to colour and marker. A name that would cover another one is left out.
    """
    for record in table.to_dict("records"):
        mark = style(record[label]) if style else Mark(str(record[label]))
        ax.plot([record[x]], [record[y]], mark.marker, color=mark.colour, markersize=6, alpha=0.85)
    ax.margins(0.12)
    ax.grid(True, axis="both")
    ax.figure.canvas.draw()
    taken = [_box(ax, point, "", (0, 0)) for point in zip(table[x], table[y], strict=True)]
    for record in table.head(most).to_dict("records"):
        text = shorten((style(record[label]) if style else Mark(str(record[label]))).label, 26)
        for offset in ((7, 0), (-7, 0), (0, 10), (0, -10), (6, 9), (6, -9), (-6, 9), (-6, -9)):
            box = _box(ax, (record[x], record[y]), text, offset)
            if not any(box.overlaps(other) for other in taken):
                ha = "center" if not offset[0] else ("left" if offset[0] > 0 else "right")
                ax.annotate(
                    text, (record[x], record[y]), xytext=offset, textcoords="offset points",
                    ha=ha, va="center", size=9, color=INK,
                )  # fmt: skip
                taken.append(box)
                break


def _box(ax: Axes, point: tuple, text: str, offset: tuple[float, float]) -> mpl.transforms.Bbox:
    """Where a label of ``text`` at an offset in points from a data point would lie, in points."""
    x, y = ax.transData.transform(point) * 72 / ax.figure.dpi + offset
    width = 72 * text_width(text, 9, "normal") + 3 if text else 7
    left = x if offset[0] > 0 else x - width if offset[0] < 0 else x - width / 2
    return mpl.transforms.Bbox.from_bounds(left, y - 5.5 if text else y - 3.5, width, 11 if text else 7)


# ---------------------------------------------------------------- export


def export(
    fig: Figure, name: str, title: str, alt: str, source: str, data: pd.DataFrame, folder: Path, n: int
) -> dict:
    """Write NAME.svg, .pdf, .png, .csv and the card NAME.json; return the card.

    The same figure gives the same bytes: ids are salted, dates left out. A character that no font of
    the house has raises ValueError, since it would be printed as an empty box.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing")
        try:
            fig.savefig(folder / f"{name}.svg", metadata={"Date": None, "Title": title, "Description": alt})
        except UserWarning as missing:
            raise ValueError(f"figure {name}: {missing}") from missing
        fig.savefig(folder / f"{name}.pdf", metadata={"CreationDate": None, "Title": title})
        fig.savefig(folder / f"{name}.png", metadata={"Title": title, "Software": None})
    data.to_csv(folder / f"{name}.csv", index=False, float_format="%.6g", lineterminator="\n")
    card = {
        "name": name,
        "title": title,
        "alt": alt,
        "source": source,
        "n": int(n),
        "columns": [str(column) for column in data.columns],
        "files": [f"{name}.{kind}" for kind in ("svg", "pdf", "png", "csv", "json")],
    }
    text = json.dumps(card, ensure_ascii=False, indent=1)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    return card
