"""Somebody who may speak."""

from __future__ import annotations

from dataclasses import dataclass, field

from helpers.lexicons.speakers import words
from helpers.names import gazetteer


@dataclass(frozen=True)
class Entity:
    """Somebody who may speak.

    kind is person, body, medium, unnamed (one without a name), group (several without a name), joint
    (several with names), pronoun, definite ("the expert": somebody said before), relative ("who"), narrator or none.
    start and end are where the phrase stands, head its noun, gender m, f, n or "".
    """

    name: str
    kind: str
    start: int = -1
    end: int = -1
    head: str = ""
    gender: str = ""
    plural: bool = False
    parts: tuple[Entity, ...] = ()
    person: int = 3  # grammatical person of a pronoun
    determiner: str = ""  # the article or possessive that the phrase begins with
    owner: Entity | None = None  # whom "its minister", "her colleague" belongs to
    role: tuple[int, int] = (-1, -1)  # where a description of the same person stands
    found: str = field(default="", compare=False)  # the rule that told who it is

    @property
    def human(self) -> bool:
        """Whether "he" or "she" may mean it: a person, or one name of which nothing is known ("Serik")."""
        unknown = self.kind == "body" and " " not in self.name
        return (self.kind in ("person", "unnamed") or unknown) and not self.plural and self.gender != "n"


def nobody() -> Entity:
    """Nobody who speaks."""
    return Entity("", "none")


def narrator(found: str) -> Entity:
    """The outlet itself."""
    return Entity("narrator", "narrator", found=found)


def join(entities: tuple[Entity, ...], start: int, end: int) -> Entity:
    """Several speakers as one, with all their names."""
    names = list(dict.fromkeys(entity.name for entity in entities))
    name = ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]
    return Entity(name, "joint", start, end, plural=True, parts=entities)


def named_body(match: gazetteer.Match) -> Entity:
    """The state, body or medium that a name means."""
    name = gazetteer.country_name(match.code) if match.kind == "capital" else match.name
    is_medium = match.kind == "medium" or match.name.split(" ")[-1] in words("media_heads")
    return Entity(name, "medium" if is_medium else "body", match.start, match.end, gender="n")
