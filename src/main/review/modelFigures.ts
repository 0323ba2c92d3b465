import type { ReviewFigures } from '../../shared/review.ts';
import type { ClosedReview } from './closedReviews.ts';
import { Groups, Tally } from './share.ts';

/**
 * By model version: how many of its suggestions that a coder decided on were accepted, and how many of those
 * an auditor found wrong. A suggestion that was left undecided is in neither.
 */
export function modelFigures(reviews: readonly ClosedReview[]): ReviewFigures['models'] {
  const models = new Groups(() => ({ accepted: new Tally(), overturned: new Tally() }));
  for (const { chart, finish, errors } of reviews) {
    const wrong = new Set(errors.flatMap(({ verdict, code }) => (verdict === 'disagree' ? [code] : [])));
    for (const { code, model, accepted } of finish.suggestions) {
      const tallies = models.at(model);
      tallies.accepted.add(chart, accepted);
      // Turned round: what was overturned is looked for, so that its charts come first.
      if (accepted) tallies.overturned.add(chart, !wrong.has(code));
    }
  }
  return models.sorted().map(([model, { accepted, overturned }]) => {
    const right = overturned.share();
    return {
      model,
      accepted: accepted.share(),
      overturned: { ...right, hits: right.of - right.hits },
    };
  });
}
