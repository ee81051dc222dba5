"""In what tone: by voice, outlet and month, narration against quotations, toward each actor."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from helpers import sentiment
from helpers.analysis import estimate, measures
from helpers.analysis.estimate import USUAL, Bootstrap
from helpers.analysis.tone import FORMS
from helpers.analysis.voices import NARRATION, QUOTED, with_side
from helpers.figures import claims, house, wording
from helpers.figures.comparison import compared, joined, leading, shown
from helpers.figures.corrected import Claimed, claimed
from helpers.figures.periods import periods
from helpers.figures.voices import in_order, label, of_outlet
from helpers.study import REST
from helpers.tables.rows import each_row

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from helpers.analysis.corpus import Corpus
    from helpers.analysis.groups import Groups
    from helpers.analysis.hand import Corrected
    from helpers.study import Study


CLEAR = (
    "Bold: clear of zero, with 5 % of such cells false at most (false-discovery rate); bar in a corner: above zero, or "
    "below"
)
SPANS = (0.5, 1.0)  # of a tone axis to each side of 0
CLASSES = {
    "negative": house.Mark("negative", "#b8742a"),
    "neutral": house.Mark("neutral", "#e4e0d8"),
    "positive": house.Mark("positive", "#01665e"),
    "unscored": house.Mark("no word known", "#7d858d", fill="#ffffff", hatch="...."),
}


def narration_and_quotes(
    tone: pd.DataFrame, study: Study, corpus: Corpus, instrument: str, *, bootstrap: Bootstrap = USUAL
) -> house.Page:
    """Mean sentiment of each outlet's own narration and of the words it quotes, with intervals."""
    rows = with_side(corpus.outlets.of(tone)).assign(side=lambda rows: rows["side"].map(wording.capital))
    table = estimate.means(rows, "score", ["outlet_name", "side"], n="n", bootstrap=bootstrap)
    table = table.sort_values("side", ascending=False, kind="stable")
    order = corpus.outlets.here(table)
    table = table.sort_values("outlet_name", key=lambda of: of.map(order.index), kind="stable", ignore_index=True)
    pairs = estimate.differences_within(rows, "score", "side", "outlet_name", n="n", bootstrap=bootstrap)
    table = claims.beside(table, pairs, "side", within="outlet_name")
    decided = set(pairs.loc[pairs["decided"].astype(bool), "outlet_name"])
    apart = [name for name in order if name in decided]
    title = "Tone of narration and quotations: too few to say"
    if pairs["enough"].any():
        title = "Tone of narration and quotations: in no outlet is a difference decided"
    if apart:
        more = [f"{len(apart) - 3} more"] if len(apart) > 3 else []
        title = f"Narration and quotations differ in tone in {wording.listing([*apart[:3], *more])}"
    marks: dict[str, house.Look] = {
        wording.capital(NARRATION): study.style("narrator"),
        wording.capital(QUOTED): house.Mark(""),
    }

    def draw(page: house.Page) -> None:
        house.interval_dots(
            page.panels[0],
            table,
            "side",
            group="outlet_name",
            zero=0,
            axis=TONE_AXIS,
            limits=tone_span(table),
            style=lambda side: house.Mark(side, marks[side].colour, marks[side].marker),
        )

    page = house.page(
        title,
        joined(
            f"Mean sentiment of sentences ({sentiment.label(instrument)}, −1 to 1), with 95 % interval over stories",
            shown(corpus.outlets),
        ),
        corpus.footer(measures.SHARE, measures.TONE),
        draw,
        height=house.rows_height(len(table), table["outlet_name"].nunique()),
    )
    said = "; ".join(f"{r.outlet_name}, {r.side}: {wording.signed(r.mean)}" for r in each_row(table))
    return page.describe(alt=f"Mean sentiment by outlet. {said}.", data=table, n=int(table["n"].sum()))


def shares_by_voice(
    classed: pd.DataFrame, study: Study, corpus: Corpus, instrument: str, *, bootstrap: Bootstrap = USUAL
) -> house.Page:
    """Share of negative, neutral, positive and unscored sentences by voice. ``classed``: voice, tone, story_id, n."""
    table = in_order(study, estimate.shares(classed, "tone", "voice", n="n", bootstrap=bootstrap))
    names = {"negative": "Negative sentences", "positive": "Positive sentences"}
    each = [classed.assign(of=tone, is_so=(classed["tone"] == tone).astype(float)) for tone in names]
    pairs = estimate.differences_within(pd.concat(each), "is_so", "voice", "of", n="n", bootstrap=bootstrap)
    table = claims.beside(table, pairs.rename(columns={"of": "tone"}), "voice", label(study), "tone")

    def draw(page: house.Page) -> None:
        house.stacked_shares(
            page.panels[0],
            table,
            "voice",
            "tone",
            style=CLASSES.__getitem__,
            order=list(CLASSES),
            label=lambda voice: study.style(voice).label,
            count="n",
        )

    page = house.page(
        claims.widest(pairs, "of", "Positive and negative sentences by voice", names, label(study), REST),
        f"Share of the sentences in a language that the instrument knows ({sentiment.label(instrument)}), per cent"
        f"{house.told(table)}",
        corpus.footer(measures.SHARE, measures.TONE),
        draw,
        height=0.9 + 0.46 * max(table["voice"].nunique(), 1),
    )
    said = "; ".join(f"{study.style(r.voice).label} {r.tone} {wording.percent(r.share)}" for r in each_row(table))
    return page.describe(alt=f"Shares of tone by voice. {said}.", data=table, n=int(classed["n"].sum()))


