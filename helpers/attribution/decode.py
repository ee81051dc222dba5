"""From the tagger's scores to spans and from spans to attributions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Span = tuple[int, int]
OUT, B_SOURCE, I_SOURCE, B_CUE, I_CUE, B_CONTENT, I_CONTENT = range(7)
N_TAGS = 7
SAYING = 7  # beside the tags: the log odds that a cue is one of saying, not of an attitude
WIDTH = 64  # of the vectors by which spans point at each other
CONTENT_ASKS, CUE_ANSWERS, CUE_ASKS, SOURCE_ANSWERS = (slice(i * WIDTH, (i + 1) * WIDTH) for i in range(4))
TO_CUE, TO_SOURCE = (CONTENT_ASKS, CUE_ANSWERS), (CUE_ASKS, SOURCE_ANSWERS)
_FORBIDDEN = np.zeros((N_TAGS, N_TAGS), dtype=np.float32)
for _inside in (I_SOURCE, I_CUE, I_CONTENT):
    _FORBIDDEN[:, _inside] = -1e4
    _FORBIDDEN[[_inside - 1, _inside], _inside] = 0


UNSURE = 0.5  # a part of a content less probable than this is left out if another part is more so


@dataclass(frozen=True)
class Link:
    """An attribution in words: half-open ranges of their numbers; `source`, `cue` may be None. Chances in 0..1."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    content_p: float
    cue_p: float
    link_p: float
    source_p: float
    saying: float = 1.0  # the chance that the cue is one of saying


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


def spans(tags: np.ndarray, begin: int) -> list[Span]:
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


def link(
    tags: np.ndarray, logp: np.ndarray, pointers: np.ndarray, nothing: np.ndarray, saying: np.ndarray
) -> list[Link]:
    """Join the spans of one window.

    tags: [words]; logp: [words, N_TAGS]; pointers: [words, 4 * WIDTH], the vectors of each word; nothing: [words, 2],
    how much each would point at no cue and at no source; saying: [words], the chance that a cue which begins there is
    one of saying. A content goes to the cue it points at, a cue to the source it points at. A content without a cue
    points at its source itself.
    """
    contents, cues, sources = (spans(tags, begin) for begin in (B_CONTENT, B_CUE, B_SOURCE))
    if not contents:
        return []
    at, cue_at, source_at = ([start for start, _ in each] for each in (contents, cues, sources))
    chosen, link_p = _pointed(pointers, at, cue_at, TO_CUE, nothing[:, 0])
    source_of, source_p = _pointed(pointers, cue_at + at, source_at, TO_SOURCE, nothing[:, 1])
    chances = np.append(0, np.cumsum(np.exp(logp[np.arange(len(tags)), tags])))
    sure = np.array([_mean(chances, content) for content in contents])
    groups: list[tuple[Span | None, int, np.ndarray]]
    groups = [(cue, i, np.flatnonzero(chosen == i)) for i, cue in enumerate(cues)]
    alone = source_of[len(cues) :]
    groups += [(None, len(cues) + g[0], np.array(g)) for g in _uncued(contents, chosen, alone, sources)]
    out = []
    for cue, asking, mine in groups:
        if len(mine):
            mine = mine[sure[mine] >= min(UNSURE, sure[mine].max())]
            out.append(
                Link(
                    sources[source_of[asking]] if source_of[asking] >= 0 else None,
                    cue,
                    tuple(contents[j] for j in mine),
                    float(sure[mine].min()),
                    _mean(chances, cue) if cue else 1.0,
                    float(link_p[mine].min()),
                    float(source_p[asking]),
                    float(saying[cue[0]]) if cue else 1.0,
                )
            )
    return sorted(out, key=lambda each: each.cue or each.content[0])


def _pointed(
    pointers: np.ndarray, at: list[int], to: list[int], by: tuple[slice, slice], nothing: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Per word in `at`: the number in `to` of the word it points at, -1 for nothing, and how surely."""
    scores = np.column_stack([nothing[at], pointers[at, by[0]] @ pointers[to, by[1]].T])
    return scores.argmax(axis=1) - 1, np.exp(log_softmax(scores)).max(axis=1)


def _uncued(contents: list[Span], chosen: np.ndarray, source_of: np.ndarray, sources: list[Span]) -> list[list[int]]:
    """The contents without a cue, in groups: those that nothing but their common source divides are one."""
    groups: list[list[int]] = []
    for i in np.flatnonzero(chosen < 0).tolist():
        last = groups[-1][-1] if groups else -1
        source = sources[source_of[i]] if source_of[i] >= 0 else None
        joined = last == i - 1 >= 0 and source_of[last] == source_of[i]
        if joined and source == (contents[last][1], contents[i][0]):
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _mean(sums: np.ndarray, span: Span) -> float:
    """Mean over a span, from cumulative sums."""
    return float(sums[span[1]] - sums[span[0]]) / (span[1] - span[0])
