import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chartlessAct } from '../../../../src/main/ledger/entry.ts';
import { House } from '../../../../src/main/house.ts';
import { writeExport } from '../../../../src/main/ledger/exportFile.ts';
import { Ledger } from '../../../../src/main/ledger/ledger.ts';
import { resourceFolder } from '../../../../src/main/paths.ts';
import { verificationCode } from '../../../../src/main/reports/verificationCode.ts';
import { newSigner } from '../../../fixtures/holder.ts';
import { call, callWith } from './call.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-proof-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('ledger code', () => {
  it('computes the code of a printed log from a signed ledger', async () => {
    const ledger = new Ledger(join(folder, 'ledger.sqlite'), { signer: newSigner() });
    const entries = ledger.appendAll([
      chartlessAct('unlock', 'Ada'),
      { ...chartlessAct('add', 'Ada'), chart: 'chart-1', code: 'I10' },
      { ...chartlessAct('add', 'Ben'), chart: 'chart-2', code: 'I10' },
    ]);
    const file = join(folder, 'signed.ledger');
    const { note } = await writeExport(ledger, createWriteStream(file), { excerpts: false });
    ledger.close();
    const checkpoint = join(folder, 'checkpoint');
    writeFileSync(checkpoint, note);
    const codeOf = async (...options: string[]): Promise<string> => {
      const { code, out } = await call('ledger', 'code', ...options, file);
      expect(code).toBe(0);
      return out.join('\n');
    };
    expect(await codeOf()).toBe(verificationCode(entries, null));
    expect(await codeOf('--checkpoint', checkpoint, '--who', 'Ada')).toBe(
      verificationCode(entries.slice(0, 2), note),
    );
    expect(await codeOf('--from', '2', '--to', '2')).toBe(verificationCode(entries.slice(1, 2), null));
    expect(await codeOf('--until', '2001-01-01')).toBe(verificationCode([], null));
  });

  it('refuses what is no signed ledger, and options that mean nothing', async () => {
    const other = join(folder, 'other.txt');
    writeFileSync(other, 'nothing of the kind');
    expect(await call('ledger', 'code', other)).toMatchObject({ code: 1 });
    expect(await call('ledger', 'code', join(folder, 'none'))).toMatchObject({ code: 1 });
    expect(await call('ledger', 'code', '--since', 'yesterday', other)).toMatchObject({ code: 2 });
    expect(await call('ledger', 'code')).toMatchObject({ code: 2 });
  });
});

describe('backup verify', () => {
  it('finds a backup whole with a passphrase or the recovery key, and names a fault', async () => {
    const passphrase = 'nine herons wade at dawn';
    const house = new House(
      { data: mkdtempSync(join(folder, 'home-')), resources: resourceFolder(), version: '' },
      { cost: { N: 16, r: 1, p: 1 } },
    );
    const { recoveryKey } = await house.setUp({ name: 'Ada', passphrase, roles: ['administrator'] });
    const backup = join(folder, await house.backUp(folder));
    await house.close();
    const whole = await callWith(passphrase, 'backup', 'verify', '--user', 'Ada', backup);
    expect(whole).toMatchObject({ code: 0, err: [] });
    expect(whole.out.join('\n')).toMatch(/^ok: rubricator-[0-9a-f]{16}.*\n4 files, 2 ledger entries/);
    const byKey = await callWith(recoveryKey, 'backup', 'verify', '--recovery-key', '--json', backup);
    expect(JSON.parse(byKey.out[0] ?? '')).toMatchObject({ ok: true, entries: 2 });
    expect(await callWith('wrong', 'backup', 'verify', '--user', 'Ada', backup)).toMatchObject({ code: 1 });
    expect(await call('backup', 'verify', backup)).toMatchObject({ code: 2 });
    writeFileSync(join(backup, 'charts.sqlite'), 'nothing of the kind');
    const damaged = await callWith(passphrase, 'backup', 'verify', '--user', 'Ada', backup);
    expect(damaged).toMatchObject({ code: 1, out: [] });
    expect(damaged.err.join('\n')).toContain('charts.sqlite');
  });
});
