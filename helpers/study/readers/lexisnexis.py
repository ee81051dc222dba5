"""One document of LexisNexis, classic or Nexis Uni: a head, fields, the text, more fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from helpers.study.readers import dated, marks
from helpers.study.readers.document import Document
from helpers.study.readers.paragraphs import Paragraph

NOTED = ("section", "length", "edition", "dateline")  # fields told in the note; all others are kept as extra columns


@dataclass
class _Parts:
    """A document taken apart: its head, its text, and field -> values."""

    head: list[Paragraph] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=dict)


def document(paragraphs: Sequence[Paragraph], place: str, title_first: bool) -> Document:
    """A document's text and fields; title_first: its title stands above outlet and date, not below.

    Its body is empty where the paragraphs hold none.
    """
    parts = _parts(paragraphs)
    title, outlet, published, rest = _head(parts.head, title_first)
    values = {name: " ".join(" ".join(value.split()) for value in given) for name, given in parts.fields.items()}
    title = title or values.pop("title", "")
    by = [line for line in rest if marks.is_byline(line)]
    others = [line for line in rest if line not in by]
    if others:
        values["edition"] = "; ".join([*others, *filter(None, [values.get("edition", "")])])
    author = values.pop("author", "") or " ".join(by)
    words = marks.length(values.get("length", ""))
    return Document(
        body="\n\n".join(parts.body),
        title=title,
        published=published or dated.published(values.get("loaded", "")),
        author=marks.author(author),
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
    parts, zone, last = _Parts(), "head", ""
    announced = [at for at, paragraph in enumerate(paragraphs) if _opens(paragraph) == "body"]
    body_at = announced[0] if announced else -1
    for at, paragraph in enumerate(paragraphs):
        if marks.is_page(paragraph.line) or marks.is_end(paragraph.line):
            continue
        opens, found = _opens(paragraph), _field(paragraph, zone)
        if at == body_at or (opens == "body" and zone == "fields" and body_at < 0):
            zone, last = "body", ""
        elif opens == "full" and zone == "body":
            last = ""
        elif opens == "abstract" and zone == "body" and _followed(paragraphs[at:], "full"):
            last = "abstract"
        elif opens == "other" and zone == "body":
            zone, last = "tail", paragraph.line.lower()
        elif found and found.name == "body" and zone != "tail":
            zone, last = "body", ""
            parts.body += _lines(found.value)
        elif found:
            last = found.name
            parts.fields.setdefault(last, []).append(found.value)
            zone = "fields" if zone == "head" else "tail" if zone == "body" else zone
        elif marks.is_rights(paragraph.text):
            zone = "tail" if zone == "body" and _is_over(paragraphs[at:]) else zone
        elif zone == "head":
            parts.head.append(paragraph)
        elif zone == "fields" and at > body_at:
            zone, last = "body", ""
            parts.body += _lines(paragraph.text)
        elif zone == "body" and not last:
            parts.body += _lines(paragraph.text)
        elif last:
            parts.fields.setdefault(last, []).append(paragraph.text)
    if not parts.body and not parts.fields:
        _without_fields(parts)
    return parts


def _opens(paragraph: Paragraph) -> str:
    """The part of a document that a paragraph opens, as a line of its own; "" if none."""
    if re.fullmatch(marks.load("body"), paragraph.mark) and len(paragraph.line) <= marks.LONGEST_NAME:
        return "body"
    return marks.heading(paragraph.line)


def _field(paragraph: Paragraph, zone: str) -> marks.Field | None:
    """The field in a paragraph; within the text only one whose name is known and that ends it."""
    found = marks.field(paragraph.text)
    if zone == "body":
        ends = found is not None and found.name not in marks.load("opening")
        typed = paragraph.label or paragraph.text.partition(":")[0].isupper()
        return found if ends and typed else None
    if not found and paragraph.label:
        return marks.any_field(paragraph.label, paragraph.text)
    return found


def _followed(paragraphs: Sequence[Paragraph], part: str) -> bool:
    return any(marks.heading(paragraph.line) == part for paragraph in paragraphs)


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
    if title_first:
        outlet = before[-1].line if before and not (len(before) == 1 and before[0].heading) else ""
        title = " ".join(paragraph.line for paragraph in (before[:-1] if outlet else before))
        return title, outlet, published, rest + [paragraph.line for paragraph in below]
    titles = [paragraph for paragraph in below if not paragraph.centred] or [p for p in before[:-1] if not p.centred]
    outlets = [paragraph for paragraph in before if paragraph not in titles]
    rest += [paragraph.line for paragraph in below if paragraph not in titles]
    title = titles[0].line if titles else ""
    return title, _outlet(outlets), published, rest + [paragraph.line for paragraph in titles[1:]]


def _undated(head: list[Paragraph], title_first: bool) -> tuple[str, str, str, list[str]]:
    """The parts of a head without a date that can be read: the words with a year are taken for one as they stand."""
    lines = [paragraph.line for paragraph in head]
    year = next((line for line in lines[1:] if re.search(r"\b(19|20)\d\d\b", line) and len(line) < 60), "")
    others = [paragraph for paragraph in head if paragraph.line != year]
    titles = [p.line for p in others if not p.centred] if not title_first else [p.line for p in others[:1]]
    outlets = [p.line for p in others if p.line not in titles]
    return (titles or [""])[0], (outlets or [""])[0], year, [*titles[1:], *outlets[1:]]


def _outlet(lines: list[Paragraph]) -> str:
    return next((paragraph.line for paragraph in lines if not marks.is_rights(paragraph.text)), "")


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
