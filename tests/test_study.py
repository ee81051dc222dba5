"""A study's folder: what is right, and one clear sentence for each thing that is wrong."""

import os
import random
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import each

from helpers.analysis.corpus import Corpus
from helpers.figures.corpus import timeline
from helpers.layout import detect
from helpers.layout.detect import complete
from helpers.reading import decode
from helpers.study import StudyError, entries, inside, load_study, output_folder
from helpers.study.article import Article
from helpers.study.dates import read_dates
from helpers.study.file_names import of_name
from helpers.study.table_file import read_table

CORPUS = Path(__file__).parent / "corpus"
SETTINGS = """
title: A port
voices:
  - {name: river, label: River, countries: [DE], colour: "#D55E00", marker: o}
"""
TEXT = "Towns agree on a port\n\n4 May 2021\n\nThree towns on the river have agreed to build a port together.\n"


def folder(tmp_path: Path, articles: str = "", outlets: str = "", settings: str = SETTINGS, **texts: str) -> Path:
    """A study of the given files; texts by stem."""
    home = tmp_path / "port"
    home.mkdir(exist_ok=True)
    for name, content in (("study.yaml", settings), ("articles.csv", articles), ("outlets.csv", outlets)):
        if content:
            (home / name).write_text(content, encoding="utf-8")
    for stem, content in (texts or {"a": TEXT}).items():
        (home / f"{stem}.txt").write_text(content, encoding="utf-8")
    return home


def listed(*args, **kwargs):
    return entries(load_study(folder(*args, **kwargs)))


def lost(problems) -> list[str]:
    return [problem.file for problem in problems if problem.severity == "lost"]


def test_the_built_in_study() -> None:
    study = load_study("seeds")
    articles, problems = entries(study)
    assert not problems
    assert [a.article_id for a in articles] == ["000", "001", "002", "003", "004"]
    assert [a.language for a in articles] == ["en", "en", "en", "de", "en"]
    assert study.voice_names() == ["narrator", "chinese", "russian", "western", "central_asian", "other", "unknown"]
    assert study.style("chinese").colour == "#CF4F14"
    assert not any(article.detected for article in articles)


def test_the_built_in_study_spells_out_the_defaults(tmp_path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    seeds, default = load_study("seeds"), load_study(tmp_path)
    for part in ("voices", "targets", "codebooks"):
        assert getattr(seeds, part) == getattr(default, part)


def test_the_corpus_of_the_tests() -> None:
    articles, problems = entries(load_study(CORPUS))
    assert not problems
    assert [(a.article_id, a.outlet, a.voice, a.country, a.kind, a.republishes) for a in articles[:3]] == [
        ("steppe-1", "steppe", "central_asian", "KZ", "newspaper", "no"),
        ("steppe-2", "steppe", "central_asian", "KZ", "newspaper", "no"),
        ("herald-1", "herald", "western", "GB", "newspaper", "yes"),
    ]


# --- what a study may be ------------------------------------------------------------------------


def test_a_folder_of_texts_has_the_voices_of_the_package(tmp_path: Path) -> None:
    study = load_study(folder(tmp_path, settings=""))
    seeds = load_study("seeds")
    assert (study.title, study.name) == ("port", "port")
    assert (study.voices, study.targets, study.codebooks) == (seeds.voices, seeds.targets, seeds.codebooks)
    assert [a.article_id for a in entries(study)[0]] == ["a"]


def test_a_title_alone_is_a_study_and_own_voices_are_all_there_is(tmp_path: Path) -> None:
    study = load_study(folder(tmp_path, settings="title: Ports\n"))
    assert study.title == "Ports" and len(study.voices) == 4 and len(study.targets) == 4
    own = load_study(folder(tmp_path, settings=SETTINGS))
    assert [voice.name for voice in own.voices] == ["river"] and not own.targets and not own.codebooks


def test_one_text_is_a_study_of_its_own(tmp_path: Path) -> None:
    home = folder(tmp_path, "file,outlet\na.txt,post\n", a=TEXT, b=TEXT)
    (home / "a.txt").rename(home / "A port.TXT")
    study = load_study(home / "A port.TXT")
    articles, problems = entries(study)
    assert (study.name, study.title, study.path) == ("A port", "A port", home / "A port.TXT")
    assert [(a.article_id, a.file, a.outlet) for a in articles] == [("A_port", "A port.TXT", "unknown")]
    assert not problems and study.files() == [home / "A port.TXT"]
    assert output_folder(study, tmp_path / "out") == tmp_path / "out" / "A port"


def test_study_yaml_stands_for_its_folder_and_no_other_file_is_a_study(tmp_path: Path) -> None:
    home = folder(tmp_path, "file\na.txt\n")
    assert load_study(home / "study.yaml").folder == home
    with pytest.raises(StudyError, match="articles.csv is no text"):
        load_study(home / "articles.csv")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (SETTINGS + "colour: red\n", "no key 'colour'"),
        (SETTINGS.replace("title: A port", ""), "key 'title' is missing"),
        (SETTINGS.replace("#D55E00", "red"), r"voices\.0\.colour"),
        (SETTINGS.replace("name: river", "name: narrator"), "voice 'narrator' is there twice or reserved"),
        (SETTINGS.replace("[DE]", "[DE]").replace("marker: o", "marker: no"), r"voices\.0\.marker"),
        (
            SETTINGS + "  - {name: sea, label: Sea, countries: [DE], colour: '#000000', marker: o}\n",
            "country of a voice",
        ),
        ("a: &a [1]\nb: *a\n", "alias"),
        ("title: x\ntitle: y\n", "line 2, column 1: key 'title' is given twice"),
        ("title: [", "not valid YAML"),
        ("just words", "must hold keys"),
        (SETTINGS + "codebooks: [../frames.yaml]\n", "outside the folder"),
        (SETTINGS + "name: x\n", "leave out 'name'"),
        (SETTINGS + "text: a.txt\n", "leave out 'text'"),
        (SETTINGS.replace("A port", '"A \\e[2J port"'), "title: control characters"),
        (SETTINGS.replace("label: River", 'label: "Ri\\x07ver"'), r"voices\.0\.label: control characters"),
        (SETTINGS.replace("[DE]", "[DE, XQ]"), r"voices\.0\.countries\.1: there is no country"),
        ("title: !!python/object/apply:os.getcwd []\n", "not valid YAML"),
    ],
)
def test_a_wrong_study_yaml(tmp_path: Path, change: str, message: str) -> None:
    with pytest.raises(StudyError, match=message) as told:
        load_study(folder(tmp_path, settings=change))
    assert "\n" not in str(told.value)
    assert "port" in str(told.value)


