"""Frames found by a codebook, against hand coding: GVFC headlines and CCF sentences.

The codebooks (codebooks/gvfc.yaml, codebooks/ccf.yaml) were written from the published frame definitions only.
"""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.analysis import agreement
from helpers.framing import Codebook, find, learned, read_codebook
from helpers.framing.matcher import pattern_words

CODEBOOKS = Path(__file__).parent / "codebooks"
GVFC = [
    "gun_rights",
    "gun_control",
    "politics",
    "mental_health",
    "public_safety",
    "race_ethnicity",
    "public_opinion",
    "society_culture",
    "economic_consequences",
]
CCF = {
    "Pbh": "health",
    "Eco": "economic",
    "Secu": "security",
    "Just": "justice",
    "Cult": "cultural",
    "Envt": "environmental",
    "Sci": "scientific",
    "Pol": "political",
}
DRAWS, CODED = 5, 100


def run(gvfc: Path, ccf: Path) -> pd.DataFrame:
    """Per frame precision, recall, F1 and alpha; micro and macro; with coded examples; words per second."""
    tables = []
    for name, (texts, coded) in {"gvfc": read_gvfc(gvfc), "ccf": read_ccf(ccf)}.items():
        codebook = read_codebook(CODEBOOKS / f"{name}.yaml")
        true = np.array([[frame in frames for frame in codebook.names] for frames in coded])
        found = learned.presence(texts, "en", codebook) > 0
        tables += [table(name, codebook, true, found), with_coding(name, texts, coded, codebook)]
        tables.append(speed(name, texts, codebook))
    return pd.concat(tables, ignore_index=True)


def read_gvfc(path: Path) -> tuple[list[str], list[set[str]]]:
    """Headlines and the frames of each."""
    rows = pd.read_csv(path if path.is_file() else path / "train.csv")
    coded = rows[["frame1", "frame2"]].apply(pd.to_numeric, errors="coerce")
    frames = [{GVFC[int(code) - 1] for code in codes if 1 <= code <= 9} for codes in coded.values]
    return rows["headline"].tolist(), frames


def read_ccf(path: Path) -> tuple[list[str], list[set[str]]]:
    """Sentences and the main frames of each."""
    lines = (path if path.is_file() else path / "train.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line]
    return [row["text"] for row in rows], [
        {CCF[label.split()[0]] for label in row["labels"] if label.endswith(" Detection") and label.split()[0] in CCF}
        for row in rows
    ]


def table(name: str, codebook: Codebook, true: np.ndarray, found: np.ndarray) -> pd.DataFrame:
    """Precision, recall, F1 and Krippendorff's alpha of each frame, micro (all decisions) and macro (mean)."""
    rows = []
    for i, frame in enumerate(codebook.names):
        codes = pd.DataFrame({"coder": true[:, i].astype(int), "codebook": found[:, i].astype(int)})
        rows.append(
            (name, frame, int(true[:, i].sum()), *ratios(true[:, i], found[:, i]), agreement.krippendorff_alpha(codes))
        )
    rows.append((name, "micro", int(true.sum()), *ratios(true, found), float("nan")))
    columns = ["data", "measure", "n", "precision", "recall", "f1", "alpha"]
    result = pd.DataFrame(rows, columns=columns)
    means = result.loc[: len(codebook.names) - 1, columns[3:]].mean()
    result.loc[len(result)] = [name, "macro", int(true.sum()), *means]
    return result


def ratios(true: np.ndarray, found: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    right = (true & found).sum()
    return right / max(found.sum(), 1), right / max(true.sum(), 1), 2 * right / max(true.sum() + found.sum(), 1)


def with_coding(name: str, texts: list[str], coded: list[set[str]], codebook: Codebook) -> pd.DataFrame:
    """What `train frames` learns from 100 examples of one half, on the other half: mean of five draws.

    A frame coded too seldom is the codebook's. Each sentence counts as a story.
    """
    order = np.random.default_rng(0).permutation(len(texts))
    pool, test = order[: len(texts) // 2], order[len(texts) // 2 :]
    true = np.array([[frame in frames for frame in codebook.names] for frames in coded])
    read, hits = learned.vectors(texts), learned.presence(texts, "en", codebook)
    rows = []
    for draw in range(DRAWS):
        chosen = np.random.default_rng(draw + 1).choice(pool, CODED, replace=False)
        heads = learned.fit(read[chosen], hits[chosen], true[chosen], [str(i) for i in chosen])
        by_model = heads.present(heads.scores(read[test], hits[test]))
        found = np.where(heads.learned > 0, by_model, hits[test] > 0)
        each = [ratios(true[test][:, i], found[:, i]) for i in range(true.shape[1])]
        rows.append((ratios(true[test], found), np.mean(each, axis=0)))
    micro, macro = (np.mean([row[k] for row in rows], axis=0) for k in (0, 1))
    return pd.DataFrame(
        [
            (name, f"micro, {CODED} coded, other half", int(true[test].sum()), *micro),
            (name, f"macro, {CODED} coded, other half", int(true[test].sum()), *macro),
        ],
        columns=["data", "measure", "n", "precision", "recall", "f1"],
    )


def speed(name: str, texts: list[str], codebook: Codebook) -> pd.DataFrame:
    """Words per second of the matcher and of all its patterns as one compiled regular expression."""
    many = texts * max(1, 1_000_000 // sum(len(text.split()) for text in texts))
    words = sum(len(text.split()) for text in many)
    started = time.process_time()
    find(many, "en", codebook)
    matcher = words / (time.process_time() - started)
    patterns = {rule.pattern for frame in codebook.frames for rule in frame.rules.get("en", ())}
    one = re.compile("|".join(sorted(map(plain, patterns), key=len, reverse=True)), re.IGNORECASE)
    few = many[: max(1, len(many) // 50)]
    started = time.process_time()
    for text in few:
        for _ in one.finditer(text):
            pass
    regex = sum(len(text.split()) for text in few) / (time.process_time() - started)
    measures = ["words/s", "words/s, one regex"]
    return pd.DataFrame({"data": name, "measure": measures, "n": [round(matcher), round(regex)]})


def plain(pattern: str) -> str:
    """A pattern as a part of one big regular expression."""
    words = [r"\w*".join(map(re.escape, word.split("*"))) if word != "*" else r"\w+" for word in pattern_words(pattern)]
    return r"\b" + r"[\s’'-]+".join(words) + (r"\b" if words[-1][-1].isalnum() else "")
