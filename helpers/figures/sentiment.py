"""Figures of 02_sentiment that are its own: narration against quotations, instruments compared, does it hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from helpers import estimate, findings
from helpers.figures import house
from helpers.figures.outlet import TONE_AXIS
from helpers.figures.periods import MOST, periods
from helpers.figures.voices import in_order, label

if TYPE_CHECKING:
    from helpers.aggregates import Corpus
    from helpers.study import Study

SIDES = {True: "The narration", False: "Everybody quoted"}
CLASSES = {
    "negative": house.Mark("negative", "#a6611a"),
    "neutral": house.Mark("neutral", "#e4e0d8"),
    "positive": house.Mark("positive", "#01665e"),
    "unscored": house.Mark("no word known", "#f4f6f8"),
}


def narration_and_quotes(
    tone: pd.DataFrame, study: Study, corpus: Corpus, instrument: str, **settings: object
) -> house.Page:
    """Mean sentiment of each outlet's own narration and of the words it quotes, with intervals."""
    rows = house.shortlist(tone, "outlet_name", weight="n")
    rows = rows.assign(side=(rows["voice"] == "narrator").map(SIDES))
    table = estimate.means(rows, "score", ["outlet_name", "side"], n="n", **settings)
    table = table.sort_values(["outlet_name", "side"], ascending=[True, False], ignore_index=True)
    pairs = estimate.differences_within(rows, "score", "side", "outlet_name", n="n", **settings)
    apart = pairs.loc[pairs["decided"].astype(bool), "outlet_name"].tolist()
    title = "Tone of narration and quotations: too few to say"
    if pairs["enough"].any():
        title = "Tone of narration and quotations: in no outlet is a difference decided"
    if apart:
        title = f"Narration and quotations differ in tone in {findings.listing(apart[:3])}"
        title += f" and {len(apart) - 3} more" if len(apart) > 3 else ""
    marks = {"The narration": study.style("narrator"), "Everybody quoted": house.Mark("Everybody quoted")}
    page = house.page(
        title,
        f"Mean sentiment of sentences ({instrument}, −1 to 1), with 95 % interval over stories",
        corpus.source,
        height=house.rows_height(len(table), table["outlet_name"].nunique()),
    )
    house.interval_dots(
        page.panels[0], table, "side", group="outlet_name", zero=0, axis=TONE_AXIS,
        style=lambda side: house.Mark(side, marks[side].colour, marks[side].marker),
    )  # fmt: skip
    said = "; ".join(f"{r.outlet_name}, {r.side}: {findings.signed(r.mean)}" for r in table.itertuples())
    return page.describe(alt=f"Mean sentiment by outlet. {said}.", data=table, n=int(table["n"].sum()))


def shares_by_voice(
    classed: pd.DataFrame, study: Study, corpus: Corpus, instrument: str, **settings: object
) -> house.Page:
    """Share of negative, neutral, positive and unscored sentences by voice. ``classed``: voice, tone, story_id, n."""
    table = in_order(study, estimate.shares(classed, "tone", "voice", n="n", **settings))
    page = house.page(
        "How much of what each voice says is positive, how much negative",
        f"Share of the sentences in a language that {instrument} knows, per cent; small: 95 % interval over stories",
        corpus.source,
        height=0.9 + 0.46 * max(table["voice"].nunique(), 1),
    )
    house.stacked_shares(
        page.panels[0], table, "voice", "tone", style=CLASSES.__getitem__, order=list(CLASSES),
        label=lambda voice: study.style(voice).label,
    )  # fmt: skip
    said = "; ".join(f"{study.style(r.voice).label} {r.tone} {findings.percent(r.share)}" for r in table.itertuples())
    return page.describe(alt=f"Shares of tone by voice. {said}.", data=table, n=int(classed["n"].sum()))


