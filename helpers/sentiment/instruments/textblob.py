"""TextBlob (Loria; De Smedt & Daelemans, JMLR 2012) by its own package, with the number of words it knew."""

import contextlib
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version

from helpers.sentiment.instrument import Instrument
from helpers.sentiment.reading import Scores


def polarities(texts: Iterable[str], language: str) -> Scores:
    """TextBlob's polarity of each text, words of its lexicon found (or emoticons), tokens.

    No word found means that TextBlob has nothing to say of the text and its 0 is no measurement.
    """
    with _unseen("scipy", "scipy.stats", "sklearn"):  # scipy may be there, but for its largest part
        from textblob.en import sentiment, tokenize  # brings all of NLTK, which most kernels need not wait for

    found = []
    for text in texts:
        words = [word.lower() for word in " ".join(tokenize(text)).split()]
        said = sentiment(words)
        in_lexicon = sum(dict.__contains__(sentiment, word) for word in words)  # it is read, and asks no more if it is
        known = max(in_lexicon, len(said.assessments))
        found.append((said[0], known, len(words)))
    return found


@contextlib.contextmanager
def _unseen(*packages: str) -> Iterator[None]:
    """Let NLTK not load what it loads where it can and TextBlob has no use for: 80 MB and two seconds a process."""
    absent = [name for name in packages if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # as Python marks what is not there
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


INSTRUMENT = Instrument(
    name="textblob",
    label="TextBlob",
    version=version("textblob"),
    languages=("en",),
    licence="MIT; lexicon PDDL",
    source="Loria; De Smedt & Daelemans, JMLR 2012",
    note=(
        "Mostly adjectives, rated for product reviews: finds a third of news sentences exactly neutral for want of "
        "words, and never sees n't."
    ),
    score=polarities,
)
