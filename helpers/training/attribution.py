"""Train the attribution tagger on PolNeAR: `python -m helpers train attribution --polnear DIR`."""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from helpers import models
from helpers.attribution import decode, encode
from helpers.training import polnear
from helpers.training.encoder import HIDDEN, Encoder, export, load_minilm

NONE = -100  # a piece that is not judged


@dataclass(frozen=True)
class Settings:
    """Everything that decides what training gives."""

    epochs: float = 5.0
    batch: int = 8
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    decay: float = 0.01
    average: float = 0.997  # of the running mean of the weights, which is what is kept
    masked: float = 0.04
    pointing: float = 0.2  # weight of the losses of the pointers
    changed: float = 0.35  # share of paragraphs with other quotation marks or dropped ones
    threads: int = 1
    seed: int = 1


class Tagger(nn.Module):
    """The encoder with a tag head and a head whose vectors point from content to cue and from cue to source."""

    def __init__(self, encoder: Encoder) -> None:
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


@dataclass(frozen=True)
class Example:
    """A window with what is to be learnt: tags per piece (NONE where not judged) and pairs of pieces (from, to)."""

    ids: np.ndarray
    types: np.ndarray
    tags: np.ndarray
    to_cue: list[tuple[int, int]]
    to_source: list[tuple[int, int]]


# ---- examples -------------------------------------------------------------------------------------------------

PAIRS = [("“", "”", "‘", "’"), ('"', '"', "'", "'"), ("‘", "’", "“", "”"), ("'", "'", '"', '"'), ("„", "“", "‚", "‘"),
         ("«", "»", "‹", "›"), ("»", "«", "›", "‹"), ("``", "''", "`", "'"), ("”", "”", "’", "’")]  # fmt: skip


