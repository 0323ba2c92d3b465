import { describe, expect, it } from 'vitest';
import { bootstrap, mulberry32, quantile } from '../../../../src/main/evaluation/bootstrap.ts';
import { mean, type Statistic } from '../../../../src/main/evaluation/statistic.ts';

describe('mulberry32', () => {
  it('gives the published sequence', () => {
    // Computed with the author's C code, mulberry32.c, for the seed 1.
    const random = mulberry32(1);
    expect([random(), random(), random()].map((value) => value * 2 ** 32)).toEqual([
      2693262067, 11749833, 2265367787,
    ]);
  });

  it('spreads evenly', () => {
    const random = mulberry32(7);
    const bins = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) bins[Math.floor(random() * 10)]! += 1;
    for (const count of bins) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});

describe('quantile', () => {
  it('stands between two values by linear interpolation', () => {
    expect(quantile([0, 10, 20, 30], 0)).toBe(0);
    expect(quantile([0, 10, 20, 30], 0.5)).toBe(15);
    expect(quantile([0, 10, 20, 30], 1)).toBe(30);
    expect(quantile([7], 0.3)).toBe(7);
  });
});

describe('bootstrap', () => {
  it('draws as many documents as there are, with replacement', () => {
    const sums = new Set<number>();
    const drawn = new Set<number>();
    const statistic: Statistic = (weights) => {
      sums.add(Array.from(weights).reduce((sum, weight) => sum + weight, 0));
      Array.from(weights).forEach((weight) => drawn.add(weight));
      return 1;
    };
    bootstrap(20, 50, 1)(statistic);
    expect([...sums]).toEqual([20]);
    expect(drawn.has(0) && drawn.has(1) && drawn.has(2)).toBe(true);
  });

  it('comes near the normal interval of a mean', () => {
    const random = mulberry32(3);
    const values = Array.from({ length: 400 }, random);
    const average = values.reduce((sum, value) => sum + value, 0) / 400;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / 399);
    const { value, low, high } = bootstrap(400, 2000, 5)(mean(values));
    expect(value).toBeCloseTo(average, 12);
    expect(low).toBeCloseTo(average - (1.96 * deviation) / 20, 2);
    expect(high).toBeCloseTo(average + (1.96 * deviation) / 20, 2);
  });

  it('is the same for the same seed and says nothing of what is not defined', () => {
    const statistic = mean([1, 2, 3, 4]);
    expect(bootstrap(4, 100, 9)(statistic)).toEqual(bootstrap(4, 100, 9)(statistic));
    expect(bootstrap(4, 100, 9)(statistic)).not.toEqual(bootstrap(4, 100, 10)(statistic));
    expect(bootstrap(4, 100, 9)(() => NaN)).toEqual({ value: null, low: null, high: null });
    expect(bootstrap(4, 0, 9)(statistic)).toEqual({ value: 2.5, low: null, high: null });
  });

  it('shifts a centred interval by the bias of the resamples', () => {
    // The largest value drawn is below the largest in every third resample or so.
    const largest: Statistic = (weights) => Math.max(...[1, 2, 3].filter((_, i) => weights[i]! > 0));
    const plain = bootstrap(3, 500, 2)(largest);
    const centred = bootstrap(3, 500, 2)(largest, 'centred');
    const shift = centred.high! - plain.high!;
    expect(plain.high).toBe(3);
    expect(shift).toBeGreaterThan(0.2);
    expect(centred.low! - plain.low!).toBeCloseTo(shift, 12);
  });
});