def over_time(
    tone: pd.DataFrame, study: Study, corpus: Corpus, instrument: str, *, bootstrap: Bootstrap = USUAL
) -> house.Page:
    """Mean sentiment of each voice by week, month, quarter or year. ``tone``: voice, published, story_id, score, n."""
    found = periods(tone)
    unit, names = found.unit, found.names
    rows = tone.assign(period=found.of).dropna(subset="period")
    table = in_order(study, estimate.means(rows, "score", ["voice", "period"], n="n", bootstrap=bootstrap))
    pairs = estimate.differences_within(rows, "score", "period", "voice", n="n", bootstrap=bootstrap)
    table = claims.beside(table, pairs, "period", within="voice")
    table.attrs["unit"] = unit  # for the days of a period that a mark opens
    enough = table[table["enough"]]
    subtitle = (
        f"Mean sentiment of sentences ({sentiment.label(instrument)}, −1 to 1), with 95 % interval over stories; "
        f"a line breaks where a {unit} has too few stories"
    )

    def draw(page: house.Page) -> None:
        _lines(page.panels[0], enough, names, study)

    title = f"Tone by {unit}: too few stories in any {unit} to say"
    if len(enough):
        heads = {voice: wording.capital(label(study)(voice)) for voice in study.voice_names()}
        more = "a more positive tone"
        title = claims.widest(pairs, "voice", f"Tone by {unit}", heads, last=REST, more=more, form=wording.signed)
    page = house.page(
        title,
        joined(subtitle, found.note),
        corpus.footer(measures.SHARE, measures.TONE),
        draw,
        height=3.4,
    )
    said = "; ".join(f"{study.style(r.voice).label} {r.period}: {wording.signed(r.mean)}" for r in each_row(enough))
    return page.describe(alt=f"Tone by {unit}. {said or 'Nothing to show'}.", data=table, n=int(table["n"].sum()))


def _lines(ax: Axes, table: pd.DataFrame, names: list[str], study: Study) -> None:
    """The mean of each voice in each period, a line a voice that breaks where one is missing; its name at the end."""
    voices = [voice for voice in study.voice_names() if (table["voice"] == voice).any()]
    ends: dict[str, float] = {}
    for i, voice in enumerate(voices):
        part, mark = table[table["voice"] == voice], study.style(voice)
        aside = (i - (len(voices) - 1) / 2) * 0.08
        ax.plot(
            np.arange(len(names)) + aside, part.set_index("period")["mean"].reindex(names), color=mark.colour, lw=1.2
        )
        for at, row in zip(part.index, part.to_dict("records"), strict=True):
            x, gid = names.index(row["period"]) + aside, house.of_row(at)
            ax.plot([x, x], [row["low"], row["high"]], color=mark.colour, lw=1.2, alpha=0.6)
            ax.plot([x], [row["mean"]], mark.marker, color=mark.colour, markersize=5, gid=gid)
            ends[voice] = row["mean"]
    ax.set_xlim(-0.5, len(names) - 0.5)
    ax.set_ylim(*tone_span(table))
    ax.locator_params(axis="y", nbins=5)
    house.some_ticks(ax, dict(enumerate(names)))
    ax.axhline(0, color=house.RULE, lw=1)
    for voice, y in house.spread(ends, np.ptp(ax.get_ylim()) / 16).items():
        mark, right = study.style(voice), ax.get_yaxis_transform()
        ax.plot([1.015], [y], mark.marker, color=mark.colour, markersize=5, transform=right, clip_on=False)
        house.beside(ax, y, mark.label, 12, house.INK, size=9, ha="left")


TONE_AXIS = "more negative   ←   0   →   more positive"


TONE = claims.Scale(
    "Tone by voice", "a more positive tone", "the most positive tone", "a more negative tone", "the most negative tone"
)


def tone_of(table: pd.DataFrame) -> claims.Scale:
    """The words of a comparison of voices; where one of unknown side could be compared, of those that are."""
    unknown = table.loc[table["voice"] == claims.UNKNOWN, "enough"].any()
    return TONE._replace(among=" among known sides") if unknown else TONE


