import type { ReviewFigures } from '../../shared/review.ts';
import { unitsOf } from './accuracy.ts';
import type { ClosedReview } from './closedReviews.ts';
import { Groups, Tally } from './share.ts';

/** Code-over-code accuracy and accepted suggestions by the week in which reviews were closed, oldest first. */
export function trendOf(reviews: readonly ClosedReview[]): ReviewFigures['trend'] {
  const weeks = new Groups(() => ({ codes: new Tally(), accepted: new Tally() }));
  for (const review of reviews) {
    const { codes, accepted } = weeks.at(mondayOf(review.closedAt));
    for (const { right } of unitsOf(review)) codes.add(review.chart, right);
    for (const suggestion of review.finish.suggestions) accepted.add(review.chart, suggestion.accepted);
  }
  return weeks
    .sorted()
    .map(([week, { codes, accepted }]) => ({ week, codes: codes.share(), accepted: accepted.share() }));
}

const DAY = 86_400_000;

/** The Monday of a time's week (ISO 8601) in UTC, as an ISO date. */
export function mondayOf(at: string): string {
  const time = Date.parse(at);
  const sinceMonday = (new Date(time).getUTCDay() + 6) % 7;
  return new Date(time - sinceMonday * DAY).toISOString().slice(0, 10);
}
