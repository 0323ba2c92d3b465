import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type * as Fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exchangeFiles, finishRestore } from '../../../../src/main/backup/exchange.ts';
import { BACKED_UP, type CopiedFile } from '../../../../src/main/backup/manifest.ts';

/** Files are really moved, until the one at which the system is to fail: there only, or from there on. */
const failing = vi.hoisted(() => ({ at: Infinity, again: false, moved: 0 }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof Fs>();
  const move: typeof Fs.renameSync = (from, to) => {
    failing.moved += 1;
    const fails = failing.again ? failing.moved >= failing.at : failing.moved === failing.at;
    if (fails) throw Object.assign(new Error('EIO: i/o error, rename'), { code: 'EIO' });
    fs.renameSync(from, to);
  };
  return { ...fs, renameSync: move, default: { ...fs, renameSync: move } };
});

const AT = '2026-03-02T09-30-00';
const NAMES = BACKED_UP.map(({ name }) => name);

let root: string;
let data: string;
let backup: string;
let files: CopiedFile[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'exchange-'));
  [data, backup] = [join(root, 'data'), join(root, 'backup')];
  mkdirSync(join(data, 'catalogs'), { recursive: true });
  mkdirSync(backup);
  for (const name of [...NAMES, 'ledger.sqlite-journal', 'attempts.json', join('catalogs', 'pack')])
    writeFileSync(join(data, name), `here: ${name}`);
  files = NAMES.map((name) => {
    const content = `backup: ${name}`;
    writeFileSync(join(backup, name), content);
    return { name, size: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  });
  Object.assign(failing, { at: Infinity, again: false, moved: 0 });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Every file of a folder with its words. */
function contentOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names.map((name) => {
      const file = join(folder, name);
      return [name, statSync(file).isDirectory() ? 'folder' : readFileSync(file, 'utf8')];
    }),
  );
}

async function refusal(act: () => unknown): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    expect((error as Error).name, (error as Error).stack).toBe('UserError');
    return (error as Error).message;
  }
}

const exchange = (): Promise<string> => exchangeFiles(data, backup, files, AT);

/** What the data folder holds once the exchange is done. */
function expectExchanged(aside = `before-restore-${AT}`): void {
  expect(contentOf(data)).toEqual({
    'attempts.json': 'here: attempts.json',
    [aside]: 'folder',
    ...Object.fromEntries(
      [...NAMES, 'ledger.sqlite-journal'].map((name) => [join(aside, name), `here: ${name}`]),
    ),
    catalogs: 'folder',
    [join('catalogs', 'pack')]: `here: ${join('catalogs', 'pack')}`,
    ...Object.fromEntries(NAMES.map((name) => [name, `backup: ${name}`])),
  });
}

describe('exchanging the files of a data folder', () => {
  it('keeps aside what was here, journals too, and leaves the rest', async () => {
    expect(await exchange()).toBe(`before-restore-${AT}`);
    expectExchanged();
    expect(contentOf(backup)).toEqual(Object.fromEntries(NAMES.map((name) => [name, `backup: ${name}`])));
    for (const name of NAMES) expect(statSync(join(data, name)).mode & 0o077).toBe(0);
  });

  it('keeps aside each time under another name', async () => {
    await exchange();
    expect(await exchange()).toBe(`before-restore-${AT}-2`);
    expect(readFileSync(join(data, `before-restore-${AT}-2`, 'keyring.json'), 'utf8')).toBe(
      'backup: keyring.json',
    );
  });

  it('refuses files that are not as they were checked', async () => {
    const before = contentOf(data);
    writeFileSync(join(backup, 'charts.sqlite'), 'backup: chartz.sqlite');
    expect(await refusal(exchange)).toBe('The backup is damaged: charts.sqlite is not as it was written.');
    rmSync(join(backup, 'charts.sqlite'));
    expect(await refusal(exchange)).toBe('The backup cannot be put into the data folder.');
    expect(contentOf(data)).toEqual(before);
  });

  it('is taken back wherever a file cannot be moved', async () => {
    const before = contentOf(data);
    let at = 1;
    for (; ; at++) {
      Object.assign(failing, { at, moved: 0 });
      const message = await refusal(exchange);
      if (message === null) break;
      expect(message, `move ${at}`).toBe('The backup cannot be put into the data folder.');
      expect(contentOf(data), `move ${at}`).toEqual(before);
    }
    // The list of what is done, six files aside, five in.
    expect(at).toBe(1 + 6 + 5 + 1);
    expectExchanged();
  });

  it('is finished by the next start wherever the program ended', async () => {
    const before = contentOf(data);
    const whole = join(root, 'whole');
    cpSync(data, whole, { recursive: true });
    for (let at = 1; at <= 12; at++) {
      rmSync(data, { recursive: true });
      cpSync(whole, data, { recursive: true });
      Object.assign(failing, { at, again: true, moved: 0 });
      await refusal(exchange);
      Object.assign(failing, { at: Infinity, again: false });
      finishRestore(data);
      finishRestore(data);
      // Of the first two moves one makes the list of what is done, the other had nothing to take back.
      if (at <= 2) expect(contentOf(data)).toEqual(before);
      else expectExchanged();
    }
  });

  it('is finished first where another one begins', async () => {
    Object.assign(failing, { at: 5, again: true });
    expect(await refusal(exchange)).toBe('A backup was being restored and cannot be finished.');
    Object.assign(failing, { at: Infinity });
    expect(await exchange()).toBe(`before-restore-${AT}-2`);
    expect(readFileSync(join(data, `before-restore-${AT}`, 'keyring.json'), 'utf8')).toBe(
      'here: keyring.json',
    );
    expect(existsSync(join(data, 'restore.json'))).toBe(false);
  });

  it('says so where it cannot be finished, and trusts no name that leads elsewhere', async () => {
    for (const text of [
      '',
      '{}',
      JSON.stringify({ incoming: '..', aside: 'a', present: [], files: [] }),
      JSON.stringify({ incoming: 'a', aside: 'b', present: ['../secret'], files: [] }),
    ]) {
      writeFileSync(join(data, 'restore.json'), text);
      expect(await refusal(() => finishRestore(data)), text).toMatch(/cannot be finished/);
    }
  });
});
