"""The trained tagger: windows of paragraphs through onnxruntime, then spans joined into attributions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from onnxruntime import InferenceSession

from helpers import models
from helpers.attribution import decode, encode

ENGINES = {"full": "attribution_full", "fast": "attribution_fast"}
AT_ONCE = 64  # windows decoded together: bounds the memory of a very long article


@dataclass(frozen=True)
class Tagged:
    """One attribution, `link`, in the words of its window; the window's `parts` of paragraphs, and their `numbers`."""

    link: decode.Link
    parts: list[encode.Words]
    numbers: list[int]

    def places(self, words: tuple[int, int]) -> list[tuple[int, int, int]]:
        """A range of the window's words as (number of the paragraph, start, end in its characters)."""
        out, at = [], 0
        for number, part in zip(self.numbers, self.parts, strict=True):
            start, end = max(words[0] - at, 0), min(words[1] - at, len(part))
            if start < end:
                out.append((number, int(part.starts[start]), int(part.ends[end - 1])))
            at += len(part)
        return out


def tag(paragraphs: Sequence[str], headlines: Sequence[bool], engine: str) -> Iterator[Tagged]:
    """The attributions of an article's paragraphs, in order of their cues.

    Every window goes through the model alone, so that what it gives depends on nothing else.
    """
    session = models.session(ENGINES[engine])
    windows = _windows(paragraphs, headlines)
    while batch := list(islice(windows, AT_ONCE)):
        outputs = [_run(session, window) for _, _, window in batch]
        tags = decode.viterbi([logp for logp, _, _ in outputs])
        for (numbers, parts, _), output, sequence in zip(batch, outputs, tags, strict=True):
            for link in decode.link(sequence, *output):
                yield Tagged(link, parts, numbers)


def _windows(
    paragraphs: Sequence[str], headlines: Sequence[bool]
) -> Iterator[tuple[list[int], list[encode.Words], encode.Window]]:
    """Windows in order: each with its parts and their paragraphs' numbers; a headline has a window of its own."""
    numbers: list[int] = []
    parts: list[encode.Words] = []
    room = 0
    for number, (text, headline) in enumerate(zip(paragraphs, headlines, strict=True)):
        for part in encode.parts(encode.words(text)):
            if parts and (len(part.ids) > room or headline):
                yield numbers, parts, encode.window(parts)
                numbers, parts = [], []
            if not parts:
                room = encode.LIMIT
            numbers.append(number)
            parts.append(part)
            room = 0 if headline else room - len(part.ids)
    if parts:
        yield numbers, parts, encode.window(parts)


def _run(session: InferenceSession, window: encode.Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Log probabilities of the tags and pointer vectors of each word, and the vector of no source."""
    scores, vectors = session.run(
        None, {"embedded": models.embed(window.ids)[None], "types": window.types[None]}
    )
    return decode.log_softmax(scores[0, window.first]), vectors[0, window.first], vectors[0, 0]
