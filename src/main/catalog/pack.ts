import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { UserError } from '../errors.ts';
import { findNoteLinks } from './noteLinks.ts';
import type { Release, ReportLine } from './release.ts';

/** Raised with every change of the schema; a pack of another format is refused. */
export const PACK_FORMAT = 2;

const SCHEMA = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE source (name TEXT NOT NULL, kind TEXT NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL);
  CREATE TABLE report (source TEXT NOT NULL, place TEXT NOT NULL, text TEXT NOT NULL, reason TEXT NOT NULL);
  CREATE TABLE block (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('chapter', 'block')),
    title TEXT NOT NULL,
    parent TEXT REFERENCES block,
    position INTEGER NOT NULL
  );
  CREATE TABLE code (
    -- Place in the official order, from 1.
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    billable INTEGER NOT NULL CHECK (billable IN (0, 1)),
    parent INTEGER REFERENCES code,
    block TEXT REFERENCES block,
    poa_exempt INTEGER NOT NULL CHECK (poa_exempt IN (0, 1)),
    since TEXT
  );
  CREATE INDEX code_parent ON code (parent);
  CREATE INDEX code_block ON code (block) WHERE block IS NOT NULL;
  -- Owners are codes or blocks, as written.
  CREATE TABLE note (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, confirmed TEXT NOT NULL);
  CREATE INDEX note_owner ON note (owner);
  -- Half-open ranges of UTF-16 offsets into the note's text.
  CREATE TABLE note_link (note INTEGER NOT NULL REFERENCES note, start INTEGER NOT NULL, end INTEGER NOT NULL, target TEXT NOT NULL);
  CREATE INDEX note_link_note ON note_link (note);
  CREATE INDEX note_link_target ON note_link (target);
  CREATE TABLE seventh (owner TEXT NOT NULL, character TEXT NOT NULL, meaning TEXT NOT NULL, confirmed TEXT NOT NULL);
  CREATE INDEX seventh_owner ON seventh (owner);
  CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    book TEXT NOT NULL CHECK (book IN ('index', 'external', 'neoplasm', 'drug')),
    parent INTEGER REFERENCES entry,
    title TEXT NOT NULL,
    modifiers TEXT NOT NULL,
    since TEXT NOT NULL
  );
  CREATE INDEX entry_parent ON entry (parent, book);
  CREATE TABLE target (
    entry INTEGER NOT NULL REFERENCES entry,
    kind TEXT NOT NULL CHECK (kind IN ('code', 'manifestation', 'see', 'seeAlso')),
    text TEXT NOT NULL,
    code INTEGER REFERENCES code,
    col INTEGER,
    link INTEGER REFERENCES entry
  );
  CREATE INDEX target_entry ON target (entry);
  CREATE INDEX target_code ON target (code) WHERE code IS NOT NULL;
  CREATE TABLE col (book TEXT NOT NULL, col INTEGER NOT NULL, heading TEXT NOT NULL, PRIMARY KEY (book, col)) WITHOUT ROWID;
  CREATE TABLE change (owner TEXT NOT NULL, kind TEXT NOT NULL, before TEXT, after TEXT);
  CREATE INDEX change_owner ON change (owner);
  CREATE TABLE replacement (code TEXT NOT NULL, previous TEXT NOT NULL, effective TEXT NOT NULL);
  CREATE INDEX replacement_code ON replacement (code);
  CREATE INDEX replacement_previous ON replacement (previous);
  CREATE TABLE hcc_label (id INTEGER PRIMARY KEY, model TEXT NOT NULL, hcc TEXT NOT NULL, label TEXT NOT NULL);
  CREATE TABLE hcc (code INTEGER NOT NULL REFERENCES code, label INTEGER NOT NULL REFERENCES hcc_label, PRIMARY KEY (code, label)) WITHOUT ROWID;
  -- Every row of words a search can find; the text of a title is the code's own.
  CREATE TABLE phrase (id INTEGER PRIMARY KEY, code INTEGER NOT NULL REFERENCES code, kind TEXT NOT NULL, text TEXT, source TEXT);
  -- The compiled search index, by table name.
  CREATE TABLE search (name TEXT PRIMARY KEY, data BLOB NOT NULL);
`;

/** A row of words by which a search finds a code. */
export interface Phrase {
  code: string;
  kind: 'title' | 'inclusion' | 'index' | 'external' | 'neoplasm' | 'drug' | 'synonym';
  text: string;
  /** Of a synonym, where it is from; null for the release's own words. */
  source: string | null;
}

/** What makes a pack searchable; built from the release by `search/`. */
export interface SearchTables {
  phrases: readonly Phrase[];
  tables: ReadonlyMap<string, Uint8Array>;
}

/**
 * Writes a release into a catalogue pack: one SQLite file. The same input gives the same bytes. The
 * pack replaces `file` only when it is complete; a failure leaves what was there.
 *
 * @returns the SHA-256 of the pack's content
 * @throws UserError where the file cannot be written
 */
export function writePack(release: Release, search: SearchTables, file: string): string {
  const unfinished = `${file}.part`;
  try {
    rmSync(unfinished, { force: true });
    const database = new Database(unfinished);
    let hash: string;
    try {
      database.pragma('journal_mode = OFF');
      database.pragma('synchronous = OFF');
      database.exec(SCHEMA);
      database.transaction(() => fill(database, release, search))();
      hash = contentHash(database);
      database.prepare('INSERT INTO meta VALUES (?, ?)').run('content_sha256', hash);
      database.exec('VACUUM');
    } finally {
      database.close();
    }
    renameSync(unfinished, file);
    return hash;
  } catch (cause) {
    rmSync(unfinished, { force: true });
    throw new UserError(
      `The catalogue pack ${file} cannot be written.`,
      'Check that its folder is there and can be written, and that the disk is not full.',
      { cause },
    );
  }
}

/** Inserts rows into a table, a value for each of its columns. */
function insertAll(database: Database.Database, table: string, rows: Iterable<readonly unknown[]>): void {
  let statement: Database.Statement | undefined;
  for (const row of rows) {
    statement ??= database.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`);
    statement.run(row);
  }
}

