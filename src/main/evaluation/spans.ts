import type { Counts } from './statistic.ts';

/** Words marked for a code: a half-open UTF-16 range. */
export interface CodeSpan {
  code: string;
  start: number;
  end: number;
}

/**
 * How many spans agree: proposed and gold spans are paired one to one, as many as can be, where code and
 * both ends fit. The same span twice counts once.
 *
 * @param tolerance characters by which each end may be off; 0 for exact
 */
export function countSpans(
  proposed: readonly CodeSpan[],
  gold: readonly CodeSpan[],
  tolerance: number,
): Counts {
  const own = distinct(proposed);
  const wanted = distinct(gold);
  const fits = own.map((span) =>
    wanted.flatMap((other, index) => (agree(span, other, tolerance) ? [index] : [])),
  );
  return { right: maximumMatching(fits, wanted.length), proposed: own.length, gold: wanted.length };
}

/** The same without codes: whether the right words are marked, for whichever code. */
export function countMarkedWords(
  proposed: readonly CodeSpan[],
  gold: readonly CodeSpan[],
  tolerance: number,
): Counts {
  const withoutCode = (span: CodeSpan): CodeSpan => ({ ...span, code: '' });
  return countSpans(proposed.map(withoutCode), gold.map(withoutCode), tolerance);
}

/**
 * The count of the official CodiEsp-X evaluation (codiespX_evaluation.py of the shared task): codes, each
 * once a document; right where one gold span of the code lies inside one proposed for it that is at most
 * ten characters longer at either end.
 */
export function countCodiEspX(proposed: readonly CodeSpan[], gold: readonly CodeSpan[]): Counts {
  const holds = (span: CodeSpan, other: CodeSpan): boolean =>
    span.code === other.code &&
    between(other.start - span.start, 0, 10) &&
    between(span.end - other.end, 0, 10);
  const right = gold.filter((other) => proposed.some((span) => holds(span, other)));
  return { right: codesOf(right), proposed: codesOf(proposed), gold: codesOf(gold) };
}

function agree(a: CodeSpan, b: CodeSpan, tolerance: number): boolean {
  return (
    a.code === b.code && Math.abs(a.start - b.start) <= tolerance && Math.abs(a.end - b.end) <= tolerance
  );
}

/**
 * Size of a largest one-to-one matching (augmenting paths, Kuhn 1955).
 *
 * @param fits for each of one side the indices of those on the other side it may be paired with
 */
export function maximumMatching(fits: readonly (readonly number[])[], others: number): number {
  const pairedWith = new Array<number | undefined>(others).fill(undefined);
  const pair = (index: number, tried: Set<number>): boolean =>
    (fits[index] ?? []).some((other) => {
      if (tried.has(other)) return false;
      tried.add(other);
      const rival = pairedWith[other];
      if (rival !== undefined && !pair(rival, tried)) return false;
      pairedWith[other] = index;
      return true;
    });
  return fits.filter((_, index) => pair(index, new Set())).length;
}

function distinct(spans: readonly CodeSpan[]): CodeSpan[] {
  return [...new Map(spans.map((span) => [`${span.code} ${span.start} ${span.end}`, span])).values()];
}

function codesOf(spans: readonly CodeSpan[]): number {
  return new Set(spans.map(({ code }) => code)).size;
}

function between(value: number, low: number, high: number): boolean {
  return low <= value && value <= high;
}
