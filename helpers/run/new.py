"""A study's folder made from whatever the user has: files copied in, catalogue and settings filled in to correct."""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import yaml

from helpers.layout.detect import complete
from helpers.reading import ReadingError, decode
from helpers.study import kinds
from helpers.study.article import Article
from helpers.study.catalogue import entries
from helpers.study.errors import Problem, StudyError
from helpers.study.given import ARTICLE_COLUMNS, ARTICLES, OUTLET_COLUMNS, OUTLETS
from helpers.study.outlets import UNKNOWN
from helpers.study.settings import Study, load_study
from helpers.study.sources import PLAIN, content
from helpers.study.store import STORE
from helpers.study.table_file import neutral

MOST_ROWS = 50_000  # articles that a table to correct by hand may have
MOST_DETECTED = 5_000  # articles whose texts are looked into for what nobody says; of more, measuring does that
FEW = 8  # outlets and problems that are named
SETTINGS = """# A study of Whose Words; README.md names every key. Voices, targets and codebooks are those of
# helpers/study/default.yaml unless you write your own here.
{settings}# question: What do you want to know?
"""


def new_study(
    folder: Path, sources: Sequence[Path], columns: Mapping[str, str] | None = None, store: Path = STORE
) -> list[str]:
    """Make a study's folder of files and folders; returns what was understood of them, in lines.

    Everything is copied, so that the folder stands alone. Raises StudyError, and leaves nothing behind, where the
    folder is there already, a source is not, or none holds a text that can be read.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StudyError(f"{folder} is there already: give a folder that is not")
    for path in sources:
        if not path.exists():
            raise StudyError(f"{path} does not exist")
        if folder.resolve().is_relative_to(path.resolve()):
            raise StudyError(f"{folder} would lie in {path}, which it is made from: give another place")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as place:
        made = Path(place) / folder.name
        made.mkdir()
        _copy(sources, made)
        study = load_study(made, columns)
        articles, problems = entries(study, store)
        if len(articles) <= MOST_DETECTED:
            articles = list(_completed(study, articles, store))
        _write(made, study, articles)
        if folder.is_dir():
            folder.rmdir()
        os.replace(made, folder)
    return [*_told(articles, problems), *_to_do(folder, articles)]


def _copy(sources: Sequence[Path], made: Path) -> None:
    """Copy files and folders; the content of a single folder lies in the study itself."""
    for path in sources:
        if path.is_file():
            shutil.copy2(path, _free(made, path.name))
        else:
            shutil.copytree(path, made if len(sources) == 1 else _free(made, path.name), ignore=_left_out,
                            symlinks=True, dirs_exist_ok=True)  # fmt: skip


def _left_out(folder: str, names: list[str]) -> list[str]:
    """What is not copied: what systems leave, hidden files, links, pipes and devices."""
    paths = {name: Path(folder) / name for name in names}
    return [
        name
        for name, path in paths.items()
        if name.startswith(".")
        or kinds.is_of_the_system(name)
        or path.is_symlink()
        or not (path.is_file() or path.is_dir())
    ]


def _free(made: Path, name: str) -> Path:
    path, number = made / name, 2
    while path.exists():
        path, number = made / f"{Path(name).stem}_{number}{Path(name).suffix}", number + 1
    return path


def _completed(study: Study, articles: list[Article], store: Path) -> Iterator[Article]:
    """The articles with what their texts show where nobody says it; one that cannot be read as it is."""
    for article in articles:
        try:
            yield complete(article, decode(content(study, article, store)))
        except (ReadingError, OSError):
            yield replace(article)


# --- the files --------------------------------------------------------------------------------------


def _write(made: Path, study: Study, articles: list[Article]) -> None:
    if not (made / "study.yaml").exists():
        settings = {"title": study.title} | ({"columns": dict(study.columns)} if study.columns else {})
        text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)
        (made / "study.yaml").write_text(SETTINGS.format(settings=text), "utf-8")
    if len(articles) <= MOST_ROWS:
        _table(made / ARTICLES, ARTICLE_COLUMNS, map(_row, articles))
    first = {article.outlet: article for article in reversed(articles) if article.outlet != UNKNOWN}
    _table(made / OUTLETS, OUTLET_COLUMNS, map(_outlet_row, (first[name] for name in sorted(first))))


def _row(article: Article) -> list[str]:
    place = str(article.row) if article.number != PLAIN and article.row else ""
    outlet = "" if article.outlet == UNKNOWN else article.outlet
    own = {"place": place, "outlet": outlet}
    return [own[name] if name in own else getattr(article, name) for name in ARTICLE_COLUMNS]


def _outlet_row(article: Article) -> list[str]:
    voice = "" if article.voice == UNKNOWN else article.voice
    return [article.outlet, article.outlet_name, voice, article.country, article.kind, article.republishes]


def _table(path: Path, columns: Sequence[str], rows: Iterator[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # with its mark spreadsheets know the encoding
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([neutral(cell) for cell in row] for row in rows)


# --- what is said -----------------------------------------------------------------------------------


def _told(articles: list[Article], problems: list[Problem]) -> Iterator[str]:
    n = len(articles)
    yield f"{n:,} articles."
    counts = Counter((a.outlet_name, a.voice) for a in articles if a.outlet != UNKNOWN)
    named = [f"{name} ({number:,}, {voice})" for (name, voice), number in counts.most_common(FEW)]
    more = f" and {len(counts) - FEW:,} more" if len(counts) > FEW else ""
    yield f"Outlets: {', '.join(named) or 'none is named'}{more}."
    dates = sorted(a.published for a in articles if a.published)
    when = f", from {dates[0]} to {dates[-1]}" if dates else ""
    yield f"Dates: {len(dates):,} of {n:,} known{when}; titles: {sum(bool(a.title) for a in articles):,} of {n:,}."
    languages = Counter(a.language for a in articles if a.language)
    if languages:
        yield f"Languages: {', '.join(f'{code} {number:,}' for code, number in languages.most_common(FEW))}."
    alike: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        alike.setdefault((problem.severity, problem.problem), []).append(problem)
    for (severity, said), same in list(alike.items())[:FEW]:
        row = f", row {same[0].row}" if same[0].row else ""
        more = f" and {len(same) - 1:,} more" if len(same) > 1 else ""
        yield f"{'Lost: ' if severity == 'lost' else ''}{same[0].file}{row}{more}: {said}."
    if len(alike) > FEW:
        yield f"... and {len(alike) - FEW:,} more, named when it is measured."


def _to_do(folder: Path, articles: list[Article]) -> Iterator[str]:
    if len(articles) > MOST_ROWS:
        columns = ", ".join(ARTICLE_COLUMNS)
        yield f"No {ARTICLES} was made, of over {MOST_ROWS:,} rows; its columns, if you write one: {columns}."
    unknown = sorted({a.outlet for a in articles if a.voice == UNKNOWN and a.outlet != UNKNOWN})
    if unknown:
        more = f" and {len(unknown) - FEW:,} more" if len(unknown) > FEW else ""
        yield f"Give the voice of {', '.join(unknown[:FEW])}{more} in {OUTLETS}."
    yield f"Correct {ARTICLES} and {OUTLETS} in {folder}, then: python run.py report --study {folder}"
