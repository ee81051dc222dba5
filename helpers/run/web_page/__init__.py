"""An executed notebook as one self-contained web page: prose and results, no code, nothing from the network.

What a notebook put out may hold words of untrusted articles. So its HTML is cut down to plain, inert
elements, pictures may only be embedded ones, and a content security policy forbids all scripts but the page's own,
which writes text as text. A page that holds sentences (the report) opens them from every mark of its figures; the marks
of all other pages lead to that one.
"""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import jinja2
import nbformat
import nh3
from bs4 import BeautifulSoup, Tag
from nbconvert import HTMLExporter
from traitlets.config import Config

from helpers.run.page_parts import SENTENCES, TEMPLATES, digest, source
from helpers.run.web_page import figures, fonts

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del",
    "details", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6",
    "header",    "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "section", "small",
    "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "u", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"id", "class", "style", "title", "lang"},
    "a": {"href", "aria-label"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "details": {"open"},
    "ol": {"start"},
}
NOTHING: Mapping[str, Any] = {}
IN_LAB = "lab"  # tag of a cell that is for the notebook alone, not for its page
REPORT = "report.html"
LONG = 60  # characters of a cell that is given room
STYLES = {"color", "background-color", "font-weight", "font-style", "text-align", "width", "white-space"}


def render(notebook: nbformat.NotebookNode, folder: str = "") -> str:
    """The page of an executed notebook. Its title is the first heading, its contents the second-level ones.

    Links are written relative to the executed notebook; folder is where that lies, seen from the page.
    """
    still, live, study = _taken_out(notebook)
    body = _exporter().from_notebook_node(still)[0]
    soup = BeautifulSoup(_clean(body), "html.parser")
    headings = [(h, " ".join(h.get_text().split())) for h in soup.find_all("h2")]
    for number, (heading, _) in enumerate(headings, 1):
        heading["id"] = f"section-{number}"
    for link in soup.select("a[href]"):
        target = str(link["href"])
        if not re.match(r"[a-z]+:|#|/", target):
            link["href"] = posixpath.normpath(posixpath.join(folder, target))
    for table in soup.find_all("table"):
        _align_numbers(table)
        _widen_texts(table)
        table.wrap(soup.new_tag("div", attrs={"class": "scroll", "tabindex": "0"}))
    if study:  # it travels alone, without the folder of figures
        for links in soup.select("p.files"):
            links.decompose()
    title = soup.find("h1")
    script = source("common.js") + source("live.js") + source("page.js") if study else ""
    return page(
        " ".join(title.get_text().split()) if title else "Whose Words",
        source("page.css") + (source("live.css") if live else ""),
        faces=fonts.faces("".join(map(figures.words, live.values()))) if live else "",
        contents=[(heading["id"], text) for heading, text in headings],
        body=_put_in(str(soup), live, "" if study else f"../{REPORT}"),
        script=script,
        study=study.get("study", {}),
        sentences=study.get("packed", ""),
    )


def page(title: str, style: str, *, script: str = "", study: Mapping[str, Any] = NOTHING, **parts: Any) -> str:
    """A page that asks the network for nothing, and on which no script runs but this one.

    study: what the script finds as JSON in #study. parts: ``faces`` (fonts as rules), ``contents`` (anchors and
    headings), ``body`` (clean HTML), ``sentences`` (packed, for #sentences).
    """
    allowed = f"script-src 'sha256-{digest(script)}'; " if script else ""
    return _page().render(
        title=title, style=style, script=script, allowed=allowed, study=figures.in_script(study), **parts
    )


def _taken_out(notebook: nbformat.NotebookNode) -> tuple[nbformat.NotebookNode, dict[str, dict], dict]:
    """The notebook with a place for each live figure; those figures by name; its sentences, {} where it has none."""
    notebook = copy.deepcopy(notebook)
    live: dict[str, dict] = {}
    study: dict = {}
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        data = output.get("data", {})
        if figures.MIME in data:
            found = data[figures.MIME]
            live[str(found["name"])] = found
            output.data = {"text/html": _place(str(found["name"]))}
        elif SENTENCES in data:
            study = data[SENTENCES]
            output.data = {"text/html": ""}
    return notebook, live, study


def _place(name: str) -> str:
    return f'<div class="live">{name}</div>'


def _put_in(body: str, live: dict[str, dict], home: str) -> str:
    """The body with the live figures in their places."""
    for name, found in live.items():
        body = body.replace(_place(name), figures.assemble(found, home), 1)
    return body


def _clean(body: str) -> str:
    return nh3.clean(
        body,
        tags=TAGS,
        attributes=ATTRIBUTES,
        filter_style_properties=STYLES,
        attribute_filter=_only_embedded,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer",
        clean_content_tags={"script", "style"},
    )


def _only_embedded(tag: str, attribute: str, value: str) -> str | None:
    """Pictures come from the page itself, links never do."""
    if (attribute == "src") != value.startswith("data:image/") and attribute in ("src", "href"):
        return None
    return None if attribute == "href" and value.startswith("data:") else value


def _widen_texts(table: Tag) -> None:
    """Cells of many words are wide, so that they are not read a word a line."""
    for cell in table.select("tbody td"):
        if len(cell.get_text()) > LONG:
            _mark(cell, "long")


def _mark(cell: Tag, name: str) -> None:
    """Give a cell one more class."""
    cell["class"] = f"{' '.join(cell.get_attribute_list('class'))} {name}".strip()


def _align_numbers(table: Tag) -> None:
    """Numbers stand right-aligned under one another, with their column's head."""
    rows = [row.find_all(["td", "th"]) for row in table.select("tbody tr")]
    width = max(map(len, rows), default=0)
    for i in range(width):
        cells = [row[i] for row in rows if len(row) == width]
        if all(_is_number(cell.get_text()) for cell in cells) and any(c.get_text(strip=True) for c in cells):
            heads = [row.find_all("th") for row in table.select("thead tr")]
            for cell in cells + [row[i] for row in heads if len(row) == width]:
                _mark(cell, "number")


# A number, with its unit or interval behind it: -0.12, 1,200, 45 %, 0.10 [-0.02, 0.22]; a date, a dash, nothing.
_NUMBER = re.compile(r"(\d{4}-\d\d(-\d\d)?|[-+−±]?\d[\d.,]*\s?%?(\s?[\[(][-+−–\d.,;% to]+[\])])?|[–—-]?)")


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text.strip()) is not None


def _alt(output: nbformat.NotebookNode) -> str:
    """What a picture shows in words, from the metadata of its output."""
    found = [output.metadata.get("alt", "")]
    found += [of.get("alt", "") for of in output.metadata.values() if isinstance(of, dict)]
    return next(filter(None, found), "")


@cache
def _exporter() -> HTMLExporter:
    exporter = HTMLExporter(
        template_name="body",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
        config=Config({"TagRemovePreprocessor": {"enabled": True, "remove_cell_tags": [IN_LAB]}}),
    )
    exporter.register_filter("alt", _alt)
    return exporter


@cache
def _page() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(TEMPLATES)
    return jinja2.Environment(loader=loader, autoescape=True).get_template("page.html.j2")
