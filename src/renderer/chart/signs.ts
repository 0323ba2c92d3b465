import type { MentionContext } from '../../shared/coding.ts';

/** What stands beside a mark whose words do not affirm, besides its line; the legend explains it. */
export const contextSigns: Record<MentionContext, string> = {
  affirmed: '',
  negated: '−',
  uncertain: '?',
  family: '⌂',
  history: '‹',
  hypothetical: '◇',
  planned: '›',
};
