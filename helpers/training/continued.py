"""Fit which sentences go on with somebody's words: `python -m helpers train continued --lines DIR ... --coded ...`.

`--after` goes on from the weights as they are shipped, where what taught them is not at hand: their score is one more
feature, and what the new rows ask for is added.

Three kinds of texts teach: articles coded line by line and German Wikinews, where a sentence without source and cue
that is somebody's goes on with what stands before it; and news coded sentence by sentence, which weighs more and sets
the probability from which a sentence is somebody's, a language at a time, by cross-validation over its articles.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from helpers import attribution, models
from helpers.attribution.continued import FEATURES, Page, Weights, weights
from helpers.layout import Span
from helpers.layout.sentences import split
from helpers.training import coded, news, wikinews
from helpers.training.polnear import Annotated

ENGINES = ("full", "fast")
MOSTLY = 0.5  # share of a sentence's characters that is somebody's
VECTOR = 5.7  # length of a vector beside the features, which go to one
BEFORE = 3.0  # how much of the score of the weights before stands beside the features
NEWS = 6.0  # how much a sentence of coded news weighs, and how far a constant of its own may be from the others'
EASE, EASE_AFTER = 0.3, 0.02  # the inverse of how hard the weights are drawn to 0, or to those before
FOLDS = 8
LEASTS = np.arange(0.3, 0.91, 0.05)  # probabilities that are tried
WORTH = 3  # sentences told rightly, more than told wrongly, below which a language has the highest


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
    parser.add_argument("--after", action="store_true", help="go on from the weights as they are shipped")
    arguments = parser.parse_args(argv)
    texts = [(one.name.split("_")[0], one) for one in coded.load(arguments.lines)]
    texts += [("de", one) for one in (wikinews.load(arguments.wikinews, "train") if arguments.wikinews else [])]
    rows = {
        engine: [row for language, text in texts for row in of_lines(text, language, engine)]
        + [row for study, coding in arguments.coded for row in of_news(study, coding, engine)]
        for engine in ENGINES
    }
    print(write(rows, {engine: weights(engine) for engine in ENGINES} if arguments.after else {}))
    return 0


def write(rows: dict[str, list[Row]], before: Mapping[str, Weights]) -> str:
    """Fit the weights of each engine, and write them with the card; what the card says.

    before: the weights of an engine to go on from.
    """
    found = {engine: fit(own, before.get(engine)) for engine, own in rows.items()}
    of_news = [row for row in rows["full"] if row.news]
    least, told = thresholds(of_news, together(of_news, found["full"].likely))
    stored: dict[str, object] = {"least": least}
    for engine, one in found.items():
        stored[engine] = {
            "features": np.round(one.features, 4).tolist(),
            "vector": np.round(one.vector, 4).tolist(),
            "constant": round(one.constant, 4),
        }
    (models.FOLDER / "continued.json").write_text(json.dumps(stored) + "\n", "utf-8")
    lines = [f"| {name} | {weight:.2f} |" for name, weight in zip(FEATURES, found["full"].features, strict=True)]
    n_lines = len(rows["full"]) - len(of_news)
    counted = f"{n_lines:,} sentences of the first two, {len(of_news):,} of coded news"
    counted += ", going on from weights that others had taught" if before else ""
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

Coded news, by cross-validation over its articles: sentences that nobody has behind somebody's words, each as likely as
it is itself times those before it. With `--after` the weights before are kept where the new sentences say nothing else.

| language | probability | rightly told | wrongly told | of those that go on |
|---|---:|---:|---:|---:|
{table}

Weights of the features (`full`):

| feature | weight |
|---|---:|
{weights}
"""


def fit(rows: Sequence[Row], before: Weights | None = None) -> Fitted:
    """The weights by all rows, added to those before; the probabilities of coded news by the rows of other articles."""
    table, right = _table(rows, before), np.array([row.goes_on for row in rows])
    of_news = np.array([row.news for row in rows])
    heavy = np.where(of_news, NEWS, 1.0)
    groups = np.array([row.article for row in rows])
    likely = np.zeros(int(of_news.sum()))
    at = np.flatnonzero(of_news)
    learnt = partial(_model, EASE_AFTER if before else EASE)
    for _, apart in GroupKFold(FOLDS).split(at, groups=groups[at]):
        seen = np.setdiff1d(np.arange(len(rows)), at[apart])
        likely[apart] = learnt(table[seen], right[seen], heavy[seen]).predict_proba(table[at[apart]])[:, 1]
    model = learnt(table, right, heavy)
    *own, of_news_weight, kept = model.coef_[0]
    features, vector = np.array(own[: len(FEATURES)]), np.array(own[len(FEATURES) :]) * VECTOR
    constant = float(model.intercept_[0] + of_news_weight * NEWS)
    if before:
        share = kept * BEFORE
        features, vector = features + share * before.features, vector + share * before.vector
        constant += share * before.constant
    return Fitted(features, vector, constant, likely)


def _model(ease: float, table: np.ndarray, right: np.ndarray, heavy: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=ease, max_iter=3000).fit(table, right, sample_weight=heavy)


def _table(rows: Sequence[Row], before: Weights | None) -> np.ndarray:
    """[rows, features, vector, whether it is news, and the score of the weights before]."""

    def score(row: Row) -> float:
        return float(row.features @ before.features + row.vector @ before.vector + before.constant) if before else 0.0

    return np.array([np.r_[r.features, r.vector * VECTOR, NEWS if r.news else 0.0, BEFORE * score(r)] for r in rows])


def together(rows: Sequence[Row], likely: np.ndarray) -> np.ndarray:
    """How likely each row is with all before it, back to the words that it may go on with."""
    first = FEATURES.index("first behind")
    out = likely.copy()
    for i in range(1, len(rows)):
        if not rows[i].features[first]:
            out[i] *= out[i - 1]
    return out


def thresholds(rows: Sequence[Row], likely: np.ndarray) -> tuple[dict[str, float], list[str]]:
    """The probability for each language by which most is won, the highest where too little is; and the card's lines."""
    least, lines = {}, []
    for language in sorted({row.language for row in rows}):
        own = np.array([row.language == language for row in rows])
        right = np.array([row.goes_on for row in rows])[own]
        told = [
            (float(t), int((right & (likely[own] >= t)).sum()), int((~right & (likely[own] >= t)).sum()))
            for t in LEASTS
        ]
        best, good, bad = max(told, key=lambda each: (each[1] - each[2], each[0]))
        if good - bad < WORTH:
            best, good, bad = told[-1]
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
    for one in news.articles(path, coding):
        found, vectors = attribution.marked(one.text, one.layout, one.sentences, one.language, engine, True)
        page = Page(one.text, one.sentences, found, vectors, one.language)
        last = -1
        for i, sentence in enumerate(one.sentences):
            if sentence.kind != "body":
                last = -1
            elif page.taken[i]:
                last = i
            elif last >= 0:
                mode = one.modes[i]
                if mode not in news.UNUSED:
                    row = page.row(i, last, _mode(page, i))
                    yield Row(row, vectors.of(i), mode != "none", one.language, one.article_id, True)
                last = last if mode not in (*news.UNUSED, "none") else -1


def _mode(page: Page, sentence: int) -> str:
    before = page.spoken_before(sentence)
    return before.mode if before else ""
