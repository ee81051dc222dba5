"""A figure as a page shows it: its picture with text as text, and what each mark says and opens.

The picture of a page differs from the file NAME.svg in one thing: its words are text, in a font that the page brings
along, so that they can be searched, read out and are small. What lies behind a mark is a question to the page's
sentences (`dossier`): ``{"voice": "chinese", "outlet": "Xinhua"}``. It follows from the columns of the row of data that
the mark draws, by one rule for all figures.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import pandas as pd

from helpers import sentiment
from helpers.analysis.groups import BLOC, OTHERS, bloc_name
from helpers.analysis.voices import NARRATION
from helpers.figures import comparison, findings, periods, reasons, voices, wording
from helpers.figures.house import number
from helpers.study import UNMEASURED

__all__ = ["BY_MODEL", "CODED", "SCORED", "bundle", "study_of", "toward"]

if TYPE_CHECKING:
    from helpers.analysis.groups import Groups
    from helpers.figures.house import Page
    from helpers.study import Study

DRAWN = re.compile(r'id="mark-(\d+)')
MOST = 100  # rows of a table behind a figure without marks
SCORED = {"scored": "yes"}  # what a figure of tone asks besides: sentences with a score
CODED = {"coded": "yes"}  # of frames: in a language that the codebook has patterns for
BY_MODEL = {"by": "model"}  # of frames: those that the trained model finds
EVERYBODY = ("all", voices.ALL, "All sentences")  # rows that are no part of what is compared
# The columns of a figure's data that ask something of the sentences, and what they ask.
ASKS = {
    "outlet_name": "outlet",
    BLOC: "bloc",
    "voice": "voice",
    "voices": "voices",
    "article": "article",
    "mode": "mode",
    "speaker": "speaker",
    "target": "actor",
    "frame": "frame",
    "given": "with",
    "term": "words",
    "tone": "tone",
}
UNTOLD = {"voices", "article"}  # what a mark asks for besides, and its row says in other words
SHOWN = {"share": "percent", "mean": "signed", "score": "signed", "words": "count", "articles": "count"}


def toward(instrument: str) -> dict[str, str]:
    """What a figure of tone toward actors asks besides: sentences that this instrument scored toward the actor."""
    return {"toward": instrument}


def bundle(page: Page, name: str, study: Study, asks: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Everything that a page needs of a figure, as JSON.

    ``asks``: what all of the figure's marks ask besides what their rows tell, for example ``SCORED``; ``besides`` is
    the one outlet that a figure sets beside all others.
    Returns ``{name, title, alt, source, n, wide, column, marks, table}``: two SVGs (full width, and that of a phone or
    a journal's column), for each row of the data that is drawn, by its index, ``[question or None, tip]``, and those
    rows as text.
    """
    data = page.data if page.data is not None else pd.DataFrame()
    column = page.column()
    pictures = {"wide": _svg(page), "column": _svg(column)}
    drawn = data.loc[data.index.astype(str).isin(set(DRAWN.findall(pictures["wide"])))]
    drawn.attrs = data.attrs
    asked, unit = dict(asks or {}), data.attrs.get("unit", "")
    marks = {
        str(at): [None if _nothing(row, asked) else _question(row, dict(asked), unit), _tip(row, study, asked)]
        for at, row in zip(drawn.index, drawn.to_dict("records"), strict=True)
    }
    told = {"name": name, "title": page.title, "alt": page.alt, "source": page.source, "n": page.n}
    return told | pictures | {"marks": marks, "table": _table(drawn if len(drawn) else data.head(MOST), study)}


def _svg(page: Page) -> str:
    """The picture with its words as text."""
    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none"}):
        page.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


def _nothing(row: Mapping, asks: Mapping[str, str]) -> bool:
    """Whether a row says that there is no such sentence: a share of 0 opens nothing."""
    column = _shown(row)
    return bool(column) and _is_share(column, asks) and float(row.get("n_category", row[column])) == 0


def _question(row: Mapping, asks: dict[str, str], unit: str) -> dict[str, str] | None:
    """What the sentences behind a row have in common; None where the row is not about sentences."""
    if "sentence_id" in row:
        return {"read": str(row["sentence_id"])}
    if not {*ASKS, "side", "when", "period"}.intersection(row):
        return None
    named = {ASKS[column]: str(row[column]) for column in ASKS if column in row and not pd.isna(row[column])}
    named = {what: value for what, value in named.items() if value not in EVERYBODY}
    besides = asks.pop("besides", "")
    if named.get("outlet") == OTHERS:
        named = {**named, "outlet": "", "besides": besides}
    if "side" in row:
        named["side"] = "narration" if str(row["side"]).lower() == NARRATION else "reported"
    if row.get("what") == "speaks":
        named["own"] = named.pop("actor", "")
    if "form" in row or ("kind" in row and row["kind"] not in ("headline", "body")):
        return None
    when = row.get("when", row.get("period"))
    if when is not None and not pd.isna(when):
        span = periods.span(when, unit)
        if span is None:
            return None
        named |= dict(zip(("from", "to"), span, strict=True))
    return {**asks, **named}


