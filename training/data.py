"""Documents, windows, label space and code titles.

The token ids come from `prepare.ts`, which runs the product's own tokenizer, so that
training and the application can never disagree on where a token begins.
"""
from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
"""The first pieces of the vocabulary."""
PAD, UNK, CLS, SEP, MASK = range(len(SPECIAL))

WINDOW = 512
"""Tokens of one encoder window, [CLS] and [SEP] included."""
OVERLAP = 128
"""Content tokens that two neighbouring windows share."""

_PROCEDURE = re.compile(r"^[0-9A-HJ-NP-Z]{4}([0-9A-HJ-NP-Z]{3})?$")


def system_of(code: str) -> str:
    """The code system of a code: a diagnosis of more than three characters has a dot, a procedure never."""
    return "icd-10-pcs" if _PROCEDURE.match(code) else "icd-10-cm"


@dataclass(frozen=True)
class Evidence:
    """Token ranges of a code's evidence; where not `exact`, it lies somewhere within them."""

    code: str
    ranges: tuple[tuple[int, int], ...]
    exact: bool


@dataclass(frozen=True)
class Document:
    """One document in one language, with its diagnosis and procedure codes."""

    id: str
    split: str
    lang: str
    ids: list[int]
    codes: frozenset[str]
    evidence: tuple[Evidence, ...]

    def spans(self) -> dict[str, list[tuple[int, int]]]:
        """All token ranges of each code."""
        spans: dict[str, list[tuple[int, int]]] = {}
        for e in self.evidence:
            spans.setdefault(e.code, []).extend(e.ranges)
        return spans


@dataclass(frozen=True)
class Window:
    """`ids[start:end]` is encoded; the hidden states of `[keep_start, keep_end)` are kept."""

    start: int
    end: int
    keep_start: int
    keep_end: int


def read_documents(path: Path) -> list[Document]:
    """Read tokens.jsonl."""
    documents = []
    with open(path, encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            codes = frozenset(row["codes"])
            evidence = []
            for span in row["spans"]:
                ranges = tuple((s, e) for s, e in span["tokens"] if 0 <= s < e <= len(row["ids"]))
                if span["code"] in codes and ranges:
                    evidence.append(Evidence(span["code"], ranges, span["exact"]))
            documents.append(Document(row["id"], row["split"], row["lang"], row["ids"], codes, tuple(evidence)))
    return documents


def part_of(id: str, parts: int) -> int:
    """The part into which cross-fitting deals a document; `partOf` of codiesp.ts."""
    return int(hashlib.sha256(id.encode()).hexdigest()[:8], 16) % parts


def sliding_windows(length: int, content: int = WINDOW - 2, overlap: int = OVERLAP) -> list[Window]:
    """Windows over a document of `length` tokens, as the application cuts them.

    Each token is kept from the window in which it lies further from the edge, which cuts
    an overlap in its middle.
    """
    if length == 0:
        return []
    step, half = content - overlap, overlap // 2
    starts = [0]
    while starts[-1] + content < length:
        starts.append(starts[-1] + step)
    windows = []
    for i, start in enumerate(starts):
        end = min(start + content, length)
        last = i == len(starts) - 1
        windows.append(
            Window(start, end, start + half if i else 0, end if last else starts[i + 1] + half)
        )
    return windows


def even_windows(length: int, content: int) -> list[Window]:
    """Equal windows without overlap, of at most `content` tokens: cheaper, for training."""
    count = max(1, -(-length // content))
    cuts = [round(i * length / count) for i in range(count + 1)]
    return [Window(s, e, s, e) for s, e in zip(cuts, cuts[1:]) if e > s]


def label_space(documents: Iterable[Document], minimum: int) -> list[tuple[str, int]]:
    """Codes that at least `minimum` different documents carry, in code order, with the count."""
    seen = {d.id: d.codes for d in documents}
    counts = Counter(code for codes in seen.values() for code in codes)
    return sorted((code, n) for code, n in counts.items() if n >= minimum)


class Titles:
    """Code titles of an official order file (fixed width)."""

    def __init__(self, path: Path) -> None:
        self._titles: dict[str, str] = {}
        with open(path, encoding="latin1") as lines:
            for line in lines:
                if len(line) > 77:
                    self._titles[line[6:13].strip()] = line[77:].strip()
        self._codes = sorted(self._titles)

    def __getitem__(self, code: str) -> str:
        """The code's title; where it is not listed, of a code below it or of its nearest ancestor.

        Corpora annotated with another edition use codes that this one has dropped, and stems
        that it only knows with more characters.
        """
        key = code.replace(".", "")
        at = bisect_left(self._codes, key)
        if at < len(self._codes) and self._codes[at].startswith(key):
            return self._titles[self._codes[at]]
        for end in range(len(key) - 1, 2, -1):
            if key[:end] in self._titles:
                return self._titles[key[:end]]
        at = bisect_left(self._codes, key[:2])
        return self._titles[self._codes[min(at, len(self._codes) - 1)]]


class TitleTokenizer:
    """WordPiece for the ASCII titles of the order file only; documents come tokenized."""

    def __init__(self, path: Path) -> None:
        self._vocabulary: dict[str, int] = json.loads(path.read_text("utf8"))["model"]["vocab"]

    def __call__(self, text: str) -> list[int]:
        ids = []
        for word in re.findall(r"[a-z0-9]+|[^\sa-z0-9]", text.lower()):
            ids.extend(self._pieces(word))
        return ids

    def _pieces(self, word: str) -> list[int]:
        pieces, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = ("##" if start else "") + word[start:end]
                if piece in self._vocabulary:
                    pieces.append(self._vocabulary[piece])
                    start = end
                    break
            else:
                return [UNK]
        return pieces
