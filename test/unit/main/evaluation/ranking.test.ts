import { describe, expect, it } from 'vitest';
import { averagePrecision, precisionAt, rPrecision } from '../../../../src/main/evaluation/ranking.ts';

const ranked = ['A', 'x', 'B', 'y', 'z', 'C'];

describe('ranking', () => {
  it('averages precision over the gold codes, those not ranked included', () => {
    // Hits on ranks 1, 3 and 6; D is not ranked: (1/1 + 2/3 + 3/6) / 4.
    expect(averagePrecision(ranked, new Set(['A', 'B', 'C', 'D']))).toBeCloseTo((1 + 2 / 3 + 0.5) / 4, 12);
    expect(averagePrecision(ranked, new Set(['D']))).toBe(0);
    expect(averagePrecision([], new Set(['D']))).toBe(0);
  });

  it('counts ranks that nothing stands on as wrong', () => {
    expect(precisionAt(ranked, new Set(['A', 'B', 'C']), 5)).toBe(2 / 5);
    expect(precisionAt(ranked, new Set(['A', 'B', 'C']), 15)).toBe(3 / 15);
  });

  it('takes as many ranks as there are gold codes', () => {
    expect(rPrecision(ranked, new Set(['A', 'B', 'C']))).toBe(2 / 3);
    expect(rPrecision(ranked, new Set(['x']))).toBe(0);
  });

  it('leaves documents without gold codes out', () => {
    const none = new Set<string>();
    expect([averagePrecision(ranked, none), precisionAt(ranked, none, 5), rPrecision(ranked, none)]).toEqual([
      NaN,
      NaN,
      NaN,
    ]);
  });
});
