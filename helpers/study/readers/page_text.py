"""The article's text of a web page: furniture is taken out of the tree, trafilatura finds the text, the rest is tidied.

Furniture is told by what HTML says of it (elements, roles, hidden parts), by the words of which its class and id are
made (page_marks.yaml), and by its links: a line that is one link leads away from the article. No rule knows a
publisher.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from helpers.study.readers.page_marks import alike, marks, names_of, size_of, text_of

BLOCKS = (
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
    "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
)  # fmt: skip
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NO_TEXT = ("script", "style", "template", "noscript", "svg", "iframe", "object", "select", "button", "textarea")
OUTSIDE = ("nav", "footer", "aside", "figure", "dialog", "menu")
TABLE = ("table", "tbody", "thead", "tfoot", "tr", "td", "th")
CELL = 100  # words; in a table of data no cell has so many
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it finds wrong with a page is told in our words
MOST = 0.35  # of a page's paragraphs: what holds more is no furniture, whatever it is called
ANNOUNCING = ("p", "div", "strong", "b", "span", "h2", "h3", "h4", "h5", "h6")
ANNOUNCEMENT = 6  # words
LINKED = 0.85  # share of a line's letters inside links from which it is one link
LABELLED = 0.5  # the same where it has no full stop: "See also: ..."
LINK_SENTENCE = 15  # words from which a linked line with a full stop is text
ITEMS = 0.6  # share of a list's items that are links, from which it is a list of links
TEASER = 80  # words of a block with a linked heading
CAPTION = 80  # words of a picture's block at most
STOPS = (".", "!", "?", "…", "。", "！", "？", '"', "”", "“", "»", "’", "'")
FIRST = 60  # characters that tell a line from the others
SENTENCE = 8  # words from which a line without a full stop is text
STANDFIRST = (5, 120)  # words


class Line(NamedTuple):
    """A block of a page that holds text of its own, with that text on one line."""

    element: HtmlElement
    text: str


class Text(NamedTuple):
    """The article's paragraphs, separated by blank lines, and the lines between its headline and its text."""

    body: str
    above: list[str]


def article_text(tree: HtmlElement, title: str, description: str) -> Text:
    """The article's text without its headline; "" where there is none.

    title and description are the page's own; the tree is changed.
    """
    _take_out(tree)
    shown = list(lines_of(tree))
    found = bare_extraction(tree, include_comments=False, with_metadata=False)
    text = getattr(found, "text", None) or ""  # None where there is nothing
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lines = _without_head([line for line in lines if line], [title, *_headings(tree)])
    start = _first_text(lines)
    above, lines = lines[:start], lines[start:]
    standfirst = _standfirst(shown, title, description, lines[0]) if lines else ""
    if standfirst and not any(alike(standfirst, line) for line in lines[:4]) and standfirst not in " ".join(lines[:9]):
        lines.insert(0, standfirst)
    return Text(_joined(lines), above)


def without_code(tree: HtmlElement) -> None:
    """Take out of a page what is no text: programs, styles, forms."""
    for element in list(tree.iter(*NO_TEXT)):
        _drop(element)


# --- furniture --------------------------------------------------------------------------------------


def _take_out(tree: HtmlElement) -> None:
    """Take furniture out of a page: what its names tell, unless that is most of the text, and lines that are links."""
    for figure in tree.iter("figure"):
        if figure.find(".//blockquote") is not None:  # somebody's words, not a picture
            figure.tag = "div"
    _open_layout_tables(tree)
    whole = sum(len(p.text_content()) for p in tree.iter("p")) or len(tree.text_content())
    for element in list(tree.iter(*BLOCKS, "span")):
        if element.getparent() is not None and _is_furniture(element) and len(text_of(element)) <= MOST * whole:
            (_drop_with_heading if element.tag in ("ul", "ol") else _drop)(element)
    for line in list(lines_of(tree)):
        if _is_link(line) and line.element.tag != "h1":
            _drop_with_heading(line.element)


def _open_layout_tables(tree: HtmlElement) -> None:
    """Make plain blocks of tables that lay out a page, as old ones do: a cell of them holds a text."""
    for cell in list(tree.iter("td")):
        if size_of(text_of(cell)) >= CELL and next(cell.iterancestors("table"), None) is not None:
            for element in (cell, *cell.iterancestors(*TABLE)):
                for part in (element, *element.iterchildren(*TABLE)):
                    part.tag = "div"


def _drop(element: HtmlElement) -> None:
    """Take an element out, but not the text behind it; lxml's drop_tree glues words together."""
    parent = element.getparent()
    if parent is None:
        return
    element.tail = " " + (element.tail or "")
    element.drop_tree()


