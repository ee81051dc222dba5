"""From bytes to text and from text to its language."""

from __future__ import annotations

import codecs

import charset_normalizer
import py3langid

BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",  # before UTF-16, whose mark begins the same
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
BINARY_SHARE = 0.02  # more control characters than this: no text
CONTROL = frozenset(map(chr, range(32))) - frozenset("\t\n\v\f\r") | {"\x7f"}
ENOUGH = 20_000  # characters that tell an encoding or a language


class ReadingError(ValueError):
    """A file that holds no text: empty, binary, or in an encoding that cannot be told."""


def decode(raw: bytes) -> str:
    """The text of a file: UTF-8, else what its byte order mark or its bytes show. Newlines stay as they are.

    A byte order mark is dropped. Nothing is replaced or left out: a file that cannot be decoded whole
    raises ReadingError, as does an empty or a binary one.
    """
    if not raw.strip():
        raise ReadingError("the file is empty")
    mark = next((mark for mark in BOMS if raw.startswith(mark)), b"")
    try:
        text = raw[len(mark) :].decode(BOMS.get(mark, "utf-8"))
    except UnicodeDecodeError:
        text = _decode_unknown(raw)
    if not text.strip("\ufeff \t\r\n\v\f\0"):
        raise ReadingError("the file is empty")
    head = text[:ENOUGH]
    if sum(char in CONTROL for char in head) > BINARY_SHARE * len(head):
        raise ReadingError("the file is binary, not text")
    return text


def _decode_unknown(raw: bytes) -> str:
    if b"\0" in raw:
        raise ReadingError("the file is binary, not text")
    best = charset_normalizer.from_bytes(raw[:ENOUGH]).best()
    if best is None:
        raise ReadingError("the file's encoding cannot be told: save it as UTF-8")
    try:
        return raw.decode(best.encoding)
    except UnicodeDecodeError:
        raise ReadingError(f"the file begins as {best.encoding} and goes on otherwise: save it as UTF-8") from None


def detect_language(text: str) -> str:
    """The ISO 639-1 code of a text's language (py3langid), "" where the text has no letters."""
    head = text[:ENOUGH]
    return py3langid.classify(head)[0] if any(map(str.isalpha, head)) else ""
