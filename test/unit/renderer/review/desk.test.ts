import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bindings, clashes, defaultBindings } from '../../../../src/renderer/chart/keyboard.ts';
import { coderNames, daysBefore, planOf } from '../../../../src/renderer/review/drawing.ts';
import { reviewCommandFor, reviewKeys } from '../../../../src/renderer/review/keys.ts';
import { keepDraft, keptDraft, reduceDraft } from '../../../../src/renderer/review/second.ts';
import {
  besideChart,
  progressOf,
  sortedAccuracy,
  sortedCharts,
} from '../../../../src/renderer/review/sorting.ts';
import { agreementWords, findingWords, planWords } from '../../../../src/renderer/review/words.ts';
import {
  SampleRequest,
  type AccuracyRow,
  type Sample,
  type SampledChart,
} from '../../../../src/shared/review.ts';

beforeAll(() => {
  vi.stubGlobal('localStorage', { getItem: () => null });
});
afterAll(() => {
  vi.unstubAllGlobals();
});

const press = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const anywhere = { typing: false, control: false, arrows: false };

describe('the keys of a review', () => {
  it('are free of what the page, the system and screen readers need', () => {
    for (const key of Object.values(reviewKeys))
      expect(clashes('next', key, bindings())?.kind).not.toBe('reserved');
    expect(new Set(Object.values(reviewKeys)).size).toBe(Object.keys(reviewKeys).length);
  });

  it('leave moving about to the keys of the chart', () => {
    const moving = [
      'next',
      'previous',
      'next-document',
      'previous-document',
      'next-chart',
      'find',
      'back',
    ] as const;
    const own = new Set<string>(Object.values(reviewKeys));
    for (const command of moving) expect(defaultBindings[command].some((key) => own.has(key))).toBe(false);
  });

  it('work on a row, not while something is typed, and Enter not on a button', () => {
    expect(reviewCommandFor({ ...press, key: 'd' }, anywhere)).toBe('disagree');
    expect(reviewCommandFor({ ...press, key: 'A', shiftKey: true }, anywhere)).toBe('rest');
    expect(reviewCommandFor({ ...press, key: 'd' }, { ...anywhere, typing: true })).toBeNull();
    expect(reviewCommandFor({ ...press, key: 'Enter' }, { ...anywhere, control: true })).toBeNull();
    expect(reviewCommandFor({ ...press, key: 'Enter' }, anywhere)).toBe('take');
  });

  it('of one letter rest where they are turned off', () => {
    expect(reviewCommandFor({ ...press, key: 'd' }, anywhere, false)).toBeNull();
    expect(reviewCommandFor({ ...press, key: 'Enter' }, anywhere, false)).toBe('take');
  });
});

describe('a plan', () => {
  it('is said in words', () => {
    expect(planWords({ plan: { by: 'coder', n: 1 } })).toBe('1 chart of each coder, at random');
    expect(planWords({ plan: { by: 'type', n: 1200 } })).toBe(
      '1,200 charts of each encounter type, at random',
    );
    expect(planWords({ plan: { by: 'confidence', below: 0.7 } })).toBe('All with an accepted code below 70%');
    expect(planWords({ plan: { by: 'overridden' } })).toBe('All finished although something was missing');
  });

  it('is made of fields, and what cannot be read is refused', () => {
    const rest = { name: 'x', from: '2026-01-01', to: '2026-01-31', coders: null, blind: false };
    const isValid = (plan: unknown) => SampleRequest.safeParse({ ...rest, plan }).success;
    expect(planOf({ by: 'confidence', n: '', below: '70' })).toEqual({ by: 'confidence', below: 0.7 });
    expect(isValid(planOf({ by: 'coder', n: '5', below: '' }))).toBe(true);
    expect(isValid(planOf({ by: 'coder', n: '', below: '' }))).toBe(false);
    expect(isValid(planOf({ by: 'confidence', n: '', below: '' }))).toBe(false);
    expect(isValid(planOf({ by: 'overridden', n: '', below: '' }))).toBe(true);
  });

  it('begins some days before today', () => {
    expect(daysBefore('2026-03-01', 1)).toBe('2026-02-28');
    expect(daysBefore('2026-01-10', 30)).toBe('2025-12-11');
  });

  it('offers each coder once', () => {
    const work = ['b', 'a', 'b'].map((who) => ({ who }));
    expect(coderNames(work as unknown as Parameters<typeof coderNames>[0])).toEqual(['a', 'b']);
  });
});

describe('a finding', () => {
  it('is a short sentence', () => {
    const nothing = { code: null, should: null, poa: null, reason: null };
    expect(findingWords({ ...nothing, verdict: 'disagree', code: 'I10', should: 'I11.0' })).toBe(
      'I11.0 instead',
    );
    expect(findingWords({ ...nothing, verdict: 'disagree', code: 'I10' })).toBe('should not be coded');
    expect(findingWords({ ...nothing, verdict: 'missed', should: 'I10' })).toBe('I10 is missing');
    expect(findingWords({ ...nothing, verdict: 'sequence', should: 'I10' })).toBe('I10 belongs first');
    expect(findingWords({ ...nothing, verdict: 'poa', code: 'I10', poa: 'N' })).toBe('POA N instead');
  });
});

