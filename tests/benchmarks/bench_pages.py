"""Saved pages read, ours against trafilatura alone: text, headline, date and authors, and pages a second.

    python -m tests.benchmarks.bench_pages DIR

DIR holds pages (NAME.html.gz) and ground-truth.json: by name articleBody, and headline, datePublished, authors and
publisher where they are known. With publishers there, each half of them stands for itself too: rules made with the
first half are judged on the second.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from trafilatura import bare_extraction

from helpers.study.readers import html
from helpers.study.readers.document import Document

WORD = re.compile(r"\w+")


class Page(NamedTuple):
    """What an engine makes of a page."""

    body: str
    title: str
    published: str
    authors: str


def run(pages: Path) -> pd.DataFrame:
    """One row an engine and set of pages; shares in percent, F over words and over runs of four words."""
    truth = json.loads((pages / "ground-truth.json").read_text(encoding="utf-8"))
    publishers = sorted({page["publisher"] for page in truth.values() if page.get("publisher")})
    sets = {"all": list(truth)}
    for number, half in enumerate(("first half", "second half") if publishers else ()):
        sets[half] = [key for key, page in truth.items() if publishers.index(page["publisher"]) % 2 == number]
    rows = []
    for name, engine in (("trafilatura", trafilatura_alone), ("ours", ours)):
        judged, seconds = _judged(pages, truth, engine)
        for label, keys in sets.items():
            chosen = pd.DataFrame([judged[key] for key in keys])
            speed = len(truth) / seconds if label == "all" else float("nan")
            rows.append({"engine": name, "pages": label, "n": len(keys), **(100 * chosen.mean()), "pages/s": speed})
    return pd.DataFrame(rows).round(1)


def ours(raw: bytes) -> Page:
    """The page as this package's reader has it."""
    found = next((x for x in html.read(Path("page.html"), raw) if isinstance(x, Document)), Document(""))
    return Page(found.body, found.title, found.published, found.author)


def trafilatura_alone(raw: bytes) -> Page:
    """The page as trafilatura has it by itself."""
    found = bare_extraction(raw, include_comments=False, with_metadata=True)
    return Page(*(getattr(found, name, None) or "" for name in ("text", "title", "date", "author")))


def _judged(folder: Path, truth: dict, engine: Callable[[bytes], Page]) -> tuple[dict[str, dict[str, float]], float]:
    judged, seconds = {}, 0.0
    for key, page in truth.items():
        raw = gzip.decompress((folder / f"{key}.html.gz").read_bytes())
        began = time.process_time()
        found = engine(raw)
        seconds += time.process_time() - began
        judged[key] = _measures(found, page)
    return judged, seconds


def _measures(found: Page, page: dict[str, Any]) -> dict[str, float]:
    measures = {f"F{size}": _f(found.body, page["articleBody"], size) for size in (1, 4)}
    if page.get("headline"):
        title, headline = _plain(found.title), _plain(page["headline"])
        measures |= {"headline": title == headline, "headline within": headline in title}
    if page.get("datePublished"):
        measures["date"] = found.published == page["datePublished"][:10]
    if page.get("authors"):
        names, right = {_plain(name) for name in found.authors.split(";")}, {_plain(name) for name in page["authors"]}
        measures |= {"authors": names == right, "an author": bool(names & right)}
    return {name: float(value) for name, value in measures.items()}


def _f(text: str, right: str, size: int) -> float:
    """F of the runs of words that two texts share."""
    a, b = (_runs(WORD.findall(each.lower()), size) for each in (text, right))
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def _runs(words: list[str], size: int) -> Counter:
    return Counter(tuple(words[at : at + size]) for at in range(max(1, len(words) - size + 1)))


def _plain(text: str) -> str:
    return " ".join(WORD.findall(text.lower()))


if __name__ == "__main__":
    print(run(Path(sys.argv[1])).to_string(index=False))
