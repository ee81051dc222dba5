"""Tables of articles: which column holds what, and rows that are broken, empty, strange."""

import csv
import datetime
import io
import json

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.study import Problem
from helpers.study.readers import Document, Unreadable
from helpers.study.readers import tables as reader
from helpers.study.readers.markup import plain

LONG = "The old bridge stays shut, the mayor said on Monday, until the river falls. " * 4


def read(path, content="", columns=None):
    if content:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = list(reader.read(path, None, columns))
    documents = [item for item in found if isinstance(item, Document)]
    return documents, [item for item in found if isinstance(item, Problem)]


def as_csv(rows, **kwargs):
    out = io.StringIO()
    csv.writer(out, **kwargs).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        # Media Cloud, news-please, fundus, Kaggle (All the News), 4CAT, LexisNexis, German and Russian tables
        ("stories_id,publish_date,title,url,language,media_name,text", "text title publish_date media_name url"),
        ("authors,date_publish,maintext,source_domain,title,url", "maintext title date_publish source_domain url"),
        ("title,plaintext,publishing_date,publisher,authors", "plaintext title publishing_date publisher"),
        ("id,title,publication,author,date,year,month,url,content", "content title date publication url"),
        ("id,thread_id,timestamp,body,subject,author,url", "body subject timestamp url"),
        ("Headline,Newspaper,Date,Byline,Full Text", "Full Text Headline Date Newspaper"),
        ("Titel,Datum,Zeitung,Volltext", "Volltext Titel Datum Zeitung"),
        ("Заголовок,Дата,Издание,Текст", "Текст Заголовок Дата Издание"),
        ("标题,日期,来源,正文", "正文 标题 日期 来源"),
        ("新闻标题,发布日期,媒体名称,新闻内容", "新闻内容 新闻标题 发布日期 媒体名称"),
        ("Titel,Veröffentlichungsdatum,Medium,Artikeltext", "Artikeltext Titel Veröffentlichungsdatum Medium"),
    ],
)
def test_columns_by_their_usual_names(tmp_path, header, expected) -> None:
    names = header.split(",")
    row = [
        "2021-05-04" if "dat" in name.lower() or name in ("Дата", "日期", "发布日期") else f"{name} says"
        for name in names
    ]
    _, problems = read(tmp_path / "a.csv", as_csv([names, row]))
    assert [p.severity for p in problems] == ["note"]
    told = problems[0].problem.split(" (texts may be")[0].split(";")[0]
    found = [part.split("'")[1] for part in told.split(", ")]
    assert set(expected.replace("Full Text", "Full_Text").split()) <= {
        name.replace("Full Text", "Full_Text") for name in found
    }


def test_a_row_is_a_document_with_all_that_its_cells_say(tmp_path) -> None:
    header = ["Headline", "date", "source", "body", "author", "link", "lang", "section", "mood"]
    row = [
        "A bridge",
        "2021-05-04",
        "River Post",
        LONG,
        "Ann Ash\nBo Elm",
        "https://river.example/1",
        "en",
        "Local",
        "sad",
    ]
    (document,), _ = read(tmp_path / "a.csv", as_csv([header, row]))
    assert document == Document(
        LONG.strip(), "A bridge", "2021-05-04", "Ann Ash; Bo Elm", "River Post", "en", "https://river.example/1",
        "section: Local", "row 2", {"mood": "sad"},
    )  # fmt: skip


def test_the_text_is_the_longest_column_where_no_name_tells_it(tmp_path) -> None:
    documents, problems = read(tmp_path / "a.csv", as_csv([["k", "words"], ["1", LONG], ["2", LONG]]))
    assert [d.body for d in documents] == [LONG.strip()] * 2 and "text = 'words'" in problems[0].problem


def test_columns_that_the_user_names_go_before_every_guess(tmp_path) -> None:
    content = as_csv([["text", "real", "when"], ["summary", LONG, "2021"]])
    (document,), _ = read(tmp_path / "a.csv", content, {"text": "real", "published": "when"})
    assert (document.body, document.published) == (LONG.strip(), "2021")
    with pytest.raises(Unreadable, match="no column 'rael': it has 'text', 'real', 'when'"):
        read(tmp_path / "a.csv", "", {"text": "rael"})


