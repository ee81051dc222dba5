"""Sentiment of sentences by several instruments, and toward an actor that a sentence mentions."""

from helpers.sentiment.instruments import Instrument, instruments, score
from helpers.sentiment.preparation import prepare

__all__ = ["Instrument", "instruments", "prepare", "score"]
