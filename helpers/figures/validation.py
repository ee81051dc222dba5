"""Hand coding against the machine on a page: what of it could not be used; precision and recall of frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from helpers.figures import house, wording
from helpers.figures.display import say
from helpers.tables.rows import each_row

if TYPE_CHECKING:
    from helpers.analysis.corpus import Corpus
    from helpers.study import Problem


MOST_TOLD = 20  # problems of a coding file that a page names


def tell(problems: Sequence[Problem]) -> None:
    """Name on the page what a coding file holds that could not be used."""
    said = [f"{p.file}{f', row {p.row}' if p.row else ''}: {p.problem}." for p in problems[:MOST_TOLD]]
    more = len(problems) - len(said)
    say(*said, f"And {more:,} more." if more else "") if said else None


def frames(table: pd.DataFrame, corpus: Corpus) -> house.Page:
    """Precision and recall of each frame, side by side."""
    rows = table.sort_values("f1", ascending=False, kind="stable")
    mean = rows["f1"].mean()
    page = house.page(
        f"Frames found by the machine: mean F1 {mean:.2f}",
        "Precision (disc) and recall (diamond) of each frame against the hand coding; n: sentences coded with it",
        corpus.source,
        height=house.rows_height(len(rows)),
    )
    ax = page.panels[0]
    for y, row in enumerate(rows.to_dict("records")):
        ax.axhline(y, color="#eef0f2", linewidth=0.8, zorder=0.5)
        ax.plot([row["precision"], row["recall"]], [y, y], color=house.RULE, linewidth=3, zorder=1)
        ax.plot([row["precision"]], [y], "o", color=house.ACCENT, markersize=8, clip_on=False)
        ax.plot([row["recall"]], [y], "D", color="#D55E00", markersize=7, clip_on=False)
        house.beside(ax, y, f"F1 {row['f1']:.2f}", 44, house.INK)
        house.beside(ax, y, f"n {row['n']:,}", 84, house.GREY, size=9)
    house.left_labels(ax, range(len(rows)), [(name, "normal") for name in rows["frame"]])
    ax.set_xlim(0, 1)
    ax.set_ylim(len(rows) - 0.4, -0.7)
    said = "; ".join(f"{r.frame}: precision {r.precision:.2f}, recall {r.recall:.2f}" for r in each_row(rows))
    n = int(rows["n"].sum())
    return page.describe(alt=f"{wording.count(n, 'code')} of frames. {said}.", data=rows, n=n)
