import Database from 'better-sqlite3';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findRuntime } from '../../../scripts/electronRuntime.ts';
import { fileKey } from '../../../src/main/accounts/keys.ts';
import type { UserError } from '../../../src/main/errors.ts';
import { encryptStore, kindOfStore, openStore, useKey } from '../../../src/main/sqlite.ts';

const MIGRATIONS = ['CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT'];
const WORDS = 'Crushing chest pain since this morning';

let folder: string;
let file: string;
let key: Uint8Array;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  file = join(folder, 'notes.sqlite');
  key = randomBytes(32);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(withKey?: Uint8Array): Database.Database {
  return openStore(file, 'note store', MIGRATIONS, withKey);
}

function fill(database: Database.Database, rows = 500): void {
  const insert = database.prepare('INSERT INTO note (words) VALUES (?)');
  database.transaction(() => {
    for (let row = 0; row < rows; row++) insert.run(`${WORDS} ${row} ${'.'.repeat(200)}`);
  })();
}

function countIn(withKey?: Uint8Array): number {
  const database = open(withKey);
  try {
    return database.prepare('SELECT count(*) FROM note').pluck().get() as number;
  } finally {
    database.close();
  }
}

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect((error as Error).name).toBe('UserError');
    expect((error as UserError).remedy).not.toBe('');
    return (error as Error).message;
  }
  throw new Error('was not refused');
}

/** Every byte of every file in the folder. */
function bytesOnDisk(): Buffer {
  return Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
}

