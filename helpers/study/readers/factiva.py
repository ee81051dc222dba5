"""Exports of Factiva, each document closed by its number ("Document NYTF000020050408dp1900j9s"): HTML, XML, lines."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from pathlib import Path

from lxml import etree, html

from helpers.study.errors import Problem
from helpers.study.readers import checks, dated, marks
from helpers.study.readers.document import Document, Unreadable
from helpers.study.readers.paragraphs import Paragraph, filled, of_html, parse_html, text_of

ARTICLE = re.compile(r"(?:^|\s)(\w\w)Article(?:\s|$)")  # the class of a document, with its language
KNOWN = re.compile(rb"<title>\s*Factiva|class=[\"'](?:article )?\w\wArticle[\"' ]|class=[\"']\w\wHeadline[\"']", re.I)
KNOWN_XML = re.compile(rb"factiva\.com/|<accessionNo>|<ppsarticle", re.I)
HOUR = re.compile(r"\d{1,2}[:.]\d\d\b.{0,12}")
COUNTED = re.compile(r"\d[\d.,\s]*\s\S{1,12}|\d+\s?字?")  # "877 words" in any language
DOTS = re.compile(r"\.{4,}\s*\d+$")  # a line of a list of contents
STOP = re.compile(r"[.?!…。！？][\"”’'»“)\]]*$")
CODES = {"HD", "PD"}  # that show a document to be set with codes
LONGEST_PUBLISHER = 8  # words
ABOVE = 6  # lines above the number of words that can belong to a document: section, headline, author
NOTED = ("section", "length", "edition", "page")
DROPPED = ("rights", "time", "lead", "text", "number", "published", "outlet", "author", "title", "language")
Values = dict[str, str]


def knows(head: bytes, path: Path) -> bool:
    """Whether a file of HTML or XML is of Factiva."""
    return (KNOWN_XML if path.suffix.lower() == ".xml" else KNOWN).search(head) is not None


def read(path: Path, data: bytes | None = None) -> Iterator[Document | Problem]:
    """The documents of a file of HTML or XML. Raises Unreadable where there is none."""
    found = _xml(path, data) if path.suffix.lower() == ".xml" else _html(path, data)
    return checks.some(found, f"{path.name} holds no document of Factiva: was it saved as a whole?")


def holds(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether paragraphs are of such an export: a line is the number of a document."""
    return any(_number(paragraph.line) for paragraph in paragraphs)


def documents(paragraphs: Sequence[Paragraph], name: str) -> Iterator[Document | Problem]:
    """The documents that paragraphs hold, in their order, and what stands behind the last one's number."""
    yield from checks.checked(name, _of_lines(paragraphs))
    ends = [at for at, paragraph in enumerate(paragraphs) if _number(paragraph.line)]
    rest = paragraphs[ends[-1] + 1 :] if ends else []
    if _date_at(rest) > 0:
        problem = f"the last document ({rest[0].line[:60]}) has no number: the file is cut off, download it again"
        yield Problem(name, len(ends) + 1, problem, "lost")
    yield from _twice(name, [_number(paragraphs[at].line) for at in ends])


# --- lines of text ----------------------------------------------------------------------------------


def _of_lines(paragraphs: Sequence[Paragraph]) -> Iterator[Document]:
    own = [p for p in paragraphs if not marks.is_page(p.line) and not DOTS.search(p.line)]
    ends = [at for at, paragraph in enumerate(own) if _number(paragraph.line)]
    # Of an article that is there twice the last line is no publisher's: its first line is the same, too.
    edges = {(own[before + 1].line, own[end - 1].line) for before, end in pairwise([-1, *ends]) if end}
    repeated = {line for line, times in Counter(last for _, last in edges).items() if times > 1}
    for place, (before, end) in enumerate(pairwise([-1, *ends]), 1):
        part = own[before + 1 : end]
        codes = {_code(paragraph.text) for paragraph in part}
        values = _coded(part) if codes >= CODES else _uncoded(part, repeated)
        yield _document(values | {"number": _number(own[end].line)}, str(place))


