import type Database from 'better-sqlite3';
import type { InstalledRelease } from '../../shared/book.ts';
import { openPack } from './openPack.ts';
import { contentHash } from './pack.ts';

/** What a check of a catalogue pack found. */
export interface PackReport {
  release: Omit<InstalledRelease, 'shipped'>;
  faults: string[];
  /** Rows of each table. */
  rows: Record<string, number>;
  /** Lines of the sources that could not be taken over as they are. */
  report: { source: string; place: string; text: string; reason: string }[];
}

/** Relations by name, as SQL that finds the rows whose code or place the release does not have. */
const DANGLING: readonly (readonly [relation: string, sql: string])[] = [
  ['note', 'SELECT owner FROM note WHERE owner NOT IN (SELECT code FROM code UNION SELECT id FROM block)'],
  [
    'note_link',
    'SELECT target FROM note_link WHERE target NOT IN (SELECT code FROM code UNION SELECT id FROM block)',
  ],
  ['seventh', 'SELECT owner FROM seventh WHERE owner NOT IN (SELECT code FROM code)'],
  ['replacement', 'SELECT code FROM replacement WHERE code NOT IN (SELECT code FROM code)'],
  [
    'change',
    `SELECT owner FROM change WHERE kind NOT IN ('code-deleted', 'note-deleted')
       AND owner NOT IN (SELECT code FROM code UNION SELECT id FROM block)`,
  ],
];

/**
 * Checks a pack: SQLite's own structure, its content against its hash, and that every code in every
 * relation exists.
 * @throws UserError where the file is no catalogue pack
 */
export function verifyPack(file: string): PackReport {
  const { database, release } = openPack(file);
  try {
    return check(database, release);
  } catch (cause) {
    // SQLite gives up on reading where a page is damaged.
    const reason = cause instanceof Error ? cause.message : String(cause);
    return { release, faults: [`the file is damaged: ${reason}`], rows: {}, report: [] };
  } finally {
    database.close();
  }
}

function check(database: Database.Database, release: PackReport['release']): PackReport {
  const faults: string[] = [];
  const integrity = database.pragma('integrity_check', { simple: true });
  if (integrity !== 'ok') faults.push(`the file is damaged: ${String(integrity)}`);
  if (contentHash(database) !== release.contentHash) {
    faults.push('the content does not match its hash: it was changed after it was compiled');
  }
  const foreign = database.pragma('foreign_key_check') as {
    table: string;
    rowid: number;
    parent: string;
  }[];
  for (const { table, rowid, parent } of foreign.slice(0, 20)) {
    faults.push(`${table} ${rowid} names a ${parent} that does not exist`);
  }
  for (const [relation, sql] of DANGLING) {
    const missing = database.prepare(sql).pluck().all() as string[];
    if (missing.length > 0) {
      faults.push(`${relation}: ${missing.length} codes do not exist: ${missing.slice(0, 5).join(', ')}`);
    }
  }
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all() as string[];
  return {
    release,
    faults,
    rows: Object.fromEntries(
      tables.map((table) => [
        table,
        database.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number,
      ]),
    ),
    report: database.prepare('SELECT * FROM report').all() as PackReport['report'],
  };
}
