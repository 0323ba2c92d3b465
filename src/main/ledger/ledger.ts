import type Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import type { LedgerEntry } from '../../shared/entry.ts';
import type { Checkpoint, LedgerFilter, LedgerPage } from '../../shared/ledger.ts';
import { UserError } from '../errors.ts';
import { openStore, writing } from '../sqlite.ts';
import { readAnchor, writeAnchor } from './anchor.ts';
import { browse } from './browse.ts';
import {
  checkpointHolds,
  noteHash,
  parseCheckpoint,
  signCheckpoint,
  type ParsedCheckpoint,
} from './checkpoint.ts';
import { LedgerClock, type Reading } from './clock.ts';
import { chartlessAct, GENESIS, hashOf, store, toEntry, type Act, type StoredEntry } from './entry.ts';
import { Frontier, onesIn, rootOver, splitOf } from './merkle.ts';
import { FILE_ENTRY, MIGRATIONS } from './schema.ts';
import { spkiOf, type Signer } from './signer.ts';

export type { Act } from './entry.ts';

export interface LedgerOptions {
  /** The file is encrypted with it; without, it is plain. */
  key?: Uint8Array;
  /** Signs checkpoints; without, {@link Ledger.checkpoint} cannot be called. */
  signer?: Signer;
  /** The system's clock: milliseconds since 1970. */
  now?: () => number;
  /** A clock that nobody can set: milliseconds since any moment. Where only `now` is given, the same. */
  monotonic?: () => number;
  /** Marks every entry as made under emergency access. */
  emergency?: boolean;
}

/** Who records what the ledger itself notices. */
const LEDGER_ITSELF = 'rubricator';

/** Rows that are read at once: enough to be fast, few enough to hold nothing up. */
const BATCH = 1000;

/** Up to so many leaves are read rather than looked up one subtree after another. */
const LEAVES_AT_ONCE = 64;

const STORED = 'SELECT seq, body, hash, sealed FROM entry';

/**
 * The append-only record of every decision. Each entry holds the hash of the one before it, so that
 * no entry can be changed, removed or put in between without the chain showing it; signed checkpoints
 * over all entries show where the whole chain was written anew.
 */
export class Ledger {
  readonly file: string;
  readonly signer: Signer | undefined;
  readonly #database: Database.Database;
  readonly #emergency: boolean;
  readonly #clock: LedgerClock;
  readonly #sql: Statements;

