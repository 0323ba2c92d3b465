import type Database from 'better-sqlite3';
import { UserError } from '../errors.ts';
import type { Checkpoint, LedgerFault, VerifyReport } from '../../shared/ledger.ts';
import { parseCheckpoint } from '../ledger/checkpoint.ts';
import { hashOf, type StoredEntry } from '../ledger/entry.ts';
import { Frontier } from '../ledger/merkle.ts';

/** An entry as a file has it: without its body where texts were left out that stood in it. */
export type ForeignEntry = Omit<StoredEntry, 'body'> & { body: string | null };

/** Another workstation's ledger as it was read from a file. */
export interface ForeignLedger {
  origin: string;
  /** SPKI in base64. */
  publicKey: string;
  /** By rising size. */
  checkpoints: readonly Checkpoint[];
  /** Oldest first. */
  entries: Iterable<ForeignEntry>;
  /** What verifying the file found. */
  verified: Pick<VerifyReport, 'entries' | 'root'>;
}

export interface MergeResult {
  added: number;
  known: number;
}

/** A ledger that contradicts what is known of it. */
export class Contradiction extends Error {
  readonly fault: LedgerFault;

  constructor(fault: LedgerFault) {
    super(fault.problem);
    this.name = 'Contradiction';
    this.fault = fault;
  }
}

/**
 * Takes in what is new of a verified ledger, in one transaction.
 *
 * @param at ISO 8601, UTC
 * @param onEntry is told the number of each entry
 * @throws Contradiction where the file holds another entry or checkpoint than the one merged before, or is
 * signed with another key; nothing is changed then
 * @throws UserError where the file is not the one that was verified
 */
export function mergeEntries(
  database: Database.Database,
  foreign: ForeignLedger,
  at: string,
  onEntry: (seq: number) => void,
): MergeResult {
  return database.transaction(() => mergeInto(database, foreign, at, onEntry)).immediate();
}

function mergeInto(
  database: Database.Database,
  foreign: ForeignLedger,
  at: string,
  onEntry: (seq: number) => void,
): MergeResult {
  const ledger = ledgerRow(database, foreign, at);
  const lookUp = database.prepare<[number, number], Omit<ForeignEntry, 'seq'>>(
    'SELECT body, hash, sealed FROM entry WHERE ledger = ? AND seq = ?',
  );
  const insert = database.prepare(
    'INSERT INTO entry (ledger, seq, body, hash, sealed) VALUES (?, ?, ?, ?, ?)',
  );
  const complete = database.prepare('UPDATE entry SET body = ?, sealed = ? WHERE ledger = ? AND seq = ?');
  const result = { added: 0, known: 0 };
  let withheld = 0;
  let older = 0;
  for (const entry of asVerified(foreign)) {
    const { seq, hash } = entry;
    if (isOlder(entry)) older = seq;
    const known = lookUp.get(ledger, seq);
    if (!known) {
      insert.run(ledger, seq, entry.body, hash, entry.sealed);
      withheld += Number(lacksTexts(entry));
      result.added += 1;
    } else {
      if (known.hash !== hash) throw new Contradiction(differing(seq, known.hash, hash));
      if (lacksTexts(known) && !lacksTexts(entry)) {
        complete.run(entry.body, entry.sealed, ledger, seq);
        withheld -= 1;
      }
      result.known += 1;
    }
    onEntry(seq);
  }
  mergeCheckpoints(database, ledger, foreign.checkpoints);
  database
    .prepare('UPDATE ledger SET mergedAt = ?, withheld = withheld + ?, older = max(older, ?) WHERE id = ?')
    .run(at, withheld, older, ledger);
  return result;
}

/** Whether texts that an entry has, or the body they stand in, are not there. */
function lacksTexts({ body, sealed }: Omit<ForeignEntry, 'seq'>): boolean {
  return body === null || (sealed === null && sealedHash(body) !== undefined);
}

/** Whether an entry was written before 0.3: times could go back then. */
function isOlder({ body }: Pick<ForeignEntry, 'body'>): boolean {
  return !body?.includes('"v":2');
}

