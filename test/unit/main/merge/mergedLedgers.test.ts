import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/main/errors.ts';
import {
  compareWithOwn,
  Contradiction,
  mergeEntries,
  type ForeignLedger,
  type MergeResult,
} from '../../../../src/main/merge/mergeEntries.ts';
import { MergedLedgers } from '../../../../src/main/merge/mergedLedgers.ts';
import { openForMerging } from '../../../../src/main/merge/openMerged.ts';
import { act, newSigner } from '../reports/entries.ts';
import { AT, newFolder, Workstation } from './merging.ts';

let folder: string;
let remove: () => void;
let database: Database.Database;
let merged: MergedLedgers;

beforeEach(() => {
  ({ folder, remove } = newFolder());
  merged = new MergedLedgers(join(folder, 'merged.sqlite'));
  database = openForMerging(join(folder, 'merged.sqlite'));
});
afterEach(() => {
  merged.close();
  database.close();
  remove();
});

const ignore = (): void => undefined;
const merge = (foreign: ForeignLedger, at = AT): MergeResult => mergeEntries(database, foreign, at, ignore);

function contradiction(make: () => unknown): Contradiction['fault'] {
  try {
    make();
  } catch (error) {
    if (error instanceof Contradiction) return error.fault;
    throw error;
  }
  throw new Error('nothing was contradicted');
}

