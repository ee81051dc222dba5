"""What kind of attribution it is: speech or attitude by its cue, direct or indirect by its quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from helpers.attribution.quotes import Quotation

SAYING = Path(__file__).resolve().parents[1] / "lexicons" / "saying_en.yaml"
WORD = re.compile(r"\w+(?:[-’']\w+)*")
DIRECT, INDIRECT = 0.9, 0.1  # share of a content's letters in quotation marks from which, up to which


@cache
def _lists() -> dict:
    return yaml.safe_load(SAYING.read_text(encoding="utf-8"))


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


def cue_class(cue: str, mode: str) -> str:
    """"speech" if the words were said or written or are an official position, else "attitude"."""
    if _pattern("judged", "verbs", "nouns", "phrases").search(cue):
        return "speech"
    return "speech" if mode != "indirect" and _pattern("quotation_only").search(cue) else "attitude"


def quoted_letters(text: str, spans: Iterable[tuple[int, int]], quotations: list[Quotation]) -> tuple[int, int]:
    """How many letters and digits the spans hold, and how many of them stand in quotation marks."""
    total = quoted = 0
    for start, end in spans:
        total += sum(map(str.isalnum, text[start:end]))
        for a, b, _ in quotations:
            quoted += sum(map(str.isalnum, text[max(a, start) : min(b, end)]))
    return total, quoted


def mode_of(total: int, quoted: int) -> str:
    """direct, mixed or indirect, by the share of a content that stands in quotation marks."""
    share = quoted / max(total, 1)
    return "direct" if share >= DIRECT else "indirect" if share <= INDIRECT else "mixed"
