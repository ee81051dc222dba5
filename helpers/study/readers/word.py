"""Word and RTF files: an export of a database with its documents, or else one article."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Set
from pathlib import Path

from docx import Document as open_word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph as WordParagraph
from striprtf.striprtf import rtf_to_text

from helpers.study.errors import Problem
from helpers.study.readers import bombs, checks, exports
from helpers.study.readers.document import Document, Unreadable
from helpers.study.readers.paragraphs import Paragraph, content, filled

HEADINGS = ("Title", "Heading 1")  # styles of a headline
LABEL = re.compile(r"[^:：\n]{1,40}[:：]?[\s\xa0]*")
CENTRED, PLAIN, BROKEN = "\x0e", "\x0f", "\x0b"  # stand in a text for what striprtf does not tell
SET = {b"qc": b"\\qc \x0e", b"pard": b"\\pard \x0f", b"line": b"\x0b"}  # centre, set back, break the line
SETTINGS = re.compile(rb"\\(qc|pard|line)(?![a-z0-9]) ?")
ENCODING = re.compile(rb"\\ansicpg(\d{3,5})")


def read(path: Path, data: bytes | None = None) -> Iterator[Document | Problem]:
    """The documents of a .docx or .rtf file. Raises Unreadable where it is locked, damaged or holds no text."""
    raw = content(path, data)
    is_rtf = raw.lstrip().startswith(b"{\\rtf")
    paragraphs = filled(of_rtf(path, raw) if is_rtf else of_word(path, raw))
    found = list(exports.documents(paragraphs, path.name)) or list(one(paragraphs))
    return checks.some(iter(found), f"{path.name} holds no text (pictures are not read)")


def one(paragraphs: list[Paragraph]) -> Iterator[Document]:
    """The article that paragraphs are; a heading above them is its title."""
    title = paragraphs[0].line if paragraphs and paragraphs[0].heading else ""
    body = [paragraph.text for paragraph in paragraphs[bool(title) :]]
    if body or title:
        yield Document(body="\n\n".join(body), title=title)


def of_word(path: Path, data: bytes | None) -> Iterator[Paragraph]:
    """Paragraphs of a .docx file, the rows of its tables among them. Raises Unreadable where it is none."""
    raw = content(path, data)
    bombs.check_office(path, raw, bombs.MOST_WHOLE)
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
        cells = (_Cell(cell, table).text.strip() for cell in row._tr.tc_lst)  # each once, however wide it says it is
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
