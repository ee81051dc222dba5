"""Reading: UTF-8 and what is not, never silently mangled."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reading import ReadingError, decode, decoded, detect_language

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
    ("text", "encoding"),
    [
        ("The mayor’s boat didn’t sail.", "cp1252"),
        ("Das Schloß ist größer.", "cp1252"),
        ("The mayor’s boat didn’t sail – “not once”.", "mac_roman"),
        ("Wójt gminy oświadczył, że są winni", "cp1250"),
        ("Мэр города молчит", "cp1251"),
        ("МЭР ГОРОДА МОЛЧИТ", "cp1251"),
        ("Мэр города молчит", "koi8_r"),
        ("Мэр города Энска молчит", "mac_cyrillic"),
        ("市长星期五在港口对记者说，这里没有船。", "gb18030"),
        ("市長星期五在港口對記者說，這裡沒有船。", "big5"),
        ("市長は金曜日、港で記者団に語った。", "shift_jis"),
        ("시장은 금요일 항구에서 기자들에게 말했다.", "euc_kr"),
        ("The sign reads: Добро пожаловать. Nobody came.", "cp1251"),
    ],
)
def test_a_short_text_in_an_older_encoding(text: str, encoding: str) -> None:
    found = decoded(text.encode(encoding))
    assert found.text == text
    assert [severity for _, severity in found.doubts] == ["note"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["The mayor left.\n", RUSSIAN, "一开始，市长说：没有船。\n市长一言不发。\n"])
def test_utf16_without_a_mark(text: str, encoding: str) -> None:
    found = decoded(text.encode(encoding))
    assert found.text == text and found.doubts


@pytest.mark.parametrize(
    ("raw", "text", "damaged"),
    [
        ("“The boat – sailed.” Nobody".encode().replace(b" N", b"\xa0N"), "“The boat – sailed.”\xa0Nobody", "1 byte"),
        ("“The boat” – and café".encode() + b" caf\xe9s", "“The boat” – and café cafés", "1 byte"),
        ("“The boat” – “it”".encode()[:-1], "“The boat” – “it\ufffd\ufffd", "2 bytes"),
        (codecs.BOM_UTF8 + "Öl für Köln".encode() + b"\x93", "Öl für Köln\ufffd", "1 byte"),
    ],
)
def test_utf8_with_broken_bytes_stays_utf8(raw: bytes, text: str, damaged: str) -> None:
    found = decoded(raw)
    assert found.text == text
    assert found.doubts[0][0].startswith(damaged) and found.doubts[0][1] == "doubt"


def test_sound_utf8_is_not_doubted() -> None:
    assert decoded(GERMAN.encode()).doubts == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("EU summit: Bloc backs new visa rules", "en"),
        ("Sierra Leone president opens new bridge", "en"),
        ("海港城市发生火灾", "zh"),
        ("Le maire de la ville est arrivé lundi", "fr"),
        ("Belediye başkanı pazartesi günü geldi", "tr"),
        ("Міський голова приїхав у понеділок", "uk"),
    ],
)
def test_language_of_a_headline(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff", "a picture"),
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


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "a PDF"),
        (b"{\\rtf1\\ansi Hello.}", "RTF"),
        (b"GIF89a plain", "a picture"),
    ],
)
def test_a_document_of_another_kind_is_told_by_its_first_bytes(raw, kind):
    with pytest.raises(ReadingError, match=f"is {kind}, not text: save"):
        decode(raw)
    assert decode(b"The report is called " + raw)


def test_a_zero_that_strayed_into_utf8_makes_no_utf16_of_it():
    text = "The old bridge\0 stays shut, the mayor said — “for long”."
    assert decode(text.encode()) == text
    assert decode(text.encode("ascii", "ignore")) == text.encode("ascii", "ignore").decode()
    assert decode("Старый мост закрыт, сказал мэр.".encode("utf-16-le")) == "Старый мост закрыт, сказал мэр."
