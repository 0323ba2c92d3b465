/** What the search's answers look like, and where the index's references lead. */
import type { IndexTargetView, Mark, SearchHit } from '../../shared/book.ts';
import type { Place } from './state.ts';

/** A stretch of text that the query's words match, or not. */
export interface Stretch {
  text: string;
  marked: boolean;
}

/** The text cut at its marks. */
export function stretches(text: string, marks: readonly Mark[]): Stretch[] {
  const cut: Stretch[] = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (start < at || end <= start) continue;
    if (start > at) cut.push({ text: text.slice(at, start), marked: false });
    cut.push({ text: text.slice(start, end), marked: true });
    at = end;
  }
  if (at < text.length) cut.push({ text: text.slice(at), marked: false });
  return cut;
}

/** Hits near in meaning that the words did not find already. */
export function onlyNear(near: readonly SearchHit[], found: readonly SearchHit[]): SearchHit[] {
  const known = new Set(found.map((hit) => hit.code));
  return near.filter((hit) => !known.has(hit.code));
}

/** The words by which a table finds the line of a path, without its nonessential modifiers. */
export function tableFilter(path: readonly string[]): string {
  return path
    .join(' ')
    .replace(/\([^)]*\)|\bneoplasm, neoplastic\b/giu, ' ')
    .replace(/[^\p{L}\p{N}'-]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

/**
 * Where a see or see also leads; null where it names neither an entry nor a table.
 * A line of a table is found by the table's filter, for it has no page of its own.
 */
export function placeOfReference({ text, entry, book, path }: IndexTargetView): Place | null {
  if (entry === null || book === null) {
    return /drugs and chemicals/iu.test(text) ? { at: 'table', table: 'drug', filter: '' } : null;
  }
  return book === 'index' || book === 'external'
    ? { at: 'entry', book, entry }
    : { at: 'table', table: book, filter: tableFilter(path) };
}
