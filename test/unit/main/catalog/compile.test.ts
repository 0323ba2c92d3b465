import Database from 'better-sqlite3';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Catalog } from '../../../../src/main/catalog/catalog.ts';
import { compileCatalog, parseOrderFile } from '../../../../src/main/catalog/compile.ts';
import { UserError } from '../../../../src/main/errors.ts';

/** Rows in the official order: code without its dot, whether billable, long title. */
const ROWS: [plain: string, billable: boolean, title: string][] = [
  ['A00', false, 'Cholera'],
  ['A000', true, 'Cholera due to Vibrio cholerae 01, biovar cholerae'],
  ['E11', false, 'Type 2 diabetes mellitus'],
  ['E112', false, 'Type 2 diabetes mellitus with kidney complications'],
  ['E1122', true, 'Type 2 diabetes mellitus with diabetic chronic kidney disease'],
  ['I10', true, 'Essential (primary) hypertension'],
  // There is no row S72.00, so that its parent is two characters above it.
  ['S72', false, 'Fracture of femur'],
  ['S7200XA', true, 'Fracture of unspecified part of neck of femur, initial encounter'],
];

/** A line as the format describes it: every column at its place. */
function line(order: number, plain: string, billable: boolean, title: string): string {
  const number = String(order).padStart(5, '0');
  return `${number} ${plain.padEnd(7)} ${billable ? 1 : 0} ${title.slice(0, 60).padEnd(60)} ${title}`;
}

const LINES = ROWS.map(([plain, billable, title], index) => line(index + 1, plain, billable, title));

let folder: string;
let orderFile: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-catalog-'));
  orderFile = join(folder, 'icd10cm_order_2026.txt');
  out = join(folder, 'pack.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(lines: readonly string[], end = '\r\n'): void {
  writeFileSync(orderFile, lines.map((each) => each + end).join(''));
}

describe('parseOrderFile', () => {
  it.each(['\n', '\r\n'])('reads every column, with lines that end with %j', (end) => {
    expect(parseOrderFile(LINES.join(end) + end)).toEqual(
      ROWS.map(([plain, billable, title], index) => ({ order: index + 1, plain, billable, title })),
    );
  });

  it('has its columns where the published description puts them', () => {
    const [row] = parseOrderFile(
      '00001 A00     0 Cholera                                                      Cholera',
    );
    expect(row).toEqual({ order: 1, plain: 'A00', billable: false, title: 'Cholera' });
  });

  const [first, second, third] = LINES as [string, string, string];
  it.each([
    ['cut short', second.slice(0, 40), 'its columns are not where the format puts them'],
    ['with words in place of a row', 'Please see the licence.', 'its columns are not where'],
    ['shifted to the right', ` ${second}`, 'its columns are not where'],
    ['with a code column too narrow', second.replace(/ {3}/, ' '), 'its columns are not where'],
    ['with a code column too wide', second.replace('A000 ', 'A000  '), 'its columns are not where'],
    ['with a flag that is neither 0 nor 1', `${second.slice(0, 14)}2${second.slice(15)}`, 'its columns are'],
    ['with a code in lower case', second.replace('A000', 'a000'), 'its columns are not where'],
    ['that was left out', third, 'its number is 00003 instead of 2'],
    ['that was doubled', first, 'its number is 00001 instead of 2'],
    ['with a code that was there', second.replace('A000', 'A00 '), 'the code A00 stands there twice'],
  ])('refuses a line %s and names it', (_, damaged, reason) => {
    const parse = (): unknown => parseOrderFile(`${first}\n${damaged}\n`);
    expect(parse).toThrow(UserError);
    expect(parse).toThrow(/^Line 2 is not a row of an ICD-10-CM order file: /);
    expect(parse).toThrow(reason);
  });

  it.each(['', '\n\n', '  \r\n'])('refuses the empty file %j', (text) => {
    expect(() => parseOrderFile(text)).toThrow('The order file is empty.');
  });
});

