"""The articles of a study: what articles.csv and outlets.csv say of each, what its source says, what its name tells.

What the catalogue says goes before what the source says, and that before what is detected.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Set
from dataclasses import replace
from functools import lru_cache
from itertools import count
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from babel import Locale
from babel.core import get_global

from helpers.study import files, kinds, outlets, sources
from helpers.study.article import PLAIN, Article
from helpers.study.dates import Reading, of_name, read_dates
from helpers.study.errors import Problem, StudyError
from helpers.study.outlets import UNKNOWN, Outlet
from helpers.study.settings import Study, inside
from helpers.study.sources import Text
from helpers.study.store import STORE
from helpers.study.table_file import near, read_table

ARTICLES = "articles.csv"
OUTLETS = "outlets.csv"
ARTICLE_COLUMNS = ("article_id", "file", "place", "outlet", "published", "language", "title", "author", "url", "note")
OUTLET_COLUMNS = ("outlet", "name", "voice", "country", "kind", "republishes")
SAFE_ID = re.compile(r"\w[\w.-]{0,99}")  # ids name files and stand before a colon in sentence ids
LANGUAGE = re.compile(r"[a-z]{2,3}")

Row = dict[str, str]
Rows = list[tuple[int, Row]]
FEW = 5  # spellings that are named
NO_ROW: Row = dict.fromkeys(ARTICLE_COLUMNS, "")


class _Given(NamedTuple):
    """A text, and the row of articles.csv that names it: its number there, 0 for none."""

    text: Text
    row: Row = NO_ROW
    number: int = 0

    @property
    def where(self) -> tuple[str, int]:
        """File and row of what is said of it."""
        return (ARTICLES, self.number) if self.number else (self.text.file, self.text.row)

    @property
    def named(self) -> tuple[str, str]:
        """The date and the title in the name of its file, where no row names it and the file holds no other text."""
        return of_name(_stem(self.text.file)) if self.text.alone and not self.number else ("", "")

    def says(self, name: str) -> str:
        """What the catalogue says, else what the source says; "" where neither does."""
        return self.row[name] or getattr(self.text.document, name)


def entries(study: Study, store: Path = STORE) -> tuple[list[Article], list[Problem]]:
    """The articles that the catalogue and the files list, and what could not be used; store: where texts are kept.

    An article given is a text of a source, a file that looks like an article, or a row of articles.csv whose file is
    not there: each that is not returned is one Problem that is "lost". Raises StudyError where a catalogue cannot be
    read as a table, or there is no text at all.
    """
    problems: list[Problem] = []
    listed = _outlets(study, problems)
    rows = _rows(study, ARTICLES, ARTICLE_COLUMNS, "file", problems)
    texts, told = sources.find(study, {row["file"].replace("\\", "/") for _, row in rows}, store)
    given = _matched(study, rows, texts, {p.file for p in told if p.severity == "lost"}, problems)
    telling = {g.text.source for g in given if g.text.document.outlet}
    said = [_outlet_of(g, g.text.source in telling) for g in given]
    dates = _dates(given, [name for name, _ in said], problems)
    articles = list(map(_article, given, _ids(given, problems), dates, _languages(given, problems)))
    articles = _with_outlets(given, articles, said, listed, study, problems)
    problems += told
    if not articles:
        raise nothing_read(study, problems)
    return articles, problems


def _article(given: _Given, article_id: str, published: str, language: str) -> Article:
    """What the catalogue, the source and the name of the file say of an article, but for its outlet."""
    text = given.text
    said = {name: given.says(name) for name in ("title", "author", "url", "note")}
    said |= {"published": published, "language": language}
    named = given.named
    detected = ["article_id"] if not given.row["article_id"] else []
    detected += ["published"] if published and not given.says("published") else []
    if named[1] and not said["title"]:
        said["title"] = named[1]
        detected.append("title")
    place = {"row": text.row, "source": text.source, "number": text.number}
    return Article(article_id, text.file, **said, **place, detected=tuple(detected))


def nothing_read(study: Study, problems: list[Problem]) -> StudyError:
    """The error of a study of which no text can be read, with the first thing that was found instead."""
    lost = [problem for problem in problems if problem.severity == "lost"]
    if lost:
        others = f", and {len(lost) - 1:,} more could not be read" if len(lost) > 1 else ""
        return StudyError(f"{study.name}: not one text could be read. {lost[0].file}: {lost[0].problem}{others}")
    instead = f". {problems[0].file}: {problems[0].problem}" if problems else ""
    return StudyError(f"{study.name} holds no text that can be read: put .txt files into {study.folder}{instead}")


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
    listed: dict[str, Outlet] = {}
    voices = study.voice_names()[1:]
    for number, row in _rows(study, OUTLETS, OUTLET_COLUMNS, "outlet", problems):
        outlet = row["outlet"]
        if len(outlet) > outlets.LONGEST or outlet in listed:
            reason = f"the outlet {outlet!r} is there twice" if outlet in listed else _too_long(outlet)
            problems.append(Problem(OUTLETS, number, f"{reason}; row left out"))
            continue
        if row["voice"] and row["voice"] not in voices:
            hint = near(row["voice"], voices)
            problems.append(Problem(OUTLETS, number, f"no voice {row['voice']!r} in the study{hint}; taken as unknown"))
            row["voice"] = ""
        listed[outlet] = Outlet(**row | {"name": row["name"] or outlet, "voice": row["voice"] or UNKNOWN})
    return listed


def _matched(study: Study, rows: Rows, texts: list[Text], lost: set[str], problems: list[Problem]) -> list[_Given]:
    """Every text with its row: those that rows name in the order of the rows, then the others.

    A row of a file with many texts names one by its place or id, else it holds for all of them that have no row of
    their own. lost: files of which that has been said already.
    """
    by_file = _by_file(texts)
    known = {_loose(file): file for file in by_file} | {file: file for file in by_file}
    own_ids = _own_ids(texts) if rows else {}
    found: dict[tuple[str, int], _Given] = {}
    for number, row in rows:
        named = row["file"].replace("\\", "/")
        try:
            file = known.get(named) or known.get(_loose(named)) or _text_file(study, named)
            if file not in by_file:
                by_file[file] = [Text(file, file)]
            chosen = _chosen(by_file[file], row, own_ids)
        except StudyError as error:
            severity = "note" if named in lost or kinds.is_own(Path(named)) else "lost"
            lost.add(named)
            problems.append(Problem(ARTICLES, number, f"{error}; row left out", severity))
            continue
        shared = len(by_file[file]) > 1 and len(chosen) > 1
        before = found.get((chosen[0].file, chosen[0].number))
        if not shared and before and before.number:
            problems.append(Problem(ARTICLES, number, f"the file {named!r} is there twice; row left out"))
            continue
        for text in chosen:
            place = (text.file, text.number)
            if not shared or place not in found:
                found[place] = _Given(text, row | ({"article_id": "", "place": ""} if shared else {}), number)
    rest = (_Given(text) for text in texts if (text.file, text.number) not in found)
    return [*found.values(), *rest]


def _by_file(texts: list[Text]) -> dict[str, list[Text]]:
    """The texts by the names that a row may call their file: its own, or that of the archive that holds it."""
    found: dict[str, list[Text]] = {}
    for text in texts:
        for name in {text.file, text.source}:
            found.setdefault(name, []).append(text)
    return found


def _chosen(texts: list[Text], row: Row, own_ids: Mapping[tuple[str, int], str]) -> list[Text]:
    """Those of a file's texts that a row is about. StudyError where it names a place that is not there."""
    if len(texts) == 1:
        return texts
    if row["place"]:
        wanted = row["place"].rpartition(" ")[2]
        if found := [text for text in texts if str(text.row) == wanted]:
            return found[:1]
        raise StudyError(f"{row['file']!r} holds no article at {row['place']!r}")
    return [text for text in texts if own_ids.get((text.file, text.number)) == row["article_id"] != ""] or texts


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


