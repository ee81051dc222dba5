"""Who the words of an article belong to, and for whom that somebody speaks.

phrase reads a source phrase, antecedents finds who "he" is, relays finds the medium in between, voices finds the
bloc, turns reads interviews, assign gives each sentence its speaker, canonical one name per speaker of a corpus.
"""

from helpers.speakers.assign import assign
from helpers.speakers.canonical import canonical
from helpers.speakers.resolve import Speaker, resolve
from helpers.speakers.turns import turns

__all__ = ["Speaker", "assign", "canonical", "resolve", "turns"]
