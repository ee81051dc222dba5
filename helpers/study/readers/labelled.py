"""Exports in plain text whose records are labelled lines, as labelled.yaml has them: ProQuest, Genios, CNKI ..."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from helpers.study.errors import Problem
from helpers.study.readers import checks, dated, marks
from helpers.study.readers.document import Document
from helpers.study.yaml_file import read_yaml

BEGINNING = 60_000  # characters of a file that tell its form
HEAD_LINES = 12  # of a record that people headed
LONG = ("text", "abstract")  # fields of paragraphs
PARAGRAPH = "\n\n"
NOTHING = re.compile(r"(?!)")


class Form(NamedTuple):
    """How a program writes its records; see labelled.yaml."""

    name: str
    shows: tuple[re.Pattern[str], ...]
    start: re.Pattern[str]
    between: re.Pattern[str]
    end: re.Pattern[str]
    label: re.Pattern[str]
    labels: Mapping[str, str]  # label in small letters -> field, "-" for none
    lines: tuple[re.Pattern[str], ...]
    tail: re.Pattern[str]
    head: int
    doubt: str


@dataclass
class _Record:
    """What is read of a record: field -> its values, the lines of each; free: blocks of lines that have no label."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    free: list[str] = field(default_factory=list)
    last: str = ""

    def store(self, name: str, value: str) -> None:
        """Begin a value of a field, which the next lines may go on with."""
        self.last = name
        self.fields.setdefault(name, []).append(value.strip())

    def go_on(self, line: str, is_new: bool) -> None:
        """Take a line without a label: of the field before it, or of the text; is_new: a blank line stands above."""
        if self.last and (not is_new or self.last in LONG):
            values = self.fields[self.last]
            values[-1] = f"{values[-1]}{PARAGRAPH if self.last in LONG else ' '}{line}".strip()
        else:
            self.last = ""
            self.free.append(line)


def form_of(text: str) -> Form | None:
    """The form in which a file is written, by its first lines; None where it is in none of them."""
    beginning = [line.strip() for line in text[:BEGINNING].lstrip("\ufeff").splitlines()]
    for form in _forms():
        if form.head and _headed(form, beginning[:HEAD_LINES]):
            return form
        if form.shows and all(any(map(shown.fullmatch, beginning)) for shown in form.shows):
            return form
    return None


def documents(text: str, form: Form, name: str) -> Iterator[Document | Problem]:
    """The documents of a file of that form, and what is to be doubted of it."""
    lines = [line.rstrip() for line in text.lstrip("\ufeff").splitlines()]
    if form.doubt:
        yield Problem(name, 0, form.doubt, "doubt")
    records = [part for part in _records(form, lines) if any(line.strip() for line in part)]
    yield from checks.checked(name, (_document(_read(form, part), str(n)) for n, part in enumerate(records, 1)))


# --- records ----------------------------------------------------------------------------------------


