"""Sentences rated for tone, coded for frames, and coded for the tone toward somebody, as the reader learns them."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from zlib import crc32

from helpers.encoder.meaning import FRAMES

NYT_TOP = 4.0  # sentences are rated from -4 to 4
CODED_STEP = 0.3  # of tone: coders give -2 to 2, and raters' means lie closer to nothing
SURE, DOUBTED = 0.95, 0.8  # how sure codes of readers are, and one that a crowd's majority gave
NEGATIVE, NEUTRAL, POSITIVE = range(3)
Place = tuple[int, int]


@dataclass(frozen=True)
class Rated:
    """A sentence, text[start:end]; tone in [-1, 1] and a 0 or 1 for each of FRAMES, None where nobody said."""

    start: int
    end: int
    tone: float | None = None
    frames: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Toward:
    """A mention, text[start:end], and how probable negative, neutral, positive are toward it."""

    start: int
    end: int
    odds: tuple[float, float, float]


@dataclass(frozen=True)
class Meant:
    """A paragraph with what people said of it. `group`: what must stay on one side when data are split."""

    text: str
    group: str
    sentences: tuple[Rated, ...] = ()
    mentions: tuple[Toward, ...] = ()


@dataclass
class _Paragraph:
    """A paragraph that is being put together of sentences."""

    text: str = ""
    sentences: list[Rated] = field(default_factory=list)
    mentions: list[Toward] = field(default_factory=list)

    def add(self, sentence: str, joint: str) -> int:
        """Where the sentence begins, which is put behind the others."""
        self.text += joint if self.text else ""
        self.text += sentence
        return len(self.text) - len(sentence)


def odds(label: int, sure: float = SURE) -> tuple[float, float, float]:
    """The chances that a code stands for: label is NEGATIVE, NEUTRAL or POSITIVE."""
    low = (1 - sure) / 2
    return tuple(sure if each == label else low for each in range(3))  # type: ignore[return-value]


def held_out(group: str, one_in: int) -> bool:
    """Whether what belongs to a group is kept from teaching, one group in so many."""
    return crc32(group.encode()) % one_in == 0


def nyt_editorials(file: Path) -> Iterator[Meant]:
    """Sentences of editorials with their mean rating (Hutto & Gilbert 2014), three a paragraph."""
    articles: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in _rows(file, csv.QUOTE_NONE):
        articles[row["id"].split("_")[0]].append((row["text"], float(row["rating"]) / NYT_TOP))
    for article, sentences in articles.items():
        for at in range(0, len(sentences), 3):
            made = _Paragraph()
            for text, tone in sentences[at : at + 3]:
                start = made.add(text, " ")
                made.sentences.append(Rated(start, start + len(text), tone))
            yield Meant(made.text, f"nyt {article}", tuple(made.sentences))


def newsmtsc(file: Path) -> Iterator[Meant]:
    """NewsMTSC (Hamborg & Donnay 2021): polarity 2, 4, 6 toward mentions."""
    for number, line in enumerate(file.read_text("utf-8").splitlines()):
        row = json.loads(line)
        mentions = (Toward(t["from"], t["to"], odds(int(t["polarity"]) // 2 - 1)) for t in row["targets"])
        yield Meant(row["sentence_normalized"], f"mtsc {number}", (), tuple(mentions))


def directed(file: Path) -> Iterator[Meant]:
    """Who is how minded toward whom in US politics, by a crowd (Park et al. 2021): the one minded is told neutrally."""
    toward = {"1": "q", "2": "p", "3": "q", "4": "p"}
    for number, row in enumerate(_rows(file)):
        label = row["label"]
        mentions = []
        for party in "pq":
            sign = NEUTRAL if toward.get(label) != party else POSITIVE if label in "12" else NEGATIVE
            if label == "0" or toward.get(label) == party:
                mentions.append(Toward(int(row[f"{party}_from"]), int(row[f"{party}_to"]), odds(sign, DOUBTED)))
        yield Meant(row["text"], f"directed {number}", (), tuple(mentions))


def rusentne(file: Path) -> Iterator[Meant]:
    """RuSentNE-2023 (Golubev et al.): -1, 0, 1 toward an entity."""
    sentences: dict[str, list[Toward]] = defaultdict(list)
    for row in _rows(file):
        place = int(row["entity_pos_start_rel"]), int(row["entity_pos_end_rel"])
        sentences[row["sentence"]].append(Toward(*place, odds(int(row["label"]) + 1)))
    for text, mentions in sentences.items():
        yield Meant(text, f"rusentne {text[:60]}", (), tuple(mentions))


def ruopinionne(file: Path) -> Iterator[Meant]:
    """RuOpinionNE-2024: opinions of holders about targets in Russian news; without any, nothing is told."""
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        mentions = []
        for opinion in row["opinions"]:
            sign = POSITIVE if opinion["Polarity"] == "POS" else NEGATIVE
            for place in opinion["Target"][1]:
                start, _, end = place.partition(":")
                if end and int(start) < int(end):
                    mentions.append(Toward(int(start), int(end), odds(sign, DOUBTED)))
        yield Meant(row["text"], f"ruopinionne {row['sent_id']}", (), tuple(mentions))


def coded_news(file: Path) -> Iterator[Meant]:
    """Articles coded sentence by sentence: FILE.jsonl beside FILE.txt.

    FILE.txt: `## article ID`, then `ID:NUMBER<tab>text`. FILE.jsonl: `id`, `tone` from -2 to 2, `targets` with -1, 0, 1
    by the words that name them, `frames`; `mode` "furniture" where a line is no part of the text.
    """
    codes = {row["id"]: row for row in map(json.loads, file.read_text("utf-8").splitlines())}
    articles: dict[str, list[tuple[str, dict]]] = defaultdict(list)
    for line in file.with_suffix(".txt").read_text("utf-8").splitlines():
        key, tab, text = line.partition("\t")
        if tab and key in codes and codes[key].get("mode") != "furniture":
            plain = text.removeprefix("[body] ").removeprefix("[headline] ")
            articles[key.rsplit(":", 1)[0]].append((plain, codes[key]))
    for article, sentences in articles.items():
        for at in range(0, len(sentences), 4):
            made = _Paragraph()
            for text, code in sentences[at : at + 4]:
                start = made.add(text, "" if text[-1:] in "。！？”」" else " ")
                frames = tuple(int(frame in code.get("frames", ())) for frame in FRAMES)
                made.sentences.append(Rated(start, start + len(text), CODED_STEP * code["tone"], frames))
                for words, sign in code.get("targets", {}).items():
                    found = text.find(words)
                    if found >= 0:
                        made.mentions.append(Toward(start + found, start + found + len(words), odds(sign + 1)))
            yield Meant(made.text, f"coded {article}", tuple(made.sentences), tuple(made.mentions))


def apart(paragraphs: Iterable[Meant]) -> Iterator[Meant]:
    """Every sentence of the paragraphs alone, with the mentions in it."""
    for paragraph in paragraphs:
        for sentence in paragraph.sentences:
            start, end = sentence.start, sentence.end
            mentions = (
                replace(mention, start=mention.start - start, end=mention.end - start)
                for mention in paragraph.mentions
                if start <= mention.start and mention.end <= end
            )
            alone = replace(sentence, start=0, end=end - start)
            yield Meant(paragraph.text[start:end], paragraph.group, (alone,), tuple(mentions))


def _rows(file: Path, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened, delimiter="\t", quoting=quoting)