def test_no_study(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="does not exist"):
        load_study(tmp_path / "nowhere")


def test_a_label_may_be_wrapped_and_a_code_may_be_another_name_of_a_country(tmp_path: Path) -> None:
    study = load_study(
        folder(tmp_path, settings=SETTINGS.replace("A port", ">\n  A port\n  built").replace("DE", "UK"))
    )
    assert study.title == "A port built"
    assert study.voices[0].countries == ["GB"]


@pytest.mark.parametrize(
    ("articles", "message"),
    [
        ("article_id,files\na,a.txt\n", r"no column 'file'.*did you mean 'file'"),
        ("article_id,outlet\na,b\n", "no column 'file'"),
        ("file,file\na.txt,a.txt\n", "twice"),
        ('file\n"a.txt\n', "cannot be read as a table"),
    ],
)
def test_a_catalogue_that_cannot_be_read(tmp_path: Path, articles: str, message: str) -> None:
    with pytest.raises(StudyError, match=message):
        listed(tmp_path, articles)


@pytest.mark.parametrize(
    ("row", "problem", "severity"),
    [
        ("b,gone.txt,,", "does not exist", "lost"),
        ("b,../../secret.txt,,", "outside the folder", "lost"),
        ("b,/etc/hosts,,", "outside the folder", "lost"),
        ("b,study.yaml,,", "no article", "note"),
        ("b,articles.csv,,", "no article", "note"),
        ("a,b.txt,,", "'a' is there twice; it gets 'b'", "note"),
        ("b,a.txt,,", "'a.txt' is there twice", "note"),
        ("x/y,b.txt,,", "letters, digits", "note"),
        ("b,,,", "'file' is empty", "note"),
        ("b,b.txt,,,,", "6 cells, the header 4", "note"),
        ("b,b.txt", "2 cells, the header 4", "note"),
    ],
)
def test_a_bad_row_is_a_problem_and_the_rest_goes_on(tmp_path: Path, row: str, problem: str, severity: str) -> None:
    articles, problems = listed(tmp_path, f"article_id,file,outlet,published\na,a.txt,,\n{row}\n", a=TEXT, b=TEXT)
    assert [article.file for article in articles] == ["a.txt", "b.txt"]
    assert (problems[0].file, problems[0].row, problems[0].severity) == ("articles.csv", 3, severity)
    assert problem in problems[0].problem and len(problems) == 1


def test_a_row_whose_id_cannot_be_keeps_what_it_says(tmp_path: Path) -> None:
    rows = "article_id,file,title\nx,one/1.txt,First\nx,two/1.txt,Second\n,b.txt,Third\n1,c.txt,Fourth\n"
    home = folder(tmp_path, rows, b=TEXT, c=TEXT)
    for part in ("one", "two"):
        (home / part).mkdir()
        (home / part / "1.txt").write_text(TEXT)
    articles, problems = entries(load_study(home))
    assert [(a.article_id, a.title) for a in articles] == [
        ("x", "First"),
        ("two_1", "Second"),
        ("b", "Third"),
        ("1", "Fourth"),
    ]
    assert [p.row for p in problems] == [3]


