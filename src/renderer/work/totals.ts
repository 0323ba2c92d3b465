/** Sums over what was done to charts. */
import type { ChartWork } from '../../shared/coding.ts';

/** How far back the screen looks, today included, in days. */
export const ranges = { today: 1, week: 7, month: 30 } as const;
export type Range = keyof typeof ranges;

/** The days of a range up to today, the first first, as ISO dates of the local calendar. */
export function daysOf(range: Range, today: Date): string[] {
  const count = ranges[range];
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(today.getFullYear(), today.getMonth(), today.getDate() - (count - 1 - index));
    return [day.getFullYear(), day.getMonth() + 1, day.getDate()]
      .map((part) => String(part).padStart(2, '0'))
      .join('-');
  });
}

export interface Totals {
  charts: number;
  finished: number;
  seconds: number;
  /** Of the charts with any time; null where there are none. */
  medianSeconds: number | null;
  actions: number;
  finalCodes: number;
  /** Key presses and clicks for each final code; null where there is none. */
  actionsPerCode: number | null;
  accepted: number;
  changed: number;
  added: number;
  rejected: number;
  /** All of the four together. */
  decisions: number;
  unseen: number;
}

/** What a list of charts adds up to. */
export function totalsOf(work: readonly ChartWork[]): Totals {
  const sum = (value: (each: ChartWork) => number) => work.reduce((all, each) => all + value(each), 0);
  const finalCodes = sum((each) => each.finalCodes);
  const actions = sum((each) => each.actions);
  return {
    // A chart that two coders worked on is one chart.
    charts: new Set(work.map((each) => each.chart)).size,
    finished: new Set(work.filter((each) => each.finished).map((each) => each.chart)).size,
    seconds: sum((each) => each.activeSeconds),
    medianSeconds: median(work.map((each) => each.activeSeconds).filter((seconds) => seconds > 0)),
    actions,
    finalCodes,
    actionsPerCode: finalCodes === 0 ? null : actions / finalCodes,
    accepted: sum((each) => each.accepted),
    changed: sum((each) => each.changed),
    added: sum((each) => each.added),
    rejected: sum((each) => each.rejected),
    decisions: sum(decisionsOf),
    unseen: sum((each) => each.unseen),
  };
}

/** All decisions on codes of a chart. */
export function decisionsOf(work: ChartWork): number {
  return work.accepted + work.changed + work.added + work.rejected;
}

/** Part of a whole, 0 to 1; 0 of nothing. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** Seconds as minutes with one decimal. */
export function minutes(seconds: number): number {
  return Math.round(seconds / 6) / 10;
}

/** The work of each coder, by name. */
export function byCoder(work: readonly ChartWork[]): { who: string; work: ChartWork[] }[] {
  return [...new Set(work.map(({ who }) => who))]
    .sort((a, b) => a.localeCompare(b))
    .map((who) => ({ who, work: work.filter((each) => each.who === who) }));
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
