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


def test_an_older_document_with_its_outlet_below_the_copyright_and_its_headline_as_a_field(tmp_path):
    centred = " " * 25
    head = (f"{centred}1 of 1 DOCUMENTS", "", f"{centred}Copyright 1998 Example Company", f"{centred}The Daily Example")
    fields = ("SECTION: World; Page 1", "LENGTH: 36 words", "HEADLINE: A Bridge Is Shut", "BYLINE: By ANN EXAMPLE")
    text = ("BODY:", f"   {FIRST}", f"   {SECOND}", "GRAPHIC: Photo: the bridge", "LOAD-DATE: December 19, 1998")
    date = f"{centred}December 19, 1998, Saturday, Late Edition - Final"
    (one,), _ = split(exports, tmp_path / "a.txt", "\n".join(head) + "\n\n" + "\n\n".join((date, *fields, *text)))
    assert (one.title, one.outlet, one.published) == ("A Bridge Is Shut", "The Daily Example", "1998-12-19")
    assert (one.author, one.body) == ("ANN EXAMPLE", f"{FIRST}\n\n{SECOND}")
    assert one.note == "section: World; Page 1; length: 36 words; edition: Late Edition - Final"


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


def test_a_subhead_that_is_called_as_a_part_of_the_document_ends_no_text(tmp_path):
    lines = [line for line in uni_lines("en", "A bridge is shut") if line[0] != "field" or "Length" not in line[1]]
    at = lines.index(("", FIRST)) + 1
    raw = uni_word([*lines[:at], ("", "Notes"), *lines[at:]])
    (one,), problems = split(word, tmp_path / "a.docx", raw)
    assert one.body == "\n\n".join((FIRST, "Notes", SECOND, THIRD))
    assert not problems


def test_a_cover_that_speaks_of_more_documents_is_doubted(tmp_path):
    _, (doubt,) = split(word, tmp_path / "a.docx", uni_word(uni("en", total=4)))
    assert doubt.severity == "doubt" and "holds 4 documents, 3 are found" in doubt.problem


