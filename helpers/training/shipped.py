"""The weights of a model as it is shipped, in int8, back in torch: where teaching may go on."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import nn


def load(module: nn.Module, path: Path) -> None:
    """Give `module` its weights out of an ONNX file that training.encoder.export wrote of a model that ends with it.

    Its linear layers are the file's last ones, in order; everything else is found by the end of its name. Raises
    ValueError where something of the module is not in the file.
    """
    graph = onnx.load(path).graph
    stored = {each.name: torch.from_numpy(numpy_helper.to_array(each).copy()) for each in graph.initializer}
    products = [node.input[1].removesuffix("_quantized") for node in graph.node if node.op_type == "MatMulInteger"]
    linear = [name for name, each in module.named_modules() if isinstance(each, nn.Linear)]
    found = {}
    for name, product in zip(linear, products[-len(linear) :], strict=True):
        steps = stored[f"{product}_quantized"].float() - stored[f"{product}_zero_point"].float()
        found[f"{name}.weight"] = (steps * stored[f"{product}_scale"]).T.contiguous()
    for name in module.state_dict().keys() - found.keys():
        whole = [each for each in stored if each == name or each.endswith(f".{name}")]
        if not whole:
            raise ValueError(f"{path} has nothing of {name}")
        found[name] = stored[whole[-1]]
    module.load_state_dict(found)
