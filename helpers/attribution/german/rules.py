"""What one German sentence attributes to whom, its quotations hidden: the first rule that fits has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from helpers.attribution.german.subjects import last_phrase, phrase_end, subject_after, subject_before
from helpers.attribution.german.verbs import (
    HIDDEN,
    NOWHERE,
    Place,
    data,
    is_saying,
    joined,
    participles,
    subjunctive,
    verbs,
)
from helpers.attribution.german.words import base, is_verb
from helpers.attribution.quotes import Quotation, overlapping

MOST = 0.6  # share of a sentence in quotation marks from which it goes on with what somebody said before


class Found(NamedTuple):
    """One attribution by offsets in the paragraph; `rule` says how it was found."""

    source: Place
    cue: Place
    content: tuple[Place, ...]
    rule: str
    attitude: bool = False
    goes_on: bool = False  # nobody is named: whoever spoke before goes on


def sentence(text: str, start: int, end: int, quoted: list[Quotation], running: bool) -> Iterator[Found]:
    """The attributions of text[start:end], quotations hidden: the first rule that fits has the sentence."""
    for rule in (_backward, _adverbial, _so, _it_says, _verb, _inquit, _before_marks, _that, _colon):
        found = rule(text, start, end)
        if found:
            yield found
            return
    verb = subjunctive(text, start, end, running)
    if verb:
        yield Found(NOWHERE, verb, ((start, end),), "subjunctive")
        return
    own = overlapping(quoted, start, end)
    if running and sum(min(q.end, end) - max(q.start, start) for q in own) > MOST * (end - start):
        yield Found(NOWHERE, (start, start + 1), ((max(own[0].start, start), min(own[-1].end, end)),), "alone")


def _backward(text: str, start: int, end: int) -> Found | None:
    """ "Das teilte das Ministerium mit": the words are those of the sentence before."""
    words = "|".join(data()["backward"])
    lead = re.compile(rf"(?P<cue>(?:{words})\s+(?P<verb>\w+))\s+", re.I).match(text, start, end)
    if not lead or not is_saying(text, lead["verb"], lead.end(), end):
        return None
    rest = text[lead.end() : end]
    if "," in rest.rstrip(" .") and re.search(r",\s(?:dass|ob|wie|zu|er|sie|es|die|der|das)\b", rest) or HIDDEN in rest:
        return None
    source = subject_after(text, lead.end(), end)
    return Found(source, lead.span("cue"), (), "backward") if source != NOWHERE else None


def _adverbial(text: str, start: int, end: int) -> Found | None:
    """ "Laut dem Bericht ...", "... nach Angaben der Polizei ...", "dem Bericht zufolge"."""
    follows = re.compile(r"(?P<who>(?:[A-ZÄÖÜ]|de[mnr]|eine[mr])[^,.;:]{1,90}?)\s(?P<cue>zufolge)\b").search(
        text, start, end
    )
    if follows:
        who = last_phrase(text, *follows.span("who"))
        return Found(who, follows.span("cue"), _around(start, end, who[0], follows.end()), "adverbial")
    phrases = "|".join(sorted(map(re.escape, data()["according"]), key=len, reverse=True))
    lead = re.compile(rf"\b(?P<cue>{phrases})(?:\s+(?:von|vom))?\s+", re.I).search(text, start, end)
    if not lead:
        return None
    own = "eigenen" in lead["cue"].lower()
    source = phrase_end(text, start if own else lead.end(), lead.start() if own else end)
    if own and source == NOWHERE:
        verb = re.compile(r"\w*\s?").match(text, lead.end())
        source = subject_after(text, verb.end() if verb else lead.end(), end)
    if source == NOWHERE and not own:
        return None
    stop = source[1] if not own else lead.end("cue")
    return Found(source, lead.span("cue"), _around(start, end, lead.start(), stop), "adverbial")


def _so(text: str, start: int, end: int) -> Found | None:
    """ "..., so der Minister" and "..., wie der Minister sagte"."""
    wie = re.compile(r"(?:,\s|^)(?P<cue>wie)\s(?P<who>[^,;:]{2,110}?)\s(?P<verb>\w+)(?=\s*[,.;:]|\s*$)", re.I)
    for hit in wie.finditer(text, start, end):
        if hit["verb"] in verbs()[0] or hit["verb"] in joined():
            inner = _verb(text, start, hit.start())  # "..., sagte Wang, wie Xinhua berichtete" is Wang's
            if inner and inner.source != NOWHERE:
                return inner
            source = phrase_end(text, hit.start("who"), hit.end("who"))
            if source != NOWHERE:
                return Found(source, hit.span("verb"), _around(start, end, hit.start(), hit.end()), "adverbial")
    so = re.compile(r"(?:,|[“\"«»”])\s(?P<cue>so)\s(?=(?:der|die|das|ein|eine|er|sie|es|[A-ZÄÖÜ]))").search(
        text, start, end
    )
    if so:
        source = phrase_end(text, so.end("cue") + 1, end)
        if source != NOWHERE:
            rest = _trim(text, _after_inquit(text, source[1], end), end)
            return Found(source, so.span("cue"), _trim(text, start, so.start()) + rest, "quotation")
    return None


def _it_says(text: str, start: int, end: int) -> Found | None:
    """ "..., hieß es aus dem Kreml", "In der Erklärung heißt es"."""
    hit = re.compile(
        r"\b(?P<cue>(?:heißt|hieß)\s+es|es\s+(?:heißt|hieß))\b(?:\s+(?:weiter|dazu|am \w+))*"
        r"(?:\s+(?:aus|in|von|bei|seitens|auf)\s+(?P<who>[^,.:;\x01„“\"]{2,80}))?"
    ).search(text, start, end)
    if not hit:
        return None
    front = re.compile(r"(?:In|Aus|Von|Auf|Bei)\s(?P<who>[^,.:;]{2,80})$").match(text[start : hit.start()].rstrip())
    source = phrase_end(text, *hit.span("who")) if hit["who"] else NOWHERE
    if front:
        return Found(
            (start + front.start("who"), start + front.end("who")),
            hit.span("cue"),
            _trim(text, hit.end("cue"), end),
            "verb",
        )
    first, second = _trim(text, start, hit.start()), _trim(text, hit.end(), end)
    return Found(source, hit.span("cue"), first + second, "verb") if first + second else None


def _colon(text: str, start: int, end: int) -> Found | None:
    """ "Putin: „Russland ist bereit“" and "Er weiter: „...“"."""
    lead = rf"(?P<who>[^:.!?{HIDDEN}]{{2,80}}?)(?:\s+weiter)?(?P<cue>:)\s(?=[„“\"»«‚])"
    hit = re.compile(lead).match(text, start, end)
    if not hit or phrase_end(text, *hit.span("who")) != hit.span("who"):
        return None
    return Found(hit.span("who"), hit.span("cue"), _trim(text, hit.end(), end), "colon")


def _inquit(text: str, start: int, end: int) -> Found | None:
    """Whatever verb stands behind words in marks or in the subjunctive: "„...“, schimpfte X", "..., spottet X"."""
    for hit in _INQUIT.finditer(text, start, end):
        words = (start, hit.start("gap"))
        spoken = HIDDEN in text[slice(*words)] if hit["mark"] else subjunctive(text, *words, False)
        past = hit["mark"] and hit["verb"].endswith("te") and _SUBJECT.match(text, hit.end())
        if not spoken or not (is_verb(hit["verb"]) or past):
            continue
        source = subject_after(text, hit.end("verb"), end)
        if source != NOWHERE or _demonstrative().match(text, hit.end()):
            after = _trim(text, _after_inquit(text, max(source[1], hit.end()), end), end)
            return Found(source, hit.span("verb"), _trim(text, *words) + after, "quotation")
    return None


_INQUIT = re.compile(r"(?:(?P<mark>[“”\"«»](?=,)|(?<=[?!])[“”\"«»])|(?=,))(?P<gap>,?)\s(?P<verb>[a-zäöüß]+)\s")
_SUBJECT = re.compile(r"(?:sich|der|die|das|ein|eine|er|sie|es)\b")  # behind words in marks and a verb no list knows


def _before_marks(text: str, start: int, end: int) -> Found | None:
    """Whatever verb stands before a colon and words in marks: "Der Minister wetterte: „...“"."""
    colon = re.compile(rf":\s(?=[„“\"»«‚]{HIDDEN})").search(text, start, end)
    if not colon:
        return None
    for word in re.compile(r"\w+").finditer(text, start, colon.start()):
        if is_verb(word[0]):
            source = subject_before(text, start, word.start())
            source = source if source != NOWHERE else subject_after(text, word.end(), colon.start())
            if source != NOWHERE:
                return Found(source, word.span(), _trim(text, colon.end(), end), "quotation")
    return None


def _that(text: str, start: int, end: int) -> Found | None:
    """Whatever verb somebody has right before a clause: "Der Botschafter polterte, dass niemand komme"."""
    lead = r"(?P<verb>\w+)(?:\s(?:am|in|im|vor|bei|auf)\s[^,]{3,60})?,\s(?:dass|ob)\b"
    for hit in re.compile(lead).finditer(text, start, end):
        if is_verb(hit["verb"]) and base(hit["verb"]) not in data()["deeds"]:
            source = subject_before(text, start, hit.start())
            if source != NOWHERE:
                return Found(source, hit.span("verb"), _clause(text, hit.end("verb"), end), "verb")
    return None


@cache
def _demonstrative() -> re.Pattern[str]:
    return re.compile(r"(?:dieser|diese|dieses|jener|jene)\b(?!\s[A-ZÄÖÜ])")


def _verb(text: str, start: int, end: int) -> Found | None:
    """A verb of saying with its subject, and what it attributes: quotation, clause, infinitive or object."""
    for word in re.compile(r"\w+").finditer(text, start, end):
        verb = word[0].lower() if word.start() == start else word[0]
        if not is_saying(text, verb, word.end(), end):
            if verb in ("hat", "haben", "hatte", "hatten"):
                found = _perfect(text, start, end, word)
                if found:
                    return found
            continue
        found = _complement(text, start, end, word.span(), verb, None, verb in verbs()[1])
        if found:
            return found
    return None


def _perfect(text: str, start: int, end: int, auxiliary: re.Match[str]) -> Found | None:
    """ "hat ... gesagt, dass ..."."""
    clause_end = _clause_end(text, auxiliary.end(), end)
    for word in re.compile(r"\w+").finditer(text, auxiliary.end(), end):
        thought = word[0] in participles("attitude_")
        if not thought and word[0] not in participles():
            continue
        if word.end() >= clause_end - 1 or text[word.end() : word.end() + 1] in ",.:":
            said = text[auxiliary.end() : word.start()]
            if word[0] in data()["with_preposition"] and not re.search(r"\b(?:von|davon)\b", said):
                return None
            return _complement(text, start, end, auxiliary.span(), "", word.span(), thought)
    return None


def _complement(
    text: str, start: int, end: int, verb: Place, form: str, participle: Place | None = None, thought: bool = False
) -> Found | None:
    """The attribution by a verb of saying or thinking in this `form`; `verb` is its auxiliary if it is a participle.

    A verb of thinking (`thought`) needs a clause, and one with "zu" alone ("hofft, zu siegen") is an attitude.
    """
    if not participle and _refused().match(text, verb[1], end):
        return None
    left = text[start : verb[0]].rstrip()
    # quotation or clause in front: "„...“, sagte X" - ", sagte X" splits what is said in two
    if left.endswith((",", "“", "”", '"', "«", "»", "–", "!", "?")) and not participle:
        source = subject_after(text, verb[1], end)
        if source != NOWHERE or _demonstrative().match(text, verb[1] + 1):
            after = _trim(text, _after_inquit(text, max(source[1], verb[1]), end), end)
            front = _trim(text, start, verb[0])
            asked = after and HIDDEN in text[slice(*after[0])] and HIDDEN not in text[start : verb[0]]
            return Found(source, verb, after if asked else front + after, "quotation")
    source = subject_before(text, start, verb[0])
    if source == NOWHERE:
        source = subject_after(text, verb[1], end)
    if source == NOWHERE:
        return None
    content = _clause(text, max(source[1], (participle or verb)[1]), end)
    if thought:
        wish = bool(content) and not _says_that(text, content[0])
        return Found(source, participle or verb, content, "verb", wish) if content else None
    if not content and (form in data()["object"] or participle):
        begin = max(verb[1], source[1]) if source[0] > verb[0] else verb[1]
        content = _trim(text, begin, participle[0] if participle else end)
    if content and form in data()["object"]:
        content = _trim(text, source[1] if source[0] > verb[0] else verb[1], end)
    return Found(source, participle or verb, content, "verb") if content else None


def _says_that(text: str, content: Place) -> bool:
    """Whether a complement is a clause or a quotation, not an infinitive."""
    clause = re.compile(r"(?:dass|ob|wie|warum|wann|wer|was)\b").match(text, *content)
    return bool(clause or subjunctive(text, *content, True) or HIDDEN in text[slice(*content)])


@cache
def _refused() -> re.Pattern[str]:
    """What follows a verb that tells of no words: "nannte er nicht", "sagte nicht, wann", "lehnte Auskünfte ab"."""
    return re.compile(rf"""[^,:„"»]*\b(?:nicht\s*(?:,|[.!]?$)|(?:{"|".join(data()["answers"])})\b[^,]*\bab\b)""")


