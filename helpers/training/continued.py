"""Fit which sentences go on with somebody's words: `python -m helpers train continued --lines DIR ... --coded ...`.

Three kinds of texts teach: articles coded line by line and German Wikinews, where a sentence without source and cue
that is somebody's goes on with what stands before it; and news coded sentence by sentence, which weighs more and sets
the probability from which a sentence is somebody's, a language at a time, by cross-validation over its articles.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from helpers import attribution, models
from helpers.attribution.continued import FEATURES, Page
from helpers.layout import Span
from helpers.layout.sentences import split
from helpers.study import content, entries, load_study
from helpers.tables.annotate import laid_out
from helpers.training import coded, wikinews
from helpers.training.polnear import Annotated

ENGINES = ("full", "fast")
UNUSED = ("", "?", "furniture")
MOSTLY = 0.5  # share of a sentence's characters that is somebody's, or of a coded one that the study's covers
VECTOR = 5.7  # length of a vector beside the features, which go to one
NEWS = 6.0  # how much a sentence of coded news weighs, and how far a constant of its own may be from the others'
EASE = 0.3  # the inverse of how hard the weights are drawn to 0
FOLDS = 8
LEASTS = np.arange(0.4, 0.91, 0.05)  # probabilities that are tried
WORTH = 3  # sentences told rightly, more than told wrongly, below which a language is not asked


class Row(NamedTuple):
    """A sentence behind somebody's words: its features, vector, whether it goes on with them, and where it is from."""

    features: np.ndarray
    vector: np.ndarray
    goes_on: bool
    language: str
    article: str
    news: bool


@dataclass(frozen=True)
class Fitted:
    """What a logistic regression has learnt, and the probability it gives each coded row that it did not see."""

    features: np.ndarray
    vector: np.ndarray
    constant: float
    likely: np.ndarray


def main(argv: Sequence[str]) -> int:
    """Fit the weights and write helpers/models/continued.json and its card."""
    parser = argparse.ArgumentParser(prog="python -m helpers train continued", description=main.__doc__)
    parser.add_argument("--lines", nargs="*", default=[], type=Path, metavar="DIR", help="articles coded by line")
    parser.add_argument("--wikinews", type=Path, metavar="DIR", help="German Wikinews with its quotations")
    parser.add_argument(
        "--coded", nargs=2, action="append", default=[], metavar=("STUDY", "CODING"), help="a study and its coding"
    )
    arguments = parser.parse_args(argv)
    texts = [(one.name.split("_")[0], one) for one in coded.load(arguments.lines)]
    texts += [("de", one) for one in (wikinews.load(arguments.wikinews, "train") if arguments.wikinews else [])]
    rows = {
        engine: [row for language, text in texts for row in of_lines(text, language, engine)]
        + [row for study, coding in arguments.coded for row in of_news(study, coding, engine)]
        for engine in ENGINES
    }
    print(write(rows))
    return 0


def write(rows: dict[str, list[Row]]) -> str:
    """Fit the weights of each engine, and write them with the card; what the card says."""
    found = {engine: fit(own) for engine, own in rows.items()}
    news = [row for row in rows["full"] if row.news]
    least, told = thresholds(news, found["full"].likely)
    stored: dict[str, object] = {"least": least}
    for engine, one in found.items():
        stored[engine] = {
            "features": np.round(one.features, 4).tolist(),
            "vector": np.round(one.vector, 4).tolist(),
            "constant": round(one.constant, 4),
        }
    (models.FOLDER / "continued.json").write_text(json.dumps(stored) + "\n", "utf-8")
    lines = [f"| {name} | {weight:.2f} |" for name, weight in zip(FEATURES, found["full"].features, strict=True)]
    counted = f"{sum(not row.news for row in rows['full']):,} sentences of the first two, {len(news):,} of coded news"
    card = _CARD.format(table="\n".join(told), weights="\n".join(lines), counted=counted)
    (models.FOLDER / "continued.md").write_text(card, "utf-8")
    return "\n".join(told)


_CARD = """# Sentences that go on with somebody's words

A logistic regression over what the reader of attributions makes of a sentence (384 numbers) and where it stands;
helpers/attribution/continued.py says when it is asked and what its features are.

- **Made:** by `python -m helpers train continued`, in ten minutes on one core, most of them the reading of the texts.
- **Data:** articles coded line by line by language models in four languages and German Wikinews train (Petersen-Frey
  and Biemann, LREC 2024, annotation CC BY-NC-SA 4.0), both of which taught the reader itself too; and news coded
  sentence by sentence by language models: {counted}.
- **Limits:** coders of news were language models. Where a sentence may as well be the outlet's own knowledge they
  differ; so does this. It is asked only in the languages of the table, by the probability given there.

Coded news, by cross-validation over its articles: sentences that nobody has behind somebody's words.

| language | probability | rightly told | wrongly told | of those that go on |
|---|---:|---:|---:|---:|
{table}

Weights of the features (`full`):

| feature | weight |
|---|---:|
{weights}
"""


