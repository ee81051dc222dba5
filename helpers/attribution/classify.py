"""What kind of attribution it is: speech or attitude by its cue, direct or indirect by its quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from helpers.attribution.lists import lists, one_of
from helpers.encoder.quotes import Quotation, overlapping
from helpers.layout.words import count_words

FINITE = (
    r"(?:is|are|was|were|will|would|can|could|has|have|had|may|might|should|must|does|do|did"
    r"|(?:is|are|was|were|wo|would|ca|could|has|have|had|should|do|does|did)n['’]t|cannot)\b"
)
QUESTION = re.compile(r"^\W*(?:what|who|if|where|when)\b", re.IGNORECASE)
CLAUSE = re.compile(  # what makes any verb one of saying: "that" or a question, or a subject with its finite verb
    r"^\W*(?:"
    r"(?:that(?!\s\w+\s(?:and|or)\b)|whether|why|how(?!\s+to\b))(?:\W+[\w’'-]+){2}"
    r"|(?:i|he|she|it|they|we|there|nobody|everybody)(?:['’]\w+|\W+\w+)(?:\W+\w+)+"
    r"|(?!to\b)(?:(?!(?:that|which|who|whom|whose|what|where|when|as|if)\b)[\w’'$,%.-]+\s){1,10}?"
    rf"{FINITE})",
    re.IGNORECASE,
)
JUDGED = re.compile(r"^\W*(?:[\w’'$,%.-]+\s){1,12}?(?:to be|to have been|as)\b", re.IGNORECASE)  # "Omicron to be mild"
ENDED = re.compile(r"[,.!?…，。！？](?:\W*)$")  # the end of something said, as no scare quote has it
SCARE = 2  # words in quotation marks up to which they may be scare quotes
DIRECT, INDIRECT = 0.9, 0.1  # share of a content's letters in quotation marks from which, up to which


def forms(verb: str, irregular: dict[str, list[str]]) -> set[str]:
    """All forms of an English verb, phrasal verbs with their particle ("point out" -> "pointing out")."""
    head, _, rest = verb.partition(" ")
    if head in irregular:
        found = {head, *irregular[head]}
    elif head.endswith("e"):
        found = {head, head + "s", head + "d", head[:-1] + "ing"}
    elif re.search(r"[^aeiou]y$", head):
        found = {head, head[:-1] + "ies", head[:-1] + "ied", head + "ing"}
    else:
        found = {head, head + ("es" if re.search(r"(?:s|x|sh|ch)$", head) else "s"), head + "ed", head + "ing"}
    return {f"{form} {rest}" if rest else form for form in found}


@cache
def pattern(*names: str) -> re.Pattern[str]:
    """One pattern for the lists named: verbs in all forms, nouns and phrases as they are."""
    words = lists("en")
    terms: set[str] = set()
    for name in names:
        for term in words[name]:
            terms |= {term} if name in ("nouns", "phrases") else forms(term, words["irregular"])
    marks = "|".join(re.escape(t) for t in sorted(terms) if not t[0].isalpha())
    letters = one_of(t for t in terms if t[0].isalpha())
    return re.compile(rf"(?<!\w)(?:{letters})(?!\w)" + (f"|{marks}" if marks else ""), re.IGNORECASE)


def holds_verb_of_saying(cue: str) -> bool:
    """Whether the cue has a form of one of the verbs by which the engine's recall is judged."""
    return bool(pattern("judged").search(cue))


def cue_class(cue: str, content: str, sourced: bool, quoted: str, refusal: bool = False) -> str:
    """Speech if it was said or written or is a position somebody takes, else attitude.

    Speech is what more words stand in quotation marks (`quoted`) than scare quotes hold, what has a verb, noun or
    phrase of saying for its cue unless it is a `refusal` to speak, and what has a source (`sourced`) and is a clause,
    whatever the verb: "grumbled that it was late"; a judgement is one too, "deems it to be late". "Hopes to join" and
    "backs the pact" have none.
    """
    if is_long(quoted):
        return "speech"
    if refusal:
        return "attitude"
    if says(cue):
        return "speech"
    clause = (
        CLAUSE.search(content)
        or (QUESTION.search(content) and pattern("clausal").search(cue))
        or (JUDGED.search(content) and pattern("judging").search(cue))
    )
    return "speech" if sourced and clause else "attitude"


def is_long(words: str) -> bool:
    """Whether these are more words than scare quotes hold."""
    return count_words(words) > SCARE


def says(cue: str) -> bool:
    """Whether the cue has a verb, noun or phrase of saying."""
    return bool(pattern("judged", "verbs", "nouns", "phrases").search(cue))


@cache
def _known() -> re.Pattern[str]:
    """What somebody only knows, or what an act is taken to mean, as a cue from its beginning."""
    words = lists("en")
    knowing = one_of({form for verb in words["knowing"] for form in forms(verb, words["irregular"])})
    return re.compile(
        rf"^\W*(?:(?:[\w’']+\s){{0,2}}(?<!to\s)(?:{knowing}|{one_of(words['knowing_phrases'])})|(?:{one_of(words['interpreting'])})$)\b",
        re.IGNORECASE,
    )


@cache
def _would() -> re.Pattern[str]:
    modal = r"(?:would|could|might|may|must|should|can|can['’]t|cannot|will)"
    return re.compile(rf"\b{modal}\s(?:\w+\s)?(?:{one_of(lists('en')['hypothetical'])})\b", re.IGNORECASE)


@cache
def _performed() -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:[\w’'-]+\W+){{0,3}}?(?:{one_of(lists('en')['performed'])})\b", re.IGNORECASE)


def is_not_said(cue: str, content: str) -> bool:
    """Whether an English cue tells no words: what somebody knows, might say, or makes so by declaring it.

    "Voters know that it is late", "he would have to show that it is late", "the region declared independence".
    """
    if _known().search(cue) and not says(cue) or _would().search(cue):
        return True
    return bool(pattern("performing").search(cue) and _performed().search(content))


@cache
def _refusal() -> re.Pattern[str]:
    refusing, answering = (one_of(lists("en")[name]) for name in ("refusing", "answering"))
    return re.compile(
        rf"(?:\b|(?<=\w)(?=n['’]t))(?:{refusing})(?! only| just)(?: \w+){{0,2}} (?:{answering})\b", re.IGNORECASE
    )


def is_refusal(text: str, cue: tuple[int, int]) -> bool:
    """Whether the cue at these offsets is part of a refusal to speak, "declined to comment": an act, not words."""
    near = max(0, cue[0] - 40), cue[1] + 40
    return any(
        near[0] + match.start() < cue[1] and near[0] + match.end() > cue[0]
        for match in _refusal().finditer(text[slice(*near)])
    )


def inside(text: str, spans: Iterable[tuple[int, int]], quotations: list[Quotation]) -> str:
    """What of the spans stands in quotation marks."""
    return " ".join(text[max(q.start, s) : min(q.end, e)] for s, e in spans for q in overlapping(quotations, s, e))


def mode_of(content: str, quoted: str) -> str:
    """direct, mixed or indirect, by the share of a content's letters that stands in quotation marks."""
    share = sum(map(str.isalnum, quoted)) / max(sum(map(str.isalnum, content)), 1)
    return "direct" if share >= DIRECT else "indirect" if share <= INDIRECT else "mixed"
