"""Train the attribution tagger on PolNeAR: `python -m helpers train attribution --polnear DIR`."""

from __future__ import annotations

import argparse
import copy
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from helpers import models
from helpers.attribution import decode, encode
from helpers.training import polnear
from helpers.training.attribution_card import finish
from helpers.training.attribution_examples import NONE, Example, article_examples, batches, collate
from helpers.training.encoder import HIDDEN, Encoder, export, load_minilm, save_vocabulary, steady_memory


@dataclass(frozen=True)
class Settings:
    """Everything that decides what training gives."""

    epochs: int = 6
    kept: tuple[int, ...] = (3, 6)  # epochs after which the weights are kept; what comes out is their mean
    batch: int = 8
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    decay: float = 0.01
    average: float = 0.997  # of the running mean of the weights, which is what is meant by the weights
    masked: float = 0.04
    pointing: float = 0.2  # weight of the losses of the pointers
    taught: float = 0.7  # weight of the teacher's probabilities beside the annotation, where there is a teacher
    changed: float = 0.35  # share of paragraphs with other quotation marks or dropped ones
    threads: int = 1
    seed: int = 1


FULL = Settings()
FAST = replace(FULL, epochs=4, kept=(3, 4), encoder_rate=4e-4)
FAST_LAYERS = [0, 1]  # of the full model's six


