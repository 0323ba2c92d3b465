import { describe, expect, it } from 'vitest';
import { withMassRange } from '../../../../../src/main/catalog/search/bodyMassIndex.ts';

const ranged = (text: string): string => withMassRange(text.split(' ')).join(' ');

describe('a body mass index in a query', () => {
  it.each([
    ['bmi 18', 'bmi 19 9 or less adult'],
    ['bmi 19 9', 'bmi 19 9 or less adult'],
    ['bmi 20', 'bmi 20 0 20 9 adult'],
    ['bmi 39 9', 'bmi 39 0 39 9 adult'],
    ['bmi 40', 'bmi 40 0 44 9 adult'],
    ['imc 47 3', 'imc 45 0 49 9 adult'],
    ['bmi 59', 'bmi 50 0 59 9 adult'],
    ['bmi 60', 'bmi 60 0 69 9 adult'],
    ['bmi 70', 'bmi 70 or greater adult'],
    ['obesity bmi of 35 2 in adult', 'obesity bmi of 35 0 35 9 adult in adult'],
    ['body mass index 42', 'body mass index 40 0 44 9 adult'],
  ])('%s becomes the words of its range', (typed, words) => {
    expect(ranged(typed)).toBe(words);
  });

  it.each(['bmi', 'bmi 5', 'bmi pediatric 85th percentile', 'fracture 42', 'glasgow 15'])(
    '%s stays',
    (typed) => {
      expect(ranged(typed)).toBe(typed);
    },
  );
});
