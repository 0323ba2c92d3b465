import Database from 'better-sqlite3';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Catalog } from '../../../../src/main/catalog/catalog.ts';
import { pcsBeginning } from '../../../../src/main/catalog/pcsBeginning.ts';
import { mulberry32 } from '../../../../src/main/evaluation/bootstrap.ts';

const resources = join(import.meta.dirname, '../../../../resources/catalog');
const file = join(resources, 'icd-10-pcs-FY2026.sqlite');
const database = new Database(file, { readonly: true });
const catalog = new Catalog(file);
afterAll(() => {
  catalog.close();
  database.close();
});
const rows = database.prepare('SELECT code, title FROM code WHERE billable = 1 ORDER BY code').all() as {
  code: string;
  title: string;
}[];

describe('the beginning of a procedure code', () => {
  it('is a header below its table, titled by what its codes have in common', () => {
    expect(pcsBeginning(database, 'BW20')).toEqual({
      code: 'BW20',
      title: 'Computerized Tomography (CT Scan) of Abdomen',
      billable: false,
      path: ['BW2'],
    });
    expect(catalog.lookUp('BW20')).toEqual(pcsBeginning(database, 'BW20'));
    expect(catalog.lookUp('BW2000')?.title).toContain('Abdomen using High Osmolar Contrast');
  });

  it.each([
    '',
    'BW2',
    'BW20ZZZ',
    'BW20ZZZZ',
    'bw20',
    'BWI0',
    'BWO0',
    'BW2_',
    'BW2%',
    'ZZZZ',
    "B'--",
    'BW2.0',
  ])('is none for %j', (code) => {
    expect(pcsBeginning(database, code)).toBeUndefined();
  });

  it('leaves tables and whole codes to the official list', () => {
    expect(catalog.lookUp('BW2')).toMatchObject({ code: 'BW2', billable: false });
    expect(catalog.lookUp('BW20ZZZ')).toMatchObject({ code: 'BW20ZZZ', billable: true });
    expect(catalog.lookUp('BW20ZZ7')).toBeUndefined();
  });

  it('is no code of another system', () => {
    const diagnoses = new Catalog(join(resources, 'icd-10-cm-FY2026.sqlite'));
    expect(diagnoses.lookUp('BW20')).toBeUndefined();
    expect(diagnoses.lookUp('E112')).toBeUndefined();
    diagnoses.close();
  });

  it('has a title that all of its codes begin with, or its table’s', () => {
    const random = mulberry32(20);
    for (let i = 0; i < 400; i++) {
      const { code } = rows[Math.floor(random() * rows.length)]!;
      const beginning = code.slice(0, 4 + Math.floor(random() * 3));
      const hit = catalog.lookUp(beginning)!;
      const table = code.slice(0, 3);
      expect(hit).toMatchObject({ code: beginning, billable: false, path: [table] });
      expect(hit.title, beginning).not.toMatch(/[ ,]$| (?:of|to|into|from|with|using|and|for)$/);
      const own = rows.filter((row) => row.code.startsWith(beginning)).map(({ title }) => title);
      expect(
        hit.title === catalog.lookUp(table)?.title || own.every((title) => title.startsWith(hit.title)),
        `${beginning}: ${hit.title}`,
      ).toBe(true);
    }
  });
});
