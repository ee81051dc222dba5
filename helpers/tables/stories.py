"""Which articles tell the same text: near-duplicates, syndication and reposts share a story.

MinHash (Broder 1997) over shingles of three words, with locality-sensitive hashing (Indyk & Motwani 1998) to
find the pairs worth comparing: time grows with the number of articles, not with its square.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import rensa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from helpers.layout.words import characters

SHINGLE = 3  # words
PERMUTATIONS = 128
BAND = 4  # hashes that two texts must share to be compared: 32 bands find 87 % of pairs at SIMILAR, 99.9 % at 0.7
SIMILAR = 0.5  # least share of common shingles (Jaccard, as MinHash estimates it)
SEED = 1
RUN = re.compile(r"[^\W_]+")  # shingles are made of the smallest pieces: every sign divides them


def story_ids(ids: list[str], texts: Iterable[str]) -> list[str]:
    """The story of each article: the id of the first article, in the order given, that it is a near-duplicate of.

    texts should be headline and body, without page furniture. An article with no words is a story of its own.
    The same articles give the same stories in every run.
    """
    return stories(ids, [signature(text) for text in texts])


def signature(text: str) -> np.ndarray:
    """The MinHash of a text, PERMUTATIONS numbers (uint32); empty where the text has no words."""
    words = RUN.findall(characters().sub(r" \g<0> ", text.casefold()))
    shingles = {" ".join(words[n : n + SHINGLE]) for n in range(max(1, len(words) - SHINGLE + 1))} - {""}
    if not shingles:
        return np.empty(0, np.uint32)
    minhash = rensa.RMinHash(PERMUTATIONS, SEED)
    minhash.update(list(shingles))
    return np.array(minhash.digest(), np.uint32)


def stories(ids: list[str], signatures: list[np.ndarray]) -> list[str]:
    """The story of each article from the signatures of all; story_ids() in two steps, for a big corpus."""
    worded = [number for number, numbers in enumerate(signatures) if len(numbers)]
    if not worded:
        return list(ids)
    matrix = np.stack([signatures[number] for number in worded])
    pairs = np.concatenate([_similar_in_band(matrix, first) for first in range(0, PERMUTATIONS, BAND)])
    edges = coo_array((np.ones(len(pairs), bool), (pairs[:, 0], pairs[:, 1])), shape=(len(worded),) * 2)
    _, groups = connected_components(edges, directed=False)
    _, leaders, group = np.unique(groups, return_index=True, return_inverse=True)
    found = list(ids)
    for row, leader in enumerate(leaders[group]):
        found[worded[row]] = ids[worded[leader]]
    return found


def _similar_in_band(matrix: np.ndarray, first: int) -> np.ndarray:
    """Pairs of rows that share a band's hashes and are similar: each row with the one before and the first.

    Not by rensa.RMinHashLSH, which gives all rows that share a band: a text reposted 2,000 times makes 4 million pairs
    of them, and of 37,820 headlines 61 came into another story.
    """
    band = np.ascontiguousarray(matrix[:, first : first + BAND]).view(f"V{4 * BAND}").ravel()
    _, heads, bucket = np.unique(band, return_index=True, return_inverse=True)
    order = np.argsort(bucket, kind="stable")
    neighbours = np.column_stack([order[:-1], order[1:]])
    neighbours = neighbours[bucket[neighbours[:, 0]] == bucket[neighbours[:, 1]]]
    with_head = np.column_stack([heads[bucket[neighbours[:, 1]]], neighbours[:, 1]])
    pairs = np.concatenate([neighbours, with_head])
    shares = [(matrix[a] == matrix[b]).mean() for a, b in pairs]
    return pairs[np.array(shares, float) >= SIMILAR].reshape(-1, 2)
