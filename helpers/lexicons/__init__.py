"""The word lists of the package, and the one door to them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # alike, but nine times as fast where libyaml is there


@cache
def load(name: str) -> Any:
    """A word list by its path below this folder, without ".yaml": "titles", "sentiment/modifiers".

    Every key and every value is text, as it is written: YAML would make no, on, null, 12 and 2023-05-20 into
    something else than words. Whoever means a number makes it one.
    """
    return yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"), Loader=LOADER)
