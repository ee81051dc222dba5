"""Sentiment of sentences by several instruments, and toward an actor that a sentence mentions."""

from helpers.sentiment.instruments import PRIMARY, Instrument, instruments, score
from helpers.sentiment.preparation import prepare
from helpers.sentiment.targets import INSTRUMENTS as TARGET_INSTRUMENTS
from helpers.sentiment.targets import LANGUAGES as TARGET_LANGUAGES
from helpers.sentiment.targets import score_targets

__all__ = [
    "PRIMARY", "TARGET_INSTRUMENTS", "TARGET_LANGUAGES", "Instrument", "instruments", "prepare", "score",
    "score_targets",
]  # fmt: skip