# --- ids, dates, languages, outlets -----------------------------------------------------------------


def _ids(given: list[_Given], problems: list[Problem]) -> list[str]:
    """An id for each text, safe and unlike all others: the catalogue's, else the text's own."""
    wanted = {g.row["article_id"] for g in given}
    ids: dict[str, None] = {}
    for text, row, number in given:
        article_id = row["article_id"]
        if not SAFE_ID.fullmatch(article_id) or article_id in ids:
            article_id = _own_id(text, ids.keys() | wanted if wanted != {""} else ids.keys())
            if row["article_id"]:
                said = f"{_bad_id(row['article_id'], ids.keys())}; it gets {article_id!r}"
                problems.append(Problem(ARTICLES, number, said))
        ids[article_id] = None
    return list(ids)


def _bad_id(article_id: str, ids: Set[str]) -> str:
    if article_id in ids:
        return f"the article_id {article_id!r} is there twice"
    return f"the article_id {article_id[:40]!r} must be letters, digits, dots, hyphens and underscores, at most 100"


def _own_ids(texts: list[Text]) -> dict[tuple[str, int], str]:
    """(file, number) of each text -> the id that it has where no row gives it another."""
    ids: dict[str, tuple[str, int]] = {}
    for text in texts:
        ids[_own_id(text, ids.keys())] = (text.file, text.number)
    return {place: article_id for article_id, place in ids.items()}


