"""Coding in a browser, by the form with the network off and by the screen of JupyterLab: asked, kept, read back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from made import ferries
from test_report_page import PHONE, WIDE, Opened

from helpers.analysis import coding, sampling, sheet
from helpers.figures import form
from helpers.figures.coder import Coder
from helpers.run.page_parts import source
from helpers.study import load_study
from helpers.study.table_file import neutral, read_table
from helpers.tables.results import Results

HOSTILE = "</script><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"


@pytest.fixture
def results(tmp_path) -> Results:
    return ferries(tmp_path)


@pytest.fixture
def drawn(results) -> pd.DataFrame:
    return sampling.draw(results, 6, 1)


@pytest.fixture(scope="module")
def page_of(tmp_path_factory) -> Path:
    """The form of the sentences drawn, which are the same every time."""
    folder = tmp_path_factory.mktemp("form")
    results = ferries(folder)
    return form.write(sampling.draw(results, 6, 1), results.study, folder / "to-code.html")[0]


def opened(chromium, path: Path, viewport=WIDE, **options) -> Opened:
    return Opened(chromium, path, viewport, shows=".coder", **options)


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def saved(page, folder: Path) -> Path:
    """What the form gives out, in the study's folder under the name that it has."""
    with page.expect_download() as given:
        page.click("text=Save the coding as a file")
    path = folder / given.value.suggested_filename
    given.value.save_as(path)
    return path


def codes(path: Path, results: Results) -> list[dict[str, str]]:
    """A sheet's rows, as they are read."""
    problems: list = []
    rows = [row for _, row in read_table(path, [*coding.known_columns(results.study), "draw"], problems).rows]
    assert not problems
    return rows


def test_the_form_holds_a_sheet_and_nothing_of_the_machine(results, page_of):
    told = json.loads(re.search(r'id="study">(.*?)</script>', page_of.read_text("utf-8"))[1])
    assert len(told["rows"]) == 6 and set(told) == {"title", "questions", "columns", "rows", "id"}
    asked = [question["column"] for question in told["questions"]]
    assert asked == ["mode", "speaker", "voice", "via", "tone", "t_ferry", "frames", "note"]
    assert set(told["columns"]) == {*sheet.READ, *asked, *sheet.PLACES}
    assert all(row[column] == "" for row in told["rows"] for column in asked)
    assert {choice["code"] for choice in told["questions"][2]["choices"]} == set(results.study.voice_names())


def test_the_coding_by_keyboard_is_that_of_a_sheet_filled_by_hand(chromium, results, drawn, page_of):
    """Three sentences: of the outlet; of both voices, with a speaker typed; one that cannot be coded; one in part."""
    with opened(chromium, page_of) as page:
        press(page, *"Ann", "Tab")
        page.locator(".coder").focus()
        press(page, "1", "3", "Enter", "Enter", "Enter")  # settles the voice; Enter: not mentioned, no frame
        press(page, "2", "ArrowUp", *"=Bo (both)", "Enter")
        press(page, "2", "ArrowUp", "ArrowUp", "+", "3", "1", "1", "1", "3", "1", "u", "Enter", "Enter")
        press(page, "x", "Enter", "3")
        assert page.locator(".tally").inner_text() == "3 of 6 sentences coded · 1 in part · 2 open"
        path = saved(page, results.study.folder)
    assert path.name == "coding_Ann.csv"
    by_hand = drawn.assign(coder="Ann", mode="", speaker="", voice="", tone="", t_ferry="", frames="")
    for at, given in enumerate(
        [
            {"mode": "none", "speaker": "narrator", "voice": "narrator", "tone": "1"},
            {"mode": "direct", "speaker": "=Bo (both)", "voice": "island|coast", "tone": "-1", "t_ferry": "-1"},
            dict.fromkeys(("mode", "voice", "tone", "t_ferry", "frames"), "?"),
            {"mode": "indirect"} | dict.fromkeys(("voice", "tone", "t_ferry", "frames"), "?"),
        ]
    ):
        for column, code in given.items():
            by_hand.loc[at, column] = code
    frames = [choice.code for choice in sheet.questions(results.study)[-2].choices]
    by_hand.loc[1, "frames"] = "|".join([frames[0], frames[2]])
    hand = results.folder / "hand.csv"
    sheet.save(sheet.table(by_hand, results.study), hand)
    assert codes(path, results) == codes(hand, results)
    read = coding.coded(results)
    assert not read.problems and read.table["voice"].tolist() == ["narrator", "island|coast", "", ""]
    assert read.table["frames"].tolist() == [frozenset(), {frames[0], frames[2]}, None, None]
    assert read.table["chance"].tolist() == pytest.approx(drawn["chance"].tolist()[:4])
    assert set(read.table["coder"]) == {"Ann"}


def test_without_answers_it_is_the_sheet(chromium, results, drawn, page_of):
    named = drawn.assign(coder="Zoë B.")
    with opened(chromium, page_of) as page:
        page.fill("#coder", "Zoë B.")
        path = saved(page, results.folder)
    assert path.name == "coding_Zoë_B_.csv" and path.read_bytes().startswith(b"\xef\xbb\xbf")
    plain = sheet.write(named, results.study, results.folder / "plain.csv")[0]
    assert codes(path, results) == codes(plain, results)


