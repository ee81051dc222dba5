"""For whom a speaker speaks: who the gazetteer knows first, then institution, office or place, then nationality.

The evidence is read from the words right around the speaker: what stands before the name ("Russian Foreign
Ministry spokeswoman"), behind it (", a researcher at the Carnegie Endowment"), and the same wherever else the
article names that person. A country that the speaker is an expert on, or an ambassador to, is no evidence.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from helpers.names import gazetteer
from helpers.names.gazetteer import Match
from helpers.names.people import Person
from helpers.speakers import descriptions
from helpers.speakers.context import Context, words
from helpers.speakers.phrase import Entity
from helpers.study import Study


class Evidence(NamedTuple):
    """Words that tell for whom somebody speaks. The lower the rank the stronger."""

    rank: int
    rule: str
    words: str
    code: str


RULES = ("institution", "office", "place", "nationality", "known person")
_RANK = {rule: rank for rank, rule in enumerate(RULES)}
_INSTITUTIONS = ("institution", "medium", "organisation", "office", "seat")
_NOBODY = ("", "XX", "SU")  # not known, of no country, the Soviet Union
_MENTIONS = 50  # places that name somebody, read for evidence
_WINDOW = 160  # characters behind a body in which its seat is looked for
_NEAR = 2  # sentences before, in which who sent an ambassador is looked for
_SURE = -1  # the rank of what is known of somebody without reading


def voice_of(entity: Entity, context: Context) -> tuple[str, str, str]:
    """(voice, evidence, rule) of a resolved entity; ("unknown", "", "no evidence") where nothing tells."""
    if entity.kind == "joint":
        return _joint_voice([voice_of(part, context) for part in entity.parts])
    if (entity.plural or entity.head in words("documents")) and (states := _coordinated(entity, context)):
        told = [(voice_for(m.code, context.study), context.text[m.start : m.end], "nationality") for m in states]
        return _joint_voice(told)
    best = best_evidence(entity, context)
    if best is None and (owner := entity.owner or _whose(entity, context)):
        return voice_of(owner, context)
    if best is None:
        return "unknown", "", "no evidence"
    return voice_for(best.code, context.study), best.words, best.rule


def _coordinated(entity: Entity, context: Context) -> list[Match]:
    """The states joined by "and" whose people a phrase means: "Chinese and Kazakh officials"."""
    states = [m for m in context.names(entity.start, entity.end) if m.kind in ("country", "demonym", "capital")]
    gaps = [context.text[one.end : other.start] for one, other in zip(states, states[1:], strict=False)]
    if len(states) < 2 or not all(_BETWEEN.fullmatch(gap) for gap in gaps):
        return []
    told = {evidence.words for evidence in _known_evidence(entity, context)}
    return states if all(context.text[m.start : m.end] in told for m in states) else []


_BETWEEN = re.compile(r",?\s(?:(?:and|und)\s(?:the\s|their\s)?)?|,\s?")


def _joint_voice(parts: list[tuple[str, str, str]]) -> tuple[str, str, str]:
    """The voices of all who speak together, in the order named: "chinese|central_asian"; unknown ones fall away."""
    known = [part for part in parts if part[0] != "unknown"]
    if not known:
        return "unknown", "", "no evidence"
    return "|".join(dict.fromkeys(voice for part in known for voice in part[0].split("|"))), *known[0][1:]


def best_evidence(entity: Entity, context: Context) -> Evidence | None:
    """The strongest evidence, the first of several as strong; None where nothing tells."""
    found = [e for e in _known_evidence(entity, context) if e.code not in _NOBODY]
    return min(found, key=lambda e: e.rank, default=None)


def _whose(entity: Entity, context: Context) -> Entity | None:
    """The person whose campaign, government or adviser a phrase means: "the Tokayev administration"."""
    if entity.kind not in ("unnamed", "group", "body") or entity.start < 0:
        return None
    person = next(iter(context.persons(entity.start, entity.end)), None)
    if person is None or set(context.text[entity.start : person.start].lower().split()) & words("prepositions"):
        return None
    after = descriptions.WORD.findall(context.text[person.end : entity.end].lower())
    if not after or after[-1] in words("topics"):
        return None
    return Entity(context.full_name(person.name), "person", person.start, person.end)


def voice_for(code: str, study: Study) -> str:
    """The study's voice that a country or organisation belongs to, else other."""
    for voice in study.voices:
        if gazetteer.belongs(code, voice.countries):
            return voice.name
    return "other"


def codes_of(entity: Entity, context: Context) -> set[str]:
    """The codes of everybody and everything that somebody may speak for, by the article's words."""
    return {e.code for e in _known_evidence(entity, context)}


