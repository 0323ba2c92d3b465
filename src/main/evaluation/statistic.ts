/**
 * A figure over documents, each counted `weights[i]` times; NaN where it is not defined. Written so, a
 * figure and its bootstrap resamples are one function: all weights 1 give the figure itself.
 */
export type Statistic = (weights: ArrayLike<number>) => number;

/** Mean of one value a document; documents with NaN are left out. */
export function mean(values: readonly number[]): Statistic {
  const defined = values.map((value) => Number(!Number.isNaN(value)));
  return ratio(
    values.map((value, i) => (defined[i] ? value : 0)),
    defined,
  );
}

/** Sum over sum: a figure pooled over documents. */
export function ratio(numerators: readonly number[], denominators: readonly number[]): Statistic {
  return (weights) => weighted(numerators, weights) / weighted(denominators, weights);
}

/** What was proposed, what should have been, and what of both agrees, in one document. */
export interface Counts {
  right: number;
  proposed: number;
  gold: number;
}

export function precision(documents: readonly Counts[]): Statistic {
  return ratio(
    documents.map(({ right }) => right),
    documents.map(({ proposed }) => proposed),
  );
}

export function recall(documents: readonly Counts[]): Statistic {
  return ratio(
    documents.map(({ right }) => right),
    documents.map(({ gold }) => gold),
  );
}

/** F1 of counts pooled over documents (micro-F1): 2·right / (proposed + gold). */
export function microF1(documents: readonly Counts[]): Statistic {
  return ratio(
    documents.map(({ right }) => 2 * right),
    documents.map(({ proposed, gold }) => proposed + gold),
  );
}

function weighted(values: readonly number[], weights: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) * (weights[i] ?? 0);
  return sum;
}
