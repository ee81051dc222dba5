"""Exports of databases as paragraphs, from plain text, Word, RTF or PDF: whose they are, and their documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from helpers.reading import ReadingError, decode
from helpers.study.errors import Problem
from helpers.study.readers import checks, europresse, factiva, labelled, nexis, nexis_uni
from helpers.study.readers.document import Document
from helpers.study.readers.paragraphs import Paragraph, filled, of_lines, of_text, text_of

FAMILIES = (factiva, europresse, nexis, nexis_uni)  # those whose marks are plainest first


def knows(head: bytes, path: Path) -> bool:
    """Whether a file of plain text is an export, by the marks in its first bytes."""
    try:
        text = decode(head)
    except ReadingError:
        return False
    return _family(_paragraphs(text)) is not None or labelled.form_of(text) is not None


def read(path: Path, data: bytes | None = None) -> Iterator[Document | Problem]:
    """The documents of an export in plain text. Raises Unreadable where there is none."""
    text = text_of(path, data)
    paragraphs = _paragraphs(text)
    form = None if _family(paragraphs) else labelled.form_of(text)
    found = labelled.documents(text, form, path.name) if form else documents(paragraphs, path.name)
    return checks.some(found, f"{path.name} holds no document of an export: look whether it is whole")


def documents(paragraphs: Sequence[Paragraph], name: str) -> Iterator[Document | Problem]:
    """The documents of an export; none where the paragraphs are of no export that is known."""
    family = _family(paragraphs)
    return iter(()) if family is None else family.documents(paragraphs, name)


def _paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of plain text; those of Factiva are its lines, which no blank line parts from one another."""
    lines = list(of_lines(text))
    return lines if factiva.holds(lines) else filled(of_text(text))


def _family(paragraphs: Sequence[Paragraph]):
    return next((family for family in FAMILIES if family.holds(paragraphs)), None)
