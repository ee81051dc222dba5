"""Small tables for estimates, summed per story in the database so that text tables are never loaded.

Each function returns one row per group and story with ``n`` (sentences): what helpers.estimate takes with
``n="n"``. Outlets and voices may be restricted; an empty list means all.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from helpers.measure import Results


def _where(outlets: Sequence[str], voices: Sequence[str] = ()) -> tuple[str, list]:
    """SQL condition and its values for the outlets and voices asked for."""
    parts, values = ["true"], []
    for column, wanted in (("a.outlet", outlets), ("s.voice", voices)):
        if wanted:
            parts.append(f"{column} in ({', '.join('?' * len(wanted))})")
            values.extend(wanted)
    return " and ".join(parts), values


def spoken(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Body sentences and words by outlet, voice and mode.

    Returns ``[outlet, outlet_name, voice, mode, story_id, words, n]``.
    """
    where, values = _where(outlets)
    return results.query(
        "select a.outlet, a.outlet_name, s.voice, s.mode, a.story_id, "
        "sum(s.n_words)::bigint as words, count(*) as n "
        f"from sentences s join articles a using (article_id) where s.kind = 'body' and {where} "
        "group by all order by all",
        values,
    )


def tone(
    results: Results, instrument: str, outlets: Sequence[str] = (), voices: Sequence[str] = ()
) -> pd.DataFrame:
    """Mean sentiment of scored body sentences.

    Returns ``[outlet, outlet_name, voice, story_id, score, n]``; unscored sentences are left out.
    """
    where, values = _where(outlets, voices)
    return results.query(
        "select a.outlet, a.outlet_name, s.voice, a.story_id, avg(t.score) as score, count(*) as n "
        "from sentiment t join sentences s using (sentence_id) join articles a using (article_id) "
        f"where t.instrument = ? and t.score is not null and s.kind = 'body' and {where} "
        "group by all order by all",
        [instrument, *values],
    )


def toward(
    results: Results, instrument: str, outlets: Sequence[str] = (), voices: Sequence[str] = ()
) -> pd.DataFrame:
    """Mean sentiment toward each actor, by voice.

    Returns ``[outlet, outlet_name, voice, target, story_id, score, weight, n]``: ``weight`` is the number
    of sentences that the scored ones stand for where a sample was drawn.
    """
    where, values = _where(outlets, voices)
    return results.query(
        "select a.outlet, a.outlet_name, s.voice, t.target, a.story_id, "
        "sum(t.score * t.weight) / sum(t.weight) as score, sum(t.weight) as weight, count(*) as n "
        "from target_sentiment t join sentences s using (sentence_id) join articles a using (article_id) "
        f"where t.instrument = ? and t.score is not null and s.kind = 'body' and {where} "
        "group by all order by all",
        [instrument, *values],
    )


def frames(results: Results, outlets: Sequence[str] = (), voices: Sequence[str] = ()) -> pd.DataFrame:
    """Share of body sentences that carry each frame.

    Returns ``[outlet, outlet_name, voice, frame, story_id, carried, n]``: of ``n`` sentences the share
    ``carried`` holds the frame; every frame has a row for every outlet, voice and story, 0 included.
    """
    where, values = _where(outlets, voices)
    return results.query(
        "with base as (select a.outlet, a.outlet_name, s.voice, a.story_id, s.sentence_id "
        f"from sentences s join articles a using (article_id) where s.kind = 'body' and {where}), "
        "cells as (select outlet, outlet_name, voice, story_id, count(*) as n from base group by all), "
        "found as (select outlet, voice, story_id, frame, count(distinct sentence_id) as hits "
        "from base join frame_hits using (sentence_id) group by all) "
        "select c.outlet, c.outlet_name, c.voice, f.frame, c.story_id, "
        "coalesce(h.hits, 0) / c.n as carried, c.n "
        "from cells c cross join (select distinct frame from found) f "
        "left join found h on h.outlet = c.outlet and h.voice = c.voice "
        "and h.story_id = c.story_id and h.frame = f.frame order by all",
        values,
    )
