import { UserError } from '../../errors.ts';
import type { IndexBook, IndexEntry, IndexTarget, ReportLine, TableColumn } from '../release.ts';
import { crossReference, type HasCode, oneSpaced, readTerm, rowNamed } from './indexTerm.ts';
import { childOf, childrenOf, textOf, type XmlElement } from './xml.ts';

/** An index or table as read from one file; positions count from the first of its own entries. */
export interface IndexRead {
  book: IndexBook;
  entries: IndexEntry[];
  /** Headings from the second column; empty for the two indexes without columns. */
  columns: TableColumn[];
  report: ReportLine[];
}

/** Endings of a word in parentheses: they are printed against it, all other modifiers after a space. */
export const ENDING = /^\((?:e?s|a?e|a|o|l|c|r|ry)\)/u;

/**
 * Reads the official XML of the Alphabetic Index, the external-cause index, the table of neoplasms or
 * the table of drugs and chemicals; which of them it is, is seen from its headings.
 * Source: icd10cm_index.xsd and icd10cm_drug_neoplasm.xsd, published with the files.
 *
 * @param source name of the file, for messages and the report
 * @param release such as FY2026
 * @param has whether the list of codes has a row; what names none has no code and is reported
 * @throws UserError where the document is no index, or an addendum to one
 */
export function readIndexXml(root: XmlElement, source: string, release: string, has: HasCode): IndexRead {
  const refuse = (reason: string): UserError =>
    new UserError(
      `${source} is not a usable index of ICD-10-CM: ${reason}.`,
      'Choose the XML file of the whole index or table of one release, as published with the code lists.',
    );
  if (root.name !== 'ICD10CM.index' && root.name !== 'ICD10CM.table') {
    throw refuse(`it begins with <${root.name}>`);
  }
  if (root.attributes['isAddenda'] === 'true') throw refuse('it holds changes to an index, not an index');
  const heads = childrenOf(childOf(root, 'indexHeading') ?? root, 'head');
  const book = bookOf(heads, childOf(root, 'title'));
  const columns: TableColumn[] = [];
  if (book === 'neoplasm' || book === 'drug') {
    for (const head of heads.slice(1)) {
      columns.push({ book, column: Number(head.attributes['col']), heading: textOf(head) });
    }
  }

  const entries: IndexEntry[] = [];
  const report: ReportLine[] = [];
  const read = (element: XmlElement, parent: number | null): void => {
    const printed = childOf(element, 'title');
    if (!printed) throw refuse(`it has a term without a title in line ${element.line}`);
    const term = readTerm(printedTitle(printed));
    const targets = term.references.map(({ kind, text }) => crossReference(kind, text, has));
    for (const child of childrenOf(element)) {
      const target = targetOf(child, has);
      if (!target || target.text === '') continue;
      targets.push(target);
      if (namesNoRow(target)) {
        report.push({
          source,
          place: `line ${child.line}`,
          text: `${term.title}: ${target.text}`,
          reason: `The list of codes has no ${target.text}.`,
        });
      }
    }
    const { title, modifiers } = term;
    const position = entries.push({
      book,
      parent,
      title,
      modifiers: modifiers.join(' '),
      targets,
      since: release,
    });
    for (const child of childrenOf(element, 'term')) read(child, position - 1);
  };
  for (const letter of childrenOf(root, 'letter')) {
    for (const term of childrenOf(letter, 'mainTerm')) read(term, null);
  }
  if (entries.length === 0) throw refuse('it has no terms');
  return { book, entries, columns, report };
}

/** The words of a line as the book prints them; the files leave out the space before a modifier. */
export function printedTitle(title: XmlElement): string {
  let text = '';
  for (const child of title.children) {
    const words = typeof child === 'string' ? child : textOf(child);
    const apart = typeof child !== 'string' && !/[\s-]$/u.test(text) && !ENDING.test(words);
    text += (apart ? ' ' : '') + words;
  }
  return oneSpaced(text);
}

/** A code that is printed but not in the list; a dash alone says that there is none. */
export function namesNoRow({ kind, text, code }: IndexTarget): boolean {
  return (kind === 'code' || kind === 'manifestation') && code === null && !/^-+$/u.test(text);
}

/** What stands below `seecat` and `subcat`: the book prints "see category M01". */
export function targetOf(element: XmlElement, has: HasCode): IndexTarget | undefined {
  const text = textOf(element);
  const row = { text, code: rowNamed(text, has), column: null, entry: null };
  switch (element.name) {
    case 'see':
    case 'seeAlso':
      return crossReference(element.name, text, has);
    case 'seecat':
      return crossReference('see', `category ${text}`, has);
    case 'subcat':
      return crossReference('see', `subcategory ${text}`, has);
    case 'code':
      return { kind: 'code', ...row };
    case 'manif':
      return { kind: 'manifestation', ...row };
    case 'cell':
      return { kind: 'code', ...row, column: Number(element.attributes['col']) };
    default:
      return undefined;
  }
}

function bookOf(heads: readonly XmlElement[], title: XmlElement | undefined): IndexBook {
  if (heads[0]) return /neoplasm/iu.test(textOf(heads[0])) ? 'neoplasm' : 'drug';
  return title && /external/iu.test(textOf(title)) ? 'external' : 'index';
}
