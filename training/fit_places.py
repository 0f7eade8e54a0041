#!/usr/bin/env python3
"""Fits the weights by which `place::resolve` chooses between places of one name.

usage: fit_places.py GOLD.xml CANDIDATES.jsonl [GOLD.xml CANDIDATES.jsonl ...]

GOLD is a file of TR-News.xml's form, CANDIDATES what `cargo run --release -p memcon --example places -- --candidates`
prints for its texts. A conditional logit: of the candidates of a name, the gold one is to be the likeliest. Each pair
of files counts the same. Prints the two rows of weights for `crates/memcon/src/place/resolve.rs` and, fitted on four
fifths of the documents and measured on the fifth, the share of names that are right. The features depend on the
weights through the places of the other names: fit, build, and fit again until the weights stand. Needs numpy and scipy.
"""
import json
import math
import sys
import xml.etree.ElementTree as ET

import numpy as np
from scipy.optimize import minimize

# Columns known before any name is decided: what a place is, what stands beside it, which places the others could be.
FIRST = [*range(16), 24, 25, 26]
RIDGE = 0.3
# Not learnable where no publisher is told: set by hand.
PUBLISHER = [2.0, 4.0]
# "X, Y" puts X in Y, and a name keeps its sense, whatever the few cases of the data say; and local papers, of which
# LGL is made, must not teach that the largest place of a name, the best known or a capital is the least likely: set by hand.
BY_RULE = {6: 1.0, 10: -2.0, 11: 0.0, 12: 4.0, 13: -4.0, 16: 1.0, 26: 2.0}


def gold_points(path):
    """Document id to (start, end, geonameid, lat, lon) of each toponym with coordinates."""
    documents = {}
    for number, article in enumerate(ET.parse(path).getroot().iter("article")):
        text = article.findtext("text") or ""
        points = documents.setdefault(str(article.get("docid") or article.get("file") or number), [])
        for toponym in article.iter("toponym"):
            lat = toponym.findtext(".//lat") or toponym.findtext("latitude")
            lon = toponym.findtext(".//lon") or toponym.findtext("longitude")
            start, phrase = int(toponym.findtext("start")), toponym.findtext("phrase")
            near = [m for m in range(max(0, start - 60), start + 60) if text.startswith(phrase, m)]
            if lat and near:
                start = min(near, key=lambda m: abs(m - start))
                tag = toponym.find("gaztag")
                identifier = int(tag.get("geonameid") or 0) if tag is not None else 0
                points.append((start, start + len(phrase), identifier, float(lat), float(lon)))
    return documents


def km(a, b, c, d):
    a, b, c, d = map(math.radians, (a, b, c, d))
    return 12742 * math.asin(min(1, math.sqrt(math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2)))


def names(gold, candidates):
    """Per name with a right candidate: its features, the row of the right one, its mentions, its document."""
    documents, found = gold_points(gold), []
    for line in open(candidates, encoding="utf-8"):
        document = json.loads(line)
        groups = {}
        for candidate in document["candidates"]:
            groups.setdefault(candidate["group"], []).append(candidate)
        for group in groups.values():
            points = [p for s, e in group[0]["spans"] for p in documents.get(str(document["id"]), []) if s < p[1] and p[0] < e]
            if not points or len(group) < 2:
                continue
            _, _, identifier, lat, lon = max(points, key=lambda p: sum(q[2:] == p[2:] for q in points))
            distances = [0 if c["geonameid"] == identifier else 1 + km(lat, lon, c["lat"], c["lon"]) for c in group]
            right = int(np.argmin(distances))
            if distances[right] < 60:
                within = np.array([d < 162 for d in distances])
                found.append((np.array([c["features"] for c in group]), right, min(len(points), 3), str(document["id"]), within))
    return found


def loss(weights, data, columns):
    """Penalised negative log likelihood and its slope; weights set by rule stay."""
    for at, column in enumerate(columns):
        if column in BY_RULE:
            weights[at] = BY_RULE[column]
    value, slope = RIDGE * weights @ weights, 2 * RIDGE * weights
    for features, right, count, _, _ in data:
        x = features[:, columns]
        scores = x @ weights
        scores -= scores.max()
        p = np.exp(scores)
        p /= p.sum()
        value -= count * math.log(p[right] + 1e-12)
        slope = slope + count * (p @ x - x[right])
    return value, np.array([0.0 if c in BY_RULE else s for c, s in zip(columns, slope)])


def fit(data, columns):
    start = np.array([BY_RULE.get(c, 0.0) for c in columns])
    return minimize(loss, start, args=(data, columns), jac=True, method="L-BFGS-B").x


def right_share(data, weights, columns):
    return sum(n[4][np.argmax(n[0][:, columns] @ weights)] * n[2] for n in data) / sum(n[2] for n in data)


def main():
    if len(sys.argv) < 3 or len(sys.argv) % 2 == 0:
        raise SystemExit(__doc__)
    sets = [names(g, c) for g, c in zip(sys.argv[1::2], sys.argv[2::2])]
    size = sets[0][0][0].shape[1]
    most = max(sum(n[2] for n in s) for s in sets)
    weighed = [[(f, r, c * most / sum(n[2] for n in s), d, w) for f, r, c, d, w in s] for s in sets]
    every = list(range(size - len(PUBLISHER)))
    for columns in (FIRST, every):
        weights = dict(zip(columns, fit([n for s in weighed for n in s], columns)))
        print(", ".join(f"{w:.2f}" for w in [*(weights.get(c, 0.0) for c in every), *PUBLISHER]))
    for s in weighed:
        documents = sorted({n[3] for n in s})
        shares = []
        for fold in range(5):
            held = set(documents[fold::5])
            train = [n for t in weighed for n in t if not (t is s and n[3] in held)]
            shares.append(right_share([n for n in s if n[3] in held], fit(train, every), every))
        print(f"# {len(s)} names, held out {np.mean(shares):.3f}")


if __name__ == "__main__":
    main()
