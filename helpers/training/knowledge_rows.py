"""The tables of a knowledge folder, read and mended, and the rows that are made of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from helpers.names.knowledge.shelves import SURE

CORRECTIONS = Path(__file__).with_name("knowledge_corrections.csv")
ALIKE = ("CC-BY-SA", "ODbL")  # licences that what is made of a row would have to have as well
Record = dict[str, str]


class Form(NamedTuple):
    """A spelling of a name, the shelves it goes to, and how sure it is (shelves.SURE ...)."""

    text: str
    shelves: tuple[str, ...]
    sure: int = SURE


@dataclass
class Row:
    """An entry (as shelves.Entry) with the spellings of its name."""

    name: str
    kind: str
    countries: tuple[str, ...]
    what: str
    weight: int
    source: str
    licence: str
    since: str = ""
    until: str = ""
    forms: list[Form] = field(default_factory=list)


class Tables:
    """The tables of a folder, with the corrections applied.

    A correction (table, name, country, column, remove, add, why) takes values out of a column of the rows of a name and
    country, or puts some in; values of a list stand between "|". With "*" for the column the whole row goes.
    """

    def __init__(self, folder: Path) -> None:
        """Read the corrections; the tables are read when asked for."""
        self.folder = folder
        self.idle: set[str] = set()  # corrections of tables read for which there was no row
        with CORRECTIONS.open(encoding="utf-8", newline="") as file:
            self._corrections = list(csv.DictReader(line for line in file if not line.startswith("#")))

    def read(self, name: str) -> Iterator[Record]:
        """The rows of a table, a dictionary each."""
        mended: dict[tuple[str, str], list[Record]] = {}
        for one in self._corrections:
            if one["table"] == name:
                mended.setdefault((one["name"], one["country"]), []).append(one)
        self.idle |= {f"{name}: {' '.join(who)}" for who in mended}
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for record in filter(None, map(_own, csv.DictReader(file))):
                who = next(iter(record.values())), record.get("country", "")
                row: Record | None = record
                for correction in mended.get(who, ()):
                    self.idle.discard(f"{name}: {' '.join(who)}")
                    row = _mend(row, correction) if row else None
                if row:
                    yield row


def _mend(record: Record, correction: Record) -> Record | None:
    """A row with one correction applied; None where it is taken out."""
    column = correction["column"]
    if column == "*":
        return None
    kept = [value for value in parts(record[column]) if value not in parts(correction["remove"])]
    return record | {column: "|".join([*kept, *parts(correction["add"])])}


def parts(joined: str) -> list[str]:
    """The values of a list in a cell."""
    return [part.strip() for part in joined.split("|") if part.strip()]


def _own(record: Record) -> Record | None:
    """What a row has from sources that ask for nothing or for their name; None where that is nothing."""
    if not any(name in record.get("licence", "") for name in ALIKE):
        return record
    if "Unicode" not in record["licence"]:
        return None
    size = len(record["name_ru"].split())
    inflected = [form for form in parts(record["forms_ru"]) if len(form.split()) == size]
    named = {key: record[key].split("; ")[0] for key in ("source", "licence")}  # the first of the two
    return record | named | {"aliases": "", "forms_ru": "|".join(inflected)}
