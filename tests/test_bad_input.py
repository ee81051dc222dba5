"""Bad input is an entry in `errors` or refused in one sentence, whatever the format it comes in."""

import io
import re
import sys
import time
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pandas as pd
import pdfplumber
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from docx import Document as WordDocument
from hypothesis import given
from hypothesis import strategies as st

from helpers.figures.house import files, layout
from helpers.study import load_study, store
from helpers.study.catalogue import entries
from helpers.study.readers import Document, Unreadable, archives, bombs, pdf_pages
from helpers.study.table_file import _cell, neutral
from helpers.tables import schemas
from helpers.tables.schemas import neutral_table

SAID = "The keeper of the lighthouse said the lamp was lit on Monday."


def read(path: Path, content: bytes) -> tuple[list[Document], list[tuple[int, str, str]]]:
    path.write_bytes(content)
    found = [item for _, item in archives.read(path)]
    problems = [(item.row, item.severity, item.problem) for item in found if not isinstance(item, Document)]
    return [item for item in found if isinstance(item, Document)], problems


def workbook(*rows: tuple[str, ...]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def word(*paragraphs: str) -> bytes:
    document, out = WordDocument(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()


def edited(raw: bytes, part: str, change) -> bytes:
    """An Office document with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


# --- archives -----------------------------------------------------------------------------------


def test_links_and_drives_in_an_archive_are_lost_by_name(tmp_path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, mode in (("link.txt", 0o120777), ("pipe.txt", 0o010644), ("C:\\x.txt", 0), ("good.txt", 0o100644)):
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            archive.writestr(info, "/etc/hostname" if name == "link.txt" else SAID)
    documents, problems = read(tmp_path / "a.zip", out.getvalue())
    assert [document.body for document in documents] == [SAID]
    assert [severity for _, severity, _ in problems] == ["lost"] * 3
    assert sum("a link" in said for *_, said in problems) == 2


def test_a_crawl_with_a_record_without_an_address_is_told(tmp_path) -> None:
    raw = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<html>"
    documents, problems = read(tmp_path / "a.warc", raw)
    assert not documents and [(row, severity) for row, severity, _ in problems] == [(1, "lost")]


# --- what unfolds -------------------------------------------------------------------------------

ENTITIES = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("name", "raw", "part"),
    [
        ("a.docx", word(SAID), "word/document.xml"),
        ("a.docx", word(SAID), "word/styles.xml"),
        ("a.docx", word(SAID), "_rels/.rels"),
        ("a.xlsx", workbook(("title", "text"), ("A", SAID)), "xl/workbook.xml"),
        ("a.xlsx", workbook(("title", "text"), ("A", SAID)), "xl/worksheets/sheet1.xml"),
    ],
    ids=["document", "styles", "relations", "workbook", "sheet"],  # the bytes hold the time at which they were made
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_part_of_an_office_document_may_define_entities(name, raw, part, encoding, tmp_path) -> None:
    def change(xml: bytes) -> bytes:
        body = re.sub(rb"^<\?xml[^>]*\?>", b"", xml)
        return (f"<?xml version='1.0' encoding='{encoding}'?>" + (ENTITIES + body).decode()).encode(encoding)

    assert read(tmp_path / name, raw)[0]
    with pytest.raises(Unreadable, match="defines entities of its own"):
        read(tmp_path / name, edited(raw, part, change))


LINE = b"BT /F1 12 Tf 50 700 Td (The lamp was lit on Monday.) Tj ET\n"
PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
    b"/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>"
)


def a_stream(drawn: bytes, about: bytes = b"/Filter/FlateDecode") -> bytes:
    packed = zlib.compress(drawn, 9)
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(packed), about, packed)


def a_pdf(drawn: bytes, *more: bytes, kids: int = 1, page: bytes = PAGE) -> bytes:
    """A PDF of some pages, on all of which packed bytes draw; more: its objects from number 6 on."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count 1>>" % b" ".join(b"%d 0 R" % (6 + len(more) + at) for at in range(kids)),
        b"<<>>",
        a_stream(drawn) if drawn[:2] != b"<<" else drawn,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
        *[page] * kids,
    ]
    return (
        b"%PDF-1.4\n"
        + b"".join(b"%d 0 obj\n%s\nendobj\n" % part for part in enumerate(parts, 1))
        + b"trailer<</Size %d/Root 1 0 R>>\n%%%%EOF" % (len(parts) + 1)
    )


def a_form(drawn: bytes, inside: int) -> bytes:
    """A form, in which the object of this number is the form X."""
    own = b"/Resources<</Font<</F1 5 0 R>>/XObject<</X %d 0 R>>>>" % inside
    return a_stream(drawn, b"/Filter/FlateDecode/Type/XObject/Subtype/Form/BBox[0 0 600 800]" + own)


def test_the_clock_runs_only_while_a_pdf_is_read_here(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(pdf_pages, "SECONDS", -1)
    with pytest.raises(Unreadable, match="it takes longer to read than any text"):
        read(tmp_path / "a.pdf", a_pdf(LINE))
    with pdfplumber.open(tmp_path / "a.pdf") as pdf:  # as anybody in the same process may
        assert "The lamp" in pdf.pages[0].extract_text()


def test_a_pdf_that_unfolds_or_draws_without_end_is_refused(tmp_path, monkeypatch) -> None:
    assert read(tmp_path / "a.pdf", a_pdf(LINE))[0][0].body == "The lamp was lit on Monday."
    monkeypatch.setattr(pdf_pages, "MOST_DRAWN", 10_000)
    with pytest.raises(Unreadable, match="pages of more than"):
        read(tmp_path / "a.pdf", a_pdf(LINE * 2_000))
    monkeypatch.setattr(bombs, "MOST_WHOLE", 1_000_000)
    with pytest.raises(Unreadable, match="more than 1 MB"):
        read(tmp_path / "a.pdf", a_pdf(LINE + b" " * 2_000_000))
    monkeypatch.setattr(bombs, "MOST_BYTES", 500_000)
    with pytest.raises(Unreadable, match="refused"):
        read(tmp_path / "a.pdf", a_pdf(LINE, *[a_stream(b" " * 200_000)] * 3))


@pytest.mark.parametrize("drawn", [b"/X Do\n" * 10, b"/X 1 w Do\n" * 10], ids=["plainly", "behind a number"])
def test_forms_of_forms_in_a_pdf_count_each_time_that_they_are_drawn(drawn, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(pdf_pages, "MOST_DRAWN", 100_000)
    monkeypatch.setattr(pdf_pages, "MOST_ON_PAGE", 10_000)
    once = a_pdf(b"/X Do\n", a_form(b"/X Do\n", 7), a_form(LINE, 7))
    assert read(tmp_path / "a.pdf", once)[0][0].body == "The lamp was lit on Monday."
    forms = [*(a_form(drawn, number) for number in range(7, 16)), a_form(LINE, 16)]
    with pytest.raises(Unreadable, match="refused"):
        read(tmp_path / "a.pdf", a_pdf(drawn, *forms))


def test_a_page_of_a_pdf_draws_no_more_than_a_page_holds(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(pdf_pages, "MOST_ON_PAGE", 100)
    assert read(tmp_path / "a.pdf", a_pdf(LINE, kids=2))[0]
    for drawn in (LINE * 4, b"0 0 m 9 9 l S\n" * 101, b"/X Do\n" * 101):
        with pytest.raises(Unreadable, match="more than any text on one page"):
            read(tmp_path / "a.pdf", a_pdf(drawn, a_form(b"", 6)))
    monkeypatch.setattr(pdf_pages, "MOST_MARKS", 40)
    with pytest.raises(Unreadable, match="more than any text on its pages"):
        read(tmp_path / "a.pdf", a_pdf(LINE, kids=2))
    monkeypatch.setattr(pdf_pages, "MOST_PAGES", 4)
    monkeypatch.setattr(pdf_pages, "MOST_MARKS", 1_000)
    with pytest.raises(Unreadable, match="more than 4 pages"):
        read(tmp_path / "a.pdf", a_pdf(LINE, kids=5))


@pytest.mark.skipif(sys.platform != "linux", reason="no other system bounds the memory of a process")
def test_what_a_pdf_asks_for_beyond_all_memory_is_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(bombs, "MOST_MEMORY", 100_000_000)
    twice = a_stream(zlib.compress(b" " * 150_000_000), b"/Filter[/FlateDecode/FlateDecode]")
    wide = a_stream(b"\2" * 100, b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 150000000>>")
    for drawn in (twice, wide):
        with pytest.raises(Unreadable, match="unfold to more than 100 MB"):
            read(tmp_path / "a.pdf", a_pdf(drawn))
    assert len(bytearray(200_000_000)) == 200_000_000  # the bound has gone


def test_a_pdf_of_objects_in_objects_without_end_is_refused_in_a_sentence(tmp_path) -> None:
    deep = b"<</Type/Page/MediaBox " + b"[" * 20_000 + b"]" * 20_000 + b"/Contents 4 0 R>>"
    with pytest.raises(Unreadable, match="damaged"):
        read(tmp_path / "a.pdf", a_pdf(LINE, page=deep))


ENDLESS = {
    "a string in an object": {"drawn": LINE, "page": PAGE[:-2] + b"/X (" + rb"\n" * 400_000},
    "a string on a page": {"drawn": b"BT (" + rb"\n" * 400_000},
    "an image on a page": {"drawn": b"BI ID " + b"E" * 800_000},
}


@pytest.mark.parametrize("made", ENDLESS.values(), ids=ENDLESS)
def test_a_pdf_that_takes_longer_than_any_text_is_refused(made, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(pdf_pages, "SECONDS", 0.3)
    monkeypatch.setattr(pdf_pages, "OF_A_MB", 0)
    assert read(tmp_path / "a.pdf", a_pdf(LINE))[0][0].body == "The lamp was lit on Monday."
    began = time.process_time()
    with pytest.raises(Unreadable, match="takes longer to read than any text"):
        read(tmp_path / "a.pdf", a_pdf(**made))
    assert time.process_time() - began < 3


def test_a_cell_that_says_it_is_wide_is_one_cell(tmp_path) -> None:
    document, out = WordDocument(), io.BytesIO()
    document.add_table(1, 2).rows[0].cells[0].text = SAID
    document.save(out)
    wide = edited(
        out.getvalue(),
        "word/document.xml",
        lambda xml: re.sub(rb"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="2000000000"/>', xml, count=1),
    )
    assert [found.body for found in read(tmp_path / "a.docx", wide)[0]] == [SAID]


def test_text_that_is_kept_once_and_stands_in_many_rows_is_cut_off(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(store, "MOST_TEXT", 100_000)
    column = pa.array([SAID * 100] * 3_000).dictionary_encode()
    (tmp_path / "a").mkdir()
    pq.write_table(pa.table({"text": column}), tmp_path / "a" / "a.parquet")
    found = store.source(tmp_path / "a" / "a.parquet", tmp_path / "store", {})
    assert 0 < len(found.entries) < 3_000
    assert [p.severity for p in found.problems if "refused" in p.problem] == ["lost"]


def test_a_parquet_file_that_unpacks_to_far_more_is_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(bombs, "SMALL", 100_000)
    out = io.BytesIO()
    pq.write_table(pa.table({"text": ["a" * 3_000_000]}), out, compression="zstd", use_dictionary=False)
    with pytest.raises(Unreadable, match="would unfold to"):
        read(tmp_path / "a.parquet", out.getvalue())


# --- tables -------------------------------------------------------------------------------------


def test_rows_of_a_table_of_which_none_can_be_read_are_lost_each(tmp_path) -> None:
    documents, problems = read(tmp_path / "a.csv", b"title,text\n" + b'T,"She "said" so, he left\n' * 30)
    assert not documents and [(row, severity) for row, severity, _ in problems] == [(n, "lost") for n in range(2, 32)]


def test_in_a_table_of_one_column_a_comma_parts_nothing(tmp_path) -> None:
    documents, problems = read(tmp_path / "a.csv", b'text\nThe lamp, she said, was lit.\n"The sea, too; it was"\n')
    assert [document.body for document in documents] == ["The lamp, she said, was lit.", "The sea, too; it was"]
    assert {severity for _, severity, _ in problems} == {"note"}


def test_bytes_in_a_cell_are_text(tmp_path) -> None:
    out = io.BytesIO()
    pq.write_table(
        pa.table({"text": pa.array([SAID.encode(), "Маяк зажгли в понедельник, сказал он.".encode("cp1251")])}), out
    )
    documents, _ = read(tmp_path / "a.parquet", out.getvalue())
    assert [document.body for document in documents] == [SAID, "Маяк зажгли в понедельник, сказал он."]


def test_a_sheet_that_understates_its_size_is_read_whole(tmp_path) -> None:
    raw = workbook(("title", "text"), ("A", SAID), ("B", SAID))
    small = edited(raw, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'ref="A1:B3"', b'ref="A1"'))
    assert small != raw
    assert [document.title for document in read(tmp_path / "a.xlsx", small)[0]] == ["A", "B"]


def test_ids_that_are_there_twice_or_are_none_are_told_in_one_line_a_file(tmp_path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "a.csv").write_text(
        f"article_id,text\nx,{SAID}\nx,{SAID} No.\n../y,{SAID} Yes.\n,{SAID} So.\nz,{SAID} It.\n"
    )
    articles, problems = entries(load_study(home), tmp_path / "store")
    assert [article.article_id for article in articles] == ["x", "a-3", "a-4", "a-5", "z"]
    (said,) = [problem for problem in problems if "the id" in problem.problem]
    assert (said.file, said.row, said.severity) == ("a.csv", 3, "note")
    assert said.problem == "the id 'x' is there twice or cannot be an id (so are 1 more); it gets 'a-3'"


# --- names --------------------------------------------------------------------------------------


def test_a_backslash_in_a_name_is_told(tmp_path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for name in ("a\\b.txt", "good.txt"):
        (home / name).write_text(SAID)
    articles, problems = entries(load_study(home), tmp_path / "store")
    assert [article.file for article in articles] == ["good.txt"]
    assert [(problem.file, problem.severity) for problem in problems] == [("a\\b.txt", "lost")]
    assert "backslash" in problems[0].problem


# --- cells that a spreadsheet takes for formulas ------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-cmd", "'-cmd"),
        ("- she said", "'- she said"),
        (" +1+1", "' +1+1"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("'-0.3", "''-0.3"),
        ("-0.3", "-0.3"),
        ("+12.5%", "+12.5%"),
        ("-1,200", "-1,200"),
        ("1e-5", "1e-5"),
        ("'plain'", "'plain'"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_what_would_be_a_formula_gets_an_apostrophe_and_numbers_none(cell, written) -> None:
    assert neutral(cell) == written
    assert neutral_table(pa.table({"a": [cell, None]}))["a"].to_pylist() == [written, None]


@given(st.text("'=+-@ \t\r\n0123.,%e＝ab", max_size=8))
def test_a_cell_comes_back_and_arrow_agrees_with_python(cell) -> None:
    assert neutral_table(pa.table({"a": [cell]}))["a"].to_pylist() == [neutral(cell)]
    assert not neutral(cell).startswith(("=", "@", "\t", "\r"))
    plain = " ".join(cell.split())
    assert " ".join(_cell(neutral(cell)).split()) == plain or plain.startswith("'")


def test_numbers_in_a_table_stay_numbers(tmp_path) -> None:
    table = neutral_table(pa.table({"text": ["=1"], "score": [-0.3]}))
    pa.csv.write_csv(table, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text() == '"text","score"\n"\'=1",-0.3\n'


def test_tables_and_figures_are_neutral_as_csv_and_raw_as_parquet(tmp_path) -> None:
    with schemas.Writers(tmp_path, ["errors"]) as writers:
        writers.add("errors", schemas.build("errors", [("=cmd|calc.txt", -1, "@ is no text", "lost")]))
    written = (tmp_path / "errors.csv").read_text().splitlines()[1]
    assert written == '"\'=cmd|calc.txt",-1,"\'@ is no text","lost"'
    assert schemas.read(tmp_path, "errors")["file"].tolist() == ["=cmd|calc.txt"]
    data = pd.DataFrame({"outlet": ["=1+1", "Gazette"], "share": [-0.3, 0.5], "shown": ["-0.3", "+a"]})
    page = layout.page("One", "Of two", "Source", lambda page: None, height=1).describe(alt="One", data=data, n=1)
    files.export(page, "one", tmp_path)
    assert (tmp_path / "one.csv").read_text() == "outlet,share,shown\n'=1+1,-0.3,-0.3\nGazette,0.5,'+a\n"
