import type { EncounterType } from '../../shared/chart.ts';
import type { SamplePlan, SamplePreview, SampleRequest } from '../../shared/review.ts';
import type { ChartHistory } from './chartHistory.ts';
import { drawn, generatorOf } from './draw.ts';

/** A finished chart that a sample may hold. */
export interface Candidate {
  chart: string;
  /** Who finished it. */
  coder: string;
  type: EncounterType | null;
  /** Lowest probability that the model gave an accepted code; null where none is known. */
  lowestScore: number | null;
  overridden: boolean;
}

/** Charts that are drawn from together. */
interface Stratum {
  name: string;
  candidates: Candidate[];
}

/** Name of the stratum of charts whose type of encounter is not known. */
export const UNKNOWN_TYPE = 'unknown';

/**
 * The charts that are finished and were finished by their coder within the time asked for, days in UTC and
 * both included. A chart that was reopened or returned is none until it is finished again.
 */
export function candidatesOf(
  { from, to, coders }: Pick<SampleRequest, 'from' | 'to' | 'coders'>,
  histories: ReadonlyMap<string, ChartHistory>,
  charts: readonly { id: string; type: EncounterType | null }[],
): Candidate[] {
  return charts.flatMap(({ id, type }) => {
    const { finished = false, finishes = [] } = histories.get(id) ?? {};
    const last = finishes.at(-1);
    if (!finished || !last) return [];
    const { coder, lowestScore, overridden } = last;
    const day = dayOf(last.at);
    if (day < from || day > to || (coders !== null && !coders.includes(coder))) return [];
    return [{ chart: id, coder, type, lowestScore, overridden }];
  });
}

/** How many charts each stratum has, and how many of them a plan draws. */
export function previewOf(plan: SamplePlan, candidates: readonly Candidate[]): SamplePreview {
  return {
    strata: strataOf(plan, candidates).map((stratum) => ({
      name: stratum.name,
      charts: stratum.candidates.length,
      drawn: 'n' in plan ? Math.min(plan.n, stratum.candidates.length) : chosen(plan, stratum).length,
    })),
  };
}

/**
 * Draws a sample: the same seed over the same charts draws the same one, in whichever order they come, and
 * every chart at most once.
 *
 * @param seed 32 lower-case hex digits
 * @returns identifiers of charts, stratum by stratum
 */
export function sampleOf(plan: SamplePlan, candidates: readonly Candidate[], seed: string): string[] {
  return strataOf(plan, candidates).flatMap((stratum) =>
    'n' in plan
      ? drawn(chartsOf(stratum.candidates), plan.n, generatorOf(seed, stratum.name))
      : chartsOf(chosen(plan, stratum)),
  );
}

/** By coder, save where the plan goes by type of encounter; in the order of their names. */
function strataOf(plan: SamplePlan, candidates: readonly Candidate[]): Stratum[] {
  const strata = Map.groupBy(candidates, ({ coder, type }) =>
    plan.by === 'type' ? (type ?? UNKNOWN_TYPE) : coder,
  );
  return [...strata]
    .map(([name, members]) => ({ name, candidates: members }))
    .sort((a, b) => order(a.name, b.name));
}

/** What a plan that draws nothing at random takes of a stratum. */
function chosen(plan: SamplePlan, { candidates }: Stratum): Candidate[] {
  return candidates.filter(({ lowestScore, overridden }) =>
    plan.by === 'confidence' ? lowestScore !== null && lowestScore < plan.below : overridden,
  );
}

function chartsOf(candidates: readonly Candidate[]): string[] {
  return candidates.map(({ chart }) => chart).sort(order);
}

/** By UTF-16 code units: the same on every machine, whatever its language. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The day of a time, in UTC. */
export function dayOf(at: string): string {
  return at.slice(0, 10);
}