def test_what_was_coded_is_there_again(chromium, results, page_of):
    with opened(chromium, page_of) as page:
        page.fill("#coder", "Ann")
        page.locator(".coder").focus()
        press(page, "2", "2", "3")
        before = page.locator(".questions").inner_text()
        page.reload()
        assert page.input_value("#coder") == "Ann" and page.locator(".questions").inner_text() == before
        press(page, "Enter", "Enter", "Enter", "1")
        path = saved(page, results.folder)
        rows = codes(path, results)
    with opened(chromium, page_of) as page:  # another browser, which knows nothing of the first
        assert page.locator(".tally b").inner_text() == "0 of 6 sentences coded"
        page.set_input_files("input[type=file]", path)
        page.wait_for_selector("text=2 coded sentences read")
        assert page.locator(".tally").inner_text() == "1 of 6 sentences coded · 1 in part · 4 open"
        assert page.input_value("#coder") == "Ann" and codes(saved(page, results.folder), results) == rows
        page.set_input_files("input[type=file]", {"name": "x.csv", "mimeType": "text/csv", "buffer": b"a;b\n1;2\n"})
        page.wait_for_selector("text=x.csv holds none of the sentences")


def test_undo_leads_back_step_by_step(chromium, page_of):
    with opened(chromium, page_of) as page:
        page.locator(".coder").focus()
        press(page, "u")
        assert page.locator(".told").first.inner_text() == "Nothing to undo."
        fresh = page.locator(".questions").inner_text()
        press(page, "1", "2", "Enter", "Enter", "Enter", "x")
        assert page.locator(".tally").inner_text() == "2 of 6 sentences coded · 4 open"
        press(page, "Control+z", "u", "u", "u", "u")
        assert page.locator(".where span").first.inner_text() == "Sentence 1 of 6"
        assert page.locator(".questions").inner_text() == fresh


def test_a_browser_that_keeps_nothing_says_so(chromium, results, page_of):
    with opened(chromium, page_of) as page:
        page.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } });"
        )
        page.reload()
        assert "does not keep your answers" in page.locator(".keep .told").inner_text()
        page.click("text=Save the coding as a file")
        assert "Give your name first" in page.locator(".keep .told").inner_text()
        page.keyboard.type("Ann")
        page.locator(".coder").focus()
        press(page, "2")
        assert codes(saved(page, results.folder), results)[0]["mode"] == "direct"


def test_hostile_text_does_nothing(chromium, results, drawn, tmp_path):
    settings = results.study.folder / "study.yaml"
    settings.write_text(settings.read_text().replace("Ferries", json.dumps(HOSTILE)).replace("Island", "<b>Island"))
    study = load_study(results.study.folder)
    hostile = drawn.assign(**dict.fromkeys(("title", "before", "text", "after"), HOSTILE))
    hostile.loc[0, "text"] = "=cmd|' /C calc'!A1"
    path = form.write(hostile, study, tmp_path / "hostile.html")[0]
    with opened(chromium, path) as page:
        page.fill("#coder", '"><script>document.title="taken"</script>')
        page.locator(".coder").focus()
        press(page, "2", "ArrowUp")
        page.keyboard.type("<img src=x onerror=alert(1)>")
        press(page, "Enter", "ArrowRight", "?")
        assert (
            "taken" not in page.title().replace(HOSTILE, "") and page.locator(".coder img, .coder script").count() == 0
        )
        assert HOSTILE in page.locator(".passage mark").inner_text()
        press(page, "Escape")
        given = saved(page, results.folder)
    rows = codes(given, results)
    assert rows[0]["text"] == "=cmd|' /C calc'!A1" and rows[0]["speaker"] == "<img src=x onerror=alert(1)>"
    assert "\n=" not in given.read_text("utf-8-sig") and ",=" not in given.read_text("utf-8-sig")


CELLS = [
    "=1",
    "+a",
    "-b",
    "@c",
    "'=d",
    "''e",
    " =f",
    "\t=g",
    "＝h",
    "-0.3",
    "+1,5",
    "1e5",
    "-",
    "",
    "plain",
    'q"uote',
    "a,b",
]


def test_cells_are_made_harmless_as_python_does_it(chromium, page_of, tmp_path):
    with opened(chromium, page_of) as page:
        assert page.evaluate("(cells) => Common.csv([cells])", [CELLS]) is not None
        there = page.evaluate("(cells) => Common.csv(cells.map((cell) => [cell]))", CELLS)
        back = page.evaluate("(text) => Common.parse(text)", 'x;y\r\n\'=1;"a""b\nc"\r\n')
    assert back == [["x", "y"], ["=1", 'a"b\nc']]
    lines = there.removeprefix("\ufeff").split("\r\n")[:-1]
    assert [line.strip('"').replace('""', '"') if line[:1] == '"' else line for line in lines] == [*map(neutral, CELLS)]


