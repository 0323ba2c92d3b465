/**
 * Average precision of one document: the precision at each gold code's rank, summed, over the number of
 * gold codes, those not ranked included (trec_eval's `map`, which CodiEsp used). NaN without gold codes.
 */
export function averagePrecision(ranked: readonly string[], gold: ReadonlySet<string>): number {
  let hits = 0;
  let sum = 0;
  ranked.forEach((code, index) => {
    if (gold.has(code)) sum += ++hits / (index + 1);
  });
  return sum / gold.size;
}

/** Share of the first `k` ranks that are gold; ranks nothing stands on count as wrong. NaN without gold codes. */
export function precisionAt(ranked: readonly string[], gold: ReadonlySet<string>, k: number): number {
  if (gold.size === 0) return NaN;
  return ranked.slice(0, k).filter((code) => gold.has(code)).length / k;
}

/** Precision at as many ranks as there are gold codes. NaN without gold codes. */
export function rPrecision(ranked: readonly string[], gold: ReadonlySet<string>): number {
  return precisionAt(ranked, gold, gold.size);
}
