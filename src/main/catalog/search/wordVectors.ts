import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { UserError } from '../../errors.ts';

/** The file's name in the folder of the search lexicon. */
export const WORD_VECTORS = 'meaning.bin';

const MAGIC = 'RMV1';
const HEADER = 16;
/** More words than a release has; what is typed must not fill the memory. */
const REMEMBERED = 100_000;

/**
 * Vectors of English and Spanish medical words, made by `training/meaning.py`: texts of like meaning
 * have vectors of like direction. A word's vector is that of the whole word plus the mean of those of
 * its parts of three to five characters, from hashed tables (fastText: Bojanowski et al. 2017), so that
 * no word is unknown.
 */
export class WordVectors {
  /** SHA-256 of the file: vectors of different files cannot be compared. */
  readonly hash: Buffer;
  /** Length of a vector. */
  readonly width: number;
  readonly #words: number;
  readonly #parts: number;
  readonly #scales: Float32Array;
  readonly #rows: Int8Array;
  readonly #known = new Map<string, Float32Array>();

  /** @throws UserError where the file is missing or damaged */
  constructor(file: string) {
    const refuse = (reason: string, cause?: unknown): UserError =>
      new UserError(
        `The word vectors in ${file} were refused: ${reason}.`,
        'Install Rubricator again, or restore the folder resources/search.',
        { cause },
      );
    let bytes: Buffer;
    try {
      bytes = readFileSync(file);
    } catch (cause) {
      throw refuse('the file cannot be read', cause);
    }
    if (bytes.length < HEADER || bytes.toString('latin1', 0, 4) !== MAGIC)
      throw refuse('this is another format');
    this.#words = bytes.readUInt32LE(4);
    this.#parts = bytes.readUInt32LE(8);
    this.width = bytes.readUInt32LE(12);
    const rows = this.#words + this.#parts;
    if (bytes.length !== HEADER + rows * (4 + this.width))
      throw refuse('it has not the length that it tells');
    this.hash = createHash('sha256').update(bytes).digest();
    // Typed arrays ask for aligned bytes, which a small file's buffer need not be.
    const content = new Uint8Array(bytes).buffer;
    this.#scales = new Float32Array(content, HEADER, rows);
    this.#rows = new Int8Array(content, HEADER + 4 * rows);
  }

  /** The sum of the vectors of a text's words, brought to length 1; null where it has no word. */
  of(text: string): Float32Array | null {
    const words = wordsIn(text);
    if (words.length === 0) return null;
    const sum = new Float32Array(this.width);
    for (const word of words) {
      const vector = this.#word(word);
      for (let d = 0; d < sum.length; d++) sum[d] = (sum[d] ?? 0) + (vector[d] ?? 0);
    }
    const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0));
    return length === 0 ? null : sum.map((value) => value / length);
  }

  #word(word: string): Float32Array {
    const known = this.#known.get(word);
    if (known) return known;
    const vector = new Float32Array(this.width);
    this.#add(vector, fnv1a(word) % this.#words, 1);
    const parts = partsOf(word);
    for (const part of parts) this.#add(vector, this.#words + (fnv1a(part) % this.#parts), 1 / parts.length);
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(word, vector);
    return vector;
  }

  #add(vector: Float32Array, row: number, share: number): void {
    const factor = (this.#scales[row] ?? 0) * share;
    const from = row * this.width;
    for (let d = 0; d < vector.length; d++)
      vector[d] = (vector[d] ?? 0) + factor * (this.#rows[from + d] ?? 0);
  }
}

/** One number for each word of a text that is longer than two letters; words can share one. */
export function wordHashes(text: string): number[] {
  return wordsIn(text)
    .filter((word) => word.length > 2)
    .map(fnv1a);
}

// The rest has twins in training/meaning.py.

/** Runs of letters and runs of digits, in lower case and without accents. */
function wordsIn(text: string): string[] {
  const plain = text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  return plain.match(/[a-z]+|[0-9]+/g) ?? [];
}

/** The parts of three to five characters of a word with its edges marked; of a short word, the whole. */
function partsOf(word: string): string[] {
  const edged = `<${word}>`;
  if (word.length <= 3) return [edged];
  return [3, 4, 5].flatMap((length) =>
    Array.from({ length: Math.max(0, edged.length - length + 1) }, (_, at) => edged.slice(at, at + length)),
  );
}

/** FNV-1a of ASCII characters, 32 bits. */
function fnv1a(text: string): number {
  let hash = 2166136261;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16777619);
  return hash >>> 0;
}