def reworked(text: str, chance: random.Random) -> tuple[str, np.ndarray]:
    """The paragraph with other quotation marks or with one dropped, and for each old offset the new one."""
    edits: list[tuple[int, int, str]] = []
    quoted = encode.quotations(text)
    opening, closing, *_ = chance.choice(PAIRS)
    kind = chance.random()
    for start, end, closed in quoted:
        width = 2 if text.startswith("``", start) else 1
        edits.append((start, start + width, opening))
        if closed:
            dropped = kind < 0.12 and (start, end) == quoted[-1][:2]
            edits.append((end - (2 if text.endswith("''", 0, end) else 1), end, "" if dropped else closing))
    if kind > 0.8:  # all straight, apostrophes too
        edits = [(a, b, new.translate(str.maketrans("“”‘’", "\"\"''"))) for a, b, new in edits]
        edits += [(m.start(), m.end(), "'") for m in re.finditer(r"(?<=\w)’(?=\w)", text)]
    if 0.12 < kind < 0.2:  # spaces after full stops dropped
        edits += [(m.start(), m.end(), "") for m in re.finditer(r"(?<=[a-z][.])\s(?=[A-Z])", text)]
    out, moved, at = [], np.zeros(len(text) + 1, dtype=np.int64), 0
    length = 0
    for start, end, new in sorted(edits):
        if start < at:
            continue
        out += [text[at:start], new]
        moved[at:start] = np.arange(at, start) + (length - at)
        length += start - at
        moved[start:end] = length
        length += len(new)
        at = end
    out.append(text[at:])
    moved[at:] = np.arange(at, len(text) + 1) + (length - at)
    return "".join(out), moved


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The lines of a text that hold something; the first is the headline."""
    return [m.span() for m in re.finditer(r"\S[^\n]*", text)]


def article_examples(article: polnear.Annotated, settings: Settings, chance: random.Random) -> list[Example]:
    """Windows over one article; where they begin, and what is reworked, is drawn anew each time."""
    pieces: list[encode.Words] = []
    origins: list[np.ndarray] = []  # per part: first character of each word in the article
    for start, end in paragraphs(article.text):
        line = article.text[start:end]
        if chance.random() < settings.changed:
            new, moved = reworked(line, chance)
            back = np.searchsorted(moved, np.arange(len(new) + 1), side="left")
        else:
            new, back = line, np.arange(end - start + 1)
        for part in encode.parts(encode.words(new)):
            pieces.append(part)
            origins.append(np.stack([back[part.starts], back[part.ends]]) + start)
    groups = [[0]] if pieces else []
    room = chance.randint(encode.LIMIT // 4, encode.LIMIT)
    for i in range(1, len(pieces)):
        if i == 1 or len(pieces[i].ids) > room:
            groups.append([])
            room = encode.LIMIT if i > 1 else max(room, len(pieces[i].ids))
        groups[-1].append(i)
        room -= len(pieces[i].ids)
    return [_example(article, [pieces[i] for i in g], [origins[i] for i in g]) for g in groups]


def _example(article: polnear.Annotated, parts: list[encode.Words], origins: list[np.ndarray]) -> Example:
    window = encode.window(parts)
    starts, ends = np.concatenate(origins, axis=1)
    opens = np.cumsum([0, *(len(p) for p in parts)])
    tags = np.zeros(len(window.first), dtype=np.int64)
    to_cue, to_source = [], []

    def mark(spans: tuple[polnear.Span, ...], begin: int) -> list[int]:
        firsts = []
        for a, b in spans:
            inside = np.flatnonzero((starts < b) & (ends > a))
            if not len(inside):
                continue
            # two spans with nothing between them are one
            joined = bool(firsts) and tags[inside[0] - 1] in (begin, begin + 1) and inside[0] not in opens
            tags[inside] = begin + 1
            for at in (inside[:1].tolist() if not joined else []) + [i for i in inside[1:] if i in opens]:
                tags[at] = begin
                firsts.append(int(at))
        return [int(window.first[i]) for i in firsts]

    for gold in article.attributions:
        content = mark(gold.content, decode.B_CONTENT)
        cue = mark(gold.cue, decode.B_CUE)
        source = mark(gold.source, decode.B_SOURCE)
        if cue:
            to_cue += [(at, cue[0]) for at in content]
            to_source += [(cue[0], source[0] if source else 0)] if source or not gold.source else []
    per_piece = np.full(len(window.ids), NONE)
    per_piece[window.first] = tags
    return Example(window.ids, window.types, per_piece, to_cue, to_source)


def batches(examples: list[Example], size: int, chance: random.Random) -> list[list[Example]]:
    """Shuffled batches of windows of like length."""
    order = sorted(examples, key=lambda e: len(e.ids) + chance.uniform(-12, 12))
    out = [order[i : i + size] for i in range(0, len(order), size)]
    chance.shuffle(out)
    return out


def collate(batch: list[Example], masked: float, chance: np.random.Generator) -> dict[str, torch.Tensor]:
    """Pad a batch; `masked` of the pieces are hidden."""
    length = max(len(e.ids) for e in batch)
    ids, types = np.zeros((2, len(batch), length), dtype=np.int64)
    tags = np.full((len(batch), length), NONE)
    for i, e in enumerate(batch):
        n = len(e.ids)
        ids[i, :n], types[i, :n], tags[i, :n] = e.ids, e.types, e.tags
    real = ids > 0
    ids[(chance.random(ids.shape) < masked) & (tags != NONE)] = models.MASK
    return {
        "embedded": torch.from_numpy(models.embed(ids)),
        "types": torch.from_numpy(types),
        "mask": torch.from_numpy(real),
        "tags": torch.from_numpy(tags),
    }


# ---- learning -------------------------------------------------------------------------------------------------


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
    return min(progress / warmup, (1 - progress) / (1 - warmup), 1.0)


def learn(
    tagger: Tagger, articles: list[polnear.Annotated], settings: Settings, teacher: list[Tagger], keep: Path
) -> Tagger:
    """Train, from the teachers' probabilities as well if there are any; gives the averaged weights."""
    torch.set_num_threads(settings.threads)
    torch.manual_seed(settings.seed)
    chance, noise = random.Random(settings.seed), np.random.default_rng(settings.seed)
    body = [p for n, p in tagger.named_parameters() if n.startswith("encoder")]
    heads = [p for n, p in tagger.named_parameters() if not n.startswith("encoder")]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": settings.encoder_rate}, {"params": heads, "lr": settings.head_rate}],
        weight_decay=settings.decay,
    )
    base = [group["lr"] for group in optimiser.param_groups]
    average = {n: p.detach().clone() for n, p in tagger.state_dict().items()}
    planned, done, started, seen = 0, 0, time.time(), 0
    tagger.train()
    for epoch in range(int(np.ceil(settings.epochs))):
        queue = batches([e for a in articles for e in article_examples(a, settings, chance)], settings.batch, chance)
        planned = planned or int(len(queue) * settings.epochs)
        for batch in queue:
            if done >= planned:
                break
            data = collate(batch, settings.masked, noise)
            for group, full in zip(optimiser.param_groups, base, strict=True):
                group["lr"] = full * rate((done + 1) / (planned + 1), settings.warmup)
            loss = _loss(tagger, teacher, batch, data, settings)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimiser.step()
            done += 1
            seen += int(data["mask"].sum())
            share = min(settings.average, (done + 1) / (done + 10))
            for name, value in tagger.state_dict().items():
                average[name].lerp_(value, 1 - share)
            if done % 50 == 0:
                print(f"epoch {epoch} step {done}/{planned} loss {loss.item():.3f} {seen / (time.time() - started):.0f} pieces/s", flush=True)
        torch.save(average, keep)
    final = Tagger(Encoder(encode.N_TYPES, len(tagger.encoder.layers)))
    final.load_state_dict(average)
    return final.eval()


def _loss(
    tagger: Tagger, teacher: list[Tagger], batch: list[Example], data: dict[str, torch.Tensor], settings: Settings
) -> torch.Tensor:
    inputs = data["embedded"], data["types"], data["mask"]
    with torch.autocast("cpu", torch.bfloat16):
        tags, vectors = tagger(*inputs)
    tags, vectors = tags.float(), vectors.float()
    judged = data["tags"] != NONE
    loss = functional.cross_entropy(tags[judged], data["tags"][judged])
    if teacher:
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            soft = sum(t(*inputs)[0].float().softmax(-1) for t in teacher) / len(teacher)
        loss = 0.3 * loss + 0.7 * -(soft[judged] * tags[judged].log_softmax(-1)).sum(-1).mean()
    return loss + settings.pointing * pointer_loss(vectors, batch, data["mask"])
