"""Who the words of an article belong to, and for whom that somebody speaks.

entities reads a source phrase, antecedents finds who "he" is, both_sides who "the two" are, media the medium in
between, quoted whose a quotation is, descriptions where the article says who somebody is, voices for which bloc that
is (weigh: where nothing tells), interviews reads turns, resolve does it for all attributions of an article, assign
gives each sentence its speaker, canonical one name per speaker of a corpus. What decides is a register of named rules
(rules): who somebody is, in entities, antecedents and resolve (the name stands in the column `found`); for whom he
speaks, in voices (the column `rule`).
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING

from helpers.lexicons import languages
from helpers.speakers import lexical
from helpers.speakers import resolve as by_grammar
from helpers.speakers.assign import assign
from helpers.speakers.canonical import canonical
from helpers.speakers.interviews import turns
from helpers.speakers.resolve import Speaker, agreed
from helpers.speakers.voices import weigh

if TYPE_CHECKING:
    from helpers.attribution import Attribution
    from helpers.layout.sentences import Sentence
    from helpers.study import Article, Study

__all__ = ["Speaker", "assign", "canonical", "complete", "resolve"]


def complete(
    text: str, sentences: Sequence[Sentence], attributions: Sequence[Attribution], language: str = "en"
) -> list[Attribution]:
    """The attributions of an article, with those that only its form or its words tell: an interview's turns."""
    found = turns(text, sentences, attributions)
    return lexical.announced(text, sentences, found, language) if _by_words(language) else found


def _by_words(language: str) -> bool:
    """Whether the sources of a language are read by words."""
    return languages.language(language).speakers == "words"


def engine(language: str) -> ModuleType:
    """What reads the speakers of a language: `who` finds them, `speaker` tells for whom one speaks."""
    return lexical if _by_words(language or "") else by_grammar


def resolve(
    text: str,
    sentences: Sequence[Sentence],
    attributions: Sequence[Attribution],
    article: Article,
    study: Study,
    by_name: bool = True,
) -> list[Speaker]:
    """One speaker an attribution, in the order of `attributions`, by the engine that the article's language names.

    by_name: whether what a name suggests counts for a voice, with all other evidence, where no rule tells one.
    """
    reader = engine(article.language)
    context, found = reader.who(text, sentences, attributions, article, study)
    said = agreed([reader.speaker(entity, via, context) for entity, via in found])
    return weigh.settle(said, [entity for entity, _ in found], context, by_name)
