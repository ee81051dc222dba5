"""articles.csv and outlets.csv: which texts a study holds, and what is known of each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.layout import Span, lay_out
from helpers.names import gazetteer
from helpers.study import detect, files
from helpers.study.dates import Reading, of_name, read_dates
from helpers.study.errors import Problem, StudyError
from helpers.study.settings import Study, inside
from helpers.study.table_file import near, read_table

ARTICLES = "articles.csv"
OUTLETS = "outlets.csv"
ARTICLE_COLUMNS = ("article_id", "file", "outlet", "published", "language", "title", "author", "url", "note")
OUTLET_COLUMNS = ("outlet", "name", "voice", "country", "kind", "republishes")
SAFE_ID = re.compile(r"\w[\w.-]{0,99}")  # ids name files and stand before a colon in sentence ids
LONGEST_OUTLET = 100  # characters of a name; what names files is made of it elsewhere
LANGUAGE = re.compile(r"[a-z]{2,3}")
UNKNOWN = "unknown"
DETECTABLE = ("title", "language", "published")

Rows = list[tuple[int, dict[str, str]]]


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
    """One text and what is known of it; what is not known is empty. voice and what follows `note` are its outlet's.

    published is an ISO date, whole or partial. detected names the fields that were read from the text, not given.
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
    country: str = ""
    kind: str = ""
    republishes: str = ""
    detected: tuple[str, ...] = ()


def entries(study: Study) -> tuple[list[Article], list[Problem]]:
    """The articles that the catalogue and the folder list, without opening a text, and what could not be used.

    An article given is a file of the folder that is or looks like an article, or a row of articles.csv whose file is
    not there: each that is not returned is one Problem that is "lost". Raises StudyError where a catalogue cannot be
    read as a table, or there is no text at all.
    """
    problems: list[Problem] = []
    outlets = _outlets(study, problems)
    rows = _rows(study, ARTICLES, ARTICLE_COLUMNS, "file", problems)
    texts, told = files.find(study, {row["file"].replace("\\", "/") for _, row in rows})
    lost = {problem.file for problem in told if problem.severity == "lost"}
    articles = _listed(study, rows, texts, lost, outlets, problems)
    ids, listed = {article.article_id for article in articles}, {article.file for article in articles}
    for file in texts:
        if file not in listed:
            articles.append(_unlisted(Path(file), ids, outlets))
            ids.add(articles[-1].article_id)
    if not outlets:
        articles = [_with_voice(article, study) for article in articles]
    problems += told
    if not articles:
        raise nothing_read(study, problems)
    return articles, problems


def nothing_read(study: Study, problems: list[Problem]) -> StudyError:
    """The error of a study of which no text can be read, with the first thing that was found instead."""
    lost = [problem for problem in problems if problem.severity == "lost"]
    if lost:
        others = f", and {len(lost) - 1:,} more could not be read" if len(lost) > 1 else ""
        return StudyError(f"{study.name}: not one text could be read. {lost[0].file}: {lost[0].problem}{others}")
    instead = f". {problems[0].file}: {problems[0].problem}" if problems else ""
    return StudyError(f"{study.name} holds no text that can be read: put .txt files into {study.folder}{instead}")


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


def _outlets(study: Study, problems: list[Problem]) -> dict[str, Outlet]:
    outlets: dict[str, Outlet] = {}
    voices = study.voice_names()[1:]
    for number, row in _rows(study, OUTLETS, OUTLET_COLUMNS, "outlet", problems):
        outlet = row["outlet"]
        if len(outlet) > LONGEST_OUTLET or outlet in outlets:
            reason = f"the outlet {outlet!r} is there twice" if outlet in outlets else _too_long(outlet)
            problems.append(Problem(OUTLETS, number, f"{reason}; row left out"))
            continue
        if row["voice"] and row["voice"] not in voices:
            hint = near(row["voice"], voices)
            problems.append(Problem(OUTLETS, number, f"no voice {row['voice']!r} in the study{hint}; taken as unknown"))
            row["voice"] = ""
        outlets[outlet] = Outlet(**row | {"name": row["name"] or outlet, "voice": row["voice"] or UNKNOWN})
    return outlets


def _listed(
    study: Study, rows: Rows, texts: list[str], lost: set[str], outlets: dict[str, Outlet], problems: list[Problem]
) -> list[Article]:
    """The articles that the catalogue's rows name; lost: files of which that has been said already."""
    dates = read_dates((number, row["outlet"], row["published"]) for number, row in rows)
    _tell_dates(dates, problems)
    _tell_outlets(rows, outlets, problems)
    given = {row["article_id"] for _, row in rows}
    known = {_loose(file): file for file in texts} | {file: file for file in texts}
    articles: dict[str, Article] = {}
    ids: set[str] = set()
    for number, row in rows:
        named = row["file"].replace("\\", "/")
        try:
            file = known.get(named) or known.get(_loose(named)) or _text_file(study, named)
        except StudyError as error:
            severity = "note" if named in lost or files.is_own(Path(named)) else "lost"
            lost.add(named)
            problems.append(Problem(ARTICLES, number, f"{error}; row left out", severity))
            continue
        if file in articles:
            problems.append(Problem(ARTICLES, number, f"the file {named!r} is there twice; row left out"))
            continue
        article_id = row["article_id"]
        if not SAFE_ID.fullmatch(article_id) or article_id in ids:
            article_id = _free_id(Path(file), ids | given)
            if row["article_id"]:
                problems.append(Problem(ARTICLES, number, f"{_bad_id(row['article_id'], ids)}; it gets {article_id!r}"))
        ids.add(article_id)
        language = _language(row["language"], number, problems)
        fields = {"article_id": article_id, "file": file, "published": dates.published[number], "language": language}
        articles[file] = Article(**row | fields | _outlet_fields(row["outlet"], outlets))
    return list(articles.values())


