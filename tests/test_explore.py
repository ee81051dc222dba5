"""The screen of explore: what it asks, shows and gives back, alone and in a real JupyterLab."""

from __future__ import annotations

import csv
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import matplotlib
import nbformat
import pytest
import yaml

from helpers import figures
from helpers.figures.explore import Explorer
from helpers.study import ROOT

matplotlib.use("agg")
CODING = """
nb = figures.start("explore", locals())
from dataclasses import replace
from helpers.figures.coder import Coder
from helpers.study import load_study
Coder(replace(nb.results, study=load_study(Path.cwd().parent / "study")), "coding_ann.csv", n=20)
"""


@pytest.fixture
def look(finished_run, corpus, tmp_path) -> Explorer:
    shutil.copytree(finished_run, tmp_path / finished_run.name)
    given = {"study": str(corpus), "out": str(tmp_path), "outlets": [], "min_n": 5, "resamples": 100, "seed": 1}
    cell = "\n".join(f"{name}: {type(value).__name__} = {value!r}" for name, value in given.items())
    return Explorer(figures.start("explore_test", {"In": ["", cell], **given}))


def test_the_selection_comes_back_as_data_as_sql_and_as_parameters(look):
    everything = look.selection
    assert len(everything) == len(look._nb.results.table("sentences"))
    look.question = {"voice": "chinese", "words": "the"}
    some = look.selection
    assert 0 < len(some) < len(everything)
    assert some["voice"].str.split("|").map(lambda voices: "chinese" in voices).all()
    assert list(look._nb.results.query(look.sql)["sentence_id"]) == list(some["sentence_id"])
    outlet = everything["outlet"].iloc[0]
    look.question = {"outlet": outlet, "voice": "chinese"}
    assert look.parameters["voices"] == ["chinese"] and len(look.parameters["outlets"]) == 1
    assert set(look.selection["outlet"]) <= {outlet}


def test_figures_follow_and_can_be_saved(look):
    assert "figure-explore_voices" in look.figure and "mark" in look.figure
    look.shown = "frames"
    assert "figure-explore_frames" in look.figure
    look.shown = "tone"
    assert "figure-explore_tone" in look.figure
    look._told({"do": "figure"})
    assert look.status.startswith("Saved: ") and (look._nb.folder / "explore_tone.pdf").is_file()
    look.question = {"voice": "chinese"}
    look._told({"do": "settings"})
    saved = look._nb.results.folder / "explore.yaml"
    assert yaml.safe_load(saved.read_text("utf-8")) == {"voices": ["chinese"]} and "-p voices='chinese'" in look.status


@pytest.fixture
def lab(finished_run, corpus, tmp_path) -> Iterator[str]:
    """A JupyterLab on a copy of explore that shows the small study, and codes a copy of it; its address."""
    shutil.copytree(finished_run, tmp_path / "outputs" / finished_run.name)
    (tmp_path / "notebooks").mkdir()
    source = (ROOT / "notebooks" / "explore.ipynb").read_text("utf-8")
    source = source.replace('study: str = \\"seeds\\"', f'study: str = \\"{corpus}\\"')
    source = source.replace('out: str = \\"outputs\\"', f'out: str = \\"{tmp_path / "outputs"}\\"')
    (tmp_path / "notebooks" / "explore.ipynb").write_text(source, "utf-8")
    notebook = nbformat.reads(source, as_version=4)
    begin = next(at for at, cell in enumerate(notebook.cells) if "figures.start(" in cell.source)
    notebook.cells[begin:] = [nbformat.v4.new_code_cell(CODING)]
    nbformat.write(notebook, tmp_path / "notebooks" / "coding.ipynb")
    shutil.copytree(corpus, tmp_path / "study")
    (tmp_path / "helpers").symlink_to(ROOT / "helpers")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: str(tmp_path / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR")}
    options = [
        f"--port={port}",
        "--no-browser",
        "--allow-root",
        "--IdentityProvider.token=",
        f"--notebook-dir={tmp_path}",
    ]
    with (tmp_path / "lab.log").open("w") as log:
        command = [sys.executable, "-m", "jupyterlab", *options]
        server = subprocess.Popen(command, env=os.environ | own, stdout=log, stderr=log, cwd=tmp_path)
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=5)
                break
            except OSError:
                time.sleep(0.5)
        yield f"http://127.0.0.1:{port}/lab"
    finally:
        server.terminate()
        server.wait(30)


