"""Which patterns of the issue codebook that hit in seeds/ hit in other news too; tests/data/seen_elsewhere.csv has it.

`python tests/benchmarks/seen_elsewhere.py FOLDER ...` counts anew in all texts, tables and lines of the folders. A
pattern that nothing but the seeds holds was written for them, and says nothing of other texts: take it out.
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from helpers.framing import find, read_codebook
from helpers.framing.codebook import FOLDER
from helpers.study import ROOT

BOOK = read_codebook(FOLDER / "great_power_competition.yaml")
STORED = ROOT / "tests" / "data" / "seen_elsewhere.csv"
KINDS = {".txt", ".csv", ".tsv", ".jsonl", ".html", ".gz"}
AT_ONCE = 20_000  # lines
Found = tuple[str, str, str]  # language, frame, pattern


def lines(files: Iterable[Path]) -> Iterator[str]:
    """The lines of files that hold any word, without the marks around them."""
    for file in files:
        raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        yield from filter(None, map(str.strip, raw.decode("utf-8", "replace").splitlines()))


def counted(texts: list[str], language: str) -> Counter[Found]:
    """Hits of the patterns of a language."""
    return Counter((language, hit.frame, hit.pattern) for hit in find(texts, language, BOOK))


def in_seeds() -> Counter[Found]:
    """Hits in the five articles."""
    listed = pd.read_csv(ROOT / "seeds" / "articles.csv", dtype=str)
    found: Counter[Found] = Counter()
    for file, language in zip(listed["file"], listed["language"], strict=True):
        found += counted(list(lines([ROOT / "seeds" / file])), language)
    return found


def elsewhere(folders: Iterable[Path]) -> Counter[Found]:
    """Hits in the texts of folders, whatever their language, lines that the five articles hold left out."""
    own = set(lines((ROOT / "seeds").glob("0*.txt")))
    files = sorted(file for folder in folders for file in folder.rglob("*") if file.suffix in KINDS)
    others = [line for line in lines(files) if line not in own]
    found: Counter[Found] = Counter()
    for start in range(0, len(others), AT_ONCE):
        for language in ("en", "de"):
            found += counted(others[start : start + AT_ONCE], language)
    return found


if __name__ == "__main__":
    found, hits = elsewhere(map(Path, sys.argv[1:])), in_seeds()
    rows = [(*key, hits[key], found[key]) for key in sorted(hits)]
    table = pd.DataFrame(rows, columns=["language", "frame", "pattern", "in_seeds", "elsewhere"])
    table.to_csv(STORED, index=False)
    print(table[table["elsewhere"] == 0].to_string() if (table["elsewhere"] == 0).any() else "all are seen elsewhere")