def test_columns_that_are_not_known_stay_unused_and_are_told_once(tmp_path: Path) -> None:
    articles, problems = listed(tmp_path, "file,publishd,weather\na.txt,2020,fine\nb.txt,2020,wet\n", a=TEXT, b=TEXT)
    assert len(articles) == 2 and len(problems) == 1
    assert "'publishd' (did you mean 'published'?), 'weather'" in problems[0].problem


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_catalogue_as_spreadsheets_save_it(tmp_path: Path, separator: str, encoding: str) -> None:
    home = folder(tmp_path)
    rows = [["File ", "Outlet", "Title", ""], ["a.txt", "Ö Post", "'=Ports, ships; and\tmore", ""], ["", "", "", ""]]
    quoted = "\r\n".join(separator.join(f'"{cell}"' if len(cell) > 9 else cell for cell in row) for row in rows)
    marked = f"sep={separator}\r\n{quoted}" if separator == ";" else quoted
    (home / "articles.csv").write_bytes(marked.encode(encoding))
    (article,), problems = entries(load_study(home))
    assert (article.outlet, article.title) == ("Ö Post", "=Ports, ships; and more")
    assert not problems


def test_control_characters_in_a_catalogue_are_taken_out(tmp_path: Path) -> None:
    (article,), problems = listed(tmp_path, "file,title,note\na.txt,A \x1b[2Jport,Written by the river people\n")
    assert article.title == "A [2Jport"
    assert problems[0].row == 2 and "control characters" in problems[0].problem


def test_a_name_is_found_as_people_see_it(tmp_path: Path) -> None:
    home = folder(tmp_path, "file,title\nHäfen.txt,One\nB.txt,Two\n", b=TEXT, **{"Ha\u0308fen": TEXT})
    articles, problems = entries(load_study(home))
    assert [(a.file, a.title) for a in articles] == [("Ha\u0308fen.txt", "One"), ("b.txt", "Two")] and not problems


# --- dates of a catalogue -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "published"),
    [
        ("2021-05-04", "2021-05-04"),
        ("2021/5/4", "2021-05-04"),
        ("2021年5月4日", "2021-05-04"),
        ("20210504", "2021-05-04"),
        ("2021-05-04T23:10:00Z", "2021-05-04"),
        ("2021-05-04 23:10:00.5+06:00", "2021-05-04"),
        ("4 May, 2021", "2021-05-04"),
        ("Updated: 2021-05-04 17:49", "2021-05-04"),
        ("Published: May 4, 2021 06:46 PM", "2021-05-04"),
        ("15:45, 04-May-2021", "2021-05-04"),
        ("4 мая 2021 г.", "2021-05-04"),
        ("1620140400", "2021-05-04"),
        ("1620140400123", "2021-05-04"),
        ("44320", "2021-05-04"),  # as Excel counts: 1 is 1 January 1900, and there was no 29 February in that year
        ("44320.5", "2021-05-04"),
        ("14320", ""),
        ("PUBLISHED: 13:23, 4 May 2021 | UPDATED: 01:53, 5 May 2021", "2021-05-04"),
        ("20210504T180000Z", "2021-05-04"),
        ("Tue, 04 May 2021 10:00:00 GMT", "2021-05-04"),
        ("4. Mai 2021", "2021-05-04"),
        ("23/05/2021", "2021-05-23"),
        ("05/23/2021 10:30", "2021-05-23"),
        ("04.05.2021", "2021-05-04"),
        ("5/5/2021", "2021-05-05"),
        ("May 2021", "2021-05"),
        ("2021-05", "2021-05"),
        ("05/2021", "2021-05"),
        ("2021", "2021"),
        ("yesterday", ""),
        ("2021-02-30", ""),
        ("31/02/2021", ""),
        ("1" * 20, ""),
        ("spring 2021", ""),
        ("1021-05-04", ""),
        ("issue 5, 2021", ""),
    ],
)
def test_a_date_is_read_as_far_as_it_goes_and_where_it_is_sure(value: str, published: str) -> None:
    found = read_dates([(2, "post", value)])
    assert found.published == {2: published}
    assert list(found.none) == ([] if published else [2])


def test_the_order_of_day_and_month_is_settled_by_the_outlet_then_by_the_column() -> None:
    told = [
        (2, "post", "02/28/2021"),
        (3, "gazette", "28/02/2021"),
        (4, "post", "03/04/2021"),
        (5, "gazette", "03/04/2021"),
    ]
    found = read_dates([*told, (6, "bugle", "03/04/2021"), (7, "bugle", "28.02.2021")])
    assert [found.published[row] for row in (4, 5, 6)] == ["2021-03-04", "2021-04-03", ""]
    assert list(found.undecided) == [6] and dict(found.settled) == {"month first": [4], "day first": [5]}
    assert read_dates([told[0], (3, "bugle", "03/04/2021")]).published[3] == "2021-03-04"


