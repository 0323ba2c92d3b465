import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeExport } from '../../../../src/main/ledger/exportFile.ts';
import { Ledger } from '../../../../src/main/ledger/ledger.ts';
import { prove } from '../../../../src/main/ledger/proof.ts';
import { publicKeyFile } from '../../../../src/main/ledger/signer.ts';
import { makeLedger, testSigner } from '../../../fixtures/makeLedger.ts';
import { call } from './call.ts';

const signer = testSigner();
let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-cli-ledger-'));
  makeLedger(at('ledger.sqlite'), { entries: 20, signer });
  const ledger = new Ledger(at('ledger.sqlite'), { signer });
  const { note } = await writeExport(ledger, createWriteStream(at('export')), { excerpts: false });
  writeFileSync(at('proof.json'), prove(ledger, 5, true));
  ledger.close();
  writeFileSync(at('checkpoint'), note);
  writeFileSync(at('key.pem'), publicKeyFile(signer.publicKey));
  writeFileSync(at('other.pem'), publicKeyFile(testSigner(2).publicKey));
  makeLedger(at('encrypted.sqlite'), { entries: 3, key: new Uint8Array(32).fill(1) });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('ledger verify', () => {
  it.each(['export', 'ledger.sqlite'])('accepts %s with its checkpoint and key', async (name) => {
    const { code, out, err } = await call(
      ...['ledger', 'verify', at(name), '--checkpoint', at('checkpoint'), '--public-key', at('key.pem')],
    );
    expect(out[0]).toMatch(/^ok: 20 entries, head [0-9a-f]{64}$/);
    expect(out[2]).toBe(`${signer.origin}, checkpoints hold up to entry 20`);
    expect([code, err]).toEqual([0, []]);
  });

  it('says that nothing was compared with a key from elsewhere', async () => {
    const { code, err } = await call('ledger', 'verify', at('export'));
    expect(code).toBe(0);
    expect(err.join()).toMatch(/public key/);
  });

  it('names each fault with its place', async () => {
    const changed = readFileSync(at('export'), 'utf8').replace('"seq":7,', '"seq":9,');
    writeFileSync(at('changed'), changed);
    const { code, out } = await call('ledger', 'verify', at('changed'), '--public-key', at('key.pem'));
    expect(code).toBe(1);
    expect(out[0]).toBe('FAILED: 2 faults in 20 entries');
    expect(out[1]).toMatch(/^ {2}changed: entry 7: /);
    expect(out[2]).toMatch(/^ {2}file: ledger: the export is not as it was signed/);
  });

  it('gives its report as JSON', async () => {
    const { code, out } = await call(
      'ledger',
      'verify',
      '--json',
      at('export'),
      '--public-key',
      at('other.pem'),
    );
    expect(code).toBe(1);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ ok: false, entries: 20, faults: [{ kind: 'key' }] });
  });

  it.each([
    ['none', 'There is no ledger'],
    ['encrypted.sqlite', 'is encrypted'],
  ])('refuses %s', async (name, message) => {
    const { code, err } = await call('ledger', 'verify', at(name));
    expect(code).toBe(1);
    expect(err.join()).toContain(message);
  });

  it.each([
    ['--checkpoint', 'none', 'There is no checkpoint'],
    ['--public-key', 'none', 'There is no public key'],
    ['--public-key', 'checkpoint', 'no public key of a ledger'],
  ])('refuses %s %s', async (option, name, message) => {
    const { code, err } = await call('ledger', 'verify', at('export'), option, at(name));
    expect(code).toBe(1);
    expect(err.join()).toContain(message);
  });
});

describe('ledger proof', () => {
  it('shows the entry that is proved', async () => {
    const { code, out } = await call('ledger', 'proof', at('proof.json'), '--public-key', at('key.pem'));
    expect(out[0]).toMatch(new RegExp(`^ok: entry 5 of ${signer.origin}, checkpointed on `));
    expect(out[1]).toMatch(/Coder A: accept N18\.4 Chronic kidney disease/);
    expect(code).toBe(0);
  });

  it('says what is wrong', async () => {
    const wrong = await call('ledger', 'proof', at('proof.json'), '--public-key', at('other.pem'));
    expect(wrong.code).toBe(1);
    expect(wrong.out[0]).toBe('FAILED');
    const json = await call('ledger', 'proof', '--json', at('checkpoint'));
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out[0] ?? '')).toMatchObject({ ok: false, entry: null });
  });
});