describe('an encrypted store', () => {
  it('is read again with its key, and holds no word in plain', () => {
    const database = open(key);
    fill(database);
    database.close();
    expect(countIn(key)).toBe(500);
    expect(kindOfStore(file)).toBe('encrypted');
    const bytes = bytesOnDisk();
    for (const word of [WORDS, 'CREATE TABLE', 'note', 'SQLite format'])
      expect(bytes.includes(word), word).toBe(false);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('leaves no word in plain in a journal, nor a temporary file while it sorts', () => {
    const database = open(key);
    fill(database, 5000);
    database.exec("BEGIN; UPDATE note SET words = words || ' and dyspnoea'; PRAGMA cache_spill = ON");
    database.pragma('cache_size = 2');
    database.exec("UPDATE note SET words = words || '!'");
    expect(existsSync(`${file}-journal`)).toBe(true);
    expect(bytesOnDisk().includes(WORDS)).toBe(false);
    expect(database.pragma('temp_store', { simple: true })).toBe(2);
    database.exec('ROLLBACK');
    database.close();
    expect(readdirSync(folder)).toEqual(['notes.sqlite']);
    expect(countIn(key)).toBe(5000);
  });

  it('refuses another key, and none, and is left as it is', () => {
    const database = open(key);
    fill(database, 1);
    database.close();
    const before = readFileSync(file);
    expect(refusal(() => open(randomBytes(32)))).toBe(
      `The note store in ${file} was encrypted with another key, or its beginning is damaged.`,
    );
    expect(refusal(() => open())).toBe(`The note store in ${file} is encrypted.`);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(['notes.sqlite']);
  });

  it('has a key of its own for each file', () => {
    const keys = (['charts', 'ledger', 'merged'] as const).map((name) => fileKey(key, name));
    expect(new Set(keys.map((of) => Buffer.from(of).toString('hex'))).size).toBe(3);
    open(keys[0]).close();
    expect(refusal(() => open(keys[1]))).toMatch(/another key/);
  });

  it('takes keys of 32 bytes only', () => {
    expect(() => openStore(file, 'note store', MIGRATIONS, randomBytes(31))).toThrow(/cannot be opened/);
    expect(existsSync(file) && statSync(file).size > 0).toBe(false);
  });

  it('shows any changed byte of its pages', () => {
    const database = open(key);
    fill(database, 60);
    database.close();
    const whole = readFileSync(file);
    const read = (): unknown => {
      const opened = open(key);
      try {
        return opened.prepare('SELECT sum(length(words)) FROM note').pluck().get();
      } finally {
        opened.close();
      }
    };
    const right = read();
    // The first 16 bytes are a salt for passphrases, which is not used with a key.
    for (let at = 16; at < whole.length; at += 97) {
      const changed = Buffer.from(whole);
      changed[at]! ^= 1 << (at % 8);
      writeFileSync(file, changed);
      expect(read, `byte ${at}`).toThrow();
      expect(readFileSync(file).equals(changed)).toBe(true);
    }
    for (let at = 0; at < 16; at++) {
      const changed = Buffer.from(whole);
      changed[at]! ^= 1;
      writeFileSync(file, changed);
      expect(read()).toBe(right);
    }
  });

  it('does not take a page from elsewhere in the file or from an older copy at another place', () => {
    const database = open(key);
    fill(database, 200);
    database.close();
    const whole = readFileSync(file);
    const swapped = Buffer.from(whole);
    whole.copy(swapped, 4096 * 3, 4096 * 4, 4096 * 5);
    whole.copy(swapped, 4096 * 4, 4096 * 3, 4096 * 4);
    writeFileSync(file, swapped);
    const opened = open(key);
    expect(() => opened.prepare('SELECT sum(length(words)) FROM note').get()).toThrow();
    opened.close();
  });

  it('is refused where a newer version wrote it', () => {
    const database = open(key);
    database.pragma('user_version = 9');
    database.close();
    const before = readFileSync(file);
    expect(refusal(() => open(key))).toMatch(/newer version of Rubricator \(schema 9, this one knows 1\)/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('is opened by another process, and by the Node of Electron', () => {
    const database = open(key);
    fill(database, 3);
    database.close();
    const script = join(folder, 'read.mjs');
    const source = join(import.meta.dirname, '../../../src/main/sqlite.ts');
    writeFileSync(
      script,
      `import { openStore } from ${JSON.stringify(source)};
       const key = Buffer.from(process.argv[3], 'hex');
       const database = openStore(process.argv[2], 'note store', ${JSON.stringify(MIGRATIONS)}, key);
       database.prepare("INSERT INTO note (words) VALUES ('from there')").run();
       console.log(database.prepare('SELECT count(*) FROM note').pluck().get());`,
    );
    const { runtime } = findRuntime({ testRuntime: true });
    const executables = [process.execPath, ...(runtime ? [runtime.executable] : [])];
    for (const [index, executable] of executables.entries()) {
      const { stdout, stderr } = spawnSync(executable, [script, file, Buffer.from(key).toString('hex')], {
        encoding: 'utf8',
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      });
      expect(stdout.trim(), stderr).toBe(String(4 + index));
    }
    expect(countIn(key)).toBe(3 + executables.length);
  });
});

describe('a plain store', () => {
  it('is opened without a key as before, and refused where a key is given', () => {
    const database = open();
    fill(database, 2);
    database.close();
    const before = readFileSync(file);
    expect(refusal(() => open(key))).toBe(`The note store in ${file} is not encrypted, though it should be.`);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(countIn()).toBe(2);
  });

  it('is encrypted with everything in it; no word of it stays on the disk', () => {
    const database = open();
    fill(database);
    database.prepare('DELETE FROM note WHERE id % 3 = 0').run();
    database.close();
    encryptStore(file, 'note store', key);
    expect(readdirSync(folder)).toEqual(['notes.sqlite']);
    expect(bytesOnDisk().includes(WORDS)).toBe(false);
    expect(bytesOnDisk().includes('CREATE')).toBe(false);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(countIn(key)).toBe(334);
    const opened = open(key);
    expect(opened.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(opened.pragma('user_version', { simple: true })).toBe(1);
    opened.close();
  });

  it('loses nothing that an interrupted transaction has to take back first', () => {
    const database = open();
    fill(database, 3000);
    database.pragma('cache_size = 2');
    database.exec("BEGIN; UPDATE note SET words = 'never said'");
    for (const name of readdirSync(folder)) copyFileSync(join(folder, name), join(folder, `killed-${name}`));
    database.exec('ROLLBACK');
    database.close();
    file = join(folder, 'killed-notes.sqlite');
    expect(existsSync(`${file}-journal`)).toBe(true);
    encryptStore(file, 'note store', key);
    expect(existsSync(`${file}-journal`)).toBe(false);
    const opened = open(key);
    expect(opened.prepare("SELECT count(*) FROM note WHERE words LIKE 'Crushing%'").pluck().get()).toBe(3000);
    opened.close();
  });

  it('is left as it is where it cannot be encrypted', () => {
    const database = open();
    fill(database, 2);
    database.close();
    const before = readFileSync(file);
    mkdirSync(`${file}.encrypting/in`, { recursive: true });
    expect(refusal(() => encryptStore(file, 'note store', key))).toBe(
      `The note store in ${file} cannot be encrypted.`,
    );
    expect(readFileSync(file).equals(before)).toBe(true);
    rmSync(`${file}.encrypting`, { recursive: true });
    const damaged = Buffer.from(before);
    damaged.fill(0xff, 4096);
    writeFileSync(file, damaged);
    expect(refusal(() => encryptStore(file, 'note store', key))).toMatch(/cannot be encrypted/);
    expect(readFileSync(file).equals(damaged)).toBe(true);
    expect(readdirSync(folder)).toEqual(['notes.sqlite']);
  });

  it('is not encrypted twice, nor made where there was none', () => {
    encryptStore(file, 'note store', key);
    expect(existsSync(file)).toBe(false);
    open(key).close();
    const before = readFileSync(file);
    encryptStore(file, 'note store', randomBytes(32));
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(countIn(key)).toBe(0);
  });

  it('is whole, plain or encrypted, whenever the program is killed meanwhile', async () => {
    const database = open();
    fill(database, 20_000);
    database.close();
    const plain = readFileSync(file);
    const script = join(folder, 'encrypt.mjs');
    const source = join(import.meta.dirname, '../../../src/main/sqlite.ts');
    writeFileSync(
      script,
      `import { encryptStore } from ${JSON.stringify(source)};
       console.log('ready');
       encryptStore(process.argv[2], 'note store', Buffer.from(process.argv[3], 'hex'));
       console.log('done');`,
    );
    const stages = [0, 20, 60, 120, 240, 'done'] as const;
    for (const stage of stages) {
      writeFileSync(file, plain);
      const child = spawn(process.execPath, [script, file, Buffer.from(key).toString('hex')]);
      const ended = once(child, 'close');
      await once(child.stdout, 'data');
      if (stage === 'done') await once(child.stdout, 'data');
      else {
        while (!existsSync(`${file}.encrypting`) && child.exitCode === null) await wait(1);
        await wait(stage);
      }
      child.kill('SIGKILL');
      await ended;
      const kind = kindOfStore(file);
      if (stage === 'done') expect(kind).toBe('encrypted');
      expect(countIn(kind === 'encrypted' ? key : undefined)).toBe(20_000);
      // The next start does what the killed one did not, and leaves nothing behind.
      encryptStore(file, 'note store', key);
      expect(readdirSync(folder).sort()).toEqual(['encrypt.mjs', 'notes.sqlite']);
      expect(countIn(key)).toBe(20_000);
    }
  });
});

describe('the kind of a file', () => {
  it('is told by its beginning', () => {
    expect(kindOfStore(file)).toBe('none');
    writeFileSync(file, '');
    expect(kindOfStore(file)).toBe('none');
    writeFileSync(file, 'x');
    expect(kindOfStore(file)).toBe('other');
    writeFileSync(file, 'These are notes, not a database.');
    expect(kindOfStore(file)).toBe('other');
    rmSync(file);
    open().close();
    expect(kindOfStore(file)).toBe('plain');
    const copy = new Database(file);
    expect(() => useKey(copy, new Uint8Array(3))).toThrow(/32 bytes/);
    copy.close();
  });
});
