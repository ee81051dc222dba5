"""The report's page in a real browser, the network off: marks open their sentences, hostile text does nothing."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import nbformat
import pytest

from helpers import analysis
from helpers.analysis import dossier, questions
from helpers.figures import reasons
from helpers.run import web_page
from helpers.tables import measure

WIDE, PHONE = {"width": 1400, "height": 900}, {"width": 390, "height": 844}


class Opened:
    """A page in the browser, with all that it asked for and said in vain."""

    def __init__(self, browser, path: Path, viewport=WIDE, address: str = "", shows="button.all", **options) -> None:
        self.context = browser.new_context(viewport=viewport, offline=True, accept_downloads=True, **options)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.said.append(request.url) if "http" in request.url[:4] else None)
        self.page.on("dialog", lambda dialog: (self.said.append("dialog"), dialog.dismiss()))
        self.page.goto(f"file://{path}{address}")
        self.page.wait_for_selector(shows)

    def __enter__(self):
        return self.page

    def __exit__(self, *raised) -> None:
        self.context.close()
        assert raised[0] or self.said == []


@pytest.fixture(scope="session")
def report(finished_run) -> Path:
    return finished_run / "report.html"


def told(page) -> int:
    """How many sentences the panel says it shows."""
    return int(re.match(r"[\d,]+", page.locator(".panel .count").inner_text())[0].replace(",", ""))


def test_a_mark_opens_all_of_its_sentences(chromium, report):
    with Opened(chromium, report) as page:
        marks = page.locator("figure.live > .wide .mark.opens[tabindex]")
        assert marks.count() > 20
        for at in (0, marks.count() // 2, marks.count() - 1):
            mark = marks.nth(at)
            mark.scroll_into_view_if_needed()
            mark.focus()
            mark.dispatch_event("click")
            found = re.search(r"Opens ([\d,]+) sentence", mark.get_attribute("aria-label"))
            if found:
                assert told(page) == int(found[1].replace(",", ""))
            page.keyboard.press("Escape")
            page.keyboard.press("Escape")
            assert page.locator(".panel").is_hidden()


ASKED = """async (questions) => {
  const read = (id) => document.getElementById(id).textContent;
  const held = WhoseWords.store(await WhoseWords.unpack(read("sentences")), JSON.parse(read("study")));
  return questions.map((question) => WhoseWords.select(held, question).map((s) => [s.id, s.voices.length]));
}"""


def figures_of(folder: Path) -> list[dict]:
    """All figures of the executed notebooks of a run, as their pages show them."""
    found = []
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        found += [
            output.data[web_page.figures.MIME] for output in outputs if web_page.figures.MIME in output.get("data", {})
        ]
    return found


def test_the_sentences_of_a_mark_are_as_many_as_its_row_counts(chromium, report, finished_run):
    """What a row of a figure's CSV counts is what its mark opens; a joint statement counts in parts."""
    counted, asked = [], []
    for figure in figures_of(finished_run):
        data = list(csv.DictReader((finished_run / "figures" / f"{figure['name']}.csv").open(encoding="utf-8")))
        for row, (question, _) in figure["marks"].items():
            own = data[int(row)]
            of_others = own.get("unit", "sentences") != "sentences"
            if (
                question
                and "n" in own
                and not of_others
                and not {"instrument", "given", "kind", "words", "form"} & own.keys()
            ):
                counted.append((figure["name"], own, float(own.get("n_category") or own["n"])))
                # n of a share is what the frame is sought in, n of a frame's tone are the sentences that carry it
                of = {key: value for key, value in question.items() if key != "frame" or "scored" in question}
                asked.append({"measured": "yes", **of})
    with Opened(chromium, report) as page:
        opened = page.evaluate(ASKED, asked)
    assert len({name for name, *_ in counted}) > 8
    unlike = []
    for (name, own, n), question, sentences in zip(counted, asked, opened, strict=True):
        parts = sum(1 / voices if "voice" in question else 1 for _, voices in sentences)
        if parts != pytest.approx(n, abs=0.51):
            unlike.append(f"{name}: opens {parts}, counts {n}: {own}, {question}")
    assert not unlike, "\n".join(unlike)


