/** How sure a share is. */

/** Standard normal quantile of a two-sided 95 % interval. */
const z = 1.959964;

/** Fewer than this say too little of a share near 95 %. */
export const SMALL = 30;

/**
 * The 95 % score interval of a share (E. B. Wilson, Probable inference, the law of succession, and statistical
 * inference, JASA 22, 1927): both ends from 0 to 1. Null of nothing.
 */
export function wilson(hits: number, of: number): { low: number; high: number } | null {
  if (of <= 0) return null;
  const share = hits / of;
  const spread = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const middle = share + (z * z) / (2 * of);
  const scale = 1 + (z * z) / of;
  return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}

/** The accuracy that coding departments commonly ask for. */
export const TARGET = 0.95;

/** How a share stands to the target, by its interval: on one side as a whole, or across. */
export function standing(hits: number, of: number): 'above' | 'below' | 'open' | 'few' {
  const interval = wilson(hits, of);
  if (!interval || of < SMALL) return 'few';
  if (interval.low >= TARGET) return 'above';
  return interval.high < TARGET ? 'below' : 'open';
}
