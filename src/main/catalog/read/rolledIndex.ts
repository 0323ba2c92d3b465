import { UserError } from '../../errors.ts';
import type { IndexEntry, IndexTarget, ReportLine } from '../release.ts';
import {
  crossReference,
  type HasCode,
  readTerm,
  rowNamed,
  splitParentheses,
  type Term,
} from './indexTerm.ts';
import { ENDING, namesNoRow, printedTitle, targetOf } from './indexXml.ts';
import { childOf, childrenOf, type XmlElement } from './xml.ts';

/** A line of the index while it is put together. */
interface Line {
  term: Term;
  /** Whether its title is as printed, modifiers in place; else it has none yet. */
  printed: boolean;
  /** The modifiers of its path, its own last, where a row of the file told. */
  aggregate: string[] | undefined;
  /** The releases, as in the file, that its title and its targets are from; '' where none told yet. */
  titled: string;
  since: string;
  targets: IndexTarget[];
  children: Line[];
  /** The children by the words outside of parentheses. */
  byWords: Map<string, Line[]>;
}

const HEADER = 'term_path\tnonessential_modifiers\ttarget\tkind\tsince\tcode_nodot\tstatus_fy2026';
const KINDS = new Map<string, IndexTarget['kind']>([
  ['see', 'see'],
  ['seeAlso', 'seeAlso'],
  ['code', 'code'],
  ['manif', 'manifestation'],
]);
/** The book itself goes no deeper than nine lines below a main term. */
const DEEPEST = 20;
/** As the book prints what stands at one line. */
const ORDER: IndexTarget['kind'][] = ['see', 'seeAlso', 'code', 'manifestation'];
/** Months from the beginning of the fiscal year to the release; those without a month are of October. */
const MONTHS = new Map([
  ['', 0],
  ['Jan', 3],
  ['Apr', 6],
]);
const collator = new Intl.Collator('en', { numeric: true });

/**
 * Reads an Alphabetic Index that was rolled forward from an older edition with the yearly addenda: a
 * table of paths and targets, in which the rows of the old edition stand first. They have lost where in
 * a title its nonessential modifiers stand; the old edition's own XML, where given, tells it, and also
 * the order of the lines and the references to categories that the table leaves out. Newer lines are put
 * in as the book sorts: "with" first (Official Guidelines, section I.A.15), the others by alphabet.
 *
 * @param source name of the file, for messages and the report
 * @param has whether the list of codes has a row; what names none has no code and is reported
 * @param reference the XML of the old edition
 * @returns the entries, positions counted from the first of them
 * @throws UserError where a line is not as the header says
 */
export function readRolledIndex(
  tsv: string,
  source: string,
  has: HasCode,
  reference?: XmlElement,
): { entries: IndexEntry[]; report: ReportLine[] } {
  const refuse = (line: number, reason: string): UserError =>
    new UserError(`${source}, line ${line}: ${reason}.`, 'Get the file again from where it came from.');
  const [header, ...rows] = tsv.replace(/^\uFEFF/u, '').split(/\r?\n/u);
  if (header !== HEADER) throw refuse(1, 'the columns are not those of a rolled index');

  const root = lineOf({ title: '', modifiers: [], references: [] }, false);
  const report: ReportLine[] = [];
  const oldest = rows[0]?.split('\t')[4] ?? '';
  if (reference) seed(root, reference, has);
  for (const [index, row] of rows.entries()) {
    if (row === '') continue;
    const columns = row.split('\t');
    const [path = '', modifiers = '', text = '', kindName = '', since = ''] = columns;
    const segments = path.split(' > ');
    const kind = KINDS.get(kindName);
    if (columns.length !== 7 || path === '' || text === '') throw refuse(index + 2, 'a column is missing');
    if (!kind) throw refuse(index + 2, `"${kindName}" is no kind of target`);
    if (segments.length > DEEPEST) throw refuse(index + 2, `the path has more than ${DEEPEST} lines`);
    if (!/^\d{4}(-(Jan|Apr))?$/u.test(since)) throw refuse(index + 2, `"${since}" is no release`);
    let line = root;
    for (const segment of segments) line = lineFor(line, segment, since, oldest);
    if (since === oldest) line.aggregate ??= splitParentheses(modifiers).inside;
    const target: IndexTarget =
      kind === 'see' || kind === 'seeAlso'
        ? crossReference(kind, text, has)
        : { kind, text, code: rowNamed(text, has), column: null, entry: null };
    addTarget(line, target, since);
    if (namesNoRow(target)) {
      const place = `line ${index + 2}`;
      report.push({ source, place, text: `${path}: ${text}`, reason: `The list of codes has no ${text}.` });
    }
  }
  if (!prune(root)) throw refuse(2, 'it has no rows');
  placeModifiers(root, []);
  const entries: IndexEntry[] = [];
  flatten(root, null, oldest, has, entries);
  return { entries, report };
}

