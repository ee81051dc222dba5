"""The rows of a table in any of its formats, one after the other."""

from __future__ import annotations

import contextlib
import csv
import datetime
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, NamedTuple

from helpers import reading
from helpers.study.errors import Problem
from helpers.study.readers import bombs
from helpers.study.readers.document import Unreadable
from helpers.study.yaml_file import read_yaml

SEPARATORS = ",;\t|"
NONE = "\x1f"  # parts the cells of a table of one column, in whose texts commas are commas
HEAD = 1_000_000  # bytes that tell a file's encoding
LONGEST = 6_000_000  # characters of one record; more come of a quotation mark that is never closed
MOST_JSON = 1_000_000_000  # bytes of a file that must be read at once
PHRASE = 50  # characters of what is no headline,
ARTICLE = 100  # and of what is no article with all that is said of it
MISSING = frozenset(["", "nan", "none", "null", "n/a", "na", "<na>", "nat", "[]", "{}"])  # as programs write nothing
MOST_TITLES = 5  # lines above a table
FEW_CELLS = 2  # of a table whose first row may name one column alone
DEEP = 3  # objects in objects whose values have names of their own
csv.field_size_limit(2**31 - 1)


class Row(NamedTuple):
    """A row: its number as a spreadsheet counts (the header is row 1; of JSON, the number of the item), its cells."""

    number: int
    cells: dict[str, Any]


def read(path: Path, data: bytes | None = None) -> Iterator[Row | Problem]:
    """Every row that is not empty. Raises Unreadable where the file is no table of its kind."""
    suffix = path.suffix.lower()
    kind = next((read for suffixes, read in FORMATS.items() if suffix in suffixes), _csv)
    return kind(path, data)


def as_text(value: Any) -> str:
    """A cell as text: an empty or missing one is "", a list is joined, of an object its name or text counts."""
    if value is None or value != value:  # NaN
        return ""
    if isinstance(value, str):
        return "" if value.strip().lower() in MISSING else value.replace("\0", "")
    if isinstance(value, bytes):
        return _mended(value.decode("utf-8", "surrogateescape")).replace("\0", "")
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "seconds") if value.time() != datetime.time() else value.date().isoformat()
    if isinstance(value, dict):
        named = next((value[key] for key in ("name", "text", "#text", "value") if value.get(key)), None)
        return as_text(named) if named is not None else "\n\n".join(filter(None, map(as_text, value.values())))
    if isinstance(value, list | tuple):
        parts = [part for part in map(as_text, value) if part]
        return ("; " if all(len(part) < 100 for part in parts) else "\n\n").join(parts)
    return str(value)


def _open(path: Path, data: bytes | None) -> IO[bytes]:
    return path.open("rb") if data is None else io.BytesIO(data)


def _lines(file: IO[bytes]) -> Iterator[str]:
    """The lines of a text file with their ends, each decoded as the file's beginning shows."""
    head = file.read(HEAD)
    file.seek(0)
    if not head.strip():
        raise Unreadable("the file is empty")
    try:
        encoding = reading.encoding(head)
    except reading.ReadingError as error:
        raise Unreadable(str(error)) from None
    errors = "surrogateescape" if encoding == "utf-8-sig" else "replace"
    return iter(io.TextIOWrapper(file, encoding, errors, newline=""))


def _mended(cell: str) -> str:
    """A cell of a UTF-8 file in which bytes are none: read as those bytes show."""
    try:
        cell.encode()
    except UnicodeEncodeError:
        try:
            return reading.decode(cell.encode("utf-8", "surrogateescape"))
        except reading.ReadingError:
            return cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return cell


# --- CSV --------------------------------------------------------------------------------------------


def _csv(path: Path, data: bytes | None) -> Iterator[Row | Problem]:
    with _open(path, data) as file:
        records = _records(_lines(file), path)
        header = next(records, None)
        if header is None or isinstance(header, Problem) or not any(header[1]):
            raise Unreadable("a table without a first row of column names")
        titles, top = 0, header[1]
        names = _unique([_mended(name.strip()) for name in top])
        for record in records:
            if isinstance(record, Problem):
                yield record
                continue
            if titles < MOST_TITLES and _is_title(top, record):
                titles, top = titles + 1, record[1]
                names = _unique([_mended(name.strip()) for name in top])
                continue
            titles = MOST_TITLES
            number, cells = record
            if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
                said = f"the row has {len(cells)} cells, the header {len(names)}: put texts in quotation marks"
                yield Problem(path.name, number, said, "lost")
            elif any(cell.strip() for cell in cells):
                yield Row(number, {name: _mended(cell) for name, cell in zip(names, cells, strict=False)})


def _is_title(header: list[str], record: tuple[int, list[str]]) -> bool:
    """Whether a first row is the title of a table as a spreadsheet saves it: one cell, where the next has several."""
    if _n_filled(header) > 1 or len(header) <= FEW_CELLS or _names_text(header):
        return False
    return _n_filled(record[1]) != 1 or len(record[1]) == len(header)


