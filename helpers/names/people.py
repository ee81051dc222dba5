"""People in a text: where they are named, under which full name, and with which gender."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

import simplemma

from helpers import lexicons
from helpers.lexicons import languages, one_of
from helpers.names import gazetteer, knowledge
from helpers.names.gazetteer import Match, titles

_TOKEN = re.compile(r"[^\W\d_]\.(?=\s)|[^\W\d_][\w’'‑-]*")
_POSSESSIVE = re.compile(r"['’]s?$")
_MOST = 6  # words of a name
_SHORT = 3  # letters of a word that may be anything
INITIAL = re.compile(r"[^\W\d_]\.")
_SURNAME = re.compile(r"\s[^\W\d_][\w’'-]+")
_PLACES = ("country", "capital", "place")  # kinds of names


class Person(NamedTuple):
    """A person named at text[start:end]; `name` without titles, `sure` when more than capitals speaks for it."""

    start: int
    end: int
    name: str
    sure: bool
    title: str  # the words of rank right before the name


def persons(text: str, language: str = "en") -> list[Person]:
    """Everybody named in the text, in order, from the runs of capitalised words outside of other names.

    Names of one word count when a title or the gazetteer vouches for them. Where common nouns have capitals, as in
    German, a given name must be known as well.
    """
    return list(_persons(text, language))


@lru_cache(maxsize=4)  # as in the gazetteer: several steps ask for the people of one article in turn
def _persons(text: str, language: str) -> tuple[Person, ...]:
    matches = gazetteer.find(text, language)
    known = [Person(m.start, m.end, m.name, True, "") for m in matches if m.kind == "person"]
    covered = [
        (m.start, m.end)
        for m in matches
        if (m.kind != "person" or _whole(text, m))
        and not (m.kind in _PLACES and _is_known_in_full(text, m.start, m.end))
    ]
    states = {m.end: m.start for m in matches if m.kind == "country"}
    spelt = (_person(text, run, language) for run in _runs(text, covered))
    people = [person for person in spelt if person is not None and not _is_firm(text, person, states)]
    return tuple(sorted(_with_titles(text, _local(text, _merged(people, known)))))


def _is_known_in_full(text: str, start: int, end: int) -> bool:
    """Whether a place is the given name of somebody whom knowledge has: "Florence Parly"."""
    behind = _SURNAME.match(text, end) if is_given_name(text[start:end]) else None
    known = knowledge.look_up(text[start : behind.end()]) if behind else None
    return known is not None and known.entry.kind == "person"


def _merged(people: list[Person], known: list[Person]) -> list[Person]:
    """People by their capitals and those of the gazetteer, each person once."""
    starts = [p.start for p in known]
    replaced: set[int] = set()
    found = []
    for person in people:
        low, high = bisect_left(starts, person.start), bisect_left(starts, person.end)
        if low < high and not _goes_before(person, known[low]):
            continue
        replaced.update(range(low, high))
        found.append(person)
    return found + [p for i, p in enumerate(known) if i not in replaced]


@lru_cache
def _title_of() -> re.Pattern[str]:
    """A title and what follows it before a state or field: "ambassador to"."""
    return re.compile(rf"(?P<title>[\w-]+)\s(?:{_of_office()}|and)\s(?:the\s)?$")


def _of_office() -> str:
    return one_of(lexicons.every("names", "of_office"))


def _goes_before(person: Person, known: Person) -> bool:
    """Whether a name goes before one of the gazetteer's that begins within it: surely a person's, and longer."""
    return person.sure and person.end - person.start > known.end - known.start


def _is_firm(text: str, person: Person, states: dict[int, int]) -> bool:
    """Whether it is a firm: "Hill and Partners", "Kazakhstan Temir Zholy", but not N. in "ambassador to Indonesia N.".

    states: end -> start of the names of states in the text.
    """
    state = states.get(person.start - 1)
    return _firm().match(text, person.end) is not None or state is not None and not _held_before(text, state)


def _held_before(text: str, start: int) -> bool:
    """Whether a title and "of", "to" or "for" stand right before a place in the text."""
    before = _title_of().search(text, max(0, start - 40), start)
    return before is not None and (_is_title(before["title"]) or _is_title(before["title"].rpartition("-")[2]))


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
    return word in male or word in female or word in _more_given()


@lru_cache
def _more_given() -> frozenset[str]:
    """Given names of which no list tells the gender."""
    return frozenset(lexicons.load("more_given_names")["names"].split())


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
        particle = _is_particle(text, run, word) and not inside and not _of_body().match(text, start)
        if joined and (capital or particle):
            run.append((start, end))
        else:
            if run:
                runs.append(run)
            run = [(start, end)] if capital else []
    if run:
        runs.append(run)
    return runs


def _is_particle(text: str, run: list[tuple[int, int]], word: str) -> bool:
    """Whether a word in lower case may go on a name: "von"; "den" behind another alone, as in "van den Berg"."""
    if word not in _particles():
        return False
    return word not in _articles() or bool(run) and text[slice(*run[-1])] in _particles()


def _is_title(word: str) -> bool:
    plain = _POSSESSIVE.sub("", word).rstrip(".").lower()
    compound = word[:1].isupper() and plain.endswith(_offices())
    return compound or plain in titles() or plain.removesuffix("s") in titles()


@lru_cache
def _offices() -> tuple[str, ...]:
    return tuple(lexicons.load("titles")["ends_of_german_titles"])


def _one_name(text: str, last: tuple[int, int], start: int) -> bool:
    """Whether a word at `start` may belong to a name whose last word is `last`: a space between, or "Mr. "."""
    gap, word = text[last[1] : start].replace("\u00a0", " "), text[slice(*last)]
    return (gap == " " and not _POSSESSIVE.search(word)) or (gap == ". " and word.lower() in titles())


def _person(text: str, run: list[tuple[int, int]], language: str) -> Person | None:
    """The person whom a run of capitalised words names, with what is no part of the name cut off; None for a body."""
    words = [text[a:b] for a, b in run]
    if len(words) > 1 and _POSSESSIVE.sub("", words[-1]) in bodies():
        return None
    first, titled = _first_of_name(text, run, words, language)
    last, end = _last_of_name(words, run, first)
    courtesy = words[first - 1].rstrip(".").lower() if first else ""
    words, run = words[first:last], run[first:last]
    if not words or len(words) > _MOST or any(word in bodies() for word in words) or _is_shouted(words):
        return None
    end -= len(possessive[0]) if (possessive := _POSSESSIVE.search(text[run[-1][0] : end])) else 0
    words[-1] = _POSSESSIVE.sub("", words[-1])
    given = _is_given(words[0]) or _is_foreign(words, language)
    if not _is_enough(words, given, titled, courtesy, language) or not (given or titled) and is_place(" ".join(words)):
        return None
    return Person(run[0][0], end, _known(words, language) or _mixed_case(words), given or titled, "")


def is_place(name: str) -> bool:
    """Whether a name is known as that of a place, and of nothing else: "Mong Kok"."""
    known = knowledge.look_up(name)
    return known is not None and known.sure == "unique" and known.entry.kind == "place"


def _first_of_name(text: str, run: list[tuple[int, int]], words: list[str], language: str) -> tuple[int, bool]:
    """(the number of the first word of a run that is of the name, whether a title stands there)."""
    first = max((i for i, word in enumerate(words[:-1]) if _is_title(word)), default=-1) + 1
    titled = first > 0 or (len(words) == 1 and _is_title(words[0]))
    while first < len(words) and (words[first].lower() in _openers() or _is_title(words[first])):
        first += 1
    return max(first, _given_name_behind(text, run, words, first, language)), titled


def _last_of_name(words: list[str], run: list[tuple[int, int]], first: int) -> tuple[int, int]:
    """(the number behind the last word of a name that begins with the word `first`, where it ends in the text)."""
    last = len(words)
    while last > first and words[last - 1] in _particles():
        last -= 1
    end = run[last - 1][1] if last > first else 0
    while last > first + 1 and words[last - 1] in _behind_names():
        last -= 1  # "N. MP": part of the place, not of the name
    return last, end


def _is_enough(words: list[str], given: bool, titled: bool, courtesy: str, language: str) -> bool:
    """Whether a given name (given), a title or capitals suffice for a name of these words."""
    if len(words[-1]) < 2 or (_has_capitals(language) and not (given or titled)):
        return False
    if len(words) > 1:
        return True
    short = len(words[0]) < _SHORT and courtesy not in _courtesies()
    return titled and not short and (not given or courtesy in _before_given_names())


def _given_name_behind(text: str, run: list[tuple[int, int]], words: list[str], first: int, language: str) -> int:
    """Where a given name begins behind other words: "(Minister of) Transport Maxim N.", "Soziologin Anna N."."""
    if first >= len(words) or _is_given(words[first]):
        return first
    nouns = _has_capitals(language)
    if not nouns and not _held_before(text, run[first][0]):
        return first
    behind = range(first + 1, len(words) - 1)
    given = next((i for i in behind if _is_given(words[i]) or _is_foreign(words[i:], language)), first)
    field = max((i for i in range(first, len(words) - 2) if words[i] in bodies()), default=first - 1) + 1
    return given if given > first or nouns else field


def _is_given(word: str) -> bool:
    """Whether a word, or what stands before its hyphen, is a common given name."""
    return is_given_name(word) or is_given_name(word.split("-")[0])


def _is_foreign(words: list[str], language: str) -> bool:
    """Whether two words that no dictionary has name somebody, where nouns have capitals too: "Yotam Ophir".

    Not a body or place of that name.
    """
    spelt = words[:-1] if INITIAL.fullmatch(words[-1]) else words  # "Timo R.", as the press calls who is not public
    if not _has_capitals(language) or len(words) != 2 or any(map(_is_word, spelt)):
        return False
    known = knowledge.look_up(" ".join(words))
    return known is None or known.entry.kind == "person"


@lru_cache(1 << 14)
def _is_word(word: str) -> bool:
    """Whether a word with a capital may be a noun of German or English, or is an abbreviation."""
    plain = _POSSESSIVE.sub("", word)
    if not plain[1:].islower() or len(plain) < _SHORT:
        return True
    return _is_known(plain, "de", "en") or _is_known(plain.removesuffix("s"), "de")


def _is_known(word: str, *lists: str) -> bool:
    return simplemma.is_known(word, lang=lists, low_memory=True)  # a tenth of 130 MB, and these words are asked once


def _has_capitals(language: str) -> bool:
    return languages.language(language).capitals


def _is_shouted(words: list[str]) -> bool:
    """Whether a line in capitals was taken for a name: it holds "FOR" or "WITH"."""
    return len(words) > 1 and all(word.isupper() for word in words) and any(w.lower() in _openers() for w in words)


def _mixed_case(words: list[str]) -> str:
    """A name without a surname in capitals: "Emma REED" -> "Emma Reed"."""
    if all(word.isupper() for word in words):
        return " ".join(words)
    return " ".join(word.title() if word.isupper() and len(word) > 3 else word for word in words)


def _known(words: list[str], language: str) -> str:
    """The gazetteer's name for a person written with initials that it does not have: "Donald J. Trump"."""
    bare = [word for word in words if not INITIAL.fullmatch(word)]
    if len(bare) < 2 or len(bare) == len(words):
        return ""
    return gazetteer.person(" ".join(bare), language)


