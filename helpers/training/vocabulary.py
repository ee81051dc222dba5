"""The pieces of words that four languages need: a cut of the vocabulary, its tokenizer and its table of embeddings.

Kept are all pieces of Chinese characters, digits and marks, every single letter, and of the others what the words
of simplemma's dictionaries and the user's texts are made of. What is left out falls into shorter pieces.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from helpers.encoder.pieces import EDGES, MASK_PIECE
from helpers.training.e5 import E5

LANGUAGES = ("en", "de", "ru")  # those whose words simplemma knows
CHINESE = re.compile(r"[\u3005-\u3007\u3400-\u9fff]+")
LETTERS = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿĀ-žА-яЁё'’.-]+")
SUFFIXES = (".txt", ".tsv", ".csv", ".jsonl")
LEAST = 2  # times that a piece must occur


def tokenizer(pieces: Iterable[tuple[str, float]], unknown: int) -> Tokenizer:
    """The likeliest pieces of every word; a mark is a word of its own. Offsets are those of the text given."""
    made = Tokenizer(models.Unigram(list(pieces), unk_id=unknown, byte_fallback=False))
    made.normalizer = normalizers.NFKC()
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always"), pre_tokenizers.Punctuation("isolated")]
    )
    return made


def texts(paths: Iterable[Path]) -> Iterator[str]:
    """The lines of all text files and tables under the paths, and the words of the dictionaries."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    dictionaries = DefaultDictionaryFactory()
    for language in LANGUAGES:
        for word in dictionaries.get_dictionary(language):
            yield word.decode("utf-8") if isinstance(word, bytes) else word
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in SUFFIXES:
                yield from file.read_text("utf-8", errors="ignore").splitlines()


def kept(model: E5, lines: Iterable[str]) -> list[int]:
    """The numbers of the pieces to keep, in order; the model's own special ones are left out."""
    whole = tokenizer(zip(model.pieces, model.scores.tolist(), strict=True), model.unknown)
    counts: Counter[int] = Counter()
    stock: list[str] = []
    for line in lines:
        stock.append(line)
        if len(stock) == 20_000:
            _count(whole, stock, counts)
            stock.clear()
    _count(whole, stock, counts)
    return [i for i in range(4, len(model.pieces) - 1) if _is_kept(model.pieces[i].replace("▁", ""), counts[i])]


def _count(whole: Tokenizer, lines: list[str], counts: Counter[int]) -> None:
    for encoding in whole.encode_batch(lines, add_special_tokens=False):
        counts.update(encoding.ids)


def _is_kept(piece: str, count: int) -> bool:
    if CHINESE.fullmatch(piece) or not any(map(str.isalpha, piece)):
        return True
    return bool(LETTERS.fullmatch(piece)) and (len(piece) == 1 or count >= LEAST)


def save(model: E5, numbers: list[int], folder: Path) -> None:
    """Write pieces.json and pieces.npz: the tokenizer of the pieces kept, and their embeddings as int8 rows."""
    lowest = float(model.scores.min())
    named = [(name, lowest) for name in EDGES] + [(model.pieces[i], float(model.scores[i])) for i in numbers]
    made = tokenizer([*named, (MASK_PIECE, lowest)], EDGES.index("<unk>"))
    made.save(str(folder / "pieces.json"), pretty=False)
    rows = [1, 0, model.end, model.unknown, *numbers, model.known - 1]  # pad, begin, end, unknown, ..., mask
    table = model.words()[rows]
    scale = np.maximum(np.abs(table).max(axis=1), 1e-6) / 127
    np.savez_compressed(
        folder / "pieces.npz", rows=np.round(table / scale[:, None]).astype(np.int8), scale=scale.astype(np.float32)
    )


def stored(folder: Path) -> torch.Tensor:
    """The embeddings of the pieces that lie there, [pieces, hidden]."""
    with np.load(folder / "pieces.npz") as table:
        return torch.from_numpy(table["rows"] * table["scale"][:, None])
