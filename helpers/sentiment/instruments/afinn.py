"""AFINN, a list of English words rated for microblogs."""

from helpers.sentiment.instrument import READ_ALIKE, Instrument, WordList
from helpers.sentiment.lexicons import shipped

INSTRUMENT = Instrument(
    name="afinn",
    label="AFINN",
    version="165",
    languages=("en",),
    licence="ODbL 1.0",
    source="Nielsen, arXiv:1103.2903",
    note=f"Rated for microblogs. {READ_ALIKE}",
    score=WordList(lambda: shipped("afinn")),
)