def _known_evidence(entity: Entity, context: Context) -> list[Evidence]:
    """The evidence for an entity, gathered once an article: a person's is the same at every mention."""
    key = (entity.kind, entity.name, entity.role, entity.kind == "person" or (entity.start, entity.end))
    if key not in context.memory:
        context.memory[key] = _evidence(entity, context)
    return context.memory[key]


def _evidence(entity: Entity, context: Context) -> list[Evidence]:
    if entity.kind == "person":
        return _evidence_of_person(entity, context)
    if entity.start < 0:
        return []
    itself = next(
        (
            m
            for m in context.names(entity.start, entity.end)
            if (m.start, m.end) == (entity.start, entity.end) and m.kind not in ("institution", "medium")
        ),
        None,
    )
    if itself and entity.kind == "body":
        return [Evidence(_RANK["office"], "state", context.text[itself.start : itself.end], itself.code)]
    found = _in_phrase(context, entity.start, entity.end)
    if entity.kind in ("unnamed", "group", "definite", "body"):
        found += [*_around(context, -1, entity.end), *_seat(entity, context)]
    if entity.kind in ("body", "medium") and not found:
        for start, end in islice(context.places_of(entity.name), _MENTIONS):
            found += _around(context, start, end)
    return found or _sender(entity, context) or _office_at_home(entity, [], context)


def _evidence_of_person(entity: Entity, context: Context) -> list[Evidence]:
    places = context.mentions.get(entity.name) or []
    spans = [(p.start, p.end) for p in places[:_MENTIONS]] or [(entity.start, entity.end)]
    found = [e for start, end in spans for e in _around(context, start, end)]
    tag = next((tag for _, end in spans if (tag := descriptions.party(context.text[end : end + 30]))), "")
    if tag:
        found.append(Evidence(_RANK["office"], "office", tag, "US"))
    if entity.end - entity.start > len(entity.name):
        found += _in_phrase(context, entity.start, entity.end)
    known = context.known_people.get(entity.name)
    if known:
        found.append(Evidence(_SURE, "known person", known.name, known.code))
    if entity.role[0] >= 0:
        found += _in_phrase(context, *entity.role)
    return found or _called_by_nation(entity, places, context) or _office_at_home(entity, places, context)


def _around(context: Context, start: int, end: int) -> list[Evidence]:
    """Evidence in what describes a name before its start (if not negative) and behind its end."""
    spans = [*(descriptions.before(context, start) if start >= 0 else ()), *descriptions.behind(context, end)]
    return [evidence for span in spans for evidence in (_in_phrase(context, *span) or _sent(context, *span))]


def _sent(context: Context, start: int, end: int) -> list[Evidence]:
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
        if m.kind in ("country", "demonym", "capital", "seat") and m.code not in (posted[0].code, *_NOBODY)
    }
    if len(senders) != 1:
        return []
    code, match = senders.popitem()
    return [Evidence(_RANK["known person"], "sent by", context.text[match.start : match.end], code)]


@lru_cache
def _posting() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words('posted'))})\s(?:{'|'.join(words('posting_prepositions'))})\s", re.I)


def _sender(entity: Entity, context: Context) -> list[Evidence]:
    return _sent(context, entity.start, entity.end) if entity.determiner in words("definite") else []


def _called_by_nation(entity: Entity, places: list[Person], context: Context) -> list[Evidence]:
    """ "The 22-year-old Canadian": a nationality that stands for the only person named around it."""
    for place in places[:_MENTIONS]:
        here = context.sentence_at(place.start)
        for at in range(max(0, here - 1), min(len(context.sentences), here + 2)):
            hit = _BY_NATION.search(context.text, *context.sentences[at][:2])
            nation = context.names(*hit.span("nation")) if hit else []
            low, high = context.sentences[min(at, here)].start, context.sentences[max(at, here)].end
            others = {context.full_name(p.name) for p in context.persons(low, high)} - {entity.name}
            if nation and nation[0].kind == "demonym" and not others:
                return [Evidence(_RANK["nationality"], "nationality", hit[0], nation[0].code)]
    return []


_BY_NATION = re.compile(r"\b[Tt]he (?:\d{1,2}-year-old )(?:[a-z-]+ ){0,2}(?P<nation>[A-Z][a-z]+)(?=[’',.]| [a-z])")


def _seat(entity: Entity, context: Context) -> list[Evidence]:
    """The place right behind a body: "das Energieministerium in Taschkent"; not behind an embassy."""
    if not entity.head.endswith(tuple(words("bodies"))) or entity.head in words("posted"):
        return []
    start = entity.end + len(" in ")
    if context.text[entity.end : start] != " in ":
        return []
    return [
        Evidence(_RANK["place"], "place", context.text[m.start : m.end], m.code)
        for m in context.names(start, start + _WINDOW)[:1]
        if m.start == start and m.kind in ("capital", "place", "country")
    ]


