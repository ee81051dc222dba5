"""German verbs of saying, their forms, and the subjunctive that reports speech without one."""

from __future__ import annotations

import re
from functools import lru_cache

from helpers.attribution.lists import lists

HIDDEN = "\x01"  # stands for every character inside quotation marks
Place = tuple[int, int]
NOWHERE = (-1, -1)


def data() -> dict:
    """The German word lists."""
    return lists("de")


@lru_cache
def verbs() -> tuple[frozenset[str], frozenset[str], dict[str, frozenset[str]]]:
    """Finite forms of speech and attitude, those of attitude, and the prefixes that a form needs."""
    lists = data()
    speech: dict[str, set[str]] = {}
    attitude: dict[str, set[str]] = {}
    for key, into in (("", speech), ("attitude_", attitude)):
        for stem in lists[key + "weak"]:
            prefix, _, bare = stem.rpartition("+")
            e = "e" if bare.endswith(("t", "d", "chn", "gn")) else ""
            forms = [
                bare + e + "t",
                bare + ("n" if bare.endswith(("el", "er")) else "en"),
                bare + e + "te",
                bare + e + "ten",
            ]
            for form in forms:
                into.setdefault(form, set()).add(prefix)
        for forms in lists[key + "strong"].values():
            for form in forms[:4]:
                prefix, _, bare = form.rpartition("+")
                into.setdefault(bare, set()).add(prefix)
    both = {form: frozenset(speech.get(form, set()) | attitude.get(form, set())) for form in {**speech, **attitude}}
    return frozenset(both), frozenset(attitude) - frozenset(speech), both


@lru_cache
def joined() -> frozenset[str]:
    """Finite forms with their prefix in front, as they end a subordinate clause: mitteilte, ankündigte."""
    return frozenset(prefix + form for form, prefixes in verbs()[2].items() for prefix in prefixes if prefix)


@lru_cache
def participles(key: str = "") -> frozenset[str]:
    """The participles of the verbs of saying, gesagt, mitgeteilt; of those of thinking with the key "attitude_"."""
    lists = data()
    out = {forms[-1] for forms in lists[key + "strong"].values()}
    for stem in lists[key + "weak"]:
        prefix, _, bare = stem.rpartition("+")
        ending = ("e" if bare.endswith(("t", "d", "chn", "gn")) else "") + "t"
        inseparable = bare.startswith(("be", "er", "ver", "wider", "wieder", "unter", "ent")) or bare.endswith("ier")
        out.add(prefix + ("" if inseparable else "ge") + bare + ending)
    return frozenset(out)


def is_saying(text: str, verb: str, at: int, end: int) -> bool:
    """Whether a word is a finite verb of saying; a separable one only with its prefix at the end of a clause."""
    prefixes = verbs()[2].get(verb)
    if prefixes is None:
        return False
    clause = text[at:end]
    if verb in data()["with_preposition"] and not re.search(r"\b(?:von|davon|sich|:)\b", clause):
        return False
    if "" in prefixes:
        return True
    if HIDDEN in clause and any(re.search(rf"\b{prefix}\b", clause) for prefix in prefixes):
        return True
    return any(re.search(rf"\b{prefix}(?=\s*[,.:;„“!?–-]|\s*$|\s+(?:und|dass)\b)", clause) for prefix in prefixes)


def subjunctive(text: str, start: int, end: int, running: bool) -> Place | None:
    """The first finite verb in the Konjunktiv I; of the Konjunktiv II only where reported speech is running."""
    lists = data()
    for word in re.compile(r"\w+").finditer(text, start, end):
        token = word[0].lower() if word.start() == start else word[0]
        if token not in lists["subjunctive"] and not (running and token in lists["second_subjunctive"]):
            continue
        near = text[max(start, word.start() - 18) : word.end() + 10].lower()
        if (
            re.search(r"\b(?:ich|als|denn|dank|wie dem auch|damit)\b", near)
            or text[word.end() : word.end() + 4] == " es "
        ):
            continue
        if token in lists["second_subjunctive"] and "wenn" in text[start:end].lower().split():
            continue
        return word.span()
    return None
