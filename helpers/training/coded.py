"""Texts coded line by line for who says what: NN.txt beside NN.jsonl, in a folder a language.

NN.txt holds articles: a line `## article J`, then `J.K<tab>text` for every line of the article. NN.jsonl holds for
every line that was read `{"line": "J.K", "a": [{"source": ..., "cue": ..., "content": ...}]}`: strings of that line,
empty where there is none, a list where a part is in pieces; `@@2` behind a string means its second occurrence there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from helpers.study import StudyError
from helpers.training.polnear import Annotated, Gold, Span

Coded = list[dict[str, str | list[str]]]


def load(paths: Iterable[Path], without: Iterable[Path] = ()) -> list[Annotated]:
    """The articles of the files NN.jsonl, or of all of them in a folder, with the lines that were read alone."""
    left_out = {path.resolve() for path in without}
    files = [file for path in paths for file in (sorted(path.rglob("*.jsonl")) if path.is_dir() else [path])]
    return [article for file in files if file.resolve() not in left_out for article in _articles(file)]


def _articles(file: Path) -> Iterator[Annotated]:
    read = {row["line"]: row["a"] for row in map(json.loads, file.read_text("utf-8").splitlines())}
    blocks = file.with_suffix(".txt").read_text("utf-8").split("## article ")[1:]
    for block in blocks:
        number, *lines = block.splitlines()
        pairs = [line.split("\t", 1) for line in lines if line.split("\t", 1)[0] in read]
        text, gold = "", []
        for key, line in pairs:
            gold += [_gold(line, each, len(text), f"{file}, line {key}") for each in read[key] if each["content"]]
            text += line + "\n"
        if pairs:
            yield Annotated(f"{file.parent.name}_{file.stem}_{number}", text, tuple(gold))


def _gold(line: str, coded: dict[str, str | list[str]], at: int, where: str) -> Gold:
    """An attribution in the characters of its article, where its line begins at `at`."""
    parts = []
    for role in ("source", "cue", "content"):
        given = coded.get(role, "")
        strings = [given] if isinstance(given, str) else given
        parts.append(tuple(sorted(_place(line, string, at, where) for string in strings if string)))
    return Gold(*parts)


def _place(line: str, string: str, at: int, where: str) -> Span:
    words, _, nth = string.partition("@@")
    start = -1
    for _ in range(int(nth or 1)):
        start = line.find(words, start + 1)
        if start < 0:
            raise StudyError(f"{where}: {words!r} does not occur there{f' {nth} times' if nth else ''}; mend the code.")
    return at + start, at + start + len(words)
