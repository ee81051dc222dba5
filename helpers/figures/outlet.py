"""Tone and frames by voice: for one outlet, or for the whole corpus in the report.

All functions take aggregates (helpers.aggregates) and return a Page; ``settings`` go to helpers.estimate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from helpers import estimate, findings
from helpers.figures import house
from helpers.figures.voices import compared, in_order, label, of_outlet
from helpers.study import REST

if TYPE_CHECKING:
    from helpers.aggregates import Corpus
    from helpers.study import Study

TONE_AXIS = "more negative   ←   0   →   more positive"
TONE = findings.Scale(
    "Tone by voice", "a more positive tone", "the most positive tone", "a more negative tone", "the most negative tone"
)
NARRATION = findings.Scale(
    "Tone of the narration by outlet",
    "a more positive narration",
    "the most positive narration",
    "a more negative narration",
    "the most negative narration",
)
FREQUENCY = findings.Scale(
    "Frames by voice", "more frequent", "the most frequent frame", "less frequent", "the least frequent frame"
)


def tone_by_voice(
    tone: pd.DataFrame, study: Study, corpus: Corpus, instrument: str, focus: str = "", **settings: object
) -> house.Page:
    """Mean sentiment of each voice's sentences, with intervals; ``focus`` is the outlet where they are all of one."""
    table = in_order(study, estimate.means(tone, "score", "voice", n="n", **settings))
    pairs = estimate.differences(tone, "score", "voice", n="n", **settings)
    page = house.page(
        of_outlet(focus, findings.claim(table, pairs, "voice", TONE, label=label(study))),
        f"Mean sentiment of sentences ({instrument}, −1 to 1), with 95 % interval over stories",
        corpus.source,
        height=house.rows_height(max(len(table), 1)) + 0.2,
    )
    house.interval_dots(
        page.panels[0], table, "voice", style=study.style, zero=0, axis=TONE_AXIS, limits=tone_span(table)
    )
    said = ", ".join(_said(study.style(r.voice).label, r) for r in table.itertuples())
    return page.describe(alt=f"Mean sentiment by voice: {said}.", data=table, n=int(table["n"].sum()))


def _said(name: str, row) -> str:
    """``Chinese +0.12 (0.02 to 0.20)``."""
    if not row.enough:
        return f"{name} {findings.signed(row.mean)} (too few to say)"
    return f"{name} {findings.signed(row.mean)} ({findings.signed(row.low)} to {findings.signed(row.high)})"


def tone_span(table: pd.DataFrame) -> tuple[float, float]:
    """Limits of a tone axis: 0 in the middle and never under ±0.2, so that small differences look small."""
    top = table[["mean", "low", "high"]].abs().max(axis=None)
    top = max(0.2, 1.08 * float(top)) if pd.notna(top) else 0.2
    return -top, top


def tone_by_outlet(tone: pd.DataFrame, study: Study, corpus: Corpus, instrument: str, **settings: object) -> house.Page:
    """Mean sentiment of each voice in each outlet, as a heat map; too few: hatched."""
    rows = house.shortlist(tone, "outlet_name", weight="n")
    table = estimate.means(rows, "score", ["outlet_name", "voice"], n="n", **settings)
    voices = [v for v in study.voice_names() if (table["voice"] == v).any()]
    outlets = _largest_first(rows)
    pairs = estimate.differences(rows[rows["voice"] == "narrator"], "score", "outlet_name", n="n", **settings)
    page = house.page(
        findings.claim(table[table["voice"] == "narrator"], pairs, "outlet_name", NARRATION),
        compared(
            f"Mean sentiment of sentences ({instrument}, −1 to 1) with its 95 % interval over stories. Bold: it "
            "leaves zero out; pale: a wide interval; hatched: too few to say",
            corpus,
        ),
        corpus.source,
        height=0.6 + 0.52 * len(outlets),
    )
    house.heat_map(
        page.panels[0], table, "outlet_name", "voice", limits=house.TONE_LIMITS, rows=outlets, columns=voices,
        label=lambda name: study.style(name).label if name in voices else name,
    )  # fmt: skip
    shown = table[table["enough"]]
    said = "; ".join(
        f"{r.outlet_name}, {study.style(r.voice).label}: {findings.signed(r.mean)}" for r in shown.itertuples()
    )
    return page.describe(
        alt=f"Mean sentiment by outlet and voice. {said or 'No cell has enough sentences'}.",
        data=table, n=int(table["n"].sum()),
    )  # fmt: skip


def _largest_first(rows: pd.DataFrame) -> list[str]:
    """Outlets by number of sentences, the rest last."""
    sizes = rows.groupby("outlet_name")["n"].sum().sort_values(ascending=False, kind="stable")
    return sorted(sizes.index, key=lambda name: name == house.REST)


