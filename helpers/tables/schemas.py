"""The tables that a run writes: their columns and types, and how they are read and written.

Every table is a `pyarrow.Table` of a fixed schema; the schemas below are the contract that is
described in docs/tables.md. Keys are strings, spans are 0-based half-open character offsets into
the decoded text of the article.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from helpers.study import MEASURED, UNMEASURED
from helpers.study.table_file import FORMULA, NUMBER

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

pa.set_memory_pool(pa.system_memory_pool())  # which gives back what is free: less memory, and no slower
JOINT = "|"  # joins the voices of a joint statement in a column `voice`, in coding.csv frames too
CSV_LIMIT = 50_000  # a table is written as CSV as well when it has fewer rows

_TYPES = {
    "s": pa.string(),
    "i": pa.int64(),
    "f": pa.float64(),
    "b": pa.bool_(),
    "u": pa.uint64(),
    "hashes": pa.list_(pa.uint32()),
    "strings": pa.list_(pa.string()),
}


def _schema(columns: str) -> pa.Schema:
    """`"article_id:s start:i"` -> schema."""
    return pa.schema([(name, _TYPES[kind]) for name, kind in (c.split(":") for c in columns.split())])


SCHEMAS: dict[str, pa.Schema] = {
    "articles": _schema(
        "article_id:s file:s outlet:s outlet_name:s voice:s published:s language:s title:s author:s url:s "
        "n_chars:i n_words:i story_id:s sha256:s detected:s outlet_country:s outlet_kind:s republishes:s"
    ),
    "layout": _schema("article_id:s start:i end:i kind:s"),
    "sentences": _schema(
        "sentence_id:s article_id:s start:i end:i kind:s text:s n_words:i mode:s speaker:s voice:s via:s"
    ),
    "attributions": _schema(
        "attribution_id:s article_id:s source_start:i source_end:i cue_start:i cue_end:i content:s mode:s "
        "cue_class:s confidence:f speaker:s speaker_kind:s voice:s via:s evidence:s rule:s found:s probability:f"
    ),
    "speakers": _schema(
        "speaker:s kind:s voice:s country:s rule:s evidence:s probability:f n_sentences:i n_articles:i"
    ),
    "mentions": _schema("article_id:s sentence_id:s start:i end:i target:s text:s"),
    "sentiment": _schema("sentence_id:s instrument:s score:f coverage:f weight:f"),
    "target_sentiment": _schema("sentence_id:s target:s instrument:s score:f weight:f"),
    "frame_hits": _schema("sentence_id:s frame:s start:i end:i pattern:s"),
    "frame_scores": _schema("sentence_id:s frame:s instrument:s score:f present:b weight:f"),
    "story_suggestions": _schema("article_id:s other_id:s likeness:f numbers:s names:s dates:s"),
    "errors": _schema("file:s row:i problem:s severity:s"),
}
# A shard holds these besides: what stories are found by, which needs all shards.
IN_SHARDS = SCHEMAS | {
    "sketches": _schema("article_id:s story:s n_units:i words:u runs:hashes opening:hashes facts:strings"),
}
FILES = {f"{name}.{kind}" for name in SCHEMAS for kind in ("parquet", "csv")} | {MEASURED}  # of a folder of tables


def build(name: str, rows: Sequence[Sequence[object]]) -> pa.Table:
    """Rows, each with its values in the order of the schema, as table `name`."""
    schema = IN_SHARDS[name]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = [pa.array(column, field.type, from_pandas=True) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def spans_json(spans: Iterable[Sequence[int]]) -> str:
    """Spans as the contract writes them, one JSON list.

    >>> spans_json([(0, 4), (9, 12)])
    '[[0,4],[9,12]]'
    """
    return json.dumps([list(span) for span in spans], separators=(",", ":"))


def pack(tables: Mapping[str, pa.Table]) -> bytes:
    """Several tables as one compressed byte string: Arrow streams one after the other."""
    sink = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    for table in tables.values():
        with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
            writer.write_table(table)
    return sink.getvalue()


def unpack(data: bytes, names: Iterable[str]) -> dict[str, pa.Table]:
    """The reverse of `pack`, for tables packed under these names in this order."""
    source = pa.BufferReader(data)
    return {name: pa.ipc.open_stream(source).read_all() for name in names}


class Writers:
    """Writes tables part by part, so that memory does not grow with them; a context manager.

    Leaving it closes the Parquet files and adds a CSV beside each that is short, for spreadsheets.
    """

    def __init__(self, folder: Path, names: Iterable[str]) -> None:
        """Open a Parquet file in the folder for each of the tables named."""
        self._folder = folder
        self.n_rows = dict.fromkeys(names, 0)
        self._writers = {
            name: pa.parquet.ParquetWriter(folder / f"{name}.parquet", SCHEMAS[name], compression="zstd")
            for name in self.n_rows
        }

    def __enter__(self) -> Writers:
        """The writers themselves."""
        return self

    def add(self, name: str, part: pa.Table) -> None:
        """Append rows to one of the tables."""
        if part.num_rows:
            self._writers[name].write_table(part)
            self.n_rows[name] += part.num_rows

    def __exit__(self, *raised: object) -> None:
        """Close the files; a CSV is written only if nothing was raised."""
        for writer in self._writers.values():
            writer.close()
        if raised[0] is None:
            for name in (name for name, n in self.n_rows.items() if n < CSV_LIMIT):
                table = pa.parquet.read_table(self._folder / f"{name}.parquet")
                pa.csv.write_csv(neutral_table(table), self._folder / f"{name}.csv")


def neutral_table(table: pa.Table) -> pa.Table:
    """The table for a CSV: text that a spreadsheet would take for a formula has an apostrophe before it."""
    for at, field in enumerate(table.schema):
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            table = table.set_column(at, field, _neutral(table[field.name]))
    return table


def _neutral(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """`table_file.neutral` of every cell; Arrow's regular expressions know those of Python that it has."""
    formula = pc.match_substring_regex(column, FORMULA.pattern)
    number = pc.match_substring_regex(column, NUMBER.pattern)
    marked = pc.binary_join_element_wise(pa.scalar("'", column.type), column, pa.scalar("", column.type))
    return pc.if_else(pc.and_not(formula, number), marked, column)


