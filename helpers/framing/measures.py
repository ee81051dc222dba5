"""What is counted of frames in a measured study: small tables per story, as helpers.estimate takes them.

Shares of sentences by outlet and voice are `helpers.aggregates.frames`; here is all else that notebook 03 shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from helpers import actors, agreement, coding, findings
from helpers.aggregates import condition
from helpers.framing import suggestions
from helpers.framing.codebook import Codebook
from helpers.framing.learned import FEWEST, fit, presence, prevalence
from helpers.framing.matcher import find

if TYPE_CHECKING:
    from helpers.measure import Results

EXPLORATORY = 0.4  # alpha against hand coding below which a frame is only exploratory
MOST_SENTENCES = 20_000  # of a corpus in which suggestions are looked for, and which the learned layer reads


def chosen(codebook: Codebook, name: str = "") -> dict[str, str]:
    """Frame -> label of one file of the study's codebooks, the first one by default."""
    first = name or codebook.frames[0].codebook
    return {frame.name: frame.label for frame in codebook.frames if frame.codebook == first and not frame.residual}


def title(codebook: Codebook, frames: Iterable[str]) -> str:
    """The titles of the files that the frames come from."""
    files = dict.fromkeys(codebook.frame(name).codebook for name in frames)
    return "; ".join(codebook.titles.get(file, file) for file in files)


def left_out(results: Results, codebook: Codebook, outlets: Sequence[str] = ()) -> str:
    """A sentence on the languages that the codebook has no patterns for; "" if there are none."""
    where, values = condition(outlets)
    counts = results.query(
        "select a.language, count(*) as n from sentences s join articles a using (article_id) "
        f"where {where} group by all order by n desc, a.language",
        values,
    )
    blind = counts[~counts["language"].isin(list(codebook.languages))]
    if blind.empty:
        return ""
    named = findings.listing([f"{findings.language(code)} ({n:,})" for code, n in blind.values])
    return f"No patterns for these languages, whose sentences stand outside all shares by frame: {named}."


def worked_example(text: str, language: str, codebook: Codebook, labels: Mapping[str, str]) -> pd.DataFrame:
    """What is found in one sentence: [frame, words, pattern]."""
    rows = [
        (labels[hit.frame], text[hit.start : hit.end], hit.pattern)
        for hit in find([text], language, codebook)
        if hit.frame in labels
    ]
    return pd.DataFrame(rows, columns=["frame", "words", "pattern"])


def by_article(
    results: Results, frames: Iterable[str], outlets: Sequence[str] = (), languages: Sequence[str] = ()
) -> pd.DataFrame:
    """Whether an article carries a frame at all: [outlet_name, frame, story_id, carried, n], one row an article.

    ``languages`` are those that the codebook has patterns for; articles in others stand outside.
    """
    where, values = condition(outlets, (), languages)
    return results.query(
        "with found as (select distinct s.article_id, h.frame from frame_hits h join sentences s using (sentence_id)), "
        "wanted as (select unnest(?) as frame) "
        "select a.outlet_name, w.frame, a.story_id, (f.frame is not null)::int as carried, 1 as n "
        "from articles a cross join wanted w left join found f on f.article_id = a.article_id and f.frame = w.frame "
        f"where {where} order by all",
        [list(frames), *values],
    )


def together(
    results: Results, frames: Iterable[str], outlets: Sequence[str] = (), voices: Sequence[str] = ()
) -> pd.DataFrame:
    """Of the sentences with frame `given` the share that carries `frame` too: [given, frame, story_id, carried, n]."""
    where, values = condition(outlets, voices)
    return results.query(
        "with held as (select distinct h.frame, s.sentence_id, s.voice, s.part, a.story_id from frame_hits h "
        f"join parts s using (sentence_id) join articles a using (article_id) where {where} "
        "and list_contains(?, h.frame)), "
        "given as (select frame as given, story_id, sum(part) as n from held group by all), "
        "both_of as (select g.frame as given, h.frame, g.story_id, sum(g.part) as hits from held g "
        "join held h using (sentence_id, voice) group by all) "
        "select g.given, w.frame, g.story_id, coalesce(b.hits, 0) / g.n as carried, g.n from given g "
        "cross join (select unnest(?) as frame) w left join both_of b "
        "on b.given = g.given and b.frame = w.frame and b.story_id = g.story_id "
        "where w.frame <> g.given order by all",
        [*values, list(frames), list(frames)],
    )


