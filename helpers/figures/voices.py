"""Who speaks: shares of the words by voice, speakers, ways of quoting, and who is only spoken about.

All functions take aggregates (helpers.aggregates) and return a Page; ``settings`` go to helpers.estimate
(min_n, resamples, seed).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from helpers import estimate, findings
from helpers.figures import house

if TYPE_CHECKING:
    from helpers.aggregates import Corpus
    from helpers.study import Study

MODES = {
    "direct": house.Mark("direct quotation", "#2f4b6e"),
    "mixed": house.Mark("partly quoted", "#7f9cbd"),
    "indirect": house.Mark("paraphrase", "#cfdae6"),
}
ALL = "All outlets"
NAMELESS = "(nobody named)"


def label(study: Study):
    """A function that names a voice in a sentence: ``Chinese voices``, ``the narration``."""

    def name(voice: str) -> str:
        own = {"narrator": "the narration", "other": "other voices", "unknown": "unknown voices"}
        return own.get(voice) or f"{study.style(voice).label} voices"

    return name


def key_label(study: Study):
    """A function that labels the keys of a group: a voice by its label, anything else by itself."""
    voices = set(study.voice_names())
    return lambda key: study.style(key).label if key in voices else str(key)


def in_order(study: Study, frame: pd.DataFrame, column: str = "voice") -> pd.DataFrame:
    """Rows in the study's fixed order of voices."""
    order = {voice: place for place, voice in enumerate(study.voice_names())}
    return frame.sort_values(column, key=lambda names: names.map(order), kind="stable", ignore_index=True)


def by_outlet(spoken: pd.DataFrame, study: Study, corpus: Corpus, focus: str = "", **settings: object) -> house.Page:
    """Share of the words of each outlet by voice, the narration first: stacked bars, all outlets on top.

    The title is about all outlets, or about the one named in ``focus``.
    """
    outlets = estimate.shares(
        house.shortlist(spoken, "outlet_name", weight="words"),
        "voice", "outlet_name", weight="words", n="n", **settings,
    )  # fmt: skip
    order = outlets.groupby("outlet_name")["n"].first().sort_values(ascending=False, kind="stable").index
    everything = estimate.shares(spoken, "voice", weight="words", n="n", **settings)
    rows = [everything.assign(outlet_name=ALL)] if len(order) > 1 else []
    rows += [outlets[outlets["outlet_name"] == outlet] for outlet in order]
    table = pd.concat(rows, ignore_index=True)
    own = _share(outlets[outlets["outlet_name"] == focus] if focus else everything, "narrator")
    title = "only the narration speaks"
    if own < 1:
        title = f"{findings.percent(1 - own)} of the words are somebody else’s"
    page = house.page(
        f"{focus}: {title}" if focus else findings.capital(title),
        "Share of the words by the voice that answers for them, per cent; small: 95 % interval over stories",
        corpus.source,
        height=1.25 + 0.46 * table["outlet_name"].nunique(),
    )
    house.stacked_shares(page.panels[0], table, "outlet_name", "voice", style=study.style, order=study.voice_names())
    said = ", ".join(
        f"{study.style(v).label} {findings.percent(s)}"
        for v, s in in_order(study, everything)[["voice", "share"]].values
    )
    return page.describe(alt=f"Share of words by voice over all outlets: {said}.", data=table, n=corpus.n_sentences)


def _share(shares: pd.DataFrame, voice: str) -> float:
    """The share of one voice, 0 where it is absent."""
    return float(shares.loc[shares["voice"] == voice, "share"].sum())


def overall(spoken: pd.DataFrame, study: Study, corpus: Corpus, **settings: object) -> house.Page:
    """Who is given the quoted words: the share of each voice in all words that are not the narration's."""
    quoted = spoken[spoken["voice"] != "narrator"]
    table = in_order(study, estimate.shares(quoted, "voice", weight="words", n="n", **settings))
    pairs = estimate.share_differences(quoted, "voice", weight="words", n="n", **settings)
    high, _ = findings.extremes(table[table["voice"] != "unknown"], pairs, "voice", "share")
    title = "Whose words are reported"
    if high:
        most = findings.percent(_share(table, high))
        title = findings.capital(f"{label(study)(high)} have the most reported words: {most}")
    page = house.page(
        title,
        "Share of the words that are not narration, by voice, with 95 % interval over stories",
        corpus.source,
        height=house.rows_height(max(len(table), 1)),
    )
    house.interval_dots(page.panels[0], table, "voice", "share", style=study.style, form="{:.0%}")
    house.percent_axis(page.panels[0])
    said = ", ".join(f"{study.style(r.voice).label} {_with_interval(r)}" for r in table.itertuples())
    n = int(table["n"].max()) if len(table) else 0
    return page.describe(alt=f"Share of reported words: {said}.", data=table, n=n)


def _with_interval(row) -> str:
    """``23 % (12 to 35 %)``, or the share alone."""
    share = findings.percent(row.share)
    return f"{share} ({100 * row.low:.0f} to {100 * row.high:.0f} %)" if row.enough else f"{share} (too few to say)"


