"""Figures: one function a figure, each returning a matplotlib Figure in the house style.

What a notebook needs: ``start``, which gives it all it works with; a figure's function, ``evidence`` for the sentences
behind it, and of what ``start`` gave ``publish``, ``table``, ``say`` and ``end``. The house style's signatures stand at
the top of ``house``.
"""

from helpers.figures import (
    claims,
    contrast,
    corpus,
    corrected,
    findings,
    frames,
    lead,
    live,
    outlets,
    robustness,
    strips,
    summaries,
    tone,
    validation,
    voices,
    word_by_word,
    wording,
)
from helpers.figures.display import findings_list, links, publish, say, show, table
from helpers.figures.evidence import evidence, of_blocs, strongest, strongest_toward
from helpers.figures.house import Mark, Page, export, use_style
from helpers.figures.notebook import Notebook, start

__all__ = [
    "claims",
    "contrast",
    "corpus",
    "corrected",
    "findings",
    "frames",
    "lead",
    "live",
    "outlets",
    "robustness",
    "strips",
    "summaries",
    "tone",
    "validation",
    "voices",
    "word_by_word",
    "wording",
    "Mark",
    "Notebook",
    "Page",
    "evidence",
    "export",
    "findings_list",
    "links",
    "of_blocs",
    "publish",
    "say",
    "show",
    "start",
    "strongest",
    "strongest_toward",
    "table",
    "use_style",
]
