"""A source phrase of a language without blanks: which word ends it, and the name behind the last title."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache, partial

from helpers import lexicons
from helpers.lexicons import one_of
from helpers.names import gazetteer
from helpers.names import people_in_characters as people
from helpers.speakers.context import Context
from helpers.speakers.entities.model import Entity, join, narrator, nobody
from helpers.speakers.lexical import clause
from helpers.speakers.lexical.cases import DESCRIBED, of_match

_EDGE = '的 \t\r\n,;:，、：；。.—-“”"‘’「」『』[]【】*_|)）(（'
_BRACKET = re.compile(r"\s*[(（][^()（）]{0,60}(?:[)）]|$)")
_DATE = re.compile(r"(?:\d{1,4}年)?(?:\d{1,2}月)?\d{1,2}(?:日(?:[上下]午|晚间?)?(?:\d{1,2}时(?:\d{1,2}分)?)?|$)$")
_LATIN = re.compile(r"[A-Za-z][A-Za-z .'’-]+$")
_DOT = re.compile(f"[{people.DOTS}]")
_MOST_NAME = 24  # characters of a name
_TITLES = ("people_ends", "titles", "officials", "groups_ends")  # lists of words behind which a name may stand
_LONG_NAME, _SHORT_STATE = 4, 2  # characters of a name of sounds, and of a state's in it
_QUOTED = 16  # characters of a name in marks within a phrase
_MANY = "们"  # the end of a word for several
_CLAUSE = 4  # characters of a clause before "的"
_LEAST_SHORT, _MOST_SHORT = 3, 6  # characters of a foreign name of one part
_HAN = re.compile(rf"[\u4e00-\u9fff{people.DOTS}－-]+")
_TITLE_OF_WORK = re.compile(r"《([^《》]{1,30})》")
_THIS = re.compile(r"该|这|此|上述|那")
SHOWS = "shows"  # found: what only shows something
_OF_PLACES = ("country", "capital", "place")
_STATES = ("country", "demonym", "capital")
_words = partial(lexicons.words, "sources")  # of a key and a language


@lru_cache
def _ends(language: str, *keys: str) -> tuple[str, ...]:
    """The words of lists, longer ones first."""
    return tuple(
        sorted(frozenset().union(*(_words(key, language) for key in keys)), key=lambda word: (-len(word), word))
    )


def _ending(text: str, language: str, *keys: str) -> str:
    """The longest word of the lists that a text ends in; "" for none."""
    return next((word for word in _ends(language, *keys) if text.endswith(word)), "")


def read(context: Context, start: int, end: int) -> Entity:
    """Who a source span names, not yet resolved to anybody earlier in the article."""
    start, end = _behind_bracket(context.text, start, end)
    heard = _heard(context.language).match(context.text, start, end)
    start, end = _trimmed(context, heard.end() if heard else start, end)
    if start >= end:
        return nobody()
    written = context.text[start:end]
    if written in _words("reporters", context.language):
        return narrator("reporter")
    if written.endswith(tuple(_words("no_speakers", context.language))):
        return replace(nobody(), found=SHOWS)
    both = _both(context, start, end)
    if both:
        return both
    form = lexicons.load("sources", context.language)["pronouns"].get(written)
    if form:
        gender, number, person = form.split()
        return Entity(written, "pronoun", start, end, written, gender, number == "p", person=int(person))
    called = re.search(rf"接到.{{0,6}}?(?P<what>{one_of(_words('reports', context.language))})$", written)
    if called:
        return Entity(f"{called['what']}人", "unnamed", start, end, "人")
    cited = re.search(one_of(_words("citing", context.language)), written)
    if cited and cited.start() and end - start - cited.end() > 1:
        return read(context, start + cited.end(), end)
    return _several(context, start, end) or _one(context, start, end)


def _both(context: Context, start: int, end: int) -> Entity | None:
    """ "双方", "双方发表的联合声明": the two states that the article up to there names most.

    The joint paper of an alliance that the article names is that one's.
    """
    written, language = context.text[start:end], context.language
    paper = _ending(written, language, "joint_papers")
    sides = next((word for word in _ends(language, "both") if written.startswith(word)), "")
    if not (sides == written or paper == written or sides and (paper or "发表" in written)):
        return None
    alliance = next((m for m in context.names(0, start) if m.kind == "organisation"), None)
    if not sides and alliance:
        return of_match(alliance, context.text)
    named = [m for m in context.names(0, start) if m.kind in _STATES and m.code]
    often = [code for code, _ in Counter(m.code for m in named).most_common(2)]
    first = sorted((next(m for m in named if m.code == code) for code in often), key=lambda m: m.start)
    if len(first) < 2:
        return None
    names = [gazetteer.country_name(match.code, language) for match in first]
    parts = tuple(replace(of_match(m, context.text), name=name) for m, name in zip(first, names, strict=True))
    return replace(join(parts, start, end), name="和".join(names), head=paper)


@lru_cache
def _heard(language: str) -> re.Pattern[str]:
    """A reporter who learnt something, before whom he learnt it from: "本报记者从"."""
    reporters, source = (one_of(_words(key, language)) for key in ("reporters", "heard_from"))
    return re.compile(rf"[^，。]{{0,12}}?(?:{reporters})\d{{0,2}}日?(?:{source})")


def _behind_bracket(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the reporters in brackets that it begins with, the opening one outside of it."""
    for mark in "）)":
        at = text.find(mark, start, end)
        if at >= 0 and not any(sign in text[start:at] for sign in "（("):
            return at + 1, end
    return start, end