function fill(database: Database.Database, release: Release, search: SearchTables): void {
  const ids = new Map(release.codes.map(({ code }, index) => [code, index + 1]));
  const blocks = new Set(release.blocks.map(({ id }) => id));
  const idOf = (code: string | null): number | null => (code === null ? null : (ids.get(code) ?? null));
  const unresolved: ReportLine[] = [];

  insertAll(database, 'meta', [
    ['format', String(PACK_FORMAT)],
    ['system', release.system],
    ['release', release.version],
    ['title', release.title],
    ['language', release.language],
    ['valid_from', release.validFrom],
    ['valid_to', release.validTo],
    ['rows', String(release.codes.length)],
  ]);
  insertAll(
    database,
    'source',
    release.sources.map(({ name, kind, bytes, sha256 }) => [name, kind, bytes, sha256]),
  );
  insertAll(
    database,
    'block',
    release.blocks.map(({ id, kind, title, parent }, position) => [id, kind, title, parent, position]),
  );
  insertAll(
    database,
    'code',
    release.codes.map(({ code, title, billable, parent, block, poaExempt, since }) => [
      ids.get(code),
      code,
      title,
      billable ? 1 : 0,
      idOf(parent),
      block,
      poaExempt ? 1 : 0,
      since,
    ]),
  );
  const has = (id: string): boolean => ids.has(id) || blocks.has(id);
  const noteLinks: [number, number, number, string][] = [];
  insertAll(
    database,
    'note',
    release.notes.map(({ owner, kind, text, confirmed }, index) => {
      const found = findNoteLinks(text, has);
      for (const { start, end, target } of found.links) noteLinks.push([index + 1, start, end, target]);
      for (const named of found.unresolved) {
        unresolved.push({
          source: 'Tabular List',
          place: owner,
          text,
          reason: `${named} is not in ${release.version}`,
        });
      }
      return [index + 1, owner, kind, text, confirmed];
    }),
  );
  insertAll(database, 'note_link', noteLinks);
  insertAll(
    database,
    'seventh',
    release.sevenths.map(({ owner, character, meaning, confirmed }) => [
      owner,
      character,
      meaning,
      confirmed,
    ]),
  );
  insertAll(
    database,
    'entry',
    release.index.map(({ book, parent, title, modifiers, since }, index) => [
      index + 1,
      book,
      parent === null ? null : parent + 1,
      title,
      modifiers,
      since,
    ]),
  );
  insertAll(
    database,
    'target',
    release.index.flatMap(({ targets }, index) =>
      targets.map(({ kind, text, code, column, entry }) => [
        index + 1,
        kind,
        text,
        idOf(code),
        column,
        entry === null ? null : entry + 1,
      ]),
    ),
  );
  insertAll(
    database,
    'col',
    release.columns.map(({ book, column, heading }) => [book, column, heading]),
  );
  insertAll(
    database,
    'change',
    release.changes.map(({ owner, kind, before, after }) => [owner, kind, before, after]),
  );
  insertAll(
    database,
    'replacement',
    release.replacements.map(({ code, previous, effective }) => [code, previous, effective]),
  );
  const labels = new Map<string, number>();
  const labelRows: (readonly unknown[])[] = [];
  const mappings = release.hccs.map(({ code, model, hcc, label }) => {
    const key = `${model}\t${hcc}`;
    let id = labels.get(key);
    if (id === undefined) {
      id = labels.size + 1;
      labels.set(key, id);
      labelRows.push([id, model, hcc, label]);
    }
    return [idOf(code), id];
  });
  insertAll(database, 'hcc_label', labelRows);
  insertAll(database, 'hcc', mappings);
  insertAll(
    database,
    'report',
    [...release.report, ...unresolved].map(({ source, place, text, reason }) => [
      source,
      place,
      text,
      reason,
    ]),
  );
  insertAll(
    database,
    'phrase',
    search.phrases.map(({ code, kind, text, source }, index) => [
      index + 1,
      ids.get(code),
      kind,
      kind === 'title' ? null : text,
      source,
    ]),
  );
  insertAll(
    database,
    'search',
    [...search.tables].map(([name, data]) => [name, data]),
  );
}

/** SHA-256 over every row of every table but the hash itself, in a fixed order. */
export function contentHash(database: Database.Database): string {
  const hash = createHash('sha256');
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all() as string[];
  for (const table of tables) {
    const where = table === 'meta' ? "WHERE key <> 'content_sha256'" : '';
    // Tables without rowid are in the order of their keys, the others in that of insertion.
    const rows = database.prepare(`SELECT * FROM "${table}" ${where}`).raw().iterate() as Iterable<unknown[]>;
    hash.update(`\n${table}\n`);
    for (const row of rows) {
      for (const value of row) {
        if (Buffer.isBuffer(value)) hash.update(`b${value.length}:`).update(value);
        else hash.update(`${typeof value}${String(value).length}:${String(value)}`);
      }
    }
  }
  return hash.digest('hex');
}
