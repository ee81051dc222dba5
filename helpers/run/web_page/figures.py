"""A figure of an executed notebook as a part of a page: its picture inline, with marks that can be opened.

The picture comes as SVG out of a notebook, so it is rebuilt from the elements and attributes that a drawing needs;
scripts, links and pictures of others find no way into the page. What its marks ask and say comes as JSON beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

from lxml import etree

from helpers.run.page_parts import FIGURE as MIME

__all__ = ["MIME", "assemble", "in_script", "words"]

SVG = "http://www.w3.org/2000/svg"
_DRAWN = {
    "clipPath", "circle", "defs", "ellipse", "g", "line", "path", "pattern", "polygon", "polyline", "rect", "svg",
    "text", "tspan", "use",
}  # fmt: skip
_KEPT = {
    "clip-path", "cx", "cy", "d", "fill", "height", "id", "patternUnits", "points", "r", "rx", "ry", "stroke",
    "stroke-width", "style", "transform", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2",
}  # fmt: skip
_PLACES = ("d", "transform", "points", "x", "y")
_HREF = "{http://www.w3.org/1999/xlink}href"
_MARK = re.compile(r"mark-(\d+)(?:-\w+)?")
_STAYS = re.compile(r"stays-[\w.-]+")  # texts on marks that a dark page does not turn
_LOCAL = re.compile(r"url\(#([^)]*)\)")
_FAMILY = re.compile(r"(font(?:-family)?:[^;]*?)'[^;]*")
_MEANT = re.compile(r'(?:href="#|url\(#)([^")]+)')  # ids that another element speaks of
_DECIMALS = re.compile(r"(\.\d\d)\d+")


def assemble(found: Mapping[str, Any], home: str = "") -> str:
    """The HTML of a figure: both layouts of its picture, what can be done with it, the table behind it.

    ``home``: of a page without sentences of its own, the page whose sentences its marks open.
    """
    name = str(found["name"])
    drawn = [
        f'<div class="{layout}">{_inline(found[layout], f"f{crc32(name.encode()):x}{layout[0]}", found, home)}</div>'
        for layout in ("wide", "column")
    ]
    told = {part: found[part] for part in ("name", "title", "source", "marks", "table")}
    data = "" if home else f'<script type="application/json" class="marks">{in_script(told)}</script>'
    return (
        f'<figure class="live" id="figure-{escape(name)}" role="group" aria-label="{escape(str(found["alt"]))}">'
        f"{''.join(drawn)}<figcaption></figcaption>{_table(found)}{data}</figure>"
    )


def in_script(value: object) -> str:
    """JSON as it may stand inside a script element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def words(found: Mapping[str, Any]) -> str:
    """All characters that a figure's pictures write."""
    return "".join(
        "".join(etree.fromstring(found[layout].encode(), _parser()).itertext()) for layout in ("wide", "column")
    )


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)


def _inline(svg: str, prefix: str, found: Mapping[str, Any], home: str) -> str:
    """The picture as an element of the page; its ids begin with the prefix, for a page has many pictures."""
    root = etree.fromstring(svg.encode(), _parser())
    meant = set(_MEANT.findall(svg))
    for element in root.iter():
        own = element.get("id", "")
        if own not in meant and not _MARK.fullmatch(own) and not _STAYS.fullmatch(own):
            element.attrib.pop("id", None)
    drawing = _rebuilt(root, prefix, found, home)
    drawing.attrib.pop("width", None)
    drawing.attrib.pop("height", None)
    drawing.set("focusable", "false")
    return etree.tostring(drawing, encoding="unicode", with_tail=False)


def _rebuilt(element: etree._Element, prefix: str, found: Mapping[str, Any], home: str) -> etree._Element:
    """A copy of an element and all within, of what a drawing may hold."""
    kind = etree.QName(element).localname
    copy = etree.Element(kind, {"xmlns": SVG} if kind == "svg" else {})
    for key, value in element.attrib.items():
        name = "href" if key == _HREF else str(key)
        if name == "href" and str(value).startswith("#"):
            copy.set("href", f"#{prefix}-{str(value)[1:]}")
        elif name in _KEPT:
            copy.set(name, _attribute(name, str(value), prefix))
    copy.text = element.text if kind in ("text", "tspan") else None
    for child in element:
        if isinstance(child.tag, str) and etree.QName(child).localname in _DRAWN:
            copy.append(_rebuilt(child, prefix, found, home))
    if _STAYS.fullmatch(element.get("id", "")):
        copy.attrib.pop("id", None)
        copy.set("class", "stays")
    mark = _MARK.fullmatch(element.get("id", ""))
    return _mark(copy, mark[1], found, home) if mark else copy


def _attribute(name: str, value: str, prefix: str) -> str:
    if name == "id":
        return f"{prefix}-{value}"
    value = _LOCAL.sub(rf"url(#{prefix}-\1)", value)
    if "url(" in value.replace(f"url(#{prefix}-", ""):
        return ""
    if name == "style":
        return _FAMILY.sub(r"\1var(--figure)", value)
    return " ".join(_DECIMALS.sub(r"\1", value).split()) if name in _PLACES else value


def _mark(element: etree._Element, row: str, found: Mapping[str, Any], home: str) -> etree._Element:
    """A mark that can be opened: by the page's script, or as a link to the page that has the sentences."""
    element.attrib.pop("id", None)
    question, tip = found["marks"].get(row, (None, ""))
    if question is None and not tip:
        return element
    element.set("class", "mark")
    element.set("data-row", row)
    if not home:
        return element
    tip = tip or "One sentence"
    title = etree.SubElement(element, "title")
    title.text = tip
    if question is None:
        return element
    link = etree.Element("a", {"href": f"{home}#{urlencode(question)}", "aria-label": tip})
    link.append(element)
    return link


def _table(found: Mapping[str, Any]) -> str:
    """The data behind the figure, folded away: for a screen reader, and for whoever wants numbers."""
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in found["table"]["heads"])
    rows = "".join(
        f'<tr data-row="{escape(at)}">{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
        for at, *cells in found["table"]["rows"]
    )
    return (
        f'<details class="table"><summary>The numbers of this figure</summary><div class="scroll" tabindex="0">'
        f"<table><caption>{escape(found['title'])}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        "</div></details>"
    )
