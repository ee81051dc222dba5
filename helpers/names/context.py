"""Whether a word that is spelt like a name is one, by what stands beside it.

"A western wind" is a direction and "western sanctions" are the West's; "speak Russian" is a language; US in a line of
capitals is a pronoun; a "Diplomat" in German is a diplomat and no magazine. Which words decide is data in
lexicons/LANGUAGE/name_context.yaml; a text in a language without that list has English names alone, and so is read by
the English one. Every look is at a stretch of bounded length, so that the work grows with the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from helpers import lexicons
from helpers.lexicons import one_of
from helpers.names import around
from helpers.names.around import Name
from helpers.names.forms import BASE, inflected

_QUOTED = re.compile(r"[\"'“”„‚‘»«›‹*_]")
_ENDS = re.compile(r"\s*(?:$|[.,;:!?)\]”“\"»«\n])")


@lru_cache
def _join() -> re.Pattern[str]:
    """What may stand between two names that are joined."""
    return re.compile(rf",? (?:{one_of(around.anywhere('and', 'or'))}|&|vs\.?) |, |[-–/]", re.I)


@lru_cache
def _common(language: str) -> dict[str, str]:
    """Names that are common words as well, in all their forms, each with its base form."""
    return {form: word for word in around.words(language, "words") for form in inflected(word, "name", language)}


@lru_cache
def _directions(language: str, kind: str) -> frozenset[str]:
    """What may be a direction, in all its forms: "adjectives", "points", "nouns"."""
    listed = {word for code in (language, BASE) for word in lexicons.load("name_context", code)["directions"][kind]}
    if kind == "adjectives":
        return frozenset(form for word in listed for form in inflected(word, "adjective", language))
    return frozenset(listed)


def no_names(text: str, names: Sequence[Name], language: str) -> set[int]:
    """The indices of those of `names`, in order of the text, that are no names there."""
    language = language if language in lexicons.having("name_context") else BASE
    pronouns = lexicons.load("name_context", language)["pronouns"]
    in_doubt = {
        i for i, name in enumerate(names) if text[name.start : name.end] in pronouns and around.in_capitals(text, name)
    }
    plain = {name.code for name in names if not around.in_capitals(text, name)} if in_doubt else set()
    return {
        i
        for i in range(len(names))
        if (_is_pronoun(text, names, i, language, plain) if i in in_doubt else _is_none(text, names, i, language))
    }


def _is_none(text: str, names: Sequence[Name], i: int, language: str) -> bool:
    name = names[i]
    word = text[name.start : name.end]
    if name.code == "WEST":
        return _is_direction(text, names, i, language)
    if name.kind in ("country", "capital", "place") and _ends_another(text, names, i, language):
        return True
    if name.kind == "demonym":
        return _is_language(text, names, i, language)
    common = _common(language)
    bare = common.get(word.lower()) or common.get(_without_article(word.lower()))
    if bare and name.kind in ("medium", "institution"):
        return not (_is_told(text, name, bare, language) or _is_introduced(text, name, language))
    return False


def _without_article(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if first in around.anywhere("articles") else name


# ---------------------------------------------------------------------------------------------------------------
# a longer name


def _capital_before(text: str, name: Name) -> str:
    """The capitalised word right before a name inside a sentence, which makes another name of the two; else ""."""
    before = re.search(r"([^\W\d_][\w-]*) $", text[max(0, name.start - 30) : name.start])
    if not before or not before[1][0].isupper() or before[1].lower() in _no_first_words():
        return ""
    start = name.start - len(before.group())
    return "" if around.opens_sentence(text, start) or around.in_title_case(text, name) else before[1]


@lru_cache
def _no_first_words() -> frozenset[str]:
    """Capitalised words that may stand before a name and are no part of it, in lower case."""
    titles = lexicons.load("titles")["titles"]["english"]
    listed = (word for key in ("openers", "bodies", "government") for word in lexicons.every("names", key))
    return frozenset(map(str.lower, (*listed, *titles)))


def _ends_another(text: str, names: Sequence[Name], i: int, language: str) -> bool:
    """Whether a place is the end of somebody else's name: "Dynamo Kyiv", "Priorities USA"."""
    if around.has_capitals(language) or text[names[i].start : names[i].end].isupper():
        return False  # US and UK stand before nouns as adjectives do
    first = _capital_before(text, names[i])
    if first.isupper():
        return False  # the end of a credit or a headline
    adjoined = i > 0 and _is_adjoined(names, i - 1, text)
    return bool(first) and not adjoined and first.lower() not in around.words(language, "parts")


# ---------------------------------------------------------------------------------------------------------------
# a direction


