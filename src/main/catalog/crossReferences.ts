import { oneSpaced, splitParentheses } from './read/indexTerm.ts';
import type { IndexBook, IndexEntry, ReportLine } from './release.ts';

/** A line that a name can mean, and how far the name is from its title; 0 where they are the same. */
interface Named {
  position: number;
  distance: number;
}

type Names = Map<string, Named[]>;

/** A line that a reference leads to. */
interface Reached {
  position: number;
  /** How many parts of the reference lead no further. */
  left: number;
  /** How far the words of the reference are from those of the lines; 0 where they are the same. */
  distance: number;
}

/** Parts that stand for what the coder knows: "by site", "specified substance". */
const OPEN = /^(?:by|to|as)\b|^specific\b|^specified (?:substance|injury|drug)/iu;
/** What a reference to a table says of its columns rather than of its lines. */
const COLUMN =
  /^(?:malignant|benign|in situ|uncertain|unspecified behavior|primary|secondary|poisoning|adverse effect|underdosing|accident|categories)\b/iu;
/** References to the reader's knowledge and to codes; they name no line. */
const NO_LINE = /^(?:condition\b|(?:[Ss]ub)?[Cc]ategor(?:y|ies)\b|[A-Z]\d[\dA-Z](?![A-Za-z]))/u;
/** The book that a reference is to, where it names it. */
const BOOK =
  /^(?:table of (neoplasms)|table of (drugs)[^,]*|index to external (causes)[^,]*|index to diseases[^,]*),?\s*/iu;
/** Lines that only join what stands below them to the line above; references often leave them out. */
const JOINING = /^(?:with|without|due to|in|of|by|for|from|to|following|affecting|at|on|specified)\b/iu;
/** Words that decide nothing about which line is meant. */
const EMPTY = new Set(
  'with due to in of by for from and or on at the a as type site nec nos specified'.split(' '),
);

/** Between the words that a title has for the same thing: "Anomaly, anomalous". */
const PARTS = /,| or | and /u;

/** Puts the indexes and tables of a release one after the other; parents point to where they then stand. */
export function joinBooks(books: readonly (readonly IndexEntry[])[]): IndexEntry[] {
  const joined: IndexEntry[] = [];
  for (const entries of books) {
    const first = joined.length;
    for (const entry of entries) {
      joined.push({ ...entry, parent: entry.parent === null ? null : entry.parent + first });
    }
  }
  return joined;
}

/** The titles from the main term down to the entry at a position. */
export function pathOf(index: readonly IndexEntry[], position: number): string[] {
  const path: string[] = [];
  for (let at: number | null = position; at !== null;) {
    const { title, parent } = entryAt(index, at);
    path.unshift(title);
    at = parent;
  }
  return path;
}

/**
 * Sets `entry` of all cross references to the line they mean: "Epilepsy, generalized, specified NEC" is
 * the main term Epilepsy, below it generalized, below that specified NEC. Words may differ in case,
 * plural, hyphens, nonessential modifiers and NEC; a title with commas answers to each of its parts;
 * lines that only join, such as "with", may be left out; "by site" stands for any. Of main terms that
 * fit alike the one with most below it is meant. Failing that it is the line whose path holds all words
 * in any order with the fewest others, so that "Bite, superficial, ear" finds Bite > ear > superficial.
 * A reference of several ("Lipoma; Nevus") leads to the first that is found. What a reference says of
 * the columns of a table, "malignant" or "poisoning", is left to the reader.
 *
 * Where only the last part is not found, the reference leads to the line above it and is reported;
 * where more is missing it leads nowhere and is reported. Not reported are those that name no line:
 * "condition", codes, "by site", the table of drugs as a whole.
 *
 * @param index all books of a release, one after the other; changed in place
 */
export function resolveCrossReferences(index: IndexEntry[]): ReportLine[] {
  const lookup = lookupOf(index);
  const report: ReportLine[] = [];
  const known = new Map<string, Reached | 'none' | undefined>();
  for (const [position, { book, targets }] of index.entries()) {
    for (const target of targets) {
      if (target.kind !== 'see' && target.kind !== 'seeAlso') continue;
      const key = `${book}:${target.text}`;
      if (!known.has(key)) known.set(key, follow(lookup, target.text, book));
      const reached = known.get(key);
      if (reached === 'none') continue;
      if (reached && reached.left <= 1 && reached.position !== position) target.entry = reached.position;
      if (target.entry !== null && reached?.left === 0) continue;
      report.push({
        source: BOOK_NAMES[book],
        place: pathOf(index, position).join(' > '),
        text: `${target.kind === 'see' ? 'see' : 'see also'} ${target.text}`,
        reason:
          target.entry === null
            ? 'No line of the index is named so.'
            : `The last part was not found below ${pathOf(index, target.entry).join(' > ')}.`,
      });
    }
  }
  return report;
}

