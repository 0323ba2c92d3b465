import type { BookRow } from '../../shared/book.ts';
import type { CodeBook } from '../catalog/book.ts';

export interface Chapter {
  /** As the book numbers it: `9`. */
  number: string;
  title: string;
}

/**
 * Finds the chapter of a code by its category, as a release has them; null for categories that it lacks.
 * The whole tree down to the categories is read once.
 */
export function chaptersOf(book: Pick<CodeBook, 'tree'>): (code: string) => Chapter | null {
  const byCategory = new Map<string, Chapter>();
  const walk = (rows: readonly BookRow[], chapter: Chapter | null): void => {
    for (const row of rows) {
      if (row.kind === 'chapter')
        walk(book.tree(row.id), { number: row.id.replace(/^CH/u, ''), title: row.title });
      else if (row.kind === 'block') walk(book.tree(row.id), chapter);
      else if (chapter) byCategory.set(row.id, chapter);
    }
  };
  walk(book.tree(null), null);
  return (code) => byCategory.get(code.slice(0, 3)) ?? null;
}
