/** From the fields of "Draw a sample" to a plan. */
import type { ChartWork } from '../../shared/coding.ts';
import type { SamplePlan } from '../../shared/review.ts';
import { localDay } from '../worklist/days.ts';

/** What stands in the fields; numbers as they were typed. */
export interface PlanFields {
  by: SamplePlan['by'];
  /** Charts of each stratum. */
  n: string;
  /** Percent. */
  below: string;
}

/** The plan that the fields make; one with a number that cannot be read is refused by its schema. */
export function planOf({ by, n, below }: PlanFields): SamplePlan {
  switch (by) {
    case 'coder':
    case 'type':
      return { by, n: n.trim() === '' ? NaN : Number(n) };
    case 'confidence':
      return { by, below: below.trim() === '' ? NaN : Number(below) / 100 };
    case 'overridden':
      return { by };
  }
}

/** The day `days` before another one. */
export function daysBefore(day: string, days: number): string {
  const [year = NaN, month = NaN, date = NaN] = day.split('-').map(Number);
  return localDay(new Date(year, month - 1, date - days));
}

/** Who has coded anything, by name. */
export function coderNames(work: readonly ChartWork[]): string[] {
  return [...new Set(work.map(({ who }) => who))].sort((a, b) => a.localeCompare(b));
}