const BOOK_NAMES: Record<IndexBook, string> = {
  index: 'Alphabetic Index',
  external: 'External Cause of Injuries Index',
  neoplasm: 'Table of Neoplasms',
  drug: 'Table of Drugs and Chemicals',
};

/** The index as references are looked up in it: what stands below a line, and by which names. */
interface Lookup {
  index: readonly IndexEntry[];
  /** Below a line, or the main terms of a book. */
  children: Map<number | IndexBook, number[]>;
  /** Of the children, made when first asked for. */
  names: Map<number | IndexBook, Names>;
  words: Map<number, { needed: string[]; optional: string[] }>;
}

function lookupOf(index: readonly IndexEntry[]): Lookup {
  const children: Lookup['children'] = new Map();
  const size = new Map<number, number>();
  let main = 0;
  for (const [position, { book, parent }] of index.entries()) {
    entryOf(children, parent ?? book, () => []).push(position);
    if (parent === null) main = position;
    size.set(main, position - main);
  }
  // So that of main terms that fit alike, such as all that begin with "Fracture", the largest is found first.
  for (const [above, lines] of children) {
    if (typeof above === 'string') lines.sort((a, b) => (size.get(b) ?? 0) - (size.get(a) ?? 0));
  }
  return { index, children, names: new Map(), words: new Map() };
}

/** The children of a line, or the main terms of a book, that a name can mean. */
function named({ index, children, names }: Lookup, above: number | IndexBook, name: string): Named[] {
  const known = entryOf(names, above, () => {
    const made: Names = new Map();
    for (const position of children.get(above) ?? []) {
      for (const [name, distance] of namesOf(entryAt(index, position).title)) {
        entryOf(made, name, () => []).push({ position, distance });
      }
    }
    return made;
  });
  return known.get(name) ?? [];
}

/** Where a reference made in a book leads; 'none' where it names no line. */
function follow(lookup: Lookup, text: string, from: IndexBook): Reached | 'none' | undefined {
  const [prefix = '', neoplasms, drugs, causes] = BOOK.exec(text) ?? [];
  const asked = (neoplasms === undefined ? '' : 'Neoplasm, ') + text.slice(prefix.length);
  if (NO_LINE.test(asked)) return 'none';
  const books: IndexBook[] = drugs ? ['drug'] : [from, 'index', 'external', 'neoplasm', 'drug'];
  const table = drugs !== undefined || /^neoplasm/iu.test(asked);
  if (causes) books.unshift('external');
  else if (table && !drugs) books.unshift('neoplasm');
  else if (prefix && !drugs) books.unshift('index');

  const ways = [asked, ...asked.split(/;\s*|,?\s+(?:or|and)\s+(?=\p{Lu})/u)]
    .map(partsOf)
    .map((parts) => (table ? parts.filter((part) => !COLUMN.test(part)) : parts));
  if (ways.every((parts) => parts.every((part) => OPEN.test(part)))) return 'none';
  let best: Reached | undefined;
  for (const find of [descend, cover]) {
    for (const parts of ways) {
      for (const book of new Set(books)) {
        if (best?.left !== 0) best = nearer(best, find(lookup, book, parts));
      }
    }
  }
  return best;
}

/** Down from a line, or from a book's main terms, by the parts of a reference, each naming one line or several one. */
function descend(lookup: Lookup, above: number | IndexBook, parts: readonly string[]): Reached | undefined {
  let best: Reached | undefined;
  for (let count = parts.length; count > 0; count--) {
    const rest = parts.slice(count);
    for (const [name, wide] of namesOf(parts.slice(0, count).join(', '), true)) {
      for (const { position, distance } of named(lookup, above, name)) {
        const further = rest.length > 0 ? descend(lookup, position, rest) : undefined;
        best = nearer(best, {
          position: further?.position ?? position,
          left: further?.left ?? rest.filter((part) => !OPEN.test(part)).length,
          distance: wide + distance + (further?.distance ?? 0),
        });
      }
    }
  }
  if (best?.left === 0 || typeof above === 'string') return best;
  for (const step of lookup.children.get(above) ?? []) {
    if (!JOINING.test(entryAt(lookup.index, step).title)) continue;
    const reached = descend(lookup, step, parts);
    if (reached) best = nearer(best, { ...reached, distance: reached.distance + 1 });
  }
  return best;
}