describe('merging', () => {
  it('keeps each ledger’s chain as it is', () => {
    const a = new Workstation(folder, 'a').work(5);
    const b = new Workstation(folder, 'b').work(3, 'd', 'Bo');
    expect(merge(a.handsOut())).toEqual({ added: 5, known: 0 });
    expect(merge(b.handsOut())).toEqual({ added: 3, known: 0 });
    expect([...merged.stored(a.origin)]).toEqual([...a.ledger.stored()]);
    expect([...merged.all(b.origin)]).toEqual([...b.ledger.all()]);
    expect(merged.checkpoints(a.origin)).toEqual(a.checkpoints);
    expect(merged.known()).toEqual([
      {
        origin: a.origin,
        own: false,
        entries: 5,
        lastAt: a.ledger.entry(5)?.at,
        withheld: false,
        mergedAt: AT,
      },
      expect.objectContaining({ origin: b.origin, entries: 3 }),
    ]);
    expect(merged.publicKey(a.origin)).toBe(a.handsOut().publicKey);
    expect(merged.publicKey('rubricator-0000000000000000')).toBeNull();
  });

  it('adds only what is new, whether the file is longer, the same or shorter', () => {
    const a = new Workstation(folder, 'a').work(5);
    merge(a.handsOut());
    expect(merge(a.handsOut())).toEqual({ added: 0, known: 5 });
    expect(merge(a.work(4).handsOut(), '2026-11-22T12:00:00.000Z')).toEqual({ added: 4, known: 5 });
    expect(merge(a.handsOut({ until: 2 }))).toEqual({ added: 0, known: 2 });
    expect(merged.known()).toEqual([expect.objectContaining({ entries: 9 })]);
    expect(merged.checkpoints(a.origin)).toHaveLength(2);
  });

  it('refuses a fork and names its first entry and both hashes; nothing of it is kept', () => {
    const signer = newSigner();
    const a = new Workstation(folder, 'a', signer).work(3);
    merge(a.handsOut());
    const forked = new Workstation(folder, 'fork', signer).work(6).handsOut();
    const fault = contradiction(() => merge(forked));
    expect(fault).toMatchObject({ kind: 'forked', entry: 1 });
    expect(fault.problem).toContain(a.ledger.entry(1)?.hash);
    expect(fault.problem).toContain([...forked.entries][0]?.hash);
    expect([...merged.stored(a.origin)]).toEqual([...a.ledger.stored()]);
  });

  it('finds where a copy was continued apart', () => {
    const a = new Workstation(folder, 'a').work(6);
    merge(a.handsOut());
    const other = new Workstation(folder, 'b').work(6).handsOut();
    const mixed = [...a.handsOut({ until: 4 }).entries, ...[...other.entries].slice(4)];
    const fault = contradiction(() => merge({ ...a.handsOut(), entries: mixed }));
    expect(fault).toMatchObject({ kind: 'forked', entry: 5 });
  });

  it('refuses another root at a size that was checkpointed', () => {
    const a = new Workstation(folder, 'a').work(3);
    merge(a.handsOut());
    const [checkpoint] = a.checkpoints;
    const forged = {
      ...a.handsOut(),
      checkpoints: checkpoint ? [{ ...checkpoint, root: 'f'.repeat(64) }] : [],
    };
    expect(contradiction(() => merge(forged))).toMatchObject({ kind: 'forked', between: [1, 3] });
  });

  it('refuses another key for a known ledger', () => {
    const a = new Workstation(folder, 'a').work(2);
    merge(a.handsOut());
    const fault = contradiction(() => merge({ ...a.handsOut(), publicKey: 'AAAA' }));
    expect(fault).toMatchObject({ kind: 'key', entry: null });
  });

  it('takes nothing from a file that is not the one that was verified', () => {
    const a = new Workstation(folder, 'a').work(4);
    const foreign = a.handsOut();
    const entries = [...foreign.entries];
    const changes: ForeignLedger['entries'][] = [
      entries.slice(0, 3),
      [...entries, ...entries.slice(3)],
      entries.map((entry) => (entry.seq === 2 ? { ...entry, body: `${entry.body} ` } : entry)),
      entries.map((entry) => (entry.seq === 4 ? { ...entry, sealed: '{}' } : entry)),
      entries.map((entry) => (entry.seq === 1 ? { ...entry, body: null, hash: 'a'.repeat(64) } : entry)),
    ];
    for (const changed of changes) expect(() => merge({ ...foreign, entries: changed })).toThrow(UserError);
    expect(merged.known()).toEqual([]);
  });

  it('fills in texts that an earlier file had left out', () => {
    const a = new Workstation(folder, 'a').work(3);
    merge(a.handsOut({ excerpts: false }));
    expect(merged.known()).toEqual([expect.objectContaining({ withheld: true })]);
    expect([...merged.all(a.origin)][0]).toMatchObject({ withheld: true, note: null });
    expect(merge(a.handsOut())).toEqual({ added: 0, known: 3 });
    expect(merged.known()).toEqual([expect.objectContaining({ withheld: false })]);
    expect([...merged.all(a.origin)]).toEqual([...a.ledger.all()]);
    // And a file without them takes nothing away.
    merge(a.handsOut({ excerpts: false }));
    expect(merged.known()).toEqual([expect.objectContaining({ withheld: false })]);
  });

  it('keeps the place of an entry whose body was left out, until it comes', () => {
    const a = new Workstation(folder, 'a').work(3);
    const whole = a.handsOut();
    const entries = [...whole.entries].map((entry) =>
      entry.seq === 1 ? { ...entry, body: null, sealed: null } : entry,
    );
    merge({ ...whole, entries });
    expect([...merged.all(a.origin)].map(({ seq }) => seq)).toEqual([2, 3]);
    expect(merged.entries({ origin: a.origin }, 10).entries.map(({ seq }) => seq)).toEqual([3, 2]);
    expect(merged.known()).toEqual([expect.objectContaining({ entries: 3, withheld: true })]);
    merge(whole);
    expect([...merged.all(a.origin)]).toEqual([...a.ledger.all()]);
  });

  it('lets nothing that was merged be changed or taken out', () => {
    merge(new Workstation(folder, 'a').work(3).handsOut());
    for (const harm of [
      "UPDATE entry SET hash = 'x' WHERE seq = 1",
      "UPDATE entry SET body = '{}' WHERE seq = 1",
      "UPDATE entry SET sealed = '{}' WHERE seq = 1",
      'DELETE FROM entry WHERE seq = 3',
      "INSERT INTO entry (ledger, seq, body, hash) VALUES (1, 7, '{}', 'x')",
      "UPDATE checkpoint SET note = ''",
      'DELETE FROM checkpoint',
    ]) {
      expect(() => database.exec(harm)).toThrow('append-only');
    }
  });

  it('is open as often as it is needed, and reads what was there before while a merge writes', () => {
    const a = new Workstation(folder, 'a').work(3);
    merge(a.handsOut());
    a.work(2);
    const seen: number[] = [];
    mergeEntries(database, a.handsOut(), AT, () => {
      const other = new MergedLedgers(join(folder, 'merged.sqlite'));
      seen.push(...other.known().map(({ entries }) => entries));
      other.close();
    });
    expect(seen).toEqual([3, 3, 3, 3, 3]);
    expect(merged.known()).toEqual([expect.objectContaining({ entries: 5 })]);
  });

  it('encrypts the file', () => {
    const file = join(folder, 'encrypted.sqlite');
    const key = randomBytes(32);
    const encryptedStore = new MergedLedgers(file, key);
    const encrypted = openForMerging(file, key);
    mergeEntries(encrypted, new Workstation(folder, 'a').work(3).handsOut(), AT, ignore);
    encrypted.pragma('wal_checkpoint(TRUNCATE)');
    encrypted.close();
    expect(readFileSync(file).includes('flutter')).toBe(false);
    expect(encryptedStore.known()).toHaveLength(1);
    encryptedStore.close();
    expect(() => new MergedLedgers(file, randomBytes(32))).toThrow(UserError);
  });
});

