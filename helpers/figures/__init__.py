"""Figures: one function a figure, each returning a matplotlib Figure in the house style.

A notebook needs three calls: a figure's function, ``evidence`` for the sentences behind it, and
``publish`` to write it and show it. Signatures stand at the top of ``house``.
"""

from helpers.figures.evidence import evidence
from helpers.figures.house import Mark, Page, export, use_style
from helpers.figures.show import publish, show

__all__ = ["Mark", "Page", "evidence", "export", "publish", "show", "use_style"]
