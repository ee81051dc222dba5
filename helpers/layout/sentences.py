"""Sentences of headline and body.

sentencex (Wikimedia, MIT) finds the boundaries. A thin layer over it lets sentences end within a quotation that
runs over several, and where a bracket is never closed, gives each quotation mark to its sentence, and mends what
sentencex cuts wrongly: German ordinals, times of day, some abbreviations, stray stops, the signs of a list's items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import sentencex

from helpers import lexicons
from helpers.layout import Span
from helpers.layout.lexicon import function_words

OPENING = "„‚"
CLOSING = "”」』"
EITHER = "“\"‘’'«»‹›"  # by what stands beside them
STRAY = ".…!?■"
QUOTES = OPENING + CLOSING + EITHER
BULLETS = "•●▪◦‣■□►▶★○◆◇"  # sentencex takes the whole paragraph behind one for an item
BLANKED = str.maketrans(dict.fromkeys(BULLETS + '“”„‟«»‹›「」『』"`‘‛\n\r\t\v\f\x85\u2028\u2029', " "))
SINGLE = re.compile(r"(?<!\w)['’‚]|['’](?!\w)")
PAIRS = {")": "(（", "）": "(（", "]": "[", "}": "{", ">": "<", "》": "《"}
BRACKET = re.compile(r"[()\[\]{}（）<>《》]")
LONGEST_BRACKET = 300  # characters: what is longer was not closed where it should have been
WHOLE_BRACKET = re.compile(  # a sentence, or several, of its own
    r"(?:^|(?<=[.!?。！？”\"] )|(?<=[。！？]))[(（]([^()（）]*[.!?。！？])[)）]"
)
ITEM = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[A-Za-z]|[ivxIVX]{1,4})[.)]+")
LAST_WORD = re.compile(r"([^\s(\"“„]+)\.$")
ORDINAL = re.compile(r"(\w+),?\s+(?:\d{1,2}|[IVX]+)\.$")
HOUR = re.compile(r"\b[ap]\. ?m\.$", re.IGNORECASE)
STRETCH = 4000  # characters that sentencex reads at a time: it slows down with the square of a long text
AHEAD = 200  # characters that a boundary is judged by


class Sentence(NamedTuple):
    """A sentence: 0-based half-open offsets into the article's text, kind "headline" or "body"."""

    start: int
    end: int
    kind: str


def _words(name: str, language: str) -> frozenset[str]:
    return lexicons.words("sentences", name, language)


def _everywhere(name: str) -> frozenset[str]:
    """Words that stand in a text of any language, as names and titles do."""
    return lexicons.every("sentences", name)


def _one_of(name: str, language: str) -> str:
    """The words of a list as alternatives, each with a capital."""
    return lexicons.one_of(word[:1].upper() + word[1:] for word in _words(name, language))


@cache
def _asking(language: str) -> re.Pattern[str]:
    """A subject of capitalised words, or one that ends in a name or an apposition, and its verb of asking."""
    word = r"(?:[^\W_][\w’'-]*|[A-Z][a-z]{0,4}\.),?\s+"
    name = r"(?:[^\W\d_a-z][\w’'-]*,?|[A-Z]\.|\w+,)\s+"
    verbs, others = (lexicons.one_of(_words(key, language)) for key in ("asking", "asking_not"))
    own = rf"(?:\s+\w+){{0,5}}\s+(?:{others})\b|,\s+[{QUOTES}][^\W\d_a-z]"
    return re.compile(rf"(?=[^\W\d_a-z])(?:{word}){{0,8}}{name}(?:{verbs})\b(?!{own})")


@cache
def _after_hour(language: str) -> re.Pattern[str]:
    """What goes on after a.m. and p.m.: a time zone, a place and "time", a day of the week, a date."""
    zones, kinds = (lexicons.one_of(_words(key, language)) for key in ("zones", "kinds_of_time"))
    no_place = _one_of("no_place_of_time", language)
    place = rf"(?!(?:{no_place})\b)(?:[A-Z][\w’'-]*\s+){{1,4}}(?:(?:{kinds})\s+){{0,2}}[Tt]ime\b"
    verbs = lexicons.one_of(_words("finite", language))
    day = rf"(?:{_one_of('weekdays', language)})\b(?!\s+(?:{verbs})\b|[’'])"
    return re.compile(rf"(?:{zones.upper()})\b|{place}|{day}|(?:{_one_of('months', language)})\b\.?\s+\d")


