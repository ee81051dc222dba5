"""From bytes to text and from text to its language."""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

import py3langid

from helpers.lexicons.languages import expected

BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",  # before UTF-16, whose mark begins the same
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
KINDS = {  # of files that are no text, by their first bytes
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "an archive or an Office document",
    b"\xd0\xcf\x11\xe0": "an Office document",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "compressed",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}
BINARY_SHARE = 0.02  # more control characters than this: no text
CONTROL = frozenset(map(chr, range(32))) - frozenset("\t\n\v\f\r") | {"\x7f"}
CONTROLS = re.compile(f"[{''.join(map(re.escape, sorted(CONTROL)))}]")
CLEARLY = 3.0  # log odds by the root of the bytes: 3 of 3,894 headlines and sentences wrong, without it 84
ENOUGH = 20_000  # characters that tell an encoding or a language
WIDE = (1 / 200, 0.95)  # UTF-16 without a mark: zeros a character, and characters of living scripts
STRAYED = 0.1  # share of zeros in UTF-8; UTF-16 has some in every blank
LIVING = ("\t\u052f", "\u2010\u22ff", "\u3000\u30ff", "\u4e00\u9fff", "\uac00\ud7a3", "\uff01\uffee")
LATIN = ("cp1252", "mac_roman", "cp1250", "iso8859_2")  # by how often they are met: the first wins a tie
CYRILLIC = ("cp1251", "koi8_r", "mac_cyrillic", "cp866", "iso8859_5")
USUAL = {  # first bytes of Korean syllables, of kana and of the characters that a standard counts among the usual ones
    "euc_kr": range(0xB0, 0xC9),
    "gb18030": range(0xB0, 0xD8),
    "big5": range(0xA4, 0xC7),
    "euc_jp": (0xA4, 0xA5, *range(0xB0, 0xD0)),
    "shift_jis": (0x82, 0x83, *range(0x88, 0x98)),
}
USUAL_LETTERS = frozenset("оеаинтсрвлкмдпу")
FITS = 0.6  # share of characters that must be usual ones where they stand
NAMES = {"cp1252": "Windows-1252", "cp1251": "Windows-1251", "cp1250": "Windows-1250", "mac_roman": "Mac Roman"}
LONG_RUN = re.compile(rb"[\x80-\xff]{4,}")  # no word of a Latin script has so many letters with marks in a row
BROKEN = re.compile("[\udc80-\udcff]+")  # bytes that are no UTF-8, as surrogateescape keeps them
OPENS, CLOSES = "“„«‚‘‹", "”»’“‘›"
# What is doubted of a file, and how severe that is.
Doubt = tuple[str, Literal["lost", "doubt", "note"]]


class ReadingError(ValueError):
    """A file that holds no text: empty, binary, or in an encoding that cannot be told."""


class Decoded(NamedTuple):
    """A file's text, and what its reader should know: damage, or that its encoding was guessed."""

    text: str
    doubts: list[Doubt]


def decode(raw: bytes) -> str:
    """The text of a file: see `decoded`."""
    return decoded(raw).text


def decoded(raw: bytes) -> Decoded:
    """The text of a file, newlines as they are: what its byte order mark says, UTF-8, else what its bytes show.

    UTF-8 with some broken bytes stays UTF-8. A byte order mark is dropped. ReadingError for an empty or a binary file,
    a document of another kind, and where no encoding fits.
    """
    if not raw.strip():
        raise ReadingError("the file is empty")
    for first, kind in KINDS.items():
        if raw.startswith(first):
            raise ReadingError(f"the file is {kind}, not text: save what it says as plain text (.txt)")
    found = _decoded(raw)
    if not found.text.strip("\ufeff \t\r\n\v\f\0"):
        raise ReadingError("the file is empty")
    head = found.text[:ENOUGH]
    if len(CONTROLS.findall(head)) > BINARY_SHARE * len(head):
        raise ReadingError("the file is binary, not text")
    return found