def test_what_is_said_of_dates_is_said_once(tmp_path: Path) -> None:
    values = ["03/04/2021", "05/06/2021", "soon", "later", "now", "2021"]
    stems = "abcdef"
    rows = "".join(f"{stem}.txt,{value}\n" for stem, value in zip(stems, values, strict=True))
    articles, problems = listed(tmp_path, f"file,published\n{rows}", **dict.fromkeys(stems, TEXT))
    assert [a.published for a in articles] == ["", "", "", "", "", "2021"]
    assert [(p.row, p.problem[:12]) for p in problems] == [(4, "'soon' is no"), (2, "'03/04/2021'")]
    assert "2 more" in problems[0].problem and "1 more" in problems[1].problem


@given(
    st.one_of(
        st.text(max_size=30), st.from_regex(r"\w{0,9}[ ,.]{0,2}\d{0,2}[ ./-]\w{0,5}[ ./-]\d{2,4}", fullmatch=True)
    )
)
def test_no_cell_is_taken_for_a_date_that_is_none(value: str) -> None:
    published = read_dates([(2, "post", value.strip())]).published[2]
    assert not published or date.fromisoformat(f"{published}-01-01"[:10]).year in range(1900, 2100)


def test_a_partial_date_gives_its_month_or_year_to_the_period_and_the_timeline() -> None:
    assert Corpus("t", 2, 2, 1, 9, 1, 0, "2020", "2021-05").period == "2020 to May 2021"
    assert Corpus("t", 2, 2, 1, 9, 1, 0, "2021-05", "2021-05-04").period == "May 2021"
    published = ["2021-05", "2021-05", "2021-05-04", "2021", ""]
    articles = pd.DataFrame({"article_id": list("abcde"), "outlet": "Post", "voice": "western", "n_words": 9})
    articles = articles.assign(published=published, story_id=articles["article_id"])
    corpus = Corpus("t", 5, 5, 1, 45, 9, 1, "2021", "2021-05-04", outlets=each(["Post"]))
    table = timeline(articles, load_study(CORPUS), corpus).data
    assert [(str(when)[:10], n) for when, n in table[["when", "articles"]].values] == [("2021-05-01", 3), ("NaT", 2)]


@given(st.binary(max_size=200), st.sampled_from(["", "file,title\n", "file;title\n"]))
def test_a_table_of_any_bytes_is_read_or_refused_in_one_line(tmp_path_factory, content: bytes, header: str) -> None:
    path = tmp_path_factory.mktemp("table") / "articles.csv"
    path.write_bytes(header.encode() + content)
    try:
        table = read_table(path, ["file", "title"], [])
    except StudyError as error:
        assert "\n" not in str(error) and "articles.csv" in str(error)
    else:
        assert all(set(row) == {"file", "title"} and number > 0 for number, row in table.rows)


def test_outlets(tmp_path: Path) -> None:
    outlets = "outlet;name;voice\npost;River Post;river\nsea;Sea Post;mars\n"
    articles, problems = listed(
        tmp_path, "file,outlet\na.txt,post\nb.txt,sea\nc.txt,hill\n", outlets, a=TEXT, b=TEXT, c=TEXT
    )
    assert [(a.outlet, a.outlet_name, a.voice) for a in articles] == [
        ("post", "River Post", "river"),
        ("sea", "Sea Post", "unknown"),
        ("hill", "hill", "unknown"),
    ]
    assert [p.row for p in problems] == [3, 4]
    assert "'mars'" in problems[0].problem and "'hill' is not in outlets.csv" in problems[1].problem


def test_an_outlet_that_is_missing_is_told_once_with_the_name_it_resembles(tmp_path: Path) -> None:
    rows = "file,outlet\na.txt,River post\nb.txt,River post\n"
    _, problems = listed(tmp_path, rows, "outlet\nRiver Post\n", a=TEXT, b=TEXT)
    assert [(p.row, p.severity) for p in problems] == [(2, "note")]
    assert "'River post' as 'River Post'" in problems[0].problem
    _, problems = listed(tmp_path, rows.replace("post", "Pots"), "outlet\nRiver Post\n", a=TEXT, b=TEXT)
    assert [(p.row, p.severity) for p in problems] == [(2, "note")]
    assert "did you mean 'River Post'?" in problems[0].problem


def test_an_outlet_may_have_any_name_of_one_line(tmp_path: Path) -> None:
    long = "x" * 101
    articles, problems = listed(
        tmp_path, f'file,outlet\na.txt,Global Times\nb.txt,"人民网, English"\nc.txt,{long}\n', a=TEXT, b=TEXT, c=TEXT
    )
    assert [a.outlet for a in articles] == ["Global Times", "人民网, English", "unknown"]
    assert [p.row for p in problems] == [4] and "at most 100 characters" in problems[0].problem


