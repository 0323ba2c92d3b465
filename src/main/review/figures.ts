import type { ReviewFigures } from '../../shared/review.ts';
import { accuracyOf, type Label } from './accuracy.ts';
import { cohensKappa, krippendorffsAlpha } from './agreement.ts';
import type { ClosedReview } from './closedReviews.ts';
import { pairings } from './differences.ts';
import { modelFigures } from './modelFigures.ts';
import { trendOf } from './trend.ts';

/** What stands for a code where one of the two gave none. */
const NONE = '';

/** Everything that closed reviews show; how each figure is computed is said in docs/review.md. */
export function figuresOf(
  reviews: readonly ClosedReview[],
  labels: { code: (code: string) => Label; chapter: (code: string) => Label | null },
): ReviewFigures {
  return {
    ...accuracyOf(reviews, labels),
    verdicts: verdictsOf(reviews),
    agreement: agreementOf(reviews),
    models: modelFigures(reviews),
    trend: trendOf(reviews),
  };
}

/** Findings that hold, by verdict and reason; the most frequent first. */
function verdictsOf(reviews: readonly ClosedReview[]): ReviewFigures['verdicts'] {
  const held = reviews.flatMap(({ chart, review }) =>
    review.findings
      .filter(({ stands, replaced }) => stands && !replaced)
      .map(({ verdict, reason }) => ({ chart, verdict, reason })),
  );
  const groups = Map.groupBy(held, ({ verdict, reason }) => `${verdict} ${reason ?? ''}`);
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const charts = [...new Set(group.map(({ chart }) => chart))];
      return [{ verdict: first.verdict, reason: first.reason, count: group.length, charts }];
    })
    .sort((a, b) => b.count - a.count);
}

/**
 * Agreement of coder and auditor where the auditor did not see the coder's codes. A unit is a code that
 * either gave, with what the other gave in its place; the categories are the codes, and none.
 */
function agreementOf(reviews: readonly ClosedReview[]): ReviewFigures['agreement'] {
  const units: [string, string][] = [];
  const charts = new Set<string>();
  for (const { chart, finish, review, blind } of reviews) {
    if (!blind || !review.second) continue;
    charts.add(chart);
    for (const [coded, second] of pairings(finish.codes, review.second.codes))
      units.push([coded?.code ?? NONE, second?.code ?? NONE]);
  }
  return { kappa: cohensKappa(units), alpha: krippendorffsAlpha(units), charts: [...charts] };
}
