/** The checks on each row of a part of a ledger, and on how each follows the one before. */
import type { LedgerFault } from '../../shared/ledger.ts';
import { hashOf } from './entry.ts';
import { areTexts, claimsOf, type Claims } from './form.ts';
import { HASH_BYTES, leafOf } from './merkle.ts';
import type { Found, Part, RowReader } from './rows.ts';

/** What is kept of an entry for the one after it. */
export interface Link {
  /** Null where the entry's body was left out. */
  claims: Pick<Claims, 'v' | 'seq' | 'at' | 'previous'> | null;
  hash: string;
}

/** What came of a part. */
export interface Scanned {
  rows: number;
  /** Rows of entries with a code. */
  coded: number;
  /** Leaves of the Merkle tree, one for each row. */
  leaves: Buffer;
  /**
   * Whether each row is an entry that follows from the one before. Where not, the whole ledger is gone
   * through once more to say what happened.
   */
  whole: boolean;
  /** What is wrong with entries that are otherwise in their place. */
  faults: LedgerFault[];
  first: Link | null;
  last: Link | null;
  /** Checkpoints of an export, with the rows of the part before each. */
  checkpoints: { after: number; note: string }[];
  /** Keys that entries say sign the checkpoints. */
  publicKeys: string[];
}

/** An entry that is what its hash says and has the form of one; null where it is not. */
export function soundEntry(found: Found & { kind: 'entry' }): { claims: Claims; hash: string } | null {
  const { body, hash } = found;
  if (typeof body !== 'string' || typeof hash !== 'string' || hashOf(body) !== hash) return null;
  const claims = claimsOf(body);
  return claims && { claims, hash };
}

export function scanPart(reader: RowReader, part: Part): Scanned {
  const scanned: Scanned = {
    rows: 0,
    coded: 0,
    leaves: Buffer.alloc(0),
    whole: true,
    faults: [],
    first: null,
    last: null,
    checkpoints: [],
    publicKeys: [],
  };
  const leaves: string[] = [];
  for (const found of reader.rows(part)) {
    if (found.kind === 'checkpoint') {
      scanned.checkpoints.push({ after: leaves.length, note: found.note });
      continue;
    }
    const link = linkOf(found, scanned, reader.withheld);
    if (!link) {
      scanned.whole = false;
      continue;
    }
    if (scanned.last && !join(scanned.last, link, scanned.faults)) scanned.whole = false;
    scanned.first ??= link;
    scanned.last = link;
    leaves.push(leafOf(link.hash));
  }
  for (const seq of reader.unlisted(part)) {
    scanned.faults.push(faultOf('file', seq, 'an index does not list it'));
  }
  scanned.rows = leaves.length;
  scanned.leaves = Buffer.from(leaves.join(''), 'latin1');
  return scanned;
}

/** Bytes of one leaf in {@link Scanned.leaves}. */
export const LEAF_BYTES = HASH_BYTES;

type Outcome = Pick<Scanned, 'coded' | 'whole' | 'faults' | 'publicKeys'>;

function linkOf(found: Found, outcome: Outcome, withheld: boolean | null): Link | null {
  if (found.kind === 'withheld') {
    if (withheld === false) return null;
    return { claims: null, hash: found.hash };
  }
  if (found.kind !== 'entry') return null;
  const sound = soundEntry(found);
  if (!sound) return null;
  const { claims, hash } = sound;
  if (found.key !== null && found.key !== claims.seq) outcome.whole = false;
  const problem = textFault(claims, found.sealed, withheld);
  if (problem) outcome.faults.push(faultOf('excerpt', claims.seq, problem));
  if (found.filed && !filedRight(found.filed, claims)) {
    outcome.faults.push(faultOf('changed', claims.seq, 'it is filed under something else than it says'));
  }
  if (claims.code !== null) outcome.coded += 1;
  if (claims.publicKey !== null) outcome.publicKeys.push(claims.publicKey);
  return { claims, hash };
}

/** What is wrong with an entry's texts; null where nothing is. */
function textFault({ sealed, pieces }: Claims, texts: unknown, withheld: boolean | null): string | null {
  if (sealed === null) return texts === null ? null : 'it has texts that it does not name';
  if (withheld === true)
    return texts === null ? null : 'its texts are there though the file says that they were left out';
  if (texts === null) return withheld === null ? null : 'its texts are missing';
  if (typeof texts !== 'string' || hashOf(texts) !== sealed) return 'its texts were changed';
  return areTexts(texts, pieces) ? null : 'its texts have not the form of such';
}

function filedRight(filed: readonly unknown[], { chart, who, action, code }: Claims): boolean {
  return filed[0] === chart && filed[1] === who && filed[2] === action && filed[3] === code;
}

/** Checks that an entry follows from the one before it, and when. @returns whether it follows */
export function join(before: Link, { claims }: Link, faults: LedgerFault[]): boolean {
  // Entries whose bodies were left out come before all others, and only their hashes can be followed.
  if (claims === null) return before.claims === null;
  const { seq, previous, at, v } = claims;
  if (previous !== before.hash || (before.claims !== null && seq !== before.claims.seq + 1)) return false;
  if (before.claims && v < before.claims.v) {
    faults.push(faultOf('inserted', seq, 'it has an older form than the entry before it'));
  } else if (before.claims && v === 2 && isBefore(at, before.claims)) {
    faults.push(faultOf('clock', seq, 'it is dated before the entry before it'));
  }
  return true;
}

/** Times of the newer form compare as texts do. */
function isBefore(at: string, before: Pick<Claims, 'v' | 'at'>): boolean {
  return before.v === 2 ? at < before.at : Date.parse(at) < Date.parse(before.at);
}

export function faultOf(kind: LedgerFault['kind'], entry: number, problem: string): LedgerFault {
  return { kind, entry, between: null, problem };
}

/** A fault among entries [first, last]; one entry's own where they are the same. */
export function faultBetween(
  kind: LedgerFault['kind'],
  first: number,
  last: number,
  problem: string,
): LedgerFault {
  if (first === last) return faultOf(kind, first, problem);
  return { kind, entry: null, between: [first, last], problem };
}

/** A fault of the ledger as a whole. */
export function faultOfAll(kind: LedgerFault['kind'], problem: string): LedgerFault {
  return { kind, entry: null, between: null, problem };
}
