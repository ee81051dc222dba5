"""Exports of databases: split into their documents by their own marks. All texts are of the tests' own words."""

import io
import zipfile

import pytest
from docx import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from helpers.study.errors import Problem
from helpers.study.readers import dated, europresse, exports, factiva, integrum, marks, nexis, pdf, word
from helpers.study.readers.document import Unreadable

FIRST = "The old bridge over the river was shut on Monday, the mayor said."
SECOND = '"Nobody was hurt," she added: "We shall build it again."'
THIRD = "Traffic goes by the northern road until the autumn of next year."


def split(reader, path, raw=None):
    if raw is not None:
        path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    found = list(reader.read(path))
    return [f for f in found if not isinstance(f, Problem)], [f for f in found if isinstance(f, Problem)]


# --- classic LexisNexis: text -----------------------------------------------------------------------

LANGUAGES = {
    "en": {
        "counter": "{} of {} DOCUMENTS",
        "outlet": "The Daily Example (London)",
        "date": "March 14, 2014 Friday",
        "fields": ("BYLINE: Ann Example", "SECTION: WORLD; Pg. 5", "LENGTH: 36 words"),
        "tail": ("LOAD-DATE: March 15, 2014", "LANGUAGE: ENGLISH", "PUBLICATION-TYPE: Newspaper"),
        "rights": ("Copyright 2014 Example Media Ltd", "All Rights Reserved"),
    },
    "de": {
        "counter": "Dokument {} von {}",
        "outlet": "Beispiel-Zeitung",
        "date": "Freitag 14. März 2014",
        "fields": ("AUTOR: Von Ann Example", "RUBRIK: WORLD; Pg. 5", "LÄNGE: 36 Wörter"),
        "tail": ("UPDATE: 14. März 2014", "SPRACHE: GERMAN; DEUTSCH", "PUBLICATION-TYPE: Zeitung"),
        "rights": ("Copyright 2014 Beispiel GmbH", "Alle Rechte vorbehalten"),
    },
    "fr": {
        "counter": "Document {} de {}",
        "outlet": "Le Journal d'Exemple",
        "date": "vendredi 14 mars 2014",
        "fields": ("AUTEUR: Ann Example", "RUBRIQUE: WORLD; Pg. 5", "LONGUEUR: 36 mots"),
        "tail": ("DATE-CHARGEMENT: 15 mars 2014", "LANGUE: FRENCH; FRANÇAIS", "TYPE-PUBLICATION: Journal"),
        "rights": ("Copyright 2014 Exemple SA", "Tous droits réservés"),
    },
    "ru": {
        "counter": "{} из {} ДОКУМЕНТОВ",
        "outlet": "Вестник Примера",
        "date": "14 марта 2014 г., пятница",
        "fields": ("АВТОР: Ann Example", "РУБРИКА: WORLD; Pg. 5", "ОБЪЁМ: 36 слов"),
        "tail": ("ДАТА ЗАГРУЗКИ: 15 марта 2014 г.", "ЯЗЫК: РУССКИЙ", "ТИП ПУБЛИКАЦИИ: Газета"),
        "rights": ("Copyright 2014 Пример", "Все права защищены"),
    },
    "zh": {
        "counter": "第 {} 篇，共 {} 篇",
        "outlet": "示例日报",
        "date": "2014年3月14日 星期五",
        "fields": ("作者：Ann Example", "版面：WORLD; Pg. 5", "字数：36 字"),
        "tail": ("加载日期：2014年3月15日", "语言：中文", "出版物类型：报纸"),
        "rights": ("Copyright 2014 示例", "版权所有"),
    },
}
ISO = {"en": "en", "de": "de", "fr": "fr", "ru": "ru", "zh": "zh"}


def classic(code, number, total, title, paragraphs=(FIRST, SECOND, THIRD)):
    own = LANGUAGES[code]
    centred = [own["counter"].format(number, total), "", own["outlet"], "", own["date"]]
    head = [f"{' ' * 30}{line}" if line else "" for line in centred]
    lines = [*own["fields"], *paragraphs, *own["tail"]]
    foot = [f"{' ' * 20}{line}" for line in own["rights"]]
    return "\n".join([*head, "", title, "", "\n\n".join(lines), "", *foot, "", ""])


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_classic_text_is_split_in_every_language_of_its_interface(code, tmp_path):
    cover = "Download Request: Selected Items: 1-2\nTime Of Request: Friday, March 20, 2014\n\nTerms: (bridge)\n\n\n"
    text = (
        cover + classic(code, 1, 2, "A bridge is shut") + classic(code, 2, 2, "A road is built", (THIRD, FIRST, SECOND))
    )
    head = text.encode()
    assert exports.knows(head, tmp_path / "a.TXT")
    (one, two), problems = split(exports, tmp_path / "a.TXT", head)
    assert (one.title, two.title) == ("A bridge is shut", "A road is built")
    assert one.body == "\n\n".join((FIRST, SECOND, THIRD))
    assert two.body == "\n\n".join((THIRD, FIRST, SECOND))
    assert one.outlet == LANGUAGES[code]["outlet"]
    assert (one.published, one.author, one.language, one.place) == ("2014-03-14", "Ann Example", ISO[code], "1")
    assert one.note.startswith("section: WORLD; Pg. 5; length: 36")
    assert not problems


