/** Reads the rows of a ledger's file as they are found, whatever they hold. */
import Database from 'better-sqlite3';
import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { useKey } from '../sqlite.ts';
import { parseHead, parseLine } from './exportFormat.ts';

/** Where a ledger is read from. */
export interface LedgerSource {
  file: string;
  kind: 'sqlite' | 'export';
  /** Of an encrypted SQLite file. */
  key?: Uint8Array;
}

/** One row or line as it was found. */
export type Found =
  | {
      kind: 'entry';
      /** The row's number in SQLite; null in an export. */
      key: number | null;
      /** SQLite holds what was put into it: not all of it must be text. */
      body: unknown;
      hash: unknown;
      sealed: unknown;
      /** chart, who, action, code in SQLite; null in an export. */
      filed: readonly unknown[] | null;
    }
  | { kind: 'withheld'; hash: string }
  | { kind: 'checkpoint'; note: string }
  /** A line of an export that is none of these. */
  | { kind: 'other' }
  /** Rows that the file does not give out. */
  | { kind: 'unreadable'; first: number; last: number };

/**
 * Part of a ledger, to be read by itself. SQLite: rows with numbers in (from, to]. Export: lines that begin
 * at bytes in [from, to).
 */
export interface Part {
  from: number;
  to: number;
}

export interface RowReader {
  /** Whether the export says that texts were left out; null where its first line is damaged. */
  readonly withheld: boolean | null;
  /** The parts that together are all of it, in order. */
  parts(): Part[];
  rows(part: Part): Generator<Found>;
  /** Entries of a part that an index does not list. */
  unlisted(part: Part): number[];
  close(): void;
}

const ROWS_OF_PART = 20_000;
const BYTES_OF_PART = 16 << 20;
const BATCH = 500;

/** @throws where the file cannot be opened as what it is */
export function rowReader(source: LedgerSource): RowReader {
  return source.kind === 'sqlite' ? new SqliteRows(source) : new ExportRows(source.file);
}

