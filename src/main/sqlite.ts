import Database from 'better-sqlite3';
import { chmodSync, statSync } from 'node:fs';
import { UserError } from './errors.ts';

/**
 * Opens a store of ours and brings its schema up to date, one migration at a time, each in its own
 * transaction. A failed migration leaves the file as it was.
 *
 * @param migrations SQL from version n to n+1; their number is the version this program writes
 * @throws UserError where the file was written by a newer program or is no database
 */
export function openStore(file: string, what: string, migrations: readonly string[]): Database.Database {
  let database: Database.Database | undefined;
  try {
    database = new Database(file);
    refuseNewer(database, what, migrations.length);
    // Patient data: nobody but the owner reads it, a file brought in from elsewhere included.
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
    // One file, no side file to lose or to cut: a committed decision is in it when the call returns.
    database.pragma('journal_mode = DELETE');
    database.pragma('synchronous = FULL');
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
