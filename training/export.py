"""Export a checkpoint of train.py for ONNX Runtime, with its measures and a parity file.

usage: python3 export.py --checkpoint checkpoint.pt --tokens tokens.jsonl --out FOLDER

Writes encoder.onnx (int8), label-attention.onnx (float), labels.tsv, parity.json and
neural-metrics.json.
"""
from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path
from typing import Any, Sequence

import numpy as np
import onnx
import torch
import torch.multiprocessing as mp
from torch import Tensor

from data import OVERLAP, WINDOW, Document, read_documents, sliding_windows
from encoder import HIDDEN, Encoder, encode_windows
from label_attention import LabelAttention
from metrics import evaluate, evidence_counts, evidence_rates, prior_baseline
from quantise import quantise

OPSET = 14


def load(checkpoint: Path) -> tuple[Encoder, LabelAttention, list[tuple[str, int]], dict[str, Any]]:
    """The trained modules in evaluation mode, the labels, and what training recorded."""
    saved = torch.load(checkpoint, map_location="cpu")
    encoder = Encoder(0.0)
    encoder.load_state_dict(saved["encoder"])
    head = LabelAttention(len(saved["labels"]), HIDDEN)
    head.load_state_dict(saved["head"])
    return encoder.eval(), head.eval(), [tuple(x) for x in saved["labels"]], saved["state"]


@torch.no_grad()
def hidden_states(encoder: Encoder, ids: Sequence[int], window: int, overlap: int) -> Tensor:
    """Hidden states [N,D] of a document cut into windows as the application cuts it."""
    return encode_windows(encoder, [ids], [sliding_windows(len(ids), window - 2, overlap)])[0]


def export_encoder(encoder: Encoder, target: Path, limit: int) -> None:
    """input_ids, attention_mask [batch,tokens] int64 -> hidden [batch,tokens,D] float."""
    ids = torch.randint(1000, 2000, (2, 24))
    mask = torch.ones_like(ids)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "encoder.onnx"
        axes = {name: {0: "batch", 1: "tokens"} for name in ("input_ids", "attention_mask", "hidden")}
        torch.onnx.export(
            encoder, (ids, mask), str(plain), opset_version=OPSET, do_constant_folding=True,
            input_names=["input_ids", "attention_mask"], output_names=["hidden"], dynamic_axes=axes,
        )
        print("encoder", quantise(plain, target, limit), target.stat().st_size, "bytes")


def export_head(head: LabelAttention, target: Path) -> None:
    """hidden [tokens,D], labels [labels] int64 -> logits [labels], attention [labels,tokens]."""
    torch.onnx.export(
        head, (torch.randn(7, HIDDEN), torch.tensor([0, 2, 1])), str(target), opset_version=OPSET,
        do_constant_folding=True, input_names=["hidden", "labels"], output_names=["logits", "attention"],
        dynamic_axes={
            "hidden": {0: "tokens"}, "labels": {0: "labels"},
            "logits": {0: "labels"}, "attention": {0: "labels", 1: "tokens"},
        },
    )
    onnx.checker.check_model(onnx.load(str(target)))
    print("label attention", target.stat().st_size, "bytes")


