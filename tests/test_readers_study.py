"""Any corpus as a study: what is read of files of all kinds, joined with catalogue and names; texts; new folders."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from helpers.__main__ import main
from helpers.run.new import new_study
from helpers.study import StudyError, content, entries, load_study, outlets, store
from helpers.study.catalogue import language_code
from helpers.tables import measure

SENTENCE = "The old bridge stays shut, the mayor said on Monday, until the river falls."
TABLE = f"""title,date,source,text
A bridge is shut,03/04/2021,Global Times,{SENTENCE.replace(",", "")}
A port is built,28/04/2021,global times,{SENTENCE.replace(",", "")}
,,,
A road is open,05/04/2021,River Post,{SENTENCE.replace(",", "")}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "port").mkdir()
    return tmp_path / "port"


def listed(path: Path, tmp_path: Path, columns=None):
    return entries(load_study(path, columns), tmp_path / "store")


def lost(problems) -> list[tuple[str, int]]:
    return [(p.file, p.row) for p in problems if p.severity == "lost"]


def test_one_table_is_a_study(home, tmp_path) -> None:
    (home / "news.csv").write_text(TABLE)
    study = load_study(home / "news.csv")
    assert (study.name, study.title) == ("news", "news")
    articles, problems = entries(study, tmp_path / "store")
    assert [a.article_id for a in articles] == ["news-2", "news-3", "news-5"]
    assert {a.file for a in articles} == {"news.csv"} and [a.row for a in articles] == [2, 3, 5]
    assert [a.title for a in articles] == ["A bridge is shut", "A port is built", "A road is open"]
    assert lost(problems) == []  # an empty row is none


def test_dates_of_a_table_are_settled_by_its_outlets_and_spellings_are_one_outlet(home, tmp_path) -> None:
    (home / "news.csv").write_text(TABLE)
    articles, problems = listed(home / "news.csv", tmp_path)
    assert [a.published for a in articles] == ["2021-04-03", "2021-04-28", "2021-04-05"]
    assert [(a.outlet, a.voice, a.country) for a in articles] == [
        ("Global Times", "chinese", "CN"), ("Global Times", "chinese", "CN"), ("River Post", "unknown", ""),
    ]  # fmt: skip
    assert "voice" in articles[0].detected and "outlet" not in articles[0].detected
    told = " ".join(p.problem for p in problems)
    assert "'global times' as 'Global Times'" in told and "2 day first" in told


