"""What a name inside a phrase says about the one whom the phrase means: evidence for a voice, or only a topic."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from helpers import lexicons
from helpers.lexicons.speakers import words
from helpers.names import gazetteer
from helpers.names.gazetteer import Match
from helpers.speakers import descriptions
from helpers.speakers.context import Context
from helpers.speakers.voices import knowledge
from helpers.speakers.voices.evidence import Evidence

INSTITUTIONS = ("institution", "medium", "organisation", "office", "seat")  # kinds of names that speak for themselves
Names = Callable[[Context, int, int], list[Match]]  # the names in a span
_CLAUSE = re.compile(r"(?<=\w),?\s(?:who|which|that|whose|what|where|how)\s")
_ABBREVIATION = re.compile(r"\b[A-Z](?:[a-z]?[A-Z]){1,5}[a-z]?\b")
_NATION = re.compile(r"[ -]([A-Z]\w+)")
_RUN = re.compile(r"(?:[ -](?:(?:and|for|of|&) )?[A-Z][\w’-]*){1,6}")


def in_phrase(context: Context, start: int, end: int) -> list[Evidence]:
    """Evidence in a noun phrase, such as "a Tajik contributor to the Carnegie Endowment"."""
    return (
        _by_names(context, start, end)
        or _by_abbreviation(context, start, end)
        or _by_names(context, start, end, knowledge.names)
    )


def _by_names(context: Context, start: int, end: int, names: Names = Context.names) -> list[Evidence]:
    clause = _CLAUSE.search(context.text, start, end)
    end = clause.start() if clause else end
    told = [evidence_of(context, match, start, end) for match in names(context, start, end)]
    return [evidence for evidence in told if evidence]


def _by_abbreviation(context: Context, start: int, end: int) -> list[Evidence]:
    """Evidence for the body that an abbreviation stands for: "MOC" after "China's Ministry of Commerce"."""
    for hit in _ABBREVIATION.finditer(context.text, start, end):
        for low, high in context.written_out.get(hit[0].upper(), ()):
            spans = [(low, high), *descriptions.before(context, low), *descriptions.behind(context, high)]
            found = [evidence for span in spans for evidence in _by_names(context, *span)]
            if found:
                return found
    return []


@dataclass(frozen=True)
class NameInPhrase:
    """A name of the gazetteer inside a phrase, start to end of the text, and what stands around it."""

    text: str
    match: Match
    start: int
    end: int

    @cached_property
    def before(self) -> list[str]:
        """The words of the phrase before the name, in lower case."""
        return self.text[self.start : self.match.start].lower().replace("-", " ").split()

    @cached_property
    def before_bare(self) -> set[str]:
        """The same without marks."""
        return {word.strip(".,") for word in self.before}

    @cached_property
    def behind(self) -> list[str]:
        """The words of the phrase behind the name, in lower case."""
        return descriptions.WORD.findall(self.text[self.match.end : self.end].lower())

    @cached_property
    def next_word(self) -> str:
        """The word behind the name and its possessive s."""
        return next((word for word in self.behind if not word.startswith(("’s", "'s"))), "")

    @cached_property
    def preposition(self) -> str:
        """The last preposition before the name."""
        return next((word for word in reversed(self.before) if word in words("prepositions")), "")

    @property
    def owner(self) -> bool:
        """Whether the name owns what follows: "China's"."""
        return self.text[self.match.end : self.match.end + 2] in ("'s", "’s")

    @property
    def shown(self) -> str:
        """The name as it is written."""
        return self.text[self.match.start : self.match.end]

    @cached_property
    def joined(self) -> str:
        """The word that a hyphen joins to the name: "born" in "Russian-born"."""
        return _joined(self.text, self.match)

    @property
    def nation(self) -> bool:
        """Whether the name is an adjective or noun for the people of a state."""
        return self.match.kind == "demonym"


class NameRule(NamedTuple):
    """When a rule holds for a name in a phrase, and whether it makes the name evidence or only a topic."""

    name: str
    holds: Callable[[NameInPhrase], bool]
    tells: bool = True


def evidence_of(context: Context, match: Match, start: int, end: int) -> Evidence | None:
    """What a name inside a noun phrase says about the one whom the phrase means; None for its topic."""
    name = NameInPhrase(context.text, match, start, end)
    rule = next((rule for rule in RULES if rule.holds(name)), None)
    if rule is None or not rule.tells or _is_of_any_state(context, match):
        return None
    return Evidence(rule.name, match.name if match.kind == "person" else name.shown, match.code)


def _is_of_any_state(context: Context, match: Match) -> bool:
    """Whether an organ is called as those of several states are, and the article names the known one's nowhere else."""
    shared = words("organs_of_several_states")
    if match.name not in shared or match.name in context.text[match.start : match.end]:
        return False
    return not any(m.code == match.code and m.name not in shared for m in context.matches)


