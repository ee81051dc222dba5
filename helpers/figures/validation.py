"""Hand coding against the machine on a page: what of it could not be used; precision and recall of frames."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from helpers.analysis import hand
from helpers.analysis.estimate import USUAL, Bootstrap
from helpers.analysis.hand import Apart
from helpers.analysis.measures import ALL, FRAME, SHARE, TONE, TOWARD
from helpers.figures import house, wording
from helpers.figures.display import say
from helpers.figures.periods import periods
from helpers.study.errors import notes_once
from helpers.tables.rows import each_row
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from helpers.analysis.corpus import Corpus
    from helpers.study import Problem
    from helpers.tables.results import Results


MOST_ROWS = 12  # of a panel; the data beside the figure hold all
LONGEST = 40  # characters of a row's name
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


def _interval(row: dict, way: str, form: str = "") -> str:
    """`0.31 (0.24 to 0.38)`; "too few to say" where there is no estimate. form: without it, that of the measure."""
    value, low, high = (row[f"{way}{end}"] for end in ("", "_low", "_high"))
    if pd.isna(value):
        return house.TOO_FEW
    form = form or ("{:.2f}" if str(row["measure"]).startswith(("share", "frame")) else "{:+.2f}")
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
    table = _behind(corrected[corrected["enough"]]).reset_index(drop=True)
    missed = _missed(table)
    title = "Corrected, the estimates stay within the machine’s intervals"
    if missed:
        title = f"Corrected, {missed} of {wording.count(len(table), 'estimate')} leave the machine’s interval"

    return _ways(
        table,
        title,
        "Each estimate corrected by hand coding (diamond: the claim, as printed), by the machine alone (circle above) "
        "and by the coded sentences alone (square below); 95 % intervals over stories",
        corpus,
        table,
    )


def _behind(table: pd.DataFrame) -> pd.DataFrame:
    """Estimates with the voice, actor or frame that each is of, for the marks that open its sentences."""
    of = table["group"].where(table["group"] != ALL)
    by_voice = table["measure"].isin([SHARE, TONE])
    asked = {"voice": by_voice, "target": table["measure"] == TOWARD, "frame": table["measure"] == FRAME}
    return table.assign(**{name: of.where(rows) for name, rows in asked.items()})


def _ways(
    shown: pd.DataFrame, title: str, subtitle: str, corpus: Corpus, data: pd.DataFrame, *, signed: bool = False
) -> house.Page:
    """A page of estimates in the three ways, a panel a measure; ``shown`` are rows of ``data``, labelled."""
    sizes = shown.groupby("measure", sort=False).size()

    def draw(page: house.Page) -> None:
        for ax, (measure, part) in zip(page.panels, shown.groupby("measure", sort=False), strict=True):
            _three_ways(ax, part, signed)
            house.panel_title(ax, wording.capital(str(measure)), 16)

    page = house.page(
        title,
        subtitle,
        corpus.footer(codes=int(data["codes"].max())),
        draw,
        height=1.1 * len(sizes) + 0.36 * len(shown),
        nrows=len(sizes),
        height_ratios=(sizes + 1).tolist(),
    )
    said = "; ".join(
        f"{row['measure']} {row['label']}: machine {row['naive']:.2f}, corrected {row['corrected']:.2f} "
        f"({row['corrected_low']:.2f} to {row['corrected_high']:.2f}), by hand {row['by_hand']:.2f}"
        for row in shown.to_dict("records")
    )
    return page.describe(alt=f"{title}. {said}.", data=data, n=int(data["codes"].max()))


def _three_ways(ax: Axes, part: pd.DataFrame, signed: bool = False) -> None:
    """Each estimate of a measure in its three ways, one above the other; signed: with a line at zero."""
    form = "{:+.2f}" if signed or (part["naive"] < 0).any() else "{:.2f}"
    if signed:
        ax.axvline(0, color=house.RULE, linewidth=1, zorder=0.4)
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
    house.ask_height(ax, 0.52 * (len(part) + 0.3))
    house.row_words(ax, words, ("", "codes (stories)"), top=-0.75, up=18, most=LONGEST)
    ax.margins(x=0.06)
    ax.locator_params(axis="x", nbins=4 if house.narrow(ax) else 7)


def differences(table: pd.DataFrame, corpus: Corpus, what: str, name: Callable[[str], str] = str) -> house.Page:
    """Differences between voices or outlets in the three ways, a panel a measure; those that are decided first.

    ``table`` from analysis.hand.differences; what: "voices" or "outlets"; name: of a voice or outlet.
    """
    table, shown = _clearest(table, name, what == "voices")
    decided = int(table["decided"].sum())
    alone = int(((table["naive_low"] > 0) | (table["naive_high"] < 0)).sum())
    left = f"; of each measure the {MOST_ROWS} clearest" if len(shown) < len(table) else ""
    return _ways(
        shown.assign(label=shown["difference"]),
        f"Differences between {what}: {decided or 'none'} of {len(table):,} decided once corrected",
        "Difference corrected by hand coding (diamond: the claim, as printed), by the machine alone (circle above: "
        f"{alone:,} of them leave out zero) and by the coded sentences alone (square below); intervals over stories, "
        f"corrected for the number of pairs{left}",
        corpus,
        table,
        signed=True,
    )


def sides(results: Results) -> dict[str, tuple[Apart, Callable[[str], str]]]:
    """What differences are between, voices or outlets: how they are told apart, and what each of them is called."""
    return {
        "voices": (hand.BY_VOICE, lambda voice: results.study.style(voice).label),
        "outlets": (hand.by_outlet(results), str),
    }


def differences_in_words(table: pd.DataFrame, name: Callable[[str], str] = str) -> pd.DataFrame:
    """The clearest differences of each measure as a table to read, those that are decided first.

    ``table`` and ``name`` as in ``differences``. Returns [measure, difference, machine, corrected, hand, codes,
    decided], intervals in brackets.
    """
    if table.empty:
        return table
    _, shown = _clearest(table, name)
    columns = ["measure", "difference", "machine", "corrected", "hand", "codes"]
    rows = [
        (row["measure"], row["difference"], *(_interval(row, way, "{:+.2f}") for way in WAYS), row["codes"])
        for row in shown.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=columns).assign(
        decided=shown["decided"].map({True: "yes", False: "no"}).to_numpy()
    )


def no_differences(what: str) -> str:
    """What is said where no two voices or outlets are compared."""
    return f"Differences between {what} are not corrected: no two have codes of enough sentences and stories."


def _clearest(
    table: pd.DataFrame, name: Callable[[str], str], between_voices: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The differences with codes enough, named, and of each measure the clearest; those that are decided first.

    between_voices: with the voices whose sentences a mark opens.
    """
    table = table[table["enough"]].reset_index(drop=True)
    pairs = [f"{name(a)} − {name(b)}" for a, b in zip(table["a"], table["b"], strict=True)]
    of = table["label"].where(table["group"] != ALL, "")
    table = table.assign(difference=[f"{one}: {pair}" if one else pair for one, pair in zip(of, pairs, strict=True)])
    if between_voices:
        table = _behind(table).assign(voices=table["a"] + JOINT + table["b"])
    ranked = table.assign(size=table["corrected"].abs()).sort_values(
        ["decided", "size"], ascending=False, kind="stable"
    )
    shown = ranked.groupby("measure", sort=False).head(MOST_ROWS)
    shown = shown.sort_values(
        "measure", key=lambda of: of.map(list(dict.fromkeys(table["measure"])).index), kind="stable"
    )
    return table, shown


