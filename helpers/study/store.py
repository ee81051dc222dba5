"""The texts that lie in no plain text file, read once: an Arrow file for each source, kept under the source's hash.

Arrow, not Parquet: the file is mapped into memory, so that a shard whose articles lie far apart in a big table reads
just their rows, and memory does not grow with the source.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from helpers import reading
from helpers.study.environment import engines
from helpers.study.errors import Problem, StudyError
from helpers.study.readers import archives, bombs
from helpers.study.readers.document import Document, Unreadable

STORE = Path(__file__).resolve().parents[2] / "outputs" / ".cache" / "texts"
BATCH = 256  # documents
CHANGED = "it was changed while it was read: run it again"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # a disk, to which parts of archives are written
MOST_TEXT = 100_000_000  # characters of a file, however small it is
ROW = 20  # characters that a row counts for at the least
READERS = Path(__file__).with_name("readers")
ABOUT = ("title", "published", "author", "outlet", "language", "url", "note", "place")  # of a Document
SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("member", *ABOUT, "extra", "sha256", "text", "problem", "severity")]
    + [("row", pa.int64())]
)


class Entry(NamedTuple):
    """A document of a source without its text. number: its place in the store; row: as `Problem.row`."""

    number: int
    member: str  # its path in an archive, else ""
    row: int
    document: Document
    sha256: str


class Source(NamedTuple):
    """What a file holds: its documents, and what could not be used (file: its path in an archive, else "")."""

    entries: list[Entry]
    problems: list[Problem]


def source(path: Path, store: Path, columns: dict[str, str]) -> Source:
    """What a file holds, read now where the store has it not."""
    entries, problems = [], []
    for number, row in enumerate(_about(_stored(path, store, columns))):
        if row["problem"]:
            problems.append(Problem(row["member"], row["row"], row["problem"], row["severity"]))
        else:
            own = json.loads(row["extra"]).get("article_id", "")  # the rest stays on the disk
            document = Document("", extra={"article_id": own} if own else {}, **{name: row[name] for name in ABOUT})
            entries.append(Entry(number, row["member"], row["row"], document, row["sha256"]))
    return Source(entries, problems)


def _about(part: Path) -> Iterator[dict]:
    """All columns of the rows of a store's file but the text, batch by batch."""
    reader = _open(part)
    for number in range(reader.num_record_batches):
        yield from reader.get_batch(number).select([name for name in SCHEMA.names if name != "text"]).to_pylist()


