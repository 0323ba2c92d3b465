import type { ChartSummary } from '../../shared/chart.ts';

/** The sample chart to show: one not yet begun, in the language of the interface; null where there is none. */
export function sampleForTour(charts: readonly ChartSummary[], language: string): string | null {
  const samples = charts.filter((chart) => chart.sample);
  const fit = (chart: ChartSummary) =>
    (chart.status === 'new' ? 2 : 0) + (chart.language === language ? 1 : 0);
  const best = samples.toSorted((one, other) => fit(other) - fit(one))[0];
  return best?.id ?? null;
}
