"""Who speaks: words by voice, speakers, relaying media, actors talked about; and single attributions to look at.

The tables hold offsets into the articles; the words of an attribution are read back from the sentences around it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from helpers.analysis.copies import with_copies
from helpers.tables.results import condition
from helpers.tables.rows import each_row

if TYPE_CHECKING:
    from helpers.tables.results import Results


NARRATION, QUOTED = "the narration", "everybody quoted"


def with_side(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of voices with a column ``side``: the narration or everybody quoted."""
    return rows.assign(side=rows["voice"].eq("narrator").map({True: NARRATION, False: QUOTED}))


def spoken(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Sentences and words by outlet, voice and mode.

    Returns ``[outlet, outlet_name, voice, mode, story_id, words, n, alone, joint]``: ``n`` is made of the
    sentences that are ``alone`` the voice's and its parts of those of ``joint`` statements.
    """
    where, values = condition(outlets)
    rows = results.query(
        "select a.outlet, a.outlet_name, s.voice, s.mode, a.story_id, sum(s.n_words * s.part) as words, "
        "sum(s.part) as n, count(*) filter (s.part = 1) as alone, count(*) filter (s.part < 1) as joint "
        f"from voiced s join articles a using (article_id) where {where} "
        "group by all order by all",
        values,
    )
    return with_copies(results, rows, outlets)


def mentioned(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Mentions of each actor where voices were looked for: ``[outlet, outlet_name, target, story_id, n]``."""
    where, values = condition(outlets)
    rows = results.query(
        "select a.outlet, a.outlet_name, m.target, a.story_id, sum(s.part) as n "
        "from mentions m join voiced s using (sentence_id) join articles a on a.article_id = s.article_id "
        f"where {where} group by all order by all",
        values,
    )
    return with_copies(results, rows, outlets)


def speakers(results: Results, outlets: Sequence[str] = (), voices: Sequence[str] = ()) -> pd.DataFrame:
    """Who speaks, most words first: ``[speaker, voice, words, direct, unknown, n, articles, stories]``.

    ``direct`` counts the words of sentences that stand wholly in quotation marks. Who has a name (a person, a body, a
    medium) and one known voice has one row, under that voice; ``unknown`` counts the words for which the text does not
    tell it. Several known voices, and people who are only described, have a row for each voice. A joint statement
    is one speaker's, its ``voice`` holds all of its voices. Words of copies of one text count once, ``n`` counts all.
    """
    where, values = condition(outlets, voices)
    of_outlets, outlet_values = condition(outlets)
    return results.query(
        "with kinds as (select article_id, speaker, min(speaker_kind) as kind from attributions group by all), "
        f"copies as (select a.story_id, count(*) as copies from articles a where {of_outlets} group by all), "
        "said as (select s.speaker, s.voice, s.n_words / c.copies as n_words, s.mode, a.article_id, a.story_id, "
        "coalesce(k.kind, 'none') in ('person', 'body', 'joint', 'medium') as is_named from sentences s "
        "join articles a using (article_id) join copies c using (story_id) "
        "left join kinds k on k.article_id = s.article_id and k.speaker = s.speaker "
        f"where s.mode <> 'none' and {where}), "
        "one as (select speaker, min(voice) as voice from said where voice <> 'unknown' and is_named "
        "group by speaker having count(distinct voice) = 1) "
        "select d.speaker, case when d.is_named then coalesce(o.voice, d.voice) else d.voice end as voice, "
        "round(sum(d.n_words))::bigint as words, "
        "coalesce(round(sum(d.n_words) filter (d.mode = 'direct')), 0)::bigint as direct, "
        "coalesce(round(sum(d.n_words) filter (d.voice = 'unknown')), 0)::bigint as unknown, count(*) as n, "
        "count(distinct d.article_id) as articles, count(distinct d.story_id) as stories "
        "from said d left join one o using (speaker) group by 1, 2 order by words desc, d.speaker, voice",
        [*outlet_values, *values],
    )


def judged(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Whose voice is which and why, most words first: ``[speaker, kind, voice, rule, evidence, words, n_articles]``."""
    where, values = condition(outlets)
    return results.query(
        "with said as (select s.speaker, sum(s.n_words)::bigint as words from sentences s "
        f"join articles a using (article_id) where s.mode <> 'none' and {where} group by all) "
        "select t.speaker, t.kind, t.voice, t.rule, t.evidence, d.words, t.n_articles "
        "from speakers t join said d using (speaker) order by d.words desc, t.speaker",
        values,
    )


def relayed(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Media that words come through: ``[via, voice, words, n, articles]``, most words first."""
    where, values = condition(outlets)
    return results.query(
        "select s.via, s.voice, sum(s.n_words)::bigint as words, count(*) as n, "
        "count(distinct a.article_id) as articles from sentences s join articles a using (article_id) "
        f"where s.via <> '' and {where} group by all order by words desc, s.via, s.voice",
        values,
    )


Span = tuple[int, int]  # first character and the one behind the last, in the article


PARTS = {"source": "#cfe0f3", "cue": "#f3d9c4", "content": "#fff3c4"}
SHOWN = [
    "source",
    "cue",
    "content",
    "mode",
    "speaker",
    "voice",
    "via",
    "rule",
    "evidence",
    "confidence",
    "attribution_id",
]


def least_certain(results: Results, outlets: Sequence[str] = (), most: int = 15) -> pd.DataFrame:
    """The attributions of speech that the engine was least sure of, with their words: SHOWN."""
    return _with_words(results, _attributions(results, outlets, "t.confidence, t.attribution_id", most))[SHOWN]


def example(results: Results, outlets: Sequence[str] = (), attribution_id: str = "") -> pd.DataFrame:
    """One attribution with its words: the one asked for, else the surest with all parts and, if any has, a medium.

    The columns of `attributions`, and source, cue, content (their words) and places (their spans).
    """
    if attribution_id:
        return _with_words(
            results, results.query("select * from attributions where attribution_id = ?", [attribution_id])
        )
    order = "(t.via = ''), (t.source_end - t.source_start < 4), (t.mode <> 'mixed'), t.confidence desc"
    return _with_words(results, _attributions(results, outlets, order, 1))


def _attributions(results: Results, outlets: Sequence[str], order: str, most: int) -> pd.DataFrame:
    where, values = condition(outlets)
    return results.query(
        "select t.* from attributions t join articles a using (article_id) "
        f"where t.cue_class = 'speech' and {where} order by {order} limit {int(most)}",
        values,
    )


def _with_words(results: Results, found: pd.DataFrame) -> pd.DataFrame:
    """Columns source, cue, content: the words of the spans, and places: the spans."""
    ids = list(dict.fromkeys(found["article_id"]))
    rows = (
        results.query(
            'select article_id, start, "end", text from sentences where list_contains(?, article_id) '
            "order by article_id, start",
            [ids],
        )
        if ids
        else pd.DataFrame(columns=["article_id", "start", "end", "text"])
    )
    pages = {
        key: list(part[["start", "end", "text"]].itertuples(index=False, name=None))
        for key, part in rows.groupby("article_id")
    }
    places: list[Any] = [  # the stubs know of no column of dicts
        {
            "source": [(r.source_start, r.source_end)],
            "cue": [(r.cue_start, r.cue_end)],
            "content": [tuple(span) for span in json.loads(r.content)],
        }
        for r in each_row(found)
    ]
    around: list[Any] = [pages.get(key, []) for key in found["article_id"]]
    out = found.assign(places=places, sentences=around)
    for part in PARTS:
        out[part] = [
            " … ".join(filter(None, (_words(page, span) for span in spans[part])))
            for page, spans in zip(out["sentences"], out["places"], strict=True)
        ]
    return out


def _words(page: list[tuple[int, int, str]], span: Span) -> str:
    """The words of a span of the article, as far as they stand in sentences."""
    pieces = [
        text[max(span[0], start) - start : min(span[1], end) - start]
        for start, end, text in page
        if start < span[1] and end > span[0]
    ]
    return " ".join(" ".join(pieces).split())


def naming(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Sentences given to others by how their speaker is named: `[kind, story_id, n, words]`.

    A sentence takes the kind of the attribution that its speaker has in the article: named, medium, unnamed
    (somebody described), group, or none.
    """
    where, values = condition(outlets)
    rows = results.query(
        "with kinds as (select article_id, speaker, min(speaker_kind) as kind from attributions group by all) "
        "select case when k.kind in ('person', 'body', 'joint') then 'named' else coalesce(k.kind, 'none') end "
        "as kind, a.story_id, count(*) as n, sum(s.n_words)::bigint as words "
        "from sentences s join articles a using (article_id) "
        "left join kinds k on k.article_id = s.article_id and k.speaker = s.speaker "
        f"where s.mode <> 'none' and {where} group by all order by all",
        values,
    )
    return with_copies(results, rows, outlets)