def modes(spoken: pd.DataFrame, study: Study, corpus: Corpus, **settings: object) -> house.Page:
    """How each voice is let speak: share of its words in direct quotation, partly quoted, paraphrased."""
    quoted = spoken[spoken["mode"] != "none"]
    table = in_order(study, estimate.shares(quoted, "mode", "voice", weight="words", n="n", **settings))
    direct = estimate.shares(quoted, "mode", weight="words", n="n", **settings)
    share = float(direct.loc[direct["mode"] == "direct", "share"].sum())
    page = house.page(
        f"{findings.percent(share)} of the words given to others stand wholly in quotation marks"
        if len(quoted)
        else "Nobody is quoted",
        "Share of each voice’s words by the way they are reported, per cent; small: 95 % interval over stories",
        corpus.source,
        height=1.1 + 0.46 * max(table["voice"].nunique(), 1),
    )
    house.stacked_shares(
        page.panels[0], table, "voice", "mode", style=MODES.__getitem__, order=list(MODES),
        label=lambda voice: study.style(voice).label,
    )  # fmt: skip
    alt = f"Ways of quoting by voice; over all {findings.percent(share)} of the words are direct quotation."
    return page.describe(alt=alt, data=table, n=int(quoted["n"].sum()))


def top_speakers(speakers: pd.DataFrame, study: Study, corpus: Corpus, most: int = 12) -> house.Page:
    """The speakers with most words, in the colour of their voice; full colour: direct quotation."""
    table = speakers.head(most).assign(style_of=speakers["voice"])
    table["speaker"] = table["speaker"].replace("", NAMELESS)
    table["in_articles"] = [f"in {findings.count(int(k), 'article')}" for k in table["articles"]]
    total = speakers["words"].sum()
    title = "Nobody is quoted"
    if len(table):
        first = table.iloc[0]
        share = findings.percent(first["words"] / total)
        name = findings.capital(house.shorten(first["speaker"]))
        title = f"{name} has the most words: {share} of all that are reported"
    page = house.page(
        title,
        f"Words reported of each speaker, the {len(table)} with most of {len(speakers):,}; "
        "dark part: wholly in quotation marks",
        corpus.source,
        height=0.75 + 0.32 * max(len(table), 1),
    )
    ax = page.panels[0]
    house.bars(ax, table, "speaker", "words", "direct", style=study.style, note="in_articles")
    house.direct_key(ax, [study.style(v) for v in study.voice_names() if (table["voice"] == v).any()])
    said = ", ".join(f"{r.speaker} {r.words:,}" for r in table.head(5).itertuples())
    data = table.drop(columns=["style_of", "in_articles"])
    return page.describe(alt=f"Words by speaker: {said}.", data=data, n=int(speakers["n"].sum()))


def about_and_by(
    spoken: pd.DataFrame, mentioned: pd.DataFrame, study: Study, corpus: Corpus, **settings: object
) -> house.Page:
    """Who is talked about against who speaks: each actor's share of mentions over its share of quoted words.

    An actor and a voice are the same bloc when they share a country in study.yaml.
    """
    quoted = spoken[spoken["voice"] != "narrator"]
    settings = {"n": "n", **settings}
    actors = [target.name for target in study.targets]
    told = estimate.shares(mentioned, "target", weight="n", categories=actors, **settings)
    heard = estimate.shares(quoted, "voice", weight="words", categories=study.voice_names(), **settings)
    rows = []
    for target in study.targets:
        voice = next((v.name for v in study.voices if set(v.countries) & set(target.countries)), "")
        rows.append(told[told["target"] == target.name].assign(what="is mentioned", style_of=voice or "other"))
        rows.append(heard[heard["voice"] == voice].assign(what="speaks", style_of=voice or "other"))
        rows[-2:] = [row.assign(actor=target.label) for row in rows[-2:]]
    table = pd.concat(rows, ignore_index=True).drop(columns=["target", "voice"])
    page = house.page(
        _silent(table),
        "Share of all mentions of these actors, and share of the reported words that are their own; "
        "95 % interval over stories",
        corpus.source,
        height=house.rows_height(2 * len(study.targets), len(study.targets)) + 0.1 * len(study.targets),
    )
    styles = [study.style(v)._replace(label=w) for v, w in table[["style_of", "what"]].values]
    house.interval_dots(
        page.panels[0], table.assign(at=range(len(table))), "at", "share",
        style=styles.__getitem__, group="actor", form="{:.0%}",
    )  # fmt: skip
    house.percent_axis(page.panels[0])
    said = "; ".join(f"{r.actor} {r.what}: {findings.percent(r.share)}" for r in table.itertuples())
    return page.describe(alt=f"Mentioned against speaking. {said}.", data=table.drop(columns="style_of"),
                         n=int(mentioned["n"].sum()))  # fmt: skip


def _silent(table: pd.DataFrame) -> str:
    """The title: actors that are mentioned a lot and have no word, or none such."""
    wide = table.pivot(index="actor", columns="what", values="share")
    if wide.empty or "speaks" not in wide:
        return "Who is talked about, and who speaks"
    mute = [a for a in wide.index if wide.at[a, "speaks"] == 0 and wide.at[a, "is mentioned"] > 0]
    if mute:
        told = findings.percent(wide.loc[mute, "is mentioned"].sum())
        return f"{findings.listing(mute)}: {told} of the mentions, not one reported word"
    return "Who is talked about, and who speaks"
