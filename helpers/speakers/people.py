"""People in a text: where they are named, under which full name, and with which gender."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from helpers import gazetteer, lexicons
from helpers.gazetteer import Match, titles

_TOKEN = re.compile(r"[^\W\d_]\.(?=\s)|[^\W\d_][\w’'‑-]*")
_POSSESSIVE = re.compile(r"['’]s?$")
_PARTICLES = frozenset(
    (
        "von",
        "van",
        "de",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "du",
        "bin",
        "ibn",
        "al",
        "el",
        "la",
        "le",
        "ben",
    )
)
_FIRM = re.compile(r"\s(?:and|&)\s(?:Associates|Partners|Co|Company|Sons|Brothers)\b")  # it is a firm's name
_OF_BODY = re.compile(  # "Aigerim Sadykowa von der Nasarbajew-Universität"
    r"(?:von|vom|de[rmns]|zu)\s(?:(?:der|dem)\s)?(?:[\w-]+\s)?[\w-]*(?:universität|institut\w*|stiftung|zentrum|akademie|hochschule|bank|"
    r"partei|agentur|zeitung|behörde|ministerium|verband|gesellschaft|universitäten)\b",
    re.I,
)
_MOST = 6  # words of a name
INITIAL = re.compile(r"[^\W\d_]\.")


class Person(NamedTuple):
    """A person named at text[start:end]; `name` without titles, `sure` when more than capitals speaks for it."""

    start: int
    end: int
    name: str
    sure: bool
    title: str  # the words of rank right before the name


def persons(text: str, language: str = "en") -> list[Person]:
    """Everybody named in the text, in order, from the runs of capitalised words outside of other names.

    Names of one word count when a title or the gazetteer vouches for them. German capitalises every noun, so there a
    given name must be known as well.
    """
    return list(_persons(text, language))


@lru_cache(maxsize=4)  # as in the gazetteer: several steps ask for the people of one article in turn
def _persons(text: str, language: str) -> tuple[Person, ...]:
    matches = gazetteer.find(text, language)
    known = [Person(m.start, m.end, m.name, True, "") for m in matches if m.kind == "person"]
    covered = [(m.start, m.end) for m in matches if m.kind != "person" or _whole(text, m)]
    states = {m.end for m in matches if m.kind == "country"}  # "Kazakhstan Temir Zholy" is a firm
    starts = [p.start for p in known]
    replaced: set[int] = set()
    found = []
    for run in _runs(text, covered):
        person = _person(text, run, language)
        if person is None or person.start - 1 in states or _FIRM.match(text, person.end):
            continue
        low, high = bisect_left(starts, person.start), bisect_left(starts, person.end)
        if low < high and (not person.sure or known[low].end - known[low].start >= person.end - person.start):
            continue
        replaced.update(range(low, high))
        found.append(person)
    found += [p for i, p in enumerate(known) if i not in replaced]
    return tuple(sorted(_with_titles(text, _local(text, found))))


def _local(text: str, found: list[Person]) -> list[Person]:
    """A surname that the gazetteer knows is somebody else's when only another full name in the text has it.

    In an article that names Mao Ning, "Mao" is not Mao Zedong.
    """
    full = {p.name for p in found if p.sure and " " in text[p.start : p.end]}
    parts = {part: name for name in full for part in (name.split()[0], name.split()[-1])}
    return [
        p._replace(name=text[p.start : p.end])
        if " " not in text[p.start : p.end] and p.name not in full and text[p.start : p.end] in parts
        else p
        for p in found
    ]


def _whole(text: str, match: Match) -> bool:
    """Whether a person is named in full, so that capitals beside the name belong to something else."""
    return not text[match.start : match.end].isalpha()


def gender(name: str) -> str:
    """`m`, `f` or "" by the given name, else by a Russian surname."""
    male, female, endings = _given()
    words = name.split()
    for word in words[:-1] or words[:1]:
        if word in male or word in female:
            return "m" if word in male else "f"
    known = lexicons.load("speakers")["gender_of_people"]
    if name in known["female"]:
        return "f"
    if name in known["male"]:
        return "m"
    for sex in ("f", "m"):
        if words and len(words[-1]) > 4 and words[-1].endswith(endings[sex]):
            return sex
    return ""


def is_given_name(word: str) -> bool:
    """Whether a word is a common given name."""
    male, female, _ = _given()
    return word in male or word in female


@lru_cache
def _given() -> tuple[frozenset[str], frozenset[str], dict[str, tuple[str, ...]]]:
    data = lexicons.load("given_names")
    endings = {sex: tuple(data["endings"][key]) for sex, key in (("m", "male"), ("f", "female"))}
    return frozenset(data["male"].split()), frozenset(data["female"].split()), endings


def _runs(text: str, covered: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Runs of capitalised words one space apart, broken at names of other kinds."""
    runs: list[list[tuple[int, int]]] = []
    run: list[tuple[int, int]] = []
    spans = iter([*covered, (len(text) + 1, len(text) + 1)])
    low, high = next(spans)
    for token in _TOKEN.finditer(text):
        start, end = token.span()
        while high <= start:
            low, high = next(spans)
        inside = start < high and end > low
        word = token[0]
        joined = bool(run) and _one_name(text, run[-1], start)
        capital = word[0].isupper() and not inside
        particle = word in _PARTICLES and not inside and not _OF_BODY.match(text, start)
        if joined and (capital or particle):
            run.append((start, end))
        else:
            if run:
                runs.append(run)
            run = [(start, end)] if capital else []
    if run:
        runs.append(run)
    return runs


