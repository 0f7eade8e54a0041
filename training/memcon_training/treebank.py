"""Universal Dependencies treebanks in CoNLL-U: sentences, words, trees and GUM's nested entities."""

import re
from dataclasses import dataclass, field

# GUM texts under non-commercial licences: they may measure a free model but must not train it.
NON_COMMERCIAL = ("essay", "fiction", "letter", "podcast", "whow")

ENTITY_TYPES = ("abstract", "animal", "event", "object", "organization", "person", "place", "plant", "substance", "time")


@dataclass
class Sentence:
    doc: str
    genre: str
    starts_paragraph: bool = False
    text: str = ""
    words: list = field(default_factory=list)
    lemmas: list = field(default_factory=list)
    upos: list = field(default_factory=list)
    xpos: list = field(default_factory=list)
    heads: list = field(default_factory=list)
    deprels: list = field(default_factory=list)
    # (first word, last word inclusive, type); None where the treebank has no entity layer.
    entities: list | None = None


def genre_of(doc):
    """`GUM_news_afghan` is news; EWT's documents are `weblog-…`, `newsgroup-…`, `email-…`."""
    return doc.split("_")[1] if doc.startswith("GUM_") else doc.split("-")[0]


def is_free(sentence):
    return sentence.genre not in NON_COMMERCIAL


def read(path):
    """Every sentence of a CoNLL-U file, in order. Enhanced dependencies and empty nodes are left out."""
    sentences, doc, current, entities = [], "", None, None
    with open(path, encoding="utf-8") as lines:
        newpar = False
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id"):
                doc, newpar = line.split("=", 1)[1].strip(), True
            elif line.startswith("# newpar"):
                newpar = True
            elif line.startswith("# text ="):
                current = Sentence(doc, genre_of(doc), newpar, line.split("=", 1)[1].strip())
                current.entities = [] if doc.startswith("GUM_") else None
                entities, newpar = EntityReader(), False
            elif line and line[0].isdigit():
                columns = line.split("\t")
                if "-" in columns[0] or "." in columns[0]:
                    continue
                current.words.append(columns[1])
                current.lemmas.append(columns[2])
                current.upos.append(columns[3])
                current.xpos.append(columns[4])
                current.heads.append(int(columns[6]))
                current.deprels.append(columns[7])
                entities.word(len(current.words) - 1, columns[9])
            elif not line and current:
                if current.entities is not None:
                    current.entities = entities.spans()
                sentences.append(current)
                current = None
    if current:
        sentences.append(current)
    return sentences


class EntityReader:
    """GUM's `Entity=` brackets of one sentence; a discontinuous mention `(7[1/2]-…` counts by its parts' hull."""

    PART = re.compile(r"\((\d+(?:\[\d+/\d+\])?)-([a-z]+)[^()]*(\))?|(\d+(?:\[\d+/\d+\])?)\)")

    def __init__(self):
        self.open, self.found = {}, []

    def word(self, index, misc):
        found = re.search(r"(?:^|\|)Entity=([^|]*)", misc)
        if not found:
            return
        for opened, kind, closes, closed in self.PART.findall(found.group(1)):
            if opened and closes:
                self.found.append((index, index, kind))
            elif opened:
                self.open.setdefault(opened.split("[")[0], []).append((index, kind))
            elif self.open.get(closed.split("[")[0]):
                first, kind = self.open[closed.split("[")[0]].pop()
                self.found.append((first, index, kind))

    def spans(self):
        """Unique spans of the ten types; of two types on one span the first stands."""
        unique = {}
        for first, last, kind in self.found:
            if kind in ENTITY_TYPES:
                unique.setdefault((first, last), kind)
        return sorted((first, last, kind) for (first, last), kind in unique.items())
