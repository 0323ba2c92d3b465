"""Turn a Hugging Face checkpoint with label attention into a model pack (docs/model-packs.md).

usage: python3 convert_hugging_face.py --checkpoint FOLDER --head plm-icd|bert-xml --labels FILE --name N --version V
         --release FY2026 --threshold en=0.4 | --validation en=FILE.npz [--calibrate]
         --data "NAME|LICENCE|USE" --initial-weights "NAME|LICENCE" --card MODEL_CARD.md --out FOLDER

FOLDER holds config.json, model.safetensors or pytorch_model.bin, and tokenizer.json, vocab.txt, or
vocab.json with merges.txt. FILE has a line a label, in the order of the checkpoint's labels: the code,
and after tabs, if known, its training documents and its code system (icd-10-cm).

A validation file holds `logits` [documents, labels] of the checkpoint and `targets` of the same shape, 0
or 1, from documents that it was not trained on. The threshold is then the one with the best micro F1;
with --calibrate the logits are first scaled so that their sigmoid is a probability (Platt 1999).
"""
from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any, Sequence

import numpy as np
import onnx
import torch

from hugging_face import PLM_ICD, DotAttention, Encoder, read_head, read_state, scale_logits
from quantise import quantise

OPSET = 14
MODEL_TYPES = ("bert", "roberta", "camembert")
BERT_XML = {"query": "attention.weight", "weight": "classifier.weight", "bias": "classifier.bias"}


