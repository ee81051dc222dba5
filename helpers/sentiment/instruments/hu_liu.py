"""The opinion lexicon of Hu & Liu, English words that are good or bad."""

from helpers.sentiment.instrument import READ_ALIKE, Instrument, WordList
from helpers.sentiment.lexicons import shipped

INSTRUMENT = Instrument(
    name="hu_liu",
    label="Hu & Liu",
    version="2004",
    languages=("en",),
    licence="free with citation",
    source="Hu & Liu, KDD 2004",
    note=f"Collected from customer reviews: words are just good or bad. {READ_ALIKE}",
    score=WordList(lambda: shipped("hu_liu")),
)
