import type { Statistic } from './statistic.ts';

/** A figure with its 95 % interval; null where it is not defined. */
export interface Estimate {
  value: number | null;
  low: number | null;
  high: number | null;
}

/**
 * Estimates figures over one set of documents.
 *
 * @param centred shifts the interval by the mean distance of the resamples from the figure. A resample
 * misses rare codes, and so a mean over codes comes out higher in resamples than it is.
 */
export type Estimator = (statistic: Statistic, centred?: 'centred') => Estimate;

/**
 * Percentile bootstrap over documents (Efron and Tibshirani 1993, chapter 13): each resample draws as many
 * documents as there are, with replacement. The same seed gives every figure the same resamples.
 *
 * @param resamples 0 for no intervals
 */
export function bootstrap(documents: number, resamples: number, seed: number): Estimator {
  return (statistic, centred) => {
    const value = statistic(new Uint32Array(documents).fill(1));
    if (!Number.isFinite(value)) return { value: null, low: null, high: null };
    const random = mulberry32(seed);
    const values: number[] = [];
    for (let resample = 0; resample < resamples; resample++) {
      const weights = new Uint32Array(documents);
      for (let draw = 0; draw < documents; draw++) {
        const drawn = Math.floor(random() * documents);
        weights[drawn] = (weights[drawn] ?? 0) + 1;
      }
      const resampled = statistic(weights);
      if (Number.isFinite(resampled)) values.push(resampled);
    }
    if (values.length === 0) return { value, low: null, high: null };
    values.sort((a, b) => a - b);
    const shift = centred ? values.reduce((sum, each) => sum + each, 0) / values.length - value : 0;
    return { value, low: quantile(values, 0.025) - shift, high: quantile(values, 0.975) - shift };
  };
}

/** Quantile of ascending values, between two of them by linear interpolation. */
export function quantile(ascending: readonly number[], share: number): number {
  const place = share * (ascending.length - 1);
  const below = ascending[Math.floor(place)] ?? NaN;
  const above = ascending[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** Pseudo-random numbers in [0, 1), the same for the same seed: Mulberry32 (Tommy Ettinger 2017, public domain). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
