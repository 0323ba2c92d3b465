import Database from 'better-sqlite3';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Catalog } from '../../../../src/main/catalog/catalog.ts';
import { withDot } from '../../../../src/main/catalog/codes.ts';
import { UserError } from '../../../../src/main/errors.ts';
import { Code } from '../../../../src/shared/coding.ts';

const PACK = join(import.meta.dirname, '../../../../resources/catalog/icd-10-cm-FY2026.sqlite');
const catalog = new Catalog(PACK);
afterAll(() => catalog.close());

function codes(query: string, limit = 20): string[] {
  return catalog.search(query, limit).hits.map(({ code }) => code);
}

describe('the shipped pack', () => {
  it('is the whole release', () => {
    expect(catalog.version).toEqual({ name: 'icd-10-cm', version: 'FY2026' });
    expect(catalog.release.codes).toBe(98_186);
    const database = new Database(PACK, { readonly: true });
    expect(database.prepare('SELECT count(*), sum(billable) FROM code').raw().get()).toEqual([
      98_186, 74_719,
    ]);
    // Every row can be searched for by its title.
    expect(
      database.prepare("SELECT count(DISTINCT code) FROM phrase WHERE kind = 'title'").pluck().get(),
    ).toBe(98_186);
    database.close();
  });

  it('has codes as the rest of the program writes them, each below a row that it begins with', () => {
    const database = new Database(PACK, { readonly: true });
    const rows = database
      .prepare('SELECT code.code, above.code FROM code LEFT JOIN code AS above ON above.id = code.parent')
      .raw()
      .all() as [string, string | null][];
    database.close();
    expect(rows.filter(([code]) => !Code.safeParse(code).success)).toEqual([]);
    expect(rows.filter(([code, above]) => (above === null) !== (code.length === 3))).toEqual([]);
    expect(rows.filter(([code, above]) => above !== null && !code.startsWith(above))).toEqual([]);
  });
});

describe('lookUp', () => {
  it('gives title, billability and the headers above', () => {
    expect(catalog.lookUp('E11.22')).toEqual({
      code: 'E11.22',
      title: 'Type 2 diabetes mellitus with diabetic chronic kidney disease',
      billable: true,
      path: ['E11', 'E11.2'],
    });
    expect(catalog.lookUp('E11')).toMatchObject({ billable: false, path: [] });
    expect(catalog.lookUp('S72.001A')?.path).toEqual(['S72', 'S72.0', 'S72.00', 'S72.001']);
    expect(catalog.lookUp('I10')?.billable).toBe(true);
  });

  it.each(['E11.999', 'E1122', 'e11.22', '', "' OR 1=1 --", 'E11.%'])('knows no code %j', (code) => {
    expect(catalog.lookUp(code)).toBeUndefined();
  });
});

describe('search by code', () => {
  it.each(['E11.22', 'e11.22', 'E1122', ' e1122 '])('finds the one code for %j', (query) => {
    expect(codes(query)).toEqual(['E11.22']);
  });

  it.each(['E11', 'e11', 'E11.'])('lists what begins with %j, shortest first', (query) => {
    const found = codes(query, 100);
    expect(found[0]).toBe('E11');
    expect(found).toContain('E11.22');
    expect(found.every((code) => code.startsWith('E11'))).toBe(true);
    expect(found.map(({ length }) => length)).toEqual(
      found.map(({ length }) => length).sort((a, b) => a - b),
    );
  });

  it('lists categories from their first letter on', () => {
    expect(codes('i', 3)).toEqual(['I00', 'I01', 'I02']);
    expect(codes('I1', 3)).toEqual(['I10', 'I11', 'I12']);
    expect(codes('z').every((code) => /^Z..$/.test(code))).toBe(true);
  });

  it('puts words behind a letter and a digit, and none behind more of a code', () => {
    const found = codes('e1');
    expect(found.slice(0, 5)).toEqual(['E10', 'E11', 'E13', 'E15', 'E16']);
    expect(found).toHaveLength(20);
    expect(codes('I10')).toEqual(['I10']);
    expect(codes('S72.001').every((code) => code.startsWith('S72.001'))).toBe(true);
  });

  it('reads what looks like a code but is none as words', () => {
    expect(catalog.lookUp('B12')).toBeUndefined();
    expect(codes('B12', 5).length).toBeGreaterThan(0);
    expect(catalog.search('B12', 1).hits[0]?.via?.text).toMatch(/B ?12/);
    // Two vertebrae, not the category C56.
    expect(codes('c5-6').some((code) => code.startsWith('C56'))).toBe(false);
  });

  it('gives no more than asked', () => {
    expect(codes('S', 7)).toHaveLength(7);
    expect(codes('fracture', 7)).toHaveLength(7);
  });
});