@cache
def _may_end(language: str) -> re.Pattern[str]:
    """Abbreviations that end a sentence where the next word cannot be theirs."""
    capital = r"[^\W\d_a-zß-öø-ÿа-я]"
    return re.compile(
        rf"\b(?:(?i:{lexicons.one_of(_everywhere('may_end'))})(?=\.\s+{capital})"
        rf"|(?:[A-Z]\. ?){{1,3}}[A-Z](?=\.\s+(?:(?:{_one_of('openers', language)})\b|A\s+[a-z])))"
    )


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
    blanked = _for_sentencex(piece, language)
    cuts, last, read, worded = [], 0, 0, False
    for boundary in _boundaries(blanked, language):
        cut = _place(piece, blanked, boundary)
        worded = worded or _holds_word(piece[read:cut])
        read = max(read, cut)
        if cut <= last or not worded or not _holds_word(piece[cut : cut + AHEAD]):
            continue
        if not _goes_on(piece[max(last, cut - AHEAD) : cut], piece[cut : cut + AHEAD], language):
            cuts.append(cut)
            last, worded = cut, False
    return cuts


def _boundaries(blanked: str, language: str) -> Iterator[int]:
    """Where sentencex lets a sentence begin, stretch after stretch, each begun where a sentence begins.

    A stretch grows where no sentence begins in it. Its last boundaries are left to the next one, which knows
    what comes after them.
    """
    start, size = 0, STRETCH
    while start < len(blanked):
        found = sentencex.get_sentence_boundaries(language, blanked[start : start + size])
        begins = [start + boundary["start_index"] for boundary in found if boundary["start_index"]]
        if start + size >= len(blanked):
            yield from begins
            return
        sure = [begin for begin in begins if begin < start + size - AHEAD]
        yield from sure
        start, size = (sure[-1], STRETCH) if sure else (start, 2 * size)


def _for_sentencex(piece: str, language: str) -> str:
    """The paragraph, length unchanged, without what makes sentencex see no sentence end.

    It would not cut within quotation marks, within brackets, even if they are closed by some other bracket far
    away, and behind a sign of a list's item; and it knows no sentence that ends with "usw." or "no."
    """
    blanked = SINGLE.sub(" ", piece.translate(BLANKED))
    if item := ITEM.match(blanked.lstrip()):
        begin = len(blanked) - len(blanked.lstrip())
        blanked = blanked[:begin] + " " * len(item[0]) + blanked[begin + len(item[0]) :]
    blanked = _may_end(language).sub(lambda found: "x" * len(found[0]), blanked)
    if BRACKET.search(blanked) is None:
        return blanked
    return WHOLE_BRACKET.sub(r" \1 ", _without_open_brackets(blanked))


def _without_open_brackets(piece: str) -> str:
    """The paragraph with blanks for the brackets that have no partner near them."""
    opened: list[re.Match[str]] = []
    paired: set[int] = set()
    for bracket in BRACKET.finditer(piece):
        if bracket[0] not in PAIRS:
            opened.append(bracket)
        elif opened and opened[-1][0] in PAIRS[bracket[0]]:
            begin = opened.pop().start()
            if bracket.end() - begin <= LONGEST_BRACKET:
                paired |= {begin, bracket.start()}
    return BRACKET.sub(lambda found: found[0] if found.start() in paired else " ", piece)


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
    if char in CLOSING + ")）":
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
    before, after = before.strip(), after.strip()
    if ITEM.fullmatch(before) or _is_shortened(before, after, language):
        return True
    if HOUR.search(before):
        return bool(_after_hour(language).match(after))
    ordinal = ORDINAL.search(before)
    if ordinal and ordinal[1].lower() in _words("ordinal_after", language):
        return _first_word(after) not in function_words(language)
    begins = after.lstrip(QUOTES)
    if begins[:1].islower() and (before[-1] in QUOTES or before[-1] in "!?…"):
        return True
    if before.rstrip(QUOTES)[-1:] not in ("!", "?") or before[-1] not in QUOTES:
        return False
    begins_anew = _first_word(after) in function_words(language) - _words("asking_subject", language)
    return not begins_anew and bool(_asking(language).match(after))


def _is_shortened(before: str, after: str, language: str) -> bool:
    """Whether a stop is that of an abbreviation or an initial, which what follows belongs to."""
    found = LAST_WORD.search(before)
    if not found:
        return False
    word = found[1].rpartition("-")[2]  # ex-Gov., Lieut.-Gen.
    if word.lower() in _everywhere("abbreviations") and not (word.isupper() and word.lower() in _everywhere("zones")):
        return True
    if len(word) == 1 and word != found[1]:  # China-U. S.
        return bool(re.match(r"[A-Z]\.", after))
    name = after.lstrip("-–")[:1].isupper() and _first_word(after) not in function_words(language)
    return name and word in _everywhere("titles")


def _first_word(words: str) -> str:
    return words.split(maxsplit=1)[0].lower()
