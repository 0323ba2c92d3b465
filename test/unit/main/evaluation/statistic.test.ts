import { describe, expect, it } from 'vitest';
import { mean, microF1, precision, ratio, recall } from '../../../../src/main/evaluation/statistic.ts';

const once = [1, 1, 1];

describe('figures over documents', () => {
  it('averages what is defined, by weight', () => {
    const figure = mean([0.5, NaN, 1]);
    expect(figure(once)).toBe(0.75);
    expect(figure([3, 5, 1])).toBe(0.625);
    expect(figure([0, 1, 0])).toBeNaN();
  });

  it('pools sums before it divides', () => {
    expect(ratio([1, 0, 2], [1, 3, 4])(once)).toBe(3 / 8);
    expect(ratio([1, 0, 2], [1, 3, 4])([0, 2, 1])).toBe(2 / 10);
  });

  it('pools precision, recall and F1', () => {
    const documents = [
      { right: 2, proposed: 3, gold: 4 },
      { right: 0, proposed: 1, gold: 0 },
      { right: 1, proposed: 1, gold: 5 },
    ];
    expect(precision(documents)(once)).toBe(3 / 5);
    expect(recall(documents)(once)).toBe(3 / 9);
    expect(microF1(documents)(once)).toBeCloseTo(6 / 14, 12);
    expect(microF1(documents)([0, 1, 2])).toBeCloseTo(4 / (3 + 10), 12);
  });
});
