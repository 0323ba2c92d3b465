import type Database from 'better-sqlite3';
import type { Phrase } from '../pack.ts';
import type { CodeRow } from '../release.ts';
import { wordHashes, type WordVectors } from './wordVectors.ts';

/**
 * What has vectors, in the order in which one of two like phrases is kept. The tables of drugs and
 * neoplasms are left out: the titles of their codes say the same.
 */
const KINDS: readonly Phrase['kind'][] = ['title', 'inclusion', 'synonym', 'index', 'external'];
/** A phrase whose cosine with another one of its concept is this or more adds little. */
const SAME = 0.65;
/** So does a concept's fifth phrase. */
const MOST = 4;
/** A component of a vector of length 1 as an 8-bit integer; in 128 dimensions hardly one is beyond ±0.5. */
const SCALE = 254;
/**
 * Chosen on the tune half of test/bench/meaning.ts: of what lies above, seven lay phrases in ten have a
 * right code among the first ten; higher floors lose more right answers than wrong ones.
 */
export const FLOOR = 0.45;

const TABLES = [
  'meaning.hash',
  'meaning.vectors',
  'meaning.phrases',
  'meaning.starts',
  'meaning.codes',
  'meaning.words',
] as const;

/** A code near a query in meaning. */
export interface MeaningHit {
  code: string;
  /** Cosine of the query and the phrase, up to 1. */
  similarity: number;
  /** The nearest phrase that leads to it, by its identifier in the pack's table of phrases. */
  phrase: number;
}

/**
 * Compiles what the search by meaning reads. Codes that only side or seventh character tell apart are
 * one concept, reached under the code that leaves these open; each of a concept's phrases that is
 * unlike the others has a vector.
 *
 * @param phrases of the release, in the order in which the pack's table numbers them from 1
 * @returns blobs for the pack's table `search`, by name; the same for the same input
 */
export function buildMeaningTables(
  vectors: WordVectors,
  codes: readonly Pick<CodeRow, 'code' | 'title' | 'billable'>[],
  phrases: readonly Phrase[],
): Map<string, Uint8Array> {
  const conceptOf = conceptsOf(codes);
  const concepts = new Map<string, { vectors: Float32Array[]; phrases: number[] }>();
  for (const kind of KINDS) {
    phrases.forEach((phrase, position) => {
      if (phrase.kind !== kind) return;
      const concept = conceptOf(phrase.code);
      const known = concept === undefined ? undefined : concepts.get(concept);
      if (concept === undefined || known?.vectors.length === MOST) return;
      // Nonessential modifiers stand in parentheses and are not what the term means.
      const vector = vectors.of(phrase.text.replace(/\([^)]*\)/g, ' '));
      if (vector === null) return;
      if (!known) concepts.set(concept, { vectors: [vector], phrases: [position + 1] });
      else if (known.vectors.every((other) => dot(other, vector) < SAME)) {
        known.vectors.push(vector);
        known.phrases.push(position + 1);
      }
    });
  }
  const all = [...concepts.values()];
  const starts = [0];
  for (const own of all) starts.push((starts.at(-1) ?? 0) + own.vectors.length);
  const packed = new Int8Array((starts.at(-1) ?? 0) * vectors.width);
  all
    .flatMap((own) => own.vectors)
    .forEach((vector, row) => packed.set(toIntegers(vector), row * vectors.width));
  const tables: Record<(typeof TABLES)[number], Uint8Array> = {
    'meaning.hash': vectors.hash,
    'meaning.vectors': bytesOf(packed),
    'meaning.phrases': bytesOf(Uint32Array.from(all.flatMap((own) => own.phrases))),
    'meaning.starts': bytesOf(Uint32Array.from(starts)),
    'meaning.codes': new TextEncoder().encode([...concepts.keys()].join('\n')),
    'meaning.words': bytesOf(
      Uint32Array.from(new Set(phrases.flatMap(({ text }) => wordHashes(text)))).sort(),
    ),
  };
  return new Map(Object.entries(tables));
}

/** Finds codes by likeness of meaning, for queries whose words no code has. */
export class MeaningSearch {
  readonly #vectors: WordVectors;
  /** By concept, the code that stands for it. */
  readonly #codes: readonly string[];
  /** By concept, and one more: where its vectors begin. */
  readonly #starts: Uint32Array;
  readonly #phrases: Uint32Array;
  readonly #packed: Int8Array;
  /** Of every word of the book, its hash. */
  readonly #words: ReadonlySet<number>;

  private constructor(vectors: WordVectors, table: (name: (typeof TABLES)[number]) => Uint8Array) {
    this.#vectors = vectors;
    this.#codes = new TextDecoder().decode(table('meaning.codes')).split('\n');
    // Typed arrays ask for aligned bytes, which a row's buffer need not be.
    this.#starts = new Uint32Array(new Uint8Array(table('meaning.starts')).buffer);
    this.#phrases = new Uint32Array(new Uint8Array(table('meaning.phrases')).buffer);
    this.#packed = new Int8Array(new Uint8Array(table('meaning.vectors')).buffer);
    this.#words = new Set(new Uint32Array(new Uint8Array(table('meaning.words')).buffer));
  }

