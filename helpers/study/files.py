"""The files below a study's folder: which are its texts, and what is said of every other one.

An article given is a .txt file (its ending in any case), or a file that looks like an article but cannot be read as
one: each of these that is not read is one row "lost". What is plainly no article is a note.
"""

from __future__ import annotations

import os
import re
import stat
from collections import defaultdict
from collections.abc import Iterator, Set
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from helpers.reading import ReadingError, decode
from helpers.study.errors import Problem
from helpers.study.settings import Study
from helpers.study.table_file import UNSHOWN
from helpers.study.yaml_file import read_yaml

TEXT = ".txt"
OWN = re.compile(r"study\.yaml|speakers\.csv|articles\.csv|outlets\.csv|coding(_\w+)?\.csv|to-code.*\.csv")
FEW = 5  # files of one ending that are named one by one; more are counted in one line
PEEK = 4096  # bytes that show whether a file of an unknown ending holds text


class _Kind(NamedTuple):
    """What is said of files of one ending: what they are, what to do, and whether an article is lost with each."""

    what: str
    do: str
    lost: bool


def find(study: Study, named: Set[str] = frozenset()) -> tuple[list[str], list[Problem]]:
    """The texts of a study, sorted by path, and what is said of all other files below its folder.

    Paths are relative to the folder. named: those that the catalogue names; they are texts whatever their ending, but
    for those of a known other kind.
    """
    if study.text:
        return [study.text], []
    problems: list[Problem] = []
    texts, links, others, hidden = [], [], defaultdict(list), []
    for path in _walk(study.folder, problems):
        name = _shown(path.relative_to(study.folder))
        is_named = name in named and is_article(path)
        if _is_silent(path, study):
            continue
        if path.name.startswith(".") and not is_named:
            hidden.append(name)
        elif path.suffix.lower() != TEXT and not is_named:
            others[path.suffix.lower()].append(path)
        elif problem := _unreadable(path, study.folder):
            problems.append(Problem(name, 0, problem, "lost"))
        else:
            (links if path.is_symlink() else texts).append(path)
    _add_links(study.folder, links, texts, problems)
    for paths in others.values():
        problems.extend(_others(study.folder, paths))
    if hidden:
        problems.append(Problem(hidden[0], 0, f"hidden files are not read ({len(hidden):,} here)"))
    return [path.relative_to(study.folder).as_posix() for path in sorted(texts)], sorted(problems)


