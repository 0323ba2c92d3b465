import Database from 'better-sqlite3';
import type { SearchTables } from '../../src/main/catalog/pack.ts';
import type { CodeRow } from '../../src/main/catalog/release.ts';

/** What the code search reads of a pack, in memory: codes, phrases and the compiled index. */
export function packInMemory(
  codes: readonly Pick<CodeRow, 'code' | 'title' | 'billable' | 'parent'>[],
  { phrases, tables }: SearchTables,
): Database.Database {
  const database = new Database(':memory:');
  database.exec(`
    CREATE TABLE code (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL, billable INTEGER NOT NULL, parent INTEGER);
    CREATE TABLE phrase (id INTEGER PRIMARY KEY, code INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT, source TEXT);
    CREATE TABLE search (name TEXT PRIMARY KEY, data BLOB NOT NULL);
  `);
  const ids = new Map(codes.map(({ code }, index) => [code, index + 1]));
  const addCode = database.prepare('INSERT INTO code VALUES (?, ?, ?, ?, ?)');
  const addPhrase = database.prepare('INSERT INTO phrase VALUES (?, ?, ?, ?, ?)');
  const addTable = database.prepare('INSERT INTO search VALUES (?, ?)');
  database.transaction(() => {
    codes.forEach(({ code, title, billable, parent }, index) =>
      addCode.run(index + 1, code, title, billable ? 1 : 0, parent === null ? null : ids.get(parent)),
    );
    phrases.forEach(({ code, kind, text, source }, index) =>
      addPhrase.run(index + 1, ids.get(code), kind, kind === 'title' ? null : text, source),
    );
    for (const [name, data] of tables) addTable.run(name, data);
  })();
  return database;
}
