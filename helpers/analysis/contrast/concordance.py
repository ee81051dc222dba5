"""Where a term stands: every place with the words around it, and the sentences that hold it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from helpers.framing.matcher import regex

COLUMNS = ["term", "left", "match", "right", "group", "sentence_id"]
OPENED = ["term", "sentence_id", "text", "source", "speaker", "total"]


def strongest(table: pd.DataFrame, most: int = 12) -> list[str]:
    """The strongest terms of both sides of a table of `distinctive`, those of the first side first."""
    return list(dict.fromkeys([*table["term"].head(most), *table["term"].tail(most)]))


def opened(terms: Sequence[str], sentences: pd.DataFrame, a: str, b: str, per_term: int = 8) -> pd.DataFrame:
    """The sentences of both sides that hold each term, at most `per_term` of them: OPENED; `total` counts all."""
    sides = between(sentences, a, b).drop_duplicates("sentence_id")
    parts = []
    for term in terms:
        rows = sides[[bool(regex(term).search(own)) for own in sides["own"]]]
        parts.append(rows.head(per_term).assign(term=term, total=len(rows)))
    if not parts:
        return pd.DataFrame(columns=OPENED)
    return pd.concat(parts, ignore_index=True).rename(columns={"outlet_name": "source"})[OPENED]


def lines(terms: Sequence[str], sentences: pd.DataFrame, a: str, b: str, each: int = 2) -> pd.DataFrame:
    """Key words in context for several terms, `each` articles of either side for every one: COLUMNS."""
    compared = between(sentences, a, b)
    sides = [compared[compared["group"] == a], compared[compared["group"] != a]]
    return pd.concat(
        [
            pd.DataFrame(columns=COLUMNS),
            *(_one_an_article(kwic(side, term)).head(each) for term in terms for side in sides),
        ],
        ignore_index=True,
    )


def _one_an_article(places: pd.DataFrame) -> pd.DataFrame:
    return places[~places["sentence_id"].str.rsplit(":", n=1).str[0].duplicated()]


def between(sentences: pd.DataFrame, a: str, b: str) -> pd.DataFrame:
    """The sentences of two sides, their columns as they are; with "" for b of all groups."""
    return sentences[sentences["group"].isin([a, b])] if b else sentences


def kwic(sentences: pd.DataFrame, term: str, width: int = 70) -> pd.DataFrame:
    """Where a term stands, in the order of the sentences: COLUMNS, `width` characters on each side.

    sentences: as from `load`. The term is read like a pattern of a codebook: wildcards work.
    """
    found = []
    expression = regex(term)
    for text, own, group, sentence_id in sentences[["text", "own", "group", "sentence_id"]].itertuples(index=False):
        for match in expression.finditer(own):
            start, end = match.span(1)
            found.append(
                (term, _side(text[:start], -width), text[start:end], _side(text[end:], width), group, sentence_id)
            )
    return pd.DataFrame(found, columns=COLUMNS)


def _side(text: str, width: int) -> str:
    """At most `width` characters beside a match (the last ones if negative) on one line; cut ones are marked."""
    cut = text[:width] if width > 0 else text[width:]
    line = " ".join(cut.split())
    if len(cut) == len(text):
        return line
    return f"{line}…" if width > 0 else f"…{line}"
