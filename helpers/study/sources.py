"""The texts of a study, wherever they lie: in plain files, in exports and tables, in archives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from tqdm import tqdm

from helpers.study import files, store
from helpers.study.article import PLAIN, Article
from helpers.study.errors import Problem
from helpers.study.readers.document import Document
from helpers.study.settings import Study, inside

SOON = 3  # seconds after which a terminal shows how far the reading is
ABOUT_OTHERS = (
    "a table whose ids are the names of other files here: not read, as it tells of their articles; to have what it "
    "says used, call it articles.csv, its ids `file`, and the others as README.md does"
)


class Text(NamedTuple):
    """One text: where it lies, and what its source says of it.

    file: the path below the study's folder, and behind an archive's the path in it; source: the file itself; number:
    its place in the store, PLAIN for a plain text file; row: as `Problem.row`; alone: whether its file holds no other.
    """

    file: str
    source: str
    number: int = PLAIN
    row: int = 0
    alone: bool = True
    document: Document = Document("")


def find(study: Study, named: set[str], place: Path) -> tuple[list[Text], list[Problem]]:
    """Every text of a study, sorted by file, and what is said of what is none; place: the folder of the store."""
    sources, problems = files.find(study, named)
    texts: list[Text] = []
    stems = Counter(PurePosixPath(source).name.split(".")[0] for source in sources)
    for source in tqdm(sources, "reading", unit="file", delay=SOON, leave=False, disable=None):
        if files.is_plain(study.folder / source):
            texts.append(Text(source, source))
        else:
            path = study.folder / source
            try:
                found = store.source(path, place, dict(study.columns.items()))
            except OSError as error:
                if error.filename != str(path):  # it is the store that cannot be written
                    raise
                problems.append(Problem(source, 0, f"cannot be read: {error.strerror}", "lost"))
                continue
            if _is_about_others(found, stems):
                problems.append(Problem(source, 0, ABOUT_OTHERS))
                continue
            texts.extend(_of(source, found))
            problems.extend(p._replace(file=_path(source, p.file)) for p in found.problems)
    return texts, sorted(problems)


def _is_about_others(found: store.Source, stems: Mapping[str, int]) -> bool:
    """Whether the ids of a table are the names of other files: it tells of these, and its rows are no further texts."""
    ids = [entry.document.extra.get("article_id", "") for entry in found.entries]
    return len(ids) > 1 and 2 * sum(PurePosixPath(name).name.split(".")[0] in stems for name in ids) > len(ids)


def content(study: Study, article: Article, place: Path) -> bytes:
    """The bytes of an article's text, those of its file or UTF-8; OSError or StudyError where they cannot be had."""
    if article.number == PLAIN:
        return inside(study.folder, article.file).read_bytes()
    path = _inside(study.folder, article.source)
    return store.text(path, article.number, place, dict(study.columns.items())).encode()


_inside = lru_cache(maxsize=1024)(inside)  # of a source that holds many texts, whose place is looked up for each


def _of(source: str, found: store.Source) -> list[Text]:
    held: dict[str, int] = {}
    for entry in found.entries:
        held[entry.member] = held.get(entry.member, 0) + 1
    return [
        Text(_path(source, e.member), source, e.number, e.row, held[e.member] == 1, e.document) for e in found.entries
    ]


def _path(source: str, member: str) -> str:
    return f"{source}/{member}" if member else source