def _text_file(study: Study, file: str) -> str:
    """The path below the folder of a file that a row names; StudyError where it is none that can be read."""
    path = inside(study.folder, file)
    if not path.is_file():
        raise StudyError(f"the file {file!r} does not exist in {study.name}")
    if files.is_own(path) or not files.is_article(path):
        raise StudyError(f"the file {file!r} is no article in plain text (.txt)")
    return path.relative_to(study.folder).as_posix()


def _loose(file: str) -> str:
    """A name as people see it: an accent may be a character of its own, and capitals count on some systems only."""
    return unicodedata.normalize("NFC", file).casefold()


def _bad_id(article_id: str, ids: Set[str]) -> str:
    if article_id in ids:
        return f"the article_id {article_id!r} is there twice"
    return f"the article_id {article_id[:40]!r} must be letters, digits, dots, hyphens and underscores, at most 100"


def _language(value: str, number: int, problems: list[Problem]) -> str:
    """The code of a language, `de` of `de-AT` or `de_AT`; empty, and told, where it is none."""
    code = re.split("[-_]", value.lower())[0]
    if code and not LANGUAGE.fullmatch(code):
        problems.append(Problem(ARTICLES, number, f"{value[:40]!r} is no language code such as en; detected"))
        return ""
    return code


def _tell_dates(dates: Reading, problems: list[Problem]) -> None:
    """One line for each way in which dates could not be read, and one for what other dates showed."""
    for rows, said in (
        (dates.none, "is no date: write 2023-05-20, 2023-05 or 2023; left empty"),
        (
            dates.undecided,
            "can be read in two ways, and no date of its outlet shows which: write 2023-05-20; left empty",
        ),
    ):
        if rows:
            first, value = next(iter(rows.items()))
            more = f" (so are {len(rows) - 1:,} more)" if len(rows) > 1 else ""
            problems.append(Problem(ARTICLES, first, f"{value[:40]!r} {said}{more}"))
    if dates.settled:
        said = " and ".join(f"{len(rows):,} {order}" for order, rows in dates.settled.items())
        first = min(min(rows) for rows in dates.settled.values())
        problems.append(Problem(ARTICLES, first, f"dates such as 03/04/2023: {said}, as the other dates show"))


def _tell_outlets(rows: Rows, outlets: dict[str, Outlet], problems: list[Problem]) -> None:
    """One line for each outlet that is none or stands in no row of outlets.csv."""
    first = {row["outlet"]: number for number, row in reversed(rows) if row["outlet"]}
    for outlet, number in sorted(first.items(), key=lambda item: item[1]):
        if len(outlet) > LONGEST_OUTLET:
            problems.append(Problem(ARTICLES, number, f"{_too_long(outlet)}; taken as unknown"))
        elif outlets and outlet not in outlets:
            hint = near(outlet, outlets)
            problems.append(
                Problem(ARTICLES, number, f"the outlet {outlet!r} is not in {OUTLETS}{hint}; voice unknown")
            )


def _outlet_fields(name: str, outlets: dict[str, Outlet]) -> dict[str, str]:
    if outlet := outlets.get(name):
        named = {"outlet_name": outlet.name, "voice": outlet.voice, "country": outlet.country}
        return named | {"outlet": outlet.outlet, "kind": outlet.kind, "republishes": outlet.republishes}
    if not name or len(name) > LONGEST_OUTLET:
        return {"outlet": UNKNOWN}
    return {"outlet": name, "outlet_name": name}


def _with_voice(article: Article, study: Study) -> Article:
    """The article with the voice of its outlet, where no outlets.csv says it and the gazetteer knows the medium."""
    code = gazetteer.code_of_medium(article.outlet)
    voice = next((voice.name for voice in study.voices if code in voice.countries), "other" if code else "")
    return replace(article, voice=voice, detected=(*article.detected, "voice")) if voice else article


def _unlisted(file: Path, ids: Set[str], outlets: dict[str, Outlet]) -> Article:
    """The article of a text that no row lists: its name gives id, date and title, its sub-folder the outlet."""
    folder = unicodedata.normalize("NFC", file.parts[0]) if len(file.parts) > 1 else ""
    fields = _outlet_fields(folder, outlets)
    published, title = of_name(file.stem)
    told = {name: value for name, value in (("published", published), ("title", title)) if value}
    return Article(_free_id(file, ids), file.as_posix(), **told, **fields, detected=("article_id", "outlet", *told))


def _free_id(file: Path, ids: Set[str]) -> str:
    """A safe id that is not taken: the file's stem, else its path, else with a number."""
    plain = _safe(file.stem)
    for article_id in (plain, _safe("_".join(file.with_suffix("").parts))):
        if article_id not in ids:
            return article_id
    number = 2
    while f"{plain}_{number}" in ids:
        number += 1
    return f"{plain}_{number}"


def _safe(name: str) -> str:
    """A name as a safe id: what an id must not hold becomes an underscore."""
    return re.sub(r"[^\w.-]+", "_", name).lstrip(".-")[:90] or "article"


def _too_long(outlet: str) -> str:
    return f"the outlet {outlet[:40]!r}... must have at most {LONGEST_OUTLET} characters"
