"""Trains the head of events: which word tells of which kind of event, whether the event happened, and which words name
who did it and to whom.

usage: python -m memcon_training.events --reader FOLDER --minilm FOLDER --examples FILE --out FOLDER
           [--name base|fast] [--epochs N]
FILE is written by `cargo xtask examples`: the labelled sentences of codebook/sentences, all our own, and, so that the
head learns how rare events are among the words of ordinary text, some of the treebanks' training parts as the lexicon
codes them. --reader holds the reader.pt of `memcon_training.train`, `.distill` or `.restore`: the encoder is
frozen. Tuning it along told events better and cost .6 LAS and more than it gave in coding. Writes events.bin to
--out's folder of the reader's name, and events.txt, which readers share, to --out. Every tenth sentence of our own is
held out, to report and to fit the temperature.
"""

import argparse
import json
import os
import random
import time
import zlib

import torch
import torch.nn.functional as F
from torch import nn

from .export import write
from .model import WIDTH, Reader, portable_attention
from .pieces import WordPiece, shape
from .train import batches

# The head sees the embeddings, the fourth layer and the last one: tuned to parse, the last alone forgets what words mean.
LAYERS_SEEN, HIDDEN, HEADS, ROLE = 3, 192, 4, 64
NONE = "NONE"
STATUSES = ("occurred", "ongoing", "planned", "hypothetical", "denied")
ROLES = ("actors", "recipients")
# How much a label counts by where it comes from: a mark was set by hand; a frame may be mistaken; where the
# lexicon is silent there is mostly, but not always, nothing.
WEIGHTS = {"mark": 1.0, "frame": 0.25, "silent": 0.25}


class Events(nn.Module):
    """words: n×3·WIDTH of one sentence, or a batch with its mask. Returns, for each word: logits of the categories,
    column 0 no event; logits of the statuses; and the factors of the logits of roles, n×2·ROLE of the word as an
    event and n×ROLE of the word as a party (the product over ROLE of an event's half and a party is the logit)."""

    def __init__(self, labels):
        super().__init__()
        self.inner = nn.Linear(LAYERS_SEEN * WIDTH, HIDDEN)
        self.joined = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.mixed = nn.Linear(2 * HIDDEN, HIDDEN)
        self.out = nn.Linear(HIDDEN, labels)
        self.status = nn.Linear(HIDDEN, len(STATUSES))
        self.of_event = nn.Linear(HIDDEN, len(ROLES) * ROLE)
        self.of_party = nn.Linear(HIDDEN, ROLE)
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
            context = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        context = context.transpose(-2, -3).reshape(x.shape)
        mixed = drop(torch.relu(self.mixed(torch.cat([x, context], -1))), dropout)
        return self.out(mixed) / self.temperature, self.status(mixed), self.of_event(mixed), self.of_party(mixed)


def role_logits(of_event, of_party):
    """of_event: events×roles·ROLE, of_party: events×n×ROLE. Returns events×roles×n."""
    return of_event.view(-1, len(ROLES), ROLE) @ of_party.transpose(-1, -2)


class Marked:
    """A labelled sentence as numbers."""

    def __init__(self, row, index, pieces):
        self.words, self.file = row["words"], row["file"]
        self.ids, self.first, self.owner = pieces.sentence(self.words)
        self.shapes = [shape(w) for w in self.words]
        self.targets = [(word, index[label], WEIGHTS[source]) for word, label, source in row["targets"]]
        self.marks = [(word, index[label]) for word, label, source in row["targets"] if source == "mark"]
        self.events = row["events"]
        own = any(source == "mark" for _, _, source in row["targets"])
        self.is_held_out = own and zlib.crc32(" ".join(self.words).encode()) % 10 == 0