function sealedHash(body: string): string | undefined {
  return (JSON.parse(body) as { sealed?: string }).sealed;
}

/**
 * Compares a file with the ledger it says to be of, where that is this workstation's own.
 *
 * @param own oldest first
 * @throws Contradiction where the file holds an entry that differs, or that the own ledger lacks
 */
export function compareWithOwn(
  own: Iterable<Pick<StoredEntry, 'seq' | 'hash'>>,
  foreign: ForeignLedger,
  onEntry: (seq: number) => void,
): MergeResult {
  const mine = own[Symbol.iterator]();
  let known = 0;
  for (const { seq, hash } of asVerified(foreign)) {
    const next = mine.next();
    if (next.done) {
      throw new Contradiction({
        kind: 'cut',
        entry: seq,
        between: null,
        problem: `this workstation's own ledger ends at entry ${known}, but the file has entry ${seq} (${hash}): the own ledger was cut or replaced by an older copy`,
      });
    }
    if (next.value.hash !== hash) throw new Contradiction(differing(seq, next.value.hash, hash));
    known += 1;
    onEntry(seq);
  }
  return { added: 0, known };
}

/** The entries, which must lead to the root that was verified: the file could be replaced meanwhile. */
function* asVerified({ entries, verified }: ForeignLedger): Generator<ForeignEntry> {
  const tree = new Frontier();
  for (const entry of entries) {
    const { seq, body, hash, sealed } = entry;
    tree.add(hash);
    const bodyHolds = body === null || hashOf(body) === hash;
    const textsHold = sealed === null || (body !== null && hashOf(sealed) === sealedHash(body));
    if (!bodyHolds || !textsHold || seq !== tree.size) throw replaced();
    yield entry;
  }
  if (tree.size !== verified.entries || tree.root() !== verified.root) throw replaced();
}

function replaced(): UserError {
  return new UserError(
    'The file was changed while it was read.',
    'Merge it again. Nothing was taken from it.',
  );
}

function differing(seq: number, known: string, found: string): LedgerFault {
  return {
    kind: 'forked',
    entry: seq,
    between: null,
    problem: `entry ${seq} is another one than is known here: ${found} in the file, ${known} here; one of the two ledgers is a copy that was continued apart`,
  };
}

function ledgerRow(
  database: Database.Database,
  { origin, publicKey }: Pick<ForeignLedger, 'origin' | 'publicKey'>,
  at: string,
): number {
  const known = database
    .prepare<[string], { id: number; publicKey: string }>('SELECT id, publicKey FROM ledger WHERE origin = ?')
    .get(origin);
  if (known && known.publicKey !== publicKey) {
    throw new Contradiction({
      kind: 'key',
      entry: null,
      between: null,
      problem: `the file is signed with another key than the one that is known of ${origin}`,
    });
  }
  if (known) return known.id;
  const { lastInsertRowid } = database
    .prepare('INSERT INTO ledger (origin, publicKey, mergedAt) VALUES (?, ?, ?)')
    .run(origin, publicKey, at);
  return Number(lastInsertRowid);
}

function mergeCheckpoints(
  database: Database.Database,
  ledger: number,
  checkpoints: readonly Checkpoint[],
): void {
  const lookUp = database
    .prepare<[number, number], string>('SELECT note FROM checkpoint WHERE ledger = ? AND size = ?')
    .pluck();
  const insert = database.prepare('INSERT INTO checkpoint (ledger, size, note) VALUES (?, ?, ?)');
  for (const { size, root, note } of checkpoints) {
    const known = lookUp.get(ledger, size);
    if (known === undefined) {
      insert.run(ledger, size, note);
      continue;
    }
    const knownRoot = parseCheckpoint(known)?.root;
    if (knownRoot !== root) {
      throw new Contradiction({
        kind: 'forked',
        entry: null,
        between: [1, size],
        problem: `the checkpoint over ${size} entries has another root than the one known here: ${root} in the file, ${knownRoot ?? 'none'} here`,
      });
    }
  }
}
