"""The shelves of knowledge on disk: names in a trie that stays on the disk, what they name in a table beside it.

A shelf NAME has three files: NAME.trie (marisa-trie, keys -> numbers), NAME.npz (number -> rows of the table and how
each is meant by the key) and TABLE.arrow (a row an entry). `python -m helpers train knowledge` writes them.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import marisa_trie
import numpy as np
import pyarrow as pa

from helpers.names.knowledge import keys

FOLDER = Path(__file__).resolve().parent
# Of a form of a name: how sure it is that the form means the entry, and which letters have to be capitals.
SURE, SURNAME, COMMON, GENERIC = range(4)
FIRST, LAST, ALL = 16, 32, 64
COLUMNS = ("name", "kind", "countries", "what", "since", "until", "weight", "source")


class Entry(NamedTuple):
    """A person, body, medium, place or people.

    kind: person, body, medium, place, demonym. countries: ISO 3166 alpha-2, or EU, NATO, UN, INT, WEST or a UN M.49
    region; none for what any country has ("the foreign ministry"). what: office, or what kind of body or place.
    since, until: years in office, "" where not known. weight: how well known it is; people of the first rank have 2,
    others 1, places as many as live there.
    """

    id: str
    name: str
    kind: str
    countries: tuple[str, ...]
    what: str
    since: str
    until: str
    weight: int
    source: str


class Shelf(NamedTuple):
    """Which names a shelf has, how they are folded, and the table that tells what they name."""

    name: str
    table: str
    fold: keys.Fold
    capitals: bool  # whether in Latin and Cyrillic letters all its names begin with a capital


SHELVES = (
    Shelf("people", "people", keys.plain, True),
    Shelf("bodies", "bodies", keys.plain, False),
    Shelf("places", "places", keys.plain, True),
    Shelf("sounds", "people", keys.sound, True),
)


@cache
def trie(shelf: Shelf) -> marisa_trie.Trie:
    """The names of a shelf."""
    names = marisa_trie.Trie()
    names.mmap(str(FOLDER / f"{shelf.name}.trie"))
    return names


@lru_cache(1 << 12)
def meant(shelf: Shelf, number: int) -> tuple[tuple[Entry, int], ...]:
    """What a name of a shelf, given by its number in the trie, may mean: entries and marks, the likeliest first."""
    starts, rows, marks = _postings(shelf)
    found = range(starts[number], starts[number + 1])
    return tuple((entry(shelf.table, int(rows[i])), int(marks[i])) for i in found)


@cache
def _postings(shelf: Shelf) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    with np.load(FOLDER / f"{shelf.name}.npz") as stored:
        return stored["starts"], stored["rows"], stored["marks"]


def entry(table: str, row: int) -> Entry:
    """A row of a table."""
    name, kind, countries, what, since, until, weight, source = (column[row].as_py() for column in _table(table))
    codes = tuple(countries.split("|")) if countries else ()
    return Entry(f"{table}:{row}", name, kind, codes, what, since, until, weight, source)


@cache
def _table(name: str) -> list[pa.Array]:
    with pa.memory_map(str(FOLDER / f"{name}.arrow")) as file:
        table = pa.ipc.open_file(file).read_all()
    return [table[column].chunk(0) for column in COLUMNS]
