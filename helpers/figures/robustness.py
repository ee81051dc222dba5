"""Does a finding on tone hold? Instruments beside one another, names unmasked, the difference under every choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.analysis import estimate, measures
from helpers.analysis.estimate import USUAL, Bootstrap
from helpers.figures import claims, house, wording
from helpers.figures.voices import in_order, label
from helpers.framing import MODEL
from helpers.sentiment import label as called
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    from helpers.analysis.corpus import Corpus
    from helpers.study import Study
from helpers.figures.tone import TONE_AXIS
from helpers.tables.rows import each_row


def instruments_agree(table: pd.DataFrame, alpha: float, corpus: Corpus, total: int) -> house.Page:
    """Rank correlation of each two instruments, as a heat map; ``table`` from analysis.robustness.agreements."""
    sure = table[table["enough"]]
    title = "Instruments compared: too few sentences to say"
    if len(sure):
        ends = dict.fromkeys([wording.signed(sure["mean"].min()), wording.signed(sure["mean"].max())])
        title = f"Rank correlations of the instruments: {' to '.join(ends)}"
    judged = f" Krippendorff’s alpha over negative, neutral, positive: {alpha:.2f}." if np.isfinite(alpha) else ""
    names = sorted({*table["a"], *table["b"]})

    def draw(page: house.Page) -> None:
        house.heat_map(
            page.panels[0],
            table,
            "a",
            "b",
            limits=(0, 1),
            diverging=False,
            form="{:.2f}",
            label=called,
            rows=names,
            columns=names,
        )

    page = house.page(
        title,
        f"Spearman’s rank correlation between the scores of the same sentences, {total:,} drawn, with its 95 % "
        f"interval over stories.{judged}",
        corpus.footer(measures.TONE),
        draw,
        height=0.6 + 0.52 * max(len(names), 1),
    )
    said = "; ".join(f"{called(r.a)} and {called(r.b)} {r.mean:.2f}" for r in each_row(sure) if r.a < r.b)
    return page.describe(alt=f"Rank correlations of the instruments. {said or 'None'}.", data=table, n=total)


def by_instrument(
    tones: Mapping[str, pd.DataFrame], study: Study, corpus: Corpus, *, bootstrap: Bootstrap = USUAL
) -> house.Page:
    """Mean tone of each voice by each instrument, one heading an instrument.

    ``tones``: instrument -> its scores, as ``analysis.tone.standardised`` gives them.
    """
    parts, pairs = [], []
    for name, tone in tones.items():
        means = in_order(study, estimate.means(tone, "score", "voice", n="n", bootstrap=bootstrap))
        apart = estimate.differences(tone, "score", "voice", n="n", bootstrap=bootstrap)
        parts.append(claims.beside(means, apart, "voice", label(study)).assign(instrument=name))
        pairs.append(apart.assign(instrument=name))
    table = pd.concat(parts, ignore_index=True)

    def draw(page: house.Page) -> None:
        house.interval_dots(
            page.panels[0],
            table,
            "voice",
            group="instrument",
            heading=called,
            style=study.style,
            zero=0,
            axis=TONE_AXIS,
        )

    page = house.page(
        claims.by_instruments(pd.concat(pairs, ignore_index=True), len(tones), label(study)),
        "Mean sentiment of sentences in standard deviations from the mean of all sentences that the instrument scored, "
        "with 95 % interval over stories",
        corpus.footer(measures.SHARE, measures.TONE),
        draw,
        height=house.rows_height(len(table), table["instrument"].nunique()),
    )
    said = "; ".join(
        f"{called(r.instrument)}, {study.style(r.voice).label}: {wording.signed(r.mean)}" for r in each_row(table)
    )
    return page.describe(alt=f"Mean sentiment by instrument and voice. {said}.", data=table, n=int(table["n"].sum()))


def masking(table: pd.DataFrame, corpus: Corpus, total: int) -> house.Page:
    """What masking names does to each instrument's mean; ``table`` from analysis.robustness.masking."""
    moved = table.sort_values("changed", ascending=False, ignore_index=True)
    changed = moved.set_index("instrument")["changed"]
    title = "Masking names: nothing to compare"
    if len(moved):
        top = moved.iloc[0]
        title = "Masking names moves no score"
        if top["changed"]:
            name, part = called(top["instrument"]), wording.percent(top["changed"])
            title = f"Masking names moves {part} of the scores of {name}"

    def draw(page: house.Page) -> None:
        house.interval_dots(
            page.panels[0],
            moved,
            "instrument",
            style=lambda name: house.Mark(f"{called(name)}, {wording.percent(changed[name])}"),
            zero=0,
            form="{:+.3f}",
            axis="masking makes it more negative   ←   0   →   more positive",
        )

    page = house.page(
        title,
        "Mean score with names and set terms masked minus without, with 95 % interval over stories; "
        f"{total:,} sentences drawn. Beside the name: share of scores that move by more than .05",
        corpus.footer(measures.TONE),
        draw,
        height=house.rows_height(max(len(moved), 1)) + 0.2,
    )
    said = "; ".join(
        f"{called(r.instrument)} {wording.signed(r.mean)}, {wording.percent(r.changed)} changed"
        for r in each_row(moved)
    )
    return page.describe(alt=f"Effect of masking. {said or 'None'}.", data=moved, n=total)


