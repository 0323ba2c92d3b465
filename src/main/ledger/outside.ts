/** What surrounds the entries in a ledger's file: its schema and checkpoints, or an export's first and last line. */
import Database from 'better-sqlite3';
import { createHash, type KeyObject } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import type { LedgerFault } from '../../shared/ledger.ts';
import { UserError } from '../errors.ts';
import { kindOfStore } from '../sqlite.ts';
import { parseCheckpoint, type ParsedCheckpoint } from './checkpoint.ts';
import { EXPORT_BEGINNING, parseHead, parseLine, signedText, type ExportHead } from './exportFormat.ts';
import { linesFrom, openForReading, type LedgerSource } from './rows.ts';
import { faultBetween, faultOfAll } from './scan.ts';
import { MIGRATIONS } from './schema.ts';
import { isSignedBy, publicKeyFrom } from './signer.ts';

/**
 * What a ledger's file is.
 * @throws UserError where there is none, or it is encrypted and no key is given
 */
export function sourceOf(file: string, key?: Uint8Array): LedgerSource {
  if (!existsSync(file)) throw new UserError(`There is no ledger ${file}.`, 'Check the path.');
  const kind = kindOfStore(file);
  if (kind === 'encrypted' && !key) {
    throw new UserError(
      `The ledger ${file} is encrypted.`,
      'Verify it in the program, or have it exported there and verify the export.',
    );
  }
  if (kind === 'plain') return { file, kind: 'sqlite' };
  if (kind === 'encrypted' && key) return { file, kind: 'sqlite', key };
  // Damage can be anywhere, in the first bytes too: what looks like text was an export.
  if (looksLikeText(file)) return { file, kind: 'export' };
  return { file, kind: 'sqlite', ...(key && { key }) };
}

function looksLikeText(file: string): boolean {
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(4096);
    const length = readSync(handle, bytes, 0, bytes.length, 0);
    const beginning = bytes.subarray(0, length);
    const printable = beginning.filter((byte) => byte >= 0x20 && byte < 0x7f).length;
    return beginning.indexOf(EXPORT_BEGINNING) === 0 || printable > 0.8 * length;
  } finally {
    closeSync(handle);
  }
}

/** A ledger's database apart from its entries. */
export interface DatabaseOutside {
  faults: LedgerFault[];
  /** Of its schema; 0 where it cannot be read. */
  version: number;
  /** In their order, null for one that is none; null where they cannot be read. */
  checkpoints: (ParsedCheckpoint | null)[] | null;
  /** By size, the tree's frontier that stands beside a note, and the root that the note says. */
  frontiers: Map<number, { frontier: Buffer; root: string }>;
  /** The keys that stand beside the notes. */
  publicKeys: Set<string>;
}

/** @throws UserError where a newer version wrote it */
export function inspectDatabase(source: LedgerSource): DatabaseOutside {
  const outside: DatabaseOutside = {
    faults: [],
    version: 0,
    checkpoints: null,
    frontiers: new Map(),
    publicKeys: new Set(),
  };
  let database: Database.Database | undefined;
  const trying = (step: () => void): void => {
    try {
      step();
    } catch (error) {
      if (error instanceof UserError) throw error;
      outside.faults.push(unreadable(error, source.key !== undefined));
    }
  };
  try {
    trying(() => {
      const opened = openForReading(source);
      database = opened;
      const version = checkGuards(opened, outside.faults);
      outside.version = version;
      // Each page of an encrypted file is authenticated when it is read: its rows and indexes are enough.
      if (!source.key) trying(() => checkPages(opened, outside.faults));
      trying(() => (version >= 2 ? readCheckpoints(opened, outside) : (outside.checkpoints = [])));
    });
  } finally {
    database?.close();
  }
  return outside;
}

function unreadable(error: unknown, isEncrypted: boolean): LedgerFault {
  const detail = error instanceof Error ? error.message : String(error);
  const code = (error as { code?: unknown }).code;
  return code === 'SQLITE_NOTADB' && isEncrypted
    ? faultOfAll('key', 'the key does not open the file, or its first page is damaged')
    : faultOfAll('file', `the file cannot be read (${detail})`);
}

/** The schema with its triggers must be exactly what the migrations make. @returns its version */
function checkGuards(database: Database.Database, faults: LedgerFault[]): number {
  const fresh = new Database(':memory:');
  try {
    const version = database.pragma('user_version', { simple: true }) as number;
    if (version > MIGRATIONS.length) {
      throw new UserError(
        `The ledger was written by a newer version of Rubricator (schema ${version}).`,
        'Verify it with that version.',
      );
    }
    for (const migration of MIGRATIONS.slice(0, version)) fresh.exec(migration);
    const schemaOf = (of: Database.Database): string =>
      JSON.stringify(
        of.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all(),
      );
    if (schemaOf(fresh) !== schemaOf(database)) {
      faults.push(faultOfAll('guards', 'the tables or the guards against change were altered'));
    }
    return version;
  } finally {
    fresh.close();
  }
}

