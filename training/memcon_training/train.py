"""Fine-tunes the reader on EWT and the free genres of GUM.

usage: python -m memcon_training.train --ud FOLDER --minilm FOLDER --out FOLDER [--epochs N] [--seed N]
Writes reader.pt (weights averaged over the last steps), labels.json and log.txt to --out.
"""

import argparse
import json
import os
import random
import time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from . import evaluate, treebank
from .model import Encoder, Reader, half_precision
from .pieces import WordPiece, shape

# Rare relations that decide who is who count for more (arc and label loss alike).
RELATION_WEIGHT = {"appos": 2.0, "conj": 1.3, "parataxis": 1.3, "nmod:poss": 1.2, "acl:relcl": 1.2}


def label_sets(sentences):
    return {
        "upos": sorted({t for s in sentences for t in s.upos}),
        "xpos": sorted({t for s in sentences for t in s.xpos}),
        "deprel": sorted({t for s in sentences for t in s.deprels}),
        "entity": list(treebank.ENTITY_TYPES),
    }


class Example:
    """A sentence as numbers; -100 marks what has no target."""

    def __init__(self, s, labels, index, pieces):
        self.sentence, self.shapes = s, [shape(w) for w in s.words]
        self.ids, self.first, self.owner = pieces.sentence(s.words)
        find = lambda kind, value: index[kind].get(value, -100)
        self.upos = [find("upos", t) for t in s.upos]
        self.xpos = [find("xpos", t) for t in s.xpos]
        self.deprel = [find("deprel", t) for t in s.deprels]
        self.weight = [RELATION_WEIGHT.get(t, 1.0) for t in s.deprels]
        self.spans = None if s.entities is None else [(a, b, index["entity"][k] + 1) for a, b, k in s.entities]

    def varied(self, rng):
        """Word shapes and length as training sees them: now and then a headline in title case, a line in
        capitals or without any, a sentence without its full stop."""
        shapes, n, roll = list(self.shapes), len(self.shapes), rng.random()
        if roll < 0.06:
            shapes = [1 if s == 0 and (i == 0 or self.sentence.upos[i] not in ("ADP", "DET", "CCONJ", "PUNCT", "PART")) else s for i, s in enumerate(shapes)]
        elif roll < 0.075:
            shapes = [0 if s != 5 else 5 for s in shapes]
        elif roll < 0.09:
            shapes = [2 if s != 5 and any(c.isalpha() for c in w) else s for s, w in zip(shapes, self.sentence.words)]
        last_is_head = n in self.sentence.heads
        if rng.random() < 0.06 and n > 2 and self.sentence.words[-1] == "." and not last_is_head:
            n -= 1
        return shapes, n


def batches(examples, rng, pieces_a_batch):
    """Batches of like length in random order."""
    order = sorted(examples, key=lambda e: len(e.ids) + rng.random() * 4)
    found, current, longest = [], [], 0
    for e in order:
        longest = max(longest, len(e.ids))
        if current and longest * (len(current) + 1) > pieces_a_batch:
            found.append(current)
            current, longest = [], len(e.ids)
        current.append(e)
    found.append(current)
    rng.shuffle(found)
    return found


def tensors(batch, rng=None):
    varied = [e.varied(rng) if rng else (e.shapes, len(e.shapes)) for e in batch]
    cut = [len(e.ids) if n == len(e.shapes) else e.first[n] + 1 for e, (_, n) in zip(batch, varied)]
    b, p, n = len(batch), max(cut), max(n for _, n in varied)
    ids, shapes, mask = torch.zeros(b, p, dtype=torch.long), torch.zeros(b, p, dtype=torch.long), torch.zeros(b, 1, 1, p, dtype=torch.bool)
    first = torch.zeros(b, n, dtype=torch.long)
    targets = {k: torch.full((b, n), -100, dtype=torch.long) for k in ("upos", "xpos", "deprel", "head")}
    weight = torch.zeros(b, n)
    sep = batch[0].ids[-1]
    for i, (e, (word_shapes, words)) in enumerate(zip(batch, varied)):
        ids[i, : cut[i]] = torch.tensor(e.ids[: cut[i] - 1] + [sep])
        shapes[i, : cut[i]] = torch.tensor([0 if o < 0 else word_shapes[o] for o in e.owner[: cut[i] - 1]] + [0])
        mask[i, 0, 0, : cut[i]] = True
        first[i, :words] = torch.tensor(e.first[:words])
        for k in ("upos", "xpos", "deprel"):
            targets[k][i, :words] = torch.tensor(getattr(e, k)[:words])
        targets["head"][i, :words] = torch.tensor(e.sentence.heads[:words])
        weight[i, :words] = torch.tensor(e.weight[:words])
    spans = None
    if any(e.spans is not None for e in batch):
        spans = torch.full((b, n, n), -100, dtype=torch.long)
        upper = torch.triu(torch.ones(n, n, dtype=torch.bool))
        for i, (e, (_, words)) in enumerate(zip(batch, varied)):
            if e.spans is not None:
                spans[i, :words, :words][upper[:words, :words]] = 0
                for a, z, k in e.spans:
                    if z < words:
                        spans[i, a, z] = k
    return ids, shapes, first, mask, targets, weight, spans


