import type { ChartDocument, Section, SectionKind } from '../../shared/chart.ts';
import type { Thresholds } from '../model/pack.ts';
import type { Words } from './words.ts';

/** The parts of a visit note, by what a mention in them means for coding. */
export type NotePart = 'assessment' | 'past' | 'narrative' | 'findings' | 'none';

const PART_OF: Record<SectionKind, NotePart> = {
  assessment: 'assessment',
  plan: 'assessment',
  'discharge-diagnosis': 'assessment',
  'past-history': 'past',
  'family-history': 'past',
  'social-history': 'past',
  medications: 'past',
  allergies: 'past',
  'chief-complaint': 'narrative',
  'present-illness': 'narrative',
  'hospital-course': 'narrative',
  examination: 'findings',
  findings: 'findings',
  procedures: 'findings',
  other: 'none',
};

/** How a note is laid out, word by word. */
export interface Layout {
  visit: boolean;
  part: NotePart[];
  /** Number of the line that a word stands in. In an assessment a line is a problem. */
  line: Int32Array;
  /** Words before it in its line, numbering left out. */
  column: Int32Array;
}

/** Whether a note has an assessment (or a discharge diagnosis), and so says itself what the visit was about. */
export function isVisitNote(sections: readonly Section[]): boolean {
  return sections.some(({ kind }) => PART_OF[kind] === 'assessment');
}

/**
 * The probability from which a code of a document is a suggestion.
 * @returns undefined where the pack has not learned the document's language
 */
export function thresholdFor(
  { language, sections }: Pick<ChartDocument, 'language' | 'sections'>,
  thresholds: Thresholds,
): number | undefined {
  const own = thresholds[language];
  return own !== undefined && isVisitNote(sections) ? (thresholds.visit ?? own) : own;
}

/** Reads the layout of a text whose sections are known. */
export function layoutOf(text: string, words: Words, sections: readonly Section[]): Layout {
  const count = words.stems.length;
  const layout: Layout = {
    visit: isVisitNote(sections),
    part: [],
    line: new Int32Array(count),
    column: new Int32Array(count),
  };
  let section = 0;
  let line = 0;
  let column = 0;
  for (let w = 0; w < count; w++) {
    const start = words.starts[w] ?? 0;
    while (section < sections.length && (sections[section]?.end ?? 0) <= start) section += 1;
    const here = sections[section];
    layout.part.push(here && here.start <= start ? PART_OF[here.kind] : 'none');
    if (w > 0 && text.slice(words.ends[w - 1], start).includes('\n')) {
      line += 1;
      column = 0;
    }
    layout.line[w] = line;
    layout.column[w] = column;
    if (!/^\d*$/.test(words.stems[w] ?? '')) column += 1;
  }
  return layout;
}