describe('agreement beyond chance', () => {
  it.each([
    [-0.1, 'poor'],
    [0.2, 'slight'],
    [0.21, 'fair'],
    [0.6, 'moderate'],
    [0.8, 'substantial'],
    [1, 'almost perfect'],
  ])('%f is %s', (value, words) => {
    expect(agreementWords(value)).toBe(words);
  });
});

function chart(id: string, parts: Partial<SampledChart> = {}): SampledChart {
  return { chart: id, name: id, coder: 'c', type: null, state: 'waiting', errors: 0, ...parts };
}

describe('the charts of a sample', () => {
  const charts = [
    chart('chart 10', { state: 'closed', errors: 2 }),
    chart('chart 9', { state: 'waiting', coder: 'b' }),
    chart('chart 1', { state: 'returned', errors: 1, coder: 'a' }),
  ];
  const names = (sorted: readonly SampledChart[]) => sorted.map(({ name }) => name);

  it('are sorted, equal ones by name as people count', () => {
    expect(names(sortedCharts(charts, { column: 'name', direction: 'ascending' }, null))).toEqual([
      'chart 1',
      'chart 9',
      'chart 10',
    ]);
    expect(names(sortedCharts(charts, { column: 'errors', direction: 'descending' }, null))).toEqual([
      'chart 10',
      'chart 1',
      'chart 9',
    ]);
    expect(names(sortedCharts(charts, { column: 'state', direction: 'ascending' }, null))).toEqual([
      'chart 9',
      'chart 1',
      'chart 10',
    ]);
  });

  it('are filtered by state', () => {
    expect(names(sortedCharts(charts, { column: 'name', direction: 'ascending' }, 'closed'))).toEqual([
      'chart 10',
    ]);
  });

  it('say how far the review is, and which comes next', () => {
    const sample = { charts } as unknown as Sample;
    expect(progressOf(sample)).toEqual({ closed: 1, of: 3, errors: 3 });
    expect(besideChart(sample, 'chart 10', 1)).toBe('chart 9');
    expect(besideChart(sample, 'chart 10', -1)).toBeNull();
    expect(besideChart(sample, 'gone', 1)).toBeNull();
  });
});

describe('accuracy', () => {
  const share = (hits: number, of: number) => ({ hits, of, charts: [] });
  const row = (key: string, hits: number, of: number): AccuracyRow => ({
    key,
    label: key,
    codes: share(hits, of),
    whole: share(hits, of),
    principal: share(hits, of),
  });
  const rows = [row('b', 9, 10), row('none', 0, 0), row('a', 18, 20), row('c', 1, 2)];

  it('has the worst first, of equal ones the larger, and what is unknown last', () => {
    const sorted = sortedAccuracy(rows, { column: 'codes', direction: 'ascending' });
    expect(sorted.map(({ key }) => key)).toEqual(['c', 'a', 'b', 'none']);
    const best = sortedAccuracy(rows, { column: 'codes', direction: 'descending' });
    expect(best.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'none']);
  });

  it('is sorted by name', () => {
    const chapters = ['10', '2', '1'].map((key) => row(key, 1, 1));
    const sorted = sortedAccuracy(chapters, { column: 'label', direction: 'ascending' });
    expect(sorted.map(({ key }) => key)).toEqual(['1', '2', '10']);
  });
});

describe('the auditor’s own coding', () => {
  it('holds each code once, in the order given', () => {
    const add = (code: string) => ({ type: 'add', code, title: code }) as const;
    let codes = reduceDraft([], add('I10'));
    codes = reduceDraft(reduceDraft(codes, add('E11.9')), add('I10'));
    expect(codes.map(({ code }) => code)).toEqual(['I10', 'E11.9']);
    codes = reduceDraft(codes, { type: 'move', order: ['E11.9', 'I10'] });
    codes = reduceDraft(codes, { type: 'poa', code: 'I10', poa: 'Y' });
    expect(codes).toEqual([
      { code: 'E11.9', title: 'E11.9', poa: null },
      { code: 'I10', title: 'I10', poa: 'Y' },
    ]);
    expect(reduceDraft(codes, { type: 'remove', code: 'E11.9' })).toHaveLength(1);
  });

  it('is kept until it is recorded', () => {
    const codes = [{ code: 'I10', title: 'x', poa: null }];
    keepDraft(1, 'c', codes);
    expect(keptDraft(1, 'c')).toEqual(codes);
    expect(keptDraft(2, 'c')).toEqual([]);
    keepDraft(1, 'c', []);
    expect(keptDraft(1, 'c')).toEqual([]);
  });
});
