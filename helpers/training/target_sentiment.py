"""Train the target-sentiment model on NewsMTSC: `python -m helpers train target-sentiment --newsmtsc FILE`.

Several teachers learn from the coded mentions. What they say together of those and of the mentions that nobody coded
in the same sentences is what the shipped network learns from (Hinton et al. 2015, Distilling the knowledge in a neural
network): so it is as good as all of them, and used to several mentions in a sentence.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from babel import Locale
from torch import nn
from torch.nn import functional

from helpers import models
from helpers.analysis.agreement import macro_f1
from helpers.sentiment import classes, score_targets
from helpers.sentiment.instruments import target_model
from helpers.sentiment.target_encoding import MENTION, N_TYPES, Encoded, encode
from helpers.study import StudyError
from helpers.training.encoder import HIDDEN, Encoder, export, steady_memory
from helpers.training.minilm import load_minilm, save_vocabulary

CLASSES = {2: 0, 4: 1, 6: 2}  # NewsMTSC's polarity -> negative, neutral, positive
SURE = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
HELD_OUT = 10  # one sentence in so many is kept from training, to compare choices on
# A country stands where NewsMTSC has a person, so that the model does not learn who is disliked and knows states.
BLOCS = ("the West", "Beijing", "Moscow", "the Kremlin", "Brussels", "Washington", "NATO", "the European Union")
# What may be a mention: a run of capitalised words within a sentence or at its start, or a person's pronoun.
MENTIONS = re.compile(
    r"""(?:(?<=[a-z,;:][ ])|(?<=")|^)(?:[A-Z][\w'’.-]*[a-z]\w*|[A-Z]{2,})(?:[ ](?:[A-Z][\w'’.-]*\w|of(?=[ ][A-Z])))*
    |\b(?:he|she|they|him|her|them)\b""",
    re.VERBOSE,
)
UNCODED = 10_000  # so many mentions that nobody coded are learnt from, drawn at random


@dataclass(frozen=True)
class Settings:
    """Everything that decides what training gives."""

    epochs: int = 5
    batch: int = 16
    encoder_rate: float = 1.5e-4
    layer_decay: float = 0.85
    head_rate: float = 1e-3
    warmup: float = 0.1
    decay: float = 0.01
    average: float = 0.998  # of the running mean of the weights, which is what is kept
    masked: float = 0.05
    replaced: float = 0.3  # share of mentions that another name stands for
    dropout: float = 0.1
    smoothing: float = 0.05
    rarity: float = 0.5  # a class weighs this power of how rare it is
    threads: int = 1
    seed: int = 1


OTHER = Settings(epochs=4, encoder_rate=2e-4, masked=0.08, replaced=0.15)
TEACHERS = (Settings(), *(replace(OTHER, seed=seed) for seed in (11, 21, 31)))
STUDENT = replace(OTHER, epochs=5, smoothing=0.0, rarity=0.0, seed=41)


Coded = tuple[Encoded, tuple[float, ...]]  # a sentence with its mention, and the odds to learn


class TargetModel(nn.Module):
    """The encoder, pooled over all pieces, over the mention and at its opening marker, and a small head."""

    def __init__(self, encoder: Encoder, dropout: float = 0.0) -> None:
        """Around a pretrained encoder; the head starts at random."""
        super().__init__()
        self.encoder = encoder
        self.hidden = nn.Linear(3 * HIDDEN, HIDDEN)
        self.classes = nn.Linear(HIDDEN, len(CLASSES))
        self.dropout = nn.Dropout(dropout)

    def forward(
        self, embedded: torch.Tensor, types: torch.Tensor, mention: torch.Tensor, mask: torch.Tensor | None = None
    ) -> torch.Tensor:
        """embedded [batch, length, HIDDEN]; mention [batch, length] 1.0 on the mention's pieces -> [batch, 3]."""
        hidden = self.encoder(embedded, types, mask)
        real = torch.ones_like(mention) if mask is None else mask.to(mention.dtype)
        opening = torch.cat([mention[:, 1:], mention[:, :1] * 0], 1) * (1 - mention)  # the piece before the mention
        pooled = torch.cat([_mean(hidden, weight) for weight in (real, mention, opening)], -1)
        return self.classes(self.dropout(torch.tanh(self.hidden(self.dropout(pooled)))))


def _mean(hidden: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    return (hidden * weight[..., None]).sum(1) / weight.sum(1, keepdim=True).clamp(min=1e-6)


@dataclass(frozen=True)
class Example:
    """A sentence, one of its mentions and how probable negative, neutral and positive are toward it."""

    text: str
    span: tuple[int, int]
    odds: tuple[float, ...]

    @property
    def label(self) -> int:
        """The most probable class."""
        return int(np.argmax(self.odds))


def read_newsmtsc(path: Path) -> list[list[Example]]:
    """NewsMTSC's sentences (Hamborg & Donnay, EACL 2021), each the list of its mentions."""
    sentences = []
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise StudyError(f"{path} cannot be read ({error.strerror}): give NewsMTSC's train.jsonl.") from error
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            text = row["sentence_normalized"]
            found = [Example(text, (t["from"], t["to"]), SURE[CLASSES[int(t["polarity"])]]) for t in row["targets"]]
        except (ValueError, KeyError, TypeError) as error:
            raise StudyError(f"{path.name}, line {number}: not a sentence of NewsMTSC ({error}).") from error
        sentences.append(found)
    return sentences


def other_names() -> list[str]:
    """Names that may stand for a mention in training: English names of states, capitals and blocs."""
    states = [name for code, name in Locale("en").territories.items() if len(code) == 2 and len(name) < 25]
    return states + list(BLOCS) * 10


def replaced(example: Example, names: Sequence[str], chance: random.Random) -> Example:
    """The example with another name in the mention's place; pronouns stay, as their form tells the grammar."""
    start, end = example.span
    if not example.text[start:end].istitle() or end - start < 4:
        return example
    name = chance.choice(names)
    text = example.text[:start] + name + example.text[end:]
    return replace(example, text=text, span=(start, start + len(name)))


def taught(sentences: list[list[Example]], teachers: Sequence[TargetModel]) -> list[list[Example]]:
    """The coded mentions, half of what is said of each by the teachers, and uncoded ones, wholly by them."""
    coded = [example for sentence in sentences for example in sentence]
    known = (np.array([example.odds for example in coded]) + said_by(teachers, coded)) / 2
    others = uncoded(sentences)
    random.Random(0).shuffle(others)
    others = others[:UNCODED]
    return [
        [replace(example, odds=tuple(odds)) for example, odds in zip(examples, said, strict=True)]
        for examples, said in ((coded, known), (others, said_by(teachers, others)))
    ]


def uncoded(sentences: list[list[Example]]) -> list[Example]:
    """What may be a mention in these sentences and is none of the coded ones: of each nothing is known."""
    found = []
    for sentence in filter(None, sentences):
        text, coded = sentence[0].text, [example.span for example in sentence]
        for match in MENTIONS.finditer(text):
            if all(match.end() <= start or match.start() >= end for start, end in coded):
                found.append(Example(text, match.span(), (1 / 3, 1 / 3, 1 / 3)))
    return found


def said_by(teachers: Sequence[TargetModel], examples: Sequence[Example]) -> np.ndarray:
    """The mean of the teachers' probabilities, [len(examples), 3]."""
    coded = [encode(example.text, example.span) for example in examples]
    order = sorted(range(len(coded)), key=lambda i: len(coded[i].ids))
    said = np.empty((len(coded), len(CLASSES)))
    for i in range(0, len(order), 32):
        batch = order[i : i + 32]
        inputs = collate([coded[j] for j in batch], 0.0, np.random.default_rng(0))
        with torch.no_grad():
            said[batch] = np.mean([teacher(*inputs).softmax(-1).numpy() for teacher in teachers], axis=0)
    return said


def collate(batch: Sequence[Encoded], masked: float, chance: np.random.Generator) -> tuple[torch.Tensor, ...]:
    """Pad a batch, `masked` of its pieces hidden: embedded, types, mention, mask."""
    length = max(len(e.ids) for e in batch)
    ids, types, part = np.zeros((3, len(batch), length), dtype=np.int64)
    for i, e in enumerate(batch):
        ids[i, : len(e.ids)], types[i, : len(e.ids)], part[i, : len(e.ids)] = e
    real = ids > 0
    hide = (chance.random(ids.shape) < masked) & real & (ids != models.CLS) & (ids > 2)
    ids[hide] = models.MASK
    mention = torch.from_numpy((part == MENTION).astype(np.float32))
    return torch.from_numpy(models.embed(ids)), torch.from_numpy(types), mention, torch.from_numpy(real)


def _groups(model: TargetModel, settings: Settings) -> list[dict]:
    """Parameter groups: lower layers learn more slowly."""
    layers = len(model.encoder.layers)
    groups = []
    for name, parameter in model.named_parameters():
        if not name.startswith("encoder"):
            rate = settings.head_rate
        else:
            depth = int(name.split(".")[2]) + 1 if ".layers." in name else 0
            rate = settings.encoder_rate * settings.layer_decay ** (layers - depth)
        groups.append({"params": [parameter], "lr": rate, "full": rate})
    return groups


def learn(sentences: list[list[Example]], settings: Settings) -> TargetModel:
    """Train on sentences, from MiniLM; the running mean of the weights is what is given back."""
    torch.set_num_threads(settings.threads)
    torch.manual_seed(settings.seed)
    chance, noise = random.Random(settings.seed), np.random.default_rng(settings.seed)
    model = TargetModel(load_minilm(N_TYPES)[0], settings.dropout).train()
    optimiser = torch.optim.AdamW(_groups(model, settings), weight_decay=settings.decay)
    examples = [example for sentence in sentences for example in sentence]
    weight = _class_weights(examples, settings.rarity)
    average = {name: value.detach().clone() for name, value in model.state_dict().items()}
    steps, done, started = settings.epochs * -(-len(examples) // settings.batch), 0, time.time()
    for epoch in range(settings.epochs):
        for batch in _batches(examples, settings, chance):
            done += 1
            progress = done / (steps + 1)
            for group in optimiser.param_groups:
                warm = min(progress / settings.warmup, (1 - progress) / (1 - settings.warmup))
                group["lr"] = group["full"] * warm
            optimiser.zero_grad()
            loss = _loss(model, batch, weight, settings, noise)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            keep = min(settings.average, (done + 1) / (done + 10))
            for name, value in model.state_dict().items():
                average[name].lerp_(value, 1 - keep)
        print(f"epoch {epoch + 1}/{settings.epochs} loss {loss.item():.3f} {time.time() - started:.0f} s", flush=True)
    final = TargetModel(Encoder(N_TYPES))
    final.load_state_dict(average)
    return final.eval()


def _batches(examples: list[Example], settings: Settings, chance: random.Random) -> list[list[Coded]]:
    """Shuffled batches of sentences of like length, some mentions under another name."""
    names = other_names()
    drawn = [replaced(e, names, chance) if chance.random() < settings.replaced else e for e in examples]
    coded = [(encode(e.text, e.span), e.odds) for e in drawn]
    coded.sort(key=lambda c: len(c[0].ids) + chance.uniform(-6, 6))
    queue = [coded[i : i + settings.batch] for i in range(0, len(coded), settings.batch)]
    chance.shuffle(queue)
    return queue


def _class_weights(examples: list[Example], rarity: float) -> torch.Tensor:
    """Rarer classes weigh more."""
    counts = np.sum([e.odds for e in examples], axis=0)
    return torch.tensor(len(examples) / len(CLASSES) / np.maximum(counts, 1), dtype=torch.float32) ** rarity


def _loss(
    model: TargetModel,
    batch: list[Coded],
    weight: torch.Tensor,
    settings: Settings,
    noise: np.random.Generator,
) -> torch.Tensor:
    inputs = collate([coded for coded, _ in batch], settings.masked, noise)
    odds = torch.tensor(np.array([odds for _, odds in batch]), dtype=torch.float32)
    with torch.autocast("cpu", torch.bfloat16):
        scores = model(*inputs)
    return functional.cross_entropy(scores.float(), odds, weight, label_smoothing=settings.smoothing)


def save(model: TargetModel, path: Path) -> None:
    """Write the int8 ONNX model that helpers/sentiment/instruments/target_model.py runs."""
    embedded, types, mention, _ = collate([encode("China helps.", (0, 5))], 0.0, np.random.default_rng(0))
    export(model, (embedded, types, mention), ["embedded", "types", "mention"], ["classes"], path)


def main(argv: Sequence[str]) -> int:
    """Train on nine tenths of NewsMTSC's training file, write the weights and their card, and test on the rest."""
    parser = argparse.ArgumentParser(prog="python -m helpers train target-sentiment", description=main.__doc__)
    parser.add_argument("--newsmtsc", required=True, type=Path, metavar="FILE", help="NewsMTSC's train.jsonl")
    parser.add_argument("--out", type=Path, default=models.FOLDER, metavar="DIR", help="where the weights go")
    arguments = parser.parse_args(argv)
    sentences = read_newsmtsc(arguments.newsmtsc)
    order = list(range(len(sentences)))
    random.Random(0).shuffle(order)
    kept = set(order[::HELD_OUT])
    arguments.out.mkdir(parents=True, exist_ok=True)
    models.FOLDER = arguments.out
    if not (arguments.out / "tokenizer.json").exists():
        save_vocabulary(arguments.out)
    training = [s for i, s in enumerate(sentences) if i not in kept]
    steady_memory()
    examples = taught(training, [learn(training, settings) for settings in TEACHERS])
    save(learn(examples, STUDENT), arguments.out / f"{target_model.NAME}.onnx")
    card = {
        "teachers": [asdict(settings) for settings in TEACHERS],
        "settings": asdict(STUDENT),
        "held out": evaluate([e for i in sorted(kept) for e in sentences[i]]),
    }
    (arguments.out / f"{target_model.NAME}.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")
    print(json.dumps(card["held out"]))
    return 0


def evaluate(examples: Sequence[Example]) -> dict[str, float]:
    """Macro F1 of the shipped int8 model, and how often it is right; over classes cut at its own cut-offs."""
    scores = score_targets([e.text for e in examples], [e.span for e in examples], "target_model")
    guess, truth = classes(scores, target_model.CUTS), np.array([e.label for e in examples]) - 1
    return {
        "mentions": len(examples),
        "macro F1": round(macro_f1(truth, guess), 3),
        "accuracy": round(float((truth == guess).mean()), 3),
    }
