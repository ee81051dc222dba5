"""News coded sentence by sentence for who speaks, beside the sentences that the layout finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import attribution
from helpers.layout import Span
from helpers.layout.sentences import Sentence
from helpers.study import content, entries, load_study
from helpers.tables.annotate import laid_out

MOSTLY = 0.5  # share of a coded sentence's characters that the study's covers
UNUSED = ("", "?", "furniture")  # codes that say nothing of whether somebody speaks


class Coded(NamedTuple):
    """An article in a language with attribution: its text, its parts, the coded mode of each sentence ("": none)."""

    article_id: str
    language: str
    text: str
    layout: Sequence[Span]
    sentences: Sequence[Sentence]
    modes: list[str]


def articles(study: str, coding: str) -> Iterator[Coded]:
    """The coded articles of a study. coding: a CSV with article_id, start, end (characters of the file) and mode."""
    codes = dict(list(pd.read_csv(coding, dtype=str, keep_default_na=False).groupby("article_id")))
    opened = load_study(study)
    for listed in entries(opened)[0]:
        if listed.article_id not in codes:
            continue
        article, form, layout, sentences, _ = laid_out(listed, content(opened, listed, Path()))
        if attribution.available(article.language):
            spans = [form.cover(s.start, s.end) for s in sentences]
            modes = _modes(spans, codes[listed.article_id])
            yield Coded(article.article_id, article.language, form.text, layout, sentences, modes)


def _modes(spans: Sequence[tuple[int, int]], codes: pd.DataFrame) -> list[str]:
    """The coded mode of each sentence, "" where none of the coded ones is there."""
    starts, ends = codes["start"].astype(int).to_numpy(), codes["end"].astype(int).to_numpy()
    out = []
    for start, end in spans:
        shared = np.minimum(ends, end) - np.maximum(starts, start)
        best = int(shared.argmax())
        out.append(codes["mode"].iloc[best] if shared[best] >= MOSTLY * (ends[best] - starts[best]) else "")
    return out
