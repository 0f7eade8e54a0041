"""Distils the fast reader from the base reader: fewer layers that make the same vectors.

usage: python -m memcon_training.distill --teacher FOLDER --ud FOLDER --minilm FOLDER --out FOLDER [--sentences FOLDER]
           [--layers 0 3 5] [--student FOLDER] [--epochs N] [--minutes M]

--teacher holds the reader.pt of `memcon_training.train` or `memcon_training.restore`. The student keeps the teacher's
embeddings as they are, so that both readers share one table, and begins with the teacher's layers that are named and
with its heads. It learns the teacher's vectors (last layer, and the middle one that the head of events sees), the
teacher's scores, and the treebanks' annotation, from the treebanks' free training parts and from the sentences of
codebook/sentences, which are our own and have no annotation. --student goes on with what an earlier run wrote. Writes
reader.pt, labels.json and log.txt to --out.
"""

import argparse
import glob
import json
import os
import random
import re
import time

import torch
import torch.nn.functional as F

from . import evaluate, treebank
from .model import MIDDLE, Encoder, Reader
from .pieces import WordPiece
from .train import Example, batches, tensors

# Shares of the loss. Vectors are compared relative to how much the teacher's vary, so that 1 is no better than a guess.
LAST, MIDDLE_SHARE, SOFT, GOLD = 3.0, 1.0, 1.0, 0.35
LOW = -1e4


def own_sentences(folder):
    """The words of codebook/sentences, cut roughly: without labels, and without the marks of events and parties."""
    found = []
    for path in sorted(glob.glob(os.path.join(folder, "*.txt"))):
        with open(path, encoding="utf-8") as f:
            for line in f:
                if line.startswith("#") or "\t" not in line:
                    continue
                text = re.sub(r"\{[AR] |[\[\]{}]", "", line.rstrip("\n").split("\t", 1)[1])
                words = re.findall(r"\w+(?:[-.]\w+)*(?=n['’]t\b)|n['’]t\b|['’]\w+|\w+(?:[-.,]\w+)*|[^\w\s]", text)
                if words:
                    found.append(unlabelled(words))
    return found


def unlabelled(words):
    blank = ["_"] * len(words)
    return treebank.Sentence("own", "own", words=words, upos=blank, xpos=blank, heads=[-100] * len(words), deprels=blank)


class Seen(Example):
    """A sentence as training shows it in every epoch, with what the teacher makes of it once it has read it."""

    def __init__(self, sentence, labels, index, pieces, rng):
        super().__init__(sentence, labels, index, pieces)
        self.shapes, n = self.varied(rng)
        if n < len(self.first):
            self.ids, self.owner = self.ids[: self.first[n]] + [pieces.sep], self.owner[: self.first[n]] + [-1]
            self.shapes, self.first = self.shapes[:n], self.first[:n]
        self.vectors = None


def outputs(encoder, ids, shapes, mask):
    """The last layer's output and the middle one's."""
    last, _, middle = encoder.seen(ids, shapes, mask)
    return last, middle


@torch.no_grad()
def taught(teacher, batch, ids, shapes, mask):
    """The teacher's vectors of a batch, kept in half precision from the first time."""
    if any(e.vectors is None for e in batch):
        for row, vectors in enumerate(torch.stack(outputs(teacher.encoder, ids, shapes, mask), 1)):
            batch[row].vectors = vectors[:, : len(batch[row].ids)].half()
    padded = torch.zeros(2, len(batch), ids.shape[1], batch[0].vectors.shape[-1])
    for row, e in enumerate(batch):
        padded[:, row, : len(e.ids)] = e.vectors.float()
    return padded[0], padded[1]


def scores(reader, pieces, first, heads, dropout=0.0):
    """What the heads say of the words: tags, arcs, the labels of the arcs to `heads` (teacher's or gold), spans."""
    words = pieces.gather(1, first.unsqueeze(-1).expand(-1, -1, pieces.shape[-1]))
    tags, arcs, label_dep, label_head = reader.syntax(words, dropout)
    present = F.pad(first > 0, (1, 0), value=True).unsqueeze(1)
    arcs = arcs.masked_fill(~present, LOW)
    heads = arcs.argmax(-1) if heads is None else heads
    chosen = label_head.gather(1, heads.unsqueeze(-1).expand(-1, -1, label_head.shape[-1]))
    labels = torch.einsum("bnlk,bnk->bnl", label_dep.unflatten(-1, (-1, label_head.shape[-1])), chosen)
    span_first, span_last = reader.entities(words, dropout)
    spans = torch.einsum("bick,bjk->bijc", span_first.unflatten(-1, (-1, span_last.shape[-1])), span_last)
    return tags.split(reader.syntax.sizes, -1), arcs, labels, spans, heads


def apart(student, teacher):
    """How far the student's scores are from the teacher's: the divergence of each row, summed."""
    return F.kl_div(F.log_softmax(student, -1), F.log_softmax(teacher, -1), reduction="sum", log_target=True)


def distance(student, teacher, mask):
    found = teacher[mask]
    return F.mse_loss(student[mask], found) / found.var()


