"""For whom a speaker speaks: institution first, then office or place, then nationality, then the gazetteer's people.

The evidence is read from the words right around the speaker: what stands before the name ("Russian Foreign
Ministry spokeswoman"), behind it (", a researcher at the Carnegie Endowment"), and the same wherever else the
article names that person. A country that the speaker is an expert on, or an ambassador to, is no evidence.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from helpers import gazetteer
from helpers.gazetteer import Match
from helpers.speakers.context import Context, words
from helpers.speakers.people import Person
from helpers.speakers.phrase import TAG, Entity
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
_WINDOW = 160  # characters read on either side of a name


def voice_of(entity: Entity, context: Context) -> tuple[str, str, str]:
    """(voice, evidence, rule) of a resolved entity; ("unknown", "", "no evidence") where nothing tells."""
    if entity.kind == "joint":
        for part in entity.parts:
            voice, evidence, rule = voice_of(part, context)
            if voice != "unknown":
                return voice, evidence, rule
        return "unknown", "", "no evidence"
    best = best_evidence(entity, context)
    if best is None and (owner := entity.owner or _whose(entity, context)):
        return voice_of(owner, context)
    if best is None:
        return "unknown", "", "no evidence"
    return voice_for(best.code, context.study), best.words, best.rule


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
    after = _LEFT.findall(context.text[person.end : entity.end].lower())
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
    if key not in context.voices:
        context.voices[key] = _evidence(entity, context)
    return context.voices[key]


def _evidence(entity: Entity, context: Context) -> list[Evidence]:
    if entity.kind == "person":
        places = context.mentions.get(entity.name) or []
        spans = [(p.start, p.end) for p in places[:_MENTIONS]] or [(entity.start, entity.end)]
        found = [e for a, b in spans for e in (*_before(context, a), *_behind(context, b))]
        party = next((m for _, b in spans for m in [_PARTY_STATE.match(context.text, b + 1)] if m), None)
        if party:
            found.append(Evidence(_RANK["office"], "office", party[0], "US"))
        if entity.end - entity.start > len(entity.name):
            found += _in_phrase(context, entity.start, entity.end)
        known = next((m for m in context.matches if m.kind == "person" and m.name == entity.name), None)
        if known:
            found.append(Evidence(_RANK["known person"], "known person", known.name, known.code))
        if entity.role[0] >= 0:
            found += _in_phrase(context, *entity.role)
        return found or _office_at_home(entity, places, context)
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
        found += [*_behind(context, entity.end), *_seat(entity, context)]
    if entity.kind in ("body", "medium") and not found:
        for hit in islice(re.finditer(re.escape(entity.name), context.text), _MENTIONS):
            found += [*_before(context, hit.start()), *_behind(context, hit.end())]
    return found or _office_at_home(entity, [], context)


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
    country, else of the one state whose organs the article names.
    """
    held = " ".join(
        [
            *(p.title for p in places),
            entity.head,
            context.text[max(0, entity.start) : max(0, entity.end)].lower(),
        ]
    )
    if not any(
        w in words("home_offices") or w.endswith(("ministerium", "minister", "ministerin"))
        for w in re.findall(r"\w+", held)
    ):
        return []
    field = _OFFICE_TITLE.search(held)
    found = {
        m.code: m
        for m in context.matches
        if field and _holds(context, m, (field[1] or field[2]) + r"\s?(?:ministry|minister(?:in|iums?)?)")
    }
    if len(found) != 1 and (places_of_writing := _dateline(context)):
        found = {m.code: m for m in places_of_writing if m.kind in ("capital", "place")}
    elif len(found) != 1:
        found = {
            m.code: m for m in context.matches if _holds(context, m, "(?:" + "|".join(words("home_offices")) + ")")
        }
    if len(found) != 1:
        return []
    code, match = found.popitem()
    return [Evidence(_RANK["known person"], "office at home", context.text[match.start : match.end], code)]


def _dateline(context: Context) -> list[Match]:
    """The names of the place that an article is written from: "TASHKENT (AP) —", "Taschkent. Der ..."."""
    hit = _DATELINE.search(context.text)
    if hit:
        return context.names(*hit.span("city"))
    return [
        m
        for m in context.matches
        if context.text[max(0, m.start - 1) : m.start] in ("", "\n") and _OPENS.match(context.text, m.end)
    ][:1]