/** Opens a ledger's database for reading only. @throws where the key is wrong or the file no database */
export function openForReading({ file, key }: LedgerSource): Database.Database {
  const database = new Database(file, { readonly: true, fileMustExist: true });
  try {
    if (key) useKey(database, key);
    // Reads the first page.
    database.pragma('user_version');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

const UNLISTED = `
  SELECT seq FROM entry AS e NOT INDEXED WHERE seq > ? AND seq <= ? AND NOT (
    EXISTS (SELECT 1 FROM entry AS i INDEXED BY entry_chart WHERE i.chart IS e.chart AND i.seq = e.seq)
    AND EXISTS (
      SELECT 1 FROM entry AS i INDEXED BY entry_who_action
      WHERE i.who = e.who AND i.action = e.action AND i.seq = e.seq
    )
    AND (e.code IS NULL OR EXISTS (
      SELECT 1 FROM entry AS i INDEXED BY entry_code WHERE i.code = e.code AND i.seq = e.seq
    ))
  )`;

type Row = [seq: number, body: unknown, hash: unknown, sealed: unknown, ...filed: unknown[]];

class SqliteRows implements RowReader {
  readonly withheld = false;
  readonly #database: Database.Database;
  readonly #batch: Database.Statement<[number, number, number], Row>;
  readonly #one: Database.Statement<[number], Row>;
  /** Whether the indexes are to be compared: of a plain file, SQLite's own check has done so. */
  readonly #isListed: boolean;

  constructor(source: LedgerSource) {
    this.#database = openForReading(source);
    const columns = columnsOf(this.#database);
    this.#isListed = source.key !== undefined && columns.includes('who');
    const select = `SELECT ${columns} FROM entry NOT INDEXED`;
    this.#batch = this.#database
      .prepare<[number, number, number], Row>(`${select} WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?`)
      .raw();
    this.#one = this.#database.prepare<[number], Row>(`${select} WHERE seq = ?`).raw();
  }

  parts(): Part[] {
    const last = this.#lastNumber();
    const bounds: number[] = [];
    for (let from = ROWS_OF_PART; from < last; from += ROWS_OF_PART) bounds.push(from);
    // Rows with numbers that no entry has are rows all the same.
    const ends = [...bounds, Number.MAX_SAFE_INTEGER];
    return ends.map((to, at) => ({ from: bounds[at - 1] ?? Number.MIN_SAFE_INTEGER, to }));
  }

  /** The number of the last row, as far as there can be so many rows in the file. */
  #lastNumber(): number {
    const database = this.#database;
    const pages = (name: string): number => database.pragma(name, { simple: true }) as number;
    const most = (pages('page_count') * pages('page_size')) / 100;
    try {
      const last = database
        .prepare<[], number | null>('SELECT max(seq) FROM entry NOT INDEXED')
        .pluck()
        .get();
      return Math.min(last ?? 0, most);
    } catch {
      return most;
    }
  }

  unlisted({ from, to }: Part): number[] {
    if (!this.#isListed) return [];
    try {
      return this.#database.prepare<[number, number], number>(UNLISTED).pluck().all(from, to);
    } catch {
      // A damaged page, which is named where the rows are read, or the indexes counted.
      return [];
    }
  }

  *rows({ from, to }: Part): Generator<Found> {
    for (let after = from; ;) {
      let batch: Row[];
      try {
        batch = this.#batch.all(after, to, BATCH);
      } catch {
        yield* this.#oneByOne(Math.max(after, 0), Math.min(to, this.#lastNumber()));
        return;
      }
      for (const row of batch) yield found(row);
      const last = batch.at(-1);
      if (!last || batch.length < BATCH) return;
      after = last[0];
    }
  }

  /** Past damaged pages, as far as rows can be reached. */
  *#oneByOne(after: number, to: number): Generator<Found> {
    let unreadable: { first: number; last: number } | undefined;
    for (let seq = after + 1; seq <= to; seq += 1) {
      let row: Row | undefined;
      try {
        row = this.#one.get(seq);
      } catch {
        if (unreadable) unreadable.last = seq;
        else unreadable = { first: seq, last: seq };
        continue;
      }
      if (unreadable) yield { kind: 'unreadable', ...unreadable };
      unreadable = undefined;
      if (row) yield found(row);
    }
    if (unreadable) yield { kind: 'unreadable', ...unreadable };
  }

  close(): void {
    this.#database.close();
  }
}

function found([key, body, hash, sealed, ...filed]: Row): Found {
  return { kind: 'entry', key, body, hash, sealed, filed: filed.length > 0 ? filed : null };
}

/** The first schema had neither texts apart from bodies nor columns of its own for who, action and code. */
function columnsOf(database: Database.Database): string {
  const version = database.pragma('user_version', { simple: true }) as number;
  return version < 2 ? 'seq, body, hash, NULL' : 'seq, body, hash, sealed, chart, who, action, code';
}

class ExportRows implements RowReader {
  readonly withheld: boolean | null;
  readonly #handle: number;
  readonly #size: number;

  constructor(file: string) {
    this.#handle = openSync(file, 'r');
    this.#size = fstatSync(this.#handle).size;
    const [first = ''] = linesFrom(this.#handle, 0, 1);
    const head = parseHead(first);
    this.withheld = head && !head.excerpts;
  }

  parts(): Part[] {
    const parts: Part[] = [];
    for (let from = 0; from < this.#size; from += BYTES_OF_PART) {
      parts.push({ from, to: Math.min(from + BYTES_OF_PART, this.#size) });
    }
    return parts;
  }

  /** The first line of the file is not among them. */
  *rows({ from, to }: Part): Generator<Found> {
    let first = from === 0;
    for (const line of linesFrom(this.#handle, from, to)) {
      if (first) {
        first = false;
        continue;
      }
      const parsed = parseLine(line);
      if (parsed.kind === 'entry') yield { ...parsed, key: null, filed: null };
      else if (parsed.kind !== 'signature') yield parsed;
    }
  }

  unlisted(): number[] {
    return [];
  }

  close(): void {
    closeSync(this.#handle);
  }
}

const BLOCK = 1 << 18;
const NEWLINE = 0x0a;

/**
 * Lines, without their ends, that begin at bytes in [from, to) of a file; a line begins at 0 and after each
 * newline. A line that is not UTF-8 comes as an empty one.
 */
export function* linesFrom(handle: number, from: number, to: number): Generator<string> {
  let block = Buffer.alloc(BLOCK);
  /** Bytes of `block` that are filled, and where in the file the first of them lies. */
  let filled = 0;
  let base = from === 0 ? 0 : from - 1;
  // A line that began before belongs to the part before: with the newline at `from` - 1 one begins at `from`.
  let skipping = from > 0;
  for (;;) {
    if (filled === block.length) block = Buffer.concat([block, Buffer.alloc(block.length)]);
    const read = readSync(handle, block, filled, block.length - filled, base + filled);
    filled += read;
    const bytes = block.subarray(0, filled);
    let begin = 0;
    for (;;) {
      const end = bytes.indexOf(NEWLINE, begin);
      const atEnd = end < 0 && read === 0;
      if (end < 0 && !atEnd) break;
      if (atEnd && begin === filled) return;
      if (!skipping) {
        if (base + begin >= to) return;
        yield textOf(block.subarray(begin, atEnd ? filled : end));
      }
      if (atEnd) return;
      skipping = false;
      begin = end + 1;
    }
    block.copyWithin(0, begin, filled);
    base += begin;
    filled -= begin;
  }
}

function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  // Bytes that are not UTF-8 are read as this character, which a line may hold by right too.
  return text.includes('\ufffd') && !isUtf8(bytes) ? '' : text;
}
