"""Exports of labelled lines in plain text: each document with what its lines say, nothing of the text lost."""

import pytest

from helpers.study.errors import Problem
from helpers.study.readers import reader_of
from helpers.study.readers.labelled import form_of

BODY = "The old bridge stays shut, the mayor said.\n\nSource: nobody knows.\n\nBoats go twice a day."
SHORT = "Towns agree on a port.\n\nIt opens in May."
GERMAN = "Die alte Brücke bleibt zu.\n\nRegion: so nennt sie der Bürgermeister.\n\nEin Schiff fährt."
CHINESE = "旧桥仍然关闭,市长说。\n\n船每天开两次。"


def read(tmp_path, text: str, name: str = "export.txt", encoding: str = "utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    reader = reader_of(path, path.read_bytes())
    assert reader is not None and reader.name == "exports"
    return list(reader.read(path))


def told(found) -> list[str]:
    return [one.problem for one in found if isinstance(one, Problem)]


def proquest(title: str, author: str, outlet: str, day: str, text: str, number: int) -> str:
    return (
        f"{'_' * 60}\n\n{title}\n\n{author}Publication info: {outlet} [Porthaven]{day}: A.1.\n\n"
        f"http://search.proquest.com/docview/{number}\n\nAbstract: A bridge.\n\nMore of the abstract.\n\nLinks: http://x\n\n"
        f"Full text: {text}\n\nSubject: Bridges; Boats;\n\nTitle: {title}\n\nPublication title: {outlet}\n\n"
        f"Publication date: {day}\n\nLanguage of publication: English\n\nProQuest document ID: {number}\n\n"
    )


def test_proquest(tmp_path):
    text = proquest("Bridge: shut", "Author: Example, Ann.\n\n", "Herald, Late Edition; X", "May 4, 2021", BODY, 1)
    text += proquest("A port", "", "Post; Porthaven", "May 5, 2021", SHORT + "\n\n" + "_" * 30 + "\n\nMore.", 2)
    text += "_" * 60 + "\n\nContact us at: http://www.proquest.com\nCopyright © 2022 ProQuest LLC.\n"
    one, two = read(tmp_path, text)
    assert (one.title, one.author, one.outlet, one.published) == (
        "Bridge: shut",
        "Example, Ann",
        "Herald",
        "2021-05-04",
    )
    assert (one.published, one.body, one.language) == ("2021-05-04", BODY, "en")
    assert (two.title, two.author, two.outlet, two.published) == ("A port", "", "Post", "2021-05-05")
    assert two.body.startswith(SHORT) and two.body.endswith("More.")


def test_genios_keeps_a_line_of_the_text_that_looks_like_a_label(tmp_path):
    foot = "Ressort: Politik\nDokumentnummer: AB123\n\nAlle Rechte vorbehalten: (c) Bote\n\n© GBI-Genios\n\n"
    text = f"Brücke zu\n\nBote vom 04.05.2021, Nr. 62, S. 7\n\n{GERMAN}\n\nAutor: Beispiel, Anna\n{foot}"
    text += f"Ein Hafen\n\nTagblatt vom 05.05.2021, S. 1\n\n{GERMAN}\n\nQuelle: Tagblatt\n{foot}"
    one, two = read(tmp_path, text, encoding="cp1252")
    assert (one.title, one.outlet, one.published, one.author) == ("Brücke zu", "Bote", "2021-05-04", "Beispiel, Anna")
    assert one.body == two.body == GERMAN
    assert (two.title, two.outlet, two.published, two.note) == (
        "Ein Hafen",
        "Tagblatt",
        "2021-05-05",
        "section: Politik",
    )


def test_wisenews(tmp_path):
    def one(number, outlet, day, title):
        head = f"{number}.\n{outlet} | {day}\n報章 | A12 | 國際 | By 王芳\n\n{title}\n\n"
        return f"{head}{CHINESE}\n\n文章編號: 2021{number}\n\n-----------\n"

    text = "慧科新聞檢索\n共 2 篇\n\n" + one(1, "河報", "2021-05-04", "旧桥") + one(2, "海報", "2021-05-05", "新港")
    first, second = read(tmp_path, text, encoding="utf-16")
    assert (first.title, first.outlet, first.published, first.author) == ("旧桥", "河報", "2021-05-04", "王芳")
    assert (second.title, second.outlet, second.published) == ("新港", "海報", "2021-05-05")
    assert first.body == second.body == CHINESE


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "cnki.txt",
            "{Reference Type}: Newspaper Article\n{Title}: 旧桥\n"
            "{Author}: 王芳;\n{Journal}: 河报\n{Year}: 2021-05-04\n"
            "{Abstract}: 旧桥仍然关闭。\n{Database Provider}: CNKI\n\n",
        ),
        ("cnki.txt", "%0 Newspaper Article\n%A 王芳\n%T 旧桥\n%J 河报\n%D 2021-05-04\n%X 旧桥仍然关闭。\n%W CNKI\n\n"),
        (
            "refs.ris",
            "TY  - NEWS\nTI  - 旧桥\nAU  - 王芳\nT2  - 河报\nDA  - 2021/05/04/\nAB  - 旧桥仍然关闭。\nER  - \n\n",
        ),
    ],
)  # fmt: skip
def test_references_are_read_by_their_abstracts_and_that_is_said(tmp_path, name, text):
    doubt, one, two = read(tmp_path, text + text.replace("旧桥", "新港"), name)
    assert "abstracts, not whole articles" in doubt.problem and doubt.severity == "doubt"
    assert (one.title, one.author, one.outlet, one.published) == ("旧桥", "王芳", "河报", "2021-05-04")
    assert (one.body, two.title, two.body) == ("旧桥仍然关闭。", "新港", "新港仍然关闭。")


def test_a_reference_without_an_abstract_is_lost_and_named(tmp_path):
    found = read(tmp_path, "TY  - NEWS\nTI  - Bridge\nER  - \n", "refs.ris")
    assert "document 1 (Bridge) holds no text" in told(found)[1]


def test_heads_that_people_put_over_their_texts(tmp_path):
    head = "Title: Bridge shut\nDate: 2021-05-04\nSource: Herald\nAuthor: Ann Example\n"
    (one,) = read(tmp_path, f"{head}\n{BODY}")
    assert (one.title, one.published, one.outlet, one.author) == ("Bridge shut", "2021-05-04", "Herald", "Ann Example")
    assert one.body == BODY
    (named,) = read(tmp_path, f"{head}Text: {BODY}")
    assert named.body == BODY
    first, second = read(tmp_path, f"{head}\n{BODY}\n\n=====\n{head.replace('shut', 'open')}\n{SHORT}\n")
    assert (first.body, second.title, second.body) == (BODY, "Bridge open", SHORT)
    (front,) = read(tmp_path, f'---\ntitle: "Bridge shut"\ndate: 2021-05-04\n---\n\n{BODY}', "post.md")
    assert (front.title, front.published, front.body) == ("Bridge shut", "2021-05-04", BODY)


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "Q: Is the bridge shut?\nA: It is.\n\nBoats go.",
        "Source: nobody\n\nBoats go.",
        "Title: Bridge\n\nBoats go twice a day, and nobody says: why.",
        "Question: title\nDate: unknown, said the mayor of the town.",
    ],
)
def test_other_texts_are_no_exports(text):
    assert form_of(text) is None
