"""The pages of a PDF file, drawn within bounds: what a page draws, and how often, no file says before it is drawn.

What is read of a file is bounded too, by the time that it takes: pdfminer copies what it has of a string, a line or an
image that stands in the text anew with each part of it, so that a long one takes time by the square of its length.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pdfplumber
from pdfminer.layout import LTPage
from pdfminer.pdfinterp import PDFContentParser, PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import stream_value
from pdfminer.psparser import PSBaseParser
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent

from helpers.study.readers import bombs
from helpers.study.readers.document import Unreadable

MOST_PAGES = 20_000  # an export of 500 articles has some 2,000
MOST_DRAWN, MOST_RATIO = 2_000_000, 50  # bytes that tell what to draw: so many, and for one of the file's
MOST_ON_PAGE = 200_000  # marks, which are letters, strokes and figures: a big page of a newspaper has some 50,000
MOST_MARKS = 20_000_000  # of all pages
SECONDS, OF_A_MB, OF_A_MARK = 30, 1, 0.001  # of processor time that a file may take: ten times the usual
BUFFER = 262_144  # bytes that are read at once: fewer parts of a long string to copy


@dataclass
class _Spent:
    """What the pages of a file of so many bytes have drawn until now."""

    n_bytes: int
    drawn: int = 0
    marks: int = 0
    on_page: int = 0
    began: float = field(default_factory=time.process_time)

    def tell(self, n_bytes: int) -> None:
        """Count bytes that tell what to draw, each time that they do. Raises Unreadable beyond the bound."""
        self.drawn += n_bytes
        if self.drawn > min(MOST_DRAWN + MOST_RATIO * self.n_bytes, bombs.MOST_WHOLE):
            raise Unreadable(bombs.SAYS.format(size=f"pages of more than {self.drawn // 1_000_000:,} MB"))

    def mark(self) -> None:
        """Count a mark. Raises Unreadable beyond the bounds."""
        self.marks += 1
        self.on_page += 1
        if self.on_page > MOST_ON_PAGE or self.marks > MOST_MARKS:
            where = "one page" if self.on_page > MOST_ON_PAGE else "its pages"
            raise Unreadable(f"it draws more than any text on {where}: refused, as it may be made to fill the memory")

    def look(self) -> None:
        """Raise Unreadable once the file has taken too long for its size and for what it draws."""
        most = SECONDS + OF_A_MB * self.n_bytes / 1_000_000 + OF_A_MARK * self.marks
        if time.process_time() - self.began > most:
            raise Unreadable(
                f"it takes longer to read than any text, {most:.0f} s: refused, as it may be made for that"
            )


_read_now: _Spent | None = None  # one file at a time, and only while `pages` reads it: pdfminer's parsers know of none


def _watched(read_on: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """What reads the next bytes in a parser of pdfminer, with a look at the clock before it."""

    def fillbuf(parser: Any) -> bool:
        if _read_now is not None:
            _read_now.look()
        return read_on(parser)

    return fillbuf


PSBaseParser.BUFSIZ = BUFFER
for _parser in (PSBaseParser, PDFContentParser):
    _parser.fillbuf = _watched(_parser.fillbuf)  # type: ignore[assignment, method-assign]


def pages(raw: bytes) -> Iterator[Page]:
    """Each page, closed when the next is asked for. Raises Unreadable beyond the bounds, else as pdfplumber does."""
    global _read_now
    _read_now = spent = _Spent(len(raw))
    try:
        pdf = pdfplumber.open(io.BytesIO(raw))  # whose own list of pages holds all of them at once
        for number, found in enumerate(PDFPage.create_pages(pdf.doc), 1):
            if number > MOST_PAGES:
                raise Unreadable(f"it has more than {MOST_PAGES:,} pages: split it")
            spent.on_page = 0
            page = _Page(pdf, found, number, spent)
            yield page
            page.close()
    finally:
        _read_now = None


class _Page(Page):
    """A page that is drawn on a counting canvas."""

    def __init__(self, pdf: pdfplumber.PDF, found: PDFPage, number: int, spent: _Spent) -> None:
        super().__init__(pdf, found, number)
        self._spent = spent

    @property
    def layout(self) -> LTPage:
        """All that stands on the page."""
        if not hasattr(self, "_layout"):
            canvas = _Canvas(self.pdf.rsrcmgr, pageno=self.page_number, laparams=self.pdf.laparams)
            canvas.spent = self._spent
            _Interpreter(self.pdf.rsrcmgr, canvas).process_page(self.page_obj)
            self._layout = canvas.get_result()
        return self._layout


class _Canvas(PDFPageAggregatorWithMarkedContent):
    """Counts what is drawn on it."""

    spent: _Spent

    def render_char(self, *args: Any, **named: Any) -> float:
        """Draw a letter."""
        self.spent.mark()
        return super().render_char(*args, **named)

    def paint_path(self, *args: Any, **named: Any) -> None:
        """Draw a stroke or an area."""
        self.spent.mark()
        super().paint_path(*args, **named)

    def begin_figure(self, *args: Any, **named: Any) -> None:
        """Begin an image, or a form: marks that are written down once and may be drawn many times."""
        self.spent.mark()
        super().begin_figure(*args, **named)


class _Interpreter(PDFPageInterpreter):
    """Reads what draws a page or a form; a form in it is read by another one like this."""

    device: _Canvas

    def execute(self, streams: Sequence[object]) -> None:
        """Do what the streams tell."""
        self.device.spent.tell(sum(len(stream_value(each).get_data()) for each in streams))
        super().execute(streams)