def tone(
    results: Results, instrument: str, frames: Iterable[str], outlets: Sequence[str] = (), voices: Sequence[str] = ()
) -> pd.DataFrame:
    """Mean sentiment of the scored sentences of each frame, and of all ("all"): [frame, story_id, score, n]."""
    where, values = condition(outlets, voices)
    return results.query(
        "with scored as (select s.sentence_id, s.part, a.story_id, t.score from sentiment t "
        "join parts s using (sentence_id) join articles a using (article_id) "
        f"where t.instrument = ? and t.score is not null and {where}), "
        "held as (select distinct sentence_id, frame from frame_hits where list_contains(?, frame)) "
        "select frame, story_id, sum(score * part) / sum(part) as score, sum(part) as n "
        "from held join scored using (sentence_id) group by all union all "
        "select 'all', story_id, sum(score * part) / sum(part), sum(part) from scored group by all order by all",
        [instrument, *values, list(frames)],
    )


def by_month(
    results: Results,
    frames: Iterable[str],
    outlets: Sequence[str] = (),
    voices: Sequence[str] = (),
    languages: Sequence[str] = (),
) -> pd.DataFrame:
    """Share of sentences with each frame by month of the dated articles: [month, frame, story_id, carried, n].

    ``languages`` are those that the codebook has patterns for; articles in others stand outside.
    """
    where, values = condition(outlets, voices, languages)
    return results.query(
        "with base as (select substr(a.published, 1, 7) as month, a.story_id, s.sentence_id, s.part from parts s "
        f"join articles a using (article_id) where length(a.published) >= 7 and {where}), "
        "cells as (select month, story_id, sum(part) as n from base group by all), "
        "found as (select month, story_id, frame, sum(part) as hits from base "
        "join (select distinct sentence_id, frame from frame_hits) using (sentence_id) group by all) "
        "select c.month, w.frame, c.story_id, coalesce(f.hits, 0) / c.n as carried, c.n from cells c "
        "cross join (select unnest(?) as frame) w left join found f on f.month = c.month "
        "and f.story_id = c.story_id and f.frame = w.frame order by all",
        [*values, list(frames)],
    )


def patterns(results: Results, frames: Iterable[str], outlets: Sequence[str] = (), most: int = 8) -> pd.DataFrame:
    """The patterns that make each frame: [frame, patterns], the most frequent ones with the sentences of each."""
    where, values = condition(outlets)
    found = results.query(
        "select h.frame, h.pattern, count(distinct s.sentence_id) as n from frame_hits h "
        f"join sentences s using (sentence_id) join articles a using (article_id) where {where} "
        "and list_contains(?, h.frame) group by all order by h.frame, n desc, h.pattern",
        [*values, list(frames)],
    )
    rows = []
    for frame in frames:
        part = found[found["frame"] == frame].head(most)
        if len(part):
            rows.append((frame, ", ".join(f"{pattern} {n:,}" for pattern, n in part[["pattern", "n"]].values)))
    return pd.DataFrame(rows, columns=["frame", "patterns"])


def hand_coded(results: Results) -> pd.DataFrame:
    """Sentences that the study's coding.csv has frames for: [sentence_id, story_id, language, text, frames].

    frames is a set. Empty without such a file or such columns; what is wrong with it is told in notebook 05.
    """
    coded = coding.matched(results, coding.optional(results.study).table).table
    if "frames" not in coded:
        return pd.DataFrame(columns=["sentence_id", "story_id", "language", "text", "frames"])
    own = results.query(
        "select s.sentence_id, a.story_id, a.language, s.text from sentences s join articles a using (article_id) "
        "where s.sentence_id in (select unnest(?))",
        [coded["sentence_id"].tolist()],
    )
    return own.merge(coded[["sentence_id", "frames"]].dropna(), on="sentence_id", validate="1:1")


