"""Several English word lists made into one: what the trained instrument can be checked against, word by word.

Each word's score is the mean of what VADER, AFINN and Hu & Liu give it, 0 from a list without it, so that lists which
agree weigh more than one alone; Hu & Liu's words, which are just 1 or -1, count 0.6. The news list replaces the score
of its words. What was chosen on half of the NYT editorials: 0.6, 0.8, the reading of reading.py (its turn of
negations, the root of the length), and the cut-offs.
"""

from functools import cache

from helpers.sentiment.instrument import READ_ALIKE, Instrument, WordList
from helpers.sentiment.instruments.vader import analyser
from helpers.sentiment.lexicons import Lexicon, shipped, toned

_HU_LIU, _NEWS = 0.6, 0.8
_VADER_TOP = 4.0  # VADER's words are rated from -4 to 4


@cache
def lexicon() -> Lexicon:
    """The English words and phrases of all lists with their combined scores."""
    vader = {word: value / _VADER_TOP for word, value in analyser().lexicon.items() if _is_word(word)}
    afinn, hu_liu, news = shipped("afinn"), shipped("hu_liu"), shipped("news")
    scores = {
        word: (vader.get(word, 0.0) + afinn.words.get(word, 0.0) + _HU_LIU * hu_liu.words.get(word, 0.0)) / 3
        for word in vader.keys() | afinn.words.keys() | hu_liu.words.keys()
    }
    scores |= {" ".join(phrase): value / 2 for phrase, value in afinn.phrases.items()}
    scores |= {word: _NEWS * value for word, value in news.words.items()}
    scores |= {" ".join(phrase): _NEWS * value for phrase, value in news.phrases.items()}
    return toned(scores, ("en",))


def _is_word(entry: str) -> bool:
    """Whether an entry of VADER's is a word and no emoticon."""
    return entry.replace("-", "").replace("'", "").isalpha()


WORDS = WordList(lexicon)
INSTRUMENT = Instrument(
    name="combined",
    label="Combined word lists",
    version="1",
    languages=("en",),
    licence="MIT, ODbL 1.0, Hu & Liu's terms, CC0-1.0",
    source="helpers/sentiment/instruments/combined.py",
    note=(
        "Mean of VADER's, AFINN's and Hu & Liu's scores of each word, corrected for news by a "
        f"list of its own. {READ_ALIKE} Irony, context and world knowledge escape it."
    ),
    score=WORDS,
    cuts=(-0.03, 0.05),
)
