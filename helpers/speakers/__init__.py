"""Who the words of an article belong to, and for whom that somebody speaks.

phrase reads a source phrase, antecedents finds who "he" is, relays finds the medium in between, descriptions finds
where the article says who somebody is, voices for which bloc that is, turns reads interviews, assign gives each
sentence its speaker, canonical one name per speaker of a corpus.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from helpers.speakers.assign import assign
from helpers.speakers.canonical import canonical
from helpers.speakers.resolve import Speaker, resolve
from helpers.speakers.turns import turns

if TYPE_CHECKING:
    from helpers.attribution import Attribution
    from helpers.layout.sentences import Sentence

__all__ = ["Speaker", "assign", "canonical", "complete", "resolve"]


def complete(text: str, sentences: Sequence[Sentence], attributions: Sequence[Attribution]) -> list[Attribution]:
    """The attributions of an article, with those that only its form tells: an interview's turns."""
    return turns(text, sentences, attributions)
