"""Who is the subject of a German verb of saying: noun phrases, without a parser."""

from __future__ import annotations

import re

from helpers.attribution.german.verbs import HIDDEN, NOWHERE, Place, data, verbs


def subject_after(text: str, begin: int, end: int) -> Place:
    """The subject right behind the verb: "sagte der russische Außenminister Sergej Lawrow am Freitag"."""
    skip = re.compile(
        r"\s*(?:(?:sich|auch|dazu|dabei|zudem|außerdem|am\s\w+|heute|gestern|jedoch|aber|dann|hingegen)\s+)*"
    )
    begin = skip.match(text, begin, end).end()
    return phrase_end(text, begin, end)


def phrase_end(text: str, begin: int, end: int) -> Place:
    """The noun phrase that begins here, with its genitive, name and apposition."""
    words = list(re.compile(r"[\w’'&.-]*[\w’']").finditer(text, begin, end))
    if not words or words[0].start() - begin > 1:
        return NOWHERE
    first = words[0][0]
    if first.lower() in data()["pronouns"]:
        return words[0].span()
    if first.lower() in data()["stops"] and first.lower() not in data()["determiners"]:
        return NOWHERE
    if first.lower() not in data()["determiners"] and not first[0].isupper() and not first.endswith(("e", "er", "en")):
        return NOWHERE
    last, noun = None, False
    for i, word in enumerate(words):
        gap = text[words[i - 1].end() : word.start()] if i else ""
        if gap.strip() and not (noun and _QUOTED_NAME.fullmatch(gap)):
            break
        token = word[0]
        following = words[i + 1][0] if i + 1 < len(words) else ""
        if noun and token in data()["stops"] and not _belongs(token, following, text, word):
            break
        if noun and token[0].islower() and (token in verbs()[0] or _is_verb(token)) and token not in data()["stops"]:
            break
        noun = noun or token[0].isupper()
        last = word.end()
    if last is None or not noun:
        return NOWHERE
    named = _QUOTED_NAME.match(text, last, end)
    return begin, _with_apposition(text, named.end() if named else last, end)


_QUOTED_NAME = re.compile(rf"\s[„“\"»«]{HIDDEN}{{1,40}}[“”\"«»]\s?")  # die Zeitung „Kommersant“


def _is_verb(token: str) -> bool:
    """Whether a word in lower case behind a noun is neither adjective nor what joins nouns: "der Chef bietet"."""
    return not token.endswith(("e", "en", "er", "es", "em")) and token not in (
        "und",
        "von",
        "vom",
        "für",
        "van",
        "bin",
        "al",
    )


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
        rest = text[phrase[1] : verb].strip(" ,")
        if not rest or re.fullmatch(r"(?:in|aus|von|bei|für|im|am|beim)(?:\s[A-ZÄÖÜ][\w-]+){1,3}", rest):
            return begin, phrase[1] if not rest else phrase[1] + 1 + len(rest)
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
