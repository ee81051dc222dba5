"""Frames learnt from some hundred coded sentences: one logistic regression a frame, beside the codebook.

A sentence is its vector (`encoder.meaning`) and the codebook's hits in it. The learned chance is blended with the
codebook as a / (1 - a), a = N / (N + HALFWAY): with few coded sentences the codebook decides, with many the coding. It
names no words, so it is shown beside the codebook's evidence, never instead of it. The numbers below were chosen on
GVFC, CCF and coded news, 100 sentences teaching each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from helpers.encoder import meaning
from helpers.framing.codebook import Codebook
from helpers.framing.matcher import find

HALFWAY = 100  # coded sentences at which coding and codebook weigh the same
FEWEST_OF_FRAME = 3  # coded sentences with a frame, and without it, below which the codebook alone speaks for it
PENALTY = 2.0  # inverse strength of the L2 penalty
VECTOR = 1.5  # length of each half of a vector beside a hit of the codebook
WIDTH = len(meaning.HALVES) * meaning.HIDDEN
THRESHOLDS = np.arange(0.2, 0.7, 0.02)
FOLDS = 5
DECIMALS = 5


def vectors(texts: Sequence[str]) -> np.ndarray:
    """What the encoder makes of sentences: [texts, WIDTH], each half of length one."""
    return np.array([meaning.read(text).vector for text in texts]).reshape(-1, WIDTH)


def presence(texts: Sequence[str], language: str, codebook: Codebook, names: Sequence[str] = ()) -> np.ndarray:
    """How often the codebook finds each frame of `names` (all if empty) in each text: [texts, names]."""
    place = {name: i for i, name in enumerate(names or codebook.names)}
    found = np.zeros((len(texts), len(place)))
    for hit in find(texts, language, codebook):
        if hit.frame in place:
            found[hit.text, place[hit.frame]] += 1
    return found


@dataclass(frozen=True)
class Heads:
    """What was learnt of n frames; `fit` makes it.

    of_hits: [n, n], of_vector: [n, WIDTH], constants: [n], weights of the regressions. learned: [n], 1 where a frame
    has one, else the codebook alone speaks for it. says: [n, 2], how often coders see the frame where the codebook
    finds it not, and finds it. blend: weight of the regressions beside the codebook. fewest, most: frames that a coded
    sentence has at least, and at most.
    """

    of_hits: np.ndarray
    of_vector: np.ndarray
    constants: np.ndarray
    learned: np.ndarray
    says: np.ndarray
    blend: float
    threshold: float
    fewest: int
    most: int

    def scores(self, read: np.ndarray, found: np.ndarray) -> np.ndarray:
        """How probably each text carries each frame, [texts, n], by its vector and its hits as `fit` takes them."""
        odds = np.log1p(found) @ self.of_hits.T + read @ self.of_vector.T + self.constants
        weight = self.blend * self.learned
        return weight / (1 + np.exp(-odds)) + (1 - weight) * np.where(found > 0, self.says[:, 1], self.says[:, 0])

    def present(self, scores: np.ndarray) -> np.ndarray:
        """Scores -> frames, true or false, as many a text as coders give, the likeliest."""
        rank = (-scores).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
        return ((scores >= self.threshold) & (rank < self.most)) | (rank < self.fewest)

    def stored(self) -> dict[str, Any]:
        """As plain numbers and lists."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            name: np.round(value, DECIMALS).tolist() if isinstance(value, np.ndarray) else value
            for name, value in values.items()
        }

    @classmethod
    def of(cls, stored: dict[str, Any], n: int) -> Heads:
        """The heads of n frames as `stored` gave them; ValueError or KeyError where they are not."""
        shapes: dict[str, tuple[int, ...]] = {"of_hits": (n, n), "of_vector": (n, WIDTH), "says": (n, 2)}
        shapes |= {"constants": (n,), "learned": (n,)}
        arrays = {name: np.array(stored[name], dtype=float) for name in shapes}
        if any(arrays[name].shape != shape or not np.isfinite(arrays[name]).all() for name, shape in shapes.items()):
            raise ValueError("weights of another shape")
        return cls(
            **arrays,
            blend=float(stored["blend"]),
            threshold=float(stored["threshold"]),
            fewest=int(stored["fewest"]),
            most=int(stored["most"]),
        )