def test_wrapped_lines_are_put_together_and_indented_ones_begin_a_paragraph(tmp_path):
    wrapped = "The old bridge over the river\nwas shut on Monday, the mayor\nsaid.\n   She spoke at noon."
    (one,), _ = split(exports, tmp_path / "a.txt", classic("en", 1, 1, "A bridge\nis shut", (wrapped,)))
    assert one.title == "A bridge is shut"
    assert one.body == f"{FIRST}\n\nShe spoke at noon."


def test_a_missing_number_a_double_and_a_part_of_a_larger_result_are_told(tmp_path):
    text = "".join(classic("en", n, 5, f"Title {n}") for n in (1, 2, 2, 4))
    found, problems = split(exports, tmp_path / "a.txt", text)
    assert [document.place for document in found] == ["1", "2", "2", "4"]
    said = " ".join(problem.problem for problem in problems)
    assert "document 2 is in the file twice" in said and "but 3 is not there" in said and "1 to 4 of 5" in said
    assert {problem.severity for problem in problems} == {"doubt"}
    text = "".join(classic("en", n, 900, f"Title {n}") for n in (201, 202))
    _, (note,) = split(exports, tmp_path / "b.txt", text)
    assert note.severity == "note" and "201 to 202 of 900" in note.problem


def test_a_document_without_a_text_is_lost_and_told_with_its_number(tmp_path):
    text = classic("en", 1, 2, "A bridge is shut") + classic("en", 2, 2, "A photograph", ())
    (one,), (lost,) = split(exports, tmp_path / "a.txt", text)
    assert one.title == "A bridge is shut"
    assert (lost.file, lost.row, lost.severity) == ("a.txt", 2, "lost") and "A photograph" in lost.problem


def test_a_text_much_shorter_than_it_says_is_doubted(tmp_path):
    text = classic("en", 1, 1, "A bridge is shut").replace("36 words", "1,200 words")
    _, (doubt,) = split(exports, tmp_path / "a.txt", text)
    assert doubt.severity == "doubt" and "1,200 words stated" in doubt.problem


def test_a_text_that_speaks_of_documents_is_no_export(tmp_path):
    text = (
        b"A bridge is shut\n\nThe court read 3 of 10 documents on Monday. LENGTH: unknown.\n\n3 of 10 documents\n\nEnd."
    )
    assert not exports.knows(text, tmp_path / "a.txt")


@given(st.lists(st.sampled_from([FIRST, SECOND, THIRD]), min_size=1, max_size=6), st.sampled_from(sorted(LANGUAGES)))
def test_no_word_of_a_text_is_lost(paragraphs, code):
    lines = exports.filled(exports.of_text(classic(code, 1, 1, "A bridge is shut", paragraphs)))
    (found,) = (f for f in exports.documents(lines, "a.txt") if not isinstance(f, Problem))
    assert found.body.split("\n\n") == paragraphs


# --- classic LexisNexis: HTML -----------------------------------------------------------------------

CSS = "<STYLE><!-- .c1 { text-align: center; } .c6 { text-align: left; } .c8 { font-weight: bold; } --></STYLE>"


def nexis_html(number, total, title, body):
    def row(text, style="c6"):
        return f'<BR><DIV><P CLASS="{style}">{text}</P></DIV>'

    def field(name, value):
        return row(f'<SPAN CLASS="c8">{name}: </SPAN><SPAN>{value}</SPAN>')

    start = f'<A NAME="DOC_ID_0_{number}"></A><!-- Hide XML section from browser\n<DOC NUMBER={number}>\n<DOCFULL> -->'
    head = row(f"{number} of {total} DOCUMENTS", "c1") + row("The Daily Example", "c1")
    head += row("<SPAN>March</SPAN><SPAN> 14, 2014 Friday<BR>Late Edition</SPAN>", "c1") + row(title)
    fields = field("BYLINE", "By ANN EXAMPLE") + field("SECTION", "World; Page 5") + field("LENGTH", "36 words")
    text = "<DIV>" + "".join(f'<P CLASS="c9"><SPAN>{paragraph}</SPAN></P>' for paragraph in body) + "</DIV>"
    foot = field("LOAD-DATE", "March 15, 2014") + field("LANGUAGE", "ENGLISH") + field("GRAPHIC", "A map of the river")
    rights = row("Copyright 2014 Example Media<BR>All Rights Reserved", "c1")
    end = "<!-- Hide XML section from browser\n</DOCFULL> -->\n<DIV CLASS='c10'/>"
    return f"{start}{head}{fields}{text}{foot}{rights}{end}"


