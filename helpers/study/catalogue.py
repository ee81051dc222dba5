"""articles.csv and outlets.csv: which texts a study holds, and what is known of each."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from helpers.layout import Span, lay_out
from helpers.reading import ReadingError, decode
from helpers.study import detect
from helpers.study.settings import Study, StudyError, inside

ARTICLES = "articles.csv"
OUTLETS = "outlets.csv"
ARTICLE_COLUMNS = ("article_id", "file", "outlet", "published", "language", "title", "author", "url", "note")
OUTLET_COLUMNS = ("outlet", "name", "voice", "country", "kind", "republishes")
SAFE_ID = re.compile(r"\w[\w.-]{0,99}")  # ids name files and stand before a colon in sentence ids
OUTLET = re.compile(r"[^\x00-\x1f\x7f]{1,100}")  # "Global Times": what names files is made of it elsewhere
LANGUAGE = re.compile(r"[a-z]{2,3}")
UNKNOWN = "unknown"
Severity = Literal["lost", "doubt", "note"]
DETECTABLE = ("title", "language", "published")


class Problem(NamedTuple):
    """What could not be used, or not wholly: the file, its row as a spreadsheet counts (0: the whole file), and why.

    severity is "lost" (an article is missing), "doubt" (it was read, but look at it) or "note".
    """

    file: str
    row: int
    problem: str
    severity: Severity = "note"


@dataclass(frozen=True)
class Outlet:
    """Who publishes, as outlets.csv says."""

    outlet: str
    name: str
    voice: str = UNKNOWN
    country: str = ""
    kind: str = ""
    republishes: str = ""


@dataclass(frozen=True)
class Article:
    """One text and what is known of it; what is not known is empty. voice is the outlet's.

    published is an ISO date. detected names the fields that were read from the text, not given.
    """

    article_id: str
    file: str
    outlet: str = UNKNOWN
    outlet_name: str = "Unknown outlet"
    voice: str = UNKNOWN
    published: str = ""
    language: str = ""
    title: str = ""
    author: str = ""
    url: str = ""
    note: str = ""
    detected: tuple[str, ...] = ()


def catalogue(study: Study) -> tuple[list[Article], list[Problem]]:
    """Every article of a study, complete, and what could not be used.

    Raises StudyError where a catalogue cannot be read as one: a column that is missing or unknown. A bad row
    or file is a Problem and the rest goes on.
    """
    listed, problems = entries(study)
    articles = []
    for article in listed:
        try:
            articles.append(complete(article, decode(inside(study.folder, article.file).read_bytes())))
        except (ReadingError, OSError) as error:
            problems.append(Problem(article.file, 0, str(error), "lost"))
    if not articles:
        raise StudyError(f"{study.name} holds no text that can be read: put .txt files into {study.folder}")
    return articles, problems


def entries(study: Study) -> tuple[list[Article], list[Problem]]:
    """What the catalogue and the folder list, without opening a text: the fast part of catalogue()."""
    problems: list[Problem] = []
    outlets = _outlets(study, problems)
    articles: dict[str, Article] = {}
    files: set[Path] = set()
    for number, row in _rows(study.folder / ARTICLES, ARTICLE_COLUMNS, "file", problems):
        try:
            path = _text_file(study, row["file"])
            article = _article(row, number, outlets, problems)
            _refuse(article.article_id in articles, f"the article_id {article.article_id!r} is there twice")
            _refuse(path in files, f"the file {row['file']!r} is there twice")
        except StudyError as error:
            problems.append(Problem(ARTICLES, number, f"{error}; row left out"))
            continue
        articles[article.article_id] = article
        files.add(path)
    for path in _texts(study.folder):
        if path.resolve() not in files:
            article = _unlisted(study.folder, path, articles, outlets)
            articles[article.article_id] = article
    return list(articles.values()), problems


def complete(article: Article, text: str, layout: list[Span] | None = None) -> Article:
    """The article with the title, language and date that its text shows, where the catalogue has none.

    layout is the text's, where the caller has it already.
    """
    missing = [name for name in DETECTABLE if not getattr(article, name)]
    if not missing:
        return article
    layout = layout or lay_out(text, article.language, title=article.title)
    found = {name: value for name in missing if (value := getattr(detect, name)(text, layout))}
    return replace(article, **found, detected=(*article.detected, *found))


def _outlets(study: Study, problems: list[Problem]) -> dict[str, Outlet]:
    outlets: dict[str, Outlet] = {}
    voices = study.voice_names()[1:]
    for number, row in _rows(study.folder / OUTLETS, OUTLET_COLUMNS, "outlet", problems):
        outlet = row["outlet"]
        try:
            _refuse(not OUTLET.fullmatch(outlet), _no_outlet(outlet))
            _refuse(outlet in outlets, f"the outlet {outlet!r} is there twice")
        except StudyError as error:
            problems.append(Problem(OUTLETS, number, f"{error}; row left out"))
            continue
        if row["voice"] and row["voice"] not in voices:
            problems.append(Problem(OUTLETS, number, f"no voice {row['voice']!r} in study.yaml; taken as unknown"))
            row["voice"] = ""
        outlets[outlet] = Outlet(**row | {"name": row["name"] or outlet, "voice": row["voice"] or UNKNOWN})
    return outlets


def _article(row: dict[str, str], number: int, outlets: dict[str, Outlet], problems: list[Problem]) -> Article:
    """The article of a catalogue row; a field that is wrong is emptied and told, an unsafe id raises."""
    row = row | {"article_id": row["article_id"] or _safe(Path(row["file"]).stem)}
    _refuse(not SAFE_ID.fullmatch(row["article_id"]), _unsafe("article_id", row["article_id"]))
    try:
        row["published"] = _iso_date(row["published"])
    except ValueError:
        problems.append(Problem(ARTICLES, number, f"{row['published']!r} is no date: write 2023-05-20; left empty"))
        row["published"] = ""
    row["language"] = row["language"].lower().split("-")[0]
    if row["language"] and not LANGUAGE.fullmatch(row["language"]):
        problems.append(Problem(ARTICLES, number, f"{row['language']!r} is no language code such as en; detected"))
        row["language"] = ""
    outlet = outlets.get(row["outlet"])
    if row["outlet"] and not OUTLET.fullmatch(row["outlet"]):
        problems.append(Problem(ARTICLES, number, f"{_no_outlet(row['outlet'])}; taken as unknown"))
    elif row["outlet"] and outlets and not outlet:
        problems.append(Problem(ARTICLES, number, f"the outlet {row['outlet']!r} is not in {OUTLETS}; voice unknown"))
    return Article(**row | _outlet_fields(row["outlet"], outlet))


def _outlet_fields(name: str, outlet: Outlet | None) -> dict[str, str]:
    if outlet:
        return {"outlet": outlet.outlet, "outlet_name": outlet.name, "voice": outlet.voice}
    if OUTLET.fullmatch(name):
        return {"outlet": name, "outlet_name": name, "voice": UNKNOWN}
    return {"outlet": UNKNOWN, "outlet_name": "Unknown outlet", "voice": UNKNOWN}


def _unlisted(folder: Path, path: Path, taken: dict[str, Article], outlets: dict[str, Outlet]) -> Article:
    """The article of a text that no row lists: its id is the file's stem, its outlet the sub-folder it is in."""
    relative = path.relative_to(folder)
    article_id = _safe(relative.stem)
    if article_id in taken:
        article_id = _safe("_".join(relative.with_suffix("").parts))
    number = 2
    while article_id in taken:
        article_id = f"{_safe(relative.stem)}_{number}"
        number += 1
    outlet = relative.parts[0] if len(relative.parts) > 1 else ""
    fields = _outlet_fields(outlet, outlets.get(outlet))
    return Article(article_id, relative.as_posix(), **fields, detected=("article_id", "outlet"))


