"""The tone of each sentence along the text."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from helpers import sentiment
from helpers.analysis import measures
from helpers.figures import house, wording
from helpers.figures.strips.sheet import SMALL, Sheet, articles, key_of, looks_of
from helpers.figures.voices import of_outlet
from helpers.study import UNMEASURED
from helpers.tables.rows import each_row

if TYPE_CHECKING:
    from helpers.analysis.corpus import Corpus
    from helpers.study import Study

STEPS = 0.1, 0.24  # inches from one sentence to the next: the least, the most
REACH, IN_ALL = (0.27, 0.6), 1.5  # inches from the middle to a score of 1: the least, the most; those of all lines
MARK, TICK = 5.5, 0.035  # points of a marker; inches of a tick to each side
SCALE = 0.22  # inches for the numbers at the left


def tone(rows: pd.DataFrame, study: Study, corpus: Corpus, instrument: str, focus: str = "") -> house.Page:
    """Every sentence along the text, placed by its score: a marker of its voice; unscored, a tick on the middle line.

    ``rows`` from ``analysis.passages.in_order`` with this instrument; ``focus`` is the outlet where all are of one.
    """

    cuts, called = sentiment.cuts(instrument, study), sentiment.label(instrument, study)

    def lay(width: float) -> Sheet:
        sheet = Sheet(width)
        sheet.key(key_of(rows[rows["score"].notna()], study), marks=True)
        grid = _grid(rows, sheet)
        for article in articles(rows):
            sheet.heading(article, _counted(article.rows, cuts))
            for start in range(0, len(article.rows), grid.each):
                _line(sheet, article.rows.iloc[start : start + grid.each], study, grid)
            sheet.y += 0.05
        return sheet

    def draw(page: house.Page) -> None:
        lay(page.get_figwidth()).onto(page)

    unscored = int(rows["score"].isna().sum())
    page = house.page(
        of_outlet(focus, _title(rows, *cuts)),
        f"Each mark is a sentence, in the order of the text, at its sentiment ({called}, −1 to 1)"
        + (f"; ticks: {wording.count(unscored, 'sentence')} without a score" if unscored else ""),
        corpus.footer(measures.SHARE, measures.TONE),
        draw,
        height=lay(house.WIDTH).height,
    )
    said = "; ".join(f"{article.head} {_counted(article.rows, cuts)}" for article in articles(rows))
    return page.describe(alt=f"{page.title}. By article: {said}.", data=rows, n=int(rows["score"].notna().sum()))


def _title(rows: pd.DataFrame, low: float, high: float) -> str:
    """How many sentences of the narration and of others are positive, or negative where more of all are: counted."""
    scored = rows[rows["score"].notna() & (rows["voice"] != UNMEASURED)]
    if scored.empty:
        return "No sentence has a score"
    up, down = scored["score"] > high, scored["score"] < low
    what, is_so = ("positive", up) if up.sum() >= down.sum() else ("negative", down)
    own = scored["voice"] == "narrator"
    parts = [
        f"{int(is_so[side].sum()):,} of {wording.count(int(side.sum()), 'sentence')} {whose}"
        for side, whose in ((own, "of the narration"), (~own, "of everybody quoted"))
        if side.any()
    ]
    return f"{wording.capital(what)} in tone: {wording.listing(parts)}"


class Grid(NamedTuple):
    """Inches from one sentence to the next; sentences in a line; inches from the middle of a line to a score of 1."""

    step: float
    each: int
    reach: float


def _grid(rows: pd.DataFrame, sheet: Sheet) -> Grid:
    """Lines as full and as high as there is room for."""
    lengths = rows.groupby("article_id").size()
    room = sheet.width - SCALE
    step = min(max(room / int(lengths.max()), STEPS[0]), STEPS[1])
    each = int(room / step + 1e-6)
    lines = sum(ceil(length / each) for length in lengths)
    return Grid(step, each, min(max(IN_ALL / lines, REACH[0]), REACH[1]))


def _counted(rows: pd.DataFrame, cuts: tuple[float, float]) -> str:
    """``5 negative, 3 positive of 22``: what is neither, is neutral or has no score."""
    if rows["score"].isna().all():
        return "not scored"
    low, high = cuts
    return f"{(rows['score'] < low).sum():,} negative, {(rows['score'] > high).sum():,} positive of {len(rows):,}"


def _line(sheet: Sheet, rows: pd.DataFrame, study: Study, grid: Grid) -> None:
    """One line of sentences with its scale."""
    middle = sheet.y + grid.reach + 0.06
    end = SCALE + len(rows) * grid.step
    for score, text in ((1, "+1"), (0, "0"), (-1, "−1")):
        y = middle - score * grid.reach
        sheet.line((SCALE, end), (y, y), house.RULE if score else house.PALE, 0.6 if score else 0.8)
        sheet.text(SCALE - 0.05, y + 0.035, text, SMALL, house.GREY, ha="right")
    look = looks_of(study)
    for i, (at, row) in enumerate(zip(rows.index, each_row(rows), strict=True)):
        left, looks = SCALE + i * grid.step, look(row.voice)
        sheet.area(left, middle - grid.reach, grid.step, 2 * grid.reach, at)
        if pd.isna(row.score):
            _tick(sheet, left + grid.step / 2, middle, looks, at)
        else:
            x, y = left + grid.step / 2, middle - row.score * grid.reach
            sheet.line((x, x), (middle, y), looks[0].colour)
            sheet.marker(x, y, looks, MARK, at)
    sheet.y = middle + grid.reach + 0.09


def _tick(sheet: Sheet, x: float, middle: float, looks: Sequence[house.Look], row: object) -> None:
    """A sentence without a score; too thin for a texture."""
    plain = [house.Mark(look.label, look.colour) for look in looks]
    sheet.block(x - 0.008, middle - TICK, 0.016, 2 * TICK, plain, row)
