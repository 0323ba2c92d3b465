import { describe, expect, it } from 'vitest';
import { cohensKappa, krippendorffsAlpha } from '../../../../src/main/review/agreement.ts';

type Pair = readonly [string, string];
const times = (count: number, one: string, other: string): Pair[] =>
  Array.from({ length: count }, () => [one, other] as const);
/** Raters as rows, one character a unit; a point for none. */
const units = (...rows: string[]): (string | null)[][] =>
  Array.from(rows[0] ?? '').map((_, at) => rows.map((row) => (row[at] === '.' ? null : (row[at] ?? null))));

describe('Cohen’s kappa', () => {
  it('is 0.4 for 20 and 15 alike, 5 and 10 not', () => {
    const pairs = [
      ...times(20, 'yes', 'yes'),
      ...times(5, 'yes', 'no'),
      ...times(10, 'no', 'yes'),
      ...times(15, 'no', 'no'),
    ];
    expect(cohensKappa(pairs)).toBeCloseTo(0.4, 12);
  });

  it('is 1 for full agreement, 0 for what chance gives, below 0 for less', () => {
    expect(cohensKappa([...times(3, 'a', 'a'), ...times(4, 'b', 'b'), ...times(7, 'c', 'c')])).toBe(1);
    expect(
      cohensKappa([
        ...times(1, 'a', 'a'),
        ...times(1, 'a', 'b'),
        ...times(1, 'b', 'a'),
        ...times(1, 'b', 'b'),
      ]),
    ).toBe(0);
    expect(cohensKappa([...times(1, 'a', 'b'), ...times(1, 'b', 'a')])).toBe(-1);
  });

  it('is none where chance explains everything', () => {
    expect(cohensKappa([])).toBeNull();
    expect(cohensKappa(times(9, 'a', 'a'))).toBeNull();
  });
});

describe('Krippendorff’s alpha', () => {
  it('is 0.743 for four raters with missing values (Krippendorff 2011, C)', () => {
    const alpha = krippendorffsAlpha(units('123321412...', '1233224125.3', '.3332342251.', '12332441251.'));
    expect(alpha).toBeCloseTo(0.743, 3);
  });

  it('is 0.095 for two raters with two values (ibid., A)', () => {
    expect(krippendorffsAlpha(units('0100000010', '1110010000'))).toBeCloseTo(0.095, 3);
  });

  it('is 0.692 for two raters with many values (ibid., B)', () => {
    expect(krippendorffsAlpha(units('aabbdcccedda', 'babbbccceddd'))).toBeCloseTo(0.692, 3);
  });

  it('leaves out what only one rater valued', () => {
    expect(krippendorffsAlpha(units('ab', 'ab'))).toBe(1);
    expect(krippendorffsAlpha(units('abc', 'ab.'))).toBe(1);
  });

  it('is none without pairs or with one value only', () => {
    expect(krippendorffsAlpha([])).toBeNull();
    expect(krippendorffsAlpha(units('ab', '..'))).toBeNull();
    expect(krippendorffsAlpha(units('aa', 'aa'))).toBeNull();
  });
});
