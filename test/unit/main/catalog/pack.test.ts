import Database from 'better-sqlite3';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openPack } from '../../../../src/main/catalog/openPack.ts';
import { writePack } from '../../../../src/main/catalog/pack.ts';
import { verifyPack } from '../../../../src/main/catalog/verifyPack.ts';
import { UserError } from '../../../../src/main/errors.ts';
import { smallRelease } from '../../../fixtures/catalog/smallRelease.ts';

const folder = mkdtempSync(join(tmpdir(), 'pack-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NOTHING = { phrases: [], tables: new Map<string, Uint8Array>() };

function packed(name: string): string {
  const file = join(folder, name);
  writePack(smallRelease(), NOTHING, file);
  return file;
}

describe('writePack', () => {
  it('makes the same bytes from the same release', () => {
    expect(readFileSync(packed('a.sqlite')).equals(readFileSync(packed('b.sqlite')))).toBe(true);
    const other = smallRelease();
    for (const note of other.notes) if (note.kind === 'includes') note.text = 'raised blood pressure';
    writePack(other, NOTHING, join(folder, 'c.sqlite'));
    const hashes = ['a', 'b', 'c'].map((name) => hashOf(join(folder, `${name}.sqlite`)));
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });

  it('reports codes named in notes that the release does not have', () => {
    expect(verifyPack(packed('report.sqlite')).report).toEqual([
      expect.objectContaining({ place: 'I11.0', reason: expect.stringContaining('I50') as unknown }),
    ]);
  });

  it('keeps the pack that is there where it cannot write a new one', () => {
    const file = packed('kept.sqlite');
    const before = readFileSync(file);
    const broken = smallRelease();
    broken.codes.push(...broken.codes.slice(0, 1));
    expect(() => writePack(broken, NOTHING, file)).toThrow(UserError);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(existsSync(`${file}.part`)).toBe(false);
    expect(() => writePack(smallRelease(), NOTHING, join(folder, 'none', 'x.sqlite'))).toThrow(UserError);
  });
});

describe('openPack', () => {
  it('says what the pack is', () => {
    const { database, release } = openPack(packed('open.sqlite'));
    database.close();
    expect(release).toMatchObject({
      system: 'icd-10-cm',
      version: 'FY2026',
      validFrom: '2025-10-01',
      validTo: '2026-09-30',
      codes: 14,
    });
  });

  it('refuses what is no pack, or one of another format', () => {
    const text = join(folder, 'text.sqlite');
    writeFileSync(text, 'not a database');
    expect(() => openPack(text)).toThrow(UserError);
    expect(() => openPack(join(folder, 'missing.sqlite'))).toThrow(UserError);
    const old = packed('old.sqlite');
    alter(old, "UPDATE meta SET value = '1' WHERE key = 'format'");
    expect(() => openPack(old)).toThrow(/format 1/);
  });
});

describe('verifyPack', () => {
  it('finds an intact pack intact', () => {
    const { faults, rows } = verifyPack(packed('intact.sqlite'));
    expect(faults).toEqual([]);
    expect(rows).toMatchObject({ code: 14, note: 5, entry: 7, seventh: 3 });
  });

  it.each([
    ["UPDATE code SET title = 'x' WHERE code = 'I10'", /does not match its hash/],
    ["UPDATE note SET owner = 'Z99' WHERE owner = 'I10'", /note: 2 codes do not exist: Z99/],
    ["UPDATE note_link SET target = 'Z99'", /note_link: .*Z99/],
    ["UPDATE seventh SET owner = 'Q00'", /seventh: .*Q00/],
    ['UPDATE target SET code = 999 WHERE code = 1', /target .* names a code/],
    ["DELETE FROM code WHERE code = 'I11.9'", /does not match its hash/],
  ])('finds out about %s', (sql, fault) => {
    const file = packed('altered.sqlite');
    alter(file, sql);
    expect(verifyPack(file).faults.join('\n')).toMatch(fault);
  });

  it('finds a page of the file overwritten, whichever it is', () => {
    const file = packed('damaged.sqlite');
    const intact = readFileSync(file);
    for (let page = 4096; page < intact.length; page += 4096) {
      const bytes = Buffer.from(intact);
      bytes.fill(0x5a, page, page + 4096);
      writeFileSync(file, bytes);
      expect(faultsOf(file), `page at ${page}`).not.toEqual([]);
    }
  });

  it('finds a file cut short', () => {
    const file = packed('short.sqlite');
    truncateSync(file, 4096 * 3);
    expect(faultsOf(file)).not.toEqual([]);
  });
});

/** Faults of a pack, those included that keep it from being opened. */
function faultsOf(file: string): string[] {
  try {
    return verifyPack(file).faults;
  } catch (error) {
    if (error instanceof UserError) return [error.message];
    throw error;
  }
}

function hashOf(file: string): string {
  const { database, release } = openPack(file);
  database.close();
  return release.contentHash;
}

function alter(file: string, sql: string): void {
  const database = new Database(file);
  database.pragma('foreign_keys = OFF');
  database.exec(sql);
  database.close();
}
