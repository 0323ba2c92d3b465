import { ratio, type Statistic } from './statistic.ts';

/** A code with its score, and whether it is gold. */
export interface ScoredCode {
  score: number;
  right: boolean;
}

/** The codes whose scores lie in [from, to); the last bin has its end too. */
export interface Bin {
  from: number;
  to: number;
  codes: number;
  /** Mean score of the codes; null where there are none. */
  score: number | null;
  /** Share of the codes that are gold; null where there are none. */
  right: number | null;
}

const binOf = (score: number, bins: number): number => Math.min(bins - 1, Math.floor(score * bins));

/** A reliability diagram's bins, of equal width (DeGroot and Fienberg 1983). */
export function reliability(codes: readonly ScoredCode[], bins: number): Bin[] {
  const members = Array.from({ length: bins }, (): ScoredCode[] => []);
  for (const code of codes) members[binOf(code.score, bins)]?.push(code);
  return members.map((own, bin) => ({
    from: bin / bins,
    to: (bin + 1) / bins,
    codes: own.length,
    score: own.length > 0 ? own.reduce((sum, { score }) => sum + score, 0) / own.length : null,
    right: own.length > 0 ? own.filter(({ right }) => right).length / own.length : null,
  }));
}

/**
 * Expected calibration error with bins of equal width (Naeini et al. 2015): the distance between mean score
 * and share of gold codes in each bin, averaged by the bins' numbers of codes.
 *
 * @param documents the codes of each document
 */
export function calibrationError(documents: readonly (readonly ScoredCode[])[], bins: number): Statistic {
  // Of a bin only the sum of score minus outcome matters: |Σ score − Σ right| / n · n.
  const excess = documents.map((codes) => {
    const sums = new Float64Array(bins);
    for (const { score, right } of codes) {
      const bin = binOf(score, bins);
      sums[bin] = (sums[bin] ?? 0) + score - Number(right);
    }
    return sums;
  });
  return (weights) => {
    const sums = new Float64Array(bins);
    let codes = 0;
    excess.forEach((own, i) => {
      const weight = weights[i] ?? 0;
      codes += weight * (documents[i]?.length ?? 0);
      own.forEach((sum, bin) => (sums[bin] = (sums[bin] ?? 0) + weight * sum));
    });
    return sums.reduce((sum, bin) => sum + Math.abs(bin), 0) / codes;
  };
}

/** Brier score: mean squared distance between score and outcome. */
export function brier(documents: readonly (readonly ScoredCode[])[]): Statistic {
  return ratio(
    documents.map((codes) => codes.reduce((sum, { score, right }) => sum + (score - Number(right)) ** 2, 0)),
    documents.map((codes) => codes.length),
  );
}

/** A point of the precision-recall curve: what would be proposed from a score on. */
export interface CurvePoint {
  score: number;
  precision: number;
  recall: number;
}

/** Precision and recall of all codes from each of `steps` + 1 scores on, over the gold codes of all documents. */
export function precisionRecall(codes: readonly ScoredCode[], gold: number, steps = 100): CurvePoint[] {
  const points: CurvePoint[] = [];
  for (let step = 0; step <= steps; step++) {
    const score = step / steps;
    const proposed = codes.filter((code) => code.score >= score);
    if (proposed.length === 0) break;
    const right = proposed.filter((code) => code.right).length;
    points.push({ score, precision: right / proposed.length, recall: right / gold });
  }
  return points;
}
