import Database from 'better-sqlite3';
import { copyFileSync, createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anchorOf } from '../../../../src/main/ledger/anchor.ts';
import { parseCheckpoint, signCheckpoint } from '../../../../src/main/ledger/checkpoint.ts';
import { GENESIS, hashOf, serialise } from '../../../../src/main/ledger/entry.ts';
import { writeExport } from '../../../../src/main/ledger/exportFile.ts';
import { Ledger } from '../../../../src/main/ledger/ledger.ts';
import { verify } from '../../../../src/main/ledger/threads.ts';
import { verifyNow, type VerifyOptions } from '../../../../src/main/ledger/verify.ts';
import { anAct, makeLedger, testSigner } from '../../../fixtures/makeLedger.ts';
import { mutate, MUTATIONS, randomFrom } from '../../../fixtures/mutations.ts';

const signer = testSigner();
const { publicKey } = signer;
/** Charts of 16 entries: checkpoints stand after 16, 32, 48 and the last entry. */
const ENTRIES = 50;

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-verify-'));
  file = join(folder, 'ledger.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Stored {
  seq: number;
  body: string;
  sealed: string | null;
}

/** Changes the ledger behind the guards' back. */
function tamper(change: string | ((database: Database.Database) => void)): void {
  const database = new Database(file);
  const guards = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string;
    sql: string;
  }[];
  for (const { name } of guards) database.exec(`DROP TRIGGER ${name}`);
  if (typeof change === 'string') database.exec(change);
  else change(database);
  for (const guard of guards) database.exec(guard.sql);
  database.close();
}

/** Numbers, chains and files the rows anew, as somebody would who wants a change not to be seen. */
function chainAnew(database: Database.Database): void {
  const rows = database.prepare('SELECT seq, body, sealed FROM entry ORDER BY seq').all() as Stored[];
  database.exec('DELETE FROM entry');
  let previous = GENESIS;
  rows.forEach(({ body, sealed }, at) => {
    const said = { ...(JSON.parse(body) as Record<string, unknown>), seq: at + 1, previous };
    const text = serialise(said);
    previous = hashOf(text);
    const { chart, who, action, code } = said as unknown as Record<string, string>;
    database
      .prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(at + 1, text, previous, sealed, chart, who, action, code);
  });
}

const set = (seq: number, field: string, value: unknown) => (database: Database.Database) => {
  const body = database.prepare('SELECT body FROM entry WHERE seq = ?').pluck().get(seq) as string;
  const text = serialise({ ...(JSON.parse(body) as object), [field]: value });
  database.prepare('UPDATE entry SET body = ? WHERE seq = ?').run(text, seq);
};

/** The faults, in short: kind and place. */
function faultsOf(options: VerifyOptions = {}, of = file): string[] {
  const { ok, faults } = verifyNow(of, options);
  expect(ok).toBe(faults.length === 0);
  return faults.map(({ kind, entry, between }) => `${kind} ${between?.join('-') ?? entry ?? ''}`.trim());
}

describe('a ledger that is whole', () => {
  it('passes: new, filled, encrypted, of version 0.1, and continued', () => {
    new Ledger(file).close();
    expect(verifyNow(file)).toMatchObject({ ok: true, entries: 0, head: GENESIS, origin: null });
    rmSync(file);
    makeLedger(file, { entries: ENTRIES, signer });
    expect(verifyNow(file, { publicKey })).toMatchObject({
      ok: true,
      entries: ENTRIES,
      origin: signer.origin,
      checkpointed: ENTRIES,
    });
    const old = join(folder, 'old.sqlite');
    copyFileSync(join(import.meta.dirname, '../../../fixtures/ledger-0.1.sqlite'), old);
    expect(verifyNow(old)).toMatchObject({ ok: true, entries: 6, checkpointed: 0 });
    const ledger = new Ledger(old, { signer });
    ledger.append(anAct());
    ledger.checkpoint();
    ledger.close();
    expect(verifyNow(old, { publicKey })).toMatchObject({ ok: true, entries: 7, checkpointed: 7 });
  });

  it('passes with its key only', () => {
    const key = new Uint8Array(32).fill(7);
    makeLedger(file, { entries: ENTRIES, signer, key });
    expect(verifyNow(file, { key, publicKey })).toMatchObject({ ok: true, entries: ENTRIES });
    expect(faultsOf({ key: new Uint8Array(32).fill(8), publicKey })).toContain('key');
  });

  it('passes on other threads, which can be stopped', async () => {
    makeLedger(file, { entries: ENTRIES, signer });
    const seen: number[] = [];
    const onProgress = (done: number): void => void seen.push(done);
    expect(await verify(file, { publicKey, onProgress })).toMatchObject({ ok: true, entries: ENTRIES });
    expect(seen).toEqual([1]);
    const stop = new AbortController();
    const stopped = verify(file, { signal: stop.signal });
    stop.abort();
    await expect(stopped).rejects.toThrow(/abort/i);
    await expect(verify(join(folder, 'none'))).rejects.toThrow(/^There is no ledger/);
  });

  it('passes in parts on several threads', async () => {
    makeLedger(file, { entries: 45_000, signer, checkpointEvery: 7000 });
    expect(await verify(file, { publicKey })).toMatchObject({
      ok: true,
      entries: 45_000,
      checkpointed: 45_000,
    });
    tamper('DELETE FROM entry WHERE seq IN (20001, 40000)');
    const { faults } = await verify(file, { publicKey });
    expect(faults.map(({ kind, entry }) => `${kind} ${entry}`)).toEqual(['removed 20001', 'removed 40000']);
  });
});

