"""Tables of Integrum (.xlsx), the Russian archive of media: one article a row under Russian names of columns."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from helpers.study.errors import Problem
from helpers.study.readers import bombs, checks, dated, marks
from helpers.study.readers.document import Document, Unreadable
from helpers.study.readers.paragraphs import content

HEADER_WITHIN = 30  # rows that may stand above the names of the columns
NEEDED = {"outlet", "published", "title", "text"}
NOTED = ("section", "page", "number", "city")
LINKS = re.compile(r"(?:[^|]{1,30}\|\s*)+|\d{1,2}")  # what a page's links leave behind: "video | photo |", "2"
Columns = list[tuple[int, str]]  # number of a column, its field
Rows = Iterator[tuple[int, tuple[Any, ...]]]


def knows(head: bytes, path: Path) -> bool:
    """Whether a workbook is of Integrum, by the names of its columns; of one in an archive it is not known."""
    if not path.is_file():
        return False
    try:
        return next(_tables(path, None), None) is not None
    except Unreadable:
        return False


def read(path: Path, data: bytes | None = None) -> Iterator[Document | Problem]:
    """The documents of a workbook. Raises Unreadable where it is locked, damaged or none of Integrum."""
    return checks.some(checks.checked(path.name, _documents(path, data)), f"{path.name} holds no article")


def _documents(path: Path, data: bytes | None) -> Iterator[Document]:
    for columns, rows in _tables(path, data):
        for number, row in rows:
            values = _values(columns, row)
            if any(values.values()):
                yield _document(values, f"row {number}")


def _tables(path: Path, data: bytes | None) -> Iterator[tuple[Columns, Rows]]:
    """Of each sheet that is a table of articles: its columns, and the numbered rows below them."""
    raw = content(path, data)
    bombs.check_office(path, raw, bombs.MOST_WHOLE)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    except Exception as error:  # whatever a broken file makes of zipfile, XML and openpyxl
        raise Unreadable(f"{path.name} is damaged ({type(error).__name__}): download or save it again") from None
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a program says of the size of a sheet may be wrong
        rows = enumerate(_rows(sheet, path.name), 1)
        for _, row in islice(rows, HEADER_WITHIN):
            columns = _columns(row)
            if {field for _, field in columns} >= NEEDED:
                yield columns, rows
                break


def _rows(sheet: Any, name: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet, which openpyxl reads one by one."""
    try:
        yield from sheet.iter_rows(values_only=True)
    except Exception as error:  # whatever a broken part of the file makes of zipfile, XML and openpyxl
        raise Unreadable(f"{name} is damaged ({type(error).__name__}): download or save it again") from None


def _columns(row: tuple[Any, ...]) -> Columns:
    """The columns whose names are known, as a header has them."""
    names = {name: field for field, names in marks.load("integrum").items() for name in names}
    cells = (str(cell or "").strip().lower() for cell in row)
    return [(at, names[cell]) for at, cell in enumerate(cells) if cell in names]


def _values(columns: Columns, row: tuple[Any, ...]) -> dict[str, str]:
    """Field -> value; of several columns with a text the longest, which holds the others."""
    values: dict[str, str] = {}
    for at, field in columns:
        value = _cell(row[at]) if at < len(row) else ""
        values[field] = max(values.get(field, ""), value, key=len)
    return values


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value if value is not None else "").replace("_x000D_", "").strip()


def _document(values: dict[str, str], place: str) -> Document:
    title, published = " ".join(values["title"].split()), dated.published(values["published"])
    paragraphs = [" ".join(line.split()) for line in values["text"].splitlines() if line.strip()]
    while paragraphs and _repeats(paragraphs[0], title, published):
        paragraphs.pop(0)
    while paragraphs and LINKS.fullmatch(paragraphs[-1]):
        paragraphs.pop()
    return Document(
        body="\n\n".join(paragraphs),
        title=title,
        published=published,
        author=values.get("author", ""),
        outlet=values["outlet"],
        language=marks.language(values.get("language", "")),
        url=values.get("url", ""),
        note="; ".join(f"{name}: {values[name]}" for name in NOTED if values.get(name)),
        place=place,
    )


def _repeats(paragraph: str, title: str, published: str) -> bool:
    """Whether a first paragraph is the headline or the date once more."""
    found = dated.heads(paragraph)
    return paragraph == title or bool(found and found.iso == published and len(paragraph) < 40)