/** SQLite's own check, which names pages; where it breaks off, what it said before stands. */
function checkPages(database: Database.Database, faults: LedgerFault[]): void {
  for (const line of database.prepare<[], string>('PRAGMA integrity_check(20)').pluck().iterate()) {
    if (line !== 'ok') faults.push(faultOfAll('file', `the database file is damaged: ${line}`));
  }
}

/**
 * Compares the length of an encrypted ledger's indexes with its entries, for which every page of them is
 * read; that each entry is listed in them, the scan sees.
 * @param entries that were found; what came since does not count
 * @param coded how many of them have a code
 */
export function checkIndexes(source: LedgerSource, entries: number, coded: number): LedgerFault[] {
  const database = openForReading(source);
  try {
    const count = (index: string, condition = 'true'): number | undefined =>
      database
        .prepare<[number], number>(
          `SELECT count(*) FROM entry INDEXED BY ${index} WHERE ${condition} AND seq <= ?`,
        )
        .pluck()
        .get(entries);
    const isRight =
      count('entry_chart') === entries &&
      count('entry_who_action') === entries &&
      count('entry_code', 'code IS NOT NULL') === coded;
    return isRight ? [] : [faultOfAll('file', 'an index lists other entries than there are')];
  } catch (error) {
    return [unreadable(error, true)];
  } finally {
    database.close();
  }
}

function readCheckpoints(database: Database.Database, outside: DatabaseOutside): void {
  const rows = database
    .prepare<[], { size: number; note: unknown; frontier: unknown; publicKey: unknown }>(
      'SELECT size, note, frontier, publicKey FROM checkpoint ORDER BY size',
    )
    .all();
  const checkpoints = rows.map(({ note }) => parseCheckpoint(String(note)));
  outside.checkpoints = checkpoints;
  for (const [at, { size, frontier, publicKey }] of rows.entries()) {
    outside.publicKeys.add(String(publicKey));
    const checkpoint = checkpoints[at];
    if (checkpoint && Buffer.isBuffer(frontier)) {
      outside.frontiers.set(size, { frontier, root: checkpoint.root });
    }
    const said = checkpoint?.size ?? size;
    if (said !== size || !Buffer.isBuffer(frontier)) {
      const problem = `the checkpoint over ${said} entries stands as one over ${size}`;
      outside.faults.push(faultBetween('checkpoint', Math.min(said, size), Math.max(said, size), problem));
    }
  }
}

/** An export apart from its entries and checkpoints. */
export interface ExportOutside {
  /** Null where the first line is damaged. */
  head: ExportHead | null;
  /** Whether the last line is a signature: where not, the end is missing. */
  hasEnd: boolean;
  /** Whether a key signed the file as it is. */
  isSignedBy: (key: KeyObject) => boolean;
}

const BLOCK = 1 << 20;
/** Bytes within which the last line lies. */
const LAST_LINE = 1 << 10;

/** Reads the whole file once, for its hash. */
export function inspectExport(file: string): ExportOutside {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const [first = ''] = linesFrom(handle, 0, 1);
    const tail = Buffer.alloc(Math.min(size, LAST_LINE));
    readSync(handle, tail, 0, tail.length, size - tail.length);
    const end = tail.lastIndexOf('\n', -2) + 1;
    const line = tail.at(-1) === 0x0a ? parseLine(tail.toString('latin1', end, tail.length - 1)) : undefined;
    const signature = line?.kind === 'signature' ? Buffer.from(line.signature, 'base64') : undefined;
    const isWritten = signature?.toString('base64') === (line?.kind === 'signature' && line.signature);
    const hashed = createHash('sha256');
    const block = Buffer.alloc(BLOCK);
    for (let at = 0, left = size - tail.length + end; left > 0;) {
      const read = readSync(handle, block, 0, Math.min(BLOCK, left), at);
      if (read === 0) break;
      hashed.update(block.subarray(0, read));
      at += read;
      left -= read;
    }
    const signed = signedText(hashed);
    return {
      head: parseHead(first),
      hasEnd: signature !== undefined,
      isSignedBy: (key) => signature !== undefined && isWritten && isSignedBy(key, signed, signature),
    };
  } finally {
    closeSync(handle);
  }
}

/** The first of some keys in base64 that is one. */
export function firstKey(keys: Iterable<string>): KeyObject | null {
  for (const base64 of keys) {
    const key = publicKeyFrom(base64);
    if (key) return key;
  }
  return null;
}