describe('this workstation’s own ledger in a file', () => {
  it('is compared, whether the file is as long or shorter', () => {
    const a = new Workstation(folder, 'a').work(5);
    expect(compareWithOwn(a.ledger.stored(), a.handsOut(), ignore)).toEqual({ added: 0, known: 5 });
    expect(compareWithOwn(a.ledger.stored(), a.handsOut({ until: 3 }), ignore)).toEqual({
      added: 0,
      known: 3,
    });
  });

  it('is refused where it has entries that this one lacks, or others', () => {
    const signer = newSigner();
    const a = new Workstation(folder, 'a', signer).work(5);
    const cut = [...a.ledger.stored()].slice(0, 3);
    expect(contradiction(() => compareWithOwn(cut, a.handsOut(), ignore))).toMatchObject({
      kind: 'cut',
      entry: 4,
    });
    const fork = new Workstation(folder, 'b', signer).work(5);
    expect(contradiction(() => compareWithOwn(fork.ledger.stored(), a.handsOut(), ignore))).toMatchObject({
      kind: 'forked',
      entry: 1,
    });
  });
});

describe('reading merged ledgers', () => {
  it('pages as the own ledger does, by every part of a filter', () => {
    const a = new Workstation(folder, 'a').work(40).work(20, 'x', 'Bo');
    merge(a.handsOut());
    merge(new Workstation(folder, 'b').work(10).handsOut());
    const { origin } = a;
    const day = a.ledger.entry(1)?.at.slice(0, 10) ?? '';
    const filters = [
      {},
      { who: 'Bo' },
      { action: 'accept' },
      { action: 'reject' },
      { chart: 'x-1' },
      { code: 'I48.3' },
      { code: 'I48.3', who: 'Ada', chart: 'c-0' },
      { from: day, to: day },
      { from: '2000-01-01', to: '2000-01-02' },
      { to: day, who: 'Bo' },
    ];
    for (const filter of filters) {
      for (const before of [undefined, 50, 1]) {
        expect(merged.entries({ ...filter, origin }, 7, before)).toEqual(a.ledger.entries(filter, 7, before));
      }
    }
    expect(() => merged.entries({ origin: 'rubricator-0000000000000000' }, 7)).toThrow(UserError);
  });

  it('gives every chart of every ledger, and lists charts worked on at more than one', () => {
    const a = new Workstation(folder, 'a').work(6);
    const b = new Workstation(folder, 'b').work(3, 'c', 'Bo').work(3, 'd', 'Bo');
    b.ledger.append(act({ action: 'import', chart: 'own-1', code: null, title: null, evidence: [] }));
    merge(a.handsOut());
    merge(b.handsOut());
    const all = [...merged.byChart()];
    expect(all).toHaveLength(3 + 3 + 3 + 1);
    expect(all.flatMap(([, entries]) => entries)).toHaveLength(6 + 6 + 1);
    for (const [chart, entries, origin] of all) {
      expect(entries).toEqual((origin === a.origin ? a : b).ledger.ofChart(chart));
      expect(merged.ofChart(origin, chart)).toEqual(entries);
    }
    const both = ['c-0', 'c-1', 'c-2'].map((chart) => ({ chart, origins: [a.origin, b.origin] }));
    expect(merged.duplicates()).toEqual(both);
    expect(merged.duplicates({ origin: 'own', charts: ['d-0', 'own-1', 'alone'] })).toEqual([
      ...both,
      { chart: 'd-0', origins: ['own', b.origin] },
    ]);
  });
});
