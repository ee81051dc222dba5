"""Reading: UTF-8 and what is not, never silently mangled."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reading import ReadingError, decode, detect_language

GERMAN = "Die Häfen am Fluss gehören den Städten, und die Städte gehören den Bürgern. Für alle gilt das Gleiche."
RUSSIAN = "Порты на реке принадлежат городам, а города принадлежат жителям, и так было всегда. Для всех это верно."


def test_utf8_as_it_is_with_its_newlines() -> None:
    assert decode("a\r\nb\rc\n é".encode()) == "a\r\nb\rc\n é"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_is_followed_and_dropped(mark: bytes, encoding: str) -> None:
    assert decode(mark + GERMAN.encode(encoding)) == GERMAN


@pytest.mark.parametrize(("text", "encoding"), [(GERMAN, "cp1252"), (RUSSIAN, "cp1251")])
def test_an_older_encoding_is_detected(text: str, encoding: str) -> None:
    assert decode((text * 5).encode(encoding)) == text * 5


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff", "binary"),
        (bytes(range(32)) * 20, "binary"),
        (("text" * 10_000).encode() + b"\xff\xfe\x00", "binary"),
    ],
)
def test_what_is_no_text(raw: bytes, reason: str) -> None:
    with pytest.raises(ReadingError, match=reason):
        decode(raw)


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip))
def test_utf8_comes_back(text: str) -> None:
    if text.strip("\ufeff \xa0") and not text.startswith("\ufeff"):
        assert decode(text.encode()) == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (GERMAN, "de"),
        (RUSSIAN, "ru"),
        ("The ports on the river belong to the towns and always did.", "en"),
        ("123", ""),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect_language(text) == language
