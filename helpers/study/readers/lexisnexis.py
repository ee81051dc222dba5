"""One document of LexisNexis, classic or Nexis Uni: a head, fields, the text, more fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from helpers.study.readers import dated, marks
from helpers.study.readers.document import Document
from helpers.study.readers.paragraphs import Paragraph

NOTED = ("section", "length", "edition", "dateline")  # fields told in the note; all others are kept as extra columns

ADDRESS = re.compile(r"https?://\S+")


@dataclass
class _Parts:
    """A document taken apart: its head, its text, and field -> values; zone and last: where the reading stands."""

    head: list[Paragraph] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=dict)
    zone: Literal["head", "fields", "body", "tail"] = "head"
    last: str = ""

    def store(self, name: str, value: str) -> None:
        """Add a value to a field, to which what follows may belong too."""
        self.last = name
        self.fields.setdefault(name, []).append(value)

    def begin_text(self, text: str = "") -> None:
        """Go on to the text, of which a paragraph may be known already."""
        self.zone, self.last = "body", ""
        self.body += _lines(text)


def document(paragraphs: Sequence[Paragraph], place: str, title_first: bool) -> Document:
    """A document's text and fields; title_first: its title stands above outlet and date, not below.

    Its body is empty where the paragraphs hold none.
    """
    parts = _parts(paragraphs)
    title, outlet, published, rest = _head(parts.head, title_first)
    authors = parts.fields.pop("author", []) + [line for line in rest if marks.is_byline(line)]
    values = {name: " ".join(" ".join(value.split()) for value in given) for name, given in parts.fields.items()}
    editions = [*(line for line in rest if not marks.is_byline(line)), values.pop("edition", "")]
    values["edition"] = "; ".join(filter(None, editions))
    if parts.body and ADDRESS.fullmatch(parts.body[-1]):
        values.setdefault("url", parts.body.pop())
    words = marks.length(values.get("length", ""))
    return Document(
        body="\n\n".join(parts.body),
        title=marks.title(title or values.pop("title", "")),
        published=published or dated.published(values.get("loaded", "")),
        author=marks.authors(authors),
        outlet=outlet,
        language=marks.language(values.pop("language", "")),
        url=values.pop("url", ""),
        note="; ".join(f"{name}: {values[name]}" for name in NOTED if values.get(name)),
        place=place,
        extra={name: value for name, value in values.items() if name not in NOTED and value}
        | ({"words": str(words)} if words else {}),
    )


def _parts(paragraphs: Sequence[Paragraph]) -> _Parts:
    """The paragraphs by the part of the document they stand in; those of no part (numbers of pages) are left out."""
    parts = _Parts()
    body_at = next((at for at, paragraph in enumerate(paragraphs) if _opens(paragraph) == "body"), -1)
    for at, paragraph in enumerate(paragraphs):
        if marks.is_page(paragraph.line) or marks.is_end(paragraph.line):
            continue
        if at == body_at:
            parts.begin_text()
        elif parts.zone == "body":
            _in_text(parts, paragraphs[at:])
        else:
            _beside_text(parts, paragraph, announced=at < body_at)
    if not parts.body and not parts.fields:
        _without_fields(parts)
    return parts


def _in_text(parts: _Parts, paragraphs: Sequence[Paragraph]) -> None:
    """Take the first of some paragraphs, which follows the text or a part of it."""
    paragraph, opens = paragraphs[0], _opens(paragraphs[0])
    found = marks.field(paragraph.text)
    name = re.split("[:：]", paragraph.text)[0]
    typed = paragraph.label or name == name.upper()
    if opens == "full":
        parts.last = ""
    elif opens == "abstract" and any(_opens(other) == "full" for other in paragraphs):
        parts.last = opens
    elif opens == "other" and not _is_subhead(parts, paragraphs):
        parts.zone, parts.last = "tail", paragraph.line.lower()
    elif found and (typed or _is_over(paragraphs)) and _is_behind(found):
        parts.zone = "tail"
        parts.store(*found)
    elif marks.is_rights(paragraph.text) and _is_over(paragraphs):
        parts.zone = "tail"
    elif parts.last:
        parts.store(parts.last, paragraph.text)
    else:
        parts.body += _lines(paragraph.text)


def _is_behind(found: marks.Field) -> bool:
    """Whether a field can stand behind the text: an address can, others of the head cannot."""
    return found.name not in marks.load("opening") or found.name == "url" and ADDRESS.fullmatch(found.value) is not None


def _beside_text(parts: _Parts, paragraph: Paragraph, announced: bool) -> None:
    """Take a paragraph of the head or of fields; announced: a line of its own will open the text."""
    found = marks.field(paragraph.text)
    if not found and paragraph.label and (announced or paragraph.label.isupper() or parts.zone == "tail"):
        found = marks.any_field(paragraph.label, paragraph.text)
    if found and found.name == "body" and parts.zone != "tail":
        parts.begin_text(found.value)
    elif found:
        parts.zone = "tail" if parts.zone == "tail" else "fields"
        parts.store(*found)
    elif marks.is_rights(paragraph.text) or parts.zone == "head":
        lines = "\n".join(line for line in paragraph.text.split("\n") if not marks.is_rights(line))
        if parts.zone == "head" and lines:  # older documents name the outlet below a line of copyright
            parts.head.append(replace(paragraph, text=lines))
    elif parts.zone == "tail" and _opens(paragraph) == "other":
        parts.last = paragraph.line.lower()
    elif parts.zone == "fields" and not announced:
        parts.begin_text(paragraph.text)
    elif parts.last:
        parts.store(parts.last, paragraph.text)


def _opens(paragraph: Paragraph) -> str:
    """The part of a document that a paragraph opens, as a line of its own; "" if none."""
    if re.fullmatch(marks.load("body"), paragraph.mark) and len(paragraph.line) <= marks.LONGEST_NAME:
        return "body"
    return marks.heading(paragraph.line)


def _is_subhead(parts: _Parts, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a line such as "Notes" is of the text: more text follows, fields apart, than stands before it."""
    follows = sum(len(p.text) for p in paragraphs[1:] if not p.label and not marks.field(p.text))
    return follows > sum(map(len, parts.body))


