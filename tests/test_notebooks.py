"""Every notebook through the runner on the small study: pages, figures, tables; twice the same; papermill by hand."""

import base64
import json
import re
import shutil
import subprocess
import sys
import zlib
from copy import copy
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from bs4 import BeautifulSoup

from helpers import run
from helpers.figures import notebook
from helpers.run import gallery
from helpers.study import ROOT
from helpers.tables import schemas

pytestmark = pytest.mark.notebooks
NOTEBOOKS = [path.stem for path in run.chosen()]


@pytest.fixture(scope="session")
def record(finished_run) -> dict:
    return json.loads((finished_run / "run.json").read_text("utf-8"))


def pages(folder: Path) -> list[Path]:
    return [folder / "report.html", *sorted((folder / "notebooks").glob("*.html"))]


@cache
def read(path: Path) -> BeautifulSoup:
    """A page, which many tests look at; who changes it takes a copy."""
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def test_every_notebook_came_to_its_end(record):
    uncoded = set(NOTEBOOKS) - {"05_validation"}  # the study has no coding.csv
    assert {n["notebook"] for n in record["notebooks"].values()} == {f"{name}.ipynb" for name in uncoded}
    assert {n["status"] for n in record["notebooks"].values()} == {"completed"}
    assert record["errors"] == []
    assert record["missing_glyphs"] == []


def test_every_outlet_has_its_page(finished_run, record):
    outlets = set(schemas.read(finished_run / "tables", "articles")["outlet"])
    shown = {n["parameters"]["outlet"] for n in record["notebooks"].values() if n["notebook"] == "06_outlet.ipynb"}
    assert shown == outlets


def test_every_table_of_the_contract_is_there(finished_run):
    for name in schemas.SCHEMAS:
        assert (finished_run / "tables" / f"{name}.parquet").stat().st_size
        assert (finished_run / "tables" / f"{name}.csv").stat().st_size


def listed(name: str, record: dict) -> set[str]:
    """The figures that a notebook names in its list, for each job that ran it."""
    outlets = [
        job["parameters"].get("outlet", "") for job in record["notebooks"].values() if job["notebook"].startswith(name)
    ]
    named = notebook.written(name)
    return {figure.replace("*", run.safe_name(outlet)) for figure in named for outlet in outlets}


# Named, and not drawn of this small corpus: too few months and stories.
NOT_HERE = {
    "tone_over_time", "tone_agreement", "frames_over_time", "contrast_narration", "voices_by_bloc",
    "voices_quoted_by_bloc", "tone_by_bloc", "frames_by_bloc", "tone_by_outlet", "tone_narration_and_quotes",
    "tone_toward", "tone_toward_target_rules",
}  # fmt: skip
NOT_OF_AN_OUTLET = ("_tone", "_frames")  # ends of names
# The report shows so few articles as they stand.
NOT_IN_THE_REPORT = {"voices_by_outlet", "tone_by_voice", "tone_by_outlet", "tone_toward", "frames_by_voice"}


@pytest.mark.parametrize("name", [name for name in NOTEBOOKS if name != "05_validation"])
def test_a_notebook_writes_the_figures_that_it_names(name, record):
    jobs = [job for job in record["notebooks"].values() if job["notebook"] == f"{name}.ipynb"]
    files = [Path(file) for job in jobs for file in job["files"]]
    pictures = {file.stem for file in files if file.parts[0] == "figures" and file.suffix == ".svg"}
    drawn = {stem for stem in pictures if not stem.endswith("_column")}
    assert pictures == drawn | {f"{stem}_column" for stem in drawn}
    assert drawn == {file.stem for file in files if file.parts[0] == "figures" and file.suffix == ".json"}
    expected = listed(name, record) - NOT_HERE - (NOT_IN_THE_REPORT if name == "report" else set())
    assert drawn == {stem for stem in expected if not (name == "06_outlet" and stem.endswith(NOT_OF_AN_OUTLET))}


def test_of_a_topic_too_few_to_say_the_sentences_stand_without_a_figure(finished_run):
    soup = read(finished_run / "notebooks" / "02_sentiment.html")
    told = [p for p in soup.select("p.finding") if "An estimate takes 10 sentences of 5 stories or more" in p.text]
    by_outlet = next(p for p in told if p.text.startswith("Tone of the narration by outlet: too few"))
    assert by_outlet.find_next("details")["class"] == ["evidence"]


def test_every_figure_is_whole(finished_run):
    cards = sorted((finished_run / "figures").glob("*.json"))
    assert cards
    for path in cards:
        card = json.loads(path.read_text("utf-8"))
        assert card["title"]
        assert len(card["alt"]) > 40, path.name
        assert card["source"]
        assert card["missing_glyphs"] == [], path.name
        assert all((path.parent / file).stat().st_size for file in card["files"])
        assert "--" not in (path.with_suffix(".svg")).read_text("utf-8").split("<svg", 1)[0]


