"""What the corpus holds: articles over time per outlet, and which part of the pages was read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import matplotlib.dates as mdates
import pandas as pd

from helpers.analysis import estimate
from helpers.analysis.estimate import Bootstrap
from helpers.figures import comparison, house, periods, wording

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from helpers.analysis.corpus import Corpus
    from helpers.study import Study

PITCH = 0.5  # inches from outlet to outlet in a column
# Parts of a page, read ones first; what is set aside is brown or hatched.
KINDS = {
    "headline": house.Mark("headline", "#16324f"),
    "body": house.Mark("body", "#2f5d8a"),
    "subhead": house.Mark("subheads", "#7fa6cc"),
    "caption": house.Mark("captions", "#8a6d2f", fill="#f3ecd9", hatch="...."),
    "byline": house.Mark("bylines", "#927434"),
    "dateline": house.Mark("datelines", "#e3d5ae"),
    "boilerplate": house.Mark("page furniture", "#7d858d", fill="#ffffff", hatch="////"),
}


def timeline(articles: pd.DataFrame, study: Study, corpus: Corpus) -> house.Page:
    """Articles of each outlet over time: a disc an outlet and day, month or year, its area their number.

    ``articles`` from ``analysis.corpus.articles``. Undated ones stand in a column of their own.
    """
    named, outlets = with_rest(articles, corpus)
    table = _counts(named)
    stories = f"{wording.count(corpus.n_stories, 'story', 'stories')}, " if corpus.n_stories < corpus.n_articles else ""
    totals = articles.groupby("voice").size()
    key = [_bloc(study, v) for v in study.voice_names() if totals.get(v)]

    def draw(page: house.Page) -> None:
        _discs(page.panels[0], table, named, outlets, study, corpus)
        house.direct_key(page.panels[0], key)

    page = house.page(
        f"{wording.count(corpus.n_articles, 'article')}, {stories}{wording.count(corpus.n_words, 'word')}",
        f"Articles by outlet and {table.attrs['unit']}, area by number; colour: the bloc the outlet itself belongs to",
        corpus.source,
        draw,
        height=0.9 + 0.42 * len(outlets),
    )
    held = table.groupby("outlet_name")["articles"].sum()
    alt = "; ".join(f"{outlet}: {wording.count(int(held[outlet]), 'article')}" for outlet in outlets)
    return page.describe(alt=f"Articles over time. {corpus.extent}. {alt}.", data=table, n=corpus.n_articles)


def _discs(
    ax: Axes, table: pd.DataFrame, named: pd.DataFrame, outlets: list[str], study: Study, corpus: Corpus
) -> None:
    """A disc an outlet and time, in rows of the outlets with their numbers of articles and words."""
    dated = mdates.date2num(table["when"].dropna())
    first, last = (dated.min(), dated.max()) if len(dated) else (0.0, 0.0)
    width = max(last - first, 20.0)
    nowhere = last + 0.26 * width if table["when"].isna().any() else None
    for at, row in zip(table.index, table.to_dict("records"), strict=True):
        x = mdates.date2num(row["when"]) if pd.notna(row["when"]) else nowhere
        y = outlets.index(row["outlet_name"])
        look = study.style("unknown" if row["outlet_name"] not in corpus.outlets.names else row["outlet_bloc"])
        _disc(ax, at, x, y, row["articles"], table["articles"].max(), look, len(named) > 40)
    words = named.groupby("outlet_name")["n_words"].agg(["size", "sum"])
    rows = [
        house.Row(y, outlet, f"{int(words['size'][outlet]):,}", f"{int(words['sum'][outlet]):,}")
        for y, outlet in enumerate(outlets)
    ]
    ax.set_ylim(len(outlets) - 0.45, -0.85)
    house.ask_height(ax, PITCH * (len(outlets) + 0.4))
    house.row_words(ax, rows, ("articles", "words"), top=-0.8, up=15)
    ax.set_xlim(first - 0.07 * width, (last if nowhere is None else nowhere) + 0.08 * width)
    _date_ticks(ax, dated, nowhere, table.attrs["unit"], table.attrs["ends"])


def dates(published: pd.Series) -> str:
    """First and last of some ISO dates: ``2022-03-01 to 2022-09-07``; empty where none is known."""
    known = published[published != ""].str[:10]
    return " to ".join(dict.fromkeys([known.min(), known.max()])) if len(known) else ""


def with_rest(rows: pd.DataFrame, corpus: Corpus) -> tuple[pd.DataFrame, list[str]]:
    """The rows with all outlets that are not shown as one, "28 further outlets"; and the outlets in their order."""
    groups, rest = corpus.outlets, comparison.rest(corpus.outlets)
    named = rows.assign(outlet_name=rows["outlet"].map(groups.member).fillna(rest))
    there = set(named["outlet_name"])
    return named, [name for name in (*groups.names, rest) if name in there]


def _bloc(study: Study, voice: str) -> house.Mark:
    """The style of an outlet's bloc; an outlet's own bloc may be unknown."""
    style = study.style(voice)
    label = "bloc unknown" if voice == "unknown" else f"{style.label} outlet"
    return house.Mark(label, style.colour, style.marker)


def _counts(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles per outlet and day, week, month, quarter or year: the finest that leaves the discs room.

    In a large corpus the first and last per cent of the dates do not stretch the axis: they are counted in
    one step before and one after, named earlier and later. A date that does not tell the step is none.
    """
    dates = articles["published"].str[:10]
    known = dates[dates != ""]
    first, last, told = periods.ends(known) if len(known) else ("", "", 0)
    unit = _unit(first, last, told)
    steps = periods.start(dates, unit)
    low, high = periods.start(pd.Series([first, last]), unit)
    ends = bool((steps < low).any()), bool((steps > high).any())
    steps = steps.where(~(steps < low), low - 1).where(~(steps > high), high + 1)
    again = articles.sort_values("published", kind="stable")["story_id"].duplicated()
    counted = (
        articles.assign(when=steps.dt.to_timestamp(), new=~again)
        .groupby(["outlet_name", "when"], dropna=False, sort=True)
        .agg(
            outlet_bloc=("voice", "first"),  # not "voice", which would ask for whose sentences they are
            articles=("article_id", "size"),
            new_stories=("new", "sum"),
            words=("n_words", "sum"),
        )
        .reset_index()
    )
    counted.attrs |= {"unit": unit.name, "ends": ends}
    return counted