def _trimmed(context: Context, start: int, end: int) -> tuple[int, int]:
    """A span without marks, and without the small words that stand before and behind a source."""
    text, language = context.text, context.language
    end = _before_marks(text, start, end)
    while True:
        before = start, end
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE and not _closes(text, start, end):
            end -= 1
        written = text[start:end]
        if written in lexicons.load("sources", language)["pronouns"]:
            return start, end
        head = next(
            (
                word
                for word in _ends(language, "heads")
                if written.startswith(word) and _is_left(written, word, language)
            ),
            "",
        )
        tail = _ending(written, language, "tails")
        start += len(head)
        date = _DATE.search(text[start:end])
        if date and date.start():
            end = start + date.start()
        elif tail and len(written) > len(tail) + len(head) and not _ending(written, language, "people_ends", "papers"):
            end -= len(tail)
        if before == (start, end):
            return start, end


def _before_marks(text: str, start: int, end: int) -> int:
    """Where a span ends before words in marks, unless these are a name within it: "“绿道”计划负责人周小云"."""
    for mark in re.finditer("[“”]", text[start + 1 : end]):
        at = start + 1 + mark.start()
        close = text.find("”", at, end) + 1
        if text[start] in "“”" or mark[0] == "”" and "“" in text[start:at]:
            continue
        if mark[0] == "”" or not close or close - at > _QUOTED or end - close < 2:
            return at
    return end


def _is_left(written: str, head: str, language: str) -> bool:
    """Whether enough is left of a phrase without the word it begins with: two characters, or "他"."""
    left = written[len(head) :]
    return len(left) > 1 or left in lexicons.load("sources", language)["pronouns"]


def _closes(text: str, start: int, end: int) -> bool:
    """Whether a span ends with a bracket opened inside it."""
    return text[end - 1] in ")）" and any(mark in text[start:end] for mark in "(（")


def _several(context: Context, start: int, end: int) -> Entity | None:
    """ "法国和比利时": several, each a body, a state or a person by itself."""
    marks = list(re.finditer(one_of(_words("joining", context.language)), context.text[start:end]))
    if not marks:
        return None
    edges = [0, *(at for mark in marks for at in mark.span()), end - start]
    parts = [(start + edges[i], start + edges[i + 1]) for i in range(0, len(edges), 2)]
    if any(b - a < 2 for a, b in parts):
        return None
    entities = tuple(_certain(context, a, b) for a, b in parts)
    if not all(entities):
        return None
    joint = join(tuple(e for e in entities if e), start, end)
    return replace(joint, name=context.text[start:end])


def _certain(context: Context, start: int, end: int) -> Entity | None:
    """A body of the gazetteer or a person, and nothing in doubt."""
    whole = next((m for m in context.names(start, end) if (m.start, m.end) == (start, end)), None)
    if whole:
        return of_match(whole, context.text)
    person = _person(context, start, end)
    return person if person and (people.is_native(person.name, context.language) or _DOT.search(person.name)) else None


def _one(context: Context, start: int, end: int) -> Entity:
    bare = _BRACKET.sub("", context.text[start:end])
    end = start + len(bare) if context.text.startswith(bare, start) else end
    whole = next((m for m in context.names(start, end) if (m.start, m.end) == (start, end)), None)
    if whole and whole.kind != "person":
        return of_match(whole, context.text)
    sent = [m for m in context.names(start, end) if m.kind == "medium" and m.start == start]
    rest = [m for m in context.names(sent[0].end, end) if m.kind in _OF_PLACES] if sent else []
    if rest and rest[0].start == sent[0].end and rest[0].end == end:  # "法新社成都": where it writes from
        return of_match(sent[0], context.text)
    found = _paper(context, start, end) or _person(context, start, end) or _role(context, start, end)
    return found or _body(context, start, end)