def escaped(text):
    return "".join(c if c.isascii() else f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" for c in text)


def rtf(lines):
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


# --- Factiva ----------------------------------------------------------------------------------------

NUMBERS = ("EXMPL00020140314ea3e0001p", "EXMPL00020140315ea3f0002q")
FACTIVA = {
    "en": ("36 words", "14 March 2014", "English", "Document"),
    "de": ("36 Wörter", "14 März 2014", "Englisch", "Dokument"),
    "fr": ("36 mots", "14 mars 2014", "Anglais", "Document"),
    "ru": ("36 слов", "14 Март 2014", "Английский", "Документ"),
    "zh": ("36 字", "2014 年 3 月 14 日", "英语", "文件"),
}


def factiva_head(code):
    words, date, language, _ = FACTIVA[code]
    rights = "(c) 2014 Example Media Ltd. All rights reserved."
    return (words, date, "09:15", "The Daily Example", "EXMPL", "National", "17", language, rights)


def factiva_html(code, titles=("A bridge is shut", "A road is built")):
    def text(paragraphs):
        marked = (p.replace("river", "<b>river</b>") for p in paragraphs)
        return "".join(f'<p class="articleParagraph enarticleParagraph">{p}  </p>' for p in marked)

    blocks = (
        f'<div id="article-{number}" class="article"><div class="article enArticle"><p></p><div>World; 5</div>'
        f'<div id="hd"><span class="enHeadline">{title} </span></div><div class="author">By Ann Example </div>'
        f"<div>Special to The Example</div>{''.join(f'<div>{line}</div>' for line in factiva_head(code))}<p></p>"
        f"{text((FIRST, SECOND, THIRD))}<p>Example Publishing</p><p>{FACTIVA[code][3]} {number}</p></div></div><br>"
        for number, title in zip(NUMBERS, titles, strict=True)
    )
    return f"<html><head><title>Factiva</title></head><body><h1>Dow Jones Factiva</h1>{''.join(blocks)}</body></html>"


def assert_factiva(found, titles=("A bridge is shut", "A road is built")):
    assert [document.title for document in found] == list(titles)
    for document, number in zip(found, NUMBERS, strict=True):
        assert document.body == "\n\n".join((FIRST, SECOND, THIRD))
        assert (document.outlet, document.published, document.author) == (
            "The Daily Example",
            "2014-03-14",
            "Ann Example",
        )
        assert document.language == "en"
        assert document.extra["number"] == number
        assert "section: World; 5; length: 36" in document.note


@pytest.mark.parametrize("code", FACTIVA)
def test_the_documents_of_an_html_file_of_factiva(code, tmp_path):
    page = factiva_html(code)
    assert factiva.knows(page.encode(), tmp_path / "a.html")
    found, problems = split(factiva, tmp_path / "a.html", page)
    assert_factiva(found)
    assert not problems


def test_a_document_of_factiva_whose_element_is_not_known_is_doubted(tmp_path):
    page = factiva_html("en").replace('class="article enArticle"', 'class="other"', 1)
    _, (doubt,) = split(factiva, tmp_path / "a.html", page)
    assert doubt.severity == "doubt" and "2 documents, 1 are found" in doubt.problem
    _, (doubt,) = split(factiva, tmp_path / "a.html", factiva_html("en").replace(NUMBERS[1], NUMBERS[0]))
    assert f"{NUMBERS[0]} is in the file twice" in doubt.problem


def test_an_html_file_of_factiva_without_its_classes_is_split_by_the_numbers(tmp_path):
    page = factiva_html("en").replace('class="article enArticle"', "").replace('class="author"', "")
    found, _ = split(factiva, tmp_path / "a.html", page.replace("Special to The Example", ""))
    assert_factiva(found)


def factiva_codes(code, title, number):
    words, date, language, document = FACTIVA[code]
    yield from (("SE", ["World; 5"]), ("HD", [title]), ("BY", ["By Ann Example"]), ("WC", [words]), ("PD", [date]))
    yield from (("ET", ["09:15"]), ("SN", ["The Daily Example"]), ("SC", ["EXMPL"]), ("LA", [language]))
    yield from (("CY", ["(c) 2014 Example Media Ltd"]), ("LP", [FIRST]), ("TD", [SECOND, THIRD]))
    yield from (("NS", ["gbridge : Bridges"]), ("AN", [f"{document} {number}"]))


@pytest.mark.parametrize("code", FACTIVA)
def test_an_rtf_file_of_factiva_with_codes(code, tmp_path):
    cell = "\\cell \\pard\\intbl "
    rows = (
        f"\\trowd \\pard\\intbl {{\\b {name}}}{cell}" + "\\par ".join(map(escaped, values)) + "\\cell \\row\n"
        for title, number in zip(("A bridge is shut", "A road is built"), NUMBERS, strict=True)
        for name, values in factiva_codes(code, title, number)
    )
    found, problems = split(word, tmp_path / "a.rtf", "{\\rtf1\\ansi " + "".join(rows) + "}")
    assert_factiva(found)
    assert not problems


@pytest.mark.parametrize("code", FACTIVA)
@pytest.mark.parametrize("kind", ["rtf", "txt", "docx"])
def test_lines_of_factiva_without_codes(code, kind, tmp_path):
    lines = ["Page 1 of 2 © 2014 Factiva, Inc. All rights reserved.", "A bridge is shut.....................2"]
    for title, number in zip(("A bridge is shut", "A road is built"), NUMBERS, strict=True):
        lines += ["World; 5", title, "By Ann Example", *factiva_head(code), FIRST, SECOND, THIRD, "Example Publishing"]
        lines += [f"{FACTIVA[code][3]} {number}"]
    lines += ["Search Summary", "Text: bridge and road", "Date: All Dates"]
    path = tmp_path / f"a.{kind}"
    made = {"txt": "\n\n".join(lines), "rtf": rtf([("", line) for line in lines]), "docx": b""}[kind]
    if kind == "docx":
        made = uni_word([("", line) for line in lines])
    reader = exports if kind == "txt" else word
    if kind == "txt":
        assert exports.knows(made.encode(), path)
    found, problems = split(reader, path, made)
    assert_factiva(found)
    assert not problems


def test_a_document_cut_off_before_its_number_is_lost(tmp_path):
    lines = ["A bridge is shut", *factiva_head("en"), FIRST, f"Document {NUMBERS[0]}"]
    lines += ["A road is built", *factiva_head("en"), SECOND]
    found, problems = split(exports, tmp_path / "a.txt", "\n\n".join(lines))
    assert len(found) == 1
    assert [(problem.row, problem.severity) for problem in problems] == [(2, "lost")]


def test_the_documents_of_an_xml_file_of_factiva(tmp_path):
    def article(number, title):
        return f"""<ppsarticle><article><accessionNo>{number}</accessionNo><baseLanguage>EN</baseLanguage>
          <byline>By Ann Example</byline><copyright>(c) 2014</copyright>
          <headline><paragraph>{title.replace("is", "<hlt>is</hlt>")}</paragraph></headline>
          <leadParagraph><paragraph>{FIRST}</paragraph></leadParagraph><!-- a comment -->
          <publicationDate><dateTime>2014-03-14T01:35:58Z</dateTime></publicationDate>
          <sectionName>World; 5</sectionName><sourceName>The Daily Example</sourceName>
          <tailParagraphs><paragraph>{SECOND}</paragraph><paragraph>{THIRD}</paragraph></tailParagraphs>
          <wordCount>36</wordCount></article></ppsarticle>"""

    articles = "".join(map(article, NUMBERS, ("A bridge is shut", "A road is built")))
    start = '<?xml version="1.0" encoding="utf-8"?><PPSResponse><r xmlns="http://global.factiva.com/pps/2.0">'
    file = f'{start}<ppsarticleResultSet count="2">{articles}</ppsarticleResultSet></r></PPSResponse>'
    assert factiva.knows(file.encode(), tmp_path / "a.xml")
    found, problems = split(factiva, tmp_path / "a.xml", file)
    assert_factiva(found)
    assert not problems
    found, problems = split(factiva, tmp_path / "b.xml", file[: file.rindex("<sourceName>")])
    assert len(found) == 1 and "breaks off behind document 1" in problems[0].problem
    _, (doubt,) = split(factiva, tmp_path / "c.xml", file.replace('count="2"', 'count="3"'))
    assert "3 documents, 2 are found" in doubt.problem
    with pytest.raises(Unreadable, match="defines XML entities"):
        split(factiva, tmp_path / "d.xml", file.replace("<PPSResponse>", '<!DOCTYPE a [<!ENTITY b "c">]><PPSResponse>'))


# --- Europresse and Integrum ------------------------------------------------------------------------


def europresse_html(number, title):
    text = FIRST.replace("river", "<mark>river</mark>")
    return f"""<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">Le Journal
      d'Exemple, no. 4301</span></div><span class="DocHeader">Monde, vendredi 14 mars 2014 36 mots, p. 5</span>
      <div class="titreArticle"><p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">{title}</p>
      <p class="rdp__subtitle">Nobody was hurt</p></div><p class="sm-margin-bottomNews">Ann Example</p></header>
      <section><div class="DocText clearfix"><div class="docOcurrContainer"><p>{text}</p><p>{SECOND}</p>
      <p>{THIRD}</p></div></div></section><footer><p>© 2014 Le Journal d'Exemple. Tous droits réservés.</p>
      <div class="publiC-lblNodoc">news·20140314·JE·{number}</div></footer></article>"""


def test_the_documents_of_an_html_file_of_europresse(tmp_path):
    articles = europresse_html(1001, "A bridge is shut") + europresse_html(1002, "A road is built")
    page = f"<html><body>{articles}</body></html>"
    assert europresse.knows(page.encode(), tmp_path / "a.html")
    (one, two), problems = split(europresse, tmp_path / "a.HTML", page)
    assert (one.title, two.title) == ("A bridge is shut", "A road is built")
    assert one.body == two.body == "\n\n".join((FIRST, SECOND, THIRD))
    assert (one.outlet, one.published, one.author) == ("Le Journal d'Exemple", "2014-03-14", "Ann Example")
    assert one.note == "section: Monde; length: 36 mots; edition: no. 4301"
    assert one.extra == {"subtitle": "Nobody was hurt", "number": "news·20140314·JE·1001", "words": "36"}
    assert not problems


def test_an_older_page_of_europresse(tmp_path):
    block = f"""<table><tr><td><table><tr><td>a logo</td></tr></table><span class="DocPublicationName">L'Exemple</span>
      <br><span class="DocHeader">Monde, </span><span class="DocHeader">vendredi </span><span class="DocHeader">14 mars
      2014</span><br><br>Above<br><span class="TitreArticleVisu">A <span style="color:red">bridge</span> is shut</span>
      <br><br>Ann Example<br><p></p>{FIRST}<p></p>{SECOND}<font> {THIRD}</font><p></p>
      <b><i>© 2014 L'Exemple. Tous droits réservés.</i></b><p></p>Numéro de document : news·20140314·EX·17<br>
      <table><tr><td>Certificat news·20140314·EX·17</td></tr></table></td></tr></table>"""
    (one, two), problems = split(europresse, tmp_path / "a.html", f"<html><body>{block}<p><br>{block}</body></html>")
    assert one.title == two.title == "A bridge is shut"
    assert one.body == two.body == f"{FIRST}\n\n{SECOND} {THIRD}"
    assert (one.outlet, one.published, one.author) == ("L'Exemple", "2014-03-14", "Ann Example")
    assert one.extra == {"subtitle": "Above", "number": "news·20140314·EX·17"}
    assert not problems


def workbook(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_table_of_integrum(tmp_path):
    text = f"Мост закрыт\n\n28.02.2005\n\n{FIRST}\n\n{SECOND}\n\nвидео | фото |"
    raw = workbook(
        [
            ["Интегрум: результаты поиска"],
            ["Источник", "Дата", "Время", "Заголовок", "Анонс", "Оригинал", "Автор"],
            ["Вестник Примера", "28.02.05", "00:00", "Мост закрыт", "Мост закрыт", text, "Анна Пример"],
            ["Вестник Примера", "01.03.05", "00:00", "Без текста", "", "", ""],
        ]
    )
    path = tmp_path / "a.xlsx"
    (one,), (lost,) = split(integrum, path, raw)
    assert integrum.knows(raw[:100], path)
    assert (one.title, one.body) == ("Мост закрыт", f"{FIRST}\n\n{SECOND}")
    assert (one.outlet, one.published, one.author, one.place) == (
        "Вестник Примера",
        "2005-02-28",
        "Анна Пример",
        "row 3",
    )
    assert (lost.row, lost.severity) == (4, "lost")


def test_another_table_is_none_of_integrum(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([["title", "text", "date"], ["A bridge is shut", FIRST, "2014-03-14"]]))
    assert not integrum.knows(b"", path)


# --- files that cannot be used ----------------------------------------------------------------------


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"word/part{number}.xml", bytes(100_000_000))
    return file.getvalue()


LOCKED_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<01><01>]>>\n%%EOF"
)


