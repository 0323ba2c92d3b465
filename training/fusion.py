"""The tree models of the product: of mentions, of codes, and of codes in visit notes.

usage: python3 fusion.py mentions --rows DIR/mentions-train --names DIR/mentions.json --out FOLDER
       python3 fusion.py codes --rows DIR/codes-train --names DIR/codes.json --gold DIR/gold-train.jsonl --out FOLDER
           [--test DIR/codes-dev --test-gold DIR/gold-dev.jsonl]
       python3 fusion.py visit --rows DIR/codes-notes --names DIR/codes.json --gold DIR/gold-notes.jsonl --out FOLDER

ROWS.f32 holds one float32 row of features a line of ROWS.tsv (document, language, code, label, ...).
`mentions` learns whether a coder would mark these words for this code; its models are written for each
part of cross-fitting (mention-fusion-0.onnx ...) and for all (mention-fusion-all.onnx), so that the rows
of the second model come from mention scores of documents unseen. `codes` learns the probability of a
code; gold.jsonl has {"id","lang","codes":[...]} for each document, so that gold codes that are no
candidate count as missed. Gradient-boosted trees (Friedman 2001, in the histogram form of LightGBM) and
a logistic regression are compared by cross-validation over documents; both languages of a document stay
in one fold. Writes fusion.onnx and fusion.json. `visit`, run after it, learns from the few everyday notes what
of that a visit note codes: small trees over the same features and the fusion's own logit. Writes
visit-fusion.onnx and adds its threshold to fusion.json.
"""
from __future__ import annotations

import argparse
import hashlib
import json
import pickle
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from metrics import average_precision, best_f1, calibration_error, f1_at


@dataclass
class Table:
    """Candidates: x [R,F] float32, y [R], and each row's document and language."""

    x: np.ndarray
    y: np.ndarray
    ids: np.ndarray
    langs: np.ndarray
    codes: np.ndarray


def read_table(rows: Path, features: int) -> Table:
    """All rows, in their order; a missing feature is NaN."""
    x = np.fromfile(f"{rows}.f32", np.float32).reshape(-1, features)
    with open(f"{rows}.tsv", encoding="utf8") as lines:
        cells = [line.rstrip("\n").split("\t") for line in lines]
    ids, langs, codes, labels = (np.array([c[i] for c in cells]) for i in range(4))
    return Table(x, labels.astype(np.int8), ids, langs, codes)


def read_gold(path: Path, table: Table) -> dict[tuple[str, str], int]:
    """Number of gold codes of each (document, language)."""
    totals: dict[tuple[str, str], int] = {}
    with open(path, encoding="utf8") as lines:
        for line in lines:
            if line.strip():
                row = json.loads(line)
                totals[row["id"], row["lang"]] = len(set(row["codes"]))
    used = set(zip(table.ids, table.langs))
    return {key: n for key, n in totals.items() if key in used}


class Trees:
    """Gradient-boosted trees under log loss."""

    name = "trees"

    def __init__(self, args: argparse.Namespace) -> None:
        self.model = HistGradientBoostingClassifier(
            max_iter=args.trees, max_leaf_nodes=args.leaves, learning_rate=args.rate, l2_regularization=args.l2,
            min_samples_leaf=args.leaf_rows, early_stopping=False, random_state=args.seed,
        )

    def fit(self, x: np.ndarray, y: np.ndarray) -> "Trees":
        self.model.fit(x, y)
        return self

    def decision(self, x: np.ndarray) -> np.ndarray:
        return self.model.decision_function(x)

    def graph(self, features: int) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
        """features [K,F] -> z [K,1]. A hand-written conversion of sklearn's predictors."""
        a: dict[str, list] = defaultdict(list)
        for t, (predictor,) in enumerate(self.model._predictors):
            for i, node in enumerate(predictor.nodes):
                leaf = bool(node["is_leaf"])
                a["nodes_treeids"].append(t)
                a["nodes_nodeids"].append(i)
                a["nodes_featureids"].append(0 if leaf else int(node["feature_idx"]))
                a["nodes_modes"].append("LEAF" if leaf else "BRANCH_LEQ")
                a["nodes_values"].append(0.0 if leaf else _round_down(float(node["num_threshold"])))
                a["nodes_truenodeids"].append(0 if leaf else int(node["left"]))
                a["nodes_falsenodeids"].append(0 if leaf else int(node["right"]))
                a["nodes_missing_value_tracks_true"].append(0 if leaf else int(node["missing_go_to_left"]))
                if leaf:
                    a["target_treeids"].append(t)
                    a["target_nodeids"].append(i)
                    a["target_ids"].append(0)
                    a["target_weights"].append(float(node["value"]))
        base = float(np.ravel(self.model._baseline_prediction)[0])
        node = helper.make_node(
            "TreeEnsembleRegressor", ["features"], ["z"], domain="ai.onnx.ml", n_targets=1,
            aggregate_function="SUM", post_transform="NONE", base_values=[base], **a,
        )
        return [node], []