# ---------------------------------------------------------------------------------------------------------------
# people


def _person(context: Context, start: int, end: int) -> Entity | None:
    """The name behind the last title of the phrase, or the whole phrase as a name."""
    text, language = context.text, context.language
    title = _ending(text[start:end], language, "titles")
    if title and end - start - len(title) > 0:
        behind = _person(context, start, start + len(text[start : end - len(title)].rstrip()))
        if behind:
            return replace(behind, head=title)
    latin = _in_latin(context, start, end)
    if latin:
        return latin
    for at in (start, *range(end - 2, start, -1)):
        if end - at <= _MOST_NAME and _may_begin(context, start, at):
            name = _name(context, at, end) or _behind_title(context, start, at, end)
            if name:
                full = _full(context, name)
                clause.note(context, full, (start, at))
                return Entity(full, "person", at, at + len(name), "", "")
    last = _truncated(context, start, end)
    return Entity(last, "person", end - 1, end, "", "") if last else None


def _in_latin(context: Context, start: int, end: int) -> Entity | None:
    """Somebody whose name the phrase ends with, left in Latin letters."""
    known = [(m.start, m.end, m.name) for m in context.names(start, end) if m.kind == "person"]
    for at, last, name in [*((p.start, p.end, p.name) for p in context.persons(start, end)), *known]:
        if last == end and context.text[at].isascii():
            full = context.full_name(name)
            clause.note(context, full, (start, at))
            return Entity(full, "person", at, end, "", "")
    return None


def _may_begin(context: Context, start: int, at: int) -> bool:
    """Whether a name may begin at a place of the phrase: at its beginning, or behind a title or "的"."""
    if at == start:
        return True
    before = context.text[start:at]
    title = _ending(before, context.language, *_TITLES)
    return before.endswith("的") or len(title) > 1 or title in _words("single_titles", context.language)


def _behind_title(context: Context, start: int, at: int, end: int) -> str:
    """What stands behind a title to the end of the phrase: a name, whatever it is written with, unless it is a word."""
    name = context.text[at:end]
    words = people.ends(context.language) + _ends(context.language, "people_ends")
    title = _ending(context.text[start:at], context.language, *_TITLES)
    least = _LEAST_SHORT - (title in _words("officials", context.language) and at > start + len(title))
    short = least <= len(name) <= _MOST_SHORT or bool(_DOT.search(name))
    if (
        not (len(title) > 1 or title in _words("single_titles", context.language))
        or not short
        or name[0] in people.DOTS
        or name.startswith(_ends(context.language, "joining"))
        or name.endswith(words)
        or not _HAN.fullmatch(name)
        or _others(context, at, end)
    ):
        return ""
    return name


def _others(context: Context, start: int, end: int) -> bool:
    """Whether a stretch holds a name that is no person's; a state's may begin one of sounds: 马里 in 马里尼切夫."""
    sounds = end - start >= _LONG_NAME and people.is_foreign(context.text[start:end], context.language)
    held = [match for match in context.names(start, end) if match.kind != "person"]
    return any(not sounds or match.end - match.start > _SHORT_STATE for match in held)


def _name(context: Context, start: int, end: int) -> str:
    """The name that a stretch is, also where a time or place goes on behind it; "" where it is none."""
    text, language = context.text, context.language
    name = text[start:end].replace(" ", "")
    if _LATIN.fullmatch(text[start:end]) and start and not text[start - 1].isascii():
        return text[start:end]
    if people.is_name(name, language) and not _others(context, start, end):
        return people.without_coverb(text, text[start:end], language)
    known = people.name_at(text, start, language) if text[start : start + 1].strip() else ""
    goes_on = text[start + len(known) : end]
    tail = goes_on.startswith(_ends(language, "tails", "goes_on")) or goes_on[:1].isdigit()
    return known if known and tail else ""


def _truncated(context: Context, start: int, end: int) -> str:
    """The name whose first character is all that the span holds of it, behind a title: "部长张" for "张一山"."""
    text, language = context.text, context.language
    if end - start < 3 or not _ending(text[start : end - 1], language, "people_ends"):
        return ""
    known = people.name_at(text, end - 1, language)
    if len(known) > 1 and people.is_native(known, language):
        return known
    names = (text[end - 1 : end - 1 + length] for length in (3, 2))
    return next((name for name in names if people.is_native(name, language) and text.count(name) > 1), "")


