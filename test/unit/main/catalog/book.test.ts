import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodeBook } from '../../../../src/main/catalog/book.ts';
import { openPack, type OpenPack } from '../../../../src/main/catalog/openPack.ts';
import { writePack } from '../../../../src/main/catalog/pack.ts';
import { UserError } from '../../../../src/main/errors.ts';
import { smallRelease } from '../../../fixtures/catalog/smallRelease.ts';

const folder = mkdtempSync(join(tmpdir(), 'book-'));
let pack: OpenPack;
let book: CodeBook;

beforeAll(() => {
  const file = join(folder, 'pack.sqlite');
  writePack(smallRelease(), { phrases: [], tables: new Map() }, file);
  pack = openPack(file);
  book = new CodeBook(pack.database, pack.release);
});
afterAll(() => {
  pack.database.close();
  rmSync(folder, { recursive: true });
});

const ids = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

describe('the tree', () => {
  it('goes from chapters over blocks and categories to codes', () => {
    expect(ids(book.tree(null))).toEqual(['CH9', 'CH19', 'CH20']);
    expect(ids(book.tree('CH9'))).toEqual(['I10-I1A']);
    expect(ids(book.tree('I10-I1A'))).toEqual(['I10', 'I11']);
    expect(book.tree('I11')).toEqual([
      expect.objectContaining({ id: 'I11.0', billable: true, hasChildren: false }),
      expect.objectContaining({ id: 'I11.9' }),
    ]);
    expect(ids(book.tree('CH20'))).toEqual(['W19']);
    expect(book.tree('I10')).toEqual([]);
  });

  it('refuses a place that the release does not have', () => {
    expect(() => book.tree('Z99')).toThrow(UserError);
  });
});

describe('the page of a code', () => {
  it('has its own notes with links into their text', () => {
    const { notes, path, row } = book.page('I10');
    expect(row).toMatchObject({ id: 'I10', billable: true });
    expect(ids(path)).toEqual(['CH9', 'I10-I1A']);
    const excludes = notes.find(({ kind }) => kind === 'excludes1');
    expect(excludes).toMatchObject({ text: 'hypertensive heart disease (I11.-)', confirmed: 'FY2026' });
    const [link] = excludes?.links ?? [];
    expect(link?.target).toBe('I11');
    expect(excludes?.text.slice(link?.start, link?.end)).toContain('I11');
  });

  it('has the notes that hold from above, but not the terms of the codes above', () => {
    const { inherited } = book.page('S72.011A');
    expect(inherited).toEqual([]);
    expect(book.page('I11.9').inherited).toEqual([
      {
        from: expect.objectContaining({ id: 'CH9' }) as unknown,
        notes: [expect.objectContaining({ kind: 'excludes2' })],
      },
    ]);
  });

  it('offers the seventh characters of the table above, with the codes they make', () => {
    expect(book.page('S72.011').sevenths).toEqual([
      { character: 'A', meaning: 'initial encounter', code: 'S72.011A' },
      { character: 'D', meaning: 'subsequent encounter', code: 'S72.011D' },
    ]);
    expect(book.page('S72.012A').sevenths.map(({ code }) => code)).toEqual(['S72.012A', null]);
  });

  it('fills the places before the seventh character with X', () => {
    expect(book.page('W19').sevenths).toEqual([
      { character: 'A', meaning: 'initial encounter', code: 'W19.XXXA' },
    ]);
  });

  it('shows the codes beside it by what tells them apart', () => {
    expect(book.page('I11.0').siblings).toEqual([
      { row: expect.objectContaining({ id: 'I11.9' }) as unknown, differs: 'without' },
    ]);
    expect(book.page('S72.011A').siblings).toEqual([
      { row: expect.objectContaining({ id: 'S72.012A' }) as unknown, differs: 'left' },
    ]);
  });

  it('says who indexes it, what it replaces, what changed and where it counts', () => {
    const page = book.page('I11.9');
    expect(page.indexed).toEqual([
      {
        book: 'index',
        entry: 2,
        path: ['Hypertension, hypertensive (arterial)', 'heart (disease)'],
        column: null,
      },
      { book: 'drug', entry: 7, path: ['Drugs of the heart', 'slow ones'], column: 'Poisoning' },
    ]);
    expect(page.replaces).toEqual([
      { code: 'I11', title: 'Hypertensive heart disease', effective: '2020-10-01' },
    ]);
    expect(page.changes).toHaveLength(1);
    expect(book.page('I11.0').hccs).toEqual([
      { model: 'CMS-HCC Model V28', hcc: '226', label: 'Heart failure' },
    ]);
    expect(book.page('W19.XXXA').poaExempt).toBe(true);
  });

  it('of a block has its children and the path above', () => {
    const page = book.page('I10-I1A');
    expect(page.row).toMatchObject({ kind: 'block', billable: false });
    expect(ids(page.path)).toEqual(['CH9']);
    expect(ids(page.children)).toEqual(['I10', 'I11']);
  });
});

describe('the tabular view', () => {
  it('prints the whole category of a code without what seventh characters make', () => {
    expect(book.tabular('S72.011A').map(({ row, depth }) => [row.id, depth])).toEqual([
      ['S72', 0],
      ['S72.0', 1],
      ['S72.01', 2],
      ['S72.011', 3],
      ['S72.012', 3],
    ]);
    expect(book.tabular('W19').map(({ row }) => row.id)).toEqual(['W19']);
  });

  it('prints the categories of a block', () => {
    expect(book.tabular('I10-I1A').map(({ row, depth }) => [row.id, depth])).toEqual([
      ['I10-I1A', 0],
      ['I10', 1],
      ['I11', 1],
    ]);
  });
});

describe('index and tables', () => {
  it('leads from letters to main terms to what stands below', () => {
    expect(book.letters('index')).toEqual(['H']);
    expect(book.index('index', { letter: 'h' }).lines.map(({ title }) => title)).toEqual([
      'Hypertension, hypertensive (arterial)',
      'High blood pressure',
    ]);
    const page = book.index('index', { entry: 2 });
    expect(page.path.map(({ entry }) => entry)).toEqual([1, 2]);
    expect(page.lines.map(({ title, depth }) => [title, depth])).toEqual([
      ['heart (disease)', 0],
      ['with heart failure', 1],
    ]);
    expect(() => book.index('external', { entry: 2 })).toThrow(UserError);
  });

  it('follows a cross reference to its entry', () => {
    const [see] = book.index('index', { entry: 4 }).lines[0]?.targets ?? [];
    expect(see).toEqual({
      kind: 'see',
      text: 'Hypertension',
      code: null,
      entry: 1,
      book: 'index',
      path: ['Hypertension, hypertensive (arterial)'],
    });
  });

  it('shows a table by columns, filtered by words of the term and those above it', () => {
    const all = book.table('drug', '', 0, 10);
    expect(all.headings).toEqual(['Poisoning', 'Underdosing']);
    expect(all.lines[0]?.cells).toEqual([
      { text: 'I10', code: 'I10' },
      { text: '--', code: null },
    ]);
    expect(book.table('drug', 'slow heart', 0, 10)).toMatchObject({ total: 1, lines: [{ depth: 1 }] });
    expect(book.table('drug', '', 1, 10)).toMatchObject({ total: 2, lines: [{ title: 'slow ones' }] });
  });

  it('lists what the release changed, codes that are gone included', () => {
    expect(book.changes()).toEqual([
      expect.objectContaining({ owner: 'I11.9', kind: 'title-revised' }),
      expect.objectContaining({ owner: 'I13', kind: 'code-deleted', title: null }),
    ]);
  });
});
