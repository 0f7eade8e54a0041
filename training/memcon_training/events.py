"""Trains the head of events, and with it the encoder further: which word tells of which kind of event, whether the
event happened, and which words name who did it and to whom.

usage: python -m memcon_training.events --start FOLDER --ud FOLDER --minilm FOLDER --examples FILE --out FOLDER
FILE is written by `cargo xtask examples`: the labelled sentences of codebook/sentences, all our own, and, so that the
head learns how rare events are among the words of ordinary text, a third of the treebanks' training parts as the
lexicon codes them. --start holds the reader.pt and labels.json of `memcon_training.train` or
`memcon_training.restore`, or all that an earlier run of this wrote, to go on from. So that the reader goes on parsing, treebank sentences take turns with the examples.
Writes reader.pt, labels.json and events.pt. Every tenth sentence of our own is held out, to report and to fit the
temperature; none of its marks is ever trained on.
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

from . import evaluate, treebank
from .model import WIDTH, Encoder, Reader, half_precision, portable_attention
from .pieces import WordPiece, shape
from .train import Example, batches, losses

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

    def varied(self, rng):
        """Now and then without capitals, or as a headline in title case."""
        roll = rng.random()
        if roll < 0.03:
            return [0 if s != 5 else 5 for s in self.shapes]
        if roll < 0.08:
            return [1 if s == 0 and len(w) > 3 else s for s, w in zip(self.shapes, self.words)]
        return self.shapes


def vectors(reader, batch, dropout=0.0, rng=None):
    """The words' vectors, batch×n×3·WIDTH, and their mask."""
    p, n = max(len(m.ids) for m in batch), max(len(m.words) for m in batch)
    ids, shapes = torch.zeros(len(batch), p, dtype=torch.long), torch.zeros(len(batch), p, dtype=torch.long)
    mask, first, known = torch.zeros(len(batch), 1, 1, p, dtype=torch.bool), torch.zeros(len(batch), n, dtype=torch.long), torch.zeros(len(batch), n, dtype=torch.bool)
    for i, m in enumerate(batch):
        own = m.varied(rng) if rng else m.shapes
        ids[i, : len(m.ids)] = torch.tensor(m.ids)
        shapes[i, : len(m.ids)] = torch.tensor([0 if o < 0 else own[o] for o in m.owner])
        mask[i, 0, 0, : len(m.ids)], known[i, : len(m.words)] = True, True
        first[i, : len(m.words)] = torch.tensor(m.first)
    with half_precision():
        layers = reader.encoder.seen(ids, shapes, mask, dropout)
    pick = first.unsqueeze(-1).expand(-1, -1, WIDTH)
    return torch.cat([layer.gather(1, pick).float() for layer in layers], -1), known


def event_loss(reader, head, batch, rng):
    words, mask = vectors(reader, batch, 0.1, rng)
    cues, status, of_event, of_party = head(words, mask, 0.3)
    rows, at, labels, weights = (torch.tensor(t) for t in zip(*((i, w, y, s) for i, m in enumerate(batch) for w, y, s in m.targets)))
    loss = (F.cross_entropy(cues[rows, at], labels, label_smoothing=0.02, reduction="none") * weights).sum()
    events = [(i, e) for i, m in enumerate(batch) for e in m.events]
    if events:
        rows, at = torch.tensor([i for i, _ in events]), torch.tensor([e["cue"] for _, e in events])
        truth = torch.tensor([STATUSES.index(e["status"]) for _, e in events])
        loss = loss + 0.5 * F.cross_entropy(status[rows, at], truth, reduction="sum")
        logits = role_logits(of_event[rows, at], of_party[rows])
        wanted = torch.zeros_like(logits)
        for i, (_, e) in enumerate(events):
            for r, role in enumerate(ROLES):
                wanted[i, r, e[role]] = 1.0
        losses = F.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
        loss = loss + 0.5 * (losses * mask[rows].unsqueeze(1)).sum()
    return loss / len(batch)


@torch.no_grad()
def held_out(reader, head, marked, labels):
    """Logits and truth of the held-out marks; prints how status and roles do."""
    reader.eval()
    logits, truth, right, counts = [], [], 0, {role: [0, 0, 0] for role in ROLES}
    events = 0
    for m in marked:
        words, _ = vectors(reader, [m])
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


def save(reader, head, kinds, labels, folder):
    torch.save(reader.state_dict(), os.path.join(folder, "reader.pt"))
    torch.save({"labels": kinds, "state": head.state_dict()}, os.path.join(folder, "events.pt"))
    with open(os.path.join(folder, "labels.json"), "w", encoding="utf-8") as f:
        json.dump(labels, f, ensure_ascii=False, indent=0)


