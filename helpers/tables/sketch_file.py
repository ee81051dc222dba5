"""Sketches kept on the disk: of all articles of a big corpus they are most of what is held, and few are compared."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from helpers.tables.sketch import Sketch

RUN = 3  # hashes of a run
SIZE = 4  # bytes of a hash


@dataclass(frozen=True, slots=True)
class StoredSketch:
    """A sketch as `sketch.Sketch`, whose runs and opening are read each time that they are asked for."""

    n_units: int
    words: int
    n_runs: int
    _n_opening: int
    _at: int
    _file: IO[bytes]

    @property
    def runs(self) -> np.ndarray:
        """(n, 3) uint32."""
        return self._read(self._at, RUN * self.n_runs).reshape(-1, RUN)

    @property
    def opening(self) -> np.ndarray:
        """(n,) uint32."""
        return self._read(self._at + SIZE * RUN * self.n_runs, self._n_opening)

    def _read(self, at: int, n: int) -> np.ndarray:
        self._file.seek(at)
        return np.frombuffer(self._file.read(SIZE * n), np.uint32)


class SketchFile:
    """A file without a name in a folder, which goes when it is closed."""

    def __init__(self, folder: Path) -> None:
        """Nothing in it yet."""
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  # closed by `close`
        self._end = 0

    def keep(self, one: Sketch) -> StoredSketch:
        """Write a sketch; what can read it while the file is open."""
        kept = StoredSketch(one.n_units, one.words, len(one.runs), len(one.opening), self._end, self._file)
        self._file.seek(self._end)
        self._end += self._file.write(one.runs.tobytes() + one.opening.tobytes())
        return kept

    def close(self) -> None:
        """Remove the file."""
        self._file.close()
