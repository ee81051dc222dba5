"""A learned layer beside the codebook, from about 100 hand-coded sentences.

One logistic regression a frame over the codebook's hits, words, word pieces and the mean word embedding, blended
with the codebook as a / (1 - a), a = N / (N + 100): with few coded sentences the codebook decides, with many the
coding does. It names no words, so it is shown beside the codebook's evidence, never instead of it.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, hstack

from helpers.analysis.suggestions import sample
from helpers.encoder import pieces
from helpers.framing.codebook import Codebook
from helpers.framing.matcher import find
from helpers.study import StudyError

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

    from helpers.tables.results import Results


HALFWAY = 100  # coded sentences at which coding and codebook weigh the same
FEWEST = 20  # coded sentences below which nothing is learned
FEWEST_OF_FRAME = 3  # coded sentences of a frame below which only the codebook speaks for it
PENALTY = 2.0  # inverse strength of the L2 penalty
EMBEDDING_WEIGHT = 3.0
THRESHOLDS = np.arange(0.2, 0.7, 0.02)


def presence(texts: Sequence[str], language: str, codebook: Codebook) -> np.ndarray:
    """How often the codebook finds each frame in each text: texts x codebook.names."""
    place = {name: i for i, name in enumerate(codebook.names)}
    found = np.zeros((len(texts), len(place)))
    for hit in find(texts, language, codebook):
        found[hit.text, place[hit.frame]] += 1
    return found


@dataclass(frozen=True)
class Learned:
    """A fitted layer; `fit` makes it."""

    codebook: Codebook
    language: str
    features: _Features
    models: dict[int, LogisticRegression]  # by number of the frame
    says: np.ndarray  # frame x (not found, found): how often the coders see the frame then
    weight: float  # of the learned models in the blend
    threshold: float
    fewest: int  # frames that any coded sentence has at least, and at most
    most: int

    def scores(self, texts: Sequence[str]) -> np.ndarray:
        """How probably each text carries each frame: texts x codebook.names."""
        found = presence(texts, self.language, self.codebook)
        scores = self._from_codebook(found)
        features = self.features.of(texts, found)
        for frame, model in self.models.items():
            learned = model.predict_proba(features)[:, 1]
            scores[:, frame] = self.weight * learned + (1 - self.weight) * scores[:, frame]
        return scores

    def predict(self, texts: Sequence[str]) -> np.ndarray:
        """Which frames each text carries: texts x codebook.names, true or false."""
        return _decide(self.scores(texts), self.threshold, self.fewest, self.most)

    def _from_codebook(self, found: np.ndarray) -> np.ndarray:
        return np.where(found > 0, self.says[:, 1], self.says[:, 0])


def fit(
    texts: Sequence[str], coded: Sequence[Collection[str]], language: str, codebook: Codebook, seed: int = 1
) -> Learned:
    """Learn from coded sentences; coded holds the frames of each text.

    The threshold is the one best for micro F1 in five-fold cross-validation on the coded sentences. Raises
    StudyError when there are too few of them.
    """
    from sklearn.exceptions import ConvergenceWarning  # slow to load; see agreement
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import KFold, cross_val_predict

    if len(texts) < FEWEST:
        raise StudyError(f"learning needs at least {FEWEST} coded sentences, there are {len(texts)}")
    true = np.array([[name in frames for name in codebook.names] for frames in coded])
    found = presence(texts, language, codebook)
    features = _Features(texts)
    inputs = features.of(texts, found)
    weight = len(texts) / (len(texts) + HALFWAY)
    says = np.array([_says(true[:, i], found[:, i] > 0) for i in range(true.shape[1])])
    held_out = np.where(found > 0, says[:, 1], says[:, 0])
    fitted = {}
    folds = KFold(5, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        for i in range(true.shape[1]):
            if not FEWEST_OF_FRAME <= true[:, i].sum() <= len(texts) - FEWEST_OF_FRAME:
                continue
            model = LogisticRegression(C=PENALTY, class_weight="balanced", solver="liblinear", random_state=seed)
            if all(0 < true[train, i].sum() < len(train) for train, _ in folds.split(texts)):
                learned = cross_val_predict(model, inputs, true[:, i], cv=folds, method="predict_proba")[:, 1]
                held_out[:, i] = weight * learned + (1 - weight) * held_out[:, i]
            fitted[i] = model.fit(inputs, true[:, i])
    fewest, most = int(true.sum(1).min()), int(true.sum(1).max())
    best = max(THRESHOLDS, key=lambda threshold: _f1(true, _decide(held_out, threshold, fewest, most)))
    return Learned(codebook, language, features, fitted, says, weight, float(best), fewest, most)


class _Features:
    """Text -> numbers, the weights of words taken from the coded sentences."""

    def __init__(self, texts: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.vectorizers = [
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit(texts),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True).fit(texts),
        ]
        seen = np.zeros(len(pieces.table()[0]))
        for ids in _pieces(texts):
            seen[list(set(ids))] += 1
        self.rarity = np.log((1 + len(texts)) / (1 + seen))
        self.centre = self._embedded(texts).mean(axis=0)

    def of(self, texts: Sequence[str], found: np.ndarray) -> csr_array:
        """Features of texts: tf-idf of words and character n-grams, hits of the codebook, mean embedding."""
        means = self._embedded(texts) - self.centre
        means /= np.linalg.norm(means, axis=1, keepdims=True) + 1e-9
        parts = [vectorizer.transform(texts) for vectorizer in self.vectorizers]
        return csr_array(hstack([*parts, csr_array(np.log1p(found)), csr_array(EMBEDDING_WEIGHT * means)]))

    def _embedded(self, texts: Sequence[str]) -> np.ndarray:
        """Mean embedding of the word pieces of each text, rare pieces weighing more (Arora et al. 2017)."""
        rows = np.zeros((len(texts), pieces.table()[0].shape[1]))
        for row, ids in zip(rows, _pieces(texts), strict=True):
            if ids:
                row += np.average(pieces.embed(np.array(ids)), axis=0, weights=self.rarity[ids])
        return rows


def _pieces(texts: Sequence[str]) -> list[list[int]]:
    return [coded.ids for coded in pieces.tokenizer().encode_batch(list(texts), add_special_tokens=False)]


def _says(true: np.ndarray, found: np.ndarray) -> tuple[float, float]:
    """Share of coded sentences with the frame, of those where the codebook finds it not, and finds it; smoothed."""
    return (true[~found].sum() + 0.05) / ((~found).sum() + 0.5), (true[found].sum() + 1.2) / (found.sum() + 2)


def _decide(scores: np.ndarray, threshold: float, fewest: int, most: int) -> np.ndarray:
    """Scores -> frames, as many a text as coders give: at least `fewest` and at most `most`, the likeliest."""
    rank = (-scores).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
    return ((scores >= threshold) & (rank < most)) | (rank < fewest)


def _f1(true: np.ndarray, found: np.ndarray) -> float:
    """Micro F1 over all sentences and frames."""
    from sklearn.metrics import f1_score

    return float(f1_score(true.ravel(), found.ravel(), zero_division=0))


def learned_shares(
    results: Results, coded: pd.DataFrame, codebook: Codebook, language: str, outlets: Sequence[str] = ()
) -> pd.Series:
    """Frame -> share of sentences by the learned layer; empty where too few sentences are coded."""
    rows = coded[coded["language"] == language]
    if len(rows) < FEWEST:
        return pd.Series(dtype=float)
    layer = fit(rows["text"].tolist(), rows["frames"].tolist(), language, codebook)
    return pd.Series(layer.predict(sample(results, language, outlets)["text"].tolist()).mean(axis=0), codebook.names)