def encoding(head: bytes) -> str:
    """The encoding in which a file goes on that begins with these bytes, for files that are read line by line.

    utf-8-sig where it is UTF-8, with some broken bytes too. Raises ReadingError where it is binary or no encoding fits.
    """
    mark = next((mark for mark in BOMS if head.startswith(mark)), b"")
    if mark:
        return "utf-8-sig" if mark == codecs.BOM_UTF8 else BOMS[mark].rsplit("-", 1)[0]  # utf-16 drops its mark
    if wide := _without_mark(head):
        return wide
    text = head.decode("utf-8", "surrogateescape")
    broken = sum(map(len, BROKEN.findall(text[:-4])))  # the last letter may be cut in two
    if sum(char > "\x7f" for char in text) - broken >= broken:
        return "utf-8-sig"
    return _older(head)


def _decoded(raw: bytes) -> Decoded:
    mark = next((mark for mark in BOMS if raw.startswith(mark)), b"")
    if mark and mark != codecs.BOM_UTF8:
        return _marked(raw[len(mark) :], BOMS[mark])
    raw = raw[len(mark) :]
    if encoding := _without_mark(raw):
        return Decoded(raw.decode(encoding, "replace"), [_guessed(encoding)])
    try:
        return Decoded(raw.decode(), [])
    except UnicodeDecodeError:
        pass
    if b"\0" in raw:
        raise ReadingError("the file is binary, not text")
    return _mended(raw) or _guess(raw)


def _marked(raw: bytes, encoding: str) -> Decoded:
    text = raw.decode(encoding, "replace")
    damaged = text.count("\ufffd") - raw.decode(encoding, "ignore").count("\ufffd")
    return Decoded(text, [(f"{damaged} characters are damaged: read as �", "doubt")] if damaged else [])


