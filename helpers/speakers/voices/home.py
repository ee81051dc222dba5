"""The state that an article need not name: whose office it is, and who sent an ambassador."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from helpers.lexicons.speakers import any_of, words
from helpers.names.gazetteer import Match
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity
from helpers.speakers.voices.evidence import NO_STATE, Evidence
from helpers.speakers.voices.names import takes_sides

_NEAR = 2  # sentences before, in which who sent an ambassador is looked for
_HELD_WITHIN = 60  # characters on either side of a state in which its office is looked for
_OPENS = re.compile(r"\.[ \u00a0](?=[^\W\d_a-z]|[“„\"])")
_DATELINE = re.compile(
    r"^[ \t]*(?P<city>[A-Z][\w’'. -]{2,40}?)(?:, [A-Z]\w+\.? \d{1,2}(?:, \d{4})?)?(?: ?\([\w /.-]{2,30}\))?"
    r" ?(?:--|[—–]| - )",
    re.M,
)


def sent(context: Context, start: int, end: int) -> list[Evidence]:
    """Who sent "the ambassador to Japan": the one other state that the sentences up to there name."""
    posting = _posting().search(context.text, start, end)
    posted = context.names(posting.end(), end)[:1] if posting else []
    here = context.sentence_at(start)
    if not posted or here < 0:
        return []
    low = context.sentences[max(0, here - _NEAR)].start
    senders = {
        m.code: m
        for m in context.names(low, end)
        if m.kind in ("country", "demonym", "capital", "seat") and m.code not in (posted[0].code, *NO_STATE)
    }
    return _only(senders, "sent by", context)


@lru_cache
def _posting() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of('posted')})\s(?:{any_of('posting_prepositions')})\s", re.I)


def office(entity: Entity, context: Context) -> list[Evidence]:
    """An organ or officer of a state that the article need not name, because it writes from there.

    "Energy Minister N." is of the one state whose energy ministry the article speaks of, else of the dateline's
    country, else of the one state whose organs the article names; "the ministry" of the only state it names at all.
    """
    places = context.mentions.get(entity.name) or [] if entity.kind == "person" else []
    phrase = context.text[max(0, entity.start) : max(0, entity.end)].lower()
    held = " ".join([*(place.title for place in places), entity.head, phrase])
    if not any(w in words("home_offices") or w.endswith(tuple(words("home_words"))) for w in re.findall(r"\w+", held)):
        return []
    found = _of_the_field(held, context)
    if len(found) != 1 and (written_from := _dateline(context)):
        found = {m.code: m for m in written_from if m.kind in ("capital", "place")}
    elif len(found) != 1:
        found = _holders(context, f"(?:{any_of('home_offices')})")
    if not found and entity.determiner in words("definite") and entity.head in words("organs"):
        found = _holders(context, "")
    return _only(found, "office at home", context)


def _only(states: dict[str, Match], rule: str, context: Context) -> list[Evidence]:
    """Evidence for a state, if there is but one."""
    if len(states) != 1:
        return []
    code, match = next(iter(states.items()))
    return [Evidence(rule, context.text[match.start : match.end], code)]


def _of_the_field(held: str, context: Context) -> dict[str, Match]:
    """The states with an office of the same field: "Energy Minister N.", "Uzbekistan's energy ministry"."""
    field = _field().search(held)
    if field is None:
        return {}
    offices = f"(?:{any_of('offices_of_a_field', 'offices_joined_to_a_field')})"
    return _holders(context, (field[1] or field[2]) + rf"\s?{offices}")


@lru_cache
def _field() -> re.Pattern[str]:
    return re.compile(rf"(\w+) (?:{any_of('offices_of_a_field')})|(\w+)(?:{any_of('offices_joined_to_a_field')})")


def _dateline(context: Context) -> list[Match]:
    """The names of the place that an article is written from: "TASHKENT (AP) —", "Taschkent. Der ..."."""
    key = ("dateline",)
    if key not in context.memory:
        hit = _DATELINE.search(context.text)
        opening = (
            m
            for m in context.matches
            if context.text[max(0, m.start - 1) : m.start] in ("", "\n") and _OPENS.match(context.text, m.end)
        )
        context.memory[key] = context.names(*hit.span("city")) if hit else list(islice(opening, 1))
    return context.memory[key]


def _holders(context: Context, noun: str) -> dict[str, Match]:
    """The states that stand with a noun, by code: "Uzbekistan's energy ministry", "energy ministry in Tashkent"."""
    key = ("holders", noun)
    if key not in context.memory:
        context.memory[key] = {
            m.code: m
            for m in context.matches
            if m.code and _holds(context.text, m, noun) and not takes_sides(context.text, m)
        }
    return context.memory[key]


def _holds(text: str, match: Match, noun: str) -> bool:
    behind, before = text[match.end : match.end + _HELD_WITHIN], text[max(0, match.start - _HELD_WITHIN) : match.start]
    return match.kind in ("country", "demonym", "capital") and bool(
        not noun
        or re.match(rf"(?:[’']s)?\s(?:[\w-]+\s){{0,2}}{noun}s?\b", behind, re.I)
        or re.search(rf"\b{noun} in $", before, re.I)
    )
