import { describe, expect, it } from 'vitest';
import { macroAuc, microAuc, type ScoredCodes } from '../../../../src/main/evaluation/auc.ts';
import { mulberry32 } from '../../../../src/main/evaluation/bootstrap.ts';

const scored = (scores: Record<string, number>, gold: string): ScoredCodes => ({
  scores: new Map(Object.entries(scores)),
  gold: new Set(gold),
});

/** The chance that a gold score is above another, ties counting half. */
function area(gold: readonly number[], others: readonly number[]): number {
  let won = 0;
  for (const a of gold) for (const b of others) won += a > b ? 1 : a === b ? 0.5 : 0;
  return won / (gold.length * others.length);
}

describe('area under the ROC curve', () => {
  it('pools pairs of documents and codes; what was not returned scores 0', () => {
    const documents = [scored({ A: 0.9, B: 0.4 }, 'AC'), scored({ B: 0.6 }, 'B')];
    // Gold: A .9, C 0, B .6; others: B .4, and A and C of the second document with 0.
    expect(microAuc(documents)([1, 1])).toBeCloseTo(area([0.9, 0, 0.6], [0.4, 0, 0]), 12);
  });

  it('averages over codes that some documents have and some do not', () => {
    const documents = [scored({ A: 0.9, B: 0.4 }, 'A'), scored({ A: 0.2, B: 0.6 }, 'B'), scored({}, 'A')];
    // A: gold .9 and 0 against .2; B: gold .6 against .4 and 0.
    expect(macroAuc(documents)([1, 1, 1])).toBeCloseTo((area([0.9, 0], [0.2]) + 1) / 2, 12);
  });

  it('agrees with comparing every pair on random scores', () => {
    const random = mulberry32(4);
    const codes = 'ABCDE'.split('');
    for (let trial = 0; trial < 60; trial++) {
      const documents = Array.from({ length: 6 }, () => ({
        scores: new Map(
          codes.filter(() => random() < 0.6).map((code) => [code, Math.floor(random() * 4) / 4]),
        ),
        gold: new Set(codes.filter(() => random() < 0.4)),
      }));
      const weights = documents.map(() => Math.floor(random() * 3));
      const drawn = documents.flatMap((document, i) => new Array<ScoredCodes>(weights[i]!).fill(document));
      const universe = codes.filter((code) =>
        documents.some(({ scores, gold }) => scores.has(code) || gold.has(code)),
      );
      const scoresOf = (code: string, isGold: boolean): number[] =>
        drawn.filter(({ gold }) => gold.has(code) === isGold).map(({ scores }) => scores.get(code) ?? 0);
      const micro = area(
        universe.flatMap((code) => scoresOf(code, true)),
        universe.flatMap((code) => scoresOf(code, false)),
      );
      const areas = universe
        .map((code) => area(scoresOf(code, true), scoresOf(code, false)))
        .filter((value) => !Number.isNaN(value));
      if (areas.length === 0) continue;
      expect(microAuc(documents)(weights)).toBeCloseTo(micro, 12);
      expect(macroAuc(documents)(weights)).toBeCloseTo(
        areas.reduce((sum, value) => sum + value, 0) / areas.length,
        12,
      );
    }
  });
});
