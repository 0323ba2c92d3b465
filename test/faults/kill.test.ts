/** The process is killed at any moment, again and again: what was acknowledged is there, and nothing else is wrong. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Ledger } from '../../src/main/ledger/ledger.ts';
import { verifyNow } from '../../src/main/ledger/verify.ts';
import { signer, storeKey } from './acts.ts';
import { testFolder, write } from './workstation.ts';

const KILLS = 1000;
/** Two workstations side by side, one for each core. */
const WORKSTATIONS = 2;
/** Acknowledgements after which the kill comes, and milliseconds from there: the time of a few appends. */
const MOST_ACKNOWLEDGED = 6;
const LONGEST_WAIT = 8;

async function killAgainAndAgain(kills: number): Promise<{ acknowledged: number; inFlight: number }> {
  const folder = testFolder();
  const file = join(folder, 'ledger.sqlite');
  // One that ends by itself leaves its compiled sources for the others.
  await write(folder, 1);
  let acknowledged = 0;
  let inFlight = 0;
  for (let kill = 0; kill < kills; kill++) {
    const after = Math.floor(Math.random() * MOST_ACKNOWLEDGED);
    const said = await write(folder, 1_000_000, (child, heard) => {
      child.stdout?.on('data', () => {
        if (heard.acknowledged.size < after) return;
        setTimeout(() => child.kill('SIGKILL'), Math.random() * LONGEST_WAIT);
      });
    });
    expect(said.errors).toBe('');
    expect(said.refused).toBeNull();
    const ledger = new Ledger(file, { key: storeKey, signer });
    for (const [seq, hash] of said.acknowledged) {
      expect(ledger.entry(seq)?.hash, `entry ${seq} after kill ${kill + 1}`).toBe(hash);
    }
    const last = Math.max(0, ...said.acknowledged.keys());
    // At most the one entry that was being written is there without having been acknowledged.
    if (last > 0) {
      expect(ledger.head().seq - last).toBeLessThanOrEqual(1);
      if (ledger.head().seq > last) inFlight += 1;
    }
    acknowledged += said.acknowledged.size;
    ledger.close();
  }
  expect(verifyNow(file, { key: storeKey, publicKey: signer.publicKey })).toMatchObject({ ok: true });
  return { acknowledged, inFlight };
}

it(`loses nothing in ${KILLS} kills`, { timeout: 600_000 }, async () => {
  const runs = await Promise.all(
    Array.from({ length: WORKSTATIONS }, () => killAgainAndAgain(KILLS / WORKSTATIONS)),
  );
  const acknowledged = runs.reduce((sum, run) => sum + run.acknowledged, 0);
  // Otherwise nothing was tested.
  expect(acknowledged).toBeGreaterThan(KILLS);
});
