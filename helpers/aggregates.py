"""Small tables for estimates, summed per story in the database so that text tables are never loaded.

Each function returns one row per group and story with ``n`` (sentences): what helpers.estimate takes with
``n="n"``. Outlets and voices may be restricted; an empty list means all. Headlines count as sentences: a
text that is nothing but a headline is measured as well.

Whatever is counted by voice reads the view ``voiced`` (helpers.tables) and sums its ``part``: a joint statement counts
for each of its voices in equal parts, so ``n`` may hold parts of sentences, and text in a language without attribution
is left out. What may be restricted to voices, but is not split by them, reads ``parts``, which holds all text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from helpers.study import UNMEASURED
from helpers.tables import JOINT

if TYPE_CHECKING:  # the tables need none of the engines that measured them
    from helpers.measure import Results


def condition(outlets: Sequence[str], voices: Sequence[str] = (), languages: Sequence[str] = ()) -> tuple[str, list]:
    """SQL condition and its values for the outlets, voices and languages asked for."""
    parts, values = ["true"], []
    for column, wanted in (("a.outlet", outlets), ("a.language", languages)):
        if wanted:
            parts.append(f"{column} in ({', '.join('?' * len(wanted))})")
            values.extend(wanted)
    if voices:  # a joint statement is found by any of its voices
        parts.append(f"list_has_any(string_split(s.voice, '{JOINT}'), ?::varchar[])")
        values.append(list(voices))
    return " and ".join(parts), values


# The mean score of sentences, and of parts of them.
MEAN_SCORE = "sum(t.score * s.part) / sum(s.part) as score"


def spoken(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Sentences and words by outlet, voice and mode.

    Returns ``[outlet, outlet_name, voice, mode, story_id, words, n, alone, joint]``: ``n`` is made of the
    sentences that are ``alone`` the voice's and its parts of those of ``joint`` statements.
    """
    where, values = condition(outlets)
    return results.query(
        "select a.outlet, a.outlet_name, s.voice, s.mode, a.story_id, sum(s.n_words * s.part) as words, "
        "sum(s.part) as n, count(*) filter (s.part = 1) as alone, count(*) filter (s.part < 1) as joint "
        f"from voiced s join articles a using (article_id) where {where} "
        "group by all order by all",
        values,
    )