def _full(context: Context, name: str) -> str:
    """The full name that the article gives for the last part of a foreign name, else the name."""
    known = context.memory.setdefault(("full names",), {})
    if not known:
        known.update(
            (_DOT.split(person.name)[-1], person.name) for person in context.people if _DOT.search(person.name)
        )
    if _DOT.search(name):
        known.setdefault(_DOT.split(name)[-1], name)
    return known.get(name, name)


def _role(context: Context, start: int, end: int) -> Entity | None:
    """Somebody without a name, or several, by the word that the phrase ends in."""
    written, language = context.text[start:end], context.language
    if _ending(written, language, "not_people"):
        return None
    head = _ending(written, language, "people_ends", "officials")
    if written in _words("new", language) | _words("members", language):
        return nobody()
    new = next((word for word in _ends(language, "new", "members") if word in written[:8]), "")
    if _ending(written, language, "authors"):
        return Entity(written, "definite", start, end, "作者" if written.endswith("者") else written, "n")
    several = _ending(written, language, "groups_ends")
    inner = written.rfind("的", 0, len(written) - _LEAST_SHORT)
    if several and inner > 0 and _verbal(written[:inner], language):
        start, written = start + inner + 1, written[inner + 1 :]
    if several and not (_words("members", language) & {new} or _THIS.match(written)):
        name = written.removesuffix(_MANY) if len(written) > 2 else written
        return Entity(name, "group", start, end, several, "", True, determiner=new)
    if not head:
        return None
    return Entity(
        written,
        "definite",
        start,
        end,
        head,
        "",
        determiner="" if _THIS.match(written) else new or DESCRIBED * (written != head),
    )


def _verbal(written: str, language: str) -> bool:
    """Whether what stands before "的" is longer than what owns or describes somebody: "西班牙度假的英国游客"."""
    return len(written) >= _CLAUSE and not _ending(written, language, "bodies_ends", "people_ends", "groups_ends")


# ---------------------------------------------------------------------------------------------------------------
# papers and bodies


def _paper(context: Context, start: int, end: int) -> Entity | None:
    """Whoever made the paper that a phrase ends in: "国家统计局数据"; the paper where it does not tell."""
    text, language = context.text, context.language
    work = _TITLE_OF_WORK.search(text, start, end)
    paper = _ending(text[start:end], language, "papers")
    medium = next(
        (
            m
            for m in context.names(start, end)
            if m.kind in ("medium", "institution") and work and work.start(1) == m.start
        ),
        None,
    )
    if medium:
        return of_match(medium, text)
    made = _made(language).search(text, start + 1, end)
    if made and (paper or work):
        return replace(_one(context, *_trimmed(context, start, made.start())), determiner="")
    if paper:
        between = len(_ending(text[start : end - len(paper)], language, "of_papers"))
        owner = _trimmed(context, start, end - len(paper) - between)
        if owner[1] - owner[0] < 2:
            return Entity(text[start:end], "definite", start, end, paper, "n")
        found = _one(context, *owner)
        return (
            found
            if found.kind in ("body", "medium", "person")
            else Entity(text[start:end], "definite", start, end, paper, "n")
        )
    if work and (work.start(), work.end()) == (start, end) or work and end - work.end() <= 2 and work.start() == start:
        name = work[1]
        return Entity(name, "medium", start, end, name, "n")
    return None


@lru_cache
def _made(language: str) -> re.Pattern[str]:
    """What stands between a maker and its paper: "近日颁布的"."""
    return re.compile(rf"(?:日前|近日|\d{{1,2}}日|\d{{4}}年)?(?:联合)?(?:{one_of(_words('making', language))})的")


def _body(context: Context, start: int, end: int) -> Entity:
    """A body, by its own name; "该公司" is one named before."""
    written, language = context.text[start:end], context.language
    if _ending(written, language, "media") and not context.names(start, end) and len(written) <= 4:
        return Entity(written, "group", start, end, written, "n", True)
    abstract = "的" in written and not _ending(written, language, "bodies_ends", "bodies")
    if _THIS.match(written) or abstract:
        return Entity(written, "definite", start, end, _ending(written, language, "bodies_ends") or written, "n")
    if not any(character.isalpha() for character in written) or len(written) < 2:
        return nobody()
    kind = "medium" if _ending(written, language, "media") else "body"
    return Entity(written, kind, start, end, written, "n")
