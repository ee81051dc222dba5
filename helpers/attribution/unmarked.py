"""Somebody's words without quotation marks: a block after "said in a statement:", a dialogue told with dashes.

Such words are read as if their marks stood there, so that the engines find their source as they do for others. The
time of day before a live blog's entry is not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from helpers.attribution.lists import lists, whole
from helpers.attribution.page import Edit, Paragraph
from helpers.attribution.saying import of_saying
from helpers.encoder.quotes import DOUBLE
from helpers.layout.words import count_words

LEAST = 4  # words of a block
LEAD = 200  # characters before a colon that are looked at
TAIL = 8  # words that may stand between a verb of saying and its colon
SENTENCE = re.compile(r"(?:^|[.!?…”\"“«»]\s|[。！？])(?P<last>[^.!?…。！？]*(?:\.\w[^.!?…。！？]*)*)[:：]\s*$")
BLOCK = re.compile(r"\s*(?P<mark>(?:>\s*)*)(?P<words>(?![-–—•*·\d>])\S.*?)\s*$", re.S)
DASH = r"[-–—]\s+"
DIALOGUE = re.compile(
    rf"(?P<open>{DASH})\S.{{0,2000}}?[,!?…](?P<close>\s+{DASH})(?P<inquit>[^–—]{{3,80}}?)"
    rf"(?:[.,](?P<again>\s+{DASH})\S.{{0,2000}})?\s*"
)
CLOCK = re.compile(r"\s*\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\b\.?)?(?:\s(?:[A-Z]{2,4}|Uhr))?\s*(?:[-–—|:]\s*)?(?=[^\W\d_])")


def restored(page: Sequence[Paragraph], language: str) -> list[Paragraph]:
    """The paragraphs, with marks around words that stand for somebody's without them.

    A block begins after a paragraph that ends in a verb of saying and a colon. It goes on while paragraphs begin with
    ">" or say "we" and "I": the narrator is back at the first that does not.
    """
    out: list[Paragraph] = []
    announced = running = False
    for paragraph in page:
        block = BLOCK.fullmatch(paragraph.text)
        goes_on = block and running and (block["mark"] or _first_person(language).search(block["words"]))
        running = bool(block and (announced or goes_on) and _can_be_block(paragraph, block["words"]))
        announced = not paragraph.headline and _announces(paragraph.text, language)
        edits = _around(block) if running and block else _dialogue(paragraph.text, language) or _clock(paragraph.text)
        out.append(paragraph.edited(edits) if edits else paragraph)
    return out


def _can_be_block(paragraph: Paragraph, words: str) -> bool:
    return not paragraph.headline and count_words(words) >= LEAST and not any(mark in words for mark in DOUBLE)


def _announces(text: str, language: str) -> bool:
    """Whether a paragraph ends in a reporting clause and a colon: "The ministry said in a statement on Monday:"."""
    lead = SENTENCE.search(text[-LEAD:])
    said = list(of_saying(language).finditer(lead["last"])) if lead else []
    if not lead or not said:
        return False
    tail = lead["last"][said[-1].end() :]
    return count_words(tail) <= TAIL and not re.search(whole(lists(language)["clauses"], language), tail, re.I)


@cache
def _first_person(language: str) -> re.Pattern[str]:
    return re.compile(whole(lists(language)["first_person"], language))


def _around(block: re.Match[str]) -> list[Edit]:
    return [(0, block.start("words"), "“"), (block.end("words"), block.end(), "”")]


def _dialogue(text: str, language: str) -> list[Edit]:
    """The marks of "- We have no road, - said the mayor. - We have no money."."""
    spoken = DIALOGUE.fullmatch(text)
    if not spoken or not of_saying(language).search(spoken["inquit"]) or any(mark in text for mark in DOUBLE):
        return []
    edits = [(*spoken.span("open"), "“"), (*spoken.span("close"), "” ")]
    last = spoken.end("again") if spoken["again"] else -1
    return [*edits, (*spoken.span("again"), " “"), (len(text), len(text), "”")] if last >= 0 else edits


def _clock(text: str) -> list[Edit]:
    """Nothing in place of "11:27 - "."""
    clock = CLOCK.match(text)
    return [(*clock.span(), "")] if clock else []
