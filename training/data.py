"""Documents, windows, label space and code titles.

The token ids come from `prepare.ts`, which runs the product's own tokenizer, so that
training and the application can never disagree on where a token begins.
"""
from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable

PAD, UNK, CLS, SEP = 0, 100, 101, 102

WINDOW = 512
"""Tokens of one encoder window, [CLS] and [SEP] included."""
OVERLAP = 128
"""Content tokens that two neighbouring windows share."""

_DIAGNOSIS = re.compile(r"^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$")


@dataclass(frozen=True)
class Document:
    """One document in one language. `spans` maps a code to its evidence token ranges."""

    id: str
    fold: str
    lang: str
    ids: list[int]
    codes: frozenset[str]
    spans: dict[str, list[tuple[int, int]]]


@dataclass(frozen=True)
class Window:
    """`ids[start:end]` is encoded; the hidden states of `[keep_start, keep_end)` are kept."""

    start: int
    end: int
    keep_start: int
    keep_end: int


def read_documents(path: Path) -> list[Document]:
    """Read tokens.jsonl, keeping ICD-10-CM diagnosis codes only."""
    documents = []
    with open(path, encoding="utf8") as lines:
        for line in lines:
            if not line.strip():
                continue
            row = json.loads(line)
            codes = frozenset(c for c in row["codes"] if _DIAGNOSIS.match(c))
            spans: dict[str, list[tuple[int, int]]] = {}
            for span in row["spans"]:
                ranges = [(s, e) for s, e in span["tokens"] if 0 <= s < e <= len(row["ids"])]
                if span["code"] in codes and ranges:
                    spans.setdefault(span["code"], []).extend(ranges)
            documents.append(Document(row["id"], row["fold"], row["lang"], row["ids"], codes, spans))
    return documents


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


def align_spans(documents: Iterable[Document], margin: int) -> dict[tuple[str, str], dict[str, list[tuple[int, int]]]]:
    """Evidence of documents that have none, carried over from their translation.

    A machine translation keeps the order of the sentences, so evidence lies at about the
    same fraction of the text; `margin` tokens on both sides allow for what moved.
    """
    documents = list(documents)
    annotated = {d.id: d for d in documents if d.spans}
    aligned = {}
    for d in documents:
        source = annotated.get(d.id)
        if d.spans or source is None or not d.ids:
            continue
        scale = len(d.ids) / len(source.ids)
        aligned[d.id, d.lang] = {
            code: [
                (max(0, int(s * scale) - margin), min(len(d.ids), int(e * scale) + 1 + margin)) for s, e in ranges
            ]
            for code, ranges in source.spans.items()
        }
    return aligned


class Titles:
    """Code titles of the official ICD-10-CM order file (fixed width)."""

    def __init__(self, path: Path) -> None:
        self._titles: dict[str, str] = {}
        with open(path, encoding="latin1") as lines:
            for line in lines:
                if len(line) > 77:
                    self._titles[line[6:13].strip()] = line[77:].strip()
        self._codes = sorted(self._titles)

    def __getitem__(self, code: str) -> str:
        """The code's title; of its nearest listed ancestor where the code is not listed.

        Corpora annotated with another edition use codes that this one has dropped, and
        three-character stems that it only knows with more characters.
        """
        key = code.replace(".", "")
        for end in range(len(key), 2, -1):
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