def loss_of(student, teacher, batch):
    ids, shapes, first, mask, targets, weight, gold_spans = tensors(batch)
    t_last, t_middle = taught(teacher, batch, ids, shapes, mask)
    last, middle = outputs(student.encoder, ids, shapes, mask)
    there = mask[:, 0, 0]
    loss = LAST * distance(last, t_last, there) + MIDDLE_SHARE * distance(middle, t_middle, there)

    present = first > 0
    with torch.no_grad():
        t_tags, t_arcs, t_labels, t_spans, heads = scores(teacher, t_last, first, None)
        known = targets["head"] >= 0
        heads = torch.where(known, targets["head"], heads)
        _, _, t_labels, _, _ = scores(teacher, t_last, first, heads)
    tags, arcs, labels, spans, _ = scores(student, last, first, heads, 0.1)
    upper = (present.unsqueeze(1) & present.unsqueeze(2)).triu()
    soft = sum(0.5 * apart(s[present], t[present]) for s, t in zip(tags, t_tags))
    soft = soft + apart(arcs[present], t_arcs[present]) + apart(labels[present], t_labels[present]) + apart(spans[upper], t_spans[upper])
    loss = loss + SOFT * soft / present.sum()
    if known.any():
        loss = loss + GOLD * gold_loss(tags, arcs, labels, spans, targets, weight, gold_spans)
    return loss


def gold_loss(tags, arcs, labels, spans, targets, weight, gold_spans):
    """As in `train.losses`, of scores that are there already."""
    total, known = weight[targets["head"] >= 0].sum(), (targets["head"] >= 0).float() * weight
    each = lambda found, kind: F.cross_entropy(found.flatten(0, 1), targets[kind].flatten(), reduction="none", ignore_index=-100)
    loss = ((each(arcs, "head") + each(labels, "deprel")) * known.flatten()).sum() / total
    for found, kind in zip(tags, ("upos", "xpos")):
        loss = loss + 0.5 * F.cross_entropy(found.flatten(0, 1), targets[kind].flatten(), ignore_index=-100)
    if gold_spans is not None:
        wanted = gold_spans >= 0
        loss = loss + F.cross_entropy(spans[wanted], gold_spans[wanted], reduction="sum") / wanted.diagonal(dim1=1, dim2=2).sum().clamp(min=1)
    return loss


def student_of(teacher, labels, layers):
    """The teacher with some of its layers: their copies, copies of its heads, and its embeddings, which stay as they are."""
    encoder = Encoder(teacher.encoder.pieces.num_embeddings, len(layers))
    student = Reader(encoder, labels)
    state = {k: v for k, v in teacher.state_dict().items() if not k.startswith("encoder.layers.")}
    for at, layer in enumerate(layers):
        state |= {f"encoder.layers.{at}.{k}": v for k, v in teacher.encoder.layers[layer].state_dict().items()}
    student.load_state_dict(state)
    for part in (encoder.pieces, encoder.positions, encoder.shapes, encoder.norm):
        part.requires_grad_(False)
    return student


def main():
    parser = argparse.ArgumentParser()
    for name in ("teacher", "ud", "minilm", "out"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--sentences", default="../codebook/sentences")
    parser.add_argument("--layers", type=int, nargs="+", default=[0, 3, 5])
    parser.add_argument("--student")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=1e9, help="end after so long; the learning rate falls accordingly")
    parser.add_argument("--pieces", type=int, default=1100, help="word pieces a batch")
    args = parser.parse_args()
    if len(args.layers) not in MIDDLE:
        parser.error(f"no middle layer is known of {len(args.layers)} layers")
    torch.manual_seed(1)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count())))
    rng = random.Random(1)
    os.makedirs(args.out, exist_ok=True)
    log = open(os.path.join(args.out, "log.txt"), "a", encoding="utf-8")

    def say(text):
        print(text, flush=True)
        log.write(text + "\n")
        log.flush()

    pieces = WordPiece.load(os.path.join(args.minilm, "vocab.txt"))
    teacher, labels = Reader.load(args.teacher, len(pieces.ids))
    student = student_of(teacher, labels, args.layers)
    if args.student:
        student.load_state_dict(torch.load(os.path.join(args.student, "reader.pt")))
    index = {kind: {v: i for i, v in enumerate(values)} for kind, values in labels.items()}
    trees = [s for name in ("en_ewt", "en_gum") for s in treebank.read(f"{args.ud}/{name}-train.conllu") if treebank.is_free(s)]
    own = own_sentences(args.sentences)
    examples = [e for e in (Seen(s, labels, index, pieces, rng) for s in trees + own) if len(e.ids) <= 200]
    with open(os.path.join(args.out, "labels.json"), "w", encoding="utf-8") as f:
        json.dump(labels, f, ensure_ascii=False, indent=0)

    layers = list(student.encoder.layers.parameters())
    heads = list(student.syntax.parameters()) + list(student.entities.parameters())
    rates = (6e-4, 3e-4)
    optimizer = torch.optim.AdamW([{"params": layers}, {"params": heads}], weight_decay=0.01, betas=(0.9, 0.98))
    steps = args.epochs * len(batches(examples, random.Random(0), args.pieces))
    say(f"{len(examples)} sentences, {len(own)} of them our own; layers {args.layers}; {steps} steps at most")

    def save():
        torch.save(student.state_dict(), os.path.join(args.out, "reader.pt"))

    begun, step, over, recent = time.time(), 0, False, []
    for epoch in range(args.epochs):
        for batch in batches(examples, rng, args.pieces):
            done = max(step / steps, (time.time() - begun) / 60 / args.minutes)
            over = done >= 1
            if over:
                break
            for group, rate in zip(optimizer.param_groups, rates):
                group["lr"] = rate * min((step + 1) / 100, max(0.01, 1 - done))
            loss = loss_of(student, teacher, batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
            optimizer.step()
            step += 1
            recent.append(float(loss.detach()))
            if step % 25 == 0:
                say(f"step {step}: loss {sum(recent) / len(recent):.4f}, {time.time() - begun:.0f} s, epoch {epoch + 1}")
                recent = []
        save()
        if over:
            break
    save()
    for name in ("en_ewt", "en_gum"):
        say(f"  {name} dev: {evaluate.line(evaluate.score(student, labels, pieces, treebank.read(f'{args.ud}/{name}-dev.conllu')))}")


if __name__ == "__main__":
    main()