def by_month(tone: pd.DataFrame, study: Study, corpus: Corpus, instrument: str, **settings: object) -> house.Page:
    """Mean sentiment of each voice by month, quarter or year. ``tone``: voice, month, story_id, score, n."""
    unit, named = periods(tone["month"])
    rows = tone.assign(month=tone["month"].map(named))
    table = in_order(study, estimate.means(rows, "score", ["voice", "month"], n="n", **settings))
    shown = table[table["enough"]]
    months = list(dict.fromkeys(named.values()))
    page = house.page(
        f"Tone by {unit}" if len(shown) else f"Tone by {unit}: too few stories in any {unit} to say",
        f"Mean sentiment of sentences ({instrument}, −1 to 1), with 95 % interval over stories; "
        f"a line breaks where a {unit} has too few stories",
        corpus.source,
        height=3.4,
    )
    ax = page.panels[0]
    voices = [voice for voice in study.voice_names() if (shown["voice"] == voice).any()]
    ends: dict[str, float] = {}
    for i, voice in enumerate(voices):
        part, mark = shown[shown["voice"] == voice].set_index("month").reindex(months), study.style(voice)
        x = np.arange(len(months)) + (i - (len(voices) - 1) / 2) * 0.08
        ax.vlines(x, part["low"], part["high"], color=mark.colour, lw=1.2, alpha=0.6)
        ax.plot(x, part["mean"], mark.marker, ls="-", color=mark.colour, markersize=5, lw=1.2)
        ends[voice] = float(part["mean"].dropna().iloc[-1])
    step = max(1, -(-len(months) // MOST))
    ax.set_xticks(range(0, len(months), step), months[::step])
    ax.set_xlim(-0.5, len(months) - 0.5)
    ax.axhline(0, color=house.RULE, lw=1)
    for voice, y in _spread(ends, np.ptp(ax.get_ylim()) / 16).items():
        mark, right = study.style(voice), {"transform": ax.get_yaxis_transform(), "clip_on": False}
        ax.plot([1.015], [y], mark.marker, color=mark.colour, markersize=5, **right)
        house.beside(ax, y, mark.label, 12, house.INK, size=9, ha="left")
    said = "; ".join(f"{study.style(r.voice).label} {r.month}: {findings.signed(r.mean)}" for r in shown.itertuples())
    return page.describe(alt=f"Tone by month. {said or 'Nothing to show'}.", data=table, n=int(table["n"].sum()))


def _spread(ends: dict[str, float], gap: float) -> dict[str, float]:
    """Heights for labels at the ends of lines, moved up until none covers another."""
    placed: dict[str, float] = {}
    lowest = -np.inf
    for name, y in sorted(ends.items(), key=lambda item: item[1]):
        lowest = placed[name] = max(y, lowest + gap)
    return placed


def instruments_agree(table: pd.DataFrame, alpha: float, corpus: Corpus, total: int) -> house.Page:
    """Rank correlation of each two instruments, as a heat map; ``table`` from comparison.agreements."""
    sure = table[table["enough"]]
    title = "Instruments compared: too few sentences to say"
    if len(sure):
        low, high = sure["mean"].min(), sure["mean"].max()
        title = f"Rank correlations of the instruments: {findings.signed(low)} to {findings.signed(high)}"
    judged = f" Krippendorff’s alpha over negative, neutral, positive: {alpha:.2f}." if np.isfinite(alpha) else ""
    names = sorted({*table["a"], *table["b"]})
    page = house.page(
        title,
        f"Spearman’s rank correlation between the scores of the same sentences, {total:,} drawn, with its 95 % "
        f"interval over stories.{judged}",
        corpus.source,
        height=0.6 + 0.52 * max(len(names), 1),
    )
    house.heat_map(
        page.panels[0], table, "a", "b", limits=(0, 1), diverging=False, form="{:.2f}", rows=names, columns=names
    )
    said = "; ".join(f"{r.a} and {r.b} {r.mean:.2f}" for r in sure.itertuples() if r.a < r.b)
    return page.describe(alt=f"Rank correlations of the instruments. {said or 'None'}.", data=table, n=total)


def tone_by_instrument(
    tones: Mapping[str, pd.DataFrame], study: Study, corpus: Corpus, **settings: object
) -> house.Page:
    """Mean tone of each voice by each instrument, one heading an instrument; ``tones``: instrument -> its scores."""
    table = pd.concat(
        [
            in_order(study, estimate.means(tone, "score", "voice", n="n", **settings)).assign(instrument=name)
            for name, tone in tones.items()
        ],
        ignore_index=True,
    )
    pairs = [
        estimate.differences(tone, "score", "voice", n="n", **settings).assign(instrument=name)
        for name, tone in tones.items()
    ]
    page = house.page(
        findings.by_instruments(pd.concat(pairs, ignore_index=True), len(tones), label(study)),
        "Mean sentiment of sentences, with 95 % interval over stories; each instrument on its own scale",
        corpus.source,
        height=house.rows_height(len(table), table["instrument"].nunique()),
    )
    house.interval_dots(page.panels[0], table, "voice", group="instrument", style=study.style, zero=0, axis=TONE_AXIS)
    said = "; ".join(
        f"{r.instrument}, {study.style(r.voice).label}: {findings.signed(r.mean)}" for r in table.itertuples()
    )
    return page.describe(alt=f"Mean sentiment by instrument and voice. {said}.", data=table, n=int(table["n"].sum()))


def masking(table: pd.DataFrame, corpus: Corpus, total: int) -> house.Page:
    """What masking names does to each instrument's mean; ``table`` from comparison.masking."""
    moved = table.sort_values("changed", ascending=False, ignore_index=True)
    title = "Masking names: nothing to compare"
    if len(moved):
        top = moved.iloc[0]
        title = "Masking names moves no score"
        if top["changed"]:
            title = f"Masking names moves {findings.percent(top['changed'])} of the scores of {top['instrument']}"
    page = house.page(
        title,
        "Mean score with names and set terms masked minus without, with 95 % interval over stories; "
        f"{total:,} sentences drawn. Title: share of scores that move by more than .05",
        corpus.source,
        height=house.rows_height(max(len(moved), 1)) + 0.2,
    )
    house.interval_dots(
        page.panels[0], moved, "instrument", zero=0, form="{:+.3f}",
        axis="masking makes it more negative   ←   0   →   more positive",
    )  # fmt: skip
    said = "; ".join(
        f"{r.instrument} {findings.signed(r.mean)}, {findings.percent(r.changed)} changed" for r in moved.itertuples()
    )
    return page.describe(alt=f"Effect of masking. {said or 'None'}.", data=moved, n=total)


def specification_curve(table: pd.DataFrame, study: Study, corpus: Corpus, total: int) -> house.Page:
    """The difference between two voices under every choice; ``table`` from comparison.specifications."""
    name = label(study)
    a, b = table["a"].iloc[0], table["b"].iloc[0]
    sure = table[table["decided"].astype(bool)]
    title = f"{findings.capital(name(a))} against {name(b)}: too few to say in any of {len(table)} ways of counting"
    if table["enough"].any():
        title = f"{findings.capital(name(a))} against {name(b)}: undecided in all {len(table)} ways of counting"
    if len(sure):
        ways = [f"above in {(sure['estimate'] > 0).sum()}", f"below in {(sure['estimate'] < 0).sum()}"]
        title = f"{findings.capital(name(a))} against {name(b)}: {', '.join(ways)} of {len(table)} ways of counting"
    choices = [(column, value) for column in _CHOICES for value in sorted(table[column].unique(), key=str)]
    choices = [(column, value) for column, value in choices if table[column].nunique() > 1]
    page = house.page(
        title,
        "Difference in mean sentiment, in standard deviations of the instrument, with 95 % interval over stories; "
        "filled where it leaves zero out; without a line: too few stories. Below, the choices behind each estimate",
        corpus.source,
        height=2.4 + 0.19 * len(choices) + 0.3,
        nrows=2,
        gridspec_kw={"height_ratios": [2.4, 0.19 * len(choices) + 0.3]},
        sharex=True,
    )
    top, below = page.panels
    _curve(top, table)
    _dashboard(below, table, choices)
    share = (table["estimate"] > 0).mean()
    alt = (
        f"{len(table)} specifications from {findings.signed(table['estimate'].min())} to "
        f"{findings.signed(table['estimate'].max())}; {findings.percent(share)} above zero, {len(sure)} decided."
    )
    return page.describe(alt=alt, data=table, n=total)


_CHOICES = {
    "instrument": "{}".format,
    "masked": lambda value: "names masked" if value else "names not masked",
    "duplicates": lambda value: "every article" if value else "one article a story",
    "unit": "mean over {}".format,
    "least": "articles with {} or more".format,
}


def _curve(ax, table: pd.DataFrame) -> None:
    x = np.arange(len(table))
    decided = table["decided"].astype(bool).to_numpy()
    ax.axhline(0, color=house.RULE, lw=1)
    ax.vlines(x, table["low"], table["high"], color=house.PALE, lw=0.9)
    for chosen, fill in ((decided, house.ACCENT), (~decided, "white")):
        ax.plot(x[chosen], table["estimate"][chosen], "o", color=house.ACCENT, markerfacecolor=fill, markersize=3.4)
    ax.tick_params(axis="x", bottom=False, labelbottom=False)
    ax.grid(False, axis="x")
    ax.margins(x=0.01)


def _dashboard(ax, table: pd.DataFrame, choices: Sequence[tuple[str, object]]) -> None:
    for y, (column, value) in enumerate(choices):
        at = np.flatnonzero((table[column] == value).to_numpy())
        ax.plot(at, np.full(len(at), y), "|", color=house.INK, markersize=5)
    ax.set_ylim(len(choices) - 0.5, -0.5)
    ax.set_yticks(range(len(choices)), [_CHOICES[column](value) for column, value in choices], size=8.5)
    ax.tick_params(axis="x", bottom=False, labelbottom=False)
    ax.grid(False)
