import type Database from 'better-sqlite3';
import { UserError } from '../../errors.ts';
import type { IndexTables, TextTables } from './searchIndex.ts';

/** The search index of an open pack, ready to be read. */
export interface OpenIndex extends IndexTables {
  words: readonly string[];
  terms: readonly string[];
  /** What a short form or a word stands for, the likeliest first. */
  abbreviations: ReadonlyMap<string, readonly string[]>;
  synonyms: ReadonlyMap<string, readonly string[]>;
  translations: ReadonlyMap<string, readonly { word: string; probability: number }[]>;
}

const FLOATS = ['code.prior', 'phrase.weight', 'term.weight'] as const;
const BYTES = ['phrase.kind'] as const;
const WORDS = [
  'code.circumstances',
  'code.end',
  'code.title',
  'phrase.code',
  'phrase.start',
  'phrase.terms',
  'term.start',
  'term.phrases',
  'word.term',
  'word.letters',
  'cognate.hash',
  'cognate.word',
] as const;

/**
 * Reads the compiled search index from the pack's table `search`.
 * @throws UserError where a part of it is missing
 */
export function openIndex(database: Database.Database): OpenIndex {
  const blob = database.prepare('SELECT data FROM search WHERE name = ?').pluck();
  const bytes = (name: string): Uint8Array<ArrayBuffer> => {
    const data = blob.get(name) as Buffer<ArrayBuffer> | undefined;
    if (!data) {
      throw new UserError(
        `The catalogue pack has no search table ${name}.`,
        'Install the catalogue again, or compile it with "rubricator catalog build".',
      );
    }
    return data;
  };
  /** The bytes of a table where typed arrays can stand on them: a row's buffer need not be aligned. */
  const words = (name: string): [buffer: ArrayBuffer, offset: number, length: number] => {
    const data = bytes(name);
    const { buffer, byteOffset } = data.byteOffset % 4 === 0 ? data : new Uint8Array(data);
    return [buffer, byteOffset, data.byteLength / 4];
  };
  const text = (name: keyof TextTables): string => new TextDecoder().decode(bytes(name));
  const lines = (name: keyof TextTables): string[] => text(name).split('\n').filter(Boolean);
  const rewritings = (name: keyof TextTables): Map<string, string[]> => {
    const found = new Map<string, string[]>();
    for (const line of lines(name)) {
      const [typed = '', meant = ''] = line.split('\t');
      const meanings = found.get(typed);
      if (meanings) meanings.push(meant);
      else found.set(typed, [meant]);
    }
    return found;
  };
  const translations = new Map<string, { word: string; probability: number }[]>();
  for (const line of lines('translations')) {
    const [from = '', word = '', probability = ''] = line.split('\t');
    const known = translations.get(from);
    const translation = { word, probability: Number(probability) };
    if (known) known.push(translation);
    else translations.set(from, [translation]);
  }
  return {
    ...(Object.fromEntries([
      ...FLOATS.map((name) => [name, new Float32Array(...words(name))]),
      ...BYTES.map((name) => [name, bytes(name)]),
      ...WORDS.map((name) => [name, new Uint32Array(...words(name))]),
    ]) as IndexTables),
    words: lines('words'),
    terms: lines('terms'),
    abbreviations: rewritings('abbreviations'),
    synonyms: rewritings('synonyms'),
    translations,
  };
}

/** The first place in an ascending list that is not before `value`. */
export function lowerBound<T extends string | number>(list: ArrayLike<T>, value: T): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = list[middle];
    if (item !== undefined && item < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