def _coded(paragraphs: Sequence[Paragraph]) -> Values:
    """Lines that begin with a code (HD|A bridge is shut|): field -> value; the lines of a value stay lines."""
    values: dict[str, list[str]] = {}
    last = ""
    for paragraph in paragraphs:
        code = _code(paragraph.text, in_text=last in ("lead", "text"))
        last = marks.load("factiva")[code] if code else last
        line = paragraph.line[len(code) :].strip(" |\t")
        if last and line:
            values.setdefault(last, []).append(line)
    return {name: "\n".join(lines) for name, lines in values.items()}


def _code(text: str, in_text: bool = False) -> str:
    """The code that a line begins with, or consists of.

    One blank alone parts a code from its value in a PDF; within a text such a line may be a sentence (IN AN HOUR) and
    begins with a code only where " : " follows, as in lists of subjects.
    """
    found = re.match(r"\s*([A-Z]{2,3})(\s*[|\t]|\s{2,}|\s*$| )", text)
    if not found or found[1] not in marks.load("factiva"):
        return ""
    doubtful = in_text and found[2] == " " and found[1] != "TD" and " : " not in text[:60]
    return "" if doubtful else found[1]


def _uncoded(paragraphs: Sequence[Paragraph], publishers: Set[str]) -> Values:
    """Section, headline, author, number of words, date, outlet, code, ..., copyright, text, publisher, as lines.

    publishers: lines that end several documents.
    """
    at = _date_at(paragraphs)
    if at < 0:
        return {"title": paragraphs[0].line if paragraphs else "", "text": _joined(paragraphs[1:])}
    above = [paragraph.line for paragraph in paragraphs[max(0, at - 1 - ABOVE) : at - 1]]
    below = [paragraph.line for paragraph in paragraphs[at + 1 :]]
    end = next((n for n, line in enumerate(below) if marks.is_rights(line)), -1)
    if end < 0:
        end = next((n for n, line in enumerate(below) if marks.language(line)), 1)
    text = paragraphs[at + 1 + end + 1 :]
    if len(text) > 1 and (text[-1].line in publishers or _is_publisher(text[-1].line)):
        text = text[:-1]
    return (
        _above(above)
        | _below([paragraphs[at - 1].line, paragraphs[at].line, *below[: end + 1]])
        | {"text": _joined(text)}
    )


def _is_publisher(line: str) -> bool:
    """Whether a last line names who publishes: a few words that end no sentence."""
    ends = STOP.search(line) and not line.lower().endswith(tuple(marks.load("companies")))
    return len(line.split()) <= LONGEST_PUBLISHER and not ends


def _above(lines: list[str]) -> Values:
    """Section, headline and author of the lines above the number of words.

    The headline stands above the author; where no line names one, it is the longest.
    """
    by = next((at for at, line in enumerate(lines) if marks.is_byline(line)), -1)
    at = by - 1 if by > 0 else lines.index(max(lines, key=len)) if lines else -1
    if at < 0:
        return {}
    author = lines[by] if by > 0 else next((line for line in lines[at + 1 :] if len(line.split()) <= 6), "")
    return {"title": lines[at], "author": author, "section": lines[at - 1] if at else ""}


def _below(lines: list[str]) -> Values:
    """The fields of the lines from the number of words on: date, hour, outlet, code, ..., language, copyright."""
    values = {"length": lines[0], "published": lines[1]}
    rest = [line for line in lines[2:] if not HOUR.fullmatch(line) and not marks.is_rights(line)]
    values["outlet"] = rest[0] if rest else ""
    values["code"] = rest[1] if len(rest) > 1 else ""
    language = next((line for line in reversed(rest[2:]) if marks.language(line)), "")
    return values | {"language": language, "edition": "; ".join(line for line in rest[2:] if line != language)}


