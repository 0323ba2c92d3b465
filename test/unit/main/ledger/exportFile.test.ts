import { copyFileSync, createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toEntry } from '../../../../src/main/ledger/entry.ts';
import {
  exportHead,
  readExport,
  writeExport,
  type ExportRecord,
} from '../../../../src/main/ledger/exportFile.ts';
import { Ledger } from '../../../../src/main/ledger/ledger.ts';
import { prove, verifyProof } from '../../../../src/main/ledger/proof.ts';
import { verifyNow } from '../../../../src/main/ledger/verify.ts';
import { anAct, makeLedger, testSigner } from '../../../fixtures/makeLedger.ts';

const signer = testSigner();
const { publicKey } = signer;

let folder: string;
let file: string;
let exported: string;
let ledger: Ledger;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubricator-export-'));
  file = join(folder, 'ledger.sqlite');
  exported = join(folder, 'export');
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true });
});

function open(entries: number): void {
  makeLedger(file, { entries, signer });
  ledger = new Ledger(file, { signer });
}

/** A ledger that version 0.1 began, with six entries, and this one continued with two. */
function openContinued(): void {
  copyFileSync(join(import.meta.dirname, '../../../fixtures/ledger-0.1.sqlite'), file);
  ledger = new Ledger(file, { signer });
  ledger.appendAll([anAct(), anAct({ note: 'newer words' })]);
}

async function recordsOf(): Promise<ExportRecord[]> {
  const records: ExportRecord[] = [];
  for await (const batch of readExport(exported)) records.push(...batch);
  return records;
}

const write = (excerpts: boolean): ReturnType<typeof writeExport> =>
  writeExport(ledger, createWriteStream(exported), { excerpts });

describe('an export', () => {
  it('holds every entry and checkpoint, and ends with one over all', async () => {
    open(50);
    const last = await write(true);
    expect(exportHead(exported)).toMatchObject({ entries: 50, excerpts: true });
    const records = await recordsOf();
    const stored = records.flatMap((record) => (record.kind === 'entry' ? [toEntry(record)] : []));
    expect(stored).toEqual([...ledger.all()]);
    const notes = records.flatMap((record) => (record.kind === 'checkpoint' ? [record.note] : []));
    expect(notes).toEqual([...ledger.checkpoints()].map(({ note }) => note));
    expect(notes.at(-1)).toBe(last.note);
  });

  it('is of an empty ledger too', async () => {
    ledger = new Ledger(file, { signer });
    await write(true);
    expect(verifyNow(exported, { publicKey })).toMatchObject({ ok: true, entries: 0 });
  });

  it('verifies without the texts, which are not in it', async () => {
    open(50);
    await write(false);
    const content = readFileSync(exported, 'utf8');
    for (const text of ['arterial hypertension', 'Documented twice', 'final codes'])
      expect(content).not.toContain(text);
    expect(verifyNow(exported, { publicKey })).toMatchObject({ ok: true, entries: 50, checkpointed: 50 });
    const [, suggestion, decision] = (await recordsOf()).flatMap((record) =>
      record.kind === 'entry' ? [toEntry(record)] : [],
    );
    expect(suggestion).toMatchObject({ withheld: true, note: null });
    expect(decision?.evidence.map(({ text }) => text)).toEqual(['', '']);
  });

  it('leaves out the bodies of version 0.1 where it is without texts, and verifies', async () => {
    openContinued();
    await write(false);
    expect(readFileSync(exported, 'utf8')).not.toMatch(/atrial flutter ñ|newer words|78 characters/);
    expect((await recordsOf()).map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 6 }, () => 'withheld'),
      'entry',
      'entry',
      'checkpoint',
    ]);
    expect(verifyNow(exported, { publicKey })).toMatchObject({ ok: true, entries: 8, checkpointed: 8 });
    const lines = readFileSync(exported, 'utf8').split('\n');
    writeFileSync(exported, [...lines.slice(0, 3), ...lines.slice(4)].join('\n'));
    expect(verifyNow(exported, { publicKey }).ok).toBe(false);
  });

  it('holds them where it is with texts', async () => {
    openContinued();
    await write(true);
    expect((await recordsOf()).map(({ kind }) => kind)).not.toContain('withheld');
    expect(verifyNow(exported, { publicKey })).toMatchObject({ ok: true, entries: 8 });
  });

  it('can be written while entries are appended, and stopped', async () => {
    open(3000);
    const seen: number[] = [];
    const writing = writeExport(ledger, createWriteStream(exported), {
      excerpts: true,
      onProgress: (done) => {
        if (seen.length === 0) ledger.append(anAct());
        seen.push(done);
      },
    });
    await writing;
    expect(seen.at(-1)).toBe(1);
    expect(seen.length).toBeGreaterThan(2);
    expect(ledger.head().seq).toBe(3001);
    expect(verifyNow(exported, { publicKey })).toMatchObject({ ok: true, entries: 3000 });
    const stop = new AbortController();
    const options = { excerpts: true, signal: stop.signal, onProgress: () => stop.abort() };
    await expect(writeExport(ledger, createWriteStream(exported), options)).rejects.toThrow(/abort/i);
    expect(verifyNow(exported, { publicKey }).ok).toBe(false);
  });
});