def _drop_with_heading(element: HtmlElement) -> None:
    """Take a list of links or a link out with the short line above it, which announces it: "See also"."""
    above = element.getprevious()
    if above is not None and above.tag in ANNOUNCING and not (element.tail or "").strip():
        text = text_of(above)
        if not text.endswith(STOPS) and size_of(text) <= ANNOUNCEMENT:
            _drop(above)
    _drop(element)


def _is_furniture(element: HtmlElement) -> bool:
    if element.tag in ("html", "body", "main", "h1"):
        return False
    known = marks()
    if element.tag in OUTSIDE or element.get("role", "").lower() in known["roles"]:
        return True
    if element.get("aria-hidden") == "true" or element.get("hidden") is not None:
        return True
    if re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", element.get("style", "")):
        return True
    if element.tag in HEADINGS:
        return False
    named = names_of(element)
    if named & known["furniture"] and not named & known["text"]:
        return True
    if named & known["embedded"] and element.tag in ("blockquote", "div"):
        return True
    if named & known["picture"] and size_of(text_of(element)) <= CAPTION:
        return element.find(".//img") is not None or element.find(".//picture") is not None
    return _is_list_of_teasers(element) or element.tag in ("ul", "ol") and _is_list_of_links(element)


def _is_list_of_teasers(element: HtmlElement) -> bool:
    """Whether an element holds one block after the other whose heading is a link, each with few words."""
    items = [item for item in element if item.tag in BLOCKS]
    return len(items) > 1 and all(map(_is_teaser, items))


def _is_teaser(item: HtmlElement) -> bool:
    headings = list(item.iter(*HEADINGS))
    return (
        0 < len(headings) <= 2
        and _is_link(Line(headings[0], text_of(headings[0])))
        and size_of(text_of(item)) <= TEASER
    )


def _is_list_of_links(element: HtmlElement) -> bool:
    items = [Line(item, text_of(item)) for item in element.iter("li")]
    items = [item for item in items if item.text]
    return bool(items) and sum(map(_is_link, items)) >= ITEMS * len(items)


def _is_link(line: Line) -> bool:
    """Whether a line is nothing but a link, or several."""
    stops = line.text.endswith(STOPS)
    if stops and size_of(line.text) >= LINK_SENTENCE:
        return False
    if next(line.element.iterancestors("a"), None) is not None:
        return True
    linked = sum(len(text_of(link)) for link in line.element.iter("a"))
    return linked > (LINKED if stops else LABELLED) * len(line.text)


# --- lines ------------------------------------------------------------------------------------------


def lines_of(tree: HtmlElement) -> Iterator[Line]:
    """The blocks of a page that hold text and no other block, in order."""
    for element in tree.iter(*BLOCKS):
        if next(element.iterdescendants(*BLOCKS), None) is None and (text := text_of(element)):
            yield Line(element, text)


def _headings(tree: HtmlElement) -> list[str]:
    return [text_of(heading) for heading in tree.iter("h1")]


# --- above the text ---------------------------------------------------------------------------------


def _standfirst(shown: list[Line], title: str, description: str, first: str) -> str:
    """The line above the first one of the text that sums the article up, "" where there is none.

    It is what the page itself gives as its description, or bears such a name.
    """
    names = marks()["standfirst"]
    for line in shown:
        if line.text.startswith(first[:FIRST]):
            break
        size = size_of(line.text)
        if not STANDFIRST[0] <= size <= STANDFIRST[1] or line.element.tag in ("h1", "li") or alike(line.text, title):
            continue
        named = names_of(line.element) | names_of(line.element.getparent())
        if alike(line.text, description) or named & names or line.element.get("itemprop") == "description":
            return line.text
    return ""


def _without_head(lines: list[str], titles: list[str]) -> list[str]:
    """The lines without the headline, where it stands among the first, and what stands above it."""
    for number, line in enumerate(lines[:5]):
        if any(title and (alike(line, title) or line.endswith(title)) for title in titles):
            return lines[number + 1 :]
    return lines


def _first_text(lines: list[str]) -> int:
    """The number of the first line that is no date and no name above the text."""
    text = (n for n, line in enumerate(lines) if line.endswith(STOPS) or size_of(line) >= SENTENCE)
    return next(text, 0)


def _joined(lines: list[str]) -> str:
    """Paragraphs with a blank line between; the items of a list stay together."""
    listed = [line.startswith("- ") for line in lines]
    breaks = ["\n" if both else "\n\n" for both in map(all, zip(listed, listed[1:], strict=False))]
    return "".join(part for pair in zip(lines, [*breaks, ""], strict=True) for part in pair) if lines else ""
