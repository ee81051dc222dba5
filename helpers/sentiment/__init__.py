"""Sentiment of sentences by several instruments, and toward an actor that a sentence mentions."""

from helpers.sentiment.instrument import Instrument, classes
from helpers.sentiment.preparation import prepare
from helpers.sentiment.register import (
    cuts,
    label,
    primary,
    score,
    score_targets,
    sentence_instruments,
    target_instruments,
)

__all__ = [
    "Instrument",
    "classes",
    "cuts",
    "label",
    "sentence_instruments",
    "prepare",
    "primary",
    "score",
    "score_targets",
    "target_instruments",
]
