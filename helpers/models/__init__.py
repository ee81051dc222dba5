"""The trained models at run time: one vocabulary and one table of word embeddings, shared; an ONNX file a model."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

FOLDER = Path(__file__).resolve().parent
CLS, SEP, MASK = 101, 102, 103


@cache
def tokenizer() -> Tokenizer:
    """The word pieces (BERT's, lower-cased); offsets are those of the text given."""
    loaded = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    loaded.no_truncation()
    loaded.no_padding()
    return loaded


@cache
def embeddings() -> tuple[np.ndarray, np.ndarray]:
    """The word embeddings: int8 rows, one a piece, and the number each row is multiplied by."""
    with np.load(FOLDER / "embeddings.npz") as stored:
        return stored["rows"], stored["scale"]


def embed(ids: np.ndarray) -> np.ndarray:
    """The embeddings of pieces: [..., 384] float32."""
    rows, scale = embeddings()
    return rows[ids] * scale[ids][..., None]


@cache
def session(name: str) -> onnxruntime.InferenceSession:
    """The model helpers/models/<name>.onnx on one thread, so that the same input gives the same bits."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(
        str(FOLDER / f"{name}.onnx"), sess_options=options, providers=["CPUExecutionProvider"]
    )
