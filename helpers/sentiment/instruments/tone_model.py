"""Tone by the trained model of meaning, in four languages."""

from collections.abc import Sequence

from helpers.encoder import meaning
from helpers.sentiment.instrument import Instrument
from helpers.sentiment.reading import Scores


def scores(texts: Sequence[str], language: str) -> Scores:
    """The tone of each text; it knows every word, and of a text without a letter none."""
    out = []
    for text in texts:
        if any(map(str.isalpha, text)):
            read = meaning.read(text)
            out.append((read.tone, len(read.starts), len(read.starts)))
        else:
            out.append((0.0, 0, 1))
    return out


INSTRUMENT = Instrument(
    name="tone_model",
    label="Trained model",
    version="1",
    languages=("de", "en", "ru", "zh"),
    licence="weights MIT; what they were taught on is on their card",
    source="helpers/models/meaning.md",
    note=(
        "The primary instrument: a multilingual encoder taught on sentences that people rated and language models "
        "coded. It reads the sentence as it stands, names included, and its score is the sum of what each word adds."
    ),
    score=scores,
    cuts=meaning.chosen().tone,
    primary=True,
    sampled=True,
)
