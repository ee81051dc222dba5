"""What each word adds to the score of the trained instrument, for a few sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from helpers.encoder import meaning
from helpers.layout.reading_form import ReadingForm
from helpers.tables.results import condition
from helpers.tables.rows import each_row
from helpers.tables.trained import TONE

if TYPE_CHECKING:
    from helpers.tables.results import Results

LONGEST = 240  # characters of a sentence that is shown
Word = tuple[int, int, float]  # characters of the sentence, and what they add to its score


def strongest(
    results: Results, outlets: Sequence[str] = (), voices: Sequence[str] = (), per_side: int = 3
) -> pd.DataFrame:
    """The most negative and the most positive sentences, word by word.

    Returns ``[sentence_id, outlet_name, voice, text, score, words]``, words a list of (start, end, share); the shares
    of a sentence add up to its score. Empty where nothing was scored.
    """
    where, values = condition(outlets, voices)
    table = results.query(
        "with ranked as (select t.sentence_id, a.outlet_name, s.voice, s.text, "
        "row_number() over (order by t.score, t.sentence_id) as low, "
        "row_number() over (order by t.score desc, t.sentence_id) as high "
        "from sentiment t join sentences s using (sentence_id) join articles a using (article_id) "
        f"where t.instrument = ? and t.score is not null and length(s.text) <= ? and s.kind = 'body' and {where}) "
        "select sentence_id, outlet_name, voice, text from ranked where least(low, high) <= ? order by low",
        [TONE, LONGEST, *values, per_side],
    )
    read = pd.Series([of_sentence(row.text) for row in each_row(table)], index=table.index, dtype=object)
    return table.assign(score=read.str[0].astype(float), words=read.str[1])


def of_sentence(text: str) -> tuple[float, list[Word]]:
    """The score of a sentence, and what each word of it adds."""
    form = ReadingForm(text)
    read = meaning.read(form.text)
    shares = read.shares[:, 0].tolist()
    places = zip(read.starts.tolist(), read.ends.tolist(), shares, strict=True)
    return read.tone, [(*form.span(start, end), share) for start, end, share in places]
