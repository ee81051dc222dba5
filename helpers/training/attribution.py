"""Train the attribution tagger in four languages: `python -m helpers train attribution --polnear DIR ...`.

Twelve layers of multilingual-e5-small learn from what people annotated and from answers carried over into other
languages. The models of the full engine, six layers each, and of the fast one, three, learn from the same and from
the teachers' probabilities, on text nobody annotated as well. On a GPU all takes minutes; on two cores the teachers
and each model are a job of hours, so teachers are kept and used again, and `--models` names what to teach.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from helpers import models
from helpers.attribution import decode
from helpers.encoder import reading
from helpers.training import coded, course, polnear, vocabulary, wikinews
from helpers.training.attribution_card import dev_sets, finish
from helpers.training.attribution_data import unannotated
from helpers.training.attribution_examples import NONE, Example, article_examples, batches, collate
from helpers.training.encoder import HIDDEN, Encoder, device, export, halved, pretrained
from helpers.training.polnear import Annotated
from helpers.training.projection import projected

Data = dict[str, torch.Tensor]


@dataclass(frozen=True)
class Settings:
    """Everything that decides what training gives."""

    layers: int
    epochs: int
    encoder_rate: float
    head_rate: float = 1e-3
    words_rate: float = 0.0  # of the word embeddings; with none they stay as they are
    batch: int = 32
    warmup: float = 0.06
    decay: float = 0.01
    average: float = 0.997  # of the running mean of the weights, which is what is meant by the weights
    masked: float = 0.04
    pointing: float = 0.4  # weight of the losses of the pointers, and of what is said of a cue
    taught: float = 0.8  # weight of the teachers' probabilities beside the annotation, where there are teachers
    near: float = 0.0  # weight of the nearness to the pretrained vectors
    changed: float = 0.35  # share of paragraphs with other quotation marks or dropped ones
    threads: int = 2
    seed: int = 1


TEACHER = Settings(12, 4, 4e-4, words_rate=1e-4, masked=0.06)
TEACHERS = (1, 2, 3, 4)  # their seeds
MODELS = {"full": Settings(9, 5, 5e-4, near=1.0), "fast": Settings(3, 5, 6e-4, near=0.5)}


class Tagger(nn.Module):
    """The encoder with a head for tags and one whose vectors point from content to cue and from cue to source.

    A third gives vectors of meaning; it branches off at two thirds of the layers, below what attribution changes most.
    """

    def __init__(self, encoder: Encoder, words: torch.Tensor) -> None:
        """The heads begin at random, that of sentence vectors as it is; `words`: [pieces, HIDDEN]."""
        super().__init__()
        self.words = nn.Embedding.from_pretrained(words.clone(), freeze=False)
        self.encoder = encoder
        self.branch = len(encoder.layers) * 2 // 3
        self.tag = nn.Linear(HIDDEN, decode.N_TAGS + 1)
        self.pointer = nn.Linear(HIDDEN, 4 * decode.WIDTH)
        self.vector = nn.Linear(HIDDEN, HIDDEN)
        nn.init.eye_(self.vector.weight)
        nn.init.zeros_(self.vector.bias)

    def forward(
        self, embedded: torch.Tensor, types: torch.Tensor, mask: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """[batch, length, ...] scores of N_TAGS and of saying; pointers, 4 * WIDTH; vectors, HIDDEN.

        embedded: what `words` gives for the pieces.
        """
        states = self.encoder.states(embedded, types, mask)
        pointers = self.pointer(states[-1]) * decode.WIDTH**-0.25
        return self.tag(states[-1]), pointers, self.vector(states[self.branch - 1])


def draw(articles: Sequence[Annotated], settings: Settings, epoch: int) -> list[Example]:
    """The windows of one epoch."""
    chance = random.Random(1000 * settings.seed + epoch)
    return [e for a in articles for e in article_examples(a, settings.changed, chance)]


def learn(
    tagger: Tagger,
    windows: Callable[[int], list[Example]],
    settings: Settings,
    teachers: Sequence[Tagger] = (),
) -> Tagger:
    """Train `tagger` on the windows of each epoch; it ends with the mean weights."""
    where = device()
    tagger.to(where)
    lesson = Lesson(tagger, [teacher.to(where).eval() for teacher in teachers], settings)
    chance, noise = random.Random(settings.seed), np.random.default_rng(settings.seed)
    tagger.words.requires_grad_(settings.words_rate > 0)

    def loss(batch: list[Example]) -> torch.Tensor:
        return lesson.loss({name: value.to(where) for name, value in collate(batch, settings.masked, noise).items()})

    epochs = (batches(drawn, settings.batch, chance) for drawn in _ahead(windows, settings.epochs))
    course.follow(tagger, epochs, loss, settings)
    return tagger


def _ahead(windows: Callable[[int], list[Example]], epochs: int) -> Iterator[list[Example]]:
    """The windows of every epoch, drawn by another process while the one before it is learnt."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as aside:
        waiting = aside.submit(windows, 1)
        for epoch in range(1, epochs + 1):
            drawn = waiting.result()
            if epoch < epochs:
                waiting = aside.submit(windows, epoch + 1)
            yield drawn


