"""Results come into their place whole or not at all: a folder to write in, and the swap with the last good one."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from helpers.study import RUN, StudyError, last_run
from helpers.tables import schemas


@contextlib.contextmanager
def staging(target: Path, wait: float = 0) -> Iterator[Path]:
    """An empty folder beside the results folder `target`, removed at the end; what a killed run left goes first.

    Raises StudyError while another run is writing to the same results, if it goes on for longer than `wait` seconds.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(target.parent / f".{target.name}.lock")
    try:
        _acquire(lock, target, wait)
    except Timeout:
        raise StudyError(f"another run is writing to {target}: wait for its end, or give another --out") from None
    folder = _beside(target, "staging")
    try:
        _mend(target)
        _mend(target / "tables")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()


def _acquire(lock: FileLock, target: Path, wait: float) -> None:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if wait:
            print(f"Another run is writing to {target}: waiting for its end.", file=sys.stderr)
        lock.acquire(timeout=wait)


def put_in_place(new: Path, target: Path, ours: Collection[str] | None = None) -> None:
    """Let the finished folder `new` take the place of `target`; whatever no run of ours made in there is kept.

    ours: the files of `target` that go, as paths in it; for a results folder, those that its run.json lists and the
    tables. Raises StudyError, before anything is changed, where one that is kept has the name of a new one.
    """
    ours = _listed(target) if ours is None else ours
    kept = list(_kept(target, new, ours)) if target.exists() else []
    clashes = [path for path in kept if os.path.lexists(new / path)]
    if clashes:
        raise StudyError(f"{target / clashes[0]} was not made by the last run: move it away, or give another --out")
    for path in kept:
        copy(target / path, new / path)
    old = _beside(target, "old")
    if target.exists():
        os.replace(target, old)
    try:
        os.replace(new, target)
    except OSError:  # on Windows, where a file of it is open
        _mend(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _listed(target: Path) -> set[str]:
    return {RUN, *last_run(target).get("files", ()), *(f"tables/{name}" for name in schemas.FILES)}


def _kept(target: Path, new: Path, ours: Collection[str], folder: Path = Path()) -> Iterator[Path]:
    """The files and whole folders of `target` that are not ours, as paths in it."""
    for path in sorted((target / folder).iterdir()):
        name = folder / path.name
        shared = (new / name).is_dir() or any(file.startswith(f"{name.as_posix()}/") for file in ours)
        if path.is_dir() and not path.is_symlink() and shared:
            yield from _kept(target, new, ours, name)
        elif name.as_posix() not in ours:
            yield name


def copy(source: Path, target: Path) -> None:
    """A file or folder under a second name, without a second set of bytes where the file system can do that."""
    if source.is_dir() and not source.is_symlink():
        shutil.copytree(source, target, symlinks=True, copy_function=_link, dirs_exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        _link(source, target)


def _link(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


def _mend(target: Path) -> None:
    """Finish a swap that was cut between its two steps: the last good results come back."""
    old = _beside(target, "old")
    if old.exists() and not target.exists():
        os.replace(old, target)
    shutil.rmtree(old, ignore_errors=True)


def _beside(target: Path, what: str) -> Path:
    return target.parent / f".{what}-{target.name}"
