"""Notebooks that fail in every way known, and the page made of one that tries to do harm."""

import re
from pathlib import Path

import nbformat
import pytest

from helpers.run import execute, page
from helpers.run.jobs import Job, Outcome

FIXTURES = Path(__file__).parent / "notebooks"


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    return tmp_path_factory.mktemp("out")


def run(name: str, out: Path, **parameters) -> Outcome:
    execute.prepare_process()
    return execute.execute(Job(name, FIXTURES / f"{name}.ipynb", parameters, out))


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("well", ""),
        ("raises", "raises: cell 5 failed: ValueError: no such thing in the box"),
        ("exits", "exits: cell 5 failed: it left the run by sys.exit(0)"),
        ("killed", "killed: cell 5 did not come to its end: its kernel died (killed, or out of memory)"),
        ("exits_last", "exits_last: cell 5 did not come to its end: its kernel died (killed, or out of memory)"),
    ],
)
def test_how_a_notebook_ended_is_one_line(name, error, out):
    assert run(name, out, n=4).error == error
    assert (out / f"{name}.ipynb").exists()


def test_a_cell_that_hangs_is_stopped(out, monkeypatch):
    monkeypatch.setattr(execute, "CELL_SECONDS", 2)
    assert run("hangs", out).error == "hangs: cell 5 did not come to its end: it took longer than 2 seconds"


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    outcome = execute.execute(Job("well", FIXTURES / "well.ipynb", {}, tmp_path / "file"))
    assert outcome.error.startswith("well: ")
    assert "\n" not in outcome.error


def test_the_place_of_the_moment_is_taken_out(out):
    execute.prepare_process()
    hidden = "/.staging-x/jobs/well"
    execute.execute(Job("well", FIXTURES / "well.ipynb", {"out": "outputs" + hidden}, out / "hidden", hidden))
    text = (out / "hidden" / "well.ipynb").read_text("utf-8")
    assert ".staging" not in text
    assert 'out = \\"outputs\\"' in text


def test_a_notebook_that_lost_a_cell_is_no_success():
    source = nbformat.read(FIXTURES / "well.ipynb", as_version=4)
    assert "cell 2 is missing" in execute.failure(source, nbformat.v4.new_notebook(), None)
    assert "cell 2 did not come to its end: the notebook ended before it" in execute.failure(source, source, None)


# --- the page -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile(out):
    assert run("hostile", out).error == ""
    return (out / "hostile.html").read_text("utf-8")


def test_a_page_shows_no_code_and_runs_none(hostile):
    body = hostile[hostile.index("<body>") :]
    assert "import" not in body
    assert "<script" not in hostile
    assert "onclick" not in hostile
    assert "javascript:" not in hostile
    assert "example.org" not in hostile
    assert "&lt;b&gt;not bold&lt;/b&gt;" in body
    assert "default-src 'none'" in hostile


def test_a_page_takes_nothing_from_the_network(hostile):
    assert not re.findall(r"(?:src|url\(|@import|<link)\W*https?:", hostile)


def test_pictures_keep_their_alt_text(hostile):
    assert 'A "black" square &lt;b&gt;' in hostile or "A &quot;black&quot; square &lt;b&gt;" in hostile


def rendered(*cells) -> str:
    return page.render(nbformat.v4.new_notebook(cells=list(cells)), "notebooks")


def test_headings_make_the_contents():
    text = rendered(nbformat.v4.new_markdown_cell("# Who & what\n\n## One\n\n## Two <i>x</i>\n\n### Not\n\n## Three"))
    assert "<title>Who &amp; what</title>" in text
    assert re.findall(r'<li><a href="#(section-\d)">(.+?)</a>', text) == [
        ("section-1", "One"), ("section-2", "Two x"), ("section-3", "Three"),
    ]  # fmt: skip
    assert '<h2 id="section-2">' in text


def test_links_are_seen_from_the_page():
    text = rendered(
        nbformat.v4.new_markdown_cell(
            "[a](../figures/x.svg) [b](01_voices.html#section-2) [c](https://example.org) [d](#section-1)"
        )
    )
    assert re.findall(r'href="([^"]+)"', text[text.index("<main") :]) == [
        "figures/x.svg", "notebooks/01_voices.html#section-2", "https://example.org", "#section-1",
    ]  # fmt: skip


def test_numbers_in_tables_stand_to_the_right():
    html = (
        "<table><thead><tr><th>voice</th><th>mean</th></tr></thead><tbody><tr><th>Russian</th>"
        "<td>−0.10 [−0.2, 0.1]</td></tr><tr><th>Western</th><td>–</td></tr></tbody></table>"
    )
    output = nbformat.v4.new_output("display_data", {"text/html": html, "text/plain": ""})
    text = rendered(nbformat.v4.new_code_cell("secret_code()", outputs=[output]))
    assert text.count('class="number"') == 3
    assert '<div class="scroll"><table>' in text
    assert "secret_code" not in text


def test_styles_that_reach_outside_are_dropped():
    html = '<p style="color: red; background-image: url(https://example.org/a.png)">x</p>'
    output = nbformat.v4.new_output("display_data", {"text/html": html})
    text = rendered(nbformat.v4.new_code_cell("", outputs=[output]))
    assert "example.org" not in text
    assert "color:red" in text.replace(" ", "")
