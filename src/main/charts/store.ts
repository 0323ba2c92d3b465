import type Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import type { Chart, ChartDocument, Language, Page, Section } from '../../shared/chart.ts';
import type { CodingRun } from '../../shared/coding.ts';
import { openStore, writing } from '../sqlite.ts';
import { encounterDateOf } from './encounterDate.ts';
import type { ImportedDocument } from './importFile.ts';

const MIGRATIONS = [
  `CREATE TABLE chart (
     id TEXT PRIMARY KEY,
     name TEXT NOT NULL,
     sample INTEGER NOT NULL CHECK (sample IN (0, 1)),
     imported_at TEXT NOT NULL
   );
   CREATE TABLE document (
     id TEXT PRIMARY KEY,
     chart TEXT NOT NULL REFERENCES chart,
     position INTEGER NOT NULL,
     name TEXT NOT NULL,
     kind TEXT NOT NULL CHECK (kind IN ('text', 'pdf')),
     language TEXT NOT NULL,
     words INTEGER NOT NULL,
     text TEXT NOT NULL,
     sections TEXT NOT NULL,
     pages TEXT,
     source BLOB NOT NULL,
     UNIQUE (chart, position)
   );
   -- The latest reading of a chart by the model; it can always be made again.
   CREATE TABLE coding_run (
     chart TEXT PRIMARY KEY REFERENCES chart,
     model TEXT NOT NULL,
     catalogue TEXT NOT NULL,
     run TEXT NOT NULL
   );`,
  'ALTER TABLE chart ADD COLUMN encounter_date TEXT;',
];

/** What the worklist shows of a chart without opening it. */
export interface ChartRow {
  id: string;
  name: string;
  sample: boolean;
  importedAt: string;
  documents: number;
  words: number;
  language: Language;
}

interface DocumentRow {
  id: string;
  name: string;
  kind: 'text' | 'pdf';
  language: Language;
  text: string;
  sections: string;
  pages: string | null;
}

/** The identifier of the chart that these files make, by their names and bytes. */
export function chartIdOf(files: readonly Pick<ImportedDocument, 'name' | 'source'>[]): string {
  const digest = createHash('sha256');
  for (const { name, source } of files) {
    digest.update(JSON.stringify([name, source.length]));
    digest.update(source);
  }
  return `chart-${digest.digest('hex').slice(0, 20)}`;
}

/** The imported charts and their latest readings, in one SQLite file. */
export class ChartStore {
  readonly #database: Database.Database;

  constructor(file: string) {
    this.#database = openStore(file, 'chart store', MIGRATIONS);
  }

  /**
   * Adds a chart with its documents, wholly or not at all. The same documents make the same chart,
   * so that importing a file twice does not put it into the worklist twice.
   *
   * @returns the chart's identifier, and whether it was new
   */
  add(name: string, documents: readonly ImportedDocument[], sample = false): { id: string; added: boolean } {
    const id = chartIdOf(documents);
    const add = this.#database.transaction(() => {
      if (this.has(id)) return false;
      const date = encounterDateOf(documents);
      this.#database
        .prepare('INSERT INTO chart VALUES (?, ?, ?, ?, ?)')
        .run(id, name, sample ? 1 : 0, new Date().toISOString(), date);
      const insert = this.#database.prepare('INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
      documents.forEach((document, index) => {
        const { kind, language, text, sections, pages, source } = document;
        insert.run(
          `${id}-${index + 1}`,
          id,
          index,
          document.name,
          kind,
          language,
          text.match(/\S+/g)?.length ?? 0,
          text,
          JSON.stringify(sections),
          pages ? JSON.stringify(pages) : null,
          source,
        );
      });
      return true;
    });
    return { id, added: writing('The chart', () => add.immediate()) };
  }

  has(id: string): boolean {
    return this.#database.prepare('SELECT 1 FROM chart WHERE id = ?').get(id) !== undefined;
  }

  /** All charts, oldest import first. */
  list(): ChartRow[] {
    const rows = this.#database
      .prepare(
        `SELECT chart.id, chart.name, sample, imported_at AS importedAt, count(*) AS documents, sum(words) AS words,
           min(language) AS language
         FROM chart JOIN document ON document.chart = chart.id GROUP BY chart.id ORDER BY imported_at, chart.rowid`,
      )
      .all() as (Omit<ChartRow, 'sample'> & { sample: number })[];
    return rows.map((row) => ({ ...row, sample: row.sample === 1 }));
  }

  /** The chart with its documents, or undefined. */
  get(id: string): Chart | undefined {
    const chart = this.#database
      .prepare(
        'SELECT id, name, sample, imported_at AS importedAt, encounter_date AS encounterDate FROM chart WHERE id = ?',
      )
      .get(id) as (Omit<Chart, 'sample' | 'documents'> & { sample: number }) | undefined;
    if (!chart) return undefined;
    const documents = this.#database
      .prepare(
        'SELECT id, name, kind, language, text, sections, pages FROM document WHERE chart = ? ORDER BY position',
      )
      .all(id) as DocumentRow[];
    return {
      ...chart,
      sample: chart.sample === 1,
      documents: documents.map(({ sections, pages, ...document }): ChartDocument => ({
        ...document,
        sections: JSON.parse(sections) as Section[],
        ...(pages !== null && { pages: JSON.parse(pages) as Page[] }),
      })),
    };
  }

  /** The day of discharge or visit as it was found at the import or set since; null where not known. */
  encounterDate(id: string): string | null {
    const found = this.#database.prepare('SELECT encounter_date FROM chart WHERE id = ?').pluck().get(id);
    return (found as string | null | undefined) ?? null;
  }

  /** @param date ISO date, or null for not known */
  setEncounterDate(id: string, date: string | null): void {
    const set = this.#database.prepare('UPDATE chart SET encounter_date = ? WHERE id = ?');
    writing('The date', () => set.run(date, id));
  }

  /** The bytes a PDF was imported from, or undefined where there is no such PDF. */
  pdf(chart: string, document: string): Uint8Array | undefined {
    return this.#database
      .prepare("SELECT source FROM document WHERE chart = ? AND id = ? AND kind = 'pdf'")
      .pluck()
      .get(chart, document) as Uint8Array | undefined;
  }

  /** The stored reading of a chart by exactly this model and catalogue, or undefined. */
  run(chart: string, model: string, catalogue: string): CodingRun | undefined {
    const run = this.#database
      .prepare('SELECT run FROM coding_run WHERE chart = ? AND model = ? AND catalogue = ?')
      .pluck()
      .get(chart, model, catalogue) as string | undefined;
    return run === undefined ? undefined : (JSON.parse(run) as CodingRun);
  }

  /** Keeps a reading, in place of an earlier one. */
  keepRun(run: CodingRun, model: string, catalogue: string): void {
    const insert = this.#database.prepare('INSERT OR REPLACE INTO coding_run VALUES (?, ?, ?, ?)');
    writing('The reading', () => insert.run(run.chart, model, catalogue, JSON.stringify(run)));
  }

  close(): void {
    this.#database.close();
  }
}
