"""Turns the shipped ONNX files back into what training starts from, so that a reader can be tuned further without
training one from nothing.

usage: python -m memcon_training.restore DATA_FOLDER OUT_FOLDER
DATA_FOLDER is crates/memcon-model/data; writes reader.pt and labels.json. Weights come back as the int8 steps that
they were rounded to.
"""

import json
import os
import sys

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from .model import ATTENTION_HEADS, LAYERS, WIDTH, Encoder, Reader


class Graph:
    """An exported graph's numbers by name, and its integer products in the order in which they run."""

    def __init__(self, path):
        graph = onnx.load(path).graph
        self.numbers = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
        self.products = [n.input[1].removesuffix("_quantized") for n in graph.node if n.op_type == "MatMulInteger"]

    def __getitem__(self, name):
        return torch.from_numpy(np.array(self.numbers[name], dtype=np.float32))

    def product(self, name):
        """The matrix of an integer product, in × out."""
        steps, zero = self.numbers[f"{name}_quantized"].astype(np.float32), self.numbers[f"{name}_zero_point"].astype(np.float32)
        return torch.from_numpy((steps - zero) * self.numbers[f"{name}_scale"])


def encoder_state(graph):
    state = {name: graph[f"encoder.{name}"] for name in ("positions.weight", "shapes.weight", "norm.weight", "norm.bias")}
    state["pieces.weight"] = graph["encoder.pieces.rows"] * graph["encoder.pieces.scale"]
    joined_bias = sorted((n for n in graph.numbers if n.startswith("onnx::Add_")), key=lambda n: int(n.split("_")[1]))
    scale = (WIDTH // ATTENTION_HEADS) ** 0.5
    for i in range(LAYERS):
        joined, out, inner, outer = graph.products[4 * i : 4 * i + 4]
        query, key, value = graph.product(joined).T.split(WIDTH)
        query_bias, key_bias, value_bias = graph[joined_bias[i]].split(WIDTH)
        layer = {
            "query.weight": query * scale, "query.bias": query_bias * scale,
            "key.weight": key, "key.bias": key_bias, "value.weight": value, "value.bias": value_bias,
            "out.weight": graph.product(out).T, "inner.weight": graph.product(inner).T, "outer.weight": graph.product(outer).T,
        }
        for name in ("out.bias", "inner.bias", "outer.bias", "norm1.weight", "norm1.bias", "norm2.weight", "norm2.bias"):
            layer[name] = graph[f"encoder.layers.{i}.{name}"]
        state |= {f"layers.{i}.{name}": t.contiguous() for name, t in layer.items()}
    return {f"encoder.{name}": t for name, t in state.items()}


def head_state(graph, prefix, by_name, by_order):
    """`by_name`: linear layers that kept their names; `by_order`: those without a bias, in the order in which they run."""
    state = {}
    for name in by_name:
        state[f"{name}.weight"], state[f"{name}.bias"] = graph.product(f"{name}.weight_Transposed").T, graph[f"{name}.bias"]
    nameless = [n for n in graph.products if n.startswith("onnx::")]
    state |= {f"{name}.weight": graph.product(n).T for name, n in zip(by_order, nameless)}
    if "root" in graph.numbers:
        state["root"] = graph["root"]
    return {f"{prefix}.{name}": t.contiguous() for name, t in state.items()}


def label_sets(path):
    with open(path, encoding="utf-8") as f:
        blocks = [block.split("\n") for block in f.read().strip().split("\n\n")]
    return {block[0].removeprefix("# "): block[1:] for block in blocks}


def main():
    data, out = sys.argv[1:3] if len(sys.argv) == 3 else sys.exit(__doc__)
    labels = label_sets(os.path.join(data, "labels.txt"))
    encoder, syntax, entities = (Graph(os.path.join(data, f"{name}.onnx")) for name in ("encoder", "syntax", "entities"))
    state = encoder_state(encoder)
    state |= head_state(syntax, "syntax", ("tags", "arc_dep", "arc_head", "label_dep", "label_head"), ("arc", "label"))
    state |= head_state(entities, "entities", ("first", "last"), ("span",))
    reader = Reader(Encoder(len(encoder.numbers["encoder.pieces.rows"])), labels)
    reader.load_state_dict(state)
    os.makedirs(out, exist_ok=True)
    torch.save(reader.state_dict(), os.path.join(out, "reader.pt"))
    with open(os.path.join(out, "labels.json"), "w", encoding="utf-8") as f:
        json.dump(labels, f, ensure_ascii=False, indent=0)


if __name__ == "__main__":
    main()
