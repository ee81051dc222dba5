"""What the name of a file and its folders say of the article in it: its date, whole or partial, and its title."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from helpers.study.dates import iso, month_names, of_words, ways
from helpers.study.yaml_file import read_yaml

TITLE = 3  # words of a title
CHARACTERS = 4  # of one in a script without blanks
UNSPACED = re.compile(r"[\u3400-\u9fff]")
START, END = r"(?<![^\W_])", r"(?![^\W_])"  # beside a date stands no letter and no digit
CLOCK = r"(?:T\d{4,6}Z?|[T_ ]\d\d[-.h]\d\d(?:[-.]\d\d)?Z?)?"
MONTH = r"[^\W\d_]{3,10}\.?"
# Dates in a name: 2014-10-03, 20141003, with a clock (T101500Z, T10-15-00); 2014年10月3日; 3-10-2014; 3-Oct-2014;
# October 3 2014; then those without a day: 2014-10, 2014年10月, October 2014.
WHOLE = (
    re.compile(rf"{START}(\d{{4}})([-_. ]?)(\d\d)\2(\d\d){CLOCK}{END}", re.A),
    re.compile(r"(?<!\d)(\d{4})(年)(\d{1,2})月(\d{1,2})日", re.A),
    re.compile(rf"{START}()(\d{{1,2}}[-_. ]\d{{1,2}}[-_. ](?:19|20)\d\d){END}"),
    re.compile(rf"{START}()(\d{{1,2}}[-_. ]{{1,2}}[^\W\d_]{{3,10}}[-_., ]{{1,2}}(?:19|20)\d\d){END}"),
    re.compile(rf"{START}()([^\W\d_]{{3,10}}[-_. ]{{1,2}}\d{{1,2}}[-_., ]{{1,2}}(?:19|20)\d\d){END}"),
)
PARTIAL = (
    re.compile(rf"^[\[(]?((?:19|20)\d\d)([-_.])(\d\d)()(?!\d|[-_.]\d){END}"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)(年)(\d{1,2})月()(?!\d)", re.A),
    re.compile(rf"^[\[(]?()({MONTH}[-_, ]{{1,2}}(?:19|20)\d\d){END}"),
)
# Those without a year, at the beginning: 3 Oct, 3. Oktober, 03.10._; Oct 3 - ; 10月3日.
YEARLESS = (
    re.compile(rf"^(?P<day>\d{{1,2}})\.?[-_ ](?P<word>{MONTH}){END}"),
    re.compile(rf"^(?P<word>{MONTH})[-_ ](?P<day>\d{{1,2}})(?=\s*[-–—_,])"),
    re.compile(r"^(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?=[\s_–—-])"),
    re.compile(r"^(?P<month>\d{1,2})月(?P<day>\d{1,2})日"),
)
DAY_FOLDER = re.compile(r"(?:^|/)((?:19|20)\d\d)[-_./]?(\d\d)[-_./]?(\d\d)/", re.A)
MONTH_FOLDER = re.compile(r"(?:^|/)((?:19|20)\d\d)(?:[-_./](\d\d))?/", re.A)
SIGNS = " -–—_.,;|+"
EMPTY = re.compile(r"[\[(（【]\s*[\])）】]")
# A number that files are sorted by: "001_", "12. ", "014-", "14-10-03 "; not that of "10 killed" or "5-year plan".
COUNTER = re.compile(
    r"^[\W_]*(?:\d{1,6}(?:[_.)]+| +[-–—]) *|(?:0\d{0,5}|\d{3,6})(?:-| +)|\d\d-\d\d-\d\d[-_ ]+)+(?=[^\W\d_])"
)
ENDING_ID = re.compile(r"(?:[-_][a-z])?[-_](?:\d{5,}|(?=[a-f]*\d)[0-9a-f]{8,})(?:\.\w+)?$")  # of an address: -a-1045678
NUMBERED = re.compile(r"(?<![^\W_])(?!(?:19|20)\d\d$)\d{1,4}$")  # "interview_12", not "in 2014"
LETTER = re.compile(r"[^\W\d_]")


class Named(NamedTuple):
    """What a name says: `published` (ISO, or as it stands where it can be read in two ways) and `title`, each ""
    where it says none; and what counts only where the text says nothing: `partial` (2014-10, 2014) and `slug`, the
    words of a name without blanks or without a date. yearless: whether a day and a month stand there without a year.
    """

    published: str = ""
    title: str = ""
    partial: str = ""
    slug: str = ""
    yearless: bool = False


def of_file(path: str, stem: str) -> Named:
    """What the name of a file, without its ending, and the folders of its path say."""
    found = of_name(stem)
    if found.published:
        return found
    whole = DAY_FOLDER.search(path)
    if whole and (published := iso(*whole.groups())):
        return found._replace(published=published)
    folder = MONTH_FOLDER.search(path)
    year = folder[1] if folder else ""
    if found.yearless and year:
        month_and_day = _yearless(stem)
        return found._replace(published=iso(year, *month_and_day[:2]) if month_and_day else "", yearless=False)
    return found if found.partial or not folder else found._replace(partial=iso(*folder.groups()))


def of_name(name: str) -> Named:
    """What a name says: "2023-05-20 A bridge is shut", "A bridge is shut_3-May-2023", "20230520-a-bridge-is-shut"."""
    for forms in (WHOLE, PARTIAL):
        for form in forms:
            for found in form.finditer(name):
                if published := _date(found):
                    return _named(name, found.start(), found.end(), published, is_whole=forms is WHOLE)
    if day := _yearless(name):
        return _named(name, 0, day[2], "", is_whole=True)._replace(yearless=True)
    return Named(slug=_slug(name))


def _date(found: re.Match) -> str:
    if found[1]:
        return iso(*(part for part in (found[1], found[3], found[4]) if part))
    words = re.sub(r"[_ ]", "-", found[2])
    return words if ways(words) else of_words(words)


def _yearless(name: str) -> tuple[str, str, int] | None:
    """(month, day, where they end) of a name that begins with a day of no year."""
    for form in YEARLESS:
        if found := form.match(name):
            said = found.groupdict()
            month = said.get("month") or str(month_names().get((said.get("word") or "").strip(".").casefold(), 0))
            if iso("2000", month, said["day"]):
                return month, said["day"], found.end()
    return None


def _named(name: str, start: int, end: int, published: str, is_whole: bool) -> Named:
    """The date, and what stands on both sides of it: of a number or one or two words on one side, the other side."""
    before, after = _bare(name[:start]), _bare(name[end:])
    sides = [side for side in (before, after) if _is_title(_words(side))] or [before, after]
    rest = " ".join(filter(None, sides))
    titled = rest if " " in rest.strip() or UNSPACED.search(rest) else ""
    title = titled if _is_title(titled) else ""
    slug = "" if title else _slug(rest, dated=True)
    whole, partial = (published, "") if is_whole else ("", published)
    return Named(whole, title, partial, slug)


def _bare(part: str) -> str:
    """A part of a name without signs and empty brackets at its ends, and without a number before it."""
    part = COUNTER.sub("", EMPTY.sub(" ", part))
    opened, closed = part.count("(") + part.count("["), part.count(")") + part.count("]")
    part = part.strip(SIGNS + ("()[]" if opened != closed else ""))
    return "" if part.isdigit() else part


def _words(name: str) -> str:
    return re.sub(r"[-_]+", " ", name)


def _is_title(words: str) -> bool:
    return len(words.split()) >= TITLE or len(UNSPACED.findall(words)) >= CHARACTERS


def _slug(name: str, dated: bool = False) -> str:
    """The words of a name as a title, "" where they are too few, or number a file: "interview-12"."""
    name = ENDING_ID.sub("", name)
    if not dated and NUMBERED.search(name):
        return ""
    bare = _bare(name)
    title = " ".join((bare if " " in bare else _words(bare)).replace("_", " ").split())
    words = [word for word in title.split() if LETTER.search(word)]
    if not _is_title(" ".join(words)):
        return ""
    if set(word.casefold() for word in words) <= _generic() or not dated and _is_about_files(words):
        return ""
    return title[0].upper() + title[1:]


def _is_about_files(words: list[str]) -> bool:
    """Whether words tell of a file, not of news: half of them or more are such as "texts" and "download"."""
    return 2 * sum(word.casefold() in _generic() for word in words) >= len(words)


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    return frozenset(read_yaml(Path(__file__).with_name("generic.yaml"), words=True)["folders"])
