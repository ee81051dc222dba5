"""Frames in numbers: how often, in which articles, together with which, in what tone, when; and the patterns found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from helpers.analysis.agreement import krippendorff_alpha
from helpers.analysis.copies import with_copies
from helpers.analysis.estimate import STANDS_FOR
from helpers.analysis.estimate.sums import once
from helpers.framing import CODEBOOK, MODEL
from helpers.framing.codebook import Codebook
from helpers.framing.matcher import find
from helpers.framing.taught import load as load_taught
from helpers.tables.results import condition
from helpers.tables.trained import TONE

if TYPE_CHECKING:
    from helpers.tables.results import Results


# The share of each cell's sentences that a frame is found in. A sentence of `base` counts as its weight, the hits are
# [sentence_id, frame], and every frame that is wanted has a row for every outlet, voice and story, 0 included.
_SHARES = """
with base as (
    select a.outlet, a.outlet_name, s.voice, a.story_id, s.sentence_id, s.part, {weight} as weight
    from voiced s join articles a using (article_id) {read} where {where}),
cells as (
    select outlet, outlet_name, voice, story_id, sum(part) as n, sum(part * weight) as weight from base group by all),
found as (
    select outlet, voice, story_id, frame, sum(part * weight) as hits
    from base join ({hits}) using (sentence_id) group by all),
wanted as ({wanted})
select c.outlet, c.outlet_name, c.voice, w.frame, c.story_id, coalesce(f.hits, 0) / c.weight as carried, c.n,
    c.weight / c.n as stands_for
from cells c cross join wanted w left join found f
on f.outlet = c.outlet and f.voice = c.voice and f.story_id = c.story_id and f.frame = w.frame order by all
"""

# The languages in which the model knows one of some frames: what it was taught by a study it knows in one alone.
_LANGUAGES = (
    "a.language in (select b.language from frame_scores join sentences using (sentence_id) "
    f"join articles b using (article_id) where instrument = '{MODEL}' and list_contains(?::varchar[], frame))"
)


def carried(
    results: Results,
    outlets: Sequence[str] = (),
    voices: Sequence[str] = (),
    languages: Sequence[str] = (),
    names: Sequence[str] = (),
) -> pd.DataFrame:
    """Share of sentences that carry each frame.

    ``languages`` are those the codebook has words for; ``names`` the frames to count, found or not (all that
    are found anywhere if empty).

    Returns ``[outlet, outlet_name, voice, frame, story_id, carried, n]``: of ``n`` sentences the share
    ``carried`` holds the frame; every frame has a row for every outlet, voice and story, 0 included.
    """
    where, values = condition(outlets, voices, languages)
    hits = "select distinct sentence_id, frame from frame_hits"
    wanted = "select unnest(?::varchar[]) as frame" if names else "select distinct frame from found"
    sql = _SHARES.format(weight=1, read="", where=where, hits=hits, wanted=wanted)
    rows = results.query(sql, [*values, list(names)] if names else values)
    return with_copies(results, rows.drop(columns=STANDS_FOR), outlets)


def by_model(
    results: Results, names: Sequence[str], outlets: Sequence[str] = (), voices: Sequence[str] = ()
) -> pd.DataFrame:
    """Share of the sentences that the trained model read in which it finds each frame, in languages it knows one in.

    Returns the columns of `carried` and ``stands_for``; nothing where it read none, or knows none of the frames.
    """
    where, values = condition(outlets, voices)
    of_model = f"from frame_scores where instrument = '{MODEL}'"
    sql = _SHARES.format(
        weight="t.weight",
        read="join sentiment t using (sentence_id)",
        where=f"t.instrument = '{TONE}' and {where} and {_LANGUAGES}",
        hits=f"select sentence_id, frame {of_model} and present",
        wanted=f"select distinct frame {of_model} and list_contains(?, frame)",
    )
    return with_copies(results, results.query(sql, [*values, list(names), list(names)]), outlets)


def shares_by_model(results: Results, names: Sequence[str], outlets: Sequence[str] = ()) -> pd.Series:
    """Frame -> share of the sentences of all voices in which the trained model finds it; without those it knows not.

    A story counts once, whatever its copies.
    """
    rows = by_model(results, names, outlets)
    weight = once(rows, rows["n"])
    counted = pd.DataFrame({"frame": rows["frame"], "found": rows["carried"] * weight, "all": weight})
    sums = counted.groupby("frame").sum()
    return sums["found"] / sums["all"]


def taught(results: Results, codebook: Codebook, names: Sequence[str]) -> pd.DataFrame:
    """What the study taught of some frames, and how well they are found, as `train frames` measured it.

    Returns [language, frame, coded, codebook, precision, recall, model]: how often it was coded, F1 of the codebook,
    and of the model precision, recall and F1, each story judged by what the others taught.
    """
    found, _ = load_taught(results.study, codebook)
    rows = [
        {"language": language} | row
        for language, told in found.about.items()
        for row in told["figures"]
        if row["frame"] in names
    ]
    return pd.DataFrame(rows, columns=["language", "frame", "coded", "codebook", "precision", "recall", "model"])


def read_by_model(results: Results) -> pd.Series:
    """The sentences that the trained model read, by their sentence_id."""
    return results.query("select sentence_id from sentiment where instrument = ?", [TONE])["sentence_id"]


def agreement_of_instruments(results: Results, names: Sequence[str], outlets: Sequence[str] = ()) -> pd.DataFrame:
    """How often codebook and model agree on a frame, over the sentences that both read.

    Returns [frame, codebook, model, both, alpha]: sentences in which each finds it, and Krippendorff's alpha (nominal).
    """
    where, values = condition(outlets)
    found = results.query(
        "with base as (select t.sentence_id from sentiment t join sentences s using (sentence_id) "
        f"join articles a using (article_id) where t.instrument = ? and {where} and {_LANGUAGES}) "
        "select b.sentence_id, w.frame, "
        "coalesce(bool_or(f.present) filter (f.instrument = ?), false) as codebook, "
        "coalesce(bool_or(f.present) filter (f.instrument = ?), false) as model "
        "from base b cross join (select unnest(?) as frame) w "
        "left join frame_scores f on f.sentence_id = b.sentence_id and f.frame = w.frame group by all",
        [TONE, *values, list(names), CODEBOOK, MODEL, list(names)],
    )
    rows = [
        (
            name,
            int(part["codebook"].sum()),
            int(part["model"].sum()),
            int((part["codebook"] & part["model"]).sum()),
            krippendorff_alpha(part[["codebook", "model"]]),
        )
        for name, part in found.groupby("frame")
    ]
    return pd.DataFrame(rows, columns=["frame", "codebook", "model", "both", "alpha"])


def chosen(codebook: Codebook, name: str = "") -> dict[str, str]:
    """Frame -> label of one file of the study's codebooks, the first one by default."""
    first = name or codebook.frames[0].codebook
    return {frame.name: frame.label for frame in codebook.frames if frame.codebook == first and not frame.residual}