class Tagger(nn.Module):
    """The encoder with a tag head and a head whose vectors point from content to cue and from cue to source."""

    def __init__(self, encoder: Encoder) -> None:
        """The heads begin at random."""
        super().__init__()
        self.encoder = encoder
        self.tag = nn.Linear(HIDDEN, decode.N_TAGS)
        self.pointer = nn.Linear(HIDDEN, 4 * decode.WIDTH)

    def forward(
        self, embedded: torch.Tensor, types: torch.Tensor, mask: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Tag scores [batch, length, N_TAGS] and pointer vectors [batch, length, 4 * WIDTH]."""
        hidden = self.encoder(embedded, types, mask)
        return self.tag(hidden), self.pointer(hidden) * decode.WIDTH**-0.25


def pointer_loss(vectors: torch.Tensor, batch: list[Example], mask: torch.Tensor) -> torch.Tensor:
    """Cross entropy of where contents and cues point, over the window's pieces."""
    total = vectors.new_zeros(())
    for pairs, asks, answers in (
        ([e.to_cue for e in batch], decode.CONTENT_ASKS, decode.CUE_ANSWERS),
        ([e.to_source for e in batch], decode.CUE_ASKS, decode.SOURCE_ANSWERS),
    ):
        rows = [(i, a, b) for i, each in enumerate(pairs) for a, b in each]
        if rows:
            of, at, to = torch.tensor(rows).T
            scores = torch.einsum("nd,nld->nl", vectors[of, at][:, asks], vectors[of][:, :, answers])
            total = total + functional.cross_entropy(scores.masked_fill(~mask[of], -1e4), to)
    return total


def rate(progress: float, warmup: float) -> float:
    """Linear warm-up, then linear decay to nothing."""
    return max(0.0, min(progress / warmup, (1 - progress) / (1 - warmup)))


def learn(
    tagger: Tagger, articles: list[polnear.Annotated], settings: Settings, teacher: Tagger | None = None
) -> Tagger:
    """Train `tagger`, from the teacher's probabilities as well if there is one; it ends with the mean weights."""
    torch.set_num_threads(settings.threads)
    torch.manual_seed(settings.seed)
    steady_memory()
    chance, noise = random.Random(settings.seed), np.random.default_rng(settings.seed)
    optimiser = _optimiser(tagger, settings)
    average = {name: value.clone() for name, value in tagger.state_dict().items()}
    kept: list[dict[str, torch.Tensor]] = []
    planned = done = 0
    tagger.train()
    for epoch in range(1, settings.epochs + 1):
        examples = [e for a in articles for e in article_examples(a, settings.changed, chance)]
        queue = batches(examples, settings.batch, chance)
        planned = planned or len(queue) * settings.epochs
        began, losses = time.time(), []
        for batch in queue:
            for group in optimiser.param_groups:
                group["lr"] = group["full"] * rate((done + 1) / (planned + 1), settings.warmup)
            loss = _loss(tagger, teacher, batch, collate(batch, settings.masked, noise), settings)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimiser.step()
            done += 1
            losses.append(loss.item())
            share = min(settings.average, (done + 1) / (done + 10))
            for name, value in tagger.state_dict().items():
                average[name].lerp_(value, 1 - share)
        seconds = time.time() - began
        print(f"epoch {epoch} of {settings.epochs}, loss {np.mean(losses):.3f}, {seconds:.0f} s", flush=True)
        if epoch in settings.kept:
            kept.append({name: value.clone() for name, value in average.items()})
    tagger.load_state_dict({name: sum(each[name] for each in kept) / len(kept) for name in average})
    return tagger.eval()


def _optimiser(tagger: Tagger, settings: Settings) -> torch.optim.Optimizer:
    """Heads learn faster than the encoder; `full` is each group's highest rate."""
    groups: dict[bool, list[nn.Parameter]] = {True: [], False: []}
    for name, parameter in tagger.named_parameters():
        groups[name.startswith("encoder")].append(parameter)
    return torch.optim.AdamW(
        [
            {"params": groups[True], "full": settings.encoder_rate},
            {"params": groups[False], "full": settings.head_rate},
        ],
        weight_decay=settings.decay,
    )


def _loss(
    tagger: Tagger, teacher: Tagger | None, batch: list[Example], data: dict[str, torch.Tensor], settings: Settings
) -> torch.Tensor:
    inputs = data["embedded"], data["types"], data["mask"]
    with torch.autocast("cpu", torch.bfloat16):
        tags, vectors = tagger(*inputs)
    tags, vectors = tags.float(), vectors.float()
    judged = data["tags"] != NONE
    loss = functional.cross_entropy(tags[judged], data["tags"][judged])
    if teacher:
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            soft = teacher(*inputs)[0][judged].float().softmax(-1)
        copied = -(soft * tags[judged].log_softmax(-1)).sum(-1).mean()
        loss = (1 - settings.taught) * loss + settings.taught * copied
    return loss + settings.pointing * pointer_loss(vectors, batch, data["mask"])


def save(tagger: Tagger, path: Path) -> None:
    """Export to ONNX: `embedded` [1, length, HIDDEN] and `types` [1, length] in, `tags` and `pointers` out."""
    sample = torch.zeros(1, 40, HIDDEN), torch.zeros(1, 40, dtype=torch.long)
    export(tagger, sample, ["embedded", "types"], ["tags", "pointers"], path)


def main(argv: Sequence[str]) -> int:
    """Train both engines, calibrate their confidence, and write weights and model cards."""
    parser = argparse.ArgumentParser(prog="python -m helpers train attribution", description=main.__doc__)
    parser.add_argument("--polnear", required=True, metavar="DIR", help="PolNeAR, a folder with train/ and dev/")
    parser.add_argument("--out", type=Path, default=models.FOLDER, metavar="DIR", help="where the weights go")
    arguments = parser.parse_args(argv)
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    articles, dev = (polnear.load(arguments.polnear, part) for part in ("train", "dev"))
    models.FOLDER = out
    save_vocabulary(out)
    torch.manual_seed(FULL.seed)
    full = learn(Tagger(load_minilm(encode.N_TYPES)[0]), articles, FULL)
    save(full, out / "attribution_full.onnx")
    fast = copy.deepcopy(full)
    fast.encoder = full.encoder.shortened(FAST_LAYERS)
    fast = learn(fast, articles, FAST, full)
    save(fast, out / "attribution_fast.onnx")
    finish(dev, len(articles), {"full": asdict(FULL), "fast": asdict(FAST) | {"layers": FAST_LAYERS}})
    return 0
