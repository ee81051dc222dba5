"""Hand coding against the machine on a page: what of it could not be used; precision and recall of frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from helpers.analysis.estimate import USUAL
from helpers.figures import house, wording
from helpers.figures.display import say
from helpers.tables.rows import each_row

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from helpers.analysis.corpus import Corpus
    from helpers.study import Problem


MOST_TOLD = 20  # problems of a coding file that a page names
CODES = (50, 100, 200, 400, 800)  # numbers of codes for which the width of an interval is told
MARKS = {  # of each way of estimating: colour, marker, place beside the row
    "naive": (house.PALE, "o", -0.24),
    "corrected": (house.ACCENT, "D", 0.0),
    "by_hand": (house.GREY, "s", 0.24),
}
RECALL = "#cf4f14"
WAYS = {"naive": "Machine alone", "corrected": "Corrected", "by_hand": "Hand coding alone"}


def coded_by(coded: pd.DataFrame) -> str:
    """How many sentences were coded, by whom and how they were drawn."""
    coders = sorted(filter(None, set(coded["coder"])))
    by = f" by {wording.listing(coders)}" if coders else ""
    n = wording.count(coded["sentence_id"].nunique(), "sentence")
    drawn = coded["chance"].notna()
    chances = (
        "all of them drawn with known chances"
        if drawn.all()
        else "of which no chance is known, so that they are taken as drawn alike"
    )
    if drawn.any() and not drawn.all():
        chances = f"{int(drawn.sum()):,} codes with a known chance"
    return f"{n} of the corpus were coded{by}, {chances}."


def state(corrected: pd.DataFrame) -> str:
    """What a figure's foot says of the correction: "corrected by 200 codes", or "not corrected"."""
    known = corrected[corrected["enough"]] if len(corrected) else corrected
    return (
        f"Corrected by hand coding ({wording.count(int(known['codes'].max()), 'code')} at most)."
        if len(known)
        else "Not corrected by hand coding."
    )


def in_words(corrected: pd.DataFrame) -> pd.DataFrame:
    """The estimates as a table to read: [measure, of, machine, corrected, hand, codes], intervals in brackets."""
    rows = [
        (
            row["measure"],
            row["label"],
            *(_interval(row, way) for way in WAYS),
            row["codes"],
        )
        for row in corrected.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=["measure", "of", "machine", "corrected", "hand", "codes"])


def _interval(row: dict, way: str) -> str:
    """`0.31 (0.24 to 0.38)`; "too few to say" where there is no estimate."""
    value, low, high = (row[f"{way}{end}"] for end in ("", "_low", "_high"))
    if pd.isna(value):
        return house.TOO_FEW
    form = "{:.2f}" if str(row["measure"]).startswith(("share", "frame")) else "{:+.2f}"
    bounds = "" if pd.isna(low) else f" ({house.number(form, low)} to {house.number(form, high)})"
    return house.number(form, value) + bounds


def widths(expected: pd.DataFrame) -> pd.DataFrame:
    """The expected widths with a column for each number of codes: [measure, of, *codes]."""
    if expected.empty:
        return pd.DataFrame()
    wide = expected.pivot_table("width", ["measure", "label"], "codes", sort=False)
    return (
        wide.rename(columns=lambda n: f"{n:,} codes")
        .reset_index()
        .rename(columns={"label": "of"})
        .rename_axis(None, axis=1)
    )


def outside(n: int, corrected: pd.DataFrame) -> str:
    """What is said of rows that stand outside the correction, and of what it could not correct."""
    said = [f"{wording.count(n, 'row')} of the coding without a chance stand outside the correction." if n else ""]
    few = corrected[~corrected["enough"].astype(bool)] if len(corrected) else corrected
    named = wording.listing([f"{row.measure} {row.label}" for row in each_row(few.head(6))])
    more = f" and {len(few) - 6} more" if len(few) > 6 else ""
    said.append(f"Not corrected, with too few codes or stories: {named}{more}." if len(few) else "")
    return " ".join(filter(None, said))


