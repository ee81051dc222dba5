"""Teach the model of meaning: tone, frames, and the tone toward somebody: `python -m helpers train meaning`.

The lower half of multilingual-e5-small stays as it is, so that it reads every text once; the upper half learns all
three together, from what people rated and coded and from what language models coded.
"""

from __future__ import annotations

import argparse
import copy
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from onnxruntime import InferenceSession
from torch import nn
from torch.nn import functional

from helpers import models
from helpers.encoder import meaning, pieces, reading
from helpers.study import StudyError
from helpers.training import course, e5, shipped
from helpers.training import meaning_data as data_sets
from helpers.training.encoder import HIDDEN, device, export, pretrained
from helpers.training.meaning_card import finish
from helpers.training.meaning_data import Meant

FROZEN = 6  # layers that stay as they are
SHARES = {  # of each set, drawn for every epoch: 2 is all of it twice
    "editorials": 1, "editorials, by sentence": 1, "coded": 1, "coded, by sentence": 1, "newsmtsc": 0.7,
    "rusentne": 0.5, "ruopinionne": 0.5, "directed": 0.5,
}  # fmt: skip
SPREAD = 0.25  # of tone: how far codes lie apart, by which its loss is measured
TONE, TOWARD = 1.0, 1.0  # weights of the losses beside that of frames
FRAME = 4.0
Data = dict[str, torch.Tensor]


@dataclass(frozen=True)
class Settings:
    """Everything that decides what teaching gives."""

    epochs: int = 3
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    words_rate: float = 0.0
    batch: int = 32
    warmup: float = 0.06
    decay: float = 0.01
    average: float = 0.998
    dropout: float = 0.1
    threads: int = 2
    seed: int = 1


FURTHER = Settings(epochs=2, encoder_rate=1e-4, head_rate=5e-4)  # where a model knows much already
BEFORE = 0.5  # of the weights from which teaching went on, in the mean that is kept (Wortsman et al. 2022, WiSE-FT)


@dataclass(frozen=True)
class Asked:
    """A window and what is asked of it: pieces [start, end) of sentences and of mentions, with the answers known.

    tones: [sentences], NaN where nobody said; frames: [sentences, FRAMES], -1 where nobody said; odds: [mentions, 3].
    """

    ids: np.ndarray
    sentences: np.ndarray
    tones: np.ndarray
    frames: np.ndarray
    mentions: np.ndarray
    odds: np.ndarray


Read = tuple[Asked, np.ndarray]  # with what the lower half gives: [pieces, HIDDEN], float16


def asked(meant: Meant) -> Asked | None:
    """A paragraph as a window, as far as it fits in one; None where nothing of it can be asked."""
    part = next(reading.read(meant.text), None)
    if part is None:
        return None
    window = reading.window([part])
    edges = np.append(window.first, len(window.ids) - 1)

    def place(start: int, end: int) -> tuple[int, int] | None:
        inside = np.flatnonzero((part.starts < end) & (part.ends > start))
        return (int(edges[inside[0]]), int(edges[inside[-1] + 1])) if len(inside) else None

    sentences = [(at, each) for each in meant.sentences if (at := place(each.start, each.end))]
    mentions = [(at, each) for each in meant.mentions if (at := place(each.start, each.end))]
    if not sentences and not mentions:
        return None
    return Asked(
        window.ids,
        np.array([at for at, _ in sentences], dtype=np.int64).reshape(-1, 2),
        np.array([np.nan if each.tone is None else each.tone for _, each in sentences], dtype=np.float32),
        np.array([each.frames or [-1] * len(meaning.FRAMES) for _, each in sentences], dtype=np.float32).reshape(
            -1, len(meaning.FRAMES)
        ),
        np.array([at for at, _ in mentions], dtype=np.int64).reshape(-1, 2),
        np.array([each.odds for _, each in mentions], dtype=np.float32).reshape(-1, 3),
    )


def batches(windows: Sequence[Read], size: int, chance: random.Random) -> list[list[Read]]:
    """Shuffled batches of windows of like length."""
    order = sorted(windows, key=lambda each: len(each[0].ids) + chance.uniform(-4, 4))
    out = [order[i : i + size] for i in range(0, len(order), size)]
    chance.shuffle(out)
    return out


def collate(batch: Sequence[Read]) -> Data:
    """Pad a batch. Places are rows of (number in the batch, start, end)."""
    length = max(len(each.ids) for each, _ in batch)
    lower = np.zeros((len(batch), length, HIDDEN), dtype=np.float32)
    real = np.zeros((len(batch), length), dtype=bool)
    for i, (each, vectors) in enumerate(batch):
        lower[i, : len(each.ids)] = vectors
        real[i, : len(each.ids)] = True

    def places(name: str) -> np.ndarray:
        return np.concatenate(
            [np.insert(getattr(each, name), 0, i, axis=1) for i, (each, _) in enumerate(batch)], dtype=np.int64
        )

    joined = {name: np.concatenate([getattr(each, name) for each, _ in batch]) for name in ("tones", "frames", "odds")}
    made = {"lower": lower, "mask": real, "sentences": places("sentences"), "mentions": places("mentions")}
    return {name: torch.from_numpy(value) for name, value in (made | joined).items()}