def test_without_a_catalogue_everything_is_detected(tmp_path: Path) -> None:
    home = folder(tmp_path, **{"007": TEXT})
    (home / "post").mkdir()
    (home / "post" / "007.txt").write_text(TEXT)
    articles, problems = entries(load_study(home))
    assert not problems
    first, second = articles
    assert (first.article_id, first.outlet, second.article_id, second.outlet) == ("007", "unknown", "post_007", "post")
    found = complete(first, decode((home / first.file).read_bytes()))
    assert (found.title, found.language, found.published) == ("Towns agree on a port", "en", "2021-05-04")
    assert set(found.detected) == {"article_id", "outlet", "title", "language", "published"}


def test_what_the_catalogue_gives_is_kept(tmp_path: Path) -> None:
    (article,), _ = listed(tmp_path, "article_id,file,title,language\n007,a.txt,A port,de-AT\n")
    found = complete(article, TEXT)
    assert (found.article_id, found.title, found.language) == ("007", "A port", "de")
    assert found.detected == ("published",)


def test_texts_that_the_catalogue_leaves_out_are_taken_too(tmp_path: Path) -> None:
    articles, _ = listed(tmp_path, "article_id,file\nx,a.txt\n", a=TEXT, x=TEXT)
    assert [(a.article_id, a.file) for a in articles] == [("x", "a.txt"), ("x_2", "x.txt")]


# --- the files of a folder ----------------------------------------------------------------------


def test_texts_come_in_one_order_whatever_the_file_system_says(tmp_path: Path, monkeypatch) -> None:
    home = folder(tmp_path, **dict.fromkeys("dacb", TEXT))
    (home / "post").mkdir()
    (home / "post" / "a.txt").write_text(TEXT)
    walk = os.walk

    def shuffled(*args, **kwargs):
        for where, folders, names in walk(*args, **kwargs):
            random.Random(5).shuffle(names)
            yield where, folders, names

    monkeypatch.setattr(os, "walk", shuffled)
    articles, _ = entries(load_study(home))
    assert [a.file for a in articles] == ["a.txt", "b.txt", "c.txt", "d.txt", "post/a.txt"]


def test_every_file_is_read_or_named(tmp_path: Path) -> None:
    home = folder(tmp_path, a=TEXT)
    for name in (
        "b.TXT",
        "c.Txt",
        "page.html",
        "noending",
        "text.nex",
        "letter.docx",
        "rows.xlsx",
        "photo.jpg",
        ".d.txt",
    ):
        (home / name).write_text(TEXT)
    (home / "blob.bin").write_bytes(bytes(range(256)))
    for name in ("README.md", "coding.csv", "coding_2.csv", "speakers.csv", ".DS_Store"):
        (home / name).write_text(TEXT)
    articles, problems = entries(load_study(home))
    assert [a.file for a in articles] == ["a.txt", "b.TXT", "c.Txt"]
    assert lost(problems) == ["letter.docx", "noending", "page.html", "rows.xlsx", "text.nex"]
    assert [p.file for p in problems] == [
        ".d.txt", "blob.bin", "letter.docx", "noending", "page.html", "photo.jpg", "rows.xlsx", "text.nex",
    ]  # fmt: skip
    assert all(problem.problem and "\n" not in problem.problem for problem in problems)


def test_what_explains_a_folder_is_no_article(tmp_path: Path) -> None:
    home = folder(tmp_path, "file\nLICENSE.txt\n", a=TEXT, README=TEXT, LICENSE=TEXT)
    articles, problems = entries(load_study(home))
    assert [a.file for a in articles] == ["LICENSE.txt", "a.txt"]  # the catalogue says that one is
    assert [(p.file, p.severity) for p in problems] == [("README.txt", "note")]


def test_many_files_that_are_no_articles_are_one_line_and_lost_ones_one_each(tmp_path: Path) -> None:
    home = folder(tmp_path, a=TEXT)
    for number in range(30):
        (home / f"{number:02}.png").write_bytes(b"\x89PNG\0")
        (home / f"{number:02}.htm").write_text(TEXT)
        (home / f".{number:02}").write_text(TEXT)
    _, problems = entries(load_study(home))
    assert len(lost(problems)) == 30
    notes = {p.file: p.problem for p in problems if p.severity == "note"}
    assert list(notes) == [".00", "00.png"] and all("30 " in said for said in notes.values())


def test_a_file_that_the_catalogue_names_is_a_text_unless_its_kind_is_known(tmp_path: Path) -> None:
    home = folder(tmp_path, "file\none.story\npage.html\n", a=TEXT)
    for name in ("one.story", "two.story", "page.html"):
        (home / name).write_text(TEXT)
    articles, problems = entries(load_study(home))
    assert [a.file for a in articles] == ["one.story", "a.txt"]
    assert lost(problems) == ["page.html", "two.story"]


