"""The gallery of a run: figures/index.html, every figure with its caption and its files; no script, no network."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import jinja2

from helpers.run.page_parts import TEMPLATES, digest, kind_of, source
from helpers.run.planning import NOTEBOOKS, REPORT, heading
from helpers.tables.results import Results

NAME = "index.html"
SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
HEAD = 2_000  # characters of an SVG in which its size stands


class File(NamedTuple):
    """A file of a figure: its address, seen from the gallery, and what a link calls it."""

    address: str
    kind: str


class Figure(NamedTuple):
    """A figure as the gallery shows it. column: the address of its picture for a narrow screen, "" without one."""

    name: str
    title: str
    alt: str
    source: str
    n: int
    picture: str
    column: str
    size: tuple[str, str]
    files: list[File]

    @property
    def caption(self) -> str:
        """What to copy below the figure in a text of one's own."""
        return f"{self.title.rstrip('.')}. n = {self.n:,}. {self.source}"


class Topic(NamedTuple):
    """The figures of one page, its heading and its address, seen from the gallery."""

    heading: str
    address: str
    figures: list[Figure]


def write(results: Results, notebooks: Mapping[str, Mapping[str, Any]], sources: Path = NOTEBOOKS) -> Path:
    """Write the gallery of the figures that the notebooks of a run made; its path.

    notebooks: name -> what run.json says of it. sources: the folder of the notebooks, for their headings.
    """
    folder = results.folder / "figures"
    folder.mkdir(exist_ok=True)
    outlets = results.table("articles", ["outlet", "outlet_name"])
    names = dict(zip(outlets["outlet"], outlets["outlet_name"], strict=True))
    topics = [
        Topic(names.get(made["parameters"].get("outlet")) or heading(sources / made["notebook"]), _page(name), figures)
        for name, made in sorted(notebooks.items(), key=lambda item: (item[0] != REPORT, item[0]))
        if (figures := _figures(results.folder, made["files"]))
    ]
    style = source("gallery.css")
    page = _template().render(
        study=results.study.title,
        topics=topics,
        n=sum(len(topic.figures) for topic in topics),
        style=style,
        style_hash=digest(style),
    )
    path = folder / NAME
    path.write_text(page, "utf-8")
    return path


def _figures(folder: Path, files: Iterable[str]) -> list[Figure]:
    """The figures among the files that a notebook made; a notebook may write JSON that is no figure's card."""
    found = []
    for file in files:
        if file.startswith("figures/") and file.endswith(".json"):
            with contextlib.suppress(ValueError, TypeError, KeyError, OSError):
                found.append(_figure(folder / file))
    return found


def _page(name: str) -> str:
    return f"../{REPORT}.html" if name == REPORT else f"../notebooks/{quote(name)}.html"


def _figure(path: Path) -> Figure:
    """A figure from its card; raises one of several errors where the file is none."""
    card, name = json.loads(path.read_text("utf-8")), path.stem
    files = [str(file) for file in card["files"]]
    found = SIZE.search(path.with_suffix(".svg").read_text("utf-8")[:HEAD])
    column = f"{name}_column.svg"
    return Figure(
        name,
        str(card["title"]),
        str(card["alt"]),
        str(card["source"]),
        int(card["n"]),
        quote(f"{name}.svg"),
        quote(column) if column in files else "",
        (found[1], found[2]) if found else ("", ""),
        [File(quote(file), kind_of(file, name)) for file in files],
    )


@cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(TEMPLATES)
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True).get_template("gallery.html.j2")