def main():
    parser = argparse.ArgumentParser()
    for name in ("start", "ud", "minilm", "examples", "out"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=1.2e-4, help="the encoder's greatest learning rate")
    parser.add_argument("--share", type=float, default=0.25, help="share of the treebanks' sentences that an epoch shows")
    args = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count())))
    rng = random.Random(1)
    os.makedirs(args.out, exist_ok=True)

    pieces = WordPiece.load(os.path.join(args.minilm, "vocab.txt"))
    with open(os.path.join(args.start, "labels.json"), encoding="utf-8") as f:
        labels = json.load(f)
    reader = Reader(Encoder(len(pieces.ids)), labels)
    reader.load_state_dict(torch.load(os.path.join(args.start, "reader.pt")))
    train = [s for name in ("en_ewt", "en_gum") for s in treebank.read(f"{args.ud}/{name}-train.conllu") if treebank.is_free(s)]
    index = {kind: {v: i for i, v in enumerate(values)} for kind, values in labels.items()}
    parsed = [e for e in (Example(s, labels, index, pieces) for s in train) if len(e.ids) <= 200]
    with open(args.examples, encoding="utf-8") as f:
        rows = [json.loads(line) for line in f]
    kinds = [NONE] + sorted({label for row in rows for _, label, _ in row["targets"]} - {NONE})
    numbered = {label: i for i, label in enumerate(kinds)}
    marked = [m for m in (Marked(row, numbered, pieces) for row in rows) if m.targets and len(m.ids) <= 200]
    held = [m for m in marked if m.is_held_out]
    marked = [m for m in marked if not m.is_held_out]
    head = Events(len(kinds))
    begun = os.path.join(args.start, "events.pt")
    if os.path.exists(begun):
        head.load_state_dict(torch.load(begun)["state"])
        head.temperature.data = torch.ones(())
    print(f"{len(parsed)} parsed sentences, {len(marked)} with events to learn, {len(held)} held out", flush=True)

    rest = list(reader.syntax.parameters()) + list(reader.entities.parameters())
    optimizer = torch.optim.AdamW([{"params": list(reader.encoder.parameters()), "lr": args.rate}, {"params": rest, "lr": 3e-4}, {"params": [p for p in head.parameters() if p.requires_grad], "lr": 1.5e-3}], weight_decay=0.01, betas=(0.9, 0.98))
    epoch_of = lambda: [(True, b) for b in batches(rng.sample(parsed, int(args.share * len(parsed))), rng, 1100)] + [(False, b) for b in batches(marked, rng, 1400)]
    steps = args.epochs * len(epoch_of())
    warm = steps // 20
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / (steps - warm))))
    everything = nn.ModuleList([reader, head])
    average = {k: v.detach().clone() for k, v in everything.named_parameters()}
    step = 0
    for epoch in range(args.epochs):
        everything.train()
        begun, totals = time.time(), {True: [0.0, 0], False: [0.0, 0]}
        mixed = epoch_of()
        rng.shuffle(mixed)
        for is_parsed, batch in mixed:
            loss = losses(reader, batch, rng, 0.1, labels) if is_parsed else event_loss(reader, head, batch, rng)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(everything.parameters(), 3.0)
            optimizer.step()
            schedule.step()
            step += 1
            totals[is_parsed][0] += float(loss.detach())
            totals[is_parsed][1] += 1
            with torch.no_grad():
                keep = min(0.995, step / (step + 50))
                for k, v in everything.named_parameters():
                    average[k].lerp_(v, 1 - keep)
        means = {("parse" if k else "events"): round(t / max(1, n), 3) for k, (t, n) in totals.items()}
        print(f"epoch {epoch + 1}: losses {means}, {time.time() - begun:.0f} s", flush=True)
        own = {k: v.clone() for k, v in everything.state_dict().items()}
        everything.load_state_dict(everything.state_dict() | average)
        save(reader, head, kinds, labels, args.out)
        logits, truth, rest_of_it = held_out(reader, head, held, kinds)
        head.temperature.data = torch.tensor(temperature(logits, truth))
        report(logits / head.temperature, truth)
        print(f"{rest_of_it}  temperature {float(head.temperature):.2f}", flush=True)
        save(reader, head, kinds, labels, args.out)
        head.temperature.data = torch.ones(())
        if epoch + 1 < args.epochs:
            everything.load_state_dict(own)
    for name in ("en_ewt", "en_gum"):
        print(f"{name} dev: {evaluate.line(evaluate.score(reader, labels, pieces, treebank.read(f'{args.ud}/{name}-dev.conllu')))}", flush=True)


if __name__ == "__main__":
    main()
