"""Everybody named in a text, by the engine that the table of languages names."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from helpers.lexicons import languages
from helpers.names import people, people_in_cases, people_in_characters
from helpers.names.people import Person

ENGINES: dict[str, Callable[[str, str], tuple[Person, ...]]] = {
    "cases": people_in_cases.persons,
    "characters": people_in_characters.persons,
}


def persons(text: str, language: str) -> list[Person]:
    """Everybody named in the text, in order, under the full name where the text has it."""
    engine = languages.language(language).names
    return list(_found(text, language, engine)) if engine else people.persons(text, language)


@lru_cache(maxsize=4)  # several steps ask for the people of one article in turn
def _found(text: str, language: str, engine: str) -> tuple[Person, ...]:
    return ENGINES[engine](text, language)


def at(text: str, start: int, language: str, named: list[Person]) -> int:
    """Where the name ends that begins at a place, by those of `named` or by what it is made of; 0 for none."""
    known = next((person.end for person in named if person.start == start), 0)
    if known or languages.language(language).names != "characters":
        return known
    name = people_in_characters.name_at(text, start, language)
    return start + len(name) if name and people_in_characters.is_native(name, language) else 0
