"""The reader: one MiniLM encoder, and heads for tags, dependencies and entity spans.

Every module is written so that the graph that ONNX gets is small: no attention mask (one sentence a
run when shipped), label and span scores factored so that the Rust side scores only what it needs.
"""

import json
import math
import os

import torch
import torch.nn.functional as F
from torch import nn

from .weights import MIDDLE

WIDTH, LAYERS, ATTENTION_HEADS, INNER, EPS = 384, 6, 12, 1536, 1e-12
ARC, LABEL, SPAN = 256, 96, 64
SHAPE_CLASSES = 6


def drop(x, p):
    """Dropout that leaves no trace in the exported graph where there is none."""
    return F.dropout(x, p) if p else x


def half_precision():
    """bf16 where the processor has it; elsewhere it is emulated, many times slower than f32."""
    has = getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)() or getattr(torch.cpu, "_is_amx_tile_supported", lambda: False)()
    return torch.autocast("cpu", torch.bfloat16, enabled=has)


# Columns of the matrices of ones by which the exported graph sums. One column would be a matrix-vector
# product, which adds in the order of the processor's vector width; a matrix product adds in index order.
SUM_COLUMNS = 16


def portable_norm(norm, x):
    """Layer normalisation whose sums do not depend on the processor: the exported graph reads alike everywhere."""
    ones = torch.full((WIDTH, SUM_COLUMNS), 1.0 / WIDTH)
    centred = x - (x @ ones)[..., :1]
    variance = ((centred * centred) @ ones)[..., :1]
    return centred / torch.sqrt(variance + EPS) * norm.weight + norm.bias


def portable_attention(q, k, v):
    """Attention whose softmax sums likewise: columns of ones beside the values give the divisor in the same product."""
    scores = q @ k.transpose(-1, -2)
    powers = torch.exp(scores - scores.amax(-1, keepdim=True))
    sums = powers @ torch.cat([v, torch.ones_like(v[..., :SUM_COLUMNS])], -1)
    return sums[..., :-SUM_COLUMNS] / sums[..., -SUM_COLUMNS : 1 - SUM_COLUMNS]


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.inner, self.outer = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, EPS), nn.LayerNorm(WIDTH, EPS)

    def joined(self, x):
        """Query, key and value by one product, the query scaled: one quantisation of x instead of three."""
        scale = 1.0 / math.sqrt(WIDTH // ATTENTION_HEADS)
        weight = torch.cat([self.query.weight * scale, self.key.weight, self.value.weight])
        return F.linear(x, weight, torch.cat([self.query.bias * scale, self.key.bias, self.value.bias]))

    def forward(self, x, mask, dropout):
        def split(t):
            return t.view(t.shape[0], t.shape[1], ATTENTION_HEADS, WIDTH // ATTENTION_HEADS).transpose(1, 2)

        if mask is None:
            attention = portable_attention(*(split(t) for t in self.joined(x).split(WIDTH, -1)))
        else:
            q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
            attention = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=dropout)
        attention = self.out(attention.transpose(1, 2).reshape(x.shape))
        normal = portable_norm if mask is None else lambda norm, value: norm(value)
        x = normal(self.norm1, x + drop(attention, dropout))
        inner = self.outer(F.gelu(self.inner(x)))
        return normal(self.norm2, x + drop(inner, dropout))


class Encoder(nn.Module):
    """all-MiniLM-L6-v2, or as many of its layers, with its token-type table replaced by word-shape classes."""

    def __init__(self, vocabulary, layers=LAYERS):
        super().__init__()
        self.pieces = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.shapes = nn.Embedding(SHAPE_CLASSES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, EPS)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def forward(self, ids, shapes, mask=None, dropout=0.0):
        return self.seen(ids, shapes, mask, dropout)[0]

    def seen(self, ids, shapes, mask=None, dropout=0.0):
        """What heads may look at: the last layer's output, the embeddings, a middle layer's output."""
        x = self.pieces(ids) + self.shapes(shapes) + self.positions.weight[: ids.shape[1]]
        x = portable_norm(self.norm, x) if mask is None else drop(self.norm(x), dropout)
        outputs = [x]
        for layer in self.layers:
            outputs.append(layer(outputs[-1], mask, dropout))
        return outputs[-1], outputs[0], outputs[MIDDLE[len(self.layers)]]

    @classmethod
    def from_minilm(cls, weights):
        """`weights`: the tensors of MiniLM's model.safetensors by name."""
        encoder = cls(weights["embeddings.word_embeddings.weight"].shape[0])
        state = {
            "pieces.weight": weights["embeddings.word_embeddings.weight"],
            "positions.weight": weights["embeddings.position_embeddings.weight"],
            "shapes.weight": weights["embeddings.token_type_embeddings.weight"][:1].repeat(SHAPE_CLASSES, 1),
            "norm.weight": weights["embeddings.LayerNorm.weight"],
            "norm.bias": weights["embeddings.LayerNorm.bias"],
        }
        names = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
            "out": "attention.output.dense", "norm1": "attention.output.LayerNorm",
            "inner": "intermediate.dense", "outer": "output.dense", "norm2": "output.LayerNorm",
        }
        for i in range(LAYERS):
            for ours, theirs in names.items():
                for part in ("weight", "bias"):
                    state[f"layers.{i}.{ours}.{part}"] = weights[f"encoder.layer.{i}.{theirs}.{part}"]
        encoder.load_state_dict(state)
        return encoder


