"""Frames: how frequent, in which outlets, together with which, in what tone, over time.

All functions take small tables per story (helpers.analysis.frames) and return a Page;
``labels`` names the frames and fixes their order.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from helpers import sentiment
from helpers.analysis import estimate, measures
from helpers.analysis.estimate import USUAL, Bootstrap
from helpers.analysis.validation import EXPLORATORY
from helpers.figures import claims, house, wording
from helpers.figures.comparison import compared, joined, leading
from helpers.figures.periods import periods
from helpers.figures.tone import TONE, TONE_AXIS, tone_span
from helpers.figures.voices import label, of_outlet
from helpers.study import REST
from helpers.tables.rows import each_row

if TYPE_CHECKING:
    from helpers.analysis.corpus import Corpus
    from helpers.analysis.groups import Groups
    from helpers.study import Study


MOST_PERIODS = 14  # that a heat map has room for
CLEAR = 0.005  # the lower bound of a share that is clear of 0, and not written as 0 %
BY_CODEBOOK = "with at least one pattern of the frame"
BY_MODEL = "in which the trained model finds the frame"
STAR = "*"  # behind the label of a frame on which machine and coding agree too little
PALE = ". Pale: a wide interval; hatched: too few to say"
HEAT = f", with its 95 % interval over stories{PALE}"


def marked(labels: Mapping[str, str], exploratory: Collection[str]) -> dict[str, str]:
    """Labels, with a star at the frames that agree too little with hand coding."""
    return {name: f"{label}{STAR}" if name in exploratory else label for name, label in labels.items()}


def _note(exploratory: Collection[str]) -> str:
    return f". {STAR}: coded sentences agree too little (alpha under {EXPLORATORY:.2f})" if exploratory else ""


def _by(found: str) -> str:
    """The measure that a sentence counts by."""
    return measures.FRAME_BY_MODEL if found == BY_MODEL else measures.FRAME


def _leading(rows: pd.DataFrame, labels: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """The labels of the frames that a heat map has columns for, those found most, and a sentence on the others."""
    kept, note = leading((rows["carried"] * rows["n"]).groupby(rows["frame"]).sum(), list(labels), "frames")
    return {name: labels[name] for name in kept}, note


def _ordered(table: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Rows in the order of the labels."""
    order = {name: place for place, name in enumerate(labels)}
    return table[table["frame"].isin(labels)].sort_values(
        "frame", key=lambda names: names.map(order), kind="stable", ignore_index=True
    )


def shares(
    carried: pd.DataFrame,
    corpus: Corpus,
    labels: Mapping[str, str],
    unit: str = "sentences",
    exploratory: Collection[str] = (),
    *,
    found: str = BY_CODEBOOK,
    bootstrap: Bootstrap = USUAL,
) -> house.Page:
    """Share of the sentences (or articles) that carry each frame, with intervals, the most frequent first.

    found: what a sentence (or article) counts by.
    """
    rows = carried[carried["frame"].isin(labels)]
    table = estimate.means(rows, "carried", "frame", n="n", bootstrap=bootstrap)
    table = table.sort_values(["mean", "frame"], ascending=[False, True], ignore_index=True)
    pairs = estimate.differences(rows, "carried", "frame", n="n", bootstrap=bootstrap)
    table = claims.beside(table, pairs, "frame", labels.__getitem__)
    scale = FREQUENCY._replace(topic=f"How many {unit} carry each frame")
    names = marked(labels, exploratory)

    def draw(page: house.Page) -> None:
        house.interval_dots(
            page.panels[0], table, "frame", style=lambda name: house.Mark(names[name]), form="{:.0%}", unit=unit
        )
        house.percent_axis(page.panels[0])

    page = house.page(
        claims.claim(table, pairs, "frame", scale, form=wording.percent, label=lambda frame: labels[frame]),
        f"Share of {unit} {found}, with 95 % interval over stories" + _note(exploratory),
        corpus.footer(_by(found)),
        draw,
        height=house.rows_height(max(len(table), 1)),
    )
    said = ", ".join(f"{labels[r.frame]} {wording.percent(r.mean)}" for r in each_row(table))
    return page.describe(
        alt=f"Share of {unit} by frame: {said or 'none'}.",
        data=table if unit == "sentences" else table.assign(unit=unit),
        n=int(table["n"].max()) if len(table) else 0,
    )


