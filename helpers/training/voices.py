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
from scipy.special import logsumexp

from helpers import attribution, models, speakers
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity
from helpers.speakers.resolve import Speaker, agreed
from helpers.speakers.voices import weigh
from helpers.speakers.voices.setting import setting_of
from helpers.study import Article, Study, content, entries, load_study
from helpers.tables.annotate import laid_out
from helpers.training import name_origin
from helpers.training.knowledge_rows import Tables

MOST_WRONG = 0.02  # of the sentences that are somebody's, those to which weighing gives a wrong voice; rules, 0.01
CODED = 3.0  # how much a coded sentence weighs; a masked speaker weighs 1
SHRINK = 3.0  # how hard the weights of each kind of speakers are drawn to their mean
SMALL = 0.5  # how hard all weights are drawn to 0
AS_IF = 10  # sentences that a rule is thought to have had beside those counted, as good as all rules are
SCALES = np.geomspace(0.5, 2, 41)  # by which the weights may be multiplied so that the probabilities hold
LEASTS = np.arange(0.5, 0.96, 0.01)  # thresholds that are tried
SPOKEN = ("direct", "indirect", "mixed")
UNKNOWN = "unknown"
SIGNED = ("rest",)  # features whose weight may be below 0: no evidence for a voice speaks against it


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
    """A speaker of a sentence that somebody coded, or whose voice a rule tells: what the weights are learnt from.

    features ([voices, features]; None where nobody speaks or a rule tells the voice of a coded sentence), kind: which
    weights, voice: its number (-1: not known to the coder). rule, right: what told a voice, and whether it is the
    coder's. dev: of an article kept for choosing.
    """

    features: np.ndarray | None
    kind: int
    voice: int
    language: str
    coded: bool = False
    dev: bool = False
    rule: str = ""
    right: bool = False

    @property
    def asked(self) -> bool:
        """Whether the voice is to be weighed."""
        return self.features is not None


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
    told = write(found)
    print(*(f"{name}: {value}" for name, value in told.items()), sep="\n")
    return 0


def write(found: Sequence[Example]) -> dict[str, object]:
    """Fit, and write the model and its card; what the card says."""
    teach = [one for one in found if one.asked and not one.dev and one.voice >= 0]
    dev = [one for one in found if one.dev and one.coded]
    weights, without = fit(teach), fit(teach, without=("name",))
    weights *= scale(weights, dev)
    without *= scale(without, dev)
    least = threshold(weights, dev)
    stored = {
        "features": weigh.FEATURES,
        "weights": np.round(weights, 3).tolist(),
        "without_name": np.round(without, 3).tolist(),
        "least": least,
        "rules": rules(found),
    }
    (models.FOLDER / "voices.json").write_text(json.dumps(stored, indent=1) + "\n", "utf-8")
    told: dict[str, object] = {"masked speakers": sum(not one.coded for one in teach)}
    told |= {"coded sentences": sum(one.coded for one in teach), "least": least} | judged(weights, dev, least)
    (models.FOLDER / "voices.md").write_text(_CARD.format(table=_table(told), weights=_weights(weights)), "utf-8")
    return told


_CARD = """# How evidence for a voice is weighed

For speakers of whom no rule tells for whom they speak: read by helpers/speakers/voices/weigh.py, which says what the
features are, and helpers/names/origin.py, for what a name suggests.

- **Made:** by `python -m helpers train voices` from articles that nobody coded (speakers whose voice a rule tells, with
  the names around them hidden) and from news coded by language models, sentence by sentence, half of the articles;
  the other half, by a hash of their names, set the threshold, the scale of the probabilities, and the figures below.
- **Files:** voices.json (weights for people, for bodies and for groups; threshold; rule -> share of its voices that the
  coding has as well, drawn to the mean of all rules where there are few), helpers/names/origin.npz (runs of letters ->
  families of names -> countries; from 94,162 names of people of the knowledge tables, of every tenth, kept apart,
  .69 were given the right one of 39 families).
- **Limits:** coders were language models, no people, and could tell little of whom they did not know. What a name
  suggests is wrong of the children of those who moved, of namesakes and of pen names; it never decides without the
  setting, stands in the evidence, and is switched off by `sound_of_names: false`. Probabilities are of news in English,
  German, Russian and Chinese about these five voices; for voices of your own, check some fifty speakers.

{table}

Weights, the same for every voice (0: what tells nothing more than the others do):

{weights}
"""


def _table(told: dict[str, object]) -> str:
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in told.items())])


def _weights(weights: np.ndarray) -> str:
    """The weights as a table: a row a feature."""
    rows = zip(weigh.FEATURES, weights.T, strict=True)
    lines = [f"| {name} | {' | '.join(f'{each:.2f}' for each in row)} |" for name, row in rows]
    return "\n".join(["| feature | people | bodies | groups |", "|---|---:|---:|---:|", *lines])


# ---------------------------------------------------------------------------------------------------------------
# fitting


