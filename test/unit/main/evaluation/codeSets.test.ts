import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../../../../src/main/evaluation/bootstrap.ts';
import { countCodes, exactMatch, macroF1, type CodeSets } from '../../../../src/main/evaluation/codeSets.ts';

const sets = (proposed: string, gold: string): CodeSets => ({
  proposed: new Set(proposed.split('').filter((code) => code !== ' ')),
  gold: new Set(gold.split('').filter((code) => code !== ' ')),
});

describe('codes proposed as a set', () => {
  it('counts what agrees', () => {
    expect(countCodes(sets('AB', 'BCD'))).toEqual({ right: 1, proposed: 2, gold: 3 });
    expect(countCodes(sets('AB', 'BCD'), (code) => code > 'B')).toEqual({ right: 0, proposed: 0, gold: 2 });
  });

  it('matches exactly where nothing is missing or too much', () => {
    expect(
      [sets('AB', 'BA'), sets('A', 'AB'), sets('AB', 'A'), sets('AC', 'AB'), sets('', '')].map(exactMatch),
    ).toEqual([1, 0, 0, 0, 1]);
  });

  it('averages F1 over the codes that are gold or proposed', () => {
    // A: right twice, F1 1. B: right 1, gold 2, proposed 1, F1 2/3. C: gold once, 0. D: proposed once, 0.
    const documents = [sets('AB', 'AB'), sets('AD', 'ABC')];
    expect(macroF1(documents)([1, 1])).toBeCloseTo((1 + 2 / 3 + 0 + 0) / 4, 12);
    // The first document alone: A and B are right, C and D are not there.
    expect(macroF1(documents)([1, 0])).toBe(1);
  });

  it('agrees with counting code by code on random sets', () => {
    const random = mulberry32(11);
    const draw = (): Set<string> => new Set('ABCDEF'.split('').filter(() => random() < 0.4));
    for (let trial = 0; trial < 50; trial++) {
      const documents = Array.from({ length: 5 }, () => ({ proposed: draw(), gold: draw() }));
      const weights = documents.map(() => Math.floor(random() * 3));
      const drawn = documents.flatMap((document, i) => new Array<CodeSets>(weights[i]!).fill(document));
      const f1s = 'ABCDEF'.split('').flatMap((code) => {
        const proposed = drawn.filter((document) => document.proposed.has(code)).length;
        const gold = drawn.filter((document) => document.gold.has(code)).length;
        const right = drawn.filter(
          (document) => document.proposed.has(code) && document.gold.has(code),
        ).length;
        return proposed + gold > 0 ? [(2 * right) / (proposed + gold)] : [];
      });
      const expected = f1s.reduce((sum, f1) => sum + f1, 0) / f1s.length;
      if (f1s.length > 0) expect(macroF1(documents)(weights)).toBeCloseTo(expected, 12);
    }
  });
});