def test_without_a_text_the_error_names_what_lies_there(tmp_path: Path) -> None:
    home = folder(tmp_path)
    (home / "a.txt").rename(home / "a.html")
    with pytest.raises(StudyError, match=r"not one text could be read\. a\.html: a web page"):
        entries(load_study(home))


posix = pytest.mark.skipif(os.name == "nt", reason="links, pipes and odd names need another system")


@posix
def test_links_and_pipes_are_followed_nowhere_and_named(tmp_path: Path) -> None:
    home = folder(tmp_path, "file\na.txt\nout.txt\ndead.txt\n", a=TEXT)
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "x.txt").write_text(TEXT)
    (home / "post").mkdir()
    (home / "post" / "b.txt").write_text(TEXT)
    links = {
        "out.txt": tmp_path / "far" / "x.txt", "dead.txt": "nowhere", "loop.txt": "loop.txt", "again.txt": "a.txt",
        "outside": tmp_path / "far", "inside": "post",
    }  # fmt: skip
    for name, target in links.items():
        (home / name).symlink_to(target)
    os.mkfifo(home / "pipe.txt")
    articles, problems = entries(load_study(home))
    assert [a.file for a in articles] == ["a.txt", "post/b.txt"]
    assert lost(problems) == ["dead.txt", "loop.txt", "out.txt", "outside", "pipe.txt"]
    said = {p.file: p.problem for p in problems if p.severity == "note" and p.file != "articles.csv"}
    assert list(said) == ["again.txt", "inside"] and "a.txt, which is read there" in said["again.txt"]
    assert [p.row for p in problems if p.file == "articles.csv"] == [3, 4]  # each lost once, by its file
    with pytest.raises(StudyError):
        inside(home, "out.txt")


@posix
def test_a_link_to_a_text_that_is_read_nowhere_else_is_read(tmp_path: Path) -> None:
    home = folder(tmp_path, a=TEXT)
    (home / ".store").mkdir()
    (home / "a.txt").rename(home / ".store" / "5f2c")
    (home / "a.txt").symlink_to(".store/5f2c")
    articles, _ = entries(load_study(home))
    assert [a.file for a in articles] == ["a.txt"]


@posix
def test_a_name_that_cannot_be_shown_is_named_escaped(tmp_path: Path) -> None:
    home = folder(tmp_path, a=TEXT)
    for name in (b"caf\xe9.txt", b"\x1b[2Jx\nAll well.txt"):
        (Path(os.fsdecode(os.fsencode(home) + b"/" + name))).write_text(TEXT)
    articles, problems = entries(load_study(home))
    assert [a.file for a in articles] == ["a.txt"]
    assert sorted(lost(problems)) == ["\\x1b[2Jx\\nAll well.txt", "caf\\xe9.txt"]


@posix
def test_a_folder_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch) -> None:
    home = folder(tmp_path, a=TEXT)
    (home / "post").mkdir()
    scan = os.scandir

    def denied(path):  # chmod does not stop the superuser, who may run the tests
        if Path(path).name == "post":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", denied)
    articles, problems = entries(load_study(home))
    assert [a.file for a in articles] == ["a.txt"]
    assert lost(problems) == ["post"] and "Permission denied" in problems[0].problem


def test_paths(tmp_path: Path) -> None:
    home = folder(tmp_path)
    assert inside(home, "sub\\a.txt") == (home / "sub" / "a.txt").resolve()
    assert output_folder(load_study(home), tmp_path / "out") == tmp_path / "out" / "port"


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("4 May 2021", "2021-05-04"),
        ("Published: May 4, 2021 at 10:15", "2021-05-04"),
        ("4. Mai 2021, 11:20 Uhr", "2021-05-04"),
        ("4 мая 2021", "2021-05-04"),
        ("2021年5月4日", "2021-05-04"),
        ("12/13/2022, 09.54", "2022-12-13"),
        ("13.12.2022", "2022-12-13"),
        ("04.05.2021", "2021-05-04"),
        ("Stand: 04.05.2021, 07:45 Uhr", "2021-05-04"),
        ("4. 5. 2021, 7:45 Uhr, Lesezeit: 3 Min.", "2021-05-04"),
        ("31.02.2021", ""),
        ("04-05-2021", ""),
        ("Published May 4, 2021 6:05pm EDT", "2021-05-04"),
        ("May 4, 2021,06:05am PST", "2021-05-04"),
        ("Posted on May 4, 2021 by webmaster in River news", "2021-05-04"),
        ("May 4, 2021 By Ann Example Leave a Comment", "2021-05-04"),
        ("Veröffentlicht am 4. Mai 2021 von Erika Beispiel in Wirtschaft", "2021-05-04"),
        ("Опубликовано 4 мая 2021 в рубрике Экономика", "2021-05-04"),
        ("发布时间：2021年5月4日 来源：江河网", "2021-05-04"),
        ("Posted on May 4, 2021 the day the port was closed", ""),
        ("Floods in Harbourtown Drive Forty Families Away, May 4, 2021", ""),
        ("Established 4 May 1921", ""),
        ("© 4 May 2021", ""),
        ("Boats have not left the port since 4 May 2021", ""),
        ("04/05/2021", ""),
        ("May 2021", ""),
        ("31/02/2021", ""),
        ("In May 4 towns met in 2021.", ""),
    ],
)
def test_a_date_is_never_invented(line: str, published: str) -> None:
    text = f"Towns agree on a port\n\n{line}\n\nThree towns have agreed to build a port there."
    assert complete(Article("a", "a.txt"), text).published == published


