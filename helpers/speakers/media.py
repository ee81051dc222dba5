"""Through which medium words come: "Xi said, Xinhua reported", "told the Financial Times", "Xinhua quoted Xi".

Two kinds are told apart. A medium that reports relays the sentence in which it is named. A medium that
somebody spoke to (told, in an interview with) relays what the same speaker goes on to say as well.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from helpers.lexicons.speakers import any_of, words
from helpers.names.gazetteer import Match
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity, parse

_REACH = 300  # characters around an attribution in which its sentence may name the medium


class Relay(NamedTuple):
    """A medium between a speaker and the article; `runs` when the next sentences come through it too."""

    medium: str
    runs: bool


class _Medium(NamedTuple):
    start: int
    end: int
    name: str


def relay_of(context: Context, span: tuple[int, int], contents: list[tuple[int, int]], source: Entity) -> Relay | None:
    """The medium that relays the words attributed at `span` (source and cue), None where there is none.

    `contents` are the attributed words: a medium named inside them is talked about, not relaying.
    """
    sentence = context.sentence_at(span[0])
    if sentence < 0:
        return None
    start, end, _ = context.sentences[sentence]
    reach = max([span[1], *(b for _, b in contents)])
    start, end = max(min(start, span[0]), span[0] - _REACH), min(max(end, span[1]), reach + _REACH)
    for medium in _media(context, start, end):
        inside = any(a <= medium.start and medium.end <= b and not _addressed(context, medium, a) for a, b in contents)
        own = source.start <= medium.start < source.end
        if own or medium.name == source.name:
            continue
        if inside and not _ends_content(context, medium, contents):
            continue
        before = context.text[max(start, medium.start - 90) : medium.start]
        if _told().search(before):
            return Relay(medium.name, True)
        if _reported().match(context.text, medium.end) or _by().search(before):
            return Relay(medium.name, False)
    return None


def _addressed(context: Context, medium: _Medium, begin: int) -> bool:
    """Whether a content begins with the medium that was told it: "[the Financial Times that ...]"."""
    return not re.sub(r"\b(?:the|a|an)\b", "", context.text[begin : medium.start]).strip() and bool(
        re.match(r"[\w\s]{0,40}\bthat\b", context.text[medium.end : medium.end + 50])
    )


def _ends_content(context: Context, medium: _Medium, contents: list[tuple[int, int]]) -> bool:
    """A content that runs on over ", Xinhua reported" or ", he told the Financial Times" has it at its end."""
    verb = _reported().match(context.text, medium.end)
    after = verb.end() if verb else medium.end
    return any(a <= medium.start and not context.text[after:b].strip(" .,”\"’'") for a, b in contents)


def inner_speaker(context: Context, contents: list[tuple[int, int]], between: tuple[int, int]) -> Entity | None:
    """Whose words a medium passes on: "that Xi said ..." at the content's start, "quoted Xi as saying" before it."""
    text = context.text
    sentence = context.sentences[max(0, context.sentence_at(between[0]))]
    low, high = max(sentence.start, between[0] - _REACH), min(sentence.end, between[0] + _REACH)
    who = _first(_as_saying(), text, *between)
    who = who or _first(_PASSIVE, text, low, high)
    who = who or _match(_as_saying(), text, between[0] + 1, high)  # "...," the agency quoted N. as saying
    for begin, end in contents:
        who = who or _match(_QUOTED_AS, text, begin, min(end, begin + 160))
        who = who or _match(_clause(), text, begin, min(end, begin + 200))
    who = who or _first(_CITING, text, between[0], max(between[0], high))
    return _speaker(parse(context, *who)) if who else None


def _first(pattern: re.Pattern[str], text: str, start: int, end: int) -> tuple[int, int] | None:
    found = pattern.search(text, start, end) if start < end else None
    return found.span("who") if found else None


def _match(pattern: re.Pattern[str], text: str, start: int, end: int) -> tuple[int, int] | None:
    found = pattern.match(text, start, end)
    return found.span("who") if found else None


_PASSIVE = re.compile(
    r"(?:^|[,”\"’'»“]\s)(?P<who>[^,.:;“”\"]{2,80}?)\s(?:is|was|were|has been|had been)\s(?:quoted|cited)\s"
    r"(?:as\s(?:saying|having said)\s)?(?:by|in)\b"
)
_QUOTED_AS = re.compile(r"(?P<who>[^“”\"„,;.]{2,110}?)\sas\s(?:saying|having said|telling|writing)\b")
_CITING = re.compile(r",\s(?:citing|quoting)\s(?P<who>[^“”\"„,;.]{3,120})")


