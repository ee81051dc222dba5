"""The word lists of the package, and the one door to them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # alike, but nine times as fast where libyaml is there


@cache
def load(name: str, language: str | None = None) -> Any:
    """A list by its name, without ".yaml": LANGUAGE/NAME.yaml; with None for the language, the one of all languages.

    Every key and every value is text, as it is written: YAML would make no, on, null, 12 and 2023-05-20 into
    something else than words. Whoever means a number makes it one.

    The list of a language has each key that the list has in any language, in this one empty ("", [], {}) where it
    says nothing of it, and so has a language without the list, and "", a language not known: who asks needs no case
    for either.
    """
    if language is None:
        return _read(FOLDER / f"{name}.yaml")
    own = _read(FOLDER / language / f"{name}.yaml") if language in having(name) else {}
    return _shape(name) | own


@cache
def words(name: str, key: str, language: str) -> frozenset[str]:
    """The words under a key of a language's list."""
    listed = load(name, language)[key]
    return frozenset(listed.split() if isinstance(listed, str) else listed)


@cache
def every(name: str, key: str) -> frozenset[str]:
    """The words under a key of the lists of all languages: for what stands in a text of any."""
    return frozenset().union(*(words(name, key, code) for code in folders()))


def one_of(words: Iterable[str]) -> str:
    """The inside of a regular expression for any of the words, longer ones first; it matches nothing where none is."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) or "(?!)"


@cache
def having(name: str) -> tuple[str, ...]:
    """The codes of the languages that have a list of this name."""
    return tuple(code for code in folders() if (FOLDER / code / f"{name}.yaml").is_file())


@cache
def folders() -> tuple[str, ...]:
    """The codes of the languages that have a folder, in order."""
    return tuple(sorted(path.name for path in FOLDER.iterdir() if len(path.name) in (2, 3) and path.is_dir()))


@cache
def _shape(name: str) -> dict[str, Any]:
    """Every key that the list has in some language, each with nothing in it."""
    found = (_read(FOLDER / code / f"{name}.yaml") for code in having(name))
    return {key: type(value)() for one in found for key, value in one.items()}


@cache
def _read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=LOADER)
