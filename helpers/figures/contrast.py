"""Contrast: the terms that set two sides apart, and the words behind a difference in tone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.ticker import LogLocator, NullLocator

from helpers import sentiment
from helpers.analysis import measures
from helpers.analysis.contrast import Shift
from helpers.analysis.groups import BLOC, bloc_name
from helpers.figures import house, wording
from helpers.figures.voices import label
from helpers.tables.rows import each_row

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from helpers.analysis.corpus import Corpus
    from helpers.study import Study

PITCH = 0.34  # inches from bar to bar in a column
OTHER = "#97928b"  # the second side where it has no colour of its own
SPOTS = 200  # places along each axis that can be told apart
POSITIVE, NEGATIVE = "#01665e", "#a6611a"


def mark(study: Study, group: str, sentences: pd.DataFrame, by: str = "voice") -> house.Mark:
    """How a side is shown: a voice or bloc in its own label and colour, an outlet under its name, "" as the rest."""
    if not group:
        return house.Mark("all others", OTHER, "s")
    if by != "outlet":
        style = study.style(group)
        return house.Mark(bloc_name(study, group) if by == BLOC else label(study)(group), style.colour, style.marker)
    return house.Mark(sentences.loc[sentences["group"] == group, "outlet_name"].iloc[0])


def labelled(table: pd.DataFrame, study: Study, sentences: pd.DataFrame, by: str = "voice") -> pd.DataFrame:
    """A table with the names of its groups in place of their keys."""
    return table.assign(group=[mark(study, group, sentences, by).label for group in table["group"]])


def terms(
    table: pd.DataFrame,
    a: house.Mark,
    b: house.Mark,
    corpus: Corpus,
    most: int = 15,
    rests: Sequence[str] = (measures.SHARE,),
) -> house.Page:
    """Weighted log-odds against frequency: one point a term, the strongest of both sides named where there is room.

    ``table`` from ``contrast.distinctive``. Terms inside the grey band stand out no more than chance would have it;
    without enough stories to know chance there is no band and all points are hollow. rests: the measures that tell the
    two sides apart.
    """
    chance = table.attrs.get("chance", float("nan"))
    sure = table[table["beyond_chance"]] if len(table) else table
    known = "Grey band: what chance deals of the stories reach"
    told = table.assign(a=a.label, b=b.label, z_of_chance=chance)

    def draw(page: house.Page) -> None:
        _points(page.panels[0], table, a, b, chance, most)

    page = house.page(
        _title(sure, a.label, b.label, chance),
        "Each point a word or phrase: how strongly its use differs (z of the log-odds with an informative prior), by "
        f"how often it occurs; those on one place stand side by side. Words: {a.label} {table.attrs['n_a']:,}, "
        f"{b.label} {table.attrs['n_b']:,}. "
        + (known if chance == chance else "Too few stories to know what chance would give"),
        corpus.footer(*rests),
        draw,
        height=4.6,
    )
    strongest = [*table["term"].head(5), *table["term"].tail(5)]
    alt = (
        f"Terms that set {a.label} (strongest first: {', '.join(strongest[:5])}) apart from {b.label} "
        f"({', '.join(strongest[:-6:-1])})."
        if len(table)
        else "No term occurs often enough."
    )
    return page.describe(alt=f"{alt} {len(sure)} of {len(table)} terms are beyond chance.", data=told, n=len(table))


def _points(ax: Axes, table: pd.DataFrame, a: house.Mark, b: house.Mark, chance: float, most: int) -> None:
    """One point a term, filled where it is beyond chance; the strongest named."""
    x, y = _beside(table), table["z"]
    seen = _seen(x, y)
    if chance == chance:
        ax.axhspan(-chance, chance, color="#eef0f2", zorder=0)
    ax.axhline(0, color=house.PALE, linewidth=1)
    for at in table.index[seen]:
        mark = a if y[at] > 0 else b
        look: dict[str, Any] = {"markersize": 4, "alpha": 0.45, "markerfacecolor": "none"}
        look = {"markersize": 6} if table.at[at, "beyond_chance"] else look
        ax.plot([x[at]], [y[at]], mark.marker, color=mark.colour, gid=house.of_row(at), **look)
    ax.set_xscale("log")
    ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(lambda times, _: f"{times:,.0f}")
    ax.set_xlabel("times it occurs on both sides")
    ax.set_ylabel(f"{b.label}   ←      z      →   {a.label}")
    ax.margins(0.1)
    _name(ax, table, x, seen, most)


def _beside(table: pd.DataFrame) -> pd.Series:
    """How often each term occurs; terms that would lie on one point are set a little apart."""
    if table.empty:
        return pd.Series(dtype=float)
    alike = table.groupby(["count_a", "count_b"])["term"]
    place = (alike.cumcount() + 0.5) / alike.transform("size") - 0.5
    return (table["count_a"] + table["count_b"]) * 1.18**place


def _title(sure: pd.DataFrame, a: str, b: str, chance: float) -> str:
    if chance != chance:
        return f"Too few stories to tell the wording of {a} and {b} from chance"
    if sure.empty:
        return f"No word sets {a} apart from {b} more than chance would"
    sides = [
        f"“{house.shorten(rows['term'].iloc[at])}” marks {side}"
        for rows, at, side in ((sure[sure["z"] > 0], 0, a), (sure[sure["z"] <= 0], -1, b))
        if len(rows)
    ]
    return wording.listing(sides)


def _seen(x: pd.Series, y: pd.Series) -> pd.Series:
    """Which points to draw: of many on one spot the first, for a large corpus has ten thousands of terms."""
    if x.empty:
        return pd.Series(dtype=bool)
    across = np.log(x / x.min()) / max(np.log(x.max() / x.min()), 1e-9)
    up = (y - y.min()) / max(y.max() - y.min(), 1e-9)
    spots = pd.DataFrame({"across": (across * SPOTS).round(), "up": (up * SPOTS).round()})
    return ~spots.duplicated()


def _name(ax, table: pd.DataFrame, x: pd.Series, seen: pd.Series, most: int) -> None:
    """Names beside the strongest points of both sides, as far as there is room; the table has them all."""
    z: dict[Any, float] = table["z"].to_dict()
    ends = table.index[: min(most, len(table))].union(table.index[max(len(table) - most, 0) :])
    named = sorted(ends, key=lambda i: -abs(z[i]))
    house.name_points(
        ax,
        list(zip(x[seen], table.loc[seen, "z"], strict=True)),
        [
            (
                (x[i], z[i]),
                house.shorten(table.at[i, "term"], 26),
                "bold" if table.at[i, "beyond_chance"] else "normal",
            )
            for i in named
        ],
    )


def word_shift(found: Shift, a: str, b: str, corpus: Corpus, instrument: str, most: int = 18) -> house.Page:
    """Words by their part in the difference of mean word scores; all others are summed in the last rows."""
    words, rest = found.words.head(most), found.words.iloc[most:]
    others = [
        {
            "word": f"{len(part):,} other words",
            "score": part["score"].mean(),
            "contribution": part["contribution"].sum(),
            "how": how,
        }
        for how, part in rest.groupby("how")
    ]
    rest_of = pd.DataFrame(others, index=[len(found.words) + i for i in range(len(others))])
    rows = pd.concat([words, rest_of]) if others else words
    gap = found.difference
    title = f"Tone of words, {a} and {b}: the difference is undecided"
    if gap.decided:
        title = f"The more {'positive' if gap.estimate > 0 else 'negative'} words: {a}, compared with {b}"
    elif not gap.enough:
        title = f"Tone of words, {a} and {b}: too few stories to say"

    def draw(page: house.Page) -> None:
        _parts(page.panels[0], rows, found.words.index, a)

    span = f", 95 % interval {wording.signed(gap.low)} to {wording.signed(gap.high)}" if gap.enough else ""
    page = house.page(
        title,
        f"Mean score of scored words ({sentiment.label(instrument)}): {wording.signed(found.mean_a)} against "
        f"{wording.signed(found.mean_b)}, difference {wording.signed(found.mean_a - found.mean_b)}{span}. Bars: each "
        "word’s part; together they are the difference",
        corpus.footer(measures.TONE),
        draw,
        height=0.9 + 0.27 * max(len(rows), 1),
    )
    said = ", ".join(f"{r.word} ({r.how}) {r.contribution:+.3f}" for r in each_row(words.head(5)))
    return page.describe(
        alt=f"Word shift. Largest parts: {said or 'none'}.",
        data=found.words.assign(
            a=a,
            b=b,
            mean_difference=gap.estimate,
            low_of_difference=gap.low,
            high_of_difference=gap.high,
            decided=gap.decided,
        ),
        n=int(found.words[["count_a", "count_b"]].to_numpy().sum()),
    )


def _parts(ax: Axes, rows: pd.DataFrame, known: pd.Index, a: str) -> None:
    """A bar a word, its part in the difference; the last ones, of all other words, are no ``known`` row."""
    words = []
    for y, (at, row) in enumerate(zip(rows.index, rows.to_dict("records"), strict=True)):
        colour = POSITIVE if "positive" in row["how"] else NEGATIVE
        gid = house.of_row(at) if at in known else None
        ax.barh(y, row["contribution"], color=colour, height=0.44 if house.narrow(ax) else 0.66, gid=gid)
        words.append(house.Row(y, house.shorten(row["word"], 26), note=row["how"]))
    ax.axvline(0, color=house.PALE, linewidth=1)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    house.ask_height(ax, PITCH * len(rows))
    house.row_words(ax, words, top=0, up=11)
    ax.locator_params(axis="x", nbins=4 if house.narrow(ax) else 7)
    ax.set_xlabel(f"makes {a} more negative   ←   0   →   more positive")
