"""Text of a cell or a feed that may hold HTML: paragraphs by its block elements, nothing of its scripts."""

from __future__ import annotations

import html
import re

from lxml import etree
from lxml import html as lxml_html

TAGS = re.compile(r"</(?:p|div|span|a|b|i|em|strong|li|ul|h\d|td|figure|body)>|<(?:p|br|img|hr)\b[^>]{0,2000}/?>", re.I)
ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8}\d{0,2});", re.I)
UNSEEN = ("script", "style", "noscript", "template", "iframe", "svg", "head")
BLOCKS = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "blockquote", "section")
    + ("article", "header", "footer", "figure", "figcaption", "hr")
)
BLANKS = re.compile(r"[ \t\r\f\v]+")


def plain(cell: str) -> str:
    """The cell without tags and entities where it holds any; any other cell as it is."""
    if TAGS.search(cell):
        return _text(cell)
    return html.unescape(cell) if ENTITY.search(cell) else cell


def _text(markup: str) -> str:
    try:
        root = lxml_html.fragment_fromstring(markup.replace("\0", ""), create_parent="div")
    except (etree.ParserError, ValueError):
        return markup
    etree.strip_elements(root, *UNSEEN, etree.Comment, with_tail=False)
    for element in root.iter():
        if element.tag in BLOCKS and element is not root:
            element.text = f"\n\n{element.text or ''}"
            element.tail = f"\n\n{element.tail or ''}"
    lines = (BLANKS.sub(" ", line).strip() for line in "".join(root.itertext()).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