def test_the_documents_of_an_html_file_of_lexisnexis(tmp_path):
    marked = FIRST.replace("bridge", "<SPAN CLASS='c4'>bridge</SPAN>").replace("river", "<SPAN>river</SPAN>")
    body = (marked, f"{SECOND}<BR>&nbsp;<BR>{THIRD}")
    parts = "".join(nexis_html(n, 300, f"First part;<BR>Part {n}", body) for n in range(1, 301))
    page = f"<HTML><HEAD>{CSS}<!-- LXNComment 1:2 --></HEAD><BODY>{parts}</BODY></HTML>"
    assert nexis.knows(page.encode(), tmp_path / "a.html")
    found, problems = split(nexis, tmp_path / "a.html", page)
    assert len(found) == 300 and not problems
    last = found[-1]
    assert (last.title, last.place) == ("First part; Part 300", "300")
    assert last.body == "\n\n".join((FIRST, SECOND, THIRD))
    assert (last.published, last.author, last.outlet, last.language) == (
        "2014-03-14",
        "ANN EXAMPLE",
        "The Daily Example",
        "en",
    )
    assert last.note == "section: World; Page 5; length: 36 words; edition: Late Edition"
    assert last.extra["graphic"] == "A map of the river"


# --- Nexis Uni --------------------------------------------------------------------------------------

UNI = {  # total, section, length, author, body, classification, language, loaded, end
    "en": "Documents|Section|Length|Byline|Body|Classification|Language|Load-Date|End of Document",
    "de": "Dokumente|Rubrik|Länge|Autor|Text|Klassifizierung|Sprache|Ladedatum|Ende des Dokuments",
    "fr": "Documents|Rubrique|Longueur|Auteur|Corps|Classification|Langue|Date de chargement|Fin du document",
    "ru": "Документы|Раздел|Длина|Автор|Текст|Классификация|Язык|Дата загрузки|Конец документа",
    "zh": "文档|版面|长度|作者|正文|分类|语言|加载日期|文档结尾",
}
TITLES = ("A bridge is shut", "May 2, 2010: a day remembered", "A road is built")


def uni_lines(code, title, end=True, classification=True):
    _, section, length, by, body, kinds, language, loaded, finish = UNI[code].split("|")
    yield "title", title
    yield "centre", "The Daily Example"
    yield "centre", LANGUAGES[code]["date"]
    yield "", "Copyright 2014 Example Media Ltd All Rights Reserved"
    for name, value in ((section, "WORLD"), (length, "36 words"), (by, "Ann Example, example.com")):
        yield "field", f"{name}:\xa0{value}"
    yield "part", body
    for paragraph in (FIRST, SECOND, THIRD):
        yield "", paragraph
    if classification:
        yield "part", kinds
        yield "field", f"{language}:\xa0{LANGUAGES[code]['tail'][1].split(':')[-1].split('：')[-1].strip()}"
    yield "field", f"{loaded}:\xa0{LANGUAGES[code]['date']}"
    if end:
        yield "", finish


def cover_lines(code, total, titles=TITLES):
    yield "", "Date and Time: Friday, March 21, 2014 7:11:00 PM CET"
    yield "", "Job Number: 12345678"
    yield "", f"{UNI[code].split('|')[0]} ({total})"
    for number, title in enumerate(titles, 1):
        yield "", f"{number}. {title}"
        yield "", "Client/Matter: -None-"
        yield "", "Search Terms: bridge AND road"


