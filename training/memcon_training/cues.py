"""Trains the head of event cues: which kind of event, if any, a word tells of, from the shipped encoder's vectors.

usage: cargo xtask vectors WORK/sentences && python -m memcon_training.cues WORK/sentences OUT_FOLDER

The encoder is frozen: it was tuned to parse, and its last layer has forgotten much of what words mean. So
the head sees three of its layers: the embeddings, the output of the fourth layer, and the last one. Trained
on the labelled sentences of codebook/sentences, all our own; a fifth of the marked lemmas and of the
statements is held out to report and to fit the temperature, then the head is trained on everything.
"""

import json
import os
import random
import sys

import numpy as np
import onnx
import torch
from torch import nn

from .export import write
from .model import portable_attention

WIDTH, HIDDEN, HEADS = 1152, 128, 4
NONE = "NONE"


class Cues(nn.Module):
    """words: n×WIDTH of one sentence. Returns n×labels: logits, column 0 no event."""

    def __init__(self, labels):
        super().__init__()
        self.inner = nn.Linear(WIDTH, HIDDEN)
        self.joined = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.mixed = nn.Linear(2 * HIDDEN, HIDDEN)
        self.out = nn.Linear(HIDDEN, labels)
        self.temperature = nn.Parameter(torch.ones(()), requires_grad=False)

    def forward(self, words, mask=None, dropout=0.0):
        drop = nn.functional.dropout if dropout else lambda x, p: x
        x = torch.relu(self.inner(drop(words, dropout)))
        split = lambda t: t.view(*t.shape[:-1], HEADS, HIDDEN // HEADS).transpose(-2, -3)
        q, k, v = (split(t) for t in self.joined(x).split(HIDDEN, -1))
        q = q / (HIDDEN // HEADS) ** 0.5
        if mask is None:
            context = portable_attention(q, k, v)
        else:
            context = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        context = context.transpose(-2, -3).reshape(x.shape)
        mixed = torch.relu(self.mixed(torch.cat([x, context], -1)))
        return self.out(drop(mixed, dropout)) / self.temperature


class Sentences:
    def __init__(self, stem):
        with open(f"{stem}.jsonl", encoding="utf-8") as f:
            self.meta = [json.loads(line) for line in f]
        ends = np.cumsum([0] + [m["words"] for m in self.meta])
        data = np.memmap(f"{stem}.f32", dtype="<f4", mode="r").reshape(-1, WIDTH)
        self.words = [torch.from_numpy(np.array(data[a:b], dtype=np.float16)) for a, b in zip(ends, ends[1:])]
        self.labels = [NONE] + sorted({m["label"] for m in self.meta} - {NONE})
        index = {label: i for i, label in enumerate(self.labels)}
        self.y = [index[m["label"]] for m in self.meta]

    def batch(self, which):
        longest = max(len(self.words[i]) for i in which)
        x, mask = torch.zeros(len(which), longest, WIDTH), torch.zeros(len(which), longest, dtype=torch.bool)
        for row, i in enumerate(which):
            x[row, : len(self.words[i])], mask[row, : len(self.words[i])] = self.words[i].float(), True
        marks = torch.tensor([self.meta[i]["word"] for i in which])
        return x, mask, marks, torch.tensor([self.y[i] for i in which])

    def held_out(self):
        """A fifth of the lemmas that are marked, and of the statements a fifth of the sentences."""
        rng = random.Random(1)
        lemma = lambda m: m["lemmas"][m["word"]].lower()
        lemmas = sorted({lemma(m) for m in self.meta})
        chosen = set(rng.sample(lemmas, len(lemmas) // 5))
        said = lambda m: m["file"] == "statements.txt"
        return [i for i, m in enumerate(self.meta) if (rng.random() < 0.2 if said(m) else lemma(m) in chosen)]


def train(sentences, which, epochs=8, batch=64):
    torch.manual_seed(0)
    rng, net = random.Random(0), Cues(len(sentences.labels))
    optimiser = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=0.02)
    steps = epochs * ((len(which) + batch - 1) // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=steps)
    for _ in range(epochs):
        order = which[:]
        rng.shuffle(order)
        for start in range(0, len(order), batch):
            x, mask, marks, y = sentences.batch(order[start : start + batch])
            logits = net(x, mask, 0.3)[torch.arange(len(y)), marks]
            loss = nn.functional.cross_entropy(logits, y, label_smoothing=0.03)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return net


def logits_of(net, sentences, which):
    found, truth = [], []
    with torch.no_grad():
        for start in range(0, len(which), 256):
            x, mask, marks, y = sentences.batch(which[start : start + 256])
            found.append(net(x, mask)[torch.arange(len(y)), marks])
            truth.append(y)
    return torch.cat(found), torch.cat(truth)


def report(logits, truth, labels):
    best = logits.argmax(-1)
    print(f"held out {len(truth)}: accuracy {(best == truth).float().mean():.3f}, no event kept out {(best[truth == 0] == 0).float().mean():.3f}")
    confidence = logits.softmax(-1).max(-1).values
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        inside = (confidence >= low) & (confidence < high)
        if inside.any():
            print(f"  confidence {low:.1f}-{min(high, 1):.1f}: {int(inside.sum()):5} sentences, mean {confidence[inside].mean():.3f}, right {(best == truth)[inside].float().mean():.3f}")


def temperature(logits, truth):
    """The divisor of the logits that makes the held-out labels likeliest."""
    scale = lambda t: nn.functional.cross_entropy(logits / t, truth).item()
    return min((t / 100 for t in range(50, 400, 2)), key=scale)


def main():
    stem, out = sys.argv[1:3] if len(sys.argv) == 3 else sys.exit(__doc__)
    sentences = Sentences(stem)
    held = sentences.held_out()
    rest = sorted(set(range(len(sentences.meta))) - set(held))
    net = train(sentences, rest)
    logits, truth = logits_of(net, sentences, held)
    divisor = temperature(logits, truth)
    report(logits / divisor, truth, sentences.labels)
    print(f"temperature {divisor}")
    net = train(sentences, list(range(len(sentences.meta))))
    net.temperature.data = torch.tensor(divisor)
    write(net, (torch.randn(3, WIDTH),), ["words"], ["cues"], {"words": {0: "n"}, "cues": {0: "n"}}, os.path.join(out, "cues.onnx"), int8=True)
    with open(os.path.join(out, "cues.txt"), "w", encoding="utf-8") as f:
        f.writelines(label + "\n" for label in sentences.labels)


if __name__ == "__main__":
    main()
