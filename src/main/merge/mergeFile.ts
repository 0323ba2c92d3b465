import type { MergeOutcome, VerifyReport } from '../../shared/ledger.ts';
import { Ledger } from '../ledger/ledger.ts';
import { foreignFile } from './foreignFile.ts';
import { compareWithOwn, Contradiction, mergeEntries } from './mergeEntries.ts';
import { openForMerging } from './openMerged.ts';

/** What a merge is given; it crosses to a thread. */
export interface MergeTask {
  /** Another workstation's signed ledger. */
  file: string;
  /** The store of merged ledgers, and this workstation's own ledger, each with its key; without one it is plain. */
  merged: { file: string; key?: Uint8Array };
  own: { file: string; key?: Uint8Array; origin: string };
  /** Fingerprint of a key that the user said is the right one; null where nobody was asked. */
  trusted: string | null;
  /** ISO 8601, UTC. */
  at: string;
}

/** What comes of it: asking is for the caller, who keeps the ticket. */
export type MergeFileOutcome =
  | Exclude<MergeOutcome, { outcome: 'ask' } | { outcome: 'cancelled' }>
  | { outcome: 'ask'; origin: string; fingerprint: string };

/** Verifying takes about as long as everything after it. */
const VERIFYING = 0.5;

/**
 * Verifies a file wholly and takes in what is new of it, or nothing. A ledger whose key is not known yet is
 * asked about; one that is this workstation's own is only compared.
 *
 * @param onProgress from 0 to 1
 * @throws UserError where the file cannot be read or is no signed ledger, or the store refuses
 */
export function mergeFile(task: MergeTask, onProgress: (fraction: number) => void): MergeFileOutcome {
  const { merged, own, trusted, at } = task;
  const read = foreignFile(task.file, (fraction) => onProgress(fraction * VERIFYING));
  const { report } = read;
  if (!read.ledger) {
    record(task, report);
    return { outcome: 'refused', report };
  }
  const { ledger, fingerprint } = read;
  const { origin, verified } = ledger;
  const onEntry = (seq: number): void => onProgress(VERIFYING + (seq / verified.entries) * (1 - VERIFYING));
  try {
    if (origin === own.origin) {
      const mine = new Ledger(own.file, own.key ? { key: own.key } : {});
      try {
        return { outcome: 'merged', origin, ...compareWithOwn(mine.stored(), ledger, onEntry) };
      } finally {
        mine.close();
      }
    }
    const database = openForMerging(merged.file, merged.key);
    try {
      const pinned = database
        .prepare<[string], string>('SELECT publicKey FROM ledger WHERE origin = ?')
        .pluck()
        .get(origin);
      if (pinned === undefined && trusted !== fingerprint) return { outcome: 'ask', origin, fingerprint };
      const result = mergeEntries(database, ledger, at, onEntry);
      // Everything in the one file, where a backup finds it.
      database.pragma('wal_checkpoint(TRUNCATE)');
      return { outcome: 'merged', origin, ...result };
    } finally {
      database.close();
    }
  } catch (error) {
    if (!(error instanceof Contradiction)) throw error;
    const contradicted = { ...report, ok: false, faults: [error.fault] };
    record(task, contradicted);
    return { outcome: 'refused', report: contradicted };
  }
}

/** A refusal stays on record: whoever handed in a forked ledger may hand in another file next. */
function record({ merged, at }: MergeTask, report: VerifyReport): void {
  const database = openForMerging(merged.file, merged.key);
  try {
    database.prepare('INSERT INTO refusal (at, report) VALUES (?, ?)').run(at, JSON.stringify(report));
  } finally {
    database.close();
  }
}