def _is_person(name: NameInPhrase) -> bool:
    return name.match.kind == "person"


def _is_another_person(name: NameInPhrase) -> bool:
    """A person who owns or describes nothing: "N. and Pym", unlike "Pym's adviser"."""
    rest = name.text[name.match.end : name.end]
    alone = not rest.strip() or not re.match(r"(?:[’']s\s|\s|-)\w", rest)
    return _is_person(name) and (alone or bool(name.before))


def takes_sides(text: str, match: Match) -> bool:
    """ "pro-X", "X-backed": a side that somebody takes."""
    prefix = re.search(r"(\w+)[-‑]$", text[max(0, match.start - 12) : match.start])
    opposed = prefix is not None and prefix[1].lower() in words("against")
    return opposed or _joined(text, match) in words("towards")


def _joined(text: str, match: Match) -> str:
    suffix = re.match(r"[-‑](\w+)", text[match.end : match.end + 16])
    return suffix[1].lower() if suffix else ""


def _is_side(name: NameInPhrase) -> bool:
    return takes_sides(name.text, name.match)


def _is_part_of_a_topic(name: NameInPhrase) -> bool:
    """Whether a name is in the longer name of an event or of what only concerns it: "Australian Open"."""
    match = name.match
    run = _RUN.match(name.text, match.end)
    longer = (run[0] if run else "").split()
    if match.kind not in ("institution", "medium") or _begins_with_state(match.name):
        longer = match.name.split() + longer
    if not longer or words("founded") & set(longer[:-1]):  # "China Institute of International Studies"
        return False
    return not {longer[-1], " ".join(longer[-2:])}.isdisjoint(words("events") | words("topical"))


@lru_cache
def _begins_with_state(name: str) -> bool:
    """ "Australian Open" is made of a state's name, "Human Rights Watch" is not."""
    known = next(iter(gazetteer.find(name.split(" ", 1)[0])), None)
    return known is not None and known.kind in ("country", "demonym", "region", "capital")


def _is_direction(name: NameInPhrase) -> bool:
    """ "The western suburbs of": a part of a place, where the West has a capital or stands before people."""
    before = name.text[max(0, name.match.start - 9) : name.match.start]
    return (
        name.match.kind == "region"
        and name.shown.split()[-1].islower()
        and bool(re.search(r"\b(?:from|in|of|to) (?:the )?$", before))
    )


def _is_origin(name: NameInPhrase) -> bool:
    """ "Russian-born", "based in Moscow"."""
    return name.joined in words("origin") or name.before[-2:] == ["based", "in"]


def _is_kept_out(name: NameInPhrase) -> bool:
    """ "Banned from X": from elsewhere."""
    return name.preposition == "from" and bool(name.before_bare & words("kept_out"))


def _is_opposed(name: NameInPhrase) -> bool:
    """ "Critics of X": X is somebody else."""
    return bool(name.preposition) and bool(name.before_bare & words("outsiders"))


def _is_spoken_about(name: NameInPhrase) -> bool:
    """ "An expert on X", "specializing in X"."""
    if name.preposition in words("topic_prepositions"):
        return True
    if name.preposition not in ("at", "from", "by") and name.before_bare & words("topic_prepositions"):
        return True
    return "specializ" in " ".join(name.before[-3:]) or "focus" in " ".join(name.before)


def _is_posting(name: NameInPhrase) -> bool:
    """ "The ambassador to X" comes from elsewhere."""
    posted = name.match.kind not in INSTITUTIONS and bool(words("posted") & name.before_bare)
    return posted and name.preposition in words("posting_prepositions")


