import type { BookRow } from '../../shared/book.ts';
import type { CodeFamily } from '../../shared/coding.ts';
import type { CodeBook } from './book.ts';

/** More options than this nobody looks through. */
const MOST_OPTIONS = 30;

/**
 * Where a code stands and what could be coded in its place: below a header its billable codes; for a
 * billable code those beside it (of the same seventh character, then of others) and below these. What is proposed for the chart comes first, then what lies nearest in the book.
 *
 * @param scores probability of each code that is proposed for the chart
 * @throws UserError where the release does not have the code
 */
export function familyOf(
  book: Pick<CodeBook, 'page' | 'tree'>,
  code: string,
  scores: ReadonlyMap<string, number> = new Map(),
): CodeFamily {
  const { row, path, children, siblings, poaExempt } = book.page(code);
  const above = path.at(-1);
  const beside = [...siblings.map((sibling) => sibling.row), ...(above ? book.tree(above.id) : [])];
  const near = billableFrom(book, !row.billable ? children : siblings.length > 0 ? beside : []);
  const options = new Map(
    near.filter((option) => option.code !== code).map((option) => [option.code, option]),
  );
  const scoreOf = (option: { code: string }): number => scores.get(option.code) ?? 0;
  return {
    path: path.map(({ id, title }) => ({ code: id, title })),
    // Sorting is stable: what is not proposed stays in the order of the book.
    options: [...options.values()].sort((a, b) => scoreOf(b) - scoreOf(a)).slice(0, MOST_OPTIONS),
    poaExempt,
  };
}

/** The billable codes among rows and below them, the shallow first, as many as are of use. */
function billableFrom(book: Pick<CodeBook, 'tree'>, rows: readonly BookRow[]): CodeFamily['options'] {
  const found: CodeFamily['options'] = [];
  let level = rows;
  while (level.length > 0 && found.length < MOST_OPTIONS) {
    found.push(...level.filter(({ billable }) => billable).map(({ id, title }) => ({ code: id, title })));
    level = level.filter(({ hasChildren }) => hasChildren).flatMap(({ id }) => book.tree(id));
  }
  return found;
}