def _date_at(paragraphs: Sequence[Paragraph]) -> int:
    """Where the date of a document stands, below its number of words; -1 where it has none."""
    for at in range(1, len(paragraphs)):
        if COUNTED.fullmatch(paragraphs[at - 1].line) and dated.heads(paragraphs[at].line):
            return at
    return -1


def _joined(paragraphs: Sequence[Paragraph]) -> str:
    return "\n".join(paragraph.line for paragraph in paragraphs)


def _number(line: str) -> str:
    """The number of the document that a line closes: "Document NYTF000020050408dp1900j9s" in any language."""
    found = re.fullmatch(rf"(?:AN\b\W*)?(?:[^\W\d]+\s+){{0,2}}({marks.load('factiva_number')})\W*", line)
    return found[1] if found else ""


def _document(values: Values, place: str) -> Document:
    words = marks.length(values.get("length", ""))
    body = [values.get("lead", ""), values.get("text", "")]
    lines = [" ".join(line.split()) for part in body for line in part.split("\n") if line.strip()]
    return Document(
        body="\n\n".join(lines),
        title=" ".join(values.get("title", "").split()),
        published=dated.published(values.get("published", "")),
        author=marks.authors([values.get("author", "")]),
        outlet=" ".join(values.get("outlet", "").split()),
        language=marks.language(values.get("language", "")),
        note="; ".join(f"{name}: {' '.join(values[name].split())}" for name in NOTED if values.get(name)),
        place=place,
        extra={
            name: " ".join(value.split()) for name, value in values.items() if value and name not in (*NOTED, *DROPPED)
        }
        | {"number": values.get("number", "")}
        | ({"words": str(words)} if words else {}),
    )


# --- HTML -------------------------------------------------------------------------------------------


def _html(path: Path, data: bytes | None) -> Iterator[Document | Problem]:
    root = parse_html(text_of(path, data), path.name)
    found = [block for block in root.iter("div", "article") if ARTICLE.search(_class(block))]
    if not found:
        yield from documents(filled(of_html(root)), path.name)
        return
    taken = [_tabular(block) or _laid_out(block) for block in found]
    yield from checks.checked(path.name, (_document(values, str(n)) for n, values in enumerate(taken, 1)))
    yield from _twice(path.name, [values.get("number", "") for values in taken])
    numbers = [part for part in root.iter("p", "td") if part.find(".//p") is None and _number(_text(part))]
    yield from checks.counted(path.name, len(found), len(numbers))


def _tabular(block: html.HtmlElement) -> Values:
    """The fields of a document set as a table, a code before each; none where it is not."""
    values = {}
    for row in block.iter("tr"):
        cells = row.findall("td")
        code = _text(cells[0]) if len(cells) > 1 else ""
        if code in marks.load("factiva"):
            values[marks.load("factiva")[code]] = _lines(cells[1])
    return values | {"number": _number(values.get("number", ""))} if values else {}


def _laid_out(block: html.HtmlElement) -> Values:
    """The fields of a document set without codes: classes show headline, author and text, the order the others."""
    language = ARTICLE.search(_class(block))
    leaves = [part for part in block.iter("div", "p", "pre") if not part.findall("div") and not part.findall("p")]
    text = [at for at, part in enumerate(leaves) if "articleParagraph" in _class(part)]
    title = next((part for part in block.iter("span", "b", "h1", "h2") if "Headline" in _class(part)), None)
    ends = next((at for at, part in enumerate(leaves) if title is not None and title in part.iter()), -1)
    start, stop = (text[0], text[-1] + 1) if text else (len(leaves), len(leaves))
    before = [line for part in leaves[: max(ends, 0)] if (line := _text(part))]
    header = [
        Paragraph(line) for part in leaves[ends + 1 : start] if _class(part) != "author" and (line := _text(part))
    ]
    at = _date_at(header)
    values = _below([paragraph.line for paragraph in header[at - 1 :]]) if at > 0 else {}
    numbered = next((at for at in range(stop, len(leaves)) if _number(_text(leaves[at]))), len(leaves))
    notes = [part for part in leaves[stop:numbered] if _text(part)][:-1]  # the last of them is the publisher
    return values | {
        "title": _text(title) if title is not None else "",
        "author": "; ".join(_text(part) for part in leaves if _class(part) == "author"),
        "section": "; ".join(before),
        "credit": "; ".join(paragraph.line for paragraph in header[: max(at - 1, 0)]),
        "text": "\n".join(_lines(part) for part in [*leaves[start:stop], *notes]),
        "number": _number(_text(leaves[numbered])) if numbered < len(leaves) else "",
        "language": values.get("language") or (language[1] if language else ""),
    }


