"""Contrast: which words and phrases set one voice or outlet apart from another, or from all the rest.

`load` reads the sentences, `count` turns them into counts per group and story, and everything else works from
those counts: `distinctive` (log-odds with an informative Dirichlet prior, keyness, a null from split halves)
and `shift` (which words make one side more negative than the other). `kwic` leads back to the sentences.
"""

from helpers.analysis.contrast.concordance import kwic, lines, opened, strongest
from helpers.analysis.contrast.counts import Counts, count, groups, load, main_language, sides
from helpers.analysis.contrast.terms import distinctive, each_against_rest, keyness, log_odds, variants
from helpers.analysis.contrast.word_shift import Shift, shift, word_scores

__all__ = [
    "Counts",
    "Shift",
    "count",
    "distinctive",
    "each_against_rest",
    "groups",
    "keyness",
    "kwic",
    "lines",
    "load",
    "log_odds",
    "main_language",
    "opened",
    "shift",
    "sides",
    "strongest",
    "variants",
    "word_scores",
]