@pytest.mark.parametrize(("viewport", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light")])
def test_no_barrier(chromium, page_of, viewport, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    with opened(chromium, page_of, viewport, color_scheme=scheme) as page:
        for keys in ((), ("2",), ("ArrowUp",), ("Enter", "1", "1", "1", "1", "2"), ("Enter",), ("?",)):
            if keys:
                page.locator(".coder").focus() if keys == ("2",) else None
                press(page, *keys)
            found = axe.Axe().run(page).response["violations"]
            assert [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found] == [], keys
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


# ---- in JupyterLab

ROW = dict.fromkeys(("mode", "speaker", "voice", "via", "tone", "t_ferry", "frames", "note"), "")


def test_nothing_is_drawn_before_it_is_asked_for_and_answers_are_written_at_once(results):
    path = results.study.folder / "coding_ann.csv"
    coder = Coder(results, "coding_ann.csv", n=6)
    assert not path.exists() and coder.offer == "Draw 6 sentences and begin" and not coder.given
    coder._careful(coder._told, {"do": "draw"})
    assert len(coder.given["rows"]) == 6 and "coding_ann.csv" in coder.status
    coder._careful(coder._told, {"at": 2, "cells": ROW | {"mode": "none", "voice": "narrator", "speaker": "=x\x00"}})
    assert coder.status.startswith("Written to ")
    read = coding.coded(results)
    assert not read.problems and read.table[["mode", "voice", "coder"]].to_numpy().tolist() == [
        ["none", "narrator", "ann"]
    ]
    assert "'=x" in path.read_text("utf-8-sig")
    again = Coder(results, "coding_ann.csv")
    assert again.given["rows"][2]["mode"] == "none" and again.given["rows"][2]["speaker"] == "=x"
    assert [row["sentence_id"] for row in again.given["rows"]] == [row["sentence_id"] for row in coder.given["rows"]]
    assert not {*results.study.folder.iterdir()} - {path, results.study.folder / "study.yaml"}


def test_a_file_that_another_program_changed_is_left_alone(results, drawn):
    path = results.study.folder / "coding.csv"
    sheet.save(sheet.table(drawn, results.study), path)
    coder = Coder(results, "coding.csv")
    path.write_bytes(changed := path.read_bytes() + b"\n")
    coder._careful(coder._told, {"at": 0, "cells": ROW | {"mode": "none"}})
    assert "changed by another program" in coder.status and path.read_bytes() == changed


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("../coding.csv", "", "is a file coding.csv or coding_NAME.csv"),
        ("coding.xlsx", "", "is a file coding.csv or coding_NAME.csv"),
        ("coding.csv", "text,mode\nA.,none\n", "no column sentence_id or text"),
        ("coding.csv", "sentence_id,text,mine\n1,A.,x\n", "columns that are not known"),
        ("coding.csv", "sentence_id,text\n1,A.,x\n", "row 2: the row has 3 cells"),
    ],
)
def test_what_is_no_sheet_is_not_touched(results, file, content, said):
    path = results.study.folder / "coding.csv"
    path.write_text(content)
    coder = Coder(results, file)
    assert said in coder.status and "\n" not in coder.status and not coder.given and not coder.offer
    assert path.read_text() == content


STUB = """
const held = window.held = %s, sent = (window.sent = []);
const model = { get: (name) => held[name], send: (said) => sent.push(said), on: () => {} };
window.widget.render({ model, el: document.querySelector("main") });
"""


def test_the_screen_sends_each_answer(chromium, results, drawn):
    sheet.save(sheet.table(drawn, results.study), results.study.folder / "coding.csv")
    coder = Coder(results, "coding.csv")
    script = (source("common.js") + source("coder.js") + source("coder_widget.js")).replace(
        "export default", "window.widget ="
    )
    page = chromium.new_context().new_page()
    page.set_content(f"<body><main></main><style>{source('widget.css')}</style>")
    page.add_script_tag(content=script)
    page.evaluate(STUB % json.dumps({"given": coder.given, "status": coder.status, "offer": ""}))
    page.locator(".coder").focus()
    press(page, "1", "u", "2")
    sent = page.evaluate("window.sent")
    assert [(each["at"], each["cells"]["mode"], each["cells"]["voice"]) for each in sent] == [
        (0, "none", "narrator"),
        (0, "", ""),
        (0, "direct", "?"),
    ]
    for each in sent:
        coder._careful(coder._told, each)
    assert coding.coded(results).table["mode"].tolist() == ["direct"]
    page.context.close()


def test_what_was_drawn_is_not_drawn_again_wherever_its_form_is(results):
    seen: set[str] = set()
    for _ in range(3):
        drawn = sampling.draw(results, 50, 1, [], sampling.drawn_before(results, results.folder))
        sampling.remember(results, drawn)
        assert not seen & set(drawn["sentence_id"])
        seen |= set(drawn["sentence_id"])
    assert sampling.drawn_before(results, results.folder)["draw"].value_counts().to_dict() == {1: 50, 2: 50, 3: 50}