def read(folder: Path, name: str, columns: list[str] | None = None) -> pd.DataFrame:
    """Table `name` of a results folder as a data frame, all of it or the columns named."""
    import pandas as pd  # 60 MB that a process which measures has no use for

    return pd.read_parquet(folder / f"{name}.parquet", columns=columns)


# Sentences as every analysis by voice counts them. `parts`: a row for each voice that answers for a sentence, with
# the part of the sentence that is counted for it: 1, or 1/k for each of the k voices of a joint statement. `voiced`:
# those of them whose voice was looked for, which leaves out text in a language without attribution.
VIEWS = f"""
create view parts as
    select * exclude (voices), unnest(voices) as voice, 1 / len(voices) as part
    from (select * exclude (voice), string_split(voice, '{JOINT}') as voices from sentences);
create view voiced as select * from parts where voice <> '{UNMEASURED}';
"""


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection in which every table of a results folder is a view of its name, and so are VIEWS."""
    stats = [(folder / f"{name}.parquet").stat() for name in SCHEMAS]
    return _database(folder, tuple((stat.st_mtime_ns, stat.st_size) for stat in stats)).cursor()


@lru_cache(maxsize=2)
def _database(folder: Path, state: tuple[tuple[int, int], ...]) -> duckdb.DuckDBPyConnection:
    """The views of tables as they are in this state; a notebook asks dozens of questions, and to open is slow."""
    import duckdb

    connection = duckdb.connect()
    for name in SCHEMAS:
        path = str(folder / f"{name}.parquet").replace("'", "''")
        connection.execute(f"create view {name} as select * from read_parquet('{path}')")
    connection.execute(VIEWS)
    return connection