def in_periods(results: Results, most: int) -> tuple[Apart, str]:
    """What tells articles apart by at most so many periods, from the first to the last, and what a period is."""
    dated = results.table("articles", ["article_id", "story_id", "published"])
    found = periods(dated, most)
    place = pd.Series(pd.Categorical(found.of, found.names, ordered=True), dated["article_id"])
    return Apart(place=place.sort_values(kind="stable").astype(object)), found.unit


def trends(table: pd.DataFrame, changes: pd.DataFrame, corpus: Corpus, unit: str) -> house.Page:
    """Estimates of each period in the three ways, a panel a measure, where two periods or more have codes enough.

    ``table`` from analysis.hand.apart, ``changes`` from its differences between the last period and the first.
    """
    keys = ["measure", "group"]
    change = changes.rename(
        columns={"corrected": "change", "corrected_low": "change_low", "corrected_high": "change_high"}
    )
    columns = [*keys, "change", "change_low", "change_high", "decided"]
    table = table[table["enough"]].merge(change[change["enough"]][columns], on=keys, validate="m:1")
    table = _behind(table).assign(period=table["key"])
    table.attrs["unit"] = unit  # for the days of a period that a mark opens
    ranked = table.sort_values("decided", ascending=False, kind="stable")
    groups = ranked.drop_duplicates(keys).assign(rows=ranked.groupby(keys, sort=False).size().to_numpy())
    fits = groups.groupby("measure", sort=False)["rows"].cumsum() <= max(MOST_ROWS, int(groups["rows"].max()))
    shown = table.reset_index().merge(groups.loc[fits, keys], on=keys).set_index("index").sort_index()
    decided = int(groups["decided"].sum()) or "none"
    first, last = changes["b"].iloc[0], changes["a"].iloc[0]
    return _ways(
        shown.assign(label=shown["label"] + ", " + shown["key"]),
        f"From {first} to {last}: {decided} of {wording.count(len(groups), 'change')} decided once corrected",
        f"Estimates of each {unit} corrected by hand coding (diamond: the claim, as printed), by the machine alone "
        "(circle above) and by the coded sentences alone (square below); 95 % intervals over stories",
        corpus,
        table,
    )