describe('search by words', () => {
  it('finds words in any order, case and beginning', () => {
    const found = codes('pneumonia bacterial unspecified', 100).sort();
    expect(found).toContain('J15.9');
    expect(codes('UNSPECIFIED Bacterial pneumonia', 100).sort()).toEqual(found);
    expect(codes('unsp bact pneum', 100)).toContain('J15.9');
    for (const { title } of catalog.search('neck femur frac', 5).hits) {
      expect(title).toMatch(/\bneck/i);
      expect(title).toMatch(/\bfemur/i);
      expect(title).toMatch(/\bfrac/i);
    }
  });

  it('puts what was typed before what merely holds its words', () => {
    expect(codes('essential hypertension', 1)).toEqual(['I10']);
    expect(codes('pneumonia', 1)).toEqual(['J18.9']);
    expect(codes('sepsis', 1)).toEqual(['A41.9']);
    expect(codes('type 2 diabetes', 1)).toEqual(['E11.9']);
    expect(codes('aortic aneurysm', 1)).toEqual(['I71.9']);
    expect(codes('heart failure', 2)).toContain('I50.9');
    expect(codes('chest pain', 3)).toContain('R07.9');
    expect(codes('type 2 diabetes mellitus', 5)).toContain('E11');
  });

  it('takes a lone digit as a word of its own', () => {
    const found = catalog.search('diabetes type 2', 5).hits;
    expect(found).toHaveLength(5);
    for (const { title } of found) expect(title).toMatch(/\b2\b/);
    expect(codes('diabetes type 1', 1)).toEqual(['E10.9']);
  });

  it.each([
    ['Ménière', 'Meniere'],
    ['Me\u0301nie\u0300re', 'Meniere'],
    ['MÉNIÈRE', 'meniere'],
    ['diabètes melli\u0301tus', 'diabetes mellitus'],
  ])('finds for %j what it finds for %j', (accented, plain) => {
    expect(codes(plain).length).toBeGreaterThan(0);
    expect(codes(accented)).toEqual(codes(plain));
  });

  it('reads punctuation, quotes and operators of the index as what they are: no words', () => {
    const found = codes('chronic kidney disease');
    for (const query of [
      '"chronic kidney disease"',
      'chronic* kidney* disease*',
      '(chronic) - kidney, disease.',
      'chronic + kidney : disease ^',
      "chronic'kidney'disease",
    ]) {
      expect(codes(query)).toEqual(found);
    }
    // Operators of the index are words like any other.
    expect(codes('arm AND leg')).toEqual(codes('arm and leg'));
    expect(codes('arm OR leg')).toEqual(codes('arm or leg'));
    // A word that no code has does not keep the others from being found.
    expect(codes('zzz OR pneumonia', 1)).toEqual(['J18.9']);
    expect(codes('pneumonia NOT zzz', 1)).toEqual(['J18.9']);
  });

  it.each(['"', '""', '*', '-', '()', '   ', '', '.', '…', '"*', '\u0301', '\0', '💊'])(
    'finds nothing for %j',
    (query) => {
      expect(codes(query)).toEqual([]);
    },
  );

  it.each([
    'AND',
    'OR',
    'NOT',
    'NEAR(',
    'NEAR("a" "b", 5)',
    'title:diabetes',
    '{title}: x',
    'a"b',
    'a\0b',
    "'; DROP TABLE code; --",
    '肺炎',
    'пневмония',
    '\ud800',
    'x'.repeat(200),
    'a '.repeat(100),
    'ab '.repeat(66),
  ])('does not fail for %j', (query) => {
    for (const { code, title } of catalog.search(query, 5).hits) {
      expect(code).not.toBe('');
      expect(title).not.toBe('');
    }
  });

  it('does not fail for any letter or digit there is, alone or in a word', () => {
    const letters: string[] = [];
    for (let point = 0x80; point < 0x1_f000; point++) {
      // The blocks of ideographs and Hangul are alike throughout: some of each do.
      if (((point > 0x3400 && point < 0xd7a4) || point > 0x1_2000) && point % 37 !== 0) continue;
      const letter = String.fromCodePoint(point);
      if (/[\p{L}\p{N}]/u.test(letter)) letters.push(letter);
    }
    expect(letters.length).toBeGreaterThan(5000);
    const failed = letters.filter((letter) => {
      try {
        for (const query of [letter, `ab${letter}cd`, `${letter}${letter}`]) catalog.search(query, 1);
        return false;
      } catch {
        return true;
      }
    });
    expect(failed).toEqual([]);
  });
});

describe('what is no pack', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rubricator-catalog-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function open(name: string): () => unknown {
    return () => new Catalog(join(folder, name));
  }

  it('is refused: a missing file, which is not made either', () => {
    expect(open('missing.sqlite')).toThrow(UserError);
    expect(existsSync(join(folder, 'missing.sqlite'))).toBe(false);
  });

  it('is refused: text, nothing, and a database of something else', () => {
    writeFileSync(join(folder, 'text.sqlite'), 'not a database '.repeat(100));
    writeFileSync(join(folder, 'empty.sqlite'), '');
    const other = new Database(join(folder, 'other.sqlite'));
    other.exec('CREATE TABLE meta (key TEXT, value TEXT); CREATE TABLE code (id, title)');
    other.close();
    for (const name of ['text.sqlite', 'empty.sqlite', 'other.sqlite']) {
      expect(open(name)).toThrow(UserError);
      expect(open(name)).toThrow(`The file ${join(folder, name)} cannot be opened: it is no catalogue pack.`);
    }
  });

  it('is the lexicon of the model pack, though it is a database with meta data too', () => {
    const lexicon = join(import.meta.dirname, '../../../../resources/model/lexicon.sqlite');
    expect(() => new Catalog(lexicon)).toThrow(UserError);
  });
});

it('writes a code with its dot after the third character', () => {
  expect(['A00', 'A000', 'S72001A'].map(withDot)).toEqual(['A00', 'A00.0', 'S72.001A']);
});