def test_a_table_of_numbers_is_no_table_of_articles(tmp_path) -> None:
    documents, problems = read(tmp_path / "a.csv", "year,n\n2021,5\n2022,7\n")
    assert not documents and problems[0].severity == "note" and "--columns text=" in problems[0].problem


def test_headlines_alone_are_read_and_told(tmp_path) -> None:
    documents, problems = read(tmp_path / "a.csv", "published,headline\n2021-05-04,A bridge is shut\n")
    assert [(d.title, d.body, d.text) for d in documents] == [("A bridge is shut", "", "A bridge is shut")]
    assert "its titles are read alone" in problems[0].problem


def test_an_address_is_no_title(tmp_path) -> None:
    documents, _ = read(tmp_path / "a.csv", as_csv([["title", "text"], ["https://river.example/a", LONG]]))
    assert (documents[0].title, documents[0].url) == ("", "https://river.example/a")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_separators_and_encodings(tmp_path, separator, encoding) -> None:
    text = "Die Brücke über den Fluß bleibt gesperrt, sagte die Bürgermeisterin; später mehr. " * 5
    content = as_csv([["title", "text"], ["Brücke", text], ["Zwei", text]], delimiter=separator).encode(encoding)
    documents, _ = read(tmp_path / "a.csv", content)
    assert [(d.title, d.body) for d in documents] == [("Brücke", text.strip()), ("Zwei", text.strip())]


def test_a_cell_in_another_encoding_than_its_file(tmp_path) -> None:
    whole = "Zwölf größere Flüsse führen Hochwasser: Bürger üben für den Ernstfall"
    content = f"title,text\nBrücke,{whole}\n".encode() + "Grüße,Die Brücke ist gesperrt\n".encode("cp1252")
    documents, _ = read(tmp_path / "a.csv", content)
    assert [d.title for d in documents] == ["Brücke", "Grüße"]


def test_a_quotation_mark_that_is_never_closed_costs_its_row_alone(tmp_path) -> None:
    rows = [f"2021-05-{day:02},Title {day},Text of day {day}" for day in range(1, 20)]
    rows[4] = '2021-05-05,Title 5,"Text of day 5'
    documents, problems = read(tmp_path / "a.csv", "date,title,text\n" + "\n".join(rows) + "\n")
    assert [d.title for d in documents] == [f"Title {day}" for day in range(1, 20) if day != 5]
    assert [(p.row, p.severity) for p in problems if p.severity == "lost"] == [(6, "lost")]


def test_quoted_texts_of_several_lines_are_one_row(tmp_path) -> None:
    text = "One, two\n\nthree, four\nfive"
    documents, problems = read(
        tmp_path / "a.csv", as_csv([["date", "title", "text"], ["2021", "A", text], ["2022", "B", text]])
    )
    assert [d.body for d in documents] == [text] * 2 and not [p for p in problems if p.severity == "lost"]


def test_rows_without_a_text_or_with_too_many_cells_are_lost_by_name(tmp_path) -> None:
    documents, problems = read(tmp_path / "a.csv", "title,text\n,\nA,b\nC,d,e\n,nan\nF\n")
    assert [d.title for d in documents] == ["A", "F"]
    assert [(p.row, p.severity) for p in problems if p.severity == "lost"] == [(4, "lost"), (5, "lost")]
    assert "3 cells, the header 2" in problems[1].problem


def test_html_in_cells_and_none_where_there_is_none(tmp_path) -> None:
    assert plain("<p>One &amp; two</p><script>evil()</script><p>three<br>four</p>") == "One & two\n\nthree\n\nfour"
    assert plain("a < b and c > d") == "a < b and c > d"
    assert plain("fish &amp; chips") == "fish & chips"
    documents, _ = read(tmp_path / "a.csv", as_csv([["title", "text"], ["<b>Bridge</b>", f"<div>{LONG}</div>"]]))
    assert (documents[0].title, documents[0].body) == ("Bridge", LONG.strip())


def test_columns_of_one_name_and_excels_own_line(tmp_path) -> None:
    documents, _ = read(tmp_path / "a.csv", f"sep=;\ntitle;text;text\nA;{LONG};again\n")
    assert documents[0].body == LONG.strip() and documents[0].extra == {"text.2": "again"}


