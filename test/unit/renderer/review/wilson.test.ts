import { describe, expect, it } from 'vitest';
import { SMALL, standing, wilson } from '../../../../src/renderer/review/wilson.ts';

describe('the interval of a share', () => {
  // Computed by hand from the formula with z = 1.959964.
  it.each([
    [9, 10, 0.59585, 0.98212],
    [95, 100, 0.88825, 0.97846],
    [0, 5, 0, 0.43449],
    [5, 5, 0.56551, 1],
  ])('of %i in %i', (hits, of, low, high) => {
    const interval = wilson(hits, of);
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  it('is none of nothing', () => {
    expect(wilson(0, 0)).toBeNull();
  });

  it('lies around the share and within 0 and 1, and gets narrower with more', () => {
    for (const of of [1, 7, 40, 1000]) {
      for (let hits = 0; hits <= of; hits += Math.ceil(of / 7)) {
        const { low, high } = wilson(hits, of)!;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(hits / of + 1e-12);
        expect(high).toBeGreaterThanOrEqual(hits / of - 1e-12);
        expect(high).toBeLessThanOrEqual(1);
        const ten = wilson(hits * 10, of * 10)!;
        expect(ten.high - ten.low).toBeLessThan(high - low);
      }
    }
  });
});

describe('how a share stands to 95 %', () => {
  it.each([
    [500, 500, 'above'],
    [80, 100, 'below'],
    [95, 100, 'open'],
    [SMALL - 1, SMALL - 1, 'few'],
    [0, 0, 'few'],
  ] as const)('%i in %i: %s', (hits, of, stands) => {
    expect(standing(hits, of)).toBe(stands);
  });
});
