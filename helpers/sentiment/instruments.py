"""The sentiment instruments: what each is, and how it scores.

Every instrument gives a sentence a score in [-1, 1] and a coverage, the share of its words that the instrument
knows. A sentence in which it knows no word, or whose language it does not know, is unscored: NaN, never 0.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import numpy as np

from helpers.sentiment import combined, vader
from helpers.sentiment.lexicons import read_lexicon, shipped
from helpers.sentiment.reading import Reader, Scores
from helpers.study import Study, StudyError, inside

PRIMARY = "combined"


class Instrument(NamedTuple):
    """An instrument as every result names it; `path` is the file of a lexicon that the study brings."""

    name: str
    version: str
    languages: tuple[str, ...]
    licence: str
    source: str
    note: str
    path: str = ""


_READ_ALIKE = "Words and phrases turned by negations and weighed by intensifiers, tanh(2 sum / sqrt(words))."

_BUILT_IN = (
    Instrument(
        PRIMARY, "1", ("en",), "MIT, ODbL 1.0, Hu & Liu's terms, CC0-1.0", "helpers/sentiment/combined.py",
        "The primary instrument: mean of VADER's, AFINN's and Hu & Liu's scores of each word, corrected for news by a "
        f"list of its own. {_READ_ALIKE} Irony, context and world knowledge escape it.",
    ),
    Instrument(
        "textblob", version("textblob"), ("en",), "MIT; lexicon PDDL", "Loria; De Smedt & Daelemans, JMLR 2012",
        "Mostly adjectives, rated for product reviews: finds a third of news sentences exactly neutral for want of "
        "words, and never sees n't.",
    ),
    Instrument(
        "vader", version("vaderSentiment"), ("en",), "MIT", "Hutto & Gilbert, ICWSM 2014",
        "Made for social media: takes united, security, justice and defense for praise.",
    ),
    Instrument(
        "afinn", "165", ("en",), "ODbL 1.0", "Nielsen, arXiv:1103.2903", f"Rated for microblogs. {_READ_ALIKE}"
    ),
    Instrument(
        "hu_liu", "2004", ("en",), "free with citation", "Hu & Liu, KDD 2004",
        f"Collected from customer reviews: words are just good or bad. {_READ_ALIKE}",
    ),
    Instrument(
        "german", "1.1", ("de",), "Apache-2.0; news words CC0-1.0", "Clematide & Klenner, WASSA 2010",
        f"Base forms, found for inflected words by simplemma, and German news words of the package. {_READ_ALIKE} "
        "Never measured against German ratings.",
    ),
)  # fmt: skip


@cache
def reader(name: str, language: str) -> Reader:
    """The reader of a lexicon instrument, one a process: it remembers the words that it met."""
    lexicons = {PRIMARY: combined.lexicon, "german": combined.german}
    return Reader(lexicons[name]() if name in lexicons else shipped(name), language)


@lru_cache(maxsize=8)
def _reader_of_file(path: str, version: str, language: str) -> Reader:
    """The version, the hash of the content, is part of the key: a file that changes is read again."""
    return Reader(read_lexicon(Path(path)), language)


def instruments(study: Study | None = None) -> dict[str, Instrument]:
    """All instruments by name, the study's own lexicons last; a lexicon that cannot be read raises StudyError."""
    found = {instrument.name: instrument for instrument in _BUILT_IN}
    for relative in study.lexicons if study else ():
        path = inside(study.folder, relative)
        own = _own(path, hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "")
        if own.name in found:
            raise StudyError(f'{relative}: there is an instrument "{own.name}" already; rename the file.')
        found[own.name] = own
    return found


@lru_cache(maxsize=32)
def _own(path: Path, digest: str) -> Instrument:
    """The instrument that a lexicon file of the study makes, named after the file; the digest is its version."""
    lexicon = read_lexicon(path)
    name = re.sub(r"\W+", "_", path.stem.lower()).strip("_") or "lexicon"
    return Instrument(
        name, digest, lexicon.languages, "the user's", path.name, f"The study's own word list. {_READ_ALIKE}", str(path)
    )


def score(
    texts: Sequence[str], instrument: str, language: str, study: Study | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Scores in [-1, 1], NaN where unscored, and coverages in [0, 1] of prepared texts, by one instrument.

    language: of all the texts, two letters. study: where the instrument may be one of its own lexicons. Raises
    StudyError for an instrument that does not exist.
    """
    known = instruments(study)
    if instrument not in known:
        raise StudyError(f'There is no instrument "{instrument}"; choose one of: {", ".join(known)}.')
    chosen = known[instrument]
    if language not in chosen.languages or not len(texts):
        return np.full(len(texts), np.nan), np.zeros(len(texts))
    found = np.array(_scorer(chosen, language)(texts), dtype=float)
    scores = np.where(found[:, 1] > 0, np.clip(found[:, 0], -1, 1), np.nan)
    return scores, np.minimum(found[:, 1] / np.maximum(found[:, 2], 1), 1)


def _scorer(instrument: Instrument, language: str) -> Callable[[Sequence[str]], Scores]:
    if instrument.path:
        return _reader_of_file(instrument.path, instrument.version, language).read_all
    if instrument.name == "textblob":
        from helpers.sentiment import textblob_batch  # brings all of NLTK, a second that most kernels need not wait

        return textblob_batch.polarities
    return vader.compounds if instrument.name == "vader" else reader(instrument.name, language).read_all
