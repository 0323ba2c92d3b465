"""Ranking and threshold measures of multi-label coding."""
from __future__ import annotations

from typing import Any, Optional, Sequence

import numpy as np
from torch import Tensor

from data import Document, system_of
from label_attention import DIAGNOSIS, IGNORED, PROCEDURE


def average_precision(scores: np.ndarray, gold: np.ndarray, total: int) -> float:
    """AP of one document: scores [K], gold [K] (0/1); `total` counts gold codes outside K too."""
    if total == 0:
        return 0.0
    hits = gold[np.argsort(-scores, kind="stable")].astype(float)
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float((precision * hits).sum() / total)


def mean_average_precision(
    scores: Sequence[np.ndarray], gold: Sequence[np.ndarray], totals: Optional[Sequence[int]] = None
) -> float:
    """Mean AP over documents that have gold codes; `totals` as in `average_precision`."""
    sums = totals if totals is not None else [int(g.sum()) for g in gold]
    values = [average_precision(s, g, t) for s, g, t in zip(scores, gold, sums) if t > 0]
    return float(np.mean(values)) if values else 0.0


def best_f1(scores: np.ndarray, gold: np.ndarray, total: int) -> tuple[float, float]:
    """The highest micro-F1 of any one threshold, and that threshold; flat arrays."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(gold[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + max(total, 1))
    at = int(f1.argmax())
    return float(f1[at]), float(scores[order[at]])


def f1_at(scores: np.ndarray, gold: np.ndarray, total: int, threshold: float) -> dict[str, float]:
    """Micro precision, recall and F1 of `score >= threshold`."""
    chosen = scores >= threshold
    hits = float(gold[chosen].sum())
    precision = hits / max(int(chosen.sum()), 1)
    recall = hits / max(total, 1)
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / max(precision + recall, 1e-12), 4),
    }


def calibration_error(p: np.ndarray, y: np.ndarray, bins: int = 15) -> tuple[float, list[dict[str, float]]]:
    """Expected calibration error over equal-width bins, and the bins."""
    index = np.minimum((p * bins).astype(int), bins - 1)
    error, table = 0.0, []
    for b in range(bins):
        inside = index == b
        n = int(inside.sum())
        if not n:
            continue
        mean, rate = float(p[inside].mean()), float(y[inside].mean())
        error += n / len(p) * abs(mean - rate)
        table.append({"from": round(b / bins, 4), "n": n, "predicted": round(mean, 4), "observed": round(rate, 4)})
    return error, table


def evaluate(
    documents: Sequence[Document],
    labels: Sequence[str],
    logits: Sequence[np.ndarray],
    thresholds: Optional[dict[str, float]] = None,
) -> dict[str, Any]:
    """MAP and micro-F1 of each code system, within the label space and against all gold codes.

    Without thresholds (one a system) the best are looked for; pass some found elsewhere for an honest F1.
    """
    report: dict[str, Any] = {"documents": len(documents)}
    for system in ("icd-10-cm", "icd-10-pcs"):
        columns = [i for i, c in enumerate(labels) if system_of(c) == system]
        scores = [x[columns] for x in logits]
        gold = [np.array([labels[i] in d.codes for i in columns], dtype=np.int8) for d in documents]
        totals = [sum(system_of(c) == system for c in d.codes) for d in documents]
        flat, truth = np.concatenate(scores), np.concatenate(gold)
        inside, everything = int(truth.sum()), sum(totals)
        at = best_f1(flat, truth, everything)[1] if thresholds is None else thresholds[system]
        report[system] = {
            "gold_codes": everything,
            "gold_in_labels": inside,
            "map_labels": round(mean_average_precision(scores, gold), 4),
            "map_all_gold": round(mean_average_precision(scores, gold, totals), 4),
            "threshold_logit": round(at, 4),
            "f1_labels": f1_at(flat, truth, inside, at),
            "f1_all_gold": f1_at(flat, truth, everything, at),
        }
    return report


def prior_baseline(documents: Sequence[Document], labels: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """The same measures for ranking every document by how frequent the codes were in training."""
    counts = np.array([n for _, n in labels], dtype=float)
    return evaluate(documents, [c for c, _ in labels], [counts] * len(documents))


WEIGHTINGS = ("attention", "norm", "contribution")
"""What a code's top token may be found by: attention, attention x |h_t|, attention x w_l . h_t."""


def evidence_counts(
    document: Document, index: dict[str, int], attention: Tensor, hidden: Tensor, contribution: Tensor
) -> dict[str, np.ndarray]:
    """For each system and way of weighting: codes with a known span, and how many top tokens lie in one.

    attention and contribution [L,N], hidden [N,D]. Only exact evidence counts.
    """
    rows = {"attention": attention, "norm": attention * hidden.norm(dim=1), "contribution": contribution}
    top = {name: row.argmax(1).tolist() for name, row in rows.items()}
    spans: dict[str, list[tuple[int, int]]] = {}
    for e in document.evidence:
        if e.code in index:
            spans.setdefault(e.code, []).extend(e.ranges if e.exact else ())
    counts = {system: np.zeros(1 + len(WEIGHTINGS)) for system in ("icd-10-cm", "icd-10-pcs")}
    for code, ranges in spans.items():
        if ranges:
            hits = [any(s <= top[name][index[code]] < e for s, e in ranges) for name in WEIGHTINGS]
            counts[system_of(code)] += (1, *hits)
    return counts


def evidence_rates(counts: Sequence[dict[str, np.ndarray]]) -> dict[str, Any]:
    """Sums of `evidence_counts` as rates."""
    rates: dict[str, Any] = {}
    for system in ("icd-10-cm", "icd-10-pcs"):
        n, *hits = np.sum([c[system] for c in counts], axis=0)
        rates[system] = {"codes": int(n), **{name: round(hit / max(n, 1), 4) for name, hit in zip(WEIGHTINGS, hits)}}
    return rates


def tag_counts(gold: Optional[Tensor], predicted: Tensor) -> np.ndarray:
    """Tokens inside diagnoses, then procedures: both, predicted, gold; from tags [N] and logits [N,5]."""
    counts = np.zeros((2, 3))
    if gold is None:
        return counts
    known = gold != IGNORED
    tags, best = gold[known], predicted.argmax(1)[known]
    for row, first in enumerate((DIAGNOSIS, PROCEDURE)):
        is_gold = (tags == first) | (tags == first + 1)
        is_best = (best == first) | (best == first + 1)
        counts[row] = [int((is_gold & is_best).sum()), int(is_best.sum()), int(is_gold.sum())]
    return counts


def tag_rates(counts: Sequence[np.ndarray]) -> dict[str, Any]:
    """Sums of `tag_counts` as precision, recall and F1 of tokens."""
    rates = {}
    for name, (both, predicted, gold) in zip(("diagnosis", "procedure"), np.sum(counts, axis=0)):
        rates[name] = {
            "precision": round(both / max(predicted, 1), 4),
            "recall": round(both / max(gold, 1), 4),
            "f1": round(2 * both / max(predicted + gold, 1), 4),
        }
    return rates
