"""Key word in context: every place of a term, with the words around it."""

from __future__ import annotations

import pandas as pd

from helpers.framing.matcher import regex

COLUMNS = ["term", "left", "match", "right", "group", "sentence_id"]


def kwic(sentences: pd.DataFrame, term: str, width: int = 70) -> pd.DataFrame:
    """Where a term stands, in the order of the sentences: COLUMNS, `width` characters on each side.

    sentences: as from `load`. The term is read like a pattern of a codebook: wildcards work.
    """
    found = []
    expression = regex(term)
    for text, group, sentence_id in sentences[["text", "group", "sentence_id"]].itertuples(index=False):
        for match in expression.finditer(text):
            start, end = match.span(1)
            found.append((term, _side(text[:start], -width), text[start:end], _side(text[end:], width), group,
                          sentence_id))
    return pd.DataFrame(found, columns=COLUMNS)


def _side(text: str, width: int) -> str:
    """At most `width` characters beside a match (the last ones if negative) on one line; cut ones are marked."""
    cut = text[:width] if width > 0 else text[width:]
    line = " ".join(cut.split())
    if len(cut) == len(text):
        return line
    return f"{line}…" if width > 0 else f"…{line}"
