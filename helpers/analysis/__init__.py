"""From tables to numbers, one module a topic.

Each function returns one row per group and story with ``n`` (sentences): what ``estimate`` takes with ``n="n"``.
Outlets and voices may be restricted; an empty list means all. Headlines count as sentences: a text that is nothing
but a headline is measured as well.

Rows tell how many copies their story has (``copies``), and estimates count a story once.

Whatever is counted by voice reads the view ``voiced`` (helpers.tables.schemas) and sums its ``part``: a joint statement
counts for each of its voices in equal parts, so ``n`` may hold parts of sentences, and text in a language without
attribution is left out. What may be restricted to voices, but is not split by them, reads ``parts``, which holds all.
``passages`` counts nothing: it gives the sentences of few articles as they stand.
"""

from helpers.analysis import (
    agreement,
    coding,
    contrast,
    copies,
    corpus,
    correction,
    dossier,
    estimate,
    evidence,
    frames,
    groups,
    hand,
    measures,
    passages,
    robustness,
    sampling,
    sheet,
    specifications,
    suggestions,
    tone,
    validation,
    voices,
    word_by_word,
)

__all__ = [
    "agreement",
    "coding",
    "contrast",
    "copies",
    "corpus",
    "correction",
    "dossier",
    "estimate",
    "evidence",
    "frames",
    "groups",
    "hand",
    "measures",
    "passages",
    "robustness",
    "sampling",
    "sheet",
    "specifications",
    "suggestions",
    "tone",
    "validation",
    "voices",
    "word_by_word",
]