def test_the_earliest_of_the_dates_above_the_text() -> None:
    text = TEXT.replace("4 May 2021", "Updated 6 May 2021\n\n4 May 2021") + "\n9 May 2022\n"
    assert complete(Article("a", "a.txt"), text).published == "2021-05-04"


def test_the_date_in_a_footer_is_not_when_the_paper_was_founded() -> None:
    text = "Towns agree on a port\n\nThree towns on the river have agreed to build a port there.\n\n"
    assert complete(Article("a", "a.txt"), text + "Founded 4 May 1921\n").published == ""
    assert complete(Article("a", "a.txt"), text + "Founded 4 May 1921\n\n5 May 2021\n").published == "2021-05-05"


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("2014-10-03 Bridge shut", "2014-10-03"),
        ("2021_02_28_vote", "2021-02-28"),
        ("2019.07.05", "2019-07-05"),
        ("2014-13-03 Bridge", ""),
        ("2014-10_03 Bridge", ""),
        ("2014-10-031", ""),
        ("Vote 2014-10-03", "2014-10-03"),
        ("2014-10-07T000000Z Vote on the bridge", "2014-10-07"),
        ("20141003_vote", "2014-10-03"),
        ("Vote_3-Oct-2014", "2014-10-03"),
        ("Vote on the bridge, October 3, 2014", "2014-10-03"),
        ("Abstimmung 3. Oktober 2014", "2014-10-03"),
        ("Vote 23-10-2014", "23-10-2014"),
        ("Vote 33-13-2014", ""),
        ("201410031", ""),
        ("order 66-1234-20141003x", ""),
        ("1066-10-14 Hastings", ""),
        ("2014年10月3日 旧桥关闭", "2014-10-03"),
        ("旧桥关闭2014年13月3日", ""),
    ],
)
def test_a_file_name_that_begins_with_a_date_dates_the_article(name, published):
    assert of_name(name).published == published


def test_the_date_of_a_file_name_is_taken_where_no_row_lists_the_file(tmp_path):
    (tmp_path / "study.yaml").write_text("title: Bridges\n")
    (tmp_path / "2014-10-03 Bridge shut.txt").write_text("The old bridge stays shut, the mayor said.")
    (article,), problems = entries(load_study(tmp_path))
    assert (article.published, problems) == ("2014-10-03", [])
    assert "published" in article.detected


@pytest.mark.parametrize("folder", ["Post/2014/10/03", "Post/2014-10-03", "Post/20141003/evening"])
def test_the_folders_of_a_file_date_it_where_its_name_does_not(tmp_path, folder):
    (tmp_path / folder).mkdir(parents=True)
    (tmp_path / folder / "a.txt").write_text("The old bridge stays shut, the mayor said.")
    (tmp_path / folder / "2014-10-04 Bridge shut.txt").write_text("The old bridge stays shut for long.")
    articles, _ = entries(load_study(tmp_path))
    assert {article.published for article in articles} == {"2014-10-03", "2014-10-04"}


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2014-10-03 Old bridge shut again", "Old bridge shut again"),
        ("2014-10-03-old-bridge-shut-again", ""),
        ("2014-10-03 final", ""),
        ("Old bridge shut again", ""),
        ("Old bridge shut again 3 Oct 2014", "Old bridge shut again"),
        ("2014-10-07T000000Z Old bridge shut again", "Old bridge shut again"),
        ("2014年10月3日 旧桥再次关闭", "旧桥再次关闭"),
        ("2014年10月3日 终稿", ""),
        ("[2014-10-03] Old bridge shut again", "Old bridge shut again"),
        ("Old bridge shut again (3 Oct 2014)", "Old bridge shut again"),
        ("017_2014-10-03_Old bridge shut again", "Old bridge shut again"),
        ("Herald_2014-10-03_Old bridge shut again", "Old bridge shut again"),
        ("2014-10-03T08-15-00 Old bridge shut again", "Old bridge shut again"),
        ("3 Oct - Old bridge shut again", "Old bridge shut again"),
    ],
)
def test_a_title_behind_the_date_in_a_files_name(name, title):
    assert of_name(name).title == title


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("20141003-old-bridge-shut", "Old bridge shut"),
        ("old-bridge-shut-2014-10-03", "Old bridge shut"),
        ("2014_10_03_old_bridge_shut", "Old bridge shut"),
        ("alte-bruecke-gesperrt-a-1045678", "Alte bruecke gesperrt"),
        ("10 killed on old bridge", "10 killed on old bridge"),
        ("5-year plan for old bridges", "5-year plan for old bridges"),
        ("05_Old bridge shut again", "Old bridge shut again"),
        ("旧桥再次关闭", "旧桥再次关闭"),
        ("Old bridge", ""),
        ("interview_about_bridges_12", ""),
        ("china_daily_articles_data", ""),
        ("4f5a6b7c8d", ""),
    ],
)
def test_the_words_of_a_name_without_blanks_or_without_a_date(name, slug):
    assert of_name(name).slug == slug and of_name(name).title == ""


