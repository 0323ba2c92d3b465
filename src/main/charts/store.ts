import type Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import type { Chart, ChartDocument, EncounterHeader, Language, Page, Section } from '../../shared/chart.ts';
import type { CodingRun } from '../../shared/coding.ts';
import { ParsedOnce } from '../parsedOnce.ts';
import { openStore, writing } from '../sqlite.ts';
import { headerOf } from './header.ts';
import type { ImportedDocument } from './importFile.ts';

/** SQL for the codes of a run's suggestions, as a JSON array. */
function suggestedIn(run: string): string {
  return `(SELECT json_group_array(value ->> '$.code') FROM json_each(${run}, '$.suggestions')
     WHERE value ->> '$.tier' = 'suggestion')`;
}

/** SQL for a chart's header, as a JSON object. */
const HEADER = `json_object('patient', patient, 'record', record, 'type', type, 'admitted', admitted,
  'encounterDate', encounter_date, 'due', due, 'assigned', assigned) AS header`;

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
  `ALTER TABLE chart ADD COLUMN patient TEXT;
   ALTER TABLE chart ADD COLUMN record TEXT;
   ALTER TABLE chart ADD COLUMN type TEXT;
   ALTER TABLE chart ADD COLUMN admitted TEXT;
   ALTER TABLE chart ADD COLUMN due TEXT;
   ALTER TABLE chart ADD COLUMN assigned TEXT;
   -- The worklist's totals without a look at the documents themselves.
   CREATE INDEX document_totals ON document (chart, words, language);
   ALTER TABLE coding_run ADD COLUMN suggested TEXT NOT NULL DEFAULT '[]';
   UPDATE coding_run SET suggested = ${suggestedIn('run')};
   CREATE INDEX coding_run_suggested ON coding_run (chart, suggested);
   -- Time with a chart open and in use, and key presses and clicks on it.
   CREATE TABLE activity (
     chart TEXT NOT NULL REFERENCES chart,
     who TEXT NOT NULL,
     day TEXT NOT NULL,
     seconds INTEGER NOT NULL,
     actions INTEGER NOT NULL,
     PRIMARY KEY (chart, who, day)
   ) WITHOUT ROWID;`,
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
  header: EncounterHeader;
}

/** Time and actions of one person on one chart; `day` is the last day with any, ISO date. */
export interface Activity {
  chart: string;
  who: string;
  day: string;
  seconds: number;
  actions: number;
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
  readonly #headers = new ParsedOnce<EncounterHeader>();
  readonly #suggested = new ParsedOnce<readonly string[]>();

  /**
   * @param key of an encrypted store, 32 bytes; without one the file is plain
   * @throws UserError where it cannot be opened, with a wrong key among other reasons
   */
  constructor(file: string, key?: Uint8Array) {
    this.#database = openStore(file, 'chart store', MIGRATIONS, key);
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
      this.#database
        .prepare('INSERT INTO chart (id, name, sample, imported_at) VALUES (?, ?, ?, ?)')
        .run(id, name, sample ? 1 : 0, new Date().toISOString());
      this.#writeHeader(id, headerOf(documents));
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
        `SELECT id, name, sample, imported_at AS importedAt, ${HEADER}, documents, words, language
         FROM chart JOIN (
           SELECT chart, count(*) AS documents, sum(words) AS words, min(language) AS language
           FROM document GROUP BY chart
         ) ON chart = chart.id ORDER BY imported_at, chart.rowid`,
      )
      .all() as Stored<ChartRow>[];
    return rows.map((row) => this.#restored(row));
  }

  /** The chart with its documents, or undefined. */
  get(id: string): Chart | undefined {
    const chart = this.#database
      .prepare(`SELECT id, name, sample, imported_at AS importedAt, ${HEADER} FROM chart WHERE id = ?`)
      .get(id) as Stored<Omit<Chart, 'documents'>> | undefined;
    if (!chart) return undefined;
    const documents = this.#database
      .prepare(
        'SELECT id, name, kind, language, text, sections, pages FROM document WHERE chart = ? ORDER BY position',
      )
      .all(id) as DocumentRow[];
    return {
      ...this.#restored(chart),
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

  /** Sets the chart's header as a whole. */
  setHeader(id: string, header: EncounterHeader): void {
    writing('The header', () => this.#writeHeader(id, header));
  }

  #writeHeader(id: string, header: EncounterHeader): void {
    this.#database
      .prepare(
        `UPDATE chart SET patient = @patient, record = @record, type = @type, admitted = @admitted,
           encounter_date = @encounterDate, due = @due, assigned = @assigned WHERE id = @id`,
      )
      .run({ id, ...header });
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

  /** The latest reading of a chart, by whichever model and catalogue; undefined where it was not read. */
  latestRun(chart: string): CodingRun | undefined {
    const run = this.#database.prepare('SELECT run FROM coding_run WHERE chart = ?').pluck().get(chart) as
      string | undefined;
    return run === undefined ? undefined : (JSON.parse(run) as CodingRun);
  }

  /** Keeps a reading, in place of an earlier one. */
  keepRun(run: CodingRun, model: string, catalogue: string): void {
    const insert = this.#database.prepare(
      `INSERT OR REPLACE INTO coding_run (chart, model, catalogue, run, suggested)
       VALUES (@chart, @model, @catalogue, @run, ${suggestedIn('@run')})`,
    );
    const row = { chart: run.chart, model, catalogue, run: JSON.stringify(run) };
    writing('The reading', () => insert.run(row));
  }

  /** The codes that each chart's latest reading suggested; a chart that was not read is absent. */
  suggestedCodes(): Map<string, readonly string[]> {
    const rows = this.#database.prepare('SELECT chart, suggested FROM coding_run').all() as {
      chart: string;
      suggested: string;
    }[];
    return new Map(rows.map(({ chart, suggested }) => [chart, this.#suggested.of(chart, suggested)]));
  }

  /** Adds time in seconds and a number of actions to what a person did on a chart on a day (ISO date). */
  addActivity({ chart, who, day, seconds, actions }: Activity): void {
    const add = this.#database.prepare(
      `INSERT INTO activity VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET seconds = seconds + excluded.seconds, actions = actions + excluded.actions`,
    );
    writing('The time', () => add.run(chart, who, day, seconds, actions));
  }

  /** What was done on each chart by each person since a day (ISO date), that day included. */
  activity(since: string): Activity[] {
    return this.#database
      .prepare(
        `SELECT chart, who, max(day) AS day, sum(seconds) AS seconds, sum(actions) AS actions
         FROM activity WHERE day >= ? GROUP BY chart, who`,
      )
      .all(since) as Activity[];
  }

  #restored<Row extends Stored<{ id: string }>>({ sample, header, ...row }: Row) {
    return { ...row, sample: sample === 1, header: this.#headers.of(row.id, header) };
  }

  close(): void {
    this.#database.close();
  }
}

/** A row as SQLite gives it: flags as numbers, the header as JSON. */
type Stored<Row> = Omit<Row, 'sample' | 'header'> & { sample: number; header: string };