def test_no_page_shows_the_key_of_a_joint_or_unmeasured_voice(finished_run):
    for path in sorted((finished_run / "figures").glob("*.json")):
        card = path.read_text("utf-8")
        assert not re.search(r"[a-z_]+\|[a-z_]+|unmeasured", card), path.name


def test_lists_of_evidence_hold_what_they_say(finished_run):
    for path in pages(finished_run):
        soup = read(path)
        for details in soup.select("details.evidence"):
            shown = total = 0
            for head in details.find_all("h3"):
                found = re.search(r"\((?:all|([\d,]+) of) ([\d,]+)\)$", head.get_text())
                items = len(head.find_next_sibling("ul").find_all("li"))
                of = int(found[2].replace(",", ""))
                assert items == (int(found[1].replace(",", "")) if found[1] else of), f"{path.name}: {head.get_text()}"
                shown, total = shown + items, total + of
            said = f"all {total:,}" if shown == total else f"{shown:,} of {total:,}"
            assert said in details.summary.get_text() or not shown, f"{path.name}: {details.summary.get_text()}"


def test_notebooks_are_kept_without_outputs_for_the_plain_kernel():
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        kept = nbformat.read(path, as_version=4)
        assert kept.metadata["kernelspec"]["name"] == "python3", path.name
        code = [cell for cell in kept.cells if cell.cell_type == "code"]
        assert all(not cell.outputs and cell.execution_count is None for cell in code), path.name


def test_pages_show_prose_and_results_alone(finished_run):
    for path in pages(finished_run):
        soup = read(path)
        text = soup.get_text(" ")
        assert soup.h1, path.name
        assert "Traceback" not in text, path.name
        assert "<Figure" not in text, path.name
        assert not re.search(r"^\s*(import [\w., ]+$|from [\w.]+ import )", text, re.M), path.name
        assert "sys.path" not in text
        assert not re.search(r"\bnan\b|<NA>", text), path.name


def test_pages_need_no_network(finished_run):
    for path in pages(finished_run):
        soup = read(path)
        scripts = [
            script for script in soup.find_all("script") if script.get("type") not in ("application/json", "text/plain")
        ]
        assert len(scripts) == (path.name == "report.html") and not any(script.get("src") for script in scripts)
        assert not soup.find_all(["link", "iframe", "object", "embed"])
        for image in soup.find_all("img"):
            assert image["src"].startswith("data:image/"), path.name
            assert len(image.get("alt", "")) > 40, path.name
        assert "default-src 'none'" in soup.find("meta", attrs={"http-equiv": True})["content"]


def test_links_lead_somewhere(finished_run):
    for path in [*pages(finished_run), finished_run / "figures" / gallery.NAME]:
        soup = read(path)
        ids = {tag["id"] for tag in soup.find_all(id=True)}
        for link in soup.select("a[href]"):
            href = unquote(link["href"])
            if href.startswith("#"):
                assert href[1:] in ids, f"{path.name}: {href}"
            elif "://" not in href:
                assert (path.parent / href.split("#")[0]).exists(), f"{path.name}: {href}"


def test_pages_are_read_one_after_the_other(finished_run, record):
    """Each page of a topic leads to the next and back, and all to the report; those of outlets follow them."""
    order = sorted(record["notebooks"].keys() - {"report"}, key=lambda name: (name.startswith("06"), name))
    for at, name in enumerate(order):
        soup = read(finished_run / "notebooks" / f"{name}.html")
        above, below = ([link["href"] for link in way.find_all("a")] for way in soup.select("p.steps"))
        last = at + 1 < len(order) and not name.startswith("06") and order[at + 1].startswith("06")
        behind = [] if last else [f"{order[at + 1]}.html"] if at + 1 < len(order) else []
        assert above == below == [*([f"{order[at - 1]}.html"] if at else []), "../report.html", *behind], name


def test_every_page_has_a_name_of_its_own(finished_run):
    names = []
    for path in pages(finished_run):
        soup = read(path)
        assert len(soup.find_all("h1")) == 1 and soup.title.string == soup.h1.get_text(), path.name
        names.append(soup.title.string)
    assert len(set(names)) == len(names)


def test_pages_of_topics_hold_no_empty_section_and_no_word_of_developers(finished_run):
    for path in sorted((finished_run / "notebooks").glob("*.html")):
        soup = read(path)
        for heading in soup.find_all("h2"):
            below = heading.find_next_sibling()
            assert below is not None and below.name != "h2", f"{path.name}: {heading.get_text()}"
        shown = copy(soup)
        for hidden in shown.select("details, code"):
            hidden.decompose()
        text = shown.get_text(" ")
        assert not re.search(r"Comes in|Is written|`|economic_consequences|\d\.\d{4}", text), path.name
        assert not any(re.search(r"^-\d", cell.get_text()) for cell in soup.select("td")), path.name