def takes(held: pd.DataFrame, unit: str, bootstrap: Bootstrap = USUAL) -> str:
    """What is said where no trend is corrected: how many sentences would have to be coded for one.

    ``held`` from analysis.hand.held.
    """
    if len(held) < 2:
        return "No trend is corrected: the dates of these articles, or the codes, are too few for two periods."
    enough = held["codes"].ge(bootstrap.min_n) & held["coded_stories"].ge(bootstrap.min_clusters)
    wide = held["stories"].ge(bootstrap.min_clusters)
    asked = f"{bootstrap.min_n} codes of {bootstrap.min_clusters} stories"
    said = [f"No trend is corrected: of {len(held):,} {unit}s {int(enough.sum()) or 'none'} has {asked}."]
    if wide.sum() > 1:
        least = held.loc[wide, "sentences"].min() / held["sentences"].sum()
        n = math.ceil(bootstrap.min_n / least)
        said.append(
            f"Some {n:,} sentences coded, drawn alike, would give each {unit} so many; more for a single voice."
        )
    if not wide.all():
        said.append(f"{int((~wide).sum())} of them hold too few stories for any coding to mend it.")
    return " ".join(said)


def _missed(corrected: pd.DataFrame) -> int:
    """How many corrected estimates lie outside the interval of the machine alone."""
    own = corrected[corrected["enough"]]
    return int(((own["corrected"] < own["naive_low"]) | (own["corrected"] > own["naive_high"])).sum())


def how_many(expected: pd.DataFrame, corpus: Corpus) -> house.Page:
    """Expected width of each corrected interval by the number of codes, a panel a measure."""
    expected = _behind(expected)
    measures = list(dict.fromkeys(expected["measure"]))
    most = expected[expected["codes"] == expected["codes"].max()]
    low, high = (f"{width:.2f}" for width in (most["width"].min(), most["width"].max()))
    wide = low if low == high else f"{low} to {high}"
    title = f"With {int(most['codes'].iloc[0]):,} coded sentences intervals are expected to be {wide} wide"

    def draw(page: house.Page) -> None:
        for ax, measure in zip(page.panels, measures, strict=True):
            _widths(ax, expected[expected["measure"] == measure], sorted(expected["codes"].unique()))
            house.panel_title(ax, wording.capital(measure))

    page = house.page(
        title,
        "Width of the 95 % interval of each corrected estimate, expected from this coding, by the number of coded "
        "sentences. What no coding takes away is chance over stories",
        corpus.source,
        draw,
        height=0.4 + 2.3 * len(measures),
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


def problems(found: Sequence[Problem]) -> list[str]:
    """What coding files hold that could not be used, a line each: ``coding.csv, row 7: ... (12 rows)``."""
    return [f"{p.file}{f', row {p.row}' if p.row else ''}: {p.problem}" for p in notes_once(found)]


def tell(found: Sequence[Problem]) -> None:
    """Name on the page what coding files hold that could not be used."""
    lines = problems(found)
    said = [f"{line.rstrip('.')}." for line in lines[:MOST_TOLD]]
    more = len(lines) - len(said)
    say(*said, f"And {more:,} more." if more else "") if said else None


def frames(table: pd.DataFrame, corpus: Corpus) -> house.Page:
    """Precision and recall of each frame, side by side."""
    rows = table.sort_values("f1", ascending=False, kind="stable")
    rows = rows.rename(columns={"frame": "label", "name": "frame"})
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
    said = "; ".join(f"{r.label}: precision {r.precision:.2f}, recall {r.recall:.2f}" for r in each_row(rows))
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
        words.append(house.Row(y, row["label"], f"F1 {row['f1']:.2f}", f"n {row['n']:,}"))
    ax.set_xlim(0, 1)
    ax.set_ylim(len(rows) - 0.4, -0.7)
    house.ask_height(ax, 0.34 * len(rows))
    house.row_words(ax, words, top=0, up=10)
