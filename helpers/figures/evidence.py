"""The sentences behind a figure, folded away under it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from helpers.analysis.evidence import about, sentences
from helpers.analysis.groups import bloc_name
from helpers.figures import wording
from helpers.figures.display import ENGLISH
from helpers.figures.voices import key_label

if TYPE_CHECKING:
    from helpers.tables.results import Results


def evidence(
    rows: pd.DataFrame,
    by: str | Sequence[str],
    per_cell: int | None = None,
    *,
    title: str = "The sentences behind this figure",
    label=str,
) -> str:
    """HTML <details> with the sentences, at most ``per_cell`` for each group of ``by``.

    ``rows`` need ``text`` and ``sentence_id``; source (the outlet), speaker, score and found (words) are shown
    where they are there, and ``language`` is that of the text. Where the rows are some of more (as from
    helpers.analysis.evidence), ``total`` says how many their ``cell`` has, a group of several cells has them all, and
    ``chosen`` how the rows were chosen. Every list says how many of how many it holds.
    All text is escaped: articles are not to be trusted.
    """
    by = [by] if isinstance(by, str) else list(by)
    parts, n_shown, of_all = [], 0, 0
    for key, part in rows.groupby(by, sort=False, dropna=False):
        part = part.drop_duplicates("sentence_id")
        shown = part if per_cell is None else part.head(per_cell)
        name = ", ".join(escape(label(one)) for one in key)
        total = _total(part)
        n_shown, of_all = n_shown + len(shown), of_all + total
        items = "".join(_item(record) for record in shown.to_dict("records"))
        parts.append(f"<h3>{name} <small>({_of(len(shown), total)})</small></h3><ul>{items}</ul>")
    body = "".join(parts) or "<p>None.</p>"
    how = f", {rows['chosen'].iloc[0]}" if "chosen" in rows and len(rows) and n_shown < of_all else ""
    summary = f"{escape(title)} ({_of(n_shown, of_all)}{escape(how)})"
    return f'<details class="evidence"><summary>{summary}</summary>{body}</details>'


def of_blocs(results: Results, outlets: Sequence[str] = (), per_cell: int = 3) -> str:
    """HTML <details> with some sentences of each voice in the outlets of each bloc."""
    by = ["bloc", "voice"]
    rows = sentences(results, by, outlets, per_cell=per_cell)
    rows = rows[rows["bloc"] != "unknown"]
    named = rows.assign(bloc=[bloc_name(results.study, voice) for voice in rows["bloc"]])
    return evidence(named, by, label=key_label(results.study))


def strongest(
    results: Results, by: Sequence[str], instrument: str, outlets: Sequence[str] = (), per_cell: int = 6
) -> str:
    """HTML <details> with the sentences that an instrument scored furthest from 0, by voice or by outlet and voice."""
    found = sentences(results, by, outlets, instrument=instrument, strongest=True, per_cell=per_cell)
    what = "voice" if list(by) == ["voice"] else "cell"
    title = f"The strongest sentences of each {what}"
    return evidence(found, by, title=title, label=key_label(results.study))


def strongest_toward(results: Results, instrument: str, outlets: Sequence[str] = ()) -> str:
    """HTML <details> with the sentences of each voice scored furthest from 0 toward each actor."""
    actors, voice = {target.name: target.label for target in results.study.targets}, key_label(results.study)
    return evidence(
        about(results, instrument, outlets),
        ["voice", "target"],
        title="The strongest sentences of each cell",
        label=lambda key: actors.get(key) or voice(key),
    )


def _total(rows: pd.DataFrame) -> int:
    """How many sentences a group has: those of all of its cells."""
    if "total" not in rows:
        return len(rows)
    cells = rows.drop_duplicates("cell") if "cell" in rows else rows.head(1)
    return int(cells["total"].sum())


def _of(shown: int, total: int) -> str:
    return f"{shown:,} of {total:,}" if shown < total else f"all {total:,}"


def _item(record: dict) -> str:
    """One sentence with who says it and where it stands."""
    facts = [str(record["sentence_id"])]
    for column in ("source", "speaker", "found"):
        if isinstance(record.get(column), str) and record[column]:
            facts.append(record[column])
    if pd.notna(record.get("score")):
        facts.append(wording.signed(record["score"]))
    spoken = record.get("language") or ENGLISH
    text = escape(str(record["text"]))
    words = text if spoken == ENGLISH else f'<span lang="{escape(spoken)}">{text}</span>'
    return f"<li>{words} <small>{escape(' · '.join(facts))}</small></li>"
