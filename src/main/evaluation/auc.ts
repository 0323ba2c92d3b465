import type { Statistic } from './statistic.ts';

/** The scores of a document's returned codes, and its gold codes. */
export interface ScoredCodes {
  scores: ReadonlyMap<string, number>;
  gold: ReadonlySet<string>;
}

/**
 * Area under the ROC curve over all pairs of a document and a code that is gold or returned anywhere in
 * the corpus: the chance that a gold pair scores higher than another, ties counting half. A code that was
 * not returned for a document has the score 0.
 */
export function microAuc(documents: readonly ScoredCodes[]): Statistic {
  const codes = new Set(documents.flatMap(({ scores, gold }) => [...scores.keys(), ...gold])).size;
  const steps = stepsOf(documents);
  const pairs = documents.map((document) => pairsOf(document, steps));
  return (weights) => {
    const gold = new Float64Array(steps.size);
    const others = new Float64Array(steps.size);
    pairs.forEach((own, i) => {
      const weight = weights[i] ?? 0;
      for (const { step, isGold } of own) {
        const counts = isGold ? gold : others;
        counts[step] = (counts[step] ?? 0) + weight;
      }
      others[0] = (others[0] ?? 0) + weight * (codes - own.length);
    });
    return rocArea(gold, others);
  };
}

/**
 * Mean over codes of the area under each code's ROC curve over documents. A code counts where some
 * document has it as gold and some other does not; a document it was not returned for scores 0.
 */
export function macroAuc(documents: readonly ScoredCodes[]): Statistic {
  const steps = stepsOf(documents);
  const byCode = new Map<string, { document: number; step: number; isGold: boolean }[]>();
  documents.forEach((document, i) => {
    for (const { code, step, isGold } of pairsOf(document, steps)) {
      const own = byCode.get(code) ?? [];
      own.push({ document: i, step, isGold });
      byCode.set(code, own);
    }
  });
  const codes = [...byCode.values()]
    .filter((pairs) => pairs.some(({ isGold }) => isGold))
    .map((pairs) => pairs.sort((a, b) => a.step - b.step));
  return (weights) => {
    const documentsDrawn = Array.from(weights).reduce((sum, weight) => sum + weight, 0);
    let sum = 0;
    let counted = 0;
    for (const pairs of codes) {
      const area = areaOfCode(pairs, weights, documentsDrawn);
      if (Number.isNaN(area)) continue;
      sum += area;
      counted += 1;
    }
    return sum / counted;
  };
}

/** One code's area; `pairs` ascending by score, the documents not among them being others with score 0. */
function areaOfCode(
  pairs: readonly { document: number; step: number; isGold: boolean }[],
  weights: ArrayLike<number>,
  documents: number,
): number {
  let gold = 0;
  let elsewhere = documents;
  for (const { document, isGold } of pairs) {
    const weight = weights[document] ?? 0;
    elsewhere -= weight;
    if (isGold) gold += weight;
  }
  const others = documents - gold;
  if (gold === 0 || others === 0) return NaN;
  let below = pairs[0]?.step === 0 ? 0 : elsewhere;
  let won = 0;
  for (let from = 0; from < pairs.length;) {
    const step = pairs[from]?.step ?? 0;
    let goldHere = 0;
    let othersHere = step === 0 ? elsewhere : 0;
    for (; pairs[from]?.step === step; from++) {
      const pair = pairs[from];
      const weight = weights[pair?.document ?? 0] ?? 0;
      if (pair?.isGold) goldHere += weight;
      else othersHere += weight;
    }
    won += goldHere * (below + othersHere / 2);
    below += othersHere;
  }
  return won / (gold * others);
}

/** Area from how many gold and other pairs stand at each ascending score. */
function rocArea(gold: Float64Array, others: Float64Array): number {
  let below = 0;
  let won = 0;
  let goldAll = 0;
  for (let step = 0; step < gold.length; step++) {
    const goldHere = gold[step] ?? 0;
    const othersHere = others[step] ?? 0;
    won += goldHere * (below + othersHere / 2);
    goldAll += goldHere;
    below += othersHere;
  }
  return won / (goldAll * below);
}

/** The distinct scores, numbered in ascending order; 0 is the first. */
function stepsOf(documents: readonly ScoredCodes[]): Map<number, number> {
  const scores = new Set([0, ...documents.flatMap((document) => [...document.scores.values()])]);
  return new Map([...scores].sort((a, b) => a - b).map((score, step) => [score, step]));
}

/** Codes returned for a document or gold in it. */
function pairsOf(
  { scores, gold }: ScoredCodes,
  steps: ReadonlyMap<number, number>,
): { code: string; step: number; isGold: boolean }[] {
  return [...new Set([...scores.keys(), ...gold])].map((code) => ({
    code,
    step: steps.get(scores.get(code) ?? 0) ?? 0,
    isGold: gold.has(code),
  }));
}
