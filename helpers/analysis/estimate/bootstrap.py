"""Drawing stories anew, the intervals that follow from it, and when a difference counts as decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit

MIN_CLUSTERS = 5  # fewest stories that carry an interval
MIN_N = 10  # fewest sentences for an estimate to be ranked
BLOCKS = 2000  # more stories than this are pooled at random into so many blocks
FAR = 10  # draws beyond zero, under which their share tells a p-value too roughly
AT_ONCE = 250  # draws that are multiplied in one step, to bound the memory


@dataclass(frozen=True)
class Bootstrap:
    """How chance is measured: what is drawn, how often, and how much must be there for an interval.

    min_n: fewest sentences, and min_clusters: fewest clusters, of a group that gets an interval. level: of the
    intervals, .95 for 95 %. cluster: the column of the units that are drawn whole.
    """

    min_n: int = MIN_N
    min_clusters: int = MIN_CLUSTERS
    resamples: int = 2000
    seed: int = 1
    level: float = 0.95
    cluster: str = "story_id"

    def corrected(self, comparisons: float) -> Bootstrap:
        """The same at the level corrected for so many comparisons (Bonferroni)."""
        return replace(self, level=1 - (1 - self.level) / max(comparisons, 1))

    def suffices(self, n: float, clusters: int) -> bool:
        """Whether a group of so many sentences and clusters gets an interval, as far as its size goes."""
        return bool(n >= self.min_n and clusters >= max(self.min_clusters, 2))

    def draw(self, sums: np.ndarray) -> np.ndarray:
        """Column sums of ``resamples`` draws of clusters with replacement: (resamples, columns).

        ``sums``: (clusters, columns). More than BLOCKS clusters are first pooled at random into BLOCKS blocks (random
        groups; Wolter 2007, chapter 2), which leaves the variance unbiased and the cost flat.
        """
        if len(sums) > BLOCKS:
            block = np.random.default_rng([self.seed, len(sums)]).permutation(len(sums)) % BLOCKS
            sums = np.column_stack([np.bincount(block, column, BLOCKS) for column in sums.T])
        times = _times(len(sums), self.resamples, self.seed)
        parts = [times[at : at + AT_ONCE].astype(float) @ sums for at in range(0, self.resamples, AT_ONCE)]
        return np.vstack(parts)

    def interval(self, drawn: np.ndarray, clusters: float) -> tuple[float, float]:
        """Expanded percentile interval of the estimates from ``drawn`` samples (Hesterberg 2015)."""
        tail = ndtr(-np.sqrt(clusters / (clusters - 1)) * stdtrit(clusters - 1, (1 + self.level) / 2))
        low, high = np.nanquantile(drawn, [tail, 1 - tail])
        return float(low), float(high)

    def decides(self, low: float, high: float, clusters: int) -> bool:
        """Is zero left out, with clusters enough that a sign test could reach the level?"""
        return bool((low > 0 or high < 0) and 2.0 ** (1 - clusters) <= 1 - self.level)

    def p_value(self, drawn: np.ndarray, clusters: float) -> float:
        """How rare an estimate so far from zero would be, were there none: the level at which its interval ends there.

        So `interval` turned around, at the share of draws on the other side of zero (one more counted, Davison &
        Hinkley 1997, 4.2); where these are fewer than FAR, at the tail of a normal of the draws' mean and spread, if
        that is larger. No smaller than a sign test over the clusters can reach.
        """
        drawn = drawn[~np.isnan(drawn)]
        beyond = min((drawn <= 0).sum(), (drawn >= 0).sum())
        tail = (beyond + 1) / (len(drawn) + 1)
        if beyond < FAR and (spread := drawn.std()) > 0:
            tail = max(beyond / len(drawn), ndtr(-abs(drawn.mean()) / spread))
        reached = -ndtri(min(tail, 0.5)) * np.sqrt((clusters - 1) / clusters)
        return float(max(2 * stdtr(clusters - 1, -reached), 2.0 ** (1 - clusters)))


USUAL = Bootstrap()


def discoveries(p: np.ndarray, level: float = USUAL.level) -> np.ndarray:
    """Which of many p-values stand out, so that among those that do a share of 1 - level is false at most, on average.

    Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57:1, which holds for estimates that depend
    on one another positively too (Benjamini & Yekutieli 2001, Annals of Statistics 29:4). A missing p is none.
    """
    from scipy.stats import false_discovery_control  # slow to import, and few notebooks ask

    known = ~np.isnan(p)
    found = np.zeros(len(p), bool)
    if known.any():
        found[known] = false_discovery_control(p[known]) <= 1 - level
    return found


@lru_cache(maxsize=16)
def _times(size: int, resamples: int, seed: int) -> np.ndarray:
    """How often each of ``size`` clusters is in each draw; kept, for groups of one size share their draws."""
    rng = np.random.default_rng(seed)
    times = np.empty((resamples, size), np.uint8)
    for start in range(0, resamples, AT_ONCE):
        rows = min(AT_ONCE, resamples - start)
        drawn = rng.integers(0, size, (rows, size)) + size * np.arange(rows)[:, None]
        times[start : start + rows] = np.bincount(drawn.ravel(), minlength=rows * size).reshape(rows, size)
    return times
