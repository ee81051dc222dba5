"""The trained tagger: windows of paragraphs through onnxruntime, then spans joined into attributions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from onnxruntime import InferenceSession

from helpers import models
from helpers.attribution import decode, encode

READINGS = {"full": (1.0, 0.5), "fast": (1.0,)}  # per engine: how full the first window of each reading may be
# Added to the log probability that a cue begins, per engine. Chosen on PolNeAR dev: the full engine misses more than
# it makes up, and this trades .4 of its F for 1.2 of recall and .5 of the F of the words of contents.
EAGER = {"full": 1.0, "fast": 0.0}
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


def tag(paragraphs: Sequence[str], headlines: Sequence[bool], engine: str) -> Iterator[Tagged]:
    """The attributions of an article's paragraphs, window by window, in order of their cues.

    Every window goes through the model alone, so that what it gives depends on nothing else. The full engine reads
    twice, with the windows' edges in other places, and takes the mean.
    """
    session = models.session(f"attribution_{engine}")
    for batch in _batches(_parts(paragraphs, headlines)):
        readings = [_read(session, batch, share) for share in READINGS[engine]]
        groups = _groups(batch, 1.0)
        joined = [[np.concatenate(each) for each in zip(*(_mean(readings, i) for i in g), strict=True)] for g in groups]
        eager = EAGER[engine] * (np.arange(decode.N_TAGS) == decode.B_CUE)
        tags = decode.viterbi([logp + eager for logp, _, _ in joined])
        for group, scores, sequence in zip(groups, joined, tags, strict=True):
            words = [batch[i].words for i in group]
            numbers = np.repeat([batch[i].number for i in group], [len(each) for each in words])
            starts, ends = (np.concatenate([getattr(each, edge) for each in words]) for edge in ("starts", "ends"))
            for link in decode.link(sequence, *scores):
                yield Tagged(link, numbers, starts, ends)


@dataclass(frozen=True)
class Part:
    """A paragraph, or a part of a long one: its words, the paragraph's number, whether it is a headline."""

    words: encode.Words
    number: int
    headline: bool


def _parts(paragraphs: Sequence[str], headlines: Sequence[bool]) -> Iterator[Part]:
    for number, (text, headline) in enumerate(zip(paragraphs, headlines, strict=True)):
        for words in encode.read(text):
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


def _groups(parts: list[Part], share: float) -> list[list[int]]:
    """Windows of parts, by number; the first holds only `share` of what the others do, a headline has its own."""
    groups: list[list[int]] = []
    room, limit = 0, int(encode.LIMIT * share)
    for i, part in enumerate(parts):
        if not groups or len(part.words.ids) > room or part.headline:
            groups.append([])
            room = limit
            limit = limit if part.headline else encode.LIMIT
        groups[-1].append(i)
        room = 0 if part.headline else room - len(part.words.ids)
    return groups


Scores = tuple[np.ndarray, np.ndarray, np.ndarray]


def _read(session: InferenceSession, parts: list[Part], share: float) -> list[Scores]:
    """Per part: log probabilities of its words' tags, their pointer vectors, and how much they point at no source."""
    out: list[Scores] = []
    for group in _groups(parts, share):
        window = encode.window([parts[i].words for i in group])
        scores, vectors = session.run(None, {"embedded": models.embed(window.ids)[None], "types": window.types[None]})
        logp, pointers = decode.log_softmax(scores[0, window.first]), vectors[0, window.first]
        edges = np.cumsum([len(parts[i].words) for i in group])[:-1]
        nobody = pointers[:, decode.CUE_ASKS] @ vectors[0, 0, decode.SOURCE_ANSWERS]
        out += zip(*(np.split(each, edges) for each in (logp, pointers, nobody)), strict=True)
    return out


def _mean(readings: list[list[Scores]], i: int) -> Scores:
    """Part i over all readings: means; vectors stand side by side, scaled so that they point as the mean does."""
    logps, pointers, nobody = zip(*(reading[i] for reading in readings), strict=True)
    scaled = np.stack(pointers, axis=-1) * np.float32(len(readings) ** -0.5)
    return np.mean(logps, axis=0), scaled, np.mean(nobody, axis=0)
