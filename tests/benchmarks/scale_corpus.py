"""A corpus of any size from a few texts: their sentences in new articles of the same lengths, always the same ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import sentencex

from helpers.reading import decode, detect_language
from helpers.study import StudyError, content, entries, load_study

OUTLETS = 20
PARAGRAPH = 3  # sentences: shorter ones would recur, as the furniture of an outlet's pages does
LEAST = 3  # sentences of a text that is an article


class Source(NamedTuple):
    """A text as far as it is taken apart."""

    language: str
    head: list[str]  # the words of its first line, or of the first sentence of one that goes on
    sentences: list[str]  # all others


def sources(texts: Path, store: Path) -> list[Source]:
    """The texts of a study or folder. store: where texts of other than plain files are kept."""
    study = load_study(texts)
    found = (_source(decode(content(study, article, store))) for article in entries(study, store)[0])
    kept = [one for one in found if len(one.sentences) >= LEAST]
    if not kept:
        raise StudyError(f"--texts: {texts} holds no text of {LEAST} sentences or more")
    return kept


def _source(text: str) -> Source:
    language = detect_language(text)
    found = (one.strip() for line in text.splitlines() for one in sentencex.segment(language, line.strip()))
    head, *rest = [*filter(None, found)] or [""]
    return Source(language, head.split(), rest)


def articles(found: list[Source], first: int, n: int) -> Iterator[str]:
    """The made articles from number `first` on: each as long as a source, its sentences drawn from its language's."""
    heads, sentences = defaultdict(list), defaultdict(list)
    for one in found:
        heads[one.language].append(one.head)
        sentences[one.language] += one.sentences
    for number in range(first, first + n):
        draw = Random(number)
        like = found[number % len(found)]
        begun, ended = draw.choices(heads[like.language], k=2)
        headline = " ".join([*begun[: (len(begun) + 1) // 2], *ended[len(ended) // 2 :]])
        drawn = draw.choices(sentences[like.language], k=len(like.sentences))
        paragraphs = (" ".join(drawn[at : at + PARAGRAPH]) for at in range(0, len(drawn), PARAGRAPH))
        yield "\n\n".join([headline, *paragraphs]) + "\n"


def write(found: list[Source], folder: Path, first: int, n: int) -> list[str]:
    """Write made articles as text files, a folder an outlet; what was written."""
    made = list(articles(found, first, n))
    for number, text in enumerate(made, first):
        file = folder / f"outlet-{number % OUTLETS:02}" / f"{number:07}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return made