def convert(args: argparse.Namespace) -> dict[str, Any]:
    """Write the pack and return its manifest."""
    config = json.loads((args.checkpoint / "config.json").read_text("utf8"))
    if config.get("model_type") not in MODEL_TYPES:
        raise SystemExit(f"model_type {config.get('model_type')}: only {', '.join(MODEL_TYPES)} are supported")
    bare = args.head == "plm-icd" if args.special_tokens is None else not args.special_tokens
    window = args.window or (128 if args.head == "plm-icd" else 512)
    overlap = args.overlap if args.overlap is not None else 0 if args.head == "plm-icd" else 128
    state = read_state(args.checkpoint)
    names = PLM_ICD if args.head == "plm-icd" else BERT_XML
    head = read_head(state, {**names, **dict(pair(x) for x in args.tensor)})
    encoder = Encoder(config, state, bare).eval()
    if window > len(encoder.position):
        raise SystemExit(f"the checkpoint has {len(encoder.position)} positions, fewer than the window of {window}")
    labels = read_labels(args.labels)
    if len(labels) != len(head.weight):
        raise SystemExit(f"{args.labels} has {len(labels)} labels, the checkpoint {len(head.weight)}")

    validation = {language: read_validation(Path(file), len(labels)) for language, file in map(pair, args.validation)}
    thresholds = {language: float(value) for language, value in map(pair, args.threshold)}
    languages = sorted({*validation, *thresholds})
    if not languages:
        raise SystemExit("give --threshold or --validation for each language that the model reads")
    calibration = None
    if args.calibrate:
        slope, offset = platt([x for x, _ in validation.values()], [y for _, y in validation.values()])
        scale_logits(head, slope, offset)
        validation = {language: (slope * x + offset, y) for language, (x, y) in validation.items()}
        calibration = {"slope": slope, "offset": offset}

    args.out.mkdir(parents=True)
    export_encoder(encoder, args.out / "encoder.onnx", args.int8)
    export_head(head, args.out / "label-attention.onnx")
    write_tokenizer(args.checkpoint, args.out / "tokenizer.json")
    lines = ["code\tdocuments\tsystem", *("\t".join(x) for x in labels)]
    (args.out / "labels.tsv").write_text("\n".join(lines) + "\n", "utf8")
    shutil.copyfile(args.card, args.out / "MODEL_CARD.md")

    systems, results = {}, {}
    for system in sorted({x for _, _, x in labels}):
        own = [i for i, (_, _, x) in enumerate(labels) if x == system]
        best = {language: best_threshold(x[:, own], y[:, own]) for language, (x, y) in validation.items()}
        systems[system] = {
            "release": args.release,
            "labels": len(own),
            "thresholds": {x: thresholds[x] if x in thresholds else best[x]["threshold"] for x in languages},
            "fused": False,
        }
        results[system] = {"validation": best, "calibration": calibration}
    name, licence = args.initial_weights.split("|")
    manifest = {
        "format": "rubricator-model-pack",
        "formatVersion": 2,
        "name": args.name,
        "version": args.version,
        "languages": languages,
        "systems": systems,
        # The application's windows always hold [CLS] and [SEP]; a bare encoder leaves them out again.
        "encoder": {"window": window + 2 if bare else window, "overlap": overlap, "hidden": encoder.word.shape[1]},
        "features": {"mentions": [], "codes": []},
        "files": {file.name: described(file) for file in sorted(args.out.iterdir())},
        "training": {
            "data": [dict(zip(("name", "licence", "use"), x.split("|"))) for x in args.data],
            "initialWeights": {"name": name, "licence": licence},
        },
        "results": results,
    }
    (args.out / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", "utf8")
    return manifest


def export_encoder(encoder: Encoder, target: Path, int8: bool) -> None:
    """input_ids, attention_mask [batch,tokens] int64 -> hidden [batch,tokens,D] float."""
    ids = torch.randint(0, len(encoder.word), (2, 24))
    axes = {name: {0: "batch", 1: "tokens"} for name in ("input_ids", "attention_mask", "hidden")}
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "encoder.onnx"
        torch.onnx.export(
            encoder, (ids, torch.ones_like(ids)), str(plain if int8 else target), opset_version=OPSET,
            do_constant_folding=True, input_names=["input_ids", "attention_mask"], output_names=["hidden"],
            dynamic_axes=axes,
        )
        if int8:
            quantise(plain, target, 63)


def export_head(head: DotAttention, target: Path) -> None:
    """hidden [tokens,D], labels [labels] int64 -> logits [labels], attention and contribution [labels,tokens]."""
    rows = {0: "labels", 1: "tokens"}
    torch.onnx.export(
        head, (torch.randn(7, head.weight.shape[1]), torch.tensor([0, len(head.weight) - 1])), str(target),
        opset_version=OPSET, do_constant_folding=True, input_names=["hidden", "labels"],
        output_names=["logits", "attention", "contribution"],
        dynamic_axes={
            "hidden": {0: "tokens"}, "labels": {0: "labels"}, "logits": {0: "labels"},
            "attention": rows, "contribution": rows,
        },
    )
    onnx.checker.check_model(onnx.load(str(target)))


def write_tokenizer(checkpoint: Path, target: Path) -> None:
    """The checkpoint's tokenizer.json, or one made of its older vocabulary files."""
    if (checkpoint / "tokenizer.json").exists():
        shutil.copyfile(checkpoint / "tokenizer.json", target)
        return
    settings_file = checkpoint / "tokenizer_config.json"
    settings = json.loads(settings_file.read_text("utf8")) if settings_file.exists() else {}
    if (checkpoint / "vocab.txt").exists():
        tokens = (checkpoint / "vocab.txt").read_text("utf8").rstrip("\n").split("\n")
        tokenizer = {
            "normalizer": {
                "type": "BertNormalizer",
                "clean_text": True,
                "handle_chinese_chars": settings.get("tokenize_chinese_chars", True),
                "strip_accents": settings.get("strip_accents"),
                "lowercase": settings.get("do_lower_case", True),
            },
            "pre_tokenizer": {"type": "BertPreTokenizer"},
            "model": {
                "type": "WordPiece",
                "unk_token": "[UNK]",
                "continuing_subword_prefix": "##",
                "max_input_chars_per_word": 100,
                "vocab": {token: i for i, token in enumerate(tokens)},
            },
        }
    elif (checkpoint / "merges.txt").exists():
        merges = (checkpoint / "merges.txt").read_text("utf8").split("\n")
        tokenizer = {
            "normalizer": None,
            "pre_tokenizer": {
                "type": "ByteLevel",
                "add_prefix_space": settings.get("add_prefix_space", False),
                "trim_offsets": True,
                "use_regex": True,
            },
            "model": {
                "type": "BPE",
                "vocab": json.loads((checkpoint / "vocab.json").read_text("utf8")),
                "merges": [x for x in merges if x and not x.startswith("#version")],
            },
        }
    else:
        raise SystemExit(f"{checkpoint} has no tokenizer.json, vocab.txt, or vocab.json with merges.txt")
    target.write_text(json.dumps(tokenizer, ensure_ascii=False) + "\n", "utf8")


def read_labels(path: Path) -> list[tuple[str, str, str]]:
    """Code, training documents (0 where not known) and code system of each label."""
    labels = []
    for line in path.read_text("utf8").splitlines():
        code, documents, system = (line.split("\t") + ["", ""])[:3]
        labels.append((code, documents or "0", system or "icd-10-cm"))
    return labels


def read_validation(path: Path, labels: int) -> tuple[np.ndarray, np.ndarray]:
    """Logits and targets [documents, labels]."""
    with np.load(path) as file:
        logits, targets = file["logits"].astype(np.float64), file["targets"].astype(bool)
    if logits.shape != targets.shape or logits.shape[1] != labels:
        raise SystemExit(f"{path}: logits {logits.shape}, targets {targets.shape}, expected [documents, {labels}]")
    return logits, targets


def platt(logits: Sequence[np.ndarray], targets: Sequence[np.ndarray]) -> tuple[float, float]:
    """Slope and offset that make sigmoid(slope * logit + offset) the likeliest, by Newton's method."""
    x = np.concatenate([a.ravel() for a in logits])
    y = np.concatenate([a.ravel() for a in targets]).astype(np.float64)
    design = np.stack([x, np.ones_like(x)])

    def loss(fit: np.ndarray) -> float:
        z = fit @ design
        return float((np.logaddexp(0, z) - y * z).sum())

    fit = np.array([1.0, 0.0])
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(fit @ design, -40, 40)))
        curvature = (design * (p * (1 - p))) @ design.T + 1e-9 * np.eye(2)
        step = np.linalg.solve(curvature, design @ (p - y))
        # Far from the optimum a whole step may overshoot.
        share = 1.0
        while share > 1e-6 and loss(fit - share * step) > loss(fit):
            share /= 2
        fit = fit - share * step
        if np.abs(share * step).max() < 1e-9:
            break
    if fit[0] <= 0:
        raise SystemExit("higher logits are no likelier in the validation files: are the labels in their order?")
    return float(fit[0]), float(fit[1])


