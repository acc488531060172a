"""Write a tuned encoder as an ONNX file with 8-bit weights, with the inputs and output of the base model's file.

    python bench/ownership/export.py RUN        writes reflect/ownership/encoder.onnx and prints its SHA-256

Weights are kept as int8 with a scale a column (a row for embeddings) and multiplied out when the file is loaded;
computing is in 32 bits, so a text has the same vector alone and in a batch. Needs torch, transformers and onnx.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from transformers import AutoModel

TARGET = Path(__file__).parent.parent.parent / "reflect" / "ownership" / "encoder.onnx"
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_SMALL = 10_000


class _States(torch.nn.Module):
    def __init__(self, bert: torch.nn.Module) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        return self.bert(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state


def main(run: str) -> None:
    """Export, shrink, write."""
    bert = AutoModel.from_pretrained(run, attn_implementation="eager").eval().float()
    example = torch.ones(2, 9, dtype=torch.long)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            _States(bert), (example, example, torch.zeros_like(example)), str(whole), dynamo=False, opset_version=17,
            input_names=list(_INPUTS), output_names=["last_hidden_state"],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in (*_INPUTS, "last_hidden_state")},
        )  # fmt: skip
        model = onnx.load(whole)
    shrink(model)
    onnx.checker.check_model(model)
    onnx.save(model, TARGET)
    content = TARGET.read_bytes()
    print(f"{TARGET}: {len(content):,} bytes, sha256 {hashlib.sha256(content).hexdigest()}")


def shrink(model: onnx.ModelProto) -> None:
    """Store each large weight as int8 and a scale, with nodes that multiply it out."""
    graph = model.graph
    large = {one.name: numpy_helper.to_array(one) for one in graph.initializer if len(one.dims) == 2}
    large = {name: weight for name, weight in large.items() if weight.size > _SMALL}
    nodes, stored = [], set()
    for node in graph.node:
        name = next((one for one in node.input if one in large), None)
        if name is None or node.op_type not in ("MatMul", "Gather"):
            nodes.append(node)
            continue
        axis = 0 if node.op_type == "MatMul" else 1
        if name not in stored:
            stored.add(name)
            scale = np.maximum(np.abs(large[name]).max(axis, keepdims=axis == 1), 1e-12) / 127
            whole = np.rint(large[name] / scale).astype(np.int8)
            graph.initializer.append(numpy_helper.from_array(whole, f"{name}_int8"))
            graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), f"{name}_scale"))
            if axis == 0:
                nodes += _multiplied_out(f"{name}_int8", f"{name}_scale", f"{name}_float")
        if axis == 0:
            node.input[1] = f"{name}_float"
            nodes.append(node)
        else:
            # Only the rows of the words that occur are multiplied out.
            row, scale_row = f"{node.output[0]}_int8", f"{node.output[0]}_scale"
            nodes.append(helper.make_node("Gather", [f"{name}_int8", node.input[1]], [row]))
            nodes.append(helper.make_node("Gather", [f"{name}_scale", node.input[1]], [scale_row]))
            nodes += _multiplied_out(row, scale_row, node.output[0])
    used = {one for node in nodes for one in node.input}
    kept = [one for one in graph.initializer if one.name in used]
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend(nodes)


def _multiplied_out(whole: str, scale: str, result: str) -> list[onnx.NodeProto]:
    cast = f"{result}_cast"
    return [
        helper.make_node("Cast", [whole], [cast], to=onnx.TensorProto.FLOAT),
        helper.make_node("Mul", [cast, scale], [result]),
    ]


if __name__ == "__main__":
    main(sys.argv[1])
