"""What a source phrase says: a person, a body, a medium, a pronoun, or somebody without a name."""

from helpers.speakers.entities.model import Entity, join, named_body, narrator, nobody
from helpers.speakers.entities.parse import parse

__all__ = ["Entity", "join", "named_body", "narrator", "nobody", "parse"]
