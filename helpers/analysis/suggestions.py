"""Words and phrases that a person might add to a frame: what goes with its hits in this corpus.

Association is normalised pointwise mutual information (Bouma 2009) between a term and the frame's sentences,
with the weighted log-odds z of Monroe et al. (2008) beside it. What the codebook finds already is left out.
A suggestion is only that: in a corpus on one subject, words of the subject go with every frame.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from helpers.analysis.contrast.counts import not_terms, phrases, runs
from helpers.analysis.contrast.terms import log_odds
from helpers.framing.codebook import Codebook
from helpers.framing.matcher import find
from helpers.names import mentions
from helpers.tables.results import condition

if TYPE_CHECKING:
    from helpers.tables.results import Results


COLUMNS = ["frame", "term", "in_frame", "sentences", "stories", "npmi", "z", "other_frames"]


def suggest(
    texts: Sequence[str],
    stories: Sequence[str],
    language: str,
    codebook: Codebook,
    *,
    masked: Sequence[Sequence[tuple[int, int]]] = (),
    frames: Iterable[str] = (),
    longest: int = 3,
    min_sentences: int = 3,
    min_stories: int = 2,
    most: int = 15,
) -> pd.DataFrame:
    """Candidates for each frame, strongest first: COLUMNS.

    masked: spans of names in each text, which name actors and so carry no frame. other_frames: frames of which
    the term is a candidate, too, or whose patterns find it; such a term tells frames apart badly.
    """
    holds: list[set[str]] = [set() for _ in texts]
    for hit in find(texts, language, codebook):
        holds[hit.text].add(hit.frame)
    terms = [_terms(text, language, longest, masked[i] if masked else ()) for i, text in enumerate(texts)]
    seen: Counter[str] = Counter()
    spread: dict[str, set[str]] = defaultdict(set)
    for found, story in zip(terms, stories, strict=True):
        seen.update(found)
        for term in found:
            spread[term].add(story)
    candidates = [term for term in seen if seen[term] >= min_sentences and len(spread[term]) >= min_stories]
    known = _known(candidates, language, codebook)
    rows = []
    for frame in frames or codebook.names:
        inside = Counter(term for found, held in zip(terms, holds, strict=True) if frame in held for term in found)
        rows += _rows(
            frame, candidates, inside, seen, spread, sum(frame in held for held in holds), len(texts), known, most
        )
    table = pd.DataFrame(rows, columns=COLUMNS)
    also = table.groupby("term")["frame"].agg(set)
    table["other_frames"] = [
        ", ".join(sorted((also[term] | known.get(term, set())) - {frame}))
        for frame, term in table[["frame", "term"]].values
    ]
    return table


def _terms(text: str, language: str, longest: int, masked: Sequence[tuple[int, int]]) -> set[str]:
    return {term for run in runs(text, masked) for term in phrases(run, longest, not_terms(language))}


def _known(candidates: Sequence[str], language: str, codebook: Codebook) -> dict[str, set[str]]:
    """Term -> the frames whose patterns find it by itself."""
    known: dict[str, set[str]] = defaultdict(set)
    for hit in find(candidates, language, codebook):
        known[candidates[hit.text]].add(hit.frame)
    return known


def _rows(
    frame: str,
    candidates: Sequence[str],
    inside: Counter[str],
    seen: Counter[str],
    spread: dict[str, set[str]],
    held: int,
    n: int,
    known: dict[str, set[str]],
    most: int,
) -> list[tuple[Any, ...]]:
    """The strongest candidates of one frame."""
    new = [term for term in candidates if inside[term] >= 2 and frame not in known.get(term, ())]
    if not (new and held and held < n):
        return []
    both = np.array([inside[term] for term in new], float)
    alone = np.array([seen[term] for term in new], float)
    npmi = np.log(both * n / (alone * held)) / -np.log(both / n)
    _, z = log_odds(both, alone - both, held, n - held, alone * held / n, held)
    best = [i for i in np.argsort(-npmi * np.log1p(both), kind="stable") if npmi[i] > 0][:most]
    return [(frame, new[i], int(both[i]), int(alone[i]), len(spread[new[i]]), npmi[i], z[i], "") for i in best]


MOST_SENTENCES = 20_000  # of a corpus in which suggestions are looked for, and which the learned layer reads


def sample(results: Results, language: str, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """At most MOST_SENTENCES sentences of one language: [sentence_id, story_id, text]."""
    where, values = condition(outlets)
    return results.query(
        "select s.sentence_id, a.story_id, s.text from sentences s join articles a using (article_id) "
        f"where a.language = ? and {where} order by md5(s.sentence_id) limit {MOST_SENTENCES}",
        [language, *values],
    )


def suggested(
    results: Results,
    codebook: Codebook,
    frames: Iterable[str],
    language: str,
    outlets: Sequence[str] = (),
    most: int = 6,
) -> pd.DataFrame:
    """Words and phrases that a person might add to the frames, names masked: COLUMNS, as `suggest`."""
    rows = sample(results, language, outlets)
    masked = [mentions.names(text, language) for text in rows["text"]]
    return suggest(
        rows["text"].tolist(),
        rows["story_id"].tolist(),
        language,
        codebook,
        masked=masked,
        frames=list(frames),
        most=most,
    )