def test_every_mark_of_every_figure_opens_a_sentence(chromium, report, finished_run):
    """Whatever its row counts; the marks of other pages ask the report, where only a share of 0 % opens nothing."""
    asked = [
        (figure["name"], row, {"measured": "yes", **question})
        for figure in figures_of(finished_run)
        for row, (question, _) in figure["marks"].items()
        if question
    ]
    with Opened(chromium, report) as page:
        opened = page.evaluate(ASKED, [question for *_, question in asked])
        closed = page.locator("figure.live .mark[role=img]")
        assert all(re.search(r"\b0 %", mark.get_attribute("aria-label")) for mark in closed.all())
        assert page.locator("figure.live .mark.opens").count() > 100
    assert len({name for name, *_ in asked}) > 10
    empty = [one for one, sentences in zip(asked, opened, strict=True) if not sentences]
    assert not empty, "\n".join(map(str, empty))


def test_the_words_that_name_an_actor_are_marked(chromium, report, finished_run, corpus):
    results = measure.open_results(corpus, finished_run.parent)
    mentions = results.table("mentions")
    named = mentions.loc[mentions["target"] == "china", "text"].str.strip()
    with Opened(chromium, report, address="#actor=china") as page:
        shown = page.locator(".panel li")
        found = [item.locator("mark.found").all_text_contents() for item in shown.all()]
    assert found and all(found)
    assert {text.strip() for texts in found for text in texts} <= set(named)


def test_python_and_the_page_answer_a_question_alike(chromium, report, finished_run, corpus):
    results = measure.open_results(corpus, finished_run.parent)
    outlet = results.table("articles")["outlet_name"].iloc[0]
    asked = [
        {},
        {"voice": "chinese"},
        {"outlet": outlet, "side": "narration"},
        {"actor": "china", "words": "The"},
        {"frame": "security", "side": "reported"},
        {"from": "2022-01-01", "to": "2023-01-31"},
        {"mode": "indirect", "measured": "yes"},
        {"words": "?"},
        {"voice": "chinese|central_asian"},
        {"voices": "chinese|central_asian"},
    ]
    with Opened(chromium, report) as page:
        opened = page.evaluate(ASKED, asked)
    for question, there in zip(asked, opened, strict=True):
        here = list(questions.sentences(results, question, "vader")["sentence_id"])
        assert here == [key for key, _ in there], question
        assert list(results.query(questions.sql(question, "vader"))["sentence_id"]) == here
    assert sum(map(len, opened[1:])) > 20


def test_filters_narrow_down_and_the_address_keeps_them(chromium, report):
    with Opened(chromium, report) as page:
        page.click("button.all")
        everything = told(page)
        page.select_option(".filters label:has-text('Voice') select", "chinese")
        some = told(page)
        page.fill(".filters input[type=search]", "the")
        assert 0 < told(page) <= some < everything
        assert "voice=chinese" in page.url and "words=the" in page.url
        address, fewer = page.url.split("#")[1], told(page)
        assert page.locator(".panel li mark").first.inner_text().lower() == "the"
    with Opened(chromium, report, address=f"#{address}") as page:
        page.wait_for_selector(".panel li")
        assert told(page) == fewer
        page.click("button.chosen") if page.locator("button.chosen").count() else None
        page.select_option(".filters label:has-text('Voice') select", "")
        page.fill(".filters input[type=search]", "")
        assert told(page) == everything


def test_what_is_seen_can_be_taken_along(chromium, report):
    with Opened(chromium, report, address="#voice=chinese") as page:
        page.wait_for_selector(".panel li")
        with page.expect_download() as saved:
            page.click("text=Download CSV")
        rows = list(csv.DictReader(io.StringIO(Path(saved.value.path()).read_text("utf-8-sig"))))
        assert len(rows) == told(page) and all("chinese" in row["voice"].split("|") for row in rows)
        page.keyboard.press("Escape")
        for kind, begins in (("CSV", b"\xef\xbb\xbf"), ("SVG", b"<svg"), ("PNG", b"\x89PNG")):
            with page.expect_download() as saved:
                page.locator("figure.live figcaption button", has_text=kind).first.click()
            assert Path(saved.value.path()).read_bytes().startswith(begins), kind


