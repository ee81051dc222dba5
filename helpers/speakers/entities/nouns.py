"""What the nouns of a phrase tell of somebody: a person's role, the gender, one or several."""

from __future__ import annotations

import re
from functools import lru_cache

from helpers import lexicons
from helpers.lexicons.speakers import words

WORD = re.compile(r"[\w’'‑-]+(?:\.(?=\w))?")
_SHORTEST_FEMININE = 6  # letters of a word whose ending tells the gender


def role_noun(phrase: str) -> bool:
    """Whether a phrase says what somebody is: "the company's chief executive"."""
    tokens = [t.lower() for t in WORD.findall(_before_preposition(phrase))]
    return bool(tokens) and is_role(tokens[-1])


def is_role(noun: str) -> bool:
    """Whether a noun calls a person, also as the end of a compound: "vice-president", "Regierungssprecher"."""
    if noun in words("roles") or noun.rpartition("-")[2] in words("roles"):
        return True
    return noun.endswith(_long_roles())


@lru_cache
def _long_roles() -> tuple[str, ...]:
    return (*(role for role in words("roles") if len(role) > 7), *words("ends_of_roles"))


def calls_alike(role: str, word: str, language: str) -> bool:
    """Whether a word, in any case and as the end of a compound, calls somebody by a role or by another word for it."""
    alike = _same_roles(language).get(role, frozenset((role,)))
    plain = [word, *(word.removesuffix(ending) for ending in words("case_endings", language) if word.endswith(ending))]
    other = tuple(words("no_longer", language) | words("other_offices", language))
    return any(form == name or form.endswith(name) and not form.startswith(other) for form in plain for name in alike)


@lru_cache
def _same_roles(language: str) -> dict[str, frozenset[str]]:
    """A word for a role -> all words for it."""
    found: dict[str, set[str]] = {}
    for alike in lexicons.load("speakers")["same_roles"].get(language, ()):
        for word in alike:
            found.setdefault(word, set()).update(alike)
    return {word: frozenset(alike) for word, alike in found.items()}


def split_role(noun: str) -> tuple[str, str]:
    """What somebody has a role of, and the role: ("evp", "präsident") of "evp-präsident"; ("", noun) of any other."""
    of, _, role = noun.rpartition("-")
    if of and role in words("roles"):
        return of, role
    ends = [role for role in _long_roles() if noun.endswith(role) and role != noun]
    role = max(ends, key=len, default=noun)
    return noun.removesuffix(role), role


def _before_preposition(phrase: str) -> str:
    tokens = phrase.split()
    for i, token in enumerate(tokens):
        if i and token in words("prepositions"):
            return " ".join(tokens[:i])
    return phrase


def courtesy(title: str) -> str:
    """The gender that a courtesy title tells: "f" of "Mrs", "m" of "King of Spain"; "" of any other word."""
    first = title.split()[:1]
    return next((sex for sex in ("m", "f") if first and first[0].rstrip(".") in words("courtesy", sex)), "")


def is_courtesy(word: str) -> bool:
    """Whether a word is a title that needs a name behind it: "Mr"."""
    return " " not in word and bool(courtesy(word.lower()))


def gender_of(nouns: list[str], language: str) -> str:
    """The gender that nouns tell, the last first: "the female speaker", "Virologin"."""
    feminine = tuple(words("feminine_endings", language))
    for noun in reversed(nouns):
        for sex in ("f", "m"):
            if noun.lower() in words("roles", sex):
                return sex
        if len(noun) >= _SHORTEST_FEMININE and noun.endswith(feminine) and noun.lower() not in words("media"):
            return "f"
    return ""


def is_plural(head: str, lower: list[str], language: str = "en") -> bool:
    """Whether a phrase of words in lower case, up to its head, means several."""
    if lower[0] in words("of_one", language):
        return False
    if lower[0] in words("articles_of_one_man", language) and head in words("roles", "m"):
        return any(word.endswith(tuple(words("endings_of_several", language))) for word in lower[1:-1])
    if lower[0] in words("quantities") and lower[0] not in words("quantities_of_one"):
        return True
    if head in words("plural_words"):
        return True
    return head.endswith("s") and not head.endswith(("ss", "us", "is", "'s", "’s")) and head not in words("not_plural")
