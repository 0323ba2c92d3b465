import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { drawn, generatorOf, xoshiro128 } from '../../../../src/main/review/draw.ts';

const SEED = '000102030405060708090a0b0c0d0e0f';
const numbers = (next: () => number, count: number): number[] => Array.from({ length: count }, () => next());

describe('the generator', () => {
  it('gives the numbers of the reference implementation of xoshiro128**', () => {
    expect(numbers(xoshiro128([1, 2, 3, 4]), 10)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it('starts from SHA-256 over seed and name', () => {
    const state = createHash('sha256')
      .update(Buffer.concat([Buffer.from(SEED, 'hex'), Buffer.from('Coder Á')]))
      .digest();
    const words = [0, 4, 8, 12].map((at) => state.readUInt32BE(at));
    expect(numbers(generatorOf(SEED, 'Coder Á'), 5)).toEqual(numbers(xoshiro128(words), 5));
    expect(numbers(generatorOf(SEED, 'b'), 5)).not.toEqual(numbers(generatorOf(SEED, 'a'), 5));
  });

  it.each(['', 'abc', SEED.toUpperCase(), `${SEED}00`])('refuses what is no seed: "%s"', (seed) => {
    expect(() => generatorOf(seed)).toThrow(RangeError);
  });
});

describe('drawing', () => {
  const items = Array.from({ length: 10 }, (_, index) => index);

  it('gives different items, and all of them where there are too few', () => {
    expect(new Set(drawn(items, 4, generatorOf(SEED))).size).toBe(4);
    expect(drawn(items, 99, generatorOf(SEED)).sort((a, b) => a - b)).toEqual(items);
    expect(drawn([], 3, generatorOf(SEED))).toEqual([]);
  });

  it('is the same for the same numbers, and leaves the list as it was', () => {
    expect(drawn(items, 5, generatorOf(SEED))).toEqual(drawn(items, 5, generatorOf(SEED)));
    expect(items).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('draws every item about as often', () => {
    const next = generatorOf(SEED);
    const counts = new Array<number>(10).fill(0);
    for (let round = 0; round < 20_000; round += 1)
      for (const item of drawn(items, 3, next)) counts[item] = (counts[item] ?? 0) + 1;
    // Chi square with 9 degrees of freedom, less what drawing without putting back takes off: 27.9 is p = 0.001.
    const chi = counts.reduce((sum, count) => sum + (count - 6000) ** 2 / 6000, 0);
    expect(chi).toBeLessThan(27.9);
  });

  it('passes over numbers that would favour the first items', () => {
    // 2^32 leaves a remainder of 1 when divided by 3: the highest number is the one too many.
    const given = [2 ** 32 - 1, 5, 0, 0];
    expect(drawn(['a', 'b', 'c'], 1, () => given.shift() ?? 0)).toEqual(['c']);
  });
});
