"""Give label attention more codes than the training documents carry, on a network that train.py has finished.

usage: python3 extend.py --checkpoint checkpoint.pt --tokens tokens.jsonl --catalogue catalogue.jsonl
           --distant distant.jsonl --out FOLDER

Encoder, mention tagger and the codes that the network knows stay as they are. The new codes are those
that some training document carries or that some unlabelled text says in the words of catalogue or
phrase book (catalogue.ts). They learn from three kinds of text, all as states of the finished encoder:

- the documents that the network has learned from, where nearly all of them are absent;
- windows of unlabelled texts that say a text of the code without negation (distant supervision);
- the texts that name the code, each a document of its own.

Query and classifier of a code start from its embedding: where the states of its words lie, in clinical
texts and in the texts that name it, off the mean state and whitened, so that what all words share counts
for nothing (`embeddings`). Classifier and bias are scaled by what the embedding finds in the documents.
"""
from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, Sequence

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor
from torch.nn import functional as F

from data import Document, Window, even_windows, label_space, part_of, read_documents, system_of
from encoder import HIDDEN, Encoder, encode_windows, load_encoder
from label_attention import LabelAttention, span_loss
from metrics import evaluate
from parallel import add_arguments, average_gradients, join, launch

Spans = dict[int, list[tuple[int, int]]]


@dataclass
class Text:
    """A text with the new codes that it is known to have, by label number, and where it says them."""

    ids: Sequence[int]
    positive: dict[int, float]
    """The probability of each code; all others are absent."""
    spans: Spans
    ignored: frozenset[int] = frozenset()
    """Codes that may or may not be meant."""
    states: Tensor = torch.empty(0)
    """Of the finished encoder [N,D], in half precision."""


def category_of(code: str) -> str:
    """The first three characters: a category of diagnoses, or a procedure's section, body system and operation."""
    return code[:3]


def read_lines(path: Path) -> Iterable[dict[str, Any]]:
    with open(path, encoding="utf8") as lines:
        for line in lines:
            yield json.loads(line)


def distant_counts(rows: Iterable[dict[str, Any]]) -> Counter:
    """In how many texts each code is said, without negation and the like."""
    counts: Counter = Counter()
    for row in rows:
        counts.update({c for s in row["spans"] if s["affirmed"] for c in s["codes"]})
    return counts


def new_labels(known: Iterable[str], carried: dict[str, int], said: dict[str, int], minimum: int) -> list[tuple[str, int]]:
    """Codes to add, in code order, with their training documents: carried by a document or said in `minimum` texts."""
    old = set(known)
    wanted = set(carried) | {c for c, n in said.items() if n >= minimum}
    return [(c, carried.get(c, 0)) for c in sorted(wanted - old)]


def distant_windows(rows: Sequence[dict[str, Any]], index: dict[str, int], length: int, most: int, share: float) -> list[Text]:
    """Windows of unlabelled texts that say new codes, few enough that a code has about `most` of them in a language.

    `share` is the probability that such a code is one that a coder would give.
    """
    texts = []
    for lang in ("es", "en"):
        cut: list[Text] = []
        for row in rows:
            if row["lang"] != lang:
                continue
            for w in even_windows(len(row["ids"]), length):
                spans: Spans = defaultdict(list)
                doubtful = set()
                for s in row["spans"]:
                    start, end = s["tokens"]
                    if start < w.start or end > w.end:
                        continue
                    for c in s["codes"]:
                        if c not in index:
                            continue
                        if s["affirmed"]:
                            spans[index[c]].append((start - w.start, end - w.start))
                        else:
                            doubtful.add(index[c])
                if spans:
                    positive = {c: share for c in spans}
                    cut.append(Text(row["ids"][w.start : w.end], positive, dict(spans), frozenset(doubtful - set(spans))))
        # Rare codes first: their windows say common ones too.
        frequency = Counter(c for t in cut for c in t.positive)
        cut.sort(key=lambda t: min(frequency[c] for c in t.positive))
        taken: Counter = Counter()
        for t in cut:
            if any(taken[c] < most for c in t.positive):
                taken.update(t.positive.keys())
                texts.append(t)
    return texts