def _clause(text: str, begin: int, end: int) -> tuple[Place, ...]:
    """What a verb of saying governs, behind a colon or comma: a clause with dass, in the subjunctive, with zu."""
    mark = re.compile(r":\s|,\s(?=dass\b|ob\b|wie\b|warum\b|wann\b|wer\b|was\b)|,\s|\s(?=[„»\"])").search(
        text, begin, end
    )
    while mark:
        rest = text[mark.end() : end]
        if mark[0].startswith(":") or re.match(r"(?:dass|ob|wie|warum|wann|wer|was)\b", rest) or rest[:1] in '„»"':
            return _trim(text, mark.end(), end)
        if (
            subjunctive(text, mark.end(), end, True)
            or re.search(r"\b(?:zu\s\w+en|\w+zu\w+en)\b", rest)
            or HIDDEN in rest
        ):
            return _trim(text, mark.end(), end)
        mark = re.compile(r",\s").search(text, mark.end(), end)
    return ()


def _after_inquit(text: str, at: int, end: int) -> int:
    """Where words go on after ", sagte X am Freitag,": behind the next comma or full stop."""
    mark = re.compile(r"[,.:]\s|[.]?$").search(text, at, end)
    return mark.end() if mark else end


def _around(start: int, end: int, a: int, b: int) -> tuple[Place, ...]:
    return tuple((x, y) for x, y in ((start, a), (b, end)) if y - x > 3)


def _trim(text: str, start: int, end: int) -> tuple[Place, ...]:
    while start < end and text[start] in " ,;:–-\n":
        start += 1
    while end > start and text[end - 1] in " ,;:–-\n":
        end -= 1
    return ((start, end),) if re.search(r"\w|\x01", text[start:end]) else ()


def _clause_end(text: str, at: int, end: int) -> int:
    mark = re.compile(r"[,.;:]").search(text, at, end)
    return mark.start() if mark else end
