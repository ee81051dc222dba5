"""Plain text: one article a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from helpers.reading import ReadingError, decoded
from helpers.study.errors import Problem
from helpers.study.readers.document import Document, Unreadable


def read(path: Path, data: bytes | None = None) -> Iterator[Document | Problem]:
    """The text of a file as its one document; what is doubted of its encoding as problems."""
    try:
        found = decoded(path.read_bytes() if data is None else data)
    except ReadingError as error:
        raise Unreadable(str(error)) from None
    yield from (Problem(path.name, 0, said, severity) for said, severity in found.doubts)
    yield Document(found.text)