def _own_id(text: Text, taken: Set[str]) -> str:
    """A safe id that is not taken: the source's; the file's stem, with the row where it holds many; else its path."""
    own = text.document.extra.get("article_id", "")
    if SAFE_ID.fullmatch(own) and own not in taken:
        return own
    behind = "" if text.alone else f"-{text.row or text.number + 1}"
    plain = f"{_safe(_stem(text.file))}{behind}"
    if plain not in taken:
        return plain
    by_path = f"{_safe('_'.join(PurePosixPath(text.file).with_suffix('').parts))}{behind}"
    numbered = (f"{plain}_{number}" for number in count(2))
    return by_path if by_path not in taken else next(name for name in numbered if name not in taken)


@lru_cache(maxsize=1_000)  # a table has one for all of its articles
def _stem(file: str) -> str:
    """The name of a file without its endings: export of dir/export.csv.gz."""
    name = PurePosixPath(file)
    return PurePosixPath(name.stem).stem if name.suffix.lower() == ".gz" else name.stem


def _safe(name: str) -> str:
    """A name as a safe id: what an id must not hold becomes an underscore."""
    return re.sub(r"[^\w.-]+", "_", name).lstrip(".-")[:90] or "article"


def _dates(given: list[_Given], outlets_of: list[str], problems: list[Problem]) -> list[str]:
    """The ISO dates that catalogue, sources and names say, in the order of day and month that the outlet's show."""
    words = (g.says("published") or g.named[0] for g in given)
    dates = read_dates(zip(range(len(given)), outlets_of, words, strict=True))
    _tell_dates(dates, given, problems)
    return list(dates.published.values())


def _tell_dates(dates: Reading, given: list[_Given], problems: list[Problem]) -> None:
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
            problems.append(Problem(*given[first].where, f"{value[:40]!r} {said}{more}"))
    if dates.settled:
        said = " and ".join(f"{len(rows):,} {order}" for order, rows in dates.settled.items())
        first = min(min(rows) for rows in dates.settled.values())
        problems.append(Problem(*given[first].where, f"dates such as 03/04/2023: {said}, as the other dates show"))


def _languages(given: list[_Given], problems: list[Problem]) -> list[str]:
    """The code of each text's language, "" where nobody says it; one line where what is said is no language."""
    codes = [language_code(g.says("language")) for g in given]
    wrong = [g for g, code in zip(given, codes, strict=True) if g.says("language") and not code]
    if wrong:
        more = f" (so are {len(wrong) - 1:,} more)" if len(wrong) > 1 else ""
        said = f"{wrong[0].says('language')[:40]!r} is no language code such as en; detected{more}"
        problems.append(Problem(*wrong[0].where, said))
    return codes


@lru_cache(maxsize=1_000)
def language_code(said: str) -> str:
    """The code of a language by its code or name: de of de-AT, deu, German or Deutsch; "" where it is none."""
    code = re.split("[-_]", said.strip().lower())[0]
    if named := _language_names().get(said.strip().casefold()):
        return named
    code = get_global("language_aliases").get(code, code)
    return code if LANGUAGE.fullmatch(code) else ""


@lru_cache(maxsize=1)
def _language_names() -> dict[str, str]:
    """Name of a language, in several languages -> its code."""
    written = ("zh", "ru", "fr", "es", "de", "en")  # the last goes before
    return {
        name.casefold(): code
        for locale in written
        for code, name in Locale(locale).languages.items()
        if LANGUAGE.fullmatch(code)
    }


