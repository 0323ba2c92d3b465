import type Database from 'better-sqlite3';
import type { LedgerEntry } from '../../shared/entry.ts';
import type { Checkpoint, KnownLedger, LedgerFilter, LedgerPage, VerifyReport } from '../../shared/ledger.ts';
import { UserError } from '../errors.ts';
import { parseCheckpoint } from '../ledger/checkpoint.ts';
import { toEntry, type StoredEntry } from '../ledger/entry.ts';
import { openMerged } from './openMerged.ts';

/** A chart that was worked on at more than one workstation. */
export interface DuplicateChart {
  chart: string;
  /** At least two. */
  origins: string[];
}

/** An entry with the workstation it is of. */
export interface OriginEntry {
  origin: string;
  entry: LedgerEntry;
}

/** Rows that are read at once: enough to be fast, few enough to hold nothing up. */
const BATCH = 1000;

/** An entry whose body was left out cannot be shown; its hash alone is kept for the chain. */
const STORED = 'SELECT seq, body, hash, sealed FROM entry WHERE body IS NOT NULL AND';

/** The ledgers of other workstations that were merged, each with its own chain. */
export class MergedLedgers {
  readonly #database: Database.Database;

  /** @throws UserError where the file cannot be opened */
  constructor(file: string, key?: Uint8Array) {
    this.#database = openMerged(file, key);
  }

