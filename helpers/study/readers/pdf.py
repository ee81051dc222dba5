"""PDF files: an export of a database with its documents, or else one article."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from pdfplumber.utils.exceptions import PdfminerException

from helpers.study.errors import Problem
from helpers.study.readers import bombs, exports, marks, pdf_pages
from helpers.study.readers.document import Document, Unreadable
from helpers.study.readers.paragraphs import Paragraph, content

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # what it remarks on odd files, no reader of them can use

GAP = 1.3  # times the usual distance of two lines: a paragraph begins
NEAR = 1.9  # times the size of the letters: the most that lines of a paragraph stand apart, unless all stand wider
WIDE = 2.0  # times their size: the most where all stand wider
SOME = 0.05  # of all lines that stand near: the others begin paragraphs
INDENT = 8  # points by which a first line may be set in
SHORT = 0.8  # of the width of the text: a line that ends before it and with a stop ends a paragraph
REPEATED = 0.5  # of the pages, where their outermost line is no text
FEW = 3  # pages from which on lines can be told to be repeated
LONG = 60  # characters of a paragraph that is no heading
DIVIDED = 0.04  # of the lines that end in a hyphen: words are divided
STOP = re.compile(r"[.?!…:;][\"”’'»“)\]]*$|[。！？]$")
HYPHEN = re.compile(r"(?<=[^\W\d_]{2})[-\u00ad]\n(?=[^\W\d_])(?!(?:und|oder|bzw|and|or|et|ou|и|или)\b)(?=[a-zà-ÿа-я])")


class Line(NamedTuple):
    """A line of a page: its text, where it stands in points, and how it is set; label: its first words in bold."""

    text: str
    x0: float
    x1: float
    top: float
    size: float
    centred: bool
    bold: bool
    label: str


def read(path: Path, data: bytes | None = None) -> Iterator[Document | Problem]:
    """The documents of a PDF file. Raises Unreadable where it is locked, damaged or holds pictures only."""
    raw = content(path, data)
    with bombs.little_memory():
        pages = list(_without_margins(list(_pages(path, raw))))
    usual, hyphenated = _usual(pages), _is_hyphenated(pages)
    paragraphs = list(_joined([_paragraphs(page, usual, hyphenated) for page in pages]))
    if not paragraphs:
        raise Unreadable(f"{path.name} holds no text but pictures of it: have its text recognised (OCR) first")
    found = list(exports.documents(paragraphs, path.name))
    return iter(found or [Document(body="\n\n".join(paragraph.line for paragraph in paragraphs))])


def _pages(path: Path, raw: bytes) -> Iterator[list[Line]]:
    """The lines of each page, from its head to its foot."""
    bombs.check_pdf(raw)
    try:
        for page in pdf_pages.pages(raw):
            yield [_line(line, page.width) for line in page.extract_text_lines(return_chars=True)]
    except (Unreadable, MemoryError):
        raise
    except PdfminerException as error:
        for cause in error.args:
            if isinstance(cause, (Unreadable, MemoryError)):
                raise cause from None
        locked = any(type(cause).__name__ == "PDFPasswordIncorrect" for cause in error.args)
        problem = "is protected by a password: save it without one" if locked else "is damaged: download it again"
        raise Unreadable(f"{path.name} {problem}") from None
    except Exception as error:  # whatever a broken file makes of pdfminer's parsers
        raise Unreadable(f"{path.name} is damaged ({type(error).__name__}): download it again") from None


def _line(line: dict[str, Any], width: float) -> Line:
    middle = abs((line["x0"] + line["x1"]) / 2 - width / 2) < width / 50
    bold = ["bold" in char["fontname"].lower() for char in line["chars"]]
    strong = "".join(char["text"] for char, own in zip(line["chars"], bold, strict=True) if own).strip()
    label = strong if bold and bold[0] and strong.endswith((":", "：")) and len(strong) <= marks.LONGEST_NAME else ""
    size = max((char["size"] for char in line["chars"]), default=0)
    return Line(line["text"], line["x0"], line["x1"], line["top"], size, middle, bool(bold) and all(bold), label)


def _without_margins(pages: list[list[Line]]) -> Iterator[list[Line]]:
    """The pages without their numbers, what many of them repeat at head or foot, and the title running on.

    A line that is a mark of a document stays, wherever it stands.
    """
    times = Counter(key for page in pages for key in {_key(line) for line in (page[:1] + page[-1:])})
    most, seen = max(FEW, REPEATED * len(pages)), set[str]()
    for page in pages:
        lines = list(page)
        for edge in (0, -1):
            while lines and not _is_mark(lines[edge].text):
                running = lines[edge].text in seen and _is_later(page, edge)
                if not (_is_number(lines[edge].text) or times[_key(lines[edge])] >= most or running):
                    break
                lines.pop(edge)
        seen |= {line.text for line in page if line.bold or _is_centred(line, page)}
        yield lines


def _is_centred(line: Line, page: list[Line]) -> bool:
    """Whether a line stands in the middle and does not fill its page's width."""
    return line.centred and line.x1 - line.x0 < SHORT * (max(it.x1 for it in page) - min(it.x0 for it in page))


