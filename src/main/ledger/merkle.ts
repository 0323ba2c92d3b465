/**
 * The Merkle tree of RFC 9162, section 2.1, over the entries' hashes: a leaf is SHA-256(0x00 ‖ hash) with
 * the hash as 32 bytes, a node SHA-256(0x01 ‖ left ‖ right). Hashes that go in and out are lower-case hex;
 * nodes in between are texts of 32 characters below 256, which are hashed without being converted.
 */
import { hash } from 'node:crypto';

/** A hash has as many bytes. */
export const HASH_BYTES = 32;

/** The root of a tree without leaves. */
export const EMPTY_ROOT = hash('sha256', '', 'hex');

const leafBytes = Buffer.alloc(1 + HASH_BYTES);
const nodeBytes = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

/** The leaf of an entry, as a node. */
export function leafOf(entryHash: string): string {
  leafBytes.write(entryHash, 1, 'hex');
  return hash('sha256', leafBytes, 'binary');
}

/** The node above two. */
function nodeOf(left: string, right: string): string {
  nodeBytes.write(left, 1, 'latin1');
  nodeBytes.write(right, 1 + HASH_BYTES, 'latin1');
  return hash('sha256', nodeBytes, 'binary');
}

function toHex(node: string): string {
  return Buffer.from(node, 'latin1').toString('hex');
}

function fromHex(hex: string): string {
  return Buffer.from(hex, 'hex').toString('latin1');
}

/** The root above two subtrees, in hex. */
export function rootOver(left: string, right: string): string {
  return toHex(nodeOf(fromHex(left), fromHex(right)));
}

/**
 * A tree while leaves are added: of each perfect subtree, the largest first, only the root is kept, as
 * many as `size` has ones in binary.
 */
export class Frontier {
  #size = 0;
  readonly #nodes: string[] = [];

  /** @param bytes of {@link toBytes}, for a tree of `size` leaves; throws where they are not as many as it needs */
  static of(size: number, bytes: Uint8Array): Frontier {
    const frontier = new Frontier();
    frontier.#size = size;
    const all = Buffer.from(bytes);
    for (let at = 0; at < all.length; at += HASH_BYTES) {
      frontier.#nodes.push(all.toString('latin1', at, at + HASH_BYTES));
    }
    if (all.length !== HASH_BYTES * onesIn(size)) throw new Error('not the frontier of a tree of this size');
    return frontier;
  }

  get size(): number {
    return this.#size;
  }

  add(entryHash: string): void {
    this.addLeaf(leafOf(entryHash));
  }

  /** @param leaf see {@link leafOf} */
  addLeaf(leaf: string): void {
    let node = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      node = nodeOf(this.#nodes.pop() ?? '', node);
    }
    this.#nodes.push(node);
    this.#size += 1;
  }

  /** The root of a perfect subtree, the largest first. */
  subtree(at: number): string {
    return toHex(this.#nodes[at] ?? '');
  }

  root(): string {
    if (this.#nodes.length === 0) return EMPTY_ROOT;
    return toHex(this.#nodes.reduceRight((right, left) => nodeOf(left, right)));
  }

  toBytes(): Buffer {
    return Buffer.from(this.#nodes.join(''), 'latin1');
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
  for (const sibling of path.map(fromHex)) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      node = nodeOf(sibling, node);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      node = nodeOf(node, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? toHex(node) : null;
}

function half(value: number): number {
  return Math.floor(value / 2);
}