def _walk(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """Every file and hidden folder below a folder; a link to a folder is never followed, but told."""

    def unreadable(error: OSError) -> None:
        name = _shown(Path(error.filename).relative_to(folder))
        problems.append(
            Problem(name, 0, f"this folder cannot be read ({error.strerror}): give yourself the right", "lost")
        )

    for where, folders, names in os.walk(folder, onerror=unreadable):
        folders.sort()
        here = Path(where)
        for name in list(folders):
            path = here / name
            if path.is_symlink():
                problems.append(_linked_folder(path, folder))
            elif name.startswith("."):
                yield path
            if path.is_symlink() or name.startswith(".") or name.lower() in _endings()[1]["names"]:
                folders.remove(name)
        yield from (here / name for name in sorted(names))


def _linked_folder(path: Path, folder: Path) -> Problem:
    name = _shown(path.relative_to(folder))
    if Path(os.path.realpath(path)).is_relative_to(folder):
        return Problem(name, 0, "a link to another folder of the study, where its texts are read")
    return Problem(name, 0, "a link to a folder outside the study, which is not followed: copy its texts in", "lost")


def _unreadable(path: Path, folder: Path) -> str:
    """Why a .txt file cannot be taken as a text, "" if it can."""
    if UNSHOWN.search(str(path.relative_to(folder))):
        return "its name or its folder's holds characters that cannot be shown (not UTF-8, or control): rename it"
    try:
        mode = path.stat().st_mode
    except OSError:
        return "a link to no file"
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(folder):
        return "a link to a file outside the study, which is not followed: copy the text in"
    return "" if stat.S_ISREG(mode) else "no file that holds a text (a pipe, a device or a folder)"


def _add_links(folder: Path, links: list[Path], texts: list[Path], problems: list[Problem]) -> None:
    """Take a link to a text of the study only where that text is not read at its own place already."""
    taken = {str(path): path for path in texts} if links else {}
    for path in links:
        first = taken.setdefault(os.path.realpath(path), path)
        if first is path:
            texts.append(path)
        else:
            name, read = _shown(path.relative_to(folder)), _shown(first.relative_to(folder))
            problems.append(Problem(name, 0, f"a link to {read}, which is read there"))


def _others(folder: Path, paths: list[Path]) -> Iterator[Problem]:
    """What is said of the files of one ending: one row for each article lost, and few for what is none."""
    kinds = {path: _kind(path) for path in paths}
    plain = []
    for path, kind in kinds.items():
        if kind.lost:
            yield Problem(_shown(path.relative_to(folder)), 0, _said(kind), "lost")
        else:
            plain.append((_shown(path.relative_to(folder)), kind))
    for name, kind in plain if len(plain) <= FEW else plain[:1]:
        more = "" if len(plain) <= FEW else f" ({len(plain):,} of this ending)"
        yield Problem(name, 0, f"{_said(kind)}{more}")


def _said(kind: _Kind) -> str:
    return f"{kind.what}, not read (only {TEXT} is){f': {kind.do}' if kind.do else ''}"


def _kind(path: Path) -> _Kind:
    if known := _endings()[0].get(path.suffix.lower()[1:]):
        return known
    ending = f"the ending {_shown(Path(path.suffix))}" if path.suffix else "no ending"
    if _holds_text(path):
        return _Kind(f"text with {ending}", f"if it is an article, give its name the ending {TEXT}", True)
    return _Kind(f"a file with {ending}", "", False)


def _holds_text(path: Path) -> bool:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            raw = file.read(PEEK)
    except OSError:
        return False
    return any(_is_text(raw[: len(raw) - cut]) for cut in range(4))  # the last letter may be cut in two


def _is_text(raw: bytes) -> bool:
    try:
        return bool(decode(raw))
    except ReadingError:
        return False


@lru_cache(maxsize=1)
def _endings() -> tuple[dict[str, _Kind], dict[str, frozenset[str]]]:
    """(ending -> kind, what is not spoken of) from endings.yaml."""
    data = read_yaml(Path(__file__).with_name("endings.yaml"), words=True)
    kinds = {
        ending: _Kind(kind["what"], kind.get("do", ""), lost)
        for lost, of in ((True, data["lost"]), (False, data["note"]))
        for kind in of
        for ending in kind["endings"]
    }
    return kinds, {key: frozenset(values) for key, values in data["silent"].items()}


def is_article(path: Path) -> bool:
    """Whether a file that a catalogue names may be read as a text: it is of no other kind that is known."""
    return path.suffix.lower()[1:] not in _endings()[0]


def is_own(path: Path) -> bool:
    """Whether a file has its place in every study: study.yaml, the catalogue, hand coding."""
    return OWN.fullmatch(path.name) is not None


def _is_silent(path: Path, study: Study) -> bool:
    silent = _endings()[1]
    named = path.relative_to(study.folder).as_posix() in (*study.codebooks, *study.lexicons)
    return (
        named
        or is_own(path)
        or path.name.lower() in silent["names"]
        or (path.suffix.lower() != TEXT and path.stem.lower() in silent["stems"])
    )


def _shown(path: Path) -> str:
    """A path as it can be printed and stored: bytes that are no UTF-8 and control characters escaped."""
    name = os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")
    return UNSHOWN.sub(lambda found: found[0].encode("unicode_escape").decode(), name)