def test_an_article_is_read_whole_with_its_voices(chromium, report):
    with Opened(chromium, report, address="#voice=chinese") as page:
        page.wait_for_selector(".panel li")
        quote = page.locator(".panel .quote").first.inner_text()
        page.locator(".panel li button", has_text="Read it").first.click()
        assert page.locator(".reader .told").inner_text() == quote.strip()
        assert page.locator(".reader .sentence").count() > 3 and page.locator(".reader .voiced").count() > 0
        assert "Voice" in page.locator(".reader .info dl").inner_text()
        page.locator(".reader .sentence").first.press("Enter")
        assert page.locator(".reader .told").count() == 1
        page.keyboard.press("Escape")
        assert page.locator(".panel li").first.is_visible()


def test_a_wrong_voice_becomes_lines_for_the_users_files(chromium, report):
    with Opened(chromium, report, address="#voice=chinese") as page:
        page.wait_for_selector(".panel li")
        item = page.locator(".panel li").first
        item.locator("summary", has_text="Not right?").click()
        item.locator("select").select_option("western")
        lines = "\n".join(item.locator("pre").all_inner_texts())
        assert "name,voice" in lines and ",western" in lines
        rows = list(csv.DictReader(io.StringIO(item.locator("pre").last.inner_text())))
        assert rows[0]["voice"] == "western" and rows[0]["sentence_id"] and rows[0]["coder"] == "reader"


def test_the_keyboard_alone_is_enough(chromium, report):
    with Opened(chromium, report) as page:
        figure = page.locator("figure.live").first
        stops = figure.locator(".wide [tabindex='0']")
        assert stops.count() == 1  # one stop a figure; arrows go from mark to mark
        stops.focus()
        first = page.evaluate("document.activeElement.dataset.row")
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.dataset.row") != first
        assert page.locator(".tip").is_visible()
        page.keyboard.press("Enter")
        assert page.locator(".panel").is_visible()
        assert page.evaluate("document.activeElement.closest('.panel') !== null")
        for _ in range(2):
            page.keyboard.press("Escape")
        assert page.locator(".panel").is_hidden()
        assert page.evaluate("document.activeElement.classList.contains('mark')")