def _unique(names: list[str]) -> list[str]:
    """Names of which none is there twice: the second `text` is `text.2`."""
    counts: dict[str, int] = {}
    found = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        found.append(name if counts[name] == 1 else f"{name}.{counts[name]}")
    return found


class _TooLong(Exception):
    """A record that goes on and on: a quotation mark in it is never closed."""


def _records(lines: Iterator[str], path: Path) -> Iterator[tuple[int, list[str]] | Problem]:
    """(number, cells) of each record; one whose quotation mark is never closed is a problem, and the next line goes on.

    Numbers count records as a spreadsheet counts rows.
    """
    source = _Lines(lines)
    separator = _separator(source)
    number, width = 0, 0
    while not source.ended():
        number += 1
        source.begin()
        try:
            cells = next(csv.reader(source, delimiter=separator), [])
        except (_TooLong, csv.Error):
            cells = []
            broken = True
        else:
            broken = len(source.taken) > 1 and width > 1 and _swallowed(source.taken, cells, separator, width)
        if broken:
            source.give_back()
            said = "a quotation mark in this row is never closed: the row is left out"
            yield Problem(path.name, number, said, "lost")
            continue
        width = width or len(cells)
        yield number, cells


def _swallowed(taken: list[str], cells: list[str], separator: str, width: int) -> bool:
    """Whether a record of several lines is broken and holds whole records: one of its lines is a record by itself."""
    try:
        list(csv.reader(taken, delimiter=separator, strict=True))
        proper = len(cells) == width
    except csv.Error:
        proper = False
    return not proper and any(len(next(csv.reader([line], delimiter=separator), [])) == width for line in taken[1:])


class _Lines:
    """Lines of which those of the record that is being read can be given back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._waiting: list[str] = []  # last first
        self.taken: list[str] = []
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.pop() if self._waiting else next(self._lines)
        self.taken.append(line)
        self._length += len(line)
        if self._length > LONGEST and len(self.taken) > 1:
            raise _TooLong
        return line.replace("\0", "")

    def begin(self) -> None:
        """A new record begins."""
        self.taken, self._length = [], 0

    def give_back(self) -> None:
        """All lines of the record but its first are read again."""
        self._waiting.extend(reversed(self.taken[1:]))

    def peek(self) -> str:
        """The next line, which stays the next."""
        if not self._waiting:
            self._waiting.extend(line for line in [next(self._lines, None)] if line is not None)
        return self._waiting[-1] if self._waiting else ""

    def ended(self) -> bool:
        """Whether no line is left."""
        return not self.peek()


def _separator(source: _Lines) -> str:
    """What parts the cells of the first line; Excel's own line `sep=;` says it and is passed over."""
    while (first := source.peek()) and not first.strip("\ufeff \t\r\n,;"):
        next(source)
    if first.strip().strip('"').lower().startswith("sep=") and len(first.strip().strip('"')) == 5:
        next(source)
        return first.strip().strip('"')[4]
    widths = {separator: len(next(csv.reader([first], delimiter=separator), [])) for separator in SEPARATORS}
    best = max(widths, key=widths.__getitem__)
    return best if widths[best] > 1 else NONE


# --- JSON, Parquet, Excel ---------------------------------------------------------------------------


def _json_lines(path: Path, data: bytes | None) -> Iterator[Row | Problem]:
    with _open(path, data) as file:
        for number, line in enumerate(_lines(file), 1):
            if not line.strip():
                continue
            try:
                item = json.loads(_mended(line))
            except (ValueError, RecursionError):
                item = None
            if isinstance(item, dict):
                yield Row(number, _flat(item))
            else:
                yield Problem(path.name, number, "the line is no JSON object: the row is left out", "lost")


def _json(path: Path, data: bytes | None) -> Iterator[Row | Problem]:
    with _open(path, data) as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        if size > MOST_JSON:
            raise Unreadable("larger than 1 GB, and JSON must be read at once: save it as JSON Lines (.jsonl)")
        raw = file.read()
    try:
        found = json.loads(reading.decode(raw))
    except reading.ReadingError as error:
        raise Unreadable(str(error)) from None
    except (ValueError, RecursionError):
        try:  # many programs call JSON Lines .json
            json.loads(raw.lstrip().split(b"\n", 1)[0])
        except (ValueError, RecursionError):
            raise Unreadable("not valid JSON: save it again, or as JSON Lines (.jsonl)") from None
        yield from _json_lines(path, raw)
        return
    for number, item in enumerate(_items(found), 1):
        if isinstance(item, dict):
            yield Row(number, _flat(item))
        else:
            yield Problem(path.name, number, "the item is no JSON object: left out", "lost")


