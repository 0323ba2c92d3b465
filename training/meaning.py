"""Word vectors for the search by meaning: resources/search/meaning.bin.

    python3 training/meaning.py texts --data CORPORA --codiesp CODIESP --work BUILD
    node training/meaning.ts ENCODER.onnx TOKENIZER.json BUILD/texts.json BUILD/texts.f32
    python3 training/meaning.py train --data CORPORA --codiesp CODIESP --work BUILD --out resources/search/meaning.bin

ENCODER is all-MiniLM-L6-v2 as ONNX (Apache-2.0), TOKENIZER its tokenizer.json. Training takes some
five minutes on one core.

A text's vector is the sum of its words' vectors, brought to length 1. A word's vector is that of
the whole word plus the mean of those of its parts of three to five characters, both from hashed
tables (fastText: Bojanowski et al. 2017), so that no word is unknown. The tables learn from:

- phrases of the book and of the CodiEsp train split, each near the title of its code and far from
  the other titles of the batch (InfoNCE: van den Oord et al. 2018);
- lay words and the words of the classification for them (resources/search/synonyms.tsv);
- sentences of the CodiEsp train and background texts and their English translation;
- the sentence encoder: two texts shall be as near to each other as it holds them to be.

No text of the CodiEsp dev split and no name of the Disease Ontology is learned from: those measure it.
"""
from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import re
import struct
import time
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import cross_entropy, normalize

SEED = 20260
WORDS, PARTS, WIDTH = 32768, 16384, 128
"""Rows of the two tables, and the length of a vector."""
STEPS, RATE, TEMPERATURE = 2600, 0.01, 0.07
MAGIC = b"RMV1"
ROOT = Path(__file__).parent.parent


# The next three functions have twins in src/main/catalog/search/wordVectors.ts.


def words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFD", text.lower())
    return re.findall(r"[a-z]+|[0-9]+", "".join(c for c in folded if not unicodedata.combining(c)))


def fnv(text: str) -> int:
    """FNV-1a, 32 bits."""
    value = 2166136261
    for character in text:
        value = ((value ^ ord(character)) * 16777619) & 0xFFFFFFFF
    return value


def features(word: str) -> list[int]:
    """Rows of the word itself, first, and of its parts; the tables stand one below the other."""
    edged = f"<{word}>"
    parts = [edged[i : i + n] for n in (3, 4, 5) for i in range(len(edged) - n + 1)] if len(word) > 3 else [edged]
    return [fnv(word) % WORDS, *(WORDS + fnv(part) % PARTS for part in parts)]