def _is_direction(text: str, names: Sequence[Name], i: int, language: str) -> bool:
    name = names[i]
    word = text[name.start : name.end].lower()
    if word in _directions(language, "adjectives"):
        return _is_place(text, names, i, language)
    if _without_article(word) in _directions(language, "points"):
        return _is_compass_point(text, names, i, word, language)
    return word in _directions(language, "nouns") and _is_side(text, names, i, language)


def _is_place(text: str, names: Sequence[Name], i: int, language: str) -> bool:
    """Whether the adjective says where something lies ("the western shore") and not whose it is."""
    name = names[i]
    following = around.after(text, name.end)
    if "-" in (text[name.start - 1 : name.start], text[name.end : name.end + 1]):
        return bool(following) and following[0].lower() in around.words(language, "place")
    if following[:1] and following[0].lower() in around.anywhere("and", "or"):
        following = following[1:]
    elif _is_adjoined(names, i, text):
        return True  # western Ukraine
    decided = (_is_of_place(word.lower(), language) for word in following)
    if (said := next((is_place for is_place in decided if is_place is not None), None)) is not None:
        return said
    if around.has_capitals(language) or text[name.start].islower() or around.opens_sentence(text, name.start):
        return True
    return bool(following) and following[0][0].isupper() and not around.in_title_case(text, name)  # Western Union


def _is_of_place(word: str, language: str) -> bool | None:
    """Whether a noun is of what lies somewhere and not of a bloc; None where it says nothing."""
    if word in around.words(language, "place"):
        return True
    bloc = word in around.words(language, "bloc") or word.endswith(tuple(around.words(language, "bloc_endings")))
    return False if bloc else None


def _is_compass_point(text: str, names: Sequence[Name], i: int, word: str, language: str) -> bool:
    """Whether West is a point of the compass or part of another name: "West of the lake", "West Virginia"."""
    name = names[i]
    following = "".join(around.after(text, name.end, 1))
    if following.lower() in around.words(language, "of_a_place") or text[name.end : name.end + 1] == "-":
        return True
    if following.istitle() and following.lower() in _no_first_words():
        return False  # ... of the West Mr Ibrahim
    if following[:1].isupper() and (_is_adjoined(names, i, text) or not around.in_title_case(text, name)):
        return True  # West Virginia
    if word not in _directions(language, "points"):
        return False  # the West
    other = _capital_before(text, name)
    return bool(other) and other.lower() not in around.anywhere("wests")


def _is_adjoined(names: Sequence[Name], i: int, text: str) -> bool:
    """Whether another name follows right behind a blank."""
    return i + 1 < len(names) and text[names[i].end : names[i + 1].start] == " "


def _is_side(text: str, names: Sequence[Name], i: int, language: str) -> bool:
    """Whether a noun is where something lies: "im Westen der Stadt", "Wind aus Westen"."""
    name = names[i]
    before, following = around.before(text, name.start), around.after(text, name.end, 1)
    if before and before[-1] in around.words(language, "compass"):
        return True
    if not following:
        return False
    if _is_adjoined(names, i, text) or following[0] in around.words(language, "of_a_place"):
        return True  # im Westen Kasachstans, im Westen des Landes
    within = bool(before) and before[-1] in around.words(language, "within")
    return within and following[0] in around.words(language, "of_its")


# ---------------------------------------------------------------------------------------------------------------
# a pronoun


def _is_pronoun(text: str, names: Sequence[Name], i: int, language: str, plain: set[str]) -> bool:
    """Whether US or WHO in a line of capitals is a pronoun: it is, unless what stands beside it or the text says else.

    plain: the codes of the names in lines that are not of capitals.
    """
    name = names[i]
    before, after = around.line(text, name)
    opens = lexicons.load("name_context", language)["pronouns"][text[name.start : name.end]] == "true"
    words, following = around.before(text, name.start, 1), around.after(text, name.end, 1)
    if words and words[-1] in around.words(language, "takes_pronoun"):
        return True
    if not opens and not before.strip() or not around.words(language, "articles").isdisjoint(words):
        return False
    if after.lower().startswith(tuple(around.words(language, "possessives"))):
        return False
    offices = {word.upper() for word in lexicons.every("names", "government")}
    if following and following[0] in offices or _has_neighbour(text, names, i):
        return False
    return name.code not in plain


def _has_neighbour(text: str, names: Sequence[Name], i: int) -> bool:
    """Whether the name is joined to another one: "CHINA AND US", "US-CHINA"."""
    left = i > 0 and _join().fullmatch(text[names[i - 1].end : names[i].start])
    right = i + 1 < len(names) and _join().fullmatch(text[names[i].end : names[i + 1].start])
    return bool(left or right)


# ---------------------------------------------------------------------------------------------------------------
# a language


