"""A few articles as they stand: one row a sentence, in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from helpers.tables.results import condition
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    from helpers.tables.results import Results


_PASSAGES = f"""
with hits as (
    select sentence_id, string_agg(distinct frame, '{JOINT}' order by frame) as frames
    from frame_hits where list_contains(?, frame) group by all),
actors as (
    select sentence_id, string_agg(distinct target, '{JOINT}' order by target) as targets from mentions group by all)
select a.article_id, a.outlet, a.outlet_name, a.title, a.published, a.language, s.sentence_id,
    row_number() over (partition by a.article_id order by s.start, s.sentence_id) as place, s.kind, s.text,
    s.n_words as words, s.mode, s.speaker, s.voice, t.score,
    case when list_contains(?, a.language) then coalesce(h.frames, '') end as frames,
    coalesce(m.targets, '') as targets
from sentences s join articles a using (article_id)
left join sentiment t on t.sentence_id = s.sentence_id and t.instrument = ?
left join hits h on h.sentence_id = s.sentence_id
left join actors m on m.sentence_id = s.sentence_id
where {{where}} order by a.outlet_name, a.published, a.article_id, place
"""


def in_order(
    results: Results,
    instrument: str = "",
    frames: Sequence[str] = (),
    languages: Sequence[str] = (),
    outlets: Sequence[str] = (),
) -> pd.DataFrame:
    """Every sentence of the articles with what was measured of it, article by article.

    ``languages`` are those that the ``frames`` have patterns for.

    Returns ``[article_id, outlet, outlet_name, title, published, language, sentence_id, place, kind, text, words,
    mode, speaker, voice, score, frames, targets]``: ``place`` counts the sentences of an article from 1; ``score`` is
    the instrument's, missing where it gave none; ``voice``, ``frames`` and ``targets`` (actors mentioned) may hold
    several, joined by JOINT, and ``frames`` is missing in a language without patterns. A joint statement is one row.
    """
    where, values = condition(outlets)
    given = [list(frames), list(languages), instrument, *values]
    return results.query(_PASSAGES.format(where=where), given)
