import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from './call.ts';

const CLAML = join(import.meta.dirname, '../../../fixtures/catalog/claml/icd-10-gm.xml');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-codes-'));
  process.env['RUBRICATOR_HOME'] = join(folder, 'home');
});
afterAll(() => {
  delete process.env['RUBRICATOR_HOME'];
  rmSync(folder, { recursive: true });
});

const parsed = (line: string | undefined): Record<string, unknown> =>
  JSON.parse(line ?? '') as Record<string, unknown>;

describe('codes search', () => {
  it('prints one hit a line, code and title first', async () => {
    const { code, out } = await call('codes', 'search', '--json', '--limit', '3', 'type', '2', 'diabetes');
    expect(code).toBe(0);
    expect(out).toHaveLength(3);
    expect(Object.keys(parsed(out[0])).slice(0, 2)).toEqual(['code', 'title']);
    expect(parsed(out[0])['code']).toBe('E11.9');
  });

  it('says how it understood an abbreviation', async () => {
    const { out, err } = await call('codes', 'search', '--limit', '1', 'htn');
    expect(out[0]).toMatch(/^I10 +Essential/);
    expect(err.join()).toContain('hypertension');
  });

  it('says which release stands in where none is valid on the day', async () => {
    const inForce = await call('codes', 'search', '--on', '2026-01-15', '--limit', '1', 'htn');
    expect(inForce.err.join()).not.toContain('stands in');
    const before = await call('codes', 'search', '--on', '2019-01-15', '--limit', '1', 'htn');
    expect(before.err.join()).toContain('no installed release is valid on 2019-01-15; ICD-10-CM FY2026');
    expect(before.out).toEqual(inForce.out);
  });

  it('says so where nothing is found', async () => {
    const { code, out, err } = await call('codes', 'search', 'zzzqqqxxx');
    expect([code, out]).toEqual([1, []]);
    expect(err.join()).toContain('no code found');
  });
});

describe('codes show', () => {
  it('prints the notes of a code and those that hold from above, each with its release', async () => {
    const { code, out } = await call('codes', 'show', 'i11.0');
    expect(code).toBe(0);
    const text = out.join('\n');
    expect(text).toMatch(/^I11\.0 {2}Hypertensive heart disease with heart failure/);
    expect(text).toMatch(/Use additional code to identify .*heart failure \(I50\.-\) \[FY20\d\d\]/);
    expect(text).toMatch(/from I10-I1A /);
  });

  it('takes a code without its dot, a block, a chapter, and prints JSON', async () => {
    const { out } = await call('codes', 'show', '--json', 'E1122', 'I10-I1A', 'ch9');
    expect(out.map((line) => parsed(line)['code'])).toEqual(['E11.22', 'I10-I1A', 'CH9']);
  });

  it('refuses what the release does not have, and shows the rest', async () => {
    const { code, out, err } = await call('codes', 'show', '--json', 'I99.999', 'I10');
    expect([code, out.length]).toEqual([1, 1]);
    expect(err.join()).toContain('I99.999 is not in icd-10-cm FY2026.');
  });
});

describe('codes tree', () => {
  it('prints the chapters, and what stands below a place, so many levels deep', async () => {
    expect((await call('codes', 'tree')).out).toHaveLength(22);
    const { out } = await call('codes', 'tree', '--json', '--depth', '2', 'I11');
    expect(out.map((line) => [parsed(line)['code'], parsed(line)['depth']])).toEqual([
      ['I11.0', 0],
      ['I11.9', 0],
    ]);
    expect(
      (await call('codes', 'tree', '--depth', '2', 'I10-I1A')).out.some((line) => /^ {2}I11\.0 /.test(line)),
    ).toBe(true);
  });
});

describe('wrong calls', () => {
  it.each([
    [['codes']],
    [['codes', 'search']],
    [['codes', 'search', '--limit', '0', 'x']],
    [['codes', 'show']],
    [['codes', 'tree', 'I10', 'I11']],
    [['codes', 'search', '--on', '2026-13-01', 'x']],
    [['catalog']],
    [['catalog', 'list', 'x']],
    [['catalog', 'build']],
  ])('%j', async (args) => {
    expect((await call(...args)).code).toBe(2);
  });
});

