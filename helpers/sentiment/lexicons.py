"""Word lists with a score for each word: reading them, and the lists that come with the package."""

import csv
import math
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from helpers.layout.words import characters
from helpers.study import StudyError

FOLDER = Path(__file__).resolve().parents[1] / "lexicons" / "sentiment"
_MAX_BYTES = 50_000_000
_LANGUAGES = re.compile(r"#\s*languages?\s*:\s*(.+)", re.IGNORECASE)


class Lexicon(NamedTuple):
    """Scores in [-1, 1] of words and phrases, lower case with straight apostrophes; a final `*` is any ending."""

    words: dict[str, float]
    stems: dict[str, float]  # words that ended in *, without it
    phrases: dict[tuple[str, ...], float]
    languages: tuple[str, ...]


def read_lexicon(path: Path) -> Lexicon:
    """A lexicon in CSV: a header `word,score`, then one word or phrase a line; lines that start with # are comments.

    Scores beyond [-1, 1] are brought into it, all divided by the largest absolute value. A word may end in * (any
    ending). A comment `# language: de` says what language the list is for; else it is English. Raises StudyError
    with the file and the line for whatever cannot be read.
    """
    entries: dict[str, float] = {}
    languages: tuple[str, ...] = ("en",)
    header = True
    for number, line in enumerate(_text(path).splitlines(), 1):
        if line.startswith("#") or not line.strip():
            if declared := _LANGUAGES.match(line):
                languages = tuple(code.strip().lower()[:2] for code in declared[1].split(","))
            continue
        cells = _cells(line, path, number)
        if header:
            if [cell.lower() for cell in cells[:2]] != ["word", "score"]:
                raise StudyError(f"{path.name}, line {number}: the first line must be the header word,score.")
            header = False
            continue
        word, value = _entry(cells, path, number)
        if entries.get(word, value) != value:
            raise StudyError(f'{path.name}, line {number}: "{word}" has two different scores; keep one.')
        entries[word] = value
    if not any(entries.values()):
        raise StudyError(f"{path.name} has no word with a score other than 0: add lines such as good,1.")
    return lexicon(entries, languages)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise StudyError(f"{path.name} is larger than {_MAX_BYTES // 10**6} MB: too large for a lexicon.")
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StudyError(f"{path.name} is not UTF-8 text (byte {error.start}): save it as UTF-8.") from error
    except OSError as error:
        raise StudyError(f"{path.name} cannot be read ({error.strerror}): check `lexicons` in study.yaml.") from error


def _cells(line: str, path: Path, number: int) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], strict=True))]
    except csv.Error as error:
        raise StudyError(f"{path.name}, line {number}: not a line of CSV ({error}).") from error


def _entry(cells: list[str], path: Path, number: int) -> tuple[str, float]:
    where = f"{path.name}, line {number}"
    if len(cells) < 2:
        raise StudyError(f"{where}: needs a word and a score with a comma between, as in good,1.")
    word = " ".join(cells[0].lower().replace("’", "'").split())
    if not word.strip("* "):
        raise StudyError(f"{where}: has no word before the comma.")
    try:
        value = float(cells[1])
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise StudyError(f'{where}: the score "{cells[1]}" is not a number.')
    return word, value


def as_words(entry: str) -> tuple[str, ...]:
    """The words of an entry: what stands between blanks and, where a script sets none, every character.

    >>> as_words("far from"), as_words("不满"), as_words("peac*")
    (('far', 'from'), ('不', '满'), ('peac*',))
    """
    return tuple(word for part in entry.split() for word in characters().sub(r" \g<0> ", part).split())


def lexicon(entries: Mapping[str, float], languages: tuple[str, ...]) -> Lexicon:
    """A lexicon from words and phrases with their scores."""
    top = max(1.0, *map(abs, entries.values()))
    words, stems, phrases = {}, {}, {}
    for word, value in entries.items():
        if len(parts := as_words(word)) > 1:
            phrases[parts] = value / top
        elif word.endswith("*"):
            stems[word[:-1]] = value / top
        else:
            words[word] = value / top
    return Lexicon(words, stems, phrases, languages)


def toned(entries: Mapping[str, float], languages: tuple[str, ...]) -> Lexicon:
    """A lexicon without words of score 0, so that they do not count as known; phrases stay, they hide their words."""
    return lexicon({word: value for word, value in entries.items() if value or " " in word}, languages)


@cache
def shipped(name: str) -> Lexicon:
    """A lexicon of the package: afinn, hu_liu, german_polarity, ..."""
    return read_lexicon(FOLDER / f"{name}.csv")
