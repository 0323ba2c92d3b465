import { describe, expect, it } from 'vitest';
import { finishBefore, historyOf } from '../../../../src/main/review/chartHistory.ts';
import type { LedgerEntry } from '../../../../src/shared/entry.ts';
import { actOf, codingActs, type MadeCode } from '../../../fixtures/makeReviews.ts';

type Act = Parameters<typeof actOf>[0];
const entries = (...acts: Act[]): LedgerEntry[] =>
  acts.map((act, index) => ({
    ...actOf(act),
    seq: index + 1,
    at: `2026-03-02T10:${String(index).padStart(2, '0')}:00.000Z`,
    previous: '',
    hash: '',
  }));
const history = (...acts: Act[]) => historyOf('c', entries(...acts));
const by = (who: string, action: Act['action'], rest: Partial<Act> = {}): Act => ({
  who,
  chart: 'c',
  action,
  ...rest,
});
const coded = (...codes: MadeCode[]): Act[] => codingActs('c', 'Coder A', codes);

describe('a finished chart', () => {
  it('has its codes, indicators, lowest probability and model', () => {
    const { finishes, finished } = history(
      ...coded(
        { code: 'I10', score: 0.8, poa: 'Y' },
        { code: 'E11.9', score: 0.4 },
        { code: 'J44.1', action: 'add' },
      ),
    );
    expect(finished).toBe(true);
    expect(finishes).toMatchObject([
      {
        coder: 'Coder A',
        entry: 6,
        overridden: false,
        model: 'label-attention@1.0',
        codes: [
          { code: 'I10', poa: 'Y' },
          { code: 'E11.9', poa: null },
          { code: 'J44.1', poa: null },
        ],
        lowestScore: 0.4,
      },
    ]);
  });

  it('knows no probability where entries of earlier versions say none', () => {
    expect(history(...coded({ code: 'I10' })).finishes[0]?.lowestScore).toBeNull();
  });

  it('knows that something was missing', () => {
    const acts = codingActs('c', 'Coder A', [], { overridden: ['no-codes'] });
    expect(history(...acts).finishes[0]).toMatchObject({ overridden: true, codes: [] });
  });

  it('takes accepted, rejected and changed suggestions, and nothing that the coder brought in', () => {
    const model = 'm@1';
    const decide = (action: Act['action'], code: string, details: Act['details'] = {}): Act =>
      by('Coder A', action, { code, title: code, model, details: { inView: true, ...details } });
    const [finish] = history(
      decide('accept', 'A01'),
      decide('reject', 'B01', { reason: 'negated' }),
      decide('change', 'C01', { from: 'C02' }),
      decide('add', 'D01'),
      decide('reject', 'D01', { reason: 'other' }),
      by('Coder A', 'finish'),
    ).finishes;
    expect(finish?.suggestions).toEqual([
      { code: 'A01', model, accepted: true },
      { code: 'B01', model, accepted: false },
      { code: 'C02', model, accepted: false },
    ]);
  });
});

describe('finishing again', () => {
  const first = coded({ code: 'I10' });

  it('keeps each finish, and finds the one that a sample is about', () => {
    const acts = [
      ...first,
      by('Coder A', 'reopen'),
      by('Coder B', 'add', { code: 'E11.9', title: '' }),
      by('Coder B', 'finish'),
    ];
    const { finishes } = history(...acts);
    expect(finishes.map(({ coder, codes }) => `${coder} ${codes.length}`)).toEqual([
      'Coder A 1',
      'Coder B 2',
    ]);
    expect(finishBefore({ finishes }, first.length + 1)?.coder).toBe('Coder A');
    expect(finishBefore({ finishes }, acts.length + 1)?.coder).toBe('Coder B');
    expect(finishBefore({ finishes }, 1)).toBeNull();
  });

  it('of a finished chart is the end of an older review, not the coder’s', () => {
    const { finishes, inReview } = history(...first, by('Auditor 1', 'review'), by('Auditor 1', 'finish'));
    expect(finishes.map(({ coder }) => coder)).toEqual(['Coder A']);
    expect(inReview).toBe(false);
  });

  it.each<[string, Act['action'], { finished: boolean; returned: string | null }]>([
    ['a reopened chart', 'reopen', { finished: false, returned: null }],
    ['a returned chart', 'return', { finished: false, returned: 'why' }],
    ['a chart in review', 'review', { finished: true, returned: null }],
  ])('%s', (_, action, expected) => {
    expect(history(...first, by('Auditor 1', action, { note: 'why' }))).toMatchObject(expected);
  });
});
