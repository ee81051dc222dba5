"""Who speaks: shares of the words by voice, speakers, ways of quoting, and who is only spoken about.

All functions take small tables per story (helpers.analysis.voices) and return a Page.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd
from IPython.display import HTML, display

from helpers.analysis import estimate, measures
from helpers.analysis.estimate import USUAL, Bootstrap
from helpers.analysis.voices import PARTS
from helpers.figures import claims, findings, house, wording
from helpers.figures.comparison import compared
from helpers.figures.corrected import Claimed, claimed
from helpers.tables.rows import each_row
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    from helpers.analysis.corpus import Corpus
    from helpers.analysis.groups import Groups
    from helpers.analysis.hand import Corrected
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
        own = {"narrator": "the narration", "other": "voices of other sides", "unknown": "voices of unknown side"}
        return own.get(voice) or f"{sides(study, voice)} voices"

    return name


def sides(study: Study, voice: str) -> str:
    """The label of a voice; of a joint statement those of all its voices: ``Chinese and Central Asian``."""
    return wording.listing([study.style(one).label for one in voice.split(JOINT)])


def labels(study: Study) -> dict[str, str]:
    """What the codes of voices and actors are called in words."""
    names = {voice: study.style(voice).label for voice in study.voice_names()}
    return names | {target.name: target.label for target in study.targets}


def key_label(study: Study):
    """A function that labels the keys of a group: a voice by its label, anything else by itself."""
    voices = set(study.voice_names())
    return lambda key: study.style(key).label if key in voices else str(key)


def of_outlet(outlet: str, title: str) -> str:
    """The title of a figure on one outlet, which it names first; of a figure on all, "", the title itself."""
    return f"{outlet} – {title}" if outlet else title


def in_order(study: Study, frame: pd.DataFrame, column: str = "voice") -> pd.DataFrame:
    """Rows in the study's fixed order of voices."""
    order = {voice: place for place, voice in enumerate(study.voice_names())}
    return frame.sort_values(column, key=lambda names: names.map(order), kind="stable", ignore_index=True)


def by_outlet(
    spoken: pd.DataFrame,
    study: Study,
    corpus: Corpus,
    groups: Groups | None = None,
    focus: str = "",
    corrected: Corrected | None = None,
    *,
    bootstrap: Bootstrap = USUAL,
) -> house.Page:
    """Share of the words of each outlet by voice, the narration first: stacked bars, all outlets on top.

    ``groups``: what is compared, without it the corpus's outlets. The title is about all outlets, or about the group
    named in ``focus``; ``corrected``, of analysis.measures.WORDS, is what it claims where coding suffices. The bars are
    the machine's.
    """
    groups = groups or corpus.outlets
    rows, column = groups.of(spoken), groups.column
    chance = groups.drawn(bootstrap)
    outlets = estimate.shares(rows, "voice", column, weight="words", n="n", bootstrap=chance)
    everything = estimate.shares(spoken, "voice", weight="words", n="n", bootstrap=chance)
    order = groups.here(rows)
    parts = [everything.assign(**{column: ALL})] if len(order) != 1 or len(rows) < len(spoken) else []
    parts += [outlets[outlets[column] == name] for name in order]
    table = pd.concat(parts, ignore_index=True)
    told = outlets[outlets[column] == focus] if focus else everything
    own = _share(told, "narrator")
    title = f"{wording.percent(1 - own)} of the words are somebody else’s" if own < 1 else "Only the narration speaks"
    title = title if len(told) else "Who speaks was not measured"
    title = _somebody_else(corrected, own) or title
    note = "; the title’s share is corrected by hand coding, the bars are the machine’s" if corrected else ""

    def draw(page: house.Page) -> None:
        house.stacked_shares(
            page.panels[0],
            table,
            column,
            "voice",
            style=study.style,
            order=study.voice_names(),
            unit="words",
            clusters=groups.over,
        )

    page = house.page(
        of_outlet(focus, title),
        compared(
            f"Share of the words by the voice that answers for them, per cent{house.told(table, groups.over)}{note}",
            corpus,
            groups,
        ),
        corpus.footer(measures.SHARE, codes=corrected.codes if corrected else 0),
        draw,
        height=1.25 + 0.46 * table[column].nunique(),
    )
    said = ", ".join(
        f"{study.style(v).label} {wording.percent(s)}"
        for v, s in in_order(study, everything)[["voice", "share"]].values
    )
    alt = f"Share of words by voice over all outlets: {said}. Rows: {', '.join(map(str, order))}."
    return page.describe(alt=alt, data=table, n=corpus.n_sentences)


