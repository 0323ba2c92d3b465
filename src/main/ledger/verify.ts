import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import type { LedgerFault, VerifyReport } from '../../shared/coding.ts';
import { UserError } from '../errors.ts';
import { EntryBody, GENESIS, hashOf, serialise } from './entry.ts';
import { MIGRATIONS } from './schema.ts';

interface RawRow {
  seq: number;
  type: string;
  body: Buffer;
  hash: string;
}

const MOST_FAULTS = 100;

/**
 * Checks a ledger file without trusting anything in it: the database's own structure, the guards
 * against change, and for every entry its number, its form, its hash and its link to the one before.
 * A chain cannot show that its tail was cut: compare `head` and `entries` with a note taken earlier.
 *
 * @throws UserError where there is no such file
 */
export function verifyLedger(file: string): VerifyReport {
  if (!existsSync(file)) throw new UserError(`There is no ledger ${file}.`, 'Check the path.');
  const faults: LedgerFault[] = [];
  let entries = 0;
  let head = GENESIS;
  const fault = (entry: number | null, problem: string): void => {
    if (faults.length < MOST_FAULTS) faults.push({ entry, problem });
  };
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true });
    checkGuards(database, fault);
    for (const row of rowsOf(database)) {
      entries += 1;
      checkEntry(row, entries, head, fault);
      head = row.hash;
    }
    checkPages(database, fault);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    fault(entries + 1, `the file cannot be read from this entry on (${detail})`);
  } finally {
    database?.close();
  }
  return { ok: faults.length === 0, entries, head, faults };
}

/** Entries in the order of their numbers, bodies as bytes so that not one is decoded before it is checked. */
function* rowsOf(database: Database.Database): Generator<RawRow> {
  yield* database
    .prepare(
      'SELECT seq, typeof(body) AS type, CAST(body AS BLOB) AS body, hash FROM entry NOT INDEXED ORDER BY seq',
    )
    .iterate() as IterableIterator<RawRow>;
}

type Report = (entry: number | null, problem: string) => void;

function checkEntry(
  { seq, type, body, hash }: RawRow,
  expected: number,
  previous: string,
  fault: Report,
): void {
  if (seq !== expected) {
    fault(
      seq,
      seq > expected
        ? `entries ${expected} to ${seq - 1} are missing before it`
        : 'its number is out of order',
    );
  }
  if (hashOf(body) !== hash) {
    fault(seq, 'its content does not match its hash: it was changed');
    return;
  }
  let parsed: EntryBody;
  try {
    parsed = EntryBody.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
  } catch {
    fault(seq, 'its content is not a ledger entry');
    return;
  }
  if (type !== 'text' || serialise(parsed) !== body.toString('utf8'))
    fault(seq, 'its content is not in canonical form');
  if (parsed.seq !== seq) fault(seq, `its content belongs to entry ${parsed.seq}: it was moved`);
  if (parsed.previous !== previous) {
    fault(seq, 'it does not follow the entry before it: one of the two was changed, removed or put in');
  }
}

/** The schema with its triggers must be exactly what the migrations make. */
function checkGuards(database: Database.Database, fault: Report): void {
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
    if (schemaOf(fresh) !== schemaOf(database))
      fault(null, 'the tables or the guards against change were altered');
  } finally {
    fresh.close();
  }
}

function checkPages(database: Database.Database, fault: Report): void {
  const report = database.pragma('integrity_check(20)') as { integrity_check: string }[];
  for (const { integrity_check: line } of report) {
    if (line !== 'ok') fault(null, `the database file is damaged: ${line}`);
  }
}
