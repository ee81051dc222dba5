"""How a model is taught, whatever it learns: AdamW, warm-up and decay, the running mean of its weights."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

import torch
from torch import nn

from helpers.training.encoder import device, steady_memory

Batch = TypeVar("Batch")


class Pace(Protocol):
    """What decides how a course goes."""

    epochs: int
    encoder_rate: float
    head_rate: float
    words_rate: float  # of the word embeddings; with none they stay as they are
    warmup: float
    decay: float
    average: float  # of the running mean of the weights, which is what is meant by the weights
    threads: int
    seed: int


def rate(progress: float, warmup: float) -> float:
    """Linear warm-up, then linear decay to nothing."""
    return max(0.0, min(progress / warmup, (1 - progress) / (1 - warmup)))


def follow(
    model: nn.Module, epochs: Iterable[Sequence[Batch]], loss: Callable[[Batch], torch.Tensor], pace: Pace
) -> None:
    """Train `model`, which is on its device, on the batches of each epoch; it ends with the mean weights."""
    torch.set_num_threads(pace.threads)
    torch.manual_seed(pace.seed)
    steady_memory()
    optimiser = _optimiser(model, pace)
    weights = [each for each in model.parameters() if each.requires_grad]
    average = [value.detach().clone() for value in weights]
    planned = done = 0
    for epoch, queue in enumerate(epochs, start=1):
        planned = planned or len(queue) * pace.epochs
        began, losses = time.time(), []
        model.train()
        for batch in queue:
            for group in optimiser.param_groups:
                group["lr"] = group["full"] * rate((done + 1) / (planned + 1), pace.warmup)
            lost = loss(batch)
            optimiser.zero_grad()
            lost.backward()
            nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            done += 1
            losses.append(lost.detach())
            share = min(pace.average, (done + 1) / (done + 10))
            torch._foreach_lerp_(average, [value.detach() for value in weights], 1 - share)
        seconds, mean = time.time() - began, torch.stack(losses).mean().item()
        print(f"epoch {epoch} of {pace.epochs}, loss {mean:.3f}, {seconds:.0f} s", flush=True)
    for value, mean_value in zip(weights, average, strict=True):
        value.data.copy_(mean_value)
    model.eval()


def _optimiser(model: nn.Module, pace: Pace) -> torch.optim.Optimizer:
    """Heads learn faster than the encoder, and that than the words; `full` is each group's highest rate."""
    rates = {"encoder": pace.encoder_rate, "words": pace.words_rate}
    groups: dict[float, list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            groups.setdefault(rates.get(name.split(".")[0], pace.head_rate), []).append(parameter)
    return torch.optim.AdamW(
        [{"params": params, "full": full} for full, params in groups.items()],
        weight_decay=pace.decay,
        fused=device().type == "cuda",
    )
