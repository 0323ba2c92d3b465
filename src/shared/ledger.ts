/** Proof of the ledger, as both processes see it: checkpoints, verification, browsing, other workstations. */
import { z } from 'zod';
import { Code } from './coding.ts';
import type { LedgerEntry } from './entry.ts';
import { Identifier } from './chart.ts';

/** A workstation's ledger: `rubricator-` and the first 16 hex digits of its public key's SHA-256. */
export const Origin = z.string().regex(/^rubricator-[0-9a-f]{16}$/);

/** What a signed checkpoint says (C2SP tlog-checkpoint): so many entries, with this Merkle root (RFC 9162). */
export interface Checkpoint {
  origin: string;
  size: number;
  /** Lower-case hex. */
  root: string;
  /** ISO 8601, UTC. */
  at: string;
  /** The signed note itself, as it is exported. */
  note: string;
}

/**
 * What kind of harm a fault is. `located` in {@link LedgerFault} says where: one entry, a range of entries
 * between two checkpoints, or the file as a whole.
 */
export type FaultKind =
  | 'changed'
  | 'removed'
  | 'inserted'
  | 'reordered'
  | 'cut'
  | 'forked'
  | 'checkpoint'
  | 'key'
  | 'excerpt'
  | 'clock'
  | 'guards'
  | 'file';

/** One thing that is wrong with a ledger. */
export interface LedgerFault {
  kind: FaultKind;
  /** The entry at fault; null where no single one is. */
  entry: number | null;
  /** Entries [first, last] among which the fault lies, where it cannot be said more exactly. */
  between: readonly [first: number, last: number] | null;
  problem: string;
}

export interface VerifyReport {
  ok: boolean;
  entries: number;
  /** Hash of the last entry. */
  head: string;
  /** Merkle root over all entries, lower-case hex. */
  root: string;
  origin: string | null;
  /** Size of the largest checkpoint that holds, of those in the file and the one it was compared with; 0 for none. */
  checkpointed: number;
  faults: LedgerFault[];
}

/** Which entries are asked for; every part that is there must hold. */
export const LedgerFilter = z
  .object({
    who: z.string().min(1).max(200),
    action: z.string().min(1).max(40),
    chart: Identifier,
    code: Code,
    /** ISO dates in UTC, both included. */
    from: z.iso.date(),
    to: z.iso.date(),
    /** Another workstation's ledger that was merged; this one's own without. */
    origin: Origin,
  })
  .partial()
  .strict();
export type LedgerFilter = z.infer<typeof LedgerFilter>;

export interface LedgerPage {
  /** Newest first. */
  entries: LedgerEntry[];
  /** Whether older entries match. */
  more: boolean;
}

/** A ledger that is known here: this workstation's, or one that was merged. */
export interface KnownLedger {
  origin: string;
  own: boolean;
  entries: number;
  /** Of the last entry, ISO 8601, UTC; null where there is none. */
  lastAt: string | null;
  /** Whether its texts were left out when it was exported. */
  withheld: boolean;
  /** ISO 8601, UTC; null for the own one. */
  mergedAt: string | null;
}

/** What came of reading another workstation's ledger. */
export type MergeOutcome =
  | { outcome: 'cancelled' }
  /** Its key is not known here yet: the fingerprint is to be compared with the one shown on its workstation. */
  | { outcome: 'ask'; ticket: string; origin: string; fingerprint: string }
  | { outcome: 'merged'; origin: string; added: number; known: number }
  | { outcome: 'refused'; report: VerifyReport };

/** How a decision log is written. `signed` is the ledger itself, to be verified or merged elsewhere. */
export const LogFormat = z.enum(['csv', 'jsonl', 'fhir', 'pdf', 'signed']);
export type LogFormat = z.infer<typeof LogFormat>;
