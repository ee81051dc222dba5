"""Notebooks that fail in every way known, and the page made of one that tries to do harm."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest
from jupyter_client.connect import LocalPortCache

from helpers.run import execute, web_page
from helpers.run.jobs import Job, Outcome
from helpers.study import ROOT

FIXTURES = Path(__file__).parent / "notebooks"


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    return tmp_path_factory.mktemp("out")


def prepare(out: Path) -> None:
    (out / "temporary").mkdir(parents=True, exist_ok=True)
    execute.prepare_process(out / "temporary")


@pytest.fixture(autouse=True)
def same_process_after(monkeypatch):
    """What prepare_process does to this very process ends with the test."""
    for name in (
        "OMP_NUM_THREADS",
        "JUPYTER_PREFER_ENV_PATH",
        "IPYTHONDIR",
        "PYDEVD_DISABLE_FILE_VALIDATION",
        "TMPDIR",
    ):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setattr(tempfile, "tempdir", tempfile.gettempdir())


def run(name: str, out: Path, **parameters) -> Outcome:
    prepare(out)
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


def test_a_kernel_whose_port_another_process_took_is_started_again(out, monkeypatch):
    free = LocalPortCache.find_available_port
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ports = [taken.getsockname()[1]]
        monkeypatch.setattr(LocalPortCache, "find_available_port", lambda *own: ports.pop() if ports else free(*own))
        assert run("well", out, n=4).error == ""
        assert not ports


def test_a_kernel_that_dies_at_every_start_is_told(out, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(LocalPortCache, "find_available_port", lambda *_: port)
        assert "Kernel died before replying" in run("well", out, n=4).error


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    outcome = execute.execute(Job("well", FIXTURES / "well.ipynb", {}, tmp_path / "file"))
    assert outcome.error.startswith("well: ")
    assert "\n" not in outcome.error


def test_the_place_of_the_moment_is_taken_out(out):
    prepare(out)
    hidden = "/.staging-x/jobs/well"
    execute.execute(Job("well", FIXTURES / "well.ipynb", {"out": "outputs" + hidden}, out / "hidden", hidden))
    text = (out / "hidden" / "well.ipynb").read_text("utf-8")
    assert ".staging" not in text
    assert 'out = \\"outputs\\"' in text


def test_a_notebook_that_lost_a_cell_is_no_success():
    source = nbformat.read(FIXTURES / "well.ipynb", as_version=4)
    assert "cell 2 is missing" in execute.failure(source, nbformat.v4.new_notebook(), None)
    assert "cell 2 did not come to its end: the notebook ended before it" in execute.failure(source, source, None)


def test_what_the_user_has_set_up_for_themselves_does_not_count(tmp_path, monkeypatch):
    """No start-up file of IPython's, no kernel of the user's that goes by the same name."""
    home, jupyter = tmp_path / "ipython", tmp_path / "jupyter"
    (home / "profile_default" / "startup").mkdir(parents=True)
    (home / "profile_default" / "startup" / "a.py").write_text("raise SystemExit('a start-up file ran')")
    (jupyter / "kernels" / "python3").mkdir(parents=True)
    spec = '{"argv": ["false"], "display_name": "mine", "language": "python"}'
    (jupyter / "kernels" / "python3" / "kernel.json").write_text(spec)
    monkeypatch.setenv("IPYTHONDIR", str(home))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(jupyter))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    assert run("well", tmp_path, n=4).error == ""
    assert os.environ["IPYTHONDIR"] != str(home)
    assert (home / "profile_default").is_dir()
    assert [path.name for path in home.rglob("*.sqlite")] == []


def test_all_that_is_temporary_lies_in_the_folder_given(tmp_path):
    prepare(tmp_path)
    assert Path(tempfile.mkdtemp()).parent == tmp_path / "temporary"
    assert Path(os.environ["IPYTHONDIR"]).parent == tmp_path / "temporary"


PARENT = """
import os, sys, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from helpers.run import execute

if __name__ == "__main__":
    where = Path(sys.argv[1])
    pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=execute.prepare_process, initargs=(where,))
    print(pool.submit(os.getpid).result(), flush=True)
    pool.submit(time.sleep, 600)
    time.sleep(600)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_process_that_runs_notebooks_ends_with_its_parent_and_not_by_ctrl_c(tmp_path, ended):
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    words = [sys.executable, str(script), str(tmp_path)]
    parent = subprocess.Popen(words, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    os.kill(child, signal.SIGINT)
    assert not ended(child, seconds=0.5)
    parent.kill()
    parent.wait()
    assert ended(child)


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
    return web_page.render(nbformat.v4.new_notebook(cells=list(cells)), "notebooks")


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
    assert '<div class="scroll" tabindex="0"><table>' in text
    assert "secret_code" not in text


def test_styles_that_reach_outside_are_dropped():
    html = '<p style="color: red; background-image: url(https://example.org/a.png)">x</p>'
    output = nbformat.v4.new_output("display_data", {"text/html": html})
    text = rendered(nbformat.v4.new_code_cell("", outputs=[output]))
    assert "example.org" not in text
    assert "color:red" in text.replace(" ", "")