JSON = [
    {"title": "A", "content": LONG, "source": {"id": None, "name": "River Post"}, "publishedAt": "2021-05-04T10:00:00Z"}
]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json.dumps(JSON)),
        ("a.json", json.dumps({"status": "ok", "articles": JSON})),
        ("a.json", json.dumps(JSON[0])),
        ("a.json", "\n".join(map(json.dumps, JSON * 1)) + "\n"),
        ("a.jsonl", json.dumps(JSON[0]) + "\n\n"),
        ("a.json", json.dumps({"x1": JSON[0]})),
    ],
)
def test_json_in_its_usual_shapes(tmp_path, name, content) -> None:
    (document,), _ = read(tmp_path / name, content)
    assert (document.title, document.body, document.outlet) == ("A", LONG.strip(), "River Post")
    assert document.published.startswith("2021-05-04")


GUARDIAN = {"webPublicationDate": "2021-05-04T10:00:00Z", "webTitle": "A", "fields": {"bodyText": LONG}}
TIMES = {"headline": {"main": "A", "kicker": "River"}, "lead_paragraph": LONG, "pub_date": "2021-05-04T10:00:00+0000"}


@pytest.mark.parametrize(
    "answer",
    [
        {"response": {"status": "ok", "total": 1, "results": [GUARDIAN]}},
        {"status": "OK", "response": {"docs": [TIMES], "meta": {"hits": 1}}},
        {"status": "ok", "data": {"articles": JSON}},
    ],
    ids=["Guardian", "New York Times", "data"],
)
def test_the_answer_of_a_service_is_its_list_of_articles(tmp_path, answer) -> None:
    (document,), _ = read(tmp_path / "a.json", json.dumps(answer))
    assert (document.title, document.body) == ("A", LONG.strip())
    assert document.published.startswith("2021-05-04")


def test_an_article_with_lists_in_it_is_one_article(tmp_path) -> None:
    article = JSON[0] | {"content": "The bridge stays shut.", "source": {"name": "River Post", "tags": [{"name": "x"}]}}
    (document,), _ = read(tmp_path / "a.json", json.dumps({"x1": article | {"tags": [{"name": "y"}]}}))
    assert document.body == "The bridge stays shut."


def test_broken_json(tmp_path) -> None:
    documents, problems = read(tmp_path / "a.jsonl", json.dumps(JSON[0]) + "\n{broken\n[1]\n")
    assert len(documents) == 1 and [p.row for p in problems if p.severity == "lost"] == [2, 3]
    for content in ("{broken", "[" * 100_000, '"text"'):
        with pytest.raises(Unreadable):
            read(tmp_path / "a.json", content)


def test_parquet_and_excel(tmp_path) -> None:
    when = datetime.datetime(2021, 5, 4)
    pa.parquet.write_table(pa.table({"headline": ["A"], "text": [LONG], "date": [when]}), tmp_path / "a.parquet")
    book = openpyxl.Workbook()
    book.active.append(["Headline", "Text", "Date", "N"])
    book.active.append(["A", LONG, when, 5])
    book.save(tmp_path / "a.xlsx")
    for name in ("a.parquet", "a.xlsx"):
        (document,), _ = read(tmp_path / name)
        assert (document.title, document.body, document.published) == ("A", LONG.strip(), "2021-05-04"), name
        assert document.place == "row 2"
        (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-50])
        with pytest.raises(Unreadable):
            read(tmp_path / name)
    (tmp_path / "locked.xlsx").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    with pytest.raises(Unreadable, match="password"):
        read(tmp_path / "locked.xlsx")


def test_beginnings_of_articles_are_doubted(tmp_path) -> None:
    _, problems = read(tmp_path / "a.csv", as_csv([["title", "text"], ["A", "It began when… [+1234 chars]"]]))
    assert [p.severity for p in problems] == ["note", "doubt"]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(*[st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=40)] * 3), max_size=12
    )
)
def test_whatever_is_written_as_csv_is_read_or_named(tmp_path_factory, rows) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    documents, problems = read(
        path, as_csv([["title", "text", "n"], *rows], quoting=csv.QUOTE_ALL, lineterminator="\n")
    )
    given = sum(any(cell.strip() for cell in row) for row in rows)
    lost = sum(p.severity == "lost" for p in problems)
    if any("not read" in p.problem for p in problems):
        assert not documents
    else:
        assert len(documents) + lost == given


