"""Outlets in a table: what each holds, whom it quotes, in what tone and in which frames."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from helpers.figures import wording
from helpers.figures.corpus import dates

if TYPE_CHECKING:
    from helpers.analysis.corpus import Corpus
    from helpers.study import Study

NAMED = 3  # voices and frames of an outlet that are named


def overview(
    articles: pd.DataFrame,
    spoken: pd.DataFrame,
    tone: pd.DataFrame,
    frames: pd.DataFrame,
    study: Study,
    labels: Mapping[str, str],
) -> pd.DataFrame:
    """One row an outlet, most words first: ``[outlet, name, bloc, articles, words, narration, voices, tone, frames]``.

    ``articles`` from ``analysis.corpus``, ``spoken`` from ``analysis.voices``, ``tone`` from ``analysis.tone.scores``,
    ``frames`` from ``analysis.frames.carried``. Counts of these texts: with few articles no estimate of anything.
    """
    table = articles.groupby("outlet", as_index=False).agg(
        name=("outlet_name", "first"),
        bloc=("voice", "first"),
        articles=("article_id", "size"),
        words=("n_words", "sum"),
    )
    words = spoken.groupby(["outlet", "voice"])["words"].sum()
    shares = words / words.groupby("outlet").transform("sum")
    hits = frames.assign(hits=frames["carried"] * frames["n"]).groupby(["outlet", "frame"])[["hits", "n"]].sum()
    found = hits["hits"] / hits["n"]
    voices = {voice: study.style(voice).label for voice in study.voice_names() if voice != "narrator"}
    total = tone.assign(sum=tone["score"] * tone["n"]).groupby("outlet")[["sum", "n"]].sum()
    table = table.assign(
        bloc=[study.style(voice).label for voice in table["bloc"]],
        narration=[_narration(shares, outlet) for outlet in table["outlet"]],
        voices=[_largest(shares, outlet, voices) for outlet in table["outlet"]],
        tone=table["outlet"].map(total["sum"] / total["n"]).map(wording.signed),
        frames=[_largest(found, outlet, labels) for outlet in table["outlet"]],
    )
    return table.sort_values(["words", "outlet"], ascending=[False, True], ignore_index=True)


def comparability(articles: pd.DataFrame, spoken: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """What of each outlet that figures show is there to be compared, most words first.

    The last column is the share of the reported words whose side is not known; "" where nobody is quoted.
    """
    quoted = spoken[spoken["voice"] != "narrator"]
    words = quoted.groupby("outlet_name")["words"].sum()
    unknown = quoted[quoted["voice"] == "unknown"].groupby("outlet_name")["words"].sum()
    rows = []
    for name in corpus.outlets.names:
        own = articles[articles["outlet_name"] == name]
        share = wording.percent(unknown.get(name, 0) / words[name]) if words.get(name) else ""
        languages = wording.listing([wording.language(code) for code in sorted(set(own["language"]))])
        rows.append((name, len(own), int(own["n_words"].sum()), dates(own["published"]) or "no date", languages, share))
    columns = ["outlet", "articles", "words", "dates", "languages", "reported words of unknown side"]
    return pd.DataFrame(rows, columns=columns)


def _narration(shares: pd.Series, outlet: str) -> str:
    """The share of the narration, where the voices of the outlet were measured."""
    measured = outlet in shares.index.get_level_values("outlet")
    return wording.percent(shares.get((outlet, "narrator"), 0.0)) if measured else "not measured"


def _largest(shares: pd.Series, outlet: str, labels: Mapping[str, str]) -> str:
    """The largest shares of an outlet in words: ``Chinese 31 %, Western 12 %``."""
    own = [(shares.get((outlet, name), 0.0), label) for name, label in labels.items()]
    first = sorted(own, key=lambda item: -item[0])[:NAMED]
    return ", ".join(f"{label} {wording.percent(share)}" for share, label in first if share)
