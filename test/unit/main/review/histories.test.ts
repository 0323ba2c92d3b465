import { describe, expect, it } from 'vitest';
import { Histories, type HistorySource } from '../../../../src/main/review/histories.ts';
import type { LedgerEntry } from '../../../../src/shared/entry.ts';
import type { SampleRequest } from '../../../../src/shared/review.ts';
import { actOf } from '../../../fixtures/makeReviews.ts';

const request: SampleRequest = {
  name: 'All',
  plan: { by: 'overridden' },
  from: '2026-03-01',
  to: '2026-03-31',
  coders: null,
  blind: false,
};

/** A ledger in memory that counts how often a chart is read. */
class Memory implements HistorySource {
  readonly all: LedgerEntry[] = [];
  read = 0;

  add(...acts: Parameters<typeof actOf>[0][]): void {
    for (const act of acts) {
      const seq = this.all.length + 1;
      this.all.push({ ...actOf(act), seq, at: '2026-03-02T10:00:00.000Z', previous: '', hash: '' });
    }
  }
  head() {
    return { seq: this.all.length, hash: '' };
  }
  chartsSince(seq: number) {
    return this.all.flatMap((entry) => (entry.seq > seq && entry.chart !== null ? [entry.chart] : []));
  }
  ofChart(chart: string) {
    this.read += 1;
    return this.all.filter((entry) => entry.chart === chart);
  }
  entries({ action }: { action?: string }, limit: number, before = Infinity) {
    const found = this.all.filter((entry) => entry.action === action && entry.seq < before).reverse();
    return { entries: found.slice(0, limit), more: found.length > limit };
  }
}
const who = 'Coder A';
const sample = (charts: string[]) => ({
  who: 'Auditor 1',
  chart: null,
  action: 'sample' as const,
  details: { sample: request, seed: '', charts },
});

describe('histories', () => {
  it('are read page by page, each chart once', () => {
    const source = new Memory();
    for (let at = 0; at < 1203; at += 1) source.add({ who, chart: `c-${at}`, action: 'finish' });
    source.add({ who, chart: 'c-0', action: 'reopen' }, { who, chart: 'c-0', action: 'finish' });
    const histories = new Histories(source);
    expect(histories.within('finish', request).size).toBe(1203);
    histories.within('finish', request);
    expect(source.read).toBe(1203);
  });

  it('are read again where a chart has gained an entry', () => {
    const source = new Memory();
    source.add({ who, chart: 'a', action: 'finish' }, { who, chart: 'b', action: 'finish' });
    const histories = new Histories(source);
    expect(histories.of('a').finished && histories.of('b').finished).toBe(true);
    source.add({ who, chart: 'a', action: 'reopen' });
    expect(histories.of('a').finished).toBe(false);
    expect(histories.of('b').finished).toBe(true);
    expect(source.read).toBe(3);
  });

  it('know every sample, the oldest first', () => {
    const source = new Memory();
    source.add(sample(['a']), sample(['b']));
    const histories = new Histories(source);
    expect([...histories.samples().keys()]).toEqual([1, 2]);
    source.add({ who, chart: 'a', action: 'finish' }, sample(['a', 'b']), sample(['c']));
    expect([...histories.samples().values()].map(({ charts }) => [...charts].join())).toEqual([
      'a',
      'b',
      'a,b',
      'c',
    ]);
  });

  it('are empty for what has no entry', () => {
    const histories = new Histories(new Memory());
    expect(histories.of('a')).toMatchObject({ finishes: [], finished: false });
    expect(histories.samples().size).toBe(0);
    expect(histories.within('close', request).size).toBe(0);
  });
});
