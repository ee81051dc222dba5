"""Every notebook through the runner on the small study: pages, figures, tables; twice the same; papermill by hand."""

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from bs4 import BeautifulSoup

from helpers import run, tables
from helpers.study import ROOT

pytestmark = pytest.mark.notebooks
NOTEBOOKS = [path.stem for path in run.chosen()]


@pytest.fixture(scope="session")
def record(finished_run) -> dict:
    return json.loads((finished_run / "run.json").read_text("utf-8"))


def pages(folder: Path) -> list[Path]:
    return [folder / "report.html", *sorted((folder / "notebooks").glob("*.html"))]


def test_every_notebook_came_to_its_end(record):
    assert {n["notebook"] for n in record["notebooks"].values()} == {f"{name}.ipynb" for name in NOTEBOOKS}
    assert {n["status"] for n in record["notebooks"].values()} == {"completed"}
    assert record["errors"] == []


def test_every_outlet_has_its_page(finished_run, record):
    outlets = set(tables.read(finished_run / "tables", "articles")["outlet"])
    shown = {n["parameters"]["outlet"] for n in record["notebooks"].values() if n["notebook"] == "06_outlet.ipynb"}
    assert shown == outlets


def test_every_table_of_the_contract_is_there(finished_run):
    for name in tables.SCHEMAS:
        assert (finished_run / "tables" / f"{name}.parquet").stat().st_size
        assert (finished_run / "tables" / f"{name}.csv").stat().st_size


def test_every_notebook_with_a_figure_wrote_all_of_it(finished_run, record):
    cards = sorted((finished_run / "figures").glob("*.json"))
    assert len(cards) > 10
    for path in cards:
        card = json.loads(path.read_text("utf-8"))
        assert card["title"]
        assert len(card["alt"]) > 40, path.name
        assert card["source"]
        assert card["missing_glyphs"] == [], path.name
        assert all((path.parent / file).stat().st_size for file in card["files"])
        assert "--" not in (path.with_suffix(".svg")).read_text("utf-8").split("<svg", 1)[0]
    for notebook in ("00_corpus", "report"):
        assert any(file.endswith(".svg") for file in record["notebooks"][notebook]["files"])


def test_pages_show_prose_and_results_alone(finished_run):
    for path in pages(finished_run):
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        text = soup.get_text(" ")
        assert soup.h1, path.name
        assert "Traceback" not in text, path.name
        assert "<Figure" not in text, path.name
        assert not re.search(r"^\s*(import [\w., ]+$|from [\w.]+ import )", text, re.M), path.name
        assert "sys.path" not in text
        assert not re.search(r"\bnan\b|<NA>", text), path.name


def test_pages_need_no_network(finished_run):
    for path in pages(finished_run):
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        assert not soup.find_all(["script", "link", "iframe", "object", "embed"])
        for image in soup.find_all("img"):
            assert image["src"].startswith("data:image/"), path.name
            assert len(image.get("alt", "")) > 40, path.name
        assert "default-src 'none'" in soup.find("meta", attrs={"http-equiv": True})["content"]


def test_links_lead_somewhere(finished_run):
    for path in pages(finished_run):
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        ids = {tag["id"] for tag in soup.find_all(id=True)}
        for link in soup.select("a[href]"):
            href = unquote(link["href"])
            if href.startswith("#"):
                assert href[1:] in ids, f"{path.name}: {href}"
            elif "://" not in href:
                assert (path.parent / href.split("#")[0]).exists(), f"{path.name}: {href}"


def test_the_words_behind_a_figure_are_in_the_report(finished_run):
    soup = BeautifulSoup((finished_run / "report.html").read_text("utf-8"), "html.parser")
    assert soup.select("details.evidence li")


def test_nothing_names_the_staging_folder(finished_run):
    for path in finished_run.rglob("*"):
        if path.is_file():
            assert b".staging" not in path.read_bytes(), path.name


def test_a_second_run_elsewhere_gives_the_same_bytes(finished_run, tmp_path, corpus):
    """No cache, other processes, other hash seeds: the same tables and the same SVG."""
    again = run.report(corpus, tmp_path / "other", ["resamples=200"])
    for folder, pattern in (("tables", "*.parquet"), ("tables", "*.csv"), ("figures", "*")):
        first = {p.name: p.read_bytes() for p in (finished_run / folder).glob(pattern)}
        second = {p.name: p.read_bytes() for p in (again / folder).glob(pattern)}
        assert first.keys() == second.keys()
        differing = [name for name in first if first[name] != second[name]]
        assert differing == []


@pytest.mark.parametrize(("name", "place"), [("02_sentiment", ROOT), ("00_corpus", ROOT / "notebooks")])
def test_papermill_by_hand(name, place, finished_run, tmp_path, corpus):
    notebook = ROOT / "notebooks" / f"{name}.ipynb"
    done = subprocess.run(
        [sys.executable, "-m", "papermill", str(notebook), str(tmp_path / "out.ipynb"), "-p", "outlets", '["herald"]',
         "-p", "study", str(corpus), "-p", "out", str(finished_run.parent), "-p", "resamples", "200"],
        cwd=place, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    executed = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert all(cell.execution_count for cell in executed.cells if cell.cell_type == "code" and cell.source)


def test_a_wrong_parameter_by_hand_is_one_line_without_a_traceback(tmp_path, corpus):
    notebook = ROOT / "notebooks" / "report.ipynb"
    done = subprocess.run(
        [sys.executable, "-m", "papermill", str(notebook), str(tmp_path / "out.ipynb"), "-p", "outlet", "herald",
         "-p", "study", str(corpus), "-p", "out", str(tmp_path)], cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode != 0
    executed = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    error = next(o for c in executed.cells if c.cell_type == "code" for o in c.outputs if o.output_type == "error")
    assert error.evalue == "there is no parameter 'outlet': did you mean outlets?"
    assert len(error.traceback) == 1
    assert not (tmp_path / "corpus").exists()
