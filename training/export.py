"""Export a checkpoint of train.py for ONNX Runtime, with its measures and a parity file.

usage: python3 export.py --checkpoint checkpoint.pt --tokens tokens.jsonl --tokenizer tokenizer.json --out FOLDER

Writes encoder.onnx (int8), label-attention.onnx and mentions.onnx (float), labels.tsv,
tokenizer.json, parity.json and neural-metrics.json: the float model on the documents of train
that it has not seen, and with --dev on dev.
"""
from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, Optional, Sequence

import numpy as np
import onnx
import torch
import torch.multiprocessing as mp
from torch import Tensor, nn

from data import OVERLAP, WINDOW, Document, part_of, read_documents, sliding_windows, system_of
from encoder import HIDDEN, Encoder, encode_windows, load_encoder
from label_attention import LabelAttention, MentionTagger
from metrics import evaluate, evidence_counts, evidence_rates, prior_baseline, tag_counts, tag_rates
from quantise import quantise
from train import tags_of

OPSET = 14


class Model:
    """The trained modules in evaluation mode, the labels, and what training recorded."""

    def __init__(self, checkpoint: Path) -> None:
        saved = torch.load(checkpoint, map_location="cpu")
        self.encoder = load_encoder(checkpoint, 0.0).eval()
        self.labels: list[tuple[str, int]] = [tuple(x) for x in saved["labels"]]
        self.head = LabelAttention(len(self.labels), HIDDEN)
        self.head.load_state_dict(saved["head"])
        self.tagger = MentionTagger(HIDDEN)
        self.tagger.load_state_dict(saved["tagger"])
        self.state: dict[str, Any] = saved["state"]

    @torch.no_grad()
    def hidden(self, ids: Sequence[int], window: int, overlap: int) -> Tensor:
        """Hidden states [N,D] of a document cut into windows as the application cuts it."""
        return encode_windows(self.encoder, [ids], [sliding_windows(len(ids), window - 2, overlap)])[0]


