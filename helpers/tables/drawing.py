"""The sentences and mentions that the trained model scores: all, or of each stratum the same fraction.

A stratum is an outlet and voice (and actor). Of each at least FEWEST are drawn, by a hash of the sentence, so always
the same ones, and those of the actors among those of the voices. The tables are read part by part, and of all units
the hashes alone are held, eight bytes each: a stratum keeps those up to a last one.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from hashlib import md5
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow.parquet as pq

FEWEST = 30  # kept of each stratum when there are too many

Stratum = tuple[str, str, str]  # outlet, voice, actor ("" for a sentence)


class Drawn(NamedTuple):
    """A sentence to score (its target is ""), or a mention by its place in one; weight: how many it stands for."""

    sentence_id: str
    target: str
    language: str
    text: str
    start: int
    end: int
    weight: float


class _Unit(NamedTuple):
    """A sentence, or an actor in one: its stratum and, where the tables are read for it, what is scored."""

    sentence_id: str
    stratum: Stratum
    language: str
    start: int
    end: int
    text: str


def drawn(folder: Path, size: int, languages: Collection[str]) -> list[Drawn]:
    """Some `size` sentences and as many mentions in these languages, by sentence, from the tables of a folder."""
    hashes: dict[Stratum, array[int]] = defaultdict(lambda: array("Q"))
    for unit in _units(folder, languages):
        hashes[unit.stratum].append(_hash(unit.sentence_id))
    of_sentences = {stratum: found for stratum, found in hashes.items() if not stratum[2]}
    of_mentions = {stratum: found for stratum, found in hashes.items() if stratum[2]}
    kept = _kept(of_sentences, size) | _kept(of_mentions, size)
    found = []
    for unit in _units(folder, languages, "text"):
        last, weight = kept[unit.stratum]
        if _hash(unit.sentence_id) <= last:
            found.append(
                Drawn(unit.sentence_id, unit.stratum[2], unit.language, unit.text, unit.start, unit.end, weight)
            )
    return sorted(found)


def _kept(hashes: Mapping[Stratum, array[int]], size: int) -> dict[Stratum, tuple[int, float]]:
    """Of each stratum the last hash that is drawn, and how many units each of those drawn stands for."""
    total = sum(map(len, hashes.values()))
    kept = {}
    for stratum, found in hashes.items():
        n = min(len(found), max(FEWEST, math.ceil(len(found) * size / total)))
        last = np.partition(np.frombuffer(found, np.uint64), n - 1)[n - 1]
        kept[stratum] = int(last), len(found) / n
    return kept


def _hash(sentence_id: str) -> int:
    return int.from_bytes(md5(sentence_id.encode()).digest()[:8])


def _units(folder: Path, languages: Collection[str], *more: str) -> Iterator[_Unit]:
    """The sentences, each with the actors in it (the first mention of each); more: "text", or it stays empty."""
    articles = {row[0]: row[1:] for row in _rows(folder, "articles", "article_id", "outlet", "language")}
    mentions = groupby(_rows(folder, "mentions", "article_id", "sentence_id", "start", "end", "target"), itemgetter(0))
    following = next(mentions, None)  # in the order of the articles, as the sentences
    sentences = _rows(folder, "sentences", "article_id", "sentence_id", "start", "voice", *more)
    for article_id, rows in groupby(sentences, itemgetter(0)):
        places: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
        if following and following[0] == article_id:
            for _, key, start, end, target in sorted(following[1], key=itemgetter(2)):
                places[key].setdefault(target, (start, end))
            following = next(mentions, None)
        outlet, language = articles[article_id]
        if language not in languages:
            continue
        for _, key, begin, voice, *text in rows:
            for target, (start, end) in {"": (begin, begin), **places[key]}.items():
                yield _Unit(key, (outlet, voice, target), language, start - begin, end - begin, "".join(text))


def _rows(folder: Path, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    with pq.ParquetFile(folder / f"{table}.parquet") as file:
        for number in range(file.num_row_groups):  # each is what one part of the corpus wrote
            part = file.read_row_group(number, columns=list(columns), use_threads=False)
            yield from zip(*(part[name].to_pylist() for name in columns), strict=True)
