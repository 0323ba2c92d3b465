"""A WordPiece vocabulary for clinical Spanish and English, as a tokenizer.json.

usage: python3 vocabulary.py --texts clinical-es.jsonl.gz clinical-en.jsonl.gz --codiesp CODIESP_FOLDER
           --catalogue icd10cm_order_2026.txt icd10cm_index_rolled_fy2026.tsv --reference tokenizer.json
           --out tokenizer.json

Pieces are found by merging the most frequent pair of neighbouring pieces again and again
(Sennrich et al. 2016), which is how WordPiece vocabularies are made in practice; texts are
then cut greedily, longest piece first, as BERT does. Words are normalised and split as
src/main/model/tokenizer.ts does it. Same input, same bytes.
"""
from __future__ import annotations

import argparse
import gzip
import heapq
import json
import unicodedata
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Iterable, Iterator, Mapping, Sequence

from data import SPECIAL

CONTINUING = "##"
LONGEST_WORD = 100


@lru_cache(maxsize=None)
def _folded(character: str) -> str:
    """A character in lower case without its accents; empty for marks; ` ` and itself mark the ends of words."""
    if character.isspace():
        return " "
    if unicodedata.category(character)[0] == "P" or character in "$+<=>^`|~":
        return f" {character} "
    plain = unicodedata.normalize("NFD", character.lower())
    return "".join(c for c in plain if unicodedata.category(c)[0] != "M")


def words(text: str) -> list[str]:
    """The normalised words of a text; each punctuation mark is a word."""
    return "".join(map(_folded, text)).split()


