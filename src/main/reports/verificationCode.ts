import { createHash } from 'node:crypto';
import type { LedgerEntry } from '../../shared/entry.ts';
import { digitsOf, grouped } from '../crockford.ts';

/** Bytes that hold the code's digits, a multiple of five. */
const BYTES = 15;
const CODE_DIGITS = 20;
const GROUP = 5;

/** What binds a printed log to the entries it was made of. */
export type Included = Pick<LedgerEntry, 'seq' | 'hash'>;

/**
 * The code on a report's signature page: the first 100 bits of a SHA-256, as four groups of five digits in
 * Crockford's base 32. It is taken over the canonical JSON (RFC 8785)
 * `{"checkpoint":NOTE,"entries":[[SEQ,"HASH"],…]}`, entries by rising number, NOTE the signed note of the
 * checkpoint as a string or null; whoever has the ledger can compute it again.
 *
 * @param entries those of the report, in any order
 */
export function verificationCode(entries: Iterable<Included>, note: string | null): string {
  const included = Array.from(entries, ({ seq, hash }) => [seq, hash] as const).sort(([a], [b]) => a - b);
  const hash = createHash('sha256').update(`{"checkpoint":${JSON.stringify(note)},"entries":[`);
  included.forEach((pair, index) => hash.update(`${index === 0 ? '' : ','}${JSON.stringify(pair)}`));
  const digest = hash.update(']}').digest();
  return grouped(digitsOf(digest.subarray(0, BYTES)).slice(0, CODE_DIGITS), GROUP);
}

/** Whether two codes are the same, however they were typed: in small letters, without hyphens, O for 0, I or L for 1. */
export function sameCode(some: string, other: string): boolean {
  return plain(some) === plain(other);
}

function plain(code: string): string {
  return code.toUpperCase().replace(/[\s-]/gu, '').replaceAll('O', '0').replace(/[IL]/gu, '1');
}