def catalogue_texts(rows: Iterable[dict[str, Any]], index: dict[str, int], most: int, rng: random.Random) -> list[Text]:
    """The texts that name new codes, at most `most` for each code and language."""
    rows = [(row, [index[c] for c in row["codes"] if c in index]) for row in rows]
    rows = [(row, codes) for row, codes in rows if codes and row["ids"]]
    rng.shuffle(rows)
    taken: Counter = Counter()
    texts = []
    for row, codes in rows:
        wanted = [c for c in codes if taken[c, row["lang"]] < most]
        if wanted:
            taken.update((c, row["lang"]) for c in codes)
            texts.append(Text(row["ids"], {c: 1.0 for c in codes}, {c: [(0, len(row["ids"]))] for c in codes}))
    return texts


@torch.no_grad()
def encode(encoder: Encoder, texts: Sequence[Text], window: int) -> None:
    """Fill in the states."""
    encoder.eval()
    order = sorted(texts, key=lambda t: len(t.ids))
    for i in range(0, len(order), 64):
        group = order[i : i + 64]
        windows = [even_windows(len(t.ids), window - 2) for t in group]
        for t, x in zip(group, encode_windows(encoder, [t.ids for t in group], windows)):
            t.states = x.half()


def span_directions(texts: Iterable[Text], labels: int) -> tuple[Tensor, Tensor]:
    """Sum of the mean states of each code's spans [L,D], and how many there are [L]."""
    sums, counts = torch.zeros(labels, HIDDEN), torch.zeros(labels)
    for t in texts:
        x = t.states.float()
        for c, ranges in t.spans.items():
            for start, end in ranges:
                sums[c] += x[start:end].mean(0)
                counts[c] += 1
    return sums, counts


def embeddings(sums: Sequence[tuple[Tensor, Tensor]], mean: Tensor, covariance: Tensor, group: Tensor, sharing: float) -> Tensor:
    """A direction for each code [L,D] from one or more (sum of states [L,D], count [L]) of its words.

    Each mean is taken off the mean state of all tokens and multiplied by the inverse of their
    covariance, which is the direction of Fisher's linear discriminant between the code's words and all
    others. `sharing` adds so much of the direction of the code's category, from `group` [L].
    """
    ridge = 0.1 * covariance.diagonal().mean() * torch.eye(len(covariance))
    inverse = torch.linalg.inv(covariance + ridge)
    total = torch.zeros(())
    for states, counts in sums:
        offset = torch.where(counts[:, None] > 0, states / counts.clamp_min(1)[:, None] - mean, torch.zeros(1))
        total = total + F.normalize(offset @ inverse, dim=1)
    own = F.normalize(total, dim=1)
    if not sharing:
        return own
    categories = torch.zeros(int(group.max()) + 1, own.shape[1]).index_add(0, group, own)
    return F.normalize(own + sharing * F.normalize(categories, dim=1)[group], dim=1)


def attend(query: Tensor, weight: Tensor, bias: Tensor, hidden: Tensor) -> tuple[Tensor, Tensor]:
    """As LabelAttention on a batch of texts of one length: hidden [B,N,D] -> logits [B,K], attention [B,K,N]."""
    attention = torch.softmax(torch.matmul(query, hidden.transpose(1, 2)), -1)
    return (attention * torch.matmul(weight, hidden.transpose(1, 2))).sum(-1) + bias, attention