def _unit(first: str, last: str, told: float) -> periods.Unit:
    """The step between two dates; years where nothing else has room, however many."""
    single = [unit for unit in periods.UNITS if unit.years == 1]
    return next((unit for unit in periods.fitting(first, last, told) if unit in single), single[-1])


def _disc(ax: Axes, at: object, x, y: int, n: int, biggest: int, look: house.Look, numbered: bool) -> None:
    """A disc with area by number; its number inside where all of it fits."""
    most = 420 if not house.narrow(ax) else 240
    area = max(14, most * n / biggest) if biggest > 3 else 90 * n
    paint = house.area(look)
    ax.scatter([x], [y], s=area, **paint, alpha=0.9, zorder=3, gid=house.of_row(at))
    number = f"{n}" if n < 1000 else f"{n / 1000:.{int(n < 10_000)}f}k"
    points = house.scaled(ax, 8)
    across = 2 * (area / math.pi) ** 0.5  # points of the disc, and below of the number from corner to corner
    if numbered and math.hypot(72 * house.text_width(number, points, "bold"), 0.75 * points) < across - 1:
        ink = house.inked(paint["facecolor"], house.of_row(at))
        ax.text(x, y, number, ha="center", va="center", size=points, weight="bold", zorder=4, **ink)


def _date_ticks(ax: Axes, dated, nowhere: float | None, unit: str, ends: tuple[bool, bool]) -> None:
    """Some of the dates that occur, in words, as many as have room, and the columns of those far off or without."""
    steps = sorted(set(dated))
    names = {tick: _date_name(pd.Timestamp(mdates.num2date(tick)), unit) for tick in steps}
    always = []
    for end, tick, name in ((ends[0], steps[:1], "earlier"), (ends[1], steps[-1:], "later")):
        if end:
            names[tick[0]] = name
            always += tick
    if nowhere is not None:
        names[nowhere] = "no date"
        always.append(nowhere)
        ax.axvspan(nowhere - 0.6 * (ax.get_xlim()[1] - nowhere), ax.get_xlim()[1], color="#f4f5f6", zorder=0)
    house.some_ticks(ax, names, always)


def _date_name(day: pd.Timestamp, unit: str) -> str:
    """``4 May 2023``, ``May 2023``, ``2023 Q2`` or ``2023``."""
    if unit == "quarter":
        return f"{day.year} Q{day.quarter}"
    return f"{day:{ {'month': '%b %Y', 'year': '%Y'}.get(unit, '%d %b %Y') }}".lstrip("0")


def pages(kinds: pd.DataFrame, articles: pd.DataFrame, corpus: Corpus) -> house.Page:
    """Which part of each outlet's pages was read as headline and body, and what was set aside.

    ``kinds`` from ``analysis.corpus.kinds``, ``articles`` from ``analysis.corpus.articles``.
    """
    rows, outlets = with_rest(kinds, corpus)
    any_n = Bootstrap(min_n=1)
    table = estimate.shares(rows, "kind", "outlet_name", weight="chars", n="n", bootstrap=any_n)
    table["articles"] = table["outlet_name"].map(with_rest(articles, corpus)[0]["outlet_name"].value_counts())
    table = table.sort_values("outlet_name", key=lambda of: of.map(outlets.index), kind="stable", ignore_index=True)
    everything = estimate.shares(kinds, "kind", weight="chars", n="n", bootstrap=any_n)
    read = everything.loc[everything["kind"].isin(["headline", "body"]), "share"].sum()

    def draw(page: house.Page) -> None:
        house.stacked_shares(
            page.panels[0],
            table,
            "outlet_name",
            "kind",
            style=KINDS.__getitem__,
            order=list(KINDS),
            intervals=False,
            unit="articles",
            count="articles",
        )

    page = house.page(
        f"Headline and body: {wording.percent(read)} of the characters",
        "Share of characters by part of the page, per cent; only headline and body are measured",
        corpus.source,
        draw,
        height=1.2 + 0.42 * table["outlet_name"].nunique(),
    )
    parts = everything.sort_values("share", ascending=False)
    said = ", ".join(f"{KINDS[k].label} {wording.percent(s)}" for k, s in parts[["kind", "share"]].values)
    return page.describe(alt=f"Parts of the pages by characters: {said}.", data=table, n=corpus.n_articles)
