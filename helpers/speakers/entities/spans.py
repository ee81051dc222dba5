"""Where the name in a source phrase stands, and where its main part ends."""

from __future__ import annotations

import re
from functools import lru_cache

from helpers.lexicons import one_of
from helpers.lexicons.speakers import any_of, words
from helpers.speakers.context import Context
from helpers.speakers.entities.nouns import is_courtesy

TAG = re.compile(  # markup, also cut off at the edges of a span
    r"</?[A-Za-z][^<>\n]{0,200}>|^[^<>\n]{0,200}=[^<>\n]{0,200}>|^/?\w{1,10}>|</?[A-Za-z]\w*$"
)
_EDGE = " \t\r\n,;:.–—\"“”„»«'‘’[]*_`#|~"
_NEXT_NAME = re.compile(r"\.?\s(?:[A-Z][\w’'-]+\s?){1,3}(?<!\s)")
_NOUN_NEXT = re.compile(r"\s(?:[a-zäöüß]+\s){0,2}[A-ZÄÖÜ][\w-]+")
_WORD_BEFORE = re.compile(r"(\w+)\s$")
_DANGLING = re.compile(r"\s(?:of|in|at|from|for|to|on|with|by|and|the|an?)$")
_PERSON_WITHIN = 60  # characters behind an article in which a person may be named
_MOST_WORDS = 14  # of a description


def span_of_name(context: Context, start: int, end: int) -> tuple[int, int]:
    """A source span without edges, without a time before a dash, with the name behind a bare "Ms", "of" completed."""
    text = context.text
    start, end = without_edges(text, start, end)
    end = _with_noun(context, start, end)
    if lead := _contracted(context.language).match(text, start, end):
        start = lead.end()
    if pronoun := _pronoun(context.language).match(text, start, end):
        return pronoun.span("who")
    if opinion := _opinion().match(text, start, end):
        start = opinion.end()
    while (cut := _cut().search(text, start, end)) and not any(c.isalpha() for c in text[start : cut.start()]):
        start, end = without_edges(text, cut.end(), end)
    end = _whole_name(context, start, end)
    end = _without_medium_told(context, start, end)
    return _with_number(text, start, end), end


def _with_noun(context: Context, start: int, end: int) -> int:
    """The end of a German phrase that was cut behind an article or before it: "Angaben der" of "örtlichen Polizei"."""
    if context.language not in words("languages_with_capital_nouns"):
        return end
    if context.text[start:end] in words("opinions", context.language):
        article = _owner_next().match(context.text, end)
        end = article.end("article") if article else end
    if context.text[start:end].rpartition(" ")[2].lower() not in words("cut_articles"):
        return end
    person = next(iter(context.persons(end, end + _PERSON_WITHIN)), None)
    noun = _NOUN_NEXT.match(context.text, end)
    if person and noun and person.start < noun.end() + 2 <= person.end + 2:
        return person.end
    return noun.end() if noun else end


@lru_cache
def _contracted(language: str) -> re.Pattern[str]:
    """ "Im", before "Papier": no part of a source."""
    return re.compile(rf"(?:{one_of(words('contracted', language))})\s(?=\S)", re.I)


@lru_cache
def _pronoun(language: str) -> re.Pattern[str]:
    """ "Er", before the object of its verb: "(mahnt) er den Sohn"."""
    who, objects = (one_of(words(key, language)) for key in ("subjects_of_one", "before_objects"))
    return re.compile(rf"(?P<who>{who})\s(?:{objects})\b", re.I)


@lru_cache
def _owner_next() -> re.Pattern[str]:
    """ "Angaben", before "einer Sprecherin", "von Weber": whose they are."""
    return re.compile(rf"(?P<article>\s(?:{any_of('articles_of_owners')}))\s")


@lru_cache
def _opinion() -> re.Pattern[str]:
    """ "Ansicht von", "Angaben der": before whose they are."""
    return re.compile(rf"(?:{any_of('opinions')})\s(?:(?:{any_of('of')})\s)?(?=\S)")


def without_edges(text: str, start: int, end: int, edges: str = _EDGE) -> tuple[int, int]:
    """A span without the blanks and marks at its edges."""
    while start < end and text[start] in edges:
        start += 1
    while end > start and text[end - 1] in edges:
        end -= 1
    return start, end


