import Database from 'better-sqlite3';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Ledger } from '../../../../src/main/ledger/ledger.ts';
import { verifyNow } from '../../../../src/main/ledger/verify.ts';
import { anAct, makeLedger, testSigner } from '../../../fixtures/makeLedger.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-ledger-'));
  file = join(folder, 'ledger.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

function fill(entries: number): void {
  const ledger = new Ledger(file);
  for (let i = 0; i < entries; i++) ledger.append(anAct({ code: `I48.${i % 10}`, chart: `chart-${i % 3}` }));
  ledger.close();
}

describe('append', () => {
  it('numbers entries from 1 and chains each to the one before', () => {
    const ledger = new Ledger(file);
    const first = ledger.append(anAct());
    const second = ledger.append(anAct({ action: 'reject', code: 'R51.9' }));
    expect(first.seq).toBe(1);
    expect(first.previous).toBe('0'.repeat(64));
    expect(second.previous).toBe(first.hash);
    expect(ledger.ofChart('chart-1').map(({ code }) => code)).toEqual(['I48.92', 'R51.9']);
    ledger.close();
  });

  it('keeps entries over a restart', () => {
    fill(3);
    const ledger = new Ledger(file);
    expect(ledger.append(anAct()).seq).toBe(4);
    ledger.close();
    expect(verifyNow(file)).toMatchObject({ ok: true, entries: 4 });
  });

  it('pages backwards and by chart', () => {
    fill(10);
    const ledger = new Ledger(file);
    const numbers = (...asked: Parameters<typeof ledger.entries>): number[] =>
      ledger.entries(...asked).entries.map(({ seq }) => seq);
    expect(numbers({}, 3)).toEqual([10, 9, 8]);
    expect(numbers({}, 3, 8)).toEqual([7, 6, 5]);
    expect(numbers({ chart: 'chart-0' }, 9)).toEqual([10, 7, 4, 1]);
    expect(ledger.entries({ chart: 'chart-0' }, 3).more).toBe(true);
    expect(ledger.entries({ chart: 'chart-0' }, 4).more).toBe(false);
    ledger.close();
  });

  it('refuses an act that is not well formed and stays as it was', () => {
    fill(2);
    const ledger = new Ledger(file);
    expect(() => ledger.append(anAct({ chart: '../etc' }))).toThrow();
    expect(ledger.entries({}, 10).entries).toHaveLength(2);
    ledger.close();
    expect(verifyNow(file).ok).toBe(true);
  });

  it('keeps what an action says beyond its code, and nothing where it says nothing', () => {
    const ledger = new Ledger(file);
    ledger.append(anAct({ details: { inView: false } }));
    ledger.append(anAct());
    const [plain, detailed] = ledger.entries({}, 2).entries;
    expect(detailed?.details).toEqual({ inView: false });
    expect(plain && Object.hasOwn(plain, 'details')).toBe(false);
    expect(() => ledger.append(anAct({ details: { answer: 'x'.repeat(3000) } }))).toThrow();
    ledger.close();
    expect(verifyNow(file)).toMatchObject({ ok: true, entries: 2 });
  });

  it('appends several entries, all or none', () => {
    const ledger = new Ledger(file);
    expect(ledger.appendAll([anAct(), anAct({ code: 'I10' })]).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(() => ledger.appendAll([anAct({ code: 'I11.0' }), anAct({ chart: '../etc' })])).toThrow();
    expect(ledger.head().seq).toBe(2);
    ledger.close();
    expect(verifyNow(file)).toMatchObject({ ok: true, entries: 2 });
  });

  it('gives every chart with its entries in order, and the charts written to since', () => {
    fill(7);
    const ledger = new Ledger(file);
    expect([...ledger.byChart()].map(([chart, entries]) => [chart, entries.map(({ seq }) => seq)])).toEqual([
      ['chart-0', [1, 4, 7]],
      ['chart-1', [2, 5]],
      ['chart-2', [3, 6]],
    ]);
    expect(ledger.chartsSince(5).sort()).toEqual(['chart-0', 'chart-2']);
    expect(ledger.entry(5)).toMatchObject({ seq: 5, chart: 'chart-1' });
    expect(ledger.entry(8)).toBeUndefined();
    ledger.close();
  });

  it('continues a ledger of version 0.1, whose entries stay the bytes they were', () => {
    const fixture = join(import.meta.dirname, '../../../fixtures/ledger-0.1.sqlite');
    copyFileSync(fixture, file);
    const bodies = (path: string): unknown[] => {
      const database = new Database(path, { readonly: true });
      try {
        return database.prepare('SELECT body, hash FROM entry WHERE seq <= 6 ORDER BY seq').all();
      } finally {
        database.close();
      }
    };
    expect(verifyNow(file)).toMatchObject({ ok: true, entries: 6 });
    const ledger = new Ledger(file);
    ledger.append(anAct({ details: { inView: true } }));
    ledger.close();
    expect(bodies(file)).toEqual(bodies(fixture));
    expect(verifyNow(file)).toMatchObject({ ok: true, entries: 7 });
  });

  it('does not fork when two connections write in turn', () => {
    const a = new Ledger(file);
    const b = new Ledger(file);
    a.append(anAct());
    b.append(anAct());
    a.append(anAct());
    a.close();
    b.close();
    expect(verifyNow(file)).toMatchObject({ ok: true, entries: 3 });
  });
});

describe('an entry', () => {
  it('is what was appended, its texts sealed apart from its body', () => {
    const ledger = new Ledger(file);
    const said = anAct({ note: 'a note', details: { inView: true, comment: 'seen', from: 'I10' } });
    const entry = ledger.append(said);
    expect(entry).toMatchObject(said);
    expect(ledger.entry(1)).toEqual(entry);
    const [{ body, sealed } = { body: '', sealed: null }] = ledger.stored();
    ledger.close();
    for (const text of ['atrial flutter ñ', 'a note', 'seen']) {
      expect(body).not.toContain(text);
      expect(sealed).toContain(text);
    }
    expect(Object.keys(JSON.parse(body) as object)).toContain('sealed');
  });

  it('without texts seals nothing, and need not be about a chart', () => {
    const ledger = new Ledger(file);
    const entry = ledger.append(
      anAct({ action: 'lock', chart: null, code: null, title: null, evidence: [], details: { why: 'idle' } }),
    );
    expect([...ledger.stored()][0]?.sealed).toBeNull();
    expect(entry).toMatchObject({ chart: null, details: { why: 'idle' } });
    expect([...ledger.byChart()]).toEqual([]);
    expect(ledger.chartsSince(0)).toEqual([]);
    ledger.close();
    expect(verifyNow(file)).toMatchObject({ ok: true, entries: 1 });
  });

  it('says so where it was made under emergency access', () => {
    const ledger = new Ledger(file, { emergency: true });
    expect(ledger.append(anAct()).emergency).toBe(true);
    ledger.close();
    expect(verifyNow(file).ok).toBe(true);
  });

  it('takes half a surrogate pair, as pasted text can have, for what it is', () => {
    const ledger = new Ledger(file);
    expect(ledger.append(anAct({ note: 'x\ud83d' })).note).toBe('x\ufffd');
    ledger.close();
    expect(verifyNow(file).ok).toBe(true);
  });

  it('is unreadable without the key of an encrypted ledger', () => {
    const key = new Uint8Array(32).fill(3);
    const ledger = new Ledger(file, { key });
    ledger.append(anAct());
    ledger.close();
    expect(readFileSync(file).includes('I48.92')).toBe(false);
    expect(() => new Ledger(file)).toThrow();
    expect(() => verifyNow(file)).toThrow(/is encrypted/);
    expect(verifyNow(file, { key })).toMatchObject({ ok: true, entries: 1 });
  });
});

describe('time', () => {
  it('never goes back, and a clock that was set is recorded first', () => {
    let [wall, passed] = [Date.UTC(2026, 0, 5, 12), 0];
    const ledger = new Ledger(file, { now: () => wall, monotonic: () => passed });
    ledger.append(anAct());
    [wall, passed] = [wall + 60_000, passed + 60_000];
    ledger.append(anAct());
    wall -= 3_600_000;
    ledger.append(anAct());
    [wall, passed] = [wall + 1000, passed + 1000];
    ledger.append(anAct());
    const entries = [...ledger.all()];
    ledger.close();
    expect(entries.map(({ action, at }) => `${action} ${at.slice(11, 19)}`)).toEqual([
      'accept 12:00:00',
      'accept 12:01:00',
      'clock 12:01:00',
      'accept 12:01:00',
      'accept 12:01:01',
    ]);
    expect(entries[2]?.details).toEqual({
      found: '2026-01-05T11:01:00.000Z',
      expected: '2026-01-05T12:01:00.000Z',
    });
    expect(verifyNow(file).ok).toBe(true);
  });

  it('goes on from the last entry where the clock was set back between two starts', () => {
    const first = new Ledger(file, { now: () => Date.UTC(2026, 0, 5) });
    first.append(anAct());
    first.close();
    const second = new Ledger(file, { now: () => Date.UTC(2026, 0, 4) });
    second.append(anAct());
    second.append(anAct());
    expect([...second.all()].map(({ action, at }) => [action, at])).toEqual([
      ['accept', '2026-01-05T00:00:00.000Z'],
      ['clock', '2026-01-05T00:00:00.000Z'],
      ['accept', '2026-01-05T00:00:00.000Z'],
      ['accept', '2026-01-05T00:00:00.000Z'],
    ]);
    second.close();
  });
});

describe('checkpoints', () => {
  const signer = testSigner();

  it('are signed once for a state, each naming the one before, and stand beside the ledger', () => {
    const ledger = new Ledger(file, { signer });
    ledger.append(anAct());
    const first = ledger.checkpoint();
    expect(ledger.checkpoint()).toEqual(first);
    ledger.appendAll([anAct(), anAct()]);
    const second = ledger.checkpoint();
    expect(second).toMatchObject({ origin: signer.origin, size: 3 });
    expect(ledger.lastCheckpoint()).toEqual(second);
    expect([...ledger.checkpoints()].map(({ size }) => size)).toEqual([1, 3]);
    ledger.close();
    expect(readFileSync(join(folder, 'ledger.anchor'), 'utf8')).toBe(second.note);
    expect(verifyNow(file, { publicKey: signer.publicKey, checkpoint: first.note })).toMatchObject({
      ok: true,
      root: second.root,
      origin: signer.origin,
      checkpointed: 3,
    });
  });

  it('are not signed over entries that were changed', () => {
    const ledger = new Ledger(file, { signer });
    ledger.append(anAct());
    const database = new Database(file);
    database.exec(
      "DROP TRIGGER entry_append_only_update; UPDATE entry SET body = replace(body, 'I48', 'I47')",
    );
    database.close();
    expect(() => ledger.checkpoint()).toThrow('Entry 1 of the ledger was changed.');
    ledger.close();
  });

  it('go on from one that holds only', () => {
    const ledger = new Ledger(file, { signer });
    ledger.append(anAct());
    ledger.checkpoint();
    const database = new Database(file);
    database.exec(
      'DROP TRIGGER checkpoint_append_only_update; UPDATE checkpoint SET frontier = zeroblob(32)',
    );
    database.close();
    ledger.append(anAct());
    expect(() => ledger.checkpoint()).toThrow('The last checkpoint of the ledger does not hold.');
    ledger.close();
  });

  /** A ledger of two entries, with a checkpoint over both; `early` is its file with a checkpoint over the first. */
  function withEarlierCopy(): string {
    const early = join(folder, 'early.sqlite');
    const ledger = new Ledger(file, { signer });
    ledger.append(anAct());
    ledger.checkpoint();
    copyFileSync(file, early);
    ledger.append(anAct());
    ledger.checkpoint();
    ledger.close();
    return early;
  }

  it('keep an older copy, or one with its end cut off, from being opened', () => {
    const early = withEarlierCopy();
    copyFileSync(early, file);
    expect(() => new Ledger(file, { signer })).toThrow(
      /^The ledger ends at entry 1, but 2 entries were checkpointed/,
    );
  });

  it('keep an older copy that was continued from being opened', () => {
    const early = withEarlierCopy();
    const ledger = new Ledger(early, { signer });
    ledger.append(anAct({ code: 'I10' }));
    ledger.checkpoint();
    ledger.close();
    renameSync(early, file);
    expect(() => new Ledger(file, { signer })).toThrow(/^The ledger is not the one of which 2 entries/);
  });

  it('keep a ledger from being begun anew where it is missing', () => {
    withEarlierCopy();
    rmSync(file);
    expect(() => new Ledger(file, { signer })).toThrow(/^The ledger is missing, but 2 entries/);
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    ['that is damaged', 'nothing'],
    ['of another key', undefined],
  ])('refuse an anchor %s', (_what, content) => {
    withEarlierCopy();
    const other = new Ledger(join(folder, 'other.sqlite'), { signer: testSigner(2) });
    other.append(anAct());
    writeFileSync(join(folder, 'ledger.anchor'), content ?? other.checkpoint().note);
    other.close();
    expect(() => new Ledger(file, { signer })).toThrow(/^The anchor beside the ledger/);
  });

  it('are the same for a ledger that was made at once', () => {
    makeLedger(file, { entries: 40, signer });
    const ledger = new Ledger(file, { signer });
    ledger.append(anAct());
    expect(ledger.checkpoint().size).toBe(41);
    ledger.close();
    expect(verifyNow(file, { publicKey: signer.publicKey })).toMatchObject({ ok: true, checkpointed: 41 });
  });
});

describe('the guards in the file', () => {
  it.each([
    ['UPDATE', "UPDATE entry SET hash = 'x' WHERE seq = 1"],
    ['DELETE', 'DELETE FROM entry WHERE seq = 3'],
    [
      'an INSERT out of order',
      'INSERT INTO entry SELECT 9, body, hash, sealed, chart, who, action, code FROM entry',
    ],
    [
      'an INSERT over an entry',
      'INSERT OR REPLACE INTO entry SELECT 2, body, hash, sealed, chart, who, action, code FROM entry WHERE seq = 1',
    ],
    ['an UPDATE of a checkpoint', "UPDATE checkpoint SET note = ''"],
    ['a DELETE of a checkpoint', 'DELETE FROM checkpoint'],
    ['a checkpoint over entries that are not there', "INSERT INTO checkpoint VALUES (9, '', x'', '')"],
    ['another checkpoint over the same entries', "INSERT OR REPLACE INTO checkpoint VALUES (3, '', x'', '')"],
  ])('refuse %s', (_what, sql) => {
    makeLedger(file, { entries: 3, signer: testSigner() });
    const database = new Database(file);
    expect(() => database.exec(sql)).toThrow(/append-only/);
    database.close();
    expect(verifyNow(file).ok).toBe(true);
  });

  it('refuse an entry that is filed under something else than it says', () => {
    fill(1);
    const database = new Database(file);
    const row = "INSERT INTO entry SELECT 2, body, hash, sealed, chart, 'somebody', action, code FROM entry";
    expect(() => database.exec(row)).toThrow(/is filed under what it says/);
    database.close();
  });

  it('refuses a ledger of a newer version and leaves it as it was', () => {
    fill(1);
    const database = new Database(file);
    database.pragma('user_version = 99');
    database.close();
    const before = readFileSync(file);
    expect(() => new Ledger(file)).toThrow(/newer version/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});