@pytest.mark.parametrize(
    ("name", "partial"),
    [
        ("2014-10 Old bridge shut", "2014-10"),
        ("October 2014 - Old bridge shut", "2014-10"),
        ("окт 2014 Старый мост закрыт", "2014-10"),
        ("2014年10月 旧桥关闭", "2014-10"),
        ("Old bridge shut in October 2014", ""),
        ("2014-13 Old bridge shut", ""),
    ],
)
def test_a_month_at_the_head_of_a_files_name(name, partial):
    assert of_name(name).partial == partial


def test_a_headline_or_date_of_the_text_goes_before_the_words_of_a_files_name(tmp_path):
    (tmp_path / "old-bridge-stays-shut.txt").write_text("The old bridge stays shut, the mayor said.")
    (tmp_path / "2021-05 towns-and-ports-agree.txt").write_text(TEXT)
    (tmp_path / "2021-06 towns-and-ports-agree.txt").write_text(TEXT)
    study = load_study(tmp_path)
    found = [detect.complete(a, (tmp_path / a.file).read_text()) for a in entries(study)[0]]
    assert [(a.title, a.published) for a in found] == [
        ("Towns agree on a port", "2021-05-04"),
        ("Towns agree on a port", "2021-06"),  # the day in the text is of another month than the name says
        ("Old bridge stays shut", ""),
    ]
    assert all({"title"} <= set(a.detected) for a in found)


def test_a_day_without_a_year_is_dated_by_the_folder_of_a_year_and_else_told(tmp_path):
    for place in (
        "2014/Post/3 Oct - Old bridge shut again.txt",
        "Post/10月4日 旧桥再次关闭.txt",
        "Post/03.10._Brücke.txt",
    ):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text("The old bridge stays shut, the mayor said.", encoding="utf-8")
    articles, problems = entries(load_study(tmp_path))
    assert {a.published for a in articles} == {"2014-10-03", ""}
    (told,) = problems
    assert "a day without a year (so have 1 more)" in told.problem and "such as 2014" in told.problem


def test_folders_of_a_year_or_month_date_what_nothing_else_dates(tmp_path):
    for place in ("Post/2014/10/a.txt", "Post/2013/b.txt"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text("The old bridge stays shut, the mayor said.")
    articles, _ = entries(load_study(tmp_path))
    assert [a.published for a in articles] == ["", ""]
    assert sorted(detect.complete(a, "The old bridge stays shut.").published for a in articles) == ["2013", "2014-10"]


def test_an_outlet_that_is_a_known_medium_has_its_bloc(tmp_path):
    for outlet in ("Global Times", "Le Monde", "Hindustan Times", "Steppe Courier"):
        (tmp_path / outlet).mkdir()
        (tmp_path / outlet / "a.txt").write_text("The old bridge stays shut, the mayor said.")
    articles, _ = entries(load_study(tmp_path))
    voices = {a.outlet: (a.voice, "voice" in a.detected) for a in articles}
    assert voices["Global Times"] == ("chinese", True) and voices["Le Monde"] == ("western", True)
    assert voices["Steppe Courier"] == ("unknown", False)
    (tmp_path / "outlets.csv").write_text("outlet,voice\nLe Monde,western\n")
    assert {a.outlet: a.voice for a in entries(load_study(tmp_path))[0]}["Global Times"] == "unknown"


@pytest.mark.parametrize("words", ["1/1/0٠", "٢٠٢٣-05-04", "４/5/2023"])
def test_digits_of_other_scripts_are_no_date(words):
    found = read_dates([(0, "A", words)])
    assert found.published == {0: ""}


def test_a_story_that_the_user_names_is_that_of_the_articles_named(tmp_path):
    home = folder(tmp_path, "file,story\na.txt,port\nb.txt,port\nc.txt,\n", a=TEXT, b=TEXT, c=TEXT)
    articles, problems = entries(load_study(home))
    assert [article.story for article in articles] == ["port", "port", ""] and not problems
