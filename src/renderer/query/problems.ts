import type { QueryProblem } from '../../shared/query.ts';
import { t } from '../i18n/i18n.ts';

/** What keeps a query from being sent, and what to do about it. */
export function problemWords({ problem, words }: QueryProblem): string {
  return t(`query.problem-${problem}`, { words: words ?? '' });
}
