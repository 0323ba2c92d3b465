/**
 * `node test/bench/search.ts`: how well and how fast the code search finds what is meant, beside SQLite
 * FTS5, MiniSearch and FlexSearch over the same rows in the same run. Prints tables; asserts nothing.
 *
 * The rows are those of the shipped pack without the names of the Disease Ontology, which are asked here.
 * Nothing was chosen by looking at these queries: weights were set on the other half of the Disease
 * Ontology and on phrases of CodiEsp's training documents, with those documents' own phrases held out.
 * The rows do hold phrases of CodiEsp's training documents, for all four searches alike.
 */
import Database from 'better-sqlite3';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Phrase } from '../../src/main/catalog/pack.ts';
import type { CodeRow } from '../../src/main/catalog/release.ts';
import { CodeSearch } from '../../src/main/catalog/search/codeSearch.ts';
import { readLexicon } from '../../src/main/catalog/search/lexicon.ts';
import { buildSearchTables } from '../../src/main/catalog/search/searchIndex.ts';
import { resourceFolder } from '../../src/main/paths.ts';
import { corpora, hasCorpus } from '../corpora.ts';
import { quantile } from './quantile.ts';
import { packInMemory } from './searchMemory.ts';
import { fts5, flexSearch, miniSearch, type Search } from './searchPeers.ts';
import { diseaseNames, evidencePhrases, recallOf, TYPED, type QuerySet } from './searchQueries.ts';

/** Of a set of queries so many are asked, spread evenly: MiniSearch takes a third of a second for one. */
const ASKED = 400;

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
const percent = (share: number): string => (100 * share).toFixed(1).padStart(6);

/** Codes and rows of the shipped pack, without the names that are asked. */
function readPack(file: string): {
  codes: Pick<CodeRow, 'code' | 'title' | 'billable' | 'parent'>[];
  rows: Phrase[];
} {
  const pack = new Database(file, { readonly: true });
  const codes = pack
    .prepare(
      'SELECT code.code, code.title, code.billable, above.code AS parent FROM code LEFT JOIN code AS above ON above.id = code.parent ORDER BY code.id',
    )
    .all() as { code: string; title: string; billable: number; parent: string | null }[];
  const rows = pack
    .prepare(
      `SELECT code.code, kind, coalesce(text, title) AS text, source FROM phrase JOIN code ON code.id = phrase.code
       WHERE source IS NULL OR source <> 'doid' ORDER BY phrase.id`,
    )
    .all() as Phrase[];
  pack.close();
  return { codes: codes.map((row) => ({ ...row, billable: row.billable === 1 })), rows };
}

/** The development documents of CodiEsp, unpacked into a folder that goes again. */
function readEvidence(known: ReadonlySet<string>): QuerySet {
  const folder = mkdtempSync(join(tmpdir(), 'rubricator-codiesp-'));
  try {
    execFileSync('tar', ['-xzf', join(corpora, 'codiesp', 'dev.tar.gz'), '-C', folder]);
    return evidencePhrases(folder, 'dev', known);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs the benchmark and prints its tables. */
export function benchmarkSearch(): void {
  const pack = join(resourceFolder(), 'catalog', 'icd-10-cm-FY2026.sqlite');
  const { codes, rows } = readPack(pack);
  const tables = buildSearchTables(codes, rows, readLexicon(join(resourceFolder(), 'search')));
  const database = packInMemory(codes, tables);
  const search = new CodeSearch(database);
  const searches: [name: string, search: Search][] = [
    ['Rubricator', (query) => search.search(query, 10).hits.map(({ code }) => code)],
    ['SQLite FTS5', fts5(tables.phrases)],
    ['MiniSearch', miniSearch(tables.phrases)],
    ['FlexSearch', flexSearch(tables.phrases)],
  ];

  console.log(`\nsearch for a code, over ${tables.phrases.length} rows`);
  if (hasCorpus('lexica') && hasCorpus('codiesp')) {
    const known = new Set(codes.map(({ code }) => code));
    const texts = rows.map(({ text }) => text);
    printRecall(
      'names of the Disease Ontology (report half)',
      diseaseNames(join(corpora, 'lexica'), 'report', known, texts),
      searches,
    );
    printRecall('evidence phrases of CodiEsp dev (Spanish)', readEvidence(known), searches);
  } else {
    console.log(`  recall: not measured, the corpora are not in ${corpora}`);
  }
  printLatency(searches);
  database.close();
  printOpening(pack);
}

function printRecall(name: string, { queries, gone }: QuerySet, searches: readonly [string, Search][]): void {
  const step = Math.max(1, queries.length / ASKED);
  const asked = queries.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
  console.log(
    `\n${name}: ${asked.length} of ${queries.length} asked; ${gone} more have no code of the release`,
  );
  console.log('                         recall@1  recall@10  MRR@10  ms a query');
  for (const [peer, search] of searches) {
    const started = performance.now();
    const { at1, at10, mrr } = recallOf(asked, search);
    const each = (performance.now() - started) / asked.length;
    console.log(
      `  ${peer.padEnd(22)} ${percent(at1)}   ${percent(at10)}  ${percent(mrr)}  ${each.toFixed(2).padStart(8)}`,
    );
  }
}

function printLatency(searches: readonly [string, Search][]): void {
  const keystrokes = TYPED.flatMap((query) => Array.from(query, (_, index) => query.slice(0, index + 1)));
  console.log(
    `\na keystroke, ${keystrokes.length} beginnings of ${TYPED.length} queries     median      p95      most`,
  );
  for (const [name, search] of searches) {
    const times = keystrokes.map((query) => {
      const started = performance.now();
      search(query);
      return performance.now() - started;
    });
    const [median, p95, most] = [0.5, 0.95, 1].map((q) => `${quantile(times, q).toFixed(2)} ms`.padStart(10));
    console.log(`  ${name.padEnd(41)} ${median} ${p95} ${most}`);
  }
}

/** Opening the shipped pack and the memory it then takes, in a process of its own. */
function printOpening(pack: string): void {
  const script = `
    import Database from 'better-sqlite3';
    import { CodeSearch } from './src/main/catalog/search/codeSearch.ts';
    const before = process.memoryUsage().rss;
    let after = 0;
    const times = [];
    for (let run = 0; run < 7; run++) {
      const started = performance.now();
      const database = new Database(${JSON.stringify(pack)}, { readonly: true });
      const search = new CodeSearch(database);
      times.push(performance.now() - started);
      if (run === 0) {
        search.search('hypertension', 20);
        after = process.memoryUsage().rss;
      }
      database.close();
    }
    console.log(JSON.stringify({ first: times[0], median: times.sort((a, b) => a - b)[3], all: after, own: after - before }));
  `;
  const { first, median, all, own } = JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: join(import.meta.dirname, '../..'),
      encoding: 'utf8',
    }),
  ) as { first: number; median: number; all: number; own: number };
  console.log(
    `\nopening the pack for search: the first time ${first.toFixed(0)} ms; again: median ${median.toFixed(0)} ms; resident memory after a query ${mebibytes(all)}, of it ${mebibytes(own)} for the search`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) benchmarkSearch();
