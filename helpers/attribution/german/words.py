"""What a German word is, by its base form: a noun, a finite verb, or neither."""

from __future__ import annotations

from functools import lru_cache

import simplemma

from helpers.attribution.lists import lists


@lru_cache(maxsize=20_000)
def base(word: str) -> str:
    """The base form: verbs and adverbs in lower case, nouns with a capital; a word not known as it is."""
    return simplemma.lemmatize(word, lang="de")


def is_noun(word: str) -> bool:
    """Whether a word with a capital is a noun or a name wherever it stands, "Experten", not "Natürlich"."""
    word = word.lstrip("0123456789-")  # der 87-Jährige
    return word[:1].isupper() and base(word)[:1].isupper()


def is_common_noun(word: str) -> bool:
    """Whether a word is a noun that is not only a name."""
    return is_noun(word) and simplemma.is_known(word, lang="de")


def is_adjective(word: str) -> bool:
    """Whether a word is inflected as adjectives are: "russische", not "natürlich"."""
    return word.endswith(("e", "en", "er", "es", "em")) and base(word).lower() != word.lower()


def is_verb(word: str) -> bool:
    """Whether a word in lower case is a form of a verb other than its infinitive, "fuhr" and "schimpfte", not "ist"."""
    return word.islower() and word not in lists("de")["stops"] and base(word) != word and base(word).endswith("n")
