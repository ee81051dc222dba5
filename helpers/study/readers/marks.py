"""What the marks of marks.yaml say of a line of an export: a field, a heading, a number, a foot of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from babel import Locale

from helpers.study import outlets
from helpers.study.yaml_file import read_yaml

LONGEST_NAME = 40  # characters of a field's name
LONGEST_EDITION = 5  # words
LONGEST_RIGHTS = 400  # characters of a paragraph that is a line of copyright
LOCALES = ("en", "de", "fr", "ru", "zh", "es", "it", "pt", "nl")
ADDRESS = re.compile(r",\s*[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}$")  # ", theguardian.com" behind an author

SENTENCE = re.compile(r"[.!][\"'”’»]*$")


class Field(NamedTuple):
    """A field: its name in marks.yaml, or as it stands there in small letters, and its value."""

    name: str
    value: str


def load(name: str) -> Any:
    """A list of marks.yaml by its name."""
    return _marks()[name]


@cache
def _marks() -> dict[str, Any]:
    return read_yaml(Path(__file__).with_name("marks.yaml"), words=True)


def field(text: str) -> Field | None:
    """The known field that a paragraph holds: its name with a capital, a colon, the value."""
    found = _fields().match(text)
    if not found or found[1][0].islower():
        return None
    return Field(field_names()[_plain(found[1])], found[2].strip())


def any_field(label: str, text: str) -> Field:
    """The field of a paragraph that its own type shows to be one: label stands at its beginning."""
    name = _plain(label.rstrip(" :：\xa0"))
    return Field(field_names().get(name, name), text.strip()[len(label.strip()) :].strip(" :：\xa0\n"))


@cache
def field_names() -> dict[str, str]:
    """The plain form of every name of a field -> the field."""
    return {_plain(name): field for field, names in load("fields").items() for name in names}


def heading(text: str) -> str:
    """Which part of a document a line opens: body, full, abstract, other; "" for any other line."""
    return _headings().get(_plain(text), "") if len(text) <= LONGEST_NAME else ""


def counter(text: str) -> tuple[int, int] | None:
    """(3, 10) for the line "3 of 10 DOCUMENTS"."""
    found = _whole("counters").fullmatch(" ".join(text.split())) if len(text) < 100 else None
    numbers = [int(number) for number in found.groups() if number] if found else []
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None


def total(text: str) -> int:
    """50 for the line "Documents (50)"; 0 for any other."""
    found = _whole("total").fullmatch(" ".join(text.split())) if len(text) < 100 else None
    return next((int(number) for number in found.groups() if number), 0) if found else 0


def is_end(text: str) -> bool:
    """Whether a line ends a document."""
    return len(text) <= LONGEST_NAME and _plain(text) in _ends()


def is_page(text: str) -> bool:
    """Whether a line is the number of a page."""
    return len(text) < 120 and _whole("pages").fullmatch(" ".join(text.split())) is not None


def is_rights(text: str) -> bool:
    """Whether a paragraph says to whom the text belongs, and nothing else."""
    small = " ".join(text.split()).lower().rstrip(". ")
    begins = small.startswith(tuple(load("rights")["begin"])) and re.search(r"\d{4}|©|\(c\)", small) is not None
    return len(small) <= LONGEST_RIGHTS and (
        begins or len(small) < 100 and small.endswith(tuple(load("rights")["end"]))
    )


def is_edition(text: str) -> bool:
    """Whether a line below a date is the name of an edition: Late Edition - Final."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return len(words) <= LONGEST_EDITION and any(word in load("fields")["edition"] for word in words)


def is_cover(text: str) -> bool:
    """Whether a line of a cover page names a search, a user or a job."""
    return _cover().match(text) is not None


