"""How often does a nominal 95 % interval hold the truth, with few stories?

Stories of unequal length with effects of their own (normal, or skewed), the mean over sentences as estimate.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import norm, t

from helpers.analysis.estimate import Bootstrap


def run(stories: tuple[int, ...] = (5, 8, 10, 15, 25, 50), trials: int = 1500, resamples: int = 1000) -> pd.DataFrame:
    """Coverage and width of the expanded, the plain percentile and the t interval over story sums."""
    rows = []
    for k in stories:
        for shape in ("normal", "skewed"):
            rng = np.random.default_rng(k)
            found = [_trial(rng, k, shape == "skewed", resamples, seed) for seed in range(trials)]
            for column, name in enumerate(("expanded percentile", "percentile", "t")):
                intervals = np.array([trial[column] for trial in found])
                held = (intervals[:, 0] <= 0) & (intervals[:, 1] >= 0)
                width = np.diff(intervals).mean()
                rows.append((k, shape, name, held.mean(), width))
    return pd.DataFrame(rows, columns=["stories", "effects", "interval", "coverage", "width"])


def _trial(rng: np.random.Generator, k: int, skewed: bool, resamples: int, seed: int) -> list[tuple]:
    """One corpus with true mean 0; its three intervals."""
    n = 1 + rng.poisson(rng.gamma(1.5, 8, k))
    effect = rng.exponential(0.3, k) - 0.3 if skewed else rng.normal(0, 0.3, k)
    totals = n * effect + rng.normal(0, 0.6, k) * np.sqrt(n)
    bootstrap = Bootstrap(resamples=resamples, seed=seed)
    drawn = bootstrap.draw(np.column_stack([totals, n]))
    ratio = drawn[:, 0] / drawn[:, 1]
    mean = totals.sum() / n.sum()
    error = np.sqrt(((totals - mean * n) / n.mean()).var(ddof=1) / k) * t.ppf(0.975, k - 1)
    plain = tuple(np.quantile(ratio, norm.cdf([-1.96, 1.96])))
    return [bootstrap.interval(ratio, k), plain, (mean - error, mean + error)]


if __name__ == "__main__":
    print(run().round(3).to_string(index=False))
