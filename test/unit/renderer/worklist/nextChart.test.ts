import { describe, expect, it } from 'vitest';
import { nextChart } from '../../../../src/renderer/worklist/nextChart.ts';
import { chart } from './charts.ts';

const charts = [
  chart('third', { header: { due: '2026-03-09' } }),
  chart('first', { header: { due: '2026-03-02' } }),
  chart('last'),
  chart('second', { status: 'returned', header: { due: '2026-03-05' } }),
  chart('waiting', { status: 'pended', header: { due: '2026-03-01' } }),
  chart('done', { status: 'finished', header: { due: '2026-03-03' } }),
];

/** Goes on from chart to chart until it is at the first again. */
function round(step: 1 | -1): string[] {
  const seen: string[] = [];
  let at = nextChart(charts, null, step);
  while (at !== null && !seen.includes(at.id)) {
    seen.push(at.id);
    at = nextChart(charts, at.id, step);
  }
  return seen;
}

describe('nextChart', () => {
  it('goes through the charts that can be coded, the most urgent first, and begins again', () => {
    expect(round(1)).toEqual(['first', 'second', 'third', 'last']);
  });

  it('goes back the same way', () => {
    expect(round(-1)).toEqual(['last', 'third', 'second', 'first']);
  });

  it('goes on from a chart that is finished by now to the one after it', () => {
    expect(nextChart(charts, 'done')?.id).toBe('second');
    expect(nextChart(charts, 'done', -1)?.id).toBe('first');
  });

  it('keeps the list’s order among charts of the same urgency, and stays at none of them', () => {
    const alike = [chart('a'), chart('b'), chart('c')];
    expect(nextChart(alike, 'a')?.id).toBe('b');
    expect(nextChart(alike, 'b')?.id).toBe('c');
    expect(nextChart(alike, 'c')?.id).toBe('a');
  });

  it('leaves another coder’s charts for the last', () => {
    const shared = [
      chart('mine', { status: 'finished', header: { assigned: 'Coder 1', due: '2026-03-01' } }),
      chart('theirs', { header: { assigned: 'Coder 2', due: '2026-03-02' } }),
      chart('also-mine', { header: { assigned: 'Coder 1', due: '2026-03-03' } }),
      chart('free', { header: { due: '2026-03-04' } }),
    ];
    expect(nextChart(shared, 'mine')?.id).toBe('also-mine');
    expect(nextChart(shared, 'also-mine')?.id).toBe('free');
    expect(nextChart(shared.slice(0, 2), 'mine')?.id).toBe('theirs');
  });

  it('is null when there is none', () => {
    expect(nextChart([], null)).toBeNull();
    expect(nextChart([chart('only')], 'only')).toBeNull();
    expect(nextChart([chart('a', { status: 'finished' })], null)).toBeNull();
  });
});
