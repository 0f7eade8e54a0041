"""Whether one reader codes worse than another, by any scorer: the difference of a figure over the same documents, with a
paired bootstrap interval.

usage: python training/paired.py SCORER.py FIGURE GOLD.jsonl FIRST.jsonl SECOND.jsonl [RESAMPLES]
SCORER.py has a main() that takes `GOLD SYSTEM` from the command line and prints; FIGURE is a regular expression of one
group that finds the number in what it prints, such as 'root accuracy ([0-9.]+)'. Documents (lines of GOLD) are drawn
with replacement, the same for both systems, and scored anew: 95 % of the differences lie within the interval.
"""

import contextlib
import importlib.util
import io
import json
import os
import random
import re
import sys
import tempfile


def by_id(path):
    with open(path, encoding="utf-8") as f:
        return {row["id"]: row for row in map(json.loads, filter(str.strip, f))}


def scorer(path):
    """The scorer's main; what it imports from beside itself is found."""
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    spec = importlib.util.spec_from_file_location("scorer", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.main


def write(path, rows):
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(row) + "\n" for row in rows)


def figure(main, pattern, gold, system, folder, drawn):
    """The scorer's figure on the documents drawn, each under a name of its own, since one may be drawn twice."""
    files = [os.path.join(folder, name) for name in ("gold.jsonl", "system.jsonl")]
    for path, rows in zip(files, (gold, system)):
        write(path, ({**rows[name], "id": f"{name}#{at}"} for at, name in enumerate(drawn) if name in rows))
    said = io.StringIO()
    sys.argv = ["scorer", *files, "--no-interval"]
    with contextlib.redirect_stdout(said):
        main()
    found = re.search(pattern, said.getvalue())
    return float(found[1]) if found else sys.exit(f"the scorer printed no {pattern!r}:\n{said.getvalue()}")


def main():
    if len(sys.argv) not in (6, 7):
        sys.exit(__doc__)
    path, pattern, *files = sys.argv[1:6]
    count = int(sys.argv[6]) if len(sys.argv) == 7 else 1000
    gold, *systems = (by_id(file) for file in files)
    score, rng, documents = scorer(path), random.Random(0), list(gold)
    with tempfile.TemporaryDirectory() as folder:
        figures = lambda drawn: [figure(score, pattern, gold, system, folder, drawn) for system in systems]
        first, second = figures(documents)
        drawn = (figures(rng.choices(documents, k=len(documents))) for _ in range(count))
        differences = sorted(b - a for a, b in drawn)
    low, high = (differences[int(share * count)] for share in (0.025, 0.975))
    print(f"{len(documents)} documents: {first:.3f} and {second:.3f}, difference {second - first:+.4f} [{low:+.4f}, {high:+.4f}]")


if __name__ == "__main__":
    main()
