"""The gallery of a run: every figure once, by page, with its files and a caption; inert whatever a card holds."""

import base64
import hashlib
import json
from types import SimpleNamespace

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from helpers.run import gallery


def made(folder, name: str, **told) -> None:
    """The files of a figure as an export leaves them."""
    kinds = told.pop("kinds", ("svg", "csv", "json"))
    card = {"name": name, "title": "Title", "alt": "What it shows.", "source": "Source: A study.", "n": 1200}
    card |= {"files": [f"{name}.{kind}" for kind in kinds] + told.pop("more", [])} | told
    (folder / "figures").mkdir(exist_ok=True)
    (folder / "figures" / f"{name}.svg").write_text('<svg viewBox="0 0 500.5 300"></svg>')
    (folder / "figures" / f"{name}.json").write_text(json.dumps(card))


@pytest.fixture
def page(tmp_path):
    """Write the gallery of notebooks, name -> outlet and figures, and read it."""

    def read(notebooks: dict[str, tuple[str, list[str]]]) -> BeautifulSoup:
        results = SimpleNamespace(
            folder=tmp_path,
            study=SimpleNamespace(title="A <study>"),
            table=lambda name, columns: pd.DataFrame({"outlet": ["herald"], "outlet_name": ["The Herald & Co"]}),
        )
        jobs = {
            name: {
                "notebook": f"{name.partition('-')[0]}.ipynb",
                "parameters": {"outlet": outlet} if outlet else {},
                "files": [f"figures/{figure}.{kind}" for figure in figures for kind in ("csv", "json", "svg")],
            }
            for name, (outlet, figures) in notebooks.items()
        }
        return BeautifulSoup(gallery.write(results, jobs).read_text("utf-8"), "html.parser")

    return read


def test_every_figure_stands_once_under_its_page(tmp_path, page):
    for name in ("tone", "words", "first"):
        made(tmp_path, name)
    soup = page(
        {"06_outlet-herald": ("herald", ["words"]), "01_voices": ("", ["tone"]), "report": ("", ["first"])}
        | {"04_contrast": ("", [])}
    )
    headings = [heading.get_text() for heading in soup.find_all("h2")]
    assert headings[1:] == ["Who gets to speak?", "The Herald & Co"]
    assert [figure["id"] for figure in soup.find_all("figure")] == ["first", "tone", "words"]
    ways = [link["href"] for link in soup.select("section .way a")]
    assert ways == ["../report.html", "../notebooks/01_voices.html", "../notebooks/06_outlet-herald.html"]


def test_a_figure_has_its_picture_caption_and_all_files_of_its_card(tmp_path, page):
    made(tmp_path, "tone", title="Tone is even.", more=["tone_column.svg", "tone_column.pdf"])
    soup = page({"01_voices": ("", ["tone"])})
    image = soup.figure.img
    assert (image["src"], image["loading"], image["alt"]) == ("tone.svg", "lazy", "What it shows.")
    assert (image["width"], image["height"]) == ("500.5", "300")
    assert soup.figure.source["srcset"] == "tone_column.svg"
    assert [(link["href"], link.get_text()) for link in soup.select(".files a")] == [
        ("tone.svg", "SVG"), ("tone.csv", "CSV"), ("tone.json", "JSON"),
        ("tone_column.svg", "column SVG"), ("tone_column.pdf", "column PDF"),
    ]  # fmt: skip
    assert soup.select_one(".caption").get_text() == "Tone is even. n = 1,200. Source: A study."


def test_hostile_words_do_nothing(tmp_path, page):
    made(tmp_path, "tone", title="<script>alert(1)</script>", alt='" onerror="alert(1)', source="</figcaption><img>")
    soup = page({"01_voices": ("", ["tone"])})
    assert not soup.find_all(["script", "link", "iframe"]) and len(soup.find_all("img")) == 1
    assert not soup.img.has_attr("onerror")
    assert "<script>alert(1)</script>" in soup.select_one(".caption").get_text()
    assert soup.h1.get_text() == "Figures: A <study>"


def test_the_policy_lets_nothing_in_but_the_pictures_and_the_style(tmp_path, page):
    made(tmp_path, "tone")
    soup = page({"01_voices": ("", ["tone"])})
    policy = soup.find("meta", attrs={"http-equiv": True})["content"]
    style = base64.b64encode(hashlib.sha256(soup.style.string.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; img-src 'self'; ") and f"'sha256-{style}'" in policy
    assert "unsafe" not in policy and not soup.select("[style]")


def test_a_file_that_is_no_card_is_left_out(tmp_path, page):
    made(tmp_path, "tone")
    (tmp_path / "figures" / "notes.json").write_text("3 dots")
    (tmp_path / "figures" / "list.json").write_text("[1]")
    soup = page({"01_voices": ("", ["notes", "tone", "list", "lost"])})
    assert [figure["id"] for figure in soup.find_all("figure")] == ["tone"]


def test_a_run_without_figures_has_an_empty_gallery(page):
    soup = page({})
    assert "0 figures" in soup.get_text() and not soup.find_all("figure")