@lru_cache
def _particles() -> frozenset[str]:
    return frozenset(lexicons.load("given_names")["particles"])


@lru_cache
def _articles() -> frozenset[str]:
    """Particles that are articles as well."""
    return frozenset(lexicons.load("given_names")["articles"])


@lru_cache
def _behind_names() -> frozenset[str]:
    return frozenset(lexicons.load("given_names")["behind_names"])


@lru_cache
def _courtesies() -> frozenset[str]:
    """Titles that stand before a surname alone, however short: "Ms. Ip"."""
    told = lexicons.load("speakers")["courtesy"].values()
    return frozenset(word for by_language in told for named in by_language.values() for word in named)


@lru_cache
def _before_given_names() -> frozenset[str]:
    return frozenset(word.lower() for word in lexicons.load("titles")["before_given_names"])


@lru_cache
def _firm() -> re.Pattern[str]:
    return re.compile(rf"\s(?:and|&)\s(?:{'|'.join(lexicons.load('given_names')['firms'])})\b")


@lru_cache
def _of_body() -> re.Pattern[str]:
    """ "von der N.-Universität": a body whose name begins where a particle of a person's name could stand."""
    before, ends = (one_of(lexicons.every("names", key)) for key in ("before_bodies", "ends_of_bodies"))
    return re.compile(rf"(?:{before})\s(?:(?:{before})\s)?(?:[\w-]+\s)?[\w-]*(?:{ends})\w*\b", re.I)


