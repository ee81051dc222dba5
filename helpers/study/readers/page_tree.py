"""The tree of a web page, within bounds: nothing is run and nothing fetched, whatever the page holds."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring, html_parser

from helpers.study.readers.document import Unreadable

MOST_ELEMENTS = 60_000  # a long live ticker has some 20,000
MOST_TEXT = 2_000_000  # characters: a long book
DEEPEST = 200  # elements within one another
LONGEST_NAME = 500  # characters of a class, an id or a style
LONG_TAG = re.compile(r"<([a-zA-Z]\w*)\s[^<>]{20000,}>")  # a picture's data, or meant to keep the parser busy
NAMES = ("class", "id", "style")
SILENT = ("script", "style")
SHOWN = etree.XPath("//text()[not(parent::script or parent::style)]", smart_strings=False)
LONG_NAMED = etree.XPath("//*[" + " or ".join(f"string-length(@{name}) > {LONGEST_NAME}" for name in NAMES) + "]")


def page_tree(text: str) -> HtmlElement:
    """The tree of a page without comments. Raises Unreadable where the text is no page, or far too long a one."""
    raw = LONG_TAG.sub(r"<\1>", text.replace("\0", "")).encode("utf-8", "replace")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(raw, parser=parser)
        if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
            tree = etree.fromstring(raw, parser=HTMLParser(encoding="utf-8", target=_Flat(), huge_tree=True))
    except (etree.LxmlError, ValueError):
        raise Unreadable("the file holds no web page that can be read: save the page again") from None
    if tree.xpath("count(//*)") > MOST_ELEMENTS or sum(map(len, SHOWN(tree))) > MOST_TEXT:
        raise Unreadable("the page is far longer than any article: save the article alone")
    for element in LONG_NAMED(tree):
        for name in NAMES:
            element.set(name, element.get(name, "")[:LONGEST_NAME])
    return tree


class _Flat:
    """Builds the tree of a page that the parser refuses, nested too deeply or with too long a program in it.

    What is deeper stands in the deepest element that is kept; programs stay out, but for data (JSON-LD).
    """

    def __init__(self) -> None:
        self._builder = etree.TreeBuilder(element_factory=html_parser.makeelement)
        self._depth = 0
        self._silent = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        self._silent = tag in SILENT and "json" not in attributes.get("type", "")
        if self._depth <= DEEPEST:
            self._builder.start(tag, dict(attributes))

    def end(self, tag: str) -> None:
        if self._depth <= DEEPEST:
            self._builder.end(tag)
        self._depth -= 1
        self._silent = False

    def data(self, data: str) -> None:
        if not self._silent:
            self._builder.data(data)

    def close(self) -> HtmlElement:
        return self._builder.close()