def _is_title(word: str) -> bool:
    plain = _POSSESSIVE.sub("", word).rstrip(".").lower()
    compound = word[0].isupper() and plain.endswith(_offices())
    return compound or plain in titles() or plain.removesuffix("s") in titles()


@lru_cache
def _offices() -> tuple[str, ...]:
    return tuple(lexicons.load("titles")["ends_of_german_titles"])


def _one_name(text: str, last: tuple[int, int], start: int) -> bool:
    """Whether a word at `start` may belong to a name whose last word is `last`: a space between, or "Mr. "."""
    gap, word = text[last[1] : start].replace("\u00a0", " "), text[slice(*last)]
    return (gap == " " and not _POSSESSIVE.search(word)) or (gap == ". " and word.lower() in titles())


def _person(text: str, run: list[tuple[int, int]], language: str) -> Person | None:
    words = [text[a:b] for a, b in run]
    if len(words) > 1 and _POSSESSIVE.sub("", words[-1]) in bodies():
        return None
    last_title = max((i for i, word in enumerate(words[:-1]) if _is_title(word)), default=-1)
    words, run = words[last_title + 1 :], run[last_title + 1 :]
    titled = last_title >= 0 or (len(words) == 1 and _is_title(words[0]))
    while words and (words[0].lower() in _openers() or _is_title(words[0])):
        words, run = words[1:], run[1:]
    while words and words[-1] in _PARTICLES:
        words, run = words[:-1], run[:-1]
    if not words or len(words) > _MOST or any(word in bodies() for word in words):
        return None
    last = _POSSESSIVE.search(words[-1])
    end = run[-1][1] - (len(last[0]) if last else 0)
    words[-1] = text[run[-1][0] : end]
    given = is_given_name(words[0].split("-")[0]) or is_given_name(words[0])
    if len(words[-1]) < 2 or (len(words) == 1 and not titled) or (language == "de" and not (given or titled)):
        return None
    if len(words) == 1 and (given or len(words[0]) < 3):
        return None
    return Person(run[0][0], end, _known(words, language) or " ".join(words), given or titled, "")


def _known(words: list[str], language: str) -> str:
    """The gazetteer's name for a person written with initials that it does not have: "Donald J. Trump"."""
    bare = [word for word in words if not INITIAL.fullmatch(word)]
    if len(bare) < 2 or len(bare) == len(words):
        return ""
    return gazetteer.person(" ".join(bare), language)


@lru_cache
def _openers() -> frozenset[str]:
    return frozenset(lexicons.load("gazetteer_names")["sentence_openers"])


@lru_cache
def bodies() -> frozenset[str]:
    """Capitalised words that end the name of a body and not of a person."""
    data = lexicons.load("gazetteer_names")
    longer = (word for words in data["longer"].values() for word in words)
    return frozenset(longer) | frozenset(data["government"]) | frozenset(data["bodies"])


_TITLE = re.compile(r"((?:[\w.’'-]+[ ]){1,6})$")


def _with_titles(text: str, people: list[Person]) -> list[Person]:
    """Add to each person the words of rank that stand before the name."""
    out = []
    for person in people:
        before = _TITLE.search(text, max(0, person.start - 90), person.start)
        kept: list[str] = []
        for word in reversed(before[1].split() if before else []):
            if not _is_title(word) and not (kept and word in ("of", "for", "and")):
                break
            kept.insert(0, word)
        out.append(person._replace(title=" ".join(kept).lower(), sure=person.sure or bool(kept)))
    return out


def spans(text: str, language: str) -> list[tuple[int, int]]:
    """The places in a text that name a person."""
    return [person[:2] for person in persons(text, language)]
