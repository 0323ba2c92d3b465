/**
 * The Tabular List of ICD-10-CM as its authority publishes it (icd10cm_tabular.xsd): chapters,
 * blocks, categories, and every note that stands at one of them.
 */
import { UserError } from '../../errors.ts';
import type { Block, Note, NoteKind, SeventhCharacter } from '../release.ts';
import { childOf, childrenOf, textOf, type XmlElement } from './xml.ts';

export interface TabularList {
  /** The release whose list this is, such as FY2021. */
  release: string;
  /** Chapters and blocks in the order of the book. */
  blocks: Block[];
  /** Three-character category → the innermost block it stands in. */
  blockOf: Map<string, string>;
  /** Code → title, billable codes and headers, without those that only a seventh character makes. */
  titles: Map<string, string>;
  /** In the order of the book. */
  notes: Note[];
  sevenths: SeventhCharacter[];
}

const KINDS: Readonly<Record<string, NoteKind>> = {
  inclusionTerm: 'inclusionTerm',
  includes: 'includes',
  excludes1: 'excludes1',
  excludes2: 'excludes2',
  codeFirst: 'codeFirst',
  useAdditionalCode: 'useAdditional',
  codeAlso: 'codeAlso',
  notes: 'note',
  sevenChrNote: 'sevenChr',
};

/**
 * Reads a whole Tabular List. The text of a note stands without the words that its kind implies
 * ("Use Additional"), as the file has it.
 *
 * @param release what its notes are confirmed by, such as FY2021
 * @throws UserError where the document is not a Tabular List
 */
export function readTabular(root: XmlElement, release: string): TabularList {
  const chapters = childrenOf(root, 'chapter');
  if (root.name !== 'ICD10CM.tabular' || chapters.length === 0) {
    throw new UserError(
      `The XML file is not a Tabular List: its outermost element is <${root.name}> with ${chapters.length} chapters.`,
      'Choose the file icd10cm-tabular-….xml from the ICD-10-CM release.',
    );
  }
  const list: TabularList = {
    release,
    blocks: [],
    blockOf: new Map(),
    titles: new Map(),
    notes: [],
    sevenths: [],
  };
  for (const chapter of chapters) {
    const id = `CH${nameOf(chapter)}`;
    list.blocks.push({ id, kind: 'chapter', title: titleOf(chapter), parent: null });
    readNotes(list, chapter, id);
    const before: string[] = [];
    for (const section of childrenOf(chapter, 'section')) {
      const title = titleOf(section);
      const block = blockId(section.attributes['id'] ?? rangeOf(title) ?? '');
      list.blocks.push({
        id: block,
        kind: 'block',
        title: withoutRange(title),
        parent: enclosing(block, before) ?? id,
      });
      before.push(block);
      readNotes(list, section, block);
      for (const category of childrenOf(section, 'diag')) {
        list.blockOf.set(nameOf(category), block);
        readDiagnosis(list, category);
      }
    }
  }
  return list;
}

function readDiagnosis(list: TabularList, diagnosis: XmlElement): void {
  const code = nameOf(diagnosis);
  list.titles.set(code, titleOf(diagnosis));
  readNotes(list, diagnosis, code);
  for (const below of childrenOf(diagnosis, 'diag')) readDiagnosis(list, below);
}

/** Notes directly at an element, not those of what stands below it. */
function readNotes(list: TabularList, element: XmlElement, owner: string): void {
  for (const child of childrenOf(element)) {
    const kind = KINDS[child.name];
    if (kind) {
      for (const note of childrenOf(child, 'note')) {
        list.notes.push({ owner, kind, text: textOf(note), confirmed: list.release });
      }
    } else if (child.name === 'sevenChrDef') {
      readSevenths(list, child, owner);
    } else if (child.name === 'visualImpairment') {
      for (const text of visualImpairment(child)) {
        list.notes.push({ owner, kind: 'note', text, confirmed: list.release });
      }
    }
  }
}

/** A note after a character gives a further meaning of it: "initial encounter for open fracture NOS". */
function readSevenths(list: TabularList, definitions: XmlElement, owner: string): void {
  for (const child of childrenOf(definitions)) {
    const last = list.sevenths.at(-1);
    if (child.name === 'extension') {
      list.sevenths.push({
        owner,
        character: child.attributes['char'] ?? '',
        meaning: textOf(child),
        confirmed: list.release,
      });
    } else if (last?.owner === owner) {
      last.meaning += `; ${textOf(child)}`;
    }
  }
}

/** The table of visual impairment (category H54), a line for each of its categories. */
function visualImpairment(table: XmlElement): string[] {
  const [headings, ...categories] = childrenOf(table, 'visCategory');
  if (!headings) return [];
  const text = (element: XmlElement | undefined): string => (element ? textOf(element) : '');
  const range = childOf(headings, 'visRange');
  const [category, acuity, less, better] = [
    text(childOf(headings, 'heading')),
    text(range && childOf(range, 'heading')),
    text(range && childOf(range, 'visMax')),
    text(range && childOf(range, 'visMin')),
  ].map((heading) => heading.replace(/:$/, ''));
  return categories.map((row) => {
    const ranges = childrenOf(row, 'visRange');
    const values = (name: string): string =>
      ranges
        .map((each) => text(childOf(each, name)))
        .filter(Boolean)
        .join(', ');
    const [most, least] = [values('visMax'), values('visMin')];
    const bounds =
      most !== '' && least === '' && !/^\d/.test(most)
        ? most
        : [most && `${less?.toLowerCase()} ${most}`, least && `${better?.toLowerCase()} ${least}`]
            .filter(Boolean)
            .join('; ');
    return `${category} ${text(childOf(row, 'value'))}. ${acuity}: ${bounds}`;
  });
}

function nameOf(element: XmlElement): string {
  const name = childOf(element, 'name');
  return name ? textOf(name) : '';
}

function titleOf(element: XmlElement): string {
  const title = childOf(element, 'desc');
  return title ? textOf(title) : '';
}

/** A block of one category is named as a range too, C50-C50, so that it is not taken for the category C50. */
export function blockId(codes: string): string {
  return codes.includes('-') ? codes : `${codes}-${codes}`;
}

/** The block that the codes at the end of a title name: A00-A09 of "Intestinal infectious diseases (A00-A09)", C7A-C7A of "… (C7A)". */
export function rangeOf(title: string): string | undefined {
  const codes = /\(((?:[A-Z]\d[0-9A-Z]|[A-Z]{2}\d)(?:-(?:[A-Z]\d[0-9A-Z]|[A-Z]{2}\d))?)\)$/.exec(title)?.[1];
  return codes === undefined ? undefined : blockId(codes);
}

/** A block's title without the codes at its end, which its id says. */
export function withoutRange(title: string): string {
  return rangeOf(title) === undefined ? title : title.slice(0, title.lastIndexOf('(')).trimEnd();
}

/**
 * The innermost block around one, which the file lists side by side: ranges nest. Of those with
 * equal claim it is the last.
 *
 * @param before the blocks that stand before it in the book (C7A stands before C76-C80, not in it)
 */
export function enclosing(id: string, before: readonly string[]): string | undefined {
  const [first, last] = ends(id);
  return before.findLast((other) => {
    const [from, to] = ends(other);
    return from <= first && to >= last;
  });
}

function ends(id: string): [first: string, last: string] {
  const [first = id, last = first] = id.split('-');
  return [first, last];
}