def fit(read: np.ndarray, found: np.ndarray, true: np.ndarray, stories: Sequence[str]) -> Heads:
    """Learn from coded sentences: their vectors, hits ([sentences, n]), codes ([sentences, n]) and stories.

    The threshold is the one best for micro F1 where each story is judged by what the others taught.
    """
    held_out = np.empty(true.shape)
    for taught, apart in folds(stories):
        held_out[apart] = _heads(read[taught], found[taught], true[taught]).scores(read[apart], found[apart])
    heads = _heads(read, found, true)
    tried = [replace(heads, threshold=float(threshold)) for threshold in THRESHOLDS]
    return max(tried, key=lambda each: micro_f1(each.present(held_out), true))


def cross_validated(read: np.ndarray, found: np.ndarray, true: np.ndarray, stories: Sequence[str]) -> np.ndarray:
    """The frames, [sentences, n], that heads find in each story which all the other stories taught; as `fit`."""
    out = np.empty(true.shape, dtype=bool)
    for taught, apart in folds(stories):
        heads = fit(read[taught], found[taught], true[taught], [stories[i] for i in taught])
        out[apart] = heads.present(heads.scores(read[apart], found[apart]))
    return out


def folds(stories: Sequence[str]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """At most FOLDS ways to keep some stories apart: the sentences of the others, and theirs."""
    from sklearn.model_selection import GroupKFold  # slow to load, and needed where something is learnt alone

    number = min(FOLDS, len(set(stories)))
    yield from GroupKFold(number, shuffle=True, random_state=1).split(stories, groups=stories)


def micro_f1(found: np.ndarray, true: np.ndarray) -> float:
    """Over all sentences and frames."""
    return float(2 * (found & true).sum() / max(1, found.sum() + true.sum()))


def _heads(read: np.ndarray, found: np.ndarray, true: np.ndarray) -> Heads:
    """All but the threshold."""
    from sklearn.linear_model import LogisticRegression

    size, n = true.shape
    centre = read.mean(axis=0)
    spread = ((read - centre) ** 2).mean(axis=0).reshape(-1, meaning.HIDDEN).sum(axis=1)  # of each half
    scale = np.repeat(VECTOR / np.sqrt(np.where(spread, spread, 1)), meaning.HIDDEN)
    inputs = np.hstack([np.log1p(found), scale * (read - centre)])
    weights, constants = np.zeros((n, inputs.shape[1])), np.zeros(n)
    learned = (true.sum(axis=0) >= FEWEST_OF_FRAME) & ((~true).sum(axis=0) >= FEWEST_OF_FRAME)
    for i in np.flatnonzero(learned):
        model = LogisticRegression(C=PENALTY, class_weight="balanced", max_iter=300).fit(inputs, true[:, i])
        weights[i], constants[i] = model.coef_[0], model.intercept_[0]
    of_vector = scale * weights[:, n:]
    return Heads(
        weights[:, :n],
        of_vector,
        constants - of_vector @ centre,
        learned.astype(float),
        np.array([_says(true[:, i], found[:, i] > 0) for i in range(n)]),
        size / (size + HALFWAY),
        0.5,
        int(true.sum(axis=1).min()),
        int(true.sum(axis=1).max()),
    )


def _says(true: np.ndarray, found: np.ndarray) -> tuple[float, float]:
    """Share of coded sentences with the frame, of those where the codebook finds it not, and finds it; smoothed."""
    return (true[~found].sum() + 0.05) / ((~found).sum() + 0.5), (true[found].sum() + 1.2) / (found.sum() + 2)