class Curve(NamedTuple):
    """What a specification curve is of: in words, the measures behind it, and how its differences are written."""

    of: str
    rests: tuple[str, ...]
    form: Callable[[float], str]


IN_TONE = Curve(
    "Difference in mean sentiment, in standard deviations of the instrument",
    (measures.SHARE, measures.TONE),
    wording.signed,
)
IN_SHARES = Curve("Difference between the two voices’ shares", (measures.SHARE,), wording.points)


def in_frame(name: str) -> Curve:
    """The curve of a frame, by its label."""
    return Curve(
        f"Difference in the share of sentences with “{name}”", (measures.SHARE, measures.FRAME), wording.points
    )


def specification_curve(
    table: pd.DataFrame, study: Study, corpus: Corpus, total: int, curve: Curve = IN_TONE, topic: str = ""
) -> house.Page:
    """The difference between two voices under every choice; ``table`` from analysis.specifications.

    topic: what is compared, as a title begins with it, where it is not tone.
    """
    table = _of_both(table)
    tried = [column for column in _CHOICES if column in table and table[column].nunique() > 1]
    choices = [(column, value) for column in tried for value in sorted(table[column].unique(), key=str)]

    def draw(page: house.Page) -> None:
        top, below = page.panels
        _curve(top, table)
        _dashboard(below, table, choices)

    page = house.page(
        f"{wording.capital(f'{topic}, {_pair(table, study)}' if topic else _pair(table, study))}: {_ways(table)}",
        f"{curve.of}, with 95 % interval over stories; filled: decided, with 5 % of all such ways false at most; "
        "without a line: too few stories. The line down: the way declared beforehand. Below, the choices behind each "
        "estimate",
        corpus.footer(*curve.rests),
        draw,
        height=2.4 + 0.19 * len(choices) + 0.3,
        nrows=2,
        gridspec_kw={"height_ratios": [2.4, 0.19 * len(choices) + 0.3]},
        sharex=True,
    )
    share = (table["estimate"] > 0).mean()
    alt = (
        f"{len(table)} specifications from {curve.form(table['estimate'].min())} to "
        f"{curve.form(table['estimate'].max())}; {wording.percent(share)} above zero, "
        f"{int(table['decided'].sum())} decided."
    )
    return page.describe(alt=alt, data=table, n=total)


def in_short(ways: pd.DataFrame, undone: pd.DataFrame, study: Study) -> list[str]:
    """What the ways of counting come to, and what would undo the largest decided difference; as sentences.

    ``ways`` from analysis.specifications.specifications, ``undone`` from its tipping; either may be empty.
    """
    if ways.empty:
        return ["There are no two voices to compare."]
    said = [f"{wording.capital(_pair(ways, study))}: {_ways(ways)}."]
    if len(undone):
        name = label(study)
        top = undone.sort_values("estimate", key=abs, ascending=False, kind="stable").iloc[0]
        above, below = (top["a"], top["b"]) if top["estimate"] > 0 else (top["b"], top["a"])
        said.append(
            f"As declared, the largest decided difference is that of {name(above)} over {name(below)} "
            f"({wording.signed(abs(top['estimate']))} standard deviations); an instrument that favoured one side by "
            f"{top['error']:.2f}, {wording.percent(top['moved'])} of the sentences of {name(top['moved_from'])} being "
            f"truly the other’s, at worst, or {top['stories']:,} of "
            f"{wording.count(top['of'], 'story', 'stories')} left out, would undo it."
        )
    return said


