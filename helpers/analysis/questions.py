"""The sentences that a question asks for, from the tables: the same question as a page's marks and filters ask.

A question is ``{"voice": "chinese", "frame": "security", "words": "railway"}``: all of it must hold. ``voice``
asks for all voices of a joint statement, ``{"voice": "chinese|russian"}``, ``voices`` for any of several.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from helpers.study import UNMEASURED

if TYPE_CHECKING:
    from helpers.tables.results import Results

_VOICES = "string_split(s.voice, '|')"
# What can be asked, as a condition on the tables sentences (s) and articles (a) with one value.
ASKS = {
    "outlet": "a.outlet_name = ?",
    "voice": f"list_has_all({_VOICES}, string_split(?, '|'))",
    "voices": f"list_has_any({_VOICES}, string_split(?, '|'))",
    "speaker": "s.speaker = ?",
    "mode": "s.mode = ?",
    "actor": "s.sentence_id in (select sentence_id from mentions where target = ?)",
    "frame": "s.sentence_id in (select sentence_id from frame_hits where frame = ?)",
    "from": "a.published <> '' and rpad(substr(a.published, 1, 10), 10, '-01') >= ?",
    "to": "a.published <> '' and substr(a.published, 1, 10) <= ?",
    "words": "contains(lower(s.text), lower(?))",
    "article": "s.article_id = ?",
    "read": "s.sentence_id = ?",
}
SIDES = {"narration": "s.voice = 'narrator'", "reported": "s.voice <> 'narrator'"}
COLUMNS = (
    "s.sentence_id, s.text, a.outlet_name as outlet, a.published, s.speaker, s.voice, s.via, s.mode, "
    "round(t.score, 2) as tone"
)


def condition(question: Mapping[str, str]) -> tuple[str, list[str]]:
    """The question as an SQL condition with its values; what it does not know is left aside.

    >>> condition({"voice": "chinese", "words": "Railway"})[1]
    ['chinese', 'Railway']
    """
    asked = {name: value for name, value in question.items() if value}
    parts = [ASKS[name] for name in ASKS if name in asked]
    values = [asked[name] for name in ASKS if name in asked]
    if asked.get("side") in SIDES:
        parts.append(SIDES[asked["side"]])
    if "measured" in asked:
        parts.append(f"s.voice <> '{UNMEASURED}'")
    return " and ".join(parts) or "true", values


def sentences(results: Results, question: Mapping[str, str], instrument: str) -> pd.DataFrame:
    """All sentences that a question asks for, in the order of the texts, with the tone by an instrument.

    Returns ``[sentence_id, text, outlet, published, speaker, voice, via, mode, tone]``.
    """
    where, values = condition(question)
    return results.query(
        f"select {COLUMNS} from sentences s join articles a using (article_id) left join sentiment t "
        f"on t.sentence_id = s.sentence_id and t.instrument = ? where {where} order by s.article_id, s.start",
        [instrument, *values],
    )


def sql(question: Mapping[str, str], instrument: str) -> str:
    """The query of `sentences` with its values written in, to be kept or changed."""
    where, values = condition(question)
    first, *rest = where.split("?")
    where = first + "".join(_quoted(value) + part for value, part in zip(values, rest, strict=True))
    return (
        f"select {COLUMNS}\nfrom sentences s join articles a using (article_id)\nleft join sentiment t on "
        f"t.sentence_id = s.sentence_id and t.instrument = {_quoted(instrument)}\nwhere {where}\n"
        "order by s.article_id, s.start"
    )


def _quoted(value: Any) -> str:
    return "'" + str(value).replace("'", "''") + "'"