def unlabelled(path: Path) -> Iterator[str]:
    """The texts of a gzipped JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def catalogue(path: Path) -> Iterator[str]:
    """Long titles of an official order file, or term paths and modifiers of an index table."""
    if path.suffix == ".tsv":
        for line in path.read_text("utf8").splitlines()[1:]:
            yield " ".join(line.split("\t")[:2])
    else:
        for line in path.read_text("latin1").splitlines():
            yield line[77:]


def counted(texts: Iterable[str]) -> Counter:
    """How often each word occurs."""
    counts: Counter = Counter()
    for text in texts:
        counts.update(words(text))
    return counts


def weighted(counts: Counter, share: float, total: float) -> dict[str, float]:
    """Counts scaled down so that they sum to at most `share` of `total`."""
    factor = min(1.0, share * total / max(1, sum(counts.values())))
    return {word: n * factor for word, n in counts.items()}


def merge_pieces(counts: Mapping[str, float], size: int, least_character: float) -> list[str]:
    """Pieces of the words `counts`: their characters, then merged pairs, until there are `size`.

    Characters rarer than `least_character` are left out, with the words that hold them.
    """
    characters: Counter = Counter()
    for word, n in counts.items():
        for character in set(word):
            characters[character] += n
    known = {c for c, n in characters.items() if n >= least_character}
    pieces = sorted(known) + [CONTINUING + c for c in sorted(known)]
    symbols: list[list[str]] = []
    weights: list[float] = []
    for word, n in sorted(counts.items()):
        if 1 < len(word) <= LONGEST_WORD and known.issuperset(word):
            symbols.append([word[0], *(CONTINUING + c for c in word[1:])])
            weights.append(n)
    pairs: dict[tuple[str, str], float] = defaultdict(float)
    where: dict[tuple[str, str], set[int]] = defaultdict(set)
    for i, word in enumerate(symbols):
        for pair in zip(word, word[1:]):
            pairs[pair] += weights[i]
            where[pair].add(i)
    heap = [(-n, pair) for pair, n in pairs.items()]
    heapq.heapify(heap)
    seen = set(pieces)
    while heap and len(pieces) < size:
        n, pair = heapq.heappop(heap)
        if abs(pairs[pair] + n) > 1e-6:
            if pairs[pair] > 1e-6:
                heapq.heappush(heap, (-pairs[pair], pair))
            continue
        left, right = pair
        merged = left + right[len(CONTINUING) :]
        if merged not in seen:
            seen.add(merged)
            pieces.append(merged)
        changed: set[tuple[str, str]] = set()
        for i in sorted(where[pair]):
            old = symbols[i]
            new: list[str] = []
            for symbol in old:
                if new and new[-1] == left and symbol == right:
                    new[-1] = merged
                else:
                    new.append(symbol)
            for p in zip(old, old[1:]):
                pairs[p] -= weights[i]
                where[p].discard(i)
                changed.add(p)
            for p in zip(new, new[1:]):
                pairs[p] += weights[i]
                where[p].add(i)
                changed.add(p)
            symbols[i] = new
        for p in changed:
            if pairs[p] > 1e-6:
                heapq.heappush(heap, (-pairs[p], p))
    return pieces


def split(word: str, vocabulary: Mapping[str, int]) -> list[str]:
    """Greedy longest-match-first pieces of a normalised word; `[UNK]` where it has none."""
    if len(word) > LONGEST_WORD:
        return ["[UNK]"]
    pieces, start = [], 0
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = (CONTINUING if start else "") + word[start:end]
            if piece in vocabulary:
                pieces.append(piece)
                start = end
                break
        else:
            return ["[UNK]"]
    return pieces


def pieces_per_word(counts: Counter, vocabulary: Mapping[str, int]) -> dict[str, float]:
    """Mean pieces of a running word (letters only), and the share of words without pieces."""
    chosen = {w: n for w, n in counts.items() if w.isalpha()}
    total = sum(chosen.values())
    cut = {w: split(w, vocabulary) for w in chosen}
    return {
        "pieces_per_word": round(sum(n * len(cut[w]) for w, n in chosen.items()) / total, 3),
        "unknown": round(sum(n for w, n in chosen.items() if cut[w] == ["[UNK]"]) / total, 6),
    }


def tokenizer_file(pieces: Sequence[str]) -> dict:
    """The content of a tokenizer.json with these pieces after the special ones."""
    normalizer = {
        "type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None,
        "lowercase": True,
    }
    added = [
        {"id": i, "content": t, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
         "special": True}
        for i, t in enumerate(SPECIAL)
    ]
    model = {
        "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": CONTINUING,
        "max_input_chars_per_word": LONGEST_WORD, "vocab": {p: i for i, p in enumerate([*SPECIAL, *pieces])},
    }
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": normalizer,
        "pre_tokenizer": {"type": "BertPreTokenizer"}, "post_processor": None,
        "decoder": {"type": "WordPiece", "prefix": CONTINUING, "cleanup": True}, "model": model,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, nargs=2, required=True, help="unlabelled Spanish, unlabelled English")
    parser.add_argument("--codiesp", type=Path, required=True, help="of its splits only train is read")
    parser.add_argument("--catalogue", type=Path, nargs="+", required=True)
    parser.add_argument("--reference", type=Path, help="tokenizer.json to compare with")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", type=int, default=18000, help="pieces, special ones included")
    parser.add_argument("--catalogue-share", type=float, default=0.1, help="of the running text's weight, at most")
    parser.add_argument("--least-character", type=float, default=5)
    args = parser.parse_args()

    train = {
        lang: counted(p.read_text("utf8") for p in sorted((args.codiesp / "train" / folder).glob("*.txt")))
        for lang, folder in (("es", "text_files"), ("en", "text_files_en"))
    }
    text = sum((counted(unlabelled(path)) for path in args.texts), Counter()) + train["es"] + train["en"]
    total = sum(text.values())
    titles = counted(line for path in args.catalogue for line in catalogue(path))
    counts: dict[str, float] = defaultdict(float, text)
    for word, n in weighted(titles, args.catalogue_share, total).items():
        counts[word] += n
    print(json.dumps({"words": total, "different": len(text), "with_catalogue": len(counts)}), flush=True)

    pieces = merge_pieces(counts, args.size - len(SPECIAL), args.least_character)
    content = tokenizer_file(pieces)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(content, ensure_ascii=False) + "\n", "utf8")
    vocabularies = {"new": content["model"]["vocab"]}
    if args.reference:
        vocabularies["reference"] = json.loads(args.reference.read_text("utf8"))["model"]["vocab"]
    for name, vocabulary in vocabularies.items():
        rows = {lang: pieces_per_word(counts, vocabulary) for lang, counts in (*train.items(), ("catalogue", titles))}
        print(name, json.dumps({"pieces": len(vocabulary), **rows}), flush=True)


if __name__ == "__main__":
    main()
