"""Lemmas from a table: suffix rules by Penn tag, learnt from the training parts, and the words that break them.

usage: python -m memcon_training.lemma_table UD_FOLDER [OUT_FILE]
Writes crates/memcon-model/data/lemmas.txt and scores it on the dev parts with gold tags. Measured
against a head on the encoder that chooses the same edits, the table wins by two points: it sees the
whole form, the head only its first piece.
"""

import glob
import os
import re
import sys
from collections import Counter, defaultdict

from . import lemma, treebank

LONGEST_SUFFIX = 5
# A suffix rule is learnt from at least so many words (types): fewer are exceptions.
MIN_TYPES = 2


class Table:
    """`rules[suffix, tag]` is an edit, the longest suffix wins; `exceptions[form, tag]` is a lemma. All in lower case."""

    def __init__(self, sentences):
        forms = defaultdict(Counter)
        for s in sentences:
            for word, own, tag in zip(s.words, s.lemmas, s.xpos):
                if "\t" not in word and " " not in word:
                    forms[word.lower(), tag][own.lower()] += 1
        best = {key: counts.most_common(1)[0] for key, counts in sorted(forms.items())}
        suffixes = defaultdict(Counter)
        for (form, tag), (own, _) in best.items():
            for n in range(min(LONGEST_SUFFIX, len(form)) + 1):
                suffixes[form[len(form) - n :], tag][lemma.script(form, own)] += 1
        self.rules = {}
        for (suffix, tag), counts in sorted(suffixes.items(), key=lambda item: (len(item[0][0]), item[0])):
            edit, types = sorted(counts.items(), key=lambda c: (-c[1], c[0]))[0]
            if edit.startswith("=") or types < MIN_TYPES or 2 * types <= sum(counts.values()):
                continue
            if self.rule(suffix, tag) != edit:
                self.rules[suffix, tag] = edit
        # The treebanks keep typing errors as they stand ("freed" as "fre", "leaned" as "learn"): what grammar says of
        # the words of the frames and of irregular verbs outweighs a lemma that was seen once or twice.
        sure = inflected(frame_words() | verbs_of(sentences, 3)) | irregular_verbs()
        seen = {key: own for key, (own, count) in best.items() if count > 2 or key not in sure}
        # Of irregular verbs the list knows better than any count (a treebank has "fled" as "flead").
        known = inflected(verbs_of(sentences, 1)) | sure | seen | irregular_verbs()
        self.exceptions = {(form, tag): own for (form, tag), own in known.items() if self.by_rule(form, tag) != own}

    def rule(self, form, tag):
        for n in range(min(LONGEST_SUFFIX, len(form)), -1, -1):
            edit = self.rules.get((form[len(form) - n :], tag))
            if edit is not None:
                return edit
        return "0|"

    def by_rule(self, form, tag):
        return lemma.apply(self.rule(form, tag), form)

    def lemma(self, word, tag):
        word = word.lower()
        return self.exceptions.get((word, tag)) or self.by_rule(word, tag)

    def write(self, path):
        with open(path, "w", encoding="utf-8") as f:
            f.write("# Lemma rules and exceptions by Penn tag; see training/memcon_training/lemma_table.py.\n")
            f.writelines(f"-{suffix}\t{tag}\t{edit}\n" for (suffix, tag), edit in sorted(self.rules.items()))
            f.writelines(f"{form}\t{tag}\t{own}\n" for (form, tag), own in sorted(self.exceptions.items()) if not form.startswith("-"))


def verbs_of(sentences, times):
    """(lemma, "v") of the treebanks' verbs that occur so many times."""
    counts = Counter(own.lower() for s in sentences for own, tag in zip(s.lemmas, s.upos) if tag == "VERB")
    return {(own, "v") for own, count in counts.items() if count >= times}


def frame_words():
    """(lemma, "v" or "n") of every trigger and object of the frames, whose forms must be known."""
    found = set()
    for path in sorted(glob.glob(os.path.join(os.path.dirname(__file__), "..", "..", "lexicon", "frames", "*.txt"))):
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                if not line.strip() or line[0] in "#@<>":
                    continue
                seen_trigger = False
                for word in line.split(" | ")[0].split():
                    if word.startswith("+") or re.match(r"(A|R|X|ACT)[?!*:~]?", word) and not word[0].islower():
                        found |= {(w, "n") for w in re.split(r"[:~/]", word)[1:] if w.isalpha()}
                        continue
                    kind = "n" if seen_trigger or word.endswith(".n") else "v"
                    if not word.endswith(".a"):
                        found |= {(w, kind) for w in word.split(".")[0].split("/") if w.isalpha() and w.islower()}
                    seen_trigger = True
    return found


def inflected(words):
    """The regular forms of verbs and nouns: {(form, tag): lemma}. Where spelling leaves a choice, both."""
    found, undoubled = {}, {}
    for word, kind in sorted(words):
        if len(word) < 3 or not word.isascii() or not word.isalpha():
            continue
        plural = word + "es" if word.endswith(("s", "x", "z", "ch", "sh")) else word[:-1] + "ies" if word[-1] == "y" and word[-2] not in "aeiou" else word + "s"
        if kind == "n":
            found.setdefault((plural, "NNS"), word)
            continue
        found.setdefault((plural, "VBZ"), word)
        stems = [word]
        if word.endswith("e"):
            stems = [word[:-1]]
        elif word[-1] == "y" and word[-2] not in "aeiou":
            stems = [word[:-1] + "i"]
        elif word[-1] in "bdglmnprtv" and word[-2] in "aeiou" and word[-3] not in "aeiou":
            stems.append(word + word[-1])
        for stem in stems:
            # "raped" is of "rape", not of "rap": an undoubled form gives way to any other verb's.
            into = undoubled if stem == word and len(stems) > 1 else found
            for tag in ("VBD", "VBN"):
                into.setdefault((stem + "ed", tag), word)
            into.setdefault(((word if word.endswith("y") else stem) + "ing", "VBG"), word)
    return undoubled | found


def irregular_verbs():
    """{(form, tag): lemma} of training/irregular.txt."""
    found = {}
    path = os.path.join(os.path.dirname(__file__), "..", "irregular.txt")
    with open(path, encoding="utf-8") as lines:
        for base, past, participle in (line.split() for line in lines if line.strip() and not line.startswith("#")):
            found |= {(past, "VBD"): base, (participle, "VBN"): base}
    return found


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else sys.exit(__doc__)
    train = [s for name in ("en_ewt", "en_gum") for s in treebank.read(f"{folder}/{name}-train.conllu") if treebank.is_free(s)]
    table = Table(train)
    print(f"{len(table.rules)} rules, {len(table.exceptions)} exceptions")
    if len(sys.argv) > 2:
        table.write(sys.argv[2])
    for name in ("en_ewt-dev", "en_gum-dev"):
        right = total = 0
        for s in treebank.read(f"{folder}/{name}.conllu"):
            for word, own, tag in zip(s.words, s.lemmas, s.xpos):
                right += table.lemma(word, tag) == own.lower()
                total += 1
        print(f"{name}: lemmas {100 * right / total:.2f} of {total} words, gold tags given")


if __name__ == "__main__":
    main()
