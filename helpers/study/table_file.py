"""Read a table of the user's: articles.csv, outlets.csv, coding.csv, as spreadsheets and programs save them.

Commas, semicolons or tabs; UTF-8 or 16, with a byte order mark or without; Excel's line `sep=;`, its empty columns and
rows; of a workbook the first sheet with names of columns that are known; a title above these. Text that would be a
formula in a spreadsheet has an apostrophe before it, which `neutral` puts there and the reader takes off; numbers are
left alone.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from helpers.reading import ReadingError, decode
from helpers.study.errors import Problem, StudyError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

SEPARATORS = ",;\t"
ZIP = b"PK\x03\x04"  # with which every workbook begins
TOP = 10  # rows among which the names of columns are looked for
FORMULA = re.compile(r"^'*(?: *[=+\-@＝＋－＠]|[\t\r\n])")  # as OWASP lists them, full-width signs among them
NUMBER = re.compile(r"^[+\-]?[0-9]+(?:[.,][0-9]+)*(?:[eE][+\-]?[0-9]+)?%?[ \r\n]*$")  # -0.3 is no formula
LINE_BREAKS = re.compile(r"\s*[\t\n\r\v\f\x85\u2028\u2029]\s*")
UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")  # no XML and no screen takes them
csv.field_size_limit(2**31 - 1)  # an export may hold whole articles in a column that is not used here


class Table(NamedTuple):
    """The known columns that a table has, and its rows: (number as a spreadsheet counts, every known column)."""

    columns: list[str]
    rows: list[tuple[int, dict[str, str]]]


def read_table(path: Path, known: Iterable[str], problems: list[Problem]) -> Table:
    """The known columns of a table with every row that is not empty; what is left out is added to the problems.

    A cell is stripped and on one line; one that a row or the header lacks is empty. Unknown columns stay unused and
    are named in one note. Raises StudyError, naming the file, where it cannot be read as a table.
    """
    known = list(known)
    records = _records(path, known, problems)
    at, header = _header(records, known)
    if above := [n for n, cells in records if n < at and any(map(str.strip, cells))]:
        problems.append(Problem(path.name, above[0], f"stands above the names of the columns, in row {at}; left out"))
    used = [name for name in known if name in header]
    if twice := [name for name in used if header.count(name) > 1]:
        raise StudyError(f"{path.name} has the column {twice[0]!r} twice: keep one")
    _note_unknown(path.name, header, known, problems)
    rows = []
    for number, cells in records:
        if number <= at or not any(map(str.strip, cells)):
            continue
        if len(cells) > len(header):
            problem = f"the row has {len(cells)} cells, the header {len(header)}; row left out"
            problems.append(Problem(path.name, number, problem))
            continue
        if len(cells) < len(header):
            problem = f"the row has {len(cells)} cells, the header {len(header)}; those missing are taken as empty"
            problems.append(Problem(path.name, number, problem))
        row = {name: _cell(value) for name, value in zip(header, cells, strict=False) if name in used}
        for name, value in row.items():
            if UNSHOWN.search(value):
                problems.append(Problem(path.name, number, f"{name} holds control characters, which are taken out"))
                row[name] = UNSHOWN.sub("", value)
        rows.append((number, dict.fromkeys(known, "") | row))
    return Table(used, rows)


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; `read_table` gives it back as it was."""
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.match(cell) else cell


def neutral_table(table: pd.DataFrame) -> pd.DataFrame:
    """The same with every cell of text made ``neutral``."""
    return table.map(lambda cell: neutral(cell) if isinstance(cell, str) else cell)


def near(name: str, known: Iterable[str]) -> str:
    """`` (did you mean 'published'?)`` where a known name is near, else ""."""
    hint = did_you_mean(name, known)
    return f" ({hint})" if hint else ""