def vectors(reader, batch):
    """The words' vectors, batch×n×3·WIDTH."""
    p, n = max(len(m.ids) for m in batch), max(len(m.words) for m in batch)
    ids, shapes = torch.zeros(len(batch), p, dtype=torch.long), torch.zeros(len(batch), p, dtype=torch.long)
    mask, first = torch.zeros(len(batch), 1, 1, p, dtype=torch.bool), torch.zeros(len(batch), n, dtype=torch.long)
    for i, m in enumerate(batch):
        ids[i, : len(m.ids)] = torch.tensor(m.ids)
        shapes[i, : len(m.ids)] = torch.tensor([0 if o < 0 else m.shapes[o] for o in m.owner])
        mask[i, 0, 0, : len(m.ids)] = True
        first[i, : len(m.words)] = torch.tensor(m.first)
    pick = first.unsqueeze(-1).expand(-1, -1, WIDTH)
    return torch.cat([layer.gather(1, pick) for layer in reader.encoder.seen(ids, shapes, mask)], -1)


def event_loss(head, batch, words, mask):
    cues, status, of_event, of_party = head(words, mask, 0.3)
    rows, at, labels, weights = (torch.tensor(t) for t in zip(*((i, w, y, s) for i, m in enumerate(batch) for w, y, s in m.targets)))
    loss = (F.cross_entropy(cues[rows, at], labels, label_smoothing=0.02, reduction="none") * weights).sum()
    events = [(i, e) for i, m in enumerate(batch) for e in m.events]
    if events:
        rows, at = torch.tensor([i for i, _ in events]), torch.tensor([e["cue"] for _, e in events])
        truth = torch.tensor([STATUSES.index(e["status"]) for _, e in events])
        loss = loss + 0.5 * F.cross_entropy(status[rows, at], truth, label_smoothing=0.02, reduction="sum")
        logits = role_logits(of_event[rows, at], of_party[rows])
        wanted = torch.zeros_like(logits)
        for i, (_, e) in enumerate(events):
            for r, role in enumerate(ROLES):
                wanted[i, r, e[role]] = 1.0
        misses = F.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
        loss = loss + 0.5 * (misses * mask[rows].unsqueeze(1)).sum()
    return loss / len(batch)


@torch.no_grad()
def held_out(reader, head, marked):
    """Logits and truth of the held-out marks; prints how status and roles do."""
    head.eval()
    logits, truth, right, counts = [], [], 0, {role: [0, 0, 0] for role in ROLES}
    events = 0
    for m, words in zip(marked, kept(reader, marked)):
        cues, status, of_event, of_party = (t[0] for t in head(words))
        for w, y in m.marks:
            logits.append(cues[w])
            truth.append(y)
        for e in m.events:
            events += 1
            right += STATUSES[int(status[e["cue"]].argmax())] == e["status"]
            likely = role_logits(of_event[e["cue"]][None], of_party[None])[0] > 0
            for r, role in enumerate(ROLES):
                found, gold = set(likely[r].nonzero().flatten().tolist()), set(e[role])
                for k, n in enumerate((len(found & gold), len(found), len(gold))):
                    counts[role][k] += n
    f = lambda m, s, g: 2 * m / max(1, s + g)
    text = "  ".join(f"{role} F1 {f(*counts[role]):.3f}" for role in ROLES)
    return torch.stack(logits), torch.tensor(truth), f"status {right / max(1, events):.3f}  {text}  ({events} events)"


@torch.no_grad()
def kept(reader, marked):
    """Each sentence's vectors, without dropout, 1×n×3·WIDTH."""
    found = [None] * len(marked)
    order = sorted(range(len(marked)), key=lambda i: len(marked[i].ids))
    for start in range(0, len(order), 32):
        which = order[start : start + 32]
        words = vectors(reader, [marked[i] for i in which])
        for row, i in enumerate(which):
            found[i] = words[row : row + 1, : len(marked[i].words)].clone()
    return found


def padded(found):
    n = max(words.shape[1] for words in found)
    mask = torch.zeros(len(found), n, dtype=torch.bool)
    for row, words in enumerate(found):
        mask[row, : words.shape[1]] = True
    return torch.cat([F.pad(words, (0, 0, 0, n - words.shape[1])) for words in found]), mask