def estimates(corrected: pd.DataFrame, corpus: Corpus) -> house.Page:
    """Each estimate by the machine alone, corrected, and by the hand coding alone; a panel a measure."""
    table = corrected[corrected["enough"]].reset_index(drop=True)
    sizes = table.groupby("measure", sort=False).size()
    missed = _missed(table)
    title = "Corrected, the estimates stay within the machine’s intervals"
    if missed:
        title = f"Corrected, {missed} of {wording.count(len(table), 'estimate')} leave the machine’s interval"

    def draw(page: house.Page) -> None:
        for ax, (measure, part) in zip(page.panels, table.groupby("measure", sort=False), strict=True):
            _three_ways(ax, part)
            ax.set_title(wording.capital(str(measure)), loc="left", pad=house.scaled(ax, 16))

    page = house.page(
        title,
        "Each estimate corrected by hand coding (diamond: the claim, as printed), by the machine alone (circle above) "
        "and by the coded sentences alone (square below); 95 % intervals over stories",
        f"{corpus.source} {state(corrected)}",
        draw,
        height=0.9 * len(sizes) + 0.36 * len(table),
        nrows=len(sizes),
        height_ratios=(sizes + 1).tolist(),
    )
    said = "; ".join(
        f"{row['measure']} {row['label']}: machine {row['naive']:.2f}, corrected {row['corrected']:.2f} "
        f"({row['corrected_low']:.2f} to {row['corrected_high']:.2f}), by hand {row['by_hand']:.2f}"
        for row in table.to_dict("records")
    )
    n = int(table["codes"].max())
    return page.describe(alt=f"Estimates before and after correction. {said}.", data=table, n=n)


def _three_ways(ax: Axes, part: pd.DataFrame) -> None:
    """Each estimate of a measure in its three ways, one above the other."""
    form = "{:+.2f}" if (part["naive"] < 0).any() else "{:.2f}"
    words = []
    for y, (at, row) in enumerate(zip(part.index, part.to_dict("records"), strict=True)):
        ax.axhline(y, color="#eef0f2", linewidth=0.8, zorder=0.5)
        for way, (colour, marker, aside) in MARKS.items():
            low, high, gid = row[f"{way}_low"], row[f"{way}_high"], house.of_row(at, way)
            ax.plot([low, high], [y + aside] * 2, color=colour, alpha=0.5, linewidth=2)
            ax.plot([row[way]], [y + aside], marker, color=colour, markersize=5.5, clip_on=False, gid=gid)
        value = house.number(form, row["corrected"])
        words.append(house.Row(y, row["label"], value, f"{row['codes']:,} ({row['stories']:,})"))
    ax.set_ylim(len(part) - 0.4, -0.9)
    house.ask_height(ax, 0.46 * (len(part) + 0.3))
    house.row_words(ax, words, ("", "codes (stories)"), top=-0.75, up=16)
    ax.margins(x=0.06)
    ax.locator_params(axis="x", nbins=4 if house.narrow(ax) else 7)


def _missed(corrected: pd.DataFrame) -> int:
    """How many corrected estimates lie outside the interval of the machine alone."""
    own = corrected[corrected["enough"]]
    return int(((own["corrected"] < own["naive_low"]) | (own["corrected"] > own["naive_high"])).sum())


def how_many(expected: pd.DataFrame, corpus: Corpus) -> house.Page:
    """Expected width of each corrected interval by the number of codes, a panel a measure."""
    measures = list(dict.fromkeys(expected["measure"]))
    most = expected[expected["codes"] == expected["codes"].max()]
    low, high = (f"{width:.2f}" for width in (most["width"].min(), most["width"].max()))
    wide = low if low == high else f"{low} to {high}"
    title = f"With {int(most['codes'].iloc[0]):,} coded sentences intervals are expected to be {wide} wide"

    def draw(page: house.Page) -> None:
        for ax, measure in zip(page.panels, measures, strict=True):
            _widths(ax, expected[expected["measure"] == measure], sorted(expected["codes"].unique()))
            ax.set_title(wording.capital(measure), loc="left")

    page = house.page(
        title,
        "Width of the 95 % interval of each corrected estimate, expected from this coding, by the number of coded "
        "sentences. What no coding takes away is chance over stories",
        corpus.source,
        draw,
        height=0.4 + 2.1 * len(measures),
        nrows=len(measures),
    )
    said = "; ".join(f"{r.measure} {r.label}, {r.codes:,} codes: {r.width:.2f}" for r in each_row(expected))
    return page.describe(alt=f"Expected widths of intervals. {said}.", data=expected, n=len(expected))


