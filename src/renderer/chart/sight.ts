/** What of a document is in view: its words, its section, and the codes whose evidence can be read. */
import type { Section } from '../../shared/chart.ts';
import type { CodeRow } from './rows.ts';

/** What is in view, as a test for words [start, end) of the document. */
export type Sees = (start: number, end: number) => boolean;

/** A view of the words [start, end): others are seen if they lie inside, or reach beyond both its ends. */
export function seesRange(view: { start: number; end: number } | null): Sees {
  return (start, end) =>
    view !== null && ((start >= view.start && end <= view.end) || (start <= view.start && end >= view.end));
}

/** The codes with at least one mention in view. */
export function codesInView(rows: readonly CodeRow[], document: string, sees: Sees): Set<string> {
  return new Set(
    rows
      .filter((row) => row.mentions.some((each) => each.document === document && sees(each.start, each.end)))
      .map((row) => row.code),
  );
}

/** Whether two sets hold the same. */
export function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}

/** Index of the section in view: the last one that begins above `y`; -1 before the first. */
export function sectionAt(sections: readonly Section[], yOf: (offset: number) => number, y: number): number {
  let found = -1;
  sections.forEach((section, index) => {
    if (yOf(section.start) <= y) found = index;
  });
  return found;
}
