"""How often do corrected intervals hold the truth, and how wide are they, with 50, 100 and 200 codes?

Three coded data sets stand for the world: its value by all codes is the truth. A trial draws a corpus from it (whole
stories, with replacement), from this so many sentences to code, and asks whether the 95 % interval holds the truth.
NewsMTSC: sentiment toward a target, by the target instrument. A coded study: attributed or not, tone, the share of each
voice in what is attributed, frames. CCF: its frames by the codebook of this folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import bench_framing
import numpy as np
import pandas as pd

from helpers import analysis, framing, sentiment
from helpers.analysis import coding, correction
from helpers.analysis.estimate import Bootstrap
from helpers.tables.measure import measure

CODES = (50, 100, 200)
FEW = 5  # codes of the group that a trial's draw must hold on average, else it is left out


class World(NamedTuple):
    """One measure of coded sentences: [story_id, part, whole, hand_part, hand_whole] and the measure's span."""

    name: str
    rows: pd.DataFrame
    span: tuple[float, float]


def run(newsmtsc: Path, voices: Path, study: Path, ccf: Path, trials: int = 400) -> pd.DataFrame:
    """One row a measure and number of codes: the truth, and coverage and width of each way; lam on average."""
    worlds = [*_newsmtsc(newsmtsc), *_study(study, voices), *_ccf(ccf)]
    return pd.DataFrame([_tried(world, n, trials) for world in worlds for n in CODES])


def _tried(world: World, n: int, trials: int) -> dict[str, object]:
    truth = world.rows["hand_part"].sum() / world.rows["hand_whole"].sum()
    random = np.random.default_rng(n)
    stories = list(world.rows.groupby("story_id").indices.values())
    found = pd.concat([_trial(world, stories, n, random) for _ in range(trials)], ignore_index=True)
    row: dict[str, object] = {"measure": world.name, "codes": n, "truth": truth, "trials": int(found["enough"].sum())}
    found = found[found["enough"]]
    for way in correction.WAYS:
        low, high = found[f"{way}_low"], found[f"{way}_high"]
        row |= {way: ((low <= truth) & (truth <= high)).mean(), f"{way}_width": (high - low).mean()}
    return row | {"lam": found["lam"].mean()}


def _trial(world: World, stories: list[np.ndarray], n: int, random: np.random.Generator) -> pd.DataFrame:
    drawn = random.integers(0, len(stories), len(stories))
    corpus = world.rows.iloc[np.concatenate([stories[k] for k in drawn])].reset_index(drop=True)
    corpus["story_id"] = np.repeat(np.arange(len(drawn)), [len(stories[k]) for k in drawn])
    corpus = corpus.assign(group=world.name, sentence_id=np.arange(len(corpus)))
    coded = corpus.iloc[random.choice(len(corpus), min(n, len(corpus)), replace=False)]
    coded = coded.assign(chance=len(coded) / len(corpus))
    sample = correction.Sample(corpus.groupby("story_id").size(), coded[["sentence_id", "story_id", "chance"]], coded)
    at = Bootstrap(resamples=400)
    return correction.corrected(corpus, sample, span=world.span, bootstrap=at)


def _world(name: str, story: pd.Series, hand: object, machine: object, span: tuple[float, float] = (0, 1)) -> World:
    """A share or mean of all sentences."""
    rows = pd.DataFrame({"story_id": story.to_numpy(), "part": machine, "whole": 1.0, "hand_part": hand})
    return World(name, rows.assign(hand_whole=1.0).astype({"part": float, "hand_part": float}), span)


def _newsmtsc(path: Path) -> Iterator[World]:
    items = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    rows = pd.DataFrame(
        [
            ("_".join(item["primary_gid"].split("_")[:3]), item["sentence_normalized"], (t["from"], t["to"]), t)
            for item in items
            for t in item["targets"]
        ],
        columns=["story", "text", "span", "target"],
    )
    name = sentiment.primary("target")
    scores = sentiment.score_targets(rows["text"].tolist(), rows["span"].tolist(), name)
    hand = np.array([int(target["polarity"]) // 2 - 2 for target in rows["target"]])
    yield _world("target sentiment, mean", rows["story"], hand, scores, (-1, 1))
    yield _world("target sentiment, negative", rows["story"], hand < 0, scores < sentiment.cuts(name)[0])


def _ccf(path: Path) -> Iterator[World]:
    texts, coded = bench_framing.read_ccf(path)
    lines = (path if path.is_file() else path / "train.jsonl").read_text("utf-8").splitlines()
    story = pd.Series([json.loads(line)["doc"] for line in lines if line])
    codebook = framing.read_codebook(bench_framing.CODEBOOKS / "ccf.yaml")
    found = framing.learned.presence(texts, "en", codebook) > 0
    for i, frame in enumerate(codebook.names):
        yield _world(f"ccf, {frame}", story, [frame in frames for frames in coded], found[:, i])


def _study(study: Path, codes: Path) -> Iterator[World]:
    """The coded sentences of a study, by what was measured and by hand."""
    with TemporaryDirectory() as folder:
        results = measure(study, Path(folder))
        rows = _beside(results, codes)
    attributed = rows["mode"] != "none"
    said = rows["machine_mode"] != "none"
    yield _world("attributed", rows["story_id"], attributed, said)
    toned = rows[rows["tone"].notna()]
    score, known = toned["score"].fillna(0.0).to_numpy(), toned["score"].notna().to_numpy()
    yield World(
        "tone, mean", _world("", toned["story_id"], toned["tone"], score).rows.assign(whole=known * 1.0), (-1, 1)
    )
    for voice in results.study.voice_names():
        hand, found = rows["voice"] == voice, rows["machine_voice"] == voice
        if voice != "narrator" and hand.mean() * max(CODES) >= FEW:
            voiced = _world("", rows["story_id"], hand, found).rows
            yield World(
                f"voice {voice} of attributed", voiced.assign(whole=said * 1.0, hand_whole=attributed * 1.0), (0, 1)
            )
    for frame in sorted(set().union(*rows["frames"])):
        hand = [frame in frames for frames in rows["frames"]]
        if np.mean(hand) * max(CODES) >= FEW:
            yield _world(f"frame {frame}", rows["story_id"], hand, [frame in found for found in rows["found"]])


def _beside(results: analysis.Results, codes: Path) -> pd.DataFrame:
    """[story_id, mode, voice, tone, frames, machine_mode, machine_voice, score, found], a row a coded sentence."""
    table = pd.read_csv(codes, dtype=str, keep_default_na=False)
    table = table[~table["mode"].isin(["furniture", "?", ""])].reset_index(drop=True)
    table = table.assign(
        row=table.index,
        sentence_id="",
        coder="",
        file=codes.name,
        **{name: table[name].astype(int) for name in ("start", "end")},
    )
    found = coding.matched(results, table).table
    machine = results.query(
        "select s.sentence_id, a.story_id, s.mode as machine_mode, s.voice as machine_voice, t.score, "
        "coalesce(h.found, []) as found from sentences s join articles a using (article_id) "
        "left join sentiment t on t.sentence_id = s.sentence_id and t.instrument = ? "
        "left join (select sentence_id, list(distinct frame) as found from frame_hits group by all) h "
        "on h.sentence_id = s.sentence_id",
        [sentiment.primary("sentence")],
    )
    both = found.merge(machine, on="sentence_id")
    frames = both["frames"].str.split("|").map(lambda names: set(filter(None, names)))
    return both.assign(tone=pd.to_numeric(both["tone"], errors="coerce"), frames=frames)
