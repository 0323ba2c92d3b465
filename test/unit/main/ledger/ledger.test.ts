import Database from 'better-sqlite3';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EvidenceSpan } from '../../../../src/shared/coding.ts';
import { hashOf } from '../../../../src/main/ledger/entry.ts';
import { Ledger, type Act } from '../../../../src/main/ledger/ledger.ts';
import { verifyLedger } from '../../../../src/main/ledger/verify.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-ledger-'));
  file = join(folder, 'ledger.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

const evidence: EvidenceSpan[] = [
  {
    document: 'chart-1-1',
    start: 120,
    end: 136,
    text: 'atrial flutter ñ',
    source: 'lexicon',
    context: 'affirmed',
  },
];

function act(change: Partial<Act> = {}): Act {
  return {
    who: 'coder',
    chart: 'chart-1',
    action: 'accept',
    system: 'icd-10-cm',
    code: 'I48.92',
    title: 'Unspecified atrial flutter',
    evidence,
    model: 'm@1',
    catalogue: 'c@FY2026',
    target: null,
    note: null,
    ...change,
  };
}

function fill(entries: number): void {
  const ledger = new Ledger(file);
  for (let i = 0; i < entries; i++) ledger.append(act({ code: `I48.${i % 10}`, chart: `chart-${i % 3}` }));
  ledger.close();
}

describe('append', () => {
  it('numbers entries from 1 and chains each to the one before', () => {
    const ledger = new Ledger(file);
    const first = ledger.append(act());
    const second = ledger.append(act({ action: 'reject', code: 'R51.9' }));
    expect(first.seq).toBe(1);
    expect(first.previous).toBe('0'.repeat(64));
    expect(second.previous).toBe(first.hash);
    expect(ledger.ofChart('chart-1').map(({ code }) => code)).toEqual(['I48.92', 'R51.9']);
    ledger.close();
  });

  it('keeps entries over a restart', () => {
    fill(3);
    const ledger = new Ledger(file);
    expect(ledger.append(act()).seq).toBe(4);
    ledger.close();
    expect(verifyLedger(file)).toMatchObject({ ok: true, entries: 4 });
  });

  it('pages backwards and by chart', () => {
    fill(10);
    const ledger = new Ledger(file);
    expect(ledger.entries(3).map(({ seq }) => seq)).toEqual([10, 9, 8]);
    expect(ledger.entries(3, 8).map(({ seq }) => seq)).toEqual([7, 6, 5]);
    expect(ledger.entries(9, undefined, 'chart-0').map(({ seq }) => seq)).toEqual([10, 7, 4, 1]);
    ledger.close();
  });

  it('refuses an act that is not well formed and stays as it was', () => {
    fill(2);
    const ledger = new Ledger(file);
    expect(() => ledger.append(act({ chart: '../etc' }))).toThrow();
    expect(ledger.entries(10)).toHaveLength(2);
    ledger.close();
    expect(verifyLedger(file).ok).toBe(true);
  });

  it('keeps what an action says beyond its code, and nothing where it says nothing', () => {
    const ledger = new Ledger(file);
    ledger.append(act({ details: { inView: false } }));
    ledger.append(act());
    const [plain, detailed] = ledger.entries(2);
    expect(detailed?.details).toEqual({ inView: false });
    expect(plain && Object.hasOwn(plain, 'details')).toBe(false);
    expect(() => ledger.append(act({ details: { answer: 'x'.repeat(3000) } }))).toThrow();
    ledger.close();
    expect(verifyLedger(file)).toMatchObject({ ok: true, entries: 2 });
  });

  it('appends several entries, all or none', () => {
    const ledger = new Ledger(file);
    expect(ledger.appendAll([act(), act({ code: 'I10' })]).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(() => ledger.appendAll([act({ code: 'I11.0' }), act({ chart: '../etc' })])).toThrow();
    expect(ledger.head().seq).toBe(2);
    ledger.close();
    expect(verifyLedger(file)).toMatchObject({ ok: true, entries: 2 });
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
    expect(verifyLedger(file)).toMatchObject({ ok: true, entries: 6 });
    const ledger = new Ledger(file);
    ledger.append(act({ details: { inView: true } }));
    ledger.close();
    expect(bodies(file)).toEqual(bodies(fixture));
    expect(verifyLedger(file)).toMatchObject({ ok: true, entries: 7 });
  });

  it('does not fork when two connections write in turn', () => {
    const a = new Ledger(file);
    const b = new Ledger(file);
    a.append(act());
    b.append(act());
    a.append(act());
    a.close();
    b.close();
    expect(verifyLedger(file)).toMatchObject({ ok: true, entries: 3 });
  });
});

describe('the guards in the file', () => {
  it.each([
    ['UPDATE', "UPDATE entry SET hash = 'x' WHERE seq = 1"],
    ['DELETE', 'DELETE FROM entry WHERE seq = 3'],
    ['an INSERT out of order', "INSERT INTO entry (seq, body, hash) VALUES (9, '{}', '')"],
    ['an INSERT over an entry', "INSERT OR REPLACE INTO entry (seq, body, hash) VALUES (2, '{}', '')"],
  ])('refuse %s', (_what, sql) => {
    fill(3);
    const database = new Database(file);
    expect(() => database.exec(sql)).toThrow(/append-only/);
    database.close();
    expect(verifyLedger(file).ok).toBe(true);
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

describe('verify', () => {
  /** Changes the ledger behind the guards' back. */
  function tamper(sql: string): void {
    const database = new Database(file);
    const guards = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
      name: string;
      sql: string;
    }[];
    for (const { name } of guards) database.exec(`DROP TRIGGER ${name}`);
    database.exec(sql);
    for (const guard of guards) database.exec(guard.sql);
    database.close();
  }

  it('passes a new ledger and one with entries', () => {
    new Ledger(file).close();
    expect(verifyLedger(file)).toMatchObject({ ok: true, entries: 0, head: '0'.repeat(64) });
    fill(5);
    expect(verifyLedger(file)).toMatchObject({ ok: true, entries: 5, faults: [] });
  });

  it('names an entry whose content was changed', () => {
    fill(5);
    tamper("UPDATE entry SET body = replace(body, 'I48.2', 'I48.7') WHERE seq = 3");
    expect(verifyLedger(file).faults).toEqual([
      { entry: 3, problem: 'its content does not match its hash: it was changed' },
    ]);
  });

  it('names the successor of an entry that was changed together with its hash', () => {
    fill(5);
    const database = new Database(file);
    const body = database.prepare('SELECT body FROM entry WHERE seq = 3').pluck().get() as string;
    database.close();
    const changed = body.replace('I48.2', 'I48.7');
    const hash = hashOf(changed);
    tamper(`UPDATE entry SET body = '${changed}', hash = '${hash}' WHERE seq = 3`);
    expect(verifyLedger(file).faults.map(({ entry }) => entry)).toEqual([4]);
  });

  it('names the gap where an entry was removed', () => {
    fill(5);
    tamper('DELETE FROM entry WHERE seq = 2');
    const { faults } = verifyLedger(file);
    expect(faults[0]).toEqual({ entry: 3, problem: 'entries 2 to 2 are missing before it' });
  });

  it('notices when the first entries were removed and the rest renumbered', () => {
    fill(5);
    tamper('DELETE FROM entry WHERE seq <= 2; UPDATE entry SET seq = seq - 2');
    expect(verifyLedger(file).ok).toBe(false);
  });

  it('notices swapped entries', () => {
    fill(5);
    tamper(
      'UPDATE entry SET seq = 99 WHERE seq = 2; UPDATE entry SET seq = 2 WHERE seq = 3; UPDATE entry SET seq = 3 WHERE seq = 99',
    );
    expect(verifyLedger(file).faults.map(({ entry }) => entry)).toEqual(expect.arrayContaining([2, 3]));
  });

  it('notices a guard that was taken away', () => {
    fill(2);
    const database = new Database(file);
    database.exec('DROP TRIGGER entry_append_only_delete');
    database.close();
    expect(verifyLedger(file).faults).toEqual([
      { entry: null, problem: 'the tables or the guards against change were altered' },
    ]);
  });

  it('refuses a file that is not there', () => {
    expect(() => verifyLedger(join(folder, 'none.sqlite'))).toThrow(/no ledger/);
  });

  it('reports a file that is no database', () => {
    writeFileSync(file, 'not a database, but long enough to look like a file of some kind'.repeat(20));
    expect(verifyLedger(file).ok).toBe(false);
  });

  it('accepts no state but the original after any single byte of the file was changed', () => {
    fill(6);
    const original = readFileSync(file);
    const contentOf = (path: string): string => {
      const database = new Database(path, { readonly: true });
      try {
        return JSON.stringify(
          database.prepare('SELECT seq, body, hash FROM entry NOT INDEXED ORDER BY seq').all(),
        );
      } finally {
        database.close();
      }
    };
    const content = contentOf(file);
    const copy = join(folder, 'copy.sqlite');
    let detected = 0;
    // Every byte would take minutes; a stride that is prime to every structure in the file meets them all.
    for (let at = 0; at < original.length; at += 7) {
      const changed = Buffer.from(original);
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      writeFileSync(copy, changed);
      if (!verifyLedger(copy).ok) detected += 1;
      // Unused space in a page and counters in the header carry no entry: there the content must be untouched.
      else expect(contentOf(copy), `byte ${at}`).toBe(content);
    }
    expect(detected).toBeGreaterThan(0);
    copyFileSync(file, copy);
    expect(verifyLedger(copy).ok).toBe(true);
  }, 120_000);

  it('detects a change of any byte of any entry', () => {
    fill(4);
    const original = readFileSync(file);
    const database = new Database(file, { readonly: true });
    const rows = database.prepare('SELECT seq, body, hash FROM entry').all() as {
      seq: number;
      body: string;
      hash: string;
    }[];
    database.close();
    const copy = join(folder, 'copy.sqlite');
    for (const { seq, body, hash } of rows) {
      for (const stored of [body, hash]) {
        const offset = original.indexOf(Buffer.from(stored, 'utf8'));
        expect(offset).toBeGreaterThan(0);
        for (let at = offset; at < offset + Buffer.byteLength(stored); at++) {
          const changed = Buffer.from(original);
          changed[at] = (changed[at] ?? 0) ^ 0x20;
          writeFileSync(copy, changed);
          const { ok, faults } = verifyLedger(copy);
          expect(ok, `entry ${seq}, byte ${at}`).toBe(false);
          expect(
            faults.some(({ entry }) => entry === seq || entry === seq + 1),
            JSON.stringify(faults),
          ).toBe(true);
        }
      }
    }
  }, 120_000);
});
