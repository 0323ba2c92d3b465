import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { UserError } from '../errors.ts';
import { withDot } from './codes.ts';

/** One row of the official order file. */
export interface OrderRow {
  /** Position in the official order, from 1. */
  order: number;
  /** Without the dot. */
  plain: string;
  billable: boolean;
  title: string;
}

const ROW = /^(\d{5}) (?=.{8}[01] )([A-Z0-9]{3,7}) {1,5}([01]) (.{60}) (.+)$/;

/**
 * Reads the ICD-10-CM order file (`icd10cm_order_YYYY.txt`): order number in columns 1-5, code in
 * 7-13, "1" for a billable code and "0" for a header in column 15, short title in 17-76, long title from 78.
 * Source: CMS, "ICD-10-CM Order File" format description.
 * @throws UserError naming the first line that does not fit
 */
export function parseOrderFile(text: string): OrderRow[] {
  const rows: OrderRow[] = [];
  const known = new Set<string>();
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '') return;
    const [, order, plain, billable, , title] = ROW.exec(line) ?? [];
    const refuse = (reason: string): UserError =>
      new UserError(
        `Line ${index + 1} is not a row of an ICD-10-CM order file: ${reason}.`,
        'Give the file icd10cm_order_YYYY.txt as published, unpacked from its archive.',
      );
    if (!order || !plain || !billable || !title)
      throw refuse('its columns are not where the format puts them');
    if (Number(order) !== rows.length + 1)
      throw refuse(`its number is ${order} instead of ${rows.length + 1}`);
    if (known.has(plain)) throw refuse(`the code ${plain} stands there twice`);
    known.add(plain);
    rows.push({ order: Number(order), plain, billable: billable === '1', title: title.trim() });
  });
  if (rows.length === 0) {
    throw new UserError('The order file is empty.', 'Give the file icd10cm_order_YYYY.txt as published.');
  }
  return rows;
}

/**
 * Compiles one release of ICD-10-CM into a catalogue pack: one SQLite file. The same input gives
 * the same bytes. The pack replaces `out` only when it is complete; a build that fails leaves nothing.
 *
 * @param orderFile path of the official order file
 * @param release the fiscal year it is valid for, such as FY2026
 * @returns the number of rows compiled
 * @throws UserError where the order file cannot be read or does not fit, or `out` cannot be written
 */
export function compileCatalog(orderFile: string, release: string, out: string): number {
  let source: Buffer;
  try {
    source = readFileSync(orderFile);
  } catch {
    throw new UserError(`The order file ${orderFile} cannot be read.`, 'Check its path and permissions.');
  }
  const rows = parseOrderFile(source.toString('latin1'));
  const unfinished = `${out}.part`;
  try {
    rmSync(unfinished, { force: true });
    writePack(unfinished, source, rows, release);
    renameSync(unfinished, out);
  } catch (cause) {
    rmSync(unfinished, { force: true });
    throw new UserError(
      `The catalogue pack ${out} cannot be written.`,
      'Check that its folder is there and can be written, and that the disk is not full.',
      { cause },
    );
  }
  return rows.length;
}

function writePack(file: string, source: Buffer, rows: readonly OrderRow[], release: string): void {
  const database = new Database(file);
  try {
    database.exec(`
      CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE code (
        id INTEGER PRIMARY KEY,
        code TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        billable INTEGER NOT NULL CHECK (billable IN (0, 1)),
        parent INTEGER REFERENCES code,
        -- Place among all codes by how often a coder means such a one; a search reads the text index in this order.
        standing INTEGER NOT NULL UNIQUE
      );
      CREATE VIRTUAL TABLE code_text USING fts5 (
        title, content='code', content_rowid='standing', tokenize='unicode61 remove_diacritics 2', prefix='2 3', detail='none'
      );
    `);
    const addCode = database.prepare('INSERT INTO code VALUES (?, ?, ?, ?, ?, ?)');
    const addMeta = database.prepare('INSERT INTO meta VALUES (?, ?)');
    database.transaction(() => {
      const ids = new Map<string, number>();
      const standings = standingsOf(rows);
      for (const { order, plain, billable, title } of rows) {
        ids.set(plain, order);
        addCode.run(
          order,
          withDot(plain),
          title,
          billable ? 1 : 0,
          parentOf(plain, ids) ?? null,
          standings.get(plain),
        );
      }
      database.exec("INSERT INTO code_text (code_text) VALUES ('rebuild')");
      addMeta.run('system', 'icd-10-cm');
      addMeta.run('release', release);
      addMeta.run('rows', String(rows.length));
      addMeta.run('source_sha256', createHash('sha256').update(source).digest('hex'));
    })();
    database.exec("INSERT INTO code_text (code_text) VALUES ('optimize'); VACUUM");
  } finally {
    database.close();
  }
}

/**
 * Codes from the likeliest to be meant: billable before headers, plain conditions before those due to
 * others, family histories and sequelae late, short titles first.
 * @returns the place of each code, from 1, by its plain form
 */
function standingsOf(rows: readonly OrderRow[]): Map<string, number> {
  const weight = ({ title, billable }: OrderRow): number =>
    (billable ? 3 : 0) +
    (/ without /i.test(title) ? 1 : 0) -
    (/ (due|secondary) to /i.test(title) ? 5 : 0) -
    (/sequela$/i.test(title) ? 2 : 0) -
    (/history of/i.test(title) ? 2 : 0) -
    title.length / 40;
  const ranked = [...rows].sort((a, b) => weight(b) - weight(a) || a.order - b.order);
  return new Map(ranked.map(({ plain }, index) => [plain, index + 1]));
}

/** The header directly above a code: its longest proper prefix that is itself a row. */
function parentOf(plain: string, ids: ReadonlyMap<string, number>): number | undefined {
  for (let length = plain.length - 1; length >= 3; length--) {
    const id = ids.get(plain.slice(0, length));
    if (id !== undefined) return id;
  }
  return undefined;
}
