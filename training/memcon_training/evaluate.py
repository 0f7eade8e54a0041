"""Scores a trained reader with gold tokens: UPOS, XPOS, UAS, LAS, some relations' F1, entity F1.

usage: python -m memcon_training.evaluate --model FOLDER --minilm FOLDER FILE.conllu…
What ships is scored through the Rust path (`cargo xtask score-reader`); this tells what quantisation costs.
"""

import argparse
import os
from collections import Counter

import torch

from . import treebank
from .pieces import WordPiece, shape

RELATIONS = ("appos", "conj", "parataxis", "nsubj", "nsubj:pass", "obj", "obl", "nmod", "acl:relcl")


def entity_spans(scores):
    """Spans whose best class is a type, best first, none crossing another. scores: n×n×classes."""
    best, kind = scores.max(-1)
    margin = best - scores[..., 0]
    found = [(float(margin[i, j]), i, j, int(kind[i, j]) - 1) for i, j in (kind.triu() > 0).nonzero().tolist()]
    kept = []
    for _, i, j, k in sorted(found, key=lambda s: -s[0]):
        if all(not (a < i <= b < j or i < a <= j < b) for a, b, _ in kept):
            kept.append((i, j, k))
    return kept


@torch.no_grad()
def score(reader, labels, pieces, sentences):
    reader.eval()
    c, relations, types = Counter(), Counter(), Counter()
    sizes = reader.syntax.sizes
    for s in sentences:
        ids, first, owner = pieces.sentence(s.words)
        if len(ids) > 512:
            continue
        shapes = [0 if o < 0 else shape(s.words[o]) for o in owner]
        words = reader.encoder(torch.tensor([ids]), torch.tensor([shapes]))[0, first]
        tags, arcs, label_dep, label_head = reader.syntax(words)
        n = len(first)
        arcs = arcs.clone()
        arcs[torch.arange(n), torch.arange(n) + 1] = -1e4
        heads = arcs.argmax(-1)
        scores = torch.einsum("nlk,nk->nl", label_dep.view(n, len(labels["deprel"]), -1), label_head[heads])
        deprel = [labels["deprel"][i] for i in scores.argmax(-1).tolist()]
        upos, xpos = (t.argmax(-1).tolist() for t in tags.split(sizes, -1))
        c["words"] += n
        c["sentences"] += 1
        for i in range(n):
            right = int(heads[i]) == s.heads[i]
            c["upos"] += labels["upos"][upos[i]] == s.upos[i]
            c["xpos"] += labels["xpos"][xpos[i]] == s.xpos[i]
            c["uas"] += right
            c["las"] += right and deprel[i] == s.deprels[i]
            relations["gold", s.deprels[i]] += 1
            relations["system", deprel[i]] += 1
            relations["match", deprel[i]] += right and deprel[i] == s.deprels[i]
        if s.entities is not None:
            span_first, span_last = reader.entities(words)
            spans = torch.einsum("ick,jk->ijc", span_first.view(n, len(labels["entity"]) + 1, -1), span_last)
            gold = {(a, b): k for a, b, k in s.entities}
            for i, j, k in entity_spans(spans):
                kind = labels["entity"][k]
                types["system", kind] += 1
                types["match", kind] += gold.get((i, j)) == kind
                types["span", ""] += (i, j) in gold
            for kind in gold.values():
                types["gold", kind] += 1
    return c, relations, types


def f1(counts, name):
    total = counts["gold", name] + counts["system", name]
    return 2 * counts["match", name] / total if total else 0.0


def line(scores):
    c, relations, types = scores
    n = max(1, c["words"])
    text = "  ".join(f"{k.upper()} {100 * c[k] / n:.2f}" for k in ("upos", "xpos", "uas", "las"))
    text += "  " + "  ".join(f"{r} {f1(relations, r):.3f}" for r in RELATIONS)
    if types:
        total = sum(v for (k, _), v in types.items() if k in ("gold", "system"))
        match = sum(v for (k, _), v in types.items() if k == "match")
        text += f"  entities {2 * match / total:.3f} (spans {2 * types['span', ''] / total:.3f}) "
        text += " ".join(f"{k} {f1(types, k):.2f}" for k in treebank.ENTITY_TYPES)
    return text


def main():
    from .model import Reader

    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--minilm", required=True)
    parser.add_argument("files", nargs="+")
    args = parser.parse_args()
    pieces = WordPiece.load(os.path.join(args.minilm, "vocab.txt"))
    reader, labels = Reader.load(args.model, len(pieces.ids))
    for path in args.files:
        print(f"{os.path.basename(path)}: {line(score(reader, labels, pieces, treebank.read(path)))}")


if __name__ == "__main__":
    main()