def _is_institution(name: NameInPhrase) -> bool:
    return name.match.kind in ("institution", "medium")


def _is_against(name: NameInPhrase) -> bool:
    """ "China critics": China is somebody else."""
    return not name.nation and not name.owner and name.next_word in words("outsiders")


def _is_rival(name: NameInPhrase) -> bool:
    """ "Huawei's critics", who are not Huawei's as its buyers may be."""
    return not name.nation and name.next_word in words("not_theirs")


def _is_weakly_tied(name: NameInPhrase) -> bool:
    """ "A trader with Peru", unlike "an adviser to Peru" and "a deputy to Peru's Congress"."""
    owns_body = (
        name.owner and name.match.kind == "country" and name.text[name.match.end + 3 : name.match.end + 4].isupper()
    )
    weak = words("weak_prepositions") - words("prepositions_of_place")
    return name.preposition in weak and not _serves(name) and not owns_body


def _serves(name: NameInPhrase) -> bool:
    """ "Adviser to the Kremlin" serves it, "ambassador to China" and "envoy for Central Asia" do not."""
    nouns = name.before_bare
    return not nouns & words("diplomats") and bool(nouns & (words("serving_nouns") | words("documents")))


def _is_body(name: NameInPhrase) -> bool:
    return name.match.kind in INSTITUTIONS


def _is_subject(name: NameInPhrase) -> bool:
    """ "A China economist", unlike "the US economist"."""
    adjective = name.nation or name.shown.replace(".", "").isupper()
    return not adjective and not name.preposition and not name.owner and name.next_word in words("topics")


def _is_field(name: NameInPhrase) -> bool:
    """ "A professor of Chinese history", "the Department of European Affairs"."""
    of_people = name.nation or name.match.kind == "region"
    return of_people and name.preposition in ("of", "in") and name.next_word in words("fields")


def _is_descent(name: NameInPhrase) -> bool:
    """ "Chinese Canadians": Canadians."""
    behind = _NATION.match(name.text, name.match.end) if name.nation else None
    states = lexicons.load("descriptions")["descent"]["codes"]
    return behind is not None and any(m.kind == "demonym" and m.code in states for m in gazetteer.find(behind[1]))


def _is_stay(name: NameInPhrase) -> bool:
    """ "A trader in Lima"."""
    return not name.nation and name.preposition in words("prepositions_of_stay")


def _is_place(name: NameInPhrase) -> bool:
    return name.match.kind == "place" or (name.match.kind == "capital" and name.preposition == "from")


def _is_office(name: NameInPhrase) -> bool:
    """ "The Peruvian minister"; a capital stands for its government."""
    nouns = name.before_bare.union(word.strip(".,") for word in name.behind)
    return name.match.kind == "capital" or bool(nouns & (words("offices") | words("bodies")))


RULES: tuple[NameRule, ...] = (
    NameRule("another person", _is_another_person, tells=False),
    NameRule("person behind", _is_person),
    NameRule("side taken", _is_side, tells=False),
    NameRule("descent", _is_descent, tells=False),
    NameRule("part of a topic", _is_part_of_a_topic, tells=False),
    NameRule("direction", _is_direction, tells=False),
    NameRule("origin", _is_origin),
    NameRule("kept out", _is_kept_out, tells=False),
    NameRule("opposed", _is_opposed, tells=False),
    NameRule("spoken about", _is_spoken_about, tells=False),
    NameRule("posting", _is_posting, tells=False),
    NameRule("against", _is_rival, tells=False),
    NameRule("institution", _is_institution),
    NameRule("against", _is_against, tells=False),
    NameRule("weak tie", _is_weakly_tied, tells=False),
    NameRule("institution", _is_body),
    NameRule("subject", _is_subject, tells=False),
    NameRule("field", _is_field, tells=False),
    NameRule("place of stay", _is_stay),
    NameRule("place", _is_place),
    NameRule("office of", lambda name: bool(name.preposition) and _is_office(name)),
    NameRule("office", _is_office),
    NameRule("country of", lambda name: bool(name.preposition)),
    NameRule("nationality", lambda name: True),
)
