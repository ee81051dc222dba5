"""The benchmarks: every tests/benchmarks/bench_*.py whose data the user named, one table each."""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from helpers.study import ROOT, StudyError

FOLDER = ROOT / "tests" / "benchmarks"
LARGE = 100  # a figure from which on nobody reads its decimals


def run(data: dict[str, Path | int]) -> None:
    """Print the table of each benchmark that the data sets named allow.

    A benchmark's `run` takes paths and numbers, and says with its parameters' names which data sets they are.
    Raises StudyError where no benchmark can run, or a path does not exist.
    """
    for name, path in data.items():
        if isinstance(path, Path) and not path.exists():
            raise StudyError(f"--{name}: {path} does not exist")
    used: set[str] = set()
    lacking: dict[str, str] = {}
    for file in sorted(FOLDER.glob("bench_*.py")):
        function = _load(file)
        wanted = inspect.signature(function).parameters
        needed = {name for name, p in wanted.items() if p.default is p.empty}
        if needed <= data.keys() and (needed or not data):
            table = function(**{name: value for name, value in data.items() if name in wanted})
            used |= wanted.keys() or {file.stem}
            print(f"\n{file.stem.removeprefix('bench_')}\n{_text(table)}")
        elif needed & data.keys():
            more = " and ".join(f"--{name}" for name in sorted(needed - data.keys()))
            named = file.stem.removeprefix("bench_")
            lacking |= dict.fromkeys(needed & data.keys(), f"{named} needs {more} as well")
    unused = [why for name, why in lacking.items() if name not in used]
    if unused or not used:
        raise StudyError("; ".join(unused) or "no benchmark runs on these data; `bench --help` names the options")


def _load(file: Path) -> Callable[..., pd.DataFrame]:
    """The function `run` of a benchmark; imported by name, so that it can start processes of its own."""
    if str(file.parent) not in sys.path:
        sys.path.insert(0, str(file.parent))
    return importlib.import_module(file.stem).run


def _text(table: pd.DataFrame) -> str:
    return table.to_string(index=not isinstance(table.index, pd.RangeIndex), float_format=_number, na_rep="")


def _number(value: float) -> str:
    whole = abs(value) >= LARGE or value > 1 and float(value).is_integer()
    return f"{value:,.0f}" if whole else f"{value:.3f}"
