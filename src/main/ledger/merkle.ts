/**
 * The Merkle tree of RFC 9162, section 2.1, over the entries' hashes: a leaf is SHA-256(0x00 ‖ hash) with
 * the hash as 32 bytes, a node SHA-256(0x01 ‖ left ‖ right). Hashes are lower-case hex throughout.
 */
import { hash } from 'node:crypto';

/** A hash has as many bytes. */
export const HASH_BYTES = 32;

/** The root of a tree without leaves. */
export const EMPTY_ROOT = hash('sha256', '', 'hex');

const leafBytes = Buffer.alloc(1 + HASH_BYTES);
const nodeBytes = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

/** The leaf of an entry. */
export function leafOf(entryHash: string): string {
  leafBytes.write(entryHash, 1, 'hex');
  return hash('sha256', leafBytes, 'hex');
}

/** The node above two. */
export function nodeOf(left: string, right: string): string {
  nodeBytes.write(left, 1, 'hex');
  nodeBytes.write(right, 1 + HASH_BYTES, 'hex');
  return hash('sha256', nodeBytes, 'hex');
}

/**
 * A tree while leaves are added: of each perfect subtree, the largest first, only the root is kept, as
 * many as `size` has ones in binary.
 */
export class Frontier {
  #size = 0;
  readonly #roots: string[] = [];

  /** @param bytes of {@link toBytes}, for a tree of `size` leaves; throws where they are not as many as it needs */
  static of(size: number, bytes: Uint8Array): Frontier {
    const frontier = new Frontier();
    frontier.#size = size;
    const all = Buffer.from(bytes);
    for (let at = 0; at < all.length; at += HASH_BYTES) {
      frontier.#roots.push(all.toString('hex', at, at + HASH_BYTES));
    }
    if (all.length !== HASH_BYTES * onesIn(size)) throw new Error('not the frontier of a tree of this size');
    return frontier;
  }

  get size(): number {
    return this.#size;
  }

  /** Roots of the perfect subtrees, the largest first. */
  get roots(): readonly string[] {
    return this.#roots;
  }

  add(entryHash: string): void {
    this.addLeaf(leafOf(entryHash));
  }

  /** @param leaf see {@link leafOf} */
  addLeaf(leaf: string): void {
    let node = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      node = nodeOf(this.#roots.pop() ?? '', node);
    }
    this.#roots.push(node);
    this.#size += 1;
  }

  root(): string {
    return this.#roots.length === 0
      ? EMPTY_ROOT
      : this.#roots.reduceRight((right, left) => nodeOf(left, right));
  }

  toBytes(): Buffer {
    return Buffer.from(this.#roots.join(''), 'hex');
  }
}

/** How many ones a whole number has in binary. */
export function onesIn(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}

/** The root of the subtree over leaves [begin, end), both counted from 0. */
export type Subtree = (begin: number, end: number) => string;

/** The largest power of two below a size of at least 2. */
export function splitOf(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

/**
 * The proof that a tree of `size` leaves holds the leaf `index`, counted from 0 (RFC 9162, 2.1.3.1): the
 * roots that it takes to compute the tree's, the lowest first.
 */
export function inclusionProof(index: number, size: number, subtree: Subtree): string[] {
  const path: string[] = [];
  let [begin, end] = [0, size];
  while (end - begin > 1) {
    const middle = begin + splitOf(end - begin);
    if (index < middle) {
      path.push(subtree(middle, end));
      end = middle;
    } else {
      path.push(subtree(begin, middle));
      begin = middle;
    }
  }
  return path.reverse();
}

/** The root that a proof of inclusion leads to (RFC 9162, 2.1.3.2); null where the proof has not the right length. */
export function rootFromInclusion(
  entryHash: string,
  index: number,
  size: number,
  path: readonly string[],
): string | null {
  if (index < 0 || index >= size) return null;
  let [at, last] = [index, size - 1];
  let node = leafOf(entryHash);
  for (const sibling of path) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      node = nodeOf(sibling, node);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      node = nodeOf(node, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? node : null;
}

function half(value: number): number {
  return Math.floor(value / 2);
}
