"""Where in the text each frame stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from helpers.figures import house, wording
from helpers.figures.strips.sheet import SMALL, TEXT, Article, Sheet, articles, fitted, key_of, looks_of
from helpers.figures.voices import of_outlet
from helpers.tables.rows import each_row
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    from helpers.analysis.corpus import Corpus
    from helpers.study import Study

ROW, TALL, THIN = 0.17, 0.12, 0.05  # inches from frame to frame; of a mark; of the text that holds no mark
STEP = 0.13  # inches that a sentence is wide at most


def frames(
    rows: pd.DataFrame, study: Study, corpus: Corpus, labels: Mapping[str, str], focus: str = ""
) -> house.Page:
    """Every article with a line for each frame that it holds: a mark where a sentence carries it, in its voice's colour.

    ``rows`` from ``analysis.passages`` with these frames; ``labels`` names them and fixes their order; ``focus`` is
    the outlet where all are of one. Frames that an article does not hold are named below it.
    """
    found = rows.assign(frame=rows["frames"].fillna("").str.split(JOINT, regex=False)).explode("frame")
    found = found[found["frame"].isin(list(labels))]

    def lay(width: float) -> Sheet:
        sheet = Sheet(width)
        if len(found):
            sheet.key(key_of(found, study))
        names = _names(labels, sheet)
        longest = int(rows.groupby("article_id").size().max())
        left = max(house.text_width(name, TEXT, "normal") for name in names.values()) + 0.1
        step = min((sheet.width - left - 0.25) / longest, STEP)
        for article in articles(rows):
            sheet.heading(article)
            _lines(sheet, article, found, study, names, left, step)
        return sheet

    def draw(page: house.Page) -> None:
        lay(page.get_figwidth()).onto(page)

    read = int(rows["frames"].notna().sum())
    page = house.page(
        of_outlet(focus, _title(found, labels, read)),
        "Each mark is a sentence that carries the frame, by the codebook, at its place in the text and in the colour of "
        "its voice; at the right: how many",
        corpus.source,
        height=lay(house.WIDTH).height,
    )
    draw(page)
    counts = found["frame"].value_counts()
    said = ", ".join(f"{labels[name]} {counts.get(name, 0):,}" for name in labels)
    return page.describe(alt=f"Sentences by frame, of {read:,}: {said}.", data=rows, n=read)


def _title(found: pd.DataFrame, labels: Mapping[str, str], read: int) -> str:
    """The frame in most sentences, or those, where several are in as many: counted."""
    if found.empty:
        return "No frame of the codebook was found" if read else "No patterns for the language of these texts"
    counts = found["frame"].value_counts()
    first = [labels[name] for name in labels if counts.get(name, 0) == counts.max()]
    return f"{wording.listing(first)}: in {counts.max():,} of {wording.count(read, 'sentence')}" + (
        " each, more than any other frame" if len(first) > 1 else ", more than any other frame"
    )


def _names(labels: Mapping[str, str], sheet: Sheet) -> dict[str, str]:
    """The labels of frames, cut where they would take more than a third of the sheet."""
    return {name: fitted(label, TEXT, "normal", sheet.width / 3) for name, label in labels.items()}


def _lines(
    sheet: Sheet, article: Article, found: pd.DataFrame, study: Study, names: Mapping[str, str], left: float, step: float
) -> None:  # fmt: skip
    """A line for each frame of an article, and the names of those that it does not hold."""
    part = found[found["sentence_id"].isin(article.rows["sentence_id"])]
    look = looks_of(study)
    absent = [label for name, label in names.items() if name not in set(part["frame"])]
    for name, label in names.items():
        here = part[part["frame"] == name]
        if here.empty:
            continue
        sheet.text(0, sheet.y + 0.11, label)
        middle = sheet.y + TALL / 2
        end = left + len(article.rows) * step
        sheet.line((left, end), (middle, middle), house.RULE, 0.8)
        for at, row in zip(here.index, each_row(here), strict=True):
            sheet.block(left + (row.place - 1) * step, sheet.y, step - 0.01, TALL, look(row.voice), f"{at}-{name}")
        sheet.text(end + 0.06, sheet.y + 0.11, f"{len(here):,}", colour=house.GREY)
        sheet.y += ROW
    note = f"Not found: {', '.join(absent)}" if article.rows["frames"].notna().any() else "No patterns for this language"
    if absent:
        sheet.text(0, sheet.y + 0.09, fitted(note, SMALL, "normal", sheet.width), SMALL, house.GREY)
        sheet.y += 0.13
    sheet.y += 0.12