class HeadGraph(nn.Module):
    """What label-attention.onnx computes."""

    def __init__(self, head: LabelAttention) -> None:
        super().__init__()
        self.head = head

    def forward(self, hidden: Tensor, labels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        # All outputs are computed whichever are asked for, so the logits are what the tokens add up to.
        query, bias = self.head.query[labels], self.head.bias[labels]
        attention = torch.softmax(torch.matmul(query, hidden.transpose(0, 1)), -1)
        contribution = self.head.contribution(hidden, attention, labels)
        return contribution.sum(-1) + bias, attention, contribution


class MentionGraph(nn.Module):
    """What mentions.onnx computes."""

    def __init__(self, tagger: MentionTagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, hidden: Tensor) -> Tensor:
        return torch.softmax(self.tagger(hidden), -1)


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
    """hidden [tokens,D], labels [labels] int64 -> logits [labels], attention and contribution [labels,tokens]."""
    torch.onnx.export(
        HeadGraph(head), (torch.randn(7, HIDDEN), torch.tensor([0, 2, 1])), str(target), opset_version=OPSET,
        do_constant_folding=True, input_names=["hidden", "labels"],
        output_names=["logits", "attention", "contribution"],
        dynamic_axes={
            "hidden": {0: "tokens"}, "labels": {0: "labels"}, "logits": {0: "labels"},
            "attention": {0: "labels", 1: "tokens"}, "contribution": {0: "labels", 1: "tokens"},
        },
    )
    onnx.checker.check_model(onnx.load(str(target)))
    print("label attention", target.stat().st_size, "bytes")


def export_tagger(tagger: MentionTagger, target: Path) -> None:
    """hidden [tokens,D] -> tags [tokens,5], probabilities that sum to 1."""
    torch.onnx.export(
        MentionGraph(tagger), (torch.randn(7, HIDDEN),), str(target), opset_version=OPSET, do_constant_folding=True,
        input_names=["hidden"], output_names=["tags"], dynamic_axes={"hidden": {0: "tokens"}, "tags": {0: "tokens"}},
    )
    onnx.checker.check_model(onnx.load(str(target)))
    print("mentions", target.stat().st_size, "bytes")


def rounded(values: Tensor) -> list[float]:
    return [round(float(x), 5) for x in values]


@torch.no_grad()
def parity(model: Model, documents: Sequence[Document], window: int, overlap: int) -> dict[str, Any]:
    """What the float model computes, for the application's own test of the exported graphs."""
    es = next(d for d in documents if d.lang == "es" and len(d.ids) > 60)
    en = next(d for d in documents if d.lang == "en" and len(d.ids) > 60)
    long = next(d for d in documents if d.lang == "es" and 700 < len(d.ids) < 1100)
    cases = []
    for name, ids in (("es", es.ids[:60]), ("en", en.ids[:48]), ("long", long.ids)):
        hidden = model.hidden(ids, window, overlap)
        logits, attention = model.head(hidden)
        contribution = model.head.contribution(hidden, attention)
        tags = torch.softmax(model.tagger(hidden), -1)
        case: dict[str, Any] = {"name": name, "ids": list(ids), "logits": rounded(logits)}
        tokens = (0, len(ids) // 2, len(ids) - 1) if len(ids) <= 60 else (200, 415, 416, 500, len(ids) - 1)
        case["hidden"] = [{"token": t, "first": rounded(hidden[t, :8])} for t in tokens]
        case["tags"] = [{"token": t, "probabilities": rounded(tags[t])} for t in tokens]
        best = int(logits.argmax())
        row = attention[best]
        case["attention"] = {"label": best, "argmax": int(row.argmax()), "max": round(float(row.max()), 5)}
        case["contribution"] = {
            "label": best, "argmax": int(contribution[best].argmax()),
            "sum": round(float(contribution[best].sum()), 5), "bias": round(float(model.head.bias[best]), 5),
        }
        cases.append(case)
    return {
        "windows": {"tokens": window, "overlap": overlap},
        "note": "float model; the int8 encoder differs, see training/README.md for by how much",
        "documents": cases,
    }


_worker: dict[str, Any] = {}


def _start(checkpoint: Path, window: int, overlap: int) -> None:
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    model = Model(checkpoint)
    _worker.update(model=model, index={c: i for i, (c, _) in enumerate(model.labels)}, windows=(window, overlap))


@torch.no_grad()
def _predict(document: Document) -> tuple[np.ndarray, dict[str, np.ndarray], np.ndarray]:
    model: Model = _worker["model"]
    hidden = model.hidden(document.ids, *_worker["windows"])
    logits, attention = model.head(hidden)
    contribution = model.head.contribution(hidden, attention)
    evidence = evidence_counts(document, _worker["index"], attention, hidden, contribution)
    return logits.numpy(), evidence, tag_counts(tags_of(document), model.tagger(hidden))


def measure(model: Model, folds: dict[str, Sequence[Document]], args: argparse.Namespace) -> dict[str, Any]:
    """Per fold and language. The thresholds are the best of the first fold, also for the others."""
    codes = [c for c, _ in model.labels]
    out: dict[str, Any] = {}
    thresholds: dict[str, dict[str, float]] = {}
    with mp.get_context("spawn").Pool(args.processes, _start, (args.checkpoint, args.window, args.overlap)) as pool:
        for fold, documents in folds.items():
            out[fold] = {}
            for lang in ("es", "en"):
                chosen = [d for d in documents if d.lang == lang]
                predicted = pool.map(_predict, chosen, chunksize=4)
                row = evaluate(chosen, codes, [x for x, _, _ in predicted], thresholds.get(lang))
                thresholds.setdefault(lang, {s: row[s]["threshold_logit"] for s in ("icd-10-cm", "icd-10-pcs")})
                row["evidence"] = evidence_rates([e for _, e, _ in predicted])
                row["mentions"] = tag_rates([t for _, _, t in predicted])
                prior = prior_baseline(chosen, model.labels)
                row["prior"] = {s: prior[s]["map_all_gold"] for s in ("icd-10-cm", "icd-10-pcs")}
                out[fold][lang] = row
                print(fold, lang, json.dumps(row), flush=True)
    return out


def held_out(documents: Sequence[Document], arguments: dict[str, Any]) -> Optional[list[Document]]:
    """The documents of train that the checkpoint has not seen."""
    if arguments["fold"] == "none":
        return None
    return [
        d for d in documents if d.split == "train" and part_of(d.id, arguments["folds"]) == int(arguments["fold"])
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--tokens", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--window", type=int, default=WINDOW, help="tokens, [CLS] and [SEP] included")
    parser.add_argument("--overlap", type=int, default=OVERLAP)
    parser.add_argument("--weight-limit", type=int, default=63, help="127: full int8, only for processors with VNNI")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--dev", action="store_true", help="measure on dev too")
    parser.add_argument("--no-metrics", action="store_true", help="export only")
    args = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    args.out.mkdir(parents=True, exist_ok=True)

    documents = read_documents(args.tokens)
    model = Model(args.checkpoint)
    export_encoder(model.encoder, args.out / "encoder.onnx", args.weight_limit)
    export_head(model.head, args.out / "label-attention.onnx")
    export_tagger(model.tagger, args.out / "mentions.onnx")
    shutil.copyfile(args.tokenizer, args.out / "tokenizer.json")
    lines = ["code\tdocuments\tsystem", *(f"{code}\t{n}\t{system_of(code)}" for code, n in model.labels)]
    (args.out / "labels.tsv").write_text("\n".join(lines) + "\n", "utf8")
    unseen = held_out(documents, model.state["arguments"])
    examples = parity(model, unseen or [d for d in documents if d.split == "train"], args.window, args.overlap)
    (args.out / "parity.json").write_text(json.dumps(examples) + "\n", "utf8")
    if args.no_metrics:
        return
    folds = {"held_out": unseen} if unseen else {}
    if args.dev:
        folds["dev"] = [d for d in documents if d.split == "dev"]
    metrics = {
        "labels": len(model.labels),
        "windows": {"tokens": args.window, "overlap": args.overlap},
        "training": model.state,
        "float": measure(model, folds, args),
    }
    (args.out / "neural-metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", "utf8")


if __name__ == "__main__":
    main()