def fit(examples: Sequence[Example], without: Sequence[str] = ()) -> np.ndarray:
    """The weights ([kinds, features]) under which the examples' voices are likeliest; 0 for the features left out."""
    tables, kinds, voices = (
        np.array([getattr(one, name) for one in examples]) for name in ("features", "kind", "voice")
    )
    heavy = np.array([CODED if one.coded else 1.0 for one in examples])
    shape = (kinds.max() + 1, len(weigh.FEATURES))
    rows = np.arange(len(examples))

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(shape)
        score = np.einsum("evf,ef->ev", tables, weights[kinds])
        likely = np.exp(score - logsumexp(score, axis=1, keepdims=True))
        away = weights - weights.mean(0)
        cost = -(heavy * np.log(likely[rows, voices])).sum() + SHRINK * (away**2).sum() + SMALL * (weights**2).sum()
        likely[rows, voices] -= 1
        slope = np.einsum("ev,evf->ef", likely * heavy[:, None], tables)
        by_kind = np.stack([slope[kinds == kind].sum(0) for kind in range(shape[0])])
        return float(cost), (by_kind + 2 * SHRINK * away + 2 * SMALL * weights).ravel()

    limits = [(None if name in SIGNED else 0, 0 if name in without else None) for name in weigh.FEATURES]
    return minimize(loss, np.zeros(shape).ravel(), jac=True, bounds=limits * shape[0]).x.reshape(shape)


def scale(weights: np.ndarray, dev: Sequence[Example]) -> float:
    """The number that the weights are multiplied by, so that the probabilities hold on coded speakers kept apart."""
    asked = [one for one in dev if one.asked and one.voice >= 0]
    costs = [-sum(np.log(_likely(weights * each, one)[one.voice]) for one in asked) for each in SCALES]
    return float(SCALES[int(np.argmin(costs))]) if asked else 1.0


def threshold(weights: np.ndarray, dev: Sequence[Example]) -> float:
    """The lowest probability from which on a voice is told, so that of all sentences MOST_WRONG are wrong at most."""
    likely = [(_likely(weights, one), one.voice) for one in dev if one.asked]
    for least in LEASTS:
        bad = sum(each.max() >= least and int(each.argmax()) != voice for each, voice in likely)
        if bad <= MOST_WRONG * len(dev):
            return round(float(least), 2)
    return float(LEASTS[-1])


def rules(found: Sequence[Example]) -> dict[str, float]:
    """Rule -> the share of its voices that are right, drawn to that of all rules where there are few."""
    told = [one for one in found if one.rule]
    mean = sum(one.right for one in told) / max(1, len(told))
    counted, right = Counter(one.rule for one in told), Counter(one.rule for one in told if one.right)
    out = {rule: round((right[rule] + AS_IF * mean) / (n + AS_IF), 3) for rule, n in sorted(counted.items())}
    return out | {"": round(mean, 3)}


def judged(weights: np.ndarray, dev: Sequence[Example], least: float) -> dict[str, str]:
    """How many of the coded speakers of whom no rule tells get a voice, and how many the right one, by language."""
    out = {}
    for language in sorted({one.language for one in dev}):
        likely = [(_likely(weights, one), one.voice) for one in dev if one.asked and one.language == language]
        told = [int(each.argmax()) == voice for each, voice in likely if each.max() >= least]
        out[language] = f"{len(told)} of {len(likely)} told, {sum(told)} right"
    return out


def _likely(weights: np.ndarray, one: Example) -> np.ndarray:
    return weigh.probabilities(one.features, weights[one.kind])


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
            if (
                speaker.voice in voices
                and speaker.rule != "state"
                and speaker.name not in seen
                and weigh.is_weighed(entity, one.context)
            ):
                seen.add(speaker.name)
                table = weigh.features(entity, one.context, told, hidden=True)
                yield Example(table, weigh.kind_of(entity), voices.index(speaker.voice), one.article.language)


def coded(path: str, coding: str) -> Iterator[Example]:
    """The speakers of the coded sentences that are somebody's and are attributed to somebody."""
    codes = pd.read_csv(coding, dtype=str, keep_default_na=False)
    by_article = dict(list(codes[codes["mode"].isin(SPOKEN) & ~codes["voice"].isin(["", "?"])].groupby("article_id")))
    for one in read(load_study(path), "full"):
        for code in by_article.get(one.article.article_id, codes[:0]).itertuples():
            yield _example(one, int(code.start), int(code.end), code.voice)


def _example(one: Read, start: int, end: int, voice: str) -> Example:
    """A coded sentence, its speaker as it is found."""
    language = one.article.language
    dev = zlib.crc32(one.article.article_id.encode()) % 2 == 0
    shared = [min(b, end) - max(a, start) for a, b in one.spans] or [0]
    at = int(np.argmax(shared))
    name = one.assigned[at][1] if shared[at] > (end - start) / 2 else ""
    number = next((i for i, speaker in enumerate(one.said) if name and speaker.name == name), None)
    if number is None or name == "narrator":
        return Example(None, 0, -1, language, True, dev)
    speaker, entity = one.said[number], one.entities[number]
    if speaker.voice != UNKNOWN or not weigh.is_weighed(entity, one.context):
        right = not {*speaker.voice.split("|")}.isdisjoint(voice.split("|"))
        return Example(None, 0, -1, language, True, dev, speaker.rule if speaker.voice != UNKNOWN else "", right)
    voices = setting_of(one.context).voices
    wanted = next((voices.index(each) for each in voice.split("|") if each in voices), -1)
    table = weigh.features(entity, one.context, weigh.voices_told(one.said, one.context))
    return Example(table, weigh.kind_of(entity), wanted, language, True, dev)