def _somebody_else(corrected: Corrected | None, by_machine: float) -> str:
    """The title on words that are not the narration's, corrected; "" where the narration has too few codes.

    by_machine: its share by the machine alone.
    """
    if corrected is None:
        return ""
    narrated = corrected.table[corrected.table["group"].eq("narrator") & corrected.table["enough"]]
    for row in each_row(narrated):
        share = wording.interval(1 - row.corrected, 1 - row.corrected_high, 1 - row.corrected_low)
        return f"Words that are somebody else’s: {share}, by the machine alone {wording.percent(1 - by_machine)}"
    return ""


def quoted_by(
    spoken: pd.DataFrame, study: Study, corpus: Corpus, groups: Groups, *, bootstrap: Bootstrap = USUAL
) -> house.Page:
    """Who is quoted by whom: of the words that each bloc's outlets report, the share of each voice, as a heat map."""
    rows = groups.of(spoken[spoken["voice"] != "narrator"])
    column, chance = groups.column, groups.drawn(bootstrap)
    table = estimate.shares(rows, "voice", column, weight="words", n="n", bootstrap=chance)
    voices = [voice for voice in study.voice_names() if (rows["voice"] == voice).any()]
    known = [rows.assign(of=voice, is_theirs=rows["voice"] == voice) for voice in voices if voice != "unknown"]
    title = "Who is quoted by whom: too few to say"
    if known:
        long = pd.concat(known).astype({"is_theirs": float})
        pairs = estimate.differences_within(long, "is_theirs", column, "of", weight="words", n="n", bootstrap=chance)
        table = claims.beside(table, pairs.rename(columns={"of": "voice"}), column, within="voice")
        heads = {voice: wording.capital(label(study)(voice)) for voice in voices}
        title = claims.widest(pairs, "of", "Who is quoted by whom", heads, more="more of the reported words")
    names = {voice: study.style(voice).label for voice in voices}

    def draw(page: house.Page) -> None:
        house.heat_map(
            page.panels[0],
            table,
            column,
            "voice",
            "share",
            limits=house.SHARE_LIMITS,
            diverging=False,
            form="{:.0%}",
            rows=groups.here(rows),
            columns=voices,
            label=lambda name: names.get(name, name),
        )

    page = house.page(
        title,
        compared(
            "Of the words that outlets report of others, the share of each voice, with its 95 % interval over "
            f"{groups.over}. Pale: a wide interval; hatched: too few to say",
            corpus,
            groups,
        ),
        corpus.footer(measures.SHARE),
        draw,
        height=0.6 + 0.52 * len(groups.here(rows)),
    )
    said = "; ".join(f"{getattr(r, column)}, {names[r.voice]} {wording.percent(r.share)}" for r in each_row(table))
    return page.describe(alt=f"Who is quoted by whom. {said or 'Nobody'}.", data=table, n=int(rows["n"].sum()))


def _share(shares: pd.DataFrame, voice: str) -> float:
    """The share of one voice, 0 where it is absent."""
    return float(shares.loc[shares["voice"] == voice, "share"].sum())


def of_words(quoted: pd.DataFrame, bootstrap: Bootstrap) -> pd.DataFrame:
    """Shares of the words by voice, of ``estimate.shares``; who is hardly there is no group to be ranked."""
    table = estimate.shares(quoted, "voice", weight="words", n="n", bootstrap=bootstrap)
    table["enough"] &= table["n_category"] >= bootstrap.min_n
    return table.assign(**{end: table[end].where(table["enough"]) for end in ("low", "high")})


def reported(spoken: pd.DataFrame, corrected: Corrected | None, bootstrap: Bootstrap) -> Claimed:
    """Each voice's share of the words that are not the narration's, with differences of those of known side.

    corrected: of analysis.measures.REPORTED, where coding suffices.
    """
    quoted = spoken[spoken["voice"] != "narrator"]
    table = of_words(quoted, bootstrap)
    known = table.loc[table["voice"] != claims.UNKNOWN, "voice"].tolist()
    pairs = estimate.share_differences(quoted, "voice", known, weight="words", n="n", bootstrap=bootstrap)
    return claimed(table, pairs, "share", corrected)