def _class(part: html.HtmlElement) -> str:
    return part.get("class", "")


def _text(part: html.HtmlElement) -> str:
    return " ".join("".join(part.itertext()).split())


def _lines(part: html.HtmlElement) -> str:
    """The paragraphs of an element as lines."""
    paragraphs = part.findall("p") or [part]
    return "\n".join(line for paragraph in paragraphs for line in "".join(paragraph.itertext()).split("\n"))


def _twice(name: str, numbers: list[str]) -> Iterator[Problem]:
    known = [number for number in numbers if number]
    twice = next((number for at, number in enumerate(known) if number in known[:at]), "")
    if twice:
        yield Problem(name, known.index(twice) + 1, f"document {twice} is in the file twice: look for doubles", "doubt")


# --- XML --------------------------------------------------------------------------------------------

XML = {
    "accessionNo": "number",
    "baseLanguage": "language",
    "headline": "title",
    "byline": "author",
    "leadParagraph": "lead",
    "tailParagraphs": "text",
    "publicationDate": "published",
    "sourceName": "outlet",
    "sourceCode": "code",
    "sectionName": "section",
    "columnName": "column",
    "wordCount": "length",
    "edition": "edition",
    "pages": "page",
    "credit": "credit",
    "notes": "notes",
    "publisherName": "publisher",
}


def _xml(path: Path, data: bytes | None) -> Iterator[Document | Problem]:
    yield from checks.checked(path.name, _articles(path, data))


def _articles(path: Path, data: bytes | None) -> Iterator[Document | Problem]:
    found, total = 0, 0
    source = str(path) if data is None else io.BytesIO(data)
    try:
        events = etree.iterparse(source, events=("start", "end"), resolve_entities=False, no_network=True)
        for event, element in events:
            name = _name(element)
            if event == "start" and element.getparent() is None:
                _refuse_entities(path.name, element)
            if event == "start" and name.lower() == "ppsarticleresultset":
                total = marks.length(element.get("count", ""))
            elif event == "end" and name == "article":
                found += 1
                yield _document(_values(element), str(found))
                element.clear()
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read ({error.strerror})") from None
    except (etree.XMLSyntaxError, ValueError):
        if not found:
            raise Unreadable(f"{path.name} is damaged (no whole XML): download it again") from None
        yield Problem(path.name, found + 1, f"the file breaks off behind document {found}: download it again", "doubt")
    yield from checks.counted(path.name, found, total)


def _refuse_entities(name: str, root: etree._Element) -> None:
    """Raise Unreadable for a file that defines words of its own, which can unfold to gigabytes."""
    definitions = root.getroottree().docinfo.internalDTD
    if definitions is not None and any(True for _ in definitions.iterentities()):
        raise Unreadable(f"{name} defines XML entities, which no export of Factiva does: it is not opened")


def _values(article: etree._Element) -> Values:
    values: dict[str, list[str]] = {}
    for part in article:
        if field := XML.get(_name(part)):
            paragraphs = [paragraph for paragraph in part if _name(paragraph) == "paragraph"] or [part]
            values.setdefault(field, []).extend(" ".join("".join(p.itertext()).split()) for p in paragraphs)
    return {name: "\n".join(lines) for name, lines in values.items()}


def _name(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for a comment and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
