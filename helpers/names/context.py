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
from typing import Protocol

from helpers import lexicons
from helpers.lexicons import languages, one_of
from helpers.names.forms import BASE, inflected

_NEAR = 200  # characters of a line looked at to either side
_WORD = re.compile(r"[^\W\d_][\w’']*")
_QUOTED = re.compile(r"[\"'“”„‚‘»«›‹*_]")
_ENDS = re.compile(r"\s*(?:$|[.,;:!?)\]”“\"»«\n])")


class Name(Protocol):
    """A name found in a text (gazetteer.Match)."""

    start: int
    end: int
    code: str
    kind: str


def _words(language: str, name: str) -> frozenset[str]:
    return lexicons.words("name_context", name, language)


@lru_cache
def _anywhere(*names: str) -> frozenset[str]:
    """Words of all languages: those of one stand in a text of another, as the names do."""
    return frozenset().union(*(lexicons.every("name_context", name) for name in names))


def _has_capitals(language: str) -> bool:
    """Whether a capital inside a sentence says nothing, since common nouns have one."""
    return languages.language(language).capitals


@lru_cache
def _join() -> re.Pattern[str]:
    """What may stand between two names that are joined."""
    return re.compile(rf",? (?:{one_of(_anywhere('and', 'or'))}|&|vs\.?) |, |[-–/]", re.I)


@lru_cache
def _common(language: str) -> dict[str, str]:
    """Names that are common words as well, in all their forms, each with its base form."""
    return {form: word for word in _words(language, "words") for form in inflected(word, "name", language)}


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
        i for i, name in enumerate(names) if text[name.start : name.end] in pronouns and _in_capitals(text, name)
    }
    plain = {name.code for name in names if not _in_capitals(text, name)} if in_doubt else set()
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
    return rest if first in _anywhere("articles") else name


# ---------------------------------------------------------------------------------------------------------------
# the words around


def _before(text: str, at: int, n: int = 2) -> list[str]:
    """Up to n words right before a place, in lower case; none across punctuation."""
    found = re.search(rf"(?:[^\W\d_][\w’']*[ \t]){{0,{n}}}$", text[max(0, at - 30 * n) : at])
    return found.group().lower().split() if found else []


def _after(text: str, at: int, n: int = 3) -> list[str]:
    """Up to n words right after a place, as they are written; none across punctuation."""
    found = re.match(rf"(?:[ \t-][^\W\d_][\w’']*){{0,{n}}}", text[at : at + 30 * n])
    return _WORD.findall(found.group()) if found else []


def _line(text: str, name: Name) -> tuple[str, str]:
    """What stands in the name's line before and after it."""
    before = text[max(0, name.start - _NEAR) : name.start].rpartition("\n")[2]
    return before, text[name.end : name.end + _NEAR].partition("\n")[0]


def _in_capitals(text: str, name: Name) -> bool:
    before, after = _line(text, name)
    letters = [letter for letter in before + after if letter.isalpha()]
    return len(letters) > 1 and all(map(str.isupper, letters))


def _in_title_case(text: str, name: Name) -> bool:
    """Whether the longer words of the line all begin with a capital, as in headlines."""
    words = [word for word in _WORD.findall(" ".join(_line(text, name))) if len(word) > 3]
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _opens_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 4) : at].rstrip(" \t“\"„»«*_'‘")
    return not before or before[-1] in ".!?:\n"


def _phrase_in(words: list[str], listed: frozenset[str]) -> bool:
    """Whether the last word, or the last two, are listed."""
    return bool(words) and (words[-1] in listed or " ".join(words[-2:]) in listed)


def _capital_before(text: str, name: Name) -> str:
    """The capitalised word right before a name inside a sentence, which makes another name of the two; else ""."""
    before = re.search(r"([^\W\d_][\w-]*) $", text[max(0, name.start - 30) : name.start])
    if not before or not before[1][0].isupper() or before[1].lower() in _no_first_words():
        return ""
    start = name.start - len(before.group())
    return "" if _opens_sentence(text, start) or _in_title_case(text, name) else before[1]


@lru_cache
def _no_first_words() -> frozenset[str]:
    """Capitalised words that may stand before a name and are no part of it, in lower case."""
    titles = lexicons.load("titles")["titles"]["english"]
    listed = (word for key in ("openers", "bodies", "government") for word in lexicons.every("names", key))
    return frozenset(map(str.lower, (*listed, *titles)))


def _ends_another(text: str, names: Sequence[Name], i: int, language: str) -> bool:
    """Whether a place is the end of somebody else's name: "Dynamo Kyiv", "Priorities USA"."""
    if _has_capitals(language) or text[names[i].start : names[i].end].isupper():
        return False  # US and UK stand before nouns as adjectives do
    first = _capital_before(text, names[i])
    if first.isupper():
        return False  # the end of a credit or a headline
    adjoined = i > 0 and _is_adjoined(names, i - 1, text)
    return bool(first) and not adjoined and first.lower() not in _words(language, "parts")


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
    following = _after(text, name.end)
    if text[name.end : name.end + 1] == "-" or text[name.start - 1 : name.start] == "-":
        return bool(following) and following[0].lower() in _words(language, "place")
    if following[:1] and following[0].lower() in _anywhere("and", "or"):
        following = following[1:]
    elif _is_adjoined(names, i, text):
        return True  # western Ukraine
    for word in map(str.lower, following):
        if word in _words(language, "place"):
            return True
        if word in _words(language, "bloc") or word.endswith(tuple(_words(language, "bloc_endings"))):
            return False
    if _has_capitals(language) or text[name.start].islower() or _opens_sentence(text, name.start):
        return True
    return bool(following) and following[0][0].isupper() and not _in_title_case(text, name)  # Western Union