  /**
   * @throws UserError where the file cannot be opened, is of a newer version, or does not hold what was
   * checkpointed last
   */
  constructor(file: string, options: LedgerOptions = {}) {
    const { key, signer, now, monotonic = now ?? (() => performance.now()), emergency = false } = options;
    this.file = file;
    this.signer = signer;
    this.#emergency = emergency;
    this.#clock = new LedgerClock(now ?? Date.now, monotonic);
    const anchor = anchorFor(file, signer);
    this.#database = openStore(file, 'ledger', MIGRATIONS, key);
    try {
      this.#sql = statementsOf(this.#database);
      if (anchor) this.#mustHold(anchor);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /**
   * Appends an entry; when this returns, the entry is on disk.
   * @throws where the disk refuses; the ledger is then as it was
   */
  append(act: Act): LedgerEntry {
    const [entry] = this.appendAll([act]);
    if (!entry) throw new Error('an act makes an entry');
    return entry;
  }

  /**
   * Appends several entries, all or none. Where the system's clock was set since the last time, an entry
   * that says so comes first; it is not among those returned.
   * @throws where the disk refuses; the ledger is then as it was
   */
  appendAll(acts: readonly Act[]): LedgerEntry[] {
    return this.#writing(whatOf(acts), (at) => acts.map((act) => this.#write(act, at)));
  }

  /** Does `write` in a transaction, after an entry that says so where the system's clock was set. */
  #writing<T>(what: string, write: (at: string) => T): T {
    const transaction = this.#database.transaction((): [T, Reading] => {
      const last = this.#sql.lastTime.get();
      const reading = this.#clock.read(last === undefined ? 0 : Date.parse(last));
      const at = new Date(reading.at).toISOString();
      if (reading.moved) this.#write(clockMoved(reading.moved), at);
      return [write(at), reading];
    });
    // Immediate: the last hash is read under the write lock, so that two processes cannot fork the chain.
    const [written, reading] = writing(what, () => transaction.immediate());
    this.#clock.accept(reading);
    return written;
  }

  #write(act: Act, at: string): LedgerEntry {
    const last = this.head();
    const stored = store(act, {
      seq: last.seq + 1,
      at,
      previous: last.hash,
      ...(this.#emergency && { emergency: true as const }),
    });
    const { seq, body, hash, sealed } = stored;
    const entry = toEntry(stored);
    this.#sql.insert.run(seq, body, hash, sealed, entry.chart, entry.who, entry.action, entry.code);
    return entry;
  }

  /**
   * Signs the ledger as it stands, and keeps the checkpoint in it and, as its anchor, beside it. Where
   * nothing was added since the last one, that is returned.
   * @throws UserError where the last checkpoint, or what came after it, does not hold; nothing is signed then
   */
  checkpoint(): Checkpoint {
    const signer = this.signer;
    if (!signer) throw new Error('a ledger without a signer has no checkpoints');
    const { last } = this.#lastFrontier(signer);
    const checkpoint =
      last?.size === this.head().seq
        ? checkpointOf(last)
        : this.#writing('The checkpoint', (at) => this.#sign(signer, at));
    if (readAnchor(this.file)?.note !== checkpoint.note) writeAnchor(this.file, checkpoint);
    return checkpoint;
  }

  #sign(signer: Signer, at: string): Checkpoint {
    const { last, frontier } = this.#lastFrontier(signer);
    this.#extend(frontier);
    // Another process may have got here first.
    if (last?.size === frontier.size) return checkpointOf(last);
    const checkpoint = signCheckpoint(signer, {
      size: frontier.size,
      root: frontier.root(),
      at,
      previous: noteHash(last),
    });
    const publicKey = spkiOf(signer.publicKey).toString('base64');
    this.#sql.insertCheckpoint.run(checkpoint.size, checkpoint.note, frontier.toBytes(), publicKey);
    return checkpoint;
  }

  /** The last checkpoint, or undefined. */
  lastCheckpoint(): Checkpoint | undefined {
    const row = this.#sql.lastCheckpoint.get();
    const checkpoint = row && parseCheckpoint(row.note);
    return checkpoint ? checkpointOf(checkpoint) : undefined;
  }

  /** What the next checkpoint goes on from; it was written beside the last one, so it is proved against that. */
  #lastFrontier(signer: Signer): { last?: ParsedCheckpoint; frontier: Frontier } {
    const row = this.#sql.lastCheckpoint.get();
    if (!row) return { frontier: new Frontier() };
    const last = parseCheckpoint(row.note);
    const frontier = last && Frontier.of(last.size, row.frontier);
    if (!frontier || !checkpointHolds(last, signer.publicKey) || frontier.root() !== last.root) {
      throw new UserError('The last checkpoint of the ledger does not hold.', 'Verify the ledger.');
    }
    return { last, frontier };
  }

  /** Adds what came after; only entries that follow each other are ever signed. */
  #extend(frontier: Frontier): void {
    let previous = this.#sql.one.get(frontier.size)?.hash ?? GENESIS;
    for (const { seq, body, hash } of this.#sql.after.iterate(frontier.size)) {
      const said = JSON.parse(body) as Pick<LedgerEntry, 'seq' | 'previous'>;
      const follows = said.seq === seq && seq === frontier.size + 1 && said.previous === previous;
      if (!follows || hashOf(body) !== hash) {
        throw new UserError(`Entry ${seq} of the ledger was changed.`, 'Verify the ledger.');
      }
      frontier.add(hash);
      previous = hash;
    }
  }

  #mustHold(anchor: ParsedCheckpoint): void {
    if (this.#sql.checkpointAt.get(anchor.size)?.note === anchor.note) return;
    const { seq } = this.head();
    if (seq < anchor.size) {
      throw new UserError(
        `The ledger ends at entry ${seq}, but ${anchor.size} entries were checkpointed on ${anchor.at}.`,
        'Its end was cut off, or an older copy was put in its place. Put the newest ledger back, or restore a backup in the program.',
      );
    }
    throw new UserError(
      `The ledger is not the one of which ${anchor.size} entries were checkpointed on ${anchor.at}.`,
      'An older copy was continued, or another ledger was put in its place. Put the right ledger back, or restore a backup in the program.',
    );
  }

  /** Number and hash of the last entry; 0 and 64 zeros where there is none. */
  head(): { seq: number; hash: string } {
    return this.#sql.head.get() ?? { seq: 0, hash: GENESIS };
  }

  /** The entry of a number, or undefined. */
  entry(seq: number): LedgerEntry | undefined {
    const stored = this.#sql.one.get(seq);
    return stored && toEntry(stored);
  }

  /** A chart's entries, oldest first. */
  ofChart(chart: string): LedgerEntry[] {
    return this.#sql.ofChart.all(chart).map(toEntry);
  }

  /** Every chart with its entries, oldest first; one chart is in memory at a time. */
  *byChart(): Generator<[chart: string, entries: LedgerEntry[]]> {
    let of: string | undefined;
    let entries: LedgerEntry[] = [];
    for (const stored of this.#sql.byChart.iterate()) {
      const { chart } = stored;
      if (of !== undefined && chart !== of) {
        yield [of, entries];
        entries = [];
      }
      of = chart;
      entries.push(toEntry(stored));
    }
    if (of !== undefined) yield [of, entries];
  }

  /** The charts that have entries after a sequence number. */
  chartsSince(seq: number): string[] {
    return this.#sql.chartsSince.all(seq);
  }

  /**
   * Entries that match, newest first. `origin` is for those who keep several ledgers.
   * @param before exclusive upper bound of the sequence number, for paging
   */
  entries(filter: LedgerFilter, limit: number, before?: number): LedgerPage {
    return browse(this.#database, filter, limit, before);
  }

  /** Every entry, oldest first. The ledger can be used, and appended to, meanwhile. */
  *all(): Generator<LedgerEntry> {
    for (const stored of this.stored()) yield toEntry(stored);
  }

  /** Entries as they are stored, oldest first, of those with numbers in (after, last]. */
  *stored(last = Number.MAX_SAFE_INTEGER, after = 0): Generator<StoredEntry> {
    for (let seq = after; seq < last;) {
      const batch = this.#sql.batch.all(seq, last, BATCH);
      yield* batch;
      seq = batch.at(-1)?.seq ?? last;
    }
  }

  /** The signed notes of all checkpoints over at most `most` entries, oldest first. */
  *checkpoints(most = Number.MAX_SAFE_INTEGER): Generator<{ size: number; note: string }> {
    for (let size = -1; size < most;) {
      const batch = this.#sql.checkpoints.all(size, most, BATCH);
      yield* batch;
      size = batch.at(-1)?.size ?? most;
    }
  }

  /**
   * The root of the Merkle tree's subtree over leaves [begin, end), counted from 0. Most of it stands beside
   * the checkpoints already.
   */
  subtree(begin: number, end: number): string {
    const size = end - begin;
    const isPerfect = 2 ** Math.floor(Math.log2(size)) === size;
    const known = isPerfect ? this.#sql.frontierIn.get(end, end + size) : undefined;
    // The frontier of any tree that ends in the subtree after this one holds this one's root.
    if (known && (begin / size) % 2 === 0) {
      return Frontier.of(known.size, known.frontier).subtree(onesIn(begin));
    }
    if (size > LEAVES_AT_ONCE) {
      const middle = begin + splitOf(size);
      return rootOver(this.subtree(begin, middle), this.subtree(middle, end));
    }
    const leaves = new Frontier();
    for (const hash of this.#sql.hashes.all(begin, end)) leaves.add(hash);
    return leaves.root();
  }

  close(): void {
    this.#database.close();
  }
}

type Statements = ReturnType<typeof statementsOf>;

function statementsOf(database: Database.Database) {
  type Numbered = Pick<StoredEntry, 'seq' | 'hash'>;
  interface CheckpointRow {
    note: string;
    frontier: Buffer;
  }
  return {
    insert: database.prepare(FILE_ENTRY),
    head: database.prepare<[], Numbered>('SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1'),
    lastTime: database
      .prepare<[], string>("SELECT body ->> '$.at' FROM entry ORDER BY seq DESC LIMIT 1")
      .pluck(),
    one: database.prepare<[number], StoredEntry>(`${STORED} WHERE seq = ?`),
    after: database.prepare<[number], StoredEntry>(`${STORED} NOT INDEXED WHERE seq > ? ORDER BY seq`),
    batch: database.prepare<[number, number, number], StoredEntry>(
      `${STORED} WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?`,
    ),
    ofChart: database.prepare<[string], StoredEntry>(`${STORED} WHERE chart = ? ORDER BY seq`),
    byChart: database.prepare<[], StoredEntry & { chart: string }>(
      'SELECT chart, seq, body, hash, sealed FROM entry WHERE chart IS NOT NULL ORDER BY chart, seq',
    ),
    chartsSince: database
      .prepare<[number], string>('SELECT DISTINCT chart FROM entry WHERE seq > ? AND chart IS NOT NULL')
      .pluck(),
    insertCheckpoint: database.prepare<[number, string, Buffer, string]>(
      'INSERT INTO checkpoint (size, note, frontier, publicKey) VALUES (?, ?, ?, ?)',
    ),
    checkpoints: database.prepare<[number, number, number], { size: number; note: string }>(
      'SELECT size, note FROM checkpoint WHERE size > ? AND size <= ? ORDER BY size LIMIT ?',
    ),
    frontierIn: database.prepare<[number, number], { size: number; frontier: Buffer }>(
      'SELECT size, frontier FROM checkpoint WHERE size >= ? AND size < ? LIMIT 1',
    ),
    hashes: database
      .prepare<[number, number], string>('SELECT hash FROM entry WHERE seq > ? AND seq <= ? ORDER BY seq')
      .pluck(),
    checkpointAt: database.prepare<[number], CheckpointRow>(
      'SELECT note, frontier FROM checkpoint WHERE size = ?',
    ),
    lastCheckpoint: database.prepare<[], CheckpointRow>(
      'SELECT note, frontier FROM checkpoint ORDER BY size DESC LIMIT 1',
    ),
  };
}

/** The anchor that a ledger must hold; read before the ledger is opened, which would make an empty one. */
function anchorFor(file: string, signer: Signer | undefined): ParsedCheckpoint | undefined {
  const anchor = readAnchor(file);
  if (anchor === undefined) return undefined;
  if (anchor === null || (signer && !checkpointHolds(anchor, signer.publicKey))) {
    throw new UserError(
      'The anchor beside the ledger is damaged, or is of another workstation.',
      'Put the right file back, or restore a backup in the program.',
    );
  }
  if (!existsSync(file)) {
    throw new UserError(
      `The ledger is missing, but ${anchor.size} entries were checkpointed on ${anchor.at}.`,
      'Put it back, or restore a backup in the program.',
    );
  }
  return anchor;
}

function checkpointOf({ origin, size, root, at, note }: Checkpoint): Checkpoint {
  return { origin, size, root, at, note };
}

function clockMoved({ found, expected }: NonNullable<Reading['moved']>): Act {
  return {
    ...chartlessAct('clock', LEDGER_ITSELF),
    details: { found: new Date(found).toISOString(), expected: new Date(expected).toISOString() },
  };
}

/** Names acts for a message, as in "The decision on I10 was not recorded". */
function whatOf(acts: readonly Act[]): string {
  if (acts.length > 1) return 'This group of decisions';
  const code = acts[0]?.code ?? null;
  return code === null ? 'This step' : `The decision on ${code}`;
}