def against_coding(
    results: Results,
    coded: pd.DataFrame,
    codebook: Codebook,
    frames: Iterable[str],
    shares: pd.Series,
    **settings: object,
) -> pd.DataFrame:
    """The codebook against hand coding, and the shares corrected for its errors.

    shares: frame -> share that the codebook finds in the corpus. Returns [frame, coded, precision, recall, f1,
    alpha, exploratory, found, corrected, low, high]; `exploratory` where alpha is under EXPLORATORY or unknown.
    """
    rows = []
    found = dict.fromkeys(coded["sentence_id"], frozenset())
    for language, part in coded.groupby("language"):
        held = presence(part["text"].tolist(), language, codebook) > 0
        found |= {
            key: {name for name, there in zip(codebook.names, row, strict=True) if there}
            for key, row in zip(part["sentence_id"], held, strict=True)
        }
    for frame in frames:
        true = np.array([frame in held for held in coded["frames"]])
        seen = np.array([frame in found[key] for key in coded["sentence_id"]])
        right = int((true & seen).sum())
        alpha = agreement.krippendorff_alpha(pd.DataFrame({"coders": true.astype(int), "codebook": seen.astype(int)}))
        corrected = prevalence(float(shares.get(frame, np.nan)), true, seen, cluster=coded["story_id"], **settings)
        rows.append(
            (
                frame,
                int(true.sum()),
                _ratio(right, seen.sum()),
                _ratio(right, true.sum()),
                _ratio(2 * right, true.sum() + seen.sum()),
                alpha,
                not alpha >= EXPLORATORY,
                float(shares.get(frame, np.nan)),
                *corrected,
            )
        )
    return pd.DataFrame(
        rows,
        columns=[
            "frame",
            "coded",
            "precision",
            "recall",
            "f1",
            "alpha",
            "exploratory",
            "found",
            "corrected",
            "low",
            "high",
        ],
    )


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def sample(results: Results, language: str, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """At most MOST_SENTENCES sentences of one language: [sentence_id, story_id, text]."""
    where, values = condition(outlets)
    return results.query(
        "select s.sentence_id, a.story_id, s.text from sentences s join articles a using (article_id) "
        f"where a.language = ? and {where} order by md5(s.sentence_id) limit {MOST_SENTENCES}",
        [language, *values],
    )


def main_language(results: Results, codebook: Codebook, outlets: Sequence[str] = ()) -> str:
    """The language with most sentences of those that the codebook has patterns for, "" if none."""
    where, values = condition(outlets)
    counts = results.query(
        "select a.language, count(*) as n from sentences s join articles a using (article_id) "
        f"where {where} group by all order by n desc, a.language",
        values,
    )
    return next((language for language in counts["language"] if language in codebook.languages), "")


def suggested(
    results: Results,
    codebook: Codebook,
    frames: Iterable[str],
    language: str,
    outlets: Sequence[str] = (),
    most: int = 6,
) -> pd.DataFrame:
    """Words and phrases that a person might add to the frames, names masked: as `suggestions.suggest`."""
    rows = sample(results, language, outlets)
    masked = [actors.names(text, language) for text in rows["text"]]
    return suggestions.suggest(
        rows["text"].tolist(),
        rows["story_id"].tolist(),
        language,
        codebook,
        masked=masked,
        frames=list(frames),
        most=most,
    )


def learned_shares(
    results: Results, coded: pd.DataFrame, codebook: Codebook, language: str, outlets: Sequence[str] = ()
) -> pd.Series:
    """Frame -> share of sentences by the learned layer; empty where too few sentences are coded."""
    rows = coded[coded["language"] == language]
    if len(rows) < FEWEST:
        return pd.Series(dtype=float)
    layer = fit(rows["text"].tolist(), rows["frames"].tolist(), language, codebook)
    return pd.Series(layer.predict(sample(results, language, outlets)["text"].tolist()).mean(axis=0), codebook.names)
