"""The texts that attribution is taught on, annotated and not, out of the folders and files that the user names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from helpers.study import StudyError
from helpers.training.polnear import Annotated

LONGEST = 8_000  # characters of a text that nobody annotated: the rest of it is another text
SENTENCES = 12  # that stand together where a file holds single sentences


def unannotated(paths: Iterable[Path]) -> list[Annotated]:
    """Texts of four languages, from text files (also in folders) and from files of single sentences.

    .txt holds a text; .tsv and .jsonl hold one sentence a row, in the column or the field named text or sentence.
    """
    out = []
    for path in paths:
        if not path.exists():
            raise StudyError(f"{path} does not exist: give texts to teach on, files or folders.")
        for file in sorted(path.rglob("*.txt")) if path.is_dir() else [path]:
            texts = [_text(file)] if file.suffix == ".txt" else _joined(_sentences(file))
            out += [Annotated(f"{file.stem}_{i}", part, None) for i, part in enumerate(_parts(texts))]
    return out


def _text(file: Path) -> str:
    return file.read_text("utf-8", errors="ignore")


def _sentences(file: Path) -> Iterator[str]:
    lines = _text(file).splitlines()
    if file.suffix == ".jsonl":
        yield from (row.get("text") or row.get("sentence", "") for row in map(json.loads, lines))
    else:
        names = lines[0].split("\t")
        at = next((names.index(name) for name in ("text", "sentence") if name in names), len(names) - 1)
        yield from (row.split("\t")[at] for row in lines[1:] if row.count("\t") >= at)


def _joined(sentences: Iterable[str]) -> Iterator[str]:
    kept = list(dict.fromkeys(sentence for sentence in sentences if sentence.strip()))
    for start in range(0, len(kept), SENTENCES):
        yield "\n".join(kept[start : start + SENTENCES])


def _parts(texts: Iterable[str]) -> Iterator[str]:
    """Texts of at most LONGEST characters, cut at line ends."""
    for text in texts:
        part: list[str] = []
        held = 0
        for line in text.splitlines():
            if held + len(line) > LONGEST and part:
                yield "\n".join(part)
                part, held = [], 0
            part.append(line[:LONGEST])
            held += len(line)
        if held:
            yield "\n".join(part)
