"""Who has spoken so far in an article."""

from __future__ import annotations

from itertools import islice

from helpers.names import people
from helpers.names.people import Person
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity

Span = tuple[int, int]
MEMORY = 200  # speakers remembered


class History:
    """The speakers so far, in the order of the text."""

    def __init__(self, context: Context):
        """Nobody has spoken yet."""
        self.context = context
        self.said: list[tuple[int, Entity]] = []  # (sentence, speaker)

    def add(self, position: int, entity: Entity) -> None:
        """Note that somebody spoke at a position."""
        self.said.append((self.context.sentence_at(position), entity))

    def last(self, sentence: int, fits, reach: int = 10**6) -> Entity | None:
        """The latest speaker up to a sentence, at most `reach` sentences before, for whom `fits` holds."""
        for at, entity in islice(reversed(self.said), MEMORY):
            if at <= sentence and fits(entity):
                return entity if sentence - at <= reach else None
        return None

    def at(self, sentence: int) -> list[Entity]:
        """The speakers of one sentence, the latest first."""
        return [entity for at, entity in islice(reversed(self.said), MEMORY) if at == sentence]


def as_entity(context: Context, person: Person) -> Entity:
    """A person named in the text, by the full name."""
    name = context.full_name(person.name)
    return Entity(name, "person", person.start, person.end, person.title, people.gender(name))


def agrees(one: str, other: str) -> bool:
    """Whether two genders can be one person's."""
    return not one or not other or one == other


def within(position: int, spans: list[Span]) -> bool:
    """Whether a position is in one of the spans."""
    return any(start <= position < end for start, end in spans)