def _is_compass_point(text: str, names: Sequence[Name], i: int, word: str, language: str) -> bool:
    """Whether West is a point of the compass or part of another name: "West of the lake", "West Virginia"."""
    name = names[i]
    following = _after(text, name.end, 1)
    if following and following[0].lower() in _words(language, "of_a_place") or text[name.end : name.end + 1] == "-":
        return True
    if following and following[0].istitle() and following[0].lower() in _no_first_words():
        return False  # ... of the West Mr Ibrahim
    if following and following[0][0].isupper() and (_is_adjoined(names, i, text) or not _in_title_case(text, name)):
        return True  # West Virginia
    if word not in _directions(language, "points"):
        return False  # the West
    other = _capital_before(text, name)
    return bool(other) and other.lower() not in _anywhere("wests")


def _is_adjoined(names: Sequence[Name], i: int, text: str) -> bool:
    """Whether another name follows right behind a blank."""
    return i + 1 < len(names) and text[names[i].end : names[i + 1].start] == " "


def _is_side(text: str, names: Sequence[Name], i: int, language: str) -> bool:
    """Whether a noun is where something lies: "im Westen der Stadt", "Wind aus Westen"."""
    name = names[i]
    before, following = _before(text, name.start), _after(text, name.end, 1)
    if before and before[-1] in _words(language, "compass"):
        return True
    if not following:
        return False
    inside = bool(before) and before[-1] in _words(language, "within")
    near = _is_adjoined(names, i, text)  # im Westen Kasachstans
    return (
        near or following[0] in _words(language, "of_a_place") or inside and following[0] in _words(language, "of_its")
    )


# ---------------------------------------------------------------------------------------------------------------
# a pronoun


def _is_pronoun(text: str, names: Sequence[Name], i: int, language: str, plain: set[str]) -> bool:
    """Whether US or WHO in a line of capitals is a pronoun: it is, unless what stands beside it or the text says else.

    plain: the codes of the names in lines that are not of capitals.
    """
    name = names[i]
    before, after = _line(text, name)
    opens = lexicons.load("name_context", language)["pronouns"][text[name.start : name.end]] == "true"
    words, following = _before(text, name.start, 1), _after(text, name.end, 1)
    if words and words[-1] in _words(language, "takes_pronoun"):
        return True
    if not opens and not before.strip() or not _words(language, "articles").isdisjoint(words):
        return False
    if after.lower().startswith(tuple(_words(language, "possessives"))):
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
    following = _after(text, end, 1)
    if following and following[0].lower() in _words(language, "language"):
        return True
    if _is_called_language(text, end, language):
        return True
    before = _before(text, start)
    if word[0].isupper() and word.endswith(tuple(_words(language, "as_noun"))):
        return not following or not following[0][0].isupper()
    alone = not following or following[0][0].islower()
    if word[0].isupper() and alone and _phrase_in(before, _words(language, "into")):
        return word.lower().endswith(tuple(_words(language, "inflected_noun")))
    if word.endswith(tuple(_words(language, "people_endings"))):
        return False
    if _phrase_in(before, _words(language, "speaking")):
        return True
    if _phrase_in(before, _words(language, "learning")) and _stands_alone(text, end, following, language):
        return True
    return _is_subject(text, start, end, language)


def _is_called_language(text: str, end: int, language: str) -> bool:
    """ "Russian is a hard language": the word for it follows a form of "to be"."""
    said = _is_said().match(text, end, end + 80)
    return said is not None and not _words(language, "language").isdisjoint(said[1].lower().split())


@lru_cache
def _is_said() -> re.Pattern[str]:
    return re.compile(rf" (?:{one_of(_anywhere('being'))})((?: [^\W\d_][\w’'-]*){{1,6}})")


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
    if word in lexicons.words("words", "function", language) or word in _words(language, "adverbs"):
        return True
    return word.endswith(tuple(_words(language, "adverb_endings")))


@lru_cache
def _beside() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The word before and the word after, in a list."""
    joint = rf"(?:,|,? (?:{one_of(_anywhere('and'))}))"
    return re.compile(rf"([^\W\d_]+){joint} $"), re.compile(rf"{joint} ([^\W\d_]+)")


def _is_subject(text: str, start: int, end: int, language: str) -> bool:
    """Whether it stands in a list of what is taught: "maths, English and history"."""
    subjects = _words(language, "subjects")
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
    if " " in text[name.start : name.end] and not _opens_sentence(text, name.start):
        return True
    marks = text[max(0, name.start - 1) : name.start], text[name.end : name.end + 1]
    if all(mark and _QUOTED.match(mark) for mark in marks):
        return True
    before = _before(text, name.start, 3)
    while before and before[-1] in _anywhere("articles"):
        before.pop()
    if _phrase_in(before, _words(language, "telling") | _words(language, "kinds")):
        return True
    following = [word.lower() for word in _after(text, name.end, 1)]
    if bare in _words(language, "people"):
        return bool(following) and following[0] in _words(language, "pieces")
    return bool(following) and following[0] in _words(language, "telling") | _words(language, "pieces")


def _is_introduced(text: str, name: Name, language: str) -> bool:
    """Whether it has its capital after an article or preposition inside a sentence, or an article of its own."""
    if _has_capitals(language):
        return False
    following = _after(text, name.end, 1)
    if following and following[0][0].isupper():
        return False
    if " " in text[name.start : name.end]:
        return True
    before = _before(text, name.start, 1)
    inside = not _opens_sentence(text, name.start) and not _in_title_case(text, name)
    return inside and before[-1:] != [] and before[-1] in _words(language, "introducing")