def _tip(row: Mapping, study: Study, asks: Mapping[str, str]) -> str:
    """What a mark says when it is pointed at: of whom, the value with its interval, and what it rests on.

    "" of a mark that is one sentence: the page says it itself.
    """
    if "sentence_id" in row:
        return ""
    facts = [_names(row, study), _value(row, asks)]
    n = row.get("n_category", row.get("n"))
    if n is not None and not pd.isna(n):
        facts.append(wording.count(int(round(n)), str(row.get("unit", "sentences")).removesuffix("s")))
    if row.get("n_clusters") is not None and not pd.isna(row["n_clusters"]):
        facts.append(wording.count(int(row["n_clusters"]), "story", "stories"))
    if "enough" in row and not row["enough"]:
        facts.append("too few to say")
    return " · ".join(filter(None, facts))


def _names(row: Mapping, study: Study) -> str:
    """The groups that a row is of, in words."""
    names = voices.labels(study)
    told = [
        column
        for column in ("measure", "difference", *ASKS, "side", "what", "actor", "period", "form", "kind", "instrument")
        if column in row
    ]
    told = [column for column in told if column not in UNTOLD and not (column == "target" and "actor" in row)]
    return ", ".join(names.get(str(row[column]), str(row[column])) for column in told if not pd.isna(row[column]))


def _value(row: Mapping, asks: Mapping[str, str]) -> str:
    """``29 % (18 to 41 %)``, ``−0.12 (−0.20 to −0.03)``; counts as they are."""
    if "corrected" in row and "measure" in row:
        as_share = wording.points if "difference" in row else wording.percent
        form = as_share if str(row["measure"]).startswith(("share", "frame")) else wording.signed
        return wording.interval(row["corrected"], row["corrected_low"], row["corrected_high"], form)
    column = _shown(row)
    if not column:
        return ""
    if SHOWN[column] == "count":
        return wording.count(int(row[column]), column.removesuffix("s"))
    form = wording.percent if _is_share(column, asks) else wording.signed
    low, high = (float(row.get(end, float("nan"))) for end in ("low", "high"))
    return wording.interval(float(row[column]), low, high, form)


def _shown(row: Mapping) -> str:
    """The column of the value that a row's mark shows, "" where it has none."""
    return next((name for name in SHOWN if name in row and not pd.isna(row[name])), "")


def _is_share(column: str, asks: Mapping[str, str]) -> bool:
    """Whether a column holds shares of the sentences; the mean of scores is none."""
    return column == "share" or (column == "mean" and not {"scored", "toward"} & set(asks))


# What columns of a figure's data are called for readers, where their names do not tell; "": nothing new.
HEADS = {
    "outlet_name": "outlet",
    "outlet_bloc": "bloc of the outlet",
    "n_clusters": "stories",
    "n_category": "",
    "few": "",
    "low": "95 % from",
    "high": "to",
    "part": "counted",
    "whole": "of all",
    "enough": "enough to say",
    "mean_by_second": "by the second instrument",
    "clear": "clear of zero",
}


COUNTED = re.compile(r"(n|of|part|whole|words|stories|codes|reported)$|(n|count)_")  # columns of numbers that count


def _table(data: pd.DataFrame, study: Study) -> dict[str, list]:
    """The figure's data as text, for those who read tables: heads, and rows with the index of each."""
    names = voices.labels(study)

    def text(column: str, value: object) -> str:
        if value is None or pd.isna(value):  # type: ignore[call-overload]
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, pd.Timestamp):
            return f"{value:%Y-%m-%d}"
        if isinstance(value, float):
            return number("{:,.0f}" if COUNTED.match(column) else "{:.3f}", value)
        return names.get(str(value), f"{value:,}" if isinstance(value, int) else str(value))

    if "sentence_id" in data:
        data = data[["sentence_id", "outlet_name", "speaker", "voice", "score"]]
    data = data.drop(columns=[column for column in data if HEADS.get(str(column)) == ""])
    if "actor" in data:  # the name of the target
        data = data.drop(columns="target", errors="ignore")
    columns = [str(column) for column in data]
    rows = [
        [str(at), *(text(c, v) for c, v in zip(columns, row, strict=True))]
        for at, row in zip(data.index, data.itertuples(index=False, name=None), strict=True)
    ]
    return {"heads": [HEADS.get(column, column.replace("_", " ")) for column in columns], "rows": rows}


def study_of(
    study: Study, frames: Mapping[str, str], read: Sequence[str], outlets: Groups, instrument: str, by: Sequence[str]
) -> dict[str, Any]:
    """What a page's script knows of a study: names and colours of voices, actors, frames, rules; the instruments.

    read: languages that the frames have patterns for. outlets: those that figures show. instrument: whose
    scores the sentences carry; by: those whose scores toward actors they carry.
    """
    named = voices.label(study)
    seen = [*study.voice_names(), UNMEASURED]
    cuts = sentiment.cuts(instrument, study)
    return {
        "title": study.title,
        "voices": {
            voice: {"label": style.label, "named": named(voice), "colour": style.colour}
            for voice, style in ((voice, study.style(voice)) for voice in seen)
        },
        "own": {target.name: findings.own_voices(target, study) for target in study.targets},
        "actors": {target.name: target.label for target in study.targets},
        "frames": [{"name": name, "label": label} for name, label in frames.items()],
        "read": list(read),
        "modes": {mode: mark.label for mode, mark in voices.MODES.items()},
        "blocs": {voice: bloc_name(study, voice) for voice in study.voice_names()},
        "shown": list(outlets.names),
        "rest": comparison.rest(outlets),
        "rules": reasons.rules(),
        "cuts": list(cuts),
        "toward": list(by),
    }
