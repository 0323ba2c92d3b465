"""Train label attention and mention tagger, with the encoder's upper layers.

usage: python3 train.py --tokens tokens.jsonl --encoder pretrained.pt --tokenizer tokenizer.json
           --titles icd10cm_order_2026.txt icd10pcs_order_2026.txt --fold 0|1|2|none --out FOLDER

Two stages: first label attention and tagger alone on the frozen encoder, whose states are
computed once; then together with the layers above `--freeze`, the output of the frozen ones
again computed once. On a processor without bfloat16 matrix units this is what makes training
a matter of minutes.

The documents of train are dealt into `--folds` parts; with `--fold k` part k is not trained on
but measured.
"""
from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, Optional, Sequence

import torch
import torch.distributed as dist
from torch import Tensor
from torch.nn import functional as F

from data import (Document, Titles, TitleTokenizer, even_windows, label_space, part_of, read_documents,
                  system_of)
from encoder import HIDDEN, LAYERS, Encoder, load_encoder, mean_pooled, upper_windows
from label_attention import (DIAGNOSIS, IGNORED, OUTSIDE, PROCEDURE, LabelAttention, MentionTagger, label_loss,
                             ldam_margins, span_loss)
from metrics import evaluate, evidence_counts, evidence_rates, tag_counts, tag_rates
from parallel import add_arguments, average_gradients, join, launch
from states import read_states, states_of


def tags_of(document: Document) -> Optional[Tensor]:
    """The tag of each token [N] from the gold evidence; None where the document has none.

    Where mentions overlap the longest wins. Neighbourhoods that hold a mention somewhere are
    ignored, except for what is known to be another mention.
    """
    if not document.evidence:
        return None
    tags = torch.full((len(document.ids),), OUTSIDE)
    for e in document.evidence:
        if not e.exact:
            for start, end in e.ranges:
                tags[start:end] = IGNORED
    ranges = [(end - start, start, end, e.code) for e in document.evidence if e.exact for start, end in e.ranges]
    for _, start, end, code in sorted(ranges):
        first = PROCEDURE if system_of(code) == "icd-10-pcs" else DIAGNOSIS
        tags[start:end] = first + 1
        tags[start] = first
    return tags


class Shard:
    """One process's documents with the cached states that training reads."""

    def __init__(self, documents: Sequence[Document], window: int) -> None:
        self.documents = list(documents)
        self._window = window
        self.windows = [even_windows(len(d.ids), window - 2) for d in documents]
        self.tags = [tags_of(d) for d in documents]
        self.states: list[list[Tensor]] = []

    def cache(self, encoder: Encoder, layers: int, folder: Optional[Path]) -> None:
        """Keep the output of the first `layers` layers, from `folder` where it is given."""
        known = read_states(folder, layers) if folder else states_of(encoder, self.documents, self._window, layers)
        self.states = [known[d.id, d.lang] for d in self.documents]

    def hidden(self, encoder: Encoder, rows: Sequence[int], layers: int, dropout: float = 0.0) -> list[Tensor]:
        """Hidden states [N,D] of the documents `rows`, from the cached layer on."""
        states = [[F.dropout(x.float(), dropout) for x in self.states[r]] for r in rows]
        return upper_windows(encoder, states, [self.windows[r] for r in rows], layers)


@torch.no_grad()
def validate(
    encoder: Encoder, head: LabelAttention, tagger: MentionTagger, shard: Shard, codes: Sequence[str], layers: int
) -> dict[str, Any]:
    """Measures per language over the shards of all processes."""
    encoder.eval()
    index = {c: i for i, c in enumerate(codes)}
    mine = []
    for r, d in enumerate(shard.documents):
        (hidden,) = shard.hidden(encoder, [r], layers)
        logits, attention = head(hidden)
        evidence = evidence_counts(d, index, attention, hidden, head.contribution(hidden, attention))
        mine.append((d, logits.numpy(), evidence, tag_counts(shard.tags[r], tagger(hidden))))
    parts: list[Any] = [None] * dist.get_world_size()
    dist.all_gather_object(parts, mine)
    everything = [row for part in parts for row in part]
    report: dict[str, Any] = {}
    for lang in sorted({row[0].lang for row in everything}):
        rows = [row for row in everything if row[0].lang == lang]
        report[lang] = evaluate([row[0] for row in rows], codes, [row[1] for row in rows])
        report[lang]["evidence"] = evidence_rates([row[2] for row in rows])
        report[lang]["mentions"] = tag_rates([row[3] for row in rows])
    return report


