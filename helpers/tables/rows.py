"""The rows of a table, with its columns as attributes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Row = tuple[object, ...]  # the values of a row, in the order of its table's schema


def each_row(table: pd.DataFrame) -> Iterator[Any]:
    """The rows, named tuples; the stubs of pandas say that a cell can be anything, our schemas know better."""
    return iter(table.itertuples())