def _speaker(entity: Entity) -> Entity | None:
    return entity if entity.kind in ("person", "body", "joint", "group", "unnamed", "definite", "pronoun") else None


@lru_cache
def _as_saying() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{any_of('quoting')}|(?:{any_of('quoting_stems')})\w*)\s(?P<who>[^“”\"„]{{2,120}}?)"
        rf"(?:,[^“”\"„]{{2,120}}?,)?(?:\sas\s\w+ing|,|\s(?:{any_of('before_quoted_words')})|$)"
    )


@lru_cache
def _clause() -> re.Pattern[str]:
    return re.compile(
        rf"[\s“\"„'‘,]*(?:that\s+)?(?P<who>(?:[\w’'.-]+\s){{1,10}}?(?:[\w’'.-]+)?)\s*"
        rf"(?:has\s|had\s|also\s)*\b(?:{any_of('say')})\b"
    )


@lru_cache
def _told() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of('told')})\s+(?:{_before_a_medium()}){{0,5}}$", re.I)


@lru_cache
def _by() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of('passing_on')})\s+(?:{_before_a_medium()}){{0,5}}$", re.I)


@lru_cache
def _reported() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\s+(?:news agency|news|newspaper|agency|television|tv|radio|daily|website))?"
        rf"(?:\s+(?:has|had|also|on \w+|later))*\s+(?:{any_of('report')}|(?:{any_of('report_stems')})\w*)\b",
        re.I,
    )


def _before_a_medium() -> str:
    """What may stand between "told" and a medium's name: an article, adjectives, capitals."""
    return rf"(?!that\b)(?:{any_of('about_media')}|\w+(?:{any_of('adjective_endings')})|[A-Z][\w’-]+|pro-\w+)\s+"


def _media(context: Context, start: int, end: int) -> list[_Medium]:
    """Media named in a stretch of text: known ones and names that say so, but never the article's own outlet."""
    found = [
        _whole(context.text, m)
        for m in context.names(start, end)
        if m.kind == "medium" or (m.kind == "institution" and m.name.endswith(tuple(words("media_heads"))))
    ]
    taken = [(m.start, m.end) for m in found]
    for hit in _named_medium().finditer(context.text, start, end):
        if not any(a < hit.end() and hit.start() < b for a, b in taken):
            found.append(_Medium(*hit.span(), hit[0]))
    return sorted(m for m in found if not is_own_name(m.name, context))


def _whole(text: str, match: Match) -> _Medium:
    """A known medium with what its name goes on with: "Kabar Weekly" is not Kabar."""
    longer = _longer().match(text, match.end)
    if longer is None:
        return _Medium(match.start, match.end, match.name)
    return _Medium(match.start, longer.end(), text[match.start : longer.end()])


@lru_cache
def _longer() -> re.Pattern[str]:
    return re.compile(rf"(?:\s[A-Z][\w’'-]+)?\s(?:{any_of('media_heads')})\b")


@lru_cache
def _named_medium() -> re.Pattern[str]:
    heads, openers = any_of("media_heads"), any_of("media_openers")
    return re.compile(
        rf"\b(?:[A-Z][\w’'-]+\s){{0,3}}?(?:{openers})(?:\s[A-Z][\w’'-]+){{1,2}}|"
        rf"\b(?:[A-Z][\w’'-]+\s){{0,3}}[A-Z]?[\w’'-]*(?<=\b)(?:{heads})\b"
    )


def name_of(entity: Entity, context: Context) -> str:
    """The name of the medium that an entity is or names; "" of anybody else."""
    if entity.kind == "medium":
        return entity.name
    named = next((m for m in context.names(entity.start, entity.end) if m.kind == "medium"), None)
    by_word = entity.head.endswith(tuple(words("media_in_general")))
    return named.name if named else entity.name * by_word


def is_own_outlet(entity: Entity, context: Context) -> bool:
    """Whether a speaker is the outlet that the article stands in."""
    return entity.kind in ("body", "medium") and is_own_name(entity.name, context)


def is_own_name(name: str, context: Context) -> bool:
    """Whether a name is that of the outlet that the article stands in."""
    own = {_plain(context.article.outlet_name or ""), _plain(context.article.outlet or "")} - {""}
    return _plain(name) in own


def _plain(name: str) -> str:
    return re.sub(r"[\W_]|^the[\s_-]", "", name.lower())
