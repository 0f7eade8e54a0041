"""Words to word pieces and word-shape classes, exactly as the Rust reader does it (`reading/pieces.rs`)."""

import unicodedata
from functools import lru_cache

CLS, SEP, UNK = "[CLS]", "[SEP]", "[UNK]"
MAX_PIECES = 512
MAX_WORD = 100
SHAPES = ("lower", "title", "upper", "mixed", "letter", "digit")


def shape(word):
    """0 no capital, 1 Capitalised, 2 ALL CAPITALS, 3 miXed, 4 a single capital letter, 5 holds a digit."""
    if any(c.isdigit() for c in word):
        return 5
    letters = [c for c in word if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    if upper == 0:
        return 0
    if len(letters) == 1:
        return 4
    if upper == len(letters):
        return 2
    if upper == 1 and letters[0].isupper():
        return 1
    return 3


class WordPiece:
    """BERT's uncased tokenisation of single words: lower case, accents off, punctuation apart, longest match."""

    def __init__(self, vocabulary):
        self.ids = {piece: i for i, piece in enumerate(vocabulary)}
        self.cls, self.sep, self.unk = (self.ids[p] for p in (CLS, SEP, UNK))

    @classmethod
    def load(cls, path):
        with open(path, encoding="utf-8") as f:
            return cls([line.rstrip("\n") for line in f])

    @lru_cache(maxsize=200_000)
    def word(self, word):
        """The piece ids of one word: never empty."""
        found = []
        for part in split_punctuation(normal(word)):
            found += self._part(part)
        return tuple(found) or (self.unk,)

    def _part(self, part):
        if len(part) > MAX_WORD:
            return [self.unk]
        start, found = 0, []
        while start < len(part):
            end = len(part)
            while end > start and ("##" if start else "") + part[start:end] not in self.ids:
                end -= 1
            if end == start:
                return [self.unk]
            found.append(self.ids[("##" if start else "") + part[start:end]])
            start = end
        return found

    def sentence(self, words):
        """(piece ids with [CLS] and [SEP], the position of each word's first piece, the word of each piece)."""
        ids, first, owner = [self.cls], [], [-1]
        for i, word in enumerate(words):
            pieces = self.word(word)
            first.append(len(ids))
            ids += pieces
            owner += [i] * len(pieces)
        return ids + [self.sep], first, owner + [-1]


def normal(word):
    out = []
    for c in unicodedata.normalize("NFD", word.lower()):
        category = unicodedata.category(c)
        if category in ("Mn", "Cc", "Cf") or c == "\ufffd":
            continue
        out.append(" " if c.isspace() else c)
    return "".join(out)


def is_punctuation(c):
    return c.isascii() and not c.isalnum() and not c.isspace() or unicodedata.category(c).startswith("P")


def split_punctuation(text):
    parts, current = [], ""
    for c in text:
        if c == " ":
            parts.append(current)
            current = ""
        elif is_punctuation(c) or 0x4E00 <= ord(c) <= 0x9FFF:
            parts += [current, c]
            current = ""
        else:
            current += c
    return [p for p in parts + [current] if p]
