"""Who a source phrase names, by an ordered register of rules; noun phrases have their own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from helpers import lexicons
from helpers.lexicons.speakers import any_of, forms, words
from helpers.speakers.context import Context
from helpers.speakers.entities import noun_phrase, people
from helpers.speakers.entities.model import Entity, join, named_body, narrator, nobody
from helpers.speakers.entities.nouns import is_courtesy
from helpers.speakers.entities.spans import main_end, span_of_name
from helpers.speakers.rules import Rule, first

_AGED = re.compile(r"(?P<article>\w+) \d{1,3}[- ](?P<word>[\w-]+)")


@dataclass(frozen=True)
class Source:
    """A source span with something in it, from start to end of the text."""

    context: Context
    start: int
    end: int

    @property
    def written(self) -> str:
        """Its words."""
        return self.context.text[self.start : self.end]

    @cached_property
    def lower(self) -> str:
        """Its words in lower case."""
        return self.written.lower()

    @cached_property
    def main_end(self) -> int:
        """Where its main part ends."""
        return main_end(self.context, self.start, self.end)


def parse(context: Context, start: int, end: int) -> Entity:
    """The entity that a source span names, not yet resolved to anybody earlier in the article.

    Without a letter it is somebody whose name nobody can read; a word that names nobody ("However") is none.
    """
    start, end = span_of_name(context, start, end)
    if start >= end:
        return nobody()
    source = Source(context, start, end)
    decided = first(RULES, source)
    if decided is None:
        return noun_phrase.read(context, start, source.main_end)
    return replace(decided[1], found=decided[0])


def _unreadable(source: Source) -> Entity | None:
    """ "***": somebody, but without a letter."""
    if any(character.isalnum() for character in source.written):
        return None
    return Entity("", "unnamed", source.start, source.end)


def _pronoun(source: Source) -> Entity | None:
    form = forms("pronouns").get(source.lower)
    if not form or source.written.isupper() and source.context.names(source.start, source.end):
        return None  # "US", "WHO"
    sex, number, person = form
    kind = "relative" if person == "r" else "pronoun"
    third = int(person) if person.isdigit() else 3
    return Entity(source.written, kind, source.start, source.end, source.lower, sex, number == "p", person=third)


def _of_an_age(source: Source) -> Entity | None:
    """ "The 26-year-old": whoever is meant by "he" or "she"."""
    aged = _AGED.fullmatch(source.lower)
    sexes = lexicons.load("speakers")["by_age"]
    if not aged or (called := f"{aged['article']} {aged['word']}") not in sexes:
        return None
    name = source.written.split(maxsplit=1)[1]
    return Entity(name, "pronoun", source.start, source.end, called, sexes[called])


def _label(source: Source) -> Entity | None:
    """ "ANALYSIS:" is the outlet's own word."""
    return narrator("label") if source.lower in words("labels") else None


def _names_nobody(source: Source) -> Entity | None:
    """ "However", "according to", a bare "Mr"."""
    known = words("fragments") | words("definite") | words("cues_without_source")
    return nobody() if source.lower in known or is_courtesy(source.lower) else None


def _initials(source: Source) -> Entity | None:
    return people.by_initials(source.context, source.start, source.end)


def _home(source: Source) -> Entity | None:
    return people.by_home(source.context, source.start, source.end)


def _person(source: Source) -> Entity | None:
    return people.by_name(source.context, source.start, source.main_end)


def _owner_of_words(source: Source) -> Entity | None:
    """ "In Pym's opinion", of which the source is "Pym's"."""
    whole = len(source.written) > 2 and source.written.endswith(("'s", "’s"))
    return people.by_name(source.context, source.start, source.end - 2) if whole else None


def _apposed(source: Source) -> Entity | None:
    if source.main_end == source.end:
        return None
    return people.apposed(source.context, source.start, source.main_end, source.end)


def _joined_names(source: Source) -> Entity | None:
    """ "China and Kazakhstan", "Beijing, Moscow and Tehran"."""
    ends = dict.fromkeys((source.end, source.main_end))
    return next((joint for end in ends if (joint := _join_names(source.context, source.start, end))), None)


def _join_names(context: Context, start: int, end: int) -> Entity | None:
    named = context.names(start, end)
    if len(named) < 2:
        return None
    rest = context.text[start:end]
    for match in reversed(named):
        rest = rest[: match.start - start] + " " + rest[match.end - start :]
    between = set(rest.replace(",", " , ").lower().split())
    links = words("joining") | {","}
    if between - links - words("before_joined_names") or not between & links:
        return None
    if any(m.kind == "demonym" for m in named):
        return None
    return join(tuple(named_body(m) for m in named), start, end)


def _joined_phrases(source: Source) -> Entity | None:
    """ "A Kremlin official and a Russian columnist": two phrases, each with its article."""
    context, start, end = source.context, source.start, source.main_end
    cut = _and_another().search(context.text, start, end)
    before = context.text[start : cut.start()].lower() if cut else ""
    if not cut or before in forms("pronouns") or not any(c.isalnum() for c in before):
        return None
    parts = (
        noun_phrase.read(context, start, cut.start()),
        noun_phrase.read(context, cut.start("article"), end),
    )
    return join(parts, start, end)


@lru_cache
def _and_another() -> re.Pattern[str]:
    return re.compile(rf",?\s(?:{any_of('conjunctions')})\s(?P<article>{any_of('opening_another')})\s")


RULES: tuple[Rule[Entity], ...] = (
    Rule("unreadable", _unreadable),
    Rule("pronoun", _pronoun),
    Rule("age", _of_an_age),
    Rule("label", _label),
    Rule("word for nobody", _names_nobody),
    Rule("initials", _initials),
    Rule("home", _home),
    Rule("person", _person),
    Rule("owner of words", _owner_of_words),
    Rule("person apposed", _apposed),
    Rule("names joined", _joined_names),
    Rule("phrases joined", _joined_phrases),
)
