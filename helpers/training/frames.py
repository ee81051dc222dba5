"""Teach the frames of a study's own codebook from its hand coding: `python -m helpers train frames CODING`.

What is learnt (`helpers.framing.learned`) is written into the study's folder as taught_frames.json, and `measure` and
`report` use it from then on. It needs nothing but what the package is run with.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from helpers import framing
from helpers.analysis import coding, validation
from helpers.analysis.agreement import presence_scores
from helpers.encoder import meaning
from helpers.framing import learned, taught
from helpers.layout.reading_form import ReadingForm
from helpers.lexicons import languages
from helpers.sentiment import sentence_instruments
from helpers.study import ROOT, StudyError, inside
from helpers.tables.measure import open_results
from helpers.tables.results import Results
from helpers.tables.trained import TONE

FEWEST = 50  # coded sentences of a language below which nothing is learnt; a hundred is what it was made for


def main(argv: Sequence[str]) -> int:
    """Teach the frames of a study's codebook from its coded sentences, and say how well they are found."""
    parser = argparse.ArgumentParser(prog="python -m helpers train frames", description=main.__doc__)
    parser.add_argument("coding", metavar="CODING", help="file of hand coding in the study's folder, with frames")
    parser.add_argument("--study", type=Path, default=ROOT / "seeds", metavar="PATH", help="the study's folder (seeds)")
    parser.add_argument("--out", type=Path, default=ROOT / "outputs", metavar="PATH", help="its results (outputs)")
    arguments = parser.parse_args(argv)
    results = open_results(arguments.study.resolve(), arguments.out.resolve(), told=print)
    path, folder = Path(arguments.coding).resolve(), results.study.folder
    within = path.is_file() and path.is_relative_to(folder)
    for line in teach(results, path.relative_to(folder).as_posix() if within else arguments.coding):
        print(line)
    return 0


def teach(results: Results, file: str) -> list[str]:
    """Learn from a coding file of a measured study and write what was learnt; what is told of it.

    Raises StudyError where nothing can be learnt, in a sentence that says why.
    """
    study = results.study
    codebook = framing.load_codebooks(study)
    names = taught.teachable(codebook)
    if study.text:
        raise StudyError(f"{study.text} is one file: put it into a folder of its own, with its coding and a study.yaml")
    if not names:
        raise StudyError(
            f"{study.name}: the trained model knows the frames of {meaning.chosen().codebook} already; to teach "
            "others, name their codebook under `codebooks` in study.yaml"
        )
    rows = _coded(results, file)
    heads, about, lines = {}, {}, []
    for language, own in rows.groupby("language"):
        if why := _why_not(str(language), own, file):
            lines.append(why)
            continue
        heads[language], about[language], told = _learnt(own, str(language), codebook, names)
        lines += told
    if not heads:
        raise StudyError("\n".join(lines))
    found = taught.Taught(codebook, names, heads, about)
    taught.write(study, found, datetime.now(UTC).date().isoformat())
    return [*lines, f"Written: {study.name}/{taught.FILE}; `measure` and `report` use it from now on."]


def _coded(results: Results, file: str) -> pd.DataFrame:
    """The sentences whose frames a file codes: [sentence_id, story_id, language, text, frames]."""
    if not inside(results.study.folder, file).is_file():
        raise StudyError(f"there is no {file} in {results.study.name}")
    read = coding.read_coding(results.study, file)
    found = coding.matched(results, read.table)
    rows = validation.hand_coded(results, found.table)
    if rows.empty:
        lost = f" ({len(found.problems)} rows are none)" if found.problems else ""
        raise StudyError(f"{file} codes the frames of no sentence of {results.study.name}{lost}")
    return rows


def _why_not(language: str, rows: pd.DataFrame, file: str) -> str:
    """Why nothing can be learnt from the coded sentences of a language; "" where something can."""
    called, n, stories = _called(language), len(rows), rows["story_id"].nunique()
    if language not in sentence_instruments()[TONE].languages:
        return f"{file}: the model that reads the sentences does not know {called}"
    if n < FEWEST:
        return f"{file}: it takes {FEWEST} coded sentences in {called}, better 100; there are {n}"
    if stories < learned.FOLDS:
        return (
            f"{file}: the coded sentences in {called} must be of {learned.FOLDS} stories or more, they are of {stories}"
        )
    return ""


def _called(language: str) -> str:
    known = languages.table().get(language)
    return known.name if known else f"the language {language!r}"


def _learnt(
    rows: pd.DataFrame, language: str, codebook: framing.Codebook, names: Sequence[str]
) -> tuple[learned.Heads, dict[str, object], list[str]]:
    """Heads for a language, what the file says of them, and what is told."""
    texts = [ReadingForm(text).text for text in rows["text"]]
    true = np.array([[name in frames for name in names] for frames in rows["frames"]])
    found = learned.presence(texts, language, codebook, names)
    stories = rows["story_id"].tolist()
    asked = learned.vectors(texts), found, true, stories
    heads = learned.fit(*asked)
    figures = _figures(names, true, found > 0, learned.cross_validated(*asked), heads)
    about: dict[str, object] = {
        "sentences": len(texts),
        "stories": len(set(stories)),
        "figures": figures.to_dict("records"),
        "texts": sorted(map(taught.key, texts)),
    }
    seldom = [name for name, yes in zip(names, heads.learned, strict=True) if not yes]
    extent = f"{len(texts):,} coded sentences of {len(set(stories)):,} stories"
    told = [
        f"{_called(language)}: {extent}. F1 of the codebook, then precision, recall and F1 of the model, each "
        "story judged by what the others taught:",
        figures.to_string(index=False, float_format="{:.2f}".format, na_rep=""),
    ]
    if seldom:
        told.append(f"Coded too seldom to be learnt (under {learned.FEWEST_OF_FRAME}): {', '.join(seldom)}.")
    return heads, about, told


def _figures(
    names: Sequence[str], true: np.ndarray, codebook: np.ndarray, model: np.ndarray, heads: learned.Heads
) -> pd.DataFrame:
    """Of each frame that was learnt and of all together: [frame, coded, codebook, precision, recall, model]."""
    which = heads.learned > 0
    parts = [([i], names[i]) for i in np.flatnonzero(which)] + [(np.flatnonzero(which), "all together")]
    rows = []
    for columns, called in parts:
        hand, by_words, by_model = (pd.Series(each[:, columns].ravel()) for each in (true, codebook, model))
        precision, recall, f1 = presence_scores(hand, by_model)
        rows.append((called, int(hand.sum()), presence_scores(hand, by_words)[2], precision, recall, f1))
    return pd.DataFrame(rows, columns=["frame", "coded", "codebook", "precision", "recall", "model"])