class Lesson:
    """What a tagger is to learn from a batch: the annotation, the teachers' answers, the pretrained vectors."""

    def __init__(self, tagger: Tagger, teachers: Sequence[Tagger], settings: Settings) -> None:
        """The pretrained encoder is loaded only if its vectors are wanted."""
        self.tagger, self.teachers, self.settings = tagger, teachers, settings
        self.frozen = (
            Tagger(pretrained(1), vocabulary.stored(models.FOLDER)).to(device()).eval() if settings.near else None
        )

    def loss(self, data: Data) -> torch.Tensor:
        """The weighted sum of all losses over a batch."""
        rest = data["types"], data["mask"]
        with halved(data["ids"]):
            scores, pointers, vectors = (each.float() for each in self.tagger(self.tagger.words(data["ids"]), *rest))
        own = _annotated(scores, pointers, data, self.settings.pointing)
        if self.teachers:
            answers = [self._answers(teacher, data["ids"], *rest) for teacher in self.teachers]
            copied = _copied(scores, pointers, answers, data, self.settings.pointing)
            own = (1 - self.settings.taught) * own + self.settings.taught * copied
        if self.frozen is not None:
            with torch.no_grad(), halved(data["ids"]):
                types = torch.zeros_like(data["types"])
                goal = self.frozen.encoder(self.frozen.words(data["ids"]), types, data["mask"]).float()
            apart = 1 - functional.cosine_similarity(vectors, goal, dim=-1)
            own = own + self.settings.near * apart[data["mask"]].mean()
        return own

    @staticmethod
    def _answers(teacher: Tagger, ids: torch.Tensor, *rest: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        with torch.no_grad(), halved(ids):
            scores, pointers, _ = teacher(teacher.words(ids), *rest)
        return scores.float(), pointers.float()


def _annotated(scores: torch.Tensor, pointers: torch.Tensor, data: Data, pointing: float) -> torch.Tensor:
    """Cross entropies of the annotation: of tags, of where contents and cues point, of saying."""
    known = data["tags"] >= 0
    total = scores.new_zeros(())
    if known.any():
        total = functional.cross_entropy(scores[known][:, : decode.N_TAGS], data["tags"][known])
    for name, by in (("to_cue", decode.TO_CUE), ("to_source", decode.TO_SOURCE)):
        if len(data[name]):
            of, at, to = data[name].T
            total = total + pointing * functional.cross_entropy(_pointing(pointers, of, at, by, data["mask"]), to)
    if len(data["saying"]):
        of, at, is_so = data["saying"].T
        log_odds = scores[of, at, decode.SAYING]
        total = total + pointing * functional.binary_cross_entropy_with_logits(log_odds, is_so.float())
    return total


def _pointing(
    pointers: torch.Tensor, of: torch.Tensor, at: torch.Tensor, by: tuple[slice, slice], mask: torch.Tensor
) -> torch.Tensor:
    """How much the pieces `at` of the windows `of` point at every piece of their window."""
    scores = torch.einsum("nd,nld->nl", pointers[of, at][:, by[0]], pointers[of][:, :, by[1]])
    return scores.masked_fill(~mask[of], -1e4)


def _copied(
    scores: torch.Tensor, pointers: torch.Tensor, answers: list[tuple[torch.Tensor, torch.Tensor]], data: Data,
    pointing: float,
) -> torch.Tensor:  # fmt: skip
    """Cross entropies of the teachers' mean answers, on all words, whoever annotated them."""
    words = data["tags"] != NONE
    soft = torch.stack([s[..., : decode.N_TAGS].softmax(-1) for s, _ in answers]).mean(0)
    total = -(soft[words] * scores[words][:, : decode.N_TAGS].log_softmax(-1)).sum(-1).mean()
    best = torch.where(words, soft.argmax(-1), NONE)
    cues, contents = best == decode.B_CUE, best == decode.B_CONTENT
    for asking, by in ((contents, decode.TO_CUE), (cues | contents, decode.TO_SOURCE)):
        of, at = asking.nonzero(as_tuple=True)
        if len(of):
            theirs = torch.stack([_pointing(p, of, at, by, data["mask"]).softmax(-1) for _, p in answers]).mean(0)
            ours = _pointing(pointers, of, at, by, data["mask"]).log_softmax(-1)
            total = total - pointing * (theirs * ours).sum(-1).mean()
    if cues.any():
        said = torch.stack([s[..., decode.SAYING][cues].sigmoid() for s, _ in answers]).mean(0)
        ours = scores[..., decode.SAYING][cues]
        total = total + pointing * functional.binary_cross_entropy_with_logits(ours, said)
    return total


def fresh(layers: int) -> Tagger:
    """A tagger on the first layers of the pretrained encoder, with the word embeddings that are shipped."""
    return Tagger(pretrained(reading.N_TYPES).shortened(list(range(layers))), vocabulary.stored(models.FOLDER))


def save(tagger: Tagger, path: Path) -> None:
    """Export to ONNX: `embedded` [1, length, HIDDEN] and `types` [1, length] in; `tags`, `pointers`, `vectors` out."""
    sample = torch.zeros(1, 40, HIDDEN), torch.zeros(1, 40, dtype=torch.long)
    export(tagger.cpu(), sample, ["embedded", "types"], ["tags", "pointers", "vectors"], path)


def main(argv: Sequence[str]) -> int:
    """Teach teachers, then both engines; calibrate their confidence, and write weights and model cards."""
    parser = argparse.ArgumentParser(prog="python -m helpers train attribution", description=main.__doc__)
    parser.add_argument("--polnear", required=True, metavar="DIR", help="PolNeAR, a folder with train/ and dev/")
    parser.add_argument("--wikinews", required=True, metavar="DIR", help="German Wikinews, train/ and dev/")
    parser.add_argument("--coded", type=Path, nargs="*", default=[], metavar="PATH", help="texts coded line by line")
    parser.add_argument(
        "--translations", type=Path, nargs="*", default=[], metavar="FILE", help="lines in English and another language"
    )
    parser.add_argument("--texts", type=Path, nargs="*", default=[], metavar="PATH", help="texts nobody annotated")
    parser.add_argument("--teachers", type=Path, required=True, metavar="DIR", help="kept there, used again if there")
    parser.add_argument("--models", nargs="*", choices=MODELS, default=list(MODELS), help="what to teach (all)")
    parser.add_argument("--out", type=Path, default=models.FOLDER, metavar="DIR", help="where the weights go")
    parser.add_argument("--coded-dev", type=Path, nargs="*", default=[], metavar="FILE", help="those to measure on")
    arguments = parser.parse_args(argv)
    annotated = polnear.load(arguments.polnear, "train") + wikinews.load(arguments.wikinews, "train")
    annotated += coded.load(arguments.coded, without=arguments.coded_dev)
    carried = [a for file in arguments.translations for a in projected(file, pretrained(1).eval())]
    arguments.teachers.mkdir(parents=True, exist_ok=True)
    teachers = [teacher(arguments.teachers, seed, annotated + carried) for seed in TEACHERS]
    articles = annotated + [replace(a, attributions=None) for a in carried] + unannotated(arguments.texts)
    for name in arguments.models:
        settings = MODELS[name]
        tagger = learn(fresh(settings.layers), partial(draw, articles, settings), settings, teachers)
        save(tagger, arguments.out / f"attribution_{name}.onnx")
    models.FOLDER = arguments.out
    data = f"{len(annotated)} annotated articles, {len(articles)} texts in all, out of {' '.join(argv)}"
    dev = dev_sets(arguments.polnear, arguments.wikinews, arguments.coded_dev)
    finish(dev, {name: asdict(each) for name, each in MODELS.items()}, data)
    return 0


def teacher(folder: Path, seed: int, articles: list[Annotated]) -> Tagger:
    """A teacher out of the folder, or a new one, kept there."""
    file = folder / f"teacher_{seed}.pt"
    settings = replace(TEACHER, seed=seed)
    tagger = fresh(settings.layers)
    if file.exists():
        tagger.load_state_dict(torch.load(file, map_location="cpu"))
        return tagger
    tagger = learn(tagger, partial(draw, articles, settings), settings)
    torch.save(tagger.state_dict(), file)
    return tagger
