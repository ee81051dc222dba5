"""A measured study: its tables, asked by SQL; and the condition on outlets, voices and languages."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.reading import decode
from helpers.study import Article, Study, content, entries
from helpers.tables import schemas
from helpers.tables.annotate import Settings
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    import pandas as pd

TEXTS = "texts"  # in the cache: the texts of what is no plain text file


def condition(
    outlets: Sequence[str], voices: Sequence[str] = (), languages: Sequence[str] = ()
) -> tuple[str, list[Any]]:
    """SQL condition and its values for the outlets, voices and languages asked for."""
    parts = ["true"]
    values: list[Any] = []
    for column, wanted in (("a.outlet", outlets), ("a.language", languages)):
        if wanted:
            parts.append(f"{column} in ({', '.join('?' * len(wanted))})")
            values.extend(wanted)
    if voices:  # a joint statement is found by any of its voices
        parts.append(f"list_has_any(string_split(s.voice, '{JOINT}'), ?::varchar[])")
        values.append(list(voices))
    return " and ".join(parts), values


@dataclass(frozen=True)
class Results:
    """A measured study: where its tables are, and ways to read them."""

    study: Study
    folder: Path
    settings: Settings
    record: dict[str, Any]

    def texts(self, article_ids: Iterable[str]) -> dict[str, str]:
        """The texts of some articles, into which the offsets of all tables point."""
        return {key: decode(content(self.study, self._listed[key], self._store)) for key in article_ids}

    @cached_property
    def _listed(self) -> dict[str, Article]:
        return {article.article_id: article for article in entries(self.study, self._store)[0]}

    @property
    def _store(self) -> Path:
        return self.folder / str(self.record["cache"]) / TEXTS

    def table(self, name: str, columns: list[str] | None = None) -> pd.DataFrame:
        """A whole table as a data frame; for a big corpus ask for an aggregate with `query` instead."""
        return schemas.read(self.folder / "tables", name, columns)

    def query(self, sql: str, parameters: Iterable[Any] | Mapping[str, Any] = ()) -> pd.DataFrame:
        """The answer to a DuckDB query in which each table is named as in the contract; parameters by place or name."""
        given = dict(parameters) if isinstance(parameters, Mapping) else list(parameters)
        with contextlib.closing(schemas.connect(self.folder / "tables")) as connection:
            return connection.execute(sql, given).df()