def _is_later(page: list[Line], edge: int) -> bool:
    """Whether the outermost line is the number of a page and not of a document's first: "Page 2 of 3"."""
    text = page[edge].text
    return marks.is_page(text) and re.findall(r"\d+", text)[0] != "1"


def _key(line: Line) -> str:
    """A line as other pages repeat it, with other numbers."""
    return re.sub(r"\d+", "#", line.text)


def _is_mark(text: str) -> bool:
    return bool(marks.field(text) or marks.heading(text) or marks.is_end(text))


def _is_number(text: str) -> bool:
    return marks.is_page(text) or re.fullmatch(r"[-–]?\s*\d{1,4}\s*[-–]?", text.strip()) is not None


def _usual(pages: list[list[Line]]) -> float:
    """The distance of two lines of a paragraph, in sizes of their letters."""
    steps = [(b.top - a.top) / a.size for page in pages for a, b in pairwise(page) if b.top > a.top and a.size]
    near = [step for step in steps if step <= NEAR]
    return median(near) if len(near) > SOME * len(steps) else min(WIDE, median(steps or [WIDE]))


def _is_hyphenated(pages: list[list[Line]]) -> bool:
    """Whether words are divided at the ends of lines; few lines end in the hyphen of a word such as well-known."""
    pairs = [f"{line.text}\n{below.text}" for page in pages for line, below in pairwise(page)]
    return sum(HYPHEN.search(pair) is not None for pair in pairs) > DIVIDED * len(pairs)


def _paragraphs(page: list[Line], usual: float, hyphenated: bool) -> list[Paragraph]:
    """The lines of a page put together to paragraphs, by their distance, their indent and how they are set."""
    if not page:
        return []
    left, right = min(line.x0 for line in page), max(line.x1 for line in page)
    groups = [[page[0]]]
    for line, below in pairwise(page):
        if _parts(line, below, usual, left, right):
            groups.append([])
        groups[-1].append(below)
    return [_paragraph(lines, SHORT * (right - left), hyphenated) for lines in groups]


def _parts(line: Line, below: Line, usual: float, left: float, right: float) -> bool:
    """Whether a paragraph ends with a line and another begins with the one below."""
    width = SHORT * (right - left)
    marked = _is_mark(below.text) or (_is_mark(line.text) and not marks.field(line.text))
    set_in = line.x0 < left + INDENT / 2 < left + INDENT <= below.x0
    short = line.x1 - left < width and STOP.search(line.text) is not None
    centred = (line.centred and line.x1 - line.x0 < width, below.centred and below.x1 - below.x0 < width)
    apart = below.top - line.top > GAP * usual * line.size
    return apart or marked or set_in or short or line.bold != below.bold or centred[0] or centred[1]


def _paragraph(lines: list[Line], width: float, hyphenated: bool) -> Paragraph:
    text = "\n".join(line.text for line in lines)
    text = HYPHEN.sub("", text) if hyphenated else re.sub(r"(?<=\w-)\n(?=\w)", "", text)
    first = lines[0]
    return Paragraph(" ".join(text.split()), label=first.label, centred=first.centred and first.x1 - first.x0 < width)


def _joined(pages: list[list[Paragraph]]) -> Iterator[Paragraph]:
    """The paragraphs of all pages, those put together that a page's end has cut in two."""
    before = None
    for page in pages:
        for at, paragraph in enumerate(page):
            if before and not at and _goes_on(before, paragraph):
                before = Paragraph(f"{before.text} {paragraph.text}", label=before.label)
                continue
            if before:
                yield before
            before = paragraph
    if before:
        yield before


def _goes_on(before: Paragraph, paragraph: Paragraph) -> bool:
    """Whether a page's first paragraph goes on with the last one of the page before."""
    own = any(it.centred or _is_mark(it.text) for it in (before, paragraph))
    return not own and not STOP.search(before.text) and (len(before.text) >= LONG or paragraph.text[:1].islower())
