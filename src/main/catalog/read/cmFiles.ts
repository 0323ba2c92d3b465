import { UserError } from '../../errors.ts';
import type { IndexBook, ReportLine } from '../release.ts';
import { named, ofKind, single, type Found } from './survey.ts';

/** The files of a release of ICD-10-CM beside the order file. */
export interface CmFiles {
  orderAddenda: Found<'order addenda'> | null;
  poaExempt: Found<'POA-exempt list'> | null;
  conversion: Found<'conversion table'> | null;
  hccMapping: Found<'HCC mapping'> | null;
  hccLabels: Found<'HCC labels'> | null;
  /** Of this release, or of an older one that tabular addenda lead on from. */
  tabular: Found<'tabular list'> | null;
  /** What may be tabular addenda, where the Tabular List is of an older release. */
  addenda: Found<'tabular addenda'>[];
  /** Indexes and tables of this release. */
  books: Found<'index'>[];
  /** Where there is no Alphabetic Index of this release: an older one brought up to date. */
  rolled: Found<'rolled index'> | null;
  /** The index that the rolled one began with; its titles are more exact. */
  reference: Found<'index'> | null;
}

const BOOKS: readonly (readonly [IndexBook, string])[] = [
  ['index', 'Alphabetic Index'],
  ['external', 'external-cause index'],
  ['neoplasm', 'table of neoplasms'],
  ['drug', 'table of drugs and chemicals'],
];

/**
 * Picks from all files those of one release.
 * @param year fiscal year of the release
 * @throws UserError naming a file of another year, or two of a kind
 */
export function chooseCmFiles(order: Found<'order file'>, found: readonly Found[], year: number): CmFiles {
  const ofYear = <T extends Found>(file: T | null): T | null => {
    if (file && file.year !== null && file.year !== year) throw wrongYear(file, order, year);
    return file;
  };
  const books = BOOKS.map(([book]) => ofKind(found, 'index').filter((file) => file.book === book));
  const current = books.flatMap((files) => single(files.filter((file) => file.year === year)) ?? []);
  const older = books.flat().filter((file) => !current.includes(file));
  const hasIndex = current.some(({ book }) => book === 'index');
  const rolled = hasIndex ? null : ofYear(single(ofKind(found, 'rolled index')));
  const isReference = (file: Found<'index'>): boolean =>
    rolled !== null && file.book === 'index' && file.year !== null && file.year < year;
  for (const file of older) if (!isReference(file)) throw wrongYear(file, order, year);
  const tabular = single(ofKind(found, 'tabular list'));
  if (tabular && (tabular.year ?? year) > year) throw wrongYear(tabular, order, year);
  return {
    orderAddenda: ofYear(single(ofKind(found, 'order addenda'))),
    poaExempt: ofYear(single(ofKind(found, 'POA-exempt list'))),
    conversion: ofYear(single(ofKind(found, 'conversion table'))),
    // Payment years are calendar years, and their lists hold codes of two fiscal years.
    hccMapping: single(ofKind(found, 'HCC mapping')),
    hccLabels: single(ofKind(found, 'HCC labels')),
    tabular,
    addenda: tabular && tabular.year !== year ? ofKind(found, 'tabular addenda') : [],
    books: current,
    rolled,
    reference: single(older),
  };
}

function wrongYear(file: Found, order: Found, year: number): UserError {
  return new UserError(
    `${named(file)} is of the wrong year: the order file ${order.name} is for FY${year}.`,
    `Take it out, or put the file of FY${year} in its place.`,
  );
}

/** A line for each part of a release that no file is there for. */
export function missingParts(files: CmFiles, release: string): ReportLine[] {
  const books = new Set(files.books.map(({ book }) => book));
  if (files.rolled) books.add('index');
  const missing = [
    files.orderAddenda ?? 'order addenda (which codes are new, deleted or revised)',
    files.poaExempt ?? 'POA-exempt list',
    files.conversion ?? 'conversion table (since when codes are valid, and what they replace)',
    files.hccMapping ?? 'HCC mapping',
    files.tabular ?? 'Tabular List (chapters, blocks, notes and seventh characters)',
    ...BOOKS.filter(([book]) => !books.has(book)).map(([, title]) => title),
  ].filter((each) => typeof each === 'string');
  return missing.map((text) => ({
    source: release,
    place: '',
    text,
    reason: 'no file of this kind was given',
  }));
}
