"""Ordered registers of named rules: the first that says something decides, and its name stands with the result."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Rule(NamedTuple, Generic[T]):
    """What a rule is called, and the rule: a function of the facts that gives None where it does not apply."""

    name: str
    decide: Callable[..., T | None]


def first(rules: Iterable[Rule[T]], *facts: Any) -> tuple[str, T] | None:
    """The name of the first rule that decides, and what it decides; None where none does."""
    for name, decide in rules:
        decided = decide(*facts)
        if decided is not None:
            return name, decided
    return None
