"""The sentences behind a figure: of each cell some, always the same ones, or those scored furthest from 0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from helpers.study import UNMEASURED
from helpers.tables.results import condition

if TYPE_CHECKING:
    from helpers.tables.results import Results


CHANCE, STRONGEST = "drawn by chance", "those scored furthest from 0"  # how the sentences shown were chosen


_EVIDENCE = "s.sentence_id, s.text, a.language, a.outlet_name as source, s.speaker"
# The columns that sentences may be grouped by.
_BY = {
    "outlet_name": "a.outlet_name",
    "bloc": "a.voice",
    "voice": "s.voice",
    "speaker": "s.speaker",
    "frame": "h.frame",
    "target": "m.target",
}


def _columns(by: Sequence[str]) -> str:
    return ", ".join(_BY[name] for name in by)


def _named(by: Sequence[str]) -> str:
    return ", ".join(f"{_BY[name]} as {name}" for name in by)


def _view(by: Sequence[str]) -> str:
    """By voice a joint statement stands under each of its voices."""
    return "voiced" if "voice" in by else "sentences"


def _cell(by: str, order: str, per_cell: int) -> tuple[str, str]:
    """SQL for evidence: the columns that say how many sentences a cell has, and the clause that keeps some of them."""
    counted = f"count(*) over (partition by {by}) as total, concat_ws(' ', {by}) as cell"
    kept = f"qualify row_number() over (partition by {by} order by {order}) <= {int(per_cell)}"
    return counted, f"{kept} order by {by}, s.sentence_id"


def sentences(
    results: Results,
    by: Sequence[str],
    outlets: Sequence[str] = (),
    *,
    per_cell: int = 6,
    instrument: str = "",
    strongest: bool = False,
) -> pd.DataFrame:
    """Sentences as evidence: at most ``per_cell`` for each value of the columns in ``by``.

    ``by`` holds ``outlet_name``, ``bloc`` (of the outlet), ``voice`` or ``speaker``; by voice a joint statement stands
    under each of its voices. Drawn by a hash of the sentence's id, so always the same ones; or, with ``strongest``,
    those that ``instrument`` scored furthest from 0. Returns ``[*by, sentence_id, text, language, source, speaker,
    score, total, cell, chosen]``: ``total`` counts the whole cell, ``chosen`` says how the sentences were chosen.
    """
    where, values = condition(outlets)
    columns = _columns(by)
    counted, kept = _cell(
        columns, "abs(coalesce(t.score, 0)) desc, s.sentence_id" if strongest else "md5(s.sentence_id)", per_cell
    )
    return results.query(
        f"select {_named(by)}, {_EVIDENCE}, t.score, {counted} from {_view(by)} s join articles a using (article_id) "
        f"left join sentiment t on t.sentence_id = s.sentence_id and t.instrument = ? where {where} {kept}",
        [instrument, *values],
    ).assign(chosen=STRONGEST if strongest else CHANCE)


def about(results: Results, instrument: str, outlets: Sequence[str] = (), *, per_cell: int = 4) -> pd.DataFrame:
    """The sentences scored furthest from 0 toward each actor by each voice, as evidence.

    Returns ``[voice, target, sentence_id, text, language, source, speaker, score, total, cell, chosen]``.
    """
    where, values = condition(outlets)
    counted, kept = _cell("s.voice, t.target", "abs(t.score) desc, s.sentence_id", per_cell)
    return results.query(
        f"select s.voice, t.target, {_EVIDENCE}, t.score, {counted} "
        "from target_sentiment t join voiced s using (sentence_id) join articles a using (article_id) "
        f"where t.instrument = ? and t.score is not null and {where} {kept}",
        [instrument, *values],
    ).assign(chosen=STRONGEST)


def mentioning(results: Results, outlets: Sequence[str] = (), *, per_cell: int = 6) -> pd.DataFrame:
    """Some sentences that mention each actor, with the words that name it, as evidence.

    Returns ``[target, sentence_id, text, language, source, speaker, found, total, cell, chosen]``.
    """
    where, values = condition(outlets)
    counted, kept = _cell("m.target", "md5(s.sentence_id)", per_cell)
    return results.query(
        "with named as (select sentence_id, target, string_agg(distinct text, ', ' order by text) as found "
        f"from mentions group by all) select m.target, {_EVIDENCE}, m.found, {counted} "
        "from named m join sentences s using (sentence_id) join articles a using (article_id) "
        f"where {where} and s.voice <> '{UNMEASURED}' {kept}",
        values,
    ).assign(chosen=CHANCE)


def framed(
    results: Results,
    frames: Sequence[str],
    outlets: Sequence[str] = (),
    voices: Sequence[str] = (),
    *,
    by: Sequence[str] = ("frame",),
    per_cell: int = 6,
) -> pd.DataFrame:
    """Some sentences of each frame, with the words that were found, as evidence.

    ``by`` is as for ``sentences``, with ``frame``: ``["voice", "frame"]`` for each voice's sentences.
    Returns ``[*by, sentence_id, text, language, source, speaker, found, total, cell, chosen]``.
    """
    where, values = condition(outlets, voices)
    columns = _columns(by)
    counted, kept = _cell(columns, "md5(s.sentence_id)", per_cell)
    return results.query(
        "with words as (select distinct sentence_id, h.frame, "
        'substr(s.text, (h.start - s.start + 1)::bigint, (h."end" - h.start)::bigint) as word '
        "from frame_hits h join sentences s using (sentence_id) where list_contains(?, h.frame)), "
        "hits as (select sentence_id, frame, string_agg(word, ', ' order by word) as found from words group by all) "
        f"select {_named(by)}, {_EVIDENCE}, h.found, {counted} from hits h join {_view(by)} s using (sentence_id) "
        f"join articles a using (article_id) where {where} {kept}",
        [list(frames), *values],
    ).assign(chosen=CHANCE)


def spans(results: Results, outlets: Sequence[str] = (), per_kind: int = 8) -> pd.DataFrame:
    """Some spans of every kind of layout with their words, drawn by a hash: always the same ones.

    Returns ``[kind, sentence_id, text, language, source, total]`` as ``figures.evidence`` takes it; here the
    ``sentence_id`` is ``article_id@start``.
    """
    where, values = condition(outlets)
    drawn = results.query(
        "select l.kind, l.article_id || '@' || l.start as sentence_id, a.language, a.outlet_name as source, "
        'l.start, l."end", count(*) over (partition by l.kind) as total '
        f"from layout l join articles a using (article_id) where {where} qualify row_number() over "
        f"(partition by l.kind order by md5(l.article_id || l.start)) <= {int(per_kind)} order by all",
        values,
    )
    articles = drawn["sentence_id"].str.rpartition("@")[0]
    texts = results.texts(articles.unique())
    cut = [texts[key][a:b] for key, a, b in zip(articles, drawn["start"], drawn["end"], strict=True)]
    return drawn.assign(text=cut)[["kind", "sentence_id", "text", "language", "source", "total"]]


def titles(articles: pd.DataFrame, per_outlet: int = 8) -> pd.DataFrame:
    """The titles of some articles of each outlet as evidence: ``[*articles, sentence_id, text, total]``."""
    return (
        articles.groupby("outlet_name")
        .head(per_outlet)
        .assign(
            sentence_id=lambda some: some["article_id"],
            text=lambda some: some["title"].where(some["title"] != "", "(no title)"),
            total=lambda some: some["outlet_name"].map(articles["outlet_name"].value_counts()),
        )
    )


def look_up(
    results: Results, instrument: str, outlet: str = "", voice: str = "", words: str = "", most: int = 500
) -> tuple[pd.DataFrame, int]:
    """Sentences of an outlet and a voice that contain ``words``, with what was measured; and how many there are.

    Returns ``[text, outlet, voice, speaker, mode, via, score, frames, sentence_id]``, at most ``most`` rows.
    """
    where, values = condition([outlet] if outlet else [], [voice] if voice else [])
    rows = results.query(
        "select s.text, a.outlet_name as outlet, s.voice, s.speaker, s.mode, s.via, round(t.score, 2) as score, "
        "string_agg(distinct h.frame, ', ' order by h.frame) as frames, s.sentence_id, count(*) over () as total "
        "from sentences s join articles a using (article_id) "
        "left join sentiment t on t.sentence_id = s.sentence_id and t.instrument = ? "
        "left join frame_hits h on h.sentence_id = s.sentence_id "
        f"where contains(lower(s.text), lower(?)) and {where} "
        f"group by all order by s.sentence_id limit {int(most)}",
        [instrument, words, *values],
    )
    total = int(rows["total"].iloc[0]) if len(rows) else 0
    return rows.drop(columns="total"), total
