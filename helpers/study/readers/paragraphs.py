"""Paragraphs of a file, whatever its format, with what its type shows of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from lxml import etree, html

from helpers.reading import ReadingError, decode
from helpers.study.readers.document import Unreadable

WRAP = (55, 100)  # characters of a line of wrapped text
INDENT = 2  # blanks before a line that is centred, or begins a paragraph
BLOCKS = ("p", "div", "td", "th", "li", "h1", "h2", "h3", "h4", "pre", "article", "section", "table")
PARAGRAPH = "\u2029"
WRAPPED = re.compile(r"(?<=\w-)\n(?=\w)")  # a line that is broken behind the hyphen of "well-known"
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DECLARED = re.compile(r"^\s*<\?xml[^>]*>")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: its text, with the line breaks within it, and how it is set.

    label: the words in bold before a colon at its beginning. centred, heading: how it is set. mark: the name of a
    bookmark in it.
    """

    text: str
    label: str = ""
    centred: bool = False
    heading: bool = False
    mark: str = ""

    @property
    def line(self) -> str:
        """The text on one line."""
        return " ".join(self.text.split())


def content(path: Path, data: bytes | None) -> bytes:
    """The bytes of a file. Raises Unreadable where it is empty or cannot be read."""
    try:
        raw = path.read_bytes() if data is None else data
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read ({error.strerror})") from None
    if not raw.strip():
        raise Unreadable(f"{path.name} is empty")
    return raw


def text_of(path: Path, data: bytes | None) -> str:
    """The text of a file of text or HTML. Raises Unreadable where it holds none."""
    try:
        return decode(content(path, data))
    except ReadingError as error:
        raise Unreadable(f"{path.name}: {error}") from None


def of_text(text: str) -> Iterator[Paragraph]:
    """Paragraphs of plain text: blank lines part them, and an indented line begins one.

    A paragraph that is indented as a whole counts as centred and keeps its lines; others are wrapped text.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    for block in re.split(r"\n(?:[^\S\n]*\n)+", text):
        lines = [line for line in block.split("\n") if line.strip()]
        starts = [at for at, line in enumerate(lines) if not at or _begins(lines[at - 1], line)]
        for start, end in pairwise([*starts, len(lines)]):
            part = lines[start:end]
            centred = all(line.startswith(" " * INDENT) or line.startswith("\t") for line in part)
            joined = "\n".join(line.strip() for line in part)
            yield Paragraph(joined if centred else WRAPPED.sub("", joined).replace("\n", " "), centred=centred)


def of_lines(text: str) -> Iterator[Paragraph]:
    """The lines of plain text as paragraphs, those of wrapped text joined: blocks whose lines are all about as long."""
    for block in re.split(r"\n(?:[^\S\n]*\n)+", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line.rstrip() for line in block.split("\n") if line.strip()]
        if len(lines) > 1 and all(WRAP[0] <= len(line) <= WRAP[1] for line in lines[:-1]):
            lines = [WRAPPED.sub("", "\n".join(lines)).replace("\n", " ")]
        yield from map(Paragraph, lines)


def _begins(before: str, line: str) -> bool:
    """Whether a line begins a paragraph though no blank line stands before it: by its indent, or as a field."""
    indented = line[:1].isspace() and not before[:1].isspace()
    return indented or re.match(r"[A-ZÄÖÜÉ][A-ZÄÖÜÉ-]{3,}: ", line) is not None


def parse_html(text: str, name: str) -> html.HtmlElement:
    """The elements of a page: nothing is fetched, scripts and comments are left out, line breaks are kept as such.

    Raises Unreadable, naming the file, where there are none.
    """
    parser = html.HTMLParser(no_network=True, remove_comments=True, huge_tree=True)
    try:
        root = html.document_fromstring(DECLARED.sub("", NO_TEXT.sub(" ", text)), parser=parser)
    except (etree.LxmlError, ValueError):
        raise Unreadable(f"{name} is no page of HTML: was it saved as a whole?") from None
    etree.strip_elements(root, "script", "style", "noscript", with_tail=False)
    for element in root.iter():
        element.text = element.text and re.sub(r"\s+", " ", element.text)
        element.tail = element.tail and re.sub(r"\s+", " ", element.tail)
    for br in root.iter("br"):
        br.tail = "\n" + (br.tail or "")
    return root


def of_html(root: html.HtmlElement) -> Iterator[Paragraph]:
    """Paragraphs of a page whose elements say nothing: whatever stands between the ends of blocks."""
    for block in list(root.iter(*BLOCKS)):
        block.text = PARAGRAPH + (block.text or "")
        block.tail = PARAGRAPH + (block.tail or "")
    for text in root.text_content().split(PARAGRAPH):
        yield Paragraph(text.strip())


def filled(paragraphs: Iterator[Paragraph]) -> list[Paragraph]:
    """The paragraphs that hold a text; a mark of an empty one goes to the next."""
    kept, mark = [], ""
    for paragraph in paragraphs:
        mark = paragraph.mark or mark
        if paragraph.text.strip():
            kept.append(replace(paragraph, mark=mark))
            mark = ""
    return kept