def by_outlet(
    carried: pd.DataFrame,
    corpus: Corpus,
    labels: Mapping[str, str],
    groups: Groups | None = None,
    exploratory: Collection[str] = (),
    *,
    bootstrap: Bootstrap = USUAL,
) -> house.Page:
    """Share of each outlet's (or bloc's, as in ``groups``) sentences that carry each frame, as a heat map."""
    groups = groups or corpus.outlets
    labels, note = _leading(carried, labels)
    rows, column, chance = groups.of(carried[carried["frame"].isin(labels)]), groups.column, groups.drawn(bootstrap)
    table = estimate.means(rows, "carried", [column, "frame"], n="n", bootstrap=chance)
    pairs = estimate.differences_within(rows, "carried", column, "frame", n="n", bootstrap=chance)
    table = claims.beside(table, pairs, column, within="frame")
    interval = f", with its 95 % interval over {groups.over}"
    return _heat(
        table,
        column,
        groups.here(rows),
        marked(labels, exploratory),
        claims.widest(pairs, "frame", f"Frames by {groups.called}", labels),
        compared(
            joined(
                f"Share of the {groups.called}’s sentences that carry the frame{interval}{PALE}{_note(exploratory)}",
                note,
            ),
            corpus,
            groups,
        ),
        corpus,
    )


def together(
    pairs: pd.DataFrame, corpus: Corpus, labels: Mapping[str, str], *, bootstrap: Bootstrap = USUAL
) -> house.Page:
    """Which frames share sentences: of the sentences with the row's frame the share with the column's."""
    kept, note = _leading(pairs, labels)
    if note:
        labels = kept
        pairs = pairs[pairs["frame"].isin(labels) & pairs["given"].isin(labels)]
    table = estimate.means(pairs, "carried", ["given", "frame"], n="n", bootstrap=bootstrap)
    shown = table[table["enough"]].sort_values("low", ascending=False, kind="stable")  # the surest to share many first
    title = "Which frames share sentences: too few to say"
    if len(shown):
        title = "Which frames share sentences: no share is clear of 0"
    if len(shown) and shown["low"].iloc[0] >= CLEAR:
        first = shown.iloc[0]
        given, frame = labels[first["given"]], labels[first["frame"]]  # as they are written: "Belt and Road"
        title = (
            f"{wording.percent(first['mean'])} of the sentences on “{given}” carry “{frame}” too "
            f"(95 % interval {100 * first['low']:.0f} to {100 * first['high']:.0f} %)"
        )
    rows = [name for name in labels if (table["given"] == name).any()]
    return _heat(
        table,
        "given",
        rows,
        labels,
        title,
        joined(
            f"Of the sentences with the frame of the row, the share that carries the frame of the column too{HEAT}",
            note,
        ),
        corpus,
    )


def over_time(
    carried: pd.DataFrame, corpus: Corpus, labels: Mapping[str, str], *, bootstrap: Bootstrap = USUAL
) -> house.Page:
    """Share of sentences with each frame over time, as a heat map: frames down, weeks, months, ... years across."""
    rows = _ordered(carried, labels)
    found = periods(rows, MOST_PERIODS)
    rows = rows.assign(period=found.of).dropna(subset="period")
    table = estimate.means(rows, "carried", ["frame", "period"], n="n", bootstrap=bootstrap)
    pairs = estimate.differences_within(rows, "carried", "period", "frame", n="n", bootstrap=bootstrap)
    table = claims.beside(table, pairs, "period", within="frame")
    table.attrs["unit"] = found.unit  # for the days of a period that a mark opens
    title = f"Frames by {found.unit}: too few stories in any {found.unit} to say"
    if table["enough"].any():
        title = claims.widest(pairs, "frame", f"Frames by {found.unit}", labels)
    subtitle = f"Share of the sentences of each {found.unit} that carry the frame{HEAT}"
    return _heat(
        table,
        "frame",
        list(labels),
        dict(labels),
        title,
        joined(subtitle, found.note),
        corpus,
        found.names,
    )


def _heat(
    table: pd.DataFrame,
    row: str,
    rows: list,
    labels: Mapping[str, str],
    title: str,
    subtitle: str,
    corpus: Corpus,
    columns: list | None = None,
) -> house.Page:
    """A heat map of shares with the frames across (or the columns given)."""
    column = "frame" if columns is None else "period"
    columns = columns or [name for name in labels if (table["frame"] == name).any()]

    def draw(page: house.Page) -> None:
        if table.empty:
            page.panels[0].set_axis_off()
            return
        house.heat_map(
            page.panels[0],
            table,
            row,
            column,
            limits=house.SHARE_LIMITS,
            diverging=False,
            form="{:.0%}",
            rows=rows,
            columns=columns,
            label=lambda name: labels.get(name, str(name)),
        )

    page = house.page(title, subtitle, corpus.footer(measures.FRAME), draw, height=0.9 + 0.52 * max(len(rows), 1))
    shown = table[table["enough"]]
    said = "; ".join(
        f"{labels.get(r[row], r[row])}, {labels.get(r[column], r[column])} {wording.percent(r['mean'])}"
        for r in shown.to_dict("records")
    )
    return page.describe(
        alt=f"{title}. {said or 'No cell has enough sentences'}.",
        data=table,
        n=int(table.groupby(row)["n"].max().sum()) if len(table) else 0,
    )


