"""The formats of texts that can be read, each a module of this folder and a line in READERS.

A module `knows(head, path)` a file by its first bytes, where other formats share the ending, and reads it:
`read(path, data=None)` yields a Document for each article and a Problem (file path.name, row the place) for what it
cannot use; data is the file's content where it does not lie at path, as in an archive. Unreadable is raised where the
whole file cannot be used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

from helpers.study.errors import Problem
from helpers.study.readers.document import Document, Unreadable

HEAD = 65_536  # bytes of a file that tell its format
HTML = (".html", ".htm", ".xhtml", ".shtml")


@dataclass(frozen=True)
class Reader:
    """A format: the name of its module here, and the endings that its files may have."""

    name: str
    suffixes: tuple[str, ...]

    def knows(self, head: bytes, path: Path) -> bool:
        """Whether a file with one of the endings is of this format, by its first bytes."""
        return getattr(self._module, "knows", lambda *_: True)(head, path)

    def read(self, path: Path, data: bytes | None = None) -> Iterator[Document | Problem]:
        """The documents of a file in their order. Raises Unreadable where none can be had."""
        return self._module.read(path, data)

    @property
    def _module(self) -> ModuleType:
        """Loaded when it is needed: some formats rest on large libraries."""
        return import_module(f"{__name__}.{self.name}")


# Of those that know a file the first one reads it: special formats stand before general ones.
READERS: tuple[Reader, ...] = (
    Reader("nexis", (".txt", *HTML)),
    Reader("factiva", (*HTML, ".rtf", ".xml", ".txt")),
    Reader("europresse", HTML),
    Reader("nexis_uni", (".docx", ".rtf")),
    Reader("integrum", (".xlsx",)),
    Reader("feeds", (".rss", ".atom", ".xml", ".rdf")),
    Reader("tables", (".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".json", ".parquet", ".xlsx", ".xlsm")),
    Reader("pdf", (".pdf",)),
    Reader("html", HTML),
    Reader("archives", (".zip", ".gz", ".warc")),
    Reader("text", (".txt",)),
)

__all__ = ["HEAD", "READERS", "Document", "Problem", "Reader", "Unreadable"]
