import { useEffect, useEffectEvent, useState } from 'react';
import type { ChartSummary } from '../../shared/chart.ts';

/**
 * Rows that the table is given at once, and how many more whenever the user comes near the last of them:
 * to collect thousands of rows takes the table long enough to be felt at every change of a filter.
 */
const CHUNK = 50;

export interface Given {
  charts: readonly ChartSummary[];
  /** Gives the table all charts; for the way to the last one. */
  giveAll: () => void;
}

/**
 * The first of the charts: as many as the user has come to, and in any case up to the one at `reach`.
 * `lastInSight` tells the index of the row at the lower edge of what the user sees.
 */
export function useGiven(charts: readonly ChartSummary[], reach: number, lastInSight: () => number): Given {
  const [come, setCome] = useState({ of: charts, to: reach });
  // Another list begins anew.
  const to = come.of === charts ? come.to : 0;
  const count = Math.min(charts.length, Math.ceil((Math.max(to, 0) + CHUNK) / CHUNK) * CHUNK);

  const look = useEffectEvent(() => {
    const seen = lastInSight();
    if (count < charts.length && seen > count - CHUNK / 2) setCome({ of: charts, to: seen });
  });
  useEffect(() => {
    // Scrolling of the table, or in a small window of the page.
    const listener = () => look();
    window.addEventListener('scroll', listener, { capture: true, passive: true });
    window.addEventListener('resize', listener);
    return () => {
      window.removeEventListener('scroll', listener, { capture: true });
      window.removeEventListener('resize', listener);
    };
  }, []);
  useEffect(() => {
    // A new list may be looked at from further down than its first rows.
    const frame = requestAnimationFrame(() => look());
    return () => cancelAnimationFrame(frame);
  }, [charts]);

  return {
    charts: count === charts.length ? charts : charts.slice(0, count),
    giveAll: () => setCome({ of: charts, to: charts.length }),
  };
}
