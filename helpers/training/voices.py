"""Fit how evidence for a voice is weighed: `python -m helpers train voices --texts STUDY ... --coded STUDY CODING ...`.

Two kinds of speakers teach. In articles that nobody coded, those whose voice a rule tells, with the words hidden that
tell it; in coded articles, those of whom no rule tells anything. Of the coded articles half teach; the other half, by
a hash of their names, set the probability below which a voice is unknown, and how often each rule is right.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from helpers import attribution, models, speakers
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity
from helpers.speakers.resolve import Speaker, agreed
from helpers.speakers.voices import weigh
from helpers.speakers.voices.setting import setting_of
from helpers.study import Article, Study, StudyError, content, entries, load_study
from helpers.tables.annotate import laid_out
from helpers.training import name_origin
from helpers.training.knowledge_rows import Tables

MOST_WRONG = 0.03  # of the sentences that are somebody's, those under a wrong voice
CODED = 3.0  # how much a coded sentence weighs, a masked speaker weighs 1
SHRINK = 3.0  # how hard the weights of a kind of speakers are drawn to those of all
SMALL = 0.5  # how hard all weights are drawn to 0
AS_IF = 10  # sentences that a rule is thought to have had beside those counted
UNKNOWN = "unknown"
SPOKEN = ("direct", "indirect", "mixed")


@dataclass(frozen=True)
class Read:
    """An article read as far as its speakers: spans of sentences are those of the decoded text."""

    article: Article
    context: Context
    entities: list[Entity]
    said: list[Speaker]
    assigned: list[tuple[str, str, str, str]]
    spans: list[tuple[int, int]]


@dataclass(frozen=True)
class Example:
    """A speaker: features [voices, features], which weights it has, the number of its voice (-1: the coder did not know).

    coded: by somebody, not by a rule. dev: of an article kept for choosing. rule, right: the rule that told a voice, and whether it is the coder's
    """

    features: np.ndarray
    kind: int
    voice: int
    language: str
    coded: bool
    dev: bool
    rule: str = ""
    right: bool = False


def main(argv: Sequence[str]) -> int:
    """Fit the weights and write helpers/models/voices.json and its card."""
    parser = argparse.ArgumentParser(prog="python -m helpers train voices", description=main.__doc__)
    parser.add_argument("--texts", nargs="*", default=[], metavar="STUDY", help="studies that nobody coded")
    parser.add_argument(
        "--coded", nargs=2, action="append", default=[], metavar=("STUDY", "CODING"), help="a study and its coding"
    )
    parser.add_argument("--knowledge", type=Path, metavar="DIR", help="folder of tables: learn what names suggest anew")
    arguments = parser.parse_args(argv)
    if arguments.knowledge:
        print(name_origin.train(Tables(arguments.knowledge)))
    found = [one for study in arguments.texts for one in masked(study)]
    found += [one for study, coding in arguments.coded for one in coded(study, coding)]
    return 0


# ---------------------------------------------------------------------------------------------------------------
# what is learnt from


def read(study: Study, engine: str) -> Iterator[Read]:
    """The articles of a study, as far as the rules tell for whom their speakers speak."""
    articles, _ = entries(study)
    for article in articles:
        yield _read(article, content(study, article, Path()), study, engine)


def _read(article: Article, raw: bytes, study: Study, engine: str) -> Read:
    article, form, spans, split, _ = laid_out(article, raw)
    found = attribution.attribute(form.text, spans, split, article.language, engine)
    found = speakers.complete(form.text, split, found, article.language)
    reader = speakers.engine(article.language)
    context, who = reader.who(form.text, split, found, article, study)
    said = agreed([reader.speaker(entity, via, context) for entity, via in who])
    assigned = speakers.assign(split, found, said)
    return Read(article, context, [e for e, _ in who], said, assigned, [form.cover(s.start, s.end) for s in split])


def masked(path: str) -> Iterator[Example]:
    """The speakers whose voice a rule tells, once an article, without the words that tell it."""
    for one in read(load_study(path), "fast"):
        told = weigh.voices_told(one.said, one.context)
        voices = setting_of(one.context).voices
        seen = set()
        for entity, speaker in zip(one.entities, one.said, strict=True):
            if speaker.voice in voices and speaker.rule != "state" and speaker.name not in seen and weigh.is_weighed(entity):
                seen.add(speaker.name)
                table = weigh.features(entity, one.context, told, hidden=True)
                yield Example(table, weigh.kind_of(entity), voices.index(speaker.voice), one.article.language, False, False)


def coded(path: str, coding: str) -> Iterator[Example]:
    """The speakers of the coded sentences that are somebody's and are attributed to somebody."""
    codes = pd.read_csv(coding, dtype=str, keep_default_na=False)
    by_article = dict(list(codes[codes["mode"].isin(SPOKEN) & ~codes["voice"].isin(["", "?"])].groupby("article_id")))
    for one in read(load_study(path), "full"):
        for code in by_article.get(one.article.article_id, codes[:0]).itertuples():
            yield from _example(one, int(code.start), int(code.end), code.voice)


def _example(one: Read, start: int, end: int, voice: str) -> Iterator[Example]:
    shared = [min(b, end) - max(a, start) for a, b in one.spans]
    at = int(np.argmax(shared))
    name = one.assigned[at][1] if shared[at] > (end - start) / 2 else ""
    number = next((i for i, speaker in enumerate(one.said) if speaker.name == name), None)
    if number is None or name in ("", "narrator"):
        return
    speaker, entity = one.said[number], one.entities[number]
    voices, dev = setting_of(one.context).voices, zlib.crc32(one.article.article_id.encode()) % 2 == 0
    wanted = [voices.index(each) for each in voice.split("|") if each in voices]
    rule, right = "", False
    if speaker.voice != UNKNOWN:
        rule, right = speaker.rule, not {*speaker.voice.split("|")}.isdisjoint(voice.split("|"))
    elif not weigh.is_weighed(entity):
        return
    table = weigh.features(entity, one.context, weigh.voices_told(one.said, one.context))
    yield Example(table, weigh.kind_of(entity), wanted[0] if wanted else -1, one.article.language, True, dev, rule, right)
