/**
 * `npm run bench:ledger`: what the ledger costs and how fast it is verified, proved and browsed, beside plain
 * SQLite in the same run. The first argument is the number of entries of the large ledger (1,000,000).
 * Prints a table; asserts nothing.
 */
import Database from 'better-sqlite3';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeExport } from '../../src/main/ledger/exportFile.ts';
import { Ledger } from '../../src/main/ledger/ledger.ts';
import { prove, verifyProof } from '../../src/main/ledger/proof.ts';
import { verify } from '../../src/main/ledger/threads.ts';
import { useKey } from '../../src/main/sqlite.ts';
import type { LedgerFilter } from '../../src/shared/ledger.ts';
import { anAct, makeLedger, testSigner } from '../fixtures/makeLedger.ts';
import { quantile } from './quantile.ts';

const ENTRIES = Number(process.argv[2] ?? 1_000_000);
const APPENDS = 1000;

const folder = mkdtempSync(join(process.env['BENCH_FOLDER'] ?? tmpdir(), 'rubricator-ledger-'));
const key = new Uint8Array(32).fill(7);
const signer = testSigner();
const { publicKey } = signer;

const ms = (value: number): string => `${value.toFixed(2)} ms`.padStart(11);
const row = (name: string, times: readonly number[]): void =>
  console.log(`  ${name.padEnd(52)} ${ms(quantile(times, 0.5))} ${ms(quantile(times, 0.95))}`);

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** Appends, each on disk when it returns, turn about with the same rows put into a plain table. */
function appends(): void {
  const ledger = new Ledger(join(folder, 'append.sqlite'), { key, signer });
  const plainOf = (name: string, encrypted: boolean): Database.Statement => {
    const database = new Database(join(folder, name));
    if (encrypted) useKey(database, key);
    database.pragma('journal_mode = DELETE');
    database.pragma('synchronous = EXTRA');
    database.exec(
      'CREATE TABLE entry (seq INTEGER PRIMARY KEY, body TEXT NOT NULL, hash TEXT NOT NULL, sealed TEXT)',
    );
    return database.prepare('INSERT INTO entry (body, hash, sealed) VALUES (?, ?, ?)');
  };
  const peers = [plainOf('plain.sqlite', false), plainOf('encrypted.sqlite', true)] as const;
  const times: [ours: number[], plain: number[], encrypted: number[]] = [[], [], []];
  const checkpoints: number[] = [];
  for (let turn = 0; turn < APPENDS; turn += 1) {
    const act = anAct({ chart: `chart-${turn % 60}`, code: `I${10 + (turn % 80)}` });
    times[0].push(timed(() => ledger.append(act)));
    const [{ body, hash, sealed } = { body: '', hash: '', sealed: null }] = ledger.stored(turn + 1, turn);
    peers.forEach((peer, at) => times[at + 1]?.push(timed(() => peer.run(body, hash, sealed))));
    if (turn % 16 === 15) checkpoints.push(timed(() => ledger.checkpoint()));
  }
  ledger.close();
  console.log(`\n${APPENDS} appends, durable                                        median         p95`);
  row('ledger, encrypted', times[0]);
  row('plain SQLite, the same rows', times[1]);
  row('plain SQLite, the same rows, encrypted', times[2]);
  for (const [at, name] of ['plain', 'encrypted plain'].entries()) {
    const [ours, theirs] = [times[0], times[at + 1] ?? []];
    const ratio = (q: number): string => (quantile(ours, q) / quantile(theirs, q)).toFixed(2);
    console.log(`  ratio to ${name.padEnd(43)} ${ratio(0.5).padStart(11)} ${ratio(0.95).padStart(11)}`);
  }
  row('checkpoint after 16 entries, with its anchor', checkpoints);
}

async function verification(file: string, name: string, options: { key?: Uint8Array }): Promise<void> {
  const started = performance.now();
  const report = await verify(file, { ...options, publicKey });
  const seconds = (performance.now() - started) / 1000;
  const rate = Math.round(report.entries / seconds).toLocaleString('en-US');
  console.log(
    `  verify ${name.padEnd(30)} ${report.ok ? 'ok' : 'FAILED'} ${rate.padStart(12)} entries/s, ${seconds.toFixed(1)} s`,
  );
}

async function large(): Promise<void> {
  const file = join(folder, 'large.sqlite');
  console.log(`\nmaking a ledger of ${ENTRIES.toLocaleString('en-US')} entries …`);
  makeLedger(file, {
    entries: ENTRIES,
    key,
    signer,
    people: Array.from({ length: 12 }, (_, at) => `coder ${at}`),
  });
  const ledger = new Ledger(file, { key, signer });
  const exported = join(folder, 'large.rubricator');
  const pauses: number[] = [];
  let last = performance.now();
  const started = last;
  await writeExport(ledger, createWriteStream(exported), {
    excerpts: true,
    onProgress: () => {
      pauses.push(performance.now() - last);
      last = performance.now();
    },
  });
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `  ${(statSync(file).size / 2 ** 20).toFixed(0)} MiB, exported to ${(statSync(exported).size / 2 ** 20).toFixed(0)} MiB in ${seconds.toFixed(1)} s, longest without a pause ${Math.max(...pauses).toFixed(0)} ms`,
  );
  await verification(file, 'SQLite, encrypted', { key });
  await verification(exported, 'signed export', {});

  console.log('\n                                                           median         p95');
  const proofs: number[] = [];
  for (let turn = 0; turn < 50; turn += 1) {
    const seq = 1 + Math.floor((turn * (ENTRIES - 1)) / 49);
    let proof = '';
    proofs.push(timed(() => (proof = prove(ledger, seq, true))));
    if (!verifyProof(proof, publicKey).ok) throw new Error('a proof failed');
  }
  row('proof of one entry', proofs);
  const day = (at: number): string => new Date(Date.UTC(2026, 0, 5) + at * 20_000).toISOString().slice(0, 10);
  const filters: Record<string, LedgerFilter> = {
    everything: {},
    'one chart': { chart: 'chart-77' },
    'one coder': { who: 'coder 3' },
    'one action': { action: 'reject' },
    'an action that is not there': { action: 'merge' },
    'one coder, one action': { who: 'coder 3', action: 'finish' },
    'one code': { code: 'I10' },
    'one code, one coder': { code: 'I10', who: 'coder 3' },
    'one code, nobody': { code: 'I10', who: 'nobody' },
    'a week': { from: day(ENTRIES / 2), to: day(ENTRIES / 2 + 30_000) },
    'a week, one coder': { from: day(ENTRIES / 2), to: day(ENTRIES / 2 + 30_000), who: 'coder 3' },
  };
  for (const [name, filter] of Object.entries(filters)) {
    const times: number[] = [];
    for (let turn = 0; turn < 10; turn += 1) {
      const before = 1 + Math.floor((ENTRIES * (turn + 1)) / 10);
      times.push(timed(() => ledger.entries(filter, 100, before)));
    }
    row(`a page of 100: ${name}`, times);
  }
  ledger.close();
}

try {
  appends();
  await large();
} finally {
  rmSync(folder, { recursive: true });
}