describe('in a ledger’s own file', () => {
  beforeEach(() => makeLedger(file, { entries: ENTRIES, signer }));

  it.each([
    ['content', set(20, 'title', 'another'), ['changed 20']],
    ['a hash', `UPDATE entry SET hash = '${GENESIS}' WHERE seq = 20`, ['changed 20']],
    ['what is no text', 'UPDATE entry SET body = CAST(body AS BLOB) WHERE seq = 20', ['changed 20']],
    ['what it is filed under', "UPDATE entry SET chart = 'chart-9' WHERE seq = 20", ['changed 20']],
    ['the last entry', set(ENTRIES, 'title', 'another'), [`changed ${ENTRIES}`]],
    ['texts', `UPDATE entry SET sealed = replace(sealed, '1000', '2000') WHERE seq = 17`, []],
    ['texts', `UPDATE entry SET sealed = replace(sealed, 'hyper', 'hypo') WHERE seq = 19`, ['excerpt 19']],
    ['texts that were taken out', 'UPDATE entry SET sealed = NULL WHERE seq = 19', ['excerpt 19']],
    ['texts that were put in', "UPDATE entry SET sealed = '{}' WHERE seq = 11", ['excerpt 11']],
    ['one entry removed', 'DELETE FROM entry WHERE seq = 20', ['removed 20']],
    ['several removed', 'DELETE FROM entry WHERE seq BETWEEN 20 AND 22', ['removed 20-22']],
    ['the first removed', 'DELETE FROM entry WHERE seq <= 2', ['removed 1-2']],
    [
      'the first removed and the rest moved up',
      'DELETE FROM entry WHERE seq <= 2; UPDATE entry SET seq = seq - 2',
      ['removed 1-2'],
    ],
    ['the end cut', 'DELETE FROM entry WHERE seq > 49', ['cut 49-50']],
    ['rows numbered otherwise', 'UPDATE entry SET seq = -seq', undefined],
    [
      'two entries swapped',
      'UPDATE entry SET seq = 99 WHERE seq = 20; UPDATE entry SET seq = 20 WHERE seq = 30; UPDATE entry SET seq = 30 WHERE seq = 99',
      ['reordered 30', 'reordered 20'],
    ],
    [
      'a forged checkpoint',
      "UPDATE checkpoint SET note = replace(note, 'time 2', 'time 1') WHERE size = 32",
      ['checkpoint 17-32'],
    ],
    ['a checkpoint removed', 'DELETE FROM checkpoint WHERE size = 32', ['checkpoint 17-48']],
    ['a checkpoint moved', 'UPDATE checkpoint SET size = 33 WHERE size = 32', ['checkpoint 32-33']],
    [
      'the tree beside a checkpoint',
      'UPDATE checkpoint SET frontier = zeroblob(32) WHERE size = 32',
      ['checkpoint 32'],
    ],
    ['the key beside a checkpoint', "UPDATE checkpoint SET publicKey = 'x' WHERE size = 32", ['key']],
    ['the last checkpoint removed', `DELETE FROM checkpoint WHERE size = ${ENTRIES}`, ['checkpoint']],
  ])('finds %s', (_what, change, expected) => {
    tamper(change);
    const found = faultsOf({ publicKey });
    if (expected) expect(found).toEqual(expected);
    else expect(found).not.toEqual([]);
  });

  it('finds an entry whose hash was computed anew, too', () => {
    tamper((database) => {
      set(20, 'title', 'another')(database);
      const body = database.prepare('SELECT body FROM entry WHERE seq = 20').pluck().get() as string;
      database.prepare('UPDATE entry SET hash = ? WHERE seq = 20').run(hashOf(body));
    });
    expect(faultsOf({ publicKey })).toEqual(['changed 20']);
  });

  it('finds between which checkpoints all hashes were computed anew', () => {
    tamper((database) => {
      set(20, 'who', 'somebody else')(database);
      chainAnew(database);
    });
    expect(faultsOf({ publicKey })).toEqual(['forked 17-32']);
  });

  it.each([
    ['removed', 'DELETE FROM entry WHERE seq = 20', ['forked 17-32']],
    [
      'put in',
      'UPDATE entry SET seq = -seq WHERE seq > 20; UPDATE entry SET seq = 1 - seq WHERE seq < 0; INSERT INTO entry SELECT 21, body, hash, sealed, chart, who, action, code FROM entry WHERE seq = 20',
      ['forked 17-32'],
    ],
  ])('finds that an entry was %s and all hashes were computed anew', (_what, sql, expected) => {
    tamper((database) => {
      database.exec(sql);
      chainAnew(database);
    });
    expect(faultsOf({ publicKey })).toEqual(expected);
  });

  it('finds checkpoints removed with the end that they covered, by the anchor and by one kept elsewhere', () => {
    const { note } = new Ledger(file).lastCheckpoint() ?? { note: '' };
    tamper('DELETE FROM entry WHERE seq > 40; DELETE FROM checkpoint WHERE size > 40');
    expect(faultsOf({ publicKey })).toEqual(['cut 33-50']);
    rmSync(anchorOf(file));
    expect(faultsOf({ publicKey })).toEqual([]);
    expect(faultsOf({ publicKey, checkpoint: note })).toEqual(['cut 33-50']);
  });

  it('finds a copy that was continued elsewhere, from the last checkpoint that both have', () => {
    const copy = join(folder, 'copy.sqlite');
    copyFileSync(file, copy);
    const [ledger, other] = [new Ledger(file, { signer }), new Ledger(copy, { signer })];
    ledger.append(anAct({ code: 'I10' }));
    const { note } = ledger.checkpoint();
    for (const code of ['E11.9', 'E11.8']) other.append(anAct({ code }));
    other.checkpoint();
    ledger.close();
    other.close();
    expect(faultsOf({ publicKey }, copy)).toEqual([]);
    expect(faultsOf({ publicKey, checkpoint: note }, copy)).toEqual(['forked 51']);
  });

  it('names a checkpoint that is damaged, of another ledger, or forged', () => {
    const { note } = new Ledger(file).lastCheckpoint() ?? { note: '' };
    const said = parseCheckpoint(note);
    const other = said ? signCheckpoint(testSigner(2), said).note : '';
    expect(faultsOf({ publicKey, checkpoint: 'nothing' })).toEqual(['checkpoint']);
    expect(faultsOf({ publicKey, checkpoint: other })).toEqual(['key']);
    expect(faultsOf({ publicKey, checkpoint: note.replace('time 2', 'time 1') })).toEqual(['checkpoint']);
    expect(faultsOf({ publicKey, checkpoint: note })).toEqual([]);
  });

  it('finds that all was made anew with another key', () => {
    expect(faultsOf({ publicKey: testSigner(2).publicKey })).toContain('key');
  });

  it('finds a time that goes back, though every hash fits', () => {
    tamper((database) => {
      database.exec('DELETE FROM checkpoint');
      set(20, 'at', '2025-01-01T00:00:00.000Z')(database);
      chainAnew(database);
    });
    rmSync(anchorOf(file));
    expect(faultsOf()).toEqual(['clock 20']);
  });

  it('finds what is no entry, though every hash fits', () => {
    tamper((database) => {
      database.exec('DELETE FROM checkpoint');
      set(20, 'action', 'approve')(database);
      chainAnew(database);
    });
    rmSync(anchorOf(file));
    expect(faultsOf()).toEqual(['changed 20']);
  });

  it.each([
    ['taken away', 'DROP TRIGGER entry_append_only_delete'],
    ['put in', 'CREATE TABLE other (x)'],
  ])('finds guards or tables %s', (_what, sql) => {
    const database = new Database(file);
    database.exec(sql);
    database.close();
    expect(faultsOf({ publicKey })).toEqual(['guards']);
  });

  it('refuses one that a newer version wrote', () => {
    tamper('PRAGMA user_version = 99');
    expect(() => verifyNow(file)).toThrow(/newer version/);
  });

  it('names the page that is damaged', () => {
    const bytes = readFileSync(file);
    const page = bytes.indexOf('"chart-1"') >> 12;
    bytes.fill(0xff, page << 12, (page << 12) + 200);
    writeFileSync(file, bytes);
    const { ok, faults } = verifyNow(file, { publicKey });
    expect(ok).toBe(false);
    expect(faults.map(({ problem }) => problem).join()).toMatch(new RegExp(`page ${page + 1}\\b`));
  });

  it('reports a file that is no database', () => {
    writeFileSync(file, Buffer.alloc(3000, 0xf3));
    expect(faultsOf()[0]).toBe('file');
  });
});