TONE_OF_NARRATION = claims.Scale(
    "Tone of the narration by outlet",
    "a more positive narration",
    "the most positive narration",
    "a more negative narration",
    "the most negative narration",
)


def of_voices(tone: pd.DataFrame, corrected: Corrected | None, bootstrap: Bootstrap) -> Claimed:
    """Mean sentiment of each voice's sentences, and differences; corrected where coding suffices."""
    table = estimate.means(tone, "score", "voice", n="n", bootstrap=bootstrap)
    return claimed(table, estimate.differences(tone, "score", "voice", n="n", bootstrap=bootstrap), "mean", corrected)


def by_voice(
    tone: pd.DataFrame,
    study: Study,
    corpus: Corpus,
    instrument: str,
    focus: str = "",
    corrected: Corrected | None = None,
    *,
    bootstrap: Bootstrap = USUAL,
) -> house.Page:
    """Mean sentiment of each voice's sentences, with intervals; ``focus`` is the outlet where they are all of one.

    ``corrected``, of analysis.measures.TONE, is what is claimed where coding suffices.
    """
    found = of_voices(tone, corrected, bootstrap)
    table = claims.beside(in_order(study, found.table), found.pairs, "voice", label(study))

    def draw(page: house.Page) -> None:
        house.interval_dots(
            page.panels[0], table, "voice", style=study.style, zero=0, axis=TONE_AXIS, limits=tone_span(table)
        )

    page = house.page(
        of_outlet(focus, claims.claim(table, found.pairs, "voice", tone_of(table), label=label(study))),
        f"Mean sentiment of sentences ({sentiment.label(instrument)}, −1 to 1), with 95 % interval over stories"
        f"{found.note}",
        corpus.footer(measures.SHARE, measures.TONE, codes=found.codes),
        draw,
        height=house.rows_height(max(len(table), 1)) + 0.2,
    )
    said = ", ".join(_said(study.style(r.voice).label, r) for r in each_row(table))
    return page.describe(alt=f"Mean sentiment by voice: {said}.", data=table, n=int(table["n"].sum()))


def by_form(rows: pd.DataFrame, corpus: Corpus, instrument: str, *, bootstrap: Bootstrap = USUAL) -> house.Page:
    """Mean sentiment by length, by whose words they are, and in headline and body, with intervals."""
    table = estimate.means(rows, "score", ["aspect", "form"], n="n", bootstrap=bootstrap)
    order = rows[["aspect", "form"]].drop_duplicates()
    table = order.merge(table, on=["aspect", "form"], validate="1:1")
    apart = estimate.differences_within(rows, "score", "form", "aspect", n="n", bootstrap=bootstrap)
    table = claims.beside(table, apart, "form", within="aspect")
    open_ = "no difference is decided" if apart["enough"].any() else "too few to say"
    decided = sorted(set(apart.loc[apart["decided"].astype(bool), "aspect"]), key=list(FORMS).index)

    def draw(page: house.Page) -> None:
        house.interval_dots(
            page.panels[0], table, "form", group="aspect", zero=0, axis=TONE_AXIS, limits=tone_span(table)
        )

    page = house.page(
        f"Tone differs by {wording.listing(decided)} of sentences"
        if decided
        else f"Tone by length and form of sentences: {open_}",
        f"Mean sentiment of sentences ({sentiment.label(instrument)}, −1 to 1), with 95 % interval over stories",
        corpus.footer(measures.TONE),
        draw,
        height=house.rows_height(len(table) + len(FORMS)) + 0.4,
    )
    said = ", ".join(_said(r.form, r) for r in each_row(table))
    return page.describe(alt=f"Mean sentiment by form: {said}.", data=table, n=int(rows["n"].sum() / len(FORMS)))


def _said(name: str, row) -> str:
    """``Chinese +0.12 (0.02 to 0.20)``."""
    if not row.enough:
        return f"{name} {wording.signed(row.mean)} (too few to say)"
    return f"{name} {wording.signed(row.mean)} ({wording.signed(row.low)} to {wording.signed(row.high)})"


def tone_span(table: pd.DataFrame) -> tuple[float, float]:
    """Limits of a tone axis: one of two, so that figures of a study can be laid side by side; 0 in the middle."""
    drawn = [name for name in ("mean", "low", "high", "machine", "machine_low", "machine_high") if name in table]
    furthest = cast(float, table[drawn].abs().max(axis=None))  # the columns hold numbers
    top = next((span for span in SPANS if furthest <= span), SPANS[0] if pd.isna(furthest) else 1.08 * furthest)
    return -top, top


