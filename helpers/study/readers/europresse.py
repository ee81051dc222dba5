"""Exports of Europresse, each document with its certificate (news·20121004·PO·2040056000): HTML, and lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import html

from helpers.study.errors import Problem
from helpers.study.readers import checks, dated, marks
from helpers.study.readers.document import Document
from helpers.study.readers.paragraphs import Paragraph, parse_html, text_of

KNOWN = re.compile(rb"DocPublicationName|titreArticleVisu|cedrom-sni\.com", re.I)
BREAKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "section", "header"}
LEFT_OUT = {"table", "script", "style", "aside", "footer", "form", "img", "button", "head", "nav"}
KINDS = {  # class of an element, in small letters -> what it holds
    "docpublicationname": "outlet",
    "docheader": "header",
    "doctitresoussection": "section",
    "titrearticlevisu": "title",
    "titrearticle": "title",
    "rdp__subtitle": "subtitle",
    "sm-margin-bottomnews": "author",
    "docauthors": "author",
    "apd-wrapper": "out",
    "public-lblnodoc": "out",
}
LONGEST_AUTHOR = 8  # words of a line below the headline that names an author


@dataclass
class _Parts:
    """What a document's elements hold, by kind, and the lines of its text by paragraph."""

    kinds: dict[str, list[str]] = field(default_factory=dict)
    text: list[list[str]] = field(default_factory=lambda: [[]])
    above: list[str] = field(default_factory=list)


def knows(head: bytes, path: Path) -> bool:
    """Whether an HTML file is of Europresse."""
    return KNOWN.search(head) is not None


def read(path: Path, data: bytes | None = None) -> Iterator[Document | Problem]:
    """The documents of an HTML file. Raises Unreadable where there is none."""
    found = _documents(parse_html(text_of(path, data), path.name), path.name)
    return checks.some(found, f"{path.name} holds no document of Europresse: was it saved as a whole?")


def _documents(root: html.HtmlElement, name: str) -> Iterator[Document | Problem]:
    blocks = _blocks(root)
    yield from checks.checked(name, (_document(block, str(n)) for n, block in enumerate(blocks, 1)))
    names = sum("DocPublicationName" in (part.get("class") or "").split() for part in root.iter("span"))
    yield from checks.counted(name, len(blocks), names)


def _blocks(root: html.HtmlElement) -> list[html.HtmlElement]:
    """The element of each document: an article, or the cell that holds a publication's name."""
    articles = [part for part in root.iter("article") if next(_named(part), None) is not None]
    if articles:
        return articles
    cells = (next((up for up in part.iterancestors("td", "div")), part) for part in _named(root))
    return list(dict.fromkeys(cells))


