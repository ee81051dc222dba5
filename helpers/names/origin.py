"""What a person's name suggests: from which countries those mostly are who bear names that sound so.

A suggestion and no more: people move, names travel, and namesakes live everywhere. A linear model over the short runs
of letters in the words of a name tells which family of names it is of, and which countries the family is at home in
(origin.npz; `python -m helpers train voices` makes it, helpers/training/name_families.yaml names the families).
"""

from __future__ import annotations

import re
import zlib
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from helpers.names.knowledge.keys import HAN, plain

FILE = Path(__file__).with_name("origin.npz")
RUNS = (2, 3, 4)  # letters of a run, the edges of a word counted
RUNS_OF_HAN = (1, 2)  # the same where each letter is a syllable
_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(r"[^\W\d_]+")


class Model(NamedTuple):
    """weights: [buckets + 1, families], the last row the constants; countries: codes; homes: [families, countries]."""

    weights: np.ndarray
    countries: tuple[str, ...]
    homes: np.ndarray


@lru_cache(1 << 12)
def countries(name: str) -> dict[str, float]:
    """Country -> how likely a full name is of there, adding up to 1; nothing for a name of one word."""
    found = buckets(name, len(model().weights) - 1)
    if not found:
        return {}
    score = model().weights[found].sum(0) / np.sqrt(len(found)) + model().weights[-1]
    families = np.exp(score - score.max())
    shares = families / families.sum() @ model().homes
    return dict(zip(model().countries, shares.tolist(), strict=True))


def buckets(name: str, size: int) -> list[int]:
    """The numbers under which the runs of letters of a full name are found, each once."""
    words = _WORD.findall(name)
    han = bool(_HAN.search(name))
    if len(words) < 2 and not (han and len(name) > 1):
        return []
    runs = RUNS_OF_HAN if han else RUNS
    spelt = [word if han else f"<{plain(word)}>" for word in words]
    found = {word[i : i + n] for word in spelt for n in runs for i in range(len(word) - n + 1)}
    return sorted({zlib.crc32(run.encode()) % size for run in found})


@cache
def model() -> Model:
    """The model that the package has."""
    with np.load(FILE) as stored:
        weights = stored["weights"].astype(np.float32) * stored["scale"]
        return Model(weights, tuple(stored["countries"].tolist()), stored["homes"].astype(np.float32))