def by_outlet(
    tone: pd.DataFrame,
    study: Study,
    corpus: Corpus,
    instrument: str,
    groups: Groups | None = None,
    *,
    bootstrap: Bootstrap = USUAL,
) -> house.Page:
    """Mean sentiment of each voice in each outlet (or bloc, as in ``groups``), as a heat map; too few: hatched."""
    groups = groups or corpus.outlets
    rows, column, chance = groups.of(tone), groups.column, groups.drawn(bootstrap)
    table = estimate.means(rows, "score", [column, "voice"], n="n", bootstrap=chance)
    sure = estimate.away_from(rows, "score", [column, "voice"], n="n", bootstrap=chance)
    table = table.merge(sure, on=[column, "voice"], validate="1:1")
    voices = [v for v in study.voice_names() if (table["voice"] == v).any()]
    order = groups.here(rows)
    pairs = estimate.differences(rows[rows["voice"] == "narrator"], "score", column, n="n", bootstrap=chance)
    table = claims.beside(table, pairs.assign(voice="narrator"), column, within="voice")
    scale = TONE_OF_NARRATION._replace(topic=f"Tone of the narration by {groups.called}")

    def draw(page: house.Page) -> None:
        house.heat_map(
            page.panels[0],
            table,
            column,
            "voice",
            limits=house.TONE_LIMITS,
            rows=order,
            columns=voices,
            label=lambda name: study.style(name).label if name in voices else name,
        )

    page = house.page(
        claims.claim(table[table["voice"] == "narrator"], pairs, column, scale),
        compared(
            f"Mean sentiment of sentences ({sentiment.label(instrument)}, −1 to 1) with its 95 % interval over "
            f"{groups.over}. {CLEAR}; pale: a wide interval; hatched: too few to say",
            corpus,
            groups,
        ),
        corpus.footer(measures.SHARE, measures.TONE),
        draw,
        height=0.6 + 0.52 * len(order),
    )
    enough = table[table["enough"]]
    said = "; ".join(
        f"{getattr(r, column)}, {study.style(r.voice).label}: {wording.signed(r.mean)}" for r in each_row(enough)
    )
    return page.describe(
        alt=f"Mean sentiment by {groups.called} and voice. {said or 'No cell has enough sentences'}.",
        data=table,
        n=int(table["n"].sum()),
    )


def toward(
    toward: pd.DataFrame,
    second: pd.DataFrame,
    study: Study,
    corpus: Corpus,
    instrument: str,
    *,
    bootstrap: Bootstrap = USUAL,
) -> house.Page:
    """The tone of each voice's sentences that mention each actor, toward it, as a heat map.

    ``second`` holds the scores of another instrument: the title claims only what both give the same sign.
    """
    actors, note = leading(toward.groupby("target")["n"].sum(), [target.name for target in study.targets], "actors")
    toward, second = (rows[rows["target"].isin(actors)] for rows in (toward, second))
    table = in_order(
        study,
        estimate.means(toward, "score", ["voice", "target"], weight="weight", n="n", bootstrap=bootstrap),
    )
    voices = [v for v in study.voice_names() if (table["voice"] == v).any()]
    names = {target.name: target.label for target in study.targets}
    names |= {voice: study.style(voice).label for voice in voices}
    cells = pd.MultiIndex.from_frame(table[["voice", "target"]])
    sure = estimate.away_from(toward, "score", ["voice", "target"], weight="weight", n="n", bootstrap=bootstrap)
    table = table.merge(sure, on=["voice", "target"], validate="1:1")
    other = estimate.means(second, "score", ["voice", "target"], weight="weight", n="n", bootstrap=bootstrap)
    means = other[other["enough"]].set_index(["voice", "target"])["mean"]
    table = table.assign(mean_by_second=means.reindex(cells).to_numpy(float))

    def draw(page: house.Page) -> None:
        house.heat_map(
            page.panels[0],
            table,
            "voice",
            "target",
            limits=house.TONE_LIMITS,
            rows=voices,
            columns=actors,
            label=names.__getitem__,
        )

    page = house.page(
        claims.toward(table, label(study), names, REST),
        joined(
            "Mean sentiment toward the actor in sentences that mention it "
            f"({sentiment.label(instrument)}, −1 to 1) with its 95 % "
            f"interval over stories. {CLEAR}; pale: a wide interval; hatched: too few to say",
            note,
        ),
        corpus.footer(measures.SHARE, measures.TOWARD),
        draw,
        height=0.6 + 0.52 * max(len(voices), 1),
    )
    said = "; ".join(_said(f"{names[r.voice]} on {names[r.target]}", r) for r in each_row(table[table["enough"]]))
    return page.describe(
        alt=f"Sentiment of each voice toward each actor. {said or 'No cell has enough sentences'}.",
        data=table,
        n=int(table["n"].sum()),
    )
