"""Reporting clauses cut off from their words by a full stop: “It is late.” Said the minister.

Careless editing and machine translation make them, which also turns "he said" into "I said".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from helpers.attribution.classify import inside, mode_of, pattern
from helpers.attribution.model import Attribution
from helpers.attribution.unattributed import CONFIDENCE, Covered
from helpers.encoder.quotes import quotations

if TYPE_CHECKING:
    from helpers.layout.sentences import Sentence

LONGEST = 120  # characters of such a clause
SUBJECT = re.compile(
    r"(?:The|A|An)\s(?:[\w’'-]+\s){1,3}?(?=(?:also|has|had|is|was|met|\w+ed|\w+s)\b)|He|She|(?:[A-Z][\w’'-]+\s?){1,3}"
)
FIRST_PERSON = ("I", "We", "")


def cut_off(text: str, sentences: Sequence[Sentence], found: Sequence[Attribution]) -> list[Attribution]:
    """An attribution for each clause: the sentence before it, if that holds a quotation and nobody has it yet.

    The source of "I said." in copy that is not told by an "I" is the subject of the sentence before.
    """
    covered = Covered(found)
    out = []
    for before, sentence in zip(sentences, sentences[1:], strict=False):
        short = before.kind == "body" and sentence.end - sentence.start <= LONGEST
        clause = _clause().fullmatch(text, sentence.start, sentence.end) if short else None
        words = text[before.start : before.end] if clause else ""
        quoted = quotations(words)
        if not clause or not quoted or covered(before.start, before.end):
            continue
        source = clause.span("before") if clause["before"] else clause.span("after")
        if text[slice(*source)] in FIRST_PERSON:
            subject = SUBJECT.match(text, before.start, before.end)
            source = (subject.start(), subject.start() + len(subject[0].rstrip())) if subject else (-1, -1)
        mode = mode_of(words, inside(words, [(0, len(words))], quoted))
        mode = mode if mode == "direct" else "mixed"
        content = ((before.start, before.end),)
        out.append(Attribution(source, clause.span("cue"), content, mode, "speech", CONFIDENCE))
    return out


@cache
def _clause() -> re.Pattern[str]:
    """A subject and a verb of saying, in either order, and nothing that the verb could govern."""
    verb = pattern("judged").pattern
    governed = "that|to|it|him|her|them|me|us|for|on|no|yes|so|this|what|who|not|nothing"
    word = rf"(?!(?:{governed})\b)[\w’'-]+(?:\.(?=\s?\w)[\w’'-]*)*"
    return re.compile(
        rf"(?:(?P<before>{word}(?:\s{word}){{0,8}}?)\s)?(?P<cue>{verb})"
        rf"(?:\s(?P<after>{word}(?:\s{word}){{0,8}}?))?(?:\sin\s(?:an?|the|his|her|their)\s\w+)?\s?[.”\"]*",
        re.IGNORECASE,
    )