def _office_at_home(entity: Entity, places: list[Person], context: Context) -> list[Evidence]:
    """An organ or officer of a state that the article need not name, because it writes from there.

    "Energy Minister N." is of the one state whose energy ministry the article speaks of, else of the dateline's
    country, else of the one state whose organs the article names; "the ministry" of the only state it names at all.
    """
    held = " ".join(
        [
            *(p.title for p in places),
            entity.head,
            context.text[max(0, entity.start) : max(0, entity.end)].lower(),
        ]
    )
    if not any(w in words("home_offices") or w.endswith(tuple(words("home_words"))) for w in re.findall(r"\w+", held)):
        return []
    field = _OFFICE_TITLE.search(held)
    found = {}
    if field:
        found = _holders(context, (field[1] or field[2]) + r"\s?(?:ministry|minister(?:in|iums?)?)")
    if len(found) != 1 and (places_of_writing := _dateline(context)):
        found = {m.code: m for m in places_of_writing if m.kind in ("capital", "place")}
    elif len(found) != 1:
        found = _holders(context, "(?:" + "|".join(sorted(words("home_offices"))) + ")")
    if not found and entity.determiner in words("definite") and entity.head in words("organs"):
        found = _holders(context, "")
    if len(found) != 1:
        return []
    code, match = next(iter(found.items()))
    return [Evidence(_RANK["known person"], "office at home", context.text[match.start : match.end], code)]


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
            if m.code and _holds(context.text, m, noun) and not _takes_sides(context.text, m)
        }
    return context.memory[key]


def _holds(text: str, match: Match, noun: str) -> bool:
    return match.kind in ("country", "demonym", "capital") and bool(
        not noun
        or re.match(rf"(?:[’']s)?\s(?:[\w-]+\s){{0,2}}{noun}s?\b", text[match.end : match.end + 60], re.I)
        or re.search(rf"\b{noun} in $", text[max(0, match.start - 60) : match.start], re.I)
    )


_OPENS = re.compile(r"\.[ \u00a0](?=[^\W\d_a-z]|[“„\"])")
_OFFICE_TITLE = re.compile(r"(\w+) minist(?:er|ry)|(\w+)minister")
_DATELINE = re.compile(
    r"^[ \t]*(?P<city>[A-Z][\w’'. -]{2,40}?)(?:, [A-Z]\w+\.? \d{1,2}(?:, \d{4})?)?(?: ?\([\w /.-]{2,30}\))?"
    r" ?(?:--|[—–]| - )",
    re.M,
)


# ---------------------------------------------------------------------------------------------------------------
# what a phrase tells


def _in_phrase(context: Context, start: int, end: int) -> list[Evidence]:
    """Evidence in a noun phrase, such as "a Tajik contributor to the Carnegie Endowment"."""
    return _by_names(context, start, end) or _by_abbreviation(context, start, end)


def _by_names(context: Context, start: int, end: int) -> list[Evidence]:
    clause = _CLAUSE.search(context.text, start, end)
    end = clause.start() if clause else end
    judged = [_judge(context, match, start, end) for match in context.names(start, end)]
    return [evidence for evidence in judged if evidence]


_CLAUSE = re.compile(r"(?<=\w),?\s(?:who|which|that|whose|what|where|how)\s")


def _by_abbreviation(context: Context, start: int, end: int) -> list[Evidence]:
    """Evidence for the body that an abbreviation stands for: "MOC" after "China's Ministry of Commerce"."""
    for hit in _ABBREVIATION.finditer(context.text, start, end):
        for low, high in context.written_out.get(hit[0].upper(), ()):
            spans = [(low, high), *descriptions.before(context, low), *descriptions.behind(context, high)]
            found = [evidence for span in spans for evidence in _by_names(context, *span)]
            if found:
                return found
    return []


_ABBREVIATION = re.compile(r"\b[A-Z](?:[a-z]?[A-Z]){1,5}[a-z]?\b")


