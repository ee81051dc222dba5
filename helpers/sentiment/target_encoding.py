"""A sentence with a marked mention as the trained target model reads it; shared by training and use.

The mention stands between two marker pieces. Every piece carries a token type made of its part (text, mention,
marker), the sign its word has in AFINN and the Hu & Liu lexicon, and whether the word is capitalised, since the
vocabulary is lower-case.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from helpers.models import CLS, SEP, tokenizer
from helpers.sentiment.lexicons import shipped

LIMIT = 200  # pieces; of a longer sentence the part around the mention is read
OPEN, CLOSE = 1, 2  # two pieces of the vocabulary that text never holds
TEXT, MENTION, MARKER = range(3)
N_TYPES = 3 * 3 * 2  # part x sign x capital


class Encoded(NamedTuple):
    """Pieces of a sentence and their token types, int64 arrays of one length; `part` is TEXT, MENTION or MARKER."""

    ids: np.ndarray
    types: np.ndarray
    part: np.ndarray


@cache
def _signs() -> dict[str, int]:
    """The sign of each word: AFINN's and the Hu & Liu lexicon's together, 0 where they disagree."""
    afinn, hu_liu = shipped("afinn").words, shipped("hu_liu").words
    return {word: int(np.sign(afinn.get(word, 0) + hu_liu.get(word, 0))) for word in afinn.keys() | hu_liu.keys()}


def encode(text: str, span: tuple[int, int]) -> Encoded:
    """Encode one sentence with the mention at half-open character offsets `span`."""
    start, end = span
    parts = [(TEXT, text[:start]), (MENTION, text[start:end]), (TEXT, text[end:])]
    ids, types = zip(*(_pieces(piece, part) for part, piece in parts), strict=True)
    before, mention, after = map(len, ids)
    if before + mention + after > LIMIT:
        mention = min(mention, LIMIT // 2)
        room = LIMIT - mention
        left = min(before, max(room // 2, room - after))
        right = min(after, room - left)
    else:
        left, right = before, after
    cut_ids = ids[0][before - left :], ids[1][:mention], ids[2][:right]
    cut_types = types[0][before - left :], types[1][:mention], types[2][:right]
    marker = [_type(MARKER, 0, False)]
    edge = [_type(TEXT, 0, False)]
    part = np.repeat([TEXT, TEXT, MARKER, MENTION, MARKER, TEXT, TEXT], [1, left, 1, mention, 1, right, 1])
    return Encoded(
        np.array([CLS, *cut_ids[0], OPEN, *cut_ids[1], CLOSE, *cut_ids[2], SEP], dtype=np.int64),
        np.array([*edge, *cut_types[0], *marker, *cut_types[1], *marker, *cut_types[2], *edge], dtype=np.int64),
        part,
    )


def _type(part: int, sign: int, capital: bool) -> int:
    return (part * 3 + sign + 1) * 2 + capital


def _pieces(text: str, part: int) -> tuple[list[int], list[int]]:
    """Pieces of a stretch of text and their token types."""
    encoding = tokenizer().encode(text, add_special_tokens=False)
    spans: dict[int | None, list[int]] = {}
    for word, (start, end) in zip(encoding.word_ids, encoding.offsets, strict=True):
        spans.setdefault(word, [start, end])[1] = end
    signs = _signs()
    kinds = {
        word: _type(part, signs.get(text[start:end].lower(), 0), text[start].isupper())
        for word, (start, end) in spans.items()
    }
    return encoding.ids, [kinds[word] for word in encoding.word_ids]
