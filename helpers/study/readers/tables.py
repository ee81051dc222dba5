"""Tables with an article a row: CSV, TSV, JSON, JSON Lines, Parquet, Excel.

Which column holds what is guessed from the usual names (columns.yaml), and of the text, where no name is known, from
what stands in the columns; `columns` says it where the guess fails. Rows are read one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from helpers.study.errors import Problem
from helpers.study.readers import marks, rows
from helpers.study.readers.document import FIELDS, Document, Unreadable
from helpers.study.readers.markup import plain
from helpers.study.readers.rows import Row, usual_names

SAMPLE = 200  # rows that show which columns are filled, and with what
SENTENCES = 200  # characters in the mean of a column's cells: more than any other than a text has
MOST_CHARACTERS = 5_000_000  # of one article
CUT = re.compile(r"\[\+\d+ chars\]\s*$|(?:…|\.\.\.)\s*$")
DATE_PARTS = ("year", "month", "day")
BESIDE = {"lead": "text", "month": "year", "day": "year"}  # columns that say something beside another alone
CUT_SHARE = 0.5  # texts that end in an ellipsis: the column holds beginnings


class Guess(NamedTuple):
    """Which column is taken for each field, and which others could hold the text."""

    columns: dict[str, str]
    others: list[str]


def read(
    path: Path, data: bytes | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[Document | Problem]:
    """A document a row. columns: field (text, title, published, ...) -> name of its column, before every guess.

    Raises Unreadable where the file is no table, or a column that `columns` names is not there.
    """
    found = rows.read(path, data)
    first = list(islice(found, SAMPLE))
    sample = [row for row in first if isinstance(row, Row)]
    guess = guess_columns(sample, columns or {})
    if not guess.columns.keys() & {"text", "title"}:
        yield from _no_texts(path, sample, chain(first, found))
        return
    yield Problem(path.name, 0, _told(guess))
    yield from _documents(path, chain(first, found), guess.columns)


def _no_texts(path: Path, sample: list[Row], found: Iterable[Row | Problem]) -> Iterator[Problem]:
    """What is said of a table without a column of texts; where no row of it could be read, each is lost."""
    names = ", ".join(repr(name) for name in islice(_names(sample), 12))
    said = f"its columns are {names}; if one holds articles, say --columns text=NAME" if names else "it has no rows"
    lost = [] if names else (row for row in found if isinstance(row, Problem))
    if first := next(iter(lost := iter(lost)), None):
        yield from chain([first], lost)
    else:
        yield Problem(path.name, 0, f"a table in which no column looks like a text or a title: not read ({said})")


def _documents(path: Path, found: Iterable[Row | Problem], columns: Mapping[str, str]) -> Iterator[Document | Problem]:
    n_texts = n_cut = 0
    bare: list[int] = []  # rows with a title alone, in a table of texts
    for row in found:
        if isinstance(row, Problem):
            yield row._replace(file=path.name)
            continue
        cells = {field: rows.as_text(row.cells.get(name)) for field, name in columns.items()}
        text, title = plain(cells.get("text", "")).strip(), " ".join(plain(cells.get("title", "")).split())
        if len(text) > MOST_CHARACTERS:
            said = f"its text has over {MOST_CHARACTERS // 1_000_000} million characters, no article has: see the row"
            yield Problem(path.name, row.number, said, "lost")
        elif not text and (not title or _is_address(title)):
            yield Problem(path.name, row.number, "the row holds no text", "lost")
        else:
            n_texts, n_cut = n_texts + bool(text), n_cut + bool(CUT.search(text))
            bare += [row.number] if "text" in columns and not text else []
            yield _document(row, _with_lead(text, cells.get("lead", "")), title, cells, columns)
    if n_texts and bare:
        more = f" (nor have {len(bare) - 1:,} more)" if len(bare) > 1 else ""
        yield Problem(path.name, bare[0], f"the row has no text{more}: its title is read alone", "doubt")
    if n_texts and n_cut > CUT_SHARE * n_texts:
        said = (
            f"{n_cut:,} of {n_texts:,} texts end in an ellipsis: the table seems to hold beginnings, not whole articles"
        )
        yield Problem(path.name, 0, said, "doubt")


def _with_lead(text: str, lead: str) -> str:
    """A text below its first paragraph, where a column of its own holds that and the text does not."""
    first = plain(lead).strip()
    return text if not first or not text or " ".join(first.split()) in " ".join(text.split()) else f"{first}\n\n{text}"


def _date_of(cells: Mapping[str, str]) -> str:
    """The date of a row, or what its columns of year, month and day say."""
    year, month, day = (cells.get(part, "").strip().removesuffix(".0") for part in DATE_PARTS)
    if cells.get("published", "").strip() or not re.fullmatch(r"(?:19|20)\d\d", year):
        return " ".join(cells.get("published", "").split())
    if not month.isdigit():
        return " ".join(filter(None, (day if month else "", month, year)))
    return "-".join([year, f"{int(month):02}", *([f"{int(day):02}"] if day.isdigit() else [])])


def _is_address(words: str) -> bool:
    return re.fullmatch(r"https?://\S+", words) is not None


def _document(row: Row, text: str, title: str, cells: Mapping[str, str], columns: Mapping[str, str]) -> Document:
    used = set(columns.values())
    extra = {name: rows.as_text(value)[:500] for name, value in row.cells.items() if name not in used and value}
    if cells.get("article_id"):
        extra["article_id"] = cells["article_id"].strip()
    line = {name: " ".join(cells.get(name, "").split()) for name in FIELDS}
    if _is_address(title):
        title, line["url"] = "", line["url"] or title
    return Document(
        body=text,
        title=title,
        published=_date_of(cells),
        author=marks.author(re.sub(r"\s*\n\s*", "; ", cells.get("author", "").strip())),
        outlet=line["outlet"],
        language=line["language"],
        url=line["url"],
        note=f"{columns['note']}: {line['note']}" if line["note"] else "",
        place=f"row {row.number}",
        extra=extra,
    )


# --- which column holds what ------------------------------------------------------------------------


def guess_columns(sample: list[Row], given: Mapping[str, str]) -> Guess:
    """The column of each field by the rows of a sample: those given, else by name, else by what the cells hold."""
    every = list(_names(sample))
    names = {_plain_name(name): name for name in reversed(every)}
    for field, name in given.items():
        if field not in FIELDS:
            raise Unreadable(f"no field {field!r} in columns: write one of {', '.join(FIELDS)}")
        if name not in every:
            raise Unreadable(f"the table has no column {name!r}: it has {', '.join(map(repr, every))}"[:500])
    filled = {name for row in sample for name, value in row.cells.items() if rows.as_text(value).strip()}
    taken = dict(given)
    candidates: dict[str, list[str]] = {}
    for field, usual in usual_names().items():
        candidates[field] = [names[name] for name in usual if names.get(name) in filled]
        free = [name for name in candidates[field] if name not in taken.values()]
        if field not in taken and free and (field not in BESIDE or BESIDE[field] in taken):
            taken[field] = free[0]
    if "text" not in taken and (longest := _longest(sample, set(taken.values()))):
        taken["text"] = longest
    others = [name for name in candidates["text"] if name not in taken.values()]
    return Guess(taken, others)


def _longest(sample: list[Row], taken: set[str]) -> str:
    """The column whose cells are long enough to hold texts, the longest of them; "" where there is none."""
    lengths: dict[str, list[int]] = {}
    for row in sample:
        for name, value in row.cells.items():
            if name not in taken and (cell := rows.as_text(value)) and len(cell.split()) > 1:
                lengths.setdefault(name, []).append(len(cell))
    means = {name: sum(found) / len(found) for name, found in lengths.items()}
    best = max(means, key=means.__getitem__, default="")
    return best if best and means[best] >= SENTENCES else ""


def _told(guess: Guess) -> str:
    said = ", ".join(
        f"{field} = {guess.columns[field]!r}"
        for field in (*FIELDS, "lead", "year", "month", "day")
        if field in guess.columns
    )
    others = f" (texts may be in {', '.join(map(repr, guess.others))} too)" if guess.others else ""
    alone = "" if "text" in guess.columns else "; no column of texts: its titles are read alone"
    return f"columns read: {said}{others}{alone}; if that is wrong, say --columns text=NAME,title=NAME"


def _names(sample: Iterable[Row]) -> Iterator[str]:
    """The columns' names in their order, each once."""
    yield from dict.fromkeys(name for row in sample for name in row.cells if name)


def _plain_name(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")
