import type { ChartSummary } from '../../shared/chart.ts';
import { compareUrgency, isCodable } from './view.ts';

/**
 * The chart to go on to: of those that can be coded now, by the day they are due and then by age, the one
 * after `current` (or before it, for a `step` of -1); from the last it goes on with the first. Charts of
 * another coder than the current one's come up only when no others are left. Null where there is none.
 */
export function nextChart(
  charts: readonly ChartSummary[],
  current: string | null,
  step: 1 | -1 = 1,
): ChartSummary | null {
  const here = charts.find((chart) => chart.id === current);
  const coder = here?.header.assigned ?? null;
  const codable = charts.filter((chart) => chart.id !== current && isCodable(chart));
  const own = codable.filter(({ header }) => header.assigned === null || header.assigned === coder);
  const wanted = (own.length > 0 ? own : codable).toSorted(compareUrgency);
  if (here === undefined) return wanted.at(step === 1 ? 0 : -1) ?? null;
  // Charts of the same urgency keep the list's order, in which the current one has its place too.
  const place = charts.indexOf(here);
  const before = wanted.filter((chart) => {
    const urgency = compareUrgency(chart, here);
    return urgency < 0 || (urgency === 0 && charts.indexOf(chart) < place);
  }).length;
  return wanted[step === 1 ? before % wanted.length : before - 1] ?? wanted.at(-1) ?? null;
}