def uni_word(lines, bookmarks=True, headings=True):
    made, number = Word(), 0
    for kind, text in lines:
        if kind == "title" and bookmarks:
            number += 1
            mark = OxmlElement("w:bookmarkStart")
            mark.set(qn("w:id"), str(number))
            mark.set(qn("w:name"), f"Bookmark_{number}")
            made.add_paragraph()._p.append(mark)
        paragraph = made.add_paragraph(style="Heading 1" if kind == "title" and headings else None)
        if kind == "field":
            name, _, value = text.partition(":")
            paragraph.add_run(f"{name}:").bold = True
            paragraph.add_run(value)
        else:
            paragraph.add_run(text).bold = kind == "part"
        if kind in ("title", "centre"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def uni(code, total=3, **settings):
    return [*cover_lines(code, total), *(line for title in TITLES for line in uni_lines(code, title, **settings))]


def assert_uni(found, code):
    assert [document.title for document in found] == list(TITLES)
    for document in found:
        assert document.body == "\n\n".join((FIRST, SECOND, THIRD))
        assert (document.outlet, document.published, document.author) == (
            "The Daily Example",
            "2014-03-14",
            "Ann Example",
        )
        assert document.note == "section: WORLD; length: 36 words"
        assert document.language in ("", ISO[code])


@pytest.mark.parametrize("code", UNI)
@pytest.mark.parametrize("marked", [True, False])
def test_a_word_file_of_nexis_uni_is_split_in_every_language(code, marked, tmp_path):
    found, problems = split(word, tmp_path / "a.docx", uni_word(uni(code), bookmarks=marked, headings=marked))
    assert_uni(found, code)
    assert not problems


@pytest.mark.parametrize("settings", [{"end": False}, {"classification": False}])
def test_a_missing_mark_does_not_merge_documents_of_nexis_uni(settings, tmp_path):
    for bookmarks in (True, False):
        raw = uni_word(uni("en", **settings), bookmarks=bookmarks)
        found, problems = split(word, tmp_path / "a.docx", raw)
        assert_uni(found, "en")
        assert not problems


def test_a_cover_that_speaks_of_more_documents_is_doubted(tmp_path):
    _, (doubt,) = split(word, tmp_path / "a.docx", uni_word(uni("en", total=4)))
    assert doubt.severity == "doubt" and "holds 4 documents, 3 are found" in doubt.problem


def rtf(lines):
    def escaped(text):
        return "".join(c if c.isascii() else f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" for c in text)

    body = "".join(f"\\pard {escaped(text)}\\par\n" for _, text in lines)
    return f"{{\\rtf1\\ansi\\ansicpg1252 {{\\header Page 1 of 3\\par}}{{\\fonttbl{{\\f0 Arial;}}}}{body}}}"


@pytest.mark.parametrize("code", UNI)
def test_an_rtf_file_of_nexis_uni_is_split_in_every_language(code, tmp_path):
    found, problems = split(word, tmp_path / "a.rtf", rtf(uni(code)))
    assert_uni(found, code)
    assert not problems


def pages(documents, lines_a_page=14):
    """A PDF of lines of text as Nexis sets them: each page with its number and the running title above."""
    from matplotlib import rcParams
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure

    rcParams["pdf.fonttype"] = 42
    file = io.BytesIO()
    with PdfPages(file) as made:
        for lines in documents:
            title, total = lines[0][1], -(-len(lines) // lines_a_page)
            for number in range(total):
                page, top = Figure(figsize=(8, 11)), 0.9
                page.text(0.9, 0.97, f"Page {number + 1} of {total}", fontsize=8, ha="right")
                if number:
                    page.text(0.5, 0.95, title, fontsize=8, ha="center")
                for kind, text in lines[number * lines_a_page : (number + 1) * lines_a_page]:
                    for at, part in enumerate(text.split("\n")):
                        top -= 0.035 if not at else 0.015
                        centred = kind in ("title", "centre")
                        weight = "bold" if kind in ("title", "part") else "normal"
                        page.text(0.5 if centred else 0.1, top, part, fontsize=10, weight=weight,
                                  ha="center" if centred else "left")  # fmt: skip
                made.savefig(page)
    return file.getvalue()


@pytest.mark.parametrize("code", ["en", "de", "fr", "ru"])
def test_a_pdf_file_of_nexis_uni_is_split(code, tmp_path):
    wrapped = {"": {FIRST: FIRST.replace(" was", "\nwas"), THIRD: THIRD.replace(" until", "\nuntil")}}
    documents = [
        [(kind, wrapped.get(kind, {}).get(text, text)) for kind, text in uni_lines(code, title)] for title in TITLES
    ]
    raw = pages([list(cover_lines(code, 3)), *documents], lines_a_page=9)
    found, problems = split(pdf, tmp_path / "a.pdf", raw)
    assert_uni(found, code)
    assert not problems


def test_an_article_as_word_or_pdf_file_is_one_document(tmp_path):
    raw = uni_word([("title", "A bridge is shut"), ("", FIRST), ("", SECOND)], bookmarks=False)
    (one,), _ = split(word, tmp_path / "a.docx", raw)
    assert (one.title, one.body) == ("A bridge is shut", f"{FIRST}\n\n{SECOND}")
    (one,), _ = split(pdf, tmp_path / "a.pdf", pages([[("title", "A bridge is shut"), ("", FIRST), ("", THIRD)]]))
    assert one.body == f"A bridge is shut\n\n{FIRST}\n\n{THIRD}"