def _rows(path: Path, columns: tuple[str, ...], needed: str, problems: list[Problem]) -> Iterator[tuple[int, dict]]:
    """The rows of a CSV file as (row number in a spreadsheet, every known column), empty where it has none."""
    if not path.exists():
        return
    try:
        text = decode(path.read_bytes())
        separator = max(",;\t", key=text.splitlines()[0].count)
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except (ReadingError, OSError, csv.Error) as error:
        raise StudyError(f"{path.name} cannot be read as a table: {error}") from None
    header = [name.strip() for name in lines[0]]
    _check_header(path.name, header, columns, needed)
    for number, cells in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        row = dict.fromkeys(columns, "") | dict(zip(header, (cell.strip() for cell in cells), strict=False))
        if len(cells) != len(header):
            problem = f"the row has {len(cells)} cells, the header {len(header)}; row left out"
        elif not row[needed]:
            problem = f"the column {needed!r} is empty; row left out"
        else:
            yield number, row
            continue
        problems.append(Problem(path.name, number, problem))


def _check_header(file: str, header: list[str], columns: tuple[str, ...], needed: str) -> None:
    for name in header:
        if name not in columns:
            near = difflib.get_close_matches(name, columns, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"the columns are {', '.join(columns)}"
            raise StudyError(f"{file} has a column {name!r} that is not known: {hint}")
        if header.count(name) > 1:
            raise StudyError(f"{file} has the column {name!r} twice: keep one")
    if needed not in header:
        raise StudyError(f"{file} has no column {needed!r}: add it")


def _text_file(study: Study, file: str) -> Path:
    path = inside(study.folder, file)
    _refuse(not path.is_file(), f"the file {file!r} does not exist in {study.name}")
    _refuse(path.stat().st_size == 0, f"the file {file!r} is empty")
    return path


def _texts(folder: Path) -> list[Path]:
    """The .txt files below a folder that lie in it truly (no symlink out of it) and are not hidden."""
    found = (path for path in folder.rglob("*.txt") if path.is_file() and path.resolve().is_relative_to(folder))
    return sorted(path for path in found if not any(p.startswith(".") for p in path.relative_to(folder).parts))


def _iso_date(value: str) -> str:
    if not value:
        return ""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return date.fromisoformat(value).isoformat()
    return datetime.fromisoformat(value).date().isoformat()


def _safe(name: str) -> str:
    """A name as a safe id: what an id must not hold becomes an underscore."""
    return re.sub(r"[^\w.-]+", "_", name).lstrip(".-")[:100] or "article"


def _unsafe(column: str, value: str) -> str:
    return f"the {column} {value[:40]!r} must be letters, digits, dots, hyphens and underscores, at most 100"


def _no_outlet(value: str) -> str:
    return f"the outlet {value[:40]!r} must be one line of at most 100 characters"


def _refuse(wrong: bool, problem: str) -> None:
    if wrong:
        raise StudyError(problem)