@lru_cache
def _openers() -> frozenset[str]:
    return lexicons.every("names", "openers")


@lru_cache
def bodies() -> frozenset[str]:
    """Capitalised words that end the name of a body and not of a person."""
    listed = (lexicons.every("names", key) for key in ("longer", "government", "bodies"))
    return frozenset(lexicons.load("given_names")["no_names"]).union(*listed)


_TITLE = re.compile(r"((?:[\w.’'-]+[ ]){1,6})$")


@lru_cache
def _post() -> re.Pattern[str]:
    """What an office is of, before the name of its holder."""
    return re.compile(rf"(?P<of>(?:{_of_office()})\s)(?:the\s)?(?P<what>(?:[A-Z][\w’'-]+\s(?:and\s)?){{1,4}})$")


def _with_titles(text: str, people: list[Person]) -> list[Person]:
    """Add to each person the words of rank that stand before the name, also before "of" and a state or field."""
    out = []
    for person in people:
        low = max(0, person.start - 90)
        post = _post().search(text, low, person.start)
        end = post.start("of") if post and _held_before(text, post.start("what")) else person.start
        before = _TITLE.search(text, low, end)
        kept: list[str] = []
        for word in reversed(before[1].split() if before else []):
            if not _is_title(word) and not (kept and word in ("of", "for", "and")):
                break
            kept.insert(0, word)
        out.append(person._replace(title=" ".join(kept).lower(), sure=person.sure or bool(kept)))
    return out
