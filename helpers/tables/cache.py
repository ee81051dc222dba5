"""What tables rest on, as one hash, and results of shards kept on disk under keys that hold it.

A part is written with a checksum before it and forced to the disk before it gets its name, so one that was cut or
altered, by a lost power supply or a bad disk, is found out when it is read.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from helpers.study import ROOT, StudyError
from helpers.study.environment import engines

HELPERS = ROOT / "helpers"
# What no table depends on: the wing that reads them, and the codebooks, which have a digest of their own.
APART = {"__main__.py", "analysis", "codebooks", "figures", "run", "training"}
ABANDONED = 86_400  # seconds
CHECKSUM = hashlib.sha256().digest_size  # bytes before the content of a part


def digest(*parts: str) -> str:
    """One hash of some strings."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part.encode("utf-8", "surrogatepass"))
        found.update(b"\0")
    return found.hexdigest()


def sha256(path: Path) -> str:
    """Hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- what the tables rest on --------------------------------------------------------------------


def code_files(folder: Path = HELPERS) -> list[Path]:
    """The code, word lists and models that measure, in a fixed order."""
    parts = (path for path in folder.iterdir() if path.name not in APART)
    files = (file for path in parts for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file())
    return sorted(file for file in files if file.suffix not in (".pyc", ".md"))


def code_sum(folder: Path = HELPERS) -> str:
    """Hash of the code, word lists and models that measure."""
    return digest(*(f"{file.relative_to(folder).as_posix()} {sha256(file)}" for file in code_files(folder)))


def _states() -> dict[str, tuple[int, int]]:
    return {str(file): (state.st_size, state.st_mtime_ns) for file in code_files() for state in (file.stat(),)}


_LOADED = _states()


def code_version() -> str:
    """Hash of all that is the same for every study: the package as it was loaded, the libraries it runs with.

    Raises StudyError once the package was changed on disk: this process may have read some of it before, some after.
    """
    now = _states()
    if now != _LOADED:
        name = min(name for name in now.keys() | _LOADED.keys() if now.get(name) != _LOADED.get(name))
        changed = Path(name).relative_to(ROOT).as_posix()
        raise StudyError(
            f"{changed} was changed since this process began: restart the kernel, or run the command again"
        )
    return _version()


@lru_cache(maxsize=1)
def _version() -> str:
    return digest(code_sum(), *(f"{name} {version}" for name, version in engines().items()))


# --- parts on disk ------------------------------------------------------------------------------


def store(path: Path, data: bytes) -> None:
    """Write a part whole or not at all."""
    whole = path.with_name(f"{path.name}.{os.getpid()}.part")
    with whole.open("wb") as file:
        file.write(hashlib.sha256(data).digest() + data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(whole, path)


def clear(folder: Path) -> None:
    """Remove what killed runs left half written in a cache: parts that nobody has written to for a day."""
    for whole in folder.rglob("*.part"):
        with contextlib.suppress(OSError):  # another run may be quicker
            if time.time() - whole.stat().st_mtime > ABANDONED:
                whole.unlink()


def load(path: Path) -> bytes:
    """The content of a part. Raises OSError where it is not there or not as it was written."""
    raw = path.read_bytes()
    checksum, data = raw[:CHECKSUM], raw[CHECKSUM:]
    if hashlib.sha256(data).digest() != checksum:
        raise OSError(errno.EIO, "is damaged", str(path))
    return data


def find(path: Path, tell: Callable[[str], None] = print) -> bool:
    """Whether a part is there and whole. One that is not is removed, and `tell` is given a line about it."""
    if not os.path.lexists(path):
        return False
    try:
        load(path)
    except OSError as error:
        tell(f"{path} cannot be used ({error.strerror}): it is computed again")
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        return False
    return True