def tone(
    scored: pd.DataFrame, corpus: Corpus, labels: Mapping[str, str], instrument: str, *, bootstrap: Bootstrap = USUAL
) -> house.Page:
    """Mean sentiment of the sentences of each frame, and of all sentences."""
    names = dict(labels) | {"all": "All sentences"}
    table = _ordered(estimate.means(scored, "score", "frame", n="n", bootstrap=bootstrap), names)
    pairs = estimate.differences(scored[scored["frame"] != "all"], "score", "frame", n="n", bootstrap=bootstrap)
    table = claims.beside(table, pairs, "frame", names.__getitem__)
    framed = table[table["frame"] != "all"]
    scale = TONE._replace(topic="Tone by frame")

    def draw(page: house.Page) -> None:
        house.interval_dots(
            page.panels[0],
            table,
            "frame",
            style=lambda name: house.Mark(names[name]),
            zero=0,
            axis=TONE_AXIS,
            limits=tone_span(table),
        )

    page = house.page(
        claims.claim(framed, pairs, "frame", scale, label=lambda frame: labels[frame]),
        f"Mean sentiment of the sentences that carry the frame ({sentiment.label(instrument)}, −1 to 1), with 95 % "
        "interval over stories",
        corpus.footer(measures.FRAME, measures.TONE),
        draw,
        height=house.rows_height(max(len(table), 1)) + 0.2,
    )
    said = ", ".join(f"{names[r.frame]} {wording.signed(r.mean)}" for r in each_row(table))
    return page.describe(
        alt=f"Mean sentiment by frame: {said or 'none'}.", data=table, n=int(table["n"].max()) if len(table) else 0
    )


FREQUENCY = claims.Scale(
    "Frames by voice",
    "more frequent",
    "the most frequent frame",
    "less frequent",
    "the least frequent frame",
    verbs=("is", "are"),
)


def by_voice(
    frames: pd.DataFrame,
    study: Study,
    corpus: Corpus,
    labels: Mapping[str, str],
    focus: str = "",
    *,
    found: str = BY_CODEBOOK,
    bootstrap: Bootstrap = USUAL,
) -> house.Page:
    """Share of each voice's sentences that carry each frame, as a heat map; all voices in the last row.

    ``labels`` names the frames to show and fixes their order; ``focus`` is the outlet where all are of one; ``found``
    says what a sentence counts by.
    """
    labels, note = _leading(frames, labels)
    rows = frames[frames["frame"].isin(labels)]
    voices = [v for v in study.voice_names() if (rows["voice"] == v).any()]
    everyone = estimate.means(rows, "carried", "frame", n="n", bootstrap=bootstrap).assign(voice="all")
    each = estimate.means(rows, "carried", ["voice", "frame"], n="n", bootstrap=bootstrap)
    pairs = estimate.differences_within(rows, "carried", "voice", "frame", n="n", bootstrap=bootstrap)
    of_all = estimate.differences(rows, "carried", "frame", n="n", bootstrap=bootstrap)
    each = claims.beside(each, pairs, "voice", label(study), "frame")
    everyone = claims.beside(everyone, of_all, "frame", labels.__getitem__)
    table = pd.concat([each, everyone], ignore_index=True)
    names = {"all": "All voices"} | {voice: study.style(voice).label for voice in voices}

    def draw(page: house.Page) -> None:
        house.heat_map(
            page.panels[0],
            table,
            "voice",
            "frame",
            limits=house.SHARE_LIMITS,
            diverging=False,
            form="{:.0%}",
            rows=[*voices, "all"],
            columns=[f for f in labels if (table["frame"] == f).any()],
            label=lambda name: names.get(name) or labels[name],
        )

    page = house.page(
        of_outlet(focus, _frames_title(pairs, everyone, of_all, study, labels)),
        joined(
            f"Share of sentences {found}, with its 95 % interval over stories; a sentence may carry several{PALE}"
            f"{_note([name for name in labels.values() if name.endswith(STAR)])}",
            note,
        ),
        corpus.footer(measures.SHARE, _by(found)),
        draw,
        height=1.1 + 0.52 * (len(voices) + 1),
    )
    said = ", ".join(f"{labels[r.frame]} {wording.percent(r.mean)}" for r in each_row(everyone))
    return page.describe(
        alt=f"Share of sentences that carry each frame, all voices: {said}.",
        data=table,
        n=int(everyone["n"].max()) if len(everyone) else 0,
    )


def _frames_title(
    pairs: pd.DataFrame, everyone: pd.DataFrame, of_all: pd.DataFrame, study: Study, labels: Mapping[str, str]
) -> str:
    """The largest decided difference between two voices in one frame; else what is decided of the frames themselves.

    ``pairs``: of voices in each frame; ``of_all``: of the frames in all voices together, ``everyone``. Where no two
    voices are large enough to be compared, the title is not about voices.
    """
    if pairs["decided"].any():
        return claims.widest(pairs, "frame", "Frames by voice", labels, label(study), REST)
    scale = FREQUENCY if pairs["enough"].any() else FREQUENCY._replace(topic="Frames in all voices together")
    return claims.claim(everyone, of_all, "frame", scale, form=wording.percent, label=lambda frame: labels[frame])
