"""Reporting clauses that stand alone: "Said the minister.", "The ministry said." after the words they report.

Sentences are cut there by careless editing, machine translation or a full stop inside a quotation. Such a fragment
says who spoke the sentence before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.attribution import Attribution
from helpers.attribution.quotes import quotations
from helpers.sentences import Sentence

_FRAGMENT = re.compile(
    r"(?P<who>(?:[\w’'.-]+\s){0,9}?)(?P<cue>said|says|say|told|called|added|wrote|writes|reported|noted|stated)"
    r"(?P<after>(?:\s[\w’'.-]+){0,9}?)(?:\sin\s(?:an?|the|his|her|their)\s\w+)?\s?[.”\"]*",
    re.I,
)
_COMPLEMENT = re.compile(r"\b(?:that|to|it|him|her|them|me|us|for|on|no|yes|so|this|what|who)\b", re.I)
_SUBJECT = re.compile(
    r"(?:The|A|An)\s(?:[\w’'-]+\s?){1,3}?(?=\s(?:also|has|had|is|was|\w+ed|\w+s)\b)|(?:[A-Z][\w’'-]+\s?){1,3}|He|She"
)
_PARTLY = 0.9  # share of a sentence in quotation marks from which it counts as direct


def fragments(text: str, sentences: Sequence[Sentence], attributions: Sequence[Attribution]) -> list[Attribution]:
    """An attribution for each fragment: the sentence before, if nobody has it yet and it holds a quotation.

    "I called." in copy that is not told by an "I" is the subject of the sentence before.
    """
    out = []
    for before, sentence in zip(sentences, sentences[1:], strict=False):
        hit = _FRAGMENT.fullmatch(text, sentence.start, sentence.end)
        if hit is None or before.kind != "body" or _COMPLEMENT.search(hit["after"]):
            continue
        words = text[before.start : before.end]
        quoted = quotations(words)
        if not quoted or any(_covers(a, before) for a in attributions):
            continue
        source = _trimmed(text, *(hit.span("who") if hit["who"].strip() else hit.span("after")))
        if text[slice(*source)].strip() in ("I", "We", ""):
            subject = _SUBJECT.match(text, before.start, before.end)
            source = subject.span() if subject else (-1, -1)
        share = sum(q.end - q.start for q in quoted) / len(words)
        mode = "direct" if share >= _PARTLY else "mixed"
        out.append(Attribution(source, hit.span("cue"), ((before.start, before.end),), mode, "speech", 0.5))
    return out


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))


def _covers(attribution: Attribution, sentence: Sentence) -> bool:
    return attribution.cue_class == "speech" and any(
        a < sentence.end and b > sentence.start for a, b in attribution.content
    )
