"""A study's folder: what is right, and one clear sentence for each thing that is wrong."""

import os
from pathlib import Path

import pytest

from helpers.study import StudyError, catalogue, complete, entries, inside, load_study, output_folder
from helpers.study.catalogue import Article

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
    (home / "study.yaml").write_text(settings, encoding="utf-8")
    for name, content in (("articles.csv", articles), ("outlets.csv", outlets)):
        if content:
            (home / name).write_text(content, encoding="utf-8")
    for stem, content in (texts or {"a": TEXT}).items():
        (home / f"{stem}.txt").write_text(content, encoding="utf-8")
    return home


def read(*args, **kwargs):
    return catalogue(load_study(folder(*args, **kwargs)))


def test_the_built_in_study() -> None:
    study = load_study("seeds")
    articles, problems = catalogue(study)
    assert not problems
    assert [a.article_id for a in articles] == ["000", "001", "002", "003", "004"]
    assert [a.language for a in articles] == ["en", "en", "en", "de", "en"]
    assert study.voice_names() == ["narrator", "chinese", "russian", "western", "central_asian", "other", "unknown"]
    assert study.style("chinese").colour == "#D55E00"
    assert not any(article.detected for article in articles)


def test_the_corpus_of_the_tests() -> None:
    articles, problems = catalogue(load_study(CORPUS))
    assert not problems
    assert [(a.article_id, a.outlet, a.voice) for a in articles[:3]] == [
        ("steppe-1", "steppe", "central_asian"),
        ("steppe-2", "steppe", "central_asian"),
        ("herald-1", "herald", "western"),
    ]


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


@pytest.mark.parametrize(
    ("articles", "message"),
    [
        ("article_id,files\na,a.txt\n", "did you mean 'file'"),
        ("article_id,outlet\na,b\n", "no column 'file'"),
        ("file,file\na.txt,a.txt\n", "twice"),
        ("file,weather\na.txt,fine\n", "'weather' that is not known"),
        ('file\n"a.txt\n', "cannot be read as a table"),
    ],
)
def test_a_catalogue_that_cannot_be_read(tmp_path: Path, articles: str, message: str) -> None:
    with pytest.raises(StudyError, match=message):
        read(tmp_path, articles)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("b,gone.txt,,", "does not exist"),
        ("b,empty.txt,,", "is empty"),
        ("b,../../secret.txt,,", "outside the folder"),
        ("b,/etc/hosts,,", "outside the folder"),
        ("a,b.txt,,", "'a' is there twice"),
        ("b,a.txt,,", "'a.txt' is there twice"),
        ("x/y,b.txt,,", "letters, digits"),
        ("b,,,", "'file' is empty"),
        ("b,b.txt,,,,", "6 cells, the header 4"),
    ],
)
def test_a_bad_row_is_a_problem_and_the_rest_goes_on(tmp_path: Path, row: str, problem: str) -> None:
    home = folder(tmp_path, f"article_id,file,outlet,published\na,a.txt,,\n{row}\n", a=TEXT, b=TEXT, empty="")
    articles, problems = entries(load_study(home))
    assert "a" in [article.article_id for article in articles]
    assert (problems[0].file, problems[0].row) == ("articles.csv", 3)
    assert problem in problems[0].problem


@pytest.mark.parametrize("value", ["yesterday", "2021-02-30", "04/05/2021"])
def test_a_date_that_is_none_is_left_empty_and_told(tmp_path: Path, value: str) -> None:
    articles, problems = entries(load_study(folder(tmp_path, f"file,published\na.txt,{value}\n")))
    assert articles[0].published == ""
    assert f"'{value}' is no date" in problems[0].problem


def test_outlets(tmp_path: Path) -> None:
    outlets = "outlet;name;voice\npost;River Post;river\nsea;Sea Post;mars\n"
    articles, problems = read(
        tmp_path, "file,outlet\na.txt,post\nb.txt,sea\nc.txt,hill\n", outlets, a=TEXT, b=TEXT, c=TEXT
    )
    assert [(a.outlet, a.outlet_name, a.voice) for a in articles] == [
        ("post", "River Post", "river"),
        ("sea", "Sea Post", "unknown"),
        ("hill", "hill", "unknown"),
    ]
    assert [p.row for p in problems] == [3, 4]
    assert "'mars'" in problems[0].problem and "'hill' is not in outlets.csv" in problems[1].problem


def test_an_outlet_may_have_any_name_of_one_line(tmp_path: Path) -> None:
    long = "x" * 101
    articles, problems = read(
        tmp_path, f'file,outlet\na.txt,Global Times\nb.txt,"人民网, English"\nc.txt,{long}\n', a=TEXT, b=TEXT, c=TEXT
    )
    assert [a.outlet for a in articles] == ["Global Times", "人民网, English", "unknown"]
    assert [p.row for p in problems] == [4] and "at most 100 characters" in problems[0].problem


def test_without_a_catalogue_everything_is_detected(tmp_path: Path) -> None:
    home = folder(tmp_path, **{"007": TEXT})
    (home / "post").mkdir()
    (home / "post" / "007.txt").write_text(TEXT)
    (home / ".hidden.txt").write_text(TEXT)
    articles, problems = catalogue(load_study(home))
    assert not problems
    first, second = articles
    assert (first.article_id, first.outlet, second.article_id, second.outlet) == ("007", "unknown", "post_007", "post")
    assert (first.title, first.language, first.published) == ("Towns agree on a port", "en", "2021-05-04")
    assert set(first.detected) == {"article_id", "outlet", "title", "language", "published"}


def test_what_the_catalogue_gives_is_kept(tmp_path: Path) -> None:
    articles, _ = read(tmp_path, "article_id,file,title,language\n007,a.txt,A port,de-AT\n")
    assert (articles[0].article_id, articles[0].title, articles[0].language) == ("007", "A port", "de")
    assert articles[0].detected == ("published",)


def test_texts_that_the_catalogue_leaves_out_are_taken_too(tmp_path: Path) -> None:
    articles, _ = read(tmp_path, "article_id,file\nx,a.txt\n", a=TEXT, x=TEXT)
    assert [(a.article_id, a.file) for a in articles] == [("x", "a.txt"), ("x_2", "x.txt")]


def test_a_binary_file_is_a_problem(tmp_path: Path) -> None:
    home = folder(tmp_path)
    (home / "b.txt").write_bytes(b"\x89PNG\0\0\xff")
    articles, problems = catalogue(load_study(home))
    assert [a.article_id for a in articles] == ["a"]
    assert problems[0][:2] == ("b.txt", 0) and "binary" in problems[0].problem


def test_no_text_at_all(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="no text"):
        read(tmp_path, a="")


@pytest.mark.skipif(os.name == "nt", reason="symlinks need rights there")
def test_a_symlink_out_of_the_folder(tmp_path: Path) -> None:
    home = folder(tmp_path, "file\na.txt\nlink.txt\n")
    (tmp_path / "secret.txt").write_text(TEXT)
    (home / "link.txt").symlink_to(tmp_path / "secret.txt")
    articles, problems = catalogue(load_study(home))
    assert [a.file for a in articles] == ["a.txt"]
    assert "outside" in problems[0].problem
    with pytest.raises(StudyError):
        inside(home, "link.txt")


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
