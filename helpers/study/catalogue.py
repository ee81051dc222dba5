"""The articles of a study: what articles.csv and outlets.csv say of each, what its source says, what its name tells.

What the catalogue says goes before what the source says, and that before what is detected.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from babel import Locale
from babel.core import get_global

from helpers.study import outlets, sources
from helpers.study.article import PLAIN, Article
from helpers.study.dates import Reading, read_dates
from helpers.study.errors import Problem, StudyError
from helpers.study.given import (
    OUTLETS,
    Given,
    article_ids,
    article_rows,
    listed_outlets,
    matched,
    stem,
    too_long,
)
from helpers.study.outlets import UNKNOWN, Outlet
from helpers.study.settings import Study
from helpers.study.sources import Text
from helpers.study.store import STORE
from helpers.study.table_file import near

LANGUAGE = re.compile(r"[a-z]{2,3}")
MARKS = ("article_id", "outlet", "published", "title")  # in this order in `detected`
FEW = 5  # spellings that are named


def entries(study: Study, store: Path = STORE) -> tuple[list[Article], list[Problem]]:
    """The articles that the catalogue and the files list, and what could not be used; store: where texts are kept.

    An article given is a text of a source, a file that looks like an article, or a row of articles.csv whose file is
    not there: each that is not returned is one Problem that is "lost". Raises StudyError where a catalogue cannot be
    read as a table, or there is no text at all.
    """
    problems: list[Problem] = []
    listed = listed_outlets(study, problems)
    rows = article_rows(study, problems)
    texts, told = sources.find(study, {row["file"].replace("\\", "/") for _, row in rows}, store)
    given = matched(study, rows, texts, {p.file for p in told if p.severity == "lost"}, problems)
    telling = {g.text.source for g in given if g.text.document.outlet}
    said = [_outlet_of(g, g.text.source in telling) for g in given]
    dates = _dates(given, [name for name, _ in said], problems)
    articles = list(map(_article, given, article_ids(given, problems), dates, _languages(given, problems)))
    articles = _with_outlets(given, articles, said, listed, study, problems)
    problems += told
    if not articles:
        raise nothing_read(study, problems)
    return articles, problems


def _article(given: Given, article_id: str, published: str, language: str) -> Article:
    """What the catalogue, the source and the name of the file say of an article, but for its outlet."""
    text = given.text
    said: dict[str, Any] = {name: given.says(name) for name in ("title", "author", "url", "note")}
    said |= {"published": published, "language": language, "story": given.row["story"]}
    named = given.named
    detected = ["article_id"] if not given.number else []
    detected += ["published"] if published and not given.says("published") else []
    if named.title and not said["title"]:
        said["title"] = named.title
        detected.append("title")
    said |= {"slug": named.slug, "named": named.partial}
    said |= {"row": text.row, "source": text.source, "number": text.number}
    return Article(article_id, text.file, **said, detected=tuple(detected))


def nothing_read(study: Study, problems: list[Problem]) -> StudyError:
    """The error of a study of which no text can be read, with the first thing that was found instead."""
    lost = [problem for problem in problems if problem.severity == "lost"]
    if lost:
        others = f", and {len(lost) - 1:,} more could not be read" if len(lost) > 1 else ""
        return StudyError(f"{study.name}: not one text could be read. {lost[0].file}: {lost[0].problem}{others}")
    instead = f". {problems[0].file}: {problems[0].problem}" if problems else ""
    return StudyError(f"{study.name} holds no text that can be read: put .txt files into {study.folder}{instead}")


# --- ids, dates, languages, outlets -----------------------------------------------------------------


def _dates(given: list[Given], outlets_of: list[str], problems: list[Problem]) -> list[str]:
    """The ISO dates that catalogue, sources and names say, in the order of day and month that the outlet's show."""
    words = (g.says("published") or g.named.published for g in given)
    dates = read_dates(zip(range(len(given)), outlets_of, words, strict=True))
    _tell_dates(dates, given, problems)
    _tell_yearless(given, list(dates.published.values()), problems)
    return list(dates.published.values())


def _tell_dates(dates: Reading, given: list[Given], problems: list[Problem]) -> None:
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


def _tell_yearless(given: list[Given], dates: list[str], problems: list[Problem]) -> None:
    """One line where names of files hold a day and a month, and nothing says the year."""
    found = [g for g, published in zip(given, dates, strict=True) if not published and g.named.yearless]
    if found:
        more = f" (so have {len(found) - 1:,} more)" if len(found) > 1 else ""
        said = f"its name has a day without a year{more}: put it into a folder named for the year, such as 2014"
        problems.append(Problem(*found[0].where, said))


def _languages(given: list[Given], problems: list[Problem]) -> list[str]:
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
    given: list[Given],
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
        marks = tuple(sorted((*article.detected, *["outlet"] * detected), key=MARKS.index))
        article = replace(article, **_outlet_fields(spelt.get(name, ""), listed), detected=marks)
        found.append(article if listed else _with_voice(article, study))
    return found


def _outlet_of(given: Given, told: bool) -> tuple[str, bool]:
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
    return "" if text.alone else outlets.of_stem(stem(text.source))


def _tell_outlets(given: list[Given], names: list[str], listed: dict[str, Outlet], problems: list[Problem]) -> None:
    """One line for each outlet that is none or stands in no row of outlets.csv."""
    known = set(map(outlets.key, listed))
    first: dict[str, Given] = {}
    for g, name in zip(given, names, strict=True):
        first.setdefault(name, g)
    for name, g in first.items():
        if len(name) > outlets.LONGEST:
            problems.append(Problem(*g.where, f"{too_long(name)}; taken as unknown"))
        elif name and listed and g.says("outlet") and outlets.key(name) not in known:
            hint = near(name, listed)
            problems.append(Problem(*g.where, f"the outlet {name!r} is not in {OUTLETS}{hint}; voice unknown"))


def _tell_spellings(
    given: list[Given], said: list[tuple[str, bool]], spelt: Mapping[str, str], problems: list[Problem]
) -> None:
    """One line for all outlets that are spelt in several ways."""
    others = [f"{name!r} as {used!r}" for name, used in sorted(spelt.items()) if name != used]
    if others:
        first = next(g for g, (name, _) in zip(given, said, strict=True) if spelt.get(name, name) != name)
        more = f" and {len(others) - FEW:,} more" if len(others) > FEW else ""
        problems.append(Problem(*first.where, f"outlets taken as one: {', '.join(others[:FEW])}{more}"))


def _outlet_fields(name: str, listed: dict[str, Outlet]) -> dict[str, Any]:
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
    return replace(
        article,
        outlet_name=outlets.shown(article.outlet),
        voice=voice,
        country=medium.country,
        detected=(*article.detected, "voice", "country"),
    )
