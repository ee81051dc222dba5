"""Words and phrases that set two groups apart: weighted log-odds, keyness, and what chance alone would give.

Log-odds with an informative Dirichlet prior: Monroe, Colaresi & Quinn (2008), Fightin' Words, Political Analysis
16(4), equations 15-22. Keyness: Dunning (1993), Computational Linguistics 19(1), the log-likelihood ratio G2.
Both take words for independent draws, which they are not: a word once used in a story is used again. So what
counts as beyond chance is measured by a permutation test: stories are split at random into two sides again and again,
and a term is marked only where it stands out more than the most extreme term of nearly every such comparison.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.special import xlogy

from helpers.analysis.contrast.counts import Counts, count, plain

BLOCKS = 500  # more stories than this are split in so many bundles
FEWEST_STORIES = 6  # of both sides together, for split halves to say something
COLUMNS = ["term", "count_a", "count_b", "rate_a", "rate_b", "stories", "log_odds", "z", "g2", "beyond_chance"]


def log_odds(
    a: np.ndarray, b: np.ndarray, n_a: float, n_b: float, prior: np.ndarray, prior_words: float
) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds ratio of each term between two sides, and its z score.

    a, b: counts of each term; n_a, n_b: running words. prior: each term's expected count in `prior_words` words
    of the background.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = (
            np.log(a + prior)
            - np.log(n_a + prior_words - a - prior)
            - np.log(b + prior)
            + np.log(n_b + prior_words - b - prior)
        )
        return delta, delta / np.sqrt(1 / (a + prior) + 1 / (b + prior))


def keyness(a: np.ndarray, b: np.ndarray, n_a: float, n_b: float) -> np.ndarray:
    """Signed G2 of each term: positive where side a uses it more; 3.84 is p = .05 for one term alone."""
    total, n = a + b, n_a + n_b
    expected_a, expected_b = n_a * total / n, n_b * total / n
    with np.errstate(divide="ignore", invalid="ignore"):
        g2 = 2 * (
            xlogy(a, a / expected_a)
            + xlogy(b, b / expected_b)
            + xlogy(n_a - a, (n_a - a) / (n_a - expected_a))
            + xlogy(n_b - b, (n_b - b) / (n_b - expected_b))
        )
    signed: np.ndarray = np.where(a / n_a >= b / n_b, 1, -1) * np.nan_to_num(g2).clip(0)
    return signed


def distinctive(
    counts: Counts,
    a: str,
    b: str = "",
    *,
    min_articles: int = 2,
    prior_words: float | None = None,
    splits: int = 200,
    seed: int = 1,
) -> pd.DataFrame:
    """Terms by how much they set group `a` apart from `b` (all other groups when "").

    min_articles: a term must occur in so many stories (copies of one text are one). prior_words: weight of the
    prior, which is the whole corpus, in words; by default as many as the smaller side has. A term that only
    occurs within a longer one is left out. Returns COLUMNS, strongest for a first; rates are per 1,000 words;
    `attrs["chance"]` holds the |z| that chance reaches (nan where there are too few stories), `attrs["n_a"]` and
    `attrs["n_b"]` the running words.
    """
    in_a = counts.side(a)
    in_b = counts.side(b) if b else ~in_a
    stories = _presence(counts, in_a | in_b)
    kept = np.flatnonzero(stories >= min_articles)
    matrix = counts.matrix[:, kept]
    words = counts.units["n_words"].to_numpy(float)
    n_a, n_b = words[in_a].sum(), words[in_b].sum()
    if not (len(kept) and n_a and n_b):
        table = pd.DataFrame(columns=COLUMNS).astype({"beyond_chance": bool})
        table.attrs |= {"chance": np.nan, "n_a": int(n_a), "n_b": int(n_b)}
        return table
    prior_words = prior_words or min(n_a, n_b)
    prior = prior_words * _sum(matrix) / words.sum()
    count_a, count_b = _sum(matrix[in_a]), _sum(matrix[in_b])
    delta, z = log_odds(count_a, count_b, n_a, n_b, prior, prior_words)
    chance = _chance(counts, in_a | in_b, matrix, n_a / (n_a + n_b), prior, prior_words, splits, seed)
    table = pd.DataFrame(
        {
            "term": [counts.terms[i] for i in kept],
            "count_a": plain(count_a),
            "count_b": plain(count_b),
            "rate_a": 1000 * count_a / n_a,
            "rate_b": 1000 * count_b / n_b,
            "stories": stories[kept],
            "log_odds": delta,
            "z": z,
            "g2": keyness(count_a, count_b, n_a, n_b),
            "beyond_chance": np.abs(z) > chance,
        }
    )
    table = table[~table["term"].isin(_parts(table))]
    table = table.sort_values(["z", "term"], ascending=[False, True], ignore_index=True)
    table.attrs |= {"chance": chance, "n_a": int(n_a), "n_b": int(n_b)}
    return table


def each_against_rest(
    counts: Counts, groups: Iterable[str], *, min_articles: int = 2, splits: int = 200, seed: int = 1, most: int = 8
) -> pd.DataFrame:
    """The strongest terms of each group against all others: [group, terms, beyond_chance].

    beyond_chance: how many terms are, of either sign. min_articles, splits and seed: as in `distinctive`.
    """
    rows = []
    for group in groups:
        table = distinctive(counts, group, min_articles=min_articles, splits=splits, seed=seed)
        strong = table[table["z"] > 0]["term"].head(most)
        rows.append((group, ", ".join(strong), int(table["beyond_chance"].sum())))
    return pd.DataFrame(rows, columns=["group", "terms", "beyond_chance"])


def variants(
    sentences: pd.DataFrame,
    a: str,
    b: str,
    *,
    longest: int,
    names: bool,
    min_articles: int,
    splits: int,
    seed: int,
    most: int = 20,
) -> pd.DataFrame:
    """The comparison counted in other ways: [counted, terms, beyond_chance, stay].

    stay: how many of the `most` strongest terms of each side, as first counted, are among them here.
    """
    ways: dict[str, dict[str, Any]] = {
        "as above": {},
        "names masked" if names else "names counted": {"names": not names},
        "single words": {"longest": 1},
        f"terms in {min_articles + 2} stories or more": {"min_articles": min_articles + 2},
    }
    rows = []
    first: set[str] = set()
    for way, change in ways.items():
        counted: dict[str, Any] = {"longest": longest, "names": names, "min_articles": min_articles} | change
        table = distinctive(
            count(sentences, counted["longest"], counted["names"]),
            a,
            b,
            min_articles=counted["min_articles"],
            splits=splits,
            seed=seed,
        )
        strong = {*table["term"].head(most), *table["term"].tail(most)}
        first = first or strong
        rows.append((way, len(table), int(table["beyond_chance"].sum()), len(strong & first)))
    return pd.DataFrame(rows, columns=["counted", "terms", "beyond_chance", "stay"])


def _sum(matrix: csr_array) -> np.ndarray:
    return np.asarray(matrix.sum(axis=0), dtype=float).ravel()


def _presence(counts: Counts, used: np.ndarray) -> np.ndarray:
    """In how many stories of the units used each term occurs."""
    codes, stories = pd.factorize(counts.units["story_id"][used])
    indicator = csr_array((np.ones(len(codes)), (codes, np.arange(len(codes)))), shape=(len(stories), len(codes)))
    return np.asarray(((indicator @ counts.matrix[used]) > 0).sum(axis=0)).ravel()


def _parts(table: pd.DataFrame) -> set[str]:
    """Terms that only ever occur inside one longer term, which says all that they say."""
    parts = set()
    for _, same in table.groupby(["count_a", "count_b", "stories"])["term"]:
        terms = set(same)
        for words in (term.split() for term in terms if " " in term):
            shorter = {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
            parts |= terms & shorter - {" ".join(words)}
    return parts


def _chance(
    counts: Counts,
    used: np.ndarray,
    matrix: csr_array,
    share: float,
    prior: np.ndarray,
    prior_words: float,
    splits: int,
    seed: int,
) -> float:
    """The |z| that the most extreme term stays under in 95 % of random splits of the stories into two sides.

    Each story goes to one side whole, with about as many words on a side as the sides compared have.
    """
    codes, stories = pd.factorize(counts.units["story_id"][used])
    if len(stories) < FEWEST_STORIES or not splits:
        return float("nan")
    random = np.random.default_rng(seed)
    if len(stories) > BLOCKS:
        codes = random.integers(0, BLOCKS, len(stories))[codes]
    blocks = codes.max() + 1
    gather = csr_array((np.ones(len(codes)), (codes, np.arange(len(codes)))), shape=(blocks, len(codes)))
    terms = gather @ matrix[used]
    words = gather @ counts.units["n_words"].to_numpy(float)[used]
    totals, n = _sum(terms), words.sum()
    extremes = []
    for _ in range(splits):
        order = random.permutation(blocks)
        filled = np.cumsum(words[order])
        cut = min(max(int(np.argmin(np.abs(filled - share * n))), 0), blocks - 2) + 1
        side = np.zeros(blocks)
        side[order[:cut]] = 1
        a, n_a = np.asarray(terms.T @ side).ravel(), words @ side
        _, z = log_odds(a, totals - a, n_a, n - n_a, prior, prior_words)
        extremes.append(np.nanmax(np.abs(z)))
    return float(np.quantile(extremes, 0.95))