def text(path: Path, number: int, store: Path, columns: dict[str, str]) -> str:
    """The text of one document of a file. Raises OSError where the file was changed, or the store was damaged."""
    part = _stored(path, store, columns)
    try:
        row = _open(part).get_batch(number // BATCH).slice(number % BATCH, 1)
        found = row["text"][0].as_py()
    except (pa.ArrowException, IndexError):
        raise OSError(errno.EAGAIN, CHANGED, str(path)) from None
    if hashlib.sha256(found.encode()).hexdigest() != row["sha256"][0].as_py():
        part.unlink()  # it is made anew next time
        raise OSError(f"{part} was damaged and is removed: run it again")
    return found


def _stored(path: Path, store: Path, columns: dict[str, str]) -> Path:
    """The store's file of a source, made where it is not there or not whole.

    Raises OSError, with the source's name where it is the source that cannot be read, or was changed meanwhile.
    """
    state = _state(path)
    part = store / f"{_key(path, state, json.dumps(columns, sort_keys=True))}.arrow"
    if part.exists():
        with contextlib.suppress(pa.ArrowException):
            _open(part)
            return part
    store.mkdir(parents=True, exist_ok=True)
    whole = part.with_name(f"{part.name}.{os.getpid()}.part")
    try:
        with whole.open("wb") as file:
            _write(path, columns, file)
            file.flush()
            os.fsync(file.fileno())
        if _state(path) != state:  # what was read may be none of what the key stands for
            raise OSError(errno.EAGAIN, CHANGED, str(path))
        os.replace(whole, part)
    finally:
        whole.unlink(missing_ok=True)
    _open.cache_clear()
    return part


@lru_cache(maxsize=64)
def _open(part: Path) -> pa.ipc.RecordBatchFileReader:
    return pa.ipc.open_file(pa.memory_map(str(part)))


def _state(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_size, state.st_mtime_ns


@lru_cache(maxsize=100_000)
def _key(path: Path, state: tuple[int, int], columns: str) -> str:
    """What decides what is read: the file and its name, the columns named, the code and the libraries that read."""
    with path.open("rb") as file:
        held = hashlib.file_digest(file, "sha256").hexdigest()
    return hashlib.sha256("\0".join([path.name, held, columns, _code()]).encode("utf-8", "replace")).hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    found = hashlib.sha256(repr(engines()).encode())
    for file in sorted((*READERS.rglob("*.py"), *READERS.rglob("*.yaml"), Path(__file__), Path(reading.__file__))):
        found.update(file.read_bytes())
    return found.hexdigest()


# --- writing ----------------------------------------------------------------------------------------


def _write(path: Path, columns: dict[str, str], file: object) -> None:
    with pa.ipc.new_file(file, SCHEMA) as writer:
        rows = []
        for row in _rows(path, columns):
            rows.append(row)
            if len(rows) == BATCH:
                writer.write_batch(pa.RecordBatch.from_pylist(rows, SCHEMA))
                rows = []
        if rows:
            writer.write_batch(pa.RecordBatch.from_pylist(rows, SCHEMA))


def _rows(path: Path, columns: dict[str, str]) -> Iterator[dict]:
    size, most = 0, max(MOST_TEXT, bombs.MOST_RATIO * path.stat().st_size)
    try:
        for member, found in archives.read(path, columns):
            size += ROW + (len(found.body) if isinstance(found, Document) else 0)
            if size > most:  # a cell that is kept once may stand in a million rows
                raise Unreadable(bombs.SAYS.format(size=f"more than {most // 1_000_000:,} MB of text"))
            if isinstance(found, Problem):
                yield _problem(member, found.row, found.problem, found.severity)
            else:
                yield _document(member, found)
    except Unreadable as error:
        yield _problem("", 0, str(error).removeprefix(path.name).lstrip(": "), "lost")
    except OSError as error:
        raise OSError(
            error.errno, error.strerror, error.filename or (None if error.errno in FULL else str(path))
        ) from None
    except StudyError:  # no fault of this file's
        raise
    except Exception as error:
        yield _problem(
            "", 0, f"could not be read ({type(error).__name__}: {str(error)[:200]}): please report it", "lost"
        )


def _problem(member: str, row: int, problem: str, severity: str) -> dict:
    return dict.fromkeys(SCHEMA.names, "") | {"member": member, "row": row, "problem": problem, "severity": severity}


def _document(member: str, document: Document) -> dict:
    row = row_of(document.place)
    text = _clean(document.text)
    if not text.strip():
        return _problem(member, row, "it holds no text", "lost")
    about = {name: _clean(getattr(document, name)) for name in ABOUT}
    extra = json.dumps({_clean(key): _clean(value) for key, value in document.extra.items()}, ensure_ascii=False)
    hashed = {"text": text, "sha256": hashlib.sha256(text.encode()).hexdigest()}
    return {"member": member, "row": row, **about, "extra": extra, **hashed, "problem": "", "severity": ""}


def row_of(place: str) -> int:
    """The number in a place: 17 of "row 17"; 0 where there is none."""
    digits = place.rpartition(" ")[2]
    return int(digits) if digits.isdecimal() and len(digits) < 19 else 0


def _clean(value: str) -> str:
    """Text that every table and encoding takes: no NUL, no half of a character, no byte order mark before it."""
    return value.replace("\0", "").encode("utf-8", "replace").decode().removeprefix("\ufeff")