def ran(chromium, lab: str, notebook: str, shows: str):
    """A notebook in JupyterLab, all of its cells run, once this is to be seen; what the page said in vain.

    Each has a workspace of its own: JupyterLab opens again what was open, and its menu may run another notebook.
    """
    page = chromium.new_context(viewport={"width": 1500, "height": 1200}).new_page()
    page.set_default_timeout(180_000)
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    which = page.locator(".jp-Dialog button.jp-mod-accept").first  # on a slow computer it asks which kernel is meant
    page.add_locator_handler(page.locator(".jp-Dialog"), lambda: which.click(), no_wait_after=True)
    page.goto(f"{lab}/workspaces/{notebook}/tree/notebooks/{notebook}.ipynb")
    page.wait_for_selector(".jp-Notebook")
    for _ in range(360):  # what is run before the kernel answers is dropped without a word, even half of it
        if answers(page, lab, notebook):
            break
        if which.is_visible():
            which.click()
        page.wait_for_timeout(500)
    page.click(".lm-MenuBar-item:has-text('Run')")
    page.click(".lm-Menu-item:has-text('Run All Cells') >> nth=0")
    failed = page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']")
    shown = page.locator(shows).first
    shown.or_(failed.first).wait_for()
    assert shown.is_visible(), failed.first.inner_text()
    return page, said


def answers(page, lab: str, notebook: str) -> bool:
    """Whether the kernel of a notebook waits for work, as the server says and as the notebook's page shows."""
    with urllib.request.urlopen(lab.removesuffix("lab") + "api/sessions", timeout=30) as reply:
        sessions = [one for one in json.load(reply) if one["path"] == f"notebooks/{notebook}.ipynb"]
    kernels = [one["kernel"] for one in sessions]
    waits = any(one["execution_state"] == "idle" and one["connections"] for one in kernels)
    return waits and page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").count() > 0


def test_explore_runs_in_jupyterlab_and_answers(chromium, lab, tmp_path: Path):
    page, said = ran(chromium, lab, "explore", ".whose-words ol.sentences li")
    before = page.locator(".whose-words .count").inner_text()
    page.locator(".whose-words .filters label:has-text('Voice') select").select_option("chinese")
    assert page.locator(".whose-words .count").inner_text() != before
    assert page.locator(".whose-words figure.live").count() == 1  # every figure once
    page.locator(".whose-words .beside button", has_text="Save figure").click()
    page.wait_for_selector(".whose-words .beside .meta:has-text('Saved: ')")
    assert list((tmp_path / "outputs").glob("*/figures/explore_voices.svg"))
    assert said == []
    page.context.close()
    page, said = ran(chromium, lab, "coding", "text=Draw 20 sentences and begin")
    codes_a_sentence(page, tmp_path / "study" / "coding_ann.csv")
    assert said == []


def codes_a_sentence(page, path: Path) -> None:
    """Keys go to the screen, not to JupyterLab, where x takes the cell away; each answer is in the file."""
    page.click("text=Draw 20 sentences and begin")
    cells = page.locator(".jp-Cell").count()
    page.wait_for_selector(".coder fieldset:focus")  # where the keys go once it is there
    for key in ("1", "ArrowRight", "x"):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
    page.wait_for_selector(".coder .told:has-text('Written to ')")
    for _ in range(50):
        rows = list(csv.DictReader(path.open(encoding="utf-8-sig")))
        if rows[1]["mode"]:
            break
        page.wait_for_timeout(200)
    assert [row["mode"] for row in rows] == ["none", "?", *[""] * 18] and rows[0]["voice"] == "narrator"
    assert page.locator(".jp-Cell").count() == cells
