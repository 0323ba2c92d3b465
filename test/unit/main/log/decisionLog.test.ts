import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestArgument } from '../../../../src/shared/channels.ts';
import type { EvidenceSpan } from '../../../../src/shared/coding.ts';
import { fileKey } from '../../../../src/main/accounts/keys.ts';
import { chartlessAct } from '../../../../src/main/ledger/entry.ts';
import { Ledger, type Act } from '../../../../src/main/ledger/ledger.ts';
import { DecisionLog } from '../../../../src/main/log/decisionLog.ts';
import { exportLog, type ExportTask } from '../../../../src/main/log/exportLog.ts';
import { newHolder } from '../../../fixtures/holder.ts';

const words: EvidenceSpan = {
  document: 'chart-1-1',
  start: 0,
  end: 10,
  text: 'wheezing, ',
  source: 'coder',
  context: 'affirmed',
};
const holder = newHolder();
let folder: string;
let ledger: Ledger;
let log: DecisionLog;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-log-'));
  const { storeKey, signer } = holder;
  ledger = new Ledger(join(folder, 'ledger.sqlite'), { key: fileKey(storeKey, 'ledger'), signer });
  const act = (change: Partial<Act> & Pick<Act, 'action'>): Act => ({
    ...chartlessAct(change.action, holder.user),
    ...change,
  });
  ledger.appendAll([
    act({ action: 'unlock', details: { failed: 0 } }),
    act({ action: 'add', chart: 'chart-1', code: 'J45.909', title: 'Asthma', evidence: [words] }),
    act({ action: 'add', chart: 'chart-2', code: 'I10', title: 'Hypertension' }),
    act({ action: 'add', chart: 'chart-1', code: 'I10', title: 'Hypertension', who: 'Somebody else' }),
    act({ action: 'finish', chart: 'chart-1', note: 'final codes: J45.909, I10' }),
  ]);
  log = new DecisionLog({
    data: folder,
    ledger,
    user: holder.user,
    storeKey,
    signer,
    chartNames: () => new Map([['chart-1', 'A wheezing patient']]),
  });
});
afterEach(() => {
  log.close();
  ledger.close();
  rmSync(folder, { recursive: true });
});

const quiet = (): void => undefined;
const all: RequestArgument<'ledger.export'> = { format: 'jsonl', filter: {}, excerpts: true };

/** The text of a log that is written on this thread. */
function written(change: Partial<ExportTask>): string {
  const out = join(folder, 'out');
  rmSync(out, { force: true });
  exportLog(
    {
      source: { file: ledger.file, key: fileKey(holder.storeKey, 'ledger'), merged: false },
      origin: holder.signer.origin,
      entries: 5,
      ...all,
      format: 'jsonl',
      checkpoint: null,
      who: holder.user,
      at: new Date().toISOString(),
      language: 'en',
      names: new Map([['chart-1', 'A wheezing patient']]),
      out,
      ...change,
    },
    quiet,
  );
  return readFileSync(out, 'latin1');
}

describe('exporting', () => {
  it('writes every entry, oldest first, for its owner alone, with progress', async () => {
    const done: number[] = [];
    const out = join(folder, 'out');
    await log.export(all, 'en', (fraction) => done.push(fraction)).write(out);
    const lines = readFileSync(out, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(6);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      origin: holder.signer.origin,
      excerpts: true,
      who: holder.user,
      checkpoint: { size: 5 },
    });
    expect(lines.slice(1).map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([1, 2, 3, 4, 5]);
    expect(done.at(-1)).toBe(1);
    expect(statSync(out).mode & 0o077).toBe(0);
  });

  it('leaves out what the filter does not name, and words of charts where they are not wanted', () => {
    const seqs = (filter: ExportTask['filter']): number[] =>
      written({ filter })
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => (JSON.parse(line) as { seq: number }).seq);
    expect(seqs({ chart: 'chart-1' })).toEqual([2, 4, 5]);
    expect(seqs({ code: 'I10', who: 'Somebody else' })).toEqual([4]);
    expect(seqs({ action: 'finish' })).toEqual([5]);
    expect(seqs({ to: '2020-01-01' })).toEqual([]);
    expect(seqs({ from: '2020-01-01', to: '2999-01-01' })).toHaveLength(5);
    for (const format of ['jsonl', 'csv', 'fhir', 'pdf'] as const) {
      const without = written({ format, excerpts: false });
      expect(without.length).toBeGreaterThan(500);
      expect(without).not.toContain('wheezing');
    }
    expect(written({ format: 'csv' })).toContain('A wheezing patient');
    expect(written({ format: 'pdf' })).toMatch(/^%PDF-/);
  });

  it('is cancelled, and one thing is done at a time', async () => {
    const out = join(folder, 'cancelled');
    const writing = log.export(all, 'en', quiet).write(out);
    await expect(log.export(all, 'en', quiet).write(join(folder, 'second'))).rejects.toThrow(/under way/);
    log.cancel();
    await expect(writing).rejects.toThrow('It was cancelled.');
    expect(existsSync(join(folder, 'second'))).toBe(false);
  });
});

describe('browsing', () => {
  it('pages through this workstation’s ledger, by name too', () => {
    const page = log.entries({ filter: { origin: holder.signer.origin, code: 'I10' }, limit: 1 });
    expect(page).toMatchObject({ entries: [{ seq: 4 }], more: true });
    expect(log.entries({ filter: { code: 'I10' }, limit: 1, before: 4 })).toMatchObject({
      entries: [{ seq: 3 }],
      more: false,
    });
  });

  it('knows only itself before anything was merged', () => {
    expect(log.known()).toMatchObject([
      { origin: holder.signer.origin, own: true, entries: 5, withheld: false },
    ]);
    expect(existsSync(join(folder, 'merged.sqlite'))).toBe(false);
    expect(() => log.entries({ filter: { origin: 'rubricator-0123456789abcdef' }, limit: 1 })).toThrow(
      'The ledger rubricator-0123456789abcdef was not merged here.',
    );
  });

  it('hands out the public key with what people compare of it', () => {
    const { content, fingerprint } = log.publicKey();
    expect(content).toMatch(/^-----BEGIN PUBLIC KEY-----/);
    expect(holder.signer.origin).toBe(`rubricator-${fingerprint.slice(0, 16)}`);
  });
});
