"""What notebooks and their pages agree on.

Apart from helpers.run.web_page, whose libraries take seconds to load: a notebook that puts something out needs none.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

TEMPLATES = Path(__file__).parent / "web_page" / "templates"
FIGURE = "application/vnd.whose-words.figure+json"  # of a figure, as a page shows it, among the outputs of a cell
SENTENCES = "application/vnd.whose-words.sentences+json"  # of all sentences of a study


def source(name: str) -> str:
    """A script or style of the pages."""
    return (TEMPLATES / name).read_text("utf-8")


def digest(text: str) -> str:
    """What a content security policy knows a script or style by."""
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def kind_of(file: str, figure: str) -> str:
    """What a file of a figure is called in a link: ``SVG``; of a variant ``column SVG``.

    >>> kind_of("tone.svg", "tone"), kind_of("tone_column.svg", "tone")
    ('SVG', 'column SVG')
    """
    stem, _, kind = file.rpartition(".")
    return f"{stem.removeprefix(figure).strip('_')} {kind.upper()}".strip()