def best_threshold(logits: np.ndarray, targets: np.ndarray) -> dict[str, float]:
    """The probability with the best micro F1, with what is reached there."""
    order = np.argsort(-logits, axis=None)
    hits = np.cumsum(targets.ravel()[order])
    chosen = np.arange(1, len(order) + 1)
    f1 = 2 * hits / (chosen + targets.sum())
    at = int(f1.argmax())
    ranked = logits.ravel()[order]
    cut = (ranked[at] + ranked[min(at + 1, len(ranked) - 1)]) / 2
    return {
        "threshold": round(float(1 / (1 + np.exp(-cut))), 5),
        "microF1": round(float(f1[at]), 4),
        "precision": round(float(hits[at] / chosen[at]), 4),
        "recall": round(float(hits[at] / max(1, targets.sum())), 4),
        "documents": len(logits),
    }


def described(file: Path) -> dict[str, Any]:
    content = file.read_bytes()
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def pair(text: str) -> tuple[str, str]:
    key, separator, value = text.partition("=")
    if not separator:
        raise SystemExit(f"{text}: expected NAME=VALUE")
    return key, value


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--head", choices=("plm-icd", "bert-xml"), required=True)
    parser.add_argument(
        "--tensor", action="append", default=[], metavar="PART=NAME",
        help="name, or end of the name, of the head's first, query, weight or bias in the checkpoint",
    )
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--release", required=True, help="of the code book that the labels are from")
    parser.add_argument("--window", type=int, help="tokens the encoder reads at once (128 for PLM-ICD, else 512)")
    parser.add_argument("--overlap", type=int, help="tokens that windows share, even (0 for PLM-ICD, else 128)")
    parser.add_argument(
        "--special-tokens", action=argparse.BooleanOptionalAction,
        help="whether each window had [CLS] and [SEP] in training, within --window (PLM-ICD: no)",
    )
    parser.add_argument("--threshold", action="append", default=[], metavar="LANGUAGE=PROBABILITY")
    parser.add_argument("--validation", action="append", default=[], metavar="LANGUAGE=FILE.npz")
    parser.add_argument("--calibrate", action="store_true")
    parser.add_argument("--int8", action="store_true", help="a quarter of the size, faster, slightly other logits")
    parser.add_argument("--data", action="append", required=True, metavar="NAME|LICENCE|USE")
    parser.add_argument("--initial-weights", required=True, metavar="NAME|LICENCE")
    parser.add_argument("--card", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="a folder that does not exist yet")
    return parser


if __name__ == "__main__":
    convert(parser().parse_args())
