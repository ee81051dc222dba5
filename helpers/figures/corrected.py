"""Where hand coding suffices, the corrected estimates are what a figure of voices claims, the machine's beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from helpers.analysis.measures import SHARE
from helpers.figures import findings
from helpers.figures.claims import Label
from helpers.figures.wording import interval, listing

if TYPE_CHECKING:
    from helpers.analysis.corpus import Corpus
    from helpers.analysis.hand import Corrected

NOTE = ", corrected by hand coding; above it the machine alone"  # of a subtitle


class Claimed(NamedTuple):
    """What a figure of voices claims: its table, the differences of its title, codes that correct both, and a note."""

    table: pd.DataFrame
    pairs: pd.DataFrame
    codes: int = 0
    note: str = ""


def claimed(table: pd.DataFrame, pairs: pd.DataFrame, value: str, corrected: Corrected | None) -> Claimed:
    """Estimates and differences of voices by the machine, or the corrected ones in their place.

    table: [voice, value, low, high, enough, ...] as ``estimate.means`` or ``shares`` gives it, pairs its differences.
    Corrected, the table has ``machine``, ``machine_low``, ``machine_high`` and ``codes`` besides. A voice with too few
    codes keeps the machine's value, without an interval, and is not ``enough``.
    """
    if corrected is None:
        return Claimed(table, pairs)
    names = {value: "machine", "low": "machine_low", "high": "machine_high"}
    by_hand = {"group": "voice", "corrected": value, "corrected_low": "low", "corrected_high": "high"}
    sure = corrected.table[corrected.table["enough"]].rename(columns=by_hand)[["voice", value, "low", "high", "codes"]]
    both = table.rename(columns=names).drop(columns=["enough", "few"]).merge(sure, "outer", "voice", validate="1:1")
    enough = both["codes"].notna()
    counts = {name: 0 for name in ("n", "n_category", "n_clusters", "part", "whole", "codes") if name in both}
    both = both.fillna({value: both["machine"]} | counts).assign(enough=enough, few=~enough).astype({"codes": int})
    gap = {"corrected": "estimate", "corrected_low": "low", "corrected_high": "high", "stories": "n_clusters"}
    pairs = corrected.pairs.rename(columns=gap)[["a", "b", *gap.values(), "enough", "decided"]]
    return Claimed(both[[*table.columns, *names.values(), "codes"]], pairs, corrected.codes, NOTE)


def shares_said(words: Corrected | None, reported: Corrected | None, label: Label, corpus: Corpus) -> list[str]:
    """The corrected shares of voices in the words, and in those reported, as findings; none where codes are too few.

    ``words`` and ``reported``: analysis.measures.WORDS and REPORTED from ``analysis.hand.ranked``.
    """
    parts = {"Of all words": words, "Of the reported words": reported}
    return [
        findings.stated(f"{what}: {listing(_shares(of.table, label))}.", corpus, SHARE, codes=of.codes)
        for what, of in parts.items()
        if of is not None
    ]


def _shares(table: pd.DataFrame, label: Label) -> list[str]:
    """``Chinese voices 41 % (30 to 52 %)`` of each voice with codes enough, the largest first."""
    sure = table[table["enough"]].sort_values("corrected", ascending=False, kind="stable")
    spans = sure[["corrected", "corrected_low", "corrected_high"]].itertuples(index=False, name=None)
    return [f"{label(voice)} {interval(*span)}" for voice, span in zip(sure["group"], spans, strict=True)]
