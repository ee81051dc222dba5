"""What several test files make up alike."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from helpers.analysis.groups import Groups
from helpers.study import load_study
from helpers.tables import schemas
from helpers.tables.results import Results

SETTINGS = """
title: Ferries
voices:
  - {name: island, label: Island, countries: [IS], colour: "#D55E00", marker: o}
  - {name: coast, label: Coast, countries: ["NO"], colour: "#0072B2", marker: D}
targets:
  - {name: ferry, label: the Ferry, countries: [], words: [ferry]}
codebooks: [semetko_valkenburg]
"""
ON_BOARD = ["narrator"] * 6 + ["island"] * 3 + ["coast"]

VOICES = ("narrator", "chinese", "russian", "western", "central_asian", "unknown")


def each(names: Sequence[str], n_left: int = 0, left: float = 0.0) -> Groups:
    """Outlets one by one, each under its own name; n_left more, with that share of the words, are not shown."""
    return Groups("outlet", "outlet_name", tuple(names), {name: name for name in names}, n_left, left)


def spoken(rng) -> pd.DataFrame:
    """Some voices in some stories of three outlets, a few of them together with another."""
    here = rng.choice(VOICES, rng.integers(1, 6), replace=False)
    rows = []
    for story in range(rng.integers(1, 14)):
        for voice in here:
            mode = "none" if voice == "narrator" else rng.choice(["direct", "mixed", "indirect"])
            joint = voice == "central_asian" or (mode != "none" and rng.random() < 0.1)
            n = 0.5 if joint else int(rng.integers(1, 4))
            outlet = rng.choice(["Ada", "Bea", "Cyd"])
            rows.append((voice, mode, f"s{story}", outlet, int(rng.integers(1, 40)), n, 0 if joint else n, int(joint)))
    columns = ["voice", "mode", "story_id", "outlet", "words", "n", "alone", "joint"]
    return pd.DataFrame(rows, columns=columns).assign(outlet_name=lambda f: f["outlet"])


def ferries(folder: Path) -> Results:
    """Results of twenty articles of ten sentences, the last of them the coast's; every eighth sentence is negative."""
    study, tables = folder / "study", folder / "out" / "tables"
    study.mkdir()
    (study / "study.yaml").write_text(SETTINGS)
    tables.mkdir(parents=True)
    articles, sentences, scores, hits = [], [], [], []
    for a in range(20):
        key = f"{a:03}"
        row = {"article_id": key, "story_id": key, "language": "en", "title": f"=Day {a}", "published": "2024-01-05"}
        articles.append(row | {"outlet": f"o{a % 2}", "outlet_name": f"O{a % 2}"})
        for i, voice in enumerate(ON_BOARD):
            name = f"{key}:{i}"
            text = f"On day {a} the ferry went {i} times."
            row = {"sentence_id": name, "article_id": key, "start": i * 50, "end": i * 50 + 40, "text": text}
            row |= {"kind": "body", "mode": "none" if i < 6 else "direct", "voice": voice, "n_words": 7}
            sentences.append(row)
            score = -0.9 if (a + i) % 8 == 0 else 0.5
            scores.append({"sentence_id": name, "instrument": "combined", "score": score, "weight": 1.0})
            hits += [{"sentence_id": name, "frame": "conflict", "start": 0, "end": 2, "pattern": "x"}] * (i == 2)
    given = {"articles": articles, "sentences": sentences, "sentiment": scores, "frame_hits": hits}
    for name, schema in schemas.SCHEMAS.items():
        rows = [[row.get(field.name) for field in schema] for row in given.get(name, [])]
        schemas.pa.parquet.write_table(schemas.build(name, rows), tables / f"{name}.parquet")
    return Results(load_study(study), folder / "out", None, {})
