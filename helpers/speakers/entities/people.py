"""The people whom a source phrase names."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from helpers.lexicons.speakers import any_of, words
from helpers.names import gazetteer, people
from helpers.names.people import Person
from helpers.speakers.context import Context
from helpers.speakers.entities.model import Entity, join
from helpers.speakers.entities.nouns import WORD, courtesy, gender_of, role_noun
from helpers.speakers.entities.spans import TAG

_HOME_BEFORE = re.compile(r"\s(?:of|from)\s[A-Z][\w’' -]{2,30},\s$")
_APPOSED_WITHIN = 60  # characters behind a comma in which the person apposed is named


def by_initials(context: Context, start: int, end: int) -> Entity | None:
    """The one person whose initials are a label: "JP:" in an interview with Joan Pym."""
    label = context.text[start:end].replace(".", "").replace(" ", "")
    if context.text[end : end + 1] != ":" or not label.isupper() or not 2 <= len(label) <= 3:
        return None
    named = context.by_initials.get(label, ())
    return _person(context, named[0], start, end) if len(named) == 1 else None


def by_home(context: Context, start: int, end: int) -> Entity | None:
    """The person whose home is all that a source span holds: "California" of "Dana Pym of Fresno, California"."""
    if not any((m.start, m.end) == (start, end) and m.kind in ("place", "country") for m in context.names(start, end)):
        return None
    home = _HOME_BEFORE.search(context.text, max(0, start - 60), start)
    named = context.persons(home.start() - 40, home.start()) if home else []
    return _named(context, named[-1]) if home and named and named[-1].end == home.start() else None


def by_name(context: Context, start: int, end: int) -> Entity | None:
    """The people who head the phrase; not those who own or describe its noun ("Trump's adviser")."""
    heads = [
        person
        for person in context.persons(start, end)
        if not _is_object(context, start, person.start) and _heads(TAG.sub("", context.text[person.end : end]))
    ]
    if not heads:
        whole = TAG.sub("", context.text[start:end]).strip()
        full = context.full_name(whole) if " " not in whole else whole
        return _person(context, full, start, end) if full != whole else None
    entities = tuple(_named(context, person) for person in heads)
    return entities[0] if len(entities) == 1 else join(entities, start, end)


def _heads(rest: str) -> bool:
    """Whether what stands behind a name leaves it the head of its phrase."""
    return not rest.strip() or bool(_follows().match(rest))


@lru_cache
def _follows() -> re.Pattern[str]:
    lower = rf"(?:,|&| (?:{any_of('conjunctions', 'alternatives')}))\s"
    return re.compile(rf"{lower}|(?i:\s(?:{any_of('follow_a_name')})\b)")


def _is_object(context: Context, start: int, name: int) -> bool:
    """ "A senior adviser to President N." is not N.; "the mayor of London N." is."""
    before = context.text[start:name].split()
    at = max((i for i, word in enumerate(before) if i and word.lower() in words("prepositions")), default=0)
    between = [word.rstrip(".").lower() for word in before[at + 1 :]]
    owned = any(word.endswith(("'s", "’s")) for word in between)  # "a photographer for Turin's N."
    return at > 0 and (not between or owned or any(word in words("roles") or courtesy(word) for word in between))


def apposed(context: Context, start: int, end_main: int, end: int) -> Entity | None:
    """The person named after the comma: "The company's chief executive, John Smith"."""
    opening = re.match(r"[\s,–—(-]*", context.text[end_main:end])
    after = end_main + len(opening[0] if opening else "")
    person = next(iter(context.persons(after, end)), None)
    if person is None or person.start - after > _APPOSED_WITHIN or not _calls_somebody(context, start, end_main):
        return None
    lead = context.text[after : person.start].split()
    calls = not lead or lead[-1] in ("named", "called")
    if not calls and not all(map(_is_of_a_title, lead)):
        return None
    first = context.text[start:end_main].split()[0].lower()
    return replace(_named(context, person), start=start, determiner=first if first in words("definite") else "")


def _calls_somebody(context: Context, start: int, end: int) -> bool:
    """Whether a phrase says what somebody is: "the company's head", "its archer", whatever the noun, if no body."""
    phrase = context.text[start:end]
    if role_noun(phrase):
        return True
    tokens = [word.lower() for word in WORD.findall(phrase)]
    definite = bool(tokens) and tokens[0] in words("definite")
    return definite and tokens[-1] not in words("bodies") | words("media") | words("plural_words")


def _is_of_a_title(word: str) -> bool:
    """Whether a word before a name may stand in its title: "the Latvian engineer"."""
    plain = word.lower().rstrip(".")
    titled = plain in gazetteer.titles() | words("definite") | words("roles")
    return titled or gazetteer.is_demonym(word)


def _named(context: Context, person: Person) -> Entity:
    return _person(context, context.full_name(person.name), person.start, person.end, person.title)


def _person(context: Context, name: str, start: int, end: int, title: str = "") -> Entity:
    if name.isupper() and len(name) > 3:
        name = name.title()  # "PROF. N.:" in a transcript
    sex = people.gender(name) or gender_of(title.split(), context.language) or courtesy(title)
    return Entity(name, "person", start, end, title, sex)