def _is_language(text: str, names: Sequence[Name], i: int, language: str) -> bool:
    word = text[names[i].start : names[i].end]
    start, end = _chain(text, names, i)
    following = around.after(text, end, 1)
    if following and following[0].lower() in around.words(language, "language"):
        return True
    if _is_called_language(text, end, language):
        return True
    before = around.before(text, start)
    if word[0].isupper() and word.endswith(tuple(around.words(language, "as_noun"))):
        return not following or not following[0][0].isupper()
    alone = not following or following[0][0].islower()
    if word[0].isupper() and alone and around.phrase_in(before, around.words(language, "into")):
        return word.lower().endswith(tuple(around.words(language, "inflected_noun")))
    if word.endswith(tuple(around.words(language, "people_endings"))):
        return False
    if around.phrase_in(before, around.words(language, "speaking")):
        return True
    if around.phrase_in(before, around.words(language, "learning")) and _stands_alone(text, end, following, language):
        return True
    return _is_subject(text, start, end, language)


def _is_called_language(text: str, end: int, language: str) -> bool:
    """ "Russian is a hard language": the word for it follows a form of "to be"."""
    said = _is_said().match(text, end, end + 80)
    return said is not None and not around.words(language, "language").isdisjoint(said[1].lower().split())


@lru_cache
def _is_said() -> re.Pattern[str]:
    return re.compile(rf" (?:{one_of(around.anywhere('being'))})((?: [^\W\d_][\w’'-]*){{1,6}})")


def _chain(text: str, names: Sequence[Name], i: int) -> tuple[int, int]:
    """Where a list of demonyms begins and ends: "Kazakh, Russian and English"."""
    first = last = i
    while first and names[first - 1].kind == "demonym" and _joined(text, names, first - 1) and i - first < 5:
        first -= 1
    while last + 1 < len(names) and names[last + 1].kind == "demonym" and _joined(text, names, last) and last - i < 5:
        last += 1
    return names[first].start, names[last].end


def _joined(text: str, names: Sequence[Name], i: int) -> bool:
    return _join().fullmatch(text[names[i].end : names[i + 1].start]) is not None


def _stands_alone(text: str, end: int, following: list[str], language: str) -> bool:
    """Whether no noun follows that the adjective could belong to."""
    if _ENDS.match(text, end):
        return True
    if not following or text[end : end + 1] == "-":
        return False
    word = following[0].lower()
    if word in lexicons.words("words", "function", language) or word in around.words(language, "adverbs"):
        return True
    return word.endswith(tuple(around.words(language, "adverb_endings")))


@lru_cache
def _beside() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The word before and the word after, in a list."""
    joint = rf"(?:,|,? (?:{one_of(around.anywhere('and'))}))"
    return re.compile(rf"([^\W\d_]+){joint} $"), re.compile(rf"{joint} ([^\W\d_]+)")


def _is_subject(text: str, start: int, end: int, language: str) -> bool:
    """Whether it stands in a list of what is taught: "maths, English and history"."""
    subjects = around.words(language, "subjects")
    ahead, behind = _beside()
    before, after = ahead.search(text[max(0, start - 40) : start]), behind.match(text, end, end + 40)
    return any(found is not None and found[1].lower() in subjects for found in (before, after))


# ---------------------------------------------------------------------------------------------------------------
# a medium whose name is a common word


def _is_told(text: str, name: Name, bare: str, language: str) -> bool:
    """Whether marks around it, a verb of reporting beside it or "newspaper" before it say that a medium is meant.

    So does an article of its own with a capital inside a sentence ("im Magazin Der Spiegel"). A verb behind a word that
    may be a person's ("the diplomat said") says nothing.
    """
    if " " in text[name.start : name.end] and not around.opens_sentence(text, name.start):
        return True
    marks = text[max(0, name.start - 1) : name.start], text[name.end : name.end + 1]
    if all(mark and _QUOTED.match(mark) for mark in marks):
        return True
    before = around.before(text, name.start, 3)
    while before and before[-1] in around.anywhere("articles"):
        before.pop()
    if around.phrase_in(before, around.words(language, "telling") | around.words(language, "kinds")):
        return True
    following = [word.lower() for word in around.after(text, name.end, 1)]
    if bare in around.words(language, "people"):
        return bool(following) and following[0] in around.words(language, "pieces")
    return bool(following) and following[0] in around.words(language, "telling") | around.words(language, "pieces")


def _is_introduced(text: str, name: Name, language: str) -> bool:
    """Whether it has its capital after an article or preposition inside a sentence, or an article of its own."""
    if around.has_capitals(language):
        return False
    following = around.after(text, name.end, 1)
    if following and following[0][0].isupper():
        return False
    if " " in text[name.start : name.end]:
        return True
    before = around.before(text, name.start, 1)
    inside = not around.opens_sentence(text, name.start) and not around.in_title_case(text, name)
    return inside and before[-1:] != [] and before[-1] in around.words(language, "introducing")
