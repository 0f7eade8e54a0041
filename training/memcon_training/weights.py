"""The shipped weights: a file for the embeddings, one for an encoder's layers and one for each head, in the layout in
which they are used.

usage: python -m memcon_training.weights pack GRAPH.onnx WEIGHTS.bin
(of an encoder's graph, embeddings.bin is written beside WEIGHTS.bin, which gets the layers)

A file holds named tensors in little-endian order:

    8 bytes     MEMCONW1
    u32         how many tensors
    each        u8 length of the name, the name, u8 kind, u32 rows, u32 columns, u32 extras, u32 offset
    contents    each from a multiple of 64

Kind 0 is f32, row by row; kind 1 is i8, row by row; kind 2 is a layer of weights, rows in and columns out, that
multiplies u8:

    panels      for each 16 columns, for each 4 rows, for each of the 16 columns: 4 × i8
    extras      16 columns × 4 × i8 each, ordered by panel
    f32         each column's scale
    f32         each column's bias (0 if the layer has none)
    i32         each column's sum of weights, extras included
    u32         for each panel: how many extras there are up to its end
    u32         for each extra: which rows of its panel it adds to, counted in fours

Columns are filled up with zeros to a multiple of 16 and rows to a multiple of 8. The program adds the products of
two fours of rows in 16 bits. No input may overflow that, so in each pair of fours the positive (and the negative)
weights that meet in one 16-bit sum may come to 128 at most: 255 · 128 < 2¹⁵. What is above is an extra, added by
itself. Few are: one in 1,500 weights.
"""

import os
import struct
import sys

import numpy as np

MAGIC = b"MEMCONW1"
F32, I8, LAYER = range(3)
COLUMNS, ROWS, MOST = 16, 8, 128
# By how many layers an encoder has: the layer (counted from 1) whose output the head of events sees beside the last.
MIDDLE = {6: 4, 3: 2, 2: 1}


def filled(values, axis, step):
    width = -values.shape[axis] % step
    return np.pad(values, [(0, width) if i == axis else (0, 0) for i in range(values.ndim)])