@torch.no_grad()
def evidence_directions(shard: Shard, index: dict[str, int]) -> Tensor:
    """For each label [L,D] where the states of its evidence lie, off the mean state of all tokens.

    The states are those cached of the last layer, over all processes; zero where a label has
    no exact evidence.
    """
    sums, counts = torch.zeros(len(index), HIDDEN), torch.zeros(len(index), 1)
    mean, tokens = torch.zeros(HIDDEN), torch.zeros(1)
    for r, d in enumerate(shard.documents):
        hidden = torch.cat([x[1:-1].float() for x in shard.states[r]])
        mean += hidden.sum(0)
        tokens += len(hidden)
        for e in d.evidence:
            if e.exact and e.code in index:
                rows = torch.cat([hidden[start:end] for start, end in e.ranges])
                sums[index[e.code]] += rows.mean(0)
                counts[index[e.code]] += 1
    for x in (sums, counts, mean, tokens):
        dist.all_reduce(x)
    return torch.where(counts > 0, sums / counts.clamp_min(1) - mean / tokens, torch.zeros(1))


def work(rank: int, args: argparse.Namespace) -> None:
    """One process of the training."""
    join(rank, args)
    began = time.time()

    def log(name: str, value: Any) -> None:
        if rank == 0:
            print(f"{(time.time() - began) / 60:6.1f} min  {name} {json.dumps(value)}", flush=True)

    documents = read_documents(args.tokens)
    available = [d for d in documents if d.split == "train" or args.with_dev]
    if args.fold == "none":
        fit, held_out = available, []
    else:
        fit = [d for d in available if part_of(d.id, args.folds) != int(args.fold)]
        held_out = [d for d in available if part_of(d.id, args.folds) == int(args.fold)]
    labels = label_space(fit, args.minimum_documents)
    if args.limit:
        fit, held_out = fit[: args.limit], held_out[: args.limit]
    codes = [c for c, _ in labels]
    index = {c: i for i, c in enumerate(codes)}
    log("data", {
        "fit": len(fit), "held_out": len(held_out), "labels": dict(Counter(system_of(c) for c in codes)),
        "tokens": sum(len(d.ids) for d in fit),
    })

    encoder = load_encoder(args.encoder, args.dropout)
    head = LabelAttention(len(labels), HIDDEN)
    tagger = MentionTagger(HIDDEN)
    margins = ldam_margins([n for _, n in labels], args.margin) if args.loss == "ldam" else None

    # Sorted by length before dealing out, so that the processes get equal work.
    deal = lambda docs: sorted(docs, key=lambda d: (len(d.ids), d.id, d.lang))[rank :: args.processes]
    usable = len(fit) // args.processes * args.processes
    train = Shard(deal(fit[:usable]), args.window)
    test = Shard(deal(held_out), args.window)

    def loss_of(rows: Sequence[int], layers: int, sums: Counter) -> Tensor:
        dropout = args.dropout if encoder.training else 0.0
        total = torch.zeros(())
        for r, hidden in zip(rows, train.hidden(encoder, rows, layers, dropout)):
            d = train.documents[r]
            dropped = F.dropout(hidden, args.dropout)
            logits, attention = head(dropped)
            target = torch.zeros(len(codes))
            target[[index[c] for c in d.codes if c in index]] = 1.0
            coded = label_loss(logits, target, margins)
            found = span_loss(attention, [(index[c], r_) for c, r_ in sorted(d.spans().items()) if c in index])
            total = total + coded + args.span_weight * found
            sums.update({"codes": float(coded), f"spans_{d.lang}": float(found), "tokens": len(d.ids), "documents": 1})
            if train.tags[r] is not None:
                tagged = F.cross_entropy(tagger(dropped), train.tags[r], ignore_index=IGNORED, reduction="sum")
                total = total + args.tag_weight * tagged
                sums[f"tags_{d.lang}"] += float(tagged)
        return total / len(rows)

    history: list[dict] = []

    def save(name: str) -> None:
        """Write to a temporary name first: an export may read while training goes on."""
        known = {k: str(v) if isinstance(v, Path) else v for k, v in vars(args).items() if k not in ("rendezvous", "titles")}
        state = {"arguments": known, "history": history, "minutes": round((time.time() - began) / 60, 1)}
        modules = {"encoder": encoder.state_dict(), "head": head.state_dict(), "tagger": tagger.state_dict()}
        temporary = args.out / "checkpoint.tmp"
        torch.save({**modules, "labels": labels, "state": state}, temporary)
        temporary.replace(args.out / name)

    def stage(name: str, layers: int, epochs: int, groups: list[dict], check_every: int) -> None:
        """Train `groups` (AdamW parameter groups) with warm-up and linear decay."""
        parameters = [p for g in groups for p in g["params"]]
        optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98))
        rates = [g["lr"] for g in optimizer.param_groups]
        share = max(1, args.batch // args.processes)
        per_epoch = len(train.documents) // share
        rng = random.Random(args.seed + rank)
        step = 0
        for epoch in range(1, epochs + 1):
            encoder.train(layers < LAYERS)
            order = list(range(len(train.documents)))
            rng.shuffle(order)
            sums: Counter = Counter()
            start = time.time()
            for i in range(per_epoch):
                factor = min(1.0, (step + 1) / (0.1 * per_epoch * epochs)) * max(0.02, 1 - step / (per_epoch * epochs))
                for group, rate in zip(optimizer.param_groups, rates):
                    group["lr"] = rate * factor
                loss = loss_of(order[i * share : (i + 1) * share], layers, sums)
                optimizer.zero_grad(set_to_none=True)
                loss.backward()
                average_gradients(parameters)
                torch.nn.utils.clip_grad_norm_(parameters, 10.0)
                optimizer.step()
                step += 1
            seconds = time.time() - start
            row: dict[str, Any] = {
                "stage": name,
                "epoch": epoch,
                "seconds": round(seconds),
                "tokens_per_second": round(sums["tokens"] * args.processes / seconds),
                **{k: round(sums[k] / sums["documents"], 3) for k in sorted(sums) if k not in ("tokens", "documents")},
            }
            if held_out and (epoch % check_every == 0 or epoch == epochs):
                row["held_out"] = validate(encoder, head, tagger, test, codes, layers)
            history.append(row)
            log("epoch", row)
            if rank == 0:
                save("head.pt" if name == "head" else "checkpoint.pt")

    new = [*head.parameters(), *tagger.parameters()]
    if args.resume:
        saved = torch.load(args.resume, map_location="cpu")
        if [tuple(x) for x in saved["labels"]] != labels:
            raise SystemExit("the checkpoint has other labels")
        encoder.load_state_dict(saved["encoder"])
        head.load_state_dict(saved["head"])
        tagger.load_state_dict(saved["tagger"])
        history += saved["state"]["history"]
    else:
        for shard in (train, test):
            shard.cache(encoder, LAYERS, args.states)
        log("cached", {"layers": LAYERS})
        titles = title_directions(encoder, codes, args)
        evidence = evidence_directions(train, index)
        directions = {
            "titles": titles, "evidence": torch.where(evidence.norm(dim=1, keepdim=True) > 0, evidence, titles),
            "both": F.normalize(titles, dim=1) + F.normalize(evidence, dim=1),
        }[args.start]
        counts = torch.tensor([n for _, n in labels], dtype=torch.float32)
        prior = counts / len({d.id for d in fit})
        head.initialise(directions, prior, args.query_norm, args.weight_norm)
        torch.manual_seed(args.seed + 1 + rank)
        stage("head", LAYERS, args.head_epochs, [{"params": new, "lr": args.head_lr, "weight_decay": 0.01}], 4)
    if args.epochs:
        torch.manual_seed(args.seed + 1 + rank)
        for shard in (train, test):
            shard.cache(encoder, args.freeze, args.states)
        log("cached", {"layers": args.freeze})
        upper = [p for layer in encoder.layers[args.freeze :] for p in layer.parameters()]
        stage(
            "joint",
            args.freeze,
            args.epochs,
            [
                {"params": [p for p in upper if p.dim() > 1], "lr": args.encoder_lr, "weight_decay": 0.01},
                {"params": [p for p in upper if p.dim() <= 1], "lr": args.encoder_lr, "weight_decay": 0.0},
                {"params": new, "lr": args.head_lr / 2, "weight_decay": 0.01},
            ],
            1,
        )


def title_directions(encoder: Encoder, codes: Sequence[str], args: argparse.Namespace) -> Tensor:
    """Embeddings of the code titles [L,D] off their mean, which says nothing about a label."""
    titles = dict(zip(("icd-10-cm", "icd-10-pcs"), map(Titles, args.titles)))
    tokenize = TitleTokenizer(args.tokenizer)
    encoder.eval()
    pooled = mean_pooled(encoder, [tokenize(titles[system_of(c)][c]) for c in codes])
    groups: dict[str, list[int]] = defaultdict(list)
    for i, code in enumerate(codes):
        groups[system_of(code)].append(i)
    for rows in groups.values():
        pooled[rows] -= pooled[rows].mean(0)
    return pooled


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokens", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="pretrained.pt, or MiniLM's safetensors")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--titles", type=Path, nargs=2, required=True, help="order files of ICD-10-CM and ICD-10-PCS")
    parser.add_argument("--states", type=Path, help="folder that states.py filled with this encoder's states")
    parser.add_argument("--out", type=Path, required=True, help="folder for head.pt and checkpoint.pt")
    parser.add_argument("--fold", default="none", help="part of train that is not trained on, or none")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--with-dev", action="store_true", help="train on dev too, for the last weights")
    parser.add_argument("--resume", type=Path, help="start from this checkpoint and skip the first stage")
    parser.add_argument("--loss", choices=["bce", "ldam"], default="bce")
    parser.add_argument("--margin", type=float, default=3.0, help="of a label with one document, with --loss ldam")
    parser.add_argument("--start", choices=["titles", "evidence", "both"], default="evidence", help="of queries and classifiers")
    parser.add_argument("--head-epochs", type=int, default=12, help="epochs on the frozen encoder")
    parser.add_argument("--epochs", type=int, default=3, help="epochs with the upper layers")
    parser.add_argument("--freeze", type=int, default=3, help="layers that stay as they are, with the embeddings")
    parser.add_argument("--batch", type=int, default=8, help="documents, over all processes")
    parser.add_argument("--window", type=int, default=256, help="longest training window, special tokens included")
    parser.add_argument("--encoder-lr", type=float, default=2.5e-4)
    parser.add_argument("--head-lr", type=float, default=2e-3)
    parser.add_argument("--span-weight", type=float, default=0.5)
    parser.add_argument("--tag-weight", type=float, default=0.1)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--query-norm", type=float, default=1.0)
    parser.add_argument("--weight-norm", type=float, default=0.3)
    parser.add_argument("--minimum-documents", type=int, default=2)
    parser.add_argument("--limit", type=int, default=0, help="use only so many documents (a smoke run)")
    add_arguments(parser)
    launch(work, parser.parse_args())


if __name__ == "__main__":
    main()