class Logistic:
    """Logistic regression on standardised features; a missing value counts as the mean."""

    name = "logistic"

    def __init__(self, args: argparse.Namespace) -> None:
        self.model = LogisticRegression(C=1.0, max_iter=2000)

    def fit(self, x: np.ndarray, y: np.ndarray) -> "Logistic":
        self.mean = np.nan_to_num(np.nanmean(x.astype(np.float64), axis=0))
        self.scale = np.nan_to_num(np.nanstd(x.astype(np.float64), axis=0))
        self.scale[self.scale < 1e-9] = 1.0
        self.model.fit(self._standard(x), y)
        return self

    def _standard(self, x: np.ndarray) -> np.ndarray:
        return (np.where(np.isnan(x), self.mean, x) - self.mean) / self.scale

    def decision(self, x: np.ndarray) -> np.ndarray:
        return self.model.decision_function(self._standard(x))

    def graph(self, features: int) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
        """features [K,F] -> z [K,1]."""
        constants = {
            "mean": self.mean.astype(np.float32),
            "scale": self.scale.astype(np.float32),
            "coefficients": self.model.coef_.T.astype(np.float32),
            "intercept": self.model.intercept_.astype(np.float32),
        }
        nodes = [
            helper.make_node("IsNaN", ["features"], ["missing"]),
            helper.make_node("Where", ["missing", "mean", "features"], ["known"]),
            helper.make_node("Sub", ["known", "mean"], ["centred"]),
            helper.make_node("Div", ["centred", "scale"], ["standard"]),
            helper.make_node("Gemm", ["standard", "coefficients", "intercept"], ["z"]),
        ]
        return nodes, [numpy_helper.from_array(v, k) for k, v in constants.items()]


def _round_down(threshold: float) -> float:
    """The largest float32 that is not above `threshold`.

    Features are float32, thresholds are float64: x <= t holds exactly when x <= this.
    """
    with np.errstate(over="ignore"):
        narrow = np.float32(threshold)
    return float(np.nextafter(narrow, np.float32(-np.inf))) if float(narrow) > threshold else float(narrow)


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-np.clip(z, -60, 60)))


def platt(z: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Slope and intercept of Platt scaling (Platt 1999)."""
    model = LogisticRegression(C=1e6, max_iter=1000).fit(z[:, None], y)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def out_of_fold(
    kind: type, args: argparse.Namespace, table: Table, folds: Sequence[tuple[np.ndarray, np.ndarray]]
) -> np.ndarray:
    """Each row's decision value [R] by the model that has not seen its document."""
    z = np.zeros(len(table.y))
    for train, test in folds:
        z[test] = kind(args).fit(table.x[train], table.y[train]).decision(table.x[test])
    return z


def measures(z: np.ndarray, p: np.ndarray, table: Table, gold: dict[tuple[str, str], int]) -> dict[str, Any]:
    """MAP, micro-F1 with its threshold, and calibration, for each language."""
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, key in enumerate(zip(table.ids, table.langs)):
        rows[key].append(i)
    out: dict[str, Any] = {}
    for lang in sorted(set(table.langs)):
        keys = [k for k in sorted(gold) if k[1] == lang and gold[k]]
        inside = table.langs == lang
        total = sum(gold[k] for k in keys)
        _, threshold = best_f1(p[inside], table.y[inside], total)
        out[lang] = {
            "documents": len(keys),
            "gold_codes": total,
            "gold_candidates": int(table.y[inside].sum()),
            "map": round(float(np.mean([average_precision(z[rows[k]], table.y[rows[k]], gold[k]) for k in keys])), 4),
            "threshold": round(threshold, 5),
            **f1_at(p[inside], table.y[inside], total, threshold),
            "ece": round(calibration_error(p[inside], table.y[inside])[0], 5),
        }
    weights = [v["documents"] for v in out.values()]
    out["map"] = round(float(np.average([v["map"] for v in out.values()], weights=weights)), 4)
    return out


def calibrate(z: np.ndarray, table: Table, folds: Sequence[tuple[np.ndarray, np.ndarray]]) -> dict[str, Any]:
    """Calibration error of no, Platt and isotonic calibration, each learned on other folds."""
    slope_z, isotonic_p = np.zeros_like(z), np.zeros_like(z)
    for train, test in folds:
        slope, intercept = platt(z[train], table.y[train])
        slope_z[test] = slope * z[test] + intercept
        isotonic_p[test] = IsotonicRegression(out_of_bounds="clip").fit(z[train], table.y[train]).predict(z[test])
    errors = {
        name: round(calibration_error(p, table.y)[0], 6)
        for name, p in (("none", sigmoid(z)), ("platt", sigmoid(slope_z)), ("isotonic", isotonic_p))
    }
    slope, intercept = platt(z, table.y) if errors["platt"] < errors["none"] else (1.0, 0.0)
    return {"ece": errors, "slope": slope, "intercept": intercept}


def export(model: Any, features: int, slope: float, intercept: float, target: Path) -> None:
    """features [candidates,F] float -> probability [candidates] float."""
    nodes, constants = model.graph(features)
    constants += [
        numpy_helper.from_array(np.array(slope, np.float32), "slope"),
        numpy_helper.from_array(np.array(intercept, np.float32), "shift"),
        numpy_helper.from_array(np.array([-1], np.int64), "flat"),
    ]
    nodes += [
        helper.make_node("Mul", ["z", "slope"], ["scaled"]),
        helper.make_node("Add", ["scaled", "shift"], ["calibrated"]),
        helper.make_node("Sigmoid", ["calibrated"], ["column"]),
        helper.make_node("Reshape", ["column", "flat"], ["probability"]),
    ]
    graph = helper.make_graph(
        nodes, "fusion",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["candidates", features])],
        [helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["candidates"])],
        constants,
    )
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14), helper.make_opsetid("ai.onnx.ml", 1)])
    proto.ir_version = 8
    onnx.checker.check_model(proto)
    onnx.save(proto, str(target))