def _records(form: Form, lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """The lines of each record; what stands before the first and behind the last is no record."""
    if form.head:
        starts = [at for at, line in enumerate(lines) if _begins(form, lines, at)] or [0]
        starts[0] = 0
    elif form.start is not NOTHING:
        starts = [at for at, line in enumerate(lines) if form.start.fullmatch(line.strip())]
    elif form.between is not NOTHING:
        cuts = [at + 1 for at, line in enumerate(lines) if form.between.fullmatch(line.strip())]
        parts = pairwise([0, *cuts, len(lines)])
        own = ("place", *LONG)  # what each record has one of, and the text behind a rule within it has none
        starts = [a for a, b in parts if any((_labelled(form, line) or ("",))[0] in own for line in lines[a:b])]
    else:
        ends = [at + 1 for at, line in enumerate(lines) if form.end.fullmatch(line.strip())]
        starts = [0, *(end for end in ends if any(line.strip() for line in lines[end:]))]
    yield from (lines[a:b] for a, b in pairwise([*starts, len(lines)]))


def _begins(form: Form, lines: Sequence[str], at: int) -> bool:
    """Whether a record that people headed begins at a line: a blank or a rule above it, and labels in it."""
    above = lines[at - 1].strip() if at else ""
    free = not above or form.tail.fullmatch(above) is not None
    return (
        free and bool(_labelled(form, lines[at])) and _headed(form, [line.strip() for line in lines[at:][:HEAD_LINES]])
    )


def _headed(form: Form, lines: Sequence[str]) -> bool:
    """Whether lines begin with labels, one below the other, of which one says the title or the text."""
    filled = [line for line in map(str.strip, lines) if line and not form.tail.fullmatch(line)]
    found = []
    for line in filled:
        said = _labelled(form, line)
        if not said or said[0] in found and said[0] != "-":
            break
        found.append(said[0])
    return len(found) >= form.head and bool({"title", "text"} & set(found))


def _labelled(form: Form, line: str) -> tuple[str, str] | None:
    """(field, value) of a line with a label that the form knows."""
    found = form.label.fullmatch(line.strip())
    name = form.labels.get(" ".join(found["label"].lower().split())) if found else None
    return (name, found["value"]) if found and name else None


def _read(form: Form, lines: Sequence[str]) -> _Record:
    record = _Record()
    tail = _tail_at(form, lines)
    announced = "text" in form.labels.values() and not form.head
    free = len(lines) if announced else 0 if form.head else 1  # lines without a label before the text
    is_new = False
    for at, said in enumerate(line.strip() for line in lines):
        is_text = at < tail and (record.last == "text" or len(record.free) > free)
        labelled = None if is_text else _labelled(form, said)
        if is_text and said:
            record.go_on(said, is_new)
        elif labelled and not (form.head and labelled[0] in record.fields):
            record.store(*labelled)
        elif form.tail.fullmatch(said):
            record.last = ""
        elif at < tail and (head := _head_line(form, said)):
            for name, value in head.items():
                record.store(name, value)
            record.last = ""
        elif said and (at < tail or not is_new):
            record.go_on(said, is_new or bool(form.head))
        is_new = not said
    return record


def _tail_at(form: Form, lines: Sequence[str]) -> int:
    """Where the fields behind the text begin: from there on each block begins with a label, or is none of it."""
    own = [at for at, line in enumerate(lines, 1) if line.strip() and not form.tail.fullmatch(line.strip())]
    if form.head:
        return own[-1] if own else len(lines)
    tail = len(lines)
    starts = [at for at, line in enumerate(lines) if line.strip() and (not at or not lines[at - 1].strip())]
    for at in reversed(starts):
        labelled = _labelled(form, lines[at])
        if (
            labelled
            and labelled[0] in ("text", "abstract")
            or not labelled
            and not form.tail.fullmatch(lines[at].strip())
        ):
            break
        tail = at
    return tail


def _head_line(form: Form, line: str) -> dict[str, str]:
    """Field -> value of a line of the head that has no label; none where it is no such line."""
    found = next(filter(None, (pattern.fullmatch(line) for pattern in form.lines)), None)
    return {name: value for name, value in found.groupdict().items() if value} if found else {}


def _document(record: _Record, place: str) -> Document:
    values = {name: found[0] for name, found in record.fields.items()}
    free = record.free
    title = values.get("title", "")
    if not title and free:
        title, free = free[0], free[1:]
    text = values.get("text", "") or PARAGRAPH.join(free) or values.get("abstract", "")
    line = {name: " ".join(value.split()).strip("\"'") for name, value in values.items()}
    return Document(
        body=text.strip(),
        title=marks.title(title.strip("\"'")),
        published=_day(line.get("published", "")),
        author=marks.authors([value.rstrip(".") for value in record.fields.get("author", []) if value]),
        outlet=_outlet(line.get("outlet", "")),
        language=marks.language(line.get("language", "")),
        url=line.get("url", ""),
        note=f"section: {line['section']}" if line.get("section") else "",
        place=place,
    )


def _day(words: str) -> str:
    """A date as ISO where it is one: 2019/03/14/ as RIS has it, too."""
    return dated.published(words.strip("/ ").replace("/", "-") if re.match(r"\d{4}/", words) else words)


def _outlet(name: str) -> str:
    """A name of an outlet without edition and town: New York Times, Late Edition (East Coast); New York, N.Y."""
    return re.split(r"; |, (?=[^,;]*[Ee]dition)", name)[0].strip()


@cache
def _forms() -> tuple[Form, ...]:
    def form(name: str, labels: Mapping[str, Sequence[str]], label: str, **said) -> Form:
        one = {key: re.compile(said[key]) if key in said else NOTHING for key in ("start", "between", "end")}
        return Form(
            name=name,
            shows=tuple(map(re.compile, said.get("shows", ()))),
            label=re.compile(label),
            labels={one: field for field, names in labels.items() for one in names},
            lines=tuple(map(re.compile, said.get("lines", ()))),
            tail=re.compile("|".join(said.get("tail", ())) or r"(?!)"),
            head=int(said.get("head", 0)),
            doubt=said.get("doubt", ""),
            **one,
        )

    return tuple(form(**said) for said in read_yaml(Path(__file__).with_name("labelled.yaml"), words=True))
