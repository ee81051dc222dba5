"""Quotations that run over several paragraphs and are marked only where they open and where they close.

So they stand where every sentence has a line of its own. They are read as if each paragraph had its marks.
"""

from __future__ import annotations

from collections.abc import Sequence

from helpers.attribution.page import Edit, Paragraph
from helpers.encoder.quotes import CLOSES, DOUBLE, MARK, overlapping, quotations

REACH = 6  # paragraphs behind the one that opens it in which a quotation may close


def closed(page: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs of an article, with the marks that a quotation lacks at the edges it runs over."""
    out = list(page)
    at = 0
    while at < len(page):
        last = _last(page, at)
        for n in range(at, last + 1) if last > at else ():
            edits = _opened(page[n].text) if n > at else []
            out[n] = page[n].edited(edits + (_ended(page[n].text) if n < last else []))
        at = max(last, at + 1)
    return out


def _last(page: Sequence[Paragraph], at: int) -> int:
    """The paragraph that closes the quotation which this one leaves open, or this one."""
    mark = "" if page[at].headline else _left_open(page[at].text)
    for n in range(at + 1, min(at + 1 + REACH, len(page))) if mark else ():
        text = page[n].text
        if page[n].headline or MARK.match(text.lstrip()):
            break
        end = dangling(text)
        if mark != '"' and mark in (text if end < 0 else text[:end]):
            break  # another one opens
        if end >= 0 and text[end] in CLOSES[mark]:
            return n
    return at


def _left_open(text: str) -> str:
    """The mark of a quotation that reaches the end of the paragraph without closing."""
    quoted = quotations(text)
    left = quoted[-1] if quoted else None
    if not left or left.closed or left.end < len(text.rstrip()):
        return ""
    found = MARK.match(text, left.start)
    return found.group() if found and found.group() in DOUBLE else ""


def dangling(text: str) -> int:
    """Where a double mark closes what this paragraph has not opened: the first that belongs to no quotation; or -1."""
    inner = quotations(text)
    for found in MARK.finditer(text):
        at, behind = found.start(), text[found.end() : found.end() + 1]
        if found.group() in DOUBLE and not overlapping(inner, at, at + 1):
            return -1 if text[at - 1].isspace() or behind.isalnum() else at
    return -1


def _opened(text: str) -> list[Edit]:
    """A mark at the start; quotations within the one that runs get single marks, which do not close it."""
    end = dangling(text)
    within = [q for q in quotations(text) if q.closed and (end < 0 or q.end <= end)]
    return [(0, 0, "“"), *(edit for q in within for edit in ((q.start, q.start + 1, "‘"), (q.end - 1, q.end, "’")))]


def _ended(text: str) -> list[Edit]:
    end = len(text.rstrip())
    return [(end, end, "”")]