def _items(found: Any) -> list:
    """The articles of a JSON file: a list, the list in an object, an object of objects, or one object."""
    if isinstance(found, list):
        return found
    if not isinstance(found, dict):
        raise Unreadable("JSON without a list of articles or an article")
    lists = [value for value in found.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    if lists and not any(isinstance(value, str) and len(value) > 500 for value in found.values()):
        return max(lists, key=len)
    inner = [value for value in found.values() if isinstance(value, dict)]
    if not lists and len(inner) == 1 and _is_answer(found, inner[0]):
        return _items(inner[0])
    if found and all(isinstance(value, dict) for value in found.values()):
        return [{"id": key} | value for key, value in found.items()]
    return [found]


def _is_answer(found: dict, inner: dict) -> bool:
    """Whether an object is what a service answers, around the list of articles: neither has a text of its own."""
    words = (value for value in (*found.values(), *inner.values()) if isinstance(value, str))
    lists = (value for value in inner.values() if isinstance(value, list) and value and isinstance(value[0], dict))
    return any(len(str(one[0])) > ARTICLE for one in lists) and all(len(word) <= PHRASE for word in words)


def _flat(item: dict) -> dict[str, Any]:
    """An object with what its inner objects hold named too: {source: {name: X}} has source and source.name."""
    found, level = dict(item), item
    for _ in range(DEEP):
        level = {f"{k}.{name}": v for k, value in level.items() if isinstance(value, dict) for name, v in value.items()}
        found |= level
    return {str(key): value for key, value in found.items()}


def _parquet(path: Path, data: bytes | None) -> Iterator[Row | Problem]:
    import pyarrow as pa
    import pyarrow.parquet

    try:
        with _open(path, data) as source, pa.parquet.ParquetFile(source) as file:
            bombs.check_size(sum(_unpacked(file)), source.seek(0, io.SEEK_END))
            batches = file.iter_batches(batch_size=256)
            for number, row in enumerate(chain.from_iterable(batch.to_pylist() for batch in batches), 2):
                yield Row(number, _flat(row))
    except pa.ArrowException as error:
        raise Unreadable(f"not a whole Parquet file ({str(error).splitlines()[0][:100]})") from None


def _unpacked(file: Any) -> Iterator[int]:
    """The bytes that each part of a Parquet file unpacks to."""
    return (file.metadata.row_group(number).total_byte_size for number in range(file.num_row_groups))


def _excel(path: Path, data: bytes | None) -> Iterator[Row | Problem]:
    """The rows of every sheet that has a row of names; a workbook's sheets are one table after the other."""
    with _workbook(path, data) as sheets:
        for sheet in sheets:
            yield from _sheet(sheet.iter_rows(values_only=True))


def sheets_of(path: Path) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
    """A workbook's sheets: name, rows (number, cells as text). Raises Unreadable where it is no workbook."""
    with _workbook(path, None) as sheets:
        for sheet in sheets:
            found = enumerate(sheet.iter_rows(values_only=True), 1)
            rows = [(number, [v if isinstance(v, str) else as_text(v) for v in values]) for number, values in found]
            yield sheet.title, rows


@contextlib.contextmanager
def _workbook(path: Path, data: bytes | None) -> Iterator[list[Any]]:
    """The sheets of an Excel workbook."""
    import openpyxl

    bombs.check_office(path, data)
    try:
        with _open(path, data) as file:
            sheets = openpyxl.load_workbook(file, read_only=True, data_only=True).worksheets
            for sheet in sheets:
                sheet.reset_dimensions()  # what a program says of the size of a sheet may be wrong
            yield sheets
    except (zipfile.BadZipFile, LookupError, ValueError, TypeError, OSError, SyntaxError) as error:
        said = " ".join(str(error).split())[:100]
        raise Unreadable(f"not a whole Excel workbook ({said}): save it again as .xlsx or .csv") from None


def _sheet(found: Iterable[tuple]) -> Iterator[Row]:
    filled = ((number, values) for number, values in enumerate(found, 1) if _n_filled(values))
    names, rows = _below_titles(filled)
    for number, values in rows:
        yield Row(number, dict(zip(names, values, strict=False)))


def _below_titles(rows: Iterator[tuple[int, Sequence]]) -> tuple[list[str], Iterator[tuple[int, Sequence]]]:
    """The names of the columns, and the rows below them: a line or two with one cell above a table are its title."""
    first = list(islice(rows, MOST_TITLES + 2))
    widths = [_n_filled(values) for _, values in first]
    start = next((at for at, width in enumerate(widths) if width > 1), 0)
    if not first or start and (_names_text(first[0][1]) or widths[start] <= FEW_CELLS):
        start = 0
    names = _unique([as_text(value).strip() for value in first[start][1]]) if first else []
    return names, chain(first[start + 1 :], rows)


def _n_filled(values: Sequence) -> int:
    return sum(value is not None and bool(str(value).strip()) for value in values)


def _names_text(values: Sequence) -> bool:
    """Whether the one cell of a first row is the usual name of a column of texts, all others without a name."""
    return any(as_text(value).strip().casefold() in usual_names()["text"] for value in values)


@cache
def usual_names() -> dict[str, list[str]]:
    """Field -> usual names of its column, from columns.yaml."""
    return read_yaml(Path(__file__).with_name("columns.yaml"), words=True)


FORMATS = {
    (".jsonl", ".ndjson"): _json_lines,
    (".json",): _json,
    (".parquet",): _parquet,
    (".xlsx", ".xlsm"): _excel,
}
