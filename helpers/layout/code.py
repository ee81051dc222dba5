"""What is no text in a page: HTML tags, and scripts, JSON and style sheets that a scraper took along."""

from __future__ import annotations

import re

from helpers.layout.lexicon import markup

BRACE = re.compile(r"[{}]")
SIGNS = re.compile(r"[{}]|\b(?:var|let|const)\s|\w\.\w[\w.]*\s?[=(]")  # without one of these there is no code
INSIDE = re.compile(  # what braces hold in a program, in JSON, in a style sheet
    r"[\"'][\w@$. -]+[\"']\s*:|[\w$-]+\s*:[^:;{}]{1,200};|[\w$\])]\s*(?:[=!]==?|[+|&]?=)\s*\S|\b[\w$.]+\([^()]{0,200}\)"
    r"|\b(?:return|function|typeof)\b"
)
PAIR = re.compile(r"[\w$-]+\s*:\s*\S")  # this too, where a word of a program stands before the brace
HEAD = re.compile(  # what stands before the brace that opens it
    r"(?:(?:(?:var|let|const)\s+)?[\w$.]+\s*=\s*)?(?:[\w$.()'\"#]*\bfunction\s*[\w$]*\([^(){}]{0,200}\)\s*"
    r"|[\w$.(]*(?:\([\w$, ]{0,60}\)|[\w$]+)\s*=>\s*|(?:if|for|while)\s*\([^{}]{0,200}\)\s*"
    r"|[\w$.()'\"#]+\(\s*\[?|\[|@[\w-]+[^{};.]{0,100}|(?:[.#:*][\w-]+[\w.#:>-]*[\s,>]*){1,6}"
    r"|\b(?:body|html|div|span|p|a|img|ul|li|h[1-6]|table|t[dr]|iframe|button|input|form)(?:[.#:][\w-]+)*\s*)?$"
)
TAIL = re.compile(r"(?:\([^(){}]{0,60}\)|[\s)\];,])*[)\];]")
VALUE = r"(?:[^\s;]|\bnew\s|\s+(?=[^\w\s])|(?<=[^\w\s])\s+){1,300};"  # words side by side are no program
STATEMENT = re.compile(
    rf"\b(?:var|let|const)\s+[\w$]+\s*={VALUE}"
    rf"|(?:\b(?:window|document|googletag|jQuery)|\$)(?:\.[\w$]+|\([^()\n]{{0,100}}\))+\s*=(?!=){VALUE}"
)
REACH = 300  # characters before a brace that may lead up to it
LOOK = 1000  # characters behind it that tell whether it holds code


def markup_in(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """(start, end, whether a sentence ends there) of the tags, comments and program text in text[start:end].

    They are in order and do not overlap.
    """
    found = [(*stretch, True) for stretch in code_stretches(text, start, end)]
    if "<" in text[start:end]:
        tags = markup().finditer(text, start, end)
        found = sorted(found + [(*tag.span(), tag[1] is not None) for tag in tags])
    apart, last = [], start
    for stretch in found:
        if stretch[0] >= last:
            apart.append(stretch)
            last = stretch[1]
    return apart


def code_stretches(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of text[start:end] that are program text, as offsets into text, in order, without overlap."""
    if SIGNS.search(text, start, end) is None:
        return []
    found = sorted([match.span() for match in STATEMENT.finditer(text, start, end)] + _in_braces(text, start, end))
    merged: list[tuple[int, int]] = []
    for begin, stop in found:
        if merged and begin <= merged[-1][1]:
            begin, stop = merged[-1][0], max(stop, merged.pop()[1])
        merged.append((begin, stop))
    return merged


def _in_braces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches in braces, with the words of the program before them and the signs that end its statement."""
    found, last = [], start
    for begin, stop in _outer_pairs(text, start, end):
        before = HEAD.search(text[max(last, begin - REACH) : begin])
        head = before[0] if before else ""
        inside = text[begin + 1 : min(stop, begin + LOOK)]
        if INSIDE.search(inside) or head and PAIR.search(inside):
            tail = TAIL.match(text, stop, end)
            found.append((begin - len(head), tail.end() if tail else stop))
        last = stop
    return found


def _outer_pairs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The braces that no other braces hold, each with what it holds; one never closed holds all to the last sign."""
    pairs, depth, begin = [], 0, 0
    for brace in BRACE.finditer(text, start, end):
        if brace[0] == "{":
            begin = begin if depth else brace.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                pairs.append((begin, brace.end()))
    if depth:
        last = max(text.rfind(sign, begin, end) for sign in "{};=")
        pairs.append((begin, last + 1))
    return pairs
