"""Exports of the classic LexisNexis, each document under a line "3 of 10 DOCUMENTS": HTML, text, Word, RTF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from lxml import html

from helpers.study.errors import Problem
from helpers.study.readers import checks, lexisnexis, marks
from helpers.study.readers.document import Document
from helpers.study.readers.paragraphs import Paragraph, filled, parse_html, text_of

START = re.compile(r"<!-- Hide XML section[^>]*?<DOC NUMBER", re.IGNORECASE)  # before each document of an HTML file
KNOWN = re.compile(rb"<!-- Hide XML section|<!-- LXNComment|<DOCFULL>|name=\"?DOC_ID_\d", re.IGNORECASE)
CLASS = re.compile(r"\.(\w+)\s*\{([^}]*)\}")
Style = dict[str, str]  # class -> its CSS


def knows(head: bytes, path: Path) -> bool:
    """Whether an HTML file is of LexisNexis: its documents stand between comments of their own."""
    return KNOWN.search(head) is not None


def read(path: Path, data: bytes | None = None) -> Iterator[Document | Problem]:
    """The documents of an HTML file. Raises Unreadable where there is none."""
    found = documents(filled(_paragraphs(text_of(path, data), path.name)), path.name)
    return checks.some(found, f"{path.name} holds no document of LexisNexis: was it saved as a whole?")


def holds(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether paragraphs are of such an export: two of its lines of numbers, or one and a field."""
    numbers = sum(marks.counter(paragraph.text) is not None for paragraph in paragraphs)
    return numbers > 1 or numbers == 1 and any(marks.field(paragraph.text) for paragraph in paragraphs)


def documents(paragraphs: Sequence[Paragraph], name: str) -> Iterator[Document | Problem]:
    """The documents that paragraphs hold, in their order, and what their numbers show to be missing."""
    starts = [at for at, paragraph in enumerate(paragraphs) if paragraph.mark == "document" or _number(paragraph)]
    starts = [at for at in starts if not (_number(paragraphs[at]) and at - 1 in starts)]
    numbers = [number for at in starts for number in [_number(paragraphs[at])] if number]
    yield from checks.checked(name, _documents(paragraphs, starts))
    totals = Counter(total for _, total in numbers).most_common(1)
    yield from checks.numbered(name, [number for number, _ in numbers], totals[0][0] if totals else 0)
    if without := len(starts) - len(numbers):
        yield Problem(
            name, 0, f"{without:,} of {len(starts):,} documents have no number: look whether all are there", "doubt"
        )


def _documents(paragraphs: Sequence[Paragraph], starts: list[int]) -> Iterator[Document]:
    for running, (start, end) in enumerate(pairwise([*starts, len(paragraphs)]), 1):
        number = _number(paragraphs[start])
        own = paragraphs[start + bool(number) : end]
        yield lexisnexis.document(own, str(number[0] if number else running), title_first=False)


def _number(paragraph: Paragraph) -> tuple[int, int] | None:
    return marks.counter(paragraph.text)


def _paragraphs(text: str, name: str) -> Iterator[Paragraph]:
    """The paragraphs of an HTML file, parsed document by document, the first of each marked."""
    style = dict(CLASS.findall(text[:50_000]))
    cuts = [found.start() for found in START.finditer(text)] or [0]
    for start, end in pairwise([*cuts, len(text)]):
        part = text[start:end]
        if START.match(part):
            part = part.partition("-->")[2]
        first = True
        for paragraph in _of_html(part, style, name):
            yield Paragraph(
                paragraph.text, paragraph.label, paragraph.centred, mark="document" if first and cuts != [0] else ""
            )
            first = False


def _of_html(part: str, style: Style, name: str) -> Iterator[Paragraph]:
    if not part.strip():
        return
    for block in parse_html(part, name).iter("p", "pre"):
        text = "".join(block.itertext()).strip()
        if text:
            centred = "center" in style.get(block.get("class", ""), "")
            yield Paragraph(text, label=_label(block, style), centred=centred)


def _label(block: html.HtmlElement, style: Style) -> str:
    """The words of a first span in bold that end in a colon."""
    span = next(iter(block.iter("span", "b", "strong")), None)
    if span is None or (block.text or "").strip():
        return ""
    words = " ".join("".join(span.itertext()).split())
    bold = span.tag != "span" or "font-weight: bold" in style.get(span.get("class", ""), "")
    return words if bold and words.endswith((":", "：")) and len(words) <= marks.LONGEST_NAME else ""
