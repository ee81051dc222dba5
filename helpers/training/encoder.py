"""The encoder behind the trained models in plain torch, its way to ONNX, and `python -m helpers train encoder`.

Word embeddings stay frozen: they are stored once, as int8 rows, and looked up before the encoder is called.
"""

from __future__ import annotations

import argparse
import copy
import ctypes
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from torch.nn import functional

from helpers import models
from helpers.training import e5, vocabulary

HIDDEN, HEADS, POSITIONS = 384, 12, 512


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
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        if x.is_cuda:
            mixed = functional.scaled_dot_product_attention(q, k, v, keys)
        else:  # spelled out: its backward pass on a CPU is twice as fast as torch's fused one
            scores = (q * (HIDDEN // HEADS) ** -0.5) @ k.transpose(-1, -2)
            if keys is not None:
                scores = scores.masked_fill(~keys, -1e4)
            mixed = functional.softmax(scores, dim=-1) @ v
        x = self.norm1(x + self.out(mixed.transpose(1, 2).reshape(batch, length, HIDDEN)))
        return self.norm2(x + self.down(functional.gelu(self.up(x))))


class Encoder(nn.Module):
    """A transformer without its word embeddings: embedded pieces and token types in, one vector a piece out."""

    def __init__(self, types: int, layers: int = 6) -> None:
        """`types`: how many token types; weights at random, to be loaded."""
        super().__init__()
        self.position = nn.Embedding(POSITIONS, HIDDEN)
        self.kind = nn.Embedding(types, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def forward(self, embedded: torch.Tensor, types: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """embedded: [batch, length, HIDDEN]; types: [batch, length] ints; mask: same shape, True where a word is."""
        return self.states(embedded, types, mask)[-1]

    def states(
        self, embedded: torch.Tensor, types: torch.Tensor, mask: torch.Tensor | None = None
    ) -> list[torch.Tensor]:
        """What every layer gives, the first one's first."""
        at = torch.arange(embedded.shape[1], device=embedded.device)
        x = self.norm(embedded + self.position(at) + self.kind(types))
        keys = None if mask is None else mask[:, None, None, :]
        out = []
        for layer in self.layers:
            x = layer(x, keys)
            out.append(x)
        return out

    def shortened(self, keep: list[int]) -> Encoder:
        """A copy with only the layers in `keep`."""
        shorter = copy.deepcopy(self)
        shorter.layers = nn.ModuleList(shorter.layers[i] for i in keep)
        return shorter


def pretrained(types: int) -> Encoder:
    """The twelve layers of multilingual-e5-small; every one of the `types` token types starts alike."""
    encoder = Encoder(types, e5.LAYERS)
    weights = e5.installed().encoder(types, POSITIONS)
    encoder.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
    return encoder


def device() -> torch.device:
    """Where training runs: on the first GPU, if there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def halved(tensor: torch.Tensor) -> torch.autocast:
    """Where a GPU works on `tensor`, numbers of half the length; most CPUs are thirty times slower with them."""
    return torch.autocast(tensor.device.type, torch.bfloat16, enabled=tensor.is_cuda)


def steady_memory() -> None:
    """Keep freed memory instead of giving it back after every step: twice as fast on Linux, nothing elsewhere."""
    if sys.platform == "linux":
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(-4, 0)  # M_MMAP_MAX: no memory that goes back as soon as it is free
        mallopt(-1, 1 << 30)  # M_TRIM_THRESHOLD


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


def main(argv: Sequence[str]) -> int:
    """Cut the vocabulary of multilingual-e5-small to what the texts need; write its tokenizer and embeddings."""
    parser = argparse.ArgumentParser(prog="python -m helpers train encoder", description=main.__doc__)
    parser.add_argument("--texts", type=Path, nargs="+", required=True, metavar="PATH", help="texts in all languages")
    parser.add_argument("--out", type=Path, default=models.FOLDER, metavar="DIR", help="where the files go")
    arguments = parser.parse_args(argv)
    model = e5.installed()
    numbers = vocabulary.kept(model, vocabulary.texts(arguments.texts))
    vocabulary.save(model, numbers, arguments.out)
    print(f"{len(numbers):,} of {model.known:,} pieces kept")
    return 0