def author(text: str) -> str:
    """An author without "By" before, and without the outlet's name or address, or the place of writing, behind."""
    name = ADDRESS.sub("", " ".join(text.split()).strip(";, "))
    found = _by().match(name)
    name = _placed().sub("", name[found.end() :] if found else name)
    before, comma, last = name.rpartition(", ")
    return before if comma and " " in before and outlets.medium(last) else name


def authors(values: Iterable[str]) -> str:
    """The authors of a field, each once; sentences about them ("Ann Example reported from Kyiv.") are none."""
    names = (author(part) for value in values for part in value.split(";"))
    kept = {name.lower(): name for name in names if name and not _is_sentence(name)}
    return "; ".join(kept.values())


def _is_sentence(name: str) -> bool:
    words = name.split()
    return len(words) > 4 and SENTENCE.search(name) is not None and any(word.islower() for word in words)


def title(text: str) -> str:
    """A headline without what the database adds to it."""
    line = " ".join(text.split())
    return next((line[: -len(words)].rstrip(" -–;,") for words in load("appended") if line.endswith(words)), line)


def outlet(text: str) -> str:
    """A name of an outlet; an address ends without a full stop."""
    line = " ".join(text.split())
    return line.rstrip(".") if len(line.split()) == 1 else line


def is_byline(text: str) -> bool:
    """Whether a line begins as one that names its author: By Ann Example."""
    return len(text) < 150 and _by().match(text) is not None


def length(text: str) -> int:
    """The number of words that a field of length tells, 0 if it tells none."""
    found = re.match(r"\D{0,12}(\d{1,3}(?:[.,\s]\d{3})+(?!\d)|\d+)", text)
    return int(re.sub(r"\D", "", found[1])) if found else 0


def language(text: str) -> str:
    """The ISO 639-1 code of a language by its name in any of many: ENGLISH, Englisch; "" if it is none."""
    name = text.strip().lower()
    first = re.split(r"\s*[;,/(（-]", name)[0].strip()
    return _languages().get(name) or _languages().get(first, "")


@cache
def _languages() -> dict[str, str]:
    names = {
        str(name).lower(): str(code)
        for at in LOCALES
        for code, name in Locale.parse(at).languages.items()
        if len(str(code)) == 2
    }
    return names | {code: code for code in names.values()}


@cache
def _fields() -> re.Pattern[str]:
    names = sorted((name for names in load("fields").values() for name in names), key=len, reverse=True)
    forms = "|".join(re.escape(name).replace(r"\ ", r"[ -]").replace(r"\-", "[ -]") for name in names)
    return re.compile(rf"\s*({forms})\s?[:：](?!//)(.*)", re.IGNORECASE | re.DOTALL)


@cache
def _headings() -> dict[str, str]:
    parts = load("headings")
    return {_plain(name): part for part in ("other", "abstract", "full", "body") for name in parts[part]}


@cache
def _ends() -> frozenset[str]:
    return frozenset(map(_plain, load("end")))


@cache
def _whole(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in load(name)), re.IGNORECASE)


@cache
def _cover() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{'|'.join(map(re.escape, load('cover')))})\s?[:：]", re.IGNORECASE)


@cache
def _by() -> re.Pattern[str]:
    always, two, signs = ("|".join(map(re.escape, words)) for words in load("by").values())
    capital = r"(?-i:[^\W\d_a-zа-я])"
    return re.compile(
        rf"\s*(?:(?:{always})\s+(?={capital})|(?:{two})\s+(?={capital}\S*\s)|(?:{signs})\s*)", re.IGNORECASE
    )


@cache
def _placed() -> re.Pattern[str]:
    """The place behind two words or more: Ann Example in Bishkek."""
    capital = r"[^\W\d_a-zа-я][^\W\d_]*"
    places = "|".join(map(re.escape, load("written_in")))
    return re.compile(rf"(?<=\w) (?:{places}) (?:the )?{capital}(?:[ -]{capital}){{0,3}}(?:, {capital})?$")


def _plain(name: str) -> str:
    return " ".join(name.replace("-", " ").lower().split())