def mentioned(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Mentions of each actor where voices were looked for: ``[outlet, outlet_name, target, story_id, n]``."""
    where, values = condition(outlets)
    return results.query(
        "select a.outlet, a.outlet_name, m.target, a.story_id, sum(s.part) as n "
        "from mentions m join voiced s using (sentence_id) join articles a on a.article_id = s.article_id "
        f"where {where} group by all order by all",
        values,
    )


def unmeasured(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Text whose voices were not looked for: ``[language, articles, words]``, most words first."""
    where, values = condition(outlets, [UNMEASURED])
    return results.query(
        "select a.language, count(distinct a.article_id) as articles, sum(s.n_words)::bigint as words "
        f"from sentences s join articles a using (article_id) where {where} "
        "group by all order by words desc, a.language",
        values,
    )


def speakers(results: Results, outlets: Sequence[str] = (), voices: Sequence[str] = ()) -> pd.DataFrame:
    """Who speaks, most words first: ``[speaker, voice, words, direct, unknown, n, articles, stories]``.

    ``direct`` counts the words of sentences that stand wholly in quotation marks. Who has a name (a person, a body, a
    medium) and one known voice has one row, under that voice; ``unknown`` counts the words for which the text does not
    tell it. Several known voices, and people who are only described, have a row for each voice. A joint statement
    is one speaker's, its ``voice`` holds all of its voices.
    """
    where, values = condition(outlets, voices)
    return results.query(
        "with kinds as (select article_id, speaker, min(speaker_kind) as kind from attributions group by all), "
        "said as (select s.speaker, s.voice, s.n_words, s.mode, a.article_id, a.story_id, "
        "coalesce(k.kind, 'none') in ('named', 'medium') as is_named from sentences s "
        "join articles a using (article_id) left join kinds k on k.article_id = s.article_id and k.speaker = s.speaker "
        f"where s.mode <> 'none' and {where}), "
        "one as (select speaker, min(voice) as voice from said where voice <> 'unknown' and is_named "
        "group by speaker having count(distinct voice) = 1) "
        "select d.speaker, case when d.is_named then coalesce(o.voice, d.voice) else d.voice end as voice, "
        "sum(d.n_words)::bigint as words, "
        "coalesce(sum(d.n_words) filter (d.mode = 'direct'), 0)::bigint as direct, "
        "coalesce(sum(d.n_words) filter (d.voice = 'unknown'), 0)::bigint as unknown, count(*) as n, "
        "count(distinct d.article_id) as articles, count(distinct d.story_id) as stories "
        "from said d left join one o using (speaker) group by 1, 2 order by words desc, d.speaker, voice",
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


def tone(results: Results, instrument: str, outlets: Sequence[str] = (), voices: Sequence[str] = ()) -> pd.DataFrame:
    """Mean sentiment of scored sentences.

    Returns ``[outlet, outlet_name, voice, story_id, score, n]``; unscored sentences are left out.
    """
    where, values = condition(outlets, voices)
    return results.query(
        f"select a.outlet, a.outlet_name, s.voice, a.story_id, {MEAN_SCORE}, sum(s.part) as n "
        "from sentiment t join voiced s using (sentence_id) join articles a using (article_id) "
        f"where t.instrument = ? and t.score is not null and {where} "
        "group by all order by all",
        [instrument, *values],
    )


def instrument(results: Results, table: str = "sentiment", first: str = "combined") -> str:
    """The instrument to show: ``first`` where it scored anything, else the one that scored most; "" if none."""
    scored = results.query(
        f"select instrument, count(score) as n from {table} group by instrument having count(score) > 0 "
        "order by instrument <> ?, n desc, instrument",
        [first],
    )
    return str(scored["instrument"].iloc[0]) if len(scored) else ""


def scored(results: Results, instrument: str, outlets: Sequence[str] = ()) -> tuple[int, int]:
    """Sentences that an instrument scored, and all sentences."""
    where, values = condition(outlets)
    row = results.query(
        "select count(t.score) as scored, count(*) as n from sentences s join articles a using (article_id) "
        f"left join sentiment t on t.sentence_id = s.sentence_id and t.instrument = ? where {where}",
        [instrument, *values],
    ).iloc[0]
    return int(row["scored"]), int(row["n"])


def toward(results: Results, instrument: str, outlets: Sequence[str] = (), voices: Sequence[str] = ()) -> pd.DataFrame:
    """Mean sentiment toward each actor, by voice.

    Returns ``[outlet, outlet_name, voice, target, story_id, score, weight, n]``: ``weight`` is the number
    of sentences that the scored ones stand for where a sample was drawn.
    """
    where, values = condition(outlets, voices)
    return results.query(
        "select a.outlet, a.outlet_name, s.voice, t.target, a.story_id, "
        "sum(t.score * t.weight * s.part) / sum(t.weight * s.part) as score, sum(t.weight * s.part) as weight, "
        "sum(s.part) as n "
        "from target_sentiment t join voiced s using (sentence_id) join articles a using (article_id) "
        f"where t.instrument = ? and t.score is not null and {where} "
        "group by all order by all",
        [instrument, *values],
    )


def frames(
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
    return results.query(
        "with base as (select a.outlet, a.outlet_name, s.voice, a.story_id, s.sentence_id, s.part "
        f"from voiced s join articles a using (article_id) where {where}), "
        "cells as (select outlet, outlet_name, voice, story_id, sum(part) as n from base group by all), "
        "found as (select outlet, voice, story_id, frame, sum(part) as hits "
        "from base join (select distinct sentence_id, frame from frame_hits) using (sentence_id) group by all), "
        f"wanted as (select {'unnest(?::varchar[]) as frame' if names else 'distinct frame from found'}) "
        "select c.outlet, c.outlet_name, c.voice, f.frame, c.story_id, "
        "coalesce(h.hits, 0) / c.n as carried, c.n "
        "from cells c cross join wanted f "
        "left join found h on h.outlet = c.outlet and h.voice = c.voice "
        "and h.story_id = c.story_id and h.frame = f.frame order by all",
        [*values, list(names)] if names else values,
    )


class Corpus(NamedTuple):
    """What a set of articles holds, and how a figure says so."""

    title: str
    n_articles: int
    n_stories: int
    n_outlets: int
    n_words: int
    n_sentences: int
    n_undated: int
    first: str
    last: str
    outlet: str = ""  # its name, where there is one alone
    mixed: str = ""  # in what its outlets cannot be compared, from findings.comparability

    @property
    def period(self) -> str:
        """``December 2022 to May 2023``, or that no date is known; a year alone stands as a year."""
        if not self.first:
            return "no dates known"
        ends = [
            day if len(day) == 4 else f"{date.fromisoformat(f'{day[:7]}-01'):%B %Y}" for day in (self.first, self.last)
        ]
        return " to ".join(dict.fromkeys(ends))

    @property
    def extent(self) -> str:
        """``5 articles of 5 outlets, December 2022 to May 2023 (2 undated)``; one outlet alone by its name."""
        undated = f" ({self.n_undated:,} undated)" if self.n_undated and self.first else ""
        articles = "1 article" if self.n_articles == 1 else f"{self.n_articles:,} articles"
        outlets = self.outlet or f"{self.n_outlets:,} outlets"
        return f"{articles} of {outlets}, {self.period}{undated}"

    @property
    def source(self) -> str:
        """The footer of a figure."""
        return f"Source: {self.title}; {self.extent}. Whose Words."


def corpus(results: Results, outlets: Sequence[str] = ()) -> Corpus:
    """Counts and dates of the articles asked for."""
    where, values = condition(outlets)
    row = results.query(
        "select count(*) as articles, count(distinct story_id) as stories, count(distinct outlet) as outlets, "
        "coalesce(min(outlet_name), '') as outlet, "
        "count(*) filter (published = '') as undated, "
        "coalesce(min(nullif(published, '')), '') as first, coalesce(max(published), '') as last "
        f"from articles a where {where}",
        values,
    ).iloc[0]
    read = results.query(
        "select count(*) as n, coalesce(sum(s.n_words), 0)::bigint as words "
        f"from sentences s join articles a using (article_id) where {where}",
        values,
    ).iloc[0]
    return Corpus(
        results.study.title, int(row["articles"]), int(row["stories"]), int(row["outlets"]),
        int(read["words"]), int(read["n"]), int(row["undated"]), row["first"][:10], row["last"][:10],
        row["outlet"] if row["outlets"] == 1 else "", _mixed(results, outlets) if row["outlets"] > 1 else "",
    )  # fmt: skip


APART = 0.25  # share of an outlet's articles, or mentions, that would have to move for it to be like the others
FEWEST = 5  # articles, or mentions, of an outlet whose mix is compared


def _mixed(results: Results, outlets: Sequence[str]) -> str:
    """In what the outlets cannot be compared like for like: other months, other actors; "" where they can."""
    where, values = condition(outlets)
    months = results.query(
        "select a.outlet_name, substr(a.published, 1, 7) as kind, count(*) as n from articles a "
        f"where length(a.published) >= 7 and {where} group by all order by all",
        values,
    )
    actors = results.query(
        "select a.outlet_name, m.target as kind, count(*) as n from mentions m join articles a using (article_id) "
        f"where {where} group by all order by all",
        values,
    )
    told = [(apart(months), "the months they cover"), (apart(actors), "the actors they mention")]
    parts = [f"{what} (most of all {found.idxmax()})" for found, what in told if len(found) and found.max() > APART]
    return f"The outlets differ in {' and in '.join(parts)}" if parts else ""


def apart(counts: pd.DataFrame) -> pd.Series:
    """How far each outlet's shares of the kinds lie from those of all others together: 0 alike, 1 nothing in common.

    ``counts``: ``[outlet_name, kind, n]``. The total variation distance; for outlets with FEWEST or more, where there
    are two outlets at all.
    """
    wide = counts.pivot_table(index="outlet_name", columns="kind", values="n", fill_value=0, aggfunc="sum")
    if len(wide) < 2:
        return pd.Series(dtype=float)
    others = wide.sum() - wide
    many = wide.sum(axis=1) >= FEWEST
    wide, others = wide[many], others[many]
    return (wide.div(wide.sum(axis=1), axis=0) - others.div(others.sum(axis=1), axis=0)).abs().sum(axis=1) / 2


def articles(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """The catalogue without texts: ``[article_id, outlet, outlet_name, voice, published, language, title,
    author, story_id, detected, n_words, n_sentences]``, the counts over headline and body."""
    where, values = condition(outlets)
    return results.query(
        "select a.article_id, a.outlet, a.outlet_name, a.voice, a.published, a.language, a.title, a.author, "
        "a.story_id, a.detected, coalesce(sum(s.n_words), 0)::bigint as n_words, "
        "count(s.sentence_id) as n_sentences from articles a left join sentences s using (article_id) "
        f"where {where} group by all order by a.outlet_name, a.published, a.article_id",
        values,
    )


def kinds(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Characters of each kind of layout span: ``[outlet, outlet_name, kind, story_id, chars, n]``."""
    where, values = condition(outlets)
    return results.query(
        'select a.outlet, a.outlet_name, l.kind, a.story_id, sum(l."end" - l.start)::bigint as chars, count(*) as n '
        f"from layout l join articles a using (article_id) where {where} group by all order by all",
        values,
    )


CHANCE, STRONGEST = "drawn by chance", "those scored furthest from 0"  # how the sentences shown were chosen
_EVIDENCE = "s.sentence_id, s.text, a.outlet_name as source, s.speaker"


def _cell(by: str, order: str, per_cell: int) -> tuple[str, str]:
    """SQL for evidence: the columns that say how many sentences a cell has, and the clause that keeps some of them."""
    counted = f"count(*) over (partition by {by}) as total, concat_ws(' ', {by}) as cell"
    kept = f"qualify row_number() over (partition by {by} order by {order}) <= {int(per_cell)}"
    return counted, f"{kept} order by {by}, s.sentence_id"


def sentences(
    results: Results,
    by: str,
    outlets: Sequence[str] = (),
    *,
    per_cell: int = 6,
    instrument: str = "",
    strongest: bool = False,
) -> pd.DataFrame:
    """Sentences as evidence: at most ``per_cell`` for each value of the columns in ``by``.

    ``by`` is SQL over s (sentences) and a (articles), such as ``a.outlet_name, s.voice``; by voice a joint statement
    stands under each of its voices. Drawn by a hash of the sentence's id, so always the same ones; or, with
    ``strongest``, those that ``instrument`` scored furthest from 0. Returns ``[*by, sentence_id, text, source, speaker,
    score, total, cell, chosen]``: ``total`` counts the whole cell, ``chosen`` says how the sentences were chosen.
    """
    where, values = condition(outlets)
    counted, kept = _cell(
        by, "abs(coalesce(t.score, 0)) desc, s.sentence_id" if strongest else "md5(s.sentence_id)", per_cell
    )
    return results.query(
        f"select {by}, {_EVIDENCE}, t.score, {counted} "
        f"from {'voiced' if 's.voice' in by else 'sentences'} s join articles a using (article_id) "
        f"left join sentiment t on t.sentence_id = s.sentence_id and t.instrument = ? where {where} {kept}",
        [instrument, *values],
    ).assign(chosen=STRONGEST if strongest else CHANCE)


def about(results: Results, instrument: str, outlets: Sequence[str] = (), *, per_cell: int = 4) -> pd.DataFrame:
    """The sentences scored furthest from 0 toward each actor by each voice, as evidence.

    Returns ``[voice, target, sentence_id, text, source, speaker, score, total, cell, chosen]``.
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

    Returns ``[target, sentence_id, text, source, speaker, found, total, cell, chosen]``.
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
    by: str = "h.frame",
    per_cell: int = 6,
) -> pd.DataFrame:
    """Some sentences of each frame, with the words that were found, as evidence.

    ``by`` is as for ``sentences``, with h for what was found: ``s.voice, h.frame`` for each voice's sentences.
    Returns ``[*by, sentence_id, text, source, speaker, found, total, cell, chosen]``.
    """
    where, values = condition(outlets, voices)
    counted, kept = _cell(by, "md5(s.sentence_id)", per_cell)
    return results.query(
        "with words as (select distinct sentence_id, h.frame, "
        'substr(s.text, (h.start - s.start + 1)::bigint, (h."end" - h.start)::bigint) as word '
        "from frame_hits h join sentences s using (sentence_id) where list_contains(?, h.frame)), "
        "hits as (select sentence_id, frame, string_agg(word, ', ' order by word) as found from words group by all) "
        f"select {by}, {_EVIDENCE}, h.found, {counted} from hits h "
        f"join {'voiced' if 's.voice' in by else 'sentences'} s using (sentence_id) "
        f"join articles a using (article_id) where {where} {kept}",
        [list(frames), *values],
    ).assign(chosen=CHANCE)


def spans(results: Results, outlets: Sequence[str] = (), per_kind: int = 8) -> pd.DataFrame:
    """Some spans of every kind of layout with their words, drawn by a hash: always the same ones.

    Returns ``[kind, sentence_id, text, source, total]`` as ``figures.evidence`` takes it; here the
    ``sentence_id`` is ``article_id@start``.
    """
    where, values = condition(outlets)
    drawn = results.query(
        "select l.kind, l.article_id || '@' || l.start as sentence_id, a.outlet_name as source, "
        'l.start, l."end", count(*) over (partition by l.kind) as total '
        f"from layout l join articles a using (article_id) where {where} qualify row_number() over "
        f"(partition by l.kind order by md5(l.article_id || l.start)) <= {int(per_kind)} order by all",
        values,
    )
    articles = drawn["sentence_id"].str.rpartition("@")[0]
    texts = results.texts(articles.unique())
    cut = [texts[key][a:b] for key, a, b in zip(articles, drawn["start"], drawn["end"], strict=True)]
    return drawn.assign(text=cut)[["kind", "sentence_id", "text", "source", "total"]]


def stories(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Stories that several articles share: ``[story_id, articles, outlets, title]``, largest first."""
    where, values = condition(outlets)
    return results.query(
        "select story_id, count(*) as articles, string_agg(distinct outlet_name, ', ' order by outlet_name) "
        "as outlets, min(title) as title "
        f"from articles a where {where} group by story_id having count(*) > 1 order by articles desc, story_id",
        values,
    )


def look_up(
    results: Results, instrument: str, outlet: str = "", voice: str = "", words: str = "", most: int = 500
) -> tuple[pd.DataFrame, int]:
    """Sentences of an outlet and a voice that contain ``words``, with what was measured; and how many there are."""
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
