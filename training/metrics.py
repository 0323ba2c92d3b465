"""Ranking and threshold measures of multi-label coding."""
from __future__ import annotations

from typing import Any, Optional, Sequence

import numpy as np

from data import Document


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
    threshold: Optional[float] = None,
) -> dict[str, Any]:
    """MAP and micro-F1, within the label space and against all gold codes.

    Without a threshold the best one is looked for; pass one found elsewhere for an honest F1.
    """
    gold = [np.array([c in d.codes for c in labels], dtype=np.int8) for d in documents]
    totals = [len(d.codes) for d in documents]
    flat, truth = np.concatenate(logits), np.concatenate(gold)
    inside, everything = int(truth.sum()), sum(totals)
    at = best_f1(flat, truth, everything)[1] if threshold is None else threshold
    return {
        "documents": len(documents),
        "gold_codes": everything,
        "gold_in_labels": inside,
        "map_labels": round(mean_average_precision(logits, gold), 4),
        "map_all_gold": round(mean_average_precision(logits, gold, totals), 4),
        "threshold_logit": round(at, 4),
        "f1_labels": f1_at(flat, truth, inside, at),
        "f1_all_gold": f1_at(flat, truth, everything, at),
    }


def prior_baseline(documents: Sequence[Document], labels: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """The same measures for ranking every document by how frequent the codes were in training."""
    counts = np.array([n for _, n in labels], dtype=float)
    return evaluate(documents, [c for c, _ in labels], [counts] * len(documents))


def evidence_counts(document: Document, index: dict[str, int], attention: np.ndarray) -> np.ndarray:
    """attention [L,N] -> pairs with a gold span, argmax inside, argmax within 10 tokens, mass inside."""
    counts = np.zeros(4)
    for code, ranges in document.spans.items():
        if code not in index:
            continue
        row = attention[index[code]]
        top = int(row.argmax())
        counts += (
            1,
            any(s <= top < e for s, e in ranges),
            any(s - 10 <= top < e + 10 for s, e in ranges),
            sum(float(row[s:e].sum()) for s, e in ranges),
        )
    return counts


def evidence_rates(counts: Sequence[np.ndarray]) -> dict[str, Any]:
    """Sums of `evidence_counts` as rates; empty where no document has spans."""
    n, hit, near, mass = np.sum(counts, axis=0)
    if not n:
        return {}
    rates = {"pairs": int(n), "hit": round(hit / n, 4), "within_10": round(near / n, 4), "mass": round(mass / n, 4)}
    return {"evidence": rates}
