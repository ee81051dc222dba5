"""From the tagger's scores to spans and from spans to attributions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

OUT, B_SOURCE, I_SOURCE, B_CUE, I_CUE, B_CONTENT, I_CONTENT = range(7)
N_TAGS = 7
WIDTH = 64  # of the vectors by which spans point at each other
CONTENT_ASKS, CUE_ANSWERS, CUE_ASKS, SOURCE_ANSWERS = (slice(i * WIDTH, (i + 1) * WIDTH) for i in range(4))
_FORBIDDEN = np.zeros((N_TAGS, N_TAGS), dtype=np.float32)
for _inside in (I_SOURCE, I_CUE, I_CONTENT):
    _FORBIDDEN[:, _inside] = -1e4
    _FORBIDDEN[[_inside - 1, _inside], _inside] = 0


UNSURE = 0.5  # a part of a content less probable than this is left out if another part is more so


@dataclass(frozen=True)
class Link:
    """An attribution in words: half-open ranges of word numbers; `source` may be None. Probabilities in 0..1."""

    source: tuple[int, int] | None
    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    content_p: float
    cue_p: float
    link_p: float
    source_p: float


def log_softmax(scores: np.ndarray) -> np.ndarray:
    """Log probabilities over the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def viterbi(scores: list[np.ndarray]) -> list[np.ndarray]:
    """The best legal tags of each sequence of log probabilities [words, N_TAGS]; all sequences in step."""
    lengths = np.array([len(s) for s in scores])
    if not len(lengths) or not lengths.max():
        return [np.zeros(0, dtype=np.int64) for _ in scores]
    padded = np.zeros((lengths.max(), len(scores), N_TAGS), dtype=np.float32)
    for i, sequence in enumerate(scores):
        padded[: len(sequence), i] = sequence
        padded[len(sequence) :, i, 1:] = -1e4
    came = np.zeros(padded.shape, dtype=np.int8)
    best = padded[0] + _FORBIDDEN[OUT]
    for step in range(1, len(padded)):
        options = best[:, :, None] + _FORBIDDEN
        came[step] = options.argmax(axis=1)
        best = options.max(axis=1) + padded[step]
    tags = np.zeros(padded.shape[:2], dtype=np.int64)
    tags[-1] = best.argmax(axis=1)
    rows = np.arange(len(scores))
    for step in range(len(padded) - 1, 0, -1):
        tags[step - 1] = came[step, rows, tags[step]]
    return [tags[:length, i] for i, length in enumerate(lengths)]


def spans(tags: np.ndarray, begin: int) -> list[tuple[int, int]]:
    """The spans of one kind (`begin` is its B tag) as ranges of word numbers."""
    starts = np.flatnonzero(tags == begin).tolist()
    inside = tags == begin + 1
    ends = []
    for start in starts:
        end = start + 1
        while end < len(tags) and inside[end]:
            end += 1
        ends.append(end)
    return list(zip(starts, ends, strict=True))


def _scores(asks: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """How much each of the vectors in `asks` points at each in `answers`."""
    return np.tensordot(asks, answers, axes=((1, 2), (1, 2)))


def link(tags: np.ndarray, logp: np.ndarray, pointers: np.ndarray, nobody: np.ndarray) -> list[Link]:
    """Join the spans of one window.

    tags: [words]; logp: [words, N_TAGS]; pointers: [words, 4 * WIDTH, readings], the vectors of each word; nobody:
    [words], how much each would point at no source. A content goes to the cue it points at, a cue to the source it
    points at.
    """
    contents, cues = spans(tags, B_CONTENT), spans(tags, B_CUE)
    sources = spans(tags, B_SOURCE)
    if not contents or not cues:
        return []
    cue_at = [start for start, _ in cues]
    asked = _scores(pointers[[start for start, _ in contents], CONTENT_ASKS], pointers[cue_at, CUE_ANSWERS])
    chosen, link_p = asked.argmax(axis=1), np.exp(log_softmax(asked)).max(axis=1)
    somebody = _scores(pointers[cue_at, CUE_ASKS], pointers[[start for start, _ in sources], SOURCE_ANSWERS])
    asked = np.column_stack([nobody[cue_at], somebody])
    source_of, source_p = asked.argmax(axis=1) - 1, np.exp(log_softmax(asked)).max(axis=1)
    chances = np.append(0, np.cumsum(np.exp(logp[np.arange(len(tags)), tags])))
    out = []
    for i, cue in enumerate(cues):
        mine = np.flatnonzero(chosen == i)
        if len(mine):
            sure = np.array([_mean(chances, contents[j]) for j in mine])
            mine = mine[sure >= min(UNSURE, sure.max())]
            out.append(
                Link(
                    sources[source_of[i]] if source_of[i] >= 0 else None,
                    cue,
                    tuple(contents[j] for j in mine),
                    min(_mean(chances, contents[j]) for j in mine),
                    _mean(chances, cue),
                    float(link_p[mine].min()),
                    float(source_p[i]),
                )
            )
    return out


def _mean(sums: np.ndarray, span: tuple[int, int]) -> float:
    """Mean over a span, from cumulative sums."""
    return float(sums[span[1]] - sums[span[0]]) / (span[1] - span[0])