def moved_shares(ways: pd.DataFrame, moved: float, study: Study) -> str:
    """What would undo the decided difference between two shares, from analysis.specifications.tipping_of_shares."""
    if np.isnan(moved):
        return ""
    row = ways[ways["primary"]].iloc[0]
    larger, other = (row["a"], row["b"]) if row["estimate"] > 0 else (row["b"], row["a"])
    name = label(study)
    return (
        f"The shares of {name(larger)} and {name(other)} would be alike if {wording.percent(moved)} of what is counted "
        f"for {name(larger)} were the other’s."
    )


def _of_both(table: pd.DataFrame) -> pd.DataFrame:
    """Differences with the two voices whose sentences they are of, for the marks that open these."""
    return table.assign(voices=table["a"].astype(str) + JOINT + table["b"].astype(str))


def _pair(table: pd.DataFrame, study: Study) -> str:
    """The two voices that all rows of a table compare."""
    name = label(study)
    return f"{name(table['a'].iloc[0])} against {name(table['b'].iloc[0])}"


def choice(column: str, value: object) -> str:
    """A choice of analysis.specifications in words."""
    return _CHOICES[column](value)


def _ways(table: pd.DataFrame) -> str:
    """What the ways of counting decide, and what the one declared beforehand does."""
    every = f"{len(table)} ways of counting"
    sure = table[table["decided"].astype(bool)]
    if not table["enough"].any():
        return f"too few to say in any of {every}"
    if sure.empty:
        return f"undecided in all {every}"
    told = f"above in {(sure['estimate'] > 0).sum()}, below in {(sure['estimate'] < 0).sum()} of {every}"
    own = sure[sure["primary"].astype(bool)]
    declared = "undecided" if own.empty else "above" if own["estimate"].iloc[0] > 0 else "below"
    return f"{told}, {declared} in the one declared" if table["primary"].any() else told


_CHOICES: dict[str, Callable[[Any], str]] = {
    "frames": lambda value: "trained model" if value == MODEL else value,
    "shares": lambda value: f"share of {value}" if value != "articles" else "mean of articles’ shares",
    "instrument": called,
    "masked": lambda value: "names masked" if value else "names not masked",
    "copies": lambda value: "every copy" if value else "one article a story",
    "attitudes": lambda value: "words and attitudes" if value else "words alone",
    "sure": lambda value: f"voice right at {value:.2f} or over" if value else "voice of any certainty",
    "unit": "mean over {}".format,
    "least": "articles with {} or more".format,
}


def _curve(ax, table: pd.DataFrame) -> None:
    x = np.arange(len(table))
    decided = table["decided"].astype(bool).to_numpy()
    ax.axhline(0, color=house.RULE, lw=1)
    ax.vlines(x, table["low"], table["high"], color=house.PALE, lw=0.9)
    for at, place, value, sure in zip(table.index, x, table["estimate"], decided, strict=True):
        fill = house.ACCENT if sure else "white"
        gid = house.of_row(at)
        ax.plot([place], [value], "o", color=house.ACCENT, markerfacecolor=fill, markersize=3.4, gid=gid)
    _declared(ax, table)
    ax.tick_params(axis="x", bottom=False, labelbottom=False)
    ax.grid(False, axis="x")
    ax.margins(x=0.01)


def _declared(ax, table: pd.DataFrame) -> None:
    """A line down at the specification that was declared."""
    for at in np.flatnonzero(table["primary"].astype(bool).to_numpy()):
        ax.axvline(at, color=house.INK, lw=0.9, zorder=0.5)