@pytest.mark.parametrize(
    ("reader", "name", "raw", "said"),
    [
        (word, "a.docx", b"", "a.docx is empty"),
        (word, "a.docx", b"\xd0\xcf\x11\xe0" + bytes(600), "protected by a password"),
        (word, "a.docx", b"PK\x03\x04 and no more", "cut off or damaged"),
        (word, "a.rtf", b"{\\rtf1\\ansi }", "holds no text"),
        (word, "a.rtf", b"no RTF at all", "cut off or damaged"),
        (integrum, "a.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600), "protected by a password"),
        (integrum, "a.xlsx", b"PK\x03\x04", "cut off or damaged"),
        (pdf, "a.pdf", b"%PDF-1.4 and no more", "damaged|no text"),
        (pdf, "a.pdf", LOCKED_PDF, "protected by a password"),
        (factiva, "a.html", b"<html><title>Factiva</title><p>none</p></html>", "holds no document of Factiva"),
        (factiva, "a.xml", b"<ppsarticle>", "no whole XML"),
        (nexis, "a.html", b"<html><!-- LXNComment --></html>", "holds no document of LexisNexis"),
        (europresse, "a.html", b"<html><p class='titreArticleVisu'>a</p></html>", "holds no document of Europresse"),
        (exports, "a.txt", b"A bridge is shut.", "holds no document of an export"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_sentence(reader, name, raw, said, tmp_path):
    with pytest.raises(Unreadable, match=said) as error:
        split(reader, tmp_path / name, raw)
    assert str(error.value).startswith(name) and "\n" not in str(error.value)


@pytest.mark.parametrize(("reader", "name"), [(word, "a.docx"), (integrum, "a.xlsx")])
def test_a_file_that_unpacks_to_gigabytes_is_not_opened(reader, name, tmp_path):
    with pytest.raises(Unreadable, match="unpacks to 400,000,000 bytes"):
        split(reader, tmp_path / name, bomb())


def test_a_cut_word_file_is_told(tmp_path):
    raw = uni_word(uni("en"))
    with pytest.raises(Unreadable, match="cut off or damaged"):
        split(word, tmp_path / "a.docx", raw[: len(raw) // 2])


# --- single marks -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("March 14, 2014 Friday 11:21 AM GMT", "2014-03-14"),
        ("Freitag 14. März 2014", "2014-03-14"),
        ("vendredi 14 mars 2014", "2014-03-14"),
        ("14 марта 2014 г.", "2014-03-14"),
        ("2014年3月14日 星期五", "2014-03-14"),
        ("28.02.05", "2005-02-28"),
        ("13/11/2017", "2017-11-13"),
        ("03/04/2017", "03/04/2017"),
        ("2012-01-09T01:35:58Z", "2012-01-09"),
        ("February 2004", "2004-02"),
        ("Spring 2010", "Spring 2010"),
        ("31 February 2010", "31 February 2010"),
    ],
)
def test_dates_as_exports_print_them(words, iso):
    assert dated.published(words) == iso


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["By ANN EXAMPLE"], "ANN EXAMPLE"),
        (["Ann Example, example.com"], "Ann Example"),
        (["Von Anna Beispiel"], "Anna Beispiel"),
        (["Von Beispiel"], "Von Beispiel"),
        (["ANN EXAMPLE", "By ANN EXAMPLE", "Ann Example reported from Kyiv for this article."], "ANN EXAMPLE"),
        (["ANN EXAMPLE and JON DOE; Li Example contributed reporting from Beijing."], "ANN EXAMPLE and JON DOE"),
        (["John F. Example Jr."], "John F. Example Jr."),
        (["作者：李例"], "李例"),
    ],
)
def test_authors(values, said):
    assert marks.authors(values) == said


@pytest.mark.parametrize(
    ("name", "code"),
    [("ENGLISH", "en"), ("Englisch", "en"), ("GERMAN; DEUTSCH", "de"), ("Русский", "ru"), ("中文", "zh"),
     ("Chinese - Simplified", "zh"), ("Elvish", "")],
)  # fmt: skip
def test_languages_by_their_names(name, code):
    assert marks.language(name) == code


def test_a_length_is_a_number_of_words():
    lengths = ("1,823 words", "1.823 Wörter", "1 823 mots", "355 字", "words")
    assert [marks.length(text) for text in lengths] == [1823, 1823, 1823, 355, 0]


def test_plain_text_of_factiva_without_blank_lines(tmp_path):
    lines = [
        "Bridge shut",
        "By Ann Example",
        "36 words",
        "14 March 2014",
        "Daily Example",
        "DEX",
        "English",
        "(c) 2014 X",
    ]
    plain = "\n".join(lines) + f"\n\n{FIRST}\n\n{SECOND}\n\n"
    codes = ["HD", "BY", "WC", "PD", "SN", "SC", "LA", "CY", "LP", "TD", "PUB"]
    coded = "".join(f"{c} \n{line}\n" for c, line in zip(codes, [*lines, FIRST, SECOND, "X"], strict=True)) + "AN \n"
    for name, text in (("a.txt", plain), ("b.txt", coded)):
        whole = "".join(f"{text}Document DEXA00002014031{n}ea3e0000a\n\n" for n in (4, 5))
        documents, problems = split(exports, tmp_path / name, whole)
        assert not problems and len(documents) == 2
        for document in documents:
            assert (document.title, document.author, document.outlet) == ("Bridge shut", "Ann Example", "Daily Example")
            assert (document.published, document.body) == ("2014-03-14", f"{FIRST}\n\n{SECOND}")


def test_an_address_behind_the_text_is_none_of_it(tmp_path):
    head = "1 of 1 DOCUMENTS\n\n   Daily Example\n\n   March 14, 2014 Friday\n\nBridge shut\n\nLENGTH: 36 words"
    text = f"{head}\n\n{FIRST}\n\n"
    (document,), _ = split(exports, tmp_path / "a.txt", f"{text}URL: http://example.com/a\n\nSUBJECT: BRIDGES (90%)\n")
    assert (document.body, document.url) == (FIRST, "http://example.com/a")


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("Ann Example in Bishkek", "Ann Example"),
        ("Von Anna Beispiel aus Berlin", "Anna Beispiel"),
        ("By Ann Example and Bob Model, CNN", "Ann Example and Bob Model"),
        ("Ann Example, Bob Model", "Ann Example, Bob Model"),
        ("Women in Sport", "Women"),
    ],
)
def test_an_author_without_the_place_of_writing_or_the_outlet(byline, author):
    assert marks.author(byline) == author
