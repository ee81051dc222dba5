"""Knowledge of people, bodies, media, places and peoples: `python -m helpers train knowledge --from DIR`.

Compacts the tables of a folder (people, people_core, people_added, people_surnames, bodies, media, places, demonyms,
each .csv) into the shelves that helpers/names/knowledge reads, and writes their card. Rows whose licence
asks that what is made of them be shared alike are left out; of rows of a source without a licence only what another
source says as well is taken. knowledge_corrections.csv mends what is wrong in the tables and adds what they lack.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import marisa_trie
import numpy as np
import pyarrow as pa

from helpers.names.knowledge import keys, shelves
from helpers.names.knowledge.shelves import SHELVES, Shelf
from helpers.training import knowledge_card, knowledge_people, knowledge_things
from helpers.training.knowledge_rows import Row, Tables
from helpers.training.knowledge_things import LARGE

RIVAL = 1 / 20  # of the weight of the heaviest entry of a name: lighter ones are not meant by the name alone


def main(argv: Sequence[str]) -> int:
    """Compact the tables of a knowledge folder into what the package ships."""
    parser = argparse.ArgumentParser(prog="python -m helpers train knowledge", description=main.__doc__)
    parser.add_argument("--from", dest="source", required=True, type=Path, metavar="DIR", help="folder of the tables")
    parser.add_argument("--out", type=Path, default=shelves.FOLDER, metavar="DIR", help="where the shelves go")
    arguments = parser.parse_args(argv)
    arguments.out.mkdir(parents=True, exist_ok=True)
    tables = Tables(arguments.source)
    rows = {
        "people": knowledge_people.rows(tables),
        "bodies": list(knowledge_things.bodies(tables)),
        "places": list(knowledge_things.places(tables)),
    }
    _give_way(rows)
    for name, table in rows.items():
        _write_table(arguments.out / f"{name}.arrow", table)
    counts = {shelf.name: _write_names(arguments.out, shelf, rows[shelf.table]) for shelf in SHELVES}
    (arguments.out / "CARD.md").write_text(knowledge_card.card(rows, counts), "utf-8")
    size = sum(path.stat().st_size for path in arguments.out.iterdir() if path.suffix in (".trie", ".npz", ".arrow"))
    print(f"entries {dict(zip(rows, map(len, rows.values()), strict=True))}; names {counts}; {size / 1e6:.1f} MB")
    for one in sorted(tables.idle):
        print(f"knowledge_corrections.csv: there is no row {one}")
    return 0


def _give_way(rows: dict[str, list[Row]]) -> None:
    """Let people and bodies give way to countries, capitals and great cities of the same name."""
    large = {form.text for row in rows["places"] if row.weight >= LARGE for form in row.forms}
    for row in (*rows["people"], *rows["bodies"]):
        row.forms = [form._replace(sure=shelves.COMMON) if form.text in large else form for form in row.forms]


def _write_table(path: Path, rows: list[Row]) -> None:
    """The entries as an Arrow file that is read where it lies: not compressed, repeated values kept once."""
    columns = {name: [getattr(row, name) for row in rows] for name in shelves.COLUMNS}
    columns["countries"] = ["|".join(row.countries) for row in rows]
    arrays = {name: _once(values) for name, values in columns.items()}
    arrays |= {"name": pa.array(columns["name"]), "weight": pa.array(columns["weight"], pa.int32())}
    table = pa.table(arrays)
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


def _once(values: list[str]) -> pa.DictionaryArray:
    """Values kept once, with the shortest numbers that tell them apart."""
    coded = pa.array(values).dictionary_encode()
    size = next(
        kind for kind in (pa.int8(), pa.int16(), pa.int32()) if len(coded.dictionary) < 1 << (kind.bit_width - 1)
    )
    return pa.DictionaryArray.from_arrays(coded.indices.cast(size), coded.dictionary)


def _write_names(folder: Path, shelf: Shelf, rows: list[Row]) -> int:
    """The trie of a shelf, and what each of its names means; the number of names."""
    meant: dict[str, dict[int, int]] = {}
    for number, row in enumerate(rows):
        for form in row.forms:
            if shelf.name in form.shelves and (spelt := keys.key(form.text, shelf.fold)):
                own = meant.setdefault(spelt, {})
                mark = form.sure | _capitals(form.text)
                own[number] = min(mark, own.get(number, mark), key=lambda one: (one & 15, one))
    names = marisa_trie.Trie(sorted(meant))
    names.save(str(folder / f"{shelf.name}.trie"))
    ordered = [_likely(meant[name], rows) for name in map(names.restore_key, range(len(names)))]
    np.savez_compressed(
        folder / f"{shelf.name}.npz",
        starts=np.cumsum([0, *map(len, ordered)], dtype=np.uint32),
        rows=np.array([number for own in ordered for number, _ in own], np.uint32),
        marks=np.array([mark for own in ordered for _, mark in own], np.uint8),
    )
    return len(names)


def _likely(own: dict[int, int], rows: list[Row]) -> list[tuple[int, int]]:
    """Rows that a name may mean and its marks: the surest and heaviest first, none beside a far heavier one."""
    ordered = sorted(own.items(), key=lambda one: (one[1] & 15, -rows[one[0]].weight, one[0]))
    least = RIVAL * max(rows[number].weight for number in own)
    return [one for one in ordered if rows[one[0]].weight >= least]


def _capitals(form: str) -> int:
    """Which letters of a name have to be capitals in a text."""
    words = [form[start:end] for start, end in keys.Words(form).spans]
    if len(words) == 1 and form.isupper() and form.isalpha() and len(form) <= 3:
        return shelves.ALL
    return (shelves.FIRST if words[0][0].isupper() else 0) | (shelves.LAST if words[-1][0].isupper() else 0)
