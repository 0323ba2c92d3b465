/** Other searches over the same rows, each asked in the way that suits it best. */
import Database from 'better-sqlite3';
import { Charset, Index } from 'flexsearch';
import MiniSearch from 'minisearch';
import type { Phrase } from '../../src/main/catalog/pack.ts';
import { tokenise } from '../../src/main/catalog/search/normalise.ts';

/** Codes for a query, best first, each once. */
export type Search = (query: string) => string[];

/** Rows that are looked at, so that enough codes are left when those of one code count once. */
const ROWS = 100;

function codesOf(rows: readonly Phrase[], found: readonly number[]): string[] {
  return [...new Set(found.map((row) => rows[row]?.code ?? ''))];
}

/** SQLite FTS5: every word as a prefix, any of them, by bm25. Of its tokenizers Porter's did best here. */
export function fts5(rows: readonly Phrase[]): Search {
  const database = new Database(':memory:');
  database.exec(
    "CREATE VIRTUAL TABLE row USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3')",
  );
  const add = database.prepare('INSERT INTO row (rowid, text) VALUES (?, ?)');
  database.transaction(() => rows.forEach(({ text }, row) => add.run(row, text)))();
  const find = database.prepare(`SELECT rowid FROM row WHERE row MATCH ? ORDER BY bm25(row) LIMIT ${ROWS}`);
  return (query) => {
    const match = tokenise(query)
      .map(({ word }) => `"${word}"*`)
      .join(' OR ');
    return match === '' ? [] : codesOf(rows, find.pluck().all(match) as number[]);
  };
}

export function miniSearch(rows: readonly Phrase[]): Search {
  const index = new MiniSearch<{ id: number; text: string }>({
    fields: ['text'],
    searchOptions: { fuzzy: 0.2, prefix: true, combineWith: 'OR' },
  });
  index.addAll(rows.map(({ text }, id) => ({ id, text })));
  return (query) =>
    codesOf(
      rows,
      index
        .search(query)
        .slice(0, ROWS)
        .map(({ id }) => id as number),
    );
}

/** FlexSearch with partial matches ("suggest") and beginnings of words; of its encoders this one did best here. */
export function flexSearch(rows: readonly Phrase[]): Search {
  const index = new Index({ tokenize: 'forward', encoder: Charset.LatinBalance });
  rows.forEach(({ text }, row) => void index.add(row, text));
  return (query) => codesOf(rows, index.search(query, { limit: ROWS, suggest: true }) as number[]);
}
