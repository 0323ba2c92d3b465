import { createHash } from 'node:crypto';
import type { LedgerEntry } from '../../shared/entry.ts';

/** Crockford's base 32: no I, L, O or U, so that a printed code is read back without doubt. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BYTES = 13;
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
  return grouped(hash.update(']}').digest());
}

/** Whether two codes are the same, however they were typed: in small letters, without hyphens, O for 0, I or L for 1. */
export function sameCode(some: string, other: string): boolean {
  return plain(some) === plain(other);
}

function plain(code: string): string {
  return code.toUpperCase().replace(/[\s-]/gu, '').replaceAll('O', '0').replace(/[IL]/gu, '1');
}

function grouped(digest: Uint8Array): string {
  const bits = BigInt(`0x${Buffer.from(digest.subarray(0, BYTES)).toString('hex')}`) >> 4n;
  const digits = Array.from({ length: CODE_DIGITS }, (_, index) =>
    DIGITS.charAt(Number((bits >> BigInt(5 * (CODE_DIGITS - 1 - index))) & 31n)),
  ).join('');
  return Array.from({ length: CODE_DIGITS / GROUP }, (_, group) =>
    digits.slice(group * GROUP, (group + 1) * GROUP),
  ).join('-');
}
