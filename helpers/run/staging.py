"""Results come into their place whole or not at all: a folder to write in, and the swap with the last good one."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from helpers.study import StudyError

OURS = {"run.json", "report.html", "notebooks", "figures", "tables"}  # what a run writes; the rest is the user's


@contextlib.contextmanager
def staging(target: Path) -> Iterator[Path]:
    """An empty folder beside the results folder `target`, removed at the end; what a killed run left goes first.

    Raises StudyError while another run is writing to the same results.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(target.parent / f".{target.name}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise StudyError(f"another run is writing to {target}: wait for its end, or give another --out") from None
    folder = _beside(target, "staging")
    try:
        _mend(target)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()


def put_in_place(new: Path, target: Path) -> None:
    """Let the finished folder `new` take the place of `target`; files of the user's own in there are kept."""
    old = _beside(target, "old")
    if target.exists():
        for path in target.iterdir():
            if path.name not in OURS and not path.name.startswith("."):
                copy(path, new / path.name)
        os.replace(target, old)
    try:
        os.replace(new, target)
    except OSError:  # on Windows, where a file of it is open
        _mend(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def copy(source: Path, target: Path) -> None:
    """A file or folder under a second name, without a second set of bytes where the file system can do that."""
    if source.is_dir():
        shutil.copytree(source, target, copy_function=_link, dirs_exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        _link(source, target)


def _link(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _mend(target: Path) -> None:
    """Finish a swap that was cut between its two steps: the last good results come back."""
    old = _beside(target, "old")
    if old.exists() and not target.exists():
        os.replace(old, target)
    shutil.rmtree(old, ignore_errors=True)


def _beside(target: Path, what: str) -> Path:
    return target.parent / f".{what}-{target.name}"