def moments(states: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """Mean [D] and covariance [D,D] of the states of all tokens of all processes."""
    total, square, count = torch.zeros(HIDDEN), torch.zeros(HIDDEN, HIDDEN), torch.zeros(1)
    for x in map(Tensor.float, states):
        total += x.sum(0)
        square += x.T @ x
        count += len(x)
    for x in (total, square, count):
        dist.all_reduce(x)
    mean = total / count
    return mean, square / count - torch.outer(mean, mean)


@torch.no_grad()
def initialise(codes: LabelAttention, direction: Tensor, prior: Tensor, documents: Sequence[Text], args: argparse.Namespace) -> None:
    """Start from unit directions [L,D] and prior probabilities [L].

    The classifier is scaled so that one standard deviation of what it finds in `documents` is worth
    `args.gain`, and the bias so that their mean has the prior's logit.
    """
    codes.query.copy_(direction * args.query_norm)
    codes.weight.copy_(direction)
    some = documents[:: max(1, len(documents) // 100)]
    total, square, count = torch.zeros(len(prior)), torch.zeros(len(prior)), torch.tensor([float(len(some))])
    for t in some:
        x = codes(t.states.float())[0]
        total += x
        square += x * x
    for x in (total, square, count):
        dist.all_reduce(x)
    mean = total / count
    scale = args.gain / (square / count - mean * mean).clamp_min(1e-4).sqrt()
    codes.weight.copy_(direction * scale[:, None])
    codes.bias.copy_(torch.logit(prior) - mean * scale)


def loss_of(codes: LabelAttention, texts: Sequence[Text], sampled: Tensor, scale: float, args: argparse.Namespace) -> Tensor:
    """Mean over texts of one length: binary cross-entropy over their own and the sampled labels, and attention on spans.

    `scale` is how many labels each sampled one stands for.
    """
    labels = torch.cat([torch.tensor(sorted({c for t in texts for c in t.positive}), dtype=torch.int64), sampled]).unique()
    column = {int(c): i for i, c in enumerate(labels)}
    target = torch.zeros(len(texts), len(labels))
    importance = torch.ones(len(texts), len(labels))
    importance[:, torch.searchsorted(labels, sampled)] = scale
    for row, t in enumerate(texts):
        for c, p in t.positive.items():
            target[row, column[c]] = p
            importance[row, column[c]] = 1.0
        for c in t.ignored:
            if c in column:
                importance[row, column[c]] = 0.0
    hidden = F.dropout(torch.stack([t.states.float() for t in texts]), args.dropout)
    logits, attention = attend(codes.query[labels], codes.weight[labels], codes.bias[labels], hidden)
    total = F.binary_cross_entropy_with_logits(logits, target, weight=importance, reduction="sum")
    for row, t in enumerate(texts):
        total = total + args.span_weight * span_loss(attention[row], [(column[c], r) for c, r in sorted(t.spans.items())])
    return total / len(texts)


class Deck:
    """Texts in random order, dealt in groups of one length, for ever."""

    def __init__(self, texts: Sequence[Text], size: int, rng: random.Random) -> None:
        self._by_length: dict[int, list[Text]] = defaultdict(list)
        for t in texts:
            self._by_length[len(t.states)].append(t)
        self._size, self._rng = size, rng
        self._hands: list[list[Text]] = []

    def deal(self) -> list[Text]:
        if not self._hands:
            for texts in self._by_length.values():
                self._rng.shuffle(texts)
                self._hands += [texts[i : i + self._size] for i in range(0, len(texts), self._size)]
            self._rng.shuffle(self._hands)
        return self._hands.pop()


def ranking(
    documents: Sequence[Document], labels: Sequence[str], logits: Sequence[np.ndarray], carried: dict[str, int], top: int = 50
) -> dict[str, Any]:
    """For each system MAP, micro-F1 and recall among the `top` codes, of all gold codes and by a code's training documents."""
    measures = evaluate(documents, labels, logits)
    report: dict[str, Any] = {}
    for system in ("icd-10-cm", "icd-10-pcs"):
        columns = np.array([i for i, c in enumerate(labels) if system_of(c) == system])
        found, gold = Counter(), Counter()
        for d, x in zip(documents, logits):
            best = {labels[i] for i in columns[np.argsort(-x[columns], kind="stable")[:top]]}
            for c in d.codes:
                if system_of(c) == system:
                    for key in ("all", "none" if not carried.get(c) else "one" if carried[c] == 1 else "more"):
                        gold[key] += 1
                        found[key] += c in best
        row = measures[system]
        report[system] = {
            **{k: row[k] for k in ("gold_codes", "gold_in_labels", "map_labels", "map_all_gold")},
            "f1_all_gold": row["f1_all_gold"]["f1"],
            **{f"recall_{k}": round(found[k] / gold[k], 4) for k in gold}, **{f"gold_{k}": gold[k] for k in gold},
        }
    return report


def work(rank: int, args: argparse.Namespace) -> None:
    """One process of the training."""
    join(rank, args)
    began = time.time()

    def log(name: str, value: Any) -> None:
        if rank == 0:
            print(f"{(time.time() - began) / 60:6.1f} min  {name} {json.dumps(value)}", flush=True)

    saved = torch.load(args.checkpoint, map_location="cpu")
    settings = saved["state"]["arguments"]
    known: list[tuple[str, int]] = [tuple(x) for x in saved["labels"]]
    head = LabelAttention(len(known), HIDDEN)
    head.load_state_dict(saved["head"])
    documents = read_documents(args.tokens)
    available = [d for d in documents if d.split == "train" or settings["with_dev"]]
    part = lambda d: settings["fold"] != "none" and part_of(d.id, settings["folds"]) == int(settings["fold"])
    fit, held_out = [d for d in available if not part(d)], [d for d in available if part(d)]
    carried = dict(label_space(fit, 1))

    rows = list(read_lines(args.distant))
    labels = new_labels([c for c, _ in known], carried, distant_counts(rows), args.minimum_texts)
    codes = [c for c, _ in labels]
    index = {c: i for i, c in enumerate(codes)}
    learned = {(d.id, d.lang): d for d in documents}
    share = matches_right(rows, learned, fit, {c for c, _ in known})

    # That no document carries a code is how it was chosen, and says nothing of its words where a document has them.
    said = {
        (r["id"], r["lang"]): {index[c] for s in r["spans"] for c in s["codes"] if c in index and not carried.get(c)}
        for r in rows if (r["id"], r["lang"]) in learned
    }
    in_documents = [
        Text(
            d.ids, {index[c]: 1.0 for c in d.codes if c in index},
            {index[c]: r for c, r in d.spans().items() if c in index}, frozenset(said[d.id, d.lang]),
        )
        for d in fit
    ]
    unlabelled = [r for r in rows if (r["id"], r["lang"]) not in learned]
    windows = distant_windows(unlabelled, index, args.distant_window, args.distant_most, share)
    named = catalogue_texts(read_lines(args.catalogue), index, args.catalogue_most, random.Random(args.seed))
    if args.limit:
        fit, held_out, in_documents = fit[: args.limit], held_out[: args.limit], in_documents[: args.limit]
        windows, named = windows[: args.limit], named[: args.limit]
    log("data", {
        "known": dict(Counter(system_of(c) for c, _ in known)), "new": dict(Counter(system_of(c) for c in codes)),
        "carried_by_one": sum(n > 0 for _, n in labels), "documents": len(fit), "windows": len(windows),
        "window_tokens": sum(len(t.ids) for t in windows), "catalogue_texts": len(named),
        "catalogue_tokens": sum(len(t.ids) for t in named), "share": round(share, 3),
    })

    deal = lambda texts: sorted(texts, key=lambda t: len(t.ids))[rank :: args.processes]
    in_documents, windows, named, held_out = map(deal, (in_documents, windows, named, held_out if args.check else []))
    measured = [Text(d.ids, {}, {}) for d in held_out]
    everything = [*in_documents, *windows, *named, *measured]
    cache = args.out / f"states-{rank}.pt"
    if cache.exists():
        for t, x in zip(everything, torch.load(cache), strict=True):
            t.states = x
    else:
        encoder = load_encoder(args.checkpoint, 0.0)
        encode(encoder, everything, args.window)
        torch.save([t.states for t in everything], cache)
    log("encoded", {"tokens": sum(len(t.states) for t in everything)})

    mean, covariance = moments([t.states for t in in_documents])
    categories = sorted({category_of(c) for c in codes})
    group = torch.tensor([categories.index(category_of(c)) for c in codes])
    sums = [span_directions(texts, len(codes)) for texts in ([*windows, *in_documents], named)]
    for pair in sums:
        for x in pair:
            dist.all_reduce(x)
    direction = embeddings(sums, mean, covariance, group, args.sharing)
    new = LabelAttention(len(codes), HIDDEN)
    prior = torch.tensor([max(n, args.prior) for _, n in labels]) / len({d.id for d in fit})
    initialise(new, direction, prior, in_documents, args)

    with torch.no_grad():
        old_logits = [head(t.states.float())[0].numpy() for t in measured]
    names = [c for c, _ in known] + codes

    def validate() -> dict[str, Any]:
        """Measures per language, of the known codes alone and of all, over the documents of all processes."""
        with torch.no_grad():
            mine = [
                (d, np.concatenate([x, new(t.states.float())[0].numpy()]))
                for d, t, x in zip(held_out, measured, old_logits)
            ]
        parts: list[Any] = [None] * args.processes
        dist.all_gather_object(parts, mine)
        everyone = [row for part in parts for row in part]
        report: dict[str, Any] = {}
        for lang in ("es", "en"):
            ds, xs = [d for d, _ in everyone if d.lang == lang], [x for d, x in everyone if d.lang == lang]
            report[lang] = {
                name: ranking(ds, names[:count], [x[:count] for x in xs], carried)
                for name, count in (("known", len(known)), ("all", len(names)))
            }
        return report

    if args.check:
        log("start", validate())
    rng = random.Random(args.seed + rank)
    torch.manual_seed(args.seed + rank)
    decks = [(Deck(in_documents, 1, rng), 4, 1.0)]
    if args.distant_weight:
        decks.append((Deck(windows, 1, rng), args.windows, args.distant_weight))
    if args.catalogue_weight:
        decks.append((Deck(named, 32, rng), 1, args.catalogue_weight))
    parameters = list(new.parameters())
    optimizer = torch.optim.AdamW(parameters, lr=args.lr, betas=(0.9, 0.98), weight_decay=args.decay)
    sums: Counter = Counter()
    for step in range(args.steps):
        for g in optimizer.param_groups:
            g["lr"] = args.lr * min(1.0, (step + 1) / (0.1 * args.steps)) * max(0.02, 1 - step / args.steps)
        sampled = torch.randperm(len(codes))[: args.sampled]
        scale = len(codes) / len(sampled)
        loss = torch.zeros(())
        for name, (deck, count, factor) in zip(("documents", "windows", "catalogue"), decks):
            part_loss = sum((loss_of(new, deck.deal(), sampled, scale, args) for _ in range(count)), torch.zeros(())) / count
            loss = loss + factor * part_loss
            sums[name] += float(part_loss)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        average_gradients(parameters)
        optimizer.step()
        if (step + 1) % args.report == 0 or step + 1 == args.steps:
            n = (step % args.report) + 1
            log("step", {"step": step + 1, **{k: round(v / n, 3) for k, v in sums.items()}})
            sums.clear()
            if args.check and (step + 1) % args.check == 0:
                log("held_out", validate())

    if rank == 0:
        save(args, saved, head, labels, new)


def matches_right(
    rows: Iterable[dict[str, Any]], documents: dict[tuple[str, str], Document], fit: Sequence[Document], known: set[str]
) -> float:
    """How often a document of `fit` that says a known code in the words of catalogue or phrase book carries it."""
    inside = {(d.id, d.lang) for d in fit}
    right = total = 0
    for row in rows:
        key = (row["id"], row["lang"])
        if key in inside:
            said = {c for s in row["spans"] if s["affirmed"] for c in s["codes"]} & known
            right += len(said & documents[key].codes)
            total += len(said)
    return right / max(total, 1)


def save(args: argparse.Namespace, saved: dict[str, Any], head: LabelAttention, labels: list[tuple[str, int]], new: LabelAttention) -> None:
    """The checkpoint with the new codes among the known ones, in code order, as train.py writes it."""
    together = [tuple(x) for x in saved["labels"]] + labels
    order = sorted(range(len(together)), key=lambda i: together[i])
    ours = new.state_dict()
    state = {name: torch.cat([x, ours[name]])[order] for name, x in head.state_dict().items()}
    torch.save({**saved, "head": state, "labels": [together[i] for i in order]}, args.out / "checkpoint.pt")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True, help="of train.py")
    parser.add_argument("--tokens", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, required=True)
    parser.add_argument("--distant", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint.pt and the states, which are kept")
    parser.add_argument("--minimum-texts", type=int, default=1, help="texts that say a code that no document carries")
    parser.add_argument("--sharing", type=float, default=0.0, help="of the category's direction in a code's")
    parser.add_argument("--query-norm", type=float, default=4.0, help="at the start")
    parser.add_argument("--gain", type=float, default=0.8, help="logit for each standard deviation in the documents, at the start")
    parser.add_argument("--distant-weight", type=float, default=1.0, help="of windows of unlabelled texts, 0 for none")
    parser.add_argument("--catalogue-weight", type=float, default=0.01, help="of the texts that name codes, 0 for none")
    parser.add_argument("--distant-window", type=int, default=96, help="tokens")
    parser.add_argument("--distant-most", type=int, default=4, help="windows of a code and language")
    parser.add_argument("--catalogue-most", type=int, default=4, help="texts of a code and language")
    parser.add_argument("--windows", type=int, default=8, help="in a step of each process")
    parser.add_argument("--window", type=int, default=256, help="as in train.py")
    parser.add_argument("--steps", type=int, default=150)
    parser.add_argument("--sampled", type=int, default=1024, help="labels that a step asks beside those of its texts")
    parser.add_argument("--lr", type=float, default=5e-4)
    parser.add_argument("--decay", type=float, default=0.01)
    parser.add_argument("--span-weight", type=float, default=0.5)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--prior", type=float, default=0.3, help="documents with a code that none of them carries")
    parser.add_argument("--limit", type=int, default=0, help="use only so many texts of each kind (a smoke run)")
    parser.add_argument("--report", type=int, default=50)
    parser.add_argument("--check", type=int, default=0, help="steps between measures on the fold's documents, 0 for none")
    add_arguments(parser)
    launch(work, parser.parse_args())


if __name__ == "__main__":
    main()