class Words:
    """Texts as numbers of words, and the features of all words seen, one after the other."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.rows: list[list[int]] = []

    def of(self, text: str) -> np.ndarray:
        found = []
        for word in words(text):
            if word not in self.numbers:
                self.numbers[word] = len(self.rows)
                self.rows.append(features(word))
            found.append(self.numbers[word])
        return np.array(found, dtype=np.int64)

    def close(self) -> None:
        self.counts = np.array([len(row) for row in self.rows])
        self.starts = np.cumsum(self.counts) - self.counts
        self.flat = np.concatenate([np.array(row) for row in self.rows])
        self.weights = np.concatenate([[1.0] + [1 / (n - 1)] * (n - 1) for n in self.counts]).astype(np.float32)


class Vectors(torch.nn.Module):
    def __init__(self, vocabulary: Words) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.table = torch.nn.EmbeddingBag(WORDS + PARTS, WIDTH, mode="sum", sparse=True)
        self.table.weight.data.normal_(0, 0.1)

    def forward(self, texts: list[np.ndarray]) -> torch.Tensor:
        v = self.vocabulary
        distinct, inverse = np.unique(np.concatenate(texts), return_inverse=True)
        counts = v.counts[distinct]
        offsets = np.cumsum(counts) - counts
        picked = np.repeat(v.starts[distinct] - offsets, counts) + np.arange(counts.sum())
        vectors = self.table(
            torch.from_numpy(v.flat[picked]),
            torch.from_numpy(offsets),
            per_sample_weights=torch.from_numpy(v.weights[picked]),
        )
        text = torch.from_numpy(np.repeat(np.arange(len(texts)), [len(t) for t in texts]))
        summed = torch.zeros(len(texts), WIDTH).index_add(0, text, vectors[torch.from_numpy(inverse)])
        return normalize(summed, dim=1)


# What is learned from.


def dotted(plain: str) -> str:
    return plain if len(plain) < 4 else f"{plain[:3]}.{plain[3:]}"


def read_titles(icd: Path) -> dict[str, str]:
    """Titles of the codes without those that only a seventh character tells apart."""
    titles = {}
    for line in (icd / "icd10cm_order_2026.txt").read_text("latin1").splitlines():
        plain = line[6:13].strip()
        if len(plain) < 7:
            titles[dotted(plain)] = line[77:].strip()
    return titles


def read_book(icd: Path, titles: dict[str, str]) -> list[tuple[str, str]]:
    """Index terms, without and with their nonessential modifiers, and inclusion terms, with their codes."""
    pairs = []
    for line in (icd / "icd10cm_index_rolled_fy2026.tsv").read_text("utf8").splitlines()[1:]:
        path, modifiers, _, kind, _, plain, _ = line.split("\t")
        code = dotted(plain)
        if kind == "code" and code in titles:
            term = path.replace(" > ", ", ")
            pairs.append((term, code))
            if modifiers:
                pairs.append((f"{term} {modifiers}", code))
    for line in (icd / "icd10cm_tabular2021_notes.tsv").read_text("utf8").splitlines()[1:]:
        code, kind, text = line.split("\t")
        if kind == "inclusionTerm" and code in titles:
            pairs.append((text, code))
    return pairs


def read_train_phrases(codiesp: Path, titles: dict[str, str]) -> list[tuple[str, str]]:
    """Spanish gold evidence of the train split, with the code that annotators most often gave it."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for line in (codiesp / "train/trainX.tsv").read_text("utf8").splitlines():
        _, kind, code, phrase, _ = line.split("\t")
        if kind == "DIAGNOSTICO" and code.upper() in titles:
            seen[phrase.lower()][code.upper()] += 1
    return [(phrase, codes.most_common(1)[0][0]) for phrase, codes in sorted(seen.items())]