function lineOf(term: Term, printed: boolean): Line {
  return {
    term,
    printed,
    aggregate: undefined,
    titled: '',
    since: '',
    targets: [],
    children: [],
    byWords: new Map(),
  };
}

/** What a line is found by below its parent: its words without parentheses, spaces and case. */
function wordsOf(title: string): string {
  const outside = title.includes('(') ? splitParentheses(title).outside : title;
  return outside.replace(/ /gu, '').toLowerCase();
}

function insert(parent: Line, child: Line, at: number, names: ReadonlySet<string>): void {
  parent.children.splice(at, 0, child);
  for (const words of names) parent.byWords.set(words, [...(parent.byWords.get(words) ?? []), child]);
}

/** All lines of the old edition; of their targets only those that the table leaves out. */
function seed(root: Line, reference: XmlElement, has: HasCode): void {
  const grow = (parent: Line, element: XmlElement): void => {
    const printed = childOf(element, 'title');
    if (!printed) return;
    const term = readTerm(printedTitle(printed));
    // The table names a line by what is no modifier in the XML, where some modifiers have words between
    // their parentheses: "and (on) chronic (congestive)" is "and".
    const bare = printed.children.filter((child) => typeof child === 'string').join('');
    const words = wordsOf(bare.replace(/\s+/gu, ' '));
    const known = parent.byWords.get(words)?.[0];
    const line = known ?? lineOf(term, true);
    if (!known) insert(parent, line, parent.children.length, new Set([words, wordsOf(term.title)]));
    for (const child of childrenOf(element)) {
      const target = child.name === 'seecat' || child.name === 'subcat' ? targetOf(child, has) : undefined;
      if (target?.code) line.targets.push(target);
      if (child.name === 'term') grow(line, child);
    }
  };
  for (const letter of childrenOf(reference, 'letter')) {
    for (const term of childrenOf(letter, 'mainTerm')) grow(root, term);
  }
}

/** The line below `parent` that a segment of a path means; made where there is none yet. */
function lineFor(parent: Line, segment: string, since: string, oldest: string): Line {
  // A line of the newer editions may end with its own code, and a note may stand for the line it is printed at.
  const term = readTerm(segment.replace(/ [A-Z]\d[\dA-Z]\.[\dA-Z]*-?$/u, ''));
  const words = wordsOf(term.title);
  const known = parent.byWords.get(words) ?? noted(parent, segment);
  const modifiers = term.modifiers.join(' ');
  // What differs in its parentheses within one edition is another line: the phenotypes Fy (a-b+) and Fy (a+b-).
  const line =
    known.find((line) => line.term.modifiers.join(' ') === modifiers) ??
    known.find((line) => modifiers === '' || line.titled !== since);
  if (!line) {
    const made = { ...lineOf(term, since !== oldest), titled: since };
    const at = since === oldest ? parent.children.length : placeFor(parent, term.title);
    insert(parent, made, at, new Set([words]));
    return made;
  }
  if (since !== oldest && words === wordsOf(line.term.title) && later(line.titled, since) === since) {
    if (modifiers !== '' && term.title !== line.term.title) {
      line.term.title = term.title;
      line.term.modifiers = term.modifiers;
      line.titled = since;
      line.printed = true;
    }
    if (term.references.length > 0) line.term.references = term.references;
  }
  return line;
}

