"""Contrast: the terms that set two sides apart, and the words behind a difference in tone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from adjustText import adjust_text

from helpers import findings
from helpers.contrast import Shift
from helpers.figures import house

if TYPE_CHECKING:
    from helpers.aggregates import Corpus
    from helpers.study import Study

OTHER = "#8a5a00"  # the second side where it has no colour of its own
POSITIVE, NEGATIVE = "#01665e", "#a6611a"


def mark(study: Study, group: str) -> house.Mark:
    """How a side is shown: a voice in its own label and colour, an outlet under its name, "" as the rest."""
    if not group:
        return house.Mark("All others", OTHER, "s")
    if group in study.voice_names():
        style = study.style(group)
        return house.Mark(style.label, style.colour, style.marker)
    return house.Mark(group)


def terms(table: pd.DataFrame, a: house.Mark, b: house.Mark, corpus: Corpus, most: int = 15) -> house.Page:
    """Weighted log-odds against frequency: one point a term, the strongest of both sides named.

    ``table`` from ``contrast.distinctive``. Terms inside the grey band stand out no more than chance would have it;
    without enough stories to know chance there is no band and all points are hollow.
    """
    chance = table.attrs.get("chance", float("nan"))
    sure = table[table["beyond_chance"]] if len(table) else table
    page = house.page(
        _title(sure, a.label, b.label, chance),
        f"Each point a word or phrase: how strongly its use differs (z of the log-odds with an informative prior), by "
        f"how often it occurs. {a.label} {table.attrs.get('n_a', 0):,} words, {b.label} "
        f"{table.attrs.get('n_b', 0):,}. " + ("Grey band: what chance deals of the stories reach" if chance == chance
                                              else "Too few stories to know what chance would give"),
        corpus.source, height=4.6)
    ax = page.panels[0]
    x, y = table["count_a"] + table["count_b"], table["z"]
    if chance == chance:
        ax.axhspan(-chance, chance, color="#eef0f2", zorder=0)
    ax.axhline(0, color=house.PALE, linewidth=1)
    for mark, side in ((a, y > 0), (b, y <= 0)):
        inside = side & ~table["beyond_chance"]
        ax.plot(x[inside], y[inside], mark.marker, color=mark.colour, markersize=4, alpha=0.45, markerfacecolor="none")
        beyond = side & table["beyond_chance"]
        ax.plot(x[beyond], y[beyond], mark.marker, color=mark.colour, markersize=6)
    ax.set_xscale("log")
    ax.set_xlabel("times it occurs on both sides")
    ax.set_ylabel(f"{b.label}   ←      z      →   {a.label}")
    ax.margins(0.1)
    _name(page, ax, table, x, most)
    strongest = [*table["term"].head(5), *table["term"].tail(5)]
    alt = (f"Terms that set {a.label} (strongest first: {', '.join(strongest[:5])}) apart from {b.label} "
           f"({', '.join(strongest[:-6:-1])})." if len(table) else "No term occurs often enough.")
    return page.describe(alt=f"{alt} {len(sure)} of {len(table)} terms are beyond chance.", data=table, n=len(table))


def _title(sure: pd.DataFrame, a: str, b: str, chance: float) -> str:
    if chance != chance:
        return f"{a} and {b}: too few stories to tell wording from chance"
    if sure.empty:
        return f"{a} and {b}: no word stands out more than chance would have it"
    sides = [f"“{house.shorten(rows['term'].iloc[at])}” marks {label}" for rows, at, label in (
        (sure[sure["z"] > 0], 0, a), (sure[sure["z"] <= 0], -1, b)) if len(rows)]
    return findings.listing(sides)


def _name(page: house.Page, ax, table: pd.DataFrame, x: pd.Series, most: int) -> None:
    """Names beside the strongest points of both sides, moved apart."""
    named = table.index[: min(most, len(table))].union(table.index[max(len(table) - most, 0):])
    page.canvas.draw()
    texts = [ax.text(x[i], table.at[i, "z"], house.shorten(table.at[i, "term"], 26), size=8.5, color=house.INK,
                     weight="bold" if table.at[i, "beyond_chance"] else "normal") for i in named]
    if texts:
        adjust_text(texts, ax=ax, expand=(1.15, 1.4), iter_lim=300,
                    arrowprops={"arrowstyle": "-", "color": house.PALE, "lw": 0.5})


def word_shift(found: Shift, a: str, b: str, corpus: Corpus, instrument: str, most: int = 18) -> house.Page:
    """Words by their part in the difference of mean word scores; all others are summed in the last row."""
    words = found.words.head(most)
    rest = found.words.iloc[most:]
    rows = pd.concat([words, pd.DataFrame([{
        "word": f"{len(rest):,} other words", "score": np.nan, "contribution": rest["contribution"].sum(),
        "how": "all other words"}])] if len(rest) else [words], ignore_index=True)
    gap = found.difference
    title = f"{a} and {b}: the difference in word tone is undecided"
    if gap.decided:
        title = f"{a}: the more {'positive' if gap.estimate > 0 else 'negative'} words, compared with {b}"
    elif not gap.enough:
        title = f"{a} and {b}: too few stories to compare the tone of their words"
    span = f", 95 % interval {findings.signed(gap.low)} to {findings.signed(gap.high)}" if gap.enough else ""
    page = house.page(
        title,
        f"Mean score of scored words ({instrument}): {findings.signed(found.mean_a)} against "
        f"{findings.signed(found.mean_b)}, difference {findings.signed(found.mean_a - found.mean_b)}{span}. Bars: each "
        "word’s part; together they are the difference", corpus.source,
        height=0.9 + 0.27 * max(len(rows), 1))
    ax = page.panels[0]
    for y, row in enumerate(rows.to_dict("records")):
        colour = house.PALE if np.isnan(row["score"]) else POSITIVE if row["score"] >= 0 else NEGATIVE
        ax.barh(y, row["contribution"], color=colour, height=0.66)
        house.beside(ax, y, row["how"], 8, house.GREY, size=8.5, ha="left")
    house.left_labels(ax, range(len(rows)), [(house.shorten(word, 26), "normal") for word in rows["word"]])
    ax.axvline(0, color=house.PALE, linewidth=1)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlabel(f"makes {a} more negative   ←   0   →   more positive")
    said = ", ".join(f"{r.word} ({r.how}) {r.contribution:+.3f}" for r in words.head(5).itertuples())
    return page.describe(alt=f"Word shift. Largest parts: {said or 'none'}.", data=found.words,
                         n=int(found.words[["count_a", "count_b"]].to_numpy().sum()))
