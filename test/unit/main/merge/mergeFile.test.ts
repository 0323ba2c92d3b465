import { copyFileSync, createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/main/errors.ts';
import { writeExport } from '../../../../src/main/ledger/exportFile.ts';
import { Ledger } from '../../../../src/main/ledger/ledger.ts';
import { fingerprintOf } from '../../../../src/main/ledger/signer.ts';
import { LedgerMerge } from '../../../../src/main/merge/ledgerMerge.ts';
import { MergedLedgers } from '../../../../src/main/merge/mergedLedgers.ts';
import { mergeFile, type MergeFileOutcome, type MergeTask } from '../../../../src/main/merge/mergeFile.ts';
import type { ThreadOptions } from '../../../../src/main/thread.ts';
import { AT, newFolder, Workstation } from './merging.ts';

let folder: string;
let remove: () => void;
let home: Workstation;
let merged: MergedLedgers;

beforeEach(() => {
  ({ folder, remove } = newFolder());
  home = new Workstation(folder, 'home').work(2, 'h');
  merged = new MergedLedgers(join(folder, 'merged.sqlite'));
});
afterEach(() => {
  merged.close();
  remove();
});

async function exported(of: Workstation, name: string, excerpts = true): Promise<string> {
  const file = join(folder, name);
  await writeExport(of.ledger, createWriteStream(file), { excerpts });
  return file;
}

const stores = (): Pick<MergeTask, 'merged' | 'own'> => ({
  merged: { file: join(folder, 'merged.sqlite') },
  own: { file: home.file, origin: home.origin },
});

/** Merges as if the user had found the key right. */
function merge(
  file: string,
  of: Workstation,
  onProgress: (fraction: number) => void = () => undefined,
): MergeFileOutcome {
  const trusted = fingerprintOf(of.signer.publicKey);
  return mergeFile({ ...stores(), file, trusted, at: AT }, onProgress);
}

describe('merging a file', () => {
  it('asks about a key that is not known, and nothing is taken', async () => {
    const a = new Workstation(folder, 'a').work(5);
    const file = await exported(a, 'a.export');
    expect(mergeFile({ ...stores(), file, trusted: null, at: AT }, () => undefined)).toEqual({
      outcome: 'ask',
      origin: a.origin,
      fingerprint: fingerprintOf(a.signer.publicKey),
    });
    expect(merged.known()).toEqual([]);
    // Another key's fingerprint is no trust in this one.
    expect(merge(file, home)).toMatchObject({ outcome: 'ask' });
  });

  it('takes in what is new and asks no more', async () => {
    const a = new Workstation(folder, 'a').work(5);
    expect(merge(await exported(a, 'a.export'), a)).toEqual({
      outcome: 'merged',
      origin: a.origin,
      added: 5,
      known: 0,
    });
    const longer = await exported(a.work(3), 'a2.export');
    const fractions: number[] = [];
    const again = mergeFile({ ...stores(), file: longer, trusted: null, at: AT }, (fraction) =>
      fractions.push(fraction),
    );
    expect(again).toMatchObject({ outcome: 'merged', added: 3, known: 5 });
    expect(fractions).toEqual([...fractions].sort((x, y) => x - y));
    expect(fractions.at(-1)).toBeLessThanOrEqual(1);
    expect([...merged.all(a.origin)]).toEqual([...a.ledger.all()]);
    expect(merged.checkpoints(a.origin)).toEqual(a.checkpoints);
  });

  it('takes one without texts, also of a ledger that began with version 0.1', async () => {
    const old = join(folder, 'old.sqlite');
    copyFileSync(join(import.meta.dirname, '../../../fixtures/ledger-0.1.sqlite'), old);
    const a = new Workstation(folder, 'old').work(2);
    const before = a.ledger.head().seq - 2;
    expect(before).toBeGreaterThan(0);
    expect(merge(await exported(a, 'no-texts.export', false), a)).toMatchObject({ added: before + 2 });
    expect(merged.known()).toEqual([expect.objectContaining({ entries: before + 2, withheld: true })]);
    expect(merge(await exported(a, 'texts.export'), a)).toMatchObject({ added: 0, known: before + 2 });
    expect([...merged.all(a.origin)]).toEqual([...a.ledger.all()]);
    expect(merged.known()).toEqual([expect.objectContaining({ withheld: false })]);
    const days = [...new Set([...a.ledger.all()].map(({ at }) => at.slice(0, 10)))];
    for (const day of days) {
      for (const filter of [{ from: day }, { to: day }, { from: day, to: day }]) {
        expect(merged.entries({ ...filter, origin: a.origin }, 50)).toEqual(a.ledger.entries(filter, 50));
      }
    }
  });

  it('refuses one that was changed, and says where', async () => {
    const a = new Workstation(folder, 'a').work(5);
    const file = await exported(a, 'a.export');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"code":"I48.2"', '"code":"I48.7"'));
    const outcome = merge(file, a);
    expect(outcome).toMatchObject({ outcome: 'refused', report: { ok: false } });
    expect(outcome.outcome === 'refused' && outcome.report.faults.map(({ entry }) => entry)).toContain(3);
    expect(merged.known()).toEqual([]);
    expect(merged.refusals()).toEqual([{ at: AT, report: outcome.outcome === 'refused' && outcome.report }]);
  });

  it('refuses a fork, records it, and keeps what was known', async () => {
    const a = new Workstation(folder, 'a').work(4);
    const copy = join(folder, 'copy.sqlite');
    copyFileSync(a.file, copy);
    merge(await exported(a.work(2), 'a.export'), a);
    const fork = new Workstation(folder, 'copy', a.signer).work(3, 'z');
    const outcome = merge(await exported(fork, 'fork.export'), a);
    expect(outcome).toMatchObject({
      outcome: 'refused',
      report: { ok: false, origin: a.origin, faults: [{ kind: 'forked', entry: 5 }] },
    });
    const [fault] = outcome.outcome === 'refused' ? outcome.report.faults : [];
    expect(fault?.problem).toContain(a.ledger.entry(5)?.hash);
    expect(fault?.problem).toContain(fork.ledger.entry(5)?.hash);
    expect(merged.refusals()).toHaveLength(1);
    expect([...merged.all(a.origin)]).toEqual([...a.ledger.all()]);
  });

  it('is done wholly or not at all, wherever it breaks off', async () => {
    const a = new Workstation(folder, 'a').work(50);
    const file = await exported(a, 'a.export');
    for (const end of [0.3, 0.75, 0.99]) {
      const breakOff = (fraction: number): void => {
        if (fraction > end) throw new Error('broken off');
      };
      expect(() => merge(file, a, breakOff)).toThrow('broken off');
      expect(merged.known()).toEqual([]);
    }
    expect(merge(file, a)).toMatchObject({ outcome: 'merged', added: 50 });
  });

  it('compares its own ledger instead of merging it', async () => {
    const file = await exported(home, 'home.export');
    expect(merge(file, home)).toEqual({ outcome: 'merged', origin: home.origin, added: 0, known: 2 });
    expect(merged.known()).toEqual([]);
  });

  it('refuses what is no signed ledger', () => {
    const file = join(folder, 'text');
    writeFileSync(file, 'hello\n');
    for (const wrong of [home.file, join(folder, 'missing')]) {
      expect(() => merge(wrong, home)).toThrow('The file is no signed ledger.');
    }
    expect(() => merge(folder, home)).toThrow();
    expect(merge(file, home)).toMatchObject({ outcome: 'refused' });
  });

  it('works on encrypted stores', async () => {
    const key = randomBytes(32);
    const at = {
      merged: { file: join(folder, 'm.sqlite'), key },
      own: { file: join(folder, 'o.sqlite'), key, origin: home.origin },
    };
    const own = new Ledger(at.own.file, { key, signer: home.signer });
    const store = new MergedLedgers(at.merged.file, key);
    const a = new Workstation(folder, 'a').work(3);
    const trusted = fingerprintOf(a.signer.publicKey);
    const file = await exported(a, 'a.export');
    expect(mergeFile({ ...at, file, trusted, at: AT }, () => undefined)).toMatchObject({ added: 3 });
    const mine = await exported(home, 'home.export');
    expect(mergeFile({ ...at, file: mine, trusted: null, at: AT }, () => undefined)).toMatchObject({
      outcome: 'refused',
      report: { faults: [{ kind: 'cut', entry: 1 }] },
    });
    store.close();
    own.close();
  });
});

describe('on a thread of its own', () => {
  const quietly = (): ThreadOptions => ({
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  const newMerge = (): LedgerMerge => new LedgerMerge(stores(), () => Date.parse(AT));

  it('asks, goes on with the ticket, and can be read meanwhile', async () => {
    const a = new Workstation(folder, 'a').work(500);
    const file = await exported(a, 'a.export');
    const merging = newMerge();
    const asked = await merging.merge(file, quietly());
    expect(asked).toMatchObject({ outcome: 'ask', origin: a.origin });
    if (asked.outcome !== 'ask') return;
    const fractions: number[] = [];
    const running = merging.trust(asked.ticket, {
      ...quietly(),
      onProgress: (fraction) => {
        fractions.push(fraction);
        merged.known();
      },
    });
    await expect(merging.merge(file, quietly())).rejects.toThrow('Another ledger is being merged.');
    expect(await running).toEqual({ outcome: 'merged', origin: a.origin, added: 500, known: 0 });
    expect(fractions.length).toBeGreaterThan(1);
    expect(merged.known()).toEqual([expect.objectContaining({ entries: 500, mergedAt: AT })]);
    await expect(merging.trust(asked.ticket, quietly())).rejects.toThrow('This merge was not asked about.');
  });

  it('asks again where the file was replaced by one with another key', async () => {
    const a = new Workstation(folder, 'a').work(2);
    const b = new Workstation(folder, 'b').work(2);
    const file = await exported(a, 'some.export');
    const merging = newMerge();
    const asked = await merging.merge(file, quietly());
    await exported(b, 'some.export');
    expect(asked.outcome).toBe('ask');
    if (asked.outcome !== 'ask') return;
    expect(await merging.trust(asked.ticket, quietly())).toMatchObject({ outcome: 'ask', origin: b.origin });
    expect(merged.known()).toEqual([]);
  });

  it('keeps nothing of a merge that was ended', async () => {
    const a = new Workstation(folder, 'a').work(20);
    const file = await exported(a, 'a.export');
    const merging = newMerge();
    const asked = await merging.merge(file, quietly());
    if (asked.outcome !== 'ask') throw new Error('it asks first');
    const abort = new AbortController();
    const running = merging.trust(asked.ticket, { ...quietly(), signal: abort.signal });
    abort.abort();
    expect(await running).toEqual({ outcome: 'cancelled' });
    expect(await merging.merge(file, { ...quietly(), signal: abort.signal })).toEqual({
      outcome: 'cancelled',
    });
    expect(merged.known()).toEqual([]);
    expect(merge(file, a)).toMatchObject({ outcome: 'merged', added: 20 });
  });

  it('says what it refuses', async () => {
    await expect(newMerge().merge(home.file, quietly())).rejects.toThrow(UserError);
  });
});