def _judge(context: Context, match: Match, start: int, end: int) -> Evidence | None:
    """What a name inside a noun phrase says about the one whom the phrase means; None for its topic."""
    text = context.text
    before = text[start : match.start].lower().replace("-", " ").split()
    shown = text[match.start : match.end]
    if match.kind == "person":
        alone = not text[match.end : end].strip() or not re.match(r"(?:[’']s\s|\s|-)\w", text[match.end : end])
        return None if alone or before else Evidence(_RANK["known person"], "known person", match.name, match.code)
    if _takes_sides(text, match) or _is_topic(text, match) or _is_direction(text, match):
        return None
    if _joined(text, match) in words("origin") or before[-2:] == ["based", "in"]:
        return Evidence(_RANK["known person"], "origin", shown, match.code)
    preposition = next((w for w in reversed(before) if w in words("prepositions")), "")
    if _is_about(before, preposition, match):
        return None
    if match.kind in ("institution", "medium"):
        return Evidence(_RANK["institution"], "institution", shown, match.code)
    after = descriptions.WORD.findall(text[match.end : end].lower())
    next_word = next((w for w in after if not w.startswith(("’s", "'s"))), "")
    owner = text[match.end : match.end + 2] in ("'s", "’s")
    if match.kind != "demonym" and not owner and next_word in words("outsiders"):
        return None
    names_owner_of_body = owner and match.kind == "country" and text[match.end + 3 : match.end + 4].isupper()
    weak = words("weak_prepositions") - {"in", "within", "inside"}
    if preposition in weak and not _serves(before) and not names_owner_of_body:
        return None
    if match.kind in _INSTITUTIONS:
        return Evidence(_RANK["institution"], "institution", shown, match.code)
    adjective = match.kind == "demonym" or shown.replace(".", "").isupper()  # "the US economist", "a China economist"
    if not adjective and not preposition and next_word in words("topics") and not owner:
        return None
    if preposition in ("of", "in") and next_word in words("fields") and match.kind == "demonym":
        return None
    if preposition in ("in", "at", "within", "inside", "near") and match.kind != "demonym":
        return Evidence(_RANK["place"] + 0.5, "place", shown, match.code)
    if match.kind == "place" or (match.kind == "capital" and preposition == "from"):
        return Evidence(_RANK["place"], "place", shown, match.code)
    phrase = {w.strip(".,") for w in (*before, *after)}
    if phrase & (words("offices") | words("bodies")) or match.kind == "capital":
        return Evidence(_RANK["office"] + 0.1 * bool(preposition), "office", shown, match.code)
    return Evidence(_RANK["nationality"] + 0.1 * bool(preposition), "nationality", shown, match.code)


def _takes_sides(text: str, match: Match) -> bool:
    """ "pro-X", "X-backed": a side that somebody takes."""
    prefix = re.search(r"(\w+)[-‑]$", text[max(0, match.start - 12) : match.start])
    return bool(prefix) and prefix[1].lower() in words("against") or _joined(text, match) in words("towards")


def _joined(text: str, match: Match) -> str:
    """The word that a hyphen joins to a name: "born" in "Russian-born"."""
    suffix = re.match(r"[-‑](\w+)", text[match.end : match.end + 16])
    return suffix[1].lower() if suffix else ""


def _is_topic(text: str, match: Match) -> bool:
    """Whether a name is in the longer name of an event or of what only concerns it: "Australian Open"."""
    run = _RUN.match(text, match.end)
    longer = (run[0] if run else "").split()
    if match.kind not in ("institution", "medium") or _begins_with_state(match.name):
        longer = match.name.split() + longer
    if not longer or words("founded") & set(longer[:-1]):  # "China Institute of International Studies"
        return False
    return not {longer[-1], " ".join(longer[-2:])}.isdisjoint(words("events") | words("topical"))


@lru_cache
def _begins_with_state(name: str) -> bool:
    """ "Australian Open" is made of a state's name, "Human Rights Watch" is not."""
    first = next(iter(gazetteer.find(name.split(" ", 1)[0])), None)
    return first is not None and first.kind in ("country", "demonym", "region", "capital")


_RUN = re.compile(r"(?:[ -](?:(?:and|for|of|&) )?[A-Z][\w’-]*){1,6}")


def _is_direction(text: str, match: Match) -> bool:
    """ "the western suburbs of": a part of a place, where the West has a capital or stands before people."""
    return (
        match.kind == "region"
        and text[match.start : match.end].split()[-1].islower()
        and bool(re.search(r"\b(?:from|in|of|to) (?:the )?$", text[max(0, match.start - 9) : match.start]))
    )


def _is_about(before: list[str], preposition: str, match: Match) -> bool:
    """Whether the words before a name in a phrase make it what somebody speaks about, opposes or is sent to."""
    heads = {word.strip(".,") for word in before}
    if preposition and heads & words("outsiders"):
        return True
    topic = preposition in words("topic_prepositions") or (
        preposition not in ("at", "from", "by") and heads & words("topic_prepositions")
    )
    if topic or "specializ" in " ".join(before[-3:]) or "focus" in " ".join(before):
        return True
    posted = match.kind not in _INSTITUTIONS and words("posted") & heads
    return bool(posted) and preposition in words("posting_prepositions")


def _serves(before: list[str]) -> bool:
    """ "adviser to the Kremlin" serves it, "ambassador to China" and "envoy for Central Asia" do not."""
    nouns = {w.strip(".,") for w in before}
    return not nouns & words("diplomats") and bool(nouns & (words("serving_nouns") | words("documents")))
