"""Word and RTF files: an export of a database with its documents, or else one article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from helpers.study.errors import Problem
from helpers.study.readers import checks, exports
from helpers.study.readers.document import Document
from helpers.study.readers.paragraphs import Paragraph, content, filled, of_rtf, of_word


def read(path: Path, data: bytes | None = None) -> Iterator[Document | Problem]:
    """The documents of a .docx or .rtf file. Raises Unreadable where it is locked, damaged or holds no text."""
    raw = content(path, data)
    is_rtf = raw.lstrip().startswith(b"{\\rtf")
    paragraphs = filled(of_rtf(path, raw) if is_rtf else of_word(path, raw))
    found = list(exports.documents(paragraphs, path.name)) or list(one(paragraphs))
    return checks.some(iter(found), f"{path.name} holds no text (pictures are not read)")


def one(paragraphs: list[Paragraph]) -> Iterator[Document]:
    """The article that paragraphs are; a heading above them is its title."""
    title = paragraphs[0].line if paragraphs and paragraphs[0].heading else ""
    body = [paragraph.text for paragraph in paragraphs[bool(title) :]]
    if body or title:
        yield Document(body="\n\n".join(body), title=title)