def train(head, marked, found, epochs, rng):
    """found: each sentence's vectors."""
    of = {id(m): words for m, words in zip(marked, found)}
    optimizer = torch.optim.AdamW([p for p in head.parameters() if p.requires_grad], weight_decay=0.02)
    epoch_of = lambda: batches(marked, rng, 2000)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1.5e-3, total_steps=epochs * len(epoch_of()) + epochs)
    for epoch in range(epochs):
        begun, total, count = time.time(), 0.0, 0
        for batch in epoch_of():
            loss = event_loss(head, batch, *padded([of[id(m)] for m in batch]))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total, count = total + float(loss.detach()), count + 1
        print(f"epoch {epoch + 1}: loss {total / count:.3f}, {time.time() - begun:.0f} s", flush=True)


def report(logits, truth):
    best = logits.argmax(-1)
    found = (best > 0) & (truth > 0)
    print(f"held out {len(truth)}: accuracy {(best == truth).float().mean():.3f}, no event kept out {(best[truth == 0] == 0).float().mean():.3f}, of events found the right category {(best == truth)[found].float().mean():.3f}")
    confidence = logits.softmax(-1).max(-1).values
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        inside = (confidence >= low) & (confidence < high) & (best > 0)
        if inside.any():
            print(f"  confidence {low:.1f}-{min(high, 1):.1f}: {int(inside.sum()):5} events, mean {confidence[inside].mean():.3f}, right {(best == truth)[inside].float().mean():.3f}")


def temperature(logits, truth):
    """The divisor of the logits that makes the held-out labels likeliest."""
    scale = lambda t: F.cross_entropy(logits / t, truth).item()
    return min((t / 100 for t in range(50, 400, 2)), key=scale)


def judge(reader, head, held):
    """Prints how the held-out sentences are told; returns the fitting temperature."""
    logits, truth, rest = held_out(reader, head, held)
    divisor = temperature(logits, truth)
    report(logits / divisor, truth)
    print(f"{rest}  temperature {divisor:.2f}", flush=True)
    return divisor


def main():
    parser = argparse.ArgumentParser()
    for name in ("reader", "minilm", "examples", "out"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--name", choices=("base", "fast"), default="base")
    parser.add_argument("--epochs", type=int, default=20)
    args = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count())))
    rng = random.Random(1)

    pieces = WordPiece.load(os.path.join(args.minilm, "vocab.txt"))
    reader, _ = Reader.load(args.reader, len(pieces.ids))
    with open(args.examples, encoding="utf-8") as f:
        rows = [json.loads(line) for line in f]
    labels = [NONE] + sorted({label for row in rows for _, label, _ in row["targets"]} - {NONE})
    index = {label: i for i, label in enumerate(labels)}
    marked = [m for m in (Marked(row, index, pieces) for row in rows) if m.targets and len(m.ids) <= 200]
    held = [m for m in marked if m.is_held_out]
    marked = [m for m in marked if not m.is_held_out]
    print(f"{len(marked)} sentences to learn, {len(held)} held out", flush=True)

    head = Events(len(labels))
    train(head, marked, kept(reader, marked), args.epochs, rng)
    head.temperature.data = torch.tensor(judge(reader, head, held))
    out = lambda *names: os.path.join(args.out, *names)
    os.makedirs(out(args.name), exist_ok=True)
    outputs = ["cues", "status", "of_event", "of_party"]
    write(head, (torch.randn(3, LAYERS_SEEN * WIDTH),), ["words"], outputs, {"words": {0: "n"}} | {o: {0: "n"} for o in outputs}, out(args.name, "events.bin"))
    with open(out("events.txt"), "w", encoding="utf-8") as f:
        f.writelines(label + "\n" for label in labels)


if __name__ == "__main__":
    main()
