"""What is done to a sentence before an instrument scores it, and only then: offsets elsewhere stay untouched.

Names carry words that sound like praise or blame ("Great Britain", "Defense Ministry", "Justice Department") and so
do set terms of the field ("cold war", "foreign minister"): both are masked. Typographic apostrophes become straight
ones, and n't becomes "not", since TextBlob never recognises n't and VADER misses it with a curly apostrophe.
"""

import re
from collections.abc import Iterable
from functools import cache

from helpers import lexicons

MASK = "Xx"  # no lexicon knows it; one word a name, so that the reach of a negation stays as it was

_APOSTROPHES = str.maketrans("’‘ʼ´`", "'''''")
_IRREGULAR = {"can't": "can not", "won't": "will not", "shan't": "shall not", "ain't": "is not"}
_CONTRACTED = re.compile(r"\b(can't|won't|shan't|ain't)\b|(?<=\w)n't\b", re.IGNORECASE)


@cache
def _terms() -> tuple[re.Pattern[str], frozenset[str]]:
    """The set terms of en/neutral_terms.yaml as one pattern, longest first, and the words that they begin with.

    The pattern is slow, and few sentences have one of the words.
    """
    terms = [term for group in lexicons.load("neutral_terms", "en")["terms"].values() for term in group]
    words = (r"\s+".join(map(re.escape, term.split())) for term in sorted(terms, key=len, reverse=True))
    first = frozenset(term.split()[0].casefold() for term in terms)
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE), first


def _without_terms(text: str) -> str:
    terms, first = _terms()
    folded = text.casefold()
    return terms.sub(MASK, text) if any([word in folded for word in first]) else text


def _expand(match: re.Match[str]) -> str:
    return _IRREGULAR.get(match.group().lower(), " not")


def prepare(text: str, names: Iterable[tuple[int, int]] = (), terms: bool = True) -> str:
    """The text as instruments score it.

    names: half-open offsets of the names to mask, which may overlap; none, and no name is masked.
    terms: also mask the set terms of helpers/lexicons/en/neutral_terms.yaml.
    """
    parts, at = [], 0
    for start, end in sorted(names):
        if start >= at:
            parts += [text[at:start], MASK]
        at = max(at, end)
    text = "".join([*parts, text[at:]]).translate(_APOSTROPHES)
    if terms:
        text = _without_terms(text)
    return _CONTRACTED.sub(_expand, text) if "n't" in text.lower() else text