def test_tables_and_sentences_are_told_to_readers_of_screens(finished_run):
    spoken = set()
    for path in pages(finished_run):
        soup = read(path)
        assert all(head.get("scope") == "col" for head in soup.select("thead th")), path.name
        spoken |= {tag["lang"] for tag in soup.select("main [lang]")}
    articles = schemas.read(finished_run / "tables", "articles")
    assert spoken == set(articles["language"]) - {"en", ""}


def test_the_gallery_holds_every_figure_and_is_in_the_record(finished_run, record):
    soup = read(finished_run / "figures" / gallery.NAME)
    drawn = {path.stem for path in (finished_run / "figures").glob("*.svg") if not path.stem.endswith("_column")}
    assert {figure["id"] for figure in soup.find_all("figure")} == drawn
    assert f"figures/{gallery.NAME}" in record["files"]


def test_the_report_holds_every_sentence(finished_run):
    soup = read(finished_run / "report.html")
    packed = base64.b64decode(soup.find(id="sentences").string)
    held = json.loads(zlib.decompress(packed, -15))
    assert sorted(held["sentences"]["text"]) == sorted(schemas.read(finished_run / "tables", "sentences")["text"])


def test_nothing_names_the_staging_folder(finished_run):
    for path in finished_run.rglob("*"):
        if path.is_file():
            assert b".staging" not in path.read_bytes(), path.name


def test_a_corpus_that_nothing_reads_has_its_pages(tmp_path):
    """Texts in a language without attribution, instruments of tone or patterns of frames: said, never a failure."""
    study, few = tmp_path / "kazakh", tmp_path / "notebooks"
    study.mkdir(), few.mkdir()
    for n in range(1, 4):
        text = f"Кеме {n} рет жүрді\n\nПорттың бастығы кеменің {n} сағатта келетінін айтты. Жолаушылар риза болды.\n"
        (study / f"{n}.txt").write_text(text, encoding="utf-8")
    for name in ("02_sentiment", "03_framing", "07_robustness", "report"):
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", few)
    made = run.report(study, tmp_path / "out", ["resamples=200"], notebooks=few)
    record = json.loads((made / "run.json").read_text("utf-8"))
    assert {notebook["status"] for notebook in record["notebooks"].values()} == {"completed"}
    assert "No instrument of tone reads the languages of this corpus." in (made / "report.html").read_text("utf-8")


def test_a_second_run_elsewhere_gives_the_same_bytes(finished_run, tmp_path, corpus):
    """No cache, other processes, other hash seeds: the same tables, and the same files of the figures drawn again."""
    few = tmp_path / "notebooks"
    few.mkdir()
    for name in ("00_corpus", "04_contrast"):
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", few)
    again = run.report(corpus, tmp_path / "other", ["resamples=200"], notebooks=few)
    for folder, pattern in (("tables", "*.parquet"), ("tables", "*.csv"), ("figures", "*")):
        first = {p.name: p.read_bytes() for p in (finished_run / folder).glob(pattern)}
        second = {p.name: p.read_bytes() for p in (again / folder).glob(pattern) if p.name != gallery.NAME}
        assert second and second.keys() <= first.keys()
        assert [name for name in second if first[name] != second[name]] == []


@pytest.mark.parametrize(("name", "place"), [("04_contrast", ROOT), ("00_corpus", ROOT / "notebooks")])
def test_papermill_by_hand(name, place, finished_run, tmp_path, corpus):
    path = ROOT / "notebooks" / f"{name}.ipynb"
    shutil.copytree(finished_run, tmp_path / "results" / finished_run.name)  # it writes figures of one outlet
    done = subprocess.run(
        [sys.executable, "-m", "papermill", str(path), str(tmp_path / "out.ipynb"), "-p", "outlets", '["herald"]',
         "-p", "study", str(corpus), "-p", "out", str(tmp_path / "results"), "-p", "resamples", "200"],
        cwd=place, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    executed = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert all(cell.execution_count for cell in executed.cells if cell.cell_type == "code" and cell.source)


def test_a_wrong_parameter_by_hand_is_one_line_without_a_traceback(tmp_path, corpus):
    path = ROOT / "notebooks" / "report.ipynb"
    done = subprocess.run(
        [sys.executable, "-m", "papermill", str(path), str(tmp_path / "out.ipynb"), "-p", "outlet", "herald",
         "-p", "study", str(corpus), "-p", "out", str(tmp_path)], cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode != 0
    executed = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    error = next(o for c in executed.cells if c.cell_type == "code" for o in c.outputs if o.output_type == "error")
    assert error.evalue == "there is no parameter 'outlet': did you mean 'outlets'?"
    assert len(error.traceback) == 1
    assert not (tmp_path / "corpus").exists()