def _widths(ax: Axes, part: pd.DataFrame, codes: list[int]) -> None:
    """The expected width of the interval of each estimate of a measure, a line an estimate."""
    for _, line in part.groupby("label", sort=False):
        ax.plot(line["codes"], line["width"], color=house.ACCENT, alpha=0.75, lw=1.2)
    for at, x, y in zip(part.index, part["codes"], part["width"], strict=True):
        ax.plot([x], [y], "o", color=house.ACCENT, alpha=0.75, markersize=4, gid=house.of_row(at))
    ax.set_xscale("log")
    ax.set_xticks(codes, [f"{n:,}" for n in codes])
    ax.minorticks_off()
    ax.set_ylim(bottom=0)
    last = part.drop_duplicates("label", keep="last")
    ends = dict(zip(last["label"].astype(str), last["width"].astype(float), strict=True))
    for name, y in house.spread(ends, ax.get_ylim()[1] / 10).items():
        house.beside(ax, y, house.shorten(name, 22), 6, house.INK, size=9, ha="left")


def tell(problems: Sequence[Problem]) -> None:
    """Name on the page what a coding file holds that could not be used."""
    said = [f"{p.file}{f', row {p.row}' if p.row else ''}: {p.problem}." for p in problems[:MOST_TOLD]]
    more = len(problems) - len(said)
    say(*said, f"And {more:,} more." if more else "") if said else None


def frames(table: pd.DataFrame, corpus: Corpus) -> house.Page:
    """Precision and recall of each frame, side by side."""
    rows = table.sort_values("f1", ascending=False, kind="stable")
    mean = rows["f1"].mean()

    def draw(page: house.Page) -> None:
        _precision_and_recall(page.panels[0], rows)

    page = house.page(
        f"Frames found by the machine: mean F1 {mean:.2f}",
        "Precision (disc) and recall (diamond) of each frame against the hand coding; n: sentences coded with it; "
        f"hollow: fewer than {USUAL.min_n}",
        corpus.source,
        draw,
        height=house.rows_height(len(rows)),
    )
    said = "; ".join(f"{r.frame}: precision {r.precision:.2f}, recall {r.recall:.2f}" for r in each_row(rows))
    n = int(rows["n"].sum())
    return page.describe(alt=f"{wording.count(n, 'code')} of frames. {said}.", data=rows, n=n)


def _precision_and_recall(ax: Axes, rows: pd.DataFrame) -> None:
    """Two marks a frame on a scale from 0 to 1, hollow where few sentences were coded with it."""
    words = []
    for y, (at, row) in enumerate(zip(rows.index, rows.to_dict("records"), strict=True)):
        ax.axhline(y, color="#eef0f2", linewidth=0.8, zorder=0.5)
        ax.plot([row["precision"], row["recall"]], [y, y], color=house.RULE, linewidth=3, zorder=1)
        for what, (colour, marker) in {"precision": (house.ACCENT, "o"), "recall": (RECALL, "D")}.items():
            gid, fill = house.of_row(at, what), colour if row["n"] >= USUAL.min_n else "white"
            ax.plot([row[what]], [y], marker, color=colour, mfc=fill, markersize=7, clip_on=False, gid=gid)
        words.append(house.Row(y, row["frame"], f"F1 {row['f1']:.2f}", f"n {row['n']:,}"))
    ax.set_xlim(0, 1)
    ax.set_ylim(len(rows) - 0.4, -0.7)
    house.ask_height(ax, 0.34 * len(rows))
    house.row_words(ax, words, top=0, up=10)