def test_a_folder_of_all_kinds(home, tmp_path) -> None:
    (home / "chinadaily").mkdir()
    first, second = "2021-05-04 A bridge is shut.txt", "3-May-2021 A port is built.txt"
    (home / "chinadaily" / first).write_text(SENTENCE)
    (home / "xinhuanet.jsonl").write_text(
        json.dumps({"headline": "A road is open"}) + "\n" + json.dumps({"headline": "No"})
    )
    with zipfile.ZipFile(home / "rest.zip", "w") as archive:
        archive.writestr(f"River Post/{second}", SENTENCE)
        archive.writestr("photo.gif", b"GIF8")
    (home / "letter.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (home / "README.md").write_text("about")
    articles, problems = listed(home, tmp_path)
    assert [(a.article_id, a.file, a.outlet, a.published, a.title) for a in articles] == [
        ("2021-05-04_A_bridge_is_shut", f"chinadaily/{first}", "chinadaily", "2021-05-04", "A bridge is shut"),
        ("3-May-2021_A_port_is_built", f"rest.zip/River Post/{second}", "River Post", "2021-05-03", "A port is built"),
        ("xinhuanet-1", "xinhuanet.jsonl", "Xinhua News Agency", "", "A road is open"),
        ("xinhuanet-2", "xinhuanet.jsonl", "Xinhua News Agency", "", "No"),
    ]  # fmt: skip
    assert articles[0].outlet_name == "China Daily" and articles[2].voice == "chinese"
    assert lost(problems) == [("letter.doc", 0)]
    assert "rest.zip/photo.gif" in {p.file for p in problems}


def test_a_catalogue_goes_before_the_source_by_place_by_id_and_for_a_whole_file(home, tmp_path) -> None:
    (home / "news.csv").write_text(TABLE)
    (home / "articles.csv").write_text(
        "article_id,file,place,outlet,title\nmine,news.csv,5,Hill Post,\nnews-3,news.csv,,,Mended\n"
        ",news.csv,,Whole Post,\nx,news.csv,77,,\n"
    )
    articles, problems = listed(home, tmp_path)
    found = {a.row: (a.article_id, a.outlet, a.title) for a in articles}
    assert found == {
        5: ("mine", "Hill Post", "A road is open"),
        3: ("news-3", "global times", "Mended"),
        2: ("news-2", "Whole Post", "A bridge is shut"),
    }
    assert lost(problems) == [("articles.csv", 5)] and "holds no article at '77'" in problems[0].problem
    (home / "articles.csv").write_text("article_id,file,outlet\n,news.csv,Whole Post\nnews-3,news.csv,Hill Post\n")
    articles, problems = listed(home, tmp_path)
    assert {a.row: a.outlet for a in articles} == {2: "Whole Post", 3: "Hill Post", 5: "Whole Post"}
    assert not lost(problems)


def test_a_row_about_a_file_that_holds_no_text_is_no_further_loss(home, tmp_path) -> None:
    (home / "a.txt").write_text(SENTENCE)
    (home / "n.csv").write_text("year,n\n2021,5\n")
    (home / "b.json").write_text("[" * 1000)
    (home / "articles.csv").write_text("file\nn.csv\nb.json\n./a.txt\n")
    articles, problems = listed(home, tmp_path)
    assert [(a.file, a.detected) for a in articles] == [("a.txt", ())]
    assert sorted(lost(problems)) == [("articles.csv", 2), ("b.json", 0)]


def test_ids_of_the_source_are_kept_where_they_are_safe_and_unlike_all_others(home, tmp_path) -> None:
    (home / "a.csv").write_text("id,headline\nx1,One\n../x,Two\nx1,Three\n,Four\n")
    (home / "b").mkdir()
    (home / "b" / "a.csv").write_text("headline\nFive\nSix\nSeven\nEight\n")
    articles, _ = listed(home, tmp_path)
    assert [a.article_id for a in articles] == ["x1", "a-3", "a-4", "a-5", "a-2", "b_a-3", "b_a-4", "b_a-5"]


def test_a_table_about_the_other_files_is_no_further_text(home, tmp_path) -> None:
    for name in "ab":
        (home / f"{name}.txt").write_text(SENTENCE)
    (home / "about.csv").write_text(f"filename,title,text\na.txt,A,{SENTENCE[:20]}\nb.txt,B,{SENTENCE[:20]}\n")
    articles, problems = listed(home, tmp_path)
    assert [a.file for a in articles] == ["a.txt", "b.txt"]
    assert [(p.file, p.severity) for p in problems] == [("about.csv", "note")]


def test_columns_may_be_named_in_study_yaml_and_on_the_command_line(home, tmp_path) -> None:
    (home / "news.csv").write_text(f"text,real\nsummary,{SENTENCE.replace(',', '')}\n")
    (home / "study.yaml").write_text("title: Port\ncolumns: {text: real}\n")
    study = load_study(home)
    (article,), _ = entries(study, tmp_path / "store")
    assert content(study, article, tmp_path / "store").decode().startswith("The old bridge")
    study = load_study(home, {"text": "text"})
    (article,), _ = entries(study, tmp_path / "store")
    assert content(study, article, tmp_path / "store") == b"summary"
    (home / "study.yaml").write_text("title: Port\ncolumns: {texte: real}\n")
    with pytest.raises(StudyError, match="columns"):
        load_study(home)


def test_no_text_in_a_table_is_said_with_what_to_do(home, tmp_path) -> None:
    (home / "n.csv").write_text("year,n\n2021,5\n")
    with pytest.raises(StudyError, match=r"n\.csv: a table in which no column .* --columns text=NAME"):
        listed(home / "n.csv", tmp_path)
    (home / "n.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(StudyError, match=r"not one text could be read\. n\.xlsx: not a whole"):
        listed(home / "n.xlsx", tmp_path)
    (home / "n.doc").write_bytes(b"\xd0\xcf")
    with pytest.raises(StudyError, match=r"n\.doc is no text, or of no format"):
        load_study(home / "n.doc")


# --- the store --------------------------------------------------------------------------------------


def test_texts_are_read_once_and_anew_when_the_file_changes(home, tmp_path, monkeypatch) -> None:
    (home / "news.csv").write_text(TABLE)
    study = load_study(home)
    articles, _ = entries(study, tmp_path / "store")
    text = content(study, articles[0], tmp_path / "store").decode()
    assert text == f"A bridge is shut\n\n{SENTENCE.replace(',', '')}"
    (part,) = (tmp_path / "store").iterdir()
    with monkeypatch.context() as patch:
        patch.setattr(store, "_write", lambda *_: pytest.fail("read again"))
        assert entries(study, tmp_path / "store")[0] == articles
    (home / "news.csv").write_text(TABLE.replace("A bridge", "The bridge"))
    assert entries(study, tmp_path / "store")[0][0].title == "The bridge is shut"
    assert len(list((tmp_path / "store").iterdir())) == 2 and part.exists()


def test_a_damaged_store_is_found_out(home, tmp_path) -> None:
    (home / "news.csv").write_text(TABLE)
    study = load_study(home)
    articles, _ = entries(study, tmp_path / "store")
    (part,) = (tmp_path / "store").iterdir()
    raw = part.read_bytes()
    store._open.cache_clear()
    part.write_bytes(raw[:200])
    assert entries(study, tmp_path / "store")[0] == articles  # made anew
    store._open.cache_clear()
    part.write_bytes(raw.replace(b"old bridge", b"new bridge"))
    with pytest.raises(OSError, match="damaged"):
        content(study, articles[0], tmp_path / "store")
    assert b"old bridge" in content(study, articles[0], tmp_path / "store")


def test_a_reader_that_fails_midway_leaves_what_it_read(home, tmp_path, monkeypatch) -> None:
    (home / "news.csv").write_text(TABLE)
    whole = store.archives.read

    def failing(*args):
        yield from list(whole(*args))[:2]
        raise RuntimeError("a fault")

    monkeypatch.setattr(store.archives, "read", failing)
    articles, problems = listed(home, tmp_path)
    assert [a.row for a in articles] == [2] and lost(problems) == [("news.csv", 0)]
    assert "RuntimeError: a fault" in " ".join(p.problem for p in problems)


# --- measured ---------------------------------------------------------------------------------------


def test_a_study_of_all_kinds_is_measured_and_nothing_is_lost(home, tmp_path) -> None:
    (home / "news.csv").write_text(TABLE)
    (home / "a.txt").write_text(f"A bridge\n\n{SENTENCE}\n")
    (home / "b.json").write_text("[" * 1000)
    results = measure.measure(home, tmp_path / "out", measure.Settings(engine="fast", target_sample=0), workers=1)
    assert results.record["articles"] == {"given": 5, "read": 4, "lost": 1}
    articles = results.table("articles").set_index("article_id")
    assert list(articles.index) and set(articles["file"]) == {"a.txt", "news.csv"}
    sentences = results.table("sentences")
    texts = results.texts(set(sentences["article_id"]))
    assert all(texts[s.article_id][s.start : s.end] == s.text for s in sentences.itertuples())
    assert articles.loc["a", "sha256"] != articles.loc["news-2", "sha256"]
    reopened = measure.open_results(home, tmp_path / "out")
    assert reopened.texts(["news-2"]) == {"news-2": texts["news-2"]}


def test_columns_named_on_the_command_line_hold_for_the_notebooks(home, tmp_path, capsys) -> None:
    (home / "news.csv").write_text(f"a,b\nsummary,{SENTENCE.replace(',', '')}\n")
    words = ["--study", str(home / "news.csv"), "--out", str(tmp_path / "out"), "-p", "engine=fast", "--workers", "1"]
    assert main(["measure", *words]) == 2 and "--columns text=NAME" in capsys.readouterr().err
    assert main(["measure", *words, "--columns", "text=b"]) == 0
    results = measure.open_results(home / "news.csv", tmp_path / "out")
    assert results.study.columns == {"text": "b"} and len(results.table("articles")) == 1


# --- new --------------------------------------------------------------------------------------------


def test_new_makes_a_folder_that_stands_alone_and_says_what_was_understood(home, tmp_path, capsys) -> None:
    (home / "news.csv").write_text(TABLE)
    (home / "a.txt").write_text(f"A bridge\n\n4 May 2021\n\n{SENTENCE}\n")
    assert main(["new", str(tmp_path / "mine"), "--from", str(home / "news.csv"), str(home / "a.txt")]) == 0
    said = capsys.readouterr().out
    assert "4 articles" in said and "Global Times (2, chinese)" in said and "Give the voice of River Post" in said
    before, _ = listed(tmp_path / "mine", tmp_path)
    for file in home.iterdir():
        file.unlink()
    assert {a.article_id: a.title for a in before} == {
        "a": "A bridge", "news-2": "A bridge is shut", "news-3": "A port is built", "news-5": "A road is open",
    }  # fmt: skip
    assert {a.article_id: a.published for a in before}["a"] == "2021-05-04"
    assert {path.name for path in (tmp_path / "mine").iterdir()} == {
        "a.txt", "articles.csv", "news.csv", "outlets.csv", "study.yaml",
    }  # fmt: skip


def test_new_corrections_hold(home, tmp_path) -> None:
    (home / "news.csv").write_text(TABLE)
    new_study(tmp_path / "mine", [home], store=tmp_path / "store")
    catalogue = tmp_path / "mine" / "articles.csv"
    catalogue.write_text(catalogue.read_text("utf-8-sig").replace("A road is open", "A road is shut"))
    table = tmp_path / "mine" / "outlets.csv"
    table.write_text(table.read_text("utf-8-sig").replace("River Post,River Post,,", "River Post,The River,western,GB"))
    articles, problems = listed(tmp_path / "mine", tmp_path)
    assert articles[2].title == "A road is shut"
    assert (articles[2].outlet_name, articles[2].voice, articles[2].country) == ("The River", "western", "GB")
    assert not lost(problems)


def test_new_refuses_what_would_do_harm(home, tmp_path) -> None:
    (home / "a.txt").write_text(SENTENCE)
    with pytest.raises(StudyError, match="is there already"):
        new_study(home, [home / "a.txt"], store=tmp_path / "store")
    with pytest.raises(StudyError, match="would lie in"):
        new_study(home / "new", [home], store=tmp_path / "store")
    with pytest.raises(StudyError, match="does not exist"):
        new_study(tmp_path / "new", [home / "b.txt"], store=tmp_path / "store")
    (home / "a.txt").unlink()
    with pytest.raises(StudyError):
        new_study(tmp_path / "new", [home], store=tmp_path / "store")
    assert [path.name for path in tmp_path.iterdir()] == ["port"]


@pytest.mark.skipif(os.name == "nt", reason="links need another system")
def test_new_follows_no_link(home, tmp_path) -> None:
    (tmp_path / "secret.txt").write_text(SENTENCE)
    (home / "link.txt").symlink_to(tmp_path / "secret.txt")
    (home / "a.txt").write_text(SENTENCE)
    new_study(tmp_path / "mine", [home], store=tmp_path / "store")
    assert not (tmp_path / "mine" / "link.txt").exists()


# --- outlets and languages --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Global Times", "CN"),
        ("globaltimes", "CN"),
        ("GLOBAL TIMES", "CN"),
        ("https://www.globaltimes.cn/page/1", "CN"),
        ("english.pravda.example.ru", "RU"),
        ("local-paper.co.uk", "GB"),
        ("somebody.tv", ""),
        ("somebody.com", ""),
        ("The Guardian (London)", "GB"),
        ("Первый канал: Новости", "RU"),
        ("Steppe Courier", ""),
        ("", ""),
        ("3.14", ""),
    ],
)
def test_media_by_name_and_address(name, country) -> None:
    found = outlets.medium(name)
    assert (found.country if found else "") == country


@pytest.mark.parametrize(
    ("file", "outlet"),
    [
        ("a.txt", ""),
        ("River Post/a.txt", "River Post"),
        ("2021/River Post/a.txt", "River Post"),
        ("articles/River Post/2021-05/a.txt", "River Post"),
        ("north/Global Times/a.txt", "Global Times"),
        ("data/txt/a.txt", ""),
    ],
)
def test_the_folder_that_names_an_outlet(file, outlet) -> None:
    assert outlets.of_path(Path(file)) == outlet


@pytest.mark.parametrize(
    ("said", "code"),
    [("en", "en"), ("EN-us", "en"), ("English", "en"), ("Deutsch", "de"), ("русский", "ru"), ("eng", "en"),
     ("zh_CN", "zh"), ("?", ""), ("a language", "")],
)  # fmt: skip
def test_languages_by_code_and_name(said, code) -> None:
    assert language_code(said) == code
