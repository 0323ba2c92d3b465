/** What a backup does to stores; what takes long runs on a thread of its own, see `storesWorker.ts`. */
import Database from 'better-sqlite3';
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  createReadStream,
  existsSync,
  fsyncSync,
  openSync,
  statSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { UserError } from '../errors.ts';
import { GENESIS } from '../ledger/entry.ts';
import { publicKeyFrom } from '../ledger/signer.ts';
import { verifyNow } from '../ledger/verify.ts';
import { useKey } from '../sqlite.ts';
import { missing, type BackedUp, type CopiedFile } from './manifest.ts';

const LEDGER = 'ledger.sqlite';

/** The keys of the encrypted files. */
export type FileKeys = Partial<Record<BackedUp, Uint8Array>>;

/** Last entry of a ledger, and its time; null where it is empty. */
export interface LedgerEnd {
  seq: number;
  hash: string;
  at: string | null;
}

/** Files of a folder to be checked, and before that copied there where `from` says from where. */
export interface StoresTask {
  from: string | null;
  folder: string;
  names: readonly BackedUp[];
  keys: FileKeys;
  /** Of the workstation, SPKI in base64. */
  publicKey: string;
}

/**
 * Copies and checks stores. The keys of the task are overwritten afterwards.
 *
 * @returns the last entry of the ledger in the folder
 * @throws UserError where a file is damaged; the system's or SQLite's error where one cannot be read or written
 */
export function doStoresTask({ from, folder, names, keys, publicKey }: StoresTask): LedgerEnd {
  try {
    if (from !== null) copyStores(from, folder, names, keys);
    return checkStores(folder, names, keys, publicKey);
  } finally {
    for (const key of Object.values(keys)) key.fill(0);
  }
}

/**
 * Copies files from a folder to another, in the order given: stores through SQLite, as they are at one moment
 * and still encrypted, other files as they are. Every copy is on the disk when this returns.
 *
 * @param keys of the stores among them
 * @throws UserError where a store is damaged; the system's or SQLite's error where a copy cannot be written
 */
export function copyStores(from: string, to: string, names: readonly BackedUp[], keys: FileKeys): void {
  for (const name of names) {
    const [source, target] = [join(from, name), join(to, name)];
    const key = keys[name];
    if (key) {
      copyStore(source, target, key);
    } else copyFileSync(source, target, constants.COPYFILE_EXCL);
    chmodSync(target, 0o600);
    flush(target);
  }
}

/** VACUUM INTO reads the store as it is at one moment, and encrypts the copy with the same key. */
function copyStore(source: string, target: string, key: Uint8Array): void {
  let database: Database.Database | undefined;
  try {
    database = openReadOnly(source, key);
    database.prepare('VACUUM INTO ?').run(target);
  } catch (cause) {
    if (!(cause instanceof Database.SqliteError) || !/^SQLITE_(CORRUPT|NOTADB)/.test(cause.code)) throw cause;
    throw new UserError(
      `A store cannot be copied because it is damaged: ${basename(source)}.`,
      'Verify the ledger and restore the data folder from an earlier backup.',
      { cause },
    );
  } finally {
    database?.close();
  }
}

/** Size and hash of a file as they are read from the disk. */
export async function describe(folder: string, name: BackedUp): Promise<CopiedFile> {
  const file = join(folder, name);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk);
  return { name, size: statSync(file).size, sha256: hash.digest('hex') };
}

/**
 * Checks that a folder holds the files of a manifest as they were written.
 * @throws UserError naming the first that it does not
 */
export async function checkFiles(folder: string, files: readonly CopiedFile[]): Promise<void> {
  for (const { name, size, sha256 } of files) {
    if (!existsSync(join(folder, name))) throw missing(name);
    const found = await describe(folder, name);
    if (found.size !== size || found.sha256 !== sha256) throw damaged(name);
  }
}

/**
 * Opens every encrypted file of a backup, has SQLite check all of its pages, and verifies the ledger.
 *
 * @param publicKey of the workstation, SPKI in base64
 * @returns the last entry of the ledger
 * @throws UserError naming the first that is damaged, has another key, or does not verify
 */
export function checkStores(
  folder: string,
  names: readonly BackedUp[],
  keys: FileKeys,
  publicKey: string,
): LedgerEnd {
  let end: LedgerEnd | undefined;
  for (const name of names) {
    const key = keys[name];
    if (!key) continue;
    let database: Database.Database | undefined;
    try {
      database = openReadOnly(join(folder, name), key);
      const lines = database.pragma('integrity_check(1)') as { integrity_check: string }[];
      if (lines[0]?.integrity_check !== 'ok') throw new Error(lines[0]?.integrity_check ?? 'no answer');
      if (name === LEDGER) end = endOf(database);
    } catch {
      throw damaged(name);
    } finally {
      database?.close();
    }
  }
  if (names.includes(LEDGER)) checkLedger(join(folder, LEDGER), keys[LEDGER], publicKey);
  return end ?? { seq: 0, hash: GENESIS, at: null };
}

function checkLedger(file: string, key: Uint8Array | undefined, publicKey: string): void {
  const signedBy = publicKeyFrom(publicKey);
  const { ok } = verifyNow(file, { ...(key && { key }), ...(signedBy && { publicKey: signedBy }) });
  if (ok) return;
  throw new UserError(
    'The ledger in the backup does not verify.',
    'Use another backup. Nothing was changed.',
  );
}

function endOf(ledger: Database.Database): LedgerEnd | undefined {
  return ledger
    .prepare("SELECT seq, hash, json_extract(body, '$.at') AS at FROM entry ORDER BY seq DESC LIMIT 1")
    .get() as LedgerEnd | undefined;
}

function openReadOnly(file: string, key: Uint8Array): Database.Database {
  const database = new Database(file, { readonly: true, fileMustExist: true, timeout: 30_000 });
  useKey(database, key);
  database.pragma('temp_store = MEMORY');
  return database;
}

function flush(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function damaged(name: string): UserError {
  return new UserError(
    `The backup is damaged: ${name} is not as it was written.`,
    'Use another backup. Nothing was changed.',
  );
}