def scores(read: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    """Tone and log odds of frames, [n, 1 + FRAMES], of stretches of `read` [batch, length, WIDTH]."""
    rows, inside = _inside(read, places)
    weights = rows[..., meaning.WEIGHTS].masked_fill(~inside[..., None], -1e4).softmax(dim=1)
    return (weights * rows[..., meaning.VALUES]).sum(dim=1)


def toward(read: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    """Log odds of negative, neutral, positive, [n, 3], toward what stretches of `read` name."""
    rows, inside = _inside(read, places)
    within = inside[..., None].float()
    return (rows[..., meaning.TOWARD] * within).sum(dim=1) / within.sum(dim=1)


def _inside(read: torch.Tensor, places: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    of, start, end = places.T
    at = torch.arange(read.shape[1], device=read.device)
    return read[of], (at >= start[:, None]) & (at < end[:, None])


def coded_loss(read: torch.Tensor, data: Data) -> torch.Tensor:
    """How far the scores are from what people said."""
    total = read.new_zeros(())
    if len(data["sentences"]):
        found = scores(read, data["sentences"])
        rated = ~data["tones"].isnan()
        if rated.any():
            apart = (found[rated, 0] - data["tones"][rated]) / SPREAD
            total = total + TONE * 0.5 * apart.square().mean()
        coded = data["frames"][:, 0] >= 0
        if coded.any():
            total = total + FRAME * functional.binary_cross_entropy_with_logits(found[coded, 1:], data["frames"][coded])
    if len(data["mentions"]):
        known = ~data["odds"][:, 0].isnan()
        found = toward(read, data["mentions"][known]).log_softmax(-1)
        total = total - TOWARD * (data["odds"][known] * found).sum(-1).mean() if known.any() else total
    return total


class Lower(nn.Module):
    """The layers that stay as they are, whatever kind a piece has."""

    def __init__(self) -> None:
        """The first FROZEN layers of multilingual-e5-small."""
        super().__init__()
        self.encoder = pretrained(1).shortened(list(range(FROZEN)))

    def forward(self, embedded: torch.Tensor) -> torch.Tensor:
        """[1, length, HIDDEN] from the embedded pieces."""
        return self.encoder(embedded, torch.zeros_like(embedded[..., 0], dtype=torch.long))


class Upper(nn.Module):
    """The layers that learn, and the head that says what meaning.py reads."""

    def __init__(self, dropout: float) -> None:
        """The other layers of multilingual-e5-small; the head begins at random."""
        super().__init__()
        self.encoder = pretrained(1).shortened(list(range(FROZEN, e5.LAYERS))).layers
        self.meaning = nn.Linear(HIDDEN, meaning.WIDTH)
        self.dropout = nn.Dropout(dropout)

    def forward(self, lower: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """[batch, length, WIDTH]."""
        return self.meaning(self.dropout(self.read(lower, mask)))

    def read(self, lower: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """What the layers make of the pieces: [batch, length, HIDDEN]."""
        keys = None if mask is None else mask[:, None, None, :]
        x = self.dropout(lower)
        for layer in self.encoder:
            x = layer(x, keys)
        return x


def read_lower(windows: Iterable[Asked]) -> list[Read]:
    """The windows as the lower half reads them, in int8 as it is shipped."""
    with tempfile.TemporaryDirectory() as scratch:
        export(Lower(), (torch.zeros(1, 40, HIDDEN),), ["embedded"], ["lower"], Path(scratch) / "lower.onnx")
        model = InferenceSession(Path(scratch) / "lower.onnx", providers=["CPUExecutionProvider"])
    return [
        (each, model.run(None, {"embedded": pieces.embed(each.ids)[None]})[0][0].astype(np.float16)) for each in windows
    ]


def teach(sets: Sequence[tuple[list[Read], float]], settings: Settings, after: Path | None = None) -> Upper:
    """The upper half, taught on sets of windows; of each a share is drawn for every epoch, 2 is all of it twice.

    after: a model that `save` wrote, from which teaching goes on, and whose weights have a share of BEFORE in the
    outcome; without one it begins with multilingual-e5-small.
    """
    torch.manual_seed(settings.seed)
    upper, where = Upper(settings.dropout), device()
    if after:
        shipped.load(upper, after)
    before = copy.deepcopy(upper)
    upper.to(where)
    chance = random.Random(settings.seed)

    def loss(batch: list[Read]) -> torch.Tensor:
        data = {name: value.to(where) for name, value in collate(batch).items()}
        return coded_loss(upper(data["lower"], data["mask"]), data)

    def epochs() -> Iterator[list[list[Read]]]:
        for _ in range(settings.epochs):
            drawn = [each for windows, share in sets for each in _share(windows, share, chance)]
            yield batches(drawn, settings.batch, chance)

    course.follow(upper, epochs(), loss, settings)
    return nearer(upper.cpu(), before) if after else upper.cpu()


def nearer(upper: Upper, before: Upper) -> Upper:
    """`upper` with weights between its own and those before, of which BEFORE is the share."""
    for value, old in zip(upper.parameters(), before.parameters(), strict=True):
        value.data.lerp_(old.data, BEFORE)
    return upper


def _share(windows: list[Read], share: float, chance: random.Random) -> list[Read]:
    return windows * int(share) if share >= 1 else chance.sample(windows, int(share * len(windows)))


class Both(nn.Module):
    """The two halves, one upon the other."""

    def __init__(self, upper: Upper) -> None:
        """The lower half as it stays, the upper as it was taught."""
        super().__init__()
        self.lower, self.upper = Lower(), upper

    def forward(self, embedded: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """What is said of each piece, [1, length, WIDTH], and what each half makes of it, [1, length, HIDDEN]."""
        lower = self.lower(embedded)
        upper = self.upper.read(lower)
        return self.upper.meaning(upper), lower, upper


def save(upper: Upper, path: Path) -> None:
    """Export both halves to ONNX: `embedded` [1, length, HIDDEN] in; `meaning` and HALVES out, as `Both` gives."""
    export(Both(upper), (torch.zeros(1, 40, HIDDEN),), ["embedded"], ["meaning", *meaning.HALVES], path)


def sets(folder: Path, coded: Sequence[Path]) -> tuple[dict[str, list[Meant]], dict[str, list[Meant]]]:
    """What is taught, under the names of SHARES, and what is kept to measure on.

    folder: holds nyt_editorials/train.tsv, newsmtsc/{train,devtest_mt}.jsonl, directed/{train,valid}.tsv,
    rusentne/train.tsv and ruopinionne/train.jsonl. coded: files as `coded_news` reads them. Raises StudyError where too
    little is given for a part to be kept.
    """
    editorials = list(data_sets.nyt_editorials(folder / "nyt_editorials/train.tsv"))
    russian = list(data_sets.rusentne(folder / "rusentne/train.tsv"))
    news = [each for file in coded for each in data_sets.coded_news(file)]
    taught, kept = {}, {}
    for name, each, one_in in (("editorials", editorials, 6), ("rusentne", russian, 8), ("coded", news, 6)):
        kept[name] = [m for m in each if data_sets.held_out(m.group, one_in)]
        taught[name] = [m for m in each if not data_sets.held_out(m.group, one_in)]
    for name in ("editorials", "coded"):
        taught[f"{name}, by sentence"] = list(data_sets.apart(taught[name]))
        kept[name] = list(data_sets.apart(kept[name]))
    taught["newsmtsc"] = list(data_sets.newsmtsc(folder / "newsmtsc/train.jsonl"))
    kept["newsmtsc"] = list(data_sets.newsmtsc(folder / "newsmtsc/devtest_mt.jsonl"))
    taught["directed"] = list(data_sets.directed(folder / "directed/train.tsv"))
    kept["directed"] = list(data_sets.directed(folder / "directed/valid.tsv"))
    if not kept["coded"] or not kept["editorials"]:
        raise StudyError("of so few editorials or coded articles none is kept to measure on: give more")
    opinions = data_sets.ruopinionne(folder / "ruopinionne/train.jsonl")
    taught["ruopinionne"] = [each for each in opinions if each.mentions]
    return taught, kept


def main(argv: Sequence[str]) -> int:
    """Teach the model of meaning on what people rated and coded; measure it on what is kept, and write its card."""
    parser = argparse.ArgumentParser(prog="python -m helpers train meaning", description=main.__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="nyt_editorials, newsmtsc, directed ..."
    )
    parser.add_argument("--coded", type=Path, nargs="+", required=True, metavar="FILE", help="news coded by sentence")
    parser.add_argument("--after", type=Path, metavar="FILE", help="the model from which teaching goes on, more slowly")
    parser.add_argument("--out", type=Path, default=models.FOLDER, metavar="DIR", help="where the weights go")
    arguments = parser.parse_args(argv)
    taught, kept = sets(arguments.data, arguments.coded)
    asks = {name: [ask for each in meant if (ask := asked(each))] for name, meant in taught.items()}
    settings = FURTHER if arguments.after else Settings()
    upper = teach([(read_lower(each), SHARES[name]) for name, each in asks.items()], settings, arguments.after)
    save(upper, arguments.out / f"{meaning.NAME}.onnx")
    models.FOLDER = arguments.out
    before = arguments.after.with_suffix(".md").read_text("utf-8") if arguments.after else ""
    finish(kept, asdict(settings), {name: len(each) for name, each in asks.items()}, " ".join(argv), before)
    return 0
