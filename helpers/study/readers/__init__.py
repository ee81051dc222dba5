"""The formats of texts that can be read, each a module of this folder and a line in READERS.

A module `knows(head, path)` a file by its first bytes, where other formats share the ending, and reads it:
`read(path, data=None)` yields a Document for each article and a Problem (file path.name, row the place) for what it
cannot use; data is the file's content where it does not lie at path, as in an archive. Unreadable is raised where the
whole file cannot be used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

from helpers.study.errors import Problem
from helpers.study.readers.document import Document, Unreadable

HEAD = 65_536  # bytes of a file that tell its format
HTML = (".html", ".htm", ".xhtml", ".shtml")
ARCHIVES = (".zip", ".gz", ".warc")  # files that hold files: archives.py opens them


@dataclass(frozen=True)
class Reader:
    """A format: the name of its module here, the endings of its files, whether its columns may be named."""

    name: str
    suffixes: tuple[str, ...]
    has_columns: bool = False

    def knows(self, head: bytes, path: Path) -> bool:
        """Whether a file with one of the endings is of this format, by its first bytes."""
        return getattr(self._module, "knows", _always)(head, path)

    def read(
        self, path: Path, data: bytes | None = None, columns: Mapping[str, str] | None = None
    ) -> Iterator[Document | Problem]:
        """The documents of a file in their order. Raises Unreadable where none can be had."""
        return self._module.read(path, data, columns) if self.has_columns else self._module.read(path, data)

    @property
    def _module(self) -> ModuleType:
        """Loaded when it is needed: some formats rest on large libraries."""
        return import_module(f"{__name__}.{self.name}")


def _always(head: bytes, path: Path) -> bool:
    return True


# Of those that know a file the first one reads it: special formats stand before general ones.
READERS: tuple[Reader, ...] = (
    Reader("nexis", HTML),
    Reader("factiva", (*HTML, ".xml")),
    Reader("europresse", HTML),
    Reader("html", HTML),
    Reader("feeds", (".rss", ".atom", ".xml", ".rdf")),
    Reader("integrum", (".xlsx",)),
    Reader("tables", (".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".json", ".parquet", ".xlsx", ".xlsm"), True),
    Reader("exports", (".txt", ".md", ".ris", ".enw")),
    Reader("text", (".txt",)),
    Reader("word", (".docx", ".rtf")),
    Reader("pdf", (".pdf",)),
)


def reader_of(path: Path, head: bytes) -> Reader | None:
    """The reader of a file that is no archive, by its ending and first bytes; None where there is none."""
    suffix = path.suffix.lower()
    return next((reader for reader in READERS if suffix in reader.suffixes and reader.knows(head, path)), None)


def endings() -> frozenset[str]:
    """Every ending that a reader or an archive has."""
    return frozenset(ARCHIVES).union(*(reader.suffixes for reader in READERS))


__all__ = ["ARCHIVES", "HEAD", "HTML", "READERS", "Document", "Problem", "Reader", "Unreadable", "endings", "reader_of"]
