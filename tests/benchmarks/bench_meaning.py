"""Tone, tone toward actors, and frames in real news, against coding by sentence; every instrument beside the others.

The coding is a table of sentences with article_id, start, end, language, mode and, of these, what it has: tone (-1, 0,
1), t_ACTOR for the study's actors, frames and frames_either (what only one coder saw, which is not judged). Tone:
Pearson's r, unscored as 0. Frames: micro F1 over all frames and sentences, without those that only one coder saw.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from bench_voices import judged_codes, matched

from helpers.tables import schemas
from helpers.tables.measure import measure

NUMBERS = ("-1", "0", "1")


def run(meaning: Path, study: Path) -> pd.DataFrame:
    """A row a language, what is measured, and instrument: [language, of, instrument, figure, n]."""
    coded = judged_codes(meaning)
    with tempfile.TemporaryDirectory() as scratch:
        tables = measure(study, scratch).folder / "tables"
        found = matched(coded, schemas.read(tables, "sentences"))
        found = found[found["sentence_id"] != ""]
        scores = schemas.read(tables, "sentiment")
        toward = schemas.read(tables, "target_sentiment")
        frames = schemas.read(tables, "frame_scores")
    rows = []
    for language, part in found.groupby("language"):
        rows += [(language, *row) for row in _tone(part, scores)]
        rows += [(language, *row) for row in _toward(part, toward)]
        rows += [(language, *row) for row in _frames(part, frames)]
    return pd.DataFrame(rows, columns=["language", "of", "instrument", "figure", "n"])


def _tone(coded: pd.DataFrame, scores: pd.DataFrame) -> Iterator[tuple]:
    rated = coded[coded["tone"].isin(NUMBERS)]
    for instrument, own in scores.groupby("instrument"):
        both = rated.merge(own, on="sentence_id", how="left")
        if both["score"].notna().any():
            yield "tone, r", instrument, _r(both["tone"], both["score"]), len(both)


def _toward(coded: pd.DataFrame, scores: pd.DataFrame) -> Iterator[tuple]:
    columns = [name for name in coded if name.startswith("t_")]
    long = coded.melt("sentence_id", columns, "target", "by_hand")
    long = long[long["by_hand"].isin(NUMBERS)].assign(target=long["target"].str[2:])
    for instrument, own in scores.groupby("instrument"):
        both = long.merge(own, on=["sentence_id", "target"])
        if both["score"].notna().any():
            yield "tone toward actors, r", instrument, _r(both["by_hand"], both["score"]), len(both)


def _frames(coded: pd.DataFrame, scores: pd.DataFrame) -> Iterator[tuple]:
    told = {
        name: coded[name].str.split("|").map(lambda names: set(names) - {""}) for name in ("frames", "frames_either")
    }
    known = set().union(*told["frames"], *told["frames_either"])
    for instrument, own in scores[scores["present"] & scores["frame"].isin(known)].groupby("instrument"):
        by_sentence = own.groupby("sentence_id")["frame"].agg(set)
        sets = [by_sentence.get(key, set()) for key in coded["sentence_id"]]
        pairs = list(zip(sets, told["frames"], told["frames_either"], strict=True))
        right = sum(len(mine & theirs) for mine, theirs, _ in pairs)
        wrong = sum(len(mine - theirs - doubted) for mine, theirs, doubted in pairs)
        missed = sum(len(theirs - mine) for mine, theirs, _ in pairs)
        yield "frames, micro F1", instrument, 2 * right / max(1, 2 * right + wrong + missed), right + missed


def _r(codes: pd.Series, scores: pd.Series) -> float:
    return float(np.corrcoef(codes.astype(float), scores.fillna(0.0))[0, 1])