def _whole_name(context: Context, start: int, end: int) -> int:
    """The end of the name that a span cuts short: the last stop of "the U.S.", the name behind a bare "Ms"."""
    if context.text[end : end + 1] == "." and any(m.end == end + 1 for m in context.names(start, end + 1)):
        end += 1
    name = _NEXT_NAME.match(context.text, end) if is_courtesy(context.text[start:end]) else None
    return name.end() if name else end


def _without_medium_told(context: Context, start: int, end: int) -> int:
    """The end of "N." in German "sagte N. der DW": a medium behind a dative article is told."""
    if not words("datives", context.language):
        return end
    medium = next((m for m in context.names(start, end) if m.kind == "medium" and m.end == end), None)
    told = _dative().search(context.text, start + 1, medium.start) if medium else None
    person = next(iter(context.persons(start, end)), None)
    told = told or (_dative_noun().match(context.text, person.end, end) if person else None)
    if not told and not person:
        behind = _dative_noun().search(context.text, start + 1, end)
        told = behind if behind and _is_of_somebody(context.text[start : behind.start()]) else None
    return told.start() if told else end


def _is_of_somebody(phrase: str) -> bool:
    """Whether a phrase says already for whom somebody speaks: "ein Sprecher der Stadt", "ein Polizeisprecher"."""
    *before, last = phrase.split()
    speaks = any(last.endswith(noun) for noun in words("spokespeople", "de"))
    return not words("articles_of_owners", "de").isdisjoint(before[1:]) or speaks


@lru_cache
def _dative_noun() -> re.Pattern[str]:
    """ "Der österreichischen Nachrichtenagentur", 'der "Maas Post"', behind somebody's name."""
    noun = rf"(?:(?!(?:{any_of('datives')})\s)[\w-]+\s){{0,3}}?[A-ZÄÖÜ]?[\w-]*(?i:{any_of('media_nouns')})\b"
    return re.compile(rf"\s(?:{any_of('datives')})\s(?:{noun}|[\"„“»])")


@lru_cache
def _dative() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{any_of('datives')})\s$")


def _with_number(text: str, start: int, end: int) -> int:
    """The start of a span with the number before its "of": "two" before "of the experts"; without "of" else."""
    of = _of().match(text, start, end)
    if of is None:
        return start
    before = _WORD_BEFORE.search(text, max(0, start - 20), start)
    counted = before and before[1].lower() in words("quantities") | words("indefinite")
    return before.start(1) if before and counted else of.end()


@lru_cache
def _of() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('of')})\s", re.I)


@lru_cache
def _cut() -> re.Pattern[str]:
    """Where the main part of a source phrase ends: at a mark, a relative pronoun, an occasion or a day."""
    return re.compile(
        rf",\s|\s[–—-]{{1,2}}\s|\s\(|;\s|\s(?:{any_of('relatives')})\s|"
        rf"\s(?:{any_of('occasion_prepositions')})\s(?:{any_of('occasion_articles')})\s"
        rf"(?:[\w-]+\s){{0,2}}(?:{any_of('occasions')})\b|"
        r"\s(?:on|last|this|late|early)\s(?:\w+day|week|month|year|night)\b|\s(?:who|which)$"
    )


def main_end(context: Context, start: int, end: int) -> int:
    """Where the main part of a source phrase ends, which may be a list of states."""
    at = start
    while (cut := _cut().search(context.text, at, end)) and cut.start() > start:
        if not _lists_states(context, cut, end):
            return cut.start()
        at = cut.end()
    return end


def _lists_states(context: Context, cut: re.Match[str], end: int) -> bool:
    """Whether a comma parts states of one list: "leaders of Peru, Chile and Cuba"."""
    before = any(m.end == cut.start() for m in context.names(max(0, cut.start() - 40), cut.start()))
    behind = any(m.start == cut.end() for m in context.names(cut.end(), end))
    return before and behind and cut[0] == ", " and bool(_and().search(context.text, cut.end(), end))


@lru_cache
def _and() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{any_of('conjunctions')})\s")


def described(text: str, start: int, end: int) -> str:
    """The words of a span, without edges and without a preposition left hanging at the end."""
    kept = " ".join(TAG.sub("", text[start:end]).split()[:_MOST_WORDS]).strip(_EDGE)
    while _DANGLING.search(kept):
        kept = _DANGLING.sub("", kept)
    return kept