def part_of(document: str, parts: int) -> int:
    """The part of cross-fitting, as codiesp.ts deals documents into them."""
    return int(hashlib.sha256(document.encode()).hexdigest()[:8], 16) % parts


def fit_mentions(args: argparse.Namespace, table: Table, names: Sequence[str]) -> None:
    """A model for each part, learned from the others, and one learned from all."""
    parts = np.array([part_of(i, args.parts) for i in table.ids])
    z = np.zeros(len(table.y))
    for part in range(args.parts):
        model = Trees(args).fit(table.x[parts != part], table.y[parts != part])
        z[parts == part] = model.decision(table.x[parts == part])
        export(model, len(names), 1.0, 0.0, args.out / f"mention-fusion-{part}.onnx")
    export(Trees(args).fit(table.x, table.y), len(names), 1.0, 0.0, args.out / "mention-fusion-all.onnx")
    p = sigmoid(z)
    total = int(table.y.sum())
    _, threshold = best_f1(p, table.y, total)
    print(json.dumps({
        "mentions": len(p), "marked": total, "average_precision": round(average_precision(p, table.y, total), 4),
        "threshold": round(threshold, 4), **f1_at(p, table.y, total, threshold),
        "ece": round(calibration_error(p, table.y)[0], 5),
    }))