def fit(rows: Sequence[Row]) -> Fitted:
    """The weights by all rows; the probabilities of coded news by the rows of all other articles."""
    table, right = _table(rows), np.array([row.goes_on for row in rows])
    news = np.array([row.news for row in rows])
    heavy = np.where(news, NEWS, 1.0)
    groups = np.array([row.article for row in rows])
    likely = np.zeros(int(news.sum()))
    at = np.flatnonzero(news)
    for _, apart in GroupKFold(FOLDS).split(at, groups=groups[at]):
        seen = np.setdiff1d(np.arange(len(rows)), at[apart])
        likely[apart] = _model(table[seen], right[seen], heavy[seen]).predict_proba(table[at[apart]])[:, 1]
    model = _model(table, right, heavy)
    weights = model.coef_[0]
    n = len(FEATURES)
    return Fitted(weights[:n], weights[n:-1] * VECTOR, float(model.intercept_[0] + weights[-1] * NEWS), likely)


def _model(table: np.ndarray, right: np.ndarray, heavy: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=EASE, max_iter=3000).fit(table, right, sample_weight=heavy)


def _table(rows: Sequence[Row]) -> np.ndarray:
    """[rows, features, vector and whether it is news]."""
    return np.array([np.r_[row.features, row.vector * VECTOR, NEWS if row.news else 0.0] for row in rows])


def thresholds(news: Sequence[Row], likely: np.ndarray) -> tuple[dict[str, float], list[str]]:
    """The probability for each language by which most is won, and the card's lines; a language that wins too little
    has none."""
    least, lines = {}, []
    for language in sorted({row.language for row in news}):
        own = np.array([row.language == language for row in news])
        right = np.array([row.goes_on for row in news])[own]
        told = [
            (float(t), int((right & (likely[own] >= t)).sum()), int((~right & (likely[own] >= t)).sum()))
            for t in LEASTS
        ]
        best, good, bad = max(told, key=lambda each: (each[1] - each[2], each[0]))
        if good - bad >= WORTH:
            least[language] = round(best, 2)
            lines.append(f"| {language} | {best:.2f} | {good} | {bad} | {right.sum()} |")
    return least, lines


# ---------------------------------------------------------------------------------------------------------------
# what is learnt from


def of_lines(article: Annotated, language: str, engine: str) -> Iterator[Row]:
    """The sentences without source and cue behind somebody's words, of an article with its attributions."""
    layout = [Span(0, len(article.text), "body")]
    sentences = split(article.text, layout, language)
    found, vectors = attribution.marked(article.text, layout, sentences, language, engine, True)
    page = Page(article.text, sentences, found, vectors, language)
    last = -1
    for i, sentence in enumerate(sentences):
        content = _share(article, "content", sentence)
        signed = _share(article, "cue", sentence) + _share(article, "source", sentence) > 0
        if last >= 0 and not signed:
            row = page.row(i, last, _mode(page, i))
            yield Row(row, vectors.of(i), content >= MOSTLY, language, article.name, False)
        if signed and content:
            last = i
        elif content < MOSTLY:
            last = -1


def _share(article: Annotated, part: str, sentence: Span) -> float:
    spans = [span for gold in article.attributions or () for span in getattr(gold, part)]
    shared = sum(max(0, min(end, sentence.end) - max(start, sentence.start)) for start, end in spans)
    return shared / max(1, sentence.end - sentence.start)


def of_news(path: str, coding: str, engine: str) -> Iterator[Row]:
    """The coded sentences that nobody has, behind somebody's words; they run on as the coder says."""
    codes = dict(list(pd.read_csv(coding, dtype=str, keep_default_na=False).groupby("article_id")))
    study = load_study(path)
    for listed in entries(study)[0]:
        if listed.article_id not in codes:
            continue
        article, form, layout, sentences, _ = laid_out(listed, content(study, listed, Path()))
        if not attribution.available(article.language):
            continue
        found, vectors = attribution.marked(form.text, layout, sentences, article.language, engine, True)
        page = Page(form.text, sentences, found, vectors, article.language)
        spans = [form.cover(s.start, s.end) for s in sentences]
        modes = _coded_modes(spans, codes[listed.article_id])
        last = -1
        for i, sentence in enumerate(sentences):
            if sentence.kind != "body":
                last = -1
            elif page.taken[i]:
                last = i
            elif last >= 0:
                if modes[i] not in UNUSED:
                    goes_on = modes[i] != "none"
                    yield Row(
                        page.row(i, last, _mode(page, i)),
                        vectors.of(i),
                        goes_on,
                        article.language,
                        article.article_id,
                        True,
                    )
                last = last if modes[i] not in (*UNUSED, "none") else -1


def _mode(page: Page, sentence: int) -> str:
    before = page.spoken_before(sentence)
    return before.mode if before else ""


def _coded_modes(spans: Sequence[tuple[int, int]], codes: pd.DataFrame) -> list[str]:
    """The coded mode of each sentence, "" where none of the coded ones is there."""
    starts, ends = codes["start"].astype(int).to_numpy(), codes["end"].astype(int).to_numpy()
    out = []
    for start, end in spans:
        shared = np.minimum(ends, end) - np.maximum(starts, start)
        best = int(shared.argmax())
        out.append(codes["mode"].iloc[best] if shared[best] >= MOSTLY * (ends[best] - starts[best]) else "")
    return out