@torch.no_grad()
def parity(
    encoder: Encoder, head: LabelAttention, documents: Sequence[Document], window: int, overlap: int
) -> dict[str, Any]:
    """What the float model computes, for the application's own test of the exported graphs."""
    es = next(d for d in documents if d.lang == "es" and len(d.ids) > 60)
    en = next(d for d in documents if d.lang == "en" and len(d.ids) > 60)
    long = next(d for d in documents if d.lang == "es" and 900 < len(d.ids) < 1100)
    cases = []
    for name, ids in (("es", es.ids[:60]), ("en", en.ids[:48]), ("long", long.ids)):
        hidden = hidden_states(encoder, ids, window, overlap)
        logits, attention = head(hidden)
        case: dict[str, Any] = {"name": name, "ids": list(ids), "logits": [round(float(x), 5) for x in logits]}
        tokens = (0, len(ids) // 2, len(ids) - 1) if len(ids) <= 60 else (200, 415, 416, 500, len(ids) - 1)
        case["hidden"] = [{"token": t, "first": [round(float(x), 5) for x in hidden[t, :8]]} for t in tokens]
        best = int(logits.argmax())
        row = attention[best]
        case["attention"] = {"label": best, "argmax": int(row.argmax()), "max": round(float(row.max()), 5)}
        cases.append(case)
    return {
        "windows": {"tokens": window, "overlap": overlap},
        "note": "float model; the int8 encoder differs, see int8 in neural-metrics.json for by how much",
        "documents": cases,
    }


_worker: dict[str, Any] = {}


def _start(checkpoint: Path, window: int, overlap: int) -> None:
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    encoder, head, labels, _ = load(checkpoint)
    _worker.update(encoder=encoder, head=head, index={c: i for i, (c, _) in enumerate(labels)})
    _worker.update(windows=(window, overlap))


@torch.no_grad()
def _predict(document: Document) -> tuple[np.ndarray, np.ndarray]:
    logits, attention = _worker["head"](hidden_states(_worker["encoder"], document.ids, *_worker["windows"]))
    return logits.numpy(), evidence_counts(document, _worker["index"], attention.numpy())


def measure(
    documents: Sequence[Document], labels: Sequence[tuple[str, int]], args: argparse.Namespace
) -> dict[str, Any]:
    """Per fold and language. The threshold is the best one of the fold "fusion", also for dev."""
    codes = [c for c, _ in labels]
    out: dict[str, Any] = {}
    thresholds: dict[str, float] = {}
    with mp.get_context("spawn").Pool(args.processes, _start, (args.checkpoint, args.window, args.overlap)) as pool:
        for fold in ("fusion", "dev"):
            out[fold] = {}
            for lang in ("es", "en"):
                chosen = [d for d in documents if d.fold == fold and d.lang == lang]
                predicted = pool.map(_predict, chosen, chunksize=4)
                row = evaluate(chosen, codes, [x for x, _ in predicted], thresholds.get(lang))
                thresholds.setdefault(lang, row["threshold_logit"])
                row.update(evidence_rates([c for _, c in predicted]))
                row["prior"] = {k: v for k, v in prior_baseline(chosen, labels).items() if k[:3] in ("map", "f1_")}
                out[fold][lang] = row
                print(fold, lang, json.dumps(row), flush=True)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--tokens", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--window", type=int, default=WINDOW, help="tokens, [CLS] and [SEP] included")
    parser.add_argument("--overlap", type=int, default=OVERLAP)
    parser.add_argument("--weight-limit", type=int, default=63, help="127: full int8, only for processors with VNNI")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--no-metrics", action="store_true", help="export only")
    args = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    args.out.mkdir(parents=True, exist_ok=True)

    documents = read_documents(args.tokens)
    encoder, head, labels, state = load(args.checkpoint)
    export_encoder(encoder, args.out / "encoder.onnx", args.weight_limit)
    export_head(head, args.out / "label-attention.onnx")
    lines = ["code\tdocuments", *(f"{code}\t{n}" for code, n in labels)]
    (args.out / "labels.tsv").write_text("\n".join(lines) + "\n", "utf8")
    held_out = [d for d in documents if d.fold == "fusion"]
    (args.out / "parity.json").write_text(json.dumps(parity(encoder, head, held_out, args.window, args.overlap)) + "\n", "utf8")
    if args.no_metrics:
        return
    epochs = state["history"]
    metrics = {
        "labels": len(labels),
        "windows": {"tokens": args.window, "overlap": args.overlap},
        "training": {
            "arguments": state["arguments"],
            "seed": state["arguments"]["seed"],
            "minutes": state["minutes"],
            "epochs": {s: sum(h["stage"] == s for h in epochs) for s in ("head", "joint")},
            "tokens_per_second": {
                s: round(float(np.median([h["tokens_per_second"] for h in epochs if h["stage"] == s])))
                for s in ("head", "joint") if any(h["stage"] == s for h in epochs)
            },
            "history": epochs,
        },
        "float": measure(documents, labels, args),
    }
    (args.out / "neural-metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", "utf8")


if __name__ == "__main__":
    main()
