"""Word lists with a score for each word: reading them, and the lists that come with the package."""

import csv
import math
from functools import cache
from pathlib import Path
from typing import NamedTuple

from helpers.study import StudyError

FOLDER = Path(__file__).resolve().parents[1] / "lexicons" / "sentiment"
_MAX_BYTES = 50_000_000


class Lexicon(NamedTuple):
    """Scores in [-1, 1] of single words and of phrases (tuples of words), lower case with straight apostrophes."""

    words: dict[str, float]
    phrases: dict[tuple[str, ...], float]
    longest: int  # words of the longest phrase, 1 where there is none


def read_lexicon(path: Path) -> Lexicon:
    """A lexicon in CSV: a header `word,score`, then one word or phrase a line; lines that start with # are comments.

    Scores may be on any scale around 0: they are divided by the largest absolute value. Raises StudyError with the
    file and the line for whatever cannot be read.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise StudyError(f"{path.name} is larger than {_MAX_BYTES // 10**6} MB: too large for a lexicon.")
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StudyError(f"{path.name} is not UTF-8 text (byte {error.start}): save it as UTF-8.") from error
    except OSError as error:
        raise StudyError(f"{path.name} cannot be read ({error.strerror}): check `lexicons` in study.yaml.") from error
    entries: dict[str, float] = {}
    header = True
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
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
    return _lexicon(entries)


def _cells(line: str, path: Path, number: int) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], strict=True))]
    except csv.Error as error:
        raise StudyError(f"{path.name}, line {number}: not a line of CSV ({error}).") from error


def _entry(cells: list[str], path: Path, number: int) -> tuple[str, float]:
    where = f"{path.name}, line {number}"
    if len(cells) < 2:
        raise StudyError(f"{where}: needs a word and a score with a comma between, as in good,1.")
    word = normal(cells[0])
    if not word:
        raise StudyError(f"{where}: has no word before the comma.")
    try:
        value = float(cells[1])
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise StudyError(f'{where}: the score "{cells[1]}" is not a number.')
    return word, value


def normal(word: str) -> str:
    """A word as lexicons are looked up: lower case, straight apostrophes, single spaces."""
    return " ".join(word.lower().replace("’", "'").split())


def _lexicon(entries: dict[str, float]) -> Lexicon:
    top = max(map(abs, entries.values()))
    scaled = {word: value / top for word, value in entries.items()}
    phrases = {tuple(word.split()): value for word, value in scaled.items() if " " in word}
    words = {word: value for word, value in scaled.items() if " " not in word}
    return Lexicon(words, phrases, max(map(len, phrases), default=1))


@cache
def shipped(name: str) -> Lexicon:
    """A lexicon of the package: afinn, hu_liu, german_polarity, ..."""
    return read_lexicon(FOLDER / f"{name}.csv")