/** The line of a book whose path holds all words of a reference, whatever their order. */
function cover(lookup: Lookup, book: IndexBook, parts: readonly string[]): Reached | undefined {
  const { index } = lookup;
  const words = wordsOf(parts.filter((part) => !OPEN.test(part)).join(' '));
  if (words.length === 0) return undefined;
  const first = folded(parts[0] ?? '');
  let best: Reached | undefined;
  for (const name of new Set([first, ...words])) {
    for (const { position: main } of named(lookup, book, name)) {
      // Parents stand before their children, so a main term's lines follow it up to the next.
      const paths: Lookup['words'] = new Map();
      for (let at = main; at === main || (index[at]?.parent ?? null) !== null; at++) {
        const { parent, title, modifiers } = entryAt(index, at);
        const above = parent === null ? undefined : paths.get(parent);
        const own = entryOf(lookup.words, at, () => ({
          needed: wordsOf(splitParentheses(title).outside),
          optional: wordsOf(modifiers),
        }));
        const needed = [...(above?.needed ?? []), ...own.needed];
        const optional = [...(above?.optional ?? []), ...own.optional];
        paths.set(at, { needed, optional });
        // A main term other than the one that the reference names must have all words in its own.
        const among = name === first ? [...needed, ...optional] : needed;
        if (!words.every((word) => among.some((other) => akin(word, other)))) continue;
        const extra = needed.filter((other) => !words.some((word) => akin(word, other))).length;
        best = nearer(best, { position: at, left: 0, distance: 10 + extra + (name === first ? 0 : 5) });
      }
    }
  }
  return best;
}

/** The better of two; the first where they are alike. */
function nearer(one: Reached | undefined, other: Reached | undefined): Reached | undefined {
  if (!one || !other) return one ?? other;
  return other.left < one.left || (other.left === one.left && other.distance < one.distance) ? other : one;
}

/** The parts of a reference, without what is in parentheses and without codes. */
function partsOf(text: string): string[] {
  return splitParentheses(text)
    .outside.replace(/^also,? | [A-Z]\d[\dA-Z]\.[\dA-Z]+-?$/giu, '')
    .replace(/\s(?=by (?:type|site)\b)/giu, ', ')
    .split(/,\s*/u)
    .map((part) => oneSpaced(part))
    .filter((part) => part !== '');
}

/** The folded names that a title, or some parts of a reference, can stand for; nearest first. */
function namesOf(title: string, whole = false): Map<string, number> {
  const { outside } = splitParentheses(title);
  const names = new Map<string, number>();
  const add = (text: string, distance: number): void => {
    const name = folded(text);
    if (name !== '' && !names.has(name)) names.set(name, distance);
  };
  add(outside, 0);
  const opened = title.replace(/[()]/gu, ' ');
  add(opened, 1);
  add(outside.replace(/\b(?:NEC|NOS)\b/gu, ''), 1);
  if (whole) return names;
  for (const [at, part] of outside.split(PARTS).entries()) add(part, at === 0 ? 2 : 3);
  for (const part of opened.split(PARTS)) add(part, 4);
  return names;
}

/** Without case, accents, hyphens, possessive and plural endings. */
function folded(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{M}|['’]s?\b|\./gu, '')
    .split(/[^\p{L}\p{N}+]+/u)
    .map((word) => (word.length > 3 ? word.replace(/(?<![sui])s$/u, '') : word))
    .filter((word) => word !== '')
    .join(' ');
}

/** The words that tell lines apart. */
function wordsOf(text: string): string[] {
  return folded(text)
    .split(' ')
    .filter((word) => word !== '' && !EMPTY.has(word));
}

/** Whether two words differ at most in their endings: retina and retinal, artery and arterial. */
function akin(one: string, other: string): boolean {
  if (one === other) return true;
  let common = 0;
  while (common < one.length && one[common] === other[common]) common++;
  return common >= 5 && Math.max(one.length, other.length) - common <= 3;
}

function entryAt(index: readonly IndexEntry[], position: number): IndexEntry {
  const entry = index[position];
  if (!entry) throw new RangeError(`the index has no entry ${position}`);
  return entry;
}

/** The value of a key, made and put there where it has none. */
function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
