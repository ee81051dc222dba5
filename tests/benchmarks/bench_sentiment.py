"""Sentiment against people: NYT editorials (ratings of sentences) and NewsMTSC (sentiment toward a mention).

Every instrument beside plain TextBlob and plain VADER, in one run. NYT: Pearson r with the mean rating, unscored as 0,
and macro F1 of negative, neutral, positive (ratings cut at +-.25); an instrument's own cut-offs are chosen on the
articles at even places of the sorted list, and r and F1 are those of the other half. NewsMTSC: macro F1, with the
whole sentence's score taken for each mention (cut-offs from NYT) or with a target instrument's score (its own
cut-offs). Speed: sentences a second on one thread, loading and one warm-up sentence apart.
"""

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score
from textblob import TextBlob
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from helpers.sentiment import (
    classes,
    cuts,
    prepare,
    primary,
    score,
    score_targets,
    sentence_instruments,
    target_instruments,
)

Scorer = Callable[[Sequence[str]], np.ndarray]


def run(nyt: Path, newsmtsc: Path) -> pd.DataFrame:
    """One row an instrument; `nyt` is a file id, rating, text (tab-separated), `newsmtsc` JSON lines."""
    rated, mentions = _read_nyt(nyt), _read_newsmtsc(newsmtsc)
    rows = {name: _measure(scorer, rated, mentions) for name, scorer in _plain().items()}
    for name in (name for name, instrument in sentence_instruments().items() if "en" in instrument.languages):
        rows[name] = _measure(
            lambda texts, name=name: score(texts, name, "en")[0],
            rated.assign(text=_prepared(rated)),
            mentions.assign(text=_prepared(mentions)),
        )
    test = rated[rated["test"]]
    first = primary("sentence")
    shipped = classes(score(_prepared(test), first, "en")[0], cuts(first))
    rows[first]["NYT F1, shipped cut-offs"] = _macro_f1(_three(test["rating"]), shipped)
    rows |= {name: _measure_target(name, mentions) for name in target_instruments()}
    return pd.DataFrame(rows).T.rename_axis("instrument").dropna(how="all").reset_index()


def _plain() -> dict[str, Scorer]:
    """TextBlob and VADER as their packages have them, on the text as it is."""
    vader = SentimentIntensityAnalyzer()
    return {
        "plain TextBlob": lambda texts: np.array([TextBlob(text).sentiment.polarity for text in texts]),
        "plain VADER": lambda texts: np.array([vader.polarity_scores(text)["compound"] for text in texts]),
    }


def _prepared(frame: pd.DataFrame) -> list[str]:
    return [prepare(text) for text in frame["text"]]


def _measure(scorer: Scorer, rated: pd.DataFrame, mentions: pd.DataFrame) -> dict[str, float]:
    texts = rated["text"].tolist()
    scorer(["A good start."])
    started = time.perf_counter()
    values = np.nan_to_num(scorer(texts))
    speed = len(texts) / (time.perf_counter() - started)
    test, truth = rated["test"].to_numpy(), _three(rated["rating"])
    best = best_cuts(truth[~test], values[~test])
    toward = np.nan_to_num(scorer(mentions["text"].tolist()))
    return {
        "NYT r": np.corrcoef(rated["rating"][test], values[test])[0, 1],
        "NYT F1": _macro_f1(truth[test], classes(values[test], best)),
        "NewsMTSC F1": _macro_f1(mentions["polarity"].to_numpy(), classes(toward, best)),
        "sentences/s": speed,
    }


def _measure_target(name: str, mentions: pd.DataFrame) -> dict[str, float]:
    texts, spans = mentions["text"].tolist(), mentions["span"].tolist()
    score_targets(texts[:1], spans[:1], name)
    started = time.perf_counter()
    values = score_targets(texts, spans, name)
    speed = len(texts) / (time.perf_counter() - started)
    if np.isnan(values).all():  # the model is not there
        return {}
    truth = mentions["polarity"].to_numpy()
    return {"NewsMTSC F1": _macro_f1(truth, classes(values, cuts(name))), "sentences/s": speed}


def best_cuts(truth: np.ndarray, values: np.ndarray) -> tuple[float, float]:
    """The two cut-offs among the values' quantiles with the highest macro F1."""
    at = np.unique(np.quantile(values, np.linspace(0.05, 0.95, 46)))
    pairs = [(low, high) for i, low in enumerate(at) for high in at[i:]]
    return max(pairs, key=lambda pair: _macro_f1(truth, classes(values, pair)))


def _three(ratings: pd.Series) -> np.ndarray:
    return classes(ratings.to_numpy(), (-0.25, 0.25))


def _macro_f1(truth: np.ndarray, guess: np.ndarray) -> float:
    return float(f1_score(truth, guess, labels=(-1, 0, 1), average="macro", zero_division=0))


def _read_nyt(path: Path) -> pd.DataFrame:
    frame = pd.read_csv(path, sep="\t", quoting=3, dtype={"id": str, "text": str})
    article = frame["id"].str.split("_").str[0].astype(int)
    place = {number: i for i, number in enumerate(sorted(article.unique()))}
    return frame.assign(test=article.map(place) % 2 == 1)


def _read_newsmtsc(path: Path) -> pd.DataFrame:
    rows = []
    for line in path.read_text("utf-8").splitlines():
        item = json.loads(line)
        rows += [
            (item["sentence_normalized"], (t["from"], t["to"]), int(t["polarity"]) // 2 - 2) for t in item["targets"]
        ]
    return pd.DataFrame(rows, columns=["text", "span", "polarity"])