def overall(
    spoken: pd.DataFrame,
    study: Study,
    corpus: Corpus,
    corrected: Corrected | None = None,
    *,
    bootstrap: Bootstrap = USUAL,
) -> house.Page:
    """Who is given the quoted words: the share of each voice in all words that are not the narration's.

    Voices of unknown side are no group to be ranked: the title names their share where it is large. ``corrected`` as
    in ``reported``.
    """
    found = reported(spoken, corrected, bootstrap)
    table = claims.beside(in_order(study, found.table), found.pairs, "voice", label(study))
    title = "Nobody’s words are reported"
    if len(table):
        title = claims.claim(table, found.pairs, "voice", words_scale(table), value="share", label=label(study))
        if _share(table, "unknown") >= findings.LARGE:
            title += f"; the side of {wording.percent(_share(table, 'unknown'))} is unknown"

    def draw(page: house.Page) -> None:
        house.interval_dots(page.panels[0], table, "voice", "share", style=study.style, form="{:.0%}", unit="words")
        house.percent_axis(page.panels[0])

    page = house.page(
        title,
        f"Share of the words that are not narration, by voice, with 95 % interval over stories{found.note}",
        corpus.footer(measures.SHARE, codes=found.codes),
        draw,
        height=house.rows_height(max(len(table), 1)),
    )
    said = ", ".join(f"{study.style(r.voice).label} {_with_interval(r)}" for r in each_row(table))
    n = int(table["n"].max()) if len(table) else 0
    return page.describe(alt=f"Share of reported words: {said}.", data=table, n=n)


WORDS = claims.Scale(
    "Whose words are reported",
    "more reported words",
    "the most reported words",
    "fewer reported words",
    "the fewest reported words",
)


def words_scale(table: pd.DataFrame) -> claims.Scale:
    """The words of a comparison of reported words; where much is of unknown side, it is one among the known."""
    among = " of known side" if _share(table, claims.UNKNOWN) >= findings.LARGE else ""
    return WORDS._replace(among=among)


def _with_interval(row) -> str:
    """``23 % (12 to 35 %)``, or the share alone."""
    share = wording.percent(row.share)
    return f"{share} ({100 * row.low:.0f} to {100 * row.high:.0f} %)" if row.enough else f"{share} (too few to say)"


def modes(spoken: pd.DataFrame, study: Study, corpus: Corpus, *, bootstrap: Bootstrap = USUAL) -> house.Page:
    """How each voice is let speak: share of its words in direct quotation, partly quoted, paraphrased."""
    quoted = spoken[spoken["mode"] != "none"]
    table = in_order(study, estimate.shares(quoted, "mode", "voice", weight="words", n="n", bootstrap=bootstrap))
    direct = estimate.shares(quoted, "mode", weight="words", n="n", bootstrap=bootstrap)
    share = float(direct.loc[direct["mode"] == "direct", "share"].sum())

    def draw(page: house.Page) -> None:
        house.stacked_shares(
            page.panels[0],
            table,
            "voice",
            "mode",
            style=MODES.__getitem__,
            order=list(MODES),
            label=lambda voice: study.style(voice).label,
            unit="words",
        )

    page = house.page(
        f"{wording.percent(share)} of the words given to others stand wholly in quotation marks"
        if len(quoted)
        else "Nobody is quoted",
        f"Share of each voice’s words by the way they are reported, per cent{house.told(table)}",
        corpus.footer(measures.SHARE),
        draw,
        height=1.1 + 0.46 * max(table["voice"].nunique(), 1),
    )
    alt = f"Ways of quoting by voice; over all {wording.percent(share)} of the words are direct quotation."
    return page.describe(alt=alt, data=table, n=int(quoted["n"].sum()))


def top_speakers(speakers: pd.DataFrame, study: Study, corpus: Corpus, most: int = 12) -> house.Page:
    """The speakers with most words, in the colour of their voice; full colour: direct quotation.

    ``speakers`` from ``analysis.voices.speakers``. Words for which nobody is named are counted in the subtitle.
    """
    named = speakers[speakers["speaker"] != ""]
    total, nameless = int(speakers["words"].sum()), int(speakers["words"].sum() - named["words"].sum())
    table = once(named.head(most), study).assign(reported=total)
    notes = [
        f"in {wording.count(int(r.articles), 'article')}"
        + (f"; {r.unknown:,} of unknown voice" if 0 < r.unknown < r.words else "")
        for r in each_row(table)
    ]
    drawn = table.assign(note=notes, styles_of=table["voice"].str.split(JOINT, regex=False))
    shown = set(drawn["styles_of"].explode())

    def draw(page: house.Page) -> None:
        house.bars(page.panels[0], drawn, "speaker", "words", "direct", style=study.style, note="note")
        house.direct_key(page.panels[0], [study.style(voice) for voice in study.voice_names() if voice in shown])

    page = house.page(
        _most_words(table, total, len(named) > len(table)),
        "Words reported of each speaker"
        + (f", the {len(table)} with most of {len(named):,}" if len(named) > len(table) else "")
        + "; full colour: wholly in quotation marks"
        + (f". For {wording.percent(nameless / total)} of the words nobody is named" if nameless else ""),
        corpus.footer(measures.SHARE),
        draw,
        height=0.75 + 0.32 * max(len(table), 1),
    )
    said = ", ".join(f"{r.speaker} {r.words:,}" for r in each_row(table.head(5)))
    return page.describe(alt=f"Words by speaker: {said or 'none'}.", data=table, n=int(speakers["n"].sum()))


