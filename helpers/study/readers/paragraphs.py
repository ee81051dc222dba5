"""Paragraphs of a file, whatever its format, with what its type shows of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from docx import Document as open_word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree, html
from striprtf.striprtf import rtf_to_text

from helpers.reading import ReadingError, decode
from helpers.study.readers.document import Unreadable

MOST_UNPACKED = 300_000_000  # bytes: an export of 500 articles unpacks to some 20 million
LOCKED = b"\xd0\xcf\x11\xe0"  # how an old .doc or .xls begins, and a .docx or .xlsx that a password protects
INDENT = 2  # blanks before a line that is centred, or begins a paragraph
BLOCKS = ("p", "div", "td", "th", "li", "h1", "h2", "h3", "h4", "pre", "article", "section", "table")
PARAGRAPH = "\u2029"
WRAPPED = re.compile(r"(?<=\w-)\n(?=\w)")  # a line that is broken behind the hyphen of "well-known"
HEADINGS = ("Title", "Heading 1")  # styles of a headline
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DECLARED = re.compile(r"^\s*<\?xml[^>]*>")
LABEL = re.compile(r"[^:：\n]{1,40}[:：]?[\s\xa0]*")
CENTRED, PLAIN, BROKEN = "\x0e", "\x0f", "\x0b"  # stand in a text for what striprtf does not tell
SET = {b"qc": b"\\qc \x0e", b"pard": b"\\pard \x0f", b"line": b"\x0b"}  # centre, set back, break the line
SETTINGS = re.compile(rb"\\(qc|pard|line)(?![a-z0-9]) ?")
ENCODING = re.compile(rb"\\ansicpg(\d{3,5})")


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


def of_word(path: Path, data: bytes | None) -> Iterator[Paragraph]:
    """Paragraphs of a .docx file, the rows of its tables among them. Raises Unreadable where it is none."""
    raw = content(path, data)
    refuse_archive(path, raw)
    try:
        word = open_word(io.BytesIO(raw))
    except Exception as error:  # whatever a broken file makes of zipfile, lxml and python-docx
        raise Unreadable(f"{path.name} is damaged ({type(error).__name__}): download or save it again") from None
    headings = {style.style_id for style in word.styles if style.name in HEADINGS}
    for part in word.iter_inner_content():
        if isinstance(part, Table):
            yield from _rows(part)
        else:
            yield _paragraph(part, headings)


def refuse_archive(path: Path, raw: bytes) -> None:
    """Raise Unreadable where a .docx or .xlsx file is locked, cut, or unpacks to more than any text has."""
    if raw.startswith(LOCKED):
        raise Unreadable(
            f"{path.name} is protected by a password, or of Word's or Excel's old format: open it there and save it "
            "as a .docx or .xlsx file without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):  # NotImplementedError among the last
        raise Unreadable(f"{path.name} is cut off or damaged: download or save it again") from None
    if unpacked > MOST_UNPACKED:
        raise Unreadable(f"{path.name} unpacks to {unpacked:,} bytes, more than any export of texts: it is not opened")


def _paragraph(part: WordParagraph, headings: Set[str]) -> Paragraph:
    text = part.text.replace("\xa0", " ").strip()
    marks = [mark.get(qn("w:name"), "") for mark in part._p.iter(qn("w:bookmarkStart"))]
    return Paragraph(
        text,
        label=_label(part) if ":" in text or "：" in text else "",
        centred=part.alignment == WD_ALIGN_PARAGRAPH.CENTER,
        heading=part._p.style in headings,
        mark=next((mark for mark in marks if not mark.startswith("_")), ""),
    )


def _label(part: WordParagraph) -> str:
    """The bold words at the beginning of a paragraph, where they end in a colon."""
    bold = ""
    for run in part.runs:
        if not run.text.strip() and not bold:
            continue
        if not run.bold:
            break
        bold += run.text
    bold = bold.strip().replace("\xa0", " ")
    return bold if bold.endswith((":", "：")) and LABEL.fullmatch(bold) else ""


def _rows(table: Table) -> Iterator[Paragraph]:
    for row in table.rows:
        cells = dict.fromkeys(cell.text.strip() for cell in row.cells)
        if line := " | ".join(filter(None, cells)):
            yield Paragraph(line)


def of_rtf(path: Path, data: bytes | None) -> Iterator[Paragraph]:
    """Paragraphs of an .rtf file; the cells of a row stand with bars between them. Raises Unreadable."""
    raw = content(path, data)
    if not raw.lstrip().startswith(b"{\\rtf"):
        raise Unreadable(f"{path.name} is no RTF file: save it as .docx or .txt")
    page = ENCODING.search(raw[:2000])
    encoding = f"cp{page[1].decode()}" if page else "cp1252"
    marked = SETTINGS.sub(lambda found: SET[found[1]], raw).decode("latin-1")
    try:
        text = rtf_to_text(marked, encoding=encoding, errors="replace")
    except Exception as error:  # striprtf meets broken files with whatever its steps raise
        raise Unreadable(f"{path.name} is damaged ({type(error).__name__}): download or save it again") from None
    centred = False
    for line in text.split("\n"):
        for sign in re.findall(f"[{CENTRED}{PLAIN}]", line):
            centred = sign == CENTRED
        words = re.sub(f"[{CENTRED}{PLAIN}]", "", line).replace(BROKEN, "\n").replace("\xa0", " ")
        yield Paragraph(words.strip(), centred=centred)


def filled(paragraphs: Iterator[Paragraph]) -> list[Paragraph]:
    """The paragraphs that hold a text; a mark of an empty one goes to the next."""
    kept, mark = [], ""
    for paragraph in paragraphs:
        mark = paragraph.mark or mark
        if paragraph.text.strip():
            kept.append(replace(paragraph, mark=mark))
            mark = ""
    return kept
