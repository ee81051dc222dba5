"""Quotations: which stretches of a paragraph stand in quotation marks.

Straight, curly and single marks, German „…“ and »…«, French and Russian « … », Chinese 「…」, LaTeX ``…''. A single
mark between letters is an apostrophe; one that opens a quotation needs a mark that closes it, or a colon or comma and
a capital letter around it. A quotation that is never closed runs to the end of its paragraph; one that a straight mark
opens within a clause, to the end of its sentence, for there the mark may as well have been forgotten behind a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

MARK = re.compile("``|''|[\"“”„‟«»‘’‚‛'‹›「」『』]")
DOUBLE = {'"', "“", "”", "„", "‟", "«", "»", "``", "''", "「", "」", "『", "』"}
REACH = 100  # marks looked at for the one that closes a quotation, and
DENSE = 0.2  # marks a character beyond which a text is no language: both bound the time on text full of marks
CLOSES = {
    "“": '”"', "”": '”"', "„": '“”"‟', "‟": '”"', '"': '"”“', "«": "»", "»": "«",
    "``": ("''", "”", '"'), "''": ("''",), "‘": "’'‘", "’": "’'", "‚": "‘’'", "‛": "’'", "'": "'’", "‹": "›", "›": "‹",
    "「": "」", "『": "』",
}  # fmt: skip
ONLY_OPENS = {"„", "‚", "‛", "``", "「", "『"}
ONLY_CLOSES = {"」", "』"}
WIDE = ("：", "，", "。", "、")  # marks of a text without blanks
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")  # scripts that set no blanks
INTRODUCED = re.compile(r"(?:^|[,:—–-])\s*$")  # what stands before words that a paragraph may go on with
SENTENCE_END = re.compile(r"[.!?…](?=\s+[^\W\da-zß-öø-ÿа-яё])|[。！？]")
ELISION = re.compile(r"['’‘](?:\d\ds?\b|(?:em|til|tis|twas|cause|bout|n|round|cuz)\b)", re.I)
CLITIC = re.compile(r"['’‘](?:s|t|d|m|ll|re|ve)\b", re.I)


class Quotation(NamedTuple):
    """A quotation with its marks: text[start:end]; `closed` is false where the closing mark is missing."""

    start: int
    end: int
    closed: bool


def quotations(text: str) -> list[Quotation]:
    """The outermost quotations of one paragraph, in order, not overlapping."""
    marks = [(m.start(), m.group()) for m in MARK.finditer(text) if not _apostrophe(text, m.start(), m.group())]
    if len(marks) > DENSE * len(text) + REACH:
        return []
    found: list[Quotation] = []
    at = 0
    while at < len(marks):
        start, mark = marks[at]
        if not _can_open(text, start, mark):
            at += 1
            continue
        close = _closing(text, marks, at)
        if close is not None:
            end, last = marks[close]
            found.append(Quotation(start, end + len(last), True))
            at = close + 1
        elif mark in DOUBLE - {'"'} or _introduced(text, start):
            found.append(Quotation(start, len(text.rstrip()), False))
            break
        elif mark == '"':
            ended = SENTENCE_END.search(text, start + len(mark))
            found.append(Quotation(start, ended.start() + 1 if ended else len(text.rstrip()), False))
            at = bisect_right(marks, (found[-1].end, ""))
        else:
            at += 1
    return found


def overlapping(quoted: list[Quotation], start: int, end: int) -> list[Quotation]:
    """Those of a paragraph's quotations that share a character with text[start:end]."""
    return quoted[bisect_right(quoted, start, key=lambda q: q.end) : bisect_left(quoted, end, key=lambda q: q.start)]


def _apostrophe(text: str, at: int, mark: str) -> bool:
    """Whether a single mark is an apostrophe: between letters, or in '90s and 'em."""
    if mark not in "'’‘":
        return False
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (before.isalnum() and after.isalnum()) or bool(
        ELISION.match(text, at) or (before in ("”", '"') and CLITIC.match(text, at))
    )


def _can_open(text: str, at: int, mark: str) -> bool:
    if mark in ONLY_OPENS or mark in ONLY_CLOSES:
        return mark in ONLY_OPENS
    after = text[at + len(mark) : at + len(mark) + 1]
    before = text[at - 1 : at]
    if mark in "«“‹":
        ended = not before.isspace() and bool(before) and (after.isspace() or after in ",.;:!?)")
        wide = before in WIDE or UNSPACED.match(before)  # Chinese has no such mark, but stray blanks behind one
        return bool(after) and (not ended or bool(wide))  # German: it closes what an earlier paragraph opened
    return bool(after) and (not after.isspace()) and (not before.isalnum() or bool(UNSPACED.match(before)))


def _closing(text: str, marks: list[tuple[int, str]], opened: int) -> int | None:
    """Index of the mark that closes marks[opened], or None; a doubtful one counts only if no better one follows."""
    start, mark = marks[opened]
    single = mark not in DOUBLE
    doubtful = None
    for i in range(opened + 1, min(len(marks), opened + REACH)):
        at, other = marks[i]
        if other not in CLOSES[mark]:
            if single and other in DOUBLE:
                break
            continue
        if at == start + len(mark):
            continue
        opens_again = text[at - 1].isspace() and not text[at + len(other) : at + len(other) + 1].isspace()
        if opens_again and other not in "»”" and at + len(other) < len(text):
            if other == mark and mark not in "„‚":
                break
            continue
        if single and _possessive(text, at):
            doubtful = i if doubtful is None else doubtful
            continue
        return i
    return doubtful


def _possessive(text: str, at: int) -> bool:
    """Whether a single mark after s and before a word in lower case may be a plural's apostrophe."""
    return text[at - 1] in "sS" and bool(re.match(r"\s[a-z]", text[at + 1 : at + 3]))


def _introduced(text: str, at: int) -> bool:
    """Whether an unclosed mark may open sentences: after comma, colon or nothing; a single one, before a capital."""
    return bool(INTRODUCED.search(text, max(0, at - 4), at)) and (text[at] == '"' or text[at + 1].isupper())
