"""German nouns that stand in another case than the nominative, and compounds that say whose a paper is."""

from __future__ import annotations

import re
from functools import cache

from helpers import lexicons
from helpers.lexicons import one_of
from helpers.lexicons.speakers import words
from helpers.names import gazetteer, knowledge
from helpers.speakers.context import Context

_GOVERNED = re.compile(r"(?P<before>\w+)\s$")
_LINK = re.compile(r"(?<=ung|eit|aft|tät|ion|ium|ens|nst|and|ein|amt|ent|bot)s$")  # of a compound: "Regierungs-"
_GLUED = re.compile(r"[A-ZÄÖÜ]{2,}(?=[a-zäöüß]+)")  # an abbreviation without the blank behind it
_LEAST = 3  # letters of the name of a medium that a word is glued to


def owner_in(noun: str, language: str) -> str:
    """Whose a paper is by its compound: "Polizei" of "Polizeiangaben", "ESPN" of "ESPN-Angaben"; "" of any other."""
    paper = _paper(language).fullmatch(noun)
    if paper is None:
        return ""
    owner = paper["owner"].rstrip("-")
    told = paper["of_media"] is None or owner.lower().endswith(tuple(words("reporters", language)))
    apart = owner.lower() in words("no_owners", language)
    return _LINK.sub("", owner) if told and not apart else ""


@cache
def _paper(language: str) -> re.Pattern[str]:
    figures, reports = (one_of(words(key, language)) for key in ("compounds_of_figures", "compounds_of_reports"))
    return re.compile(rf"(?P<owner>[A-ZÄÖÜ][\w-]*?)(?:(?i:{figures})|(?P<of_media>(?i:{reports})))")


def is_dative(context: Context, start: int, end: int) -> bool:
    """Whether a phrase without an article stands in the dative: "laut Beobachtern", "Berichten zufolge"."""
    before = _GOVERNED.search(context.text, max(0, start - 30), start)
    governed = before and before["before"].lower() in words("before_datives", context.language)
    behind = any(context.text.startswith(f" {word}", end) for word in words("behind_datives", context.language))
    return bool(governed) or behind


def nominative(noun: str, language: str) -> str:
    """A noun in the dative plural as it stands in the nominative: "Beobachter" of "Beobachtern"."""
    ends = tuple(words("dative_plurals", language))
    return noun[:-1] if noun.lower().endswith(ends) else noun


def owner_behind(phrase: str, language: str) -> str:
    """What stands behind a noun for a paper and "der": whose it is; "" where there is none."""
    hit = _paper_of(language).match(phrase)
    return hit["owner"] if hit else ""


@cache
def _paper_of(language: str) -> re.Pattern[str]:
    papers, owned = (one_of(words(key, language)) for key in ("documents", "articles_of_owners"))
    return re.compile(rf"(?:[a-zäöüß]+\s)*(?i:{papers})\s(?:{owned})\s(?P<owner>.+)", re.S)


@cache
def by_court(language: str) -> re.Pattern[str]:
    """What a court says something by, and the court: "Urteil des Landgerichts"."""
    what, ends = one_of(words("courts_by", language)), one_of(words("courts", language))
    owned = one_of(words("articles_of_owners", language))
    return re.compile(
        rf"(?i:\b(?:{what}))\s(?:{owned})\s(?P<court>(?:[\w-]+\s){{0,2}}?(?=[A-ZÄÖÜ])[\w-]*(?i:{ends}))\b"
    )


def court_in_nominative(name: str, language: str) -> str:
    """A court with its adjectives as they stand without an article: "Europäischer Gerichtshof"."""
    endings = lexicons.load("speakers")["adjectives_of_courts"].get(language, {})
    *before, court = name.split()
    ending = next((told for noun, told in endings.items() if court.lower().endswith(noun)), "en")
    return " ".join([*(re.sub(r"en$", ending, word) for word in before), court])


def medium_named(phrase: str, language: str) -> str:
    """The name of a medium behind a noun for one, also where a page has lost the blanks: "ZeitungMaas Post"; or ""."""
    hit = _medium(language).fullmatch(phrase)
    if hit:
        return hit["name"].strip('"„“”»« ')
    glued = _glued_medium(language).search(phrase)
    return _without_glue(glued["name"], language) if glued else ""


@cache
def _medium(language: str) -> re.Pattern[str]:
    nouns = one_of(words("media_nouns", language))
    return re.compile(rf"(?:[a-zäöüß][\w-]*\s)*(?:[A-ZÄÖÜ][\w-]*?)?(?i:{nouns})s?\s[\"„“»]?(?P<name>[A-ZÄÖÜ].*)", re.S)


@cache
def _glued_medium(language: str) -> re.Pattern[str]:
    nouns = one_of({form for noun in words("media_nouns", language) for form in (noun, noun.capitalize())})
    return re.compile(rf"(?:{nouns})(?P<name>[A-ZÄÖÜ][^.,;:]*)")


def _without_glue(name: str, language: str) -> str:
    """A name without what it has lost the blank before: "Maas Postzufolge", "MPAam", "Guardianmeldet"."""
    word = name.split()[0]
    for end in range(len(word), _LEAST, -1):
        if end < len(word) and _is_medium(word[:end], language):
            return word[:end]
    short = _GLUED.match(name)
    if short:
        return short[0]
    behind = next((cue for cue in words("relaying_cues", language) if name.endswith(cue)), "")
    return name.removesuffix(behind)


def _is_medium(name: str, language: str) -> bool:
    """Whether a name is that of a medium that the gazetteer or knowledge has."""
    known = knowledge.look_up(name)
    listed = any(m.kind == "medium" and m.end == len(name) for m in gazetteer.find(name, language))
    return listed or known is not None and known.entry.kind == "medium"
