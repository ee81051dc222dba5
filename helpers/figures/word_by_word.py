"""Sentences with what each word adds to the trained instrument's score."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd
from IPython.display import HTML, display

from helpers.analysis.word_by_word import Word
from helpers.figures.tone import CLASSES
from helpers.figures.voices import sides
from helpers.figures.wording import signed
from helpers.study import Study
from helpers.tables.rows import each_row

MOST = 3  # words of a sentence that are named with what they add
LEAST = 0.01  # of a score: what adds less is not coloured
FULL, DEEPEST = 0.06, 150  # what adds so much has the deepest colour, of 255, on which ink can be read


def show(table: pd.DataFrame, study: Study) -> None:
    """Display sentences (``word_by_word.strongest``), words on the colour of what they add; what adds most in words."""
    parts = [_sentence(row, study) for row in each_row(table)]
    display(HTML("".join(parts) or "<p>No sentence was scored by the trained instrument.</p>"))


def _sentence(row: Any, study: Study) -> str:
    words = (word for word in row.words if abs(word[2]) >= LEAST and _has_letters(row.text[word[0] : word[1]]))
    ranked = sorted(words, key=lambda word: (-abs(word[2]), word))
    named = ", ".join(f"“{escape(row.text[start:end])}” {signed(share)}" for start, end, share in ranked[:MOST])
    facts = f"{signed(row.score)}" + (f": {named}" if named else "")
    who = f"{row.outlet_name}, {sides(study, row.voice)}" if row.outlet_name else sides(study, row.voice)
    return (
        f"<blockquote><p>{coloured(row.text, row.words)}</p></blockquote><p><small>{facts}. {escape(who)}.</small></p>"
    )


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def coloured(text: str, words: Sequence[Word]) -> str:
    """A sentence as HTML, its words on the colour of what they add to."""
    pieces, at = [], 0
    for start, end, share in words:
        if abs(share) >= LEAST and start >= at:
            colour = CLASSES["negative" if share < 0 else "positive"].colour
            opaque = round(DEEPEST * min(1.0, abs(share) / FULL))
            marked = f'<span style="background-color: {colour}{opaque:02x}">{escape(text[start:end])}</span>'
            pieces.append(escape(text[at:start]) + marked)
            at = end
    return "".join([*pieces, escape(text[at:])])
