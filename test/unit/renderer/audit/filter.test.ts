import { describe, expect, it } from 'vitest';
import { filterOf, wordsOf } from '../../../../src/renderer/audit/filter.ts';

const none = wordsOf({});

describe('the filter of the ledger', () => {
  it('asks for nothing where its fields are empty', () => {
    expect(filterOf(none)).toEqual({});
  });

  it('takes a code in small letters and names with spaces around them', () => {
    expect(filterOf({ ...none, code: ' e11.9 ', who: ' Coder A ' })).toEqual({
      code: 'E11.9',
      who: 'Coder A',
    });
  });

  it('comes back from its fields as it was', () => {
    const filter = { action: 'accept', from: '2026-01-01', to: '2026-01-31', chart: 'chart-1' };
    expect(filterOf(wordsOf(filter))).toEqual(filter);
  });

  it.each([
    ['a code that is none', { ...none, code: '?' }],
    ['days the wrong way round', { ...none, from: '2026-02-01', to: '2026-01-01' }],
    ['an origin that is none', { ...none, origin: 'elsewhere' }],
  ])('refuses %s', (_what, words) => {
    expect(filterOf(words)).toBeNull();
  });
});