describe('catalog', () => {
  it('lists what ships', async () => {
    const { code, out } = await call('catalog', 'list', '--json');
    expect(code).toBe(0);
    expect(parsed(out[0])).toMatchObject({ system: 'icd-10-cm', version: 'FY2026', shipped: true });
  });

  it('builds, installs, uses and verifies a ClaML release beside the shipped one', async () => {
    const built = await call('catalog', 'build', '--json', CLAML);
    expect(built.code).toBe(0);
    const { system, version, contentHash } = parsed(built.out[0]);
    expect([system, version]).toEqual(['icd-10-gm', '2025']);
    const listed = await call('catalog', 'list');
    expect(listed.out.join('\n')).toMatch(/icd-10-gm +2025 .*installed here/);
    expect((await call('codes', 'tree', '--system', 'icd-10-gm')).out.length).toBeGreaterThan(0);
    expect((await call('codes', 'show', '--system', 'icd-10-gm', 'E10.01')).code).toBe(0);
    const verified = await call('catalog', 'verify', '--json');
    expect(verified.code).toBe(0);
    expect(verified.out.map((line) => parsed(line)['faults'])).toEqual(verified.out.map(() => []));
    const again = await call('catalog', 'build', '--json', '--out', join(folder, 'again.sqlite'), CLAML);
    expect(parsed(again.out[0])['contentHash']).toBe(contentHash);
    const installed = join(folder, 'home', 'catalogs', 'icd-10-gm-2025.sqlite');
    expect(readFileSync(join(folder, 'again.sqlite')).equals(readFileSync(installed))).toBe(true);
  });

  it('writes over a pack, but over nothing else', async () => {
    const note = join(folder, 'note.txt');
    writeFileSync(note, 'mine');
    for (const out of [note, folder]) {
      expect((await call('catalog', 'build', '--out', out, CLAML)).code).toBe(1);
    }
    expect(readFileSync(note, 'utf8')).toBe('mine');
    const file = join(folder, 'pack.sqlite');
    for (let time = 0; time < 2; time++) {
      expect((await call('catalog', 'build', '--out', file, CLAML)).code).toBe(0);
    }
  });

  it('goes on after a file that is no pack', async () => {
    const file = join(folder, 'good.sqlite');
    await call('catalog', 'build', '--out', file, CLAML);
    const { code, out, err } = await call('catalog', 'verify', '--json', CLAML, join(folder, 'none'), file);
    expect(code).toBe(1);
    expect(out.map((line) => parsed(line)['file'])).toEqual([file]);
    expect(err.join('\n')).toMatch(/it is no catalogue pack[\s\S]*There is no file/);
  });

  it('leaves the installed packs as they were where the files are refused', async () => {
    const catalogs = join(folder, 'home', 'catalogs');
    const before = existsSync(catalogs) ? readdirSync(catalogs) : [];
    const cut = join(folder, 'cut.xml');
    writeFileSync(cut, readFileSync(CLAML).subarray(0, 3000));
    const { code, out, err } = await call('catalog', 'build', cut);
    expect([code, out]).toEqual([1, []]);
    expect(err.at(-1)).toMatch(/cut\.xml/);
    expect(existsSync(catalogs) ? readdirSync(catalogs) : []).toEqual(before);
  });

  it('reports a pack that was altered', async () => {
    const file = join(folder, 'altered.sqlite');
    await call('catalog', 'build', '--out', file, CLAML);
    const bytes = readFileSync(file);
    bytes.write('Zuckerkrankheut', bytes.indexOf('Zuckerkrankheit'));
    writeFileSync(file, bytes);
    const { code, out } = await call('catalog', 'verify', file);
    expect(code).toBe(1);
    expect(out.join('\n')).toMatch(/FAULTY[\s\S]*does not match its hash/);
  });
});
