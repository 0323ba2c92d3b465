import Database from 'better-sqlite3';
import {
  chmodSync,
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from './accounts/replaceFile.ts';
import { UserError } from './errors.ts';

/** Bytes of a store's key. */
const KEY_BYTES = 32;
/** What every plain SQLite file begins with. */
const PLAIN_BEGINNING = 'SQLite format 3\0';
/** Bytes 20 to 23 of an encrypted one: 64 bytes of each page go to its nonce and tag, then three constants. */
const ENCRYPTED_HEADER = Buffer.from([64, 64, 32, 32]);
const WIPED_AT_ONCE = 1 << 20;

/**
 * Opens a store of ours and brings its schema up to date, one migration at a time, each in its own
 * transaction. A failed migration leaves the file as it was.
 *
 * @param migrations SQL from version n to n+1; their number is the version this program writes
 * @param key of 32 bytes: the file is encrypted with it, page by page; without one it is plain
 * @throws UserError where the file was written by a newer program, was encrypted with another key, is plain
 * though a key is given (see {@link encryptStore}), is encrypted though none is, or is no database
 */
export function openStore(
  file: string,
  what: string,
  migrations: readonly string[],
  key?: Uint8Array,
): Database.Database {
  let database: Database.Database | undefined;
  try {
    refuseOtherKind(file, what, key !== undefined);
    database = new Database(file);
    if (key) {
      useKey(database, key);
      refuseWrongKey(database, file, what);
    }
    refuseNewer(database, what, migrations.length);
    // No temporary file: it would hold in plain what a query sorts.
    database.pragma('temp_store = MEMORY');
    // Patient data: nobody but the owner reads it, a file brought in from elsewhere included.
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
    // One file, no side file to lose or to cut: a committed decision is in it when the call returns.
    database.pragma('journal_mode = DELETE');
    // EXTRA also syncs the folder when the journal goes: without, a power cut can bring the journal back, and
    // with it undo what was committed.
    database.pragma('synchronous = EXTRA');
    database.pragma('foreign_keys = ON');
    database.pragma('busy_timeout = 5000');
    migrate(database, migrations);
    return database;
  } catch (cause) {
    database?.close();
    if (cause instanceof UserError) throw cause;
    throw new UserError(
      `The ${what} in ${file} cannot be opened.`,
      'Check that the folder can be written and the disk is not full; restore the file from a backup if it is damaged.',
      { cause },
    );
  }
}

/**
 * Has a connection encrypt and decrypt its pages with AEGIS-256; to be called right after opening, before
 * anything is read. Whether the key is the right one shows when the first page is read.
 */
export function useKey(database: Database.Database, key: Uint8Array): void {
  database.pragma("cipher = 'aegis'");
  database.pragma("algorithm = 'aegis-256'");
  database.pragma(`key = "${literalOf(key)}"`);
}

/**
 * What a file holds, by its beginning: a plain SQLite file, one that {@link useKey} encrypted, which leaves
 * bytes 16 to 23 of the header readable, or something else. An empty file counts as none.
 *
 * @throws the system's error where it cannot be read
 */
export function kindOfStore(file: string): 'none' | 'plain' | 'encrypted' | 'other' {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'none';
    throw error;
  }
  try {
    const header = Buffer.alloc(24);
    if (readSync(handle, header, 0, header.length, 0) === 0) return 'none';
    if (header.toString('latin1', 0, PLAIN_BEGINNING.length) === PLAIN_BEGINNING) return 'plain';
    return header.subarray(20).equals(ENCRYPTED_HEADER) ? 'encrypted' : 'other';
  } finally {
    closeSync(handle);
  }
}

/**
 * Encrypts a plain store of an earlier version. A copy without its unused pages is encrypted, checked and put
 * in the store's place in one step: whatever ends the program leaves the plain file or the encrypted one, whole.
 * The blocks of the plain file are overwritten then, as far as the file system does so in place. A file that is
 * not there or encrypted already is left alone.
 *
 * @param what names it for the user, as in "chart store"
 * @throws UserError where it cannot be done; the file is then as it was
 */
export function encryptStore(file: string, what: string, key: Uint8Array): void {
  const copy = `${file}.encrypting`;
  let old: number | undefined;
  try {
    wipe(copy);
    if (kindOfStore(file) !== 'plain') return;
    copyOut(file, copy);
    rekey(copy, key);
    checkCopy(copy, key);
    // Windows does not replace a file that is open.
    if (process.platform !== 'win32') old = openSync(file, 'r+');
    renameSync(copy, file);
    syncFolder(dirname(file));
    if (old !== undefined) overwrite(old);
  } catch (cause) {
    discard(copy);
    throw new UserError(
      `The ${what} in ${file} cannot be encrypted.`,
      'Check that the folder can be written and the disk has room for the file once more. Nothing was changed.',
      { cause },
    );
  } finally {
    if (old !== undefined) closeSync(old);
  }
}

/** A plain copy without unused pages, made while nobody else writes. */
function copyOut(file: string, copy: string): void {
  const database = new Database(file, { fileMustExist: true });
  try {
    database.pragma('temp_store = MEMORY');
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE; COMMIT');
    database.prepare('VACUUM INTO ?').run(copy);
    chmodSync(copy, 0o600);
  } finally {
    database.close();
  }
}