def _dashboard(ax, table: pd.DataFrame, choices: Sequence[tuple[str, object]]) -> None:
    stroke = _stroke(ax, table)
    for y, (column, value) in enumerate(choices):
        at = np.flatnonzero((table[column] == value).to_numpy())
        ax.plot(at, np.full(len(at), y), "|", color=house.INK, markersize=5, markeredgewidth=stroke)
        own = at[table["primary"].to_numpy()[at].astype(bool)]
        ax.plot(own, np.full(len(own), y), "s", color=house.INK, markersize=3.6)  # a stroke is lost in the line
    _declared(ax, table)
    ax.set_ylim(len(choices) - 0.5, -0.5)
    ax.set_yticks(range(len(choices)), [choice(column, value) for column, value in choices])
    ax.tick_params(axis="y", labelsize=house.scaled(ax, 8.5))
    ax.tick_params(axis="x", bottom=False, labelbottom=False)
    ax.grid(False)


def _stroke(ax, table: pd.DataFrame) -> float:
    """Points of a stroke, thin enough that those of many ways do not run into one another."""
    return min(1.0, 0.5 * 72 * house.across(ax) * 0.7 / max(len(table), 1))


def left_out(tables: Mapping[str, pd.DataFrame], study: Study, corpus: Corpus, names: Mapping[str, str]) -> house.Page:
    """The declared difference without one outlet, or one story: those that move it most.

    ``tables``: what is left out, in words -> a table of analysis.specifications.left_out. names: what outlets and
    stories are called.
    """
    parts = [table.assign(what=what) for what, table in tables.items()]
    table = pd.concat([parts[0].head(1).assign(what="all"), *(part.iloc[1:] for part in parts)], ignore_index=True)
    table = _of_both(table).assign(
        outlet_name=table["left_out"].map(names).where(table["what"] == "without one outlet"),
        article=table["left_out"].where(table["what"] == "without one story"),
    )
    whole, others = table.iloc[0], table.iloc[1:]
    name = label(study)
    who = wording.capital(_pair(table, study))
    page = house.page(
        f"{who}: {_kept(whole, others)}",
        "Difference in mean sentiment, in standard deviations of the instrument, counted as declared, with 95 % "
        "interval over stories; with all, and without the outlets and the stories that move it most",
        corpus.footer(measures.SHARE, measures.TONE),
        lambda page: house.interval_dots(
            page.panels[0],
            table.assign(mean=table["estimate"], n=table["n_a"] + table["n_b"]),
            "left_out",
            group="what",
            style=lambda key: house.Mark(house.shorten(names.get(key, key) or "nothing left out", 40)),
            zero=0,
            axis=f"{name(whole['b'])} more positive   ←   0   →   {name(whole['a'])} more positive",
        ),
        height=house.rows_height(len(table), table["what"].nunique()),
    )
    span = f"{wording.signed(others['estimate'].min())} to {wording.signed(others['estimate'].max())}"
    return page.describe(
        alt=f"{who}: {wording.signed(whole['estimate'])} with all; without one outlet or story {span}.",
        data=table,
        n=int(whole["n_a"] + whole["n_b"]),
    )


def _kept(whole: pd.Series, others: pd.DataFrame) -> str:
    """Whether what is decided of the whole is so without any one part."""
    if not whole["enough"]:
        return "too few to say"
    if not whole["decided"]:
        return "undecided with all"
    lost = others[~others["decided"].astype(bool) | (others["estimate"] * whole["estimate"] <= 0)]
    if lost.empty:
        return "decided, and without any one outlet or story as well"
    return f"decided, but not {wording.listing(list(lost['what'].unique()))}"


def instruments_table(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    """One row a voice, one column an instrument, from ``analysis.robustness.means_by_instrument``; may be empty.

    ``sentences`` are those of the instrument that scored most; a joint statement counts in parts.
    """
    if rows.empty:
        return rows
    wide = rows.pivot(index="voice", columns="instrument", values="mean")
    wide.insert(0, "sentences", [f"{n:,.1f}".removesuffix(".0") for n in rows.groupby("voice")["n"].max()[wide.index]])
    wide = in_order(study, wide.rename_axis(columns=None).reset_index())
    return wide.assign(voice=[study.style(voice).label for voice in wide["voice"]])
