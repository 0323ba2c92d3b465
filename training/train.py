"""Train the encoder's upper layers and its label attention on the fold "fit".

usage: python3 train.py --tokens tokens.jsonl --weights model.fp16.safetensors
           --tokenizer tokenizer.json --titles icd10cm_order_2026.txt --out FOLDER

Two stages: first the label attention alone on the frozen encoder, whose states are
computed once; then the label attention together with the layers above `--freeze`, the
output of the frozen ones again computed once. On a processor without bfloat16 matrix
units this is what makes training a matter of minutes.

Processes divide the documents between them and average their gradients: on few cores
that is faster than threads inside each operation.
"""
from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any, Sequence

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch import Tensor
from torch.nn import functional as F

from data import (Document, Titles, TitleTokenizer, align_spans, even_windows, label_space,
                  read_documents)
from encoder import HIDDEN, LAYERS, Encoder, load_minilm, lower_windows, mean_pooled, upper_windows
from label_attention import LabelAttention, span_loss
from metrics import evaluate, evidence_counts, evidence_rates


def autocast(bf16: bool):
    """bfloat16 autocast: for processors with AMX; far slower without."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16)


class Shard:
    """One process's documents with the cached states that training reads."""

    def __init__(self, documents: Sequence[Document], window: int, bf16: bool) -> None:
        self.documents = list(documents)
        self.windows = [even_windows(len(d.ids), window - 2) for d in documents]
        self.states: list[list[Tensor]] = []
        self._bf16 = bf16

    @torch.no_grad()
    def cache(self, encoder: Encoder, layers: int) -> None:
        """Keep the output of the first `layers` layers, in half precision."""
        encoder.eval()
        self.states = []
        for i in range(0, len(self.documents), 16):
            with autocast(self._bf16):
                group = lower_windows(
                    encoder, [d.ids for d in self.documents[i : i + 16]], self.windows[i : i + 16], layers
                )
            self.states += [[x.half() for x in xs] for xs in group]

    def hidden(self, encoder: Encoder, rows: Sequence[int], layers: int, dropout: float = 0.0) -> list[Tensor]:
        """Hidden states [N,D] of the documents `rows`, from the cached layer on."""
        states = [[F.dropout(x.float(), dropout) for x in self.states[r]] for r in rows]
        with autocast(self._bf16):
            out = upper_windows(encoder, states, [self.windows[r] for r in rows], layers)
        return [h.float() for h in out]


@torch.no_grad()
def validate(encoder: Encoder, head: LabelAttention, shard: Shard, codes: Sequence[str], layers: int) -> dict[str, Any]:
    """Measures per language over the shards of all processes."""
    encoder.eval()
    index = {c: i for i, c in enumerate(codes)}
    mine = []
    for r, d in enumerate(shard.documents):
        (hidden,) = shard.hidden(encoder, [r], layers)
        logits, attention = head(hidden)
        mine.append((d, logits.numpy(), evidence_counts(d, index, attention.numpy())))
    parts: list[Any] = [None] * dist.get_world_size()
    dist.all_gather_object(parts, mine)
    everything = [row for part in parts for row in part]
    report: dict[str, Any] = {}
    for lang in sorted({d.lang for d, _, _ in everything}):
        rows = [row for row in everything if row[0].lang == lang]
        report[lang] = evaluate([d for d, _, _ in rows], codes, [x for _, x, _ in rows])
        report[lang].update(evidence_rates([c for _, _, c in rows]))
    return report


def average_gradients(parameters: Sequence[Tensor]) -> None:
    """Average over the processes, as one message."""
    flat = torch.cat([p.grad.reshape(-1) for p in parameters if p.grad is not None])
    dist.all_reduce(flat)
    flat /= dist.get_world_size()
    at = 0
    for p in parameters:
        if p.grad is not None:
            p.grad.copy_(flat[at : at + p.grad.numel()].view_as(p.grad))
            at += p.grad.numel()


def save(path: Path, encoder: Encoder, head: LabelAttention, labels: Sequence[tuple[str, int]], state: dict) -> None:
    """Write to a temporary name first: an export may read while training goes on."""
    temporary = path.with_suffix(".tmp")
    torch.save(
        {"encoder": encoder.state_dict(), "head": head.state_dict(), "labels": list(labels), "state": state}, temporary
    )
    temporary.replace(path)


