"""Where in the text each frame stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from helpers.analysis import measures
from helpers.figures import house, wording
from helpers.figures.strips.sheet import SMALL, Article, Sheet, articles, key_of, looks_of
from helpers.figures.voices import of_outlet
from helpers.tables.rows import each_row
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    from helpers.analysis.corpus import Corpus
    from helpers.study import Study

ROW, TALL, COUNT = 0.16, 0.115, 0.25  # inches from frame to frame; of a mark; kept for the number at the right
STEP, THINNEST = 0.13, 0.012  # inches that a sentence is wide at most, and a mark at least


def frames(rows: pd.DataFrame, study: Study, corpus: Corpus, labels: Mapping[str, str], focus: str = "") -> house.Page:
    """Every article with a line for each frame in it: a mark where a sentence carries it, in the colour of its voice.

    ``rows`` from ``analysis.passages.in_order`` with these frames; ``labels`` names them and fixes their order;
    ``focus`` is the outlet where all are of one. Frames that an article does not hold are named below it.
    """
    found = rows.assign(frame=rows["frames"].fillna("").str.split(JOINT, regex=False)).explode("frame")
    found = found[found["frame"].isin(list(labels))]

    def lay(width: float) -> Sheet:
        sheet = Sheet(width)
        if len(found):
            sheet.key(key_of(found, study))
        grid = _grid(rows, labels, sheet)
        for article in articles(rows):
            sheet.heading(article)
            _lines(sheet, article, found[found["article_id"] == article.rows["article_id"].iloc[0]], study, grid)
        return sheet

    def draw(page: house.Page) -> None:
        lay(page.get_figwidth()).onto(page)

    read = int(rows["frames"].notna().sum())
    page = house.page(
        of_outlet(focus, _title(found, labels, read)),
        "Each mark is a sentence that carries the frame, by the codebook, at its place in the text and in the colour "
        "of its voice; at the right: how many",
        corpus.footer(measures.SHARE, measures.FRAME),
        draw,
        height=lay(house.WIDTH).height,
    )
    counts = found["frame"].value_counts()
    said = ", ".join(f"{labels[name]} {counts.get(name, 0):,}" for name in labels)
    return page.describe(
        alt=f"Sentences by frame, of {read:,}: {said}.", data=rows.assign(read=rows["frames"].notna()), n=read
    )


def _title(found: pd.DataFrame, labels: Mapping[str, str], read: int) -> str:
    """The frame in most sentences, or those, where several are in as many: counted."""
    if found.empty:
        return "No frame of the codebook was found" if read else "No patterns for the language of these texts"
    counts = found["frame"].value_counts()
    first = [labels[name] for name in labels if counts.get(name, 0) == counts.max()]
    of_all = f"{'each ' if len(first) > 1 else ''}in {counts.max():,} of {wording.count(read, 'sentence')}"
    more = ", more than any other frame" if len(counts) > len(first) else ""
    return f"{wording.listing(first)}: {of_all}{more}"


class Grid(NamedTuple):
    """Where lines begin and how wide a sentence is, in inches; the names of the frames as they fit."""

    left: float
    step: float
    names: dict[str, str]


def _grid(rows: pd.DataFrame, labels: Mapping[str, str], sheet: Sheet) -> Grid:
    names = {name: sheet.fitted(label, sheet.width / 3) for name, label in labels.items()}
    left = max(map(sheet.wide, names.values())) + 0.1
    longest = int(rows.groupby("article_id").size().max())
    return Grid(left, min((sheet.width - left - COUNT) / longest, STEP), names)


def _lines(sheet: Sheet, article: Article, found: pd.DataFrame, study: Study, grid: Grid) -> None:
    """A line for each frame of an article, and the names of those that it does not hold."""
    end = grid.left + len(article.rows) * grid.step
    look = looks_of(study)
    present = [name for name in grid.names if (found["frame"] == name).any()]
    for name in present:
        here = found[found["frame"] == name]
        middle = sheet.y + TALL / 2
        sheet.text(0, middle + 0.045, grid.names[name])
        sheet.line((grid.left, end), (middle, middle), house.RULE)
        for at, row in zip(here.index, each_row(here), strict=True):
            x = grid.left + (row.place - 1) * grid.step
            sheet.block(x, sheet.y, max(0.85 * grid.step, THINNEST), TALL, look(row.voice), at, name)
        sheet.text(end + 0.06, middle + 0.045, f"{len(here):,}", colour=house.GREY)
        sheet.y += ROW
    if note := _note(article, [label for name, label in grid.names.items() if name not in present], bool(present)):
        sheet.text(0, sheet.y + 0.09, sheet.fitted(note, sheet.width, SMALL), SMALL, house.GREY)
        sheet.y += 0.13
    sheet.y += 0.12


def _note(article: Article, absent: list[str], any_present: bool) -> str:
    """What an article does not hold; "" where it holds every frame."""
    if article.rows["frames"].isna().all():
        return "No patterns for this language"
    if not any_present:
        return "No frame found"
    return f"Not found: {', '.join(absent)}" if absent else ""
