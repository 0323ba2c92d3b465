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
    const write = this.#database.transaction((): LedgerEntry => {
      const last = this.#database.prepare('SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1').get() as
        { seq: number; hash: string } | undefined;
      const body = EntryBody.parse({
        ...act,
        seq: (last?.seq ?? 0) + 1,
        at: new Date().toISOString(),
        previous: last?.hash ?? GENESIS,
      });
      const serialised = serialise(body);
      const hash = hashOf(serialised);
      this.#database
        .prepare('INSERT INTO entry (seq, body, hash) VALUES (?, ?, ?)')
        .run(body.seq, serialised, hash);
      return { ...body, hash };
    });
    // Immediate: the last hash is read under the write lock, so that two processes cannot fork the chain.
    return writing(act.code === null ? 'This step' : `The decision on ${act.code}`, () => write.immediate());
  }

  /** A chart's entries, oldest first. */
  ofChart(chart: string): LedgerEntry[] {
    const rows = this.#database
      .prepare('SELECT body, hash FROM entry WHERE chart = ? ORDER BY seq')
      .all(chart) as Row[];
    return rows.map(({ body, hash }) => toEntry(body, hash));
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
