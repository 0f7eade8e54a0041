"""Trains the head of event cues: which kind of event, if any, a word tells of, from the shipped encoder's vectors.

usage: cargo xtask vectors WORK/sentences UD/en_{ewt,gum}-train.conllu && python -m memcon_training.cues WORK/sentences OUT_FOLDER

The encoder is frozen: it was tuned to parse, and its last layer has forgotten much of what words mean. So
the head sees three of its layers: the embeddings, the output of the fourth layer, and the last one. Trained
on the labelled sentences of codebook/sentences, all our own, and, so that it learns how rare events are among
the words of ordinary text, on a third of the treebanks' training parts as the lexicon codes them. A fifth of
the marked lemmas and of the statements is held out to report and to fit the temperature, then the head is
trained on everything.
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


# How much a label counts by where it comes from: a mark was set by hand; a frame may be mistaken; where the
# lexicon is silent there is mostly, but not always, nothing.
WEIGHTS = {"mark": 1.0, "frame": 0.25, "silent": 0.25}


class Sentences:
    def __init__(self, stem):
        with open(f"{stem}.jsonl", encoding="utf-8") as f:
            self.meta = [json.loads(line) for line in f]
        ends = np.cumsum([0] + [m["words"] for m in self.meta])
        data = np.memmap(f"{stem}.f32", dtype="<f4", mode="r").reshape(-1, WIDTH)
        self.words = [torch.from_numpy(np.array(data[a:b], dtype=np.float16)) for a, b in zip(ends, ends[1:])]
        self.labels = [NONE] + sorted({label for m in self.meta for _, label, _ in m["targets"]} - {NONE})
        self.index = {label: i for i, label in enumerate(self.labels)}

    def batch(self, which, sources=tuple(WEIGHTS), marks_of=None):
        """The sentences' words padded, their mask, and of each target its row, word, label and weight. Of the
        sentences in `marks_of` only the marks that it names count."""
        longest = max(len(self.words[i]) for i in which)
        x, mask = torch.zeros(len(which), longest, WIDTH), torch.zeros(len(which), longest, dtype=torch.bool)
        targets = []
        for row, i in enumerate(which):
            x[row, : len(self.words[i])], mask[row, : len(self.words[i])] = self.words[i].float(), True
            for word, label, source in self.meta[i]["targets"]:
                if source in sources and (marks_of is None or (i, word) in marks_of):
                    targets.append((row, word, self.index[label], WEIGHTS[source]))
        rows, words, labels, weights = zip(*targets) if targets else ((), (), (), ())
        return x, mask, torch.tensor(rows), torch.tensor(words), torch.tensor(labels), torch.tensor(weights)

    def held_out(self):
        """The marks (sentence, word) of a fifth of the lemmas, and of the statements those of a fifth of the sentences."""
        rng = random.Random(1)
        marks = [(i, w) for i, m in enumerate(self.meta) for w, _, source in m["targets"] if source == "mark"]
        lemma = lambda i, w: self.meta[i]["lemmas"][w].lower()
        lemmas = sorted({lemma(*mark) for mark in marks})
        chosen = set(rng.sample(lemmas, len(lemmas) // 5))
        said = lambda i: self.meta[i]["file"] == "statements.txt"
        return {(i, w) for i, w in marks if (rng.random() < 0.2 if said(i) else lemma(i, w) in chosen)}


def train(sentences, which, epochs=6, batch=64):
    torch.manual_seed(0)
    rng, net = random.Random(0), Cues(len(sentences.labels))
    optimiser = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=0.02)
    steps = epochs * ((len(which) + batch - 1) // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=steps)
    for _ in range(epochs):
        order = which[:]
        rng.shuffle(order)
        for start in range(0, len(order), batch):
            x, mask, rows, words, y, weights = sentences.batch(order[start : start + batch])
            schedule.step()
            if not len(y):
                continue
            losses = nn.functional.cross_entropy(net(x, mask, 0.3)[rows, words], y, label_smoothing=0.02, reduction="none")
            loss = (losses * weights).sum() / 64
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net


def logits_of(net, sentences, marks):
    which, found, truth = sorted({i for i, _ in marks}), [], []
    with torch.no_grad():
        for start in range(0, len(which), 256):
            x, mask, rows, words, y, _ = sentences.batch(which[start : start + 256], ("mark",), marks)
            found.append(net(x, mask)[rows, words])
            truth.append(y)
    return torch.cat(found), torch.cat(truth)


def report(logits, truth, labels):
    best = logits.argmax(-1)
    print(f"held out {len(truth)}: accuracy {(best == truth).float().mean():.3f}, no event kept out {(best[truth == 0] == 0).float().mean():.3f}")
    confidence = logits.softmax(-1).max(-1).values
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        inside = (confidence >= low) & (confidence < high) & (best > 0)
        if inside.any():
            print(f"  confidence {low:.1f}-{min(high, 1):.1f}: {int(inside.sum()):5} events, mean {confidence[inside].mean():.3f}, right {(best == truth)[inside].float().mean():.3f}")


def temperature(logits, truth):
    """The divisor of the logits that makes the held-out labels likeliest."""
    scale = lambda t: nn.functional.cross_entropy(logits / t, truth).item()
    return min((t / 100 for t in range(50, 400, 2)), key=scale)


def main():
    stem, out = sys.argv[1:3] if len(sys.argv) == 3 else sys.exit(__doc__)
    sentences = Sentences(stem)
    held = sentences.held_out()
    rest = sorted(set(range(len(sentences.meta))) - {i for i, _ in held})
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
