"""Text that was UTF-8, was read as another encoding and saved again: "â€œ" for "“", "Ã¼" for "ü", "РџСЂ" for "Пр".

The bytes that such characters stand for are put together again, sequence by sequence, so that a text of which only a
part was damaged keeps the other. A sequence that may as well be meant ("ESPAÑ”", "Гёте") is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

LEADS = {  # first bytes that are looked at: as characters of their encoding they seldom stand before a continuation
    "cp1252": (*range(0xC2, 0xC6), *range(0xCE, 0xD2), *range(0xD7, 0xDA), *range(0xE2, 0xEA), 0xEF, 0xF0),
    "cp1251": (0xC2, 0xD0, 0xD1, 0xE2),
    "mac_roman": (0xC2, 0xC3, 0xE2),
}
CONTINUATION = range(0x80, 0xC0)
LENGTHS = {2: range(0xC2, 0xE0), 3: range(0xE0, 0xF0), 4: range(0xF0, 0xF5)}  # of a sequence, by its first byte
# Dashes, quotation marks, signs of Chinese, emoji: what they become is never meant.
NEVER_MEANT = re.compile("[\u2010-\u2044€™\u3000-\u303f\ufeff-\uff65\ufffd\U0001f000-\U0001faff]")
LATIN, SIGN, GUILLEMET = re.compile("[À-ſ]"), re.compile("[\xa0-¿]"), re.compile("[«»]")
LOST = re.compile("â€(?!\\w)")  # the last byte of ” is no character in Windows-1252 and is often lost


class Misread(NamedTuple):
    """A damaged place, text[start:end], and the character that stood there."""

    start: int
    end: int
    read: str


def misread(text: str) -> list[Misread]:
    """The damaged places of a text, in order, without overlap."""
    if text.isascii():
        return []
    found = [place for codec in LEADS for place in _misread_as(codec, text)]
    found += [Misread(*match.span(), "”") for match in LOST.finditer(text)]
    kept: list[Misread] = []
    for place in sorted(found, key=lambda place: (place.start, -place.end)):
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return kept


def _misread_as(codec: str, text: str) -> Iterator[Misread]:
    places = list(_sequences(codec, text))
    runs = [_in_a_run(*three) for three in zip([None, *places], places, [*places[1:], None], strict=False)]
    sure = [run or bool(NEVER_MEANT.match(place.read)) for run, place in zip(runs, places, strict=True)]
    certain = any(sure)
    for place, is_sure in zip(places, sure, strict=True):
        if is_sure or (codec != "cp1251" and _fits(text, place)) or (certain and _stands_apart(text, place)):
            yield place


def _sequences(codec: str, text: str) -> Iterator[Misread]:
    pattern, byte_of = _pattern(codec)
    for match in pattern.finditer(text):
        try:
            read = bytes(byte_of[char] for char in match[0]).decode()
        except UnicodeDecodeError:  # a shortest form or a surrogate
            continue
        yield Misread(*match.span(), read)


@cache
def _pattern(codec: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """What a sequence of UTF-8 looks like in an encoding, and the byte of each of its characters."""
    byte_of = {chr(byte): byte for byte in CONTINUATION} if codec != "mac_roman" else {}
    for byte in range(0x80, 0xF5):
        char = bytes([byte]).decode(codec, "replace")
        byte_of[char if char != "\ufffd" else chr(byte)] = byte
    chars: dict[int, list[str]] = {byte: [] for byte in range(0x80, 0xF5)}
    for char, byte in byte_of.items():
        chars[byte].append(re.escape(char))
    rest = f"[{''.join(char for byte in CONTINUATION for char in chars[byte])}]"
    starts = {
        n: "".join(c for byte in LEADS[codec] if byte in of_n for c in chars[byte]) for n, of_n in LENGTHS.items()
    }
    return re.compile("|".join(f"[{start}]{rest}{{{n - 1}}}" for n, start in starts.items() if start)), byte_of


def _in_a_run(before: Misread | None, place: Misread, after: Misread | None) -> bool:
    """Whether a letter of another script stands beside another such one, as in a word."""
    return _foreign(place) and (
        (before is not None and before.end == place.start and _foreign(before))
        or (after is not None and after.start == place.end and _foreign(after))
    )


def _foreign(place: Misread) -> bool:
    return place.read > "ſ" and (place.read.isalpha() or "\u3000" <= place.read <= "\uffee")


def _fits(text: str, place: Misread) -> bool:
    """Whether a Latin letter or a sign stands as it would in a text, and what is there now would not."""
    before, after = text[place.start - 1 : place.start], text[place.end : place.end + 1]
    if LATIN.match(place.read):
        return after.isalpha() or before.isalpha() and not before.isupper()
    return bool(SIGN.match(place.read)) and not before.isupper()


def _stands_apart(text: str, place: Misread) -> bool:
    """Whether a character may be one of a text that is damaged beyond doubt: a guillemet, or a word of one letter."""
    beside = text[place.start - 1 : place.start] + text[place.end : place.end + 1]
    return bool(GUILLEMET.match(place.read)) or not any(map(str.isalpha, beside))
