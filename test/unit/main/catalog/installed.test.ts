import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InstalledCatalogs } from '../../../../src/main/catalog/installed.ts';
import { writePack } from '../../../../src/main/catalog/pack.ts';
import { UserError } from '../../../../src/main/errors.ts';
import { smallRelease } from '../../../fixtures/catalog/smallRelease.ts';

const NOTHING = { phrases: [], tables: new Map<string, Uint8Array>() };
let folder: string;
let catalogs: InstalledCatalogs;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'installed-'));
  mkdirSync(join(folder, 'shipped'));
  writePack(smallRelease('FY2026'), NOTHING, join(folder, 'shipped', 'icd-10-cm-FY2026.sqlite'));
  catalogs = open();
});
afterEach(() => {
  catalogs.close();
  rmSync(folder, { recursive: true });
});

function open(): InstalledCatalogs {
  return new InstalledCatalogs(join(folder, 'shipped'), join(folder, 'own'));
}

function install(version: string): void {
  const incoming = catalogs.incoming();
  writePack(smallRelease(version), NOTHING, incoming);
  catalogs.adopt(incoming);
}

const versionOn = (day: string): [string, boolean] => {
  const { catalog, covers } = catalogs.on('icd-10-cm', day);
  return [catalog.version.version, covers];
};

describe('the installed releases', () => {
  it('are picked by the day of discharge', () => {
    install('FY2025');
    install('FY2027');
    expect(catalogs.list().map(({ version, shipped }) => [version, shipped])).toEqual([
      ['FY2027', false],
      ['FY2026', true],
      ['FY2025', false],
    ]);
    expect(versionOn('2025-09-30')).toEqual(['FY2025', true]);
    expect(versionOn('2025-10-01')).toEqual(['FY2026', true]);
    expect(versionOn('2026-09-30')).toEqual(['FY2026', true]);
    expect(versionOn('2026-10-01')).toEqual(['FY2027', true]);
  });

  it('stand in for a day that none covers, and say so', () => {
    expect(versionOn('2026-11-21')).toEqual(['FY2026', false]);
    expect(versionOn('2019-01-01')).toEqual(['FY2026', false]);
    expect(() => catalogs.on('icd-10-gm', '2026-01-01')).toThrow(UserError);
  });

  it('are there at the next start', () => {
    install('FY2027');
    catalogs.close();
    catalogs = open();
    expect(versionOn('2026-11-21')).toEqual(['FY2027', true]);
    expect(catalogs.get({ system: 'icd-10-cm', version: 'FY2027' }).lookUp('I10')?.billable).toBe(true);
  });

  it('can be replaced while one is open, and removed unless shipped', () => {
    install('FY2026');
    expect(catalogs.list()).toHaveLength(1);
    expect(catalogs.get({ system: 'icd-10-cm', version: 'FY2026' }).lookUp('I10')).toBeDefined();
    install('FY2026');
    expect(catalogs.get({ system: 'icd-10-cm', version: 'FY2026' }).lookUp('I10')).toBeDefined();
    catalogs.remove({ system: 'icd-10-cm', version: 'FY2026' });
    expect(catalogs.list()).toEqual([expect.objectContaining({ version: 'FY2026', shipped: true })]);
    expect(() => catalogs.remove({ system: 'icd-10-cm', version: 'FY2026' })).toThrow(UserError);
    expect(() => catalogs.get({ system: 'icd-10-cm', version: 'FY1999' })).toThrow(UserError);
  });

  it('are as before where a new pack of the same release lacks what the installed one has', () => {
    const poor = smallRelease('FY2026');
    poor.notes = [];
    poor.hccs = [];
    const incoming = catalogs.incoming();
    writePack(poor, NOTHING, incoming);
    expect(() => catalogs.adopt(incoming)).toThrow(/lack what it has: notes, HCC\./);
    expect(catalogs.list()).toEqual([expect.objectContaining({ version: 'FY2026', shipped: true })]);
    // Of a release that is not there yet, something is better than nothing, and what it lacks is said.
    const next = { ...smallRelease('FY2027'), hccs: [] };
    writePack(next, NOTHING, incoming);
    expect(catalogs.adopt(incoming).without).toEqual(['neoplasms', 'HCC']);
  });

  it('say where their folder cannot be written, and clean up after a build that was killed', () => {
    const own = join(folder, 'own');
    mkdirSync(own);
    writeFileSync(join(own, '.incoming-999999999.part'), 'left by a process that is gone');
    writeFileSync(join(own, `.incoming-${process.ppid}`), 'of one that runs');
    catalogs.incoming();
    expect(readdirSync(own)).toEqual([`.incoming-${process.ppid}`]);
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const nowhere = new InstalledCatalogs(join(folder, 'shipped'), join(file, 'own'));
    expect(() => nowhere.incoming()).toThrow(UserError);
  });

  it('are as before where a new pack is none', () => {
    const incoming = catalogs.incoming();
    writeFileSync(incoming, 'no pack');
    expect(() => catalogs.adopt(incoming)).toThrow(UserError);
    expect(catalogs.list()).toHaveLength(1);
    expect(existsSync(join(folder, 'own', 'icd-10-cm-FY2026.sqlite'))).toBe(false);
  });

  it('work where one among them is damaged, and name it', () => {
    install('FY2027');
    writeFileSync(join(folder, 'own', 'icd-10-cm-FY2027.sqlite'), 'damaged');
    catalogs.close();
    catalogs = open();
    expect(catalogs.list().map(({ version }) => version)).toEqual(['FY2026']);
    expect(catalogs.unusable).toEqual([expect.objectContaining({ file: 'icd-10-cm-FY2027.sqlite' })]);
  });
});
