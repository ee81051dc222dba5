"""Exports of databases as paragraphs, from plain text, Word, RTF or PDF: whose they are, and their documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from helpers.reading import ReadingError, decode
from helpers.study.errors import Problem
from helpers.study.readers import checks, europresse, factiva, nexis, nexis_uni
from helpers.study.readers.document import Document
from helpers.study.readers.paragraphs import Paragraph, filled, of_text, text_of

FAMILIES = (factiva, europresse, nexis, nexis_uni)  # those whose marks are plainest first


def knows(head: bytes, path: Path) -> bool:
    """Whether a file of plain text is an export, by the marks in its first bytes."""
    try:
        return _family(filled(of_text(decode(head)))) is not None
    except ReadingError:
        return False


def read(path: Path, data: bytes | None = None) -> Iterator[Document | Problem]:
    """The documents of an export in plain text. Raises Unreadable where there is none."""
    found = documents(filled(of_text(text_of(path, data))), path.name)
    return checks.some(found, f"{path.name} holds no document of an export: look whether it is whole")


def documents(paragraphs: Sequence[Paragraph], name: str) -> Iterator[Document | Problem]:
    """The documents of an export; none where the paragraphs are of no export that is known."""
    family = _family(paragraphs)
    return iter(()) if family is None else family.documents(paragraphs, name)


def _family(paragraphs: Sequence[Paragraph]):
    return next((family for family in FAMILIES if family.holds(paragraphs)), None)
