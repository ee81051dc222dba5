"""The rows of articles.csv and outlets.csv, each text with the row that names it, and an id for each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from functools import lru_cache
from itertools import count
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from helpers.study import files, kinds, outlets
from helpers.study.errors import Problem, Severity, StudyError
from helpers.study.file_names import Named, of_file
from helpers.study.outlets import UNKNOWN, Outlet
from helpers.study.settings import Study, inside
from helpers.study.sources import Text
from helpers.study.table_file import near, read_table

ARTICLES = "articles.csv"
OUTLETS = "outlets.csv"
SPEAKERS = "speakers.csv"
_FACTS = ("outlet", "published", "language", "title", "author", "url", "note", "story")
ARTICLE_COLUMNS = ("article_id", "file", "place", *_FACTS)
SPEAKER_COLUMNS = ("name", "voice")
OUTLET_COLUMNS = ("outlet", "name", "voice", "country", "kind", "republishes")
SAFE_ID = re.compile(r"\w[\w.-]{0,99}")  # ids name files and stand before a colon in sentence ids

Row = dict[str, str]
Rows = list[tuple[int, Row]]
Place = tuple[str, int]  # a text's file and its number there
NO_ROW: Row = dict.fromkeys(ARTICLE_COLUMNS, "")


class Given(NamedTuple):
    """A text, and the row of articles.csv that names it: its number there, 0 for none."""

    text: Text
    row: Row = NO_ROW
    number: int = 0

    @property
    def where(self) -> tuple[str, int]:
        """File and row of what is said of it."""
        return (ARTICLES, self.number) if self.number else (self.text.file, self.text.row)

    @property
    def named(self) -> Named:
        """What the name of its file says, where no row names it and the file holds no other text."""
        return of_file(self.text.file, stem(self.text.file)) if self.text.alone and not self.number else Named()

    def says(self, name: str) -> str:
        """What the catalogue says, else what the source says; "" where neither does."""
        return self.row[name] or getattr(self.text.document, name)


def _rows(study: Study, file: str, columns: tuple[str, ...], needed: str, problems: list[Problem]) -> Rows:
    """The rows of a table of the study in which the needed column is filled; none where there is no such file."""
    path = study.folder / file
    if study.text or not path.exists():
        return []
    table = read_table(path, columns, problems)
    if needed not in table.columns:
        others = next((f". {p.problem}" for p in problems if p[:2] == (file, 1)), "")
        raise StudyError(f"{file} has no column {needed!r}: add it{others}")
    for number, row in table.rows:
        if not row[needed]:
            problems.append(Problem(file, number, f"the column {needed!r} is empty; row left out"))
    return [(number, row) for number, row in table.rows if row[needed]]


def article_rows(study: Study, problems: list[Problem]) -> Rows:
    """The rows of articles.csv that name a file."""
    return _rows(study, ARTICLES, ARTICLE_COLUMNS, "file", problems)


def listed_outlets(study: Study, problems: list[Problem]) -> dict[str, Outlet]:
    """The outlets of outlets.csv by their names there; a voice that the study has not is unknown."""
    listed: dict[str, Outlet] = {}
    voices = study.voice_names()[1:]
    for number, row in _rows(study, OUTLETS, OUTLET_COLUMNS, "outlet", problems):
        outlet = row["outlet"]
        if len(outlet) > outlets.LONGEST or outlet in listed:
            reason = f"the outlet {outlet!r} is there twice" if outlet in listed else too_long(outlet)
            problems.append(Problem(OUTLETS, number, f"{reason}; row left out"))
            continue
        if row["voice"] and row["voice"] not in voices:
            hint = near(row["voice"], voices)
            problems.append(Problem(OUTLETS, number, f"no voice {row['voice']!r} in the study{hint}; taken as unknown"))
            row["voice"] = ""
        listed[outlet] = Outlet(**row | {"name": row["name"] or outlet, "voice": row["voice"] or UNKNOWN})
    return listed


def listed_speakers(study: Study, problems: list[Problem]) -> list[tuple[int, str, str]]:
    """The row, the name and the voice of every speaker in speakers.csv; a joint one has several, a|b."""
    listed: dict[str, tuple[int, str, str]] = {}
    voices = study.voice_names()[1:]
    for number, row in _rows(study, SPEAKERS, SPEAKER_COLUMNS, "name", problems):
        name, named = row["name"], [part.strip() for part in row["voice"].split("|")]
        wrong = next((voice for voice in named if voice not in voices), None)
        if name.casefold() in listed or wrong is not None:
            reason = (
                f"no voice {wrong!r} in the study{near(wrong, voices)}"
                if wrong is not None
                else f"{name!r} is there twice"
            )
            problems.append(Problem(SPEAKERS, number, f"{reason}; row left out"))
            continue
        listed[name.casefold()] = (number, name, "|".join(dict.fromkeys(named)))
    return list(listed.values())


def matched(study: Study, listed: Rows, texts: list[Text], lost: set[str], problems: list[Problem]) -> list[Given]:
    """Every text with its row: those that rows name in the order of the rows, then the others.

    A row of a file with many texts names one by its place or id, else it holds for all of them that have no row of
    their own; one that names none is a problem, no StudyError. lost: files of which that has been said already.
    """
    index = _Index(texts if listed else [])
    found: dict[Place, Given] = {}
    shared: set[Place] = set()  # texts whose row is about their whole file
    for number, row in listed:
        named = row["file"].replace("\\", "/")
        try:
            chosen = index.find(named, row) or index.find(_text_file(study, named), row)
            if not chosen:
                raise StudyError(f"the file {named!r} holds no text that can be read")
        except StudyError as error:
            severity: Severity = "note" if named in lost or kinds.is_own(Path(named)) else "lost"
            lost.add(named)
            problems.append(Problem(ARTICLES, number, f"{error}; row left out", severity))
            continue
        places = [(text.file, text.number) for text in chosen]
        if len(chosen) == 1 and places[0] in found and places[0] not in shared:
            problems.append(Problem(ARTICLES, number, f"the file {named!r} is there twice; row left out"))
        elif len(chosen) == 1:
            shared.discard(places[0])
            found[places[0]] = Given(chosen[0], row, number)
        else:
            free = {place: text for place, text in zip(places, chosen, strict=True) if place not in found}
            shared.update(free)
            of_all = row | {"article_id": "", "place": "", "title": "", "story": ""}
            found.update({place: Given(text, of_all, number) for place, text in free.items()})
    rest = (Given(text) for text in texts if (text.file, text.number) not in found)
    return [*found.values(), *rest]


class _Index:
    """The texts by what a row may call them."""

    def __init__(self, texts: list[Text]) -> None:
        self._by_file: dict[str, list[Text]] = {}
        self._single: dict[tuple[str, str], Text] = {}
        own_ids = _own_ids(texts)
        for text in texts:
            for name in {text.file, text.source}:  # its own, or that of the archive that holds it
                self._by_file.setdefault(name, []).append(text)
                self._single.setdefault((name, f"row {text.row}"), text)
                self._single.setdefault((name, own_ids[text.file, text.number]), text)
        self._loose = {_loose(file): file for file in self._by_file}

    def find(self, file: str, row: Row) -> list[Text]:
        """The texts that a row is about. StudyError where it names a place that is not there."""
        file = file if file in self._by_file else self._loose.get(_loose(file), file)
        texts = self._by_file.get(file, [])
        if len(texts) > 1 and row["place"]:
            if found := self._single.get((file, f"row {row['place'].rpartition(' ')[2]}")):
                return [found]
            raise StudyError(f"{file!r} holds no article at {row['place']!r}")
        found = self._single.get((file, row["article_id"])) if len(texts) > 1 else None
        return [found] if found else texts


def _text_file(study: Study, file: str) -> str:
    """The path below the folder of a file that a row names; StudyError where it is none that can be read."""
    path = inside(study.folder, file)
    if not path.is_file():
        raise StudyError(f"the file {file!r} does not exist in {study.name}")
    if kinds.is_own(path) or not files.is_article(path):
        raise StudyError(f"the file {file!r} is no article, or of no format that is read")
    return path.relative_to(study.folder).as_posix()


def _loose(file: str) -> str:
    """A name as people see it: an accent may be a character of its own, and capitals count on some systems only."""
    return unicodedata.normalize("NFC", file).casefold()


def article_ids(given: list[Given], problems: list[Problem]) -> list[str]:
    """An id for each text, safe and unlike all others: the catalogue's, else the text's own."""
    found: dict[str, None] = {}
    taken = {g.row["article_id"] for g in given}
    for text, row, number in given:
        article_id = row["article_id"]
        if not SAFE_ID.fullmatch(article_id) or article_id in found:
            article_id = _own_id(text, taken)
            if row["article_id"]:
                said = f"{_bad_id(row['article_id'], found.keys())}; it gets {article_id!r}"
                problems.append(Problem(ARTICLES, number, said))
        found[article_id] = None
        taken.add(article_id)
    _tell_own_ids(given, list(found), problems)
    return list(found)


def _tell_own_ids(given: list[Given], ids: list[str], problems: list[Problem]) -> None:
    """One line for each file of which not all texts keep the ids that it gives them."""
    changed: dict[str, list[tuple[Text, str]]] = {}
    for (text, row, _), article_id in zip(given, ids, strict=True):
        own = text.document.extra.get("article_id", "")
        if own and own != article_id and not row["article_id"]:
            changed.setdefault(text.file, []).append((text, article_id))
    for file, texts in changed.items():
        first, article_id = texts[0]
        more = f" (so are {len(texts) - 1:,} more)" if len(texts) > 1 else ""
        said = f"the id {first.document.extra['article_id'][:40]!r} is there twice or cannot be an id{more}"
        problems.append(Problem(file, first.row, f"{said}; it gets {article_id!r}"))


def _bad_id(article_id: str, ids: Set[str]) -> str:
    if article_id in ids:
        return f"the article_id {article_id!r} is there twice"
    return f"the article_id {article_id[:40]!r} must be letters, digits, dots, hyphens and underscores, at most 100"


def _own_ids(texts: list[Text]) -> dict[Place, str]:
    """(file, number) of each text -> the id that it has where no row gives it another."""
    ids: dict[str, Place] = {}
    for text in texts:
        ids[_own_id(text, ids.keys())] = (text.file, text.number)
    return {place: article_id for article_id, place in ids.items()}


def _own_id(text: Text, taken: Set[str]) -> str:
    """A safe id that is not taken: the source's; the file's stem, with the row where it holds many; else its path."""
    own = text.document.extra.get("article_id", "")
    if SAFE_ID.fullmatch(own) and own not in taken:
        return own
    behind = "" if text.alone else f"-{text.row or text.number + 1}"
    plain = f"{_safe(stem(text.file))}{behind}"
    if plain not in taken:
        return plain
    by_path = f"{_safe('_'.join(PurePosixPath(text.file).with_suffix('').parts))}{behind}"
    numbered = (f"{plain}_{number}" for number in count(2))
    return by_path if by_path not in taken else next(name for name in numbered if name not in taken)


@lru_cache(maxsize=1_000)  # a table has one for all of its articles
def stem(file: str) -> str:
    """The name of a file without its endings: export of dir/export.csv.gz."""
    name = PurePosixPath(file)
    return PurePosixPath(name.stem).stem if name.suffix.lower() == ".gz" else name.stem


def _safe(name: str) -> str:
    """A name as a safe id: what an id must not hold becomes an underscore."""
    return re.sub(r"[^\w.-]+", "_", name).lstrip(".-")[:90] or "article"


def too_long(outlet: str) -> str:
    """What is said of a name that is longer than any outlet's."""
    return f"the outlet {outlet[:40]!r}... must have at most {outlets.LONGEST} characters"