def _named(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return (part for part in root.iter("span") if "DocPublicationName" in (part.get("class") or "").split())


def _document(block: html.HtmlElement, place: str) -> Document:
    parts = _Parts()
    certificate = re.search(marks.load("certificate"), " ".join(block.itertext()))
    _collect(block, parts, "")
    lines = [[line for line in map(_clean, paragraph) if line and not _is_foot(line)] for paragraph in parts.text]
    paragraphs = [paragraph for paragraph in lines if paragraph]
    author = _clean(" ".join(parts.kinds.get("author", [])))
    if not author and len(paragraphs) > 1 and _is_author(paragraphs[0]):
        author = paragraphs.pop(0)[0]
    header = _clean("".join(parts.kinds.get("header", [])))
    outlet, _, issue = _clean("".join(parts.kinds.get("outlet", []))).partition(", ")
    date = dated.find(header)
    words = re.search(rf"(\d[\d\s.,]*)\s*(?:{'|'.join(marks.load('words'))})\b", header[date.end :] if date else header)
    section = [*parts.kinds.get("section", []), header[: date.start] if date else header]
    notes = {"section": _section(" ".join(section)), "length": words[0] if words else "", "edition": issue}
    subtitle = _clean(" ".join([*parts.above, *parts.kinds.get("subtitle", [])]))
    number = certificate[0] if certificate else ""
    return Document(
        body="\n\n".join(line for paragraph in paragraphs for line in paragraph),
        title=_clean(" ".join(parts.kinds.get("title", []))),
        published=date.iso if date and date.iso else _of_certificate(number) or header,
        author=marks.authors([author]),
        outlet=outlet,
        note="; ".join(f"{name}: {value}" for name, value in notes.items() if value),
        place=place,
        extra={name: value for name, value in (("subtitle", subtitle), ("number", number)) if value}
        | ({"words": str(marks.length(words[1]))} if words else {}),
    )


def _collect(part: html.HtmlElement, parts: _Parts, kind: str) -> None:
    """Add the texts of an element to what they are: by the class of the element, or a line of the text."""
    _add(part.text, parts, kind)
    for child in part:
        if not isinstance(child.tag, str):
            _add(child.tail, parts, kind)
            continue
        classes = (child.get("class") or "").lower().split()
        own = next((KINDS[name] for name in classes if name in KINDS), kind)
        breaks = child.tag in BREAKS and not own
        if breaks:
            parts.text.append([])
        if child.tag not in LEFT_OUT and own != "out":
            _collect(child, parts, own)
        if breaks:
            parts.text.append([])
        _add(child.tail, parts, kind)


def _add(text: str | None, parts: _Parts, kind: str) -> None:
    if not text:
        return
    if kind:
        parts.kinds.setdefault(kind, []).append(text if text.strip() else " ")
        return
    if text.strip() and "title" not in parts.kinds and parts.kinds:
        parts.above.append(text)
        return
    lines = text.split("\n")
    paragraph = parts.text[-1]
    for at, line in enumerate(lines):
        if at or not paragraph:
            paragraph.append(line)
        else:
            paragraph[-1] += line


def _clean(text: str) -> str:
    return " ".join(text.split())


def _is_foot(line: str) -> bool:
    """Whether a line below a text tells its number, or whose it is."""
    return marks.is_rights(line) or re.search(marks.load("certificate"), line) is not None


def _is_author(paragraph: list[str]) -> bool:
    """Whether a first paragraph names the author: one short line without a stop."""
    line = paragraph[0]
    return len(paragraph) == 1 and len(line.split()) <= LONGEST_AUTHOR and not re.search(r"[.?!…:»\"]$", line)


def _section(text: str) -> str:
    """What stands before a date, without the day of the week."""
    words = text.replace(",", " , ").split()
    return _clean(" ".join(word for word in words if not dated.is_weekday(word))).replace(" ,", ",").strip(" ,")


def _of_certificate(number: str) -> str:
    found = re.search(r"(\d{4})(\d\d)(\d\d)", number)
    return dated.published("-".join(found.groups())) if found else ""


# --- lines of text ----------------------------------------------------------------------------------


def holds(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether paragraphs are of such an export: a line is a certificate."""
    return any(_certificate(paragraph.line) for paragraph in paragraphs)


def documents(paragraphs: Sequence[Paragraph], name: str) -> Iterator[Document | Problem]:
    """The documents that paragraphs hold: outlet, date, headline, text, copyright, certificate."""
    own = [p for p in paragraphs if not marks.is_page(p.line)]
    ends = [at for at, p in enumerate(own) if (number := _certificate(p.line)) and not _seen(own[:at], number)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    cut = [(own[start:end], _certificate(own[end].line)) for start, end in zip(starts, ends, strict=True)]
    yield from checks.checked(name, (_of_lines(part, number, str(n)) for n, (part, number) in enumerate(cut, 1)))
    total = next(filter(None, (marks.total(paragraph.line) for paragraph in paragraphs)), 0)
    yield from checks.counted(name, len(ends), total)


def _certificate(line: str) -> str:
    found = re.search(marks.load("certificate"), line)
    return found[0] if found and len(line) < 120 else ""


def _seen(paragraphs: Sequence[Paragraph], number: str) -> bool:
    return any(number in paragraph.line for paragraph in paragraphs)


def _of_lines(paragraphs: Sequence[Paragraph], number: str, place: str) -> Document:
    at = next((n for n, paragraph in enumerate(paragraphs) if _has_date(paragraph.line)), -1)
    end = next((n for n in range(len(paragraphs) - 1, at, -1) if marks.is_rights(paragraphs[n].line)), len(paragraphs))
    header = paragraphs[at].line if at >= 0 else ""
    date = dated.find(header)
    outlet, _, issue = (paragraphs[at - 1].line if at > 0 else "").partition(", ")
    lines = [paragraph.line for paragraph in paragraphs[at + 1 : end]]
    title = lines.pop(0) if lines else ""
    author = lines.pop(0) if len(lines) > 1 and _is_author(lines[:1]) else ""
    section = _section(header[: date.start]) if date else ""
    return Document(
        body="\n\n".join(line for line in lines if not _is_foot(line)),
        title=title,
        published=date.iso if date and date.iso else _of_certificate(number),
        author=marks.authors([author]),
        outlet=outlet,
        note="; ".join(f"{name}: {value}" for name, value in (("section", section), ("edition", issue)) if value),
        place=place,
        extra={"number": number},
    )


def _has_date(line: str) -> bool:
    return len(line) <= dated.LONGEST and dated.find(line) is not None and marks.counter(line) is None