describe('a proof', () => {
  it('is of one entry, and of every entry', () => {
    open(200);
    for (let seq = 1; seq <= 200; seq += 1) {
      const report = verifyProof(prove(ledger, seq, true), publicKey);
      expect(report).toMatchObject({ ok: true, problems: [], entry: { seq }, checkpoint: { size: 200 } });
      expect(report.entry).toEqual(ledger.entry(seq));
    }
    expect(() => prove(ledger, 201, true)).toThrow('There is no entry 201.');
  });

  it('covers what was appended since the last checkpoint, and goes without frontiers', () => {
    makeLedger(file, { entries: 300, signer, checkpointEvery: 1000 });
    ledger = new Ledger(file, { signer });
    ledger.append(anAct());
    for (const seq of [1, 2, 128, 256, 300, 301])
      expect(verifyProof(prove(ledger, seq, true), publicKey).ok).toBe(true);
  });

  it('can be without the texts', () => {
    open(20);
    const proof = prove(ledger, 3, false);
    expect(proof).not.toContain('arterial hypertension');
    expect(verifyProof(proof, publicKey)).toMatchObject({ ok: true, entry: { withheld: true } });
    ledger.close();
    rmSync(file);
    rmSync(join(folder, 'ledger.anchor'));
    openContinued();
    expect(() => prove(ledger, 3, false)).toThrow(/cannot be left out/);
    expect(verifyProof(prove(ledger, 3, true), publicKey)).toMatchObject({ ok: true, entry: { seq: 3 } });
  });

  it.each([
    [
      'its entry',
      (proof: Record<string, unknown>) => ({ body: String(proof['body']).replace('I10', 'I11') }),
      /does not hold this entry/,
    ],
    [
      'its texts',
      (proof: Record<string, unknown>) => ({ sealed: String(proof['sealed']).replace('hyper', 'hypo') }),
      /texts are not those/,
    ],
    ['its place', () => ({ index: 3 }), /holds entry 3/],
    ['its path', () => ({ path: [] }), /does not hold this entry/],
    [
      'its checkpoint',
      (proof: Record<string, unknown>) => ({
        checkpoint: String(proof['checkpoint']).replace('time 2', 'time 1'),
      }),
      /forged or damaged/,
    ],
    ['its form', () => ({ more: 1 }), /is no proof/],
    ['its key', () => ({ publicKey: 'MCow' }), /another public key/],
  ])('fails where %s was changed', (_what, change, problem) => {
    open(20);
    const proof = JSON.parse(prove(ledger, 3, true)) as Record<string, unknown>;
    const { ok, problems } = verifyProof(JSON.stringify({ ...proof, ...change(proof) }), publicKey);
    expect(ok).toBe(false);
    expect(problems.join()).toMatch(problem);
  });

  it('fails with another workstation’s key', () => {
    open(20);
    expect(verifyProof(prove(ledger, 3, true), testSigner(2).publicKey).ok).toBe(false);
    expect(verifyProof('nothing').ok).toBe(false);
  });
});
