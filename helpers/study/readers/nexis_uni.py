"""Exports of Nexis Uni and its sisters, each document closed by a line "End of Document": Word, RTF, PDF, text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from helpers.study.errors import Problem
from helpers.study.readers import checks, dated, lexisnexis, marks
from helpers.study.readers.document import Document
from helpers.study.readers.paragraphs import Paragraph

FIELDS = 3  # different fields that show a document, where no line ends it
LISTED = re.compile(r"\d+\.\s+\S")  # a title in the list of contents: "3. A bridge is shut"


def holds(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether paragraphs are of such an export: one begins or ends a document, or a heading and fields show it."""
    bounds = any(_is_start(paragraph) or marks.is_end(paragraph.line) for paragraph in paragraphs)
    headed = any(marks.heading(paragraph.line) == "body" for paragraph in paragraphs)
    fields = {found.name for paragraph in paragraphs if (found := marks.field(paragraph.text))}
    return bounds and (headed or len(fields) > 0) or headed and len(fields) >= FIELDS


def documents(paragraphs: Sequence[Paragraph], name: str) -> Iterator[Document | Problem]:
    """The documents that paragraphs hold, in their order, and whether as many are found as the cover says."""
    parts = [part for whole in _cut(paragraphs) for part in _uncover(whole)]
    yield from checks.checked(name, (lexisnexis.document(p, str(n), title_first=True) for n, p in enumerate(parts, 1)))
    total = next(filter(None, (marks.total(paragraph.line) for paragraph in paragraphs)), 0)
    yield from checks.counted(name, len(parts), total)


def _cut(paragraphs: Sequence[Paragraph]) -> Iterator[Sequence[Paragraph]]:
    """The paragraphs from the mark of a document to the next, wherever one begins or ends."""
    start = 0
    for at, paragraph in enumerate(paragraphs):
        if _is_start(paragraph) and at > start:
            yield paragraphs[start:at]
            start = at
        elif marks.is_end(paragraph.line):
            yield paragraphs[start:at]
            start = at + 1
    yield paragraphs[start:]


def _uncover(part: Sequence[Paragraph]) -> Iterator[Sequence[Paragraph]]:
    """The documents in a part: one, none in a cover page, several where the line that ends one is missing."""
    bodies = [at for at, paragraph in enumerate(part) if marks.heading(paragraph.line) == "body"]
    shown = bodies or [at for at, paragraph in enumerate(part) if marks.field(paragraph.text)]
    if not shown or not any(dated.heads(paragraph.line) or marks.field(paragraph.text) for paragraph in part):
        return
    last_cover = max((at for at in range(shown[0]) if _is_cover(part[at])), default=-1)
    starts = [last_cover + 1]
    for before, at in pairwise(bodies):
        dates = [n for n in range(before + 1, at) if dated.heads(part[n].line)]
        if dates and dates[-1] - 2 > before:
            starts.append(dates[-1] - 2)
    for start, end in pairwise([*starts, len(part)]):
        yield part[start:end]


def _is_start(paragraph: Paragraph) -> bool:
    return re.fullmatch(marks.load("starts"), paragraph.mark) is not None


def _is_cover(paragraph: Paragraph) -> bool:
    line = paragraph.line
    return marks.is_cover(line) or marks.total(line) > 0 or "|" in line or LISTED.match(line) is not None
