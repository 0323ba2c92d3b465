import { describe, expect, it } from 'vitest';
import { longestPhrases } from '../../../training/longestPhrases.ts';

describe('longestPhrases', () => {
  const find = longestPhrases(['diabet', 'diabet insipidus', 'renal failure', 'acute renal failure of']);

  it('takes the longest phrase and searches on behind it', () => {
    expect(find(['a', 'diabet', 'insipidus', 'diabet'])).toEqual([
      { phrase: 1, from: 1, to: 3 },
      { phrase: 0, from: 3, to: 4 },
    ]);
  });

  it('finds what lies inside the beginning of a longer phrase', () => {
    expect(find(['acute', 'renal', 'failure', 'today'])).toEqual([{ phrase: 2, from: 1, to: 3 }]);
  });

  it('finds nothing in no words', () => {
    expect(find([])).toEqual([]);
  });
});
