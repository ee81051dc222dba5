"""Who is the subject of a German verb of saying: noun phrases, without a parser."""

from __future__ import annotations

import re

from helpers.attribution.german.verbs import HIDDEN, NOWHERE, Place, data, verbs
from helpers.attribution.german.words import is_adjective, is_common_noun, is_noun, is_verb


def subject_after(text: str, begin: int, end: int) -> Place:
    """The subject right behind the verb: "sagte der russische Außenminister Sergej Lawrow am Freitag"."""
    skip = re.compile(
        r"\s*(?:(?:sich|auch|dazu|dabei|zudem|außerdem|am\s\w+|heute|gestern|jedoch|aber|dann|hingegen)\s+)*"
    )
    skipped = skip.match(text, begin, end)
    return phrase_end(text, skipped.end() if skipped else begin, end)


def phrase_end(text: str, begin: int, end: int) -> Place:
    """The noun phrase that begins here, with its genitive, name and apposition."""
    words = list(_WORD.finditer(text, begin, end))
    if not words or words[0].start() - begin > 1:
        return NOWHERE
    if words[0][0].lower() in data()["pronouns"]:
        return words[0].span()
    if not _opens(words):
        return NOWHERE
    last, noun = None, False
    for i, word in enumerate(words):
        gap = text[words[i - 1].end() : word.start()] if i else ""
        before = words[i - 1][0] if i else ""
        if not (gap.strip() in _PARENTHESIS or (before in data()["abbreviations"] and gap == ". ")) and not (
            noun and is_common_noun(before) and _QUOTED_NAME.fullmatch(gap)
        ):
            break
        if noun and _ends(words, i, text):
            break
        noun = noun or is_noun(word[0])
        last = word.end()
    if last is None or not noun:
        return NOWHERE
    named = _QUOTED_NAME.match(text, last, end) if is_common_noun(text[begin:last].split()[-1]) else None
    return begin, _with_apposition(text, named.end() if named else last, end)


_PARENTHESIS = ("", "(", ")")  # Anna Weber (CDU)
_APPOSED = re.compile(  # what may stand between a subject and its verb: "in Astana", ", Will Grant,"
    r"[,)]?|(?:in|aus|von|bei|für|im|am|beim)(?:\s[A-ZÄÖÜ][\w-]+){1,3}|,\s[A-ZÄÖÜ][\w-]+(?:\s[A-ZÄÖÜ][\w.-]+){0,3},"
)
_WORD = re.compile(r"[\w’'&.-]*[\w’']")
_QUOTED_NAME = re.compile(rf"\s[„“\"»«]{HIDDEN}{{1,40}}[“”\"«»]\s?")  # die Zeitung „Kommersant“


def _opens(words: list[re.Match[str]]) -> bool:
    """Whether a noun phrase can begin with these words; a capital alone, as sentences begin with, is no noun."""
    first, following = words[0][0], words[1][0] if len(words) > 1 else ""
    if first.lower() in data()["determiners"] or is_noun(first):
        return True
    if first.lower() in data()["stops"]:
        return False
    return first[0].isdigit() or is_adjective(first) and (following[:1].isupper() or is_adjective(following))


def _ends(words: list[re.Match[str]], i: int, text: str) -> bool:
    """Whether word i no longer belongs to the noun phrase that the words before it are."""
    token, before = words[i][0], words[i - 1][0]
    following = words[i + 1][0] if i + 1 < len(words) else ""
    if token in data()["stops"]:
        name = not is_common_noun(before) or (i > 1 and words[i - 2][0][0].isupper())
        genitive = token not in ("der", "des") or words[0][0].lower() in data()["determiners"] or not name
        return not genitive or not _belongs(token, following, text, words[i])
    if not token[0].islower() or before in data()["determiners"]:
        return False
    return token in verbs()[0] or is_verb(token) or not (is_adjective(token) or token in data()["joining"])


def _belongs(token: str, following: str, text: str, word: re.Match[str]) -> bool:
    """Whether a word that could end the phrase belongs to it: "der Direktor des Instituts"."""
    if following in data()["times"] or following[:1].isdigit() or not following:
        return False
    if token in ("der", "des"):
        return following[:1].isupper() or following.endswith(("en", "er"))
    return (
        token in ("am", "an", "beim", "bei", "aus", "im", "in")
        and following[:1].isupper()
        and bool(
            re.search(
                r"(?:er|in|or|ent|ist|eur|ant|oge|at|chef|mann|frau)\s$",
                text[max(0, word.start() - 12) : word.start()],
            )
        )
    )


def _with_apposition(text: str, at: int, end: int) -> int:
    match = re.compile(
        r",\s(?:(?:ein|eine|der|die|das)\s[^,.;:“”]{3,90}|[A-ZÄÖÜ]\w+(?:in)?\s(?:am|an|bei|beim|der|des|im|von|vom|für)"
        r"\s[^,.;:]{3,80})(?=,|\.|:|$)"
    ).match(text, at, end)
    if match and not re.search(rf"\b(?:{'|'.join(('dass', 'sei', 'seien', 'habe', 'werde', 'zu'))})\b", match[0]):
        return match.end()
    return at


def subject_before(text: str, start: int, verb: int) -> Place:
    """The subject in front of the verb: all of it up to the verb when it begins like a noun phrase.

    A second verb ("... und versprach") has the subject of the first.
    """
    if re.search(r"\b(?:und|sowie|aber)\s$", text[start:verb]) and _nominative(text, start):
        return phrase_end(text, start, verb)
    comma = max(text.rfind(", ", start, verb), text.rfind("; ", start, verb), text.rfind(": ", start, verb))
    for begin in (start, comma + 2) if comma > start else (start,):
        conjunction = re.compile(r"(?:und|aber|doch|denn|während|weil|nachdem|auch|dass)\s+", re.I).match(
            text, begin, verb
        )
        begin = conjunction.end() if conjunction else begin
        phrase = phrase_end(text, begin, verb)
        if phrase == NOWHERE or not _nominative(text, begin):
            continue
        between = text[phrase[1] : verb]
        if _APPOSED.fullmatch(between.strip()):
            return begin, phrase[1] + len(between.rstrip(" ,"))
    return NOWHERE


def _nominative(text: str, begin: int) -> bool:
    first = re.compile(r"\w+").match(text, begin)
    return first is not None and first[0].lower() not in ("dem", "den", "des", "einem", "einen", "eines")


def last_phrase(text: str, start: int, end: int) -> Place:
    """The noun phrase that ends here: "dem Bericht" of "Am Montag sei dem Bericht" zufolge."""
    words = list(re.compile(r"[\w’'-]+").finditer(text, start, end))
    begin = words[-1].start() if words else start
    for word in reversed(words[:-1]):
        if word[0].lower() in data()["determiners"]:
            return (word.start() if word[0].lower() in ("dem", "den", "der", "einem", "einer", "des") else begin), end
        if not (word[0][0].isupper() or word[0].endswith(("en", "er"))):
            break
        begin = word.start()
    return begin, end
