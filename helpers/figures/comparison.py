"""What stands under the title of a figure that compares outlets or blocs of outlets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from helpers.analysis.groups import BLOC
from helpers.figures import wording

if TYPE_CHECKING:
    from helpers.analysis.corpus import Corpus
    from helpers.analysis.groups import Groups

MOST_COLUMNS = 12  # that a heat map has room for


def compared(subtitle: str, corpus: Corpus, groups: Groups) -> str:
    """The subtitle, with what must be known to compare the groups: who is shown, and in what outlets differ."""
    return joined(subtitle, shown(groups), corpus.mixed)


def joined(*sentences: str) -> str:
    """Sentences in one line, each without its full stop; empty ones are left out."""
    return ". ".join(filter(None, sentences))


def shown(groups: Groups) -> str:
    """Which outlets stand in the figure and which do not; "" where all outlets of a corpus do, each for itself.

    For example: "Shown: the 12 outlets with most words; 28 further outlets hold 9 % of the words".
    """
    share = wording.percent(groups.left)
    if groups.called != BLOC:
        most = f"Shown: the {len(groups.member)} outlets with most words"
        verb = "hold" if groups.n_left > 1 else "holds"
        return f"{most}; {rest(groups)} {verb} {share} of the words" if groups.n_left else ""
    sizes = [f"{name.removesuffix(' outlets')} {n:,}" for name, n in groups.sizes.items()]
    said = [f"Outlets: {', '.join(sizes)}"]
    if groups.n_left:
        said.append(f"{wording.count(groups.n_left, 'outlet')} of unknown bloc ({share} of the words) left out")
    if groups.over == "stories":
        said.append("other outlets of these blocs may differ")
    return "; ".join(said)


def rest(groups: Groups) -> str:
    """What all outlets that are not shown are called where they stand together."""
    return wording.count(groups.n_left, "further outlet")


def leading(sizes: pd.Series, order: Sequence[str], what: str, most: int = MOST_COLUMNS) -> tuple[list[str], str]:
    """The ``most`` largest of what a figure has columns for, in their order, and a sentence on those left out.

    ``sizes``: of each name that is there. For example: "Shown: the 12 actors found most, of 20".
    """
    there = [name for name in order if name in sizes.index]
    largest = set(sizes[there].sort_values(ascending=False, kind="stable").index[:most])
    note = f"Shown: the {most} {what} found most, of {len(there)}" if len(there) > most else ""
    return [name for name in there if name in largest], note