describe('compileCatalog', () => {
  it('makes a catalogue that finds every row with the headers above it', () => {
    write(LINES);
    expect(compileCatalog(orderFile, 'FY2026', out)).toBe(ROWS.length);
    const catalog = new Catalog(out);
    expect(catalog.version).toEqual({ name: 'icd-10-cm', version: 'FY2026' });
    expect(catalog.size).toBe(ROWS.length);
    expect(catalog.lookUp('E11.22')).toEqual({
      code: 'E11.22',
      title: 'Type 2 diabetes mellitus with diabetic chronic kidney disease',
      billable: true,
      path: ['E11', 'E11.2'],
    });
    expect(catalog.lookUp('S72.00XA')?.path).toEqual(['S72']);
    expect(catalog.lookUp('I10')?.path).toEqual([]);
    expect(catalog.lookUp('E11.2')?.billable).toBe(false);
    expect(catalog.search('kidney chronic', 5).map(({ code }) => code)).toEqual(['E11.22']);
    catalog.close();
  });

  it('writes the same bytes for the same input, wherever it is and whatever was there', () => {
    write(LINES);
    const again = join(folder, 'elsewhere.sqlite');
    writeFileSync(`${again}.part`, 'what an interrupted build left');
    compileCatalog(orderFile, 'FY2026', out);
    compileCatalog(orderFile, 'FY2026', again);
    expect(readFileSync(again).equals(readFileSync(out))).toBe(true);
    compileCatalog(orderFile, 'FY2027', again);
    expect(readFileSync(again).equals(readFileSync(out))).toBe(false);
  });

  it('replaces an older pack', () => {
    write(LINES.slice(0, 1));
    compileCatalog(orderFile, 'FY2025', out);
    write(LINES);
    compileCatalog(orderFile, 'FY2026', out);
    const catalog = new Catalog(out);
    expect([catalog.size, catalog.version.version]).toEqual([ROWS.length, 'FY2026']);
    catalog.close();
    expect(readdirSync(folder).sort()).toEqual(['icd10cm_order_2026.txt', 'pack.sqlite']);
  });

  it('leaves the previous pack alone when the new order file is damaged', () => {
    write(LINES);
    compileCatalog(orderFile, 'FY2026', out);
    const before = readFileSync(out);
    write([...LINES.slice(0, 3), 'damaged']);
    expect(() => compileCatalog(orderFile, 'FY2027', out)).toThrow('Line 4 is not a row');
    expect(readFileSync(out).equals(before)).toBe(true);
    expect(existsSync(`${out}.part`)).toBe(false);
  });

  it('leaves nothing half made where the pack cannot be put in its place', () => {
    write(LINES);
    mkdirSync(out);
    expect(() => compileCatalog(orderFile, 'FY2026', out)).toThrow(UserError);
    expect(() => compileCatalog(orderFile, 'FY2026', out)).toThrow(`${out} cannot be written.`);
    expect(readdirSync(out)).toEqual([]);
    expect(existsSync(`${out}.part`)).toBe(false);
  });

  it('refuses a folder that is not there, and an order file that is not there', () => {
    write(LINES);
    const nowhere = join(folder, 'missing', 'pack.sqlite');
    expect(() => compileCatalog(orderFile, 'FY2026', nowhere)).toThrow(UserError);
    expect(() => compileCatalog(join(folder, 'missing.txt'), 'FY2026', out)).toThrow(
      `The order file ${join(folder, 'missing.txt')} cannot be read.`,
    );
    expect(existsSync(out)).toBe(false);
  });

  it('notes what it was made from', () => {
    write(LINES);
    compileCatalog(orderFile, 'FY2026', out);
    const database = new Database(out, { readonly: true });
    const source = database.prepare("SELECT value FROM meta WHERE key = 'source_sha256'").pluck().get();
    database.close();
    expect(source).toMatch(/^[0-9a-f]{64}$/);
    writeFileSync(orderFile, readFileSync(orderFile, 'latin1').replace('Cholera due', 'cholera due'));
    const other = join(folder, 'other.sqlite');
    compileCatalog(orderFile, 'FY2026', other);
    const changed = new Database(other, { readonly: true });
    expect(changed.prepare("SELECT value FROM meta WHERE key = 'source_sha256'").pluck().get()).not.toBe(
      source,
    );
    changed.close();
  });
});
