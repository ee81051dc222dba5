"""The trained tagger: windows of paragraphs through onnxruntime, then spans joined into attributions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from onnxruntime import InferenceSession

from helpers.attribution import decode
from helpers.attribution.vectors import Vectors
from helpers.encoder import pieces, reading, session

AT_ONCE = 4000  # words looked at together, more than most articles have: bounds the memory of a very long one


@dataclass(frozen=True)
class Tagged:
    """One attribution, `link`, in the words of its window.

    Word i of the window is in paragraph numbers[i], from character starts[i] to ends[i].
    """

    link: decode.Link
    numbers: np.ndarray
    starts: np.ndarray
    ends: np.ndarray

    def places(self, words: tuple[int, int]) -> list[tuple[int, int, int]]:
        """A range of the window's words as (number of the paragraph, start, end in its characters)."""
        start, last = words[0], words[1] - 1
        out = []
        while self.numbers[start] != self.numbers[last]:
            end = int(np.searchsorted(self.numbers, self.numbers[start], side="right"))
            out.append((int(self.numbers[start]), int(self.starts[start]), int(self.ends[end - 1])))
            start = end
        return [*out, (int(self.numbers[start]), int(self.starts[start]), int(self.ends[last]))]


def tag(
    paragraphs: Sequence[str], headlines: Sequence[bool], engine: str, vectors: Vectors | None = None
) -> Iterator[Tagged]:
    """The attributions of an article's paragraphs, window by window, in order of their cues.

    Every window goes through the model alone, so that what it gives depends on nothing else. `vectors` take up what
    it makes of the words.
    """
    model = session(f"attribution_{engine}")
    for batch in _batches(_parts(paragraphs, headlines)):
        groups = _groups(batch)
        read = [_read(model, group, vectors) for group in groups]
        tags = decode.viterbi([logp for logp, *_ in read])
        for group, scores, sequence in zip(groups, read, tags, strict=True):
            numbers = np.repeat([part.number for part in group], [len(part.words) for part in group])
            starts, ends = (np.concatenate([getattr(p.words, edge) for p in group]) for edge in ("starts", "ends"))
            for link in decode.link(sequence, *scores):
                yield Tagged(link, numbers, starts, ends)


@dataclass(frozen=True)
class Part:
    """A paragraph, or a part of a long one: its words, the paragraph's number, whether it is a headline."""

    words: reading.Words
    number: int
    headline: bool


def _parts(paragraphs: Sequence[str], headlines: Sequence[bool]) -> Iterator[Part]:
    for number, (text, headline) in enumerate(zip(paragraphs, headlines, strict=True)):
        for words in reading.read(text):
            yield Part(words, number, headline)


def _batches(parts: Iterator[Part]) -> Iterator[list[Part]]:
    """Consecutive parts that hold AT_ONCE words, or what is left."""
    batch: list[Part] = []
    held = 0
    for part in parts:
        batch.append(part)
        held += len(part.words)
        if held >= AT_ONCE:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _groups(parts: list[Part]) -> list[list[Part]]:
    """The parts of each window; a headline has its own."""
    groups: list[list[Part]] = []
    room = 0
    for part in parts:
        if len(part.words.ids) > room or part.headline:
            groups.append([])
            room = reading.LIMIT
        groups[-1].append(part)
        room = 0 if part.headline else room - len(part.words.ids)
    return groups


def _read(
    model: InferenceSession, parts: list[Part], wanted: Vectors | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of a window's words: log probabilities of tags, pointer vectors, pull to nothing, chance of saying."""
    window = reading.window([part.words for part in parts])
    inputs = {"embedded": pieces.embed(window.ids)[None], "types": window.types[None]}
    outputs = ["tags", "pointers", *(["vectors"] if wanted else [])]
    scores, vectors, *rest = (each[0] for each in model.run(outputs, inputs))
    if wanted:
        edges = np.cumsum([len(part.words) for part in parts])[:-1]
        for part, own in zip(parts, np.split(rest[0][window.first], edges), strict=True):
            wanted.add(part.number, part.words.starts, own)
    of_words, pointers = scores[window.first], vectors[window.first]
    nothing = np.column_stack(
        [pointers[:, asks] @ vectors[0, answers] for asks, answers in (decode.TO_CUE, decode.TO_SOURCE)]
    )
    saying = 1 / (1 + np.exp(-of_words[:, decode.SAYING]))
    return decode.log_softmax(of_words[:, : decode.N_TAGS]), pointers, nothing, saying