def once(speakers: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Speakers of whom each label stands in one row: the voice is added where one name has several."""
    twice = speakers["speaker"].duplicated(keep=False)
    labels = [
        f"{name} ({sides(study, voice)})" if double else name
        for name, voice, double in zip(speakers["speaker"], speakers["voice"], twice, strict=True)
    ]
    return speakers.assign(speaker=labels).reset_index(drop=True)


def _most_words(table: pd.DataFrame, total: int, more: bool) -> str:
    """The title: who has most words in these texts, counted; nobody where two have as many.

    ``more``: whether the table leaves speakers out, of whom some may have as many.
    """
    if table.empty:
        return "Nobody with a name is quoted" if total else "Nobody is quoted"
    first = table[table["words"] == table["words"].max()]
    if len(first) > 1:
        many = f"{len(first)} speakers or more" if more and len(first) == len(table) else f"{len(first)} speakers"
        return f"{many} have the most words in these texts: {int(first['words'].iloc[0]):,} each"
    name = wording.capital(house.shorten(first["speaker"].iloc[0], 60))
    words = int(first["words"].iloc[0])
    return f"Most words in these texts: {name}, {words:,} of {total:,} that are reported"


def about_and_by(
    spoken: pd.DataFrame, mentioned: pd.DataFrame, study: Study, corpus: Corpus, *, bootstrap: Bootstrap = USUAL
) -> house.Page:
    """Who is talked about against who speaks: each actor's share of mentions over its share of the actors' own words.

    An actor and a voice are the same bloc when they share a country in study.yaml. Both are shares among the same
    actors; the words of all other voices, the unknown ones too, are the remainder that the subtitle names.
    """
    quoted = spoken[spoken["voice"] != "narrator"]
    owner = {v: t.name for t in reversed(study.targets) for v in findings.own_voices(t, study)}
    own = quoted.assign(target=quoted["voice"].map(owner)).dropna(subset="target")
    known = [target for target in study.targets if target.name in owner.values()]
    there = {*mentioned["target"], *own["target"]}
    actors = [target for target in known if target.name in there] or known
    absent = wording.listing([target.label for target in known if target not in actors])
    names = [target.name for target in actors]
    about = mentioned[mentioned["target"].isin(names)]
    told = estimate.shares(about, "target", weight="n", n="n", categories=names, bootstrap=bootstrap)
    heard = estimate.shares(own, "target", weight="words", n="n", categories=names, bootstrap=bootstrap)
    style_of = {name: next(v for v, of in owner.items() if of == name) for name in names}
    parts = [told.assign(what="is mentioned", unit="mentions"), heard.assign(what="speaks", unit="words")]
    table = pd.concat(parts, ignore_index=True)
    table = table.assign(actor=table["target"].map({t.name: t.label for t in actors}))
    table = table.sort_values("target", key=lambda of: of.map(names.index), kind="stable", ignore_index=True)
    hearing = {actor.label: actor for actor in findings.hearing(spoken, mentioned, study)}
    table["heard_alone"] = [hearing[actor].alone for actor in table["actor"]]
    of_all = estimate.once(quoted, quoted["words"]).sum()
    rest = 1 - estimate.once(own, own["words"]).sum() / of_all if of_all else 0.0
    styles = [study.style(style_of[name])._replace(label=what) for name, what in table[["target", "what"]].values]

    def draw(page: house.Page) -> None:
        house.interval_dots(
            page.panels[0],
            table.assign(at=range(len(table))),
            "at",
            "share",
            style=styles.__getitem__,
            group="actor",
            form="{:.0%}",
            unit="n",
        )
        house.percent_axis(page.panels[0])

    page = house.page(
        _title_of_hearing(table, [hearing[actor] for actor in table["actor"].unique()], bootstrap.min_n),
        "Share of the mentions of these actors, and of the words that their own people and bodies say; 95 % interval "
        f"over stories. {wording.percent(rest)} of the reported words are of other or unknown sides "
        f"and stand outside{f'. Neither mentioned nor heard: {absent}' if absent else ''}",
        corpus.footer(measures.SHARE),
        draw,
        height=house.rows_height(2 * len(actors), len(actors)) + 0.1 * len(actors),
    )
    said = "; ".join(f"{r.actor} {r.what}: {wording.percent(r.share)}" for r in each_row(table))
    alt = f"Mentioned against speaking. {said}. Other or unknown sides: {wording.percent(rest)} of the reported words."
    return page.describe(alt=alt, data=table, n=int(round(mentioned["n"].sum())))


def _title_of_hearing(table: pd.DataFrame, actors: list[findings.Hearing], min_n: int) -> str:
    """The title: the actors that are mentioned often enough for a claim and not heard, or heard in company alone."""
    told = table[table["what"] == "is mentioned"].set_index("actor")["share"]
    often = [actor for actor in actors if actor.told >= min_n]
    for group, words in (
        ([a for a in often if not a.said], "no reported word known to be their own"),
        ([a for a in often if a.said and not a.alone], "heard only in statements made together with others"),
    ):
        if group:
            share = wording.percent(told[[a.label for a in group]].sum())
            return f"{wording.listing([a.label for a in group])}: {share} of the mentions, {words}"
    topic = "Who is talked about, and who speaks"
    return claims.apart(table, "actor", "what", topic, "of the mentions", "of the words of these actors")


def show_example(found: pd.DataFrame, study: Study) -> None:
    """Display the sentences of one attribution (a row of `example`) with source, cue and content marked."""
    for row in found.head(1).to_dict("records"):
        spans = sorted((*span, part) for part, places in row["places"].items() for span in places if span[0] >= 0)
        low, high = min(s[0] for s in spans), max(s[1] for s in spans)
        marked = " ".join(
            _highlighted(start, end, text, spans) for start, end, text in row["sentences"] if start < high and end > low
        )
        facts = f"{row['speaker'] or 'nobody named'}, {sides(study, row['voice'])}"
        facts += f", via {row['via']}" if row["via"] else ""
        display(
            HTML(
                f"<blockquote><p>{marked}</p></blockquote><p><small>{escape(row['attribution_id'])}: "
                f"{escape(facts)}; {MODES[row['mode']].label}; confidence {row['confidence']:.2f}</small></p>"
            )
        )


def _highlighted(start: int, end: int, text: str, spans: list[tuple[int, int, str]]) -> str:
    """A sentence as HTML with the parts of the spans in it marked; of parts that overlap the first stays."""
    pieces, at = [], start
    for low, high, part in spans:
        low, high = max(low, at), min(high, end)
        if low < high:
            pieces.append(escape(text[at - start : low - start]))
            words = escape(text[low - start : high - start])
            pieces.append(
                f'<mark style="background-color: {PARTS[part]}; color: {house.INK}">{words}</mark><sub>{part}</sub>'
            )
            at = high
    return "".join([*pieces, escape(text[at - start :])])


KINDS = {
    "named": "named person or body",
    "medium": "a medium alone",
    "unnamed": "one person, described",
    "group": "several, described",
    "none": "nobody given",
}


def by_naming(named: pd.DataFrame, corpus: Corpus, *, bootstrap: Bootstrap = USUAL) -> house.Page:
    """Share of the reported words by how their source is named, from `naming`."""
    shares = estimate.shares(named, "kind", weight="words", n="n", bootstrap=bootstrap)
    table = shares.assign(kind=shares["kind"].map(KINDS)).sort_values("share", ascending=False, ignore_index=True)
    known = float(shares.loc[shares["kind"] == "named", "share"].sum())

    def draw(page: house.Page) -> None:
        house.interval_dots(page.panels[0], table, "kind", "share", form="{:.0%}", unit="words")
        house.percent_axis(page.panels[0])

    page = house.page(
        f"{wording.percent(known)} of the reported words have a name to them" if len(named) else "Nobody is quoted",
        "Share of the words that are not narration, by how their source is named, with 95 % interval over stories",
        corpus.footer(measures.SHARE),
        draw,
        height=house.rows_height(max(len(table), 1)),
    )
    said = ", ".join(f"{r.kind} {wording.percent(r.share)}" for r in each_row(table))
    return page.describe(alt=f"Reported words by naming of the source: {said}.", data=table, n=int(named["n"].sum()))
