"""The instruments there are, found in the folder instruments/ and in the study's lexicons, and scoring by their names.

An instrument gives a sentence a score in [-1, 1] and a coverage, the share of its words that the instrument knows. A
sentence in which it knows no word, or whose language it does not know, is unscored: NaN, never 0.
"""

import hashlib
import importlib
import pkgutil
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from helpers.sentiment import instruments as folder
from helpers.sentiment.instrument import READ_ALIKE, SIGN, Cuts, Instrument, WordList
from helpers.sentiment.lexicons import read_lexicon
from helpers.study import Study, StudyError, inside


@cache
def shipped() -> tuple[Instrument, ...]:
    """INSTRUMENT of every module in the folder, the primary ones first, then by name."""
    names = [module.name for module in pkgutil.iter_modules(folder.__path__)]
    found = [importlib.import_module(f"{folder.__name__}.{name}").INSTRUMENT for name in names]
    return tuple(sorted(found, key=lambda instrument: (not instrument.primary, instrument.name)))


def sentence_instruments(study: Study | None = None) -> dict[str, Instrument]:
    """Those that score sentences by name, the study's lexicons last; one that cannot be read raises StudyError."""
    found = {instrument.name: instrument for instrument in shipped() if instrument.kind == "sentence"}
    if study is None:
        return found
    for relative in study.lexicons:
        path = inside(study.folder, relative)
        own = _own(path, hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "")
        if own.name in found:
            raise StudyError(f'{relative}: there is an instrument "{own.name}" already; rename the file.')
        found[own.name] = own
    return found


def target_instruments() -> dict[str, Instrument]:
    """Those that score a sentence toward a mention, by name, the primary one first."""
    return {instrument.name: instrument for instrument in shipped() if instrument.kind == "target"}


def primary(kind: str) -> str:
    """The name of the instrument of a kind, "sentence" or "target", that is shown where the user chose none."""
    return next(one.name for one in shipped() if one.kind == kind and one.primary)


def label(name: str, study: Study | None = None) -> str:
    """What readers call an instrument; of one that is no longer there, its name."""
    known = sentence_instruments(study) | target_instruments()
    return (known[name].label if name in known else "") or name.replace("_", " ")


def cuts(name: str, study: Study | None = None) -> Cuts:
    """The cut-offs that class the scores of an instrument; of one that is no longer there, 0 and 0."""
    known = sentence_instruments(study) | target_instruments()
    return known[name].bounds if name in known else SIGN


@lru_cache(maxsize=32)
def _own(path: Path, digest: str) -> Instrument:
    """The instrument that a lexicon file of the study makes, named after the file; the digest is its version."""
    lexicon = read_lexicon(path)
    return Instrument(
        name=re.sub(r"\W+", "_", path.stem.lower()).strip("_") or "lexicon",
        version=digest,
        languages=lexicon.languages,
        licence="the user's",
        source=path.name,
        note=f"The study's own word list. {READ_ALIKE}",
        score=WordList(lambda: lexicon),
    )


def score(
    texts: Sequence[str], instrument: str, language: str, study: Study | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Scores in [-1, 1], NaN where unscored, and coverages in [0, 1] of prepared texts, by one instrument.

    language: of all the texts, two letters. study: where the instrument may be one of its own lexicons. Raises
    StudyError for an instrument that does not exist.
    """
    chosen = _chosen(sentence_instruments(study), instrument, "instrument")
    if language not in chosen.languages or not len(texts):
        return np.full(len(texts), np.nan), np.zeros(len(texts))
    found = np.array(chosen.score(texts, language), dtype=float)
    scores = np.where(found[:, 1] > 0, np.clip(found[:, 0], -1, 1), np.nan)
    return scores, np.minimum(found[:, 1] / np.maximum(found[:, 2], 1), 1)


def score_targets(
    texts: Sequence[str], spans: Sequence[tuple[int, int]], instrument: str, language: str = "en"
) -> np.ndarray:
    """Scores in [-1, 1] of sentences toward the mention at `spans` (half-open offsets, one a sentence), or NaN.

    Raises StudyError for a target instrument that does not exist or a span outside its text.
    """
    chosen = _chosen(target_instruments(), instrument, "target instrument")
    for text, (start, end) in zip(texts, spans, strict=True):
        if not 0 <= start < end <= len(text):
            raise StudyError(f"Mention {start}-{end} lies outside a sentence of {len(text)} characters.")
    if language not in chosen.languages:
        return np.full(len(texts), np.nan)
    return np.asarray(chosen.score(texts, spans, language), dtype=float)


def _chosen(known: dict[str, Instrument], name: str, what: str) -> Instrument:
    if name not in known:
        raise StudyError(f'There is no {what} "{name}"; choose one of: {", ".join(known)}.')
    return known[name]
