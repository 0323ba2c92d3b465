/** The power fails at any moment: what was acknowledged is there, whatever the disk had not yet written. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Ledger } from '../../src/main/ledger/ledger.ts';
import { verifyNow } from '../../src/main/ledger/verify.ts';
import { randomFrom } from '../fixtures/mutations.ts';
import { signer, storeKey } from './acts.ts';
import { hasStrace, leaveBehind, trace } from './powerCut.ts';
import { hear, testFolder, writer, type Said } from './workstation.ts';

const CUTS = 1000;

describe.skipIf(!hasStrace())('a power cut', () => {
  it(`loses nothing acknowledged, at any of ${CUTS} moments`, { timeout: 600_000 }, () => {
    const work = testFolder();
    const folder = join(work, 'data');
    mkdirSync(folder);
    const calls = trace([process.execPath, writer, folder, '30'], folder, join(work, 'strace.log'));
    const said = calls.filter(({ kind }) => kind === 'said');
    expect(said.length).toBeGreaterThan(30);
    let acknowledged = 0;
    for (let cut = 0; cut < CUTS; cut++) {
      const chance = randomFrom(cut);
      const at = Math.floor(chance() * (calls.length + 1));
      const left = join(work, `after-${cut}`);
      mkdirSync(left);
      const heard: Said = { acknowledged: new Map(), checkpoints: new Map(), refused: null, errors: '' };
      for (const line of leaveBehind(calls, at, left, chance)) hear(line, heard);
      const file = join(left, 'ledger.sqlite');
      const where = `cut ${cut}, before call ${at}`;
      const ledger = new Ledger(file, { key: storeKey, signer });
      for (const [seq, hash] of heard.acknowledged) expect(ledger.entry(seq)?.hash, where).toBe(hash);
      ledger.close();
      const report = verifyNow(file, { key: storeKey, publicKey: signer.publicKey });
      expect(report.faults, where).toEqual([]);
      acknowledged += heard.acknowledged.size;
    }
    expect(acknowledged).toBeGreaterThan(CUTS);
  });
});