  /** Over an open catalogue pack; null where it was compiled without these word vectors. */
  static open(database: Database.Database, vectors: WordVectors): MeaningSearch | null {
    const blob = database.prepare('SELECT data FROM search WHERE name = ?').pluck();
    const tables = new Map(TABLES.map((name) => [name, blob.get(name) as Buffer | undefined]));
    if (!tables.get('meaning.hash')?.equals(vectors.hash)) return null;
    return new MeaningSearch(vectors, (name) => tables.get(name) ?? new Uint8Array());
  }

  /**
   * The codes nearest in meaning, nearest first; none where nothing is near, or the book has none of
   * the words: the parts of an unknown word are near something by chance.
   * @param floor the least cosine of an answer
   */
  search(query: string, limit: number, floor = FLOOR): MeaningHit[] {
    const vector = this.#vectors.of(query);
    if (vector === null || !wordHashes(query).some((word) => this.#words.has(word))) return [];
    const wanted = Float32Array.from(toIntegers(vector));
    const least = floor * SCALE * SCALE;
    const hits: MeaningHit[] = [];
    for (let concept = 0; concept < this.#codes.length; concept++) {
      const { row, likeness } = this.#nearest(concept, wanted);
      if (likeness < least) continue;
      hits.push({
        code: this.#codes[concept] ?? '',
        similarity: Math.min(1, likeness / (SCALE * SCALE)),
        phrase: this.#phrases[row] ?? 0,
      });
    }
    return hits.sort((a, b) => b.similarity - a.similarity).slice(0, limit);
  }

  /** Of a concept's rows the one nearest to what is wanted, and their dot product. */
  #nearest(concept: number, wanted: Float32Array): { row: number; likeness: number } {
    const end = this.#starts[concept + 1] ?? 0;
    const nearest = { row: 0, likeness: -Infinity };
    for (let row = this.#starts[concept] ?? 0; row < end; row++) {
      const likeness = product(this.#packed, row * wanted.length, wanted);
      if (likeness <= nearest.likeness) continue;
      nearest.row = row;
      nearest.likeness = likeness;
    }
    return nearest;
  }
}

/** Dot product of a row that begins at `from` with what is wanted. */
function product(packed: Int8Array, from: number, wanted: Float32Array): number {
  let sum = 0;
  // Unlike a default for absent elements, Number() costs nothing: this loop is all that a search spends.
  for (let d = 0; d < wanted.length; d++) sum += Number(packed[from + d]) * Number(wanted[d]);
  return sum;
}

const SIDE = /\b(?:right|left|bilateral)\b/i;
const SIDES = /\b(?:right|left|bilateral|unspecified)\b/gi;

/** From a code to the code that stands for its concept; undefined for codes that are not of the release. */
export function conceptsOf(
  codes: readonly Pick<CodeRow, 'code' | 'title' | 'billable'>[],
): (code: string) => string | undefined {
  const keyOf = (code: string, title: string): string =>
    `${code.slice(0, 3)} ${
      title
        .replace(SIDES, '')
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu)
        ?.join(' ') ?? ''
    }`;
  const folded = codes.filter(({ code }) => !hasSeventhCharacter(code));
  const open = new Map<string, Pick<CodeRow, 'code' | 'billable'>>();
  for (const { code, title, billable } of folded) {
    if (SIDE.test(title)) continue;
    const key = keyOf(code, title);
    const known = open.get(key);
    if (!known || (billable && !known.billable)) open.set(key, { code, billable });
  }
  const concepts = new Map(
    folded.map(({ code, title }) => {
      // A side that a title begins with is no laterality: right heart failure, left lower quadrant pain.
      const own = /^(?:right|left)\b/i.test(title) ? undefined : open.get(keyOf(code, title));
      return [code, own?.code ?? code];
    }),
  );
  return (code) => {
    let base = hasSeventhCharacter(code) ? code.slice(0, 7) : code;
    // Headers do not always have the placeholders of the codes below them: W19, W19.XXXA.
    while (base.length > 3 && !concepts.has(base)) base = base.slice(0, -1);
    return concepts.get(base);
  };
}

/** Whether an ICD-10-CM code is complete with a seventh character (S72.001A). */
function hasSeventhCharacter(code: string): boolean {
  return code.length === 8 && code[3] === '.';
}

function toIntegers(vector: Float32Array): Int8Array {
  return Int8Array.from(vector, (value) => Math.max(-127, Math.min(127, Math.round(value * SCALE))));
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += (a[d] ?? 0) * (b[d] ?? 0);
  return sum;
}

function bytesOf(array: Int8Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer);
}
