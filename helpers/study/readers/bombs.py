"""Files that unfold to far more than they are: archives, Office documents, XML with entities of entities."""

from __future__ import annotations

import contextlib
import io
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from helpers.study.readers.document import Unreadable

MOST_BYTES = 4_000_000_000  # of all that an archive holds, unpacked
MOST_WHOLE = 300_000_000  # of a document that is read whole: an export of 500 articles unpacks to some 20 million
MOST_MEMORY = 1_000_000_000  # that reading one document may take
MOST_RATIO = 200  # bytes unpacked for one packed; text is packed 3 to 20 times
HEAD = 4_000  # bytes of XML within which it defines what it does
SMALL = 10_000_000  # bytes that may be packed however well
PDF_STREAM = re.compile(rb"stream\r?\n(?=[\x08-\x78][\x01-\xff])")  # what begins as zlib's data do
CHUNK = 65_536
MOST_FILES = 1_000_000
PROTECTED = b"\xd0\xcf\x11\xe0"  # an Office document of today begins with it only when a password protects it
SAYS = "it would unfold to {size}: refused, as it may be made to fill disk or memory"


def check(archive: zipfile.ZipFile, packed: int) -> None:
    """Raise Unreadable for an archive that holds too much for its size, or is protected by a password."""
    held = archive.infolist()
    check_size(sum(member.file_size for member in held), packed, len(held))
    if any(member.flag_bits & 1 for member in held):
        raise Unreadable("protected by a password: unpack it, and give what it holds")


def check_size(unpacked: int, packed: int, n_files: int = 1) -> None:
    """Raise Unreadable for a file of so many bytes that unpacks to far more."""
    if n_files > MOST_FILES or unpacked > MOST_BYTES or unpacked > SMALL and unpacked > MOST_RATIO * max(1, packed):
        raise Unreadable(SAYS.format(size=f"{unpacked // 1_000_000:,} MB in {n_files:,} files"))


def check_pdf(raw: bytes) -> None:
    """Raise Unreadable for a PDF of which a part unpacks to more than any page; a library unpacks it whole."""
    total = 0
    for start in PDF_STREAM.finditer(raw):
        at, before, unpacker = start.end(), total, zlib.decompressobj()
        with contextlib.suppress(zlib.error):  # of another kind
            while not unpacker.eof and at < len(raw):
                total += len(unpacker.decompress(raw[at : at + CHUNK]))
                at += CHUNK
                if total - before > MOST_WHOLE or total > MOST_BYTES:
                    raise Unreadable(SAYS.format(size=f"more than {MOST_WHOLE // 1_000_000:,} MB"))


@contextlib.contextmanager
def little_memory() -> Iterator[None]:
    """Raise Unreadable where what is done takes MOST_MEMORY more than this process holds; Linux alone sees to that.

    For a library that unpacks whole whatever a file says, in more ways than one can foresee.
    """
    if sys.platform != "linux":
        yield
        return
    import resource  # Windows has none

    held = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = held + MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most if soft == resource.RLIM_INFINITY else min(soft, most), hard))
    try:
        yield
    except MemoryError:
        raise Unreadable(SAYS.format(size=f"more than {MOST_MEMORY // 1_000_000:,} MB")) from None
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _defines(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Whether a part of a document is XML with definitions of its own, which stand before all else."""
    if not member.filename.lower().endswith((".xml", ".rels")):
        return False
    with archive.open(member) as part:
        return b"<!DOCTYPE" in part.read(HEAD).replace(b"\0", b"").upper()  # UTF-16 has zeros


def check_office(path: Path, data: bytes | None = None, most: int = MOST_BYTES) -> None:
    """Raise Unreadable for a .docx or .xlsx that is no such document, protected, or unfolds to far more.

    most: bytes that it may hold unpacked, MOST_WHOLE where all of it is read into memory.
    """
    with path.open("rb") if data is None else io.BytesIO(data) as file:
        packed = file.seek(0, io.SEEK_END)
        file.seek(0)
        if file.read(4) == PROTECTED:
            raise Unreadable(
                f"{path.name}: protected by a password, or of Word's or Excel's old format: open it there and save "
                "it as a .docx or .xlsx file without a password"
            )
        try:
            with zipfile.ZipFile(file) as archive:
                unpacked = sum(member.file_size for member in archive.infolist())
                if unpacked > most:
                    raise Unreadable(
                        f"{path.name}: it unpacks to {unpacked:,} bytes, more than any text: it is not opened"
                    )
                check(archive, packed)
                if any(_defines(archive, member) for member in archive.infolist()):
                    raise Unreadable(
                        f"{path.name}: XML in it defines entities of its own, which no program for Office does: refused"
                    )
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
            raise Unreadable(
                f"{path.name}: not a whole document, cut off or damaged: download or save it again"
            ) from None
