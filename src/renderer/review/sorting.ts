/** Orders and filters of the review's tables. */
import type { AccuracyRow, ReviewState, Sample, SampledChart } from '../../shared/review.ts';

export const reviewStates: readonly ReviewState[] = [
  'waiting',
  'coded',
  'returned',
  'answered',
  'escalated',
  'closed',
];

export type ChartColumn = 'name' | 'coder' | 'type' | 'state' | 'errors';

export interface Sort<Column extends string> {
  column: Column;
  direction: 'ascending' | 'descending';
}

/** The charts of a sample in a state, or all of them, in an order; equal ones by name. */
export function sortedCharts(
  charts: readonly SampledChart[],
  { column, direction }: Sort<ChartColumn>,
  state: ReviewState | null,
): SampledChart[] {
  const sign = direction === 'ascending' ? 1 : -1;
  const by: Record<ChartColumn, (a: SampledChart, b: SampledChart) => number> = {
    name: () => 0,
    coder: (a, b) => a.coder.localeCompare(b.coder),
    type: (a, b) => (a.type ?? '').localeCompare(b.type ?? ''),
    state: (a, b) => reviewStates.indexOf(a.state) - reviewStates.indexOf(b.state),
    errors: (a, b) => a.errors - b.errors,
  };
  const byName = (a: SampledChart, b: SampledChart) =>
    a.name.localeCompare(b.name, undefined, { numeric: true });
  return charts
    .filter((chart) => state === null || chart.state === state)
    .sort((a, b) => sign * (by[column](a, b) || (column === 'name' ? byName(a, b) : 0)) || byName(a, b));
}

/** How far the review of a sample is. */
export function progressOf({ charts }: Sample): { closed: number; of: number; errors: number } {
  return {
    closed: charts.filter(({ state }) => state === 'closed').length,
    of: charts.length,
    errors: charts.reduce((sum, { errors }) => sum + errors, 0),
  };
}

/** The chart of the sample that is reviewed before or after another one; null at the ends. */
export function besideChart(sample: Sample, chart: string, step: 1 | -1): string | null {
  const at = sample.charts.findIndex((each) => each.chart === chart);
  return at < 0 ? null : (sample.charts[at + step]?.chart ?? null);
}

export type Measure = 'codes' | 'whole' | 'principal';

/** Rows by name, or by a measure: the worst first when ascending. What nothing is known of comes last. */
export function sortedAccuracy(
  rows: readonly AccuracyRow[],
  { column, direction }: Sort<'label' | Measure>,
): AccuracyRow[] {
  const sign = direction === 'ascending' ? 1 : -1;
  const byLabel = (a: AccuracyRow, b: AccuracyRow) =>
    a.key.localeCompare(b.key, undefined, { numeric: true });
  if (column === 'label') return rows.toSorted((a, b) => sign * byLabel(a, b));
  const value = (row: AccuracyRow) => row[column].hits / row[column].of;
  return rows.toSorted((a, b) => {
    const unknown = Number(a[column].of === 0) - Number(b[column].of === 0);
    if (unknown !== 0 || a[column].of === 0) return unknown || byLabel(a, b);
    return sign * (value(a) - value(b)) || b[column].of - a[column].of || byLabel(a, b);
  });
}
