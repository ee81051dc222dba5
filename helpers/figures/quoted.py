"""Attributions to look at: their words, the least certain ones, and one shown in its paragraph.

The tables hold offsets into the articles; the words are read back from the sentences around them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import pandas as pd
from IPython.display import HTML, display

from helpers import estimate, findings
from helpers.figures import house
from helpers.figures.voices import sides

if TYPE_CHECKING:
    from helpers.aggregates import Corpus
    from helpers.measure import Results
    from helpers.study import Study

Place = tuple[int, int]
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
    return _with_words(results, _attributions(results, outlets, "a.confidence, a.attribution_id", most))[SHOWN]


def example(results: Results, outlets: Sequence[str] = (), attribution_id: str = "") -> pd.DataFrame:
    """One attribution with its words: the one asked for, else the surest with all parts and, if any has, a medium."""
    if attribution_id:
        return _with_words(
            results, results.query("select * from attributions where attribution_id = ?", [attribution_id])
        )
    order = "(a.via = ''), (a.source_end - a.source_start < 4), (a.mode <> 'mixed'), a.confidence desc"
    return _with_words(results, _attributions(results, outlets, order, 1))


def _attributions(results: Results, outlets: Sequence[str], order: str, most: int) -> pd.DataFrame:
    wanted = f"and outlet in ({', '.join('?' * len(outlets))})" if outlets else ""
    return results.query(
        "select a.* from attributions a join articles using (article_id) "
        f"where a.cue_class = 'speech' {wanted} order by {order} limit {int(most)}",
        list(outlets),
    )


def _with_words(results: Results, found: pd.DataFrame) -> pd.DataFrame:
    """Columns source, cue, content: the words of the spans, and places: the spans."""
    ids = list(dict.fromkeys(found["article_id"]))
    rows = (
        results.query(
            f'select article_id, start, "end", text from sentences where article_id in ({", ".join("?" * len(ids))}) '
            "order by article_id, start",
            ids,
        )
        if ids
        else pd.DataFrame(columns=["article_id", "start", "end", "text"])
    )
    pages = {
        key: list(part[["start", "end", "text"]].itertuples(index=False, name=None))
        for key, part in rows.groupby("article_id")
    }
    places = [
        {
            "source": [(r.source_start, r.source_end)],
            "cue": [(r.cue_start, r.cue_end)],
            "content": [tuple(span) for span in json.loads(r.content)],
        }
        for r in found.itertuples()
    ]
    out = found.assign(places=places, sentences=[pages.get(key, []) for key in found["article_id"]])
    for part in PARTS:
        out[part] = [
            " … ".join(filter(None, (_words(page, span) for span in spans[part])))
            for page, spans in zip(out["sentences"], out["places"], strict=True)
        ]
    return out


def _words(page: list[tuple[int, int, str]], span: Place) -> str:
    """The words of a span of the article, as far as they stand in sentences."""
    pieces = [
        text[max(span[0], start) - start : min(span[1], end) - start]
        for start, end, text in page
        if start < span[1] and end > span[0]
    ]
    return " ".join(" ".join(pieces).split())


def show_example(found: pd.DataFrame, study: Study) -> None:
    """Display the sentences of one attribution (a row of `example`) with source, cue and content marked."""
    for row in found.head(1).to_dict("records"):
        spans = sorted((*span, part) for part, places in row["places"].items() for span in places if span[0] >= 0)
        low, high = min(s[0] for s in spans), max(s[1] for s in spans)
        touched = [s for s in row["sentences"] if s[0] < high and s[1] > low]
        marked = " ".join(_marked(*sentence, spans) for sentence in touched)
        facts = f"{row['speaker'] or 'nobody named'}, {sides(study, row['voice'])}"
        facts += f", via {row['via']}" if row["via"] else ""
        display(
            HTML(
                f"<blockquote><p>{marked}</p></blockquote><p><small>{escape(row['attribution_id'])}: "
                f"{escape(facts)}; {row['mode']}; confidence {row['confidence']:.2f}</small></p>"
            )
        )


def _marked(start: int, end: int, text: str, spans: list[tuple[int, int, str]]) -> str:
    """A sentence as HTML with the parts of the spans in it marked; of parts that overlap the first stays."""
    pieces, at = [], start
    for low, high, part in spans:
        low, high = max(low, at), min(high, end)
        if low < high:
            pieces.append(escape(text[at - start : low - start]))
            words = escape(text[low - start : high - start])
            pieces.append(f'<mark style="background-color: {PARTS[part]}">{words}</mark><sub>{part}</sub>')
            at = high
    return "".join([*pieces, escape(text[at - start :])])


def naming(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Sentences given to others by how their speaker is named: `[kind, story_id, n, words]`.

    A sentence takes the kind of the attribution that its speaker has in the article: named, medium, unnamed
    (somebody described), group, or none.
    """
    wanted = f"and a.outlet in ({', '.join('?' * len(outlets))})" if outlets else ""
    return results.query(
        "with kinds as (select article_id, speaker, min(speaker_kind) as kind from attributions group by all) "
        "select coalesce(k.kind, 'none') as kind, a.story_id, count(*) as n, sum(s.n_words)::bigint as words "
        "from sentences s join articles a using (article_id) "
        "left join kinds k on k.article_id = s.article_id and k.speaker = s.speaker "
        f"where s.mode <> 'none' {wanted} group by all order by all",
        list(outlets),
    )


KINDS = {
    "named": "named person or body",
    "medium": "a medium alone",
    "unnamed": "one person, described",
    "group": "several, described",
    "none": "nobody given",
}


def by_naming(named: pd.DataFrame, corpus: Corpus, **settings: object) -> house.Page:
    """Share of the reported words by how their source is named, from `naming`."""
    shares = estimate.shares(named, "kind", weight="words", n="n", **settings)
    table = shares.assign(kind=shares["kind"].map(KINDS)).sort_values("share", ascending=False, ignore_index=True)
    known = float(shares.loc[shares["kind"] == "named", "share"].sum())
    page = house.page(
        f"{findings.percent(known)} of the reported words have a name to them",
        "Share of the words that are not narration, by how their source is named, with 95 % interval over stories",
        corpus.source,
        height=house.rows_height(max(len(table), 1)),
    )
    house.interval_dots(page.panels[0], table, "kind", "share", form="{:.0%}", unit="words")
    house.percent_axis(page.panels[0])
    said = ", ".join(f"{r.kind} {findings.percent(r.share)}" for r in table.itertuples())
    return page.describe(alt=f"Reported words by naming of the source: {said}.", data=table, n=int(named["n"].sum()))