@pytest.mark.parametrize(("viewport", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light")])
def test_no_barrier(chromium, report, viewport, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    with Opened(chromium, report, viewport, color_scheme=scheme) as page:
        for address in ("", "#voice=chinese"):
            page.evaluate("(address) => { location.hash = address; }", address)
            page.wait_for_timeout(200)
            found = axe.Axe().run(page).response["violations"]
            assert [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found] == []


def test_on_a_phone_the_narrow_figures_are_shown_and_nothing_is_cut(chromium, report):
    with Opened(chromium, report, PHONE) as page:
        assert page.locator("figure.live > .column:visible").count() == page.locator("figure.live").count()
        assert page.locator("figure.live > .wide:visible").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.click("button.all")
        box = page.locator(".panel").bounding_box()
        assert box["width"] <= PHONE["width"] and box["y"] > 50


def test_paper_has_the_numbers_and_the_sentences(chromium, report):
    with Opened(chromium, report) as page:
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator(".printed li").count() > 20
        tables = page.locator("main details[open].table").all()
        assert tables and all(table.locator("tbody tr").count() <= 40 for table in tables)
        assert all(table.locator("tbody td:first-child").first.inner_text() for table in tables)
        assert page.locator("main details:not([open]):visible").count() == 0
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator(".printed").count() == 0


HOSTILE = (
    "</script><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">=cmd|' /C calc'!A1"
)


def hostile_page() -> str:
    """A page with one sentence that tries what an article could try, in every field that comes from articles."""
    fields = {key: [HOSTILE] for key in ("outlet", "title", "author", "published", "language")}
    articles = fields | {
        "id": ["a<b"],
        "bloc": ["unknown"],
        "url": ["javascript:document.title='taken'"],
        "story": ["s"],
    }
    names = {
        "kind": ["body"],
        "mode": ["direct"],
        "speaker": [HOSTILE],
        "voice": ["chinese"],
        "via": [HOSTILE],
        "actor": ["china"],
    }
    sentences = {"article": [0], "n": ["0"], "text": [HOSTILE], "paragraph": [1], "kind": [0], "mode": [0],
                 "speaker": [0], "voice": [0], "via": [0], "tone": [0.5], "toward": [{"china": [-0.5, None]}],
                 "named": [[[0, 0, 5]]], "frames": [[[0, 0, 5]]], "model": [[0]], "spans": [[[2, 0, 9]]],
                 "why": [["known person", HOSTILE, 0.9, 0.8]], "names": names}  # fmt: skip
    voice = {"label": "Chinese", "named": "Chinese voices", "colour": "#d55e00"}
    study = {"title": HOSTILE, "voices": {"chinese": voice}, "own": {}, "actors": {"china": HOSTILE}, "modes": {},
             "frames": [{"name": "f", "label": HOSTILE}], "blocs": {}, "shown": [], "rest": "", "rules": {}, "read": [],
             "cuts": [0, 0], "toward": ["a", "b"]}  # fmt: skip
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10" '
        'onload="document.title=\'taken\'"><script>document.title="taken"</script><g id="mark-0" onclick="x()">'
        '<rect width="9" height="9" style="fill: url(http://example.org/x)"/></g><a xlink:href="javascript:alert(1)">'
        "<text>x</text></a><foreignObject><p>x</p></foreignObject><image xlink:href='http://example.org/x.png'/></svg>"
    )
    figure = {"name": "f", "title": HOSTILE, "alt": HOSTILE, "source": HOSTILE, "n": 1, "wide": picture,
              "column": picture, "marks": {"0": [{"voice": "chinese"}, HOSTILE]},
              "table": {"heads": [HOSTILE], "rows": [["0", HOSTILE]]}}  # fmt: skip
    held = {"sentences": sentences, "articles": articles, "n_sentences": 1, "n_articles": 1}
    outputs = [
        nbformat.v4.new_output("display_data", {web_page.figures.MIME: figure}),
        nbformat.v4.new_output("display_data", {web_page.SENTENCES: {"study": study, "packed": dossier.packed(held)}}),
    ]
    cells = [nbformat.v4.new_markdown_cell("# A page"), nbformat.v4.new_code_cell("1", outputs=outputs)]
    return web_page.render(nbformat.v4.new_notebook(cells=cells))


def test_hostile_text_does_nothing(chromium, tmp_path):
    path = tmp_path / "hostile.html"
    path.write_text(hostile_page(), "utf-8")
    with Opened(chromium, path) as page:
        page.locator("figure.live > .wide .mark").first.dispatch_event("click")
        page.wait_for_selector(".panel li")
        page.locator(".panel summary", has_text="Why").click()
        page.locator(".panel li button", has_text="Read it").click()
        page.wait_for_timeout(200)
        assert page.title() == "A page"
        assert page.locator(".panel a[href], main svg a, main svg script, main svg image").count() == 0
        assert HOSTILE in page.locator(".reader .told").inner_text()
        with page.expect_download() as saved:
            page.keyboard.press("Escape")
            page.click("text=Download CSV")
        row = next(csv.DictReader(io.StringIO(Path(saved.value.path()).read_text("utf-8-sig"))))
        assert row["text"] == HOSTILE  # begins with a tag, no formula


def test_offsets_are_those_of_a_browser():
    assert dossier.Units("a😀b😀c").span(2, 5) == (3, 7)
    assert dossier.Units("абв").span(1, 2) == (1, 2)


def test_of_a_large_corpus_every_kind_of_article_is_held():
    import pandas as pd

    rows = [(f"a{i}", "big" if i < 90 else "small", ["narrator"], 10) for i in range(100)]
    rows += [("a5", "big", ["chinese"], 1)]
    counted = pd.DataFrame(rows, columns=["article_id", "outlet", "voices", "n"])
    held = dossier.drawn(counted, 100)
    n = counted.groupby("article_id")["n"].sum()
    assert "a5" in held and sum(n[held]) <= 100
    assert {counted.set_index("article_id")["outlet"][key].unique()[0] if key == "a5" else
            counted.set_index("article_id")["outlet"][key] for key in held} == {"big", "small"}  # fmt: skip
    assert held == dossier.drawn(counted.sample(frac=1, random_state=1), 100)  # the same in any order
    assert dossier.drawn(counted, 10_000) == sorted(n.index)


def test_every_rule_for_a_voice_has_words():
    from helpers.speakers.voices import NO_EVIDENCE
    from helpers.speakers.voices.evidence import STRENGTH
    from helpers.speakers.voices.weigh import WEIGHINGS
    from helpers.tables.register import CORPUS, SPEAKERS

    rules = reasons.rules()
    assert {*STRENGTH, *WEIGHINGS, CORPUS, SPEAKERS, NO_EVIDENCE.rule, "no source", ""} <= set(rules)
    assert analysis.dossier is dossier