def _header(records: list[tuple[int, list[str]]], known: list[str]) -> tuple[int, list[str]]:
    """The row of column names: its number, and these. The first row, or after a title the first that names two."""
    filled = ((n, _names(cells)) for n, cells in records if any(map(str.strip, cells)))
    first = list(itertools.islice(filled, TOP))
    return next((row for row in first if len({*known}.intersection(row[1])) > 1), first[0] if first else (0, []))


def _records(path: Path, known: list[str], problems: list[Problem]) -> list[tuple[int, list[str]]]:
    try:
        data = path.read_bytes()
        if data.startswith(ZIP):  # whatever its ending says
            return _workbook(path, known, problems)
        text = decode(data).removeprefix("\ufeff")
        first, _, rest = text.partition("\n")
        if sep := re.fullmatch(r"\"?sep=(.)\"?\s*", first):  # Excel's own line, which it does not show
            text = rest
        separator = sep[1] if sep else _separator(text, known)
        return _parsed(text, separator)
    except (ReadingError, OSError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StudyError(f"{path.name} cannot be read as a table: {reason}") from None
    except csv.Error as error:
        raise StudyError(f"{path.name} cannot be read as a table: {error.args[0]}") from None


def _parsed(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """The rows of a CSV. Raises csv.Error, which names the row after which no quotation mark is closed."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            found.append((len(found) + 1, cells))
    except csv.Error as error:
        raise csv.Error(f"row {len(found) + 1}, {error}: is a quotation mark there not closed?") from None
    return found


def _separator(text: str, known: list[str]) -> str:
    """What parts the cells: what shows most known names in one of the first rows, else the most cells in the first."""
    lines = [line for line in text.splitlines()[: 2 * TOP] if line.strip()][:TOP]

    def shows(separator: str) -> tuple[int, int]:
        rows = [_names(next(csv.reader([line], delimiter=separator), [])) for line in lines]
        return max((len({*known}.intersection(row)) for row in rows), default=0), len(rows[0]) if rows else 0

    return max(SEPARATORS, key=shows)


def _workbook(path: Path, known: list[str], problems: list[Problem]) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet that names known columns, else of the first; at least as wide as its header."""
    from helpers.study.readers import rows
    from helpers.study.readers.document import Unreadable

    found: list[tuple[int, list[str]]] = []
    try:
        for at, (name, sheet) in enumerate(rows.sheets_of(path)):
            own = [(number, _filled(cells)) for number, cells in sheet]
            named = len({*known}.intersection(_header(own, known)[1])) > 1
            found = own if named or not at else found
            if named and at:
                problems.append(Problem(path.name, 0, f"the sheet {name!r} was read, others hold no known columns"))
            if named:
                break
    except (Unreadable, OSError) as error:
        reason = str(error).removeprefix(f"{path.name}: ")
        raise StudyError(f"{path.name} cannot be read as a table: {reason}") from None
    width = len(_header(found, known)[1])
    return [(number, cells + [""] * (width - len(cells))) for number, cells in found]


def _filled(cells: list[str]) -> list[str]:
    """Cells without the empty ones at the end."""
    return cells[: max((at for at, cell in enumerate(cells, 1) if cell.strip()), default=0)]


def _names(cells: list[str]) -> list[str]:
    """Names of columns as they are meant: `Article ID` is article_id."""
    return [re.sub(r"[\s-]+", "_", UNSHOWN.sub("", cell.strip()).lower()) for cell in cells]


def _cell(value: str) -> str:
    value = value.lstrip()
    marked = value.startswith("'") and FORMULA.match(value)
    return LINE_BREAKS.sub(" ", value[1 if marked else 0 :].strip())


def _note_unknown(file: str, header: list[str], known: list[str], problems: list[Problem]) -> None:
    unknown = [name for name in dict.fromkeys(header) if name and name not in known]
    if unknown:
        free = [name for name in known if name not in header]
        said = ", ".join(f"{name[:40]!r}{near(name, free)}" for name in unknown)
        problem = f"columns that are not known stay unused: {said}. Known are {', '.join(known)}"
        problems.append(Problem(file, 1, problem))