def _is_over(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether nothing but copyright and fields follows."""
    return all(marks.is_rights(p.text) or marks.field(p.text) or marks.is_end(p.line) for p in paragraphs)


def _lines(text: str) -> list[str]:
    """Each line of a paragraph that its file breaks, without needless blanks."""
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def _without_fields(parts: _Parts) -> None:
    """Of a document without any field the text begins behind the line after its date."""
    at = _date_at(parts.head, first=True)
    start = next((n for n in range(at + 1, len(parts.head)) if not parts.head[n].centred), len(parts.head)) + 1
    parts.body = [line for paragraph in parts.head[start:] for line in _lines(paragraph.text)]
    parts.head = parts.head[:start]


def _head(head: list[Paragraph], title_first: bool) -> tuple[str, str, str, list[str]]:
    """(title, outlet, date, other lines) of the lines above the fields."""
    at = _date_at(head, first=not title_first)
    if at < 0:
        return _undated(head, title_first)
    before, below = head[:at], head[at + 1 :]
    date, _, behind = head[at].text.partition("\n")
    found = dated.heads(date)
    published = found.iso if found and found.iso else date
    tail = re.sub(r"^\W+", "", date[found.end :]) if found else ""
    rest = [line for line in (_edition(tail), *_lines(behind)) if line]
    rest += [paragraph.line for paragraph in below]
    if title_first:
        return *_above_date(before, rest), published, rest
    titles = [p for p in below if not p.centred and not marks.is_edition(p.line)] or [
        p for p in before[:-1] if not p.centred
    ]
    outlets = [paragraph for paragraph in before if paragraph not in titles]
    title = titles[0].line if titles else ""
    outlet = next((paragraph.line for paragraph in outlets), "")
    return title, marks.outlet(outlet), published, [line for line in rest if line != title]


def _undated(head: list[Paragraph], title_first: bool) -> tuple[str, str, str, list[str]]:
    """The parts of a head without a date that can be read: the words with a year are taken for one as they stand."""
    lines = [paragraph.line for paragraph in head]
    year = next((line for line in lines[1:] if re.search(r"\b(19|20)\d\d\b", line) and len(line) < 60), "")
    others = [paragraph for paragraph in head if paragraph.line != year]
    titles = [p.line for p in others if not p.centred] if not title_first else [p.line for p in others[:1]]
    outlets = [p.line for p in others if p.line not in titles]
    return (titles or [""])[0], (outlets or [""])[0], year, [*titles[1:], *outlets[1:]]


def _above_date(before: list[Paragraph], rest: list[str]) -> tuple[str, str]:
    """(title, outlet) of the lines above a date; a column in brackets below the outlet goes to the other lines."""
    lines = list(before)
    if len(lines) > 2 and re.fullmatch(r"\(.*\)", lines[-1].line):
        rest.insert(0, lines.pop().line)
    headings = [paragraph for paragraph in lines if paragraph.heading]
    titles = headings or lines[:-1]
    outlet = next((paragraph.line for paragraph in reversed(lines) if paragraph not in titles), "")
    return " ".join(paragraph.line for paragraph in titles), marks.outlet(outlet)


def _date_at(head: list[Paragraph], first: bool) -> int:
    """Where the line stands that begins with a date; -1 where none does."""
    found = [at for at, paragraph in enumerate(head) if dated.heads(paragraph.text.partition("\n")[0])]
    return (found[0] if first else found[-1]) if found else -1


def _edition(text: str) -> str:
    """What stands behind a date besides weekday and hour."""
    clock = r"\d{1,2}[:.h]\d\d(?:[:.]\d\d)?\s*(?:[AaPp]\.?[Mm]\.?)?(?:\s*\b[A-Z]{2,5}\b)?"
    words = re.sub(clock, " ", text).strip(" ,;.")
    first, _, others = words.partition(" ")
    return others.strip(" ,;") if dated.is_weekday(first.strip(",;.")) else words
