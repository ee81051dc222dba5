"""The sentences behind a figure, folded away under it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd


def evidence(
    sentences: pd.DataFrame,
    by: str | Sequence[str],
    per_cell: int = 5,
    *,
    seed: int = 1,
    title: str = "The sentences behind this figure",
    label=str,
) -> str:
    """HTML <details> with a sample of at most ``per_cell`` sentences for each group of ``by``.

    ``sentences`` needs ``text`` and ``sentence_id``; source (the outlet), speaker, score and found (words) are shown
    where they are there. ``total`` says how many the group has where the rows are a sample already
    (``aggregates.sentences``). Which are drawn depends on the seed alone; how many of how many is said.
    All text is escaped: articles are not to be trusted.
    """
    by = [by] if isinstance(by, str) else list(by)
    parts, of_all = [], 0
    for key, rows in sentences.groupby(by, sort=False, dropna=False):
        ordered = rows.sort_values("sentence_id")
        drawn = ordered.sample(min(per_cell, len(rows)), random_state=seed).sort_values("sentence_id")
        name = ", ".join(escape(label(part)) for part in key)
        total = int(rows["total"].iloc[0]) if "total" in rows else len(rows)
        of_all += total
        count = f"{len(drawn)} of {total:,}" if len(drawn) < total else f"all {total}"
        items = "".join(_item(record) for record in drawn.to_dict("records"))
        parts.append(f"<h4>{name} <small>({count})</small></h4><ul>{items}</ul>")
    body = "".join(parts) or "<p>None.</p>"
    summary = f"{escape(title)} ({of_all:,} in all)"
    return f'<details class="evidence"><summary>{summary}</summary>{body}</details>'


def _item(record: dict) -> str:
    """One sentence with who says it and where it stands."""
    facts = [str(record["sentence_id"])]
    for column in ("source", "speaker", "found"):
        if isinstance(record.get(column), str) and record[column]:
            facts.append(record[column])
    if pd.notna(record.get("score")):
        facts.append(f"{record['score']:+.2f}")
    return f"<li>{escape(str(record['text']))} <small>{escape(' · '.join(facts))}</small></li>"
