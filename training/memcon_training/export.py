"""Exports a trained reader in int8: the encoder, and each head by itself.

usage: python -m memcon_training.export --model FOLDER --minilm FOLDER --out FOLDER [--reader base|fast]

The embeddings, label sets and vocabulary, which both readers share, go to --out with base; with fast they must be there
already, and what was trained must have kept them. Layers and heads go to a folder of the reader's name in it. The files are separate so that a head can be retrained and replaced without the encoder. The encoder's
weights are int8 per channel with reduce_range: without VNNI the products of two u8 and i8 are summed in 16
bits, which 7-bit weights do not overflow (weights.py).
"""

import argparse
import os
import shutil
import tempfile

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from . import weights
from .model import SUM_COLUMNS, Reader
from .pieces import WordPiece


class RowsOfBytes(nn.Module):
    """An embedding table in int8 with a scale a row: rare pieces have small vectors, which one scale for all would blur."""

    def __init__(self, table):
        super().__init__()
        scale = table.weight.detach().abs().amax(-1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("rows", (table.weight.detach() / scale).round().to(torch.int8))

    def forward(self, ids):
        return self.rows[ids].float() * self.scale[ids]


class Headless(nn.Module):
    """One sentence in, without batch dimension: the encoder's vectors of its pieces."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, ids, shapes):
        return self.encoder(ids, shapes)[0]


def sums_of(model):
    """The matrix products that only sum (model.py): their ones are no weights, and stay f32."""
    constants = {t.name: t for t in model.graph.initializer}
    constants |= {n.output[0]: n.attribute[0].t for n in model.graph.node if n.op_type == "Constant"}
    width = lambda name: constants[name].dims[-1] if name in constants and len(constants[name].dims) == 2 else 0
    return [n.name for n in model.graph.node if n.op_type == "MatMul" and width(n.input[1]) == SUM_COLUMNS]


def write(module, inputs, names, outputs, axes, path):
    """Writes a module's weights in int8. ONNX is but the way there: its tools choose the steps and scales."""
    with tempfile.TemporaryDirectory() as folder:
        full, int8 = (os.path.join(folder, name) for name in ("full.onnx", "int8.onnx"))
        torch.onnx.export(module.eval(), inputs, full, input_names=names, output_names=outputs, dynamic_axes=axes, opset_version=17, dynamo=False)
        sums = sums_of(onnx.load(full))
        quantize_dynamic(full, int8, nodes_to_exclude=sums, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gemm"])
        weights.pack(int8, path)


def shared(written, kept, is_new):
    """Moves the embeddings to where all readers find them; those of a further reader must be the same."""
    if is_new:
        os.replace(written, kept)
        return
    ours, theirs = weights.load(written), weights.load(kept)
    assert ours.keys() == theirs.keys() and all(np.array_equal(ours[name], theirs[name]) for name in ours), "other embeddings"
    os.remove(written)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--minilm", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--reader", choices=("base", "fast"), default="base")
    args = parser.parse_args()
    of_reader = os.path.join(args.out, args.reader)
    os.makedirs(of_reader, exist_ok=True)
    vocabulary = os.path.join(args.minilm, "vocab.txt")
    pieces = WordPiece.load(vocabulary)
    reader, labels = Reader.load(args.model, len(pieces.ids))
    reader.encoder.pieces = RowsOfBytes(reader.encoder.pieces)
    ids, words = torch.tensor([[pieces.cls, 2000, 2001, pieces.sep]]), torch.randn(3, 384)
    out = lambda name: os.path.join(of_reader, name)
    write(Headless(reader.encoder), (ids, torch.zeros_like(ids)), ["ids", "shapes"], ["pieces"],
          {"ids": {1: "pieces"}, "shapes": {1: "pieces"}, "pieces": {0: "pieces"}}, out("layers.bin"))
    write(reader.syntax, (words,), ["words"], ["tags", "arcs", "label_dep", "label_head"],
          {"words": {0: "n"}, "tags": {0: "n"}, "arcs": {0: "n", 1: "heads"}, "label_dep": {0: "n"}, "label_head": {0: "heads"}}, out("syntax.bin"))
    write(reader.entities, (words,), ["words"], ["span_first", "span_last"],
          {"words": {0: "n"}, "span_first": {0: "n"}, "span_last": {0: "n"}}, out("entities.bin"))
    shared(os.path.join(of_reader, "embeddings.bin"), os.path.join(args.out, "embeddings.bin"), args.reader == "base")
    if args.reader == "fast":
        return
    # One label a line and a blank line between sets: readable, and no parser needed to load it.
    with open(os.path.join(args.out, "labels.txt"), "w", encoding="utf-8") as f:
        for kind in ("upos", "xpos", "deprel", "entity"):
            f.write(f"# {kind}\n" + "".join(label + "\n" for label in labels[kind]) + "\n")
    shutil.copy(vocabulary, os.path.join(args.out, "vocab.txt"))


if __name__ == "__main__":
    main()