  /** The merged ledgers in the order in which they were first merged. */
  known(): KnownLedger[] {
    const rows = this.#database
      .prepare<[], { id: number; origin: string; mergedAt: string; withheld: number }>(
        'SELECT id, origin, mergedAt, withheld FROM ledger ORDER BY id',
      )
      .all();
    const last = this.#database.prepare<[number], { seq: number; at: string }>(
      'SELECT seq, at FROM entry WHERE ledger = ? ORDER BY seq DESC LIMIT 1',
    );
    return rows.map(({ id, origin, mergedAt, withheld }) => {
      const { seq = 0, at = null } = last.get(id) ?? {};
      return { origin, own: false, entries: seq, lastAt: at, withheld: withheld > 0, mergedAt };
    });
  }

  /** The public key that is pinned for a ledger, SPKI in base64; null for one that was never merged. */
  publicKey(origin: string): string | null {
    return (
      this.#database
        .prepare<[string], string>('SELECT publicKey FROM ledger WHERE origin = ?')
        .pluck()
        .get(origin) ?? null
    );
  }

  /** Of a merged ledger, by rising size. */
  checkpoints(origin: string): Checkpoint[] {
    return this.#database
      .prepare<[number], string>('SELECT note FROM checkpoint WHERE ledger = ? ORDER BY size')
      .pluck()
      .all(this.#idOf(origin))
      .flatMap((note) => {
        const parsed = parseCheckpoint(note);
        return parsed ? [{ origin, size: parsed.size, root: parsed.root, at: parsed.at, note }] : [];
      });
  }

  /**
   * Entries of the ledger that the filter names, newest first.
   * @param before exclusive upper bound of the sequence number, for paging
   * @throws UserError where that ledger was never merged
   */
  entries(
    { origin, ...filter }: LedgerFilter & { origin: string },
    limit: number,
    before?: number,
  ): LedgerPage {
    const ledger = this.#idOf(origin);
    const numbers = this.#numbers(ledger, filter, limit + 1, before);
    const row = this.#database.prepare<[number, number], StoredEntry>(`${STORED} ledger = ? AND seq = ?`);
    const entries = numbers.slice(0, limit).flatMap((seq) => {
      const stored = row.get(ledger, seq);
      return stored ? [toEntry(stored)] : [];
    });
    return { entries, more: numbers.length > limit };
  }

  /** Every entry of a merged ledger, oldest first; others can be read meanwhile. */
  *all(origin: string): Generator<LedgerEntry> {
    for (const stored of this.stored(origin)) yield toEntry(stored);
  }

  /** The same as they are stored. */
  *stored(origin: string): Generator<StoredEntry> {
    const ledger = this.#idOf(origin);
    const batch = this.#database.prepare<[number, number, number], StoredEntry>(
      `${STORED} ledger = ? AND seq > ? ORDER BY seq LIMIT ?`,
    );
    for (let rows = batch.all(ledger, 0, BATCH); rows.length > 0;) {
      yield* rows;
      rows = batch.all(ledger, rows.at(-1)?.seq ?? 0, BATCH);
    }
  }

  /** A chart's entries in one merged ledger, oldest first. */
  ofChart(origin: string, chart: string): LedgerEntry[] {
    return this.#database
      .prepare<[string, number], StoredEntry>(`${STORED} chart = ? AND ledger = ? ORDER BY seq`)
      .all(chart, this.#idOf(origin))
      .map(toEntry);
  }

  /**
   * Every chart of every merged ledger with its entries, oldest first; one chart is in memory at a time. A
   * chart that was worked on at two workstations comes once for each.
   */
  *byChart(): Generator<[chart: string, entries: LedgerEntry[], origin: string]> {
    const charts = this.#database
      .prepare<[], { chart: string; ledger: number; origin: string }>(
        `SELECT DISTINCT entry.chart, entry.ledger, ledger.origin
           FROM entry JOIN ledger ON ledger.id = entry.ledger
           WHERE entry.chart IS NOT NULL ORDER BY entry.chart, entry.ledger`,
      )
      .all();
    const ofChart = this.#database.prepare<[string, number], StoredEntry>(
      `${STORED} chart = ? AND ledger = ? ORDER BY seq`,
    );
    for (const { chart, ledger, origin } of charts) {
      yield [chart, ofChart.all(chart, ledger).map(toEntry), origin];
    }
  }

  /**
   * Charts that were worked on, not only imported and read, at more than one workstation.
   * @param own this workstation's ledger and the charts worked on here
   */
  duplicates(own?: { origin: string; charts: Iterable<string> }): DuplicateChart[] {
    const found = new Map<string, string[]>(
      Array.from(own?.charts ?? [], (chart) => [chart, [own?.origin ?? '']]),
    );
    const rows = this.#database
      .prepare<[], { chart: string; origin: string }>(
        `SELECT DISTINCT entry.chart, ledger.origin
           FROM entry JOIN ledger ON ledger.id = entry.ledger
           WHERE entry.chart IS NOT NULL AND entry.action NOT IN ('import', 'suggest')
           ORDER BY entry.chart, ledger.id`,
      )
      .all();
    for (const { chart, origin } of rows) found.set(chart, [...(found.get(chart) ?? []), origin]);
    return Array.from(found, ([chart, origins]) => ({ chart, origins }))
      .filter(({ origins }) => origins.length > 1)
      .sort((a, b) => (a.chart < b.chart ? -1 : 1));
  }

  /** Files that were refused because they contradict what is known, newest first. */
  refusals(): { at: string; report: VerifyReport }[] {
    return this.#database
      .prepare<[], { at: string; report: string }>('SELECT at, report FROM refusal ORDER BY id DESC')
      .all()
      .map(({ at, report }) => ({ at, report: JSON.parse(report) as VerifyReport }));
  }

  close(): void {
    this.#database.close();
  }

  #idOf(origin: string): number {
    const id = this.#database
      .prepare<[string], number>('SELECT id FROM ledger WHERE origin = ?')
      .pluck()
      .get(origin);
    if (id !== undefined) return id;
    throw new UserError(`The ledger ${origin} was not merged here.`, 'Merge its file first.');
  }

  /** The newest numbers that match, in the order of an index that leads to them. */
  #numbers(
    ledger: number,
    { from, to, ...terms }: Omit<LedgerFilter, 'origin'>,
    limit: number,
    before = Number.MAX_SAFE_INTEGER,
  ): number[] {
    const [first, last] = this.#range(ledger, from, to);
    const given: [condition: string, value: unknown][] = [
      ['ledger = ?', ledger],
      ['seq >= ?', first],
      ['seq <= ?', Math.min(last, before - 1)],
      ...Object.entries(terms).map(([column, value]) => [`${column} = ?`, value] as [string, unknown]),
    ];
    if (from !== undefined) given.push(['at >= ?', from]);
    if (to !== undefined) given.push(['at < ?', dayAfter(to)]);
    const by = indexFor(terms);
    // SQLite would read the entries in order and look into each.
    const index = by === undefined ? 'NOT INDEXED' : `INDEXED BY entry_${by}`;
    const conditions = given
      .map(([condition]) => condition)
      .concat(by === undefined ? 'body IS NOT NULL' : []);
    return this.#database
      .prepare<unknown[], number>(
        `SELECT seq FROM entry ${index} WHERE ${conditions.join(' AND ')} ORDER BY seq DESC LIMIT ?`,
      )
      .pluck()
      .all(...given.map(([, value]) => value), limit);
  }

  /** The numbers among which all entries of some days lie; among older ones times could go back. */
  #range(ledger: number, from?: string, to?: string): [first: number, last: number] {
    const number = (sql: string, ...values: unknown[]): number | undefined =>
      this.#database
        .prepare<unknown[], number>(sql)
        .pluck()
        .get(...values);
    const older = number('SELECT older FROM ledger WHERE id = ?', ledger) ?? 0;
    const first =
      from === undefined
        ? 1
        : number('SELECT seq FROM entry WHERE ledger = ? AND at >= ? ORDER BY at, seq LIMIT 1', ledger, from);
    const last =
      to === undefined
        ? Number.MAX_SAFE_INTEGER
        : number(
            'SELECT seq FROM entry WHERE ledger = ? AND at < ? ORDER BY at DESC, seq DESC LIMIT 1',
            ledger,
            dayAfter(to),
          );
    if (first === undefined || last === undefined) return [1, 0];
    return [first <= older ? 1 : first, Math.max(last, older)];
  }
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

/** The index that leads to the fewest entries, in the order of their numbers. */
function indexFor({ chart, code, who, action }: LedgerFilter): string | undefined {
  if (chart !== undefined) return 'chart';
  if (code !== undefined) return 'code';
  if (who !== undefined && action !== undefined) return 'who_action';
  if (who !== undefined) return 'who';
  return action === undefined ? undefined : 'action';
}
