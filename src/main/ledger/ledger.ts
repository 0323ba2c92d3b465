import type Database from 'better-sqlite3';
import type { LedgerEntry } from '../../shared/coding.ts';
import { openStore, writing } from '../sqlite.ts';
import { EntryBody, GENESIS, hashOf, serialise, toEntry } from './entry.ts';
import { MIGRATIONS } from './schema.ts';

/** What the caller says of an act; the ledger adds its number, time and predecessor. */
export type Act = Omit<EntryBody, 'seq' | 'at' | 'previous'>;

interface Row {
  body: string;
  hash: string;
}

/**
 * The append-only record of every decision. Each entry holds the hash of the one before it, so that
 * no entry can be changed, removed or put in between without the chain showing it.
 */
export class Ledger {
  readonly file: string;
  readonly #database: Database.Database;

  constructor(file: string) {
    this.file = file;
    this.#database = openStore(file, 'ledger', MIGRATIONS);
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
   * Appends several entries, all or none.
   * @throws where the disk refuses; the ledger is then as it was
   */
  appendAll(acts: readonly Act[]): LedgerEntry[] {
    const write = this.#database.transaction(() => acts.map((act) => this.#write(act)));
    // Immediate: the last hash is read under the write lock, so that two processes cannot fork the chain.
    return writing(whatOf(acts), () => write.immediate());
  }

  #write(act: Act): LedgerEntry {
    const last = this.head();
    const body = EntryBody.parse({
      ...act,
      seq: last.seq + 1,
      at: new Date().toISOString(),
      previous: last.hash,
    });
    const serialised = serialise(body);
    const hash = hashOf(serialised);
    this.#database
      .prepare('INSERT INTO entry (seq, body, hash) VALUES (?, ?, ?)')
      .run(body.seq, serialised, hash);
    return { ...body, hash };
  }

  /** Number and hash of the last entry; 0 and 64 zeros where there is none. */
  head(): { seq: number; hash: string } {
    const last = this.#database.prepare('SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1').get();
    return (last as { seq: number; hash: string } | undefined) ?? { seq: 0, hash: GENESIS };
  }

  /** The entry of a number, or undefined. */
  entry(seq: number): LedgerEntry | undefined {
    const row = this.#database.prepare('SELECT body, hash FROM entry WHERE seq = ?').get(seq) as
      Row | undefined;
    return row && toEntry(row.body, row.hash);
  }

  /** A chart's entries, oldest first. */
  ofChart(chart: string): LedgerEntry[] {
    const rows = this.#database
      .prepare('SELECT body, hash FROM entry WHERE chart = ? ORDER BY seq')
      .all(chart) as Row[];
    return rows.map(({ body, hash }) => toEntry(body, hash));
  }

  /** Every chart with its entries, oldest first; one chart is in memory at a time. */
  *byChart(): Generator<[chart: string, entries: LedgerEntry[]]> {
    const rows = this.#database
      .prepare('SELECT chart, body, hash FROM entry ORDER BY chart, seq')
      .iterate() as IterableIterator<Row & { chart: string }>;
    let of: string | undefined;
    let entries: LedgerEntry[] = [];
    for (const { chart, body, hash } of rows) {
      if (of !== undefined && chart !== of) {
        yield [of, entries];
        entries = [];
      }
      of = chart;
      entries.push(toEntry(body, hash));
    }
    if (of !== undefined) yield [of, entries];
  }

  /** The charts that have entries after a sequence number. */
  chartsSince(seq: number): string[] {
    return this.#database
      .prepare('SELECT DISTINCT chart FROM entry WHERE seq > ?')
      .pluck()
      .all(seq) as string[];
  }

  /**
   * Entries, newest first.
   * @param before exclusive upper bound of the sequence number, for paging
   */
  entries(limit: number, before = Number.MAX_SAFE_INTEGER, chart?: string): LedgerEntry[] {
    const rows = (
      chart === undefined
        ? this.#database
            .prepare('SELECT body, hash FROM entry WHERE seq < ? ORDER BY seq DESC LIMIT ?')
            .all(before, limit)
        : this.#database
            .prepare('SELECT body, hash FROM entry WHERE seq < ? AND chart = ? ORDER BY seq DESC LIMIT ?')
            .all(before, chart, limit)
    ) as Row[];
    return rows.map(({ body, hash }) => toEntry(body, hash));
  }

  close(): void {
    this.#database.close();
  }
}

/** Names acts for a message, as in "The decision on I10 was not recorded". */
function whatOf(acts: readonly Act[]): string {
  if (acts.length > 1) return 'This group of decisions';
  const code = acts[0]?.code ?? null;
  return code === null ? 'This step' : `The decision on ${code}`;
}