def _with_outlets(
    given: list[_Given],
    articles: list[Article],
    said: list[tuple[str, bool]],
    listed: dict[str, Outlet],
    study: Study,
    problems: list[Problem],
) -> list[Article]:
    """The articles with their outlets, in one spelling each, and what is known of these."""
    _tell_outlets(given, [name for name, _ in said], listed, problems)
    spelt = outlets.spellings((name for name, _ in said if len(name) <= outlets.LONGEST), listed)
    _tell_spellings(given, said, spelt, problems)
    found = []
    for article, (name, detected) in zip(articles, said, strict=True):
        marks = (*article.detected, "outlet") if detected else article.detected
        article = replace(article, **_outlet_fields(spelt.get(name, ""), listed), detected=marks)
        found.append(article if listed else _with_voice(article, study))
    return found


def _outlet_of(given: _Given, told: bool) -> tuple[str, bool]:
    """The outlet that catalogue or source say, else by web address, folder or name of the file; whether detected.

    told: whether the source names an outlet of some of its articles, so that neither folder nor file stand for one.
    """
    if said := given.says("outlet"):
        return said, False
    if given.number and given.text.number == PLAIN:
        return "", False
    by_place = "" if told else _of_path(given.text.file) or _of_table(given.text)
    return outlets.of_url(given.says("url")) or by_place, True


@lru_cache(maxsize=1_000)
def _of_path(file: str) -> str:
    return outlets.of_path(PurePosixPath(unicodedata.normalize("NFC", file)))


def _of_table(text: Text) -> str:
    """The medium that a file of many texts is named after."""
    return "" if text.alone else outlets.of_stem(_stem(text.source))


def _tell_outlets(given: list[_Given], names: list[str], listed: dict[str, Outlet], problems: list[Problem]) -> None:
    """One line for each outlet that is none or stands in no row of outlets.csv."""
    known = set(map(outlets.key, listed))
    first: dict[str, _Given] = {}
    for g, name in zip(given, names, strict=True):
        first.setdefault(name, g)
    for name, g in first.items():
        if len(name) > outlets.LONGEST:
            problems.append(Problem(*g.where, f"{_too_long(name)}; taken as unknown"))
        elif name and listed and g.says("outlet") and outlets.key(name) not in known:
            hint = near(name, listed)
            problems.append(Problem(*g.where, f"the outlet {name!r} is not in {OUTLETS}{hint}; voice unknown"))


def _tell_spellings(
    given: list[_Given], said: list[tuple[str, bool]], spelt: Mapping[str, str], problems: list[Problem]
) -> None:
    """One line for all outlets that are spelt in several ways."""
    others = [f"{name!r} as {used!r}" for name, used in sorted(spelt.items()) if name != used]
    if others:
        first = next(g for g, (name, _) in zip(given, said, strict=True) if spelt.get(name, name) != name)
        more = f" and {len(others) - FEW:,} more" if len(others) > FEW else ""
        problems.append(Problem(*first.where, f"outlets taken as one: {', '.join(others[:FEW])}{more}"))


def _outlet_fields(name: str, listed: dict[str, Outlet]) -> dict[str, str]:
    if outlet := listed.get(name):
        named = {"outlet_name": outlet.name, "voice": outlet.voice, "country": outlet.country}
        return named | {"outlet": outlet.outlet, "kind": outlet.kind, "republishes": outlet.republishes}
    return {"outlet": name, "outlet_name": name} if name else {"outlet": UNKNOWN}


def _with_voice(article: Article, study: Study) -> Article:
    """The article with the voice and country of its outlet, where no outlets.csv says it and the medium is known."""
    medium = outlets.medium(article.outlet) if article.outlet != UNKNOWN else None
    if not medium:
        return article
    voice = next((voice.name for voice in study.voices if medium.country in voice.countries), "other")
    found = {"outlet_name": outlets.shown(article.outlet), "voice": voice, "country": medium.country}
    return replace(article, **found, detected=(*article.detected, "voice", "country"))


def _too_long(outlet: str) -> str:
    return f"the outlet {outlet[:40]!r}... must have at most {outlets.LONGEST} characters"