@settings(deadline=None, max_examples=80)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(tmp_path_factory, content) -> None:
    for suffix in (".csv", ".json", ".jsonl", ".xlsx", ".parquet"):
        path = tmp_path_factory.mktemp("bytes") / f"a{suffix}"
        path.write_bytes(content)
        try:
            list(reader.read(path))
        except Unreadable as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_lines_above_a_table_are_its_title(tmp_path, suffix) -> None:
    table = [["Our corpus, version 3", "", ""], ["(do not edit)", "", ""], ["Zeitung", "Datum", "Volltext"]]
    table += [["Bote", "2021-05-04", LONG], ["Post", "2021-05-05", LONG[::-1]]]
    path = tmp_path / f"a{suffix}"
    if suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in table:
            book.active.append(row)
        book.save(path)
    else:
        path.write_text(as_csv(table, delimiter=";"), encoding="cp1252")
    documents, _ = read(path)
    assert [(d.outlet, d.published, d.place) for d in documents] == [
        ("Bote", "2021-05-04", "row 4"),
        ("Post", "2021-05-05", "row 5"),
    ]


@pytest.mark.parametrize("header", [["", "text", ""], ["text", "", ""]])
def test_a_header_that_names_one_column_alone_is_no_title(tmp_path, header) -> None:
    documents, _ = read(tmp_path / "a.csv", as_csv([header, *[[LONG, LONG, "x"]] * 2]))
    assert len(documents) == 2


@pytest.mark.parametrize(
    ("cells", "published"),
    [
        (("2014", "10", "3"), "2014-10-03"),
        (("2014.0", "10.0", ""), "2014-10"),
        (("2014", "", "3"), "2014"),
        (("2014", "Oct", "3"), "3 Oct 2014"),
        (("", "10", "3"), ""),
    ],
)
def test_a_date_in_columns_of_year_month_and_day(tmp_path, cells, published) -> None:
    header = ["text", "year", "month", "day", "section"]
    (document,), _ = read(tmp_path / "a.csv", as_csv([header, [LONG, *cells, "World"]]))
    if cells[0]:
        assert document.published == published
    rows = [["date", *header], ["2013-01-02", LONG, *cells, ""], ["", LONG, *cells, ""]]
    dated, _ = read(tmp_path / "b.csv", as_csv(rows))
    assert [d.published for d in dated] == ["2013-01-02", published]


def test_a_first_paragraph_in_a_column_of_its_own_goes_before_the_text(tmp_path) -> None:
    lead = "The old bridge stays shut."
    rows = [["headline", "lead", "body"], ["A", lead, "Boats go."], ["B", lead, f"{lead}\n\nBoats go."]]
    rows += [["C", "", "Boats go."]]
    documents, (told,) = read(tmp_path / "a.csv", as_csv(rows))
    assert [d.body for d in documents] == [f"{lead}\n\nBoats go."] * 2 + ["Boats go."]
    assert "lead = 'lead'" in told.problem


def test_a_row_with_a_title_alone_in_a_table_of_texts_is_a_doubt(tmp_path) -> None:
    documents, problems = read(tmp_path / "a.csv", "title,text\nA,Boats go.\nBridge shut\nPort open,\n")
    assert [d.title for d in documents] == ["A", "Bridge shut", "Port open"]
    (doubt,) = [p for p in problems if p.severity == "doubt"]
    assert (doubt.row, doubt.problem) == (3, "the row has no text (nor have 1 more): its title is read alone")


def test_names_in_objects_in_objects_and_by_before_an_author(tmp_path) -> None:
    article = {"title": "A", "plaintext": LONG, "authors": "By Ann Example"}
    article |= {"html": {"source_info": {"publisher": "Bote"}}}
    (document,), _ = read(tmp_path / "a.json", json.dumps([article]))
    assert (document.outlet, document.author) == ("Bote", "Ann Example")
