"""Sentences of headline and body.

sentencex (Wikimedia, MIT) finds the boundaries. A thin layer over it lets sentences end within a quotation that
runs over several, gives each quotation mark to its sentence, and mends what sentencex cuts wrongly: German
ordinals, some abbreviations, stray stops, the number of a list's item.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import sentencex

from helpers import lexicons
from helpers.layout import Span
from helpers.layout.lexicon import function_words

OPENING = "„‚"
CLOSING = "”"
EITHER = "“\"‘’'«»‹›"  # by what stands beside them
STRAY = ".…!?■"
QUOTES = OPENING + CLOSING + EITHER
BLANKED = str.maketrans(dict.fromkeys('“”„«»‹›"\n\r\t\v\f\x85\u2028\u2029', " "))
SINGLE = re.compile(r"(?<!\w)['‘’‚](?=\w)|(?<=[.!?,…])['’](?!\w)")
IN_BRACKETS = re.compile(r"(?:^|(?<=[.!?”\"] ))\(([^()]*[.!?])\)")  # a sentence, or several, of its own
ITEM = re.compile(r"\(?(?:\d{1,3}|[A-Za-z])[.)]")
LAST_WORD = re.compile(r"([^\s(\"“„]+)\.$")
ORDINAL = re.compile(r"(\w+),?\s+(?:\d{1,2}|[IVX]+)\.$")


class Sentence(NamedTuple):
    """A sentence: 0-based half-open offsets into the article's text, kind "headline" or "body"."""

    start: int
    end: int
    kind: str


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(lexicons.load("sentences")[name].split())


@cache
def _asking() -> re.Pattern[str]:
    return re.compile(rf"(?:[^\W\d_a-z][\w.'’-]*\s+){{1,5}}(?:{'|'.join(_words('asking'))})\b")


def split(text: str, layout: list[Span], language: str) -> list[Sentence]:
    """The sentences of an article in order; no text of headline and body but blanks lies outside them.

    A headline is one sentence. A sentence never leaves its span: where an advertisement cuts one in two,
    the halves are two. language is an ISO 639-1 code, "" for unknown.
    """
    found = []
    for span in layout:
        if span.kind == "headline":
            found.append(Sentence(*span))
        elif span.kind == "body":
            piece = text[span.start : span.end]
            cuts = [0, *_cuts(piece, language or "en"), len(piece)]
            for start, end in zip(cuts, cuts[1:], strict=False):
                start += len(piece[start:end]) - len(piece[start:end].lstrip())
                end = start + len(piece[start:end].rstrip())
                found.append(Sentence(span.start + start, span.start + end, "body"))
    return found


def _cuts(piece: str, language: str) -> list[int]:
    """Where a sentence of a paragraph ends and the next begins."""
    blanked = _blank_quotes(piece)
    cuts, last = [], 0
    for boundary in sentencex.get_sentence_boundaries(language, blanked):
        cut = _place(piece, blanked, boundary["start_index"])
        if cut <= last or not _holds_word(piece[last:cut]) or not _holds_word(piece[cut : cut + 200]):
            continue
        if not _goes_on(piece[max(last, cut - 200) : cut].strip(), piece[cut : cut + 200].strip(), language):
            cuts.append(cut)
            last = cut
    return cuts


def _blank_quotes(piece: str) -> str:
    """The paragraph, length unchanged, with blanks for quotation marks, which sentencex would not cut within."""
    blanked = SINGLE.sub(" ", piece.translate(BLANKED))
    return IN_BRACKETS.sub(r" \1 ", blanked) if "(" in blanked else blanked


def _place(piece: str, blanked: str, boundary: int) -> int:
    """The cut at a boundary: after the closing marks of one sentence, before the opening ones of the next."""
    start = boundary
    while start and blanked[start - 1].isspace():
        start -= 1
    cut = start
    for number in range(start, len(piece)):
        char = piece[number]
        if char.isspace():
            continue
        if not _closes(piece, number):
            break
        cut = number + 1
    return cut


def _closes(piece: str, number: int) -> bool:
    """Whether a character after the end of a sentence still belongs to it: a closing mark, a stray stop."""
    char = piece[number]
    if char in CLOSING + ")":
        return True
    if char in STRAY:
        return not piece[number + 1 : number + 2].isalnum()
    if char in "«‹" and piece[number - 1].isspace() and piece[number + 1 : number + 2].isspace():
        return False  # it opens, as in French
    after = piece[number + 1 : number + 4].lstrip(QUOTES)
    return char in EITHER and (not after or not after[0].isalnum() and after[0] not in "([$€£…-–—")


def _holds_word(piece: str) -> bool:
    return any(map(str.isalnum, piece))


def _goes_on(before: str, after: str, language: str) -> bool:
    """Whether what sentencex took for the end of a sentence is none."""
    if ITEM.fullmatch(before):
        return True
    word = LAST_WORD.search(before)
    if word and word[1].lower() in _words("abbreviations"):
        return True
    if language == "de" and (ordinal := ORDINAL.search(before)) and ordinal[1].lower() in _words("ordinal_after"):
        return after.split()[0].lower() not in function_words()["de"]
    begins = after.lstrip(QUOTES)
    if begins[:1].islower() and (before[-1] in QUOTES or before[-1] in "!?…"):
        return True
    return before.rstrip(QUOTES)[-1:] in ("!", "?") and before[-1] in QUOTES and bool(_asking().match(after))
