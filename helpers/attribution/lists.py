"""The word lists of attribution, lexicons/saying_LANGUAGE.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "lexicons"


@cache
def lists(language: str) -> dict:
    """All word lists of a language."""
    return yaml.safe_load((FOLDER / f"saying_{language}.yaml").read_text(encoding="utf-8"))


def one_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