/** Encrypts a file that nobody else knows of: no journal, which would hold its pages in plain. */
function rekey(copy: string, key: Uint8Array): void {
  const database = new Database(copy, { fileMustExist: true });
  try {
    database.pragma('temp_store = MEMORY');
    database.pragma('journal_mode = OFF');
    database.pragma("cipher = 'aegis'");
    database.pragma("algorithm = 'aegis-256'");
    database.pragma(`rekey = "${literalOf(key)}"`);
  } finally {
    database.close();
  }
  const handle = openSync(copy, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function checkCopy(copy: string, key: Uint8Array): void {
  if (kindOfStore(copy) !== 'encrypted') throw new Error('the copy is not encrypted');
  const database = new Database(copy, { readonly: true, fileMustExist: true });
  try {
    useKey(database, key);
    const [first] = database.pragma('integrity_check(1)') as { integrity_check: string }[];
    if (first?.integrity_check !== 'ok')
      throw new Error(`the copy is damaged: ${first?.integrity_check ?? ''}`);
  } finally {
    database.close();
  }
}

/** Takes away what an encryption left that failed; if that fails too, the next one begins with it. */
function discard(copy: string): void {
  try {
    wipe(copy);
  } catch {
    // The failure before it is the one to be reported.
  }
}

/** Takes away a file that may hold plain text, after overwriting it. */
function wipe(file: string): void {
  let handle: number;
  try {
    handle = openSync(file, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    overwrite(handle);
  } finally {
    closeSync(handle);
  }
  rmSync(file, { force: true });
}

function overwrite(handle: number): void {
  const zeros = Buffer.alloc(WIPED_AT_ONCE);
  const { size } = fstatSync(handle);
  for (let at = 0; at < size;) at += writeSync(handle, zeros, 0, Math.min(zeros.length, size - at), at);
  fsyncSync(handle);
}

/** As SQLite's pragmas take a key that is used as it is, with no derivation before it. */
function literalOf(key: Uint8Array): string {
  if (key.length !== KEY_BYTES) throw new Error(`a store's key has ${KEY_BYTES} bytes, not ${key.length}`);
  return `x'${Buffer.from(key.buffer, key.byteOffset, key.length).toString('hex')}'`;
}

function refuseOtherKind(file: string, what: string, withKey: boolean): void {
  const kind = kindOfStore(file);
  if (kind === 'plain' && withKey) {
    throw new UserError(
      `The ${what} in ${file} is not encrypted, though it should be.`,
      'Somebody may have replaced it: restore the data folder from a backup. Nothing was changed.',
    );
  }
  if (kind === 'encrypted' && !withKey) {
    throw new UserError(
      `The ${what} in ${file} is encrypted.`,
      'Open it with an account of its data folder. Nothing was changed.',
    );
  }
}

/** Reads the first page, where a wrong key shows. */
function refuseWrongKey(database: Database.Database, file: string, what: string): void {
  try {
    versionOf(database);
  } catch (cause) {
    if (!(cause instanceof Database.SqliteError) || cause.code !== 'SQLITE_NOTADB') throw cause;
    throw new UserError(
      `The ${what} in ${file} was encrypted with another key, or its beginning is damaged.`,
      'Restore the data folder from a backup, keys and stores together. Nothing was changed.',
      { cause },
    );
  }
}

/** What the user can do where SQLite cannot write, by the kind of its error. */
const OBSTACLES: readonly (readonly [code: RegExp, reason: string, remedy: string])[] = [
  [/^SQLITE_FULL/, 'the disk is full', 'Free some space on the disk, then do it again.'],
  [
    /^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/,
    'the data folder cannot be written',
    'Get write permission for it, then do it again.',
  ],
  [
    /^SQLITE_(BUSY|LOCKED)/,
    'another program keeps the file locked',
    'End the other program, then do it again.',
  ],
  [/^SQLITE_IOERR/, 'the disk reported an error', 'Check the disk, then do it again.'],
  [
    /^SQLITE_(CORRUPT|NOTADB)/,
    'the file is damaged',
    'Verify the ledger and restore the data folder from a backup.',
  ],
];

/**
 * Does a write, which happens wholly or not at all.
 * @param what names it for the user, as in "The decision"
 * @throws UserError where the disk or the file refuses it
 */
export function writing<T>(what: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    const { code } = error;
    const [, reason, remedy] = OBSTACLES.find(([pattern]) => pattern.test(code)) ?? [];
    if (!reason || !remedy) throw error;
    throw new UserError(`${what} was not recorded: ${reason}.`, remedy, { cause: error });
  }
}

/** Before anything is set: even the journal mode is written into the file. */
function refuseNewer(database: Database.Database, what: string, known: number): void {
  const version = versionOf(database);
  if (version <= known) return;
  throw new UserError(
    `The ${what} was written by a newer version of Rubricator (schema ${version}, this one knows ${known}).`,
    'Use the newer version. Nothing was changed.',
  );
}

function migrate(database: Database.Database, migrations: readonly string[]): void {
  for (let next = versionOf(database); next < migrations.length; next++) {
    database
      .transaction(() => {
        // Another process may have got here first.
        if (versionOf(database) > next) return;
        database.exec(migrations[next] ?? '');
        database.pragma(`user_version = ${next + 1}`);
      })
      .immediate();
  }
}

function versionOf(database: Database.Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}
