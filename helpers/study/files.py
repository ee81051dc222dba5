"""The files below a study's folder: which hold its texts, and what is said of every other one.

A source is a file of a format that a reader knows (its ending in any case), or an archive. A file that looks like an
article but is of no such format is one row "lost"; what is plainly no article is a note.
"""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Iterator, Set
from functools import lru_cache
from pathlib import Path

from helpers.study import kinds
from helpers.study.errors import Problem
from helpers.study.kinds import shown
from helpers.study.readers import ARCHIVES, HEAD, endings, reader_of
from helpers.study.settings import Study
from helpers.study.table_file import UNSHOWN

FEW = 5  # files of one ending that are named one by one; more are counted in one line


def find(study: Study, named: Set[str] = frozenset()) -> tuple[list[str], list[Problem]]:
    """The sources of a study, sorted by path, and what is said of all other files below its folder.

    Paths are relative to the folder. named: those that the catalogue names; they are texts whatever their ending, but
    for those of a known other kind.
    """
    if study.text:
        return [study.text], []
    problems: list[Problem] = []
    sources: list[Path] = []
    links: list[Path] = []
    others, hidden = defaultdict(list), []
    for path in _walk(study.folder, problems):
        relative = path.relative_to(study.folder)
        name = shown(relative)
        is_named = name in named and is_article(path)
        if kinds.is_silent(relative) or relative.as_posix() in (*study.codebooks, *study.lexicons):
            continue
        if kinds.explains(path) and not is_named:
            problems.append(Problem(name, 0, "explains the texts by its name and is not read; rename it if it is one"))
        elif path.name.startswith(".") and not is_named:
            hidden.append(name)
        elif not is_named and not (is_text(path) or _is_source(path)):
            others[path.suffix.lower()].append(path)
        elif problem := _unreadable(path, study.folder):
            problems.append(Problem(name, 0, problem, "lost"))
        else:
            (links if path.is_symlink() else sources).append(path)
    _add_links(study.folder, links, sources, problems)
    for paths in others.values():
        problems.extend(_others(study.folder, paths))
    if hidden:
        problems.append(Problem(hidden[0], 0, f"hidden files are not read ({len(hidden):,} here)"))
    return [path.relative_to(study.folder).as_posix() for path in sorted(sources)], sorted(problems)


def is_text(path: Path) -> bool:
    """Whether a file is plain text by its name; an export may have such a name as well."""
    return path.suffix.lower() == ".txt"


def is_plain(path: Path) -> bool:
    """Whether a source is one article in plain text: its text is the file's."""
    return is_text(path) and _reader(path) == "text" or not _is_source(path)


def is_article(path: Path) -> bool:
    """Whether a file that a catalogue names may be read: a reader knows it, or it is of no other kind that is known."""
    return _is_source(path) or not kinds.is_known(path)


def _is_source(path: Path) -> bool:
    suffix = path.suffix.lower()
    return suffix in ARCHIVES or bool(_reader(path)) or suffix in endings() and not os.access(path, os.R_OK)


def _reader(path: Path) -> str:
    """The name of the reader that knows a file, "" where none does."""
    try:
        state = path.stat()
        return _sniffed(path, state.st_size, state.st_mtime_ns) if stat.S_ISREG(state.st_mode) else ""
    except OSError:
        return ""


@lru_cache(maxsize=300_000)  # a run asks several times
def _sniffed(path: Path, size: int, changed: int) -> str:
    with path.open("rb") as file:
        reader = reader_of(path, file.read(HEAD))
    return reader.name if reader else ""


def _walk(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """Every file and hidden folder below a folder; a link to a folder is never followed, but told."""

    def unreadable(error: OSError) -> None:
        name = shown(Path(error.filename).relative_to(folder))
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
            if path.is_symlink() or name.startswith(".") or kinds.is_of_the_system(name):
                folders.remove(name)
        yield from (here / name for name in sorted(names))


def _linked_folder(path: Path, folder: Path) -> Problem:
    name = shown(path.relative_to(folder))
    if Path(os.path.realpath(path)).is_relative_to(folder):
        return Problem(name, 0, "a link to another folder of the study, where its texts are read")
    return Problem(name, 0, "a link to a folder outside the study, which is not followed: copy its texts in", "lost")


def _unreadable(path: Path, folder: Path) -> str:
    """Why a .txt file cannot be taken as a text, "" if it can."""
    if UNSHOWN.search(str(path.relative_to(folder))):
        return "its name or its folder's holds characters that cannot be shown (not UTF-8, or control): rename it"
    if "\\" in str(path.relative_to(folder)) and os.sep == "/":
        return "its name or its folder's holds a backslash, which elsewhere parts folders: rename it"
    try:
        mode = path.stat().st_mode
    except OSError:
        return "a link to no file"
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(folder):
        return "a link to a file outside the study, which is not followed: copy the text in"
    if not stat.S_ISREG(mode):
        return "no file that holds a text (a pipe, a device or a folder)"
    return "" if os.access(path, os.R_OK) else "you have no right to read it: give yourself the right"


def _add_links(folder: Path, links: list[Path], texts: list[Path], problems: list[Problem]) -> None:
    """Take a link to a text of the study only where that text is not read at its own place already."""
    taken = {str(path): path for path in texts} if links else {}
    for path in links:
        first = taken.setdefault(os.path.realpath(path), path)
        if first is path:
            texts.append(path)
        else:
            name, read = shown(path.relative_to(folder)), shown(first.relative_to(folder))
            problems.append(Problem(name, 0, f"a link to {read}, which is read there"))


def _others(folder: Path, paths: list[Path]) -> Iterator[Problem]:
    """What is said of the files of one ending: one row for each article lost, and few for what is none."""
    plain = []
    for path in paths:
        kind = kinds.unread(path, kinds.peek(path) if stat.S_ISREG(path.lstat().st_mode) else b"")
        if kind.lost:
            yield Problem(shown(path.relative_to(folder)), 0, kind.said, "lost")
        else:
            plain.append((shown(path.relative_to(folder)), kind))
    for name, kind in plain if len(plain) <= FEW else plain[:1]:
        more = "" if len(plain) <= FEW else f" ({len(plain):,} of this ending)"
        yield Problem(name, 0, f"{kind.said}{more}")
