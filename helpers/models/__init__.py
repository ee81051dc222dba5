"""The trained models at run time: one vocabulary of pieces of words, and an ONNX file a model."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import onnxruntime
from tokenizers import Tokenizer

FOLDER = Path(__file__).resolve().parent
BLANK = "▁"  # begins the piece that begins a word


@cache
def tokenizer() -> Tokenizer:
    """Text to pieces, multilingual-e5-small's, cut to four languages; offsets are those of the text given."""
    return Tokenizer.from_file(str(FOLDER / "pieces.json"))


@cache
def session(name: str) -> onnxruntime.InferenceSession:
    """The model helpers/models/<name>.onnx on one thread, so that the same input gives the same bits."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(
        str(FOLDER / f"{name}.onnx"), sess_options=options, providers=["CPUExecutionProvider"]
    )
