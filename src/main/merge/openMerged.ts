import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { openStore, useKey } from '../sqlite.ts';
import { MIGRATIONS } from './schema.ts';

/** In KiB: inserts into several indexes touch pages everywhere. */
const CACHE = 262_144;

/**
 * Opens the store of merged ledgers. It keeps a write-ahead log: a merge writes for minutes perhaps, on a
 * connection of its own, and everybody else reads meanwhile what was there before.
 *
 * @throws UserError where the file cannot be opened
 */
export function openMerged(file: string, key?: Uint8Array): Database.Database {
  const open = openAgain(file, key);
  if (open) return open;
  const database = openStore(file, 'store of merged ledgers', MIGRATIONS, key);
  database.pragma('journal_mode = WAL');
  return database;
}

/** Opens it to write many entries at once. @throws as {@link openMerged} does */
export function openForMerging(file: string, key?: Uint8Array): Database.Database {
  const database = openMerged(file, key);
  database.pragma(`cache_size = -${CACHE}`);
  return database;
}

/** A further connection to a store that is as this version makes it; null where there is none that is. */
function openAgain(file: string, key?: Uint8Array): Database.Database | null {
  if (!existsSync(file)) return null;
  const database = new Database(file, { fileMustExist: true });
  try {
    if (key) useKey(database, key);
    database.pragma('busy_timeout = 5000');
    database.pragma('synchronous = EXTRA');
    database.pragma('foreign_keys = ON');
    database.pragma('temp_store = MEMORY');
    const isCurrent =
      database.pragma('user_version', { simple: true }) === MIGRATIONS.length &&
      database.pragma('journal_mode', { simple: true }) === 'wal';
    if (isCurrent) return database;
  } catch {
    // Another key, or no database: opening it as a store says what is wrong.
  }
  database.close();
  return null;
}