def work(rank: int, args: argparse.Namespace) -> None:
    """One process of the training."""
    random.seed(args.seed)
    np.random.seed(args.seed)
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)
    dist.init_process_group("gloo", init_method=f"file://{args.rendezvous}", rank=rank, world_size=args.processes)

    def log(name: str, value: Any) -> None:
        if rank == 0:
            print(f"{(time.time() - began) / 60:6.1f} min  {name} {json.dumps(value)}", flush=True)

    began = time.time()
    documents = read_documents(args.tokens)
    fit = [d for d in documents if d.fold == "fit"]
    held_out = [d for d in documents if d.fold == "fusion"]
    labels = label_space(fit, args.minimum_documents)
    aligned = align_spans(fit, args.align_margin) if args.align_margin else {}
    if args.limit:
        fit, held_out = fit[: args.limit], held_out[: args.limit]
    codes = [c for c, _ in labels]
    index = {c: i for i, c in enumerate(codes)}
    tokens = sum(len(d.ids) for d in fit)
    log("data", {"fit": len(fit), "held_out": len(held_out), "labels": len(labels), "tokens": tokens})

    encoder = load_minilm(args.weights, args.dropout).eval()
    head = LabelAttention(len(labels), HIDDEN)
    titles, tokenizer = Titles(args.titles), TitleTokenizer(args.tokenizer)
    patients = len({d.id for d in fit})
    head.initialise(
        mean_pooled(encoder, [tokenizer(titles[c]) for c in codes]),
        torch.tensor([n / patients for _, n in labels]),
        args.query_norm,
        args.weight_norm,
    )
    torch.manual_seed(args.seed + 1 + rank)

    # Sorted by length before dealing out, so that the processes get equal work.
    deal = lambda docs: sorted(docs, key=lambda d: (len(d.ids), d.id, d.lang))[rank :: args.processes]
    usable = len(fit) // args.processes * args.processes
    train = Shard(deal(fit[:usable]), args.window, args.bf16)
    test = Shard(deal(held_out), args.window, args.bf16)

    def loss_of(rows: Sequence[int], layers: int, sums: Counter) -> Tensor:
        dropout = args.dropout if encoder.training else 0.0
        total = torch.zeros(())
        for r, hidden in zip(rows, train.hidden(encoder, rows, layers, dropout)):
            d = train.documents[r]
            logits, attention = head(F.dropout(hidden, args.dropout))
            target = torch.zeros(len(codes))
            target[[index[c] for c in d.codes if c in index]] = 1.0
            bce = F.binary_cross_entropy_with_logits(logits, target, reduction="sum")
            spans = d.spans or aligned.get((d.id, d.lang), {})
            found = span_loss(attention, [(index[c], r_) for c, r_ in sorted(spans.items()) if c in index])
            total = total + bce + args.span_weight * found
            sums.update({"bce": float(bce), f"spans_{d.lang}": float(found), "tokens": len(d.ids), "documents": 1})
        return total / len(rows)

    history: list[dict] = []

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
            row = {
                "stage": name,
                "epoch": epoch,
                "seconds": round(seconds),
                "tokens_per_second": round(sums["tokens"] * args.processes / seconds),
                **{k: round(sums[k] / sums["documents"], 3) for k in sorted(sums) if k not in ("tokens", "documents")},
            }
            if epoch % check_every == 0 or epoch == epochs:
                row["fusion"] = validate(encoder, head, test, codes, layers)
            history.append(row)
            log("epoch", row)
            if rank == 0:
                known = {k: v for k, v in vars(args).items() if not isinstance(v, Path) and k != "rendezvous"}
                state = {"arguments": known, "history": history, "minutes": round((time.time() - began) / 60, 1)}
                save(args.out / ("head.pt" if name == "head" else "checkpoint.pt"), encoder, head, labels, state)

    if args.resume:
        saved = torch.load(args.resume, map_location="cpu")
        if [tuple(x) for x in saved["labels"]] != labels:
            raise SystemExit("the checkpoint has other labels")
        encoder.load_state_dict(saved["encoder"])
        head.load_state_dict(saved["head"])
        history += saved["state"]["history"]
    else:
        for shard in (train, test):
            shard.cache(encoder, LAYERS)
        log("cached", {"layers": LAYERS})
        log("start", validate(encoder, head, test, codes, LAYERS))
        stage(
            "head", LAYERS, args.head_epochs,
            [{"params": list(head.parameters()), "lr": args.head_lr, "weight_decay": 0.01}], 5,
        )
    if args.epochs:
        for shard in (train, test):
            shard.cache(encoder, args.freeze)
        log("cached", {"layers": args.freeze})
        upper = [p for layer in encoder.layers[args.freeze :] for p in layer.parameters()]
        stage(
            "joint",
            args.freeze,
            args.epochs,
            [
                {"params": [p for p in upper if p.dim() > 1], "lr": args.encoder_lr, "weight_decay": 0.01},
                {"params": [p for p in upper if p.dim() <= 1], "lr": args.encoder_lr, "weight_decay": 0.0},
                {"params": list(head.parameters()), "lr": args.head_lr / 2, "weight_decay": 0.01},
            ],
            1,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokens", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--titles", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint.pt")
    parser.add_argument("--resume", type=Path, help="start from this checkpoint and skip the first stage")
    parser.add_argument("--head-epochs", type=int, default=20, help="epochs of the label attention alone")
    parser.add_argument("--epochs", type=int, default=5, help="epochs of the label attention with the upper layers")
    parser.add_argument("--freeze", type=int, default=3, help="layers that stay as they are, with the embeddings")
    parser.add_argument("--batch", type=int, default=8, help="documents, over all processes")
    parser.add_argument("--window", type=int, default=256, help="longest training window, special tokens included")
    parser.add_argument("--encoder-lr", type=float, default=1.5e-4)
    parser.add_argument("--head-lr", type=float, default=2e-3)
    parser.add_argument("--span-weight", type=float, default=0.5)
    parser.add_argument("--align-margin", type=int, default=12, help="0: no evidence carried over to translations")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--query-norm", type=float, default=1.0)
    parser.add_argument("--weight-norm", type=float, default=0.3)
    parser.add_argument("--minimum-documents", type=int, default=2)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--threads", type=int, default=1, help="of each process")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=0, help="use only so many documents (a smoke run)")
    parser.add_argument("--bf16", action="store_true", help="bfloat16 autocast; only with AMX")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    args.rendezvous = str((args.out / f"rendezvous-{os.getpid()}").resolve())
    # Libraries read these when the processes load them.
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(args.threads)
    try:
        mp.spawn(work, args=(args,), nprocs=args.processes)
    finally:
        Path(args.rendezvous).unlink(missing_ok=True)


if __name__ == "__main__":
    main()
