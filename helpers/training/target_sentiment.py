"""Train the target-sentiment model on NewsMTSC: `python -m helpers train target-sentiment --newsmtsc FILE`."""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from babel import Locale
from torch import nn
from torch.nn import functional

from helpers import models
from helpers.agreement import macro_f1
from helpers.sentiment import score_targets, target_model
from helpers.sentiment.target_encoding import MENTION, N_TYPES, Encoded, encode
from helpers.sentiment.targets import classes
from helpers.study import StudyError
from helpers.training.encoder import HIDDEN, Encoder, export, load_minilm, save_vocabulary

CLASSES = {2: 0, 4: 1, 6: 2}  # NewsMTSC's polarity -> negative, neutral, positive
HELD_OUT = 10  # one sentence in so many is kept from training, to compare choices on
# A country stands where NewsMTSC has a person, so that the model does not learn who is disliked and knows states.
BLOCS = ("the West", "Beijing", "Moscow", "the Kremlin", "Brussels", "Washington", "NATO", "the European Union")


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
    threads: int = 1
    seed: int = 1


# The two networks whose probabilities are averaged: differing in seed and settings, so that their errors differ.
MEMBERS = (
    Settings(),
    Settings(epochs=4, encoder_rate=2e-4, masked=0.08, replaced=0.15, seed=11),
)


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
    """A sentence, one of its mentions and the class of its sentiment toward it."""

    text: str
    span: tuple[int, int]
    label: int


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
            found = [Example(text, (t["from"], t["to"]), CLASSES[int(t["polarity"])]) for t in row["targets"]]
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
    return Example(example.text[:start] + name + example.text[end:], (start, start + len(name)), example.label)


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
            if name == "encoder.type.weight":
                rate = settings.encoder_rate
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
    weight = _class_weights(examples)
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


def _batches(examples: list[Example], settings: Settings, chance: random.Random) -> list[list[tuple[Encoded, int]]]:
    """Shuffled batches of sentences of like length, some mentions under another name."""
    names = other_names()
    drawn = [replaced(e, names, chance) if chance.random() < settings.replaced else e for e in examples]
    coded = [(encode(e.text, e.span), e.label) for e in drawn]
    coded.sort(key=lambda c: len(c[0].ids) + chance.uniform(-6, 6))
    queue = [coded[i : i + settings.batch] for i in range(0, len(coded), settings.batch)]
    chance.shuffle(queue)
    return queue


def _class_weights(examples: list[Example]) -> torch.Tensor:
    """Rarer classes weigh more, by the root of how rare they are."""
    counts = np.bincount([e.label for e in examples], minlength=len(CLASSES))
    return torch.tensor(len(examples) / len(CLASSES) / np.maximum(counts, 1), dtype=torch.float32) ** 0.5


def _loss(
    model: TargetModel,
    batch: list[tuple[Encoded, int]],
    weight: torch.Tensor,
    settings: Settings,
    noise: np.random.Generator,
) -> torch.Tensor:
    inputs = collate([coded for coded, _ in batch], settings.masked, noise)
    labels = torch.tensor([label for _, label in batch])
    with torch.autocast("cpu", torch.bfloat16):
        scores = model(*inputs)
    return functional.cross_entropy(scores.float(), labels, weight, label_smoothing=settings.smoothing)


def save(model: TargetModel, path: Path) -> None:
    """Write the int8 ONNX model that helpers/sentiment/target_model.py runs."""
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
    for member, settings in zip(target_model.MEMBERS, MEMBERS, strict=True):
        save(learn(training, settings), arguments.out / f"{member}.onnx")
    card = {
        "settings": [asdict(settings) for settings in MEMBERS],
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
