"""Figures: one function a figure, each returning a matplotlib Figure in the house style.

What a notebook needs: a figure's function, ``evidence`` for the sentences behind it, ``publish`` to write
and show it; ``table`` and ``say`` for the rest. Signatures stand at the top of ``house``.
"""

from helpers.figures import (
    claims,
    contrast,
    corpus,
    findings,
    frames,
    robustness,
    tone,
    validation,
    voices,
    wording,
)
from helpers.figures.display import findings_list, links, publish, record, say, show, table
from helpers.figures.evidence import evidence
from helpers.figures.house import Mark, Page, export, use_style

__all__ = [
    "claims",
    "contrast",
    "corpus",
    "findings",
    "frames",
    "robustness",
    "tone",
    "validation",
    "voices",
    "wording",
    "Mark",
    "Page",
    "evidence",
    "export",
    "findings_list",
    "links",
    "publish",
    "record",
    "say",
    "show",
    "table",
    "use_style",
]
