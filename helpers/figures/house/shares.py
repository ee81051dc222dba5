"""Bars: shares that add up to 100 %, and counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from helpers.figures.house.dots import TOO_FEW
from helpers.figures.house.labels import Row, direct_key, left_labels, row_words
from helpers.figures.house.layout import across, ask_height, narrow, scaled
from helpers.figures.house.marks import GREY, Look, Style, area, inked, of_row, plain, tint
from helpers.figures.house.words import number, text_width

PITCH = 0.38  # inches from bar to bar in a column
UP = 12.0  # points from the middle of a bar to the words above it, in a column
NARROWEST = 0.1  # share of a bar that prints its interval, where that fits
PALER = 0.45  # strength of the colour of what is no direct quotation


def stacked_shares(
    ax: Axes,
    table: pd.DataFrame,
    row: str,
    category: str,
    value: str = "share",
    *,
    style: Style = plain,
    order: Sequence[str] = (),
    label: Callable[[Any], str] = str,
    intervals: bool = True,
    unit: str = "sentences",
    count: str = "whole",
    clusters: str = "stories",
) -> None:
    """One bar of 100 % a row; each part prints its per cent and, where it fits, its interval.

    A bar of too few sentences (``few``) is thin and hatched, and prints no numbers. Beside it stands the column
    ``count``, in ``unit``, and in brackets the number of ``clusters``.
    ``order`` fixes the sequence of categories (first at the left); a key above the panel names them.
    ``intervals=False`` is for counts that are no sample of anything.
    """
    present = [c for c in (order or table[category].unique()) if table.loc[table[category] == c, value].sum()]
    rows = list(table[row].unique())
    words = []
    for y, name in enumerate(rows):
        part = table.assign(gid=[of_row(at) for at in table.index])[table[row] == name].set_index(category)
        left = 0.0
        for c in present:
            if c in part.index and part.at[c, value] > 0:
                _segment(ax, y, left, part.loc[c], value, style(c), intervals)
                left += part.at[c, value]
        first = part.iloc[0]
        note = "" if first["enough"] or not intervals else f"  {TOO_FEW}" if first["few"] else "  no interval"
        words.append(Row(y, label(name), note=f"{first[count]:,.0f} ({first['n_clusters']:,.0f}){note}"))
    ax.set_xlim(0, 1)
    ax.set_ylim(len(rows) - 0.5, -0.75)
    ask_height(ax, PITCH * (len(rows) + 0.25))
    row_words(ax, words, ("", f"{unit} ({clusters})"), top=-0.62, up=UP)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25", "50", "75", "100"])
    if narrow(ax):  # so that bars and words begin at one edge
        labels = ax.get_xticklabels()
        labels[0].set_horizontalalignment("left")
        labels[-1].set_horizontalalignment("right")
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)
    direct_key(ax, [style(c) for c in present])


def told(table: pd.DataFrame, over: str = "stories", value: str = "share") -> str:
    """What a subtitle says of the small print in the bars of ``stacked_shares``; "" where none has any."""
    sure = table[table["enough"].astype(bool) & (table[value] > 0)]
    if sure.empty or not (sure[value] >= NARROWEST).any():
        return ""
    rest = ", that of narrow parts in the data" if (sure[value] < NARROWEST).any() else ""
    return f"; small: 95 % interval over {over}{rest}"


def _segment(ax: Axes, y: float, left: float, part: pd.Series, value: str, look: Look, intervals: bool) -> None:
    """One part of a stacked bar with its label."""
    width = part[value]
    if part["few"]:
        thin: dict[str, Any] = {
            "height": 0.24,
            "color": "white",
            "edgecolor": look.colour,
            "linewidth": 0.8,
            "hatch": "/////",
        }
        ax.barh(y, width, left=left, gid=part["gid"], **thin)
        return
    height = 0.46 if narrow(ax) else 0.66
    ax.barh(y, width, left=left, height=height, **_apart(area(look)), gid=part["gid"], clip_on=False)
    ground = look.fill or look.colour
    box = {"facecolor": ground, "edgecolor": "none", "pad": 0.6} if look.hatch else None
    room = width * 72 * _bar_inches(ax)
    text = f"{100 * width:.0f}"
    span = f"{100 * part['low']:.0f}–{100 * part['high']:.0f}" if intervals and part["enough"] else ""
    large, small = scaled(ax, 9 if narrow(ax) else 10), scaled(ax, 7.5)
    first, second = 72 * text_width(text, large, "bold"), 72 * text_width(span, small, "normal")
    if first + 2 > room:
        return
    if not span or width < NARROWEST or (first + 5 if narrow(ax) else 0) + second + 3 > room:
        places = {text: (0.0, 0.0)}
    elif narrow(ax):  # side by side
        places = {text: (-(second + 5) / 2, 0.0), span: ((first + 5) / 2, 0.0)}
    else:  # one under the other
        places = {text: (0.0, 3.5), span: (0.0, -6.5)}
    for words, offset in places.items():
        print_: dict[str, Any] = {"size": large, "weight": "bold"} if words == text else {"size": small}
        written = ax.annotate(
            words,
            (left + width / 2, y),
            xytext=offset,
            textcoords="offset points",
            ha="center",
            va="center",
            bbox=box,
            **inked(ground, part["gid"], "" if words == text else "s"),
            **print_,
        )
        written.set_in_layout(False)  # it lies in its bar


def _bar_inches(ax: Axes) -> float:
    """About how many inches a bar of 100 % takes."""
    return across(ax) if narrow(ax) else 0.6 * across(ax)


def _apart(paint: dict[str, Any]) -> dict[str, Any]:
    """Parts of plain colour are set apart by white."""
    return paint if paint["linewidth"] else paint | {"edgecolor": "white", "linewidth": 1}


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
    The style is that of the row, or those in its list ``styles_of`` where the table has one, in equal stripes.
    """
    records = table.to_dict("records")
    whole = 0.44 if narrow(ax) else 0.62
    words = []
    for y, (at, record) in enumerate(zip(table.index, records, strict=True)):
        looks = [style(name) for name in record.get("styles_of", [record[row]])]
        for i, look in enumerate(looks):
            middle, height = y + whole * ((i + 0.5) / len(looks) - 0.5), whole / len(looks)
            gid = of_row(at, f"{i}" if i else "")
            ax.barh(middle, record[value], height, **area(look, PALER if part else 1.0), gid=gid)
            if part:
                ax.barh(middle, record[part], height, **(area(look) | _dark(look)))
        text = number(form, record[value]) + (f"   {record[note]}" if note else "")
        words.append(Row(y, record[row], note=text))
    ax.set_ylim(len(records) - 0.4, -0.6)
    ask_height(ax, PITCH * len(records))
    most = max((record[value] for record in records), default=1) or 1
    if narrow(ax):
        row_words(ax, words, top=0, up=UP)
        ax.set_xlim(0, most)
    else:
        left_labels(ax, [word.y for word in words], [(word.name, "normal") for word in words])
        for word, record in zip(words, records, strict=True):
            ax.annotate(
                word.note,
                (record[value], word.y),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                size=9,
                color=GREY,
            )
        ax.set_xlim(0, 1.32 * most)
    ax.set_xticks([])
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)


def _dark(look: Look) -> dict[str, Any]:
    """A filled look in full colour: its fill would be as pale as the rest."""
    return {"facecolor": tint(look.colour, 0.6), "edgecolor": look.colour} if look.fill else {}
