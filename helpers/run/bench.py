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


def run(data: dict[str, Path | int]) -> None:
    """Print the table of each benchmark that the data sets named allow.

    A benchmark's `run` takes paths and numbers, and says with its parameters' names which data sets they are.
    Raises StudyError where no benchmark can run, or a path does not exist.
    """
    for name, path in data.items():
        if isinstance(path, Path) and not path.exists():
            raise StudyError(f"--{name}: {path} does not exist")
    ran, lacking = 0, []
    for file in sorted(FOLDER.glob("bench_*.py")):
        function = _load(file)
        wanted = inspect.signature(function).parameters
        needed = {name for name, p in wanted.items() if p.default is p.empty}
        if needed <= data.keys() and (needed or not data):
            table = function(**{name: value for name, value in data.items() if name in wanted})
            ran += 1
            print(f"\n{file.stem.removeprefix('bench_')}\n{_text(table)}")
        elif needed & data.keys():
            more = " and ".join(f"--{name}" for name in sorted(needed - data.keys()))
            lacking.append(f"{file.stem.removeprefix('bench_')} needs {more} as well")
    if lacking or not ran:
        raise StudyError("; ".join(lacking) or "no benchmark runs on these data; `bench --help` names the options")


def _load(file: Path) -> Callable[..., pd.DataFrame]:
    """The function `run` of a benchmark; imported by name, so that it can start processes of its own."""
    if str(file.parent) not in sys.path:
        sys.path.insert(0, str(file.parent))
    return importlib.import_module(file.stem).run


def _text(table: pd.DataFrame) -> str:
    return table.to_string(index=not isinstance(table.index, pd.RangeIndex), float_format="{:.3f}".format)