def tone_toward(
    toward: pd.DataFrame, second: pd.DataFrame, study: Study, corpus: Corpus, instrument: str, **settings: object
) -> house.Page:
    """The tone of each voice's sentences that mention each actor, toward it, as a heat map.

    ``second`` holds the scores of another instrument: the title claims only what both give the same sign.
    """
    table = in_order(
        study,
        estimate.means(toward, "score", ["voice", "target"], weight="weight", n="n", **settings),
    )
    voices = [v for v in study.voice_names() if (table["voice"] == v).any()]
    names = {target.name: target.label for target in study.targets}
    names |= {voice: study.style(voice).label for voice in voices}
    sure = estimate.away_from(toward, "score", ["voice", "target"], weight="weight", n="n", **settings)
    other = estimate.means(second, "score", ["voice", "target"], weight="weight", n="n", **settings)
    page = house.page(
        findings.toward(table, sure, other, label(study), names, REST),
        f"Mean sentiment toward the actor in sentences that mention it ({instrument}, −1 to 1) with its 95 % interval "
        "over stories. Bold: it leaves zero out; pale: a wide interval; hatched: too few to say",
        corpus.source,
        height=0.6 + 0.52 * max(len(voices), 1),
    )
    house.heat_map(
        page.panels[0], table, "voice", "target", limits=house.TONE_LIMITS, rows=voices,
        columns=[target.name for target in study.targets], label=names.__getitem__,
    )  # fmt: skip
    said = "; ".join(_said(f"{names[r.voice]} on {names[r.target]}", r) for r in table[table["enough"]].itertuples())
    return page.describe(
        alt=f"Sentiment of each voice toward each actor. {said or 'No cell has enough sentences'}.",
        data=table, n=int(table["n"].sum()),
    )  # fmt: skip


def frames_by_voice(
    frames: pd.DataFrame,
    study: Study,
    corpus: Corpus,
    labels: Mapping[str, str],
    focus: str = "",
    **settings: object,
) -> house.Page:
    """Share of each voice's sentences that carry each frame, as a heat map; all voices in the last row.

    ``labels`` names the frames to show and fixes their order; ``focus`` is the outlet where all are of one.
    """
    rows = frames[frames["frame"].isin(labels)]
    voices = [v for v in study.voice_names() if (rows["voice"] == v).any()]
    everyone = estimate.means(rows, "carried", "frame", n="n", **settings).assign(voice="all")
    table = pd.concat([estimate.means(rows, "carried", ["voice", "frame"], n="n", **settings), everyone])
    page = house.page(
        of_outlet(focus, _frames_title(rows, everyone, study, labels, settings)),
        "Share of sentences that carry the frame, with its 95 % interval over stories; a sentence may carry several. "
        "Pale: a wide interval; hatched: too few to say",
        corpus.source,
        height=1.1 + 0.52 * (len(voices) + 1),
    )
    names = {"all": "All voices"} | {voice: study.style(voice).label for voice in voices}
    house.heat_map(
        page.panels[0], table, "voice", "frame", limits=house.SHARE_LIMITS, diverging=False,
        form="{:.0%}", rows=[*voices, "all"], columns=[f for f in labels if (table["frame"] == f).any()],
        label=lambda name: names.get(name) or labels[name],
    )  # fmt: skip
    said = ", ".join(f"{labels[r.frame]} {findings.percent(r.mean)}" for r in everyone.itertuples())
    return page.describe(
        alt=f"Share of sentences that carry each frame, all voices: {said}.",
        data=table, n=int(everyone["n"].max()) if len(everyone) else 0,
    )  # fmt: skip


def _frames_title(
    rows: pd.DataFrame, everyone: pd.DataFrame, study: Study, labels: Mapping[str, str], settings: dict
) -> str:
    """The largest decided difference between two voices in one frame; else what is decided of the frames themselves.

    Where no two voices are large enough to be compared, the title is not about voices.
    """
    pairs = estimate.differences_within(rows, "carried", "voice", "frame", n="n", **settings)
    if pairs["decided"].any():
        return findings.widest(pairs, "frame", "Frames by voice", labels, label(study), REST)
    frames = estimate.differences(rows, "carried", "frame", n="n", **settings)
    scale = FREQUENCY if pairs["enough"].any() else FREQUENCY._replace(topic="Frames in all voices together")
    return findings.claim(everyone, frames, "frame", scale, form=findings.percent, label=lambda frame: labels[frame])


def instruments_table(tables: Sequence[pd.DataFrame], study: Study) -> pd.DataFrame:
    """One row a voice, one column an instrument, from tables of means with a column ``instrument``."""
    rows = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
    if rows.empty:
        return rows
    wide = rows.pivot(index="voice", columns="instrument", values="mean").reset_index()
    wide = in_order(study, wide.rename_axis(columns=None))
    return wide.assign(voice=[study.style(voice).label for voice in wide["voice"]])
