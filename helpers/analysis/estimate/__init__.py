"""Means, shares and differences with intervals that respect the story as the unit of chance.

Sentences of one article resemble one another, and so do copies of one agency text. So chance is
drawn over stories (``cluster``), never over sentences: a story comes in with all its sentences or
not at all (cluster bootstrap; Davison & Hinkley 1997, section 3.8).

Which interval? The *expanded percentile* interval (Hesterberg 2015, The American Statistician 69:4,
doi:10.1080/00031305.2015.1089789): the percentiles of the resampled estimates, taken further out so
that few clusters are paid for as in a t interval. It stays inside the range of the measure. In a
simulation of unequal stories, normal and skewed (``tests/benchmarks/bench_estimate.py``), a nominal
95 % interval held the truth in some 90 % of trials with 5 stories and 92 % with 25; the plain percentile
interval in 81 % and 91 %. Below ``MIN_CLUSTERS`` stories no interval is given at all: nothing can be said
about how another week's news would have looked.

Where all stories of a group have the same value (no sentence carries the frame, say), resampling finds no
spread; that is no certainty. Of k such stories all we know is that at most a share u = 1 - (alpha/2) ** (1/k)
of the others is different (the exact binomial bound, the "rule of three"; Hanley & Lippman-Hand 1983,
doi:10.1001/jama.1983.03330370053031). The interval then reaches the share u of the way to the ends of the
measure: those given as ``span``, or else the lowest and highest value of a story in any group. Where nothing
at all varies there is no interval, and ``enough`` is False.

What an interval says: how far the estimate would move if other stories *of the same kind* had been
sampled. It does not cover errors of the instrument, nor a biased choice of articles.

Rows may be sentences or aggregates made in a database: with ``n="n"`` a row stands for that many
sentences and ``value`` is their mean, so that 250,000 articles need one small row per story and group.
Rows that tell how many articles their story has (``copies``) count a story once: copies of one text count together as
much as one of them would. An estimate by outlet counts it once in each outlet that has it.
Rows of a sample tell how many of the corpus each of their sentences stands for (``stands_for``).
``n`` may hold parts of sentences (a joint statement counts for each of its voices in equal parts); a count
that is given back is that of whole sentences.
"""

from helpers.analysis.estimate.bootstrap import MIN_CLUSTERS, MIN_N, USUAL, Bootstrap, discoveries
from helpers.analysis.estimate.correlation import correlation
from helpers.analysis.estimate.differences import (
    Difference,
    difference,
    differences,
    differences_within,
    share_differences,
)
from helpers.analysis.estimate.means import away_from, means, shares
from helpers.analysis.estimate.sums import COPIES, COPIES_IN_OUTLET, STANDS_FOR, in_each, once, whole

__all__ = [
    "COPIES",
    "COPIES_IN_OUTLET",
    "MIN_CLUSTERS",
    "MIN_N",
    "STANDS_FOR",
    "USUAL",
    "Bootstrap",
    "Difference",
    "away_from",
    "correlation",
    "difference",
    "differences",
    "differences_within",
    "discoveries",
    "in_each",
    "means",
    "once",
    "share_differences",
    "shares",
    "whole",
]
