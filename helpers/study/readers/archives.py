"""Files that hold files: .zip (an archive in it is opened too, one in that is not), .gz, .warc.

Nothing is written under a name that an archive gives: a member is read from memory, or from a temporary file.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import lzma
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, Any, cast

from helpers.study import kinds
from helpers.study.errors import Problem
from helpers.study.readers import ARCHIVES, HEAD, bombs, reader_of
from helpers.study.readers.document import Document, Unreadable

IN_MEMORY = 64_000_000  # bytes of a member that is larger lie in a temporary file while it is read
CHUNK = 1 << 20
DEEPEST = 2  # archives in one another
PAGES = ("text/html", "application/xhtml+xml")

Found = tuple[str, Document | Problem]  # the path of the member in the archive, "" for the file itself


def read(
    path: Path, columns: Mapping[str, str] | None = None, data: bytes | None = None, depth: int = 0
) -> Iterator[Found]:
    """The documents of any file that a reader knows, or of all files of an archive.

    A member that is not read is one problem. Raises Unreadable where the file itself cannot be used.
    """
    suffix = path.suffix.lower()
    if suffix not in ARCHIVES:
        yield from (("", found) for found in _document_file(path, columns, data))
    elif depth >= DEEPEST:
        raise Unreadable("an archive in an archive in an archive: unpack it")
    elif suffix == ".zip":
        yield from _zip(path, columns, data, depth)
    elif suffix == ".warc":
        with _open(path, data) as file:
            yield from _warc(path, file)
    else:
        yield from _gzip(path, columns, data, depth)


def _document_file(path: Path, columns: Mapping[str, str] | None, data: bytes | None) -> Iterator[Document | Problem]:
    with _open(path, data) as file:
        reader = reader_of(path, file.read(HEAD))
    if not reader:
        raise Unreadable(kinds.unread(PurePosixPath(path.name), (data or b"")[: kinds.PEEK]).said)
    yield from reader.read(path, data, columns)


def _open(path: Path, data: bytes | None) -> IO[bytes]:
    return path.open("rb") if data is None else io.BytesIO(data)


# --- zip --------------------------------------------------------------------------------------------


def _zip(path: Path, columns: Mapping[str, str] | None, data: bytes | None, depth: int) -> Iterator[Found]:
    with _open(path, data) as file:
        size = file.seek(0, io.SEEK_END)
        try:
            with zipfile.ZipFile(file) as archive:
                bombs.check(archive, size)
                for info in sorted(archive.infolist(), key=lambda info: info.filename):
                    if not info.is_dir():
                        yield from _member(archive, info, columns, depth)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise Unreadable(f"not a whole archive ({error}): pack it again") from None


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, columns: Mapping[str, str] | None, depth: int
) -> Iterator[Found]:
    name = PurePosixPath(info.filename.replace("\\", "/"))
    if kinds.is_silent(name):
        return
    try:
        if _leads_out(name) or kinds.UNSHOWN.search(str(name)):
            raise Unreadable("its name leads out of the archive or cannot be shown: pack it anew under a plain name")
        if (mode := info.external_attr >> 16) and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            raise Unreadable("a link, or no file that holds a text: pack the file itself")
        with archive.open(info) as stream, _content(stream, name.name, info.file_size) as (path, data):
            head = data[:HEAD] if data is not None else path.open("rb").read(HEAD)
            if path.suffix.lower() not in ARCHIVES and not reader_of(path, head):
                kind = kinds.unread(name, head[: kinds.PEEK])
                yield str(name), Problem(name.name, 0, kind.said, "lost" if kind.lost else "note")
                return
            for inner, found in read(path, columns, data, depth + 1):
                yield str(name / inner), found
    except Unreadable as error:
        yield str(name), Problem(name.name, 0, str(error).removeprefix(name.name).lstrip(": "), "lost")
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        yield str(name), Problem(name.name, 0, f"it cannot be unpacked ({error})", "lost")


def _leads_out(name: PurePosixPath) -> bool:
    return name.is_absolute() or ".." in name.parts or bool(PureWindowsPath(name).drive)


@contextlib.contextmanager
def _content(stream: IO[bytes], name: str, most: int) -> Iterator[tuple[Path, bytes | None]]:
    """(path, content) of a member for a reader; a large one lies at the path meanwhile, and content is None.

    Raises Unreadable where it holds more than `most` bytes.
    """
    data = stream.read(min(IN_MEMORY, most) + 1)
    if len(data) > most:
        raise Unreadable(bombs.SAYS.format(size="more than its archive says"))
    if len(data) <= IN_MEMORY:
        yield Path(name), data
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        with path.open("wb") as file:
            while data:
                file.write(data)
                if file.tell() > most:
                    raise Unreadable(bombs.SAYS.format(size=f"more than {most // 1_000_000:,} MB"))
                data = stream.read(CHUNK)
        yield path, None


# --- gz and warc ------------------------------------------------------------------------------------


def _gzip(path: Path, columns: Mapping[str, str] | None, data: bytes | None, depth: int) -> Iterator[Found]:
    inner = Path(path.stem)
    try:
        with _open(path, data) as file, gzip.open(file) as unzipped:
            stream = cast(IO[bytes], unzipped)  # it is read as one; typeshed gives it a class of its own
            if inner.suffix.lower() == ".warc":
                yield from _warc(path, stream)
                return
            packed = file.seek(0, io.SEEK_END)
            file.seek(0)
            most = min(bombs.MOST_BYTES, max(bombs.SMALL, bombs.MOST_RATIO * packed))
            with _content(stream, inner.name, most) as (unpacked, content):
                yield from read(unpacked, columns, content, depth + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Unreadable(f"not a whole .gz file ({error}): pack it again") from None


def _warc(path: Path, stream: IO[bytes]) -> Iterator[Found]:
    """The web pages of a crawl, each read as a saved page."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    from helpers.study.readers import html  # rests on large libraries

    number = 0
    try:
        for record in ArchiveIterator(stream):
            if record.rec_type not in ("response", "resource") or not _is_page(record):
                continue
            number += 1
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            raw = record.content_stream().read(IN_MEMORY + 1)
            try:
                if len(raw) > IN_MEMORY:
                    raise Unreadable(f"a page of over {IN_MEMORY // 1_000_000} MB")
                for found in html.read(Path("page.html"), raw):
                    yield "", _placed(found, path, number, url)
            except Unreadable as error:
                yield "", Problem(path.name, number, f"{url[:100]}: {error}", "lost")
    except (ArchiveLoadFailed, EOFError, zlib.error, AttributeError, ValueError) as error:  # warcio's, of odd headers
        yield "", Problem(path.name, number + 1, f"the crawl is damaged from here on ({str(error)[:80]})", "lost")
        return
    if not number:
        raise Unreadable("a crawl without a web page")


def _is_page(record: Any) -> bool:
    headers = getattr(record, "http_headers", None)
    kind = (headers.get_header("Content-Type") if headers else None) or record.content_type or ""
    return kind.split(";")[0].strip().lower() in PAGES and (not headers or headers.get_statuscode() == "200")


def _placed(found: Document | Problem, path: Path, number: int, url: str) -> Document | Problem:
    if isinstance(found, Problem):
        return found._replace(file=path.name, row=number)
    return replace(found, place=str(number), url=found.url or url)
