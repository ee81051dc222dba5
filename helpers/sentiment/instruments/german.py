"""The German instrument: the German Polarity Lexicon with the scores of the German news list over it."""

from helpers.sentiment.instrument import READ_ALIKE, Instrument, WordList
from helpers.sentiment.lexicons import Lexicon, shipped, toned


def lexicon() -> Lexicon:
    """The German words and phrases of both lists."""
    base, news = shipped("german_polarity"), shipped("german_news")
    phrases = {" ".join(phrase): value for phrase, value in (base.phrases | news.phrases).items()}
    return toned(base.words | news.words | phrases, ("de",))


INSTRUMENT = Instrument(
    name="german",
    label="German word list",
    version="1.1",
    languages=("de",),
    licence="Apache-2.0; news words CC0-1.0",
    source="Clematide & Klenner, WASSA 2010",
    note=(
        f"Base forms, found for inflected words by simplemma, and German news words of the package. {READ_ALIKE} "
        "Never measured against German ratings."
    ),
    score=WordList(lexicon),
)
