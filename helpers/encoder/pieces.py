"""The pieces of words: multilingual-e5-small's, cut to what four languages need, and their embeddings."""

from __future__ import annotations

from functools import cache

import numpy as np

from helpers import models
from helpers.models import BLANK, tokenizer

EDGES = ("<pad>", "<s>", "</s>", "<unk>")  # the first pieces, by number
MASK_PIECE = "<mask>"  # the last
PAD, BEGIN, END, UNKNOWN = range(len(EDGES))


@cache
def blank() -> int:
    """The piece that holds nothing but the blank before a word."""
    return _number(BLANK)


@cache
def mask() -> int:
    """The piece that stands for a hidden one."""
    return _number(MASK_PIECE)


def _number(piece: str) -> int:
    number = tokenizer().token_to_id(piece)  # the whole vocabulary as a dictionary takes 10 MB
    assert number is not None, piece
    return number


@cache
def table() -> tuple[np.ndarray, np.ndarray]:
    """The embeddings: int8 rows, one a piece, and the number each row is multiplied by."""
    with np.load(models.FOLDER / "pieces.npz") as stored:
        return stored["rows"], stored["scale"]


def embed(ids: np.ndarray) -> np.ndarray:
    """The embeddings of pieces: [..., 384] float32."""
    rows, scale = table()
    return rows[ids] * scale[ids][..., None]