def most_found(results: Results, names: Iterable[str]) -> str:
    """The frame of these that the codebook finds in most sentences; "" where it finds none."""
    found = results.query(
        "select frame from frame_hits where list_contains(?::varchar[], frame) group by frame "
        "order by count(distinct sentence_id) desc, frame limit 1",
        [list(names)],
    )
    return str(found["frame"].iloc[0]) if len(found) else ""


def languages(codebook: Codebook, frames: Iterable[str]) -> list[str]:
    """The languages that any of the frames has patterns for, in the order of their codes."""
    return sorted({language for name in frames for language in codebook.frame(name).rules})


def title(codebook: Codebook, frames: Iterable[str]) -> str:
    """The titles of the files that the frames come from."""
    files = dict.fromkeys(codebook.frame(name).codebook for name in frames)
    return "; ".join(codebook.titles.get(file, file) for file in files)


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
    rows = results.query(
        "with found as (select distinct s.article_id, h.frame from frame_hits h join sentences s using (sentence_id)), "
        "wanted as (select unnest(?) as frame) "
        "select a.outlet_name, w.frame, a.story_id, (f.frame is not null)::int as carried, 1 as n "
        "from articles a cross join wanted w left join found f on f.article_id = a.article_id and f.frame = w.frame "
        f"where {where} order by all",
        [list(frames), *values],
    )
    return with_copies(results, rows, outlets)


def together(
    results: Results, frames: Iterable[str], outlets: Sequence[str] = (), voices: Sequence[str] = ()
) -> pd.DataFrame:
    """Of the sentences with frame `given` the share that carries `frame` too: [given, frame, story_id, carried, n]."""
    where, values = condition(outlets, voices)
    rows = results.query(
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
    return with_copies(results, rows, outlets)


def tone(
    results: Results, instrument: str, frames: Iterable[str], outlets: Sequence[str] = (), voices: Sequence[str] = ()
) -> pd.DataFrame:
    """Mean sentiment of the scored sentences of each frame, and of all ("all").

    Returns [frame, story_id, score, n, stands_for].
    """
    where, values = condition(outlets, voices)
    rows = results.query(
        "with scored as (select s.sentence_id, s.part, s.part * t.weight as weight, a.story_id, t.score "
        "from sentiment t join parts s using (sentence_id) join articles a using (article_id) "
        f"where t.instrument = ? and t.score is not null and {where}), "
        "held as (select distinct sentence_id, frame from frame_hits where list_contains(?, frame)) "
        "select frame, story_id, sum(score * weight) / sum(weight) as score, sum(part) as n, "
        f"sum(weight) / sum(part) as {STANDS_FOR} from held join scored using (sentence_id) group by all union all "
        "select 'all', story_id, sum(score * weight) / sum(weight), sum(part), sum(weight) / sum(part) from scored "
        "group by all order by all",
        [instrument, *values, list(frames)],
    )
    return with_copies(results, rows, outlets)


def over_time(
    results: Results,
    frames: Iterable[str],
    outlets: Sequence[str] = (),
    voices: Sequence[str] = (),
    languages: Sequence[str] = (),
) -> pd.DataFrame:
    """Share of sentences with each frame by date, "" where none is known: [published, frame, story_id, carried, n].

    ``languages`` are those that the codebook has patterns for; articles in others stand outside.
    """
    where, values = condition(outlets, voices, languages)
    rows = results.query(
        "with base as (select a.published, a.story_id, s.sentence_id, s.part from parts s "
        f"join articles a using (article_id) where {where}), "
        "cells as (select published, story_id, sum(part) as n from base group by all), "
        "found as (select published, story_id, frame, sum(part) as hits from base "
        "join (select distinct sentence_id, frame from frame_hits) using (sentence_id) group by all) "
        "select c.published, w.frame, c.story_id, coalesce(f.hits, 0) / c.n as carried, c.n from cells c "
        "cross join (select unnest(?) as frame) w left join found f on f.published = c.published "
        "and f.story_id = c.story_id and f.frame = w.frame order by all",
        [*values, list(frames)],
    )
    return with_copies(results, rows, outlets)


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