it('names the entries on a damaged page of an encrypted ledger, and reads the others', () => {
  const key = new Uint8Array(32).fill(7);
  makeLedger(file, { entries: 400, signer, key });
  const bytes = readFileSync(file);
  const original = Buffer.from(bytes);
  for (let page = 20; page < 40; page += 1) {
    original.copy(bytes);
    bytes[page * 4096 + 100] = (bytes[page * 4096 + 100] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const { ok, faults, entries } = verifyNow(file, { key, publicKey });
    // Whichever page it is, of entries, of an index or of checkpoints.
    expect(ok, `page ${page}`).toBe(false);
    expect(
      faults.every(({ kind }) => kind === 'file'),
      JSON.stringify(faults),
    ).toBe(true);
    expect(entries).toBeGreaterThan(300);
  }
});

it('accepts no state but the original after any byte of the file was changed', () => {
  makeLedger(file, { entries: 4, signer });
  const original = readFileSync(file);
  const contentOf = (path: string): string => {
    const database = new Database(path, { readonly: true });
    try {
      return JSON.stringify([
        database.prepare('SELECT * FROM entry NOT INDEXED ORDER BY seq').all(),
        database.prepare('SELECT size, note FROM checkpoint').all(),
      ]);
    } finally {
      database.close();
    }
  };
  const content = contentOf(file);
  const copy = join(folder, 'copy.sqlite');
  let detected = 0;
  // Every byte would take minutes; a stride that is prime to every structure in the file meets them all.
  for (let at = 0; at < original.length; at += 37) {
    const changed = Buffer.from(original);
    changed[at] = (changed[at] ?? 0) ^ 0x01;
    writeFileSync(copy, changed);
    if (!verifyNow(copy).ok) detected += 1;
    // Unused space in a page and counters in the header carry no entry: there the content must be untouched.
    else expect(contentOf(copy), `byte ${at}`).toBe(content);
  }
  expect(detected).toBeGreaterThan(0);
});

describe('a signed export', () => {
  let original: Buffer;
  let note: string;
  beforeEach(async () => {
    makeLedger(file, { entries: ENTRIES, signer });
    const ledger = new Ledger(file, { signer });
    const exported = join(folder, 'export');
    ({ note } = await writeExport(ledger, createWriteStream(exported), { excerpts: true }));
    ledger.close();
    original = readFileSync(exported);
    file = exported;
  });

  it('passes', () => {
    expect(verifyNow(file, { publicKey, checkpoint: note })).toMatchObject({
      ok: true,
      checkpointed: ENTRIES,
    });
  });

  it.each(MUTATIONS)('tells %s, and where', (name) => {
    const random = randomFrom(MUTATIONS.indexOf(name) + 1);
    for (let round = 0; round < 500 / MUTATIONS.length; round += 1) {
      const { content, isLocated } = mutate(original, random, name);
      writeFileSync(file, content);
      const report = verifyNow(file, { publicKey, checkpoint: note });
      expect(report.ok, `round ${round}`).toBe(false);
      expect(isLocated(report), `round ${round}: ${JSON.stringify(report.faults)}`).toBe(true);
    }
  });

  it('is not taken for whole where it was signed anew with another key', async () => {
    const other = testSigner(2);
    const forged = join(folder, 'forged.sqlite');
    makeLedger(forged, { entries: ENTRIES, signer: other });
    const ledger = new Ledger(forged, { signer: other });
    await writeExport(ledger, createWriteStream(file), { excerpts: true });
    ledger.close();
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf({ publicKey })).toContain('key');
    expect(faultsOf({ checkpoint: note })).toEqual(['key']);
  });
});