def with_one(x):
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


class Syntax(nn.Module):
    """Universal and Penn part of speech, and deep biaffine dependencies (Dozat & Manning 2017)."""

    def __init__(self, upos, xpos, deprels):
        super().__init__()
        self.sizes = (upos, xpos)
        self.tags = nn.Linear(WIDTH, upos + xpos)
        self.arc_dep, self.arc_head = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.label_dep, self.label_head = nn.Linear(WIDTH, LABEL), nn.Linear(WIDTH, LABEL)
        self.arc = nn.Linear(ARC + 1, ARC, bias=False)
        self.label = nn.Linear(LABEL + 1, deprels * (LABEL + 1), bias=False)
        self.root = nn.Parameter(torch.randn(WIDTH) * 0.05)
        nn.init.orthogonal_(self.arc.weight)
        nn.init.normal_(self.label.weight, std=0.02)

    def forward(self, x, dropout=0.0):
        """x: words, …×n×WIDTH. Returns tag scores …×n×tags, arc scores …×n×(1+n) with column 0 the root,
        and the two factors of the label scores: …×n×labels·(LABEL+1) and …×(1+n)×(LABEL+1)."""
        x = drop(x, dropout)
        heads = torch.cat([self.root.expand(*x.shape[:-2], 1, WIDTH), x], -2)
        act = lambda t: drop(F.gelu(t), dropout)
        arcs = self.arc(with_one(act(self.arc_dep(x)))) @ act(self.arc_head(heads)).transpose(-1, -2)
        labels = self.label(with_one(act(self.label_dep(x))))
        return self.tags(x), arcs, labels, with_one(act(self.label_head(heads)))


class Entities(nn.Module):
    """Nested mentions as typed spans, scored by a biaffine of first and last word (Yu et al. 2020). Class 0 is no mention."""

    def __init__(self, types):
        super().__init__()
        self.first, self.last = nn.Linear(WIDTH, SPAN), nn.Linear(WIDTH, SPAN)
        self.span = nn.Linear(SPAN + 1, (types + 1) * (SPAN + 1), bias=False)
        nn.init.normal_(self.span.weight, std=0.02)

    def forward(self, x, dropout=0.0):
        """Returns the two factors of the span scores: …×n×classes·(SPAN+1) and …×n×(SPAN+1)."""
        x = drop(x, dropout)
        act = lambda t: drop(F.gelu(t), dropout)
        return self.span(with_one(act(self.first(x)))), with_one(act(self.last(x)))


class Reader(nn.Module):
    def __init__(self, encoder, labels):
        super().__init__()
        self.encoder = encoder
        self.syntax = Syntax(len(labels["upos"]), len(labels["xpos"]), len(labels["deprel"]))
        self.entities = Entities(len(labels["entity"]))

    @classmethod
    def load(cls, folder, vocabulary):
        """The reader that training left in a folder, with as many layers as it has there, and its label sets."""
        with open(os.path.join(folder, "labels.json"), encoding="utf-8") as f:
            labels = json.load(f)
        state = torch.load(os.path.join(folder, "reader.pt"))
        layers = sum(name.endswith(".query.weight") for name in state)
        reader = cls(Encoder(vocabulary, layers), labels)
        reader.load_state_dict(state)
        return reader.eval(), labels

    def words(self, ids, shapes, first, mask, dropout=0.0):
        """Encoder output at each word's first piece. first: batch×n, padded with 0."""
        pieces = self.encoder(ids, shapes, mask, dropout)
        return pieces.gather(1, first.unsqueeze(-1).expand(-1, -1, WIDTH))
