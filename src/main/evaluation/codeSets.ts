import type { Counts, Statistic } from './statistic.ts';

/** The codes proposed for a document and those it should have. */
export interface CodeSets {
  proposed: ReadonlySet<string>;
  gold: ReadonlySet<string>;
}

/** How many codes of a document agree, of those that `counts` lets count. */
export function countCodes(
  { proposed, gold }: CodeSets,
  counts: (code: string) => boolean = () => true,
): Counts {
  const own = [...proposed].filter(counts);
  return {
    right: own.filter((code) => gold.has(code)).length,
    proposed: own.length,
    gold: [...gold].filter(counts).length,
  };
}

/** 1 where exactly the gold codes are proposed, else 0. */
export function exactMatch({ proposed, gold }: CodeSets): number {
  return Number(proposed.size === gold.size && [...proposed].every((code) => gold.has(code)));
}

/**
 * Mean F1 of the codes that are gold or proposed anywhere ("averaged F1", Opitz and Burst 2019), each code
 * weighing the same however rare. A code that is never right counts as 0.
 */
export function macroF1(documents: readonly CodeSets[]): Statistic {
  const numbers = new Map<string, number>();
  const number = (code: string): number => {
    const known = numbers.get(code) ?? numbers.size;
    numbers.set(code, known);
    return known;
  };
  const gold = documents.map((document) => [...document.gold].map(number));
  const proposed = documents.map((document) => [...document.proposed].map(number));
  const right = documents.map((document) =>
    [...document.proposed].filter((code) => document.gold.has(code)).map(number),
  );
  return (weights) => {
    const named = tally([...gold], weights, numbers.size);
    const both = tally(right, weights, numbers.size);
    tally(proposed, weights, numbers.size).forEach(
      (count, code) => (named[code] = (named[code] ?? 0) + count),
    );
    let sum = 0;
    let codes = 0;
    named.forEach((count, code) => {
      if (count === 0) return;
      codes += 1;
      sum += (2 * (both[code] ?? 0)) / count;
    });
    return sum / codes;
  };
}

/** How often each code stands in the documents, these counted by weight. */
function tally(documents: readonly number[][], weights: ArrayLike<number>, codes: number): Float64Array {
  const counts = new Float64Array(codes);
  documents.forEach((document, i) => {
    const weight = weights[i] ?? 0;
    for (const code of document) counts[code] = (counts[code] ?? 0) + weight;
  });
  return counts;
}
