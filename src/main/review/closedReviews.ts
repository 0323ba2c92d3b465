import type { RecordedFinding } from '../../shared/review.ts';
import { finishBefore, type ChartHistory, type Finish } from './chartHistory.ts';
import { standingErrors, type ReviewOfChart } from './replayReview.ts';
import { dayOf } from './samples.ts';

/** A review that counts: the coding it is about, and what holds against it. */
export interface ClosedReview {
  chart: string;
  finish: Finish;
  review: ReviewOfChart;
  /** ISO 8601, UTC. */
  closedAt: string;
  /** The auditor coded the chart before seeing the coder's codes. */
  blind: boolean;
  /** Neither taken back nor overturned. */
  errors: RecordedFinding[];
}

/**
 * The reviews that were closed within a time, days in UTC and both included. A coding that was reviewed in
 * several samples counts once, by the review that was closed last.
 *
 * @param blind whether a sample, by the number of its entry, is reviewed blind; undefined for no such sample
 */
export function closedReviews(
  histories: Iterable<readonly [chart: string, history: ChartHistory]>,
  blind: (sample: number) => boolean | undefined,
  { from, to }: { from: string; to: string },
): ClosedReview[] {
  const closed: ClosedReview[] = [];
  for (const [chart, history] of histories) {
    const last = new Map<number, ClosedReview>();
    for (const [sample, review] of history.reviews) {
      const finish = finishBefore(history, sample);
      const isBlind = blind(sample);
      if (!review.closed || !finish || isBlind === undefined) continue;
      const closedAt = review.closed.at;
      if (dayOf(closedAt) < from || dayOf(closedAt) > to) continue;
      if (closedAt < (last.get(finish.entry)?.closedAt ?? '')) continue;
      const errors = standingErrors(review);
      last.set(finish.entry, { chart, finish, review, closedAt, blind: isBlind, errors });
    }
    closed.push(...last.values());
  }
  return closed;
}
