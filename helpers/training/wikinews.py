"""German Wikinews with its quotations (Petersen-Frey and Biemann, LREC 2024): reading it, and as it is judged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from helpers.study import StudyError
from helpers.training.polnear import Annotated, Gold, Judged, Span, Tokens


def is_folder(folder: Path) -> bool:
    """Whether the folder is laid out as this data set is."""
    return (folder / "annotations").is_dir()


def load(folder: str | Path, part: str) -> list[Annotated]:
    """The articles of `part` (train or dev) with every quotation that lies in no other."""
    return [Annotated(name, text, tuple(gold for gold, _ in found)) for name, text, found in _articles(folder, part)]


def judged(folder: str | Path, part: str) -> Iterator[tuple[str, list[Judged]]]:
    """The text of every article and its quotations as they are judged; the mode is the data set's own type."""
    for _, text, found in _articles(folder, part):
        words = Tokens(text)
        yield text, [Judged(words(g.source), words(g.content), words(g.cue), kind, True) for g, kind in found]


def _articles(folder: str | Path, part: str) -> Iterator[tuple[str, str, list[tuple[Gold, str]]]]:
    home = Path(folder) / part
    files = sorted((home / "annotations").glob("*.json"))
    if not files:
        raise StudyError(f"{home}: no German Wikinews here; give the folder that holds {part}/annotations/*.json.")
    for file in files:
        text = (home / "text" / f"{file.stem}.txt").read_bytes().decode("utf-8")
        found = json.loads(file.read_text("utf-8"))["annotations"]
        yield (
            file.stem,
            text,
            [(_gold(each), each["type"]) for each in found if each["quote"] and not each.get("isNested")],
        )


def _gold(annotation: dict) -> Gold:
    return Gold(*(_spans(annotation.get(part, [])) for part in ("speaker", "cue", "quote")))


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(sorted((start, end) for start, end in pairs))
