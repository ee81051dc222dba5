"""Files that unfold to far more than they are: archives, Office documents, XML with entities of entities."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from helpers.study.readers.document import Unreadable

MOST_BYTES = 4_000_000_000  # of all that an archive holds, unpacked
MOST_WHOLE = 300_000_000  # of a document that is read whole: an export of 500 articles unpacks to some 20 million
MOST_RATIO = 200  # bytes unpacked for one packed; text is packed 3 to 20 times
SMALL = 10_000_000  # bytes that may be packed however well
MOST_FILES = 1_000_000
PROTECTED = b"\xd0\xcf\x11\xe0"  # an Office document of today begins with it only when a password protects it
SAYS = "it would unfold to {size}: refused, as it may be made to fill the disk"


def check(archive: zipfile.ZipFile, packed: int) -> None:
    """Raise Unreadable for an archive that holds too much for its size, or is protected by a password."""
    held = archive.infolist()
    size = sum(member.file_size for member in held)
    if len(held) > MOST_FILES or size > MOST_BYTES or size > SMALL and size > MOST_RATIO * max(1, packed):
        raise Unreadable(SAYS.format(size=f"{size // 1_000_000:,} MB in {len(held):,} files"))
    if any(member.flag_bits & 1 for member in held):
        raise Unreadable("protected by a password: unpack it, and give what it holds")


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
        except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):  # NotImplementedError among the last
            raise Unreadable(
                f"{path.name}: not a whole document, cut off or damaged: download or save it again"
            ) from None
