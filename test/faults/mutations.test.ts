/** Ten thousand random changes of a signed ledger with a checkpoint kept elsewhere, and bytes flipped in its file. */
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/main/errors.ts';
import { writeExport } from '../../src/main/ledger/exportFile.ts';
import { Ledger } from '../../src/main/ledger/ledger.ts';
import { verifyNow } from '../../src/main/ledger/verify.ts';
import { makeLedger } from '../fixtures/makeLedger.ts';
import { mutate, randomFrom } from '../fixtures/mutations.ts';
import { signer, storeKey } from './acts.ts';
import { testFolder } from './workstation.ts';

const MUTATIONS = 10_000;
const FLIPS = 1000;
const ENTRIES = 64;
/** Bytes at the beginning of an encrypted file that are not used: the key is no passphrase. */
const SALT = 16;
const publicKey = signer.publicKey;

describe('a signed ledger', () => {
  it(`shows each of ${MUTATIONS} random changes, and where`, { timeout: 900_000 }, async () => {
    const folder = testFolder();
    const made = join(folder, 'ledger.sqlite');
    makeLedger(made, { entries: ENTRIES, key: storeKey, signer });
    const ledger = new Ledger(made, { key: storeKey, signer });
    const file = join(folder, 'ledger.export');
    await writeExport(ledger, createWriteStream(file), { excerpts: true });
    const checkpoint = ledger.lastCheckpoint()?.note ?? '';
    ledger.close();
    const original = readFileSync(file);
    expect(verifyNow(file, { publicKey, checkpoint })).toMatchObject({ ok: true });
    const random = randomFrom(2026);
    const missed: string[] = [];
    for (let round = 0; round < MUTATIONS; round++) {
      const { name, content, isLocated } = mutate(original, random);
      writeFileSync(file, content);
      const report = verifyNow(file, { publicKey, checkpoint });
      if (report.ok || !isLocated(report)) missed.push(`${round}: ${name} ${JSON.stringify(report.faults)}`);
    }
    expect(missed).toEqual([]);
  });
});

describe('the encrypted file of a ledger', () => {
  it(`shows each of ${FLIPS} flipped bytes`, { timeout: 300_000 }, () => {
    const folder = testFolder();
    const file = join(folder, 'ledger.sqlite');
    makeLedger(file, { entries: ENTRIES, key: storeKey, signer });
    const original = readFileSync(file);
    const whole = verifyNow(file, { key: storeKey, publicKey });
    expect(whole.ok).toBe(true);
    const random = randomFrom(7);
    const unnoticed: number[] = [];
    for (let round = 0; round < FLIPS; round++) {
      const at = Math.floor(random() * original.length);
      const changed = Buffer.from(original);
      changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      writeFileSync(file, changed);
      try {
        const report = verifyNow(file, { key: storeKey, publicKey });
        // What nobody reads, such as the salt of a key that is not derived from a passphrase, does no harm.
        if (report.ok && at >= SALT) unnoticed.push(at);
        if (report.ok) expect(report.head).toBe(whole.head);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }
    expect(unnoticed).toEqual([]);
  });
});
