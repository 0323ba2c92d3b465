/** Which evidence is marked in a document, and how much of it there is where. */
import type { Section } from '../../shared/chart.ts';
import type { CodeRow } from './rows.ts';
import type { MarkSpan } from './segments.ts';

/** Whose evidence is marked: that of every code under consideration, or of the selected one alone. */
export type MarksShown = 'all' | 'selected';

/** Whether a row's evidence is marked though the row is not selected: it is likely or taken. */
export function underConsideration(row: CodeRow): boolean {
  if (row.state === 'rejected' || row.state === 'changed') return false;
  return row.tier !== 'candidate' || row.state !== 'undecided';
}

/** Whether a code's evidence is marked though it were not selected. */
export function isMarked(rows: readonly CodeRow[], code: string | null, shown: MarksShown): boolean {
  const row = rows.find((each) => each.code === code);
  return row !== undefined && shown === 'all' && underConsideration(row);
}

/** The marks of one document: the selected code's always, those of other codes unless only it is asked for. */
export function marksOf(
  rows: readonly CodeRow[],
  document: string,
  selected: string | null,
  shown: MarksShown,
): MarkSpan[] {
  return rows
    .filter((row) => row.code === selected || (shown === 'all' && underConsideration(row)))
    .flatMap((row) =>
      row.mentions
        .filter((mention) => mention.document === document)
        .map(({ start, end, context }) => ({ start, end, code: row.code, context })),
    );
}

/** How many mentions each document has of the codes under consideration, by document. */
export function mentionsPerDocument(rows: readonly CodeRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { document } of rows.filter(underConsideration).flatMap((row) => row.mentions)) {
    counts.set(document, (counts.get(document) ?? 0) + 1);
  }
  return counts;
}

/** How many of a document's mentions begin in each of its sections. */
export function mentionsPerSection(
  rows: readonly CodeRow[],
  document: string,
  sections: readonly Section[],
): number[] {
  const starts = rows
    .filter(underConsideration)
    .flatMap((row) => row.mentions)
    .filter((mention) => mention.document === document)
    .map((mention) => mention.start);
  return sections.map(({ start, end }) => starts.filter((at) => at >= start && at < end).length);
}