def fit_codes(args: argparse.Namespace, table: Table, names: Sequence[str]) -> None:
    """Cross-validates trees and logistic regression, calibrates, and exports the chosen one."""
    gold = read_gold(args.gold, table)
    print(f"{len(table.y)} candidates, {int(table.y.sum())} gold, {len(set(table.ids))} documents, {len(names)} features")
    folds = list(GroupKFold(args.folds).split(table.x, table.y, table.ids))

    results: dict[str, dict[str, Any]] = {}
    decisions: dict[str, np.ndarray] = {}
    for kind in (Trees, Logistic) if args.model != "trees" else (Trees,):
        z = decisions[kind.name] = out_of_fold(kind, args, table, folds)
        calibration = calibrate(z, table, folds)
        p = sigmoid(calibration["slope"] * z + calibration["intercept"])
        results[kind.name] = {"measures": measures(z, p, table, gold), "calibration": calibration}
        print(kind.name, json.dumps(results[kind.name]), flush=True)

    chosen = args.model
    if chosen == "best":
        chosen = max(results, key=lambda name: results[name]["measures"]["map"])
    kind = {k.name: k for k in (Trees, Logistic)}[chosen]
    slope, intercept = results[chosen]["calibration"]["slope"], results[chosen]["calibration"]["intercept"]
    model = kind(args).fit(table.x, table.y)
    export(model, len(names), slope, intercept, args.out / "fusion.onnx")
    (args.out / "fusion.pickle").write_bytes(pickle.dumps((model, slope, intercept)))
    if args.test:
        test = read_table(args.test, len(names))
        z = model.decision(test.x)
        measured = measures(z, sigmoid(slope * z + intercept), test, read_gold(args.test_gold, test))
        print("test (best threshold of its own)", json.dumps(measured))
    if args.importance:
        show_importance(model, table, names)

    p = sigmoid(slope * decisions[chosen] + intercept)
    ece, bins = calibration_error(p, table.y, 20)
    langs = [k for k in results[chosen]["measures"] if k != "map"]
    document = {
        "model": chosen,
        "features": list(names),
        "seed": args.seed,
        "candidates": len(table.y),
        "documents": len(set(table.ids)),
        "thresholds": {lang: results[chosen]["measures"][lang]["threshold"] for lang in langs},
        "calibration": {**results[chosen]["calibration"], "note": "slope and intercept are inside fusion.onnx"},
        "out_of_fold": {name: r["measures"] for name, r in results.items()},
        "reliability": {"ece": round(ece, 5), "bins": bins},
    }
    (args.out / "fusion.json").write_text(json.dumps(document, indent=1) + "\n", "utf8")

    rng = np.random.default_rng(args.seed)
    rows = rng.choice(len(table.y), min(args.parity_rows, len(table.y)), replace=False)
    expected = sigmoid(slope * model.decision(table.x[rows]) + intercept)
    parity = {
        "x": [[None if np.isnan(v) else float(v) for v in row] for row in table.x[rows]],
        "probability": [float(v) for v in expected],
    }
    (args.out / "fusion-parity.json").write_text(json.dumps(parity) + "\n", "utf8")


def fit_visit(args: argparse.Namespace, table: Table, names: Sequence[str]) -> None:
    """Cross-validates small trees over the features and the logit of the fusion, which has not seen the notes."""
    gold = read_gold(args.gold, table)
    fusion, slope, intercept = pickle.loads((args.out / "fusion.pickle").read_bytes())
    table.x = np.column_stack([table.x, slope * fusion.decision(table.x) + intercept]).astype(np.float32)
    args.trees, args.leaves, args.rate, args.l2, args.leaf_rows = 100, 6, 0.05, 10.0, 20
    folds = list(GroupKFold(10).split(table.x, table.y, table.ids))
    z = out_of_fold(Trees, args, table, folds)
    slope, intercept = platt(z, table.y)
    p = sigmoid(slope * z + intercept)
    measured = measures(z, p, table, gold)
    print("visit", json.dumps(measured))
    export(Trees(args).fit(table.x, table.y), len(names) + 1, slope, intercept, args.out / "visit-fusion.onnx")
    document = json.loads((args.out / "fusion.json").read_text("utf8"))
    document["thresholds"]["visit"] = measured["visit"]["threshold"]
    document["visit"] = measured
    (args.out / "fusion.json").write_text(json.dumps(document, indent=1) + "\n", "utf8")


def show_importance(model: Any, table: Table, names: Sequence[str]) -> None:
    """How much average precision over all rows falls when one feature is shuffled."""
    rng = np.random.default_rng(0)
    total = int(table.y.sum())
    base = average_precision(model.decision(table.x), table.y, total)
    drops = []
    for i, name in enumerate(names):
        x = table.x.copy()
        x[:, i] = rng.permutation(x[:, i])
        drops.append((base - average_precision(model.decision(x), table.y, total), name))
    for drop, name in sorted(drops, reverse=True):
        print(f"{drop:8.4f}  {name}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=["mentions", "codes", "visit"])
    parser.add_argument("--rows", type=Path, required=True, help="without .f32 and .tsv")
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--test", type=Path)
    parser.add_argument("--test-gold", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", choices=["trees", "logistic", "best"], default="trees", help="what to export")
    parser.add_argument("--trees", type=int, default=200)
    parser.add_argument("--leaves", type=int, default=15)
    parser.add_argument("--rate", type=float, default=0.05)
    parser.add_argument("--l2", type=float, default=5.0)
    parser.add_argument("--leaf-rows", type=int, default=30)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--parts", type=int, default=5, help="of cross-fitting the mention model")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--importance", action="store_true")
    parser.add_argument("--parity-rows", type=int, default=100, help="rows written to fusion-parity.json")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    names: list[str] = json.loads(args.names.read_text("utf8"))["names"]
    table = read_table(args.rows, len(names))
    if args.stage == "mentions":
        fit_mentions(args, table, names)
    elif args.stage == "codes":
        fit_codes(args, table, names)
    else:
        fit_visit(args, table, names)


if __name__ == "__main__":
    main()