def capped(weights):
    """What of the weights may be added in 16 bits, and the rest."""
    kept, rest = weights.astype(np.int16), np.zeros(weights.shape, np.int16)
    rows, columns = kept.shape
    # Of eight rows the sum of lane l holds rows 2l, 2l+1, 2l+4 and 2l+5.
    lanes = kept.reshape(rows // 8, 2, 2, 2, columns)
    for sign in (1, -1):
        sums = np.clip(sign * lanes, 0, None).sum((1, 3))
        for group, lane, column in np.argwhere(sums > MOST):
            excess = int(sums[group, lane, column]) - MOST
            members = [8 * group + 2 * lane + i for i in (0, 1, 4, 5)]
            for row in sorted(members, key=lambda r: -sign * kept[r, column]):
                taken = sign * min(excess, max(sign * int(kept[row, column]), 0))
                kept[row, column] -= taken
                rest[row, column] += taken
                excess -= abs(taken)
    return kept.astype(np.int8), rest.astype(np.int8)


def in_panels(weights):
    """rows × columns as panels × fours of rows × 16 columns × 4."""
    rows, columns = weights.shape
    return weights.reshape(rows // 4, 4, columns // COLUMNS, COLUMNS).transpose(2, 0, 3, 1)


def packed(weights, scale, bias):
    """The contents of a layer, and how many extras it has."""
    whole = filled(filled(weights.astype(np.int8), 0, ROWS), 1, COLUMNS)
    kept, rest = (in_panels(part) for part in capped(whole))
    where = np.argwhere(rest.any((2, 3)))
    ends = np.searchsorted(where[:, 0], np.arange(len(kept)), side="right")
    parts = [
        np.ascontiguousarray(kept), rest[where[:, 0], where[:, 1]],
        filled(scale.astype(np.float32), 0, COLUMNS), filled(bias.astype(np.float32), 0, COLUMNS),
        whole.sum(0, dtype=np.int32), ends.astype(np.uint32), where[:, 1].astype(np.uint32),
    ]
    return b"".join(part.tobytes() for part in parts), len(where)


def unpacked(content, rows, columns, extras):
    """The weights, scale and bias of a layer."""
    fours, panels = -(-rows // ROWS) * ROWS // 4, -(-columns // COLUMNS)
    at = 0

    def take(kind, *shape):
        nonlocal at
        values = np.frombuffer(content, kind, int(np.prod(shape)), at).reshape(shape)
        at += values.nbytes
        return values

    weights = take(np.int8, panels, fours, COLUMNS, 4).copy()
    rest = take(np.int8, extras, COLUMNS, 4)
    scale, bias = take(np.float32, panels * COLUMNS)[:columns], take(np.float32, panels * COLUMNS)[:columns]
    take(np.int32, panels * COLUMNS)
    ends, which = take(np.uint32, panels), take(np.uint32, extras)
    for extra, four in enumerate(which):
        weights[np.searchsorted(ends, extra, side="right"), four] += rest[extra]
    weights = weights.transpose(1, 3, 0, 2).reshape(4 * fours, panels * COLUMNS)
    return weights[:rows, :columns], scale, bias


class Layer:
    """Weights (in × out, i8), and a scale and bias for each column."""

    def __init__(self, weights, scale, bias=None):
        self.weights, self.scale = weights, scale
        self.bias = np.zeros(weights.shape[1], np.float32) if bias is None else bias


def save(path, tensors):
    """`tensors`: arrays of one or two dimensions, f32 or i8, and layers, by name."""
    entries, contents = [], []
    for name, tensor in tensors.items():
        if isinstance(tensor, Layer):
            content, extras = packed(tensor.weights, tensor.scale, tensor.bias)
            entries.append((name, LAYER, *tensor.weights.shape, extras))
        else:
            tensor = np.atleast_2d(tensor)
            content, kind = np.ascontiguousarray(tensor).tobytes(), {"float32": F32, "int8": I8}[str(tensor.dtype)]
            entries.append((name, kind, *tensor.shape, 0))
        contents.append(content)
    offset = len(MAGIC) + 4 + sum(len(name.encode()) + 18 for name, *_ in entries)
    head, body = MAGIC + struct.pack("<I", len(entries)), b""
    pieces = []
    for (name, kind, rows, columns, extras), content in zip(entries, contents):
        gap = -offset % 64
        offset += gap
        head += struct.pack("<B", len(name.encode())) + name.encode() + struct.pack("<BIIII", kind, rows, columns, extras, offset)
        pieces += [b"\0" * gap, content]
        offset += len(content)
    with open(path, "wb") as f:
        f.write(head + body + b"".join(pieces))
    print(f"{path}: {offset / 1e6:.2f} MB")


def load(path):
    """What `save` wrote."""
    with open(path, "rb") as f:
        data = f.read()
    assert data.startswith(MAGIC), path
    (count,), at, tensors = struct.unpack_from("<I", data, len(MAGIC)), len(MAGIC) + 4, {}
    for _ in range(count):
        length = data[at]
        name = data[at + 1 : at + 1 + length].decode()
        kind, rows, columns, extras, offset = struct.unpack_from("<BIIII", data, at + 1 + length)
        at += 18 + length
        if kind == LAYER:
            tensors[name] = Layer(*unpacked(data[offset:], rows, columns, extras))
        else:
            values = np.frombuffer(data, (np.float32, np.int8)[kind], rows * columns, offset)
            tensors[name] = values.reshape(rows, columns) if rows > 1 else values
    return tensors


class Graph:
    """An exported graph's numbers by name, and its integer products in the order in which they run."""

    def __init__(self, path):
        import onnx
        from onnx import numpy_helper

        graph = onnx.load(path).graph
        self.numbers = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
        self.products = [n.input[1].removesuffix("_quantized") for n in graph.node if n.op_type == "MatMulInteger"]

    def layer(self, product, bias=None):
        assert not self.numbers[f"{product}_zero_point"].any()
        weights, scale = self.numbers[f"{product}_quantized"], self.numbers[f"{product}_scale"]
        return Layer(weights, scale, None if bias is None else self.numbers[bias])


def encoder_tensors(graph):
    """The embeddings, which readers share, and the layers with the number of the one that the head of events sees too."""
    embeddings = {name: graph.numbers[f"encoder.{name}"] for name in ("positions.weight", "shapes.weight", "norm.weight", "norm.bias")}
    embeddings["pieces.rows"] = graph.numbers["encoder.pieces.rows"]
    embeddings["pieces.scale"] = graph.numbers["encoder.pieces.scale"].reshape(-1)
    joined_bias = sorted((n for n in graph.numbers if n.startswith("onnx::Add_")), key=lambda n: int(n.split("_")[1]))
    tensors = {"middle": np.array([MIDDLE[len(joined_bias)]], np.float32)}
    for i, bias in enumerate(joined_bias):
        joined, *others = graph.products[4 * i : 4 * i + 4]
        tensors[f"layers.{i}.joined"] = graph.layer(joined, bias)
        for name, product in zip(("out", "inner", "outer"), others):
            tensors[f"layers.{i}.{name}"] = graph.layer(product, f"encoder.layers.{i}.{name}.bias")
        for name in ("norm1.weight", "norm1.bias", "norm2.weight", "norm2.bias"):
            tensors[f"layers.{i}.{name}"] = graph.numbers[f"encoder.layers.{i}.{name}"]
    return embeddings, tensors


def head_tensors(graph):
    """Linear layers with a bias keep their names when exported; those without are told by the order in which they run."""
    tensors = {name: np.atleast_1d(graph.numbers[name]) for name in ("root", "temperature") if name in graph.numbers}
    named = [n.removesuffix(".weight_Transposed") for n in graph.products if not n.startswith("onnx::")]
    tensors |= {name: graph.layer(f"{name}.weight_Transposed", f"{name}.bias") for name in named}
    nameless = [n for n in graph.products if n.startswith("onnx::")]
    names = {0: (), 1: ("span",), 2: ("arc", "label")}[len(nameless)]
    return tensors | {name: graph.layer(product) for name, product in zip(names, nameless)}


def pack(graph_path, weights_path):
    graph = Graph(graph_path)
    if "encoder.pieces.rows" in graph.numbers:
        embeddings, layers = encoder_tensors(graph)
        save(os.path.join(os.path.dirname(weights_path), "embeddings.bin"), embeddings)
        save(weights_path, layers)
    else:
        save(weights_path, head_tensors(graph))


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] != "pack":
        sys.exit(__doc__)
    pack(*sys.argv[2:])