/** The line that a note in a path is about: its first words name it. */
function noted(parent: Line, segment: string): Line[] {
  if (!segment.startsWith('Note:')) return [];
  const note = wordsOf(segment.slice('Note:'.length));
  return parent.children
    .filter(({ term }) => note.startsWith(wordsOf(term.title)))
    .sort((a, b) => b.term.title.length - a.term.title.length);
}

/** Where a new line stands among its siblings: after the last that sorts before it. */
function placeFor(parent: Line, title: string): number {
  const rank = (text: string): number => (/^with\b/iu.test(text) ? 0 : 1);
  return (
    1 +
    parent.children.findLastIndex(({ term }) => {
      const ranks = rank(term.title) - rank(title);
      return ranks < 0 || (ranks === 0 && collator.compare(term.title, title) <= 0);
    })
  );
}

function addTarget(line: Line, target: IndexTarget, since: string): void {
  // The file knows the line: what the old edition has there it would have too.
  if (line.since === '') line.targets = [];
  line.since = later(line.since, since);
  // A header printed without a dash in one edition and with it in the next is one target.
  const isCode = target.code !== null && (target.kind === 'code' || target.kind === 'manifestation');
  const same = line.targets.findIndex(
    ({ kind, code, text }) =>
      kind === target.kind && (text === target.text || (isCode && code === target.code)),
  );
  if (same < 0) line.targets.push(target);
  else line.targets[same] = target;
}

function later(one: string, other: string): string {
  const months = (release: string): number => {
    const [year, month = ''] = release.split('-');
    return Number(year) * 12 + (MONTHS.get(month) ?? 0);
  };
  return months(one) > months(other) ? one : other;
}

/** Removes the lines that lead nowhere, with nothing below them; tells whether anything remains. */
function prune(line: Line): boolean {
  line.children = line.children.filter(prune);
  return line.children.length > 0 || line.targets.length > 0;
}

/** Gives each line without a printed title what its path has more of modifiers than the path above it. */
function placeModifiers(line: Line, above: readonly string[]): void {
  for (const child of line.children) {
    const { term } = child;
    if (!child.printed) {
      term.modifiers = (aggregateOf(child) ?? []).slice(above.length);
      const modifiers = term.modifiers.join(' ');
      if (modifiers !== '') term.title += (ENDING.test(modifiers) ? '' : ' ') + modifiers;
    }
    placeModifiers(child, child.aggregate ?? [...above, ...term.modifiers]);
  }
}

/** The modifiers of a line's path; without a row of its own, those that all paths below it begin with. */
function aggregateOf(line: Line): string[] | undefined {
  if (line.aggregate) return line.aggregate;
  const below = line.children.filter(({ printed }) => !printed).map(aggregateOf);
  return below
    .filter((modifiers) => modifiers !== undefined)
    .reduce<string[] | undefined>((common, modifiers) => {
      if (!common) return modifiers;
      const end = common.findIndex((modifier, at) => modifier !== modifiers[at]);
      return end < 0 ? common : common.slice(0, end);
    }, undefined);
}

function flatten(
  line: Line,
  position: number | null,
  oldest: string,
  has: HasCode,
  into: IndexEntry[],
): void {
  for (const child of line.children) {
    const { term, targets, since, titled } = child;
    const crossed = targets.some(({ kind }) => kind === 'see' || kind === 'seeAlso');
    const printed = crossed ? [] : term.references.map(({ kind, text }) => crossReference(kind, text, has));
    const length = into.push({
      book: 'index',
      parent: position,
      title: term.title,
      modifiers: term.modifiers.join(' '),
      targets: [...printed, ...targets].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind)),
      since: `FY${since || titled || oldest}`,
    });
    flatten(child, length - 1, oldest, has, into);
  }
}
