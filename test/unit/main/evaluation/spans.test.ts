import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../../../../src/main/evaluation/bootstrap.ts';
import {
  countCodiEspX,
  countMarkedWords,
  countSpans,
  maximumMatching,
} from '../../../../src/main/evaluation/spans.ts';

const span = (code: string, start: number, end: number) => ({ code, start, end });

describe('evidence', () => {
  it('asks for the code and both ends', () => {
    const gold = [span('A', 100, 120), span('B', 200, 210)];
    const proposed = [span('A', 100, 120), span('B', 190, 220), span('B', 189, 210), span('A', 200, 210)];
    expect(countSpans(proposed, gold, 0)).toEqual({ right: 1, proposed: 4, gold: 2 });
    expect(countSpans(proposed, gold, 10)).toEqual({ right: 2, proposed: 4, gold: 2 });
    expect(countSpans([span('B', 189, 210)], gold, 10).right).toBe(0);
    expect(countMarkedWords(proposed, gold, 0)).toEqual({ right: 2, proposed: 4, gold: 2 });
  });

  it('pairs one to one and counts the same span once', () => {
    const twice = [span('A', 10, 20), span('A', 10, 20), span('A', 12, 22)];
    expect(countSpans(twice, [span('A', 11, 21)], 10)).toEqual({ right: 1, proposed: 2, gold: 1 });
  });

  it('pairs as many as can be', () => {
    // The first fits both; taken greedily it would leave the second without a partner.
    expect(
      countSpans([span('A', 10, 20), span('A', 18, 28)], [span('A', 12, 22), span('A', 0, 10)], 10).right,
    ).toBe(2);
  });

  it('finds a largest matching, by trying all on small ones', () => {
    const random = mulberry32(8);
    const best = (fits: readonly number[][], taken: readonly number[] = []): number => {
      const [first, ...rest] = fits;
      if (!first) return 0;
      const with_ = first
        .filter((other) => !taken.includes(other))
        .map((other) => 1 + best(rest, [...taken, other]));
      return Math.max(best(rest, taken), ...with_);
    };
    for (let trial = 0; trial < 100; trial++) {
      const fits = Array.from({ length: 5 }, () => [0, 1, 2, 3, 4].filter(() => random() < 0.35));
      expect(maximumMatching(fits, 5)).toBe(best(fits));
    }
  });

  it('counts CodiEsp-X as the shared task: a code once, its span around a gold one', () => {
    const gold = [span('A', 100, 120), span('A', 300, 310), span('B', 200, 210)];
    expect(countCodiEspX([span('A', 95, 130), span('A', 300, 310)], gold)).toEqual({
      right: 1,
      proposed: 1,
      gold: 2,
    });
    // Shorter than the gold span, or more than ten characters longer.
    expect(countCodiEspX([span('A', 101, 120)], gold).right).toBe(0);
    expect(countCodiEspX([span('B', 189, 210)], gold).right).toBe(0);
    expect(countCodiEspX([span('B', 190, 220), span('C', 1, 2)], gold)).toEqual({
      right: 1,
      proposed: 2,
      gold: 2,
    });
  });
});