def _holds(context: Context, match: Match, noun: str) -> bool:
    """Whether a state's name stands with a noun: "Uzbekistan's energy ministry", "energy ministry in Tashkent"."""
    text = context.text
    return match.kind in ("country", "demonym", "capital") and bool(
        re.match(rf"(?:[’']s)?\s(?:[\w-]+\s){{0,2}}{noun}s?\b", text[match.end : match.end + 60], re.I)
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
# before the name and in a phrase


_LEFT = re.compile(r"[\w.’'‑&-]+")


def _before(context: Context, start: int) -> list[Evidence]:
    """Evidence in the run of titles, adjectives and names right before a name."""
    text = context.text
    sentence = context.sentence_at(start)
    low = max(0, start - _WINDOW, context.sentences[sentence].start if sentence >= 0 else 0)
    low = max(low, max((text.rfind(mark, low, start) + 1 for mark in '\n,;:“”"()'), default=low))
    begin = start
    for token in reversed(list(_LEFT.finditer(text, low, start))):
        word = token[0].rstrip(".").lower()
        owner = text[token.end() - 2 : token.end()] in ("’s", "'s") or text[begin : begin + 1].islower()
        stranger = context.persons(token.start(), token.end() + 1) and not owner
        if stranger or text[token.end() : begin].strip(" -") or not _is_attribute(context, token, word):
            break
        begin = token.start()
    return _in_phrase(context, begin, start) if begin < start else []


def _is_attribute(context: Context, token: re.Match[str], word: str) -> bool:
    if token[0][0].isupper() and token[0].lower() not in ("when", "after", "before", "while", "as", "but"):
        return True
    if word in gazetteer.titles() or word in words("roles") or word in words("offices"):
        return True
    return (
        word in ("of", "for", "the", "chief", "former", "ex", "’s", "'s")
        or bool(context.names(token.start(), token.end()))
        or "-" in word
    )


def _in_phrase(context: Context, start: int, end: int) -> list[Evidence]:
    """Evidence in a noun phrase, such as "a Tajik contributor to the Carnegie Endowment"."""
    out = []
    for match in context.names(start, end):
        evidence = _judge(context, match, start, end)
        if evidence:
            out.append(evidence)
    based = _BASED.search(context.text, start, end)
    if based:
        out += [Evidence(_RANK["place"], "place", based[0], m.code) for m in context.names(*based.span())]
    return out


_BASED = re.compile(r"\b[A-Z][\w’'.-]*(?:\s[A-Z][\w’'.-]*){0,2}-based\b|\bbased in (?:[A-Z][\w’'.-]*\s?){1,3}")
_PARTY_STATE = re.compile(r"\((?:[RDI]|Rep\.|Dem\.)-[A-Z][\w.]*\.?\)")


def _judge(context: Context, match: Match, start: int, end: int) -> Evidence | None:
    """What a name inside a noun phrase says about the one whom the phrase means; None for its topic."""
    text = context.text
    before = text[start : match.start].lower().replace("-", " ").split()
    if match.kind == "person":
        alone = not text[match.end : end].strip() or not re.match(r"(?:[’']s)?\s\w", text[match.end : end])
        return None if alone or before else Evidence(_RANK["known person"], "known person", match.name, match.code)
    preposition = next((w for w in reversed(before) if w in words("prepositions")), "")
    after = _LEFT.findall(text[match.end : end].lower())
    if (
        preposition in words("topic_prepositions")
        or "specializ" in " ".join(before[-3:])
        or "focus" in " ".join(before)
    ):
        return None
    posted = match.kind not in _INSTITUTIONS and words("posted") & set(before)
    if posted and preposition in words("posting_prepositions"):
        return None  # a mission chief, an ambassador, a correspondent there is from elsewhere
    shown = text[match.start : match.end]
    if match.kind in ("institution", "medium"):
        return Evidence(_RANK["institution"], "institution", shown, match.code)
    if preposition in words("weak_prepositions") - {"in", "within", "inside"} and not _serves(before):
        return None
    if match.kind in _INSTITUTIONS:
        return Evidence(_RANK["institution"], "institution", shown, match.code)
    next_word = next((w for w in after if not w.startswith(("’s", "'s"))), "")
    if match.kind != "demonym" and not preposition and next_word in words("topics") and not _owner(text, match):
        return None
    if preposition in ("of", "in") and next_word in words("fields") and match.kind == "demonym":
        return None
    if preposition in ("in", "at", "within", "inside", "near") and match.kind != "demonym":
        return Evidence(_RANK["place"] + 0.5, "place", shown, match.code)
    if match.kind == "place" or (match.kind == "capital" and preposition == "from"):
        return Evidence(_RANK["place"], "place", shown, match.code)
    phrase = {w.strip(".,") for w in (*before, *after)}
    if phrase & (words("offices") | words("bodies")) or match.kind in ("capital",):
        return Evidence(_RANK["office"] + 0.1 * bool(preposition), "office", shown, match.code)
    return Evidence(_RANK["nationality"] + 0.1 * bool(preposition), "nationality", shown, match.code)


def _owner(text: str, match: Match) -> bool:
    return text[match.end : match.end + 2] in ("'s", "’s")


def _serves(before: list[str]) -> bool:
    """ "adviser to the Kremlin" serves it, "ambassador to China" and "envoy for Central Asia" do not."""
    nouns = {w.strip(".,") for w in before}
    if nouns & words("diplomats"):
        return False
    return bool(
        nouns
        & {
            "adviser",
            "advisor",
            "aide",
            "spokesman",
            "spokeswoman",
            "spokesperson",
            "contributor",
            "secretary",
            "deputy",
            "counsel",
            "sprecher",
            "sprecherin",
            "berater",
            "beraterin",
            "close",
            *words("documents"),
        }
    )


# ---------------------------------------------------------------------------------------------------------------
# behind the name


_APPOSITION = re.compile(
    r"(?:\s\(|,\s(?:who|which)\s(?:is|was|works|serves|heads|leads|teaches|runs|directs|chairs|represents)\s|"
    r"\s(?:is|was)\s(?=an?\s|the\s)|\s(?:teaches|works|worked|heads|leads|runs|directs|chairs|serves|lectures|leitet|lehrt|arbeitet)\s|"
    r",\s(?=(?:an?|the|his|her|its|one|now|currently|formerly|former|then|ein|eine|"
    r"der|die|das|Professor|Direktor\w*|Leiter\w*|Chef\w*|Expert\w*|Sprecher\w*|[a-zäöü]+(?:in)?\s(?:am|an|bei|beim|von|der)|"
    r"(?!who\b|which\b)(?:[a-z]+\s){0,3}(?:of|at|for|from|in|with)\s)\b)|"
    r",\s(?!who\b|which\b|that\b)(?=(?:[a-z-]+\s){0,4}(?:[a-z]+)\s(?:of|at|for|from|with|in)\s)|,\s(?=[A-Z]\w+(?:\s\w+){0,4}\s(?:at|of|for)\s)|"
    r"\s(?=(?:of|from|at|with|for|von|vom|aus|bei)\s)|\s[–—]\s(?=an?\s|the\s))"
)
_STOP = re.compile(
    r"[.;:)!?\n“”\"„]|,\s(?!(?:D\.C\.|and the |the [A-Z]))|\s[–—]\s|\s(?:said|says|told|tells|wrote|warned|noted|added|"
    r"sagt\w*|erklärt\w*|betont\w*|teilt\w*|meint\w*|berichtet\w*|schreibt|schrieb|warnt\w*|hat)\b"
)


def _behind(context: Context, end: int) -> list[Evidence]:
    """Evidence in the apposition or complement behind a name."""
    tag = TAG.match(context.text, end)
    end = tag.end() if tag else end
    lead = _APPOSITION.match(context.text, end)
    if lead is None:
        return []
    stop = _STOP.search(context.text, lead.end(), min(len(context.text), lead.end() + _WINDOW))
    limit = stop.start() if stop else min(len(context.text), lead.end() + _WINDOW)
    return _in_phrase(context, max(end, lead.start()), limit)