def losses(reader, batch, rng, dropout, labels):
    ids, shapes, first, mask, targets, weight, spans = tensors(batch, rng)
    with half_precision():
        words = reader.words(ids, shapes, first, mask, dropout)
    words = words.float()
    tags, arcs, label_dep, label_head = reader.syntax(words, 0.3 if dropout else 0.0)
    known = targets["head"] >= 0
    column = torch.cat([torch.ones(len(batch), 1, dtype=torch.bool), known], 1).unsqueeze(1)
    arcs = arcs.masked_fill(~column, -1e4)
    n = first.shape[1]
    total = weight.sum()
    arc_loss = (F.cross_entropy(arcs.flatten(0, 1), targets["head"].flatten(), reduction="none", ignore_index=-100) * weight.flatten()).sum() / total
    head = targets["head"].clamp(min=0)
    chosen = label_head.gather(1, head.unsqueeze(-1).expand(-1, -1, label_head.shape[-1]))
    label_scores = torch.einsum("bnlk,bnk->bnl", label_dep.view(len(batch), n, len(labels["deprel"]), -1), chosen)
    label_loss = (F.cross_entropy(label_scores.flatten(0, 1), targets["deprel"].flatten(), reduction="none", ignore_index=-100) * weight.flatten()).sum() / total
    loss = arc_loss + label_loss
    for scores, kind, share in zip(tags.split(reader.syntax.sizes, -1), ("upos", "xpos"), (0.5, 0.5)):
        loss = loss + share * F.cross_entropy(scores.flatten(0, 1), targets[kind].flatten(), ignore_index=-100)
    if spans is not None:
        span_first, span_last = reader.entities(words, 0.3 if dropout else 0.0)
        classes = len(labels["entity"]) + 1
        scores = torch.einsum("bick,bjk->bijc", span_first.view(len(batch), n, classes, -1), span_last)
        wanted = spans >= 0
        annotated = wanted.diagonal(dim1=1, dim2=2).sum()
        loss = loss + F.cross_entropy(scores[wanted], spans[wanted], reduction="sum") / annotated.clamp(min=1)
    return loss


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ud", required=True)
    parser.add_argument("--minilm", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pieces", type=int, default=1100, help="word pieces a batch")
    parser.add_argument("--limit", type=int, help="sentences, for a quick trial")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count())))
    rng = random.Random(args.seed)
    os.makedirs(args.out, exist_ok=True)

    pieces = WordPiece.load(os.path.join(args.minilm, "vocab.txt"))
    train = [s for name in ("en_ewt", "en_gum") for s in treebank.read(f"{args.ud}/{name}-train.conllu") if treebank.is_free(s)]
    labels = label_sets(train)
    index = {kind: {v: i for i, v in enumerate(values)} for kind, values in labels.items()}
    examples = [Example(s, labels, index, pieces) for s in train[: args.limit]]
    examples = [e for e in examples if len(e.ids) <= 200]
    with open(os.path.join(args.out, "labels.json"), "w", encoding="utf-8") as f:
        json.dump(labels, f, ensure_ascii=False, indent=0)
    reader = Reader(Encoder.from_minilm(load_file(os.path.join(args.minilm, "model.safetensors"))), labels)

    encoder, rest = list(reader.encoder.parameters()), list(reader.syntax.parameters()) + list(reader.entities.parameters())
    optimizer = torch.optim.AdamW([{"params": encoder, "lr": 1.5e-4}, {"params": rest, "lr": 1e-3}], weight_decay=0.01, betas=(0.9, 0.98))
    steps = args.epochs * len(batches(examples, random.Random(0), args.pieces))
    warm = max(1, steps // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / (steps - warm))))
    average = {k: v.detach().clone() for k, v in reader.named_parameters()}
    log = open(os.path.join(args.out, "log.txt"), "a", encoding="utf-8")

    def say(text):
        print(text, flush=True)
        log.write(text + "\n")
        log.flush()

    say(f"{len(examples)} sentences, {sum(len(e.shapes) for e in examples)} words, {steps} steps; labels {({k: len(v) for k, v in labels.items()})}")
    dev = {name: treebank.read(f"{args.ud}/{name}-dev.conllu") for name in ("en_ewt", "en_gum")}
    step = 0
    for epoch in range(args.epochs):
        reader.train()
        begun, total, count = time.time(), 0.0, 0
        for batch in batches(examples, rng, args.pieces):
            loss = losses(reader, batch, rng, 0.1, labels)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            total, count = total + float(loss.detach()), count + 1
            with torch.no_grad():
                keep = min(0.998, step / (step + 100))
                for k, v in reader.named_parameters():
                    average[k].lerp_(v, 1 - keep)
        say(f"epoch {epoch + 1}: loss {total / max(1, count):.4f}, {time.time() - begun:.0f} s")
        state = reader.state_dict() | average
        torch.save(state, os.path.join(args.out, "reader.pt"))
        if epoch % 3 == 2 or epoch + 1 == args.epochs:
            own = {k: v.clone() for k, v in reader.state_dict().items()}
            reader.load_state_dict(state)
            for name, sentences in dev.items():
                say(f"  {name} dev: {evaluate.line(evaluate.score(reader, labels, pieces, sentences))}")
            reader.load_state_dict(own)


if __name__ == "__main__":
    main()
