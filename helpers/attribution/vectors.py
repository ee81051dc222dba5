"""What the reader makes of each sentence of an article: the mean of its words' vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from helpers.attribution.page import Paragraph

if TYPE_CHECKING:
    from helpers.layout.sentences import Sentence

WIDTH = 384


class Vectors:
    """Filled by the tagger while it reads, window by window, so that no word's vector is kept."""

    def __init__(self, page: Sequence[Paragraph], sentences: Sequence[Sentence]) -> None:
        """Of the article's paragraphs as they are read, and its sentences in order."""
        self._page = page
        self._starts = np.array([sentence.start for sentence in sentences], dtype=np.int64)
        self._sums = np.zeros((len(sentences), WIDTH), dtype=np.float32)

    def add(self, number: int, starts: np.ndarray, vectors: np.ndarray) -> None:
        """Words of a paragraph: its number, their [words] starts in it, and their [words, WIDTH] vectors."""
        at = np.searchsorted(self._starts, self._page[number].origin[starts], side="right") - 1
        for sentence, vector in zip(np.maximum(at, 0), vectors, strict=True):  # add.at takes ten times as long
            self._sums[sentence] += vector

    def of(self, sentence: int) -> np.ndarray:
        """The direction of a sentence's mean: [WIDTH], of length one; zeros where no word was read."""
        length = float(np.linalg.norm(self._sums[sentence]))
        return self._sums[sentence] / length if length else self._sums[sentence]