def _without_mark(raw: bytes) -> str:
    """UTF-16 whose mark is missing, told by the zeros beside ASCII characters; "" for anything else."""
    head = raw[: ENOUGH // 2 * 2]
    if head.count(0) < WIDE[0] * len(head) / 2 or _is_narrow(head):
        return ""
    texts = {encoding: head.decode(encoding, "replace") for encoding in ("utf-16-le", "utf-16-be")}
    alive = {encoding: sum(map(_is_of_a_living_script, text)) for encoding, text in texts.items()}
    best = max(alive, key=alive.__getitem__)
    return best if alive[best] >= WIDE[1] * len(texts[best]) else ""


def _is_narrow(head: bytes) -> bool:
    """Whether bytes are UTF-8 into which zeros strayed: without them no control character is left."""
    try:
        text = head.replace(b"\0", b"").decode()
    except UnicodeDecodeError as error:
        if error.end < len(head) - head.count(0) - 3:  # the last character may be cut in two
            return False
        text = head.replace(b"\0", b"")[: error.start].decode()
    return head.count(0) <= STRAYED * len(head) and CONTROL.isdisjoint(text)


def _is_of_a_living_script(char: str) -> bool:
    """Whether news may hold a character: of ASCII to Cyrillic, a sign, Chinese, Japanese or Korean."""
    return char not in CONTROL and any(span[0] <= char <= span[1] for span in LIVING)


def _mended(raw: bytes) -> Decoded | None:
    """UTF-8 with broken bytes; None where no more characters are whole than bytes are broken.

    A byte alone is what Windows-1252 says, as pasted text has it; of a character cut in two nothing is left.
    """
    text = raw.decode("utf-8", "surrogateescape")
    damaged = sum(map(len, BROKEN.findall(text)))
    whole = sum(char > "\x7f" for char in text) - damaged
    if whole < damaged:
        return None
    end = len(text)
    text = BROKEN.sub(lambda m: _alone(m[0]) if len(m[0]) == 1 and m.end() < end else "\ufffd" * len(m[0]), text)
    bytes_are = "byte is" if damaged == 1 else "bytes are"
    return Decoded(text, [(f"{damaged} {bytes_are} damaged (no UTF-8): read as Windows-1252 or as �", "doubt")])


def _alone(byte: str) -> str:
    return byte.encode("utf-8", "surrogateescape").decode("cp1252", "replace")


# --- older encodings --------------------------------------------------------------------------------


def _guess(raw: bytes) -> Decoded:
    """The text in the encoding of one byte a letter, or of an Asian language, that its bytes show."""
    older = _older(raw)
    text = raw.decode(older, "replace")
    damaged = text.count("\ufffd")
    doubts = [_guessed(older)]
    if damaged:
        doubts.append((f"{damaged} bytes are none of that encoding: read as �", "doubt"))
    return Decoded(text, doubts)


def _older(raw: bytes) -> str:
    high = len(re.findall(rb"[\x80-\xff]", raw[:ENOUGH]))
    in_runs = sum(map(len, LONG_RUN.findall(raw[:ENOUGH])))
    return _other_script(raw) if in_runs > high / 2 else _latin(raw)


def _guessed(encoding: str) -> Doubt:
    return f"not UTF-8: read as {NAMES.get(encoding, encoding.replace('_', '-').upper())}", "note"


def _latin(raw: bytes) -> str:
    """The encoding in which letters, quotation marks and signs stand where they do in Latin script."""
    return max(LATIN, key=lambda encoding: _fit(raw[:ENOUGH].decode(encoding, "replace")))


def _other_script(raw: bytes) -> str:
    """The encoding that gives letters of one script where they stand in a text, or the usual ones of an Asian one."""
    fits = {encoding: _cyrillic(raw[:ENOUGH].decode(encoding, "replace")) for encoding in CYRILLIC}
    fits |= {encoding: _usual(raw[:ENOUGH].decode(encoding, "replace"), encoding) for encoding in USUAL}
    best = max(fits, key=fits.__getitem__)
    if fits[best] < FITS:
        raise ReadingError("the file's encoding cannot be told: save it as UTF-8")
    return best


def _usual(text: str, encoding: str) -> float:
    """The share of usual characters among those beyond ASCII that are letters, or none at all."""
    chars = [char for char in text if char > "\x7f" and (char.isalpha() or char == "\ufffd")]
    usual = sum(char != "\ufffd" and char.encode(encoding)[0] in USUAL[encoding] for char in chars)
    return usual / max(1, len(chars))


def _cyrillic(text: str) -> float:
    """The mean of `_fit` and of the share of usual letters, five in six of Russian text, which tells ALL CAPITALS."""
    chars = [char.lower() for char in text if char > "\x7f"]
    return (_fit(text) + sum(char in USUAL_LETTERS for char in chars) / max(1, len(chars))) / 2


def _fit(text: str) -> float:
    """The share of the characters beyond ASCII that stand where they do in a Latin or Cyrillic text."""
    fits = list(_fits(text))
    return sum(fits) / max(1, len(fits))


def _fits(text: str) -> Iterator[bool]:
    for at, char in enumerate(text):
        if char <= "\x7f":
            continue
        before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
        if char.isalpha():
            alone = not before.isalpha() and not after.isalpha()
            known = char < "\u0180" and not alone or "А" <= char <= "я" or char in "ЁёІіЇїЄєҐґ"
            begins = not before.isalpha() or before.isupper() and not after.islower()
            yield known and (begins or char.islower())
        elif char in OPENS + CLOSES:
            opens = char in OPENS and not before.isalnum() and not after.isspace()
            closes = char in CLOSES and not before.isspace() and (not after.isalnum() or char == "’")
            yield opens or closes
        elif char in "–—":
            yield before.isspace() == after.isspace()
        else:
            yield char in "\xa0…®™©²³°" and not after.islower() or char in "\xa0€£§•½¼¾¿¡·№" and not before.isalpha()


def detect_language(text: str) -> str:
    """The ISO 639-1 code of a text's language (py3langid), "" where the text has no letters.

    Another language than those expected must be clearly more likely than the likeliest of them: of headlines, a few
    in a hundred seem to be Pidgin, Latin or Wu by a hair.
    """
    head = text[:ENOUGH]
    if not any(map(str.isalpha, head)):
        return ""
    ranked = py3langid.rank(head)
    language, score = ranked[0]
    likeliest, its_score = next((name, number) for name, number in ranked if name in expected())
    return language if score - its_score > CLEARLY * math.sqrt(len(head.encode())) else likeliest
