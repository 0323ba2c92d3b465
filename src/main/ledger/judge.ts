/** Judges the checkpoints of a ledger against its entries. */
import type { KeyObject } from 'node:crypto';
import type { LedgerFault } from '../../shared/ledger.ts';
import { checkpointHolds, isOf, noteHash, parseCheckpoint, type ParsedCheckpoint } from './checkpoint.ts';
import { GENESIS } from './entry.ts';
import { faultBetween, faultOfAll } from './scan.ts';

/** Checkpoints that stand in a ledger, or beside it. */
export interface Evidence {
  /** The ledger's own, in the order in which they stand. */
  own: readonly (ParsedCheckpoint | null)[];
  /** Others, with what they are called: the anchor, which is to be among the ledger's own, and one from elsewhere. */
  others: readonly { name: string; note: string; isOwn: boolean }[];
  key: KeyObject | null;
  /** Number of the last entry that was found. */
  last: number;
  /** The root over so many entries, where it was computed. */
  rootAt: (size: number) => string | undefined;
  /** The first entry at which something else is wrong: over that and later ones no root can be compared. */
  comparable: number;
}

export interface Judgement {
  faults: LedgerFault[];
  /** Size of the largest that holds. */
  checkpointed: number;
}

export function judge({ own, others, key, last, rootAt, comparable }: Evidence): Judgement {
  const faults: LedgerFault[] = [];
  const held: ParsedCheckpoint[] = [];
  /** Compares the entries with a checkpoint that is signed. @param after they are known to agree up to there */
  const compare = (checkpoint: ParsedCheckpoint, after: number): boolean => {
    const { size, root, at } = checkpoint;
    if (size > last) {
      // Which of those that no earlier checkpoint covers are missing, the last or others, nothing tells.
      const problem = `the ledger ends at entry ${last}, but ${size} entries were checkpointed on ${at}`;
      const covered = Math.max(after, held.at(-1)?.size ?? 0);
      faults.push(faultBetween('cut', Math.min(covered, last) + 1, size, problem));
      return false;
    }
    if (size >= comparable) return true;
    if (rootAt(size) === root) {
      held.push(checkpoint);
      return true;
    }
    const problem = `the ${size} entries checkpointed on ${at} were others`;
    faults.push(faultBetween('forked', Math.min(after + 1, size), Math.max(size, 1), problem));
    return false;
  };
  const signed = chained(own, key, faults).sort((a, b) => a.size - b.size);
  // After the first that does not hold, none can.
  const isWhole = signed.every((checkpoint) => compare(checkpoint, held.at(-1)?.size ?? 0));
  for (const { name, note, isOwn } of others) {
    const checkpoint = parseCheckpoint(note);
    if (!checkpoint) {
      faults.push(faultOfAll('checkpoint', `${name} is damaged, or is no checkpoint`));
    } else if (key && !isOf(checkpoint, key)) {
      faults.push(faultOfAll('key', `${name} is of another ledger, ${checkpoint.origin}`));
    } else if (key && !checkpointHolds(checkpoint, key)) {
      faults.push(faultOfAll('checkpoint', `${name}, over ${checkpoint.size} entries, is forged or damaged`));
    } else if (isWhole) {
      // A copy that was continued elsewhere has checkpoints of its own: only the one before is common to both.
      const common = signed.findLast((one) =>
        [checkpoint.previous, noteHash(checkpoint)].includes(noteHash(one)),
      );
      const holds = compare(checkpoint, common?.size ?? 0);
      if (holds && isOwn && !own.some((one) => one?.note === note)) {
        faults.push(
          faultOfAll('checkpoint', `${name}, over ${checkpoint.size} entries, is not in the ledger`),
        );
      }
    }
  }
  return { faults, checkpointed: held.reduce((most, { size }) => Math.max(most, size), 0) };
}

/**
 * Those of a ledger's own checkpoints whose signature holds. Each names the one before it by its hash: where
 * all do, the last signature speaks for all, and the others need not be verified one by one.
 */
function chained(
  read: readonly (ParsedCheckpoint | null)[],
  key: KeyObject | null,
  faults: LedgerFault[],
): ParsedCheckpoint[] {
  let previous = GENESIS;
  let before = -1;
  let isChain = true;
  for (const checkpoint of read) {
    if (checkpoint?.previous !== previous || checkpoint.size <= before) isChain = false;
    if (!checkpoint) continue;
    previous = noteHash(checkpoint);
    before = checkpoint.size;
  }
  const last = read.at(-1);
  if (!key) return read.filter((checkpoint) => checkpoint !== null);
  if (isChain && (!last || checkpointHolds(last, key)))
    return read.filter((checkpoint) => checkpoint !== null);
  return oneByOne(read, key, faults);
}

/** Says which checkpoints do not hold, and where one is missing. */
function oneByOne(
  read: readonly (ParsedCheckpoint | null)[],
  key: KeyObject,
  faults: LedgerFault[],
): ParsedCheckpoint[] {
  const holding: ParsedCheckpoint[] = [];
  let previous = GENESIS;
  let before = 0;
  /** Whether a break in their chain was named already. */
  let isExplained = false;
  for (const [at, checkpoint] of read.entries()) {
    const size = checkpoint?.size ?? read[at + 1]?.size ?? before;
    const say = (kind: 'checkpoint' | 'key', problem: string): void => {
      faults.push(faultBetween(kind, Math.max(Math.min(before + 1, size), 1), Math.max(size, 1), problem));
    };
    if (!checkpoint) {
      say('checkpoint', `a checkpoint after ${before} entries is damaged`);
      isExplained = true;
      continue;
    }
    if (checkpointHolds(checkpoint, key)) {
      if (checkpoint.previous !== previous && !isExplained) {
        say('checkpoint', `a checkpoint before the one over ${size} entries was removed or put in`);
      }
      holding.push(checkpoint);
      before = size;
      isExplained = false;
    } else {
      if (isOf(checkpoint, key))
        say('checkpoint', `the checkpoint over ${size} entries is forged or damaged`);
      else say('key', `the checkpoint over ${size} entries is signed with another key`);
      isExplained = true;
    }
    previous = noteHash(checkpoint);
  }
  return holding;
}