def read_synonyms() -> list[tuple[str, str]]:
    with open(ROOT / "resources/search/synonyms.tsv", encoding="utf8") as lines:
        return [(row["typed"], row["meant"]) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def read_translations(data: Path, codiesp: Path) -> list[tuple[str, str]]:
    """Spanish sentences with their English translation."""
    texts: dict[str, dict[str, str]] = {"es": {}, "en": {}}
    for language, own in texts.items():
        with gzip.open(data / f"unlabelled/clinical-{language}.jsonl.gz", "rt", encoding="utf8") as lines:
            for line in lines:
                row = json.loads(line)
                own[row["id"]] = row["text"]
        folder = codiesp / "train" / ("text_files" if language == "es" else "text_files_en")
        for file in folder.glob("*.txt"):
            own[file.stem] = file.read_text("utf8")
    both = sorted(texts["es"].keys() & texts["en"].keys())
    return [pair for id in both for pair in align(sentences(texts["es"][id]), sentences(texts["en"][id]))]


def sentences(text: str) -> list[str]:
    return [s.strip() for s in re.split(r"(?<=[.!?:])\s+|\n+", text) if s.strip()]


def landmarks(sentence: str) -> set[str]:
    """What a translation keeps: numbers, and the beginnings of words that two languages share."""
    return set(re.findall(r"\d+", sentence)) | {w[:5] for w in re.findall(r"[a-záéíóúñ]{5,}", sentence.lower())}


def align(a: list[str], b: list[str]) -> list[tuple[str, str]]:
    """Sentences that translate each other: dynamic programming over lengths (Gale & Church 1993) and landmarks."""
    marks_a, marks_b = [landmarks(s) for s in a], [landmarks(s) for s in b]
    ratio = sum(map(len, a)) / max(1, sum(map(len, b)))
    best = {(0, 0): 0.0}
    came: dict[tuple[int, int], tuple[int, int, float]] = {}
    for i in range(len(a) + 1):
        centre = i * len(b) // max(1, len(a))
        for j in range(max(0, centre - 15), min(len(b), centre + 15) + 1):
            if (i, j) not in best:
                continue
            for di, dj, price in ((1, 1, 0.5), (1, 0, 3.0), (0, 1, 3.0), (2, 1, 1.5), (1, 2, 1.5)):
                if i + di > len(a) or j + dj > len(b):
                    continue
                if di and dj:
                    length_a = sum(map(len, a[i : i + di]))
                    length_b = sum(map(len, b[j : j + dj])) * ratio
                    x, y = set().union(*marks_a[i : i + di]), set().union(*marks_b[j : j + dj])
                    shared = len(x & y) / min(len(x), len(y)) if x and y else 0.2
                    price += 4 * abs(length_a - length_b) / (length_a + length_b) - 2 * shared
                total = best[i, j] + price
                if total < best.get((i + di, j + dj), 1e9):
                    best[i + di, j + dj] = total
                    came[i + di, j + dj] = (i, j, price)
    pairs = []
    at = (len(a), len(b))
    while at in came:
        i, j, price = came[at]
        if i < at[0] and j < at[1] and price < 0.8:
            pairs.append((" ".join(a[i : at[0]]), " ".join(b[j : at[1]])))
        at = (i, j)
    return pairs


def encoder_texts(args: argparse.Namespace) -> list[str]:
    """English texts that the encoder is asked about: its own words, the book, clinical clauses, what patients say."""
    titles = read_titles(args.data / "icd10cm-fy2026")
    vocabulary = json.loads((ROOT / "resources/model/tokenizer.json").read_text("utf8"))["model"]["vocab"]
    book = [text for text, _ in read_book(args.data / "icd10cm-fy2026", titles) if "(" not in text]
    spoken = []
    with open(args.data / "mts-dialog/MTS-Dialog-TrainingSet.csv", encoding="utf8", newline="") as lines:
        for row in csv.DictReader(lines):
            said = re.sub(r"(?m)^\s*(Doctor|Patient|Guest_\w+):\s*", "", row["dialogue"])
            spoken += [s.strip() for s in re.split(r"(?<=[.?!])\s+|\n", said) if 3 <= len(s.split()) <= 14]
            spoken += [s.strip() for s in re.split(r"[.,;:?!]\s+|\n", row["section_text"]) if 2 <= len(s.split()) <= 12]
    clauses = [
        clause.strip(" .")
        for _, english in read_translations(args.data, args.codiesp)
        for clause in re.split(r"[,;:.]\s+", english)
        if 2 <= len(clause.split()) <= 9
    ]
    chooser = random.Random(SEED)

    def some(texts: list[str], most: int) -> list[str]:
        distinct = sorted(set(texts))
        return chooser.sample(distinct, min(most, len(distinct)))

    general = [word for word in vocabulary if re.fullmatch("[a-z]{3,}", word)]
    parts = general, some(list(titles.values()), 30000), some(book, 20000), some(spoken, 15000), some(clauses, 14000)
    return list(dict.fromkeys(text for part in parts for text in part))


# Learning.


def contrast(a: torch.Tensor, b: torch.Tensor, same: torch.Tensor) -> torch.Tensor:
    """InfoNCE in both directions; pairs of the same meaning are no negatives of each other."""
    scores = (a @ b.T / TEMPERATURE).masked_fill(same & ~torch.eye(len(a), dtype=torch.bool), -1e4)
    own = torch.arange(len(a))
    return (cross_entropy(scores, own) + cross_entropy(scores.T, own)) / 2


def train(args: argparse.Namespace) -> None:
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    icd = args.data / "icd10cm-fy2026"
    titles = read_titles(icd)
    numbers = {code: i for i, code in enumerate(titles)}
    vocabulary = Words()
    title_words = [vocabulary.of(title) for title in titles.values()]

    groups = []
    for pairs in (read_book(icd, titles), read_train_phrases(args.codiesp, titles)):
        kept = [(vocabulary.of(phrase), numbers[code]) for phrase, code in pairs]
        groups.append([(phrase, code) for phrase, code in kept if len(phrase)])
    translations = [(vocabulary.of(a), vocabulary.of(b)) for a, b in read_translations(args.data, args.codiesp)]
    translations = [(a, b) for a, b in translations if len(a) and len(b)]
    meant = {text: i for i, text in enumerate(dict.fromkeys(b for _, b in read_synonyms()))}
    synonyms = [(vocabulary.of(a), vocabulary.of(b), meant[b]) for a, b in read_synonyms()]

    texts = json.loads((args.work / "texts.json").read_text("utf8"))
    teacher = torch.from_numpy(np.fromfile(args.work / "texts.f32", dtype=np.float32).reshape(len(texts), -1))
    teacher = normalize(teacher - teacher.mean(0), dim=1)
    asked = [vocabulary.of(text) for text in texts]
    with_words = torch.tensor([i for i, text in enumerate(asked) if len(text)])
    vocabulary.close()

    model = Vectors(vocabulary)
    optimiser = torch.optim.SparseAdam(model.parameters(), lr=RATE)
    others = -1e4 * torch.eye(512)
    started = time.time()
    for step in range(STEPS):
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1 - step / STEPS) + RATE / 100
        phrases = [own[i] for own, n in zip(groups, (400, 96)) for i in torch.randint(0, len(own), (n,))]
        codes = torch.tensor([code for _, code in phrases])
        pairs = [translations[i] for i in torch.randint(0, len(translations), (160,))]
        lay = [synonyms[i] for i in torch.randint(0, len(synonyms), (96,))]
        meanings = torch.tensor([meaning for _, _, meaning in lay])
        drawn = with_words[torch.randint(0, len(with_words), (512,))]
        parts = [
            [phrase for phrase, _ in phrases],
            [title_words[code] for _, code in phrases],
            [a for a, _ in pairs],
            [b for _, b in pairs],
            [a for a, _, _ in lay],
            [b for _, b, _ in lay],
            [asked[i] for i in drawn],
        ]
        phrase, title, spanish, english, typed, said, own = model([t for part in parts for t in part]).split(
            [len(part) for part in parts]
        )
        wanted = torch.softmax(teacher[drawn] @ teacher[drawn].T / TEMPERATURE + others, 1)
        given = torch.log_softmax(own @ own.T / TEMPERATURE + others, 1)
        losses = (
            contrast(phrase, title, codes[:, None] == codes[None, :]),
            contrast(spanish, english, torch.zeros(len(pairs), len(pairs), dtype=torch.bool)) / 2,
            contrast(typed, said, meanings[:, None] == meanings[None, :]) / 2,
            -(wanted * given).sum(1).mean(),
        )
        optimiser.zero_grad()
        sum(losses).backward()
        optimiser.step()
        if step % 100 == 0:
            print(step, f"{time.time() - started:.0f} s", *(f"{loss.item():.3f}" for loss in losses), flush=True)
    write(model.table.weight.detach().numpy(), args.out)


def write(table: np.ndarray, out: Path) -> None:
    """Magic, rows of both tables and width as 32-bit integers, a 32-bit scale for each row, then int8 rows."""
    scale = np.maximum(np.abs(table).max(1) / 127, 1e-9).astype("<f4")
    rows = np.round(table / scale[:, None]).astype(np.int8)
    out.write_bytes(MAGIC + struct.pack("<3I", WORDS, PARTS, WIDTH) + scale.tobytes() + rows.tobytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=("texts", "train"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--codiesp", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    if args.stage == "texts":
        (args.work / "texts.json").write_text(json.dumps(encoder_texts(args)), "utf8")
    else:
        train(args)


if __name__ == "__main__":
    main()
