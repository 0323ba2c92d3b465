import { describe, expect, it } from 'vitest';
import {
  byCoder,
  daysOf,
  decisionsOf,
  minutes,
  share,
  totalsOf,
} from '../../../../src/renderer/work/totals.ts';
import type { ChartWork } from '../../../../src/shared/coding.ts';

function work(chart: string, rest: Partial<ChartWork> = {}): ChartWork {
  return {
    chart,
    name: chart,
    type: 'outpatient',
    who: 'one',
    day: '2026-03-02',
    finished: false,
    activeSeconds: 0,
    actions: 0,
    finalCodes: 0,
    accepted: 0,
    changed: 0,
    added: 0,
    rejected: 0,
    unseen: 0,
    ...rest,
  };
}

describe('daysOf', () => {
  const today = new Date(2026, 2, 2, 23, 30);

  it('ends today and runs over the ends of months', () => {
    expect(daysOf('today', today)).toEqual(['2026-03-02']);
    expect(daysOf('week', today)).toEqual([
      '2026-02-24',
      '2026-02-25',
      '2026-02-26',
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
      '2026-03-02',
    ]);
    expect(daysOf('month', today)).toHaveLength(30);
    expect(daysOf('month', today)[0]).toBe('2026-02-01');
  });

  it('skips and repeats no day where the clocks change', () => {
    const days = daysOf('month', new Date(2026, 3, 10));
    expect(new Set(days).size).toBe(30);
    expect(days[0]).toBe('2026-03-12');
  });
});

describe('totalsOf', () => {
  it('adds up', () => {
    const totals = totalsOf([
      work('a', {
        activeSeconds: 60,
        actions: 20,
        finalCodes: 4,
        accepted: 3,
        added: 1,
        rejected: 2,
        unseen: 1,
        finished: true,
      }),
      work('b', { activeSeconds: 180, actions: 10, finalCodes: 2, accepted: 1, changed: 1 }),
      work('c'),
    ]);
    expect(totals).toEqual({
      charts: 3,
      finished: 1,
      seconds: 240,
      medianSeconds: 120,
      actions: 30,
      finalCodes: 6,
      actionsPerCode: 5,
      accepted: 4,
      changed: 1,
      added: 1,
      rejected: 2,
      decisions: 8,
      unseen: 1,
    });
  });

  it('counts a chart of two coders once', () => {
    const both = [work('a', { finished: true }), work('a', { who: 'two', finished: true })];
    expect(totalsOf(both)).toMatchObject({ charts: 1, finished: 1 });
  });

  it('has no median without time and no ratio without codes', () => {
    expect(totalsOf([work('a', { actions: 3 })])).toMatchObject({
      medianSeconds: null,
      actionsPerCode: null,
    });
  });

  it('takes the middle one of an odd number', () => {
    const seconds = [300, 10, 20].map((activeSeconds, index) => work(String(index), { activeSeconds }));
    expect(totalsOf(seconds).medianSeconds).toBe(20);
  });
});

it('groups by coder, by name', () => {
  const groups = byCoder([work('a', { who: 'two' }), work('b'), work('c', { who: 'two' })]);
  expect(groups.map(({ who, work: theirs }) => [who, theirs.map(({ chart }) => chart)])).toEqual([
    ['one', ['b']],
    ['two', ['a', 'c']],
  ]);
});

it('counts decisions, shares and minutes', () => {
  expect(decisionsOf(work('a', { accepted: 1, changed: 2, added: 3, rejected: 4 }))).toBe(10);
  expect(share(1, 4)).toBe(0.25);
  expect(share(0, 0)).toBe(0);
  expect(minutes(100)).toBe(1.7);
});
