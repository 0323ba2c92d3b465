/** A disk that is full, a folder that cannot be written, two workstations on one ledger. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Ledger } from '../../src/main/ledger/ledger.ts';
import { verifyNow } from '../../src/main/ledger/verify.ts';
import { signer, storeKey } from './acts.ts';
import { hear, testFolder, write, writer, type Said } from './workstation.ts';

/** Whether this system lets us mount a disk of our own, in a name space that nobody else sees. */
const namespace = ['--mount', ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'])];
const mounts = spawnSync('unshare', [...namespace, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

/** Runs shell commands where mounts are our own; the words after them are $1, $2 … */
function shell(script: string, ...words: string[]): Said {
  const { stdout, stderr, error } = spawnSync('unshare', [...namespace, 'sh', '-c', script, 'sh', ...words], {
    encoding: 'utf8',
  });
  if (error) throw error;
  const said: Said = { acknowledged: new Map(), checkpoints: new Map(), refused: null, errors: stderr };
  for (const line of stdout.split('\n')) hear(line, said);
  return said;
}

function expectWhole(folder: string, { acknowledged }: Said): void {
  const file = join(folder, 'ledger.sqlite');
  const ledger = new Ledger(file, { key: storeKey, signer });
  for (const [seq, hash] of acknowledged) expect(ledger.entry(seq)?.hash).toBe(hash);
  expect(ledger.head().seq - Math.max(0, ...acknowledged.keys())).toBeLessThanOrEqual(1);
  ledger.close();
  expect(verifyNow(file, { key: storeKey, publicKey: signer.publicKey })).toMatchObject({
    ok: true,
    faults: [],
  });
}

describe.skipIf(!mounts)('a disk of a few megabytes', () => {
  it.each(Array.from({ length: 12 }, (_, run) => run))(
    'is full at some moment, and nothing acknowledged is lost (%i)',
    async (run) => {
      const kept = testFolder();
      // Each run leaves other room, so that the disk is full at another step of an append.
      const filler = 1700 + run * 25;
      const said = shell(
        `mount -t tmpfs -o size=2m tmpfs /mnt && head -c ${filler}K /dev/zero > /mnt/filler &&
         mkdir /mnt/data && "$1" "$2" /mnt/data; cp -a /mnt/data/. "$3"`,
        process.execPath,
        writer,
        kept,
      );
      expect(said.errors).toBe('');
      expect(said.refused).toMatch(/full|cannot be opened/u);
      if (said.acknowledged.size > 0) expectWhole(kept, said);
      // With room again it goes on where it was.
      const before = Math.max(0, ...said.acknowledged.keys());
      const more = await write(kept, before + 10);
      expect(more.refused).toBeNull();
      expect(more.acknowledged.size).toBeGreaterThanOrEqual(9);
      expectWhole(kept, { ...more, acknowledged: new Map([...said.acknowledged, ...more.acknowledged]) });
    },
  );
});

describe.skipIf(!mounts)('a folder that cannot be written', () => {
  it('is refused clearly, and left as it was', async () => {
    const folder = join(testFolder(), 'data');
    mkdirSync(folder);
    await write(folder, 20);
    const before = readFileSync(join(folder, 'ledger.sqlite'));
    const said = shell(
      'mount --bind "$3" "$3" && mount -o remount,bind,ro "$3" && "$1" "$2" "$3" 30',
      process.execPath,
      writer,
      folder,
    );
    expect(said.errors).toBe('');
    expect(said.acknowledged.size).toBe(0);
    expect(said.refused).toMatch(/cannot be (?:opened|written)/u);
    expect(readFileSync(join(folder, 'ledger.sqlite'))).toEqual(before);
    expect((await write(folder, 25)).acknowledged.size).toBe(5);
  });
});

describe('two workstations on one ledger', () => {
  it('take turns, and the chain never forks', async () => {
    const folder = testFolder();
    await write(folder, 1);
    const both = await Promise.all([write(folder, 150), write(folder, 150)]);
    const acknowledged = new Map<number, string>();
    for (const said of both) {
      expect(said.errors).toBe('');
      expect(said.refused).toBeNull();
      for (const [seq, hash] of said.acknowledged) {
        expect(acknowledged.has(seq), `entry ${seq} was acknowledged twice`).toBe(false);
        acknowledged.set(seq, hash);
      }
    }
    expect(both.every((said) => said.acknowledged.size > 0)).toBe(true);
    expectWhole(folder, { ...both[0], acknowledged });
  });
});

describe('an older copy put in place of the ledger', () => {
  it('is not taken for the ledger: it lacks what was signed', async () => {
    const folder = testFolder();
    const file = join(folder, 'ledger.sqlite');
    await write(folder, 20);
    const older = join(testFolder(), 'older.sqlite');
    cpSync(file, older);
    await write(folder, 40);
    cpSync(older, file);
    const said = await write(folder, 50);
    expect(said.errors).toBe('');
    expect(said.acknowledged.size).toBe(0);
    expect(said.refused).toMatch(/older|lacks|cut/u);
    expect(readFileSync(file)).toEqual(readFileSync(older));
  });
});
