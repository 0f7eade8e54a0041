"""Turns the shipped weights back into what training starts from, so that a reader can be tuned further without
training one from nothing.

usage: python -m memcon_training.restore DATA_FOLDER OUT_FOLDER [READER]
DATA_FOLDER is crates/memcon-model/data, READER base (if none is named) or fast; writes reader.pt and labels.json. Weights come back as the int8 steps that
they were rounded to.
"""

import json
import os
import sys

import numpy as np
import torch

from .model import ATTENTION_HEADS, WIDTH, Encoder, Reader
from .weights import load


class Weights:
    """A file's numbers by name."""

    def __init__(self, path):
        self.tensors = load(path)

    def __getitem__(self, name):
        return torch.from_numpy(np.array(self.tensors[name], dtype=np.float32))

    def layer(self, name):
        """A layer's weight, out × in, and its bias."""
        layer = self.tensors[name]
        return torch.from_numpy(layer.weights.astype(np.float32) * layer.scale).T, torch.from_numpy(layer.bias.copy())


def encoder_state(embeddings, file):
    state = {name: embeddings[name] for name in ("positions.weight", "shapes.weight", "norm.weight", "norm.bias")}
    state["pieces.weight"] = embeddings["pieces.rows"] * embeddings["pieces.scale"][:, None]
    scale = (WIDTH // ATTENTION_HEADS) ** 0.5
    for i in range(layers_of(file)):
        weight, bias = file.layer(f"layers.{i}.joined")
        for name, factor, part, its_bias in zip(("query", "key", "value"), (scale, 1, 1), weight.split(WIDTH), bias.split(WIDTH)):
            state[f"layers.{i}.{name}.weight"], state[f"layers.{i}.{name}.bias"] = part * factor, its_bias * factor
        for name in ("out", "inner", "outer"):
            state[f"layers.{i}.{name}.weight"], state[f"layers.{i}.{name}.bias"] = file.layer(f"layers.{i}.{name}")
        for name in ("norm1.weight", "norm1.bias", "norm2.weight", "norm2.bias"):
            state[f"layers.{i}.{name}"] = file[f"layers.{i}.{name}"]
    return {f"encoder.{name}": t.contiguous() for name, t in state.items()}


def layers_of(file):
    return sum(name.endswith(".joined") for name in file.tensors)


def head_state(file, prefix, with_bias, without):
    state = {}
    for name in with_bias + without:
        state[f"{name}.weight"], bias = file.layer(name)
        if name in with_bias:
            state[f"{name}.bias"] = bias
    if "root" in file.tensors:
        state["root"] = file["root"]
    return {f"{prefix}.{name}": t.contiguous() for name, t in state.items()}


def label_sets(path):
    with open(path, encoding="utf-8") as f:
        blocks = [block.split("\n") for block in f.read().strip().split("\n\n")]
    return {block[0].removeprefix("# "): block[1:] for block in blocks}


def main():
    data, out, name = (sys.argv[1:] + ["base"])[:3] if 3 <= len(sys.argv) <= 4 else sys.exit(__doc__)
    labels = label_sets(os.path.join(data, "labels.txt"))
    files = ("embeddings", f"{name}/layers", f"{name}/syntax", f"{name}/entities")
    embeddings, layers, syntax, entities = (Weights(os.path.join(data, f"{file}.bin")) for file in files)
    state = encoder_state(embeddings, layers)
    state |= head_state(syntax, "syntax", ("tags", "arc_dep", "arc_head", "label_dep", "label_head"), ("arc", "label"))
    state |= head_state(entities, "entities", ("first", "last"), ("span",))
    reader = Reader(Encoder(len(embeddings.tensors["pieces.rows"]), layers_of(layers)), labels)
    reader.load_state_dict(state)
    os.makedirs(out, exist_ok=True)
    torch.save(reader.state_dict(), os.path.join(out, "reader.pt"))
    with open(os.path.join(out, "labels.json"), "w", encoding="utf-8") as f:
        json.dump(labels, f, ensure_ascii=False, indent=0)


if __name__ == "__main__":
    main()
