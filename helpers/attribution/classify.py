"""What kind of attribution it is: speech or attitude by its cue, direct or indirect by its quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from helpers import lexicons
from helpers.attribution.quotes import Quotation

WORD = re.compile(r"\w+(?:[-’']\w+)*")
CLAUSE = re.compile(
    r"^\W*(?:that|whether|if|what|how|why|who|there)\b"
    r"|\b(?:is|are|was|were|be|been|will|would|can|could|has|have|had|may|might|should|must|does|do|did|won|isn|aren)\b",
    re.IGNORECASE,
)
SCARE = 2  # words in quotation marks up to which they may be scare quotes
DIRECT, INDIRECT = 0.9, 0.1  # share of a content's letters in quotation marks from which, up to which


def _lists() -> dict:
    return lexicons.load("saying_en")


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
def _pattern(*names: str) -> re.Pattern[str]:
    """One pattern for the lists named: verbs in all forms, nouns and phrases as they are."""
    lists = _lists()
    terms: set[str] = set()
    for name in names:
        for term in lists[name]:
            terms |= {term} if name in ("nouns", "phrases") else forms(term, lists["irregular"])
    words = "|".join(re.escape(t) for t in sorted(terms, key=lambda t: (-len(t), t)) if t[0].isalpha())
    marks = "|".join(re.escape(t) for t in sorted(terms) if not t[0].isalpha())
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)" + (f"|{marks}" if marks else ""), re.IGNORECASE)


def holds_verb_of_saying(cue: str) -> bool:
    """Whether the cue has a form of one of the verbs by which the engine's recall is judged."""
    return bool(_pattern("judged").search(cue))


def cue_class(cue: str, content: str, sourced: bool, quoted: str, refusal: bool = False) -> str:
    """Speech if it was said or written or is a position somebody takes, else attitude.

    A verb, noun or phrase of saying makes it speech, unless it is a `refusal` to speak, and so does any cue with
    more in quotation marks (`quoted`) than scare quotes hold; a verb of thinking does if somebody (`sourced`) thinks
    a clause ("doubts they are able").
    """
    if len(WORD.findall(quoted)) > SCARE:
        return "speech"
    if refusal:
        return "attitude"
    if _pattern("judged", "verbs", "nouns", "phrases").search(cue):
        return "speech"
    thought = sourced and _pattern("clausal").search(cue) and CLAUSE.search(content) and not content.startswith("to ")
    return "speech" if thought else "attitude"


@cache
def _refusal() -> re.Pattern[str]:
    lists = _lists()
    refusing, answering = ("|".join(map(re.escape, lists[name])) for name in ("refusing", "answering"))
    return re.compile(rf"(?:\b|(?<=\w)(?=n['’]t))(?:{refusing})(?: \w+){{0,2}} (?:{answering})\b", re.IGNORECASE)


def is_refusal(text: str, cue: tuple[int, int]) -> bool:
    """Whether the cue at these offsets is part of a refusal to speak, "declined to comment": an act, not words."""
    near = max(0, cue[0] - 40), cue[1] + 40
    return any(
        near[0] + match.start() < cue[1] and near[0] + match.end() > cue[0]
        for match in _refusal().finditer(text[slice(*near)])
    )


def inside(text: str, spans: Iterable[tuple[int, int]], quotations: list[Quotation]) -> str:
    """What of the spans stands in quotation marks."""
    return " ".join(text[max(a, s) : min(b, e)] for s, e in spans for a, b, _ in quotations if a < e and s < b)


def mode_of(content: str, quoted: str) -> str:
    """direct, mixed or indirect, by the share of a content's letters that stands in quotation marks."""
    share = sum(map(str.isalnum, quoted)) / max(sum(map(str.isalnum, content)), 1)
    return "direct" if share >= DIRECT else "indirect" if share <= INDIRECT else "mixed"
